//! A browser's part in a conversation with `docent serve`, as small as it can be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long anything may take on the slowest machine before a test says that it does not come.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The code: 200.
    pub code: u16,
    /// The head, as it came.
    pub head: String,
    /// What follows it.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut own = lines.filter(|(it, _)| it.eq_ignore_ascii_case(name));
        own.next().map(|(_, value)| value.trim())
    }
}

/// A connection to a port of this machine.
pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time");
    stream
}

/// Asks for an address as a browser does.
pub fn get(port: u16, address: &str) -> Answer {
    send(
        port,
        format!("GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes(),
    )
}

/// Sends anything and reads what comes back.
pub fn send(port: u16, request: &[u8]) -> Answer {
    let mut stream = connect(port);
    // What is refused may not be read to its end.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let code = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a code");
    Answer {
        code,
        head,
        body: answer[end + 4..].to_vec(),
    }
}

/// The news of a page.
#[derive(Debug)]
pub struct News(BufReader<TcpStream>);

/// Opens the news of a page that was loaded with a digest.
pub fn news(port: u16, page: &str, digest: &str) -> News {
    let mut stream = connect(port);
    let request = format!("GET /-docent/events?page={page}&digest={digest} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    News(BufReader::new(stream))
}

impl News {
    /// Waits for an event of a kind, and gives what it says.
    pub fn wait(&mut self, kind: &str) -> String {
        loop {
            let (name, data) = self.next();
            if name == kind {
                return data;
            }
        }
    }

    /// The next event.
    pub fn next(&mut self) -> (String, String) {
        let (mut name, mut data) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).expect("a line"), 0, "the news ended");
            let line = line.trim_end_matches('\n');
            if let Some(it) = line.strip_prefix("event: ") {
                it.clone_into(&mut name);
            } else if let Some(it) = line.strip_prefix("data: ") {
                data.push(it.to_owned());
            } else if line.is_empty() && !name.is_empty() {
                return (name, data.join("\n"));
            }
        }
    }
}
