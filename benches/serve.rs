//! What a writer waits for in `docent serve`: from the start to the first page, and from a save to the page made anew.
//!
//! `cargo bench --bench serve -- [DOCUMENTS…]` writes synthetic organisations with a past into a temporary folder, starts
//! the release binary, opens the page of a document as a browser does, and saves the document. See `benches/README.md`.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its figures and looks at its own arguments"
)]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/support/client.rs"]
mod client;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/support/program.rs"]
mod program;
#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Documents and commits of the organisations that are measured when none is asked for.
const SIZES: [(usize, usize); 3] = [(100, 500), (1_000, 5_000), (10_000, 20_000)];
/// Saves of each sort.
const SAVES: usize = 15;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    println!(
        "| documents | start to first page | a word in the text | the title | a style of the theme | memory, peak |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    if arguments.is_empty() {
        return SIZES
            .into_iter()
            .try_for_each(|(documents, commits)| measure(documents, commits));
    }
    for size in arguments {
        let documents: usize = size.replace([',', '_'], "").parse()?;
        let known = SIZES.into_iter().find(|(size, _)| *size == documents);
        measure(documents, known.map_or(documents * 2, |(_, commits)| commits))?;
    }
    Ok(())
}

fn measure(documents: usize, commits: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize()?).map_err(|_| "a path that is not UTF-8")?;
    let root = root.join("organisation");
    support::past::write(documents, commits, root.as_std_path())?;
    // The first one fills the caches of the system and of history.
    end(start(&root)?.0)?;
    let begun = Instant::now();
    let (child, port) = start(&root)?;
    client::get(port, "/index.html");
    let first = begun.elapsed();
    let file = proposal(&root)?;
    let text = std::fs::read_to_string(root.join(&file))?;
    let end_of_line = text.find("\ntitle: ").map_or(0, |at| at + "\ntitle: ".len());
    let saves = |edit: &dyn Fn(usize) -> (Utf8PathBuf, String)| -> Outcome<Vec<Duration>> {
        let route = route(&file);
        let page = client::get(port, &format!("/{route}")).text();
        let digest = page.split_once("data-digest=\"").ok_or("a digest")?.1;
        let mut news = client::news(port, &route, digest.split('"').next().unwrap_or_default());
        let mut times = Vec::new();
        for number in 0..SAVES {
            let (path, text) = edit(number);
            std::fs::create_dir_all(root.join(&path).parent().ok_or("a folder")?)?;
            let saved = Instant::now();
            std::fs::write(root.join(&path), text)?;
            news.wait("page");
            client::get(port, &format!("/{route}"));
            times.push(saved.elapsed());
        }
        Ok(times)
    };
    let in_text = saves(&|number| (file.clone(), format!("{text}\nSaved {number} times.\n")))?;
    let in_title = saves(&|number| {
        let (before, after) = text.split_at(end_of_line);
        (file.clone(), format!("{before}{number} {after}"))
    })?;
    let style = saves(&|number| {
        let rule = format!(".own-{number} {{ color: red }}\n");
        ("theme/css/7-own.css".into(), rule)
    })?;
    println!(
        "| {documents} | {} | {} | {} | {} | {} |",
        milliseconds(first),
        spread(in_text),
        spread(in_title),
        spread(style),
        memory(child.id()),
    );
    end(child)
}

/// Starts a preview and waits until pages can be asked for.
fn start(root: &Utf8Path) -> Outcome<(Child, u16)> {
    let mut command = program::docent(root, &["serve", "--port", "0", "--today", support::TODAY]);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("a pipe")?).lines();
    let line = lines
        .by_ref()
        .map_while(Result::ok)
        .find(|line| line.starts_with("serving http://localhost:"));
    // What it says from now on is read, so that it never waits.
    std::thread::spawn(move || {
        let verbose = std::env::var_os("DOCENT_BENCH_SHOW").is_some();
        for line in lines.map_while(Result::ok).filter(|_| verbose) {
            eprintln!("{line}");
        }
    });
    let line = line.ok_or("an address")?;
    let port = line.trim_start_matches("serving http://localhost:").split('/').next();
    Ok((child, port.unwrap_or_default().parse()?))
}

fn end(mut child: Child) -> Outcome<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// A proposal in the middle of the organisation.
fn proposal(root: &Utf8Path) -> Outcome<Utf8PathBuf> {
    let entries = root.join("rewrites").read_dir_utf8()?;
    let mut found: Vec<Utf8PathBuf> = entries
        .map(|it| it.map(|it| it.path().to_owned()))
        .collect::<Result<_, _>>()?;
    found.sort();
    Ok(found[found.len() / 2].strip_prefix(root)?.to_owned())
}

/// The route of a proposal: by the number that its file begins with.
fn route(file: &Utf8Path) -> String {
    let number = file
        .file_name()
        .unwrap_or_default()
        .split('-')
        .next()
        .unwrap_or_default();
    format!("rewrites/rw-{}.html", number.trim_start_matches('0'))
}

/// The median and the longest.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let middle = times[times.len() / 2];
    let longest = times[times.len() - 1];
    format!("{} ({})", milliseconds(middle), milliseconds(longest))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}

/// Memory that a process holds, and the most it ever held, as Linux tells it.
fn memory(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kilobytes.map_or("?".to_owned(), |it| format!("{:.0} MB", it / 1024.0))
    };
    format!("{}, {}", megabytes("VmRSS"), megabytes("VmHWM"))
}
