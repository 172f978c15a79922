//! The language server: what `check` says while somebody types, and everything an editor can ask of an organisation.
//!
//! Takes two streams and a clock, and speaks the Language Server Protocol over them until the client is done. Every answer
//! comes from the organisation that [`Warm`](crate::pipeline::warm::Warm) keeps up to date over the unsaved texts, so there
//! is no second opinion on any document.
//!
//! 1. `wire` reads messages and writes them, on threads of their own.
//! 2. The loop below takes everything that waits before it does anything: requests that were cancelled meanwhile are
//!    answered as such, and of a burst of keystrokes only the last is checked.
//! 3. `session` lays texts over files, and finds the organisation of each.
//! 4. `requests` hands each question to the file that answers it: `completion`, `hover`, `navigate`, and so on. They see a
//!    `view` and give values of the protocol.
//!
//! Writes nothing to disk: what is to change goes to the client as edits.

mod actions;
mod address;
mod capabilities;
mod client;
mod completion;
mod cursor;
mod describe;
mod diagnostics;
mod edits;
mod folding;
mod hints;
mod hover;
mod links;
mod navigate;
mod open_file;
mod parent;
mod positions;
mod refusal;
mod rename;
mod requests;
mod root;
mod session;
mod symbols;
mod view;
mod wire;
mod yaml_place;

use std::collections::{HashSet, VecDeque};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use jiff::civil::Date;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{CancelParams, InitializeParams, NumberOrString};
use serde_json::Value;

use client::Client;
use parent::Parent;
use session::Session;
use wire::{Incoming, Outgoing};

/// How often it is asked whether the client still lives, while it says nothing.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With `shutdown` and `exit`.
    Orderly,
    /// The client went away, or left without `shutdown`.
    Abandoned,
}

/// Serves one client until it is done. `today` is asked for the day that lateness is counted from.
pub fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    today: &dyn Fn() -> Date,
) -> Ended {
    let (out, writer) = wire::write(output);
    let inbox = Inbox {
        incoming: wire::read(input),
        waiting: VecDeque::new(),
        out: out.clone(),
        parent: None,
    };
    let ended = run(inbox, out, today);
    writer.finish();
    ended
}

fn run(mut inbox: Inbox, out: Outgoing, today: &dyn Fn() -> Date) -> Ended {
    let Some(params) = initialized(&mut inbox, &out) else {
        return Ended::Abandoned;
    };
    inbox.parent = params.process_id.and_then(Parent::alive);
    let client = Client::new(&params.capabilities);
    let mut session = Session::new(out.clone(), client, &params, today);
    loop {
        if inbox.is_empty() {
            session.publish();
        }
        let Some(message) = inbox.next() else {
            return Ended::Abandoned;
        };
        match message {
            Message::Request(request) if request.method == "shutdown" => {
                out.send(&Response::new_ok(request.id, Value::Null).into());
                return until_exit(&mut inbox, &out);
            }
            Message::Request(request) => {
                let response = requests::answer(&mut session, request);
                out.send(&response.into());
            }
            Message::Notification(notification) if notification.method == "exit" => return Ended::Abandoned,
            Message::Notification(notification) => session.take(notification),
            // Nothing that was asked of the client needs its answer.
            Message::Response(_) => {}
        }
    }
}

/// Waits for `initialize` and answers it. Whoever asks for something else first is told so.
fn initialized(inbox: &mut Inbox, out: &Outgoing) -> Option<InitializeParams> {
    loop {
        match inbox.next()? {
            Message::Request(request) if request.method == "initialize" => {
                let params: InitializeParams = match serde_json::from_value(request.params) {
                    Ok(params) => params,
                    Err(error) => {
                        out.send(&refusal(request.id, ErrorCode::InvalidParams, error.to_string()));
                        continue;
                    }
                };
                let answer = capabilities::answer(Client::new(&params.capabilities));
                out.send(&Response::new_ok(request.id, answer).into());
                return Some(params);
            }
            Message::Request(Request { id, .. }) => {
                out.send(&refusal(
                    id,
                    ErrorCode::ServerNotInitialized,
                    "`initialize` comes first",
                ));
            }
            Message::Notification(Notification { method, .. }) if method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
}

/// After `shutdown` only `exit` is left to say.
fn until_exit(inbox: &mut Inbox, out: &Outgoing) -> Ended {
    while let Some(message) = inbox.next() {
        match message {
            Message::Request(request) => {
                let message = "the server has been shut down";
                out.send(&refusal(request.id, ErrorCode::InvalidRequest, message));
            }
            Message::Notification(notification) if notification.method == "exit" => return Ended::Orderly,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    Ended::Abandoned
}

fn refusal(id: RequestId, code: ErrorCode, message: impl Into<String>) -> Message {
    Response::new_err(id, code as i32, message.into()).into()
}

/// Messages that have arrived.
struct Inbox {
    incoming: Receiver<Incoming>,
    waiting: VecDeque<Message>,
    out: Outgoing,
    parent: Option<Parent>,
}

impl Inbox {
    /// Whether nothing waits, after everything that has arrived is taken.
    fn is_empty(&mut self) -> bool {
        self.take_all();
        self.waiting.is_empty()
    }

    /// The next message, which is waited for; `None` when the client is gone.
    fn next(&mut self) -> Option<Message> {
        self.take_all();
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            match self.incoming.recv_timeout(HEARTBEAT) {
                Ok(Incoming::End) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(incoming) => self.take(incoming),
                Err(RecvTimeoutError::Timeout) => {
                    if self.parent.is_some_and(Parent::is_gone) {
                        return None;
                    }
                }
            }
        }
    }

    /// Takes everything that has arrived, and answers what was cancelled meanwhile.
    fn take_all(&mut self) {
        loop {
            match self.incoming.try_recv() {
                // It is said once more when it is waited for.
                Ok(Incoming::End) | Err(_) => break,
                Ok(incoming) => self.take(incoming),
            }
        }
        self.drop_cancelled();
    }

    fn take(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Message(message) => self.waiting.push_back(message),
            Incoming::Malformed(answer) => self.out.send_raw(answer),
            Incoming::End => {}
        }
    }

    fn drop_cancelled(&mut self) {
        let cancelled: HashSet<RequestId> = self.waiting.iter().filter_map(cancels).collect();
        if cancelled.is_empty() {
            return;
        }
        let out = &self.out;
        self.waiting.retain(|message| match message {
            Message::Request(request) if cancelled.contains(&request.id) => {
                out.send(&refusal(request.id.clone(), ErrorCode::RequestCanceled, "cancelled"));
                false
            }
            message => cancels(message).is_none(),
        });
    }
}

/// The request that a message cancels.
fn cancels(message: &Message) -> Option<RequestId> {
    let Message::Notification(notification) = message else {
        return None;
    };
    if notification.method != "$/cancelRequest" {
        return None;
    }
    let params: CancelParams = serde_json::from_value(notification.params.clone()).ok()?;
    Some(match params.id {
        NumberOrString::Number(id) => RequestId::from(id),
        NumberOrString::String(id) => RequestId::from(id),
    })
}
