//! Everything that is made once for all pages, and the pages that are written with it.

use std::sync::Arc;

use rayon::prelude::*;

use super::attachment::Attachments;
use super::figures::Figures;
use super::library::Library;
use super::news::News;
use super::pages::{self, Planned};
use super::theme::Theme;
use super::{File, Input, Page, ThemeError, redirects};
use crate::diagnostic::Diagnostic;

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

impl<'a> Press<'a> {
    /// Loads the theme and makes what several pages ask for.
    ///
    /// # Errors
    /// When a theme file cannot be used.
    pub(super) fn new(input: &'a Input<'a>) -> Result<Self, ThemeError> {
        let theme = Theme::load(input.snapshot, &input.corpus.config)?;
        Ok(Self::with(theme, input))
    }

    /// Makes what several pages ask for. The theme is the one of the snapshot and the configuration.
    pub(super) fn with(mut theme: Theme, input: &'a Input<'a>) -> Self {
        let (attachments, mut problems) = Attachments::collect(input.corpus, input.links, input.snapshot);
        let (figures, failed) = Figures::collect(input.corpus);
        problems.extend(failed);
        let mut library = Library::new(input, attachments, figures, Arc::clone(theme.phrases()));
        library.news = News::of(&library);
        problems.extend_from_slice(theme.problems());
        problems.extend(pages::share(&mut theme, &library));
        Self {
            library,
            theme,
            problems,
        }
    }

    /// Every page that the site has.
    pub(super) fn plan(&self) -> Vec<Planned> {
        pages::plan(&self.library)
    }

    /// Writes pages, in parallel; the order stays.
    ///
    /// # Errors
    /// When a theme file cannot be used: the first such diagnostic, in the order of the pages.
    pub(super) fn write_all(&self, plan: &[Planned]) -> Result<Vec<Page>, ThemeError> {
        let written: Vec<_> = plan
            .par_iter()
            .map(|planned| planned.write(&self.library, &self.theme))
            .collect();
        written.into_iter().collect()
    }

    /// Pages at former addresses that lead to where things are now.
    pub(super) fn redirects(&self) -> Vec<Page> {
        redirects::write(self.library.input, self.theme.phrases())
    }

    /// The theme's own files.
    pub(super) fn assets(&self) -> Vec<File> {
        let assets = self.theme.assets().map(|(route, bytes)| File {
            route: route.to_owned(),
            bytes: bytes.into(),
        });
        assets.collect()
    }
}
