//! A `docent serve` that runs.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};

use crate::support::client::{self, Answer, News};
use crate::support::program::docent;
use crate::support::repo::Repo;

/// A running preview, ended with its test.
pub struct Served {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Where it listens.
    pub port: u16,
    /// What it said before it was ready.
    pub said: Vec<String>,
}

/// Starts a preview and waits until it is ready.
pub fn serve(repo: &Repo, arguments: &[&str]) -> Served {
    let mut all = vec!["serve", "--today", "2026-11-25"];
    if !arguments.contains(&"--port") {
        all.extend(["--port", "0"]);
    }
    all.extend(arguments);
    let mut command = docent(repo.root(), &all);
    for name in ["DOCENT_EDITOR", "VISUAL", "EDITOR", "TERM_PROGRAM"] {
        command.env_remove(name);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().expect("docent runs");
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut served = Served {
        child,
        out,
        port: 0,
        said: Vec::new(),
    };
    loop {
        let line = served.line();
        if let Some(rest) = line.strip_prefix("serving http://localhost:") {
            served.port = rest.split('/').next().and_then(|it| it.parse().ok()).expect("a port");
            return served;
        }
        served.said.push(line);
    }
}

impl Served {
    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.out.read_line(&mut line).expect("a line");
        assert_ne!(read, 0, "it ended");
        line.trim_end().to_owned()
    }

    /// Waits for a line that holds a text.
    pub fn wait(&mut self, text: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(text) {
                return line;
            }
        }
    }

    /// What stands at an address.
    pub fn get(&self, address: &str) -> Answer {
        client::get(self.port, address)
    }

    /// A page as a browser has it, with its news.
    pub fn open(&self, address: &str) -> (Answer, News) {
        let page = self.get(address);
        let text = page.text();
        let attribute = |name: &str| {
            let rest = text.split_once(&format!(" {name}=\"")).expect("the preview's script").1;
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let news = client::news(self.port, &attribute("data-page"), &attribute("data-digest"));
        (page, news)
    }

    /// Interrupts it as Ctrl-C does, and gives its exit code.
    pub fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let told = std::process::Command::new("kill").args(["-INT", &id]).status();
        assert!(told.expect("kill").success());
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
