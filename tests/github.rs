//! The action, and the workflow that `docent init` writes, run step by step on checkouts as GitHub makes them.

mod support;

use std::path::Path;

use serde_yaml::Value;

use support::command::docent;
use support::decisions::{CONSEQUENCES, decision};
use support::github::{Depth, Done, Runner, open_pull_request};
use support::repo::Repo;

fn action() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    serde_yaml::from_str(&std::fs::read_to_string(path).expect("the action")).expect("YAML")
}

/// An old decision that is not complete on `main`, and on `topic` a new one.
fn pull_request(rest: &str) -> Repo {
    let repo = Repo::new()
        .write("hand book/docent.yaml", "title: Acme\n")
        .write("hand book/decisions/0001-old.md", decision("Old", ""))
        .commit("Begin")
        .branch("topic")
        .write("hand book/decisions/0002-queue.md", decision("One queue", rest))
        .commit("Decide on a queue");
    open_pull_request(repo)
}

fn run(repo: &Repo, depth: Depth, inputs: &[(&str, &str)]) -> Done {
    let all = [&[("directory", "hand book")], inputs].concat();
    Runner::of_pull_request(repo, depth).run_action(&action(), &all)
}

fn output<'a>(done: &'a Done, name: &str) -> &'a str {
    &done.outputs[name]
}

#[test]
fn a_change_with_an_error_is_refused_beside_its_line_and_in_the_summary() {
    let repo = pull_request("");
    let done = run(
        &repo,
        Depth::Whole,
        &[("sarif", "docent.sarif"), ("upload-sarif", "true")],
    );
    assert_eq!(done.code, 1, "{}", done.log);
    let annotations: Vec<_> = done.log.lines().filter(|line| line.starts_with("::")).collect();
    insta::assert_snapshot!("annotations", annotations.join("\n"));
    insta::assert_snapshot!("summary", done.summary);
    assert_eq!((output(&done, "errors"), output(&done, "warnings")), ("1", "0"));
    assert_eq!(
        std::fs::read_to_string(output(&done, "summary")).expect("the summary"),
        done.summary
    );
    assert_eq!(output(&done, "site"), "");

    let (name, given) = done.used.last().expect("the upload");
    assert_eq!(name, "github/codeql-action/upload-sarif@v4");
    assert_eq!(given["sarif_file"], output(&done, "sarif"));
    let sarif = std::fs::read_to_string(output(&done, "sarif")).expect("the SARIF");
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "section-required");
    assert!(output(&done, "sarif").ends_with("/work/docs/docent.sarif"));
}

#[test]
fn a_change_without_errors_passes_although_others_are_there() {
    let repo = pull_request(CONSEQUENCES);
    let done = run(&repo, Depth::Whole, &[("build", "true")]);
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(!done.log.contains("\n::"), "{}", done.log);
    assert_eq!(output(&done, "errors"), "0");
    assert_eq!(output(&done, "sarif"), "");
    assert!(done.used.iter().all(|(name, _)| !name.contains("upload")));
    let page = Path::new(output(&done, "site")).join("decisions/adr-2.html");
    assert!(page.is_file(), "{} {}", page.display(), done.log);
    assert!(
        done.summary.starts_with("## ✅ Documents: no problems"),
        "{}",
        done.summary
    );
}

#[test]
fn what_makes_it_fail_can_be_chosen() {
    let repo = pull_request("");
    let warn = ("arguments", "--warn\nsection-required\n");
    for (inputs, code, errors, warnings) in [
        (&[("fail-on", "never")][..], 0, "1", "0"),
        (&[warn], 0, "0", "1"),
        (&[warn, ("fail-on", "warnings")], 1, "0", "1"),
    ] {
        let done = run(&repo, Depth::Whole, inputs);
        assert_eq!(done.code, code, "{inputs:?} {}", done.log);
        assert_eq!((output(&done, "errors"), output(&done, "warnings")), (errors, warnings));
    }
    let done = run(&repo, Depth::Whole, &[("fail-on", "anything")]);
    assert_eq!(done.code, 2);
    assert!(
        done.log.contains("`fail-on` takes `errors`, `warnings` or `never`"),
        "{}",
        done.log
    );
}

#[test]
fn without_annotations_the_log_is_for_people_and_the_summary_is_the_same() {
    let repo = pull_request("");
    let with = run(&repo, Depth::Whole, &[]);
    let repo = pull_request("");
    let without = run(&repo, Depth::Whole, &[("annotations", "false")]);
    assert_eq!(without.code, 1);
    assert!(
        without
            .log
            .contains("error[section-required]: missing section `Consequences`"),
        "{}",
        without.log
    );
    assert!(!without.log.contains("\n::error"), "{}", without.log);
    assert_eq!(without.summary, with.summary);
}

#[test]
fn a_base_and_a_baseline_can_be_named() {
    let repo = pull_request("");
    let done = run(&repo, Depth::Whole, &[("base", "origin/topic")]);
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(
        done.summary
            .contains("0 documents changed since <code>origin/topic</code>"),
        "{}",
        done.summary
    );
    let done = run(&repo, Depth::Whole, &[("base", "origin/nothing")]);
    assert_eq!(done.code, 2);
    assert!(
        done.log.contains("origin/nothing") && done.log.contains("docent could not check"),
        "{}",
        done.log
    );

    let repo = repo.switch("topic");
    let known = ["check", "--baseline-update", "--baseline", "known.json"];
    docent(&repo.root().join("hand book"), &known);
    let repo = open_pull_request(repo.commit("Take stock"));
    let done = run(&repo, Depth::Whole, &[("baseline", "known.json")]);
    assert_eq!(done.code, 0, "{}", done.log);
}

#[test]
fn a_shallow_checkout_is_checked_whole_and_told_how_to_do_better() {
    let repo = pull_request(CONSEQUENCES);
    let done = run(&repo, Depth::One, &[]);
    assert_eq!(
        done.code, 1,
        "the old error counts, since nothing is known of the base: {}",
        done.log
    );
    let warning = done.log.lines().find(|line| line.starts_with("::warning "));
    assert!(
        warning.is_some_and(
            |it| it.contains("shallow") && it.contains("set `fetch-depth: 0` under `with:` of `actions/checkout`")
        ),
        "{}",
        done.log
    );
}

#[test]
fn it_installs_the_docent_that_is_meant_and_calls_it_by_what_it_is_made_of() {
    let repo = pull_request(CONSEQUENCES);
    let key = |done: &Done| done.used[0].1["key"].clone();
    let own = run(&repo, Depth::Whole, &[]);
    let root = env!("CARGO_MANIFEST_DIR");
    assert!(
        own.log
            .starts_with(&format!("cargo install --locked --path {root} --root /")),
        "{}",
        own.log
    );
    assert_eq!(own.used[0].0, "actions/cache@v4");
    let released = run(&repo, Depth::Whole, &[("version", "1.2.3")]);
    assert!(
        released
            .log
            .starts_with("cargo install docent --locked --version 1.2.3 --root /"),
        "{}",
        released.log
    );
    assert_eq!(key(&released), "docent-Linux-X64-1.2.3");
    assert_eq!(key(&own).len(), "docent-Linux-X64-".len() + 40);
}

#[test]
fn what_inputs_hold_is_never_run() {
    let repo = pull_request(CONSEQUENCES);
    for name in [
        "directory",
        "base",
        "baseline",
        "arguments",
        "fail-on",
        "annotations",
        "version",
        "sarif",
        "upload-sarif",
        "out",
    ] {
        let evil = "$(touch pwned)`touch pwned`\"; touch pwned; ' touch pwned #";
        let runner = Runner::of_pull_request(&repo, Depth::Whole);
        let workspace = runner.workspace();
        let directory = ("directory", "hand book");
        let _ = runner.run_action(&action(), &[directory, ("build", "true"), (name, evil)]);
        for folder in [workspace.clone(), workspace.join("hand book")] {
            assert!(!folder.join("pwned").exists(), "{name}");
        }
    }
}

#[test]
fn an_input_cannot_be_more_than_one_output() {
    let repo = pull_request("");
    let done = run(&repo, Depth::Whole, &[("sarif", "docent.sarif\nerrors=0")]);
    assert_eq!(done.code, 2);
    assert_eq!(output(&done, "errors"), "");
    assert!(done.log.contains("take one line each"), "{}", done.log);
}

/// What `docent init` writes, on `main`; on `topic`, a proposal without its reasons.
fn started() -> (Repo, Value) {
    let repo = Repo::new();
    docent(repo.root(), &["init"]).well();
    let workflow = std::fs::read_to_string(repo.root().join(".github/workflows/docent.yml")).expect("the workflow");
    let proposal = "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md";
    let text = std::fs::read_to_string(repo.root().join(proposal)).expect("the starter");
    let (before, _) = text.split_once("## Business motivation").expect("a section");
    let before = before.replace("status: draft", "status: proposed");
    let repo = repo
        .commit("Start")
        .branch("topic")
        .write(proposal, before)
        .commit("Propose too early");
    (open_pull_request(repo), serde_yaml::from_str(&workflow).expect("YAML"))
}

#[test]
fn the_workflow_of_a_new_repository_refuses_a_change_with_errors() {
    let (repo, workflow) = started();
    let done = Runner::of_pull_request(&repo, Depth::Whole)
        .run_job(&workflow, "check")
        .expect("a job");
    assert_eq!(done.code, 1, "{}", done.log);
    assert!(done.log.contains("::error file=rewrites/0001-"), "{}", done.log);
    assert!(
        done.summary.contains("changed since <code>origin/main</code>"),
        "{}",
        done.summary
    );
    let install = format!(
        "cargo install docent --locked --version {}\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(done.log.starts_with(&install), "{}", done.log);
    assert!(
        Runner::of_pull_request(&repo, Depth::Whole)
            .run_job(&workflow, "publish")
            .is_none()
    );
}

#[test]
fn the_workflow_of_a_new_repository_publishes_what_is_on_main() {
    let (repo, workflow) = started();
    let repo = repo.run(&["commit", "--quiet", "--allow-empty", "--message", "Go on"]);
    let repo = open_pull_request(repo);
    let runner = Runner::of_push(&repo, "main^");
    let site = runner.workspace().join("site/index.html");
    let done = runner.run_job(&workflow, "check").expect("a job");
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(site.is_file());
    let (upload, given) = done.used.last().expect("the upload");
    assert_eq!(
        (upload.as_str(), given["path"].as_str()),
        ("actions/upload-pages-artifact@v4", "site")
    );
    let publish = Runner::of_push(&repo, "main^")
        .run_job(&workflow, "publish")
        .expect("a job");
    assert_eq!(publish.used[0].0, "actions/deploy-pages@v4");
}
