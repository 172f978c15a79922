//! A document while it is being written.

use std::fmt::Write;

use super::super::plan::{Kind, Plan, Planned};
use super::super::prose;
use super::super::random::Random;

/// Headings that no definition asks for, to write more under.
const MORE: [&str; 8] = [
    "In more detail",
    "From the interviews",
    "What the figures say",
    "How it works today",
    "Notes for those who join later",
    "What we looked at as well",
    "A worked example",
    "Appendix",
];

/// A document while it is being written: its text so far, and what it needs to go on.
pub struct Draft<'a> {
    /// The other documents.
    pub plan: &'a Plan,
    /// Where chance comes from; seeded by the document, so that each is the same however many there are.
    pub random: Random,
    planned: &'a Planned,
    text: String,
    owner: usize,
}

impl<'a> Draft<'a> {
    /// Starts a document with the fields that all have.
    pub fn new(plan: &'a Plan, planned: &'a Planned) -> Self {
        let mut random = Random::new(7_368_787 * (planned.kind as u64 + 1) + planned.number as u64);
        let owner = random.below(plan.people.len());
        let mut draft = Self {
            plan,
            random,
            planned,
            text: String::from("---\n"),
            owner,
        };
        draft.field("title", &planned.title);
        if !planned.state.is_empty() {
            draft.field("status", planned.state);
        }
        draft.field("owner", &plan.people[owner].handle);
        if planned.kind != Kind::Team {
            draft.field("team", &plan.team_of(owner).id);
        }
        draft
    }

    /// Handle of someone else.
    pub fn colleague(&mut self) -> &'a str {
        let other = self.random.below(self.plan.people.len() - 1);
        &self.plan.people[(self.owner + 1 + other) % self.plan.people.len()].handle
    }

    /// Writes a field of the front matter.
    pub fn field(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key}: {value}");
    }

    /// Writes a field with one of several values.
    pub fn choice(&mut self, key: &str, values: &[&str]) {
        let value = self.random.pick(values);
        self.field(key, value);
    }

    /// Writes the fields that many documents have, and ends the front matter.
    pub fn end_fields(&mut self) {
        if self.random.once_in(3) {
            let (one, two, three) = (self.colleague(), self.colleague(), self.colleague());
            let owner = &self.plan.people[self.owner].handle;
            let raci = format!(
                "\n  responsible: [{one}]\n  accountable: {owner}\n  consulted: [{two}]\n  informed: [{three}]"
            );
            self.field("raci", &raci);
        }
        let kinds = [Kind::Initiative, Kind::Decision, Kind::Incident];
        let kind = self.random.pick(&kinds);
        let (one, two) = (self.id(kind), self.id(Kind::Initiative));
        if one != two {
            self.field("related", &format!("[{one}, {two}]"));
        }
        let tags = [
            "reliability",
            "speed",
            "cost",
            "onboarding",
            "tracking",
            "billing",
            "search",
            "month-end",
        ];
        let first = self.random.below(tags.len());
        let second = (first + 3) % tags.len();
        self.field("tags", &format!("[{}, {}]", tags[first], tags[second]));
        self.text.push_str("---\n");
    }

    /// The id of a sound document other than this one.
    pub fn id(&mut self, kind: Kind) -> &'a str {
        &self.sound(kind).id
    }

    fn sound(&mut self, kind: Kind) -> &'a Planned {
        for _ in 0..8 {
            let found = self.plan.sound(kind, &mut self.random);
            if found.id != self.planned.id {
                return found;
            }
        }
        &self.plan.of_kind(Kind::Team)[0]
    }

    /// A heading of the second level.
    pub fn section(&mut self, heading: &str) {
        let _ = write!(self.text, "\n## {heading}\n\n");
    }

    /// Text as it is.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A paragraph with an opening of its own, broken into lines every now and then.
    pub fn paragraph(&mut self, opening: &str, sentences: usize) {
        let wrapped = self.random.once_in(4);
        let mut paragraph = opening.to_owned();
        for _ in 0..sentences {
            if !paragraph.is_empty() {
                paragraph.push(if wrapped { '\n' } else { ' ' });
            }
            paragraph.push_str(&prose::sentence(&mut self.random));
        }
        let _ = write!(self.text, "{paragraph}\n\n");
    }

    /// A paragraph that refers to another document.
    pub fn referring(&mut self, sentences: usize) {
        let reference = self.reference();
        let opening = match self.random.below(4) {
            0 => format!("{} (see {reference})", prose::phrase(&mut self.random)),
            1 => format!("As {reference} has it, that is not the whole story.",),
            2 => format!("This follows from {reference}."),
            _ => format!("Compare {reference}, which came to another end."),
        };
        self.paragraph(&opening, sentences);
    }

    /// A reference in text to another document: its id, a wiki-link or a relative link, half of them to an anchor.
    pub fn reference(&mut self) -> String {
        let kinds = [
            Kind::Initiative,
            Kind::Incident,
            Kind::Decision,
            Kind::Rewrite,
            Kind::Metric,
            Kind::Customer,
            Kind::Review,
        ];
        let kind = self.random.pick(&kinds);
        let target = self.sound(kind);
        let anchor = match target.kind {
            Kind::Rewrite => self
                .random
                .pick(&["rollback", "risks", "business-motivation", "target-design"]),
            Kind::Initiative => self.random.pick(&["problem", "hypothesis", "measurement"]),
            Kind::Incident => self.random.pick(&["timeline", "impact", "contributing-factors"]),
            Kind::Decision => self.random.pick(&["context", "decision", "consequences"]),
            Kind::Customer => self.random.pick(&["pain-points", "slow-start", "told-too-late"]),
            Kind::Metric => "definition",
            Kind::Review => "what-we-measured",
            _ => "mission",
        };
        match self.random.below(8) {
            0..=2 => target.id.clone(),
            3 => format!("[[{}]]", target.id),
            4 => format!("[[{}|{}]]", target.id, target.title.to_lowercase()),
            5 => format!("[{}](../{})", target.title, target.path),
            _ => format!("[{}](../{}#{anchor})", target.title, target.path),
        }
    }

    /// A list of items, some of them with a second sentence.
    pub fn items(&mut self, items: usize) {
        for _ in 0..items {
            let item = prose::phrase(&mut self.random);
            let _ = writeln!(self.text, "- {item}");
        }
        self.text.push('\n');
    }

    /// A list of tasks, some of them done.
    pub fn tasks(&mut self, tasks: usize) {
        for _ in 0..tasks {
            let mark = if self.random.once_in(2) { 'x' } else { ' ' };
            let task = prose::phrase(&mut self.random);
            let _ = writeln!(self.text, "- [{mark}] {task}");
        }
        self.text.push('\n');
    }

    /// A table of measured values.
    pub fn table(&mut self, rows: usize) {
        self.text
            .push_str("| What | Before | After | Change |\n|---|---:|---:|---:|\n");
        for _ in 0..rows {
            let thing = self.random.pick(&prose::THINGS);
            let before = self.random.between(40, 400);
            let after = self.random.between(10, 200);
            let _ = writeln!(
                self.text,
                "| {thing} | {before} min | {after} min | {} % |",
                100 * after / before
            );
        }
        self.text.push('\n');
    }

    fn words(&self) -> usize {
        self.text.split_ascii_whitespace().count()
    }

    /// Writes on until the document has about so many words, and gives it out.
    pub fn finish(mut self, words: usize) -> String {
        let words = self.random.between(words * 3 / 4, words * 5 / 4);
        for heading in MORE {
            if self.words() + 20 > words {
                break;
            }
            self.section(heading);
            self.referring(3);
            match self.random.below(7) {
                0 => self.table(4),
                1 => {
                    let code = prose::code(&mut self.random);
                    self.raw(&code);
                }
                2 => self.tasks(3),
                3 => {
                    let note = prose::sentences(&mut self.random, 2);
                    let _ = write!(self.text, "> [!NOTE]\n> {note}\n\n");
                }
                4 => self.items(4),
                5 => {
                    let note = prose::sentence(&mut self.random);
                    let _ = write!(self.text, "The figure is an estimate.[^1]\n\n[^1]: {note}\n\n");
                }
                _ => self.raw("<!-- agreed with finance -->\n\n"),
            }
            while self.words() + 30 < words && !self.random.once_in(3) {
                let sentences = self.random.between(2, 5);
                self.paragraph("", sentences);
            }
        }
        while self.words() + 30 < words {
            self.referring(4);
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }
}
