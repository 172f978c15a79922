//! `docent report`: what happened in a period, and how it stood at its end.
//!
//! The fixture, day by day in 2026:
//!
//! | day | what happens |
//! |---|---|
//! | 1 January | RW-1 and ADR-1 are drafted or proposed; INI-1 is active since then, so nobody knows since when |
//! | 11 January | RW-1 is proposed |
//! | 14 January | INC-2026-01-14 begins at 23:50 and is over at 00:20: 30 minutes; found by an alert |
//! | 15 January | its review is written, with an action due on 20 January and one done on 16 January |
//! | 16 January | INI-1 ships |
//! | 18 January | RW-1 is accepted, decided on 17 January; ADR-1 is rejected |
//! | 21 January | MET-1 reads 12 minutes after 20 on 5 January; the outcome of INI-1 was measured on that day |

mod support;

use serde_json::Value;
use support::command::{Ran, docent};
use support::repo::{Repo, START};

const DAY: i64 = 24 * 3600;
const INITIATIVE: &str = "initiatives/0001-ci.md";
const INCIDENT: &str = "incidents/2026-01-14-midnight.md";
const METRIC: &str = "metrics/0001-ci.md";

fn rewrite(status: &str, more: &str) -> String {
    format!("---\ntitle: Orders on PostgreSQL\nstatus: {status}\nowner: ada\nsystem: orders\n{more}---\n# Orders\n")
}

fn decision(status: &str) -> String {
    format!("---\ntitle: One <b>queue</b> for @all\nstatus: {status}\n---\n# One queue\n")
}

fn initiative(status: &str, more: &str) -> String {
    let metric = "metric: { ref: MET-1, baseline: 20 min, target: 10 min, by: 2026-03-01 }\n";
    format!("---\ntitle: Faster CI\nstatus: {status}\nowner: grace\n{metric}{more}---\n# Faster CI\n")
}

fn metric(readings: &str) -> String {
    format!(
        "---\ntitle: CI duration\nstatus: active\nowner: grace\nunit: minutes\ndirection: down\nkind: dora\ntarget: 10\n\
         readings:\n{readings}---\n# CI duration\n"
    )
}

const REVIEW: &str = "---\ntitle: Queue full at midnight\nstatus: in-review\nowner: ada\nseverity: sev2\n\
    started: 2026-01-14T23:50:00Z\ndetected: 2026-01-14T23:55:00Z\nresolved: 2026-01-15T00:20:00Z\ndetected_by: alert\n\
    actions:\n  - { what: Alert on the depth of the queue, owner: ada, due: 2026-01-20 }\n  \
    - { what: Drain it twice as fast, owner: grace, due: 2026-01-30, done: 2026-01-16 }\n---\n# Queue full\n";

fn organisation() -> Repo {
    let first = "  - { on: 2026-01-05, value: 20 }\n";
    let second = format!("{first}  - {{ on: 2026-01-21, value: 12 }}\n");
    let outcome = "outcome: { result: partly, value: 12 min, measured_on: 2026-01-21 }\n";
    Repo::new()
        .write("docent.yaml", "title: Example\nbase_url: https://docs.example\n")
        .write("rewrites/0001-orders.md", rewrite("draft", ""))
        .write("decisions/0001-queue.md", decision("proposed"))
        .write(INITIATIVE, initiative("active", ""))
        .write(METRIC, metric(first))
        .commit("Begin")
        .at(START + 10 * DAY)
        .write("rewrites/0001-orders.md", rewrite("proposed", ""))
        .commit("Propose")
        .at(START + 14 * DAY)
        .write(INCIDENT, REVIEW)
        .commit("Review the incident")
        .at(START + 15 * DAY)
        .write(INITIATIVE, initiative("shipped", ""))
        .commit("Ship")
        .at(START + 17 * DAY)
        .write(
            "rewrites/0001-orders.md",
            rewrite("accepted", "decided_on: 2026-01-17\n"),
        )
        .write("decisions/0001-queue.md", decision("rejected"))
        .commit("Decide")
        .at(START + 20 * DAY)
        .write(INITIATIVE, initiative("shipped", outcome))
        .write(METRIC, metric(&second))
        .commit("Measure")
}

fn report(repo: &Repo, arguments: &[&str]) -> Ran {
    docent(repo.root(), &[&["report"], arguments].concat())
}

#[test]
fn a_period_reads_like_a_weekly_message() {
    let all = report(&organisation(), &["--since", "2026-01-08", "--as-of", "2026-01-25"]).well();
    insta::assert_snapshot!(all);
}

#[test]
fn markdown_links_to_the_site_and_mentions_nobody() {
    let arguments = ["--since", "2026-01-08", "--as-of", "2026-01-25", "--format", "markdown"];
    let all = report(&organisation(), &arguments).well();
    assert!(all.contains("[RW-1](https://docs.example/rewrites/rw-1.html)"), "{all}");
    assert!(!all.contains("<b>") && !all.contains("@all"), "{all}");
    insta::assert_snapshot!(all);
}

#[test]
fn everything_is_told_as_it_stood_on_the_last_day() {
    let then = report(&organisation(), &["--since", "1 week", "--as-of", "2026-01-16"]).well();
    assert!(
        then.contains("Waiting for a decision\n  RW-1  Orders on PostgreSQL (proposed on 2026-01-11)"),
        "{then}"
    );
    assert!(
        then.contains("Shipped\n  INI-1  Faster CI (shipped on 2026-01-16)"),
        "{then}"
    );
    assert!(
        !then.contains("Decided") && !then.contains("Overdue") && !then.contains("New readings"),
        "{then}"
    );
    let quiet = report(&organisation(), &["--since", "2026-01-02", "--as-of", "2026-01-04"]).well();
    assert!(quiet.contains("Nothing happened, and nothing is overdue."), "{quiet}");
}

#[test]
fn neither_work_that_followed_nor_a_closing_hides_what_came_before() {
    let outcome = "outcome: { result: hit, value: 9 min, measured_on: 2026-01-28 }\n";
    let repo = organisation()
        .at(START + 23 * DAY)
        .write(
            "rewrites/0001-orders.md",
            rewrite("in-progress", "decided_on: 2026-01-17\n"),
        )
        .commit("Begin the rewrite")
        .at(START + 28 * DAY)
        .write(INITIATIVE, initiative("closed", outcome))
        .commit("Close the initiative");
    let told = report(&repo, &["--since", "2026-01-08", "--as-of", "2026-01-31"]).well();
    for line in [
        "Decided\n  RW-1  Orders on PostgreSQL (accepted on 2026-01-17)",
        "Started\n  RW-1  Orders on PostgreSQL (in-progress on 2026-01-24)",
        "Shipped\n  INI-1  Faster CI (shipped on 2026-01-16)",
    ] {
        assert!(told.contains(line), "no `{line}` in\n{told}");
    }
    let later = report(&repo, &["--since", "2026-01-20", "--as-of", "2026-01-31"]).well();
    assert!(!later.contains("Decided") && !later.contains("Shipped"), "{later}");
}

#[test]
fn what_was_agreed_and_is_set_aside_is_told_on_the_day_it_was() {
    let repo = organisation()
        .at(START + 30 * DAY)
        .write("rewrites/0001-orders.md", rewrite("paused", "decided_on: 2026-01-17\n"))
        .commit("Pause");
    let then = report(&repo, &["--since", "2026-01-26", "--as-of", "2026-02-01"]).well();
    assert!(
        then.contains("Decided\n  RW-1  Orders on PostgreSQL (paused on 2026-01-31)"),
        "{then}"
    );
    let before = report(&repo, &["--since", "2026-01-10", "--as-of", "2026-01-25"]).well();
    assert!(before.contains("(accepted on 2026-01-17)"), "{before}");
}

#[test]
fn programs_get_every_number_with_the_documents_behind_it() {
    let arguments = ["--since", "2026-01-08", "--as-of", "2026-01-25", "--format", "json"];
    let told: Value = serde_json::from_str(&report(&organisation(), &arguments).well()).expect("JSON");
    assert_eq!(told["version"], 1);
    assert_eq!(told["decided"][0]["document"], "RW-1");
    assert_eq!(told["decided"][0]["on"], "2026-01-17");
    assert_eq!(told["restore"]["known"][0]["document"], "INC-2026-01-14");
    assert_eq!(told["restore"]["median"], 30.0);
    assert_eq!(told["measured"][0]["result"], "partly");
    assert_eq!(told["lessons"], serde_json::json!([]));
    assert_eq!(told["overdue"]["actions"][0]["late"], 5);
    assert_eq!(told["readings"][0]["before"]["value"], 20.0);
}

#[test]
fn what_cannot_be_told_says_why() {
    let repo = organisation();
    let early = report(&repo, &["--as-of", "2025-12-31"]);
    assert_eq!(early.code, Some(2));
    assert!(
        early
            .err
            .contains("no commit that is known is from 2025-12-31 or before"),
        "{}",
        early.err
    );
    let backwards = report(&repo, &["--since", "2026-02-01", "--as-of", "2026-01-20"]);
    assert!(
        backwards
            .err
            .contains("begins on 2026-02-01, after its last day 2026-01-20"),
        "{}",
        backwards.err
    );
    let word = report(&repo, &["--since", "recently"]);
    assert!(
        word.err
            .contains("neither a date like 2026-03-14 nor a length of time like `2 weeks`"),
        "{}",
        word.err
    );
    let no_git = Repo::without_git().write("rewrites/0001-orders.md", rewrite("draft", ""));
    let told = report(&no_git, &["--since", "2026-01-01"]).well();
    assert!(told.contains("Note: there is no Git repository"), "{told}");
}
