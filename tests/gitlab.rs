//! The GitLab component, and the pipeline that `docent init` writes, run line by line on a clone.

mod support;

use camino::Utf8Path;
use serde_yaml::Value;

use support::command::docent;
use support::decisions::{CONSEQUENCES, decision};
use support::github::open_pull_request;
use support::gitlab::{Pipeline, component};
use support::repo::Repo;

fn template(inputs: &[(&str, &str)]) -> Value {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/docent.yml");
    component(&path, &[&[("directory", "hand book")], inputs].concat())
}

fn project(rest: &str) -> Repo {
    let repo = Repo::new()
        .write("hand book/docent.yaml", "title: Acme\n")
        .write("hand book/decisions/0001-old.md", decision("Old", ""))
        .commit("Begin")
        .branch("topic")
        .write("hand book/decisions/0002-queue.md", decision("One queue", rest))
        .commit("Decide on a queue");
    open_pull_request(repo)
}

fn json(pipeline: &Pipeline, name: &str) -> Value {
    let text = std::fs::read_to_string(pipeline.project().join(name)).expect("a report");
    serde_yaml::from_str(&text).expect("JSON")
}

#[test]
fn a_merge_request_with_an_error_fails_and_leaves_its_reports() {
    let repo = project("");
    let pipeline = Pipeline::of_merge_request(&repo);
    let file = template(&[]);
    let done = pipeline.run(&file, "docent-check").expect("a job");
    assert_eq!(done.code, 1, "{}", done.log);
    assert!(
        done.log
            .contains("error[section-required]: missing section `Consequences`"),
        "{}",
        done.log
    );
    let quality = json(&pipeline, "gl-code-quality-report.json");
    assert_eq!(
        quality.as_sequence().map(Vec::len),
        Some(1),
        "the old error is not of this change"
    );
    assert_eq!(quality[0]["location"]["path"], "hand book/decisions/0002-queue.md");
    let junit = std::fs::read_to_string(pipeline.project().join("docent-junit.xml")).expect("a report");
    assert!(junit.contains("<failure "), "{junit}");
    assert!(
        pipeline.run(&file, "docent-pages").is_none(),
        "a merge request publishes nothing"
    );
    for report in ["codequality", "junit"] {
        let path = file["docent-check"]["artifacts"]["reports"][report]
            .as_str()
            .expect("a path");
        assert!(pipeline.project().join(path).is_file(), "{path}");
    }
}

#[test]
fn the_default_branch_is_checked_since_the_push_before_and_published() {
    let repo = project(CONSEQUENCES).merge("topic", "Merge topic");
    let repo = open_pull_request(repo);
    let pipeline = Pipeline::of_default_branch(&repo, "main^");
    let done = pipeline.run(&template(&[]), "docent-check").expect("a job");
    assert_eq!(done.code, 0, "{}", done.log);
    let done = pipeline.run(&template(&[]), "docent-pages").expect("a job");
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(pipeline.project().join("public/decisions/adr-2.html").is_file());
    assert!(pipeline.run(&template(&[("pages", "false")]), "docent-pages").is_none());
}

#[test]
fn inputs_of_the_component_reach_docent() {
    let repo = project("");
    let pipeline = Pipeline::of_merge_request(&repo);
    let done = pipeline.run(
        &template(&[("base", "origin/topic"), ("version", "9.8.7")]),
        "docent-check",
    );
    let done = done.expect("a job");
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(
        done.log
            .contains("cargo install docent --locked --version 9.8.7 --root .docent-tool"),
        "{}",
        done.log
    );
    assert!(done.log.contains("changed since `origin/topic`"), "{}", done.log);
    let done = pipeline
        .run(&template(&[("baseline", "no such.json")]), "docent-check")
        .expect("a job");
    assert_eq!(done.code, 2);
    assert!(done.log.contains("no such.json"), "{}", done.log);
}

#[test]
fn the_pipeline_of_a_new_repository_checks_and_publishes() {
    let repo = Repo::new();
    docent(repo.root(), &["init"]).well();
    let file = std::fs::read_to_string(repo.root().join(".gitlab-ci.yml")).expect("the pipeline");
    let file: Value = serde_yaml::from_str(&file).expect("YAML");
    let decision = "decisions/0002-queue.md";
    let text = decision_of_a_listed_person();
    let repo = open_pull_request(
        repo.commit("Start")
            .branch("topic")
            .write(decision, text)
            .commit("Decide"),
    );
    let pipeline = Pipeline::of_merge_request(&repo);
    let done = pipeline.run(&file, "check").expect("a job");
    assert_eq!(done.code, 1, "{}", done.log);
    assert_eq!(
        json(&pipeline, "gl-code-quality-report.json")[0]["location"]["path"],
        decision
    );
    assert!(pipeline.run(&file, "pages").is_none());

    let pipeline = Pipeline::of_default_branch(&repo, "main");
    assert_eq!(pipeline.run(&file, "check").expect("a job").code, 0);
    let done = pipeline.run(&file, "pages").expect("a job");
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(pipeline.project().join("public/index.html").is_file());
}

/// Git knows nobody in these tests, so the starters belong to `your-name`.
fn decision_of_a_listed_person() -> String {
    decision("One queue", "").replace("ada", "your-name")
}
