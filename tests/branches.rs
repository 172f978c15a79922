//! What other branches have: free ids, collisions before they are merged, and proposals on the site.

mod support;

use std::process::Command;

use camino::Utf8Path;
use docent::history::{
    BranchSelection, DocumentElsewhere, Elsewhere, KindElsewhere, LeftOut, LeftOutBecause, OtherBranch,
};
use docent::pipeline::{self, BuildOptions, Options, Organisation};
use docent::repository::Repository;
use insta::assert_snapshot;

use support::repo::{Repo, START, git};

fn proposal(title: &str) -> String {
    format!("---\ntitle: {title}\nstatus: draft\n---\n\n## Summary\n\nShort.\n")
}

/// One proposal on `main`.
fn organisation() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Example\n")
        .write("rewrites/0001-orders.md", proposal("Orders"))
        .commit("Begin")
}

/// Two proposals under one number: by Bo on `billing` at ten, by Cy on `search` at eleven. Cy's branch is checked out.
fn collision() -> Repo {
    organisation()
        .branch("billing")
        .by("Bo", "bo@example.org")
        .write("rewrites/0002-billing.md", proposal("Billing"))
        .commit("Propose billing")
        .switch("main")
        .branch("search")
        .by("Cy", "cy@example.org")
        .write("rewrites/0002-search.md", proposal("Search"))
        .commit("Propose search")
}

fn asked(repository: &Repository, selection: BranchSelection) -> Organisation {
    let options = Options {
        branches: Some(selection),
        ..Options::default()
    };
    pipeline::check_with_branches(repository.work_tree().expect("files"), repository, None, &options)
}

fn all() -> BranchSelection {
    BranchSelection::Fitting(vec!["*".to_owned()])
}

fn elsewhere(repo: &Repo) -> Elsewhere {
    asked(&repo.open(), all()).elsewhere.expect("branches were asked")
}

/// What a person sees of other branches.
fn seen(elsewhere: &Elsewhere) -> String {
    let line = |(branch, document): (&OtherBranch, &DocumentElsewhere)| {
        let kind = match &document.kind {
            KindElsewhere::New(None) => "new".to_owned(),
            KindElsewhere::New(Some(added)) => {
                let hour = added.when.map(|when| (when.at.as_second() - START) / 3600);
                format!("new by {} in hour {}", added.by.display_name(), hour.unwrap_or(-1))
            }
            KindElsewhere::Changed => "changed".to_owned(),
            KindElsewhere::Unclear => "unclear".to_owned(),
        };
        let status = document.status.as_deref().unwrap_or("without state");
        format!(
            "{}: {} {} “{}” {status}, {kind}\n",
            branch.names.join(" = "),
            document.path,
            document.id,
            document.title
        )
    };
    let left_out = |it: &LeftOut| format!("{} left out: {:?}\n", it.names.join(" = "), it.because);
    let lines = elsewhere.documents().map(line);
    lines.chain(elsewhere.left_out.iter().map(left_out)).collect()
}

/// What `id-on-branch` says of the work tree.
fn collisions(repository: &Repository) -> String {
    let organisation = asked(repository, BranchSelection::IfSomethingIsNew);
    let found = organisation.checked.diagnostics.iter();
    let of_rule = found.filter(|it| it.rule == "id-on-branch");
    let told = of_rule.map(|it| {
        let rest = it.notes.iter().chain(&it.help).map(|line| format!("  {line}\n"));
        format!(
            "{} {}: {}\n{}",
            it.path,
            it.severity.name(),
            it.message,
            rest.collect::<String>()
        )
    });
    told.collect()
}

fn docent(folder: &Utf8Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("SOURCE_DATE_EPOCH", "1773489600")
        .output()
        .expect("docent runs");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn documents_that_a_branch_added_changed_or_moved_are_told() {
    let repo = organisation()
        .branch("ada/work")
        .write("rewrites/0001-orders.md", proposal("Orders again"))
        .write(
            "rewrites/0002-billing.md",
            "---\ntitle: Billing\nid: RW-7\nstatus: proposed\n---\n",
        )
        .write("rewrites/notes.txt", "no document")
        .commit("Go on")
        .by("Bo", "bo@example.org")
        .write(
            "rewrites/0002-billing.md",
            "---\ntitle: Billing 2\nid: RW-7\nstatus: proposed\n---\n",
        )
        .commit("Go on further")
        .switch("main")
        .branch("moved")
        .rename("rewrites/0001-orders.md", "rewrites/0001-all-orders.md")
        .commit("Rename")
        .switch("main");
    assert_snapshot!(seen(&elsewhere(&repo)), @r#"
    ada/work: rewrites/0001-orders.md RW-1 “Orders again” draft, changed
    ada/work: rewrites/0002-billing.md RW-7 “Billing 2” proposed, new by Ada in hour 1
    moved: rewrites/0001-all-orders.md RW-1 “Orders” draft, changed
    "#);
}

#[test]
fn what_main_has_meanwhile_is_not_the_work_of_a_branch() {
    let repo = organisation()
        .branch("old")
        .write("rewrites/0002-billing.md", proposal("Billing"))
        .commit("Propose billing")
        .switch("main")
        .write("rewrites/0001-orders.md", proposal("Orders, changed on main"))
        .write("rewrites/0003-search.md", proposal("Search"))
        .commit("Go on")
        .switch("old")
        .merge("main", "Take over what is on main")
        .switch("main")
        .delete("rewrites/0003-search.md")
        .commit("Drop it");
    assert_snapshot!(seen(&elsewhere(&repo)), @"old: rewrites/0002-billing.md RW-2 “Billing” draft, new by Ada in hour 1");
}

#[test]
fn a_branch_that_was_merged_or_squashed_has_nothing_of_its_own() {
    let repo = organisation()
        .branch("merged")
        .write("rewrites/0002-billing.md", proposal("Billing"))
        .commit("Propose billing")
        .switch("main")
        .branch("squashed")
        .write("rewrites/0003-search.md", proposal("Search"))
        .commit("Propose search")
        .switch("main")
        .merge("merged", "Merge billing")
        .write("rewrites/0003-search.md", proposal("Search"))
        .commit("Propose search (squashed)");
    assert_eq!(seen(&elsewhere(&repo)), "");
}

#[test]
fn branches_that_cannot_be_compared_are_told_and_break_nothing() {
    let repo = organisation()
        .run(&["checkout", "--quiet", "--orphan", "island"])
        .write("rewrites/0009-island.md", proposal("Island"))
        .commit("Begin elsewhere")
        .switch("main");
    let lost = repo.root().join(".git/refs/heads/lost");
    std::fs::write(lost, format!("{}\n", "0123456789".repeat(4))).expect("a broken ref");
    std::fs::write(repo.root().join(".git/refs/heads/garbage"), "garbage\n").expect("a broken ref");
    let repo = repo.run(&["symbolic-ref", "refs/heads/alias", "refs/heads/island"]);
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9");
        let place = repo.root().join(".git/refs/heads").into_std_path_buf().join(name);
        std::fs::write(place, format!("{}\n", repo.id("island"))).expect("a ref");
    }
    let found = elsewhere(&repo);
    assert_eq!(found.left_out.len(), 1);
    assert_eq!(found.left_out[0].because, LeftOutBecause::Unrelated);
    let kinds: Vec<_> = found
        .documents()
        .map(|(_, it)| (it.id.as_str(), it.kind.clone()))
        .collect();
    assert_eq!(kinds, [("RW-9", KindElsewhere::Unclear)]);
}

#[test]
fn a_shallow_clone_tells_what_it_cannot_compare() {
    let repo = collision()
        .switch("main")
        .write("rewrites/0005-next.md", proposal("Next"))
        .commit("Go on");
    let place = repo.beside("shallow");
    let url = format!("file://{}", repo.root());
    let clone = [
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        &url,
        place.as_str(),
    ];
    assert!(
        git(repo.root().as_std_path())
            .args(clone)
            .status()
            .expect("Git")
            .success()
    );
    let repository = Repository::open(&place).expect("a repository");
    let found = asked(&repository, all()).elsewhere.expect("branches were asked");
    assert_snapshot!(seen(&found), @r"
    origin/billing: rewrites/0002-billing.md RW-2 “Billing” draft, unclear
    origin/search: rewrites/0002-search.md RW-2 “Search” draft, unclear
    origin/billing left out: CutOff
    origin/search left out: CutOff
    ");
    assert!(docent(&place, &["new", "rewrite", "Another"]).starts_with("RW-6 "));
}

#[test]
fn without_git_or_commits_there_is_nothing_elsewhere() {
    assert_eq!(
        seen(&elsewhere(
            &Repo::without_git().write("rewrites/0001-a.md", proposal("A"))
        )),
        ""
    );
    assert_eq!(
        seen(&elsewhere(&Repo::new().write("rewrites/0001-a.md", proposal("A")))),
        ""
    );
}

#[test]
fn a_new_document_takes_an_id_that_no_branch_has() {
    let repo = organisation().branch("billing");
    assert_eq!(
        docent(repo.root(), &["-q", "new", "rewrite", "Billing"]),
        "RW-2  rewrites/0002-billing.md\n"
    );
    let incident = docent(repo.root(), &["-q", "new", "incident", "Checkout outage"]);
    assert!(incident.starts_with("INC-2026-03-14  "), "{incident}");
    let repo = repo.commit("Propose billing").switch("main").branch("search");
    assert_eq!(
        docent(repo.root(), &["-q", "new", "rewrite", "Search"]),
        "RW-3  rewrites/0003-search.md\n"
    );
    let incident = docent(repo.root(), &["-q", "new", "incident", "Login outage"]);
    assert!(incident.starts_with("INC-2026-03-14-b  "), "{incident}");
}

#[test]
fn a_new_document_takes_an_id_that_no_fetched_branch_has() {
    let repo = organisation();
    let place = repo.beside("clone");
    let url = format!("file://{}", repo.root());
    assert!(
        git(repo.root().as_std_path())
            .args(["clone", "--quiet", &url, place.as_str()])
            .status()
            .expect("Git")
            .success()
    );
    let _repo = repo
        .branch("billing")
        .write(
            "rewrites/0002-billing.md",
            "---\ntitle: Billing\nid: RW-41\nstatus: draft\n---\n",
        )
        .commit("Propose billing");
    assert!(
        git(place.as_std_path())
            .args(["fetch", "--quiet"])
            .status()
            .expect("Git")
            .success()
    );
    assert_eq!(
        docent(&place, &["-q", "new", "rewrite", "Search"]),
        "RW-42  rewrites/0042-search.md\n"
    );
}

#[test]
fn who_came_later_has_to_give_way() {
    let repo = collision();
    assert_snapshot!(collisions(&repo.open()), @r"
    rewrites/0002-search.md error: id `RW-2` is also taken on the branch `billing`, by `rewrites/0002-billing.md`
      there it is “Billing”, added by Bo on 2026-01-01
      run `docent renumber RW-2`, which takes the next id that is free on all branches
    ");
    let repo = repo.switch("billing");
    assert_snapshot!(collisions(&repo.open()), @r"
    rewrites/0002-billing.md warning: id `RW-2` is also taken on the branch `search`, by `rewrites/0002-search.md`
      there it is “Search”, added by Cy on 2026-01-01
      the warning goes away once the other branch is renumbered, merged or deleted
      keep it: this document came first, and the other one has to take another id
    ");
    let repo = repo.switch("main");
    assert_eq!(collisions(&repo.open()), "", "main has neither");
}

#[test]
fn what_is_not_committed_came_last_and_equal_dates_go_by_path() {
    let repo = collision()
        .switch("main")
        .branch("third")
        .write("rewrites/0002-third.md", proposal("Third"));
    let said = collisions(&repo.open());
    assert!(
        said.contains(" error: ") && said.contains("another document on another branch has it, too"),
        "{said}"
    );
    let at_once = |path: &str, branch: &str, repo: Repo| {
        repo.switch("main")
            .branch(branch)
            .at(START)
            .write(path, proposal(branch))
            .commit("Propose")
    };
    let repo = at_once(
        "rewrites/0002-b.md",
        "b",
        at_once("rewrites/0002-a.md", "a", organisation()),
    );
    assert!(collisions(&repo.open()).contains(" error: "));
    assert!(collisions(&repo.switch("a").open()).contains(" warning: "));
}

#[test]
fn one_document_on_two_branches_is_no_collision() {
    // The same file, the same file moved, and a branch on top of another.
    let repo = organisation()
        .branch("billing")
        .write("rewrites/0002-billing.md", proposal("Billing"))
        .commit("Propose billing")
        .branch("on-top")
        .write("rewrites/0002-billing.md", proposal("Billing, better"))
        .commit("Improve it")
        .switch("billing")
        .rename("rewrites/0002-billing.md", "rewrites/0002-invoices.md")
        .commit("Rename it");
    assert_eq!(collisions(&repo.open()), "");
    assert_eq!(collisions(&repo.switch("on-top").open()), "");
}

#[test]
fn a_stale_branch_that_has_an_old_name_does_not_collide() {
    let repo = organisation()
        .branch("stale")
        .write("rewrites/0005-other.md", proposal("Other"))
        .commit("Propose another")
        .switch("main")
        .rename("rewrites/0001-orders.md", "rewrites/0001-all-orders.md")
        .commit("Rename")
        .branch("here")
        .rename("rewrites/0001-all-orders.md", "rewrites/0001-every-order.md")
        .write("rewrites/0002-new.md", proposal("New"))
        .commit("Rename again");
    assert_eq!(collisions(&repo.open()), "");
}

#[test]
fn an_id_that_landed_meanwhile_on_the_default_branch_wins() {
    let repo = organisation()
        .branch("search")
        .write("rewrites/0002-search.md", proposal("Search"))
        .commit("Propose search")
        .switch("main")
        .write("rewrites/0002-billing.md", proposal("Billing"))
        .commit("Propose billing")
        .switch("search");
    let said = collisions(&repo.open());
    assert!(
        said.contains("0002-search.md error: id `RW-2` is also taken on the branch `main`"),
        "{said}"
    );
}

#[test]
fn a_file_renamed_since_the_last_push_does_not_collide_with_itself() {
    let repo = organisation()
        .branch("search")
        .write("rewrites/0002-search.md", proposal("Search"))
        .commit("Propose");
    let pushed = repo.id("search").to_string();
    let repo = repo
        .run(&["update-ref", "refs/remotes/origin/search", &pushed])
        .rename("rewrites/0002-search.md", "rewrites/0002-find.md")
        .write("rewrites/0002-find.md", proposal("Find"))
        .run(&["add", "--all"])
        .run(&["commit", "--quiet", "--amend", "--message", "Propose"]);
    assert_eq!(collisions(&repo.open()), "");
}

/// The pages of a site that shows what some branches propose.
fn site(repo: &Repo, patterns: &[&str]) -> docent::site::Site {
    let selection = BranchSelection::Fitting(patterns.iter().map(|it| (*it).to_owned()).collect());
    let mut organisation = asked(&repo.open(), selection);
    let options = BuildOptions {
        repository: Some("https://github.com/acme/docs".to_owned()),
        ..BuildOptions::default()
    };
    pipeline::build(&mut organisation, &options).expect("a theme").site
}

fn page(site: &docent::site::Site, route: &str) -> Option<String> {
    let bytes = site.iter().find(|(it, _)| *it == route)?.1;
    Some(String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

/// The words and links of the table of what is proposed.
fn main_part(html: &str) -> String {
    let start = html.find("<h1>").expect("a title");
    let end = html.find("</main>").expect("an end");
    let rows = html[start..end]
        .replace("<tr>", "\n<tr>")
        .replace("<section", "\n<section");
    rows.split("<footer").next().unwrap_or_default().trim_end().to_owned()
}

#[test]
fn the_site_shows_what_other_branches_propose() {
    let repo = collision().switch("main").branch("fix");
    let repo = repo
        .write("rewrites/0001-orders.md", proposal("Orders, again"))
        .commit("Improve")
        .switch("main");
    let tip = repo.id("billing").to_string();
    let repo = repo.run(&["update-ref", "refs/remotes/origin/billing", &tip]);
    let built = site(&repo, &["*"]);
    assert_snapshot!(main_part(&page(&built, "proposed.html").expect("the page")));
    let document = page(&built, "rewrites/rw-1.html").expect("the document");
    assert!(
        document.contains("<a href=\"../proposed.html#d:branch-2\">Also changed on fix</a>"),
        "{document}"
    );
    assert!(
        page(&built, "index.html")
            .expect("the front page")
            .contains("proposed.html"),
        "the navigation names it"
    );
    let only = page(&site(&repo, &["origin/*"]), "proposed.html").expect("the page");
    let only = main_part(&only);
    assert!(only.contains("origin/billing") && !only.contains("Search"), "{only}");
    let nothing = site(&repo, &["main"]);
    assert!(page(&nothing, "proposed.html").is_none());
    assert!(
        !page(&nothing, "index.html")
            .expect("the front page")
            .contains("proposed.html")
    );
}

#[test]
fn what_branches_write_is_words_and_never_markup() {
    let hostile = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) {{ 7*7 }}";
    let repo = organisation()
        .branch("pwn")
        .by("<img src=x onerror=alert(1)>", "x@example.org")
        .write(
            "rewrites/0002-\"><b>.md",
            format!("---\ntitle: '{hostile}'\nid: 'RW-<i>'\nstatus: '<u>'\n---\n"),
        )
        .commit("Propose");
    let id = repo.id("pwn").to_string();
    let repo = repo
        .switch("main")
        .run(&["update-ref", "refs/remotes/origin/<s>pwn", &id]);
    let html = page(&site(&repo, &["*"]), "proposed.html").expect("the page");
    for markup in [
        "<script>a",
        "<img src=x",
        "<i>",
        "<u>",
        "<s>",
        "\"><b>",
        "<strong>",
        "href=\"javascript",
        "49",
    ] {
        assert!(!main_part(&html).contains(markup), "{markup}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
}

#[test]
fn a_pattern_that_fits_no_branch_is_a_slip() {
    let repo = organisation();
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(["build", "--branches", "orgin/*"])
        .current_dir(repo.root())
        .output()
        .expect("docent runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("no branch fits `orgin/*`; there are `main`"), "{said}");
}

#[test]
fn a_check_since_a_base_tells_of_collisions_too() {
    let repo = collision();
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(["check", "--base", "main"])
        .current_dir(repo.root())
        .env("NO_COLOR", "1")
        .output()
        .expect("docent runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("error[id-on-branch]"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}
