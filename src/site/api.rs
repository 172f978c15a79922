//! The corpus as JSON under `api/`, for programs.
//!
//! `api/index.json` names the site, the types and their files; `api/documents.json` holds every document;
//! `api/rewrites.json` and so on, one a type, hold the documents of a folder; `api/insights.json` holds every number that
//! the site shows, an object for each insight, with the ids of the documents it came from (how each is counted stands in
//! the file of `insight/` that derives it), and `api/insights/2026-10-15.json` what some of them were on the day of a
//! review; `api/schema.json` describes them. Every file carries `version`. Within a
//! version keys are added, never removed, renamed or given another meaning. What is not known is `null` or left empty.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::definition::Definition;
use crate::diagnostic::Severity;
use crate::insight::earlier::Earlier;
use crate::link::{Origin, Target};
use crate::model::{Document, DocumentIndex, Fields, Value, route_word};
use crate::render::{self, INSIGHTS, INSIGHTS_OF_DAY, Input, Kind, Rank, Shelf};

/// Version of the shape of these files.
pub const VERSION: u32 = 1;

/// The JSON Schema of these files, published among them.
pub const SCHEMA: &str = include_str!("api.schema.json");

/// `api/index.json`.
#[derive(Serialize)]
struct Index<'a> {
    version: u32,
    /// Name of the site.
    title: &'a str,
    description: &'a str,
    /// `docent 0.1.0`.
    generator: String,
    /// Full hash of the commit that was built.
    commit: Option<&'a str>,
    /// How many documents there are.
    count: usize,
    /// File with all documents, beside this one.
    documents: &'static str,
    /// File with what they add up to, beside this one.
    insights: &'static str,
    /// File that describes these files, beside this one.
    schema: &'static str,
    types: Vec<TypeEntry<'a>>,
}

/// A type in the index.
#[derive(Serialize)]
struct TypeEntry<'a> {
    /// The type's name in the front matter: `rewrite`.
    r#type: &'a str,
    name: &'a str,
    plural: &'a str,
    prefix: &'a str,
    folder: &'a str,
    /// Its states in order, then those aside.
    states: Vec<&'a str>,
    count: usize,
    /// File with its documents, beside this one.
    documents: String,
}

/// A document.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    r#type: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    /// The state it is in.
    status: Option<&'a str>,
    /// Handle of its owner.
    owner: Option<&'a str>,
    /// Id of its team.
    team: Option<&'a str>,
    tags: Vec<&'a str>,
    /// Its file, from the root of the organisation repository.
    path: &'a str,
    /// Its page, from the root of the site.
    route: &'a str,
    /// Its Markdown, from the root of the site.
    markdown: String,
    /// Day of its first commit.
    created: Option<String>,
    /// Day of its last commit.
    updated: Option<String>,
    completeness: Option<Completeness<'a>>,
    /// Its fields as the front matter has them; what is not of its field's kind is `null`.
    fields: Map<String, Json>,
    references: Vec<ReferenceEntry<'a>>,
    /// Ids of the documents that refer to it.
    referred_to_by: BTreeSet<&'a str>,
    problems: Problems,
}

/// How much of a document is answered.
#[derive(Serialize)]
struct Completeness<'a> {
    answered: usize,
    total: usize,
    /// Headings of the sections that are not.
    unanswered: Vec<&'a str>,
}

/// A reference to another document, once for each way it is made.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct ReferenceEntry<'a> {
    /// Id of the other document.
    to: &'a str,
    /// The place in it.
    anchor: Option<&'a str>,
    /// The field that makes it, or `text`.
    via: &'a str,
}

/// How many diagnostics a document has.
#[derive(Default, Serialize)]
struct Problems {
    errors: usize,
    warnings: usize,
}

/// Puts all files of the API on the shelf.
pub(super) fn put(input: &Input<'_>, shelf: &dyn Shelf) {
    let corpus = input.corpus;
    let problems = problems(input);
    // A document stands in two files, and is put into words once.
    let entries: Vec<Vec<u8>> = corpus
        .documents()
        .par_iter()
        .zip(problems)
        .enumerate()
        .map(|(index, (document, problems))| json_bytes(&entry(input, DocumentIndex(index), document, problems)))
        .collect();
    let mut types = Vec::new();
    for (index, definition) in corpus.definitions.iter() {
        let of_type: Vec<&[u8]> = corpus
            .of_type(index)
            .map(|(index, _)| entries[index.0].as_slice())
            .collect();
        let name = file_name(definition);
        types.push(type_entry(definition, of_type.len(), &name));
        shelf.put(Rank(Kind::Api, index.0), format!("api/{name}"), documents(&of_type));
    }
    let mut place = types.len();
    let mut put = |route: String, bytes: Vec<u8>| {
        shelf.put(Rank(Kind::Api, place), route, bytes);
        place += 1;
    };
    let all: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
    put("api/documents.json".to_owned(), documents(&all));
    drop(entries);
    put(INSIGHTS.to_owned(), insights(input));
    for earlier in input.earlier {
        let name = format!("{INSIGHTS_OF_DAY}{}.json", earlier.day);
        put(name, insights_of(earlier));
    }
    let index = Index {
        version: VERSION,
        title: &corpus.config.title,
        description: &corpus.config.description,
        generator: format!("docent {}", env!("CARGO_PKG_VERSION")),
        commit: input.commit.map(|commit| commit.id.as_str()),
        count: corpus.documents().len(),
        documents: "documents.json",
        insights: "insights.json",
        schema: "schema.json",
        types,
    };
    put("api/index.json".to_owned(), json_line(&index));
    put("api/schema.json".to_owned(), SCHEMA.as_bytes().to_vec());
}

/// A list of documents: `api/documents.json` and the file of each type.
fn documents(entries: &[&[u8]]) -> Vec<u8> {
    let size: usize = entries.iter().map(|entry| entry.len() + 1).sum();
    let mut bytes = Vec::with_capacity(size + 64);
    bytes.extend_from_slice(format!("{{\"version\":{VERSION},\"documents\":[").as_bytes());
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(entry);
    }
    bytes.extend_from_slice(b"]}\n");
    bytes
}

/// `api/insights.json`: `version`, then an object for each insight.
fn insights(input: &Input<'_>) -> Vec<u8> {
    let mut file = version();
    let rest = file.len();
    input.insights.write(input.corpus, &mut file);
    // The object goes on where it begins.
    file[rest] = b',';
    file.push(b'\n');
    file
}

/// The beginning of a file.
fn version() -> Vec<u8> {
    format!("{{\"version\":{VERSION}").into_bytes()
}

/// `api/insights/2026-10-15.json`: what was known at the end of the day of a review.
fn insights_of(earlier: &Earlier) -> Vec<u8> {
    [&*version(), b",", &earlier.published, b"}\n"].concat()
}

fn json_bytes(value: &impl Serialize) -> Vec<u8> {
    // Maps with text as keys and finite numbers always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

fn json_line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = json_bytes(value);
    bytes.push(b'\n');
    bytes
}

fn file_name(definition: &Definition) -> String {
    format!("{}.json", route_word(definition.address()))
}

fn type_entry<'a>(definition: &'a Definition, count: usize, file: &str) -> TypeEntry<'a> {
    TypeEntry {
        r#type: &definition.type_name,
        name: &definition.name,
        plural: &definition.plural,
        prefix: &definition.prefix,
        folder: &definition.folder,
        states: definition.lifecycle.names().collect(),
        count,
        documents: file.to_owned(),
    }
}

fn entry<'a>(input: &Input<'a>, index: DocumentIndex, document: &'a Document, problems: Problems) -> Entry<'a> {
    let corpus = input.corpus;
    let dates = input.dates(index);
    let completeness = input.checked.completeness.get(index.0).and_then(Option::as_deref);
    let tags = match document.fields.value("tags") {
        Some(Value::List(items)) => items.iter().filter_map(|item| item.value.as_text()).collect(),
        _ => Vec::new(),
    };
    let team = document.fields.text("team").and_then(|team| corpus.team(team));
    Entry {
        id: &document.id.value,
        r#type: &corpus.definition(document).type_name,
        title: &document.title.value,
        summary: document.fields.text("summary"),
        status: corpus.state_name(document),
        owner: document.owner(),
        team: team.map(|team| corpus.get(team).id.value.as_str()),
        tags,
        path: document.path().as_str(),
        route: &document.route,
        markdown: render::twin_route(&document.route),
        created: dates.created.map(|date| date.to_string()),
        updated: dates.updated.map(|date| date.to_string()),
        completeness: completeness.map(|completeness| Completeness {
            answered: completeness.answered(),
            total: completeness.total(),
            unanswered: completeness
                .unanswered()
                .map(|section| section.heading.as_ref())
                .collect(),
        }),
        fields: fields(&document.fields),
        references: references(input, index),
        referred_to_by: input
            .links
            .to(index)
            .map(|it| corpus.get(it.from).id.value.as_str())
            .collect(),
        problems,
    }
}

fn references<'a>(input: &Input<'a>, index: DocumentIndex) -> Vec<ReferenceEntry<'a>> {
    let entries = input.links.from(index).iter().filter_map(|reference| {
        let Target::Document { index: to, anchor } = &reference.target else {
            return None;
        };
        (*to != index).then(|| ReferenceEntry {
            to: &input.corpus.get(*to).id.value,
            anchor: anchor.as_ref().map(|(name, _)| name.as_str()),
            via: match &reference.origin {
                Origin::Field(key) => key,
                _ => "text",
            },
        })
    });
    entries.collect::<BTreeSet<_>>().into_iter().collect()
}

fn problems(input: &Input<'_>) -> Vec<Problems> {
    let mut problems: Vec<Problems> = input.corpus.documents().iter().map(|_| Problems::default()).collect();
    for diagnostic in &input.checked.diagnostics {
        let Some(index) = input.corpus.by_path(&diagnostic.path) else {
            continue;
        };
        match diagnostic.severity {
            Severity::Error => problems[index.0].errors += 1,
            Severity::Warning => problems[index.0].warnings += 1,
            Severity::Info => {}
        }
    }
    problems
}

fn fields(fields: &Fields) -> Map<String, Json> {
    fields
        .iter()
        .map(|field| (field.key.value.clone(), value(&field.value.value)))
        .collect()
}

fn value(value: &Value) -> Json {
    match value {
        Value::Empty | Value::Invalid => Json::Null,
        Value::Text(text)
        | Value::Duration(text, _)
        | Value::Url(text)
        | Value::Person(text)
        | Value::Team(text)
        | Value::DataFile(text) => json!(text),
        Value::Number(number) => json!(number),
        Value::Range(low, high) => json!([low, high]),
        Value::Boolean(yes) => json!(yes),
        Value::Date(date) => json!(date.to_string()),
        Value::Instant(instant) => {
            let zoned = instant.zoned();
            json!(format!("{}T{}{}", zoned.date(), zoned.time(), zoned.strftime("%:z")))
        }
        Value::Reference(reference) => match &reference.anchor {
            Some(anchor) => json!(format!("{}#{anchor}", reference.id)),
            None => json!(reference.id),
        },
        Value::None(reason) => json!({ "none": reason }),
        Value::List(items) => items.iter().map(|item| self::value(&item.value)).collect(),
        Value::Mapping(keys) => Json::Object(fields(keys)),
    }
}
