//! Words that several rules share, and the manual pages.

use std::fmt::Write;

use jiff::civil::Date;

use super::context::Subject;
use super::requirement::Need;
use super::rule::Rule;
use crate::definition::{
    Definition, Definitions, Demand, DemandKind, FieldDefinition, FieldKind, Requirement, SectionDefinition, When,
};
use crate::span::Span;
use crate::yaml::{Node, Value};

/// How to mend a section that is missing.
pub(super) fn write_section(section: &SectionDefinition) -> String {
    match section.prompt.as_str() {
        "" => format!("add `## {}`", section.heading),
        prompt => format!("add `## {}`: {prompt}", section.heading),
    }
}

/// How to mend a section that is not answered.
pub(super) fn answer(section: &SectionDefinition) -> String {
    match section.question {
        Some(number) => format!("answer question {number}: {}", section.prompt),
        None if section.prompt.is_empty() => format!("write what `## {}` is there for", section.heading),
        None => format!("answer the question: {}", section.prompt),
    }
}

/// Since when something is required, where the document has not come so far.
pub(super) fn since_when(subject: &Subject<'_>, requirements: &[Requirement], need: Need) -> Option<String> {
    let states = &subject.definition.lifecycle.states;
    let from = requirements
        .iter()
        .filter_map(|requirement| states.get(requirement.from?))
        .min_by_key(|state| state.rank)?;
    let state = subject.state_name();
    let is = match subject.is_preview() {
        true => format!("this document is judged as `{state}`"),
        false => format!("this document is `{state}`"),
    };
    Some(match need {
        Need::AtGate => format!("required from `{}` on; {is}", from.name),
        _ => format!("required since `{}`; {is}", from.name),
    })
}

/// "a decision", "an incident review".
pub(super) fn with_article(name: &str) -> String {
    let name = name.to_lowercase();
    let article = if name.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// "1 day", "12 days" between two days.
pub(super) fn days(from: Date, to: Date) -> String {
    match to.since(from).map_or(0, |span| span.get_days()) {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// "1 word", "12 words".
pub(super) fn words(count: usize) -> String {
    if count == 1 {
        "1 word".to_owned()
    } else {
        format!("{count} words")
    }
}

/// The manual page of a rule, in Markdown.
pub(super) fn rule_manual(rule: &Rule) -> String {
    format!(
        "# {}\n\n{}: {}.\n\nSeverity: {}. Group: {}.\n\n## Why\n\n{}\n\n## Example\n\n```markdown\n{}\n```\n\n## How to mend it\n\n{}\n",
        rule.name,
        "Finds",
        rule.summary,
        rule.severity.words(),
        rule.group.title(),
        rule.why,
        rule.example,
        rule.mend
    )
}

/// The manual page of a type, in Markdown: its states, fields and sections.
pub(super) fn type_manual(definitions: &Definitions, definition: &Definition) -> String {
    let mut page = format!(
        "# {}\n\n{}\n\nFolder `{}/`, ids `{}-1`, type `{}`.\n",
        definition.name, definition.purpose, definition.folder, definition.prefix, definition.type_name
    );
    states(&mut page, definition);
    page.push_str("\n## Fields\n\n");
    for field in &definition.fields {
        let _ = writeln!(
            page,
            "- `{}`: {}",
            field.name,
            field_line(definitions, definition, field)
        );
    }
    if !definition.sections.is_empty() {
        page.push_str("\n## Sections\n\n");
    }
    for section in &definition.sections {
        let number = section
            .question
            .map(|number| format!(" (question {number})"))
            .unwrap_or_default();
        let _ = writeln!(page, "### {}{number}\n\n{}\n", section.heading, section.prompt);
        let _ = writeln!(page, "{}\n", section_line(definition, section));
    }
    page
}

fn states(page: &mut String, definition: &Definition) {
    let lifecycle = &definition.lifecycle;
    if lifecycle.states.is_empty() {
        return;
    }
    page.push_str("\n## States\n\n");
    let names = |aside: bool| {
        let states = lifecycle.states.iter().filter(move |state| state.aside == aside);
        states.map(|state| format!("`{}`", state.name)).collect::<Vec<_>>()
    };
    let _ = write!(page, "{}", names(false).join(" → "));
    let aside = names(true);
    if !aside.is_empty() {
        let _ = write!(page, "; aside: {}", aside.join(", "));
    }
    page.push_str(".\n");
    if let Some(gate) = lifecycle.states.get(lifecycle.gate) {
        let _ = writeln!(
            page,
            "\nUntil `{}`, missing content is a warning; from then on it is an error.",
            gate.name
        );
    }
}

/// What a field takes, when it is required and what to write.
fn field_line(definitions: &Definitions, definition: &Definition, field: &FieldDefinition) -> String {
    let mut line = kind(definitions, &field.kind);
    if let Some(when) = required(definition, &field.required) {
        let _ = write!(line, "; required {when}");
    }
    if !field.prompt.is_empty() {
        let _ = write!(line, ". {}", field.prompt);
    }
    line
}

/// What a kind takes, in words.
pub fn kind(definitions: &Definitions, kind: &FieldKind) -> String {
    match kind {
        FieldKind::Reference { to } if to.is_empty() => "the id of a document".to_owned(),
        FieldKind::Reference { to } => format!("the id of one of: {}", types(definitions, to)),
        FieldKind::References { to, or_none } => {
            let or_none = if *or_none { "; or `none: the reason`" } else { "" };
            match to.is_empty() {
                true => format!("ids of documents{or_none}"),
                false => format!("ids of: {}{or_none}", types(definitions, to)),
            }
        }
        FieldKind::List(of) => format!("a list; each entry {}", self::kind(definitions, of)),
        _ => scalar_kind(kind),
    }
}

/// The names of types, as they read in a sentence.
pub(super) fn types(definitions: &Definitions, to: &[String]) -> String {
    let named = |name: &String| {
        definitions
            .find(name)
            .map_or_else(|| name.clone(), |index| definitions.get(index).name.to_lowercase())
    };
    to.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// What a kind takes that says so by itself, without the definitions.
pub(super) fn scalar_kind(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".to_owned(),
        FieldKind::Markdown => "text, Markdown allowed".to_owned(),
        FieldKind::Number => "a number".to_owned(),
        FieldKind::Range => "a number or a range such as `[20, 30]`".to_owned(),
        FieldKind::Boolean => "`true` or `false`".to_owned(),
        FieldKind::Date => "a date such as `2026-03-14`".to_owned(),
        FieldKind::Instant => "an instant with its zone such as `2026-03-14T09:12:00+01:00`".to_owned(),
        FieldKind::Duration => "a duration such as `90 min` or `6 weeks`".to_owned(),
        FieldKind::Url => "an address that starts with `https://`".to_owned(),
        FieldKind::Person => "the handle of a person".to_owned(),
        FieldKind::People => "handles of people".to_owned(),
        FieldKind::Team => "the id of a team".to_owned(),
        FieldKind::Reference { .. } => "the id of a document".to_owned(),
        FieldKind::References { .. } => "ids of documents".to_owned(),
        FieldKind::OneOf { values, or_quarter } => {
            let mut words = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            if *or_quarter {
                words.push("a quarter such as `2026-Q3`".to_owned());
            }
            format!("one of {}", words.join(", "))
        }
        FieldKind::List(_) => "a list".to_owned(),
        FieldKind::Mapping(keys) => {
            let key = |key: &FieldDefinition| match &key.kind {
                FieldKind::OneOf { .. } => format!("`{}` ({})", key.name, scalar_kind(&key.kind)),
                _ => format!("`{}`", key.name),
            };
            let keys: Vec<_> = keys.iter().map(key).collect();
            format!("a mapping with {}", keys.join(", "))
        }
        FieldKind::DataFile => "the name of a CSV file beside the document".to_owned(),
    }
}

/// A value as YAML on one line, for messages.
pub(super) fn on_one_line(example: &str) -> String {
    if !example.contains('\n') {
        return example.to_owned();
    }
    let path = crate::diagnostic::shared_path("example");
    let reading = crate::yaml::read(example, Span::new(0, example.len()), &path);
    reading.root.map_or_else(String::new, |root| flow(&root))
}

fn flow(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => {
            let needs_quotes = !scalar.plain || scalar.text.contains(|c: char| ",[]{}:#\"'".contains(c));
            match needs_quotes {
                true => format!("\"{}\"", scalar.text.replace('\\', "\\\\").replace('"', "\\\"")),
                false => scalar.text.clone(),
            }
        }
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries = entries.map(|entry| format!("{}: {}", entry.key.value, flow(&entry.value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// When something is required, in words; `None` when it never is.
pub fn required(definition: &Definition, requirements: &[Requirement]) -> Option<String> {
    let conditions = |word: &str, conditions: &[When]| {
        let each = conditions
            .iter()
            .map(|it| format!("`{}` is {}", it.field, it.values.join(" or ")));
        let joined = each.collect::<Vec<_>>().join(" or ");
        if joined.is_empty() {
            joined
        } else {
            format!(" {word} {joined}")
        }
    };
    let one = |requirement: &Requirement| {
        let from = match requirement
            .from
            .and_then(|state| definition.lifecycle.states.get(state))
        {
            Some(state) if state.aside => format!("when `{}`", state.name),
            Some(state) => format!("from `{}` on", state.name),
            None => "always".to_owned(),
        };
        format!(
            "{from}{}{}",
            conditions("if", &requirement.when),
            conditions("unless", &requirement.unless)
        )
    };
    (!requirements.is_empty()).then(|| requirements.iter().map(one).collect::<Vec<_>>().join("; or "))
}

/// When a section is required and what its answer must hold, in Markdown.
pub fn section_line(definition: &Definition, section: &SectionDefinition) -> String {
    let mut parts = vec![match required(definition, &section.required) {
        Some(when) => format!("Required {when}"),
        None => "Optional".to_owned(),
    }];
    if section.words > 1 {
        parts.push(format!("{} words or more", section.words));
    }
    parts.extend(section.must.iter().filter_map(asked));
    if section.may_not_apply {
        parts.push("or \"Not applicable because …\" with a reason".to_owned());
    }
    format!("*{}.*", parts.join("; "))
}

/// What a demand asks for, in a few words; `None` where only its own words could say it.
pub fn asked(demand: &Demand) -> Option<String> {
    if !demand.ask.is_empty() {
        return Some(demand.ask.clone());
    }
    match &demand.kind {
        DemandKind::Number => Some("a number".to_owned()),
        DemandKind::Date => Some("a date".to_owned()),
        DemandKind::Link => Some("a link".to_owned()),
        DemandKind::LinkTo(field) => Some(format!("a link to something in `{field}`")),
        DemandKind::Entries(least) => Some(format!("{least} or more entries")),
        DemandKind::Table(columns) => Some(format!("a table with the columns {}", columns.join(", "))),
        DemandKind::TimedEntries(least) => Some(format!("{least} or more entries with a time")),
        DemandKind::Actions => Some("actions with owner and due date, or with a link".to_owned()),
        DemandKind::Field(field) => Some(format!("the field `{field}`")),
        DemandKind::Mentions(_) | DemandKind::EachMentions(_) => None,
        DemandKind::Any(demands) => {
            let any: Vec<_> = demands.iter().filter_map(asked).collect();
            (!any.is_empty()).then(|| any.join(" or "))
        }
    }
}
