//! Whether an answer holds what its definition demands of it.

mod recognise;
mod wording;

use std::collections::HashSet;

use super::assessment::Unmet;
use super::context::Subject;
use super::entries::{self, Entry, forms};
use crate::definition::{Demand, DemandKind, heading_key};
use crate::link::Target;
use crate::model::Answer;
use crate::parse::BlockKind;
use crate::span::Span;
use recognise::{has_date, has_number, has_time, mentions, opening_day};
use wording::{lacks, suggestion};

pub(super) use recognise::folded;

/// An answer with its words in lower case, ready to be asked.
pub(super) struct Answered<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) answers: &'a [Answer],
    /// All words of the answers, in lower case.
    pub(super) words: String,
}

impl Answered<'_> {
    /// The first demand that is not met.
    pub(super) fn unmet(&self, demands: &[Demand]) -> Option<Unmet> {
        demands.iter().find_map(|demand| self.missing(demand))
    }

    fn missing(&self, demand: &Demand) -> Option<Unmet> {
        let (lacks, span) = match &demand.kind {
            DemandKind::Any(demands) => {
                if demands.iter().any(|demand| self.missing(demand).is_none()) {
                    return None;
                }
                let each: Vec<_> = demands.iter().filter_map(|demand| self.missing(demand)).collect();
                (
                    each.iter()
                        .map(|unmet| unmet.lacks.as_str())
                        .collect::<Vec<_>>()
                        .join(" and "),
                    None,
                )
            }
            DemandKind::EachMentions(words) => {
                let entry = self.entry_without(words)?;
                ("an entry that lacks it".to_owned(), Some(entry))
            }
            kind => {
                if self.holds(kind) {
                    return None;
                }
                (lacks(kind), None)
            }
        };
        let ask = if demand.ask.is_empty() {
            suggestion(&demand.kind)
        } else {
            demand.ask.clone()
        };
        Some(Unmet { lacks, ask, span })
    }

    fn holds(&self, kind: &DemandKind) -> bool {
        match kind {
            DemandKind::Number => has_number(&self.words),
            DemandKind::Date => has_date(&self.words),
            DemandKind::Link => self.has_link(),
            DemandKind::LinkTo(field) => self.has_link_to(field),
            DemandKind::Entries(least) => self.each_form().any(|entries| entries.len() >= *least),
            DemandKind::Table(columns) => self.has_table(columns),
            DemandKind::TimedEntries(least) => self.timed_entries() >= *least,
            DemandKind::Mentions(words) => mentions(&self.words, words),
            DemandKind::Actions => self.has_actions(),
            DemandKind::Field(field) => self.subject.value(field).is_some(),
            DemandKind::EachMentions(_) | DemandKind::Any(_) => true,
        }
    }

    fn each_form(&self) -> impl Iterator<Item = Vec<Entry>> + '_ {
        let body = &self.subject.document.parsed.body;
        entries::contents(self.answers).flat_map(move |content| forms(body, content))
    }

    /// The first entry that holds none of the words, in the form that comes nearest.
    fn entry_without(&self, words: &[String]) -> Option<Span> {
        let mut first: Option<Span> = None;
        for entries in self.each_form() {
            match entries.iter().find(|entry| !self.entry_mentions(entry, words)) {
                None => return None,
                Some(entry) => first = first.or(Some(entry.span.first_line(self.subject.text()))),
            }
        }
        first
    }

    fn entry_mentions(&self, entry: &Entry, words: &[String]) -> bool {
        let parsed = &self.subject.document.parsed;
        let named = entries::columns(&parsed.body, entry)
            .iter()
            .position(|column| mentions(&folded(column), words));
        if let Some(column) = named {
            return entries::cell_says_something(&parsed.body, &parsed.text, entry, column);
        }
        mentions(&folded(&parsed.body.plain_text(&parsed.text, entry.span)), words)
    }

    fn has_link(&self) -> bool {
        let body = &self.subject.document.parsed.body;
        let written = entries::contents(self.answers).any(|content| !body.links_in(content).is_empty());
        written || self.words.contains("://") || self.targets().next().is_some()
    }

    fn has_link_to(&self, field: &str) -> bool {
        let links = self.subject.context.links();
        let wanted: HashSet<_> = links.of_field(self.subject.index, field).collect();
        wanted.is_empty()
            || self
                .targets()
                .filter_map(Target::document)
                .any(|target| wanted.contains(&target))
    }

    /// Where the references within the answers lead.
    fn targets(&self) -> impl Iterator<Item = &Target> {
        let references = self.subject.context.links().from(self.subject.index).iter();
        let inside = |span: Span| entries::contents(self.answers).any(|content| content.contains(span));
        references
            .filter(move |reference| inside(reference.span))
            .map(|reference| &reference.target)
    }

    fn has_table(&self, wanted: &[String]) -> bool {
        let body = &self.subject.document.parsed.body;
        let tables = entries::contents(self.answers).flat_map(|content| body.blocks_in(content));
        let columns = tables.filter_map(|(_, block)| match &block.kind {
            BlockKind::Table { columns } => Some(columns),
            _ => None,
        });
        let has = |columns: &[String], wanted: &str| columns.iter().any(|it| heading_key(it) == heading_key(wanted));
        columns
            .into_iter()
            .any(|columns| wanted.iter().all(|wanted| has(columns, wanted)))
    }

    /// Lines and sentences with a time in them: rows, items, headings or lines of a paragraph alike. What lasts for weeks
    /// is told by days, so each other day counts as well.
    fn timed_entries(&self) -> usize {
        let text = self.subject.text();
        let lines = entries::contents(self.answers).flat_map(|content| content.text(text).lines());
        let mut days = HashSet::new();
        let mut timed = 0;
        for sentence in lines.flat_map(|line| line.split(". ")) {
            if has_time(sentence) {
                timed += 1;
            } else {
                days.extend(opening_day(sentence));
            }
        }
        timed + days.len()
    }

    fn has_actions(&self) -> bool {
        let says_why = || {
            let reasons = ["no action", "no further action", "no follow-up", "nothing to do"];
            let because = ["because", "since", "as ", ":", "–", "—"];
            mentions(&self.words, &reasons.map(str::to_owned)) && mentions(&self.words, &because.map(str::to_owned))
        };
        self.subject.value("actions").is_some() || self.each_form().any(|entries| !entries.is_empty()) || says_why()
    }
}
