//! Numbers that stand for themselves.

use serde::Serialize;

use crate::insight::numbers::Numbers;
use crate::model::DocumentIndex;
use crate::render::INSIGHTS;
use crate::render::chart::{ItemView, Unit, minutes};
use crate::render::library::Library;

/// A number in large letters, with what it is and how many it comes from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FigureView {
    /// What it is.
    pub label: String,
    /// The number with its unit.
    pub value: String,
    /// What it comes from: "median of 14, 2 unknown".
    pub note: String,
    /// Where what it comes from is listed.
    pub href: Option<String>,
}

impl Library<'_> {
    /// How the language writes numbers in charts.
    pub(in crate::render) fn unit(&self) -> Unit {
        Unit::Number(self.phrases.say("format.decimal").chars().next().unwrap_or('.'))
    }

    /// A number for people, with at most so many decimals.
    pub(in crate::render) fn figure(&self, value: f64, decimals: i32) -> String {
        let factor = 10_f64.powi(decimals);
        self.unit().format((value * factor).round() / factor)
    }

    /// A document by its id, as tables name it.
    pub(in crate::render) fn item(&self, from: &str, index: DocumentIndex) -> ItemView {
        let document = self.document(index);
        ItemView::new(document.id.value.as_str(), Some(&self.href(from, &document.route)))
    }

    /// Some documents by their ids, and how many more there are, which leads to where all are named.
    pub(in crate::render) fn items(&self, from: &str, documents: &[DocumentIndex], most: usize) -> Vec<ItemView> {
        let shown = documents.iter().take(most).map(|index| self.item(from, *index));
        let more = documents.len().saturating_sub(most);
        let more = (more > 0).then(|| ItemView::new(format!("+{more}"), Some(&self.href(from, INSIGHTS))));
        shown.chain(more).collect()
    }

    /// "median of 14, 2 unknown".
    pub(in crate::render) fn median_of(&self, numbers: &Numbers) -> String {
        let known = ("n", &numbers.count() as &dyn std::fmt::Display);
        match numbers.unknown.len() {
            0 => self.phrases.fill("incidents.median_of", &[known]),
            unknown if numbers.count() == 0 => self.phrases.fill("incidents.unknown", &[("n", &unknown)]),
            unknown => self
                .phrases
                .fill("incidents.median_of_unknown", &[known, ("unknown", &unknown)]),
        }
    }
}

/// Minutes for people; a dash where nothing is known.
pub fn minutes_or_none(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), minutes)
}
