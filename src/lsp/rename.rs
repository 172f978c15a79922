//! Another id for a document, everywhere it is named.

use lsp_types::{Position, PrepareRenameResponse, WorkspaceEdit};

use super::cursor::{self, Thing};
use super::edits::{self, NewName};
use super::refusal::Refusal;
use super::view::View;
use crate::author::{TakenIds, is_published, renumber, wanted_id};
use crate::history::{BranchSelection, read_elsewhere};
use crate::link::Target;
use crate::model::DocumentIndex;
use crate::span::Span;

/// The id at a position, which is what would be changed.
pub(super) fn prepare(view: &View<'_>, position: Position) -> Result<PrepareRenameResponse, Refusal> {
    let (index, span) = subject(view, position)?;
    Ok(PrepareRenameResponse::RangeWithPlaceholder {
        range: view.range(span),
        placeholder: view.corpus().get(index).id.value.clone(),
    })
}

/// The edits that give the document at a position another id: here, in every file that refers to it, and in the name of its
/// own.
pub(super) fn rename(view: &View<'_>, position: Position, new: &str) -> Result<WorkspaceEdit, Refusal> {
    let (index, _) = subject(view, position)?;
    let organisation = view.organisation();
    let (corpus, repository) = (&organisation.corpus, view.root.repository());
    // An id that another branch has would be two documents after the merge.
    let elsewhere = read_elsewhere(repository, None, None, corpus, &BranchSelection::All);
    let ids = TakenIds::new(corpus, Some(&elsewhere));
    let refused = |error: crate::author::RenumberError| Refusal::because(error.to_string());
    let new = wanted_id(corpus, &ids, index, new).map_err(refused)?;
    let published = is_published(Some(&elsewhere), repository, corpus.get(index).path());
    let changes = renumber(
        corpus,
        &organisation.links,
        &organisation.snapshot,
        index,
        &new,
        published,
    )
    .map_err(refused)?;
    let name = NewName {
        from: changes.from,
        to: changes.to,
    };
    let names: Vec<_> = Some(name).filter(|it| *it.from != *it.to).into_iter().collect();
    edits::workspace(view, &changes.edits, &names).ok_or_else(|| {
        let id = &changes.old;
        Refusal::because(format!(
            "this editor cannot give the file of `{id}` another name; `docent renumber {id} {new}` can"
        ))
    })
}

/// The document whose id stands at a position.
fn subject(view: &View<'_>, position: Position) -> Result<(DocumentIndex, Span), Refusal> {
    let nothing = || Refusal::because("there is no id here; put the cursor on one");
    let (index, document) = view.document().ok_or_else(nothing)?;
    match cursor::at(view, index, document, view.offset(position)) {
        Thing::Id(span) => Ok((index, span)),
        Thing::Reference(reference) => match &reference.target {
            Target::Document { index, .. } => {
                let path = || Refusal::because("this is the path of a file; put the cursor on an id");
                Ok((*index, cursor::id_span(reference).ok_or_else(path)?))
            }
            _ => Err(nothing()),
        },
        _ => Err(nothing()),
    }
}
