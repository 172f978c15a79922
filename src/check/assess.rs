//! How each section of a document is answered.

use std::borrow::Cow;

use super::assessment::{Assessment, Outcome};
use super::context::Subject;
use super::demand::{self, Answered};
use super::entries::{self, Prose};
use super::requirement;
use crate::definition::{Demand, DemandKind, SectionDefinition};
use crate::model::Answer;
use crate::parse::{BlockKind, count_words, has_words};
use crate::span::Span;

/// Fewest words of a reason why a section does not apply.
const REASON_WORDS: usize = 5;

/// Assesses every section of the definition.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Assessment> {
    let mut place = subject.head();
    let sections = subject.definition.sections.iter().zip(&subject.document.answers);
    let assess = |(section, answers): (&SectionDefinition, &Vec<Answer>)| {
        if let Some(answer) = answers.first() {
            place = answer.name;
        }
        Assessment {
            need: subject
                .need(&section.required)
                .max(requirement::advice(subject.need(&section.advised))),
            outcome: outcome(subject, section, answers),
            place,
        }
    };
    sections.map(assess).collect()
}

fn outcome(subject: &Subject<'_>, section: &SectionDefinition, answers: &[Answer]) -> Outcome {
    if section.must.iter().any(|demand| field_answers(subject, demand)) {
        return Outcome::Complete;
    }
    if answers.is_empty() {
        return Outcome::Missing;
    }
    let parsed = &subject.document.parsed;
    let prose: Vec<Prose> = entries::contents(answers)
        .flat_map(|content| entries::prose(&parsed.body, &parsed.text, content))
        .collect();
    if prose.iter().all(|block| block.text.trim().is_empty()) {
        let mut blocks = entries::contents(answers).flat_map(|content| parsed.body.blocks_in(content));
        return if blocks.any(|(_, block)| matches!(block.kind, BlockKind::Code { .. })) {
            Outcome::TooShort(0)
        } else {
            Outcome::Empty
        };
    }
    // Where the first words stand under a sub-heading, it is that which does not apply.
    let of_the_whole = !answers.iter().any(|answer| {
        let heading = parsed.body.headings_in(answer.content).first();
        heading
            .zip(prose.first())
            .is_some_and(|(heading, first)| heading.span.start < first.span.start)
    });
    if of_the_whole && let Some(reason) = reason_against(&prose, section.may_not_apply) {
        return match section.may_not_apply {
            true if has_words(&reason, REASON_WORDS) => Outcome::NotApplicable,
            true => Outcome::NoReason,
            false => Outcome::AlwaysApplies,
        };
    }
    let (left, placeholder) = without_placeholders(&prose);
    let own_words = without_prompt(&left, &section.prompt);
    if !has_words(&own_words, section.words.max(1)) {
        let words = count_words(&own_words);
        return match placeholder {
            Some((word, span)) => Outcome::Placeholder(word, span),
            None if words == 0 => Outcome::Untouched,
            None if count_words(&left) > words && words * 2 < section.words => Outcome::Untouched,
            None => Outcome::TooShort(words),
        };
    }
    if section.must.is_empty() {
        return placeholder.map_or(Outcome::Complete, |(word, span)| Outcome::LeftOpen(word, span));
    }
    let mut words = own_words.into_owned();
    for heading in entries::contents(answers).flat_map(|content| parsed.body.headings_in(content)) {
        words.push(' ');
        words.push_str(&heading.text);
    }
    let answered = Answered {
        subject,
        answers,
        words: demand::folded(&words),
    };
    match answered.unmet(&section.must) {
        None => placeholder.map_or(Outcome::Complete, |(word, span)| Outcome::LeftOpen(word, span)),
        Some(_) if let Some((word, span)) = placeholder => Outcome::Placeholder(word, span),
        Some(unmet) => Outcome::Unmet(unmet),
    }
}

/// Whether a demand is met by a field alone, so that the section need not be written.
fn field_answers(subject: &Subject<'_>, demand: &Demand) -> bool {
    match &demand.kind {
        DemandKind::Field(field) => subject.value(field).is_some(),
        DemandKind::Actions => subject.value("actions").is_some(),
        DemandKind::Any(demands) => demands.iter().any(|demand| field_answers(subject, demand)),
        _ => false,
    }
}

/// The reason why a section does not apply, where its first words say so. Only where it need not apply may they say it in
/// words that could also be an answer.
fn reason_against(prose: &[Prose], may_not_apply: bool) -> Option<String> {
    let reason = |words: &'_ str| -> Option<String> {
        let found = not_applicable(words).or_else(|| not_needed(words).filter(|_| may_not_apply));
        found.map(str::to_owned)
    };
    let first = prose.iter().find(|block| !block.text.trim().is_empty())?;
    reason(&first.text)?;
    let all = prose
        .iter()
        .map(|block| block.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    reason(&all)
}

/// What follows "Not applicable", where an answer begins so.
fn not_applicable(words: &str) -> Option<&str> {
    let openings = [
        "not applicable",
        "n/a",
        "does not apply",
        "doesn't apply",
        "this does not apply",
        "this section does not apply",
    ];
    reason_after(words, &openings)
}

/// What follows "Not needed" or "None", where an answer begins so and its section need not apply. "None of the customers
/// …" goes on to say something else.
fn not_needed(words: &str) -> Option<&str> {
    let openings = [
        "not needed",
        "not required",
        "not relevant",
        "not necessary",
        "none needed",
    ];
    reason_after(words, &openings).or_else(|| {
        let none = words.trim_start();
        let rest = none
            .get(..4)
            .filter(|it| it.eq_ignore_ascii_case("none"))
            .map(|_| &none[4..])?;
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let word = rest.split_whitespace().next().unwrap_or_default();
        let ends = rest.trim_start().is_empty() || !rest.starts_with(char::is_whitespace);
        let gives_reason = ["because", "since", "as", "–", "—", "-"].contains(&word);
        (!goes_on && (ends || gives_reason)).then(|| reason_after(words, &["none"]))?
    })
}

/// The reason that follows one of some openings.
fn reason_after<'w>(words: &'w str, openings: &[&str]) -> Option<&'w str> {
    let text = words.trim_start();
    let opening = openings
        .iter()
        .find(|it| text.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)))?;
    let rest = text[opening.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let connectors = ["because", "since", "as"];
    let without = connectors
        .iter()
        .find_map(|word| rest.strip_prefix(word).filter(|rest| rest.starts_with(' ')));
    Some(without.unwrap_or(rest).trim_start())
}

/// The words left when placeholders are taken away, and the first placeholder.
fn without_placeholders(prose: &[Prose]) -> (String, Option<(String, Span)>) {
    let mut left = String::new();
    let mut first = None;
    for block in prose {
        let (words, found) = strip(&block.text);
        if !left.is_empty() {
            left.push(' ');
        }
        left.push_str(&words);
        if let Some((offset, word)) = found {
            first.get_or_insert_with(|| {
                // Words joined over lines keep their order, so the offset is right unless markup stands between them.
                let start = block.span.start as usize + offset;
                let span = Span::new(start, (start + word.len()).min(block.span.end as usize));
                (word, span)
            });
        }
    }
    (left, first)
}

/// Words that stand for an answer when a paragraph, item or cell holds nothing else.
const EMPTY_WORDS: [&str; 16] = [
    "tbd",
    "tba",
    "tbc",
    "todo",
    "to do",
    "fixme",
    "xxx",
    "wip",
    "to be decided",
    "to be determined",
    "to be defined",
    "to be done",
    "to be written",
    "fill in",
    "fill me in",
    "lorem ipsum",
];

/// Openings of a sentence that puts the answer off.
const PUT_OFF: [&str; 6] = [
    "to be decided",
    "to be determined",
    "to be defined",
    "to be written",
    "to be confirmed",
    "to be discussed",
];

/// A block without its placeholders, and the offset and text of the first.
fn strip(text: &str) -> (Cow<'_, str>, Option<(usize, String)>) {
    let trimmed = text.trim();
    let offset = text.len() - text.trim_start().len();
    let only_dots = !trimmed.is_empty() && trimmed.chars().all(|c| matches!(c, '.' | '…' | '_'));
    if only_dots || is_empty_word(trimmed) || is_slot(trimmed) {
        return (Cow::Borrowed(""), Some((offset, trimmed.to_owned())));
    }
    if let Some(end) = put_off(text) {
        return (
            Cow::Borrowed(&text[end..]),
            Some((offset, text[offset..end].trim_end().to_owned())),
        );
    }
    let marks = marks(text);
    let Some((start, end)) = marks.first() else {
        return (Cow::Borrowed(text), None);
    };
    let first = (*start, text[*start..*end].to_owned());
    let mut left = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in marks {
        left.push_str(&text[copied..start]);
        copied = end;
    }
    left.push_str(&text[copied..]);
    (Cow::Owned(left), Some(first))
}

/// End of the first sentence of a block, where it only puts the answer off: "To be decided by the owner in spring."
fn put_off(text: &str) -> Option<usize> {
    let offset = text.len() - text.trim_start().len();
    let opens = |phrase: &str| {
        text[offset..]
            .get(..phrase.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(phrase))
    };
    PUT_OFF.iter().find(|phrase| opens(phrase))?;
    let end = text[offset..].find(". ").map_or(text.len(), |end| offset + end + 1);
    Some(end)
}

/// Whether a block is nothing but a word that stands for an answer.
fn is_empty_word(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let filler = "lorem ipsum";
    bare.get(..filler.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(filler))
        || EMPTY_WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// `<fill in>` and `[your text]` where nothing else stands.
fn is_slot(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    let inside = inside.or_else(|| text.strip_prefix('[').and_then(|it| it.strip_suffix(']')));
    inside.is_some_and(|inside| {
        let lower = inside.to_lowercase();
        !inside.contains(['<', '[', '\n'])
            && ["fill", "your", "insert", "describe", "add ", "todo", "tbd"]
                .iter()
                .any(|it| lower.starts_with(it))
    })
}

/// Placeholders within other words: `TBD` anywhere, `TODO` and `FIXME` where they announce something.
fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for mark in ["TBD", "TODO", "FIXME"] {
        // Looking for all places costs more than the question whether there is one, and there hardly ever is.
        if !text.contains(mark) {
            continue;
        }
        for (start, _) in text.match_indices(mark) {
            let end = start + mark.len();
            let alone = !text[..start].ends_with(|c: char| c.is_alphanumeric() || "-_`".contains(c))
                && !text[end..].starts_with(|c: char| c.is_alphanumeric() || "-_`".contains(c));
            let announces = mark == "TBD" || text[end..].starts_with([':', '(']) || text[end..].trim().is_empty();
            if alone && announces {
                found.push((start, end));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The words left when the definition's own question is taken away, compared by words alone.
fn without_prompt<'a>(words: &'a str, prompt: &str) -> Cow<'a, str> {
    let separate = |c: char| !c.is_alphanumeric();
    // Most answers do not hold the longest word of the question, and then nothing more has to be compared.
    let longest = prompt.split(separate).max_by_key(|word| word.len()).unwrap_or_default();
    let plain = |text: &str| {
        let words = text.split(separate).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    if !words.contains(longest) {
        return Cow::Borrowed(words);
    }
    let asked = plain(prompt);
    if !has_words(&asked, 4) {
        return Cow::Borrowed(words);
    }
    let said = plain(words);
    if said.contains(&asked) {
        Cow::Owned(said.replace(&asked, " "))
    } else {
        Cow::Borrowed(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        strip(text).0.into_owned()
    }

    #[test]
    fn placeholders_are_taken_away() {
        for text in [
            "TBD",
            "todo.",
            "…",
            "...",
            "To be decided",
            "<fill in>",
            "[Describe the change]",
            "___",
        ] {
            assert_eq!(left(text), "", "{text}");
        }
        assert_eq!(left("Cost is TBD for now"), "Cost is  for now");
        assert_eq!(left("TODO: ask finance"), ": ask finance");
    }

    #[test]
    fn words_that_only_look_like_placeholders_stay() {
        for text in [
            "We describe the TODO list",
            "`TODO` comments",
            "TBDB is a database",
            "[see below]",
            "Wait... what",
        ] {
            assert_eq!(left(text), text);
        }
    }

    #[test]
    fn a_reason_follows_not_applicable() {
        assert_eq!(
            not_applicable("Not applicable because nobody uses it"),
            Some("nobody uses it")
        );
        assert_eq!(not_applicable("N/A — internal only"), Some("internal only"));
        assert_eq!(not_applicable("Not all is applicable"), None);
        assert_eq!(
            left("To be decided later by the owner. It costs 3 weeks."),
            " It costs 3 weeks."
        );
        assert_eq!(
            left("What is to be decided is the budget"),
            "What is to be decided is the budget"
        );
        assert_eq!(not_needed("Not needed: no state is kept"), Some("no state is kept"));
        assert_eq!(not_needed("None, because it is new"), Some("it is new"));
        assert_eq!(not_needed("None"), Some(""));
        assert_eq!(not_needed("None of the customers notices"), None);
        assert_eq!(not_needed("Nonetheless it runs"), None);
    }

    #[test]
    fn the_prompt_itself_is_no_answer() {
        let prompt = "How do old and new run side by side, and for how long?";
        assert_eq!(
            without_prompt("How do old and new run side by side, and for how long?", prompt).trim(),
            ""
        );
        assert_eq!(
            without_prompt("Side by side for a year.", prompt),
            "Side by side for a year."
        );
    }
}
