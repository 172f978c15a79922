//! What can be done at a place: making the fixes of diagnostics, mending all of a document, going to another state.

use std::collections::BTreeMap;
use std::sync::Arc;

use lsp_types::{CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Range};

use super::capabilities::FIX_ALL;
use super::diagnostics;
use super::edits::{self, NewName};
use super::view::{self, View};
use crate::author::{Mended, Move, change_state, mend};
use crate::definition::Verdict;
use crate::diagnostic::Diagnostic;

/// The actions for a range.
pub(super) fn actions(view: &View<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeActionOrCommand> {
    let wanted = |kind: &CodeActionKind| {
        let only = context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|it| is_of(kind, it)))
    };
    let found = diagnostics::found(view.root, view.path);
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let asked = view.lines.span(range);
        let here = found
            .iter()
            .filter(|it| it.span.start <= asked.end && asked.start <= it.span.end);
        let fixes: Vec<_> = here.filter(|it| it.fix.is_some()).collect();
        actions.extend(
            fixes
                .iter()
                .filter_map(|diagnostic| fix(view, diagnostic, fixes.len() == 1)),
        );
    }
    if wanted(&CodeActionKind::REFACTOR_REWRITE) {
        actions.extend(moves(view, range));
    }
    if wanted(&FIX_ALL) {
        actions.extend(fix_all(view, &found));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind is another, or a part of it: `source` has `source.fixAll`.
fn is_of(kind: &CodeActionKind, whole: &CodeActionKind) -> bool {
    let (kind, whole) = (kind.as_str(), whole.as_str());
    let rest = kind.strip_prefix(whole);
    whole.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn fix(view: &View<'_>, diagnostic: &Diagnostic, only: bool) -> Option<CodeAction> {
    let title = &diagnostic.fix.as_ref()?.title;
    let mended = mended(view, &[diagnostic]);
    Some(CodeAction {
        title: sentence(title),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::shown(
            view.root,
            view.client,
            &view.lines,
            diagnostic,
        )]),
        edit: Some(workspace(view, &mended)?),
        is_preferred: Some(only),
        ..CodeAction::default()
    })
}

/// All fixes of the document that can be made together.
fn fix_all(view: &View<'_>, found: &[&Diagnostic]) -> Option<CodeAction> {
    let stays = |it: &&&Diagnostic| it.fix.as_ref().is_some_and(|fix| fix.rename.is_none());
    let fixable: Vec<&Diagnostic> = found.iter().filter(stays).copied().collect();
    let mended = mended(view, &fixable);
    if mended.fixed.is_empty() {
        return None;
    }
    Some(CodeAction {
        title: match mended.fixed.len() {
            1 => "Make the one fix of this document".to_owned(),
            count => format!("Make all {count} fixes of this document"),
        },
        kind: Some(FIX_ALL),
        edit: Some(workspace(view, &mended)?),
        ..CodeAction::default()
    })
}

fn mended(view: &View<'_>, diagnostics: &[&Diagnostic]) -> Mended {
    let organisation = view.organisation();
    mend(diagnostics, &organisation.corpus, &organisation.links, |path| {
        view::text(organisation, path)
    })
}

fn workspace(view: &View<'_>, mended: &Mended) -> Option<lsp_types::WorkspaceEdit> {
    if mended.edits.is_empty() && mended.renames.is_empty() {
        return None;
    }
    let name = |rename: &crate::diagnostic::Rename| NewName {
        from: Arc::clone(&rename.from),
        to: rename.to.clone(),
    };
    let names: Vec<_> = mended.renames.iter().map(name).collect();
    edits::workspace(view, &mended.edits, &names)
}

/// The states that the document can go to without a reason, offered at its state.
fn moves(view: &View<'_>, range: Range) -> Vec<CodeAction> {
    let Some((_, document)) = view.document() else {
        return Vec::new();
    };
    let asked = view.lines.span(range);
    let place = document.status_place();
    let Some(from) = document
        .state()
        .filter(|_| place.start <= asked.end && asked.start <= place.end)
    else {
        return Vec::new();
    };
    let lifecycle = &view.corpus().definition(document).lifecycle;
    let states = lifecycle.states.iter().enumerate();
    let reachable = states.filter(|(to, _)| *to != from && lifecycle.verdict(from, *to) == Verdict::Allowed);
    let action = |(_, state): (usize, &crate::definition::State)| {
        let to = Move {
            state: &state.name,
            reopened: None,
        };
        let edits = change_state(&document.parsed, to).ok()?;
        let by_file = BTreeMap::from([(Arc::clone(document.path()), edits)]);
        Some(CodeAction {
            title: format!("Move to `{}`", state.name),
            kind: Some(CodeActionKind::REFACTOR_REWRITE),
            edit: Some(edits::workspace(view, &by_file, &[])?),
            ..CodeAction::default()
        })
    };
    reachable.filter_map(action).collect()
}

/// A title as menus write it.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
