//! Documents, the places in them, and files, as something to refer to.

use std::collections::BTreeSet;

use camino::Utf8Path;
use lsp_types::CompletionItemKind;

use super::Choice;
use crate::definition::Definitions;
use crate::lsp::describe;
use crate::lsp::view::View;
use crate::model::{Corpus, Document, DocumentIndex, Value};
use crate::repository::relative;

/// Ids of documents of some types (of all, where none is named), but for the document in the file.
pub(super) fn ids(view: &View<'_>, to: &[String]) -> Vec<Choice> {
    let corpus = view.corpus();
    let allowed = allowed(&corpus.definitions, to);
    let documents = corpus.iter().filter(|(_, document)| {
        let is_other = **document.path() != *view.path;
        is_other && allowed.as_ref().is_none_or(|it| it.contains(&document.definition.0)) && has_id(corpus, document)
    });
    documents.map(|(index, document)| id(index, document)).collect()
}

/// Plain pages are known by their paths.
fn has_id(corpus: &Corpus, document: &Document) -> bool {
    corpus.definition(document).type_name != "page"
}

fn allowed(definitions: &Definitions, to: &[String]) -> Option<BTreeSet<usize>> {
    let known = to.iter().filter_map(|name| definitions.find(name));
    (!to.is_empty()).then(|| known.map(|index| index.0).collect())
}

fn id(index: DocumentIndex, document: &Document) -> Choice {
    Choice::new(&document.id.value, CompletionItemKind::REFERENCE)
        .detail(&document.title.value)
        .document(index)
        .found_by(&document.title.value)
}

/// Places in a document that `#name` can lead to, behind what stands before the `#`.
pub(super) fn anchors(corpus: &Corpus, index: DocumentIndex) -> Vec<Choice> {
    let document = corpus.get(index);
    let body = &document.parsed.body;
    let headings = body.headings.iter().map(|heading| {
        Choice::new(&heading.anchor, CompletionItemKind::REFERENCE)
            .detail(format!("{} {}", "#".repeat(usize::from(heading.level)), heading.text))
            .found_by(&heading.text)
    });
    let named = body.anchors.iter().map(|anchor| {
        let words = describe::anchor_words(document, &anchor.value);
        Choice::new(&anchor.value, CompletionItemKind::REFERENCE)
            .detail(words.clone())
            .found_by(words)
    });
    let in_fields = document.anchors().skip(body.headings.len() + body.anchors.len());
    let in_fields = in_fields.map(|name| Choice::new(name, CompletionItemKind::REFERENCE));
    // What somebody gave a name is more likely meant than a heading.
    named.chain(in_fields).chain(headings).collect()
}

/// Paths of documents and files, as a link in the file writes them: documents first.
pub(super) fn paths(view: &View<'_>) -> Vec<Choice> {
    let folder = view.path.parent().unwrap_or(Utf8Path::new(""));
    let corpus = view.corpus();
    let documents = corpus.iter().filter(|(_, it)| **it.path() != *view.path);
    let documents = documents.map(|(index, document)| {
        let title = &document.title.value;
        let path = relative(folder, document.path());
        Choice::new(path, CompletionItemKind::FILE)
            .detail(format!("{} {title}", document.id.value))
            .document(index)
            .found_by(format!("{} {title}", document.id.value))
    });
    let snapshot = &view.organisation().snapshot;
    let is_seen = |path: &Utf8Path| !path.components().any(|part| part.as_str().starts_with('.'));
    let files = snapshot
        .paths()
        .filter(|path| corpus.by_path(path).is_none() && is_seen(path));
    let files = files.map(|path| Choice::new(relative(folder, path), CompletionItemKind::FILE));
    documents.chain(files).collect()
}

/// Values that a field has in other documents of the type, the most frequent first.
pub(super) fn values_elsewhere(view: &View<'_>, key: &str, same_type: bool) -> Vec<String> {
    let corpus = view.corpus();
    let own = view.document().map(|(_, document)| document.definition);
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for document in corpus.documents() {
        if **document.path() == *view.path || (same_type && own.is_some_and(|own| own != document.definition)) {
            continue;
        }
        if let Some(field) = document.fields.get(key) {
            Value::leaves(&field.value, &mut |leaf| {
                if let Some(text) = leaf.value.as_text() {
                    *counts.entry(text).or_default() += 1;
                }
            });
        }
    }
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    values.into_iter().map(|(value, _)| value.to_owned()).collect()
}
