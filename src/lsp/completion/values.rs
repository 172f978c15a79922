//! Values of a field, by its kind.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use lsp_types::CompletionItemKind;

use super::Choice;
use super::documents;
use crate::author::{TakenIds, next_id};
use crate::definition::{Definition, FieldKind, Lifecycle, Verdict};
use crate::lsp::describe;
use crate::lsp::view::View;
use crate::model::Value;

/// Longest value that is offered because another document has it: what is longer is a text of its own.
const LONGEST: usize = 60;

/// The words that `key` of the front matter takes. `typed` is what is written so far.
pub(super) fn of_key(
    view: &View<'_>,
    definition: &Definition,
    path: &[String],
    kind: &FieldKind,
    typed: &str,
) -> Vec<Choice> {
    match path {
        [key] if key == "status" => states(view, definition),
        [key] if key == "type" => types(view),
        [key] if key == "id" => next_ids(view),
        [key] if key == "tags" => elsewhere(view, key, false),
        [key] if matches!(kind, FieldKind::Text) && !OWN_WORDS.contains(&key.as_str()) => elsewhere(view, key, true),
        _ => of_kind(view, kind, typed),
    }
}

/// Fields in which every document says something else.
const OWN_WORDS: [&str; 5] = ["title", "summary", "reopened", "amended", "purpose"];

fn of_kind(view: &View<'_>, kind: &FieldKind, typed: &str) -> Vec<Choice> {
    match kind {
        FieldKind::OneOf { values, or_quarter } => one_of(view, values, *or_quarter),
        FieldKind::Boolean => ["true", "false"].map(value).into(),
        FieldKind::Date => dates(view.root.today()),
        FieldKind::Instant => vec![value(&format!("{}T00:00:00Z", view.root.today())).detail("today, in UTC")],
        FieldKind::Person | FieldKind::People => people(view),
        FieldKind::Team => documents::ids(view, &["team".to_owned()]),
        FieldKind::Reference { to } | FieldKind::References { to, .. } => references(view, to, typed),
        FieldKind::DataFile => data_files(view),
        FieldKind::List(of) => of_kind(view, of, typed),
        FieldKind::Text
        | FieldKind::Markdown
        | FieldKind::Number
        | FieldKind::Range
        | FieldKind::Duration
        | FieldKind::Url
        | FieldKind::Mapping(_) => Vec::new(),
    }
}

/// Ids of the types that may be named, or the places in the document that is named already.
pub(super) fn references(view: &View<'_>, to: &[String], typed: &str) -> Vec<Choice> {
    let Some((id, _)) = typed.split_once('#') else {
        return documents::ids(view, to);
    };
    let Some(index) = view.corpus().by_id(id) else {
        return Vec::new();
    };
    let anchors = documents::anchors(view.corpus(), index).into_iter();
    anchors
        .map(|choice| {
            let whole = format!("{id}#{}", choice.label);
            Choice { label: whole, ..choice }
        })
        .collect()
}

/// People, by handle. Where nobody is listed, those that documents name.
pub(super) fn people(view: &View<'_>) -> Vec<Choice> {
    let people = &view.corpus().people;
    if people.listed {
        let listed = people.iter();
        return listed
            .map(|person| {
                let team = person.team.as_ref().map_or("", |team| team.value.as_str());
                Choice::new(&person.handle, CompletionItemKind::VALUE)
                    .detail(format!("{} {team}", person.name).trim_end())
                    .found_by(&person.name)
            })
            .collect();
    }
    let mut handles = BTreeSet::new();
    for field in view.corpus().documents().iter().flat_map(|it| it.fields.iter()) {
        Value::leaves(&field.value, &mut |leaf| {
            if let Value::Person(handle) = &leaf.value {
                handles.insert(handle.clone());
            }
        });
    }
    let person = |handle| Choice::new(handle, CompletionItemKind::VALUE);
    handles.into_iter().map(person).collect()
}

/// The states of a type: those that the document can go to from the state it was committed in first.
fn states(view: &View<'_>, definition: &Definition) -> Vec<Choice> {
    let lifecycle = &definition.lifecycle;
    let from = committed_state(view, lifecycle).or_else(|| view.document()?.1.state());
    let rank = |to: usize| match from.map(|from| (from, lifecycle.verdict(from, to))) {
        Some((from, Verdict::Allowed)) if to > from => 0,
        Some((from, Verdict::Allowed)) if to == from => 2,
        Some((_, Verdict::Allowed)) => 1,
        Some((_, Verdict::ToReopen | Verdict::ToUndo)) => 3,
        Some((_, Verdict::Forbidden)) => 4,
        None => 0,
    };
    let mut states: Vec<_> = lifecycle.states.iter().enumerate().collect();
    states.sort_by_key(|(position, state)| (rank(*position), state.aside, *position));
    let choice = |(position, state): (usize, &crate::definition::State)| {
        let says = match rank(position) {
            2 => "as it is",
            3 => "needs `reopened`, which says why",
            4 => "cannot be reached from here",
            _ if state.aside => "aside",
            _ => "",
        };
        Choice::new(&state.name, CompletionItemKind::ENUM_MEMBER)
            .detail(says)
            .documentation(describe::lifecycle(lifecycle, Some(position)))
    };
    states.into_iter().map(choice).collect()
}

/// The state that the document is in as of the last commit: what is typed is on its way somewhere.
fn committed_state(view: &View<'_>, lifecycle: &Lifecycle) -> Option<usize> {
    let history = view.organisation().history.of(view.path)?;
    lifecycle.index(&history.current_state()?.state)
}

fn types(view: &View<'_>) -> Vec<Choice> {
    let types = view.corpus().definitions.iter();
    types
        .map(|(_, definition)| {
            Choice::new(&definition.type_name, CompletionItemKind::CLASS)
                .detail(&definition.name)
                .documentation(&definition.purpose)
        })
        .collect()
}

fn next_ids(view: &View<'_>) -> Vec<Choice> {
    let corpus = view.corpus();
    let Some(index) = corpus.by_path(view.path) else {
        return Vec::new();
    };
    let id = next_id(
        corpus,
        &TakenIds::new(corpus, view.organisation().elsewhere.as_ref()),
        index,
    );
    match id.is_empty() {
        true => Vec::new(),
        false => vec![value(&id).detail("the next that is free here")],
    }
}

fn one_of(view: &View<'_>, values: &[String], or_quarter: bool) -> Vec<Choice> {
    let words = values
        .iter()
        .map(|word| Choice::new(word, CompletionItemKind::ENUM_MEMBER));
    let today = view.root.today();
    let quarters = (0..4).filter_map(|ahead: i32| {
        let day = today.checked_add((3 * ahead).months()).ok()?;
        Some(value(&format!("{}-Q{}", day.year(), (day.month() + 2) / 3)).detail("a quarter"))
    });
    words.chain(quarters.filter(|_| or_quarter)).collect()
}

fn dates(today: Date) -> Vec<Choice> {
    let ahead = [
        (0.days(), "today"),
        (1.week(), "in a week"),
        (2.weeks(), "in two weeks"),
        (1.month(), "in a month"),
        (3.months(), "in three months"),
    ];
    let dates = ahead.into_iter().filter_map(|(span, words)| {
        let day = today.checked_add(span).ok()?;
        Some(value(&day.to_string()).detail(words).found_by(words))
    });
    dates.collect()
}

fn data_files(view: &View<'_>) -> Vec<Choice> {
    let folder = view.path.parent();
    let paths = view.organisation().snapshot.paths();
    let beside = paths.filter(|path| path.parent() == folder && path.extension() == Some("csv"));
    beside
        .filter_map(|path| Some(Choice::new(path.file_name()?, CompletionItemKind::FILE)))
        .collect()
}

fn elsewhere(view: &View<'_>, key: &str, same_type: bool) -> Vec<Choice> {
    let values = documents::values_elsewhere(view, key, same_type).into_iter();
    let short = values.filter(|it| it.chars().count() <= LONGEST && !it.contains('\n'));
    short.map(|it| value(&it)).collect()
}

fn value(word: &str) -> Choice {
    Choice::new(word, CompletionItemKind::VALUE)
}
