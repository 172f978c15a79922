//! Cases of every rule: organisations with the diagnostics they should give.
//!
//! A case is a text file `tests/cases/RULE/NAME.txt` made of parts, each under a line `-- name --`:
//!
//! ```text
//! -- rewrites/0001-orders.md --
//! ---
//! status: draft
//! ---
//! # Orders on PostgreSQL
//! -- options --
//! today: 2026-11-22
//! -- expected --
//! error[field-required] rewrites/0001-orders.md:2:1: missing field `owner`
//! ```
//!
//! Parts with a path are the files of the organisation. `options` may set `today`, `as` (a state), and for all files
//! `newlines: crlf`, `bom: yes` and `encoding: latin-1`. `expected` comes last and holds the findings of the rule that the
//! folder is named after; in `clean/` those of all rules. In a case whose name begins with `clean`, nothing is expected.
//! `before: PATH` is a file as it was in the base and `both: PATH` one that did not change; a file that has neither is
//! new in a case that has a base. `renamed: OLD NEW` among the options says what Git would recognise, and `base: empty` that
//! there was nothing.
//!
//! Every fix is applied, and must mend what it belongs to.
//!
//! `UPDATE_CASES=1 cargo test --test check` writes the expected parts anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use camino::Utf8Path;
use docent::check;
use docent::diagnostic::Diagnostic;
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Change, ChangedPath, Snapshot};
use docent::span::{LineIndex, Span};

/// Rules that ask Git for more than a base; they have tests with real repositories.
const FROM_HISTORY: [&str; 1] = ["stale-draft"];

/// Folder of whole documents on which no rule may fire.
const CLEAN: &str = "clean";

struct Case {
    path: PathBuf,
    /// The rule it belongs to, or [`CLEAN`].
    rule: String,
    files: BTreeMap<String, String>,
    /// The files as they were, where there is a base.
    base: Option<BTreeMap<String, String>>,
    /// Old and new path.
    renamed: Vec<(String, String)>,
    options: Options,
    latin_1: bool,
    /// Everything before the expected part, as written.
    before: String,
    expected: String,
}

#[expect(
    clippy::disallowed_methods,
    reason = "how a person asks for the cases to be written anew"
)]
#[test]
fn every_case_gives_what_it_expects() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut failures = String::new();
    for case in cases() {
        let found = case.found();
        if update && found != case.expected && !case.is_clean() {
            let text = format!("{}-- expected --\n{found}", case.before);
            std::fs::write(&case.path, text).expect("the case is writable");
        } else if found != case.expected || (case.is_clean() && !found.is_empty()) {
            let _ = write!(
                failures,
                "\n{}\n--- expected\n{}--- found\n{found}",
                case.path.display(),
                case.expected
            );
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}\nUPDATE_CASES=1 writes the expected parts anew"
    );
}

#[test]
fn every_fix_mends_its_finding() {
    let mut failures = String::new();
    for case in cases() {
        let organisation = case.check(case.files.clone());
        for diagnostic in case.relevant(&organisation) {
            let Some(fix) = &diagnostic.fix else { continue };
            let mut files = case.files.clone();
            for edit in fix.edits.iter().rev() {
                let text = files.get_mut(edit.path.as_str()).expect("a file of the case");
                text.replace_range(edit.span.range(), &edit.replacement);
            }
            if let Some(rename) = &fix.rename {
                let text = files.remove(rename.from.as_str()).expect("a file of the case");
                files.insert(rename.to.to_string(), text);
            }
            let mended = case.check(files);
            let count = |organisation: &Organisation| {
                let same = |it: &&Diagnostic| it.rule == diagnostic.rule && it.message == diagnostic.message;
                organisation.checked.diagnostics.iter().filter(same).count()
            };
            if count(&mended) >= count(&organisation) {
                let _ = write!(
                    failures,
                    "\n{}: `{}` does not mend `{}`",
                    case.path.display(),
                    fix.title,
                    diagnostic.message
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_finding_says_what_to_do_at_a_place_that_exists() {
    for case in cases() {
        let organisation = case.check(case.files.clone());
        for diagnostic in &organisation.checked.diagnostics {
            let at = format!("{}: {}: {}", case.path.display(), diagnostic.rule, diagnostic.message);
            let source = text_of(&organisation, &diagnostic.path, false);
            assert!(diagnostic.span.end as usize <= source.len(), "{at}");
            assert!(source.is_char_boundary(diagnostic.span.start as usize), "{at}");
            assert!(source.is_char_boundary(diagnostic.span.end as usize), "{at}");
            let explained = !diagnostic.help.is_empty() || diagnostic.fix.is_some() || !diagnostic.notes.is_empty();
            assert!(explained, "{at}");
            assert!(check::find(diagnostic.rule).is_some(), "{at}: no such rule");
            assert!(
                !diagnostic.message.contains('\n') && !diagnostic.message.ends_with('.'),
                "{at}"
            );
        }
    }
}

/// Rules about other branches, which files cannot express: tests/branches.rs shows them in real repositories.
const NEED_BRANCHES: &[&str] = &["id-on-branch"];

/// Rules about what only a build looks at: tests/site.rs and tests/theme.rs show them.
const WHILE_BUILDING: &[&str] = &["theme-file", "theme-words", "file-refused", "config-navigation"];

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_does_not() {
    let cases = cases();
    let folders: BTreeSet<_> = cases.iter().map(|case| case.rule.as_str()).collect();
    let fires: BTreeSet<_> = cases
        .iter()
        .filter(|case| !case.expected.is_empty())
        .map(|case| case.rule.as_str())
        .collect();
    let quiet: BTreeSet<_> = cases
        .iter()
        .filter(|case| case.is_clean())
        .map(|case| case.rule.as_str())
        .collect();
    let shown_elsewhere =
        |name| FROM_HISTORY.contains(&name) || NEED_BRANCHES.contains(&name) || WHILE_BUILDING.contains(&name);
    for rule in check::ALL.iter().filter(|rule| !shown_elsewhere(rule.name)) {
        assert!(fires.contains(rule.name), "no case in which `{}` fires", rule.name);
        let while_reading = matches!(rule.run, check::rule::Run::WhileReading);
        assert!(
            while_reading || quiet.contains(rule.name),
            "no case `clean-….txt` in which `{}` is quiet",
            rule.name
        );
    }
    for folder in folders.iter().filter(|folder| **folder != CLEAN) {
        assert!(check::find(folder).is_some(), "`{folder}` is no rule");
    }
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).expect("a case is text");
        let rule = path.parent().and_then(Path::file_name).expect("a folder");
        let (before, expected) = match text.split_once("-- expected --\n") {
            Some((before, expected)) => (before.to_owned(), expected.to_owned()),
            None => (text.clone(), String::new()),
        };
        let mut files = BTreeMap::new();
        let mut base: Option<BTreeMap<String, String>> = None;
        let mut renamed = Vec::new();
        let mut options = String::new();
        let mut part: Option<(String, String)> = None;
        for line in before.split_inclusive('\n').chain(["-- end --\n"]) {
            let name = line
                .trim_end()
                .strip_prefix("-- ")
                .and_then(|it| it.strip_suffix(" --"));
            match (name, &mut part) {
                (Some(name), _) => {
                    if let Some((name, content)) = part.replace((name.to_owned(), String::new())) {
                        match name.as_str() {
                            "options" => options = content,
                            _ => match name.split_once(": ") {
                                Some(("before", path)) => {
                                    base.get_or_insert_default().insert(path.to_owned(), content);
                                }
                                Some(("both", path)) => {
                                    base.get_or_insert_default().insert(path.to_owned(), content.clone());
                                    files.insert(path.to_owned(), content);
                                }
                                _ => {
                                    files.insert(name, content);
                                }
                            },
                        }
                    }
                }
                (None, Some((_, content))) => content.push_str(line),
                (None, None) => panic!("{}: a line before the first part", path.display()),
            }
        }
        let mut read = Options::default();
        let mut latin_1 = false;
        for line in options.lines() {
            match line.split_once(": ").unwrap_or((line, "")) {
                ("today", day) => read.today = Some(day.parse().expect("a date")),
                ("as", state) => read.as_state = Some(state.to_owned()),
                ("newlines", "crlf") => files.values_mut().for_each(|text| *text = text.replace('\n', "\r\n")),
                ("encoding", "latin-1") => latin_1 = true,
                ("base", "empty") => base = Some(BTreeMap::new()),
                ("renamed", paths) => {
                    let (old, new) = paths.split_once(' ').expect("two paths");
                    renamed.push((old.to_owned(), new.to_owned()));
                }
                ("bom", "yes") => files.values_mut().for_each(|text| text.insert(0, '\u{feff}')),
                _ => panic!("{}: unknown option `{line}`", path.display()),
            }
        }
        Self {
            rule: rule.to_string_lossy().into_owned(),
            path,
            files,
            base,
            renamed,
            options: read,
            latin_1,
            before,
            expected,
        }
    }

    /// Whether nothing may be found.
    fn is_clean(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.rule == CLEAN || name.starts_with("clean")
    }

    fn check(&self, files: BTreeMap<String, String>) -> Organisation {
        let latin_1 = |text: String| text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
        let bytes = |text: String| if self.latin_1 { latin_1(text) } else { text.into_bytes() };
        let snapshot = |files: BTreeMap<String, String>| {
            Snapshot::from_texts(files.into_iter().map(|(path, text)| (path, bytes(text))))
        };
        let Some(base) = &self.base else {
            return pipeline::check(snapshot(files), &self.options);
        };
        let base = pipeline::Base {
            name: "main".to_owned(),
            changes: changes(base, &files, &self.renamed),
            snapshot: snapshot(base.clone()),
        };
        pipeline::check_since(snapshot(files), base, &self.options)
    }

    fn relevant<'a>(&self, organisation: &'a Organisation) -> Vec<&'a Diagnostic> {
        let found = organisation.checked.diagnostics.iter();
        found.filter(|it| self.rule == CLEAN || it.rule == self.rule).collect()
    }

    fn found(&self) -> String {
        let organisation = self.check(self.files.clone());
        let mut text = String::new();
        for diagnostic in self.relevant(&organisation) {
            show(&mut text, diagnostic, &organisation);
        }
        text
    }
}

fn show(text: &mut String, diagnostic: &Diagnostic, organisation: &Organisation) {
    let place = |path: &Utf8Path, span: Span, before| {
        let source = text_of(organisation, path, before);
        let at = LineIndex::new(&source).position(&source, span.start);
        format!("{path}:{}:{}", at.line, at.column)
    };
    let _ = writeln!(
        text,
        "{}[{}] {}: {}",
        diagnostic.severity.name(),
        diagnostic.rule,
        place(&diagnostic.path, diagnostic.span, false),
        diagnostic.message
    );
    if !diagnostic.label.is_empty() {
        let _ = writeln!(text, "  label: {}", diagnostic.label);
    }
    for help in &diagnostic.help {
        let _ = writeln!(text, "  help: {help}");
    }
    for note in &diagnostic.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    for related in &diagnostic.related {
        let _ = writeln!(
            text,
            "  {}: {}: {}",
            if related.before { "before" } else { "see" },
            place(&related.path, related.span, related.before),
            related.message
        );
    }
    if let Some(fix) = &diagnostic.fix {
        let _ = writeln!(text, "  fix: {}", fix.title);
        for edit in &fix.edits {
            let source = text_of(organisation, &edit.path, false);
            let (old, new) = (edit.span.text(&source), &edit.replacement);
            let _ = writeln!(text, "    {}: {old:?} -> {new:?}", place(&edit.path, edit.span, false));
        }
    }
}

/// What Git would say of two sets of files.
fn changes(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    renamed: &[(String, String)],
) -> Vec<ChangedPath> {
    let mut changes = Vec::new();
    let mut add = |path: &str, change| {
        changes.push(ChangedPath {
            path: path.into(),
            change,
            old: None,
        });
    };
    for (path, text) in after {
        let from = renamed.iter().find(|(_, new)| new == path);
        match (from, before.get(path)) {
            (Some((from, _)), _) => add(path, Change::Renamed { from: from.into() }),
            (None, None) => add(path, Change::Added),
            (None, Some(old)) if old != text => add(path, Change::Modified),
            (None, Some(_)) => {}
        }
    }
    for path in before.keys() {
        if !after.contains_key(path) && !renamed.iter().any(|(old, _)| old == path) {
            add(path, Change::Deleted);
        }
    }
    changes
}

fn text_of(organisation: &Organisation, path: &Utf8Path, before: bool) -> Arc<str> {
    organisation
        .source(path, before)
        .map(|source| source.text)
        .unwrap_or_default()
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = folder(&root)
        .into_iter()
        .filter(|path| path.is_dir())
        .flat_map(|path| folder(&path))
        .collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

fn folder(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("a folder of cases");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}
