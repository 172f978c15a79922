//! Whatever an editor says, the language server lives on (a panic that it would catch is found as well), answers every question once, and in the end finds in each text what
//! a server finds that was given the text as it is by then.
//!
//! The first byte says what the client can do. Below it every line is something the client says: `{…}` is the body of a
//! message, in which `org:` stands for the root; `!…` goes into the stream as it is; anything else is a letter and numbers,
//! of which `say` makes a message with everything in its place.

#![no_main]

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock, Mutex};

use docent::lsp;
use docent_fuzz::keystrokes::{Text, say};
use serde_json::{Value, json};

/// Files of the organisation. `docent.yaml` keeps it apart from what is around it.
const FILES: [(&str, &str); 7] = [
    ("docent.yaml", "title: Org\n"),
    (
        "rewrites/0001-orders.md",
        "---\nstatus: draft\nowner: ada\n---\n# Orders 🚀 anew\n\nSee [queue](../decisions/0002-queue.md#why) and DEC-2.\n",
    ),
    (
        "decisions/0002-queue.md",
        "---\nstatus: accepted\nowner: bo\n---\n# Queue\n\n## Why\r\n\r\nAs [[RW-1]] says.\n",
    ),
    ("people.yaml", "ada: Ada\nbo: Bo\n"),
    ("metrics/0004-age.csv", "date,value\n2026-01-01,3\n"),
    ("types/memo.yaml", "name: Memo\nfolder: memos\n"),
    ("pages/new.md", ""),
];

static ROOT: LazyLock<(tempfile::TempDir, String)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    // The last one is not saved yet.
    for (path, text) in FILES.iter().filter(|(_, text)| !text.is_empty()) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let root = format!("file://{}", folder.path().display());
    (folder, root)
});

/// The other end of the pipe.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("one at a time").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What a server says to a stream.
fn hear(stream: Vec<u8>) -> Vec<Value> {
    let screen = Screen::default();
    lsp::serve(Cursor::new(stream), screen.clone(), &|| jiff::civil::date(2026, 3, 14));
    let bytes = screen.0.lock().expect("one at a time");
    let mut rest = bytes.as_slice();
    let mut said = Vec::new();
    while !rest.is_empty() {
        let end = rest.windows(4).position(|it| it == b"\r\n\r\n").expect("a header");
        let header = std::str::from_utf8(&rest[..end]).expect("a header");
        let length = header.strip_prefix("Content-Length: ").expect("a length");
        let (body, after) = rest[end + 4..].split_at(length.parse().expect("a length"));
        said.push(serde_json::from_slice(body).expect("JSON"));
        rest = after;
    }
    said
}

fn framed(stream: &mut Vec<u8>, body: &str) {
    stream.extend_from_slice(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

fn initialize(abilities: u8, root: &str) -> Value {
    let can = |bit: u8| abilities & (1 << bit) != 0;
    let encoding = if can(0) { "utf-8" } else { "utf-16" };
    let format = if can(1) { "markdown" } else { "plaintext" };
    let operations: &[&str] = if can(3) { &["rename"] } else { &[] };
    let folders = if can(5) {
        json!([{ "uri": root, "name": "o" }])
    } else {
        json!([])
    };
    json!({ "id": "begin", "method": "initialize", "params": { "workspaceFolders": folders, "capabilities": {
        "general": { "positionEncodings": [encoding] },
        "workspace": {
            "workspaceEdit": { "documentChanges": can(2), "resourceOperations": operations },
            "didChangeWatchedFiles": { "dynamicRegistration": can(4) },
        },
        "textDocument": {
            "completion": { "completionItem": { "snippetSupport": can(6), "documentationFormat": [format] } },
            "hover": { "contentFormat": [format] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": can(6) },
            "publishDiagnostics": { "relatedInformation": can(7), "codeDescriptionSupport": can(7) },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
        },
    } } })
}

/// What a client says, and what is known of it.
struct Said {
    stream: Vec<u8>,
    /// How often something is asked under each id.
    asked: HashMap<String, usize>,
    /// What the open files hold.
    open: BTreeMap<usize, Text>,
    /// Whether that is known: neither raw bytes nor a message of the fuzzer's own may have changed it.
    is_known: bool,
}

fn said(abilities: u8, text: &str) -> Said {
    let root = &*ROOT.1;
    let mut said = Said {
        stream: Vec::new(),
        asked: HashMap::from([("\"begin\"".to_owned(), 1)]),
        open: BTreeMap::new(),
        is_known: true,
    };
    framed(&mut said.stream, &initialize(abilities, root).to_string());
    // Everything else is framed, and every question heard.
    let mut is_raw = false;
    for (number, line) in text.split('\n').enumerate() {
        if let Some(raw) = line.strip_prefix('!') {
            is_raw = true;
            said.stream
                .extend_from_slice(raw.replace("\\r", "\r").replace("\\n", "\n").as_bytes());
        } else if line.starts_with('{') {
            let body = line.replace("org:", root);
            framed(&mut said.stream, &body);
            let Ok(body) = serde_json::from_str::<Value>(&body) else {
                continue;
            };
            said.is_known &= !is_change(&body);
            match (&body["method"], &body["id"]) {
                (Value::String(method), Value::Null) if method == "exit" => break,
                (Value::String(_), id @ (Value::String(_) | Value::Number(_))) => {
                    *said.asked.entry(id.to_string()).or_default() += 1;
                }
                _ => {}
            }
        } else if let Some(body) = say(number, line, abilities & 1 != 0, &mut said.open, |file| {
            format!("{root}/{}", FILES[file % FILES.len()].0)
        }) {
            framed(&mut said.stream, &body.to_string());
            if !body["id"].is_null() {
                *said.asked.entry(body["id"].to_string()).or_default() += 1;
            }
        }
    }
    if is_raw {
        said.asked.clear();
        said.is_known = false;
    }
    said
}

/// Whether a message may do something to open files, or end all.
fn is_change(body: &Value) -> bool {
    body["method"]
        .as_str()
        .is_some_and(|it| !it.starts_with("textDocument/") || it.contains("/did"))
}

/// The questions at the end, one about each open file.
fn finally(stream: &mut Vec<u8>, open: &BTreeMap<usize, Text>) {
    for file in open.keys() {
        let uri = format!("{}/{}", ROOT.1, FILES[*file].0);
        let params = json!({ "textDocument": { "uri": uri } });
        let id = format!("end {file}");
        framed(
            stream,
            &json!({ "id": id, "method": "textDocument/diagnostic", "params": params }).to_string(),
        );
    }
}

/// The answers to those.
fn found(heard: &[Value]) -> BTreeMap<&str, &Value> {
    let answers = heard.iter().filter_map(|it| Some((it["id"].as_str()?, &it["result"])));
    answers.filter(|(id, _)| id.starts_with("end ")).collect()
}

/// Asserts that every range in an answer begins before it ends.
fn assert_ranges(value: &Value) {
    if let (Some(start), Some(end)) = (value.get("start"), value.get("end")) {
        let place = |it: &Value| Some((it["line"].as_u64()?, it["character"].as_u64()?));
        assert!(place(start) <= place(end), "{value}");
    }
    match value {
        Value::Array(values) => values.iter().for_each(assert_ranges),
        Value::Object(fields) => fields.values().for_each(assert_ranges),
        _ => {}
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((abilities, text)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut said = said(*abilities, text);
    if said.is_known {
        finally(&mut said.stream, &said.open);
    }
    let heard = hear(said.stream);
    heard.iter().for_each(assert_ranges);
    let mut answered: HashMap<String, usize> = HashMap::new();
    for answer in heard.iter().filter(|it| it.get("method").is_none()) {
        *answered.entry(answer["id"].to_string()).or_default() += 1;
    }
    for (id, times) in &said.asked {
        let answers = answered.get(id).unwrap_or(&0);
        // What is no message is answered under the id it has, which may be that of another.
        let is_own = id.starts_with("\"line ");
        assert!(
            answers == times || (answers > times && !is_own),
            "{answers} answers to {id}"
        );
    }
    if !said.is_known {
        return;
    }
    let mut stream = Vec::new();
    framed(&mut stream, &initialize(*abilities, &ROOT.1).to_string());
    for (file, text) in &said.open {
        let uri = format!("{}/{}", ROOT.1, FILES[*file].0);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text.to_string() });
        let params = json!({ "textDocument": document });
        framed(
            &mut stream,
            &json!({ "method": "textDocument/didOpen", "params": params }).to_string(),
        );
    }
    finally(&mut stream, &said.open);
    let anew = hear(stream);
    assert_eq!(found(&heard), found(&anew), "the texts opened as they are by then");
});
