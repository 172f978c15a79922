//! The manual is whole and true: it names everything that the sources know, its examples are read without a finding, and it
//! is a site without a broken link.
//!
//! What there is to name is taken from the sources themselves: lists of keys, `docent --help`, the table of rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use docent::check;
use docent::definition;
use docent::pipeline::{self, Options};
use docent::repository::Snapshot;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn page(name: &str) -> String {
    source(&format!("docs/pages/{name}.md"))
}

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

/// Texts in double quotes.
fn literals(code: &str) -> Vec<String> {
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The words of a constant list in a source file: `const KEYS: [&str; 3] = ["a", "b", "c"];`.
fn list(path: &str, name: &str) -> Vec<String> {
    let text = source(path);
    let start = text
        .find(&format!("const {name}:"))
        .unwrap_or_else(|| panic!("`{name}` in {path}"));
    let rest = &text[start..];
    let rest = &rest[rest.find("= [").expect("a list")..];
    let words = literals(&rest[..rest.find("];").expect("an end")]);
    assert!(!words.is_empty(), "`{name}` in {path} is empty");
    words
}

/// The keys of mappings that are read where they stand: `known_keys(node, &["a", "b"], …)`.
fn inner_keys(path: &str) -> Vec<String> {
    let text = source(path);
    let calls = text.split("known_keys(").skip(1);
    let lists = calls.filter_map(|call| call.split_once("&[")?.1.split_once(']'));
    lists.flat_map(|(keys, _)| literals(keys)).collect()
}

/// Whether a page explains a key: in backquotes alone, or as a key within backquotes or an example.
fn explains(page: &str, key: &str) -> bool {
    let as_key = format!("{key}:");
    let before = |at: usize| page[..at].chars().next_back();
    let is_key = |(at, _): (usize, &str)| !before(at).is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '-'));
    page.contains(&format!("`{key}`")) || page.match_indices(&as_key).any(is_key)
}

fn lacking<'a>(page: &str, words: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let missing: BTreeSet<_> = words.into_iter().filter(|word| !explains(page, word)).collect();
    missing.into_iter().map(String::as_str).collect()
}

fn docent(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("docent runs")
}

#[test]
fn every_key_of_the_configuration_is_explained() {
    let mut keys = list("src/config.rs", "KEYS");
    for file in [
        "src/config.rs",
        "src/config/looks.rs",
        "src/config/navigation.rs",
        "src/config/policy.rs",
    ] {
        keys.extend(inner_keys(file));
    }
    let missing = lacking(&page("configure"), &keys);
    assert!(
        missing.is_empty(),
        "docs/pages/configure.md says nothing of {missing:?}"
    );
}

#[test]
fn every_key_kind_and_demand_of_a_definition_is_explained() {
    let read = |name: &str| format!("src/definition/read/{name}.rs");
    let mut words = Vec::new();
    for (file, name) in [
        ("file", "KEYS"),
        ("lifecycle", "KEYS"),
        ("section", "KEYS"),
        ("field", "KEYS"),
        ("field", "KIND_KEYS"),
        ("field", "KINDS"),
        ("demand", "DEMANDS"),
    ] {
        words.extend(list(&read(file), name));
    }
    for file in ["lifecycle", "requirement"] {
        words.extend(inner_keys(&read(file)));
    }
    let missing = lacking(&page("define-types"), &words);
    assert!(
        missing.is_empty(),
        "docs/pages/define-types.md says nothing of {missing:?}"
    );
}

#[test]
fn every_built_in_type_is_introduced() {
    let text = page("built-in-types");
    for (_, definition) in definition::builtin().iter() {
        assert!(
            text.contains(&format!(
                "| `{}` | `{}/` | `{}-",
                definition.type_name, definition.folder, definition.prefix
            )),
            "{}",
            definition.type_name
        );
        for state in &definition.lifecycle.states {
            assert!(
                text.contains(&format!("`{}`", state.name)),
                "state `{}` of `{}`",
                state.name,
                definition.type_name
            );
        }
    }
}

#[test]
fn every_command_is_listed() {
    let help = docent(&["--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let commands = help.split("Commands:\n").nth(1).and_then(|it| it.split("\n\n").next());
    let name = |line: &str| {
        line.strip_prefix("  ")?
            .split(' ')
            .next()
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let names: Vec<_> = commands
        .expect("commands")
        .lines()
        .filter_map(name)
        .filter(|it| it != "help")
        .collect();
    assert!(names.len() > 10, "{help}");
    let text = page("commands");
    let missing: Vec<_> = names
        .iter()
        .filter(|name| !text.contains(&format!("`docent {name}")))
        .collect();
    assert!(missing.is_empty(), "docs/pages/commands.md says nothing of {missing:?}");
}

#[test]
fn every_group_of_rules_and_every_format_is_named() {
    let text = page("check");
    for rule in check::ALL {
        let title = rule.group.title();
        assert!(
            text.contains(&format!("| {title} |")),
            "docs/pages/check.md says nothing of the group `{title}`"
        );
    }
    for format in docent::report::Format::ALL {
        assert!(
            explains(&text, format.name()),
            "docs/pages/check.md says nothing of `{}`",
            format.name()
        );
    }
}

/// The examples of a text: blocks of YAML that begin with a comment that names their file.
fn examples(text: &str) -> Vec<(String, String)> {
    let blocks = text
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0));
    let named = blocks.filter_map(|block| Some((block.lines().next()?.strip_prefix("# ")?, block)));
    let is_file = |name: &str| name.ends_with(".yaml") && !name.contains(' ');
    named
        .filter(|(name, _)| is_file(name))
        .map(|(name, block)| (name.to_owned(), block.to_owned()))
        .collect()
}

#[test]
fn its_examples_are_read_without_a_finding() {
    let example = root().join("example-org");
    let mut found = Vec::new();
    files(&example, &mut found);
    let name = |path: &Path| {
        path.strip_prefix(&example)
            .expect("below")
            .to_string_lossy()
            .into_owned()
    };
    let texts = found
        .iter()
        .filter_map(|path| Some((name(path), std::fs::read_to_string(path).ok()?)));
    let organisation: BTreeMap<String, String> = texts.filter(|(name, _)| !name.starts_with("site/")).collect();
    let mut pages = Vec::new();
    files(&root().join("docs/pages"), &mut pages);
    pages.push(root().join("README.md"));
    let mut tried = 0;
    for path in pages {
        let text = std::fs::read_to_string(&path).expect("a page");
        for (name, block) in examples(&text) {
            let mut files = organisation.clone();
            files.insert(name.clone(), block.clone());
            let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let read = pipeline::check(Snapshot::from_texts(files), &Options::default());
            let said = read.checked.diagnostics.iter().filter(|it| it.path.as_str() == name);
            let said: Vec<_> = said
                .filter(|it| it.rule != "team-unknown")
                .map(|it| &it.message)
                .collect();
            assert!(said.is_empty(), "{}: {block}\n{said:#?}", path.display());
            tried += 1;
        }
    }
    assert!(tried >= 8, "{tried} examples were found");
}

#[test]
fn it_is_a_site_without_a_problem_or_a_broken_link() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("manual");
    let built = docent(&[
        "-C",
        "docs",
        "build",
        "--strict",
        "--today",
        "2026-11-25",
        "--out",
        &out.to_string_lossy(),
    ]);
    let said = [
        String::from_utf8_lossy(&built.stdout),
        String::from_utf8_lossy(&built.stderr),
    ]
    .concat();
    assert!(
        built.status.success() && !said.contains("warning") && said.contains("no problems"),
        "{said}"
    );
    let mut pages = Vec::new();
    files(&out, &mut pages);
    let mut broken = Vec::new();
    for page in pages
        .iter()
        .filter(|it| it.extension().is_some_and(|it| it == "html") && !it.ends_with("404.html"))
    {
        let html = std::fs::read_to_string(page).expect("a page");
        for target in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let path = target.split(['#', '?']).next().unwrap_or_default();
            let leads_away = target.contains("://") || target.starts_with("mailto:") || path.is_empty();
            if !leads_away && !page.parent().expect("a folder").join(path).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
