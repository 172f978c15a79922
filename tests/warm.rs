//! An organisation that is kept warm is what a fresh look at the same files gives, whatever was done to them.

#[allow(dead_code, reason = "only repositories are wanted here")]
#[path = "support/repo.rs"]
mod repo;

use std::collections::BTreeMap;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use docent::pipeline::warm::{Edit, Past, Warm};
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Repository, Snapshot};
use proptest::prelude::*;

type Files = BTreeMap<Utf8PathBuf, String>;

/// The texts of the example organisation: every type, references of all kinds, and a few problems.
fn example() -> Files {
    let root = Utf8Path::from_path(Path::new(env!("CARGO_MANIFEST_DIR")))
        .expect("a path in UTF-8")
        .join("example-org");
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.expect("an entry");
        let path = Utf8Path::from_path(entry.path()).expect("a path in UTF-8");
        if entry.file_type().is_file()
            && let Ok(text) = std::fs::read_to_string(path)
        {
            files.insert(path.strip_prefix(&root).expect("below it").to_owned(), text);
        }
    }
    files
}

fn snapshot(files: &Files) -> Snapshot {
    Snapshot::from_texts(files.iter().map(|(path, text)| (path.clone(), text.as_bytes())))
}

fn options() -> Options {
    Options {
        today: Some(jiff::civil::date(2026, 6, 30)),
        ..Options::default()
    }
}

/// What someone does to a file; numbers pick one of what is there.
#[derive(Clone, Debug)]
enum Deed {
    /// Puts a text at a line.
    Insert(usize, usize, &'static str),
    /// Takes a line out.
    Cut(usize, usize),
    /// Puts one word in the place of another, everywhere in the file.
    Replace(usize, &'static str, &'static str),
    Delete(usize),
    Rename(usize, &'static str),
    /// Adds a copy under another name, with the same id if the text has one.
    Copy(usize, &'static str),
    Write(&'static str, &'static str),
}

const TEXTS: &[&str] = &[
    "See RW-1, INI-2 and [[DEC-3]].\n",
    "See RW-99 and [a page](../pages/nowhere.md).\n",
    "[back](../rewrites/0001-carrier-links.md#cost)\n",
    "## Cost\n",
    "## Business motivation\n\nTBD\n",
    "status: accepted\n",
    "supersedes: RW-2\n",
    "depends_on: [INI-1, INI-2]\n",
    "aliases: [old/place.html]\n",
    "id: RW-1\n",
    "team: nobody\n",
    "owner: nobody\n",
    "---\n",
    "\t: [\n",
    "![x](x.png)\n",
];

const NAMES: &[&str] = &[
    "rewrites/0001-another.md",
    "rewrites/0099-new.md",
    "decisions/0002-again.md",
    "pages/nowhere.md",
    "teams/nobody.md",
    "initiatives/Deep/0001-deep.md",
    "metrics/new.csv",
    "notes.txt",
];

fn deed() -> impl Strategy<Value = Deed> {
    let file = || 0usize..1000;
    let text = || proptest::sample::select(TEXTS);
    let name = || proptest::sample::select(NAMES);
    let words = proptest::sample::select(
        &[
            ("status:", "statsu:"),
            ("INI-", "DEC-"),
            ("## ", "### "),
            ("RW-1", "RW-01"),
        ][..],
    );
    prop_oneof![
        4 => (file(), 0usize..60, text()).prop_map(|(file, line, text)| Deed::Insert(file, line, text)),
        3 => (file(), 0usize..60).prop_map(|(file, line)| Deed::Cut(file, line)),
        2 => (file(), words).prop_map(|(file, (from, to))| Deed::Replace(file, from, to)),
        2 => file().prop_map(Deed::Delete),
        2 => (file(), name()).prop_map(|(file, name)| Deed::Rename(file, name)),
        1 => (file(), name()).prop_map(|(file, name)| Deed::Copy(file, name)),
        1 => (name(), text()).prop_map(|(name, text)| Deed::Write(name, text)),
    ]
}

/// Does it, and gives the paths it touched.
fn apply(files: &mut Files, deed: &Deed) -> Vec<Utf8PathBuf> {
    let pick = |files: &Files, number: usize| files.keys().nth(number % files.len()).expect("a file").clone();
    match deed {
        Deed::Insert(file, line, text) => {
            let path = pick(files, *file);
            let mut lines: Vec<_> = files[&path].split_inclusive('\n').map(str::to_owned).collect();
            lines.insert(line % (lines.len() + 1), (*text).to_owned());
            files.insert(path.clone(), lines.concat());
            vec![path]
        }
        Deed::Cut(file, line) => {
            let path = pick(files, *file);
            let mut lines: Vec<_> = files[&path].split_inclusive('\n').map(str::to_owned).collect();
            if !lines.is_empty() {
                lines.remove(line % lines.len());
            }
            files.insert(path.clone(), lines.concat());
            vec![path]
        }
        Deed::Replace(file, from, to) => {
            let path = pick(files, *file);
            let text = files[&path].replace(from, to);
            files.insert(path.clone(), text);
            vec![path]
        }
        Deed::Delete(file) => {
            let path = pick(files, *file);
            files.remove(&path);
            vec![path]
        }
        Deed::Rename(file, name) => {
            let path = pick(files, *file);
            let text = files.remove(&path).unwrap_or_default();
            files.insert((*name).into(), text);
            vec![path, (*name).into()]
        }
        Deed::Copy(file, name) => {
            let text = files[&pick(files, *file)].clone();
            files.insert((*name).into(), text);
            vec![(*name).into()]
        }
        Deed::Write(name, text) => {
            files.insert((*name).into(), (*text).to_owned());
            vec![(*name).into()]
        }
    }
}

/// Everything that later stages look at.
fn assert_same(warm: &Organisation, fresh: &Organisation) {
    let paths = |it: &Organisation| it.snapshot.paths().cloned().collect::<Vec<_>>();
    assert_eq!(paths(warm), paths(fresh));
    assert_eq!(warm.checked.diagnostics, fresh.checked.diagnostics);
    assert_eq!(warm.checked.completeness, fresh.checked.completeness);
    let documents = |it: &Organisation| format!("{:?}", it.corpus.documents());
    assert_eq!(documents(warm), documents(fresh));
    let all = 0..fresh.corpus.documents().len();
    for index in all.map(docent::model::DocumentIndex) {
        let from = |it: &Organisation| format!("{:?}", it.links.from(index));
        let to = |it: &Organisation| format!("{:?}", it.links.to(index).collect::<Vec<_>>());
        assert_eq!(from(warm), from(fresh));
        assert_eq!(to(warm), to(fresh));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_it_is_as_if_read_afresh(deeds in proptest::collection::vec(proptest::collection::vec(deed(), 1..4), 1..8)) {
        let folder = tempfile::tempdir().expect("a folder");
        let repository = Repository::at(Utf8Path::from_path(folder.path()).expect("UTF-8")).expect("a folder to open");
        let mut files = example();
        let mut warm = Warm::open(snapshot(&files), &repository, Past::Unknown, options());
        for together in deeds {
            let changed = together.iter().flat_map(|deed| apply(&mut files, deed)).collect();
            warm.update(Edit { snapshot: snapshot(&files), changed, git: false }, &repository);
            let fresh = pipeline::check(snapshot(&files), &options());
            assert_same(warm.organisation(), &fresh);
        }
    }
}

#[test]
fn commits_and_branches_are_taken_in() {
    let proposed = "---\ntitle: One\nstatus: proposed\n---\n";
    let repo = repo::Repo::new()
        .write("decisions/0001-one.md", proposed)
        .commit("Propose one");
    let repository = repo.open();
    let files = || repository.work_tree().expect("files");
    let mut warm = Warm::open(files(), &repository, Past::Known, options());
    let path = Utf8Path::new("decisions/0001-one.md");
    let revisions = |warm: &Warm| warm.organisation().history.of(path).map_or(0, |it| it.revisions.len());
    assert_eq!(revisions(&warm), 1);

    let repo = repo.write("decisions/0001-one.md", proposed.replace("proposed", "accepted"));
    let edit = |git| Edit {
        snapshot: files(),
        changed: vec![path.to_owned()],
        git,
    };
    warm.update(edit(false), &repository);
    assert_eq!(revisions(&warm), 1, "it is not committed yet");
    let _repo = repo.commit("Accept one");
    warm.update(edit(true), &repository);
    assert_eq!(revisions(&warm), 2);
    let fresh = pipeline::check_with_history(files(), &repository, None, &options());
    assert_same(warm.organisation(), &fresh);
    let past = |it: &Organisation| format!("{:?}", it.history.of(path));
    assert_eq!(past(warm.organisation()), past(&fresh));
}
