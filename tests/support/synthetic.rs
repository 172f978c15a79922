//! Repositories of any size with a past, made through `git fast-import`: the same numbers give the same repository.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;

use super::repo::{START, git};

/// How large a past is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Documents at the end.
    pub documents: usize,
    /// Commits, merges included.
    pub commits: usize,
    /// Words in a document.
    pub words: usize,
}

/// The folders that the documents are spread over.
const FOLDERS: [&str; 3] = ["rewrites", "decisions", "incidents"];
const STATES: [&str; 4] = ["draft", "proposed", "accepted", "completed"];

/// A sequence of numbers that looks random and is always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).expect("below a usize")
    }
}

struct Document {
    path: String,
    number: usize,
    state: usize,
    /// What each paragraph was last written with.
    paragraphs: Vec<u64>,
}

/// Makes the repository in an empty folder, with a work tree and objects packed as `git gc` leaves them.
pub fn make(folder: &Path, size: Size) {
    let run = |arguments: &[&str]| {
        let status = git(folder).args(arguments).status().expect("Git is installed");
        assert!(status.success(), "git {arguments:?}");
    };
    run(&["init", "--quiet", "--initial-branch=main"]);
    let mut import = git(folder)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("Git is installed");
    let out = BufWriter::new(import.stdin.take().expect("a pipe"));
    let mut past = Past {
        out,
        dice: Dice(42),
        size,
        documents: Vec::new(),
        commits: 0,
    };
    past.write();
    past.out.flush().expect("a pipe");
    drop(past);
    assert!(import.wait().expect("an end").success());
    run(&["repack", "-adfq"]);
    run(&["checkout", "--quiet", "--force", "main"]);
}

struct Past<W: Write> {
    out: W,
    dice: Dice,
    size: Size,
    documents: Vec<Document>,
    commits: usize,
}

impl<W: Write> Past<W> {
    fn write(&mut self) {
        // Half of the documents come at once, as when an organisation moves in; the others one by one.
        let at_once = self.size.documents / 2;
        let mut all = String::new();
        for _ in 0..at_once {
            all.push_str(&self.create());
        }
        self.commit("refs/heads/main", &all, "Move in", &[]);
        while self.commits < self.size.commits {
            match self.dice.below(10) {
                0 if self.commits + 3 < self.size.commits => self.topic(),
                1 if self.dice.below(10) == 0 => {
                    let change = self.rename();
                    self.commit("refs/heads/main", &change, "Rename a document", &[]);
                }
                _ => {
                    let change = self.change();
                    self.commit("refs/heads/main", &change, "Change a document", &[]);
                }
            }
        }
    }

    /// Two commits on a branch, one meanwhile, and a merge.
    fn topic(&mut self) {
        let created = self.change();
        let edited = self.change();
        writeln!(self.out, "reset refs/heads/topic\nfrom refs/heads/main\n").expect("a pipe");
        self.commit("refs/heads/topic", &created, "Write on a branch", &[]);
        self.commit("refs/heads/topic", &edited, "Write more on a branch", &[]);
        let merged = format!("{created}{edited}");
        self.commit(
            "refs/heads/main",
            &merged,
            "Merge branch 'topic'",
            &["refs/heads/topic"],
        );
    }

    fn change(&mut self) -> String {
        let missing = self.size.documents - self.documents.len();
        let left = self.size.commits.saturating_sub(self.commits + 3).max(1);
        if missing > 0 && self.dice.below(left) < missing {
            return self.create();
        }
        let chosen = self.dice.below(self.documents.len());
        let document = &mut self.documents[chosen];
        if self.dice.below(3) == 0 {
            document.state = (document.state + 1) % STATES.len();
        } else {
            let place = self.dice.below(document.paragraphs.len());
            document.paragraphs[place] = self.dice.0;
        }
        modify(&self.documents[chosen])
    }

    fn create(&mut self) -> String {
        let number = self.documents.len();
        let seeds = (0..self.size.words.div_ceil(70)).map(|_| {
            self.dice.below(2);
            self.dice.0
        });
        let document = Document {
            path: format!(
                "{}/{:05}-about-subject-{number}.md",
                FOLDERS[number % 3],
                number / 3 + 1
            ),
            number,
            state: 0,
            paragraphs: seeds.collect(),
        };
        let change = modify(&document);
        self.documents.push(document);
        change
    }

    fn rename(&mut self) -> String {
        let chosen = self.dice.below(self.documents.len());
        let turn = self.commits;
        let document = &mut self.documents[chosen];
        let new = format!(
            "{}/{:05}-now-{turn}.md",
            FOLDERS[document.number % 3],
            document.number / 3 + 1
        );
        let old = std::mem::replace(&mut document.path, new);
        format!("D {old}\n{}", modify(document))
    }

    fn commit(&mut self, branch: &str, changes: &str, message: &str, merged: &[&str]) {
        let time = START + i64::try_from(self.commits).expect("few") * 1800;
        let who = self.dice.below(40);
        let person = format!("Person {who} <person{who}@example.org> {time} +0100");
        let mut text = format!("commit {branch}\nauthor {person}\ncommitter {person}\n");
        let _ = write!(text, "data {}\n{message}\n", message.len());
        for other in merged {
            let _ = writeln!(text, "merge {other}");
        }
        self.out.write_all(text.as_bytes()).expect("a pipe");
        self.out.write_all(changes.as_bytes()).expect("a pipe");
        self.out.write_all(b"\n").expect("a pipe");
        self.commits += 1;
    }
}

/// The line of an import that writes a document.
fn modify(document: &Document) -> String {
    const WORDS: [&str; 16] = [
        "system", "customer", "because", "measures", "delivery", "team", "slowly", "the", "quarter", "of", "decides",
        "orders", "risk", "when", "old", "and",
    ];
    let number = document.number;
    let mut text = format!(
        "---\ntitle: About subject {number}\nstatus: {}\nowner: person{}\ntags: [synthetic, n{}]\n---\n\n# About subject \
         {number}\n",
        STATES[document.state],
        number % 40,
        number % 7,
    );
    for (place, seed) in document.paragraphs.iter().enumerate() {
        let _ = write!(text, "\n## Part {place}\n\n");
        let mut dice = Dice(*seed);
        for word in 0..70 {
            let _ = write!(
                text,
                "{}{}",
                WORDS[dice.below(16)],
                if word % 14 == 13 { ".\n" } else { " " }
            );
        }
    }
    format!("M 100644 inline {}\ndata {}\n{text}\n", document.path, text.len())
}
