//! A proposal on its way through an organisation, as its authors and reviewers live it.

mod support;

use std::sync::atomic::{AtomicI64, Ordering};

use camino::{Utf8Path, Utf8PathBuf};

use support::program::{docent, run};
use support::repo::{START, git};

/// Seconds since 1970, for what is committed next.
static CLOCK: AtomicI64 = AtomicI64::new(START);

/// Someone's clone.
struct Clone {
    place: Utf8PathBuf,
}

impl Clone {
    fn of(remote: &Utf8Path, name: &str) -> Self {
        let place = remote.parent().expect("a home").join(name);
        let home = remote.parent().expect("a home").as_std_path();
        let cloned = git(home)
            .args(["clone", "--quiet", remote.as_str(), place.as_str()])
            .status();
        assert!(cloned.expect("Git is installed").success());
        let clone = Self { place };
        clone.git(&["config", "user.name", name]);
        clone.git(&["config", "user.email", &format!("{name}@example.org")]);
        clone
    }

    fn git(&self, arguments: &[&str]) {
        // Every step is an hour after the one before, whoever takes it.
        let date = format!("{} +0000", CLOCK.fetch_add(3600, Ordering::Relaxed));
        let mut command = git(self.place.as_std_path());
        let command = command
            .args(arguments)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date);
        let done = command.output().expect("Git is installed");
        assert!(
            done.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn docent(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        run(&mut docent(&self.place, arguments))
    }

    /// The check that the pull request of the branch has to pass.
    fn check(&self) -> (Option<i32>, String) {
        let (code, out, err) = self.docent(&["check", "--base", "origin/main"]);
        (code, out + &err)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.place.join(path)).expect("a file")
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.place.join(path), text).expect("a file");
    }

    fn change(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "`{from}` in {path}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// A proposal whose questions are all answered: that of the starter, with another title.
    fn complete(&self, path: &str, title: &str) {
        let starter = self.read("rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md");
        let (_, rest) = starter.split_once("\nsummary:").expect("the starter has a summary");
        let text = format!("---\ntitle: {title}\nsummary:{rest}");
        self.write(path, &text.replacen("status: draft", "status: proposed", 1));
    }

    fn land(&self, branch: &str) {
        self.git(&["push", "--quiet", "origin", branch]);
        self.git(&["switch", "--quiet", "main"]);
        self.git(&["pull", "--quiet", "--ff-only"]);
        self.git(&["merge", "--quiet", "--no-ff", "--message", "Merge", branch]);
        self.git(&["push", "--quiet", "origin", "main"]);
    }

    fn begin(&self, branch: &str) {
        self.git(&["switch", "--quiet", "main"]);
        self.git(&["pull", "--quiet", "--ff-only"]);
        self.git(&["switch", "--quiet", "--create", branch]);
    }
}

const ORDERS: &str = "rewrites/0002-orders.md";

#[test]
fn a_proposal_is_written_agreed_upon_and_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let home = Utf8Path::from_path(home.path())
        .expect("UTF-8")
        .canonicalize_utf8()
        .expect("a real path");
    let remote = home.join("remote.git");
    let made = git(home.as_std_path())
        .args(["init", "--quiet", "--bare", "--initial-branch=main", remote.as_str()])
        .status();
    assert!(made.expect("Git is installed").success());

    // Ada founds the organisation.
    let ada = Clone::of(&remote, "ada");
    ada.git(&["checkout", "--quiet", "-B", "main"]);
    assert_eq!(ada.docent(&["init", "--quiet"]).0, Some(0));
    ada.commit("Start");
    ada.git(&["push", "--quiet", "--set-upstream", "origin", "main"]);
    let bo = Clone::of(&remote, "bo");
    bo.begin("billing");

    // She opens a branch with a proposal that is not complete: it is rejected, with the questions named.
    ada.begin("orders");
    assert_eq!(ada.docent(&["new", "rewrite", "Orders"]).0, Some(0));
    ada.change(ORDERS, "status: draft", "status: proposed");
    ada.commit("Propose too early");
    let (code, told) = ada.check();
    assert_eq!(code, Some(1));
    for question in [
        "`Business motivation`",
        "`Coexistence`",
        "answer question 3:",
        "`Rollback`",
        "`motivated_by`",
    ] {
        assert!(told.contains(question), "{question}: {told}");
    }
    assert!(!told.contains("0001-"), "what others wrote is not her fault: {told}");

    // She completes it, and it passes.
    ada.complete(ORDERS, "Orders");
    ada.commit("Answer the questions");
    let (code, told) = ada.check();
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "checked 1 document changed since `origin/main`: no problems\n")
    );
    ada.git(&["push", "--quiet", "origin", "orders"]);

    // Bo has not fetched since, and takes the same number. Once he has, the collision names her branch.
    assert_eq!(bo.docent(&["new", "rewrite", "Billing"]).0, Some(0));
    bo.complete("rewrites/0002-billing.md", "Billing");
    bo.commit("Propose");
    assert_eq!(bo.check().0, Some(0), "he cannot know");
    bo.git(&["fetch", "--quiet"]);
    let (code, told) = bo.check();
    assert_eq!(code, Some(1));
    assert!(
        told.contains("id-on-branch") && told.contains("`origin/orders`") && told.contains(ORDERS),
        "{told}"
    );
    assert!(told.contains("docent renumber RW-2"), "{told}");
    assert_eq!(bo.docent(&["renumber", "RW-2"]).0, Some(0));
    let billing = "rewrites/0003-billing.md";
    bo.change(billing, "## Risks\n", "## Risks\n\nIt must come after the orders.\n");
    bo.commit("Give way");
    assert_eq!(bo.check().0, Some(0), "{}", bo.check().1);

    // Both land. Then the orders are to be accepted: only once acceptance has what it asks for.
    ada.land("orders");
    bo.land("billing");
    ada.begin("accept");
    let (code, out, err) = ada.docent(&["move", "RW-2", "accepted"]);
    assert_eq!(code, Some(1));
    assert!(format!("{out}{err}").contains("`approvers`"), "{out}{err}");
    ada.change(
        ORDERS,
        "\nsuccess:",
        "\napprovers: [ada]\ndecided_on: 2026-01-01\nsuccess:",
    );
    let (code, out, err) = ada.docent(&["move", "RW-2", "accepted"]);
    assert_eq!(code, Some(0), "{out}{err}");
    ada.commit("Accept");
    let (code, told) = ada.check();
    assert_eq!(code, Some(0), "{told}");
    ada.land("accept");

    // A later change edits what was agreed upon: rejected, with both places. A spelling may be mended.
    bo.begin("cheaper");
    bo.change(ORDERS, "six to nine person-weeks", "three person-weeks");
    bo.commit("Make it cheaper");
    let (code, told) = bo.check();
    assert_eq!(code, Some(1), "{told}\n{}", bo.read(ORDERS));
    assert!(
        told.contains("section `Summary` was changed after the document was accepted"),
        "{told}"
    );
    assert!(
        told.contains(&format!("{ORDERS} (before):")) && told.contains("as it was agreed upon"),
        "{told}"
    );
    bo.change(ORDERS, "three person-weeks", "six to nine person-weeks");
    bo.change(
        ORDERS,
        "pipeline that runs on every merge",
        "pipelne that runs on every merge",
    );
    bo.commit("Take it back, with a slip");
    bo.land("cheaper");
    bo.begin("typo");
    bo.change(ORDERS, "pipelne", "pipeline");
    bo.commit("Mend a typo");
    let (code, told) = bo.check();
    assert_eq!(code, Some(0), "{told}");

    // Someone deletes what others link to: rejected, naming them.
    bo.change(
        billing,
        "It must come after the orders.",
        "It must come after [the orders](0002-orders.md).",
    );
    bo.commit("Link");
    bo.land("typo");
    ada.begin("tidy");
    std::fs::remove_file(ada.place.join(ORDERS)).expect("a file");
    ada.commit("Tidy up");
    let (code, told) = ada.check();
    assert_eq!(code, Some(1));
    assert!(
        told.contains("document-deleted") && told.contains("`RW-3` referred to it"),
        "{told}"
    );
    assert!(told.contains("link-broken") && told.contains(billing), "{told}");
}
