//! What the documents add up to: the kinds of page whose numbers come from many documents, how the navigation names them, and
//! what the list of a type says of them in short.

pub(super) mod actions;
pub(in crate::render) mod behind;
pub(super) mod incidents;
mod mix;
pub(super) mod names;
pub(super) mod outcomes;
pub(super) mod pain;
pub(super) mod portfolio;
pub(super) mod roadmap;
pub(super) mod scorecard;

use super::Planned;
use crate::render::library::Library;
use crate::render::markdown::escape;
use crate::render::view::outcomes_sentence;
use crate::render::{ACTIONS, OUTCOMES, ROADMAP, SCORECARD, pain_route, portfolio_route};

/// A page that the navigation names.
pub(super) struct AddingUp {
    /// The page, or the first of several.
    pub(super) first: Planned,
    /// The phrase for what it is called.
    pub(super) label: &'static str,
    /// Where it is.
    pub(super) route: String,
}

impl AddingUp {
    /// The pages that belong to it besides the first: the rest of a list, and the documents behind its numbers.
    pub(super) fn further(&self, library: &Library<'_>) -> Vec<Planned> {
        let behind =
            |pages: Vec<(behind::Behind, usize)>| pages.into_iter().map(|(it, part)| Planned::Behind(it, part));
        match &self.first {
            Planned::Outcomes(_) => {
                let parts = (1..outcomes::parts(library)).map(Planned::Outcomes);
                parts.chain(behind(behind::of_outcomes(library))).collect()
            }
            Planned::RoadmapByTeam => {
                let by_attribute = [Planned::RoadmapByAttribute].into_iter();
                by_attribute.chain(behind(behind::of_roadmap(library))).collect()
            }
            Planned::Portfolio(index, _) => {
                let parts = (1..portfolio::parts(library)).map(|part| Planned::Portfolio(*index, part));
                parts.chain(behind(behind::of_portfolio(library, *index))).collect()
            }
            Planned::Pain(index, _) => {
                let parts = 1..pain::parts(library);
                parts.map(|part| Planned::Pain(*index, part)).collect()
            }
            Planned::Scorecard(_) => (1..scorecard::parts(library)).map(Planned::Scorecard).collect(),
            Planned::Actions(_) => (1..actions::parts(library)).map(Planned::Actions).collect(),
            Planned::Trends(index) => {
                let parts = 0..incidents::time_parts(library);
                let times = parts.map(|part| Planned::Times(*index, part));
                times.chain([Planned::Causes(*index)]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The pages that have something to show.
pub(super) fn pages(library: &Library<'_>) -> Vec<AddingUp> {
    let insights = library.input.insights;
    let definitions = &library.input.corpus.definitions;
    let one = |first: Planned, label: &'static str, route: &str| AddingUp {
        first,
        label,
        route: route.to_owned(),
    };
    let mut pages = Vec::new();
    if insights.have_initiatives() {
        pages.push(one(Planned::Outcomes(0), "initiatives.outcomes", OUTCOMES));
        pages.push(one(Planned::RoadmapByTeam, "initiatives.roadmap", ROADMAP));
    }
    if let Some(index) = definitions.find("rewrite").filter(|_| insights.have_rewrites()) {
        let route = portfolio_route(definitions.get(index));
        pages.push(one(Planned::Portfolio(index, 0), "rewrites.portfolio", &route));
    }
    if let Some(index) = definitions.find("customer").filter(|_| insights.have_pain()) {
        let route = pain_route(definitions.get(index));
        pages.push(one(Planned::Pain(index, 0), "initiatives.pain", &route));
    }
    if insights.have_metrics() {
        pages.push(one(Planned::Scorecard(0), "incidents.scorecard", SCORECARD));
    }
    if let Some(index) = definitions.find("incident").filter(|_| insights.have_incidents()) {
        let route = incidents::trends_route(library, index);
        pages.push(one(Planned::Trends(index), "incidents.trends", &route));
    }
    if insights.have_actions() {
        pages.push(one(Planned::Actions(0), "incidents.actions", ACTIONS));
    }
    pages
}

/// What the list of a type's documents says of what they add up to, and where to read on; HTML.
pub(super) fn in_short(library: &Library<'_>, from: &str, type_name: &str) -> Vec<String> {
    let phrases = &library.phrases;
    match type_name {
        "incident" => match incidents::summary(library) {
            Some((summary, trends)) => {
                let (trends, actions) = (library.href(from, &trends), library.href(from, ACTIONS));
                let links = phrases.marked("incidents.see_trends", &[("trends", &trends), ("actions", &actions)]);
                vec![escape(&summary), links]
            }
            None => Vec::new(),
        },
        "initiative" if library.input.insights.have_initiatives() => {
            let (outcomes, roadmap) = (library.href(from, OUTCOMES), library.href(from, ROADMAP));
            let links = phrases.marked("initiatives.see", &[("outcomes", &outcomes), ("roadmap", &roadmap)]);
            let sum = outcomes_sentence(library, &library.input.insights.outcomes().total);
            sum.map(|sum| escape(&sum)).into_iter().chain([links]).collect()
        }
        "metric" if library.input.insights.have_metrics() => {
            let scorecard = library.href(from, SCORECARD);
            vec![phrases.marked("incidents.see_scorecard", &[("scorecard", &scorecard)])]
        }
        _ => Vec::new(),
    }
}
