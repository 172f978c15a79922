//! Putting parsed files, definitions and people together.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use camino::Utf8Path;
use rayon::prelude::*;

use super::corpus::Corpus;
use super::data::DataFile;
use super::document::{Document, Status};
use super::identity::{Identity, route_word};
use super::people::People;
use super::read;
use super::reserved::{beside_reserved, is_reserved};
use super::sections::SectionIndex;
use crate::config::{Config, fits_pattern};
use crate::definition::{Definition, Definitions, TypeIndex};
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use crate::repository::SourceFile;
use crate::span::{Span, Spanned};
use crate::yaml::{Mapping, Node};

/// Name of the type of plain pages.
const PAGE: &str = "page";

/// What a corpus is made of.
#[derive(Debug)]
pub struct Input {
    /// The configuration.
    pub config: Arc<Config>,
    /// The document types.
    pub definitions: Arc<Definitions>,
    /// The documents; see [`is_document_path`] for which files these are.
    pub documents: Vec<Parsed>,
    /// `people.yaml`, where there is one.
    pub people: Option<SourceFile>,
    /// The data files; see [`is_data_path`].
    pub data: Vec<SourceFile>,
    /// Mistakes found so far in files that are no documents.
    pub problems: Vec<Diagnostic>,
}

/// Gathers the corpus: gives each file its type, id, fields and sections.
pub fn gather(input: Input) -> Corpus {
    let Input {
        config,
        definitions,
        documents,
        people,
        data,
        mut problems,
    } = input;
    let people = People::read(people.as_ref(), &mut problems);
    let data = data
        .par_iter()
        .map(|file| (Arc::clone(&file.path), Arc::new(DataFile::read(file))))
        .collect::<HashMap<_, _>>();
    let documents = read_all(documents, &definitions, &config);
    Corpus::new(
        definitions,
        config,
        Arc::new(people),
        Arc::new(data),
        problems,
        documents,
    )
}

/// The corpus with some files changed: those at `gone` are left out, `documents` and `data` are put in. All others are
/// shared with it.
pub fn change(corpus: &Corpus, gone: &HashSet<&Utf8Path>, documents: Vec<Parsed>, data: &[SourceFile]) -> Corpus {
    let written = read_all(documents, &corpus.definitions, &corpus.config);
    let mut files = Arc::clone(&corpus.data);
    if !data.is_empty() || gone.iter().any(|path| files.contains_key(*path)) {
        let files = Arc::make_mut(&mut files);
        files.retain(|path, _| !gone.contains(&**path));
        files.extend(
            data.iter()
                .map(|file| (Arc::clone(&file.path), Arc::new(DataFile::read(file)))),
        );
    }
    let replaced = gone.iter().filter(|path| corpus.by_path(path).is_some()).count();
    if replaced == written.len()
        && let Some(changed) = corpus.with_rewritten(&written, Arc::clone(&files))
    {
        return changed;
    }
    let kept = corpus.documents().iter().filter(|it| !gone.contains(&**it.path()));
    let mut all: Vec<_> = kept.cloned().collect();
    all.extend(written);
    corpus.with_documents(all, files)
}

fn read_all(documents: Vec<Parsed>, definitions: &Definitions, config: &Config) -> Vec<Arc<Document>> {
    let sections: Vec<_> = definitions
        .iter()
        .map(|(_, definition)| SectionIndex::new(definition))
        .collect();
    let read = |parsed: Parsed| {
        let index = type_of(&parsed, definitions, config)?;
        let context = Context { definitions, config };
        Some(Arc::new(document(parsed, index, context, &sections[index.0])))
    };
    documents.into_par_iter().filter_map(read).collect()
}

/// Reads one file as a document of its own, without a corpus around it; `None` when it is of no type.
pub fn read_one(parsed: Parsed, definitions: &Definitions, config: &Config) -> Option<Document> {
    let index = type_of(&parsed, definitions, config)?;
    let definition = definitions.get(index);
    let context = Context { definitions, config };
    Some(document(parsed, index, context, &SectionIndex::new(definition)))
}

/// Whether a file is a document: Markdown in the folder of a type or among the plain pages. Names that start with `_` are
/// left alone.
pub fn is_document_path(path: &Utf8Path, definitions: &Definitions, config: &Config) -> bool {
    let is_markdown = matches!(path.extension(), Some("md" | "markdown"));
    let hidden = path.components().any(|part| part.as_str().starts_with(['_', '.']));
    is_markdown && !hidden && (folder_type(path, definitions).is_some() || is_page(path, config))
}

/// Whether a file may hold the readings of a metric: CSV in the folder of a type.
pub fn is_data_path(path: &Utf8Path, definitions: &Definitions) -> bool {
    path.extension() == Some("csv") && folder_type(path, definitions).is_some()
}

/// The type whose folder a file lies in; the deepest folder counts.
pub(crate) fn folder_type(path: &Utf8Path, definitions: &Definitions) -> Option<TypeIndex> {
    let within = definitions.iter().filter(|(_, it)| it.holds(path));
    within.max_by_key(|(_, it)| it.depth()).map(|(index, _)| index)
}

fn is_page(path: &Utf8Path, config: &Config) -> bool {
    config.pages.iter().any(|page| covers(page, path))
}

/// Whether a path is a file, lies in a folder, or fits a pattern in which `*` stands for any part of a name and `**` for
/// any folders.
fn covers(page: &str, path: &Utf8Path) -> bool {
    if !page.contains('*') {
        return path.starts_with(page);
    }
    let pattern: Vec<&str> = page.split('/').collect();
    let parts: Vec<&str> = path.as_str().split('/').collect();
    fits(&pattern, &parts)
}

/// Follows all ways at once through which the pattern can have taken the parts so far: trying them one by one would take
/// longer than anyone waits where `**` stands often.
fn fits(pattern: &[&str], parts: &[&str]) -> bool {
    let mut taken = vec![false; parts.len() + 1];
    taken[0] = true;
    for name in pattern {
        if *name == "**" {
            let first = taken.iter().position(|it| *it).unwrap_or(taken.len());
            taken[first..].fill(true);
            continue;
        }
        for at in (0..parts.len()).rev() {
            taken[at + 1] = taken[at] && fits_pattern(name, parts[at]);
        }
        taken[0] = false;
    }
    taken[parts.len()]
}

/// The type of a document: what `type` names, else the folder's. In a folder of documents, a README, an index or a
/// template is a plain page.
fn type_of(parsed: &Parsed, definitions: &Definitions, config: &Config) -> Option<TypeIndex> {
    let named = parsed
        .front_matter
        .fields()
        .and_then(|fields| fields.get("type"))
        .and_then(Node::text);
    let page = definitions.find(PAGE);
    named
        .and_then(|name| definitions.find(name))
        .or_else(|| page.filter(|_| is_about_the_folder(&parsed.path) || is_page(&parsed.path, config)))
        .or_else(|| folder_type(&parsed.path, definitions))
}

/// Whether a file in the folder of a type says something about it, so that it is a plain page unless it names its type: a
/// README, an index, or a template. `0012-email-template` has a number and is a document; `0000-template` is none.
pub fn is_about_the_folder(path: &Utf8Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_ascii_lowercase();
    let numbered = stem.trim_start_matches('0').starts_with(|c: char| c.is_ascii_digit());
    let last_word = stem.rsplit(|c: char| !c.is_alphanumeric()).next();
    matches!(stem.as_str(), "readme" | "index") || (!numbered && last_word == Some("template"))
}

/// What a document is read by.
#[derive(Clone, Copy)]
struct Context<'a> {
    definitions: &'a Definitions,
    config: &'a Config,
}

fn document(parsed: Parsed, index: TypeIndex, context: Context<'_>, sections: &SectionIndex) -> Document {
    let definition = context.definitions.get(index);
    let nothing = Mapping::default();
    let written = parsed.front_matter.fields().unwrap_or(&nothing);
    let identity = Identity::from_file_stem(parsed.path.file_stem().unwrap_or_default(), &definition.prefix);
    let id = spanned_text(written, "id").unwrap_or(Spanned::new(identity.id, Span::at(0)));
    let title = title(&parsed, written).unwrap_or_else(|| Spanned::new(sentence_case(&identity.words), Span::at(0)));
    Document {
        definition: index,
        route: route(&parsed, definition, context, &id),
        status: status(written, definition),
        fields: read::fields(written, &definition.fields),
        answers: sections.answers(&parsed),
        id,
        title,
        parsed,
        actions: OnceLock::new(),
    }
}

fn spanned_text(fields: &Mapping, key: &str) -> Option<Spanned<String>> {
    let node = fields.get(key)?;
    let text = node.text()?.trim();
    (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span))
}

fn title(parsed: &Parsed, fields: &Mapping) -> Option<Spanned<String>> {
    let heading = || parsed.body.title().filter(|heading| !heading.text.is_empty());
    spanned_text(fields, "title").or_else(|| heading().map(|it| Spanned::new(it.text.clone(), it.span)))
}

fn sentence_case(words: &str) -> String {
    let mut characters = words.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn status(fields: &Mapping, definition: &Definition) -> Status {
    let lifecycle = &definition.lifecycle;
    if lifecycle.states.is_empty() {
        return Status::NotApplicable;
    }
    match fields.get("status") {
        None => Status::Missing,
        Some(node) if node.is_null() => Status::Missing,
        Some(node) => {
            let word = node.text().unwrap_or_default();
            match lifecycle.index(word) {
                Some(state) => Status::Known(Spanned::new(state, node.span)),
                None => Status::Unknown(Spanned::new(node.text().unwrap_or(node.kind()).to_owned(), node.span)),
            }
        }
    }
}

/// `rewrites/rw-12.html` from the id, so that a route stays when a title changes. Plain pages keep their path; the index of
/// the pages is the front page, and one in a folder of documents makes way for the listing. What the site needs for pages
/// of its own, a document makes way for as well.
fn route(parsed: &Parsed, definition: &Definition, context: Context<'_>, id: &Spanned<String>) -> String {
    let (route, of_type) = match definition.type_name == PAGE {
        true => match page_route(parsed, context.config) {
            Some(route) => (route, folder_type(&parsed.path, context.definitions).is_some()),
            None => return "index.html".to_owned(),
        },
        false => {
            let folders: Vec<_> = definition.address().split('/').map(route_word).collect();
            (format!("{}/{}.html", folders.join("/"), route_word(&id.value)), true)
        }
    };
    match is_reserved(&route, of_type) {
        true => beside_reserved(&route),
        false => route,
    }
}

/// The route of a plain page; `None` for the front page.
fn page_route(parsed: &Parsed, config: &Config) -> Option<String> {
    let path = parsed.path.with_extension("");
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    if path.file_name() == Some("index") && config.pages.iter().any(|pages| folder == pages) {
        return None;
    }
    let name = path.components().map(|part| route_word(part.as_str()));
    let mut words: Vec<_> = name.collect();
    if let Some(last) = words.last_mut().filter(|last| *last == "index") {
        *last = "about".to_owned();
    }
    Some(format!("{}.html", words.join("/")))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn pages_are_folders_files_or_patterns() {
        let covered = |page: &str, path: &str| covers(page, path.into());
        assert!(covered("pages", "pages/deep/er.md"));
        assert!(!covered("pages", "pages-old/a.md"));
        assert!(covered("handbook/a.md", "handbook/a.md"));
        for path in ["handbook/a.md", "handbook/deep/er/a.md"] {
            assert!(covered("handbook/**/*.md", path), "{path}");
        }
        assert!(!covered("handbook/*.md", "handbook/deep/a.md"));
        assert!(!covered("handbook/**/*.md", "handbook/a.markdown"));
        assert!(!covered(&"**/".repeat(100_000), "handbook/a/b/c.md"));
        assert!(covered(&format!("{}c.md", "**/".repeat(100_000)), "handbook/a/b/c.md"));
        assert!(covered("handbook/**", "handbook/deep/a.md"));
        assert!(covered("*/how-*-to-*.md", "any/how-not-to-fail.md"));
        assert!(!covered("a*a.md", "a.md"), "the two may not share a letter");
    }
}
