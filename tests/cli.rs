//! The command as a user meets it: what it prints, and the exit code.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs docent in a folder, with nothing of the developer's own surroundings.
fn docent(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().expect("a parent"))
        .output()
        .expect("docent runs")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const DRAFT: &str =
    "---\ntitle: Orders on PostgreSQL\nstatus: draft\nowner: ada\nsystem: orders\n---\n\n## Summary\n\nShort.\n";

#[test]
fn a_draft_without_a_business_motivation_is_rejected() {
    let folder = folder(&[("rewrites/0012-orders.md", DRAFT)]);
    let output = docent(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(out(&output));
}

#[test]
fn a_repository_without_errors_ends_with_zero() {
    let folder = folder(&[("pages/index.md", "# Welcome\n")]);
    let output = docent(folder.path(), &["check"]);
    assert_eq!(
        (output.status.code(), out(&output).as_str()),
        (Some(0), "checked 1 document: no problems\n")
    );
    assert_eq!(out(&docent(folder.path(), &["check", "--quiet"])), "");
}

#[test]
fn only_what_stands_under_a_path_is_reported() {
    let folder = folder(&[("rewrites/0012-orders.md", DRAFT), ("rewrites/0013-other.md", DRAFT)]);
    let output = docent(folder.path(), &["check", "rewrites/0013-other.md"]);
    assert!(!out(&output).contains("0012-orders.md"), "{}", out(&output));
    assert!(out(&output).contains("checked 1 document"));
    let outside = docent(folder.path(), &["check", "../"]);
    assert_eq!(outside.status.code(), Some(2));
    assert!(err(&outside).contains("is not in the repository"), "{}", err(&outside));
}

#[test]
fn what_docent_cannot_do_is_two_and_says_why() {
    let folder = folder(&[("pages/index.md", "# Welcome\n")]);
    let cases: &[(&[&str], &str)] = &[
        (&["-C", "missing", "check"], "`missing` does not exist"),
        (
            &["check", "--as", "propsed"],
            "no type has a state `propsed`; did you mean `proposed`?",
        ),
        (&["check", "--today", "soon"], "`soon` is not a date like 2026-03-14"),
        (
            &["new", "rewrit", "Orders"],
            "there is no type `rewrit`; did you mean `rewrite`?",
        ),
        (&["new", "rewrite", "  "], "the title is empty"),
        (&["explain", "section-requird"], "did you mean `section-required`?"),
        (&["buidl"], "a similar subcommand exists: 'build'"),
    ];
    for (arguments, message) in cases {
        let output = docent(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(message), "{arguments:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{arguments:?}");
    }
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let files: Vec<(String, String)> = (1..30)
        .map(|number| (format!("rewrites/{number:04}-x.md"), DRAFT.replace("Short", "TBD")))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let (first, second) = (folder(&files), folder(&files));
    let output = out(&docent(first.path(), &["check"]));
    assert!(output.len() > 1_000);
    assert_eq!(output, out(&docent(first.path(), &["check"])));
    assert_eq!(output, out(&docent(second.path(), &["check"])));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let files: Vec<(String, &str)> = (1..400)
        .map(|number| (format!("rewrites/{number:04}-x.md"), DRAFT))
        .collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let folder = folder(&files);
    let mut child = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(["check"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("docent runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(err(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn every_rule_and_type_can_be_explained() {
    let folder = folder(&[]);
    let list = out(&docent(folder.path(), &["explain"]));
    for rule in docent::check::ALL {
        assert!(list.contains(rule.name), "{} is not listed", rule.name);
    }
    let page = docent(folder.path(), &["explain", "rewrite"]);
    assert_eq!(page.status.code(), Some(0));
    assert!(out(&page).contains("How do old and new run side by side"));
}

#[test]
fn nothing_is_not_called_fine() {
    let folder = folder(&[("notes/readme.txt", "no documents here")]);
    for command in ["check", "build"] {
        let output = docent(folder.path(), &[command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(err(&output).contains("there is nothing to check"), "{}", err(&output));
    }
}

#[test]
fn a_site_is_not_built_from_a_configuration_that_says_something_else() {
    let folder = folder(&[
        ("docent.yaml", "out: ../elsewhere\n"),
        ("pages/index.md", "# Welcome\n"),
    ]);
    let output = docent(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("config-value") && err(&output).contains("no site was written"));
    assert!(!folder.path().join("site").exists());
    let address = docent(folder.path(), &["build", "--base-url", "docs.example"]);
    assert_eq!(address.status.code(), Some(2));
    assert!(err(&address).contains("write it in full"), "{}", err(&address));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_is_an_error_of_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[
        ("pages/index.md", "# Welcome\n"),
        ("metrics/0001-x.md", "---\nstatus: active\n---\n"),
    ]);
    let metrics = folder.path().join("metrics");
    let closed = |mode: u32| {
        std::fs::set_permissions(&metrics, std::fs::Permissions::from_mode(mode)).expect("permissions");
        std::fs::read_dir(&metrics).is_err()
    };
    // The superuser may list everything, and then there is nothing to see.
    if closed(0o000) {
        let output = docent(folder.path(), &["check"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            out(&output).contains("the folder `metrics` cannot be read"),
            "{}",
            out(&output)
        );
    }
    closed(0o755);
}

#[test]
fn shells_complete_every_command() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = docent(folder.path(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        for command in ["init", "check", "renumber", "schema", "build"] {
            assert!(out(&output).contains(command), "{shell} completes {command}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = folder(&[]);
    let output = docent(folder.path(), &["man", "check"]);
    assert!(out(&output).contains(r".SH NAME") && out(&output).contains(r"docent\-check"));
    assert_eq!(docent(folder.path(), &["man", "--out", "man1"]).status.code(), Some(0));
    let help = out(&docent(folder.path(), &["--help"]));
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    // What a command does may take a second line, which stands further in.
    let commands = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "));
    for command in commands
        .filter_map(|line| line.split_whitespace().next())
        .filter(|it| *it != "help")
    {
        let page = folder.path().join(format!("man1/docent-{command}.1"));
        assert!(page.exists(), "{}", page.display());
    }
    let output = docent(folder.path(), &["man", "chek"]);
    assert_eq!(output.status.code(), Some(2));
}
