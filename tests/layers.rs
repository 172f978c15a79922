//! Data flows one way through the house: a module knows only what stands below it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms from the ground up. Rooms of one line stand side by side and do not know each other.
const FLOORS: &[&[&str]] = &[
    &["span"],
    &["diagnostic"],
    &["yaml", "repository"],
    &["config", "definition", "parse"],
    &["model"],
    &["link", "history", "redline"],
    &["check"],
    &["insight", "query"],
    &["render"],
    &["site"],
    &["pipeline"],
    &["report", "author", "serve", "lsp"],
    &["cli"],
];

/// Pairs on one floor that know each other in one direction all the same: the first looks at the second.
const BESIDE: &[(&str, &str)] = &[("parse", "repository"), ("lsp", "author")];

/// Libraries that stay behind the rooms named here.
const BEHIND: &[(&str, &[&str])] = &[
    ("git2", &["repository"]),
    ("tera", &["render"]),
    ("clap", &["cli"]),
    ("pulldown_cmark", &["parse", "render"]),
    ("gix_odb", &["repository"]),
    ("gix_object", &["repository"]),
    ("gix_pack", &["repository"]),
    ("gix_hash", &["repository"]),
    ("granit_parser", &["yaml"]),
    ("pagefind_stem", &["site"]),
    ("annotate_snippets", &["report"]),
    ("similar", &["redline", "report"]),
    ("syntect", &["render"]),
    ("two_face", &["render"]),
    ("merman", &["render"]),
    ("dugong", &["render"]),
    ("notify", &["serve"]),
    ("ctrlc", &["cli"]),
    ("lsp_server", &["lsp"]),
    ("lsp_types", &["lsp"]),
    ("indicatif", &["cli"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Room and text of every source file, without its tests.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let room = |file: &Path| {
        let relative = file.strip_prefix(&root).expect("below src");
        let first = relative
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        first.trim_end_matches(".rs").to_owned()
    };
    let with_text = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("a text");
        let code = text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default()
            .to_owned();
        (room(&file), file, code)
    };
    files.into_iter().map(with_text).collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a text names in `crate::…` paths.
fn named(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (position, _) in line.match_indices("crate::") {
            let rest = &line[position + "crate::".len()..];
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            rooms.insert(rest[..end].to_owned());
        }
    }
    rooms.remove("");
    rooms
}

#[test]
fn every_room_has_a_floor() {
    let unknown: BTreeSet<_> = rooms()
        .into_iter()
        .map(|(room, ..)| room)
        .filter(|room| !matches!(room.as_str(), "lib" | "main") && floor(room).is_none())
        .collect();
    assert!(
        unknown.is_empty(),
        "give these rooms a floor in tests/layers.rs: {unknown:?}"
    );
}

#[test]
fn no_arrow_runs_up() {
    let mut wrong = BTreeMap::new();
    for (room, file, text) in rooms() {
        let Some(own) = floor(&room) else { continue };
        for other in named(&text) {
            let beside = BESIDE.contains(&(room.as_str(), other.as_str()));
            if other != room && !beside && floor(&other).is_none_or(|other| other >= own) {
                wrong
                    .entry(file.display().to_string())
                    .or_insert_with(Vec::new)
                    .push(other);
            }
        }
    }
    assert!(wrong.is_empty(), "a room knows only what stands below it: {wrong:#?}");
}

#[test]
fn libraries_stay_behind_their_rooms() {
    for (library, allowed) in BEHIND {
        for (room, file, text) in rooms() {
            let uses = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| {
                    let call = line.find(&format!("{library}::"));
                    call.is_some_and(|at| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
                });
            assert!(
                !uses || allowed.contains(&room.as_str()),
                "{library} is named in {}",
                file.display()
            );
        }
    }
}

/// The first words of what stands behind `prefix` in a text: `super::desk::Desk` and `super::{desk::Desk, look::Look}` name
/// `desk` and `look`.
fn behind<'a>(text: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let word = |text: &'a str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        &text[..end.unwrap_or(text.len())]
    };
    let mut words = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        let rest = &text[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{').filter(|_| is_whole) else {
            words.extend(is_whole.then(|| word(rest)));
            continue;
        };
        let (mut depth, mut is_first) = (0, true);
        for (position, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => is_first = true,
                c if is_first && !c.is_whitespace() => {
                    words.insert(word(&group[position..]));
                    is_first = false;
                }
                _ => {}
            }
        }
    }
    words
}

/// No file leads back to itself through files beside it.
#[test]
fn files_of_one_folder_form_no_circle() {
    let mut knows: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for (_, file, text) in rooms() {
        if file.ends_with("mod.rs") {
            continue;
        }
        let code: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let code = code.join("\n");
        // `super::*` names no file.
        let beside = behind(&code, "super::").into_iter().filter(|word| !word.is_empty());
        let others = beside.map(|word| file.with_file_name(word).with_extension("rs"));
        let others = others.filter(|other| other.is_file() && *other != file);
        knows.insert(file.clone(), others.collect());
    }
    // What knows nothing that is left is taken away, until only circles and what leads to them are left.
    loop {
        let left: BTreeSet<PathBuf> = knows.keys().cloned().collect();
        knows
            .values_mut()
            .for_each(|others| others.retain(|other| left.contains(other)));
        knows.retain(|_, others| !others.is_empty());
        if knows.len() == left.len() {
            break;
        }
    }
    assert!(knows.is_empty(), "these files know each other in a circle: {knows:#?}");
}
