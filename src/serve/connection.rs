//! One connection: a request, and its answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::OWN;
use super::answer::{self, Answer};
use super::board::Board;
use super::events;
use super::found::Found;
use super::request::{self, Refused, Request};
use super::wish::{Asked, Wish, ask};

/// How long a reader may take for the next part of an answer.
const MOST_WAIT: Duration = Duration::from_secs(20);
/// Most of a request that is refused that is read and thrown away, so that its sender gets to read why.
const MOST_THROWN_AWAY: usize = 256 * 1024;

/// Reads a request, answers it and ends the connection.
pub(super) fn answer(mut stream: TcpStream, port: u16, wishes: &Sender<Wish>, board: &Board) {
    let _ = stream.set_write_timeout(Some(MOST_WAIT));
    let _ = stream.set_nodelay(true);
    let request = match request::read(&mut stream, port) {
        Ok(request) => request,
        Err(Refused::Gone) => return,
        Err(refused) => {
            send(&mut stream, &answer::refusal(refused), false);
            drain(&mut stream);
            return;
        }
    };
    if request.path.strip_prefix('/') == Some(&format!("{OWN}events")) {
        events::stream(stream, &request, wishes, board);
        return;
    }
    let answer = answer_to(&request, wishes);
    send(&mut stream, &answer, request.head_only);
}

fn answer_to(request: &Request, wishes: &Sender<Wish>) -> Answer {
    let path = request.path.trim_start_matches('/');
    if let Some(name) = path.strip_prefix(OWN) {
        let words = (name == answer::SCRIPT).then(|| ask(wishes, Wish::Words)).flatten();
        return answer::own(name, words.as_deref());
    }
    if request.path.starts_with("//") {
        return answer::refusal(Refused::Odd);
    }
    let route = match path {
        path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        path => path.to_owned(),
    };
    let Some(found) = find(wishes, &route) else {
        return answer::ended();
    };
    let is_folder = matches!(found, Found::Missing(_)) && !path.is_empty() && !path.ends_with('/');
    let index = format!("{path}/index.html");
    if is_folder && matches!(find(wishes, &index), Some(Found::Bytes { .. } | Found::Failed { .. })) {
        return answer::moved(&request.path);
    }
    answer::of(&route, found)
}

/// What the desk has at a route; `None` when it has ended.
fn find(wishes: &Sender<Wish>, route: &str) -> Option<Found> {
    ask(wishes, |to| {
        Wish::Ask(Asked {
            route: route.to_owned(),
            to,
        })
    })
}

fn send(stream: &mut TcpStream, answer: &Answer, head_only: bool) {
    // A reader who has gone on to another page does not wait.
    let _ = stream.write_all(answer.head().as_bytes());
    if !head_only {
        let _ = stream.write_all(&answer.body);
    }
    let _ = stream.shutdown(Shutdown::Write);
}

/// Reads on for a moment: a connection that is closed with something unread takes its answer with it.
fn drain(stream: &mut TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let mut part = [0; 8192];
    let mut left = MOST_THROWN_AWAY;
    while let Ok(read) = stream.read(&mut part) {
        if read == 0 || left < read {
            break;
        }
        left -= read;
    }
}
