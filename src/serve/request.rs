//! Reading a request: a line and a few headers, within bounds of size and time.
//!
//! A preview on loopback needs no more of HTTP than which address is asked for and under which name. Whatever else is sent
//! is not read, and every bound stands here.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longest head of a request. Browsers send about one kilobyte.
const MOST_BYTES: usize = 16 * 1024;
/// How long the whole head of a request may take.
const MOST_TIME: Duration = Duration::from_secs(5);

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether only the head of the answer is wanted.
    pub(super) head_only: bool,
    /// The address without what follows `?`, decoded, with the slash that it begins with.
    pub(super) path: String,
    /// What follows `?`, as it was sent.
    pub(super) query: String,
}

/// Why a request is not answered, by the code that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is not understood: 400.
    Odd,
    /// It was meant for another host, or sent by a page of another: 403.
    Foreign,
    /// It wants to do more than read: 405.
    Method,
    /// It did not come to its end in time: 408.
    Slow,
    /// It is too long: 431.
    Long,
    /// Nobody waits for an answer.
    Gone,
}

/// Reads a request to this port.
pub(super) fn read(stream: &mut TcpStream, port: u16) -> Result<Request, Refused> {
    let until = Instant::now() + MOST_TIME;
    let mut head = Vec::with_capacity(2048);
    let mut part = [0; 2048];
    loop {
        if let Some(end) = memchr::memmem::find(&head, b"\r\n\r\n") {
            return parse(&head[..end], port);
        }
        if head.len() > MOST_BYTES {
            return Err(Refused::Long);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Err(Refused::Slow);
        }
        match stream.read(&mut part) {
            Ok(0) => return Err(Refused::Gone),
            Ok(read) => head.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                let late = matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                );
                return Err(if late { Refused::Slow } else { Refused::Gone });
            }
        }
    }
}

fn parse(head: &[u8], port: u16) -> Result<Request, Refused> {
    let head = std::str::from_utf8(head).map_err(|_| Refused::Odd)?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target, version) = (first.next(), first.next(), first.next());
    if !matches!(version, Some("HTTP/1.1" | "HTTP/1.0")) || first.next().is_some() {
        return Err(Refused::Odd);
    }
    let mut hosts = Vec::new();
    let mut site = None;
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(Refused::Odd)?;
        match name.to_ascii_lowercase().as_str() {
            "host" => hosts.push(value.trim()),
            "sec-fetch-site" => site = Some(value.trim()),
            _ => {}
        }
    }
    // A name that somebody pointed at this machine must not read what only this machine may.
    if hosts.len() != 1 || !is_here(hosts[0], port) {
        return Err(Refused::Foreign);
    }
    let head_only = match method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Refused::Method),
    };
    let target = target.filter(|it| it.starts_with('/')).ok_or(Refused::Odd)?;
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // A page elsewhere may lead here, but not take parts of this site into itself: the index of search is a script.
    let is_page = path.ends_with('/') || path.ends_with(".html");
    if site == Some("cross-site") && !is_page {
        return Err(Refused::Foreign);
    }
    Ok(Request {
        head_only,
        path: decoded(path).ok_or(Refused::Odd)?,
        query: query.to_owned(),
    })
}

/// Whether a host is this one, by a name that nobody else can have.
fn is_here(host: &str, port: u16) -> bool {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    let rest = names.into_iter().find_map(|name| {
        let start = host.get(..name.len())?;
        start.eq_ignore_ascii_case(name).then(|| &host[name.len()..])
    });
    match rest {
        Some("") => port == 80,
        Some(rest) => rest.strip_prefix(':').and_then(|it| it.parse().ok()) == Some(port),
        None => false,
    }
}

/// An address with its percent signs undone; `None` where it is not UTF-8 or none are.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits = std::str::from_utf8(&digits).ok()?;
                if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
                    return None;
                }
                u8::from_str_radix(digits, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A path as it stands in an address.
pub(super) fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str) -> Result<Request, Refused> {
        parse(head.replace('\n', "\r\n").as_bytes(), 4000)
    }

    #[test]
    fn a_request_is_a_line_and_a_host() {
        let request =
            read("GET /a%20b/%C3%B6.html?x=1 HTTP/1.1\nHost: localhost:4000\nAccept: */*").expect("a request");
        assert_eq!((request.path.as_str(), request.query.as_str()), ("/a b/ö.html", "x=1"));
        assert!(read("HEAD / HTTP/1.1\nhost: [::1]:4000").expect("a request").head_only);
    }

    #[test]
    fn only_this_machine_is_meant() {
        for host in [
            "evil.example",
            "localhost",
            "localhost:4001",
            "localhost:4000.evil.example",
            "127.0.0.1.evil.example:4000",
            "localhost.evil.example:4000",
            "0.0.0.0:4000",
            "",
        ] {
            let request = read(&format!("GET / HTTP/1.1\nHost: {host}"));
            assert_eq!(request, Err(Refused::Foreign), "{host}");
        }
        let two = read("GET / HTTP/1.1\nHost: localhost:4000\nHost: evil.example");
        assert_eq!(two, Err(Refused::Foreign));
        assert_eq!(read("GET / HTTP/1.0"), Err(Refused::Foreign));
    }

    #[test]
    fn what_is_odd_is_not_guessed_at() {
        for line in [
            "GET /",
            "GET / HTTP/2",
            "GET http://localhost:4000/ HTTP/1.1",
            "GET /%zz HTTP/1.1",
            "GET /%ff HTTP/1.1",
            "GET /%+1 HTTP/1.1",
            "GET / x HTTP/1.1",
        ] {
            let request = read(&format!("{line}\nHost: localhost:4000"));
            assert_eq!(request, Err(Refused::Odd), "{line}");
        }
        let posted = read("POST / HTTP/1.1\nHost: localhost:4000");
        assert_eq!(posted, Err(Refused::Method));
    }

    #[test]
    fn a_page_of_another_site_takes_no_part_of_this_one() {
        let asked = |path: &str| {
            read(&format!(
                "GET {path} HTTP/1.1\nHost: localhost:4000\nSec-Fetch-Site: cross-site"
            ))
        };
        assert_eq!(asked("/assets/search/index.js"), Err(Refused::Foreign));
        assert!(asked("/rewrites/rw-1.html").is_ok());
    }
}
