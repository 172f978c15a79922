//! The past of an organisation: commits that lead to its files, through `git fast-import`. The same numbers give the same
//! repository.
//!
//! Half of the documents come at once, as when an organisation moves in; the others come one by one, and all are written
//! on: an earlier version is a draft and lacks the last paragraphs of the later one.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::files;
use super::random::Random;

/// The first commit, in seconds since 1970: 1 July 2024. The last is a day before `TODAY`.
const START: usize = 1_719_824_400;
const END: usize = 1_782_723_600;
/// People who commit.
const AUTHORS: usize = 40;

/// A file under another path and with another text.
pub type Rewritten<'a> = &'a dyn Fn(&str, &str) -> (String, String);

/// Writes an organisation as a Git repository with about so many commits, packed as `git gc` leaves it.
///
/// # Errors
/// When Git cannot be run or a pipe breaks.
pub fn write(documents: usize, commits: usize, root: &Path) -> io::Result<()> {
    write_as(documents, commits, root, &|path, text| {
        (path.to_owned(), text.to_owned())
    })
}

/// The same past of files that are called otherwise and say the same in other words.
///
/// # Errors
/// When Git cannot be run or a pipe breaks.
pub fn write_as(documents: usize, commits: usize, root: &Path, rewritten: Rewritten<'_>) -> io::Result<()> {
    std::fs::create_dir_all(root)?;
    git(root, &["init", "--quiet", "--initial-branch=main"])?;
    let mut import = command(root, &["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()?;
    let pipe = import.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
    import_all(&mut BufWriter::new(pipe), documents, commits, rewritten)?;
    ended(&mut import)?;
    git(root, &["repack", "-adfq"])?;
    git(root, &["checkout", "--quiet", "--force", "main"])
}

fn import_all(out: &mut impl Write, documents: usize, commits: usize, rewritten: Rewritten<'_>) -> io::Result<()> {
    let mut random = Random::new(20_240_701);
    let (documents, others): (Vec<_>, Vec<_>) = files(documents).partition(|(path, _)| path.ends_with(".md"));
    // How many versions of each document there are, and the order in which they come.
    let mut order: Vec<usize> = (0..documents.len()).filter(|it| it % 2 == 1).collect();
    order.extend((order.len() + 1..commits).map(|_| random.below(documents.len())));
    for place in (1..order.len()).rev() {
        order.swap(place, random.below(place + 1));
    }
    let mut left: BTreeMap<usize, usize> = BTreeMap::new();
    for document in &order {
        *left.entry(*document).or_default() += 1;
    }
    let moved_in = documents.iter().enumerate().filter(|(number, _)| number % 2 == 0);
    let version = |number: usize, left: &BTreeMap<usize, usize>| {
        earlier(&documents[number].1, left.get(&number).copied().unwrap_or_default())
    };
    let first = moved_in.map(|(number, (path, _))| (path.as_str(), version(number, &left)));
    let others = others.iter().map(|(path, text)| (path.as_str(), text.clone()));
    let first = others.chain(first).map(|(path, text)| rewritten(path, &text));
    commit(out, 0, START, "Move in", first)?;
    let step = (END - START) / order.len().max(1);
    for (turn, number) in order.iter().enumerate() {
        if let Some(left) = left.get_mut(number) {
            *left -= 1;
        }
        let path = documents[*number].0.as_str();
        let change = std::iter::once(rewritten(path, &version(*number, &left)));
        let author = random.below(AUTHORS);
        commit(out, author, START + (turn + 1) * step, "Write on", change)?;
    }
    out.flush()
}

/// A text as it was so many versions before.
fn earlier(text: &str, versions: usize) -> String {
    if versions == 0 {
        return text.to_owned();
    }
    let mut rest = text;
    for _ in 0..versions {
        match rest.trim_end().rfind("\n\n") {
            Some(at) if at > text.len() / 3 => rest = &rest[..at + 1],
            _ => break,
        }
    }
    // One that was written on often was a draft for half of that time.
    match rest.find("\nstatus: ").filter(|_| versions > 2) {
        Some(at) => {
            let end = rest[at + 1..].find('\n').map_or(rest.len(), |length| at + 1 + length);
            format!("{}\nstatus: draft{}", &rest[..at], &rest[end..])
        }
        None => rest.to_owned(),
    }
}

fn commit(
    out: &mut impl Write,
    author: usize,
    time: usize,
    message: &str,
    files: impl Iterator<Item = (String, String)>,
) -> io::Result<()> {
    let person = format!("Person {author} <person-{author}@synthetic.example> {time} +0000");
    write!(out, "commit refs/heads/main\nauthor {person}\ncommitter {person}\n")?;
    write!(out, "data {}\n{message}\n", message.len())?;
    for (path, text) in files {
        write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())?;
    }
    writeln!(out)
}

fn git(root: &Path, arguments: &[&str]) -> io::Result<()> {
    ended(&mut command(root, arguments).spawn()?)
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(root)
        .args(arguments)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

fn ended(child: &mut Child) -> io::Result<()> {
    match child.wait()? {
        status if status.success() => Ok(()),
        status => Err(io::Error::other(format!("Git ended with {status}"))),
    }
}
