//! `docent list`: the documents that fit.

mod support;

use support::command::{Ran, docent};
use support::repo::{Repo, START, git};

const DAY: i64 = 24 * 3600;

const INCIDENT: &str = "---\ntitle: Checkout outage\nstatus: in-review\nseverity: sev2\nowner: grace\nactions:\n  - { what: Cap \
                        connections, owner: ada, due: 2026-03-01 }\n---\n";

fn proposal(title: &str, status: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nstatus: {status}\n{more}---\n\n## Summary\n\nWords.\n")
}

/// Proposals, a decision and an incident, written between 1 January and 10 March 2026; today is 14 March.
fn organisation() -> Repo {
    Repo::new()
        .write("people.yaml", "ada: Ada Lovelace\ngrace: Grace Hopper\nbob: Bob\n")
        .write("teams/platform.md", "---\ntitle: Platform\nstatus: active\n---\n")
        .write(
            "rewrites/0002-orders.md",
            proposal(
                "Orders on PostgreSQL",
                "proposed",
                "owner: ada\nteam: platform\ntags: [Storage, core]\n",
            ),
        )
        .write(
            "rewrites/0010-billing.md",
            proposal("Billing 請求", "rejected", "owner: grace\n"),
        )
        .commit("Begin")
        .at(START + 60 * DAY)
        .write(
            "rewrites/0003-search.md",
            proposal("Search", "draft", "owner: grace\nteam: TEAM-platform\ntags: [core]\n"),
        )
        .write("incidents/2026-02-01-checkout.md", INCIDENT)
        .write(
            "decisions/0001-rust.md",
            proposal("Rust", "accepted", "owner: ada\nexpires: 2026-03-13\n"),
        )
        .commit("Go on")
}

fn list(repo: &Repo, arguments: &[&str]) -> Ran {
    docent(repo.root(), &[&["list"], arguments].concat())
}

/// Ids of the documents that are listed.
#[track_caller]
fn ids(repo: &Repo, arguments: &[&str]) -> String {
    let ran = list(repo, &[arguments, &["--columns", "id", "--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&ran.out).expect("JSON");
    let ids: Vec<_> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    ids.join(" ")
}

#[test]
fn all_documents_stand_in_a_table() {
    insta::assert_snapshot!(list(&organisation(), &[]).well());
}

#[test]
fn every_filter_narrows_the_list() {
    let repo = organisation();
    for (arguments, expected) in [
        (&["rewrite"][..], "RW-2 RW-3 RW-10"),
        (&["rewrites"], "RW-2 RW-3 RW-10"),
        (&["rw"], "RW-2 RW-3 RW-10"),
        (&["--state", "proposed", "--state", "draft"], "RW-2 RW-3"),
        (&["--owner", "@Ada"], "RW-2 ADR-1"),
        (&["--owner", "ada", "--owner", "grace", "rewrite"], "RW-2 RW-3 RW-10"),
        (&["--owner", "bob"], ""),
        (&["--team", "platform"], "RW-2 RW-3"),
        (&["--team", "TEAM-platform"], "RW-2 RW-3"),
        (&["--tag", "storage"], "RW-2"),
        (&["--tag", "core", "--owner", "grace"], "RW-3"),
        (&["--stale=60"], "TEAM-platform RW-2"),
        (&["--stale"], ""),
        (&["--stale", "--today", "2026-04-30", "rewrite"], "RW-2"),
        (&["--stale=60", "--state", "rejected"], ""),
        (&["--overdue"], "INC-2026-02-01 ADR-1"),
        (&["--overdue", "--today", "2026-03-05"], "INC-2026-02-01"),
        (&["--overdue", "--owner", "ada"], "ADR-1"),
        (&["--changed-since", "2026-02-01", "rewrite"], "RW-3"),
        (&["--changed-since", "2026-01-01", "rewrite"], "RW-2 RW-3 RW-10"),
        (&["--changed-since", "2026-03-10"], ""),
    ] {
        assert_eq!(ids(&repo, arguments), expected, "{arguments:?}");
    }
}

#[test]
fn documents_that_differ_from_a_revision_are_listed_wherever_they_are_now() {
    let repo = organisation()
        .run(&["tag", "v1"])
        .rename("rewrites/0003-search.md", "rewrites/0003-find.md")
        .write("rewrites/0002-orders.md", proposal("Orders", "accepted", ""))
        .commit("Change two")
        .write("rewrites/0011-new.md", proposal("New", "draft", ""));
    assert_eq!(ids(&repo, &["--changed-since", "v1"]), "RW-2 RW-3 RW-11");
    assert_eq!(ids(&repo, &["--changed-since", "HEAD"]), "RW-11");
    assert_eq!(
        ids(&repo, &["--changed-since", "main~1", "--state", "accepted"]),
        "RW-2"
    );
    let ran = list(&repo, &["--changed-since", "v2"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("`v2` is neither a date like 2026-03-14 nor a revision")
            && ran.err.contains("there is no revision `v2`"),
        "{}",
        ran.err
    );
}

#[test]
fn lists_are_sorted() {
    let repo = organisation();
    for (order, expected) in [
        ("id", "RW-2 RW-3 RW-10"),
        ("updated", "RW-3 RW-2 RW-10"),
        ("state", "RW-3 RW-2 RW-10"),
        ("owner", "RW-2 RW-3 RW-10"),
        ("title", "RW-10 RW-2 RW-3"),
    ] {
        assert_eq!(ids(&repo, &["rewrite", "--sort", order]), expected, "{order}");
    }
}

#[test]
fn a_word_that_nothing_could_fit_is_an_error() {
    let repo = organisation();
    for (arguments, message) in [
        (&["rewrit"][..], "there is no type `rewrit`; did you mean `rewrite`?"),
        (
            &["--state", "propsed"],
            "there is no state `propsed`; did you mean `proposed`?",
        ),
        (
            &["team", "--state", "draft"],
            "there is no state `draft`; there are active, retired",
        ),
        (
            &["--owner", "graec"],
            "there is no owner `graec`; did you mean `grace`?",
        ),
        (
            &["--team", "platfrom"],
            "there is no team `platfrom`; did you mean `platform`?",
        ),
        (&["--tag", "cor"], "there is no tag `cor`; did you mean `core`?"),
        (&["--tag", "x"], "there is no tag `x`; there are Storage, core"),
        (&["--stale=soon"], "invalid value 'soon'"),
        (&["--columns", "ids"], "a similar value exists: 'id'"),
    ] {
        let ran = list(&repo, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn an_empty_list_says_so_beside_the_output() {
    let repo = organisation();
    let fits = |arguments: &[&str]| {
        let ran = list(&repo, &[&["--owner", "bob"], arguments].concat());
        (ran.code, ran.out, ran.err)
    };
    assert_eq!(fits(&[]), (Some(0), String::new(), "no document fits\n".to_owned()));
    assert_eq!(fits(&["-q"]), (Some(0), String::new(), String::new()));
    assert_eq!(fits(&["--format", "json", "-q"]).1, "[]\n", "still JSON");
}

#[test]
fn programs_read_the_same_as_json() {
    insta::assert_snapshot!(list(&organisation(), &["rewrite", "--format", "json"]).well());
}

#[test]
fn a_spreadsheet_takes_no_cell_for_a_formula() {
    let repo = organisation().write(
        "rewrites/0004-x.md",
        "---\ntitle: \"=HYPERLINK(\\\"https://x\\\", \\\"a\\\")\"\nstatus: draft\nowner: \"-1+2\"\nteam: \"@x,\\ny\"\n---\n",
    );
    insta::assert_snapshot!(list(&repo, &["rewrite", "--format", "csv"]).well());
}

#[test]
fn titles_do_not_move_the_cursor() {
    let repo = Repo::without_git().write(
        "rewrites/0001-x.md",
        "---\ntitle: \"a\\e[2Jb\\x9b5m\\nc\"\nstatus: draft\n---\n",
    );
    for format in ["table", "json", "csv"] {
        let text = list(&repo, &["--format", format, "--color", "always"]).well();
        let bare = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
        assert!(!bare.chars().any(|c| c.is_control() && c != '\n'), "{format}: {bare:?}");
    }
}

#[test]
fn what_git_does_not_know_is_not_guessed() {
    let repo = organisation().commit("Another commit");
    let clone = repo.beside("shallow");
    let from = format!("file://{}", repo.root());
    let cloned = git(repo.root().as_std_path())
        .args(["clone", "--quiet", "--depth", "1", &from, clone.as_str()])
        .status();
    assert!(cloned.expect("Git runs").success());
    let told = [
        docent(&clone, &["list", "rewrite", "--columns", "id,updated"]),
        docent(&clone, &["list", "rewrite", "--stale"]),
    ];
    insta::assert_snapshot!(told.map(|ran| ran.told()).join("\n"));
    let folder = Repo::without_git().write("rewrites/0001-x.md", "# X\n");
    let ran = docent(folder.root(), &["list", "--stale"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("nobody knows when its documents were changed"),
        "{}",
        ran.err
    );
    assert_eq!(ids(&folder, &[]), "RW-1", "without dates it lists them");
}

#[test]
fn git_is_asked_for_the_past_only_when_it_matters() {
    let repo = organisation();
    let cache = repo.root().join(".git/docent");
    ids(&repo, &["--state", "draft", "--overdue"]);
    assert!(!cache.exists(), "history was read");
    ids(&repo, &["--sort", "updated"]);
    assert!(cache.exists());
}

#[test]
fn what_is_overdue_is_told_to_whoever_asks() {
    let repo = organisation().write("docent.yaml", "rules:\n  decision-expired: allow\n");
    assert_eq!(ids(&repo, &["--overdue"]), "INC-2026-02-01 ADR-1");
}
