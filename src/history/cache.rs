//! The log kept between runs.
//!
//! What a commit did never changes, so it is read once. The file lies below the Git folder, is written beside its place and
//! renamed into it, and carries a checksum: one that is broken, foreign or of another version counts as none. Where the
//! folder cannot be written, every run reads everything.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use camino::Utf8Path;

use super::commit::{Clock, Detail, Role, Signature};
use super::log::{Change, Log, Logged, Word};
use super::scope::Scope;
use crate::repository::ObjectId;

/// Changes with the format, and with what is read out of a commit or a text.
const VERSION: &str = "v1";
/// How old a file must be that some run left unfinished before it is cleared away.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Where a log is kept, and for what.
#[derive(Debug)]
pub(super) struct Place {
    file: PathBuf,
    /// What the log depends on besides the commits.
    key: String,
}

impl Place {
    /// The place of the log of some folders, in a clone that ends at some commits.
    pub(super) fn new(folder: &Path, scope: &Scope<'_>, shallow: &[u8]) -> Self {
        let scope = scope.key();
        let name = format!("history-{VERSION}-{:016x}", checksum(scope.as_bytes()));
        Self {
            file: folder.join(name),
            key: format!("docent history {VERSION}\n{:016x}\n{scope}\n", checksum(shallow)),
        }
    }

    /// The log, where there is one that can be trusted.
    pub(super) fn load(&self) -> Option<Log> {
        let bytes = fs::read(&self.file).ok()?;
        let (content, sum) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(content) {
            return None;
        }
        Reader {
            rest: content.strip_prefix(self.key.as_bytes())?,
        }
        .log()
    }

    /// Keeps a log. Commits that cannot be reached any more are dropped when they are the larger part. That it cannot be
    /// kept is no failure: the next run reads again.
    pub(super) fn store(&self, log: &Log, reachable: &[u32]) {
        let everything: Vec<u32>;
        let kept = if reachable.len() * 2 < log.commits.len() {
            reachable
        } else {
            everything = (0..).take(log.commits.len()).collect();
            &everything
        };
        let mut writer = Writer {
            bytes: self.key.clone().into_bytes(),
        };
        writer.log(log, kept);
        let sum = checksum(&writer.bytes);
        writer.bytes.extend_from_slice(&sum.to_le_bytes());
        let _ = self.replace(&writer.bytes);
    }

    fn replace(&self, bytes: &[u8]) -> std::io::Result<()> {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let folder = self.file.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder)?;
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let draft = self.file.with_extension(format!("{}-{turn}.tmp", std::process::id()));
        let written = fs::write(&draft, bytes).and_then(|()| {
            clear_abandoned(folder, &draft);
            fs::rename(&draft, &self.file)
        });
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written
    }
}

/// Removes what runs that were killed left behind. The age is told by the file system's own clock.
fn clear_abandoned(folder: &Path, newest: &Path) {
    let modified = |path: &Path| path.metadata().and_then(|it| it.modified()).ok();
    let (Some(now), Ok(entries)) = (modified(newest), fs::read_dir(folder)) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let age = modified(&path).and_then(|then| now.duration_since(then).ok());
        if path.extension().is_some_and(|it| it == "tmp") && age.is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Finds accidents, not attacks: FNV-1a over words of eight bytes.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        sum = (sum ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(29);
    }
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    sum ^ bytes.len() as u64
}

/// Writes numbers in as few bytes as they need.
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Small negative numbers are as short as small positive ones.
    fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn id(&mut self, id: ObjectId) {
        self.bytes.extend_from_slice(id.as_bytes());
    }

    fn clock(&mut self, clock: Option<Clock>) {
        self.number(u64::from(clock.is_some()));
        if let Some(clock) = clock {
            self.signed(clock.seconds);
            self.signed(clock.offset.into());
        }
    }

    fn log(&mut self, log: &Log, kept: &[u32]) {
        for list in [
            log.paths.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
            log.words.iter().map(AsRef::as_ref).collect(),
        ] {
            self.count(list.len());
            list.into_iter().for_each(|text| self.text(text));
        }
        let mut names = Names::default();
        for detail in kept.iter().filter_map(|it| log.commits[*it as usize].detail.as_ref()) {
            names.add(&detail.author.name);
            names.add(&detail.author.email);
            for (_, name, email) in &detail.credits {
                names.add(name);
                names.add(email);
            }
        }
        self.count(names.list.len());
        names.list.iter().for_each(|name| self.text(name));
        let mut positions = vec![0_u32; log.commits.len()];
        self.count(kept.len());
        for (new, old) in (0..).zip(kept) {
            positions[*old as usize] = new;
            self.commit(&log.commits[*old as usize], new, &positions, &names);
        }
    }

    fn commit(&mut self, commit: &Logged, position: u32, positions: &[u32], names: &Names<'_>) {
        self.id(commit.id);
        self.number(u64::from(commit.boundary) << 1 | u64::from(commit.detail.is_some()));
        self.count(commit.parents.len());
        for parent in &commit.parents {
            self.number((position - positions[*parent as usize]).into());
        }
        self.signed(commit.committed);
        if let Some(detail) = &commit.detail {
            self.number(names.number(&detail.author.name));
            self.number(names.number(&detail.author.email));
            self.clock(detail.author.when);
            self.clock(detail.committed);
            self.text(&detail.subject);
            self.count(detail.credits.len());
            for (role, name, email) in &detail.credits {
                let role = Role::ALL.iter().position(|it| it == role).unwrap_or_default();
                self.count(role);
                self.number(names.number(name));
                self.number(names.number(email));
            }
        }
        self.count(commit.changes.len());
        for change in &commit.changes {
            self.number(change.path.into());
            self.number(change.from.map_or(0, |from| u64::from(from) + 1));
            self.number(u64::from(change.content.is_some()));
            if let Some(content) = change.content {
                self.id(content);
            }
            self.number(match change.state {
                Word::Missing => 0,
                Word::Unknown => 1,
                Word::Is(word) => u64::from(word) + 2,
            });
        }
    }
}

/// Names and addresses, each written once.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    numbers: HashMap<&'a str, u64>,
}

impl<'a> Names<'a> {
    fn add(&mut self, name: &'a str) {
        let list = &mut self.list;
        self.numbers.entry(name).or_insert_with(|| {
            list.push(name);
            list.len() as u64 - 1
        });
    }

    fn number(&self, name: &str) -> u64 {
        self.numbers.get(name).copied().unwrap_or_default()
    }
}

/// Reads what a [`Writer`] wrote; anything else gives `None`.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many things follow; never more than there are bytes.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(one(self)?);
        }
        Some(list)
    }

    fn text(&mut self) -> Option<&'a str> {
        let count = self.count()?;
        std::str::from_utf8(self.bytes(count)?).ok()
    }

    fn id(&mut self) -> Option<ObjectId> {
        ObjectId::from_bytes(self.bytes(ObjectId::LENGTH)?)
    }

    fn clock(&mut self) -> Option<Option<Clock>> {
        if self.number()? == 0 {
            return Some(None);
        }
        Some(Some(Clock {
            seconds: self.signed()?,
            offset: self.signed()?.try_into().ok()?,
        }))
    }

    fn log(mut self) -> Option<Log> {
        let paths = self.many(|it| it.text().map(|path| Arc::from(Utf8Path::new(path))))?;
        let words = self.many(|it| it.text().map(Arc::from))?;
        let names = self.many(Self::text)?;
        let mut log = Log {
            commits: Vec::new(),
            paths,
            words,
        };
        let count = self.count()?;
        log.commits.reserve(count);
        for position in 0..u32::try_from(count).ok()? {
            let commit = self.commit(position, &log, &names)?;
            log.commits.push(commit);
        }
        self.rest.is_empty().then_some(log)
    }

    fn commit(&mut self, position: u32, log: &Log, names: &[&str]) -> Option<Logged> {
        let id = self.id()?;
        let flags = self.number()?;
        let parents = self.many(|it| {
            let back = it.small()?;
            position.checked_sub(back).filter(|_| back > 0)
        })?;
        let committed = self.signed()?;
        let detail = if flags & 1 == 1 {
            Some(Box::new(self.detail(names)?))
        } else {
            None
        };
        Some(Logged {
            id,
            parents,
            committed,
            boundary: flags & 2 == 2,
            detail,
            changes: self.many(|it| it.change(log))?,
        })
    }

    fn detail(&mut self, names: &[&str]) -> Option<Detail> {
        let name = |it: &mut Self| {
            let number = usize::try_from(it.number()?).ok()?;
            names.get(number).map(|name| (*name).to_owned())
        };
        Some(Detail {
            author: Signature {
                name: name(self)?,
                email: name(self)?,
                when: self.clock()?,
            },
            committed: self.clock()?,
            subject: Arc::from(self.text()?),
            credits: self.many(|it| {
                let role = usize::try_from(it.number()?).ok()?;
                Some((*Role::ALL.get(role)?, name(it)?, name(it)?))
            })?,
        })
    }

    fn change(&mut self, log: &Log) -> Option<Change> {
        let path = |number: u32| ((number as usize) < log.paths.len()).then_some(number);
        Some(Change {
            path: path(self.small()?)?,
            from: match self.small()? {
                0 => None,
                from => Some(path(from - 1)?),
            },
            content: match self.number()? {
                0 => None,
                _ => Some(self.id()?),
            },
            state: match self.small()? {
                0 => Word::Missing,
                1 => Word::Unknown,
                word if ((word - 2) as usize) < log.words.len() => Word::Is(word - 2),
                _ => return None,
            },
        })
    }
}
