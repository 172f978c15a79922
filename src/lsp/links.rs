//! What in a document can be followed with a click: ids, wiki-links, links and images that lead into the repository.

use lsp_types::DocumentLink;

use super::view::{self, View};
use crate::link::Target;

/// The links of a document.
pub(super) fn links(view: &View<'_>) -> Option<Vec<DocumentLink>> {
    let (index, _) = view.document()?;
    let corpus = view.corpus();
    let links = view.organisation().links.from(index).iter().filter_map(|reference| {
        let (path, tooltip) = match &reference.target {
            Target::Document { index: target, .. } if *target != index => {
                let document = corpus.get(*target);
                (&**document.path(), Some(document.title.value.clone()))
            }
            Target::File(path) => (path.as_path(), None),
            _ => return None,
        };
        Some(DocumentLink {
            range: view.range(reference.span),
            target: Some(view::uri(view.root, path)?),
            tooltip,
            data: None,
        })
    });
    Some(links.collect())
}
