//! Finding, in the headings people wrote, the sections their definition asks for.

use std::collections::HashMap;

use crate::definition::{Definition, heading_key};
use crate::parse::{BlockIndex, BlockKind, Body, Heading, Parsed};
use crate::span::Span;

/// A part of the body that answers a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it is named.
    pub place: Place,
    /// The range of the name: the heading, or the cells that ask the question.
    pub name: Span,
    /// The range of the answer.
    pub content: Span,
}

/// How an answer is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By a heading; its position in the body's headings.
    Heading(usize),
    /// By a row of the table of questions.
    Row(BlockIndex),
}

/// The headings of one definition's sections, made ready to look up.
#[derive(Debug)]
pub(super) struct SectionIndex {
    by_key: HashMap<String, (usize, bool)>,
    questions: Vec<String>,
    by_question: HashMap<u32, usize>,
    sections: usize,
}

/// How well a heading names a section: exactly before by an alias, high before deep.
type Fit = (bool, u8);

impl SectionIndex {
    pub(super) fn new(definition: &Definition) -> Self {
        let mut by_key = HashMap::new();
        let sections = || definition.sections.iter().enumerate();
        for (index, section) in sections() {
            by_key.entry(heading_key(&section.heading)).or_insert((index, false));
        }
        for (index, section) in sections() {
            for alias in &section.aliases {
                by_key.entry(heading_key(alias)).or_insert((index, true));
            }
        }
        Self {
            by_key,
            questions: definition
                .questions
                .iter()
                .map(|heading| heading_key(heading))
                .collect(),
            by_question: sections()
                .filter_map(|(index, section)| Some((section.question?, index)))
                .collect(),
            sections: definition.sections.len(),
        }
    }

    /// The answers to each section, in the order of the definition.
    ///
    /// A section is answered by the headings that name it best: by its own name rather than an alias, and higher rather
    /// than deeper. Where no heading names it, the questions under a common heading are asked.
    pub(super) fn answers(&self, parsed: &Parsed) -> Vec<Vec<Answer>> {
        let mut found: Vec<(Option<Fit>, Vec<Answer>)> = vec![(None, Vec::new()); self.sections];
        let title = parsed.body.headings.iter().position(|heading| heading.level == 1);
        let questions = self.question_sections(&parsed.body);
        for (position, heading) in parsed.body.headings.iter().enumerate() {
            if Some(position) == title || heading.level > 4 {
                continue;
            }
            let Some((section, fit)) = self.named_by(heading, &questions) else {
                continue;
            };
            let answer = Answer {
                place: Place::Heading(position),
                name: heading.span,
                content: answer_span(&parsed.body, position),
            };
            let (best, answers) = &mut found[section];
            match best {
                Some(known) if *known < fit => {}
                Some(known) if *known == fit => answers.push(answer),
                _ => {
                    *best = Some(fit);
                    *answers = vec![answer];
                }
            }
        }
        let mut answers: Vec<_> = found.into_iter().map(|(_, answers)| answers).collect();
        self.ask_table(parsed, &questions, &mut answers);
        answers
    }

    fn named_by(&self, heading: &Heading, questions: &[Span]) -> Option<(usize, Fit)> {
        let key = heading_key(&heading.text);
        if let Some((section, is_alias)) = self.by_key.get(&key) {
            return Some((*section, (*is_alias, heading.level)));
        }
        let number = question_number(&heading.text)?;
        let section = *self.by_question.get(&number)?;
        is_within(heading.span, questions).then_some((section, (true, heading.level)))
    }

    /// The sections under the headings that gather the questions, in order; one within another is left out.
    fn question_sections(&self, body: &Body) -> Vec<Span> {
        let mut sections: Vec<Span> = Vec::new();
        if self.questions.is_empty() {
            return sections;
        }
        for heading in &body.headings {
            let is_inner = sections.last().is_some_and(|last| last.contains(heading.span));
            if !is_inner && self.questions.contains(&heading_key(&heading.text)) {
                sections.push(heading.section);
            }
        }
        sections
    }

    /// Reads tables of questions: a row names a section by its number or its heading in any cell but the last, and
    /// answers it in the last.
    fn ask_table(&self, parsed: &Parsed, questions: &[Span], answers: &mut [Vec<Answer>]) {
        let body = &parsed.body;
        for part in questions {
            for (row, block) in body
                .blocks_in(*part)
                .filter(|(_, block)| block.kind == BlockKind::TableRow)
            {
                let is_cell = |kind: &BlockKind| matches!(kind, BlockKind::TableCell { .. });
                let cells = body
                    .blocks_in(block.span)
                    .filter(|(_, cell)| is_cell(&cell.kind) && cell.parent == Some(row));
                let cells: Vec<Span> = cells.map(|(_, cell)| cell.span).collect();
                let Some((content, names)) = cells.split_last() else {
                    continue;
                };
                let asked = names
                    .iter()
                    .find_map(|cell| self.asked_by(&body.plain_text(&parsed.text, *cell)));
                if let Some(section) = asked
                    && answers[section].is_empty()
                    && let (Some(first), Some(last)) = (names.first(), names.last())
                {
                    let answer = Answer {
                        place: Place::Row(row),
                        name: first.to(*last),
                        content: *content,
                    };
                    answers[section].push(answer);
                }
            }
        }
    }

    fn asked_by(&self, cell: &str) -> Option<usize> {
        let by_name = self.by_key.get(&heading_key(cell)).map(|(section, _)| *section);
        by_name.or_else(|| self.by_question.get(&question_number(cell)?).copied())
    }
}

/// Whether a place lies in one of several ranges, which are in order and apart.
fn is_within(place: Span, ranges: &[Span]) -> bool {
    let before = ranges.partition_point(|range| range.start <= place.start);
    ranges[..before].last().is_some_and(|range| range.contains(place))
}

/// An answer reaches over its sub-headings.
fn answer_span(body: &Body, position: usize) -> Span {
    body.headings[position].section
}

/// The number in front of "Q3: how do old and new coexist?", "3. Coexistence" or "3".
fn question_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_prefix(['Q', 'q']).unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !text[digits..].starts_with(char::is_alphanumeric);
    (digits > 0 && ends).then(|| text[..digits].parse().ok())?
}
