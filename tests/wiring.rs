//! The files that other services read: they fit what these services publish about them, their scripts are bash, and nothing
//! that a stranger writes gets into one.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use support::command::docent;
use support::repo::Repo;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}

/// The parts of a YAML file, as JSON.
fn documents(text: &str) -> Vec<Value> {
    let part = |part: &str| serde_yaml::from_str(part).expect("YAML");
    text.split("\n---\n").map(part).collect()
}

fn whole(text: &str) -> Value {
    documents(text).remove(0)
}

/// What `docent init` writes there.
fn started(path: &str) -> String {
    let repo = Repo::without_git();
    docent(repo.root(), &["init"]).well();
    std::fs::read_to_string(repo.root().join(path)).expect("a file")
}

fn mistakes(value: &Value, schema: &str) -> Vec<String> {
    let schema = whole(&read(&format!("tests/wiring/schemas/{schema}.json")));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mistake = |error: jsonschema::ValidationError| format!("{}: {error}", error.instance_path());
    validator.iter_errors(value).map(mistake).collect()
}

/// A file fits its schema, and would not with a slip in it.
#[track_caller]
fn must_fit(text: &str, schema: &str, slip: (&str, &str)) {
    for document in documents(text) {
        assert_eq!(mistakes(&document, schema), [""; 0]);
    }
    assert!(text.contains(slip.0));
    let wrong = documents(&text.replace(slip.0, slip.1));
    assert!(
        wrong.iter().any(|it| !mistakes(it, schema).is_empty()),
        "{slip:?} is noticed"
    );
}

#[test]
fn the_action_fits_the_schema_of_actions() {
    must_fit(
        &read("action.yml"),
        "github-action",
        ("using: composite", "using: compose"),
    );
}

#[test]
fn the_workflow_of_a_new_repository_fits_the_schema_of_workflows() {
    let workflow = started(".github/workflows/docent.yml");
    must_fit(&workflow, "github-workflow", ("runs-on:", "runs-in:"));
}

#[test]
fn the_pipelines_fit_the_schema_of_gitlab() {
    let slip = ("codequality:", "code-quality:");
    must_fit(&started(".gitlab-ci.yml"), "gitlab-ci", slip);
    must_fit(&read("templates/docent.yml"), "gitlab-ci", slip);
}

#[test]
fn the_hooks_fit_what_pre_commit_documents() {
    let hooks = read(".pre-commit-hooks.yaml");
    must_fit(&hooks, "pre-commit-hooks", ("language: rust", "language: Rust"));
}

/// The scripts of a file, with the name of each.
fn scripts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("run", Value::String(script)) => found.push(script.clone()),
                    ("script" | "before_script", Value::Array(lines)) => {
                        let lines = lines.iter().map(|line| format!("{}\n", line.as_str().expect("a line")));
                        found.push(lines.collect());
                    }
                    _ => scripts(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| scripts(value, found)),
        _ => {}
    }
}

fn all_files() -> [(&'static str, String); 4] {
    [
        ("action.yml", read("action.yml")),
        ("templates/docent.yml", read("templates/docent.yml")),
        (".github/workflows/docent.yml", started(".github/workflows/docent.yml")),
        (".gitlab-ci.yml", started(".gitlab-ci.yml")),
    ]
}

#[test]
fn no_script_holds_what_somebody_else_wrote() {
    for (path, text) in all_files() {
        let mut found = Vec::new();
        documents(&text).iter().for_each(|it| scripts(it, &mut found));
        assert!(found.len() >= 2, "{path}");
        for script in found {
            assert!(!script.contains("${{") && !script.contains("$[["), "{path}: {script}");
        }
    }
}

#[test]
fn every_script_is_bash_and_shellcheck_agrees_where_it_is_installed() {
    let has_shellcheck = Command::new("shellcheck")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    let mut files = all_files().to_vec();
    files.push(("action of GitHub", "run: \"if true; then\"".to_owned()));
    for (path, text) in files {
        let mut found = Vec::new();
        documents(&text).iter().for_each(|it| scripts(it, &mut found));
        for script in found {
            let is_bash = Command::new("bash")
                .args(["-n", "-c", &script])
                .stderr(Stdio::null())
                .status();
            let is_meant = path != "action of GitHub";
            assert_eq!(is_bash.expect("bash").success(), is_meant, "{path}: {script}");
            if has_shellcheck && is_meant {
                let folder = tempfile::tempdir().expect("a folder");
                let file = folder.path().join("script.sh");
                std::fs::write(&file, script).expect("a file");
                let output = Command::new("shellcheck").args(["--shell=bash"]).arg(&file).output();
                let output = output.expect("shellcheck");
                assert!(
                    output.status.success(),
                    "{path}: {}",
                    String::from_utf8_lossy(&output.stdout)
                );
            }
        }
    }
}

#[test]
fn actions_of_others_are_those_of_github_at_a_major_version() {
    for (path, text) in all_files() {
        for line in text.lines().filter_map(|line| line.split_once("uses: ")).map(|it| it.1) {
            let (name, version) = line.split_once("@v").expect("a version");
            assert!(version.parse::<u32>().is_ok(), "{path}: {line}");
            assert!(
                name.starts_with("actions/") || name.starts_with("github/"),
                "{path}: {line}"
            );
        }
    }
}

#[test]
fn the_component_installs_this_version() {
    let header = whole(&read("templates/docent.yml"));
    assert_eq!(
        header["spec"]["inputs"]["version"]["default"],
        env!("CARGO_PKG_VERSION")
    );
}

#[test]
fn the_hook_runs_what_exists() {
    for hook in whole(&read(".pre-commit-hooks.yaml")).as_array().expect("hooks") {
        let entry = hook["entry"].as_str().expect("a command");
        let arguments: Vec<_> = entry.split(' ').skip(1).collect();
        let repo = Repo::new()
            .write("docent.yaml", "title: Acme\n")
            .write("pages/index.md", "# Acme\n");
        let ran = docent(repo.root(), &arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    }
}
