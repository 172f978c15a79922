//! A change of what had been agreed upon.

use std::collections::{HashMap, HashSet};

use crate::check::context::Subject;
use crate::check::rule::{Finding, Findings, Group, Rule, Run, Weight};
use crate::check::since::{Alike, alike};
use crate::definition::{Definition, Lifecycle, heading_key};
use crate::model::{Document, Place};
use crate::parse::Heading;
use crate::span::Span;

/// The field that says what was changed afterwards.
const REASON: &str = "amended";

/// Most words that a note quotes of each version.
const MOST_QUOTED: usize = 12;

/// The rule.
pub static RULE: Rule = Rule {
    name: "frozen",
    group: Group::Lifecycle,
    severity: Weight::Error,
    summary: "a section or field was changed, added or removed after the document was agreed upon, without `amended`",
    why: "People agreed to a text. If it changes afterwards in silence, nobody knows what they agreed to. Layout, punctuation, \
          the targets of links and the spelling of a few words may be mended at any time; what a definition lists under \
          `may_change` is meant to be written later.",
    example: "status: accepted\n…\n## Cost\n\n40 weeks   # it was 20 when the proposal was accepted",
    mend: "Say in `amended:` what was changed, why, and who agreed, with every such change. Or take the change back, and \
           write a new proposal that supersedes this one.",
    run: Run::Document(run),
};

/// A part of the body that has its own heading.
struct Part<'a> {
    heading: Option<&'a Heading>,
    words: String,
}

/// Parts by their headings, from the highest down, and how many of that name came before.
type Parts<'a> = Vec<((Vec<String>, usize), Part<'a>)>;

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(before), Some(state)) = (subject.before(), subject.state_before()) else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let is_untouched = std::ptr::eq(before, subject.document);
    if is_untouched
        || !is_frozen(lifecycle, state)
        || is_open_again(subject, lifecycle)
        || is_amended(before, subject.document)
    {
        return;
    }
    fields(subject, before, findings);
    sections(subject, before, findings);
}

fn is_frozen(lifecycle: &Lifecycle, state: usize) -> bool {
    lifecycle
        .freeze
        .is_some_and(|freeze| lifecycle.states[state].rank >= freeze)
}

/// Whether the document is no longer in a state that freezes it. Whether it may leave is another rule's question.
fn is_open_again(subject: &Subject<'_>, lifecycle: &Lifecycle) -> bool {
    let now = subject.document.state();
    now.is_some_and(|state| !is_frozen(lifecycle, state) && !lifecycle.states[state].end)
}

fn is_amended(before: &Document, after: &Document) -> bool {
    let reason = after.fields.text(REASON);
    reason.is_some_and(|reason| !reason.trim().is_empty() && Some(reason) != before.fields.text(REASON))
}

fn fields(subject: &Subject<'_>, before: &Document, findings: &mut Findings) {
    let may_change = &subject.definition.lifecycle.may_change;
    let is_fixed = |name: &str| subject.definition.field(name).is_some() && !may_change.iter().any(|it| it == name);
    let (old_text, new_text) = (&before.parsed.text, subject.text());
    let now = &subject.document.fields;
    let is_new = |name: &str| before.fields.filled(name).is_none() && now.filled(name).is_some();
    for field in now
        .iter()
        .filter(|field| is_fixed(&field.key.value) && is_new(&field.key.value))
    {
        let message = format!(
            "`{}` was added after the document was {}",
            field.key.value,
            agreed(subject)
        );
        help(findings.at(subject, field.key.span.to(field.value.span), message));
    }
    let was_filled = |name: &str| before.fields.filled(name).is_some();
    for field in before
        .fields
        .iter()
        .filter(|it| is_fixed(&it.key.value) && was_filled(&it.key.value))
    {
        let name = &field.key.value;
        let old = field.value.span.text(old_text);
        let now = subject.document.fields.get(name);
        let new = now.map_or("", |field| field.value.span.text(new_text));
        if alike(old, new) == Alike::Different {
            let place = now.map_or_else(|| subject.head(), |field| field.key.span.to(field.value.span));
            let word = if now.is_some() { "changed" } else { "removed" };
            let message = format!("`{name}` was {word} after the document was {}", agreed(subject));
            let finding = findings.at(subject, place, message).before(
                before.path(),
                field.key.span.to(field.value.span),
                "as it was agreed upon",
            );
            help(finding);
        }
    }
}

fn sections(subject: &Subject<'_>, before: &Document, findings: &mut Findings) {
    let parts_before = parts(before, subject.definition);
    let parts_now = parts(subject.document, subject.definition);
    let known: HashSet<_> = parts_before.iter().map(|(key, _)| key).collect();
    for (_, part) in parts_now
        .iter()
        .filter(|(key, part)| !known.contains(key) && !part.words.is_empty())
    {
        let Some(heading) = part.heading else { continue };
        let message = format!(
            "section `{}` was added after the document was {}",
            heading.text,
            agreed(subject)
        );
        help(findings.at(subject, heading.span, message).section(&heading.text));
    }
    let now: HashMap<_, _> = parts_now.into_iter().collect();
    for (key, old) in parts_before {
        let new = now.get(&key);
        let new_words = new.map_or("", |part| part.words.as_str());
        if alike(&old.words, new_words) != Alike::Different {
            continue;
        }
        let name = old.heading.map(|heading| heading.text.as_str());
        let named = name.map_or_else(
            || "the text before the first section".to_owned(),
            |it| format!("section `{it}`"),
        );
        let word = if new.is_some() { "changed" } else { "removed" };
        let message = format!("{named} was {word} after the document was {}", agreed(subject));
        let place = new.and_then(|part| part.heading).map(|heading| heading.span);
        let old_place = old.heading.map_or_else(|| before.head(), |heading| heading.span);
        let finding = findings
            .at(subject, place.unwrap_or_else(|| subject.head()), message)
            .before(
                before.path(),
                trimmed(old_place, &before.parsed.text),
                "as it was agreed upon",
            )
            .notes(new.map(|part| difference(&old.words, &part.words)));
        help(match name {
            Some(name) => finding.section(name),
            None => finding,
        });
    }
}

fn help(finding: Finding<'_>) {
    finding.help(format!(
        "say in `{REASON}:` what was changed, why, and who agreed, or take the change back"
    ));
}

/// The state that froze the document: `accepted`.
fn agreed<'a>(subject: &Subject<'a>) -> &'a str {
    let lifecycle = &subject.definition.lifecycle;
    let freeze = lifecycle.freeze.and_then(|freeze| lifecycle.states.get(freeze));
    freeze.map_or("agreed upon", |state| &state.name)
}

/// The parts of a document that may not change.
fn parts<'a>(document: &'a Document, definition: &Definition) -> Parts<'a> {
    let body = &document.parsed.body;
    let text = &document.parsed.text;
    let open = open_headings(document, definition);
    let mut parts: Parts<'a> = Vec::new();
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    let mut add = |path: Vec<String>, part| {
        let count = seen.entry(path.clone()).or_insert(0);
        parts.push(((path, *count), part));
        *count += 1;
    };
    let first = body
        .headings
        .iter()
        .position(|heading| heading.level > 1)
        .unwrap_or(body.headings.len());
    let start = body
        .headings
        .first()
        .map_or(body.span.end, |heading| heading.span.start);
    let mut preface = body.plain_text(
        text,
        Span {
            end: start,
            ..body.span
        },
    );
    for heading in &body.headings[..first] {
        preface.push(' ');
        preface.push_str(&body.plain_text(text, heading.own));
    }
    add(
        Vec::new(),
        Part {
            heading: None,
            words: preface,
        },
    );
    let mut above: Vec<(u8, String, bool)> = Vec::new();
    for (position, heading) in body.headings.iter().enumerate().skip(first) {
        above.retain(|(level, ..)| *level < heading.level);
        let is_open = open.contains(&position) || above.iter().any(|(.., is_open)| *is_open);
        above.push((heading.level, heading_key(&heading.text), is_open));
        if !is_open {
            let path = above.iter().map(|(_, key, _)| key.clone()).collect();
            let words = body.plain_text(text, heading.own);
            add(
                path,
                Part {
                    heading: Some(heading),
                    words,
                },
            );
        }
    }
    parts
}

/// Positions of the headings of sections that may still change.
fn open_headings(document: &Document, definition: &Definition) -> HashSet<usize> {
    // `summary` is the field of that name, and not the section `Summary`.
    let names = definition.lifecycle.may_change.iter();
    let names = names.filter(|name| definition.field(name).is_none());
    let sections = names.filter_map(|name| definition.section_index(name));
    let answers = sections.filter_map(|section| document.answers.get(section)).flatten();
    answers
        .filter_map(|answer| match answer.place {
            Place::Heading(position) => Some(position),
            Place::Row(_) => None,
        })
        .collect()
}

/// A heading without the line break that ends it.
fn trimmed(span: Span, text: &str) -> Span {
    let length = span.text(text).trim_end().len();
    Span::new(span.start as usize, span.start as usize + length)
}

/// The words that differ, with what stands around them left out.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(|(old, new)| old == new).count();
    let quoted = |words: &[&str]| match words {
        [] => "nothing".to_owned(),
        words if words.len() > MOST_QUOTED => format!("\"{} …\"", words[..MOST_QUOTED].join(" ")),
        words => format!("\"{}\"", words.join(" ")),
    };
    let changed = |words: &[&str]| quoted(&words[start..words.len() - end]);
    format!("{} became {}", changed(&old), changed(&new))
}
