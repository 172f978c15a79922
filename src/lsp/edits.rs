//! Edits of texts and new names of files, as a client makes them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, RenameFile, ResourceOp,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::positions::Lines;
use super::view::{self, View};
use crate::diagnostic::Edit;

/// A file with another name.
#[derive(Clone, Debug)]
pub(super) struct NewName {
    /// Its path from the root.
    pub(super) from: Arc<Utf8Path>,
    /// What it is called then.
    pub(super) to: Utf8PathBuf,
}

/// Edits by file, then new names; `None` where the client cannot give a file another name.
pub(super) fn workspace(
    view: &View<'_>,
    edits: &BTreeMap<Arc<Utf8Path>, Vec<Edit>>,
    names: &[NewName],
) -> Option<WorkspaceEdit> {
    let by_file: Vec<_> = edits
        .iter()
        .filter_map(|(path, edits)| file(view, path, edits))
        .collect();
    if !view.client.document_changes {
        #[expect(
            clippy::mutable_key_type,
            reason = "the protocol's own map, by addresses that nobody changes"
        )]
        let changes: HashMap<_, _> = by_file.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return names.is_empty().then(|| WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        });
    }
    let by_file = by_file.into_iter().map(|(uri, version, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    let changes = if names.is_empty() {
        DocumentChanges::Edits(by_file.collect())
    } else if view.client.renames_files {
        let edits = by_file.map(DocumentChangeOperation::Edit);
        let names = names.iter().filter_map(|name| {
            let rename = RenameFile {
                old_uri: address(view, &name.from)?,
                new_uri: view::uri(view.root, &name.to)?,
                options: None,
                annotation_id: None,
            };
            Some(DocumentChangeOperation::Op(ResourceOp::Rename(rename)))
        });
        DocumentChanges::Operations(edits.chain(names).collect())
    } else {
        return None;
    };
    Some(WorkspaceEdit {
        document_changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

fn file(view: &View<'_>, path: &Utf8Path, edits: &[Edit]) -> Option<(Uri, Option<i32>, Vec<TextEdit>)> {
    let text = view::text(view.organisation(), path)?;
    let lines = Lines::new(&text, view.client.encoding);
    let edits = edits.iter().map(|edit| TextEdit {
        range: lines.range(edit.span),
        new_text: edit.replacement.clone(),
    });
    let version = view.open_file(path).map(|file| file.version);
    Some((address(view, path)?, version, edits.collect()))
}

/// The address of a file, as the client has it where it is open.
fn address(view: &View<'_>, path: &Utf8Path) -> Option<Uri> {
    match view.open_file(path) {
        Some(file) => Some(file.uri.clone()),
        None => view::uri(view.root, path),
    }
}
