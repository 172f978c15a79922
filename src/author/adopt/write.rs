//! A definition as YAML, from what was found.

use std::fmt::Write;

use super::Type;
use super::sections;
use super::states::States;
use super::told::documents;
use crate::author::yaml::{yaml_comment, yaml_item, yaml_text};
use crate::definition::{Definition, FieldKind, IdStyle, ROOT};

/// The text of a definition file.
pub(super) fn definition(of: &Type<'_>, extended: Option<&Definition>) -> String {
    let since = since(of, extended);
    let mut text = head(of);
    identity(&mut text, of, extended);
    if let Some(states) = &of.states.states {
        lifecycle(&mut text, states, extended.is_some());
    }
    if !of.fields.is_empty() {
        text.push_str("fields:\n");
        for field in &of.fields {
            let mut keys = Vec::new();
            if let Some(kind) = &field.kind {
                keys.push(kind_keys(kind));
            }
            if let Some(required) = field.required {
                keys.push(format!("required: {}", if required { since } else { "never" }));
            }
            let _ = writeln!(text, "  {}: {{ {} }}", yaml_item(&field.name), keys.join(", "));
        }
    }
    let sections: Vec<_> = of
        .sections
        .iter()
        .filter_map(|it| section(it, since, extended))
        .collect();
    if !sections.is_empty() {
        text.push_str("sections:\n");
        text.push_str(&sections.concat());
    }
    text
}

/// From when on something is required: before the gate of its lifecycle a document is still being written.
fn since(of: &Type<'_>, extended: Option<&Definition>) -> &'static str {
    let inherited = extended.is_some_and(|it| !it.lifecycle.states.is_empty());
    match &of.states.states {
        Some(states) if states.ordered.len() > 1 => "gate",
        None if inherited => "gate",
        _ => "always",
    }
}

fn head(of: &Type<'_>) -> String {
    let folder = if of.folder() == ROOT {
        "this folder"
    } else {
        of.folder()
    };
    let documents = documents(of.group.sheets.len());
    yaml_comment(&format!(
        "What {documents} in {folder} have in common, as `docent init --adopt` found it. What nearly all of \
         them\nhave is required. Change what does not fit; `docent explain {}` shows the result.",
        of.naming.type_name
    ))
}

fn identity(text: &mut String, of: &Type<'_>, extended: Option<&Definition>) {
    let naming = &of.naming;
    let changes = extended.filter(|it| it.type_name == naming.type_name);
    let mut say = |key: &str, value: &str| {
        let _ = writeln!(text, "{key}: {}", yaml_text(value));
    };
    if changes.is_none() {
        say("type", &naming.type_name);
    }
    if let Some(extended) = extended {
        say("extends", &extended.type_name);
    }
    if changes.is_none() {
        say("name", &naming.name);
        say("plural", &naming.plural);
    }
    if changes.is_none_or(|it| it.prefix != naming.prefix) {
        say("prefix", &naming.prefix);
    }
    if changes.is_none_or(|it| it.folder != of.folder()) {
        say("folder", of.folder());
    }
    let usual = changes.map_or(IdStyle::Number, |it| it.ids);
    if naming.ids != usual {
        say(
            "ids",
            match naming.ids {
                IdStyle::Number => "number",
                IdStyle::Date => "date",
                IdStyle::Word => "word",
            },
        );
    }
}

fn lifecycle(text: &mut String, states: &States, of_extension: bool) {
    let list = |names: &[String]| names.iter().map(|it| yaml_item(it)).collect::<Vec<_>>().join(", ");
    text.push_str("lifecycle:\n");
    let _ = writeln!(text, "  states: [{}]", list(&states.ordered));
    for (key, names) in [("aside", &states.aside), ("end", &states.end)] {
        // The lists of an extended type are taken over unless they are replaced.
        if !names.is_empty() || of_extension {
            let _ = writeln!(text, "  {key}: [{}]", list(names));
        }
    }
    let _ = writeln!(text, "  gate: {}", yaml_text(&states.gate));
}

/// `kind: date`, or `kind: one-of, values: [a, b]`.
fn kind_keys(kind: &FieldKind) -> String {
    match kind {
        FieldKind::OneOf { values, .. } => {
            let values: Vec<_> = values.iter().map(|it| yaml_item(it)).collect();
            format!("kind: one-of, values: [{}]", values.join(", "))
        }
        FieldKind::List(of) => match &**of {
            FieldKind::Mapping(keys) => {
                let keys: Vec<_> = keys.iter().map(|key| part(&key.name, &key.kind)).collect();
                format!("kind: list, of: {{ {} }}", keys.join(", "))
            }
            of => format!("kind: list, of: {}", of.name()),
        },
        FieldKind::Mapping(keys) => {
            let keys: Vec<_> = keys.iter().map(|key| part(&key.name, &key.kind)).collect();
            format!("kind: mapping, keys: {{ {} }}", keys.join(", "))
        }
        kind => format!("kind: {}", kind.name()),
    }
}

fn part(name: &str, kind: &FieldKind) -> String {
    format!("{}: {{ {} }}", yaml_item(name), kind_keys(kind))
}

/// One section; `None` where the extended type says the same.
fn section(found: &sections::Found, since: &str, extended: Option<&Definition>) -> Option<String> {
    let mut keys = vec![format!("heading: {}", yaml_item(&found.heading))];
    let inherited = extended.filter(|_| found.inherited);
    let known = inherited.and_then(|it| Some(&it.sections[it.section_index(&found.heading)?]));
    if !found.aliases.is_empty() {
        let aliases: Vec<_> = found.aliases.iter().map(|it| yaml_item(it)).collect();
        keys.push(format!("aliases: [{}]", aliases.join(", ")));
    }
    if let Some(after) = &found.after {
        keys.push(format!("after: {}", yaml_item(after)));
    }
    if found.required {
        keys.push(format!("required: {since}"));
    } else if known.is_some_and(|it| !it.required.is_empty()) {
        keys.push("required: never".to_owned());
    }
    if let Some(known) = known {
        if !known.advised.is_empty() {
            keys.push("advised: never".to_owned());
        }
        if !known.must.is_empty() {
            keys.push("must: []".to_owned());
        }
        if known.words > 1 {
            keys.push("words: 1".to_owned());
        }
        if keys.len() == 1 {
            return None;
        }
    }
    Some(format!("  - {{ {} }}\n", keys.join(", ")))
}
