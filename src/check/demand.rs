//! Whether an answer holds what its definition demands of it.

use std::collections::HashSet;

use super::assessment::Unmet;
use super::context::Subject;
use super::entries::{self, Entry, forms};
use crate::definition::{Demand, DemandKind, heading_key};
use crate::link::Target;
use crate::model::Answer;
use crate::parse::BlockKind;
use crate::span::Span;

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
                Some(entry) => first = first.or(Some(self.first_line(entry.span))),
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

    fn first_line(&self, span: Span) -> Span {
        let text = span.text(self.subject.text());
        let line = text.lines().next().unwrap_or_default().trim_end();
        Span::new(span.start as usize, span.start as usize + line.len())
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

/// What an answer lacks, in the words of the kind of demand.
fn lacks(kind: &DemandKind) -> String {
    match kind {
        DemandKind::Number => "no number".to_owned(),
        DemandKind::Date => "no date".to_owned(),
        DemandKind::Link => "no link".to_owned(),
        DemandKind::LinkTo(field) => format!("no link to anything in `{field}`"),
        DemandKind::Entries(least) => format!("fewer than {least} entries"),
        DemandKind::Table(columns) => format!("no table with the columns {}", columns.join(", ")),
        DemandKind::TimedEntries(least) => format!("fewer than {least} entries with a time"),
        DemandKind::Mentions(words) => format!("no word such as {}", quoted(words)),
        DemandKind::EachMentions(words) => format!("an entry without a word such as {}", quoted(words)),
        DemandKind::Actions => "no action".to_owned(),
        DemandKind::Field(field) => format!("`{field}` is not filled in"),
        DemandKind::Any(_) => "none of what is asked".to_owned(),
    }
}

fn suggestion(kind: &DemandKind) -> String {
    match kind {
        DemandKind::Number => "give a number with its unit".to_owned(),
        DemandKind::Date => "give a date such as 2026-03-14".to_owned(),
        DemandKind::Link => "link to what this rests on".to_owned(),
        DemandKind::LinkTo(field) => format!("name one of the ids in `{field}`, such as `MET-1`, in a sentence"),
        DemandKind::Entries(least) => format!("write {least} or more list items, table rows or sub-headings"),
        DemandKind::Table(columns) => format!("add a table with the header `| {} |`", columns.join(" | ")),
        DemandKind::TimedEntries(least) => format!("list {least} or more events, each with its time, such as `09:12`"),
        DemandKind::Mentions(words) | DemandKind::EachMentions(words) => {
            format!("say it in words such as {}", quoted(words))
        }
        DemandKind::Actions => "list the actions, each with owner and due date, or write why there is none".to_owned(),
        DemandKind::Field(field) => format!("fill in `{field}`"),
        DemandKind::Any(demands) => demands
            .iter()
            .map(|demand| suggestion(&demand.kind))
            .collect::<Vec<_>>()
            .join(", or "),
    }
}

fn quoted(words: &[String]) -> String {
    words
        .iter()
        .take(3)
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text as demands look at it: in lower case, with straight apostrophes.
pub(super) fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.is_ascii() || !lower.contains(CURLY) {
        return lower;
    }
    lower.replace(CURLY, "'")
}

const CURLY: [char; 2] = ['’', '‘'];

/// Whether a text in lower case holds one of the words or phrases, each at the start of a word. A text in a script that
/// the words are not written in cannot be judged by them, and is taken to hold one.
pub(super) fn mentions(text: &str, wanted: &[String]) -> bool {
    if is_other_script(text) && !wanted.iter().any(|wanted| is_other_script(wanted)) {
        return true;
    }
    // Lists have up to a hundred words and texts many more, so places where none of them can begin are passed over.
    let mut begins = [false; 256];
    for first in wanted.iter().filter_map(|wanted| wanted.bytes().next()) {
        match first.is_ascii() {
            true => begins[usize::from(first.to_ascii_lowercase())] = true,
            false => begins[128..].fill(true),
        }
    }
    let candidates = text.bytes().enumerate().filter(|(_, byte)| begins[usize::from(*byte)]);
    candidates.filter(|(at, _)| text.is_char_boundary(*at)).any(|(at, _)| {
        let rest = &text[at..];
        let inside_word = rest.starts_with(char::is_alphanumeric) && text[..at].ends_with(char::is_alphanumeric);
        !inside_word && wanted.iter().any(|wanted| starts_with_lower(rest, wanted))
    })
}

/// Whether a text in lower case starts with a word that may have capital letters.
fn starts_with_lower(text: &str, word: &str) -> bool {
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        return text.starts_with(&word.to_lowercase());
    }
    text.starts_with(word)
}

/// Whether most letters of a text are not Latin.
fn is_other_script(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, other) = letters.fold((0_usize, 0_usize), |(latin, other), letter| match letter {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => (latin + 1, other),
        _ => (latin, other + 1),
    });
    other > latin
}

const NUMBER_WORDS: [&str; 24] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "dozen", "half", "zero", "couple",
];

/// Whether a text in lower case holds a number, in digits of any script or as a word.
fn has_number(text: &str) -> bool {
    let word = |word: &str| NUMBER_WORDS.contains(&word);
    counts_something(text) || text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// Words after which a number of four digits is a year.
const BEFORE_YEAR: [&str; 16] = [
    "in", "by", "until", "till", "since", "from", "of", "year", "during", "before", "after", "early", "late", "mid",
    "end", "and",
];

/// Whether there is a number that is neither part of an id or a date nor a year.
fn counts_something(text: &str) -> bool {
    let mut before = "";
    let mut is_month = false;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !(c.is_alphanumeric() || "€$£¥%".contains(c)));
        let after_month = is_month;
        is_month = bare.is_char_boundary(3.min(bare.len())) && bare.len() >= 3 && MONTHS.contains(&&bare[..3]);
        let four_digits = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
        let is_year = four_digits
            && (after_month || BEFORE_YEAR.contains(&before) || MONTHS.iter().any(|it| before.starts_with(it)));
        let joined = bare.contains('-') && bare.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_date = bare.parse::<jiff::civil::Date>().is_ok();
        let quarter = bare.len() == 2 && bare.starts_with('q');
        if bare.contains(char::is_numeric) && !is_year && !joined && !is_date && !quarter {
            return true;
        }
        before = bare;
    }
    false
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether a text in lower case holds a date: a day, a month with a number beside it, a quarter, or a year.
pub(super) fn has_date(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|it| !it.is_empty())
        .collect();
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.iter().enumerate().any(|(at, word)| {
        let month = word.get(..3).is_some_and(|start| MONTHS.contains(&start));
        let beside = |offset: isize| {
            at.checked_add_signed(offset)
                .and_then(|at| words.get(at))
                .is_some_and(|it| digits(it))
        };
        let quarter = word.starts_with('q') && word.len() == 2 && digits(&word[1..]);
        let iso = word.len() >= 7 && word.get(..4).is_some_and(is_year) && word.contains('-');
        (word.is_ascii() && iso)
            || (is_year(word) && word.bytes().all(|b| b.is_ascii_digit()))
            || quarter
            || (month && (beside(-1) || beside(1)))
    })
}

/// Whether a line holds a time of day, `9:05` or `09.05`, or one counted from the start, `T+5`.
pub(super) fn has_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let clock = |at: usize| {
        let before = at > 0 && digit(at - 1);
        let two_after = digit(at + 1) && digit(at + 2) && !digit(at + 3);
        before && two_after
    };
    let colon = || line.match_indices(':').any(|(at, _)| clock(at));
    let counted = || line.match_indices("T+").any(|(at, _)| digit(at + 2));
    colon() || counted() || has_spoken_time(line)
}

/// Whether a line holds a number before a mark of the hour: `5 pm`, `17h`.
fn has_spoken_time(line: &str) -> bool {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let spoken = line.to_ascii_lowercase();
    let marks = ["am", "pm", "a.m", "p.m", "utc", "cet", "cest", "gmt", "h"];
    marks.iter().any(|mark| {
        spoken.match_indices(mark).any(|(at, mark)| {
            let after = &spoken[at + mark.len()..];
            let ends = match mark {
                "h" => after.starts_with(|c: char| c == ' ' || c.is_ascii_digit()),
                _ => !after.starts_with(char::is_alphabetic),
            };
            ends && spoken[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// The day that a line begins with, behind the marks of an item, a row or a heading.
fn opening_day(line: &str) -> Option<&str> {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+|#>_[(".contains(c));
    let day = start.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_at_their_start() {
        let words = ["mitigat".to_owned(), "do nothing".to_owned()];
        assert!(mentions("the mitigation is", &words));
        assert!(mentions("we could do nothing.", &words));
        assert!(!mentions("unmitigated", &words));
        assert!(mentions("二か月間、毎晩比較する", &words), "cannot be judged");
        assert!(!mentions("größere änderungen später", &words));
    }

    #[test]
    fn a_line_can_begin_with_a_day() {
        for line in [
            "- 2026-03-14: deployed",
            "| **2026-03-14** | x |",
            "### 2026-03-14 Deployed",
        ] {
            assert_eq!(opening_day(line), Some("2026-03-14"), "{line}");
        }
        for line in ["- since 2026-03-14", "2026-13-40", "é2026-03-14", "2026"] {
            assert_eq!(opening_day(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_dates_and_times_are_recognised() {
        assert!(has_number("about twelve weeks") && has_number("24") && has_number("٣"));
        assert!(!has_number("some weeks, often"));
        for text in [
            "done in 2027 by the team",
            "in may 2026",
            "see rw-12",
            "by 2026-03-14",
            "in q3",
        ] {
            assert!(!has_number(text), "{text}");
        }
        for text in [
            "2000 euros",
            "€2,000",
            "30%",
            "20 to 30 person-weeks",
            "about 3",
            "12-15 weeks",
        ] {
            assert!(has_number(text), "{text}");
        }
        for text in [
            "by 2026-03-14",
            "14 march",
            "march 2026",
            "in q3",
            "2026-q3",
            "from 2027 on",
        ] {
            assert!(has_date(text), "{text}");
        }
        for text in [
            "maybe later",
            "in 20 days",
            "we may",
            "三月から六月にかけて",
            "größer-als",
        ] {
            assert!(!has_date(text), "{text}");
        }
        for line in [
            "| 09:12 | alert",
            "- 9:05 page",
            "T+5 min",
            "at 5 pm",
            "by 5pm, all was well",
            "at 17h30 the queue was empty",
            "2021-03-04T10:00:00Z",
        ] {
            assert!(has_time(line), "{line}");
        }
        for line in ["ratio 3:1", "a: b", "2026-03-14", "3 amber lamps", "2 hosts"] {
            assert!(!has_time(line), "{line}");
        }
    }
}
