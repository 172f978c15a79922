//! What whole runs of docent cost, measured against the least that any such program has to do.
//!
//! `cargo bench --bench whole -- [all|alone] [DOCUMENTS[:COMMITS]…]` writes synthetic organisations with a past into a
//! temporary folder and runs the release binary on them as a user does, and beside it the other generators of sites that are
//! installed. The floor is measured in the same run by this program itself: reading every document and draining pulldown-cmark
//! over it on one core, with and without HTML. See `benches/README.md`.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its figures and looks at its own arguments"
)]

#[path = "support/peers.rs"]
mod peers;
#[path = "support/mod.rs"]
mod support;
#[path = "support/usage.rs"]
mod usage;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::Parser;

use usage::{Outcome, Table, clear, grouped, median, megabytes, once};

const DOCENT: &str = env!("CARGO_BIN_EXE_docent");
/// Organisations that are measured when none is asked for.
const SIZES: [usize; 2] = [100, 1_000];

/// Which other generators are measured beside docent.
#[derive(Clone, Copy, Debug)]
enum Peers {
    /// None.
    None,
    /// Those that do not take minutes.
    Quick,
    /// All that are installed.
    All,
}

fn main() -> Outcome<()> {
    // Cargo says `--bench` to every benchmark.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        // The program calls itself for what is measured as a process of its own.
        ["write", documents, commits, root] => {
            support::past::write(documents.parse()?, commits.parse()?, Path::new(root)).map_err(Into::into)
        }
        ["peer", name, documents, commits, root] => {
            peers::write(name, documents.parse()?, commits.parse()?, Path::new(root))
        }
        ["floor", floor, root] => run_floor(floor, Path::new(root)),
        ["all", sizes @ ..] => each(sizes, Peers::All),
        ["alone", sizes @ ..] => each(sizes, Peers::None),
        sizes => each(sizes, Peers::Quick),
    }
}

/// Measures organisations of these sizes, or of the usual ones.
fn each(sizes: &[&str], peers: Peers) -> Outcome<()> {
    if sizes.is_empty() {
        return SIZES
            .into_iter()
            .try_for_each(|documents| measure(documents, commits(documents), peers));
    }
    for size in sizes {
        let size = size.replace([',', '_'], "");
        let (documents, commits) = match size.split_once(':') {
            Some((documents, commits)) => (documents.parse()?, commits.parse()?),
            None => (size.parse()?, commits(size.parse()?)),
        };
        measure(documents, commits, peers)?;
    }
    Ok(())
}

/// The least that has to be done: reading every document, then parsing it, then rendering it, on one core.
fn run_floor(floor: &str, root: &Path) -> Outcome<()> {
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry?;
        if entry.path().extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = fs::read_to_string(entry.path())?;
        let parser = || Parser::new_ext(&text, docent::parse::markdown_options());
        seen += match floor {
            "read" => text.len(),
            "parse" => parser().into_offset_iter().count(),
            "render" => {
                let mut html = String::with_capacity(text.len() * 3 / 2);
                pulldown_cmark::html::push_html(&mut html, parser());
                html.len()
            }
            other => return Err(format!("there is no floor `{other}`").into()),
        };
    }
    std::hint::black_box(seen);
    Ok(())
}

fn docent(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(DOCENT);
    command.arg("-C").arg(root).args(words);
    command
}

/// Measures everything on an organisation of one size, and writes the table.
fn measure(documents: usize, commits: usize, asked: Peers) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("organisation");
    let own = std::env::current_exe()?;
    // In a process of its own: a child's peak memory counts from that of its parent, so this one has to stay small.
    let numbers = [documents.to_string(), commits.to_string()];
    once(Command::new(&own).arg("write").args(numbers).arg(&root))?;
    let corpus = corpus_bytes(&root)?;
    println!(
        "\n{} documents, {:.1} MB, {} commits\n",
        grouped(documents),
        megabytes(corpus),
        grouped(commits)
    );
    let floor = |name: &str| {
        median(|| {
            let mut command = Command::new(&own);
            command.args(["floor", name]).arg(&root);
            Ok(command)
        })
    };
    let site = folder.path().join("site");
    let parse = floor("parse")?;
    let table = Table {
        floor: parse,
        build: median(|| cold(&root, &site))?,
        corpus,
    };
    table.head();
    table.row("reading alone", floor("read")?);
    table.row("**floor**: reading and pulldown-cmark", parse);
    table.row("floor with HTML", floor("render")?);
    let check = ["check", "--today", support::TODAY];
    table.row("`docent check`", median(|| Ok(docent(&root, &check)))?);
    // The past is made up, and may change what was agreed upon.
    let base = [
        "check",
        "--base",
        "HEAD~3",
        "--warn",
        "frozen",
        "--today",
        support::TODAY,
    ];
    table.row("`docent check --base`", median(|| Ok(docent(&root, &base)))?);
    table.row("**`docent build`**", table.build);
    table.row(
        "`docent build`, history known",
        median(|| {
            clear(&site)?;
            Ok(build(&root, &site))
        })?,
    );
    table.row("the same again, nothing changed", median(|| Ok(build(&root, &site)))?);
    let mut edits = Edits::of(&root)?;
    table.row(
        "the same again, one document changed",
        median(|| {
            edits.next()?;
            Ok(build(&root, &site))
        })?,
    );
    clear(&site)?;
    match asked {
        Peers::None => {}
        Peers::Quick => peers::measure(table, &own, documents, commits, false)?,
        Peers::All => peers::measure(table, &own, documents, commits, true)?,
    }
    stages(&root)
}

/// Commits of an organisation: five for each document, and no more than two where it is large.
fn commits(documents: usize) -> usize {
    (documents * 5).min(20_000.max(documents * 2))
}

/// The first build ever: there is no site, and nothing is known of the past.
fn cold(root: &Path, site: &Path) -> Outcome<Command> {
    clear(site)?;
    clear(&root.join(".git/docent"))?;
    Ok(build(root, site))
}

fn build(root: &Path, site: &Path) -> Command {
    let mut command = docent(
        root,
        &["build", "--today", support::TODAY, "--base-url", "https://docs.example"],
    );
    command.arg("--out").arg(site);
    command
}

/// A document on which somebody writes.
struct Edits {
    path: PathBuf,
    text: String,
    number: usize,
}

impl Edits {
    fn of(root: &Path) -> Outcome<Self> {
        let path = support::files(50)
            .map(|(path, _)| root.join(path))
            .find(|path| path.ends_with("pages/page-1.md"));
        let path = path.ok_or("no page")?;
        let text = fs::read_to_string(&path)?;
        Ok(Self { path, text, number: 0 })
    }

    /// Saves it with another sentence.
    fn next(&mut self) -> Outcome<()> {
        self.number += 1;
        fs::write(&self.path, format!("{}\nSaved {} times.\n", self.text, self.number))?;
        Ok(())
    }
}

/// What the stages of `check -v` take, on all cores and on one.
fn stages(root: &Path) -> Outcome<()> {
    let all = stage_times(&mut docent(root, &["check", "-v", "--today", support::TODAY]))?;
    let one = stage_times(docent(root, &["check", "-v", "--today", support::TODAY]).env("RAYON_NUM_THREADS", "1"))?;
    println!("\n| stage of `check` | all cores | one core |");
    println!("|---|---:|---:|");
    for ((stage, all), (_, one)) in all.iter().zip(&one) {
        println!("| {stage} | {all:.1} ms | {one:.1} ms |");
    }
    Ok(())
}

/// Name and milliseconds of every stage, each the median of several runs.
fn stage_times(command: &mut Command) -> Outcome<Vec<(String, f64)>> {
    let mut runs: Vec<Vec<(String, f64)>> = Vec::new();
    for _ in 0..5 {
        let said = command.output()?;
        let said = String::from_utf8(said.stderr)?;
        let stage = |line: &str| {
            let (stage, milliseconds) = line.trim().strip_suffix("ms")?.rsplit_once("  ")?;
            Some((stage.trim().to_owned(), milliseconds.trim().parse().ok()?))
        };
        runs.push(said.lines().filter_map(stage).collect());
    }
    let stages = runs[0].iter().enumerate().map(|(position, (stage, _))| {
        let mut times: Vec<f64> = runs
            .iter()
            .filter_map(|run| run.get(position))
            .map(|(_, time)| *time)
            .collect();
        times.sort_by(f64::total_cmp);
        (stage.clone(), times[times.len() / 2])
    });
    Ok(stages.collect())
}

/// Size of all documents.
fn corpus_bytes(root: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension().is_some_and(|extension| extension == "md") {
                bytes += entry.metadata()?.len();
            }
        }
    }
    Ok(bytes)
}
