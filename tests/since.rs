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
        let (found, expected) = found_and_expected(before, unchanged(), &after, &renamed);
        prop_assert_eq!(found, expected);
    }
}

/// What a check since a base says, and what two whole checks differ in.
fn found_and_expected(
    before: &Files,
    checked: &Organisation,
    after: &Files,
    renamed: &[(String, String)],
) -> (Vec<Told>, Vec<Told>) {
    let changes = changes(before, after, renamed);
    let base = pipeline::Base {
        name: "main".to_owned(),
        snapshot: Snapshot::from_texts(before.clone()),
        changes: changes.clone(),
    };
    let since = pipeline::check_since(Snapshot::from_texts(after.clone()), base, &Options::default());
    let was: HashMap<String, String> = changes
        .iter()
        .filter_map(|it| match &it.change {
            Change::Renamed { from } => Some((it.path.to_string(), from.to_string())),
            _ => None,
        })
        .collect();
    let own = since.checked.diagnostics.iter().filter(|it| !SINCE.contains(&it.rule));
    let mut found: Vec<_> = own.map(|it| told(it, it.path.as_str())).collect();
    let mut expected = expected(checked, &check(after), &was);
    found.sort();
    expected.sort();
    (found, expected)
}

/// A change of a few files: what was, what is, and whether something is wrong because of it.
fn law(before: &[(&str, &str)], after: &[(&str, &str)]) -> usize {
    let files = |list: &[(&str, &str)]| -> Files {
        let files = list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        files.collect()
    };
    let (before, after) = (files(before), files(after));
    let (found, expected) = found_and_expected(&before, &check(&before), &after, &[]);
    assert_eq!(found, expected, "{after:?}");
    found.len()
}

const OLD: &str = "---\ntitle: Old\n---\n\n## Cost\n\nMuch.\n";

#[test]
fn a_name_that_is_spelt_oddly_is_still_a_name() {
    for link in [
        "old\\_page.md",
        "old%5Fpage.md",
        "old&#95;page.md",
        "old_page.md",
        "<old\\_page.md>",
    ] {
        let reader = format!("---\ntitle: Reader\n---\n\nSee [it]({link}).\n");
        let (old, reader) = (("pages/old_page.md", OLD), ("pages/reader.md", reader.as_str()));
        assert_eq!(
            law(&[old, reader], &[reader]),
            1,
            "{link} is broken by deleting its target"
        );
        let anchored = reader.1.replace(").\n", "#cost).\n");
        let anchored = ("pages/reader.md", anchored.as_str());
        assert_eq!(law(&[old], &[old, anchored]), 0, "{link}#cost leads to a heading");
    }
}

#[test]
fn a_folder_goes_with_its_last_file() {
    let page = |to: &str| format!("---\ntitle: Page\n---\n\nSee [all]({to}).\n");
    let metric = (
        "metrics/0001-lead-time.md",
        "---\ntitle: Lead time\nstatus: active\n---\n",
    );
    let linked = page("../metrics/");
    assert_eq!(law(&[metric, ("pages/a.md", &linked)], &[("pages/a.md", &linked)]), 1);
    let deep = ("assets/deep/a.svg", "<svg/>");
    let linked = page("../assets");
    assert_eq!(law(&[deep, ("pages/a.md", &linked)], &[("pages/a.md", &linked)]), 1);
}

#[test]
fn an_id_is_known_however_it_is_written() {
    let page = (
        "pages/a.md",
        "---\ntitle: Page\n---\n\nAs RW-99 says, and RW-0000099.\n",
    );
    for id in [
        "id: RW-99",
        "\"id\": RW-99",
        "id : RW-99",
        "id: &a RW-99",
        "id: \"RW\\x2d99\"",
        "id: RW-99\t# one",
    ] {
        let old = format!("---\ntitle: Old\nstatus: draft\n{id}\n---\n");
        let old = ("rewrites/old.md", old.as_str());
        assert!(law(&[old, page], &[page]) >= 1, "{id}");
    }
}

#[test]
fn two_documents_from_one_template_are_not_one() {
    let text = |status: &str, title: &str| {
        format!(
            "---\ntitle: {title}\nstatus: {status}\n---\n\n## Summary\n\nThe same in every document made from it.\n"
        )
    };
    let files = |path: &str, text: String| Files::from([(path.to_owned(), text)]);
    let (before, after) = (
        files("rewrites/0001-orders.md", text("withdrawn", "Orders")),
        files("rewrites/0003-carts.md", text("draft", "Carts")),
    );
    let renamed = ChangedPath {
        path: "rewrites/0003-carts.md".into(),
        change: Change::Renamed {
            from: "rewrites/0001-orders.md".into(),
        },
        old: None,
    };
    let base = pipeline::Base {
        name: "main".to_owned(),
        snapshot: Snapshot::from_texts(before),
        changes: vec![renamed],
    };
    let since = pipeline::check_since(Snapshot::from_texts(after), base, &Options::default());
    let rules: Vec<_> = since.checked.diagnostics.iter().map(|it| it.rule).collect();
    assert!(
        !rules.contains(&"state-move") && !rules.contains(&"id-changed"),
        "{rules:?}"
    );
}

#[test]
fn a_large_change_costs_no_more_than_a_whole_check() {
    let many: Files = (1..=3_000)
        .map(|number| {
            let text = format!("---\ntitle: Number {number}\nstatus: draft\n---\n\n![a](a{number}.svg)\n");
            (format!("rewrites/{number:04}-x.md"), text)
        })
        .collect();
    let none = Files::new();
    let base = pipeline::Base {
        name: "main".to_owned(),
        snapshot: Snapshot::from_texts(none.clone()),
        changes: changes(&none, &many, &[]),
    };
    let (whole, since) = (std::time::Instant::now(), Snapshot::from_texts(many.clone()));
    check(&many);
    let whole = whole.elapsed();
    let started = std::time::Instant::now();
    pipeline::check_since(since, base, &Options::default());
    let took = started.elapsed();
    assert!(
        took < whole * 4 + std::time::Duration::from_secs(1),
        "{took:?}, a whole check {whole:?}"
    );
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
