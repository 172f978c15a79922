//! Messages in and out: the framing of the protocol over two streams.
//!
//! `lsp-server` reads messages too, but ends at the first that is no JSON, allocates whatever length it is told, and waits
//! for a client that does not read. Here a bad message is answered and the next one is read.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// Largest message that is read. A document has at most 2 MiB, which JSON can make six times as long.
const MAX_MESSAGE_BYTES: usize = 64 * 1024 * 1024;
/// Longest line of a header.
const MAX_HEADER_BYTES: u64 = 8 * 1024;

/// Something that arrived.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none; the answer it gets.
    Malformed(Value),
    /// Nothing more will come.
    End,
}

/// What is sent, in its order.
#[derive(Clone, Debug)]
pub(super) struct Outgoing(Sender<Value>);

impl Outgoing {
    /// Sends a message. A client that is gone is noticed where it would be read from.
    pub(super) fn send(&self, message: &Message) {
        if let Ok(mut value) = serde_json::to_value(message) {
            if let Some(fields) = value.as_object_mut() {
                fields.insert("jsonrpc".to_owned(), json!("2.0"));
            }
            self.send_raw(value);
        }
    }

    /// Sends an answer that is no message of a kind that clients can ask for.
    pub(super) fn send_raw(&self, value: Value) {
        let _ = self.0.send(value);
    }
}

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Writer(thread::JoinHandle<()>);

impl Writer {
    /// Waits until everything is written; every [`Outgoing`] must be gone by then.
    pub(super) fn finish(self) {
        let _ = self.0.join();
    }
}

/// Reads messages on a thread of its own until the stream ends.
pub(super) fn read(input: impl Read + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        loop {
            let incoming = next(&mut input);
            let is_end = matches!(incoming, Incoming::End);
            if sender.send(incoming).is_err() || is_end {
                break;
            }
        }
    });
    receiver
}

/// Writes messages on a thread of its own, so that nobody waits for a client that does not read.
pub(super) fn write(mut output: impl Write + Send + 'static) -> (Outgoing, Writer) {
    let (sender, receiver) = mpsc::channel::<Value>();
    let thread = thread::spawn(move || {
        for value in receiver {
            let text = value.to_string();
            let written = write!(output, "Content-Length: {}\r\n\r\n{text}", text.len());
            if written.and_then(|()| output.flush()).is_err() {
                break;
            }
        }
    });
    (Outgoing(sender), Writer(thread))
}

/// The next message. Where a header cannot be read, nobody knows where the next one begins, so that is the end.
fn next(input: &mut impl BufRead) -> Incoming {
    // An answer is not answered, however odd it is. However many of them come, none lies on the stack.
    loop {
        let Some(bytes) = body(input) else { return Incoming::End };
        if let Some(incoming) = message(&bytes) {
            return incoming;
        }
    }
}

/// What stands below a header; `None` where the stream ends.
fn body(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let length = length(input).filter(|length| *length <= MAX_MESSAGE_BYTES)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    let read = input.take(limit).read_to_end(&mut bytes).ok()?;
    (read == length).then_some(bytes)
}

/// The message that some bytes are; `None` for an odd answer.
fn message(bytes: &[u8]) -> Option<Incoming> {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return Some(malformed(&Value::Null, ErrorCode::ParseError, &error.to_string())),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let is_call = value.get("method").is_some();
    let is_answer = !is_call && (value.get("result").is_some() || value.get("error").is_some());
    match serde_json::from_value(value) {
        Ok(message) if !is_call || is_plain(&id) => Some(Incoming::Message(message)),
        Err(_) if is_answer => None,
        _ => Some(malformed(
            &id,
            ErrorCode::InvalidRequest,
            "this is no request of JSON-RPC 2.0",
        )),
    }
}

/// Whether the protocol has such ids: text, whole numbers of 32 bits, or none. A request under another would pass for a
/// notification, and somebody would wait for its answer.
fn is_plain(id: &Value) -> bool {
    let is_number = || id.as_i64().is_some_and(|id| i32::try_from(id).is_ok());
    id.is_null() || id.is_string() || is_number()
}

fn malformed(id: &Value, code: ErrorCode, message: &str) -> Incoming {
    Incoming::Malformed(json!({
        "jsonrpc": "2.0",
        "id": id,
        "error": { "code": code as i32, "message": message },
    }))
}

/// The length that a header tells; `None` where the stream ends or it tells none.
fn length(input: &mut impl BufRead) -> Option<usize> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = input.take(MAX_HEADER_BYTES).read_until(b'\n', &mut line).ok()?;
        if read == 0 || !line.ends_with(b"\n") {
            return None;
        }
        let line = std::str::from_utf8(&line).ok()?.trim();
        if line.is_empty() {
            match length {
                Some(length) => return Some(length),
                // Empty lines between messages harm nobody.
                None => continue,
            }
        }
        let (name, value) = line.split_once(':')?;
        if name.trim().eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse().ok()?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = BufReader::new(bytes);
        let mut found = Vec::new();
        loop {
            match next(&mut input) {
                Incoming::End => return found,
                Incoming::Message(Message::Request(it)) => found.push(it.method),
                Incoming::Message(Message::Notification(it)) => found.push(it.method),
                Incoming::Message(Message::Response(it)) => found.push(format!("answer to {}", it.id)),
                Incoming::Malformed(answer) => found.push(answer["error"]["code"].to_string()),
            }
        }
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn a_bad_message_is_answered_and_the_next_one_read() {
        let bytes = [
            framed("{\"id\":1,\"method\":\"a\"}"),
            framed("{nonsense"),
            framed("{\"id\":{},\"method\":\"b\"}"),
            framed("{\"id\":2147483648,\"method\":\"b\"}"),
            framed("{\"id\":null,\"error\":{\"code\":1,\"message\":\"m\"}}"),
            framed("{\"method\":\"c\",\"params\":{\"text\":\"日本 🚀\"}}"),
        ];
        assert_eq!(all(bytes.concat().as_bytes()), ["a", "-32700", "-32600", "-32600", "c"]);
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        let text = "content-length: 14\nContent-Type: application/vscode-jsonrpc; charset=utf-8\n\n{\"method\":\"a\"}";
        assert_eq!(all(text.as_bytes()), ["a"]);
    }

    #[test]
    fn odd_answers_are_passed_over_however_many_there_are() {
        let mut bytes = framed("{\"error\":1}").repeat(200_000);
        bytes.push_str(&framed("{\"method\":\"a\"}"));
        assert_eq!(all(bytes.as_bytes()), ["a"]);
    }

    #[test]
    fn what_cannot_be_framed_is_the_end() {
        for text in [
            "GET / HTTP/1.1\r\n\r\n",
            "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Length: 10\r\n\r\n{}",
            "Content-Length: x\r\n\r\n{}",
            "",
        ] {
            assert!(all(text.as_bytes()).is_empty(), "{text}");
        }
    }
}
