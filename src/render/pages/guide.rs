//! How to write a document of each type, from its definition: `guides` in the list, `guide` on the page of one.

use std::fmt::Write;

use serde::Serialize;

use super::{Page, rendered};
use crate::check::wording;
use crate::definition::{Definition, FieldDefinition, Lifecycle, SectionDefinition, TypeIndex};
use crate::parse::slug;
use crate::render::library::Library;
use crate::render::markdown::{Entry, inline_code};
use crate::render::phrases::WHOLE;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{StatusView, Tone, state_label, state_view};
use crate::render::{GUIDES, guide_route, listing_route};

/// Fields that every type has and that a guide does not repeat.
const COMMON: [&str; 9] = [
    "title", "status", "id", "type", "related", "raci", "aliases", "reopened", "amended",
];

/// A type in the list of guides.
#[derive(Debug, Serialize)]
struct GuideLine {
    /// The type's name.
    name: String,
    /// Its guide.
    href: String,
    /// What such documents are for.
    purpose: String,
    /// Whether the definition is built in, and says that in English.
    is_built_in: bool,
}

/// How to write a document of a type.
#[derive(Debug, Serialize)]
struct Guide {
    /// The page's title.
    title: String,
    /// The type's name in commands.
    type_name: String,
    /// What such documents are for.
    purpose: String,
    /// Whether the definition is built in, and says that in English.
    is_built_in: bool,
    /// The folder they live in.
    folder: String,
    /// What their ids start with.
    prefix: String,
    /// The list of them.
    listing: String,
    /// "12 documents".
    count: String,
    /// What the gate means; empty for types without one.
    gate: String,
    /// The states.
    states: Vec<StateLine>,
    /// The sections.
    sections: Vec<SectionView>,
    /// The fields of the type.
    fields: Vec<FieldView>,
    /// A document to copy.
    skeleton: String,
    /// Where it would be saved.
    skeleton_path: String,
    /// The page's contents.
    toc: Vec<Entry>,
}

/// A state.
#[derive(Debug, Serialize)]
struct StateLine {
    /// The state.
    status: StatusView,
    /// What it means here; HTML.
    meaning: String,
}

/// A section.
#[derive(Debug, Serialize)]
struct SectionView {
    /// The name of its place in the page.
    anchor: String,
    /// Its heading.
    heading: String,
    /// Its number among the questions.
    question: Option<u32>,
    /// The question; HTML.
    prompt: String,
    /// When it is required; HTML.
    required: String,
    /// What an answer must hold; HTML.
    demands: Vec<String>,
    /// Other headings that mean the same.
    aliases: String,
}

/// A field.
#[derive(Debug, Serialize)]
struct FieldView {
    /// Its key.
    key: String,
    /// What it may hold; HTML.
    kind: String,
    /// When it is required; HTML.
    required: String,
    /// What to write; HTML.
    prompt: String,
}

/// Writes the list of guides.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let lines: Vec<GuideLine> = library
        .types()
        .map(|(_, definition, _)| GuideLine {
            name: definition.name.clone(),
            href: library.href(GUIDES, &guide_route(definition)),
            purpose: definition.purpose.clone(),
            is_built_in: definition.path.is_none(),
        })
        .collect();
    rendered(
        theme,
        "guides.html",
        &library.page("guides", library.phrases.say("pages.guides"), GUIDES),
        "guides",
        &lines,
    )
}

/// Writes the guide of a type.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: TypeIndex) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = guide_route(definition);
    let sections: Vec<_> = definition
        .sections
        .iter()
        .map(|section| section_view(library, definition, section))
        .collect();
    let view = Guide {
        title: library
            .phrases
            .fill("pages.how_to_write", &[("name", &definition.name)]),
        type_name: definition.type_name.clone(),
        purpose: definition.purpose.clone(),
        is_built_in: definition.path.is_none(),
        folder: definition.folder.clone(),
        prefix: definition.prefix.clone(),
        listing: library.href(&route, &listing_route(definition)),
        count: library.documents(library.directory.by_type[index.0].len()),
        gate: gate(library, &definition.lifecycle),
        states: states(library, &definition.lifecycle),
        fields: fields(library, definition),
        skeleton: skeleton(definition),
        skeleton_path: format!("{}/{}", definition.folder, file_name(definition)),
        toc: contents(library, definition, &sections),
        sections,
    };
    let mut page = library.page_below(
        "guide",
        &view.title,
        &route,
        (library.phrases.say("pages.guides"), GUIDES),
        &definition.name,
    );
    page.description.clone_from(&definition.purpose);
    rendered(theme, "guide.html", &page, "guide", &view)
}

fn file_name(definition: &Definition) -> &'static str {
    if definition.field("started").is_some() {
        "2026-03-14-title.md"
    } else {
        "0001-title.md"
    }
}

fn gate(library: &Library<'_>, lifecycle: &Lifecycle) -> String {
    match lifecycle.states.get(lifecycle.gate) {
        Some(gate) if lifecycle.gate > 0 => {
            let state = state_label(&gate.name).to_lowercase();
            library.phrases.fill("pages.gate", &[("state", &state)])
        }
        _ => String::new(),
    }
}

fn states(library: &Library<'_>, lifecycle: &Lifecycle) -> Vec<StateLine> {
    if lifecycle.states.len() < 2 {
        return Vec::new();
    }
    let all = (0..lifecycle.states.len()).filter_map(|state| Some((state, state_view(lifecycle, state)?)));
    all.map(|(state, status)| StateLine {
        meaning: meaning(library, lifecycle, state, status.tone),
        status,
    })
    .collect()
}

/// What a state asks and allows, in a sentence or two; HTML.
fn meaning(library: &Library<'_>, lifecycle: &Lifecycle, state: usize, tone: Tone) -> String {
    let say = |key: &str| library.phrases.marked(key, &[]);
    let mut sentences = vec![say(match tone {
        Tone::Idle => "pages.state_idle",
        Tone::Wait => "pages.state_wait",
        Tone::Active if lifecycle.freeze == Some(state) => "pages.state_decided",
        Tone::Active => "pages.state_active",
        Tone::Done => "pages.state_done",
        Tone::Paused => "pages.state_paused",
        Tone::Closed | Tone::Error => "pages.state_closed",
    })];
    if state == lifecycle.gate && state > 0 {
        sentences.push(say("pages.state_gate"));
    }
    if lifecycle.freeze == Some(state) {
        sentences.push(match lifecycle.may_change.is_empty() {
            true => say("pages.state_frozen"),
            false => {
                let sections = lifecycle
                    .may_change
                    .iter()
                    .filter(|it| it.starts_with(char::is_uppercase));
                let names: Vec<_> = sections.map(String::as_str).collect();
                let names = names.join(", ");
                library.phrases.marked("pages.state_frozen_but", &[("names", &names)])
            }
        });
    }
    if lifecycle.states[state].end {
        sentences.push(say("pages.state_end"));
    }
    sentences.join(" ")
}

fn section_view(library: &Library<'_>, definition: &Definition, section: &SectionDefinition) -> SectionView {
    let mut demands = Vec::new();
    if section.words > 1 {
        demands.push(library.phrases.fill("pages.least_words", &[("n", &section.words)]));
    }
    demands.extend(
        section
            .must
            .iter()
            .filter_map(wording::asked)
            .map(|asked| english(library, &asked)),
    );
    if section.may_not_apply {
        demands.push(library.phrases.marked("pages.may_not_apply", &[]));
    }
    SectionView {
        anchor: slug(&section.heading),
        heading: section.heading.clone(),
        question: section.question,
        prompt: defined(library, definition, &section.prompt),
        required: match wording::required(definition, &section.required) {
            Some(when) => english(library, &format!("Required {when}")),
            None => library.phrases.say("pages.optional").to_owned(),
        },
        demands,
        aliases: section.aliases.join(", "),
    }
}

/// What docent says in English whatever the interface speaks, as HTML that says so.
fn english(library: &Library<'_>, text: &str) -> String {
    let html = inline_code(text);
    match library.phrases.language() {
        WHOLE => html,
        _ if html.is_empty() => html,
        _ => format!("<span lang=\"{WHOLE}\">{html}</span>"),
    }
}

/// What a definition says, as HTML: the built-in ones speak English.
fn defined(library: &Library<'_>, definition: &Definition, text: &str) -> String {
    match definition.path {
        Some(_) => inline_code(text),
        None => english(library, text),
    }
}

fn fields(library: &Library<'_>, definition: &Definition) -> Vec<FieldView> {
    let own = definition
        .fields
        .iter()
        .filter(|field| !COMMON.contains(&field.name.as_str()));
    let definitions = &library.input.corpus.definitions;
    own.map(|field| FieldView {
        key: field.name.clone(),
        kind: english(library, &wording::kind(definitions, &field.kind)),
        required: english(
            library,
            &wording::required(definition, &field.required).unwrap_or_default(),
        ),
        prompt: defined(library, definition, &field.prompt),
    })
    .collect()
}

fn contents(library: &Library<'_>, definition: &Definition, sections: &[SectionView]) -> Vec<Entry> {
    let say = |key: &'static str| library.phrases.say(key);
    let entry = |title: &str, anchor: &str, children: Vec<Entry>| Entry {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
        children,
    };
    let children = sections
        .iter()
        .map(|section| entry(&section.heading, &section.anchor, Vec::new()));
    let children: Vec<_> = children.collect();
    let mut contents = Vec::new();
    if definition.lifecycle.states.len() > 1 {
        contents.push(entry(say("pages.states"), "d:states", Vec::new()));
    }
    if !children.is_empty() {
        contents.push(entry(say("pages.sections"), "d:sections", children));
    }
    contents.push(entry(say("pages.fields"), "d:fields", Vec::new()));
    contents.push(entry(say("pages.skeleton"), "d:skeleton", Vec::new()));
    contents
}

/// A document with the fields and sections that are required, and the questions as comments.
fn skeleton(definition: &Definition) -> String {
    let mut text = "---\n".to_owned();
    if let Some(first) = definition.lifecycle.first() {
        let _ = writeln!(text, "status: {}", first.name);
    }
    for field in definition.fields.iter().filter(|field| !field.required.is_empty()) {
        text.push_str(&field_line(field));
    }
    text.push_str("---\n\n# Title\n");
    for section in definition
        .sections
        .iter()
        .filter(|section| !section.required.is_empty())
    {
        let _ = write!(text, "\n## {}\n\n<!-- {} -->\n", section.heading, section.prompt.trim());
    }
    text
}

fn field_line(field: &FieldDefinition) -> String {
    match field.example.trim() {
        "" => format!("{}:\n", field.name),
        example if example.contains('\n') || example.starts_with("- ") => {
            format!("{}:\n{}\n", field.name, indented(example))
        }
        example => format!("{}: {example}\n", field.name),
    }
}

fn indented(example: &str) -> String {
    example
        .lines()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
