//! What the client can do.

use lsp_types::{ClientCapabilities, MarkupContent, MarkupKind, ResourceOperationKind};

use super::positions::Encoding;

/// The abilities of a client that answers depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// What it counts characters in.
    pub(super) encoding: Encoding,
    /// Whether it fills in places of an inserted text.
    pub(super) snippets: bool,
    /// Whether it shows symbols as a tree.
    pub(super) symbol_tree: bool,
    /// Whether it takes changes with the versions of documents.
    pub(super) document_changes: bool,
    /// Whether it can give a file another name.
    pub(super) renames_files: bool,
    /// Whether it shows other places that explain a diagnostic.
    pub(super) related: bool,
    /// Whether it shows where a rule is explained.
    pub(super) code_description: bool,
    /// Whether it takes code actions as such, and not only as commands.
    pub(super) actions: bool,
    /// Whether it renders Markdown when hovering.
    pub(super) hover_markdown: bool,
    /// Whether it renders Markdown beside completions.
    pub(super) completion_markdown: bool,
    /// Whether it can be asked to watch files.
    pub(super) watches: bool,
}

impl Client {
    /// Reads what a client says of itself. What it does not say, it cannot do.
    pub(super) fn new(says: &ClientCapabilities) -> Self {
        let workspace = says.workspace.as_ref();
        let document = says.text_document.as_ref();
        let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
        let operations = edit.and_then(|it| it.resource_operations.as_ref());
        let general = says.general.as_ref();
        let completion = document.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        let published = document.and_then(|it| it.publish_diagnostics.as_ref());
        let markdown =
            |formats: Option<&Vec<MarkupKind>>| formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown));
        Self {
            encoding: Encoding::agreed(general.and_then(|it| it.position_encodings.as_deref())),
            snippets: completion.and_then(|it| it.snippet_support).unwrap_or(false),
            symbol_tree: document
                .and_then(|it| it.document_symbol.as_ref()?.hierarchical_document_symbol_support)
                .unwrap_or(false),
            document_changes: edit.and_then(|it| it.document_changes).unwrap_or(false),
            renames_files: operations.is_some_and(|it| it.contains(&ResourceOperationKind::Rename)),
            related: published.and_then(|it| it.related_information).unwrap_or(false),
            code_description: published.and_then(|it| it.code_description_support).unwrap_or(false),
            actions: document
                .and_then(|it| it.code_action.as_ref()?.code_action_literal_support.as_ref())
                .is_some(),
            hover_markdown: markdown(document.and_then(|it| it.hover.as_ref()?.content_format.as_ref())),
            completion_markdown: markdown(completion.and_then(|it| it.documentation_format.as_ref())),
            watches: workspace
                .and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or(false),
        }
    }
}

/// A text in Markdown, or as plain as it is for a client that shows it as it is.
pub(super) fn markup(markdown: bool, text: String) -> MarkupContent {
    let kind = match markdown {
        true => MarkupKind::Markdown,
        false => MarkupKind::PlainText,
    };
    MarkupContent { kind, value: text }
}
