//! The corpus as JSON under `api/`, for programs.
//!
//! `api/index.json` names the site, the types and their files; `api/documents.json` holds every document;
//! `api/rewrites.json` and so on, one a type, hold the documents of a folder; `api/insights.json` holds every number that
//! the site shows, an object for each insight, with the ids of the documents it came from (how each is counted stands in
//! the file of `insight/` that derives it), and `api/insights/2026-10-15.json` what some of them were on the day of a
//! review; `api/schema.json` describes them. Every file carries `version`. Within a
//! version keys are added, never removed, renamed or given another meaning. What is not known is `null` or left empty.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::definition::Definition;
use crate::diagnostic::Severity;
use crate::insight::earlier::Earlier;
use crate::insight::publish::Publish;
use crate::link::{Origin, Target};
use crate::model::{Document, DocumentIndex, Fields, Value, route_word};
use crate::render::{self, INSIGHTS, INSIGHTS_OF_DAY, Input};

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

/// A list of documents: `api/documents.json` and the file of each type.
#[derive(Serialize)]
struct Documents<'a> {
    version: u32,
    documents: Vec<&'a Entry<'a>>,
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

/// All files of the API.
pub(super) fn files(input: &Input<'_>) -> Vec<(String, Vec<u8>)> {
    let corpus = input.corpus;
    let problems = problems(input);
    let entries: Vec<Entry<'_>> = corpus
        .iter()
        .zip(problems)
        .map(|((index, document), problems)| entry(input, index, document, problems))
        .collect();
    let mut files = Vec::new();
    let mut types = Vec::new();
    for (index, definition) in corpus.definitions.iter() {
        let of_type = corpus
            .documents()
            .iter()
            .zip(&entries)
            .filter(|(document, _)| document.definition == index);
        let documents: Vec<_> = of_type.map(|(_, entry)| entry).collect();
        let name = file_name(definition);
        types.push(type_entry(definition, documents.len(), &name));
        files.push((
            format!("api/{name}"),
            json_bytes(&Documents {
                version: VERSION,
                documents,
            }),
        ));
    }
    let all = Documents {
        version: VERSION,
        documents: entries.iter().collect(),
    };
    files.push(("api/documents.json".to_owned(), json_bytes(&all)));
    files.push((INSIGHTS.to_owned(), json_bytes(&insights(input))));
    files.extend(input.earlier.iter().map(|earlier| {
        let name = format!("{INSIGHTS_OF_DAY}{}.json", earlier.day);
        (name, json_bytes(&insights_of(earlier)))
    }));
    let index = Index {
        version: VERSION,
        title: &corpus.config.title,
        description: &corpus.config.description,
        generator: format!("docent {}", env!("CARGO_PKG_VERSION")),
        commit: input.commit.map(|commit| commit.id.as_str()),
        count: entries.len(),
        documents: "documents.json",
        insights: "insights.json",
        schema: "schema.json",
        types,
    };
    files.push(("api/index.json".to_owned(), json_bytes(&index)));
    files.push(("api/schema.json".to_owned(), SCHEMA.as_bytes().to_vec()));
    files
}

/// `api/insights.json`: `version`, then an object for each insight.
fn insights(input: &Input<'_>) -> Json {
    let mut file = Map::new();
    file.insert("version".to_owned(), VERSION.into());
    if let Json::Object(insights) = input.insights.publish(input.corpus) {
        file.extend(insights);
    }
    Json::Object(file)
}

/// `api/insights/2026-10-15.json`: what was known at the end of the day of a review, of the insights that need no more than
/// the front matter of documents. Ids are those of then.
fn insights_of(earlier: &Earlier) -> Json {
    const WHOLE: [&str; 10] = [
        "today",
        "initiatives",
        "outcomes",
        "roadmap",
        "mix",
        "debt",
        "vision",
        "incidents",
        "scorecard",
        "flow",
    ];
    // What is read from the texts of incidents.
    const IN_TEXTS: [&str; 2] = ["factors", "contradicted"];
    let mut file = Map::new();
    file.insert("version".to_owned(), VERSION.into());
    if let Json::Object(mut insights) = earlier.insights.publish(&earlier.corpus) {
        insights.retain(|name, _| WHOLE.contains(&name.as_str()));
        if let Some(Json::Object(incidents)) = insights.get_mut("incidents") {
            incidents.retain(|name, _| !IN_TEXTS.contains(&name.as_str()));
        }
        file.extend(insights);
    }
    Json::Object(file)
}

fn json_bytes(value: &impl Serialize) -> Vec<u8> {
    // Maps with text as keys and finite numbers always serialise.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
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
