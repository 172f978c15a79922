//! An editor: a client of the language server that drives the real binary over a pipe.
//!
//! It reads as somebody at the keyboard would say it: open a file, put the cursor somewhere, ask. A `|` in a text is the
//! cursor. Everything waits for the answer it asked for, so nothing sleeps.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use super::program;

/// The day of all editors.
pub const TODAY: &str = "2026-03-14";

/// An editor with a server.
#[derive(Debug)]
pub struct Editor {
    root: Utf8PathBuf,
    child: RefCell<Child>,
    input: RefCell<Option<ChildStdin>>,
    output: RefCell<BufReader<ChildStdout>>,
    /// Messages that came while another was waited for.
    waiting: RefCell<VecDeque<Value>>,
    next: Cell<i64>,
    /// Texts of open files and their versions.
    texts: RefCell<HashMap<String, (String, i64)>>,
    utf8: bool,
    /// What the server said of itself.
    pub server: Value,
}

/// What a modern editor can do.
pub fn abilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceFolders": true,
        },
        "textDocument": {
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
            "hover": { "contentFormat": ["markdown"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "rename": { "prepareSupport": true },
        },
    })
}

impl Editor {
    /// An editor with all abilities, in a folder.
    pub fn new(root: &Utf8Path) -> Self {
        Self::with(root, &abilities())
    }

    /// An editor with these abilities.
    pub fn with(root: &Utf8Path, abilities: &Value) -> Self {
        let editor = Self::silent(root, abilities);
        editor.notify("initialized", json!({}));
        editor
    }

    /// An editor that has said nothing after `initialize`.
    pub fn silent(root: &Utf8Path, abilities: &Value) -> Self {
        let mut editor = Self::bare(root);
        let encodings = abilities["general"]["positionEncodings"].as_array();
        editor.utf8 = encodings.is_some_and(|it| it.contains(&json!("utf-8")));
        let server = editor.ask(
            "initialize",
            json!({
                "processId": std::process::id(),
                "capabilities": abilities,
                "workspaceFolders": [{ "uri": uri(root), "name": "org" }],
            }),
        );
        editor.server = server;
        editor
    }

    /// A server that nobody has said anything to.
    pub fn bare(root: &Utf8Path) -> Self {
        let ceiling = root.parent().expect("a parent");
        let mut command = program::docent(root, &["lsp", "--today", TODAY]);
        let mut child = command
            .env("GIT_CEILING_DIRECTORIES", ceiling)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("docent runs");
        Self {
            root: root.to_owned(),
            input: RefCell::new(child.stdin.take()),
            output: RefCell::new(BufReader::new(child.stdout.take().expect("a pipe"))),
            child: RefCell::new(child),
            waiting: RefCell::default(),
            next: Cell::new(1),
            texts: RefCell::default(),
            utf8: false,
            server: Value::Null,
        }
    }

    /// The number of the server's process.
    pub fn process(&self) -> u32 {
        self.child.borrow().id()
    }

    /// The address of a file.
    pub fn uri(&self, path: &str) -> String {
        uri(&self.root.join(path))
    }

    /// Writes bytes to the server as they are.
    pub fn raw(&self, bytes: &[u8]) {
        let mut input = self.input.borrow_mut();
        let input = input.as_mut().expect("an open pipe");
        input
            .write_all(bytes)
            .and_then(|()| input.flush())
            .expect("the server reads");
    }

    /// Writes one message.
    pub fn send(&self, message: &Value) {
        self.raw(framed(&message.to_string()).as_bytes());
    }

    /// Tells the server something.
    pub fn notify(&self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Begins to ask; gives the number of the question.
    pub fn begin(&self, method: &str, params: Value) -> i64 {
        let id = self.next.get();
        self.next.set(id + 1);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to a question.
    #[track_caller]
    pub fn answer(&self, id: i64) -> Value {
        self.wait(|message| message["id"] == json!(id) && message.get("method").is_none())
    }

    /// Asks, and gives the result.
    #[track_caller]
    pub fn ask(&self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks, and gives the message of the refusal.
    #[track_caller]
    pub fn refused(&self, method: &str, params: Value) -> String {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        answer["error"]["message"]
            .as_str()
            .unwrap_or_else(|| panic!("not refused: {answer}"))
            .to_owned()
    }

    /// The next message that is wanted; others are kept.
    #[track_caller]
    pub fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(position) = waiting.iter().position(&wanted) {
            return waiting.remove(position).expect("it is there");
        }
        loop {
            let message = self.read().expect("the server is still there");
            if wanted(&message) {
                return message;
            }
            waiting.push_back(message);
        }
    }

    fn read(&self) -> Option<Value> {
        let mut output = self.output.borrow_mut();
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).expect("a header") == 0 {
                return None;
            }
            match line.trim().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        output.read_exact(&mut bytes).expect("a message");
        Some(serde_json::from_slice(&bytes).expect("JSON"))
    }

    /// Opens a file with a text of the editor's own.
    pub fn open_with(&self, path: &str, text: &str) {
        self.texts.borrow_mut().insert(path.to_owned(), (text.to_owned(), 1));
        let language = if path.ends_with(".md") { "markdown" } else { "yaml" };
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": self.uri(path), "languageId": language, "version": 1, "text": text } }),
        );
    }

    /// Opens a file as it is on disk.
    pub fn open(&self, path: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).expect("a file");
        self.open_with(path, &text);
    }

    /// Closes a file without saving it.
    pub fn close(&self, path: &str) {
        self.texts.borrow_mut().remove(path);
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": self.uri(path) } }),
        );
    }

    /// The text of an open file.
    pub fn text(&self, path: &str) -> String {
        self.texts.borrow().get(path).expect("an open file").0.clone()
    }

    /// Replaces a part of an open file by typing; gives the version it has then.
    #[track_caller]
    pub fn replace(&self, path: &str, old: &str, new: &str) -> i64 {
        let text = self.text(path);
        let start = text.find(old).unwrap_or_else(|| panic!("no `{old}` in {text}"));
        let range = self.range(&text, start, start + old.len());
        let version = {
            let mut texts = self.texts.borrow_mut();
            let (text, version) = texts.get_mut(path).expect("an open file");
            text.replace_range(start..start + old.len(), new);
            *version += 1;
            *version
        };
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": self.uri(path), "version": version },
                "contentChanges": [{ "range": range, "text": new }],
            }),
        );
        version
    }

    /// The position of a byte, as this editor counts.
    pub fn position(&self, text: &str, offset: usize) -> Value {
        let before = &text[..offset];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let character = match self.utf8 {
            true => offset - start,
            false => before[start..].encode_utf16().count(),
        };
        json!({ "line": line, "character": character })
    }

    fn range(&self, text: &str, start: usize, end: usize) -> Value {
        json!({ "start": self.position(text, start), "end": self.position(text, end) })
    }

    /// The text under a range of an open file, or of one on disk.
    pub fn under(&self, path: &str, range: &Value) -> String {
        let text = match self.texts.borrow().get(path) {
            Some((text, _)) => text.clone(),
            None => std::fs::read_to_string(self.root.join(path)).expect("a file"),
        };
        let (start, end) = (self.offset(&text, &range["start"]), self.offset(&text, &range["end"]));
        text[start..end].to_owned()
    }

    fn offset(&self, text: &str, position: &Value) -> usize {
        let line = usize::try_from(position["line"].as_u64().expect("a line")).expect("a line");
        let units = usize::try_from(position["character"].as_u64().expect("a character")).expect("a character");
        let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1));
        let start = starts.nth(line).expect("a line that is there");
        if self.utf8 {
            return start + units;
        }
        let mut passed = 0;
        for (offset, character) in text[start..].char_indices() {
            if passed >= units {
                return start + offset;
            }
            passed += character.len_utf16();
        }
        text.len()
    }

    /// What is asked about the place just behind some words of an open file.
    #[track_caller]
    pub fn behind(&self, path: &str, words: &str) -> Value {
        let text = self.text(path);
        let start = text.find(words).unwrap_or_else(|| panic!("no `{words}` in {text}"));
        json!({
            "textDocument": { "uri": self.uri(path) },
            "position": self.position(&text, start + words.len()),
        })
    }

    /// Opens a text with a `|` in it, and asks what can be written there.
    #[track_caller]
    pub fn completions(&self, path: &str, text: &str) -> Vec<Value> {
        let cursor = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        self.open_with(path, &text);
        let answer = self.ask(
            "textDocument/completion",
            json!({ "textDocument": { "uri": self.uri(path) }, "position": self.position(&text, cursor) }),
        );
        self.close(path);
        answer["items"].as_array().cloned().unwrap_or_default()
    }

    /// Labels of the completions at the `|` of a text.
    #[track_caller]
    pub fn labels(&self, path: &str, text: &str) -> Vec<String> {
        let items = self.completions(path, text);
        items
            .iter()
            .map(|item| item["label"].as_str().expect("a label").to_owned())
            .collect()
    }

    /// The text after choosing a completion at its `|`, with the places of snippets left in it.
    #[track_caller]
    pub fn completed(&self, path: &str, text: &str, label: &str) -> String {
        let items = self.completions(path, text);
        let text = text.replacen('|', "", 1);
        let labels: Vec<_> = items.iter().map(|item| &item["label"]).collect();
        let item = items.iter().find(|item| item["label"] == json!(label));
        let item = item.unwrap_or_else(|| panic!("no `{label}` among {labels:?}"));
        self.edited(&text, &json!([item["textEdit"]]))
    }

    /// A text after edits of the protocol.
    pub fn edited(&self, text: &str, edits: &Value) -> String {
        let edits = edits.as_array().expect("edits");
        let mut edits: Vec<_> = edits
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                let start = self.offset(text, &range["start"]);
                let end = self.offset(text, &range["end"]);
                (start, end, edit["newText"].as_str().expect("a text"))
            })
            .collect();
        edits.sort_by_key(|(start, end, _)| (*start, *end));
        let mut text = text.to_owned();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, new);
        }
        text
    }

    /// The next diagnostics of a file.
    #[track_caller]
    pub fn diagnostics(&self, path: &str) -> Value {
        let uri = self.uri(path);
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == json!(uri)
        };
        self.wait(is_it)["params"].clone()
    }

    /// The diagnostics of a version of a file.
    #[track_caller]
    pub fn diagnostics_of(&self, path: &str, version: i64) -> Vec<Value> {
        loop {
            let found = self.diagnostics(path);
            if found["version"] == json!(version) {
                return found["diagnostics"].as_array().expect("diagnostics").clone();
            }
        }
    }

    /// Rules of the next diagnostics of a file.
    #[track_caller]
    pub fn rules(&self, path: &str) -> Vec<String> {
        rules(&self.diagnostics(path)["diagnostics"])
    }

    /// Whether anything was published for a file that has not been looked at.
    pub fn has_waiting(&self, path: &str) -> bool {
        let uri = self.uri(path);
        self.waiting
            .borrow()
            .iter()
            .any(|message| message["params"]["uri"] == json!(uri))
    }

    /// Says that files have changed on disk: `(path, 1 created, 2 changed, 3 deleted)`.
    pub fn files_changed(&self, files: &[(&str, u8)]) {
        let changes: Vec<_> = files
            .iter()
            .map(|(path, kind)| json!({ "uri": self.uri(path), "type": kind }))
            .collect();
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// Closes the pipe.
    pub fn hang_up(&self) {
        self.input.borrow_mut().take();
    }

    /// Waits for the end of the server; its exit code.
    pub fn end(&self) -> Option<i32> {
        while self.read().is_some() {}
        self.child.borrow_mut().wait().expect("an end").code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.input.borrow_mut().take();
        let mut child = self.child.borrow_mut();
        if std::thread::panicking() {
            let _ = child.kill();
        }
        let _ = child.wait();
    }
}

/// Rules of some diagnostics.
pub fn rules(diagnostics: &Value) -> Vec<String> {
    let diagnostics = diagnostics.as_array().expect("diagnostics");
    diagnostics
        .iter()
        .map(|it| it["code"].as_str().expect("a rule").to_owned())
        .collect()
}

/// A message with its header.
pub fn framed(text: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

/// The address of a file.
pub fn uri(path: &Utf8Path) -> String {
    let mut text = String::from("file://");
    for byte in path.as_str().bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
