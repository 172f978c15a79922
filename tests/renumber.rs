//! Another id for a document: every reference follows, and not a byte besides.

mod support;

use std::collections::BTreeMap;
use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};
use docent::author::{self, TakenIds};
use docent::link::Target;
use docent::model::DocumentIndex;
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Rewrite, RewriteError, Snapshot};
use insta::assert_snapshot;

use support::repo::Repo;

fn proposal(title: &str) -> String {
    format!("---\ntitle: {title}\nstatus: draft\n---\n\n## Summary\n\nShort.\n")
}

fn docent(repo: &Repo, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(repo.root())
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("SOURCE_DATE_EPOCH", "1773489600")
        .output()
        .expect("docent runs")
}

/// What a command that succeeds prints.
#[track_caller]
fn well(repo: &Repo, arguments: &[&str]) -> String {
    let output = docent(repo, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a command that cannot run says.
#[track_caller]
fn refused(repo: &Repo, arguments: &[&str]) -> String {
    let output = docent(repo, arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn read(repo: &Repo, path: &str) -> String {
    String::from_utf8(std::fs::read(repo.root().join(path)).expect("a file")).expect("UTF-8")
}

fn check(repo: &Repo) -> String {
    String::from_utf8_lossy(&docent(repo, &["check"]).stdout).into_owned()
}

const REFERRING: &str = "---\r
title: Billing   # the second\r
status: draft\r
supersedes: [ 'RW-1', rw-0001#summary ] # both\r
motivated_by: \"RW-1\"\r
---\r
\r
## Summary\r
\r
See RW-1, RW-1#summary, RW-1-based, [[RW-1]] and [[rw-1#summary|the first]], but neither `RW-1` nor RW-11.\r
Also [RW-1: orders](0001-orders.md#summary \"RW-1\"), [two](<../rewrites/0001-orders.md>), [three][o] and [RW-1].\r
![not it](0001-orders.svg)\r
\r
```\r
RW-1 0001-orders.md\r
```\r
\r
[o]: ./0001-orders.md#summary 'Orders'\r
[RW-1]: 0001-orders.md\r
";

/// Two proposals, of which the second refers to the first in every way there is.
fn organisation() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Example\n")
        .write(
            "rewrites/0001-orders.md",
            "---\ntitle: Orders\nstatus: draft\n---\n\n## Summary\n\nRW-1 is [this](0001-orders.md#summary), [here](#summary) \
             and not [that](0002-billing.md).",
        )
        .write("rewrites/0001-orders.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")
        .write("rewrites/0002-billing.md", REFERRING)
        .commit("Begin")
}

#[test]
fn every_reference_follows_and_nothing_else_changes() {
    let repo = organisation();
    let before = check(&repo);
    assert_snapshot!(well(&repo, &["renumber", "RW-1"]));
    assert_snapshot!(read(&repo, "rewrites/0003-orders.md"));
    assert!(!repo.root().join("rewrites/0001-orders.md").exists());
    let changed = read(&repo, "rewrites/0002-billing.md");
    assert_eq!(changed.matches("\r\n").count(), REFERRING.matches("\r\n").count());
    assert_snapshot!(changed.replace("\r\n", "\n"));
    let after = check(&repo);
    let summary = |text: &str| text.lines().last().map(str::to_owned);
    assert_eq!(summary(&before), summary(&after), "{after}");
}

#[test]
fn a_dry_run_shows_what_git_can_apply() {
    let repo = organisation();
    let diff = well(&repo, &["renumber", "rw-0001", "7", "--dry-run"]);
    assert_eq!(repo.git(&["status", "--porcelain"]), "", "nothing is written");
    repo.feed(&["apply", "--index", "-"], diff.as_bytes());
    let applied = repo.git(&["write-tree"]);
    let repo = repo.run(&["reset", "--quiet", "--hard"]);
    well(&repo, &["renumber", "RW-1", "RW-7"]);
    let repo = repo.run(&["add", "--all"]);
    assert_eq!(repo.git(&["write-tree"]), applied);
    assert_snapshot!(diff.replace('\r', ""));
}

#[test]
fn a_document_that_is_new_on_a_branch_needs_no_alias() {
    let repo = organisation()
        .branch("search")
        .write("rewrites/0003-search.md", proposal("Search"));
    assert_snapshot!(well(&repo, &["renumber", "RW-3", "RW-5"]));
    assert!(!read(&repo, "rewrites/0005-search.md").contains("aliases"));
}

#[test]
fn the_next_id_is_free_on_all_branches() {
    let repo = organisation()
        .branch("billing")
        .write("rewrites/0003-a.md", proposal("A"))
        .commit("Propose")
        .switch("main")
        .branch("search")
        .write("rewrites/0003-b.md", proposal("B"))
        .commit("Propose");
    assert!(check(&repo).contains("id-on-branch"));
    assert!(well(&repo, &["renumber", "RW-3"]).starts_with("RW-3 → RW-4  rewrites/0004-b.md"));
    assert!(!check(&repo).contains("id-on-branch"));
    let said = refused(&repo, &["renumber", "RW-4", "RW-3"]);
    assert!(said.contains("`RW-3` is taken on another branch"), "{said}");
}

#[test]
fn of_two_documents_with_one_id_the_file_says_which() {
    let repo = organisation().write(
        "rewrites/0001-search.md",
        "---\ntitle: Search\nstatus: draft\n---\n\nRW-1 it is.\n",
    );
    assert_snapshot!(refused(&repo, &["renumber", "RW-1"]));
    assert_snapshot!(well(&repo, &["renumber", "rewrites/0001-search.md"]));
    assert!(read(&repo, "rewrites/0003-search.md").ends_with("\nRW-3 it is.\n"));
    assert!(read(&repo, "rewrites/0002-billing.md").contains("See RW-1, "));
    assert!(!check(&repo).contains("id-duplicate"));
}

#[test]
fn an_id_in_the_front_matter_changes_there() {
    let repo = Repo::new()
        .write(
            "rewrites/orders.md",
            "---\nid: \"RW-4\"  # ours\naliases:\n  - old/orders.html # once\n---\n",
        )
        .write("incidents/2026-03-14-outage.md", "---\r\ntitle: Outage\r\n---\r\n")
        .write("teams/platform.md", "---\ntitle: Platform\n---\n")
        .write(
            "rewrites/0009-x.md",
            "---\nteam: platform\nrelated: [TEAM-platform]\n---\n\nINC-2026-03-14 by TEAM-platform.\n",
        )
        .commit("Begin");
    well(&repo, &["renumber", "RW-4", "RW-20"]);
    assert_snapshot!(read(&repo, "rewrites/orders.md"));
    well(&repo, &["renumber", "INC-2026-03-14"]);
    assert_snapshot!(read(&repo, "incidents/2026-03-14-outage.md").replace('\r', ""));
    well(&repo, &["renumber", "TEAM-platform", "TEAM-core"]);
    assert!(repo.root().join("teams/core.md").exists());
    assert_snapshot!(read(&repo, "rewrites/0009-x.md"));
}

#[test]
fn there_and_back_again_leaves_one_alias() {
    let repo = organisation();
    well(&repo, &["renumber", "RW-1", "RW-8"]);
    let repo = repo.commit("Renumber");
    let said = refused(&repo, &["renumber", "RW-2", "RW-1"]);
    assert!(
        said.contains("was the id of a document here"),
        "an old address still leads there: {said}"
    );
}

#[test]
fn what_cannot_be_done_says_why() {
    let repo = organisation()
        .write("pages/about.md", "# About\n")
        .write("teams/platform.md", "---\ntitle: Platform\n---\n")
        .write("rewrites/0004-broken.md", "---\ntitle: [\n---\n");
    let said: String = [
        ["RW-99", "RW-3"],
        ["TEAM-platfrom", "TEAM-x"],
        ["RW-1", "RW-2"],
        ["RW-1", "RW-1"],
        ["RW-1", "INC-2026-01-01"],
        ["RW-1", "RW-x"],
        ["RW-4", "RW-9"],
        ["pages/about.md", "PAGE-x"],
    ]
    .iter()
    .map(|[id, new]| refused(&repo, &["renumber", id, new]))
    .collect();
    assert_snapshot!(said);
    assert_eq!(repo.git(&["status", "--porcelain", "rewrites/0001-orders.md"]), "");
}

#[test]
fn all_files_are_changed_or_none() {
    let repo = organisation();
    let rewrite = |path: &str, old: &str| Rewrite {
        path: path.into(),
        to: path.into(),
        old: old.to_owned(),
        new: "new".to_owned(),
    };
    let good = rewrite("docent.yaml", "title: Example\n");
    let repository = repo.open();
    let changed = repository.rewrite(&[good.clone(), rewrite("rewrites/0002-billing.md", "something else")]);
    assert!(matches!(changed, Err(RewriteError::Changed { .. })), "{changed:?}");
    let missing = repository.rewrite(&[good.clone(), rewrite("rewrites/0009-none.md", "")]);
    assert!(matches!(missing, Err(RewriteError::File { .. })), "{missing:?}");
    let taken = Rewrite {
        to: "rewrites/0002-billing.md".into(),
        ..good.clone()
    };
    assert!(matches!(repository.rewrite(&[taken]), Err(RewriteError::Taken { .. })));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("docent.yaml", repo.root().join("link.md")).expect("a link");
        let link = repository.rewrite(&[good, rewrite("link.md", "title: Example\n")]);
        assert!(matches!(link, Err(RewriteError::Link { .. })), "{link:?}");
        std::fs::remove_file(repo.root().join("link.md")).expect("a link");
    }
    assert_eq!(
        repo.git(&["status", "--porcelain", "--ignored"]),
        "",
        "not even a temporary file is left"
    );
}

#[test]
fn a_work_tree_without_git_is_renumbered_too() {
    let repo = Repo::without_git().write("rewrites/0001-a.md", proposal("A"));
    well(&repo, &["renumber", "RW-1", "RW-2"]);
    assert!(read(&repo, "rewrites/0002-a.md").contains("aliases: [rewrites/rw-1.html]\n"));
}

/// Every reference of an organisation by the files it leads between.
fn references(organisation: &Organisation, renamed: &dyn Fn(&Utf8Path) -> Utf8PathBuf) -> Vec<String> {
    let corpus = &organisation.corpus;
    let path = |index: DocumentIndex| renamed(corpus.get(index).path());
    let line = |it: &docent::link::Reference| {
        let target = match &it.target {
            Target::Document { index, anchor } => format!("{} {anchor:?}", path(*index)),
            other => format!("{other:?}"),
        };
        format!("{} {:?} → {target}", path(it.from), it.origin)
    };
    let mut lines: Vec<_> = organisation.links.all().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn whatever_is_renumbered_everything_leads_where_it_did() {
    let example = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let repository = docent::repository::Repository::at(&example).expect("a folder");
    let snapshot = repository.work_tree().expect("files");
    let mut texts: BTreeMap<Utf8PathBuf, Vec<u8>> = BTreeMap::new();
    for path in snapshot.paths() {
        let bytes = snapshot.bytes(path).expect("a file").expect("its bytes");
        texts.insert(path.to_path_buf(), bytes);
    }
    let before = pipeline::check(Snapshot::from_texts(texts.clone()), &Options::default());
    let corpus = &before.corpus;
    let ids = TakenIds::new(corpus, None);
    let mut tried = 0;
    for (index, document) in corpus.iter() {
        if corpus.definition(document).type_name == "page" {
            continue;
        }
        let new = author::next_id(corpus, &ids, index);
        let change =
            author::renumber(corpus, &before.links, &before.snapshot, index, &new, true).expect("a renumbering");
        assert_eq!(change.left, [], "{}", document.path());
        let mut changed = texts.clone();
        for path in change.edits.keys().chain([&change.from]) {
            let text = String::from_utf8(texts[&**path].clone()).expect("UTF-8");
            let edited = change.edited(path, &text);
            changed.remove(&**path);
            let path = if *path == change.from {
                change.to.clone()
            } else {
                path.to_path_buf()
            };
            changed.insert(path, edited.into_bytes());
        }
        let after = pipeline::check(Snapshot::from_texts(changed), &Options::default());
        let back = |path: &Utf8Path| match path == change.to {
            true => change.from.to_path_buf(),
            false => path.to_path_buf(),
        };
        let same = |path: &Utf8Path| path.to_path_buf();
        assert_eq!(
            references(&after, &back),
            references(&before, &same),
            "{} → {new}",
            document.id.value
        );
        let renumbered = after.corpus.by_path(&change.to).expect("the document");
        assert_eq!(after.corpus.get(renumbered).id.value, new);
        let count = |organisation: &Organisation| organisation.checked.diagnostics.len();
        assert_eq!(count(&after), count(&before), "{} → {new}", document.id.value);
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}
