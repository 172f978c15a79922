//! What was found and decided, in words.

use std::fmt::Write;

use super::Type;
use crate::definition::FieldKind;
use crate::model::Identity;

/// One type: its file, its documents, and what they have in common.
pub(super) fn found(of: &Type<'_>) -> String {
    let naming = &of.naming;
    let all = of.group.sheets.len();
    let ids = of
        .group
        .sheets
        .first()
        .map(|it| Identity::from_file_stem(it.stem(), &naming.prefix).id);
    let mut text = format!(
        "{}: {}, {} in `{}`, ids like {}",
        of.file(),
        naming.plural,
        documents(all),
        of.folder(),
        ids.unwrap_or_default()
    );
    if let Some(built_in) = naming.extends {
        let _ = write!(text, "; changes the built-in type `{built_in}`");
    }
    let states: Vec<_> = of
        .states
        .counts
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    line(&mut text, "states", &states);
    let fields: Vec<_> = of.fields.iter().filter(|it| it.count > 0).collect();
    let fields = fields.iter().map(|it| {
        let kind = it.kind.as_ref().map(|kind| format!(" ({})", FieldKind::name(kind)));
        mark(&it.name, it.required == Some(true), it.count, all) + &kind.unwrap_or_default()
    });
    line(&mut text, "fields", &fields.collect::<Vec<_>>());
    let sections = of.sections.iter().filter(|it| it.count * 2 >= all);
    let sections = sections.map(|it| mark(&it.heading, it.required, it.count, all));
    line(&mut text, "sections", &sections.collect::<Vec<_>>());
    text
}

fn line(text: &mut String, label: &str, items: &[String]) {
    let items = if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    };
    let _ = write!(text, "\n  {label:<9} {items}");
}

/// A name with how many have it, and a star where it is required.
fn mark(name: &str, required: bool, count: usize, all: usize) -> String {
    let star = if required { "*" } else { "" };
    let share = if count < all {
        format!(" {count}/{all}")
    } else {
        String::new()
    };
    format!("{name}{star}{share}")
}

/// `1 document`, `12 documents`.
pub(super) fn documents(count: usize) -> String {
    match count {
        1 => "1 document".to_owned(),
        _ => format!("{count} documents"),
    }
}

/// What cannot be expressed about a type, or would be worth doing.
pub(super) fn notes(of: &Type<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let (name, all) = (&of.naming.plural, of.group.sheets.len());
    if let Some((count, line)) = of.states.in_text.as_ref().filter(|(count, _)| count * 4 > all) {
        notes.push(format!(
            "{name}: {count} of {all} say their state in the text (`{line}`), and docent reads it from the front matter: \
             with `status:` there, they get a lifecycle, a board and lead times"
        ));
    }
    if !of.states.odd.is_empty() {
        let odd: Vec<_> = of.states.odd.iter().take(5).map(|it| format!("`{it}`")).collect();
        notes.push(format!("{name}: not taken as states: {}", odd.join(", ")));
    }
    if !of.unfit.is_empty() {
        let unfit: Vec<_> = of.unfit.iter().take(5).map(|it| format!("`{it}`")).collect();
        notes.push(format!("{name}: these keys cannot be fields: {}", unfit.join(", ")));
    }
    if let Some((title, count)) = repeated_title(of) {
        notes.push(format!(
            "{name}: {count} of {all} are called `{title}`, which is their first heading; `title:` in the front matter \
             would tell them apart"
        ));
    }
    notes
}

/// A title that most of them have.
fn repeated_title(of: &Type<'_>) -> Option<(String, usize)> {
    let titles = of.group.sheets.iter().filter_map(|it| {
        let written = it.fields().is_some_and(|fields| fields.get("title").is_some());
        it.parsed.body.title().filter(|_| !written).map(|it| it.text.as_str())
    });
    let titles: Vec<_> = titles.collect();
    let same = |title: &&str| titles.iter().filter(|it| *it == title).count();
    let title = titles.first()?;
    let count = same(title);
    (count > 2 && count * 2 > titles.len()).then(|| ((*title).to_owned(), count))
}
