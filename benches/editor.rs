//! What an editor waits for: from a keystroke to its diagnostics, and to completions.
//!
//! `cargo bench --bench editor -- [DOCUMENTS…]` writes synthetic organisations with a past into a temporary folder, starts
//! the release binary as an editor does, and types into a document. See `benches/README.md`.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its figures and looks at its own arguments"
)]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/support/editor.rs"]
mod editor;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/support/program.rs"]
mod program;
#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use editor::Editor;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Documents and commits of the organisations that are measured when none is asked for.
const SIZES: [(usize, usize); 3] = [(100, 500), (1_000, 5_000), (10_000, 20_000)];
/// Keystrokes of each sort.
const KEYSTROKES: usize = 40;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    println!(
        "| documents | opened | a letter in the text | in the title | a reference | completion of an id | memory, peak |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|");
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
    let path = proposal(&root)?;
    // The first one fills the caches of the system and of history.
    drop(open(&root, &path).0);
    let (editor, opened) = open(&root, &path);
    let text = editor.text(&path);
    let body = text.rfind("\n\n").ok_or("a paragraph")?;
    let last: String = text[body..].chars().skip(2).take(12).collect();
    let in_text = typed(&editor, &path, &last, &format!("{last}x"));
    let in_title = typed(&editor, &path, "\ntitle: ", "\ntitle: x");
    let reference = typed(&editor, &path, "motivated_by: [", "motivated_by: [MET-1, ");
    let mut completions = Vec::new();
    for _ in 0..KEYSTROKES {
        editor.replace(&path, "motivated_by: [", "motivated_by: [M, ");
        let start = Instant::now();
        let at = editor.behind(&path, "motivated_by: [M");
        editor.ask("textDocument/completion", at);
        completions.push(start.elapsed());
        editor.replace(&path, "motivated_by: [M, ", "motivated_by: [");
    }
    println!(
        "| {documents} | {} | {} | {} | {} | {} | {} |",
        milliseconds(opened),
        spread(in_text),
        spread(in_title),
        spread(reference),
        spread(completions),
        memory(editor.process()),
    );
    Ok(())
}

/// A proposal with a reason, in the middle of the organisation.
fn proposal(root: &Utf8Path) -> Outcome<String> {
    let mut found = Vec::new();
    for entry in root.join("rewrites").read_dir_utf8()? {
        let path = entry?.path().to_owned();
        if path.extension() == Some("md") && std::fs::read_to_string(&path)?.contains("motivated_by: [") {
            found.push(path.strip_prefix(root)?.to_string());
        }
    }
    found.sort();
    let middle = found.len() / 2;
    found.into_iter().nth(middle).ok_or_else(|| "no proposal".into())
}

/// Starts an editor and opens a document; how long it took until its diagnostics were there.
fn open(root: &Utf8Path, path: &str) -> (Editor, Duration) {
    let start = Instant::now();
    let editor = Editor::new(root);
    editor.open(path);
    editor.diagnostics(path);
    (editor, start.elapsed())
}

/// Types something and takes it back, many times: from each keystroke to its diagnostics.
fn typed(editor: &Editor, path: &str, old: &str, new: &str) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..KEYSTROKES / 2 {
        for (old, new) in [(old, new), (new, old)] {
            let start = Instant::now();
            let version = editor.replace(path, old, new);
            editor.diagnostics_of(path, version);
            times.push(start.elapsed());
        }
    }
    times
}

/// The median and the longest.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let middle = times[times.len() / 2];
    let longest = times[times.len() - 1];
    format!("{} ({})", milliseconds(middle), milliseconds(longest))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
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
