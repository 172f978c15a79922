//! Where each page will stand, told without writing it: a preview finds the one that is asked for.

use std::borrow::Cow;

use super::relations::GraphForm;
use super::{Planned, changes, incidents, listing, previews, raci};
use crate::definition::{Definition, TypeIndex};
use crate::render::library::Library;
use crate::render::view::part_route;
use crate::render::{
    ACTIONS, CHANGES, FLOW, GRAPH_FILE, GRAPH_SCRIPT, GUIDES, HISTORY, HOME, NOT_FOUND, OUTCOMES, PAGES, PEOPLE,
    PROBLEMS, PROPOSED, RACI, RELATIONS, ROADMAP, ROADMAP_BY_ATTRIBUTE, RULES, SCORECARD, SEARCH, TAGS, around_route,
    board_route, flow_route, guide_route, history_route, listing_route, pain_route, portfolio_route, rule_route,
};

impl Planned {
    /// The page of a document or of its revisions at a route, found without planning anything else; `None` where there may
    /// be another. Nothing else stands at the address of a document: addresses of the site's own pages are reserved, and no
    /// word of an address holds a dot.
    pub(in crate::render) fn of_document(route: &str, library: &Library<'_>) -> Option<Self> {
        let own = match route.strip_suffix(HISTORY) {
            Some(of) => Cow::Owned(format!("{of}.html")),
            None => Cow::Borrowed(route),
        };
        let [index] = library.input.corpus.all_by_route(&own) else {
            return None;
        };
        let document = library.document(*index);
        if document.route != *own || own == HOME {
            return None;
        }
        if own != route {
            let is_there = library.has_history_page(document);
            return is_there.then_some(Planned::History(*index));
        }
        Some(match library.is_page(document) {
            true => Planned::Plain(*index),
            false => Planned::Document(*index),
        })
    }

    /// The route of the page that would be written.
    pub(in crate::render) fn route(&self, library: &Library<'_>) -> String {
        let definition = |index: TypeIndex| -> &Definition { library.input.corpus.definitions.get(index) };
        match self {
            Planned::Home => HOME.to_owned(),
            Planned::Listing(index, part, _) => part_route(&listing_route(definition(*index)), *part),
            Planned::ListingRows(index, _) => listing::rows_route(definition(*index)),
            Planned::Board(index, _) => board_route(definition(*index)),
            Planned::BoardCards(index, _) => listing::cards_route(definition(*index)),
            Planned::Document(index) | Planned::Plain(index) => library.document(*index).route.clone(),
            Planned::Around(index) => around_route(&library.document(*index).route),
            Planned::History(index) => history_route(&library.document(*index).route),
            Planned::PlainIndex => PAGES.to_owned(),
            Planned::Tags => TAGS.to_owned(),
            Planned::Tag(word, part) => match library.directory.tags.get(word) {
                Some(tag) => part_route(&tag.route, *part),
                None => TAGS.to_owned(),
            },
            Planned::People(part) => part_route(PEOPLE, *part),
            Planned::Person(handle, part) => match library.directory.people.get(handle) {
                Some(someone) => part_route(&someone.route, *part),
                None => PEOPLE.to_owned(),
            },
            Planned::Guides => GUIDES.to_owned(),
            Planned::Guide(index) => guide_route(definition(*index)),
            Planned::Rules => RULES.to_owned(),
            Planned::Rule(name) => rule_route(name),
            Planned::Problems => PROBLEMS.to_owned(),
            Planned::Proposed => PROPOSED.to_owned(),
            Planned::Raci => RACI.to_owned(),
            Planned::RaciOfTeam(team) => raci::route(library, *team),
            Planned::Flow => FLOW.to_owned(),
            Planned::FlowOfType(index) => flow_route(definition(*index)),
            Planned::Relations(_) => RELATIONS.to_owned(),
            Planned::RelationsGraph(_, GraphForm::Script) => GRAPH_SCRIPT.to_owned(),
            Planned::RelationsGraph(_, GraphForm::File) => GRAPH_FILE.to_owned(),
            Planned::Outcomes(part) => part_route(OUTCOMES, *part),
            Planned::Behind(behind, part) => part_route(&behind.route(library), *part),
            Planned::RoadmapByTeam => ROADMAP.to_owned(),
            Planned::RoadmapByAttribute => ROADMAP_BY_ATTRIBUTE.to_owned(),
            Planned::Pain(index, part) => part_route(&pain_route(definition(*index)), *part),
            Planned::Portfolio(index, part) => part_route(&portfolio_route(definition(*index)), *part),
            Planned::Trends(index) => incidents::trends_route(library, *index),
            Planned::Causes(index) => incidents::causes_route(library, *index),
            Planned::Times(index, part) => part_route(&incidents::times_route(library, *index), *part),
            Planned::Actions(part) => part_route(ACTIONS, *part),
            Planned::Scorecard(part) => part_route(SCORECARD, *part),
            Planned::Changes(_) => CHANGES.to_owned(),
            Planned::ChangesOfYear(_, year, part) => part_route(&changes::year_route(*year), *part),
            Planned::Search => SEARCH.to_owned(),
            Planned::Previews(number, _) => previews::route(*number),
            Planned::NotFound => NOT_FOUND.to_owned(),
        }
    }

    /// Whether search engines and the sitemap should list the page.
    pub(in crate::render) fn is_listed(&self) -> bool {
        !matches!(
            self,
            Planned::NotFound
                | Planned::ListingRows(..)
                | Planned::BoardCards(..)
                | Planned::Around(_)
                | Planned::History(_)
                | Planned::RelationsGraph(..)
                | Planned::Previews(..)
        )
    }
}
