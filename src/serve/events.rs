//! The news of a page that is open in a browser, as server-sent events.

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::board::Board;
use super::request::{Request, decoded};
use super::wish::{Wish, look};

/// How long it may be quiet: whether the browser is still there shows when something is sent.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// Sends news of one page until the browser is gone: that it is another (`page`), its diagnostics (`problems`), what keeps
/// the site from being made (`trouble`), and which files are others (`files`). Nothing is sent twice.
pub(super) fn stream(mut stream: TcpStream, request: &Request, wishes: &Sender<Wish>, board: &Board) {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n\
                X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n\
                retry: 500\n\n";
    if stream.write_all(head.as_bytes()).is_err() || request.head_only {
        return;
    }
    let wanted = |name: &str| {
        request
            .query
            .split('&')
            .find_map(|it| it.strip_prefix(name)?.strip_prefix('='))
    };
    let route = wanted("page").and_then(decoded).unwrap_or_default();
    let mut digest = wanted("digest").unwrap_or_default().to_owned();
    let (mut problems, mut trouble, mut files) = (None, None, None);
    let mut seen = None;
    loop {
        let now = match seen {
            None => board.count(),
            Some(seen) => board.wait(seen, HEARTBEAT),
        };
        if seen == Some(now) {
            // A comment, which browsers skip.
            if stream.write_all(b":\n\n").is_err() {
                return;
            }
            continue;
        }
        seen = Some(now);
        let Some(look) = look(wishes, &route) else { return };
        let mut news = String::new();
        if trouble.as_ref() != Some(&look.trouble) {
            event(&mut news, "trouble", look.trouble.as_deref().unwrap_or_default());
            trouble = Some(look.trouble);
        }
        if problems.as_ref() != Some(&look.problems) {
            event(&mut news, "problems", &look.problems);
            problems = Some(look.problems);
        }
        // What changed before this page was open, it was loaded with.
        if files.is_some_and(|files| files != look.generation) && !look.files.is_empty() {
            event(&mut news, "files", &look.files);
        }
        files = Some(look.generation);
        if look.digest != digest {
            event(&mut news, "page", &look.digest);
            digest = look.digest;
        }
        if !news.is_empty() && stream.write_all(news.as_bytes()).is_err() {
            return;
        }
    }
}

fn event(news: &mut String, name: &str, data: &str) {
    news.push_str("event: ");
    news.push_str(name);
    for line in data.split(['\n', '\r']) {
        news.push_str("\ndata: ");
        news.push_str(line);
    }
    news.push_str("\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_one_event() {
        let mut news = String::new();
        event(&mut news, "trouble", "a\nb");
        assert_eq!(news, "event: trouble\ndata: a\ndata: b\n\n");
    }
}
