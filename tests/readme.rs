//! Everything in the README is true: its commands run, its examples are what docent says, its links lead somewhere. So are
//! the commands and the definition that the manual shows in full; what else it says is held by `tests/manual.rs`.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("the README")
}

fn manual(page: &str) -> String {
    std::fs::read_to_string(root().join("docs/pages").join(page)).expect("a page of the manual")
}

/// The lines of all fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) if info == language => open = Some(String::new()),
            (None, Some(_)) => open = Some("\0".to_owned()),
            (Some(_), Some("")) => found.extend(open.take().filter(|block| !block.starts_with('\0'))),
            (Some(block), _) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true if entry.file_name() == "site" => {}
            true => copy(&entry.path(), &target),
            false => {
                std::fs::copy(entry.path(), target).expect("a copy");
            }
        }
    }
}

/// Words of a command line; quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("a word").push(other),
        }
    }
    words
}

fn docent(folder: &Path, arguments: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", folder)
        .output()
        .expect("docent runs")
}

#[test]
fn its_commands_run() {
    let place = tempfile::tempdir().expect("a folder");
    copy(&root().join("example-org"), &place.path().join("example-org"));
    let mut folder: PathBuf = place.path().to_owned();
    let mut ran = 0;
    for line in blocks(&readme(), "sh").iter().flat_map(|block| block.lines()) {
        if let Some(name) = line.strip_prefix("cd ") {
            folder.push(name);
        } else if let Some(command) = line
            .strip_prefix("cargo run -- ")
            .or_else(|| line.strip_prefix("docent "))
        {
            let output = docent(&folder, &words(command));
            // A new document lacks its answers, which is what `check` then says.
            let is_check = command == "check" || command.starts_with("check --base");
            let expected = if is_check { Some(1) } else { Some(0) };
            assert_eq!(
                output.status.code(),
                expected,
                "{line}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            ran += 1;
        } else {
            assert!(line.starts_with("cargo "), "how is this line tried? {line}");
        }
    }
    assert!(ran >= 5, "{ran} commands were found");
    assert!(place.path().join("example-org/site/index.html").is_file());
}

#[test]
fn its_command_for_the_tests_is_what_continuous_integration_calls() {
    let ci = std::fs::read_to_string(root().join(".ci/run")).expect("the script");
    let blocks = blocks(&readme(), "sh");
    assert!(blocks.iter().any(|block| block == "cargo test\n"));
    assert!(ci.lines().any(|line| line.starts_with("step cargo test")), "{ci}");
}

#[test]
fn what_it_shows_of_an_incomplete_proposal_is_what_docent_says() {
    let exemplary =
        std::fs::read_to_string(root().join("example-org/rewrites/0005-position-stream.md")).expect("a text");
    let without_rollback = {
        let start = exemplary.find("\n## Rollback").expect("the section");
        let end = exemplary[start + 1..]
            .find("\n## ")
            .map_or(exemplary.len(), |end| start + 1 + end);
        format!("{}{}", &exemplary[..start], &exemplary[end..])
    };
    let place = tempfile::tempdir().expect("a folder");
    copy(&root().join("example-org"), place.path());
    let path = place.path().join("rewrites/0005-position-stream.md");
    std::fs::write(path, without_rollback.replace("status: completed", "status: proposed")).expect("a file");
    let said = docent(
        place.path(),
        &["check".to_owned(), "rewrites/0005-position-stream.md".to_owned()],
    );
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let shown = blocks(&readme(), "text").remove(0);
    assert!(
        said.contains(shown.trim_end()),
        "docent says:\n{said}\nthe README shows:\n{shown}"
    );
}

#[test]
fn the_definition_that_the_manual_shows_is_one() {
    let definition = blocks(&manual("define-types.md"), "yaml")
        .into_iter()
        .find(|block| block.contains("extends:"))
        .expect("an example");
    let place = tempfile::tempdir().expect("a folder");
    copy(&root().join("example-org"), place.path());
    std::fs::create_dir_all(place.path().join("types")).expect("a folder");
    std::fs::write(place.path().join("types/rewrite.yaml"), definition).expect("a file");
    let manual = docent(place.path(), &["explain".to_owned(), "rewrite".to_owned()]);
    let manual = String::from_utf8_lossy(&manual.stdout).into_owned();
    assert!(
        manual.contains("`budget_code`") && manual.contains("Security review"),
        "{manual}"
    );
    let said = docent(place.path(), &["check".to_owned()]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(
        said.contains("missing section `Security review`") && !said.contains("definition-"),
        "{said}"
    );
}

#[test]
fn its_links_lead_to_files() {
    let text = readme();
    for (position, _) in text.match_indices("](") {
        let rest = &text[position + 2..];
        let target = &rest[..rest.find(')').expect("an end")];
        let path = target.split('#').next().unwrap_or_default();
        assert!(
            target.starts_with("https://") || root().join(path).exists(),
            "`{target}` leads nowhere"
        );
    }
}

#[test]
fn the_command_for_branches_shows_what_they_propose() {
    let text = manual("history.md");
    let command = text
        .split('`')
        .find(|it| it.starts_with("docent build --branches"))
        .expect("the command");
    let repo = support::repo::Repo::new()
        .write("rewrites/0001-orders.md", "---\ntitle: Orders\nstatus: draft\n---\n")
        .commit("Begin");
    let main = repo.id("main").to_string();
    let repo = repo
        .write("rewrites/0002-billing.md", "---\ntitle: Billing\nstatus: draft\n---\n")
        .commit("Propose billing")
        .run(&["update-ref", "refs/remotes/origin/billing", "main"])
        .run(&["reset", "--quiet", "--hard", &main]);
    let arguments: Vec<_> = command.split(' ').skip(1).map(|word| word.replace('\'', "")).collect();
    let built = docent(repo.root().as_std_path(), &arguments);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let page = std::fs::read_to_string(repo.root().join("site/proposed.html")).expect("the page");
    for said in ["origin/billing", "Billing", "Draft", "Ada", "2026-01-01"] {
        assert!(page.contains(said), "{said}");
    }
}
