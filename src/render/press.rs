//! Everything that is made once for all pages, and the pages that are written with it.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::attachment::{self, Attachments};
use super::directory::Directory;
use super::figures::Figures;
use super::library::Library;
use super::pages::{self, Planned};
use super::theme::Theme;
use super::{Input, Kind, Page, Rank, Shelf, ThemeError, redirects, twin};
use crate::diagnostic::Diagnostic;
use crate::model::DocumentIndex;

/// The theme and the library, ready to write any page.
#[derive(Debug)]
pub(super) struct Press<'a> {
    /// What pages are made from.
    pub(super) library: Library<'a>,
    /// What they look like.
    pub(super) theme: Theme,
    /// What was left out, and why.
    pub(super) problems: Vec<Diagnostic>,
}

/// What one press leaves to the next: what depends on nothing that can have changed meanwhile, or knows by itself what of
/// it still holds.
#[derive(Debug)]
pub struct Kept {
    /// The theme of the files and the configuration.
    pub theme: Theme,
    figures: Figures,
    directory: Option<Directory>,
}

impl Kept {
    /// Nothing but the theme.
    pub fn new(theme: Theme) -> Self {
        Self {
            theme,
            figures: Figures::default(),
            directory: None,
        }
    }
}

impl<'a> Press<'a> {
    /// Loads the theme and makes what several pages ask for.
    ///
    /// # Errors
    /// When a theme file cannot be used.
    pub(super) fn new(input: &'a Input<'a>) -> Result<Self, ThemeError> {
        let theme = Theme::load(input.snapshot, &input.corpus.config)?;
        let press = Self::with(Kept::new(theme), input);
        // Pages are written side by side.
        press.library.prepare();
        Ok(press)
    }

    /// Makes what several pages ask for.
    pub(super) fn with(kept: Kept, input: &'a Input<'a>) -> Self {
        let Kept {
            mut theme,
            figures,
            directory,
        } = kept;
        let (attachments, mut problems) = Attachments::collect(input.corpus, input.links, input.snapshot);
        let (figures, failed) = Figures::collect(input.corpus, figures);
        problems.extend(failed);
        let library = Library::new(input, directory, attachments, figures, Arc::clone(theme.phrases()));
        problems.extend_from_slice(theme.problems());
        problems.extend(pages::share(&mut theme, &library));
        Self {
            library,
            theme,
            problems,
        }
    }

    /// What the next press can be made with.
    pub(super) fn into_kept(self) -> Kept {
        Kept {
            theme: self.theme,
            figures: self.library.figures,
            directory: Some(self.library.directory),
        }
    }

    /// Every page that the site has.
    pub(super) fn plan(&self) -> Vec<Planned> {
        pages::plan(&self.library)
    }

    /// Writes pages, in parallel, and puts each on the shelf as soon as it is written; gives what they are called, in their
    /// order.
    ///
    /// # Errors
    /// When a theme file cannot be used: the first such diagnostic, in the order of the pages.
    pub(super) fn write_all(&self, plan: &[Planned], shelf: &dyn Shelf) -> Result<Vec<WrittenPage>, ThemeError> {
        let write = |place: usize| {
            let Page { route, html, listed } = plan[place].write(&self.library, &self.theme)?;
            shelf.put(Rank(Kind::Page, place), route.clone(), html.into_bytes());
            Ok(WrittenPage { route, listed })
        };
        let write_some = |places: Vec<usize>| {
            places
                .into_iter()
                .map(|place| (place, write(place)))
                .collect::<Vec<_>>()
        };
        let mut written: Vec<_> = in_one_go(plan).into_par_iter().flat_map_iter(write_some).collect();
        written.sort_unstable_by_key(|(place, _)| *place);
        written.into_iter().map(|(_, page)| page).collect()
    }

    /// Pages at former addresses that lead to where things are now.
    pub(super) fn redirects(&self) -> Vec<Page> {
        redirects::write(self.library.input, self.theme.phrases())
    }

    /// Puts the theme's own files on the shelf, the Markdown of the documents, and the files that they link to.
    pub(super) fn put_files(&self, shelf: &dyn Shelf) {
        let rank = |place: usize| Rank(Kind::File, place);
        let assets = self.theme.assets();
        let mut first = 0;
        for (route, bytes) in assets {
            shelf.put(rank(first), route.to_owned(), bytes.to_vec());
            first += 1;
        }
        let documents = self.library.input.corpus.documents().len();
        (0..documents).into_par_iter().for_each(|index| {
            let (route, text) = twin::write(&self.library, DocumentIndex(index));
            shelf.put(rank(first + index), route, text.into_bytes());
        });
        first += documents;
        let attached: Vec<_> = self.library.attachments.paths().collect();
        attached.par_iter().enumerate().for_each(|(place, path)| {
            if let Some(bytes) = attachment::content(path, self.library.input.snapshot) {
                shelf.put(rank(first + place), path.to_string(), bytes);
            }
        });
    }
}

/// The places of pages that are written one after the other: that of a document and that of its revisions, which read the
/// same old texts.
fn in_one_go(plan: &[Planned]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::with_capacity(plan.len());
    let mut of_document: HashMap<DocumentIndex, usize> = HashMap::new();
    for (place, planned) in plan.iter().enumerate() {
        let (Planned::Document(index) | Planned::Plain(index) | Planned::History(index)) = planned else {
            all.push(vec![place]);
            continue;
        };
        let group = *of_document.entry(*index).or_insert(all.len());
        match all.get_mut(group) {
            Some(places) => places.push(place),
            None => all.push(vec![place]),
        }
    }
    all
}

/// A page that was written.
#[derive(Clone, Debug)]
pub(super) struct WrittenPage {
    /// Its path from the root of the site.
    pub(super) route: String,
    /// Whether search engines and the sitemap should list it.
    pub(super) listed: bool,
}
