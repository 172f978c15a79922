//! The protocol itself: beginning, ending, and whatever else arrives.

use serde_json::{Value, json};

use super::support::editor::{Editor, abilities, framed};
use super::{PATH, STREAM, organisation};

#[test]
fn shutdown_and_exit_end_with_zero() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    assert!(editor.ask("shutdown", Value::Null).is_null());
    let late = editor.refused("textDocument/hover", editor.behind(PATH, "[MET"));
    assert!(late.contains("shut down"), "{late}");
    editor.notify("exit", Value::Null);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn exit_without_shutdown_ends_with_one() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.notify("exit", Value::Null);
    assert_eq!(editor.end(), Some(1));
    let editor = Editor::bare(repo.root());
    editor.notify("exit", Value::Null);
    assert_eq!(editor.end(), Some(1), "also before `initialize`");
}

#[test]
fn the_server_ends_when_nobody_speaks_to_it_any_more() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    editor.hang_up();
    assert_eq!(editor.end(), Some(1));
    let editor = Editor::bare(repo.root());
    editor.hang_up();
    assert_eq!(editor.end(), Some(1));
}

#[test]
fn initialize_comes_first_and_once() {
    let repo = organisation();
    let editor = Editor::bare(repo.root());
    let id = editor.begin("textDocument/hover", json!({}));
    assert_eq!(editor.answer(id)["error"]["code"], -32002);
    let id = editor.begin("initialize", json!({ "capabilities": 3 }));
    assert_eq!(
        editor.answer(id)["error"]["code"],
        -32602,
        "and may be said again, rightly"
    );
    let answer = editor.ask("initialize", json!({ "capabilities": {} }));
    assert_eq!(answer["serverInfo"]["name"], "docent");
    let id = editor.begin("initialize", json!({ "capabilities": {} }));
    assert!(editor.answer(id)["error"].is_object());
}

#[test]
fn what_is_no_message_is_answered_and_passed_over() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.raw(framed("{nonsense").as_bytes());
    assert_eq!(
        editor.wait(|it| it["id"].is_null() && it["error"].is_object())["error"]["code"],
        -32700
    );
    editor.raw(framed("[1, 2]").as_bytes());
    assert_eq!(
        editor.wait(|it| it["id"].is_null() && it["error"].is_object())["error"]["code"],
        -32600
    );
    let id = editor.begin("textDocument/unheardOf", json!({}));
    assert_eq!(editor.answer(id)["error"]["code"], -32601);
    let id = editor.begin("textDocument/hover", json!({ "position": "here" }));
    assert_eq!(editor.answer(id)["error"]["code"], -32602);
    editor.notify("$/unheardOf", json!({}));
    editor.notify("textDocument/didChange", json!({ "textDocument": 3 }));
    editor.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": editor.uri("never-opened.md") } }),
    );
    editor.send(&json!({ "jsonrpc": "2.0", "id": 999, "result": null }));
    editor.open(PATH);
    editor.diagnostics(PATH);
}

#[test]
fn a_cancelled_request_is_answered_once() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let open = json!({
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": { "textDocument": { "uri": editor.uri(PATH), "languageId": "markdown", "version": 1, "text": STREAM } },
    });
    let ask = json!({ "jsonrpc": "2.0", "id": 77, "method": "workspace/symbol", "params": { "query": "" } });
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 77 } });
    let all: String = [open, ask, cancel].iter().map(|it| framed(&it.to_string())).collect();
    editor.raw(all.as_bytes());
    let answer = editor.answer(77);
    // It may have been answered before the rest was read.
    let is_cancelled = answer["error"]["code"] == -32800;
    assert!(is_cancelled || answer["result"].is_array(), "{answer}");
    let symbols = editor.ask("workspace/symbol", json!({ "query": "" }));
    assert!(symbols.is_array(), "the next one is answered: {symbols}");
}

#[test]
fn positions_out_of_range_are_brought_into_the_text() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let document = json!({ "uri": editor.uri(PATH) });
    for method in [
        "textDocument/completion",
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/prepareRename",
    ] {
        let id = editor.begin(method, json!({ "textDocument": document, "position": far }));
        let answer = editor.answer(id);
        assert_ne!(answer["error"]["code"], -32603, "{method}: {answer}");
    }
    editor.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": editor.uri(PATH), "version": 2 },
            "contentChanges": [
                { "range": { "start": far, "end": { "line": 0, "character": 0 } }, "text": "\nat the end" },
                { "range": { "start": { "line": 0, "character": 99 }, "end": far }, "text": "" },
            ],
        }),
    );
    editor.diagnostics_of(PATH, 2);
}

#[test]
fn odd_texts_do_no_harm() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let huge = format!("{STREAM}{}", "word ".repeat(600_000));
    for text in [
        "",
        "---",
        "---\n",
        "---\n---",
        "---\nstatus: [\n---\n",
        "---\nstatus: {a: [b, *c, &d\n---\n\n## \n",
        "---\n\tstatus: draft\n---\n",
        "\u{feff}---\r\nstatus: draft\r\n---\r\n\r\n## A\r\n",
        "---\nsuccess:\n- - - - {a: {a: {a: [\n",
        "binary \0 text",
        "# 🚀\n\n[[[[[[[](((((#####\n| a |\n|-\n",
        "a\rb\rc",
        &huge,
    ] {
        editor.open_with(PATH, text);
        let document = json!({ "uri": editor.uri(PATH) });
        editor.diagnostics(PATH);
        let lines = u32::try_from(text.lines().count()).expect("a number").min(12);
        for line in 0..=lines {
            for character in [0, 1, 3, 8, 200] {
                let at = json!({ "textDocument": document, "position": { "line": line, "character": character } });
                editor.ask("textDocument/completion", at.clone());
                editor.ask("textDocument/hover", at.clone());
                editor.ask("textDocument/definition", at);
            }
        }
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        for method in ["documentSymbol", "documentLink", "foldingRange"] {
            editor.ask(&format!("textDocument/{method}"), json!({ "textDocument": document }));
        }
        editor.ask(
            "textDocument/inlayHint",
            json!({ "textDocument": document, "range": whole }),
        );
        editor.ask(
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } }),
        );
        editor.close(PATH);
        editor.diagnostics(PATH);
    }
}

#[test]
fn a_client_from_before_there_were_folders_is_served() {
    let repo = organisation();
    let editor = Editor::bare(repo.root());
    editor.ask(
        "initialize",
        json!({ "processId": null, "rootUri": editor.uri(""), "capabilities": abilities() }),
    );
    editor.notify("initialized", json!({}));
    editor.open(PATH);
    editor.diagnostics(PATH);
}
