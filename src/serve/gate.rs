//! Listening on loopback, and nowhere else.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::ServeError;
use super::board::Board;
use super::connection;
use super::wish::Wish;

/// How many ports after the wanted one are tried.
const TRIES: u16 = 50;
/// Most connections at a time: a browser opens six, and one for each page that waits for news.
const MOST_CONNECTIONS: usize = 256;

/// The open port.
#[derive(Debug)]
pub(super) struct Gate {
    /// On IPv4, and on IPv6 where the same port is free there: `localhost` may mean either.
    listeners: Vec<TcpListener>,
    address: SocketAddr,
}

/// Listens on a port, or on the next that is free.
pub(super) fn open(port: u16) -> Result<Gate, ServeError> {
    let mut reason = None;
    for port in (port..=port.saturating_add(TRIES)).chain([0]) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(Gate::of) {
            Ok(gate) => return Ok(gate),
            Err(error) => reason = reason.or(Some(error)),
        }
    }
    Err(ServeError::NoPort {
        port,
        tries: TRIES,
        reason: reason.map_or_else(String::new, |it| it.to_string()),
    })
}

impl Gate {
    fn of(listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let sixth = TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())).ok();
        Ok(Self {
            listeners: [listener].into_iter().chain(sixth).collect(),
            address,
        })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers whoever connects, each on a thread, for as long as the process lives.
    pub(super) fn listen(self, wishes: &Sender<Wish>, board: &Board) {
        let open = Arc::new(AtomicUsize::new(0));
        let port = self.address.port();
        for listener in self.listeners {
            let (wishes, board, open) = (wishes.clone(), board.clone(), Arc::clone(&open));
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    let Ok(stream) = stream else {
                        // It ended before it was taken up, or there is no room for one more file: later there may be.
                        std::thread::sleep(Duration::from_millis(20));
                        continue;
                    };
                    if open.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
                        open.fetch_sub(1, Ordering::Relaxed);
                        continue;
                    }
                    let (wishes, board) = (wishes.clone(), board.clone());
                    let place = Place(Arc::clone(&open));
                    let answered = std::thread::Builder::new().spawn(move || {
                        connection::answer(stream, port, &wishes, &board);
                        drop(place);
                    });
                    drop(answered);
                }
            });
        }
    }
}

/// A connection's place among those that are open, given back at its end however it ends.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_leads_to_the_next() {
        let first = open(0).expect("a free port");
        let taken = first.address().port();
        let second = open(taken).expect("another port");
        assert!(second.address().ip().is_loopback());
        assert_ne!(second.address().port(), taken);
    }
}
