//! What a change introduced, and nothing else: the law behind `check --base`.
//!
//! Checking since a base looks only at documents that the change can have touched. Whatever the change, that must give what
//! two whole checks give: what is said after it and was not said before it.

mod support;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use camino::Utf8Path;
use docent::diagnostic::{Diagnostic, Severity};
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Change, ChangedPath, Repository, Snapshot};
use proptest::prelude::*;

type Files = BTreeMap<String, String>;

/// Rules that say something only since a base.
const SINCE: [&str; 5] = ["state-move", "born-late", "frozen", "id-changed", "document-deleted"];

/// The text files of the example organisation.
fn example() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
        let snapshot = Repository::at(&folder)
            .and_then(|it| it.work_tree())
            .expect("the example");
        let texts = snapshot.texts(|_| true).into_iter();
        let texts = texts.filter_map(|file| Some((file.path.to_string(), file.content.ok()?.to_string())));
        texts.collect()
    })
}

/// Something that somebody does to a repository.
#[derive(Clone, Debug)]
enum Edit {
    Delete(usize),
    Rename(usize),
    Copy(usize),
    Swap(usize, &'static str, &'static str),
    Append(usize, usize),
    Setting(&'static str, &'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let swaps = [
        ("status: accepted", "status: rejected"),
        ("status: proposed", "status: superseded"),
        ("status: active", "status: nonsense"),
        ("owner: ", "onwer: "),
        ("## ", "### "),
        ("RW-", "INI-"),
        ("title: ", "title: New "),
        ("](../", "](../../"),
        ("-", "–"),
        ("{#", "{#x"),
        ("---\n", "---\nid: RW-1\n"),
        ("---\n", "---\naliases: [rewrites/rw-2.html]\n"),
        ("depends_on: [", "depends_on: [INI-1, "),
        (",", ";"),
    ];
    let settings = [
        ("docent.yaml", "rules: { section-short: deny }\n"),
        (
            "types/rewrite.yaml",
            "extends: rewrite\nsections:\n  - { heading: Security, required: always }\n",
        ),
        ("people.yaml", "ada: { name: Ada }\n"),
    ];
    prop_oneof![
        2 => any::<usize>().prop_map(Edit::Delete),
        2 => any::<usize>().prop_map(Edit::Rename),
        1 => any::<usize>().prop_map(Edit::Copy),
        6 => (any::<usize>(), prop::sample::select(swaps.to_vec())).prop_map(|(file, (from, to))| Edit::Swap(file, from, to)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(file, other)| Edit::Append(file, other)),
        1 => prop::sample::select(settings.to_vec()).prop_map(|(path, text)| Edit::Setting(path, text)),
    ]
}

/// Files after an edit, and the paths that were renamed.
fn apply(files: &mut Files, renamed: &mut Vec<(String, String)>, edit: &Edit) {
    let path = |files: &Files, number: usize| files.keys().nth(number % files.len()).expect("a file").clone();
    match edit {
        Edit::Delete(number) => {
            files.remove(&path(files, *number));
        }
        Edit::Rename(number) => {
            let old = path(files, *number);
            let new = old.replace(".md", "-again.md").replace("/0", "/1");
            if new != old && !files.contains_key(&new) && example().contains_key(&old) {
                let text = files.remove(&old).expect("a file");
                files.insert(new.clone(), text);
                renamed.push((old, new));
            }
        }
        Edit::Copy(number) => {
            let old = path(files, *number);
            let text = files[&old].clone();
            files.insert(old.replace(".md", "-copy.md"), text);
        }
        Edit::Swap(number, from, to) => {
            let path = path(files, *number);
            let text = files[&path].replacen(from, to, 1);
            files.insert(path, text);
        }
        Edit::Append(number, other) => {
            let (path, other) = (path(files, *number), path(files, *other));
            let link = format!("\nSee [it](../{other}) and [[RW-{}]].\n", number % 20);
            files.get_mut(&path).expect("a file").push_str(&link);
        }
        Edit::Setting(path, text) => {
            files.insert((*path).to_owned(), (*text).to_owned());
        }
    }
}

fn changes(before: &Files, after: &Files, renamed: &[(String, String)]) -> Vec<ChangedPath> {
    let mut changes = Vec::new();
    let mut add = |path: &str, change| {
        changes.push(ChangedPath {
            path: path.into(),
            change,
            old: None,
        });
    };
    let is_rename =
        |old: &str, new: &str| !after.contains_key(old) && after.contains_key(new) && !before.contains_key(new);
    let renamed: Vec<_> = renamed.iter().filter(|(old, new)| is_rename(old, new)).collect();
    for (path, text) in after {
        match (renamed.iter().find(|(_, new)| new == path), before.get(path)) {
            (Some((old, _)), _) => add(path, Change::Renamed { from: old.into() }),
            (None, None) => add(path, Change::Added),
            (None, Some(old)) if old != text => add(path, Change::Modified),
            (None, Some(_)) => {}
        }
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        if !renamed.iter().any(|(old, _)| old == path) {
            add(path, Change::Deleted);
        }
    }
    changes
}

fn check(files: &Files) -> Organisation {
    pipeline::check(Snapshot::from_texts(files.clone()), &Options::default())
}

/// The example organisation as it is, checked once.
fn unchanged() -> &'static Organisation {
    static CHECKED: OnceLock<Organisation> = OnceLock::new();
    CHECKED.get_or_init(|| check(example()))
}

type Told = (String, String, Option<String>, String);

fn told(diagnostic: &Diagnostic, path: &str) -> Told {
    let section = diagnostic.section.as_deref().map(str::to_owned);
    (
        diagnostic.rule.to_owned(),
        path.to_owned(),
        section,
        diagnostic.message.clone(),
    )
}

/// What two whole checks say: what is new after the change, and all of documents in another state.
fn expected(before: &Organisation, after: &Organisation, was: &HashMap<String, String>) -> Vec<Told> {
    let mut known: HashMap<Told, Vec<Severity>> = HashMap::new();
    let now: HashMap<&str, &str> = was.iter().map(|(new, old)| (old.as_str(), new.as_str())).collect();
    for it in &before.checked.diagnostics {
        let path = now.get(it.path.as_str()).copied().unwrap_or(it.path.as_str());
        known.entry(told(it, path)).or_default().push(it.severity);
    }
    let state = |organisation: &Organisation, path: &str| {
        let index = organisation.corpus.by_path(Utf8Path::new(path))?;
        let document = organisation.corpus.get(index);
        Some(organisation.corpus.state_name(document).map(str::to_owned))
    };
    let has_moved = |path: &str| {
        let old = was.get(path).map_or(path, String::as_str);
        let pair = state(before, old).zip(state(after, path));
        pair.is_some_and(|(old, new)| old != new)
    };
    let mut expected = Vec::new();
    for it in &after.checked.diagnostics {
        let key = told(it, it.path.as_str());
        let same = known.get_mut(&key);
        let found = same.and_then(|same| {
            let position = same.iter().position(|severity| *severity >= it.severity)?;
            Some(same.swap_remove(position))
        });
        if found.is_none() || has_moved(it.path.as_str()) {
            expected.push(key);
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn what_is_new_is_what_two_whole_checks_differ_in(edits in prop::collection::vec(edit(), 1..6)) {
        let before = example();
        let mut after = before.clone();
        let mut renamed = Vec::new();
        for edit in &edits {
            apply(&mut after, &mut renamed, edit);
        }
        let changes = changes(before, &after, &renamed);
        let base = pipeline::Base {
            name: "main".to_owned(),
            snapshot: Snapshot::from_texts(before.clone()),
            changes: changes.clone(),
        };
        let since = pipeline::check_since(Snapshot::from_texts(after.clone()), base, &Options::default());
        // Documents are paired by more than names; the pairs are taken as found, and the rest is compared.
        let was: HashMap<String, String> = changes
            .iter()
            .filter_map(|it| match &it.change {
                Change::Renamed { from } => Some((it.path.to_string(), from.to_string())),
                _ => None,
            })
            .collect();
        let mut found: Vec<_> = since
            .checked
            .diagnostics
            .iter()
            .filter(|it| !SINCE.contains(&it.rule))
            .map(|it| told(it, it.path.as_str()))
            .collect();
        let mut expected = expected(unchanged(), &check(&after), &was);
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn nothing_is_new_where_nothing_changed() {
    let base = pipeline::Base {
        name: "main".to_owned(),
        snapshot: Snapshot::from_texts(example().clone()),
        changes: Vec::new(),
    };
    let since = pipeline::check_since(Snapshot::from_texts(example().clone()), base, &Options::default());
    assert_eq!(since.checked.diagnostics, []);
    assert_eq!(since.checked.changed, []);
}
