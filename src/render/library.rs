//! The corpus as pages see it: who there is, which tags, where everything leads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::attachment::Attachments;
use super::calendars::{Calendar, calendars};
use super::directory::{Directory, Tag, tag_names};
use super::figures::Figures;
use super::gone::{Gone, gone};
use super::href;
use super::news::News;
use super::phrases::Phrases;
use super::settled::{JustRead, Settled};
use super::stood::Stood;
use super::view::{
    CompletenessMeter, Crumb, DateView, DocumentView, PageView, PersonView, ShareView, problem_counts, status,
};
use super::{DISPLAYED_PROBLEMS, Input};
use crate::definition::{Definition, TypeIndex};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, DocumentIndex, route_word};

/// Name of the type of plain pages.
const PAGE: &str = "page";

/// What pages are made from, with look-ups that several kinds of page need.
#[derive(Debug)]
pub struct Library<'a> {
    /// What was handed in.
    pub input: &'a Input<'a>,
    /// What the interface says.
    pub(super) phrases: Arc<Phrases>,
    /// The files that are published beside the pages.
    pub(super) attachments: Attachments,
    /// What the code in documents looks like.
    pub(super) figures: Figures,
    /// Who there is, which tags, and the order of lists.
    pub(super) directory: Directory,
    /// For each document, what changed since it was settled: made when the first page asks.
    pub(super) settled: Vec<OnceLock<Option<Settled>>>,
    /// The texts that were read for it.
    pub(super) just_read: JustRead,
    /// Documents that were deleted: read when the first page asks.
    gone: OnceLock<Vec<Gone>>,
    /// The calendars of what is due, by route: found when the first page asks.
    pub(super) calendars: OnceLock<BTreeMap<String, Calendar>>,
    /// What is new in the documents: found when the first page asks.
    pub(super) news: OnceLock<News>,
    /// How all documents stood on the days of reviews: found when the first page asks.
    stood: OnceLock<Stood>,
    /// For each document, its diagnostics.
    problems: Vec<Vec<&'a Diagnostic>>,
    page_type: Option<TypeIndex>,
}

impl<'a> Library<'a> {
    /// Gathers what pages ask for. A directory of an earlier corpus is kept where it still holds.
    pub(super) fn new(
        input: &'a Input<'a>,
        directory: Option<Directory>,
        attachments: Attachments,
        figures: Figures,
        phrases: Arc<Phrases>,
    ) -> Self {
        let corpus = input.corpus;
        let mut problems = vec![Vec::new(); corpus.documents().len()];
        for diagnostic in &input.checked.diagnostics {
            if let Some(index) = corpus.by_path(&diagnostic.path) {
                problems[index.0].push(diagnostic);
            }
        }
        Self {
            input,
            phrases,
            attachments,
            figures,
            directory: directory
                .filter(|known| known.holds(corpus))
                .unwrap_or_else(|| Directory::of(corpus)),
            settled: corpus.documents().iter().map(|_| OnceLock::new()).collect(),
            just_read: JustRead::default(),
            gone: OnceLock::new(),
            calendars: OnceLock::new(),
            news: OnceLock::new(),
            stood: OnceLock::new(),
            problems,
            page_type: corpus.definitions.find(PAGE),
        }
    }

    /// Finds what is found when the first page asks and takes all cores. It comes before pages that are written side by
    /// side: whoever waits for it may be handed a page that asks for it.
    pub(super) fn prepare(&self) {
        self.input.insights.derive_all();
        self.gone();
        self.news();
        self.calendars();
    }

    /// Documents that were deleted.
    pub(super) fn gone(&self) -> &[Gone] {
        self.gone.get_or_init(|| gone(self.input))
    }

    /// The calendars of what is due, by route.
    pub(super) fn calendars(&self) -> &BTreeMap<String, Calendar> {
        self.calendars
            .get_or_init(|| calendars(self.input, &self.directory.people))
    }

    /// What is new in the documents.
    pub(super) fn news(&self) -> &News {
        self.news.get_or_init(|| News::of(self))
    }

    /// How all documents stood on the days of reviews.
    pub(super) fn stood(&self) -> &Stood {
        self.stood.get_or_init(|| Stood::of(self.input))
    }

    /// A document of the corpus.
    pub(super) fn document(&self, index: DocumentIndex) -> &'a Document {
        self.input.corpus.get(index)
    }

    /// The definition of a document.
    pub(super) fn definition(&self, document: &Document) -> &'a Definition {
        self.input.corpus.definition(document)
    }

    /// The handles of the people who are listed in a team, in lower case.
    pub(super) fn members(&self, team: DocumentIndex) -> &[String] {
        self.directory.members.get(&team).map_or(&[], Vec::as_slice)
    }

    /// Whether a document is a plain page.
    pub(super) fn is_page(&self, document: &Document) -> bool {
        Some(document.definition) == self.page_type
    }

    /// Types other than plain pages that have documents or that the organisation may want to write, with their documents.
    pub(super) fn types(&self) -> impl Iterator<Item = (TypeIndex, &'a Definition, &[DocumentIndex])> {
        let all = self.input.corpus.definitions.iter();
        let documents = all.filter(|(index, _)| Some(*index) != self.page_type);
        documents.map(|(index, definition)| (index, definition, self.directory.by_type[index.0].as_slice()))
    }

    /// The plain pages, the front page aside.
    pub(super) fn pages(&self) -> impl Iterator<Item = &'a Document> + '_ {
        let pages = self
            .page_type
            .map_or(&[][..], |page| self.directory.by_type[page.0].as_slice());
        pages
            .iter()
            .map(|index| self.document(*index))
            .filter(|document| document.route != super::HOME)
    }

    /// The diagnostics of a document; those before its gate that only say it is being written included.
    pub(super) fn problems(&self, index: DocumentIndex) -> &[&'a Diagnostic] {
        let all = &self.problems[index.0];
        &all[..all.len().min(DISPLAYED_PROBLEMS)]
    }

    /// The address of a route from a page.
    pub(super) fn href(&self, from: &str, route: &str) -> String {
        href::relative(from, route)
    }

    /// A document as lists show it on the page at `from`.
    pub(super) fn row(&self, from: &str, index: DocumentIndex) -> DocumentView {
        let document = self.document(index);
        DocumentView {
            id: if self.is_page(document) {
                String::new()
            } else {
                document.id.value.clone()
            },
            title: document.title.value.clone(),
            href: self.href(from, &document.route),
            type_name: self.definition(document).name.clone(),
            status: status(self.input.corpus, document),
            owner: document.owner().map(|handle| self.person(from, handle)),
            completeness: self.completeness(index),
            summary: document.fields.text("summary").map(str::to_owned),
            facet: facet(self.definition(document))
                .and_then(|(key, _)| document.fields.text(key))
                .map(str::to_owned),
            date: self.date(index),
        }
    }

    /// How complete a document is.
    pub(super) fn completeness(&self, index: DocumentIndex) -> Option<CompletenessMeter> {
        let completeness = self.input.checked.completeness.get(index.0)?.as_deref()?;
        Some(CompletenessMeter::from(completeness))
    }

    /// The day of a document: the one it is about, else the day of its last change.
    pub(super) fn date(&self, index: DocumentIndex) -> Option<DateView> {
        self.input.day(index).map(DateView::from)
    }

    /// A person as the page at `from` shows them.
    pub(super) fn person(&self, from: &str, handle: &str) -> PersonView {
        let key = match handle.chars().any(char::is_uppercase) {
            true => Cow::Owned(handle.to_lowercase()),
            false => Cow::Borrowed(handle),
        };
        match self.directory.people.get(&*key) {
            Some(someone) => PersonView {
                handle: someone.handle.clone(),
                initials: initials(&someone.name),
                name: someone.name.clone(),
                href: self.href(from, &someone.route),
            },
            None => PersonView {
                handle: handle.to_owned(),
                initials: initials(handle),
                name: handle.to_owned(),
                href: self.href(from, super::PEOPLE),
            },
        }
    }

    /// The tags of a document.
    pub(super) fn tags_of<'s>(&'s self, document: &'s Document) -> impl Iterator<Item = &'s Tag> {
        tag_names(document).filter_map(|name| self.directory.tags.get(&route_word(name)))
    }

    /// "1 document", "12 documents".
    pub(super) fn documents(&self, count: usize) -> String {
        self.phrases.fill("listing.documents", &[("n", &count)])
    }

    /// "2 errors, 1 warning"; empty when there is nothing.
    pub(super) fn problem_counts(&self, counts: [usize; 3]) -> String {
        problem_counts(&self.phrases, counts)
    }

    /// The frame of a page that the navigation names.
    pub(super) fn page(&self, kind: &'static str, title: impl Into<String>, route: &str) -> PageView {
        PageView {
            kind,
            title: title.into(),
            description: String::new(),
            route: route.to_owned(),
            section: route.to_owned(),
            root: href::root(route),
            crumbs: Vec::new(),
            source: None,
            share: ShareView::of(self, kind, route),
        }
    }

    /// The frame of a page below one that the navigation names.
    pub(super) fn page_below(
        &self,
        kind: &'static str,
        title: impl Into<String>,
        route: &str,
        (above, section): (&str, &str),
        crumb: &str,
    ) -> PageView {
        let mut page = self.page(kind, title, route);
        page.section = section.to_owned();
        page.crumbs = vec![
            Crumb {
                label: above.to_owned(),
                href: Some(self.href(route, section)),
            },
            Crumb {
                label: crumb.to_owned(),
                href: None,
            },
        ];
        page
    }
}

/// The field by which the documents of a type are told apart in a list, and the key of what it is called.
pub(super) fn facet(definition: &Definition) -> Option<(&'static str, &'static str)> {
    let known = [
        ("severity", "listing.severity"),
        ("category", "listing.category"),
        ("kind", "listing.kind"),
    ];
    known.into_iter().find(|(key, _)| definition.field(key).is_some())
}

/// The letters that stand for a name: of its first and last word.
fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_stand_for_a_name() {
        assert_eq!(initials("Mira Okafor"), "MO");
        assert_eq!(initials("ana-maria-silva"), "AS");
        assert_eq!(initials("Ömer"), "Ö");
        assert_eq!(initials("…"), "");
    }
}
