//! Levels, exemptions and the baseline: how an organisation with old documents begins, and becomes stricter.

mod support;

use support::program::{docent, run};
use support::repo::Repo;

const OLD: &str = "decisions/0001-old.md";

/// A document with one error and one warning.
fn organisation() -> Repo {
    Repo::without_git()
        .write(
            OLD,
            "---\nstatus: proposed\nowner: ada\nonwer: ada\n---\n# Old\n\n## Context\n\nWe had one queue for everything, and \
             nobody could say any more which of the many messages in it belonged to whom, or why they were still there at all.\n\n\
             ## Options\n\n- One\n- Two\n\n## Decision\n\nWe take the first one, since it is there already, everybody knows it, \
             and nothing has to be learned.\n\n## Consequences\n\nSee [gone](gone.md).\n",
        )
}

fn check(repo: &Repo, arguments: &[&str]) -> (Option<i32>, String, String) {
    let all: Vec<_> = std::iter::once("check").chain(arguments.iter().copied()).collect();
    run(docent(repo.root(), &all).env("GIT_CEILING_DIRECTORIES", repo.root().parent().expect("a parent")))
}

fn last_line(out: &str) -> &str {
    out.lines().last().unwrap_or_default()
}

#[test]
fn a_run_has_levels_of_its_own() {
    let repo = organisation();
    let (code, out, _) = check(&repo, &[]);
    assert_eq!(
        (code, last_line(&out)),
        (Some(1), "checked 1 document: 1 error, 1 warning")
    );
    let (code, out, _) = check(&repo, &["--warn", "link-broken", "--allow", "field-unknown"]);
    assert_eq!((code, last_line(&out)), (Some(0), "checked 1 document: 1 warning"));
    let (code, out, _) = check(&repo, &["--deny", "warnings", "--allow", "link-broken"]);
    assert_eq!((code, last_line(&out)), (Some(1), "checked 1 document: 1 error"));
    let (code, _, err) = check(&repo, &["--deny", "link-borken"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("there is no rule `link-borken`; did you mean `link-broken`?"),
        "{err}"
    );
}

#[test]
fn the_configuration_sets_levels_by_type() {
    let repo = organisation().write(
        "docent.yaml",
        "rules:\n  link-broken: { decision: warn, rewrite: deny }\n  field-unknown: allow\n",
    );
    let (code, out, _) = check(&repo, &[]);
    assert_eq!((code, last_line(&out)), (Some(0), "checked 1 document: 1 warning"));
    let (code, _, _) = check(&repo, &["--deny", "link-broken"]);
    assert_eq!(code, Some(1), "what the run says counts more");
}

#[test]
fn a_document_is_exempt_for_a_reason() {
    let exempt = |document: &str, more: &str| {
        format!("exempt:\n  - {{ document: {document}, {more}reason: Written before we used docent }}\n")
    };
    let repo = organisation().write("docent.yaml", exempt("adr-0001", "rules: [link-broken], "));
    let (code, out, _) = check(&repo, &[]);
    assert_eq!((code, last_line(&out)), (Some(0), "checked 1 document: 1 warning"));
    let repo = repo.write("docent.yaml", exempt(OLD, ""));
    assert_eq!(check(&repo, &[]).1, "checked 1 document: no problems\n");
    let repo = repo.write("docent.yaml", exempt("ADR-2", "rules: [link-borken], "));
    let (code, out, _) = check(&repo, &[]);
    assert_eq!(code, Some(1));
    assert!(
        out.contains("there is no document `ADR-2`") && out.contains("did you mean `link-broken`?"),
        "{out}"
    );
}

#[test]
fn a_baseline_only_shrinks() {
    let repo = organisation();
    let (code, _, err) = check(&repo, &["--baseline", "known.json"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("write it with `--baseline-update`"), "{err}");

    let (code, out, err) = check(&repo, &["--baseline", "known.json", "--baseline-update"]);
    assert_eq!(
        (code, out.as_str()),
        (Some(0), "checked 1 document: no problems\n"),
        "{err}"
    );
    assert!(err.contains("knows 2 problems from now on"), "{err}");
    let file = || std::fs::read_to_string(repo.root().join("known.json")).expect("the baseline");
    insta::assert_snapshot!(file());

    // Lines move, the file gets another name, and nothing is new.
    let text = std::fs::read_to_string(repo.root().join(OLD)).expect("a file");
    let moved = text.replace("# Old\n", "# Old\n\nAn introduction.\n");
    std::fs::remove_file(repo.root().join(OLD)).expect("a file");
    std::fs::write(repo.root().join("decisions/0001-older.md"), moved).expect("a file");
    let (code, _, err) = check(&repo, &["--baseline", "known.json"]);
    assert_eq!(code, Some(0));
    assert!(err.contains("knows them: 2 problems"), "{err}");

    // A new problem counts, and an update does not take it in; what is mended leaves.
    let mended = text.replace("onwer: ada\n", "").replace("- Two", "- [Two](two.md)");
    std::fs::write(repo.root().join("decisions/0001-older.md"), mended).expect("a file");
    let (code, out, err) = check(&repo, &["--baseline", "known.json", "--baseline-update"]);
    assert_eq!(
        (code, last_line(&out)),
        (Some(1), "checked 1 document: 1 error"),
        "{err}"
    );
    assert!(err.contains("knows 1 problem; mended: 1"), "{err}");
    assert!(!file().contains("onwer") && !file().contains("two.md"), "{}", file());
}

#[test]
fn the_configuration_names_the_baseline() {
    let repo = organisation().write("docent.yaml", "check: { baseline: known.json }\n");
    assert_eq!(check(&repo, &["--baseline-update"]).0, Some(0));
    assert_eq!(check(&repo, &[]).0, Some(0));
    let repo = repo.write("known.json", "{\"version\": 2, \"problems\": []}");
    let (code, _, err) = check(&repo, &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("is not a baseline: it has version 2"), "{err}");
    let repo = repo.write("known.json", "no JSON");
    assert_eq!(check(&repo, &[]).0, Some(2));
    let (code, _, err) = check(&repo.write("docent.yaml", ""), &["--baseline-update"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("say which file"), "{err}");
}

#[test]
fn a_known_mistake_made_once_more_is_new() {
    let repo = organisation()
        .run(&["init", "--quiet", "--initial-branch=main"])
        .commit("Begin");
    check(&repo, &["--baseline", "known.json", "--baseline-update", "--all"]);
    let repo = repo.commit("Take stock").branch("topic");
    let text = std::fs::read_to_string(repo.root().join(OLD)).expect("a file");
    let repo = repo.write(OLD, text.replace("- Two", "- [Two](gone.md)"));
    let (code, out, _) = check(&repo, &["--base", "main", "--baseline", "known.json"]);
    assert_eq!(
        (code, last_line(&out)),
        (Some(1), "checked 1 document changed since `main`: 1 error")
    );
}

#[test]
fn a_document_may_be_deleted_by_exemption() {
    let repo = organisation().run(&["init", "--quiet", "--initial-branch=main"]);
    let text = std::fs::read_to_string(repo.root().join(OLD)).expect("a file");
    let repo = repo
        .write(OLD, text.replace("proposed", "accepted"))
        .commit("Begin")
        .branch("topic")
        .delete(OLD);
    let repo = repo.write("pages/index.md", "# Start\n");
    assert_eq!(check(&repo, &["--base", "main"]).0, Some(1));
    let exempt = "exempt:\n  - { document: ADR-1, rules: [document-deleted], reason: It was a test }\n";
    let repo = repo.write("docent.yaml", exempt);
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(code, Some(0), "{out}");
    let repo = repo.write("docent.yaml", "rules: { document-deleted: { decision: allow } }\n");
    assert_eq!(check(&repo, &["--base", "main"]).0, Some(0));
}
