//! What whole processes use, and how that is written down.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What a measurement may fail with.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Time that the runs of one row take together, about; there are at least three.
const PATIENCE: Duration = Duration::from_secs(5);
/// What takes longer than this is run once more and no more.
const TOO_LONG: Duration = Duration::from_secs(30);

/// What one run of a process used.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// From the start to the end.
    pub wall: Duration,
    /// User and system, of all threads, and of the processes it waited for.
    pub cpu: Duration,
    /// Bytes, at the peak.
    pub memory: u64,
}

/// Runs a command until it is over. What it says is thrown away.
///
/// # Errors
/// When it cannot be run or does not succeed.
pub fn once(command: &mut Command) -> Outcome<Usage> {
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

/// The medians of several runs, after one that warms the file cache. What `prepare` does before each is not counted.
///
/// # Errors
/// When something cannot be prepared or run.
pub fn median(mut prepare: impl FnMut() -> Outcome<Command>) -> Outcome<Usage> {
    let mut run = || once(&mut prepare()?);
    let first = run()?;
    let fewest = if first.wall > TOO_LONG { 1.0 } else { 3.0 };
    let runs = (PATIENCE.as_secs_f64() / first.wall.as_secs_f64().max(0.001)).clamp(fewest, 15.0) as usize;
    let runs = (0..runs).map(|_| run()).collect::<Outcome<Vec<_>>>()?;
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

/// A table of what commands used, in Markdown, written line by line.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The least that any such program has to do.
    pub floor: Usage,
    /// What the others are held against: a cold build by docent.
    pub build: Usage,
    /// Bytes of all documents.
    pub corpus: u64,
}

impl Table {
    /// Begins it.
    pub fn head(self) {
        println!(
            "| | wall | CPU | peak memory | to `docent build`: wall | CPU | memory | to the floor: wall | CPU | memory \
             | memory to the corpus |"
        );
        println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    /// Writes what a command used.
    pub fn row(self, name: &str, usage: Usage) {
        let [to_build, to_floor] = [self.build, self.floor].map(|other| ratios(usage, other));
        println!(
            "| {name} | {} | {} | {:.0} MB | {to_build} | {to_floor} | {:.1} |",
            time(usage.wall),
            time(usage.cpu),
            megabytes(usage.memory),
            usage.memory as f64 / self.corpus as f64,
        );
    }

    /// Writes why a command was not measured.
    pub fn note(self, name: &str, why: &str) {
        println!("| {name} | {why} | | | | | | | | | |");
    }
}

/// Wall time, CPU time and memory as parts of another's.
fn ratios(usage: Usage, other: Usage) -> String {
    let ratio = |value: f64| match value {
        value if value < 10.0 => format!("{value:.2}"),
        value => format!("{value:.0}"),
    };
    let wall = ratio(usage.wall.as_secs_f64() / other.wall.as_secs_f64());
    let cpu = ratio(usage.cpu.as_secs_f64() / other.cpu.as_secs_f64());
    let memory = ratio(usage.memory as f64 / other.memory as f64);
    format!("{wall} | {cpu} | {memory}")
}

/// Bytes in megabytes.
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn time(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

/// `10000` as `10,000`.
pub fn grouped(number: usize) -> String {
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

/// Removes a folder, if it is there.
///
/// # Errors
/// When it stays.
pub fn clear(folder: &Path) -> Outcome<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
