//! What is written for those who carry on is true: every room has its paragraph, and every file, test and command that is
//! named exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is written for those who work on docent.
const DOCUMENTS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];
/// Endings by which a word in backquotes is the name of a file here.
const ENDINGS: [&str; 9] = [".rs", ".md", ".html", ".css", ".js", ".mjs", ".toml", ".yaml", ".json"];
/// Files of an organisation, or of the site made of it, and not of this repository.
const ELSEWHERE: [&str; 6] = ["docent.yaml", "people.yaml", "types/", "theme/", "api/", ".gitlab-ci"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rooms: files and folders of `src/`.
fn rooms() -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join("src")).expect("the sources");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let rooms = names.map(|name| name.trim_end_matches(".rs").to_owned());
    rooms.filter(|room| !matches!(room.as_str(), "lib" | "main")).collect()
}

/// The room that a paragraph is about: **`room`** at its beginning.
fn room_of(line: &str) -> Option<&str> {
    line.strip_prefix("**`")?.split_once("`**").map(|(room, _)| room)
}

/// Words in backquotes outside fenced blocks, each with the line it stands in.
fn quoted(text: &str) -> Vec<(&str, &str)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced {
            found.extend(line.split('`').skip(1).step_by(2).map(|word| (line, word)));
        }
    }
    found
}

/// Whether a word stands for any name: `src/check/rules/NAME.rs`.
fn is_pattern(word: &str) -> bool {
    let is_blank = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    word.contains(['*', ' ', '<', '{']) || word.split(['/', '.', '-']).any(is_blank) && !word.ends_with(".md")
}

#[test]
fn every_room_has_its_paragraph() {
    let text = read("ARCHITECTURE.md");
    let told: BTreeSet<String> = text.lines().filter_map(room_of).map(str::to_owned).collect();
    assert_eq!(
        told,
        rooms(),
        "the rooms that are told of in ARCHITECTURE.md, and those of src/"
    );
}

#[test]
fn every_file_that_is_named_is_there() {
    for document in DOCUMENTS {
        let text = read(document);
        let mut missing = Vec::new();
        for (line, word) in quoted(&text) {
            let (path, test) = word.split_once("::").unwrap_or((word, ""));
            let is_file = ENDINGS.iter().any(|it| path.ends_with(it)) || path.ends_with('/');
            if !is_file || is_pattern(path) || ELSEWHERE.iter().any(|it| path.starts_with(it)) {
                continue;
            }
            let room = room_of(line).unwrap_or_default();
            let places = [PathBuf::new(), PathBuf::from("src"), Path::new("src").join(room)];
            let found = places
                .iter()
                .map(|place| root().join(place).join(path))
                .find(|it| it.exists());
            match found {
                None => missing.push(format!("{path}: no such file")),
                Some(file) if !test.is_empty() => {
                    let text = std::fs::read_to_string(file).expect("a text");
                    if !text.contains(&format!("fn {test}(")) {
                        missing.push(format!("{word}: no such test"));
                    }
                }
                Some(_) => {}
            }
        }
        assert!(missing.is_empty(), "{document} names {missing:#?}");
    }
}

#[test]
fn every_link_leads_to_a_file() {
    for document in DOCUMENTS {
        let text = read(document);
        for (position, _) in text.match_indices("](") {
            let rest = &text[position + 2..];
            let target = rest.split(')').next().unwrap_or_default();
            let path = target.split('#').next().unwrap_or_default();
            let leads = target.starts_with("https://") || root().join(path).exists();
            assert!(leads, "{document}: `{target}` leads nowhere");
        }
    }
}
