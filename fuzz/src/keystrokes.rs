//! What somebody does at an editor, and the text that is in it by then, counted independently of the server.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

/// Questions about a place in a file.
const QUESTIONS: [&str; 12] = [
    "completion",
    "hover",
    "definition",
    "references",
    "documentSymbol",
    "documentLink",
    "codeAction",
    "prepareRename",
    "rename",
    "inlayHint",
    "foldingRange",
    "diagnostic",
];

/// A text as lines of units, in which the protocol counts: bytes, or half characters.
#[derive(Clone, Debug)]
pub struct Text {
    characters: Vec<char>,
    is_bytes: bool,
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.characters.iter().try_for_each(|it| write!(out, "{it}"))
    }
}

impl Text {
    fn new(text: &str, is_bytes: bool) -> Self {
        Self {
            characters: text.chars().collect(),
            is_bytes,
        }
    }

    /// Which character stands at a position.
    fn at(&self, (line, unit): (u32, u32)) -> usize {
        let (mut position, mut lines) = (0, line);
        while lines > 0 {
            let Some(character) = self.characters.get(position) else {
                return position;
            };
            let is_pair = *character == '\r' && self.characters.get(position + 1) == Some(&'\n');
            lines -= u32::from(matches!(character, '\r' | '\n') && !is_pair);
            position += 1;
        }
        let mut units = unit as usize;
        while let Some(character) = self.characters.get(position) {
            let width = if self.is_bytes {
                character.len_utf8()
            } else {
                character.len_utf16()
            };
            if matches!(character, '\r' | '\n') || width > units {
                break;
            }
            units -= width;
            position += 1;
        }
        position
    }

    fn replace(&mut self, start: (u32, u32), end: (u32, u32), inserted: &str) {
        let start = self.at(start);
        let end = self.at(end).max(start);
        self.characters.splice(start..end, inserted.chars());
    }
}

/// What a line asks under: no number, as messages of the fuzzer's own have, so that none is answered twice.
fn id(line: usize) -> String {
    format!("line {line}")
}

/// The message that a line stands for: a letter, the number of a file, up to four numbers of a range, and a text. `open` is
/// what the files hold, `uri` how they are called.
pub fn say(
    number: usize,
    line: &str,
    is_bytes: bool,
    open: &mut BTreeMap<usize, Text>,
    uri: impl Fn(usize) -> String,
) -> Option<Value> {
    let mut letters = line.chars();
    let what = letters.next()?;
    let mut words = letters.as_str().splitn(7, ' ');
    let file = words.next()?.parse::<usize>().ok()? % 7;
    let mut numbers = [0; 4];
    let mut text = String::new();
    for place in 0..4 {
        let Some(word) = words.next() else { break };
        match word.parse() {
            Ok(value) => numbers[place] = value,
            Err(_) => {
                text.push_str(word);
                text.push(' ');
                break;
            }
        }
    }
    text.extend(words.flat_map(|word| [word, " "]));
    let text = text.trim_end_matches(' ').replace("\\n", "\n").replace("\\r", "\r");
    let (start, end) = ((numbers[0], numbers[1]), (numbers[2], numbers[3]));
    let range = json!({
        "start": { "line": start.0, "character": start.1 },
        "end": { "line": end.0, "character": end.1 },
    });
    let document = json!({ "uri": uri(file), "version": number, "languageId": "markdown" });
    let tell = |method: &str, params: Value| Some(json!({ "method": method, "params": params }));
    match what {
        'o' => {
            open.insert(file, Text::new(&text, is_bytes));
            let document = json!({ "uri": uri(file), "version": number, "languageId": "markdown", "text": text });
            tell("textDocument/didOpen", json!({ "textDocument": document }))
        }
        'c' => {
            open.get_mut(&file)?.replace(start, end, &text);
            let changes = json!([{ "range": range, "text": text }]);
            tell(
                "textDocument/didChange",
                json!({ "textDocument": document, "contentChanges": changes }),
            )
        }
        't' => {
            *open.get_mut(&file)? = Text::new(&text, is_bytes);
            let changes = json!([{ "text": text }]);
            tell(
                "textDocument/didChange",
                json!({ "textDocument": document, "contentChanges": changes }),
            )
        }
        'x' => {
            open.remove(&file);
            tell("textDocument/didClose", json!({ "textDocument": document }))
        }
        's' => tell("textDocument/didSave", json!({ "textDocument": document })),
        'w' => tell(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": uri(file), "type": numbers[0] % 4 }] }),
        ),
        'k' => tell("$/cancelRequest", json!({ "id": id(numbers[0] as usize % 1_000) })),
        'y' => Some(json!({ "id": id(number), "method": "workspace/symbol", "params": { "query": text } })),
        'q' => {
            let question = QUESTIONS[numbers[2] as usize % QUESTIONS.len()];
            let params = json!({
                "textDocument": document,
                "position": range["start"],
                "range": range,
                "context": { "includeDeclaration": numbers[3] % 2 == 0, "diagnostics": [] },
                "newName": text,
            });
            Some(json!({ "id": id(number), "method": format!("textDocument/{question}"), "params": params }))
        }
        _ => None,
    }
}
