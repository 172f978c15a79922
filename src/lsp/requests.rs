//! Questions, each handed to the file that answers it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::{
    CodeActionParams, CompletionParams, DocumentDiagnosticParams, DocumentLinkParams, DocumentSymbolParams,
    FoldingRangeParams, GotoDefinitionParams, HoverParams, InlayHintParams, ReferenceParams, RenameParams,
    TextDocumentPositionParams, Uri, WorkspaceSymbolParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::session::Session;
use super::view::View;
use super::{actions, completion, diagnostics, folding, hints, hover, links, navigate, rename, symbols};

type Answer = Result<Value, Refusal>;

/// Answers a request. Whatever happens, there is an answer.
pub(super) fn answer(session: &mut Session<'_>, request: Request) -> Response {
    let Request { id, method, params } = request;
    let outcome = catch_unwind(AssertUnwindSafe(|| ask(session, &method, params)));
    let failed = Refusal {
        code: ErrorCode::InternalError,
        message: format!("`{method}` failed; please report this"),
    };
    match outcome.unwrap_or(Err(failed)) {
        Ok(value) => Response::new_ok(id, value),
        Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
    }
}

fn ask(session: &mut Session<'_>, method: &str, params: Value) -> Answer {
    match method {
        "textDocument/completion" => {
            let params: CompletionParams = read(params)?;
            let at = params.text_document_position;
            about(session, &at.text_document.uri, |view| {
                completion::complete(view, at.position)
            })
        }
        "textDocument/hover" => {
            let params: HoverParams = read(params)?;
            let at = params.text_document_position_params;
            about(session, &at.text_document.uri, |view| hover::hover(view, at.position))
        }
        "textDocument/definition" => {
            let params: GotoDefinitionParams = read(params)?;
            let at = params.text_document_position_params;
            about(session, &at.text_document.uri, |view| {
                navigate::definition(view, at.position)
            })
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let at = params.text_document_position;
            about(session, &at.text_document.uri, |view| {
                navigate::references(view, at.position, params.context.include_declaration)
            })
        }
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            about(session, &params.text_document.uri, symbols::of_document)
        }
        "workspace/symbol" => {
            let params: WorkspaceSymbolParams = read(params)?;
            let client = session.client;
            value(symbols::of_workspace(session.roots(), client, &params.query))
        }
        "textDocument/documentLink" => {
            let params: DocumentLinkParams = read(params)?;
            about(session, &params.text_document.uri, links::links)
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            about(session, &params.text_document.uri, |view| {
                actions::actions(view, params.range, &params.context)
            })
        }
        "textDocument/prepareRename" => {
            let at: TextDocumentPositionParams = read(params)?;
            tried(session, &at.text_document.uri, |view| {
                rename::prepare(view, at.position)
            })
        }
        "textDocument/rename" => {
            let params: RenameParams = read(params)?;
            let at = params.text_document_position;
            tried(session, &at.text_document.uri, |view| {
                rename::rename(view, at.position, &params.new_name)
            })
        }
        "textDocument/inlayHint" => {
            let params: InlayHintParams = read(params)?;
            about(session, &params.text_document.uri, |view| {
                hints::hints(view, params.range)
            })
        }
        "textDocument/foldingRange" => {
            let params: FoldingRangeParams = read(params)?;
            about(session, &params.text_document.uri, folding::ranges)
        }
        "textDocument/diagnostic" => {
            let params: DocumentDiagnosticParams = read(params)?;
            about(
                session,
                &params.text_document.uri,
                |view| json!({ "kind": "full", "items": diagnostics::all(view.root, view.client, view.path) }),
            )
        }
        _ => Err(Refusal {
            code: ErrorCode::MethodNotFound,
            message: format!("`{method}` is not supported"),
        }),
    }
}

/// The answer about an open file; nothing, where the file is not open or in no organisation.
fn about<T: Serialize>(session: &mut Session<'_>, uri: &Uri, answer: impl FnOnce(&View<'_>) -> T) -> Answer {
    match session.view(uri) {
        Some(view) => value(answer(&view)),
        None => Ok(Value::Null),
    }
}

/// The same for what can be refused.
fn tried<T: Serialize>(
    session: &mut Session<'_>,
    uri: &Uri,
    answer: impl FnOnce(&View<'_>) -> Result<T, Refusal>,
) -> Answer {
    match session.view(uri) {
        Some(view) => value(answer(&view)?),
        None => Ok(Value::Null),
    }
}

fn value(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| Refusal {
        code: ErrorCode::InternalError,
        message: error.to_string(),
    })
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal {
        code: ErrorCode::InvalidParams,
        message: error.to_string(),
    })
}
