//! What whole runs of docent cost, measured against the least that any such program has to do.
//!
//! `cargo bench --bench whole -- [DOCUMENTS…]` writes synthetic organisations into a temporary folder and runs the release
//! binary on them as a user does. The floor is measured in the same run by this program itself: reading every document and
//! draining pulldown-cmark over it on one core, with and without HTML. See `benches/README.md`.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its figures and looks at its own arguments"
)]

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pulldown_cmark::Parser;
use wait4::Wait4;

type Outcome<T> = Result<T, Box<dyn Error>>;

const DOCENT: &str = env!("CARGO_BIN_EXE_docent");
/// Organisations that are measured when none is asked for.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// Time that the runs of one row take together, about; there are at least three.
const PATIENCE: Duration = Duration::from_secs(5);

fn main() -> Outcome<()> {
    // Cargo says `--bench` to every benchmark.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        // The program calls itself for what is measured as a process of its own.
        ["write", documents, root] => write(documents.parse()?, Path::new(root)),
        ["write", documents, commits, root] => {
            support::past::write(documents.parse()?, commits.parse()?, Path::new(root)).map_err(Into::into)
        }
        ["floor", floor, root] => run_floor(floor, Path::new(root)),
        [] => SIZES.into_iter().try_for_each(measure),
        sizes => {
            let sizes: Vec<usize> = sizes
                .iter()
                .map(|size| size.replace([',', '_'], "").parse())
                .collect::<Result<_, _>>()?;
            sizes.into_iter().try_for_each(measure)
        }
    }
}

/// Writes an organisation as a Git repository with one commit.
fn write(documents: usize, root: &Path) -> Outcome<()> {
    support::write(documents, root)?;
    let repository = git2::Repository::init(root)?;
    let mut index = repository.index()?;
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None)?;
    index.write()?;
    let tree = repository.find_tree(index.write_tree()?)?;
    let author = git2::Signature::new("Ada", "ada@synthetic.example", &git2::Time::new(1_780_000_000, 0))?;
    repository.commit(Some("HEAD"), &author, &author, "Write everything down", &tree, &[])?;
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

/// What one run of a process used.
#[derive(Clone, Copy, Debug)]
struct Usage {
    wall: Duration,
    cpu: Duration,
    memory: u64,
}

/// Runs a command until it is over. What it says is thrown away.
fn once(command: &mut Command) -> Outcome<Usage> {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    if !used.status.success() {
        return Err(format!("{command:?} ended with {}", used.status).into());
    }
    Ok(Usage {
        wall,
        cpu: used.rusage.utime + used.rusage.stime,
        memory: used.rusage.maxrss,
    })
}

/// The medians of several runs, after one that warms the file cache.
fn median(mut command: impl FnMut() -> Command) -> Outcome<Usage> {
    let first = once(&mut command())?;
    let runs = (PATIENCE.as_secs_f64() / first.wall.as_secs_f64().max(0.001)).clamp(3.0, 15.0) as usize;
    let runs = (0..runs).map(|_| once(&mut command())).collect::<Outcome<Vec<_>>>()?;
    Ok(Usage {
        wall: middle(runs.iter().map(|it| it.wall)),
        cpu: middle(runs.iter().map(|it| it.cpu)),
        memory: middle(runs.iter().map(|it| it.memory)),
    })
}

fn middle<T: Ord>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<_> = values.collect();
    values.sort();
    values.swap_remove(values.len() / 2)
}

fn docent(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(DOCENT);
    command.arg("-C").arg(root).args(words);
    command
}

fn measure(documents: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("organisation");
    let own = std::env::current_exe()?;
    // In a process of its own: a child's peak memory counts from that of its parent, so this one has to stay small.
    once(Command::new(&own).arg("write").arg(documents.to_string()).arg(&root))?;
    let corpus = corpus_bytes(&root)?;
    println!("\n{} documents, {:.1} MB\n", grouped(documents), megabytes(corpus));
    println!("| | wall | CPU | peak memory | CPU to the floor | memory to the corpus | CPU a document |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let floor = |name: &str| {
        median(|| {
            let mut command = Command::new(&own);
            command.args(["floor", name]).arg(&root);
            command
        })
    };
    let parse = floor("parse")?;
    let row = |name: &str, usage: Usage| {
        println!(
            "| {name} | {} | {} | {:.0} MB | {:.2} | {:.1} | {:.0} µs |",
            time(usage.wall),
            time(usage.cpu),
            megabytes(usage.memory),
            usage.cpu.as_secs_f64() / parse.cpu.as_secs_f64(),
            usage.memory as f64 / corpus as f64,
            usage.cpu.as_secs_f64() * 1e6 / documents as f64
        );
    };
    row("reading alone", floor("read")?);
    row("**floor**: reading and pulldown-cmark", parse);
    row("floor with HTML", floor("render")?);
    let check = ["check", "--today", support::TODAY];
    row("`docent check`", median(|| docent(&root, &check))?);
    let out = folder.path().join("site");
    match build(&root, &out) {
        Some(build) => row(
            "`docent build`",
            median(|| docent(&root, &build.iter().map(String::as_str).collect::<Vec<_>>()))?,
        ),
        None => println!("| `docent build` | does not run | | | | | |"),
    }
    stages(&root)
}

/// The command that builds the site, where there is one that works.
fn build(root: &Path, out: &Path) -> Option<Vec<String>> {
    let inside = vec!["build".to_owned()];
    let outside = vec!["build".to_owned(), "--out".to_owned(), out.display().to_string()];
    [outside, inside].into_iter().find(|words| {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        once(&mut docent(root, &words)).is_ok()
    })
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

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn time(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

/// `10000` as `10,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
