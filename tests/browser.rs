//! The site as a browser shows it: accessibility, journeys of a reader, budgets, and whether the HTML is valid.
//!
//! Builds the example and an organisation of 1,000 documents, and hands both to `tests/browser/all.mjs`, which drives
//! Chromium. Without Chromium or Node.js the test is skipped and says so; where `CI` is set, that is a failure.

mod support;

#[path = "../benches/support/mod.rs"]
mod synthetic;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use camino::Utf8Path;
use support::browser::{Tools, own};
use support::program::{docent, run};
use support::repo::Repo;

/// The day that both sites are built on.
const TODAY: &str = "2026-11-25";
/// The day before it, in seconds since 1970: when the example's documents were committed.
const DAY_BEFORE: i64 = 1_795_507_200;
/// Documents of the large organisation.
const MANY: usize = 1_000;
/// Kinds that no browser opens as a page.
const NO_PAGES: [(&str, &str); 1] = [("rows", "a script with the further rows of a table")];

#[test]
fn readers_can_use_every_kind_of_page() {
    let Some(tools) = Tools::find() else { return };
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-sites");
    std::fs::create_dir_all(&place).expect("a folder");
    let (example, thousand) = (place.join("example"), place.join("thousand"));
    std::thread::scope(|scope| {
        scope.spawn(|| build(&example_organisation(), &example));
        scope.spawn(|| build(&large_organisation(), &thousand));
    });
    let output = Command::new("node")
        .arg("--test-reporter=spec")
        .arg(own("all.mjs"))
        .env("DOCENT_PACKAGES", &tools.packages)
        .env("DOCENT_CHROMIUM", &tools.chromium)
        .env("DOCENT_EXAMPLE", &example)
        .env("DOCENT_THOUSAND", &thousand)
        .env("DOCENT_KINDS", kinds().into_iter().collect::<Vec<_>>().join(" "))
        .output()
        .expect("Node.js runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "\n{said}\n{complaint}");
    // What each kind of page weighs, for those who want to know.
    std::fs::write(place.join("report.txt"), said.as_bytes()).expect("a file");
}

/// The example in a repository of its own, so that what there is to see does not depend on how docent was cloned: each
/// rewrite with an earlier revision, one proposed on a branch, and as many plain pages as get a list of their own.
fn example_organisation() -> Repo {
    let example = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(&example)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| {
            let path = entry.expect("a readable folder").into_path();
            let name = path.strip_prefix(&example).ok()?.to_str()?.to_owned();
            (path.is_file() && !name.starts_with("site/")).then(|| (name, std::fs::read(&path).expect("a file")))
        })
        .collect();
    let write = |repo: Repo, earlier: bool| {
        files.iter().fold(repo, |repo, (name, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            match text.rsplit_once("\n## ") {
                Some((before, _)) if earlier && name.starts_with("rewrites/") => repo.write(name, before),
                _ => repo.write(name, bytes),
            }
        })
    };
    let repo = write(Repo::new().at(DAY_BEFORE), true).commit("Begin");
    let repo = (1..9).fold(repo, |repo, number| {
        let text = format!("# Page {number}\n\nWhat there is to say, in words.\n");
        repo.write(&format!("pages/page-{number}.md"), text)
    });
    let proposal = "---\nstatus: proposed\nowner: mira\n---\n# Proposed elsewhere\n\n## Summary\n\nA word on it.\n";
    write(repo, false)
        .commit("Go on")
        .branch("proposal")
        .write("rewrites/0099-elsewhere.md", proposal)
        .commit("Propose it")
        .switch("main")
}

fn large_organisation() -> Repo {
    let files = synthetic::files(MANY);
    let repo = files.fold(Repo::new().at(DAY_BEFORE), |repo, (path, text)| repo.write(&path, text));
    repo.commit("Write everything down").branch("proposal").switch("main")
}

fn build(repo: &Repo, out: &Path) {
    let out = out.to_str().expect("a UTF-8 path");
    let (code, said, complaint) = run(&mut docent(
        repo.root(),
        &["build", "--out", out, "--today", TODAY, "--branches", "proposal"],
    ));
    assert_eq!(code, Some(0), "{said}{complaint}");
}

/// Every kind of page that there is, read from the code, so that a new one is looked at from its first day.
fn kinds() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/pages");
    let mut kinds = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("a readable folder");
        if entry.path().extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("code");
        for call in ["library.page(", "library.page_below("] {
            for after in text.split(call).skip(1) {
                let named = after.trim_start().strip_prefix('"').and_then(|it| it.split_once('"'));
                let (kind, _) =
                    named.unwrap_or_else(|| panic!("{}: name the kind of page as a literal", entry.path().display()));
                kinds.insert(kind.to_owned());
            }
        }
    }
    kinds.retain(|kind| NO_PAGES.iter().all(|(name, _)| name != kind));
    kinds
}
