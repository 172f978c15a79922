//! What docent reads out of Git, shown on small repositories.

mod support;

use camino::{Utf8Path, Utf8PathBuf};
use docent::history::{self, DocumentHistory, History, Moment, Reach, Role, StateChange};
use docent::pipeline::{self, Options};
use docent::repository::Repository;

use support::repo::{Repo, START};

/// A proposal in a state, long enough that two versions of it are alike.
fn proposal(status: &str, words: &str) -> String {
    let lines = "One line.\nAnother line.\nThe same in every version.\nA fourth one that stays.\n";
    format!("---\ntitle: Orders\nstatus: {status}\n---\n# Orders\n\n{lines}{words}\n")
}

const ORDERS: &str = "rewrites/0001-orders.md";

/// The history of a folder, read as every command reads it.
fn read_at(place: &Utf8Path) -> History {
    let repository = Repository::open(place).expect("a repository");
    read_of(&repository)
}

fn read_of(repository: &Repository) -> History {
    let snapshot = repository.work_tree().expect("files");
    pipeline::check_with_history(snapshot, repository, None, &Options::default()).history
}

fn read(repo: &Repo) -> History {
    read_at(repo.root())
}

fn of<'a>(history: &'a History, path: &str) -> &'a DocumentHistory {
    history
        .of(Utf8Path::new(path))
        .unwrap_or_else(|| panic!("{path} has a history"))
}

/// Hours since the first commit of a test repository.
fn hours(moment: Option<Moment>) -> i64 {
    (moment.expect("a date").at.as_second() - START) / 3600
}

fn subjects(document: &DocumentHistory) -> Vec<&str> {
    document.revisions.iter().map(|it| &*it.commit.subject).collect()
}

/// The timeline as `state@hour name`.
fn timeline(document: &DocumentHistory) -> Vec<String> {
    let told = |change: &StateChange| match change.by() {
        Some(person) => format!("{}@{} {}", change.state, hours(change.at()), person.name),
        None => format!("{}@?", change.state),
    };
    document.timeline.iter().map(told).collect()
}

fn names(people: &[history::Contributor]) -> Vec<String> {
    let told = |it: &history::Contributor| format!("{} {}", it.person.name, it.revisions);
    people.iter().map(told).collect()
}

#[test]
fn a_document_is_created_once_and_updated_last() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", "a"))
        .commit("Draft orders")
        .write("rewrites/0002-other.md", "---\nstatus: draft\n---\n# Other\n")
        .commit("Draft another")
        .by("Bo", "bo@example.org")
        .write(ORDERS, proposal("draft", "b"))
        .commit("Say more\nabout orders\n\nBecause it was short.");
    let history = read(&repo);
    assert_eq!(history.reach, Reach::Whole);
    assert_eq!(history.commits, 3);
    let orders = of(&history, ORDERS);
    assert_eq!(hours(orders.created_at()), 0);
    assert_eq!(hours(orders.updated_at()), 2);
    assert_eq!(orders.created().expect("a revision").commit.author.name, "Ada");
    assert_eq!(subjects(orders), ["Draft orders", "Say more about orders"]);
    assert_eq!(orders.revisions[1].commit.id, repo.id("HEAD"));
    assert_eq!(orders.revisions[1].content, Some(repo.id(&format!("HEAD:{ORDERS}"))));
    assert_eq!(names(&orders.contributors), ["Ada 1", "Bo 1"]);
}

#[test]
fn the_timeline_says_since_when_and_by_whom() {
    let repo = Repo::new()
        .write(ORDERS, "# Orders\n\nOne line.\nAnother line.\n")
        .commit("Begin without a state")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .write(ORDERS, proposal("proposed", "more"))
        .commit("Say more")
        .by("Bo", "bo@example.org")
        .write(ORDERS, proposal("accepted", "more"))
        .commit("Accept")
        .write(ORDERS, "---\nstatus: [broken\n---\n# Orders\n")
        .commit("Break it")
        .write(ORDERS, proposal("accepted", "mended"))
        .commit("Mend it");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(timeline(orders), ["draft@0 Ada", "proposed@1 Ada", "accepted@3 Bo"]);
    let accepted = orders.last_into("accepted").expect("it was accepted");
    assert_eq!(accepted.revision, Some(3));
    assert_eq!(orders.current_state().map(|it| &*it.state), Some("accepted"));
}

#[test]
fn a_type_without_states_has_no_timeline() {
    let repo = Repo::new()
        .write("pages/about.md", "---\nstatus: fine\n---\n# About us\n")
        .commit("Add a page");
    assert!(of(&read(&repo), "pages/about.md").timeline.is_empty());
}

#[test]
fn a_renamed_document_keeps_its_past() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", "a"))
        .commit("Draft")
        .rename(ORDERS, "rewrites/0001-order-service.md")
        .commit("Rename as it is")
        .rename("rewrites/0001-order-service.md", "decisions/0007-order-service.md")
        .write(
            "decisions/0007-order-service.md",
            proposal("proposed", "changed a little"),
        )
        .commit("Make it a decision");
    let history = read(&repo);
    let document = of(&history, "decisions/0007-order-service.md");
    assert_eq!(subjects(document), ["Draft", "Rename as it is", "Make it a decision"]);
    let paths: Vec<_> = document
        .revisions
        .iter()
        .map(|revision| revision.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            ORDERS,
            "rewrites/0001-order-service.md",
            "decisions/0007-order-service.md"
        ]
    );
    assert_eq!(timeline(document), ["draft@0 Ada", "proposed@2 Ada"]);
    assert!(history.of(Utf8Path::new(ORDERS)).is_none());
}

#[test]
fn two_documents_that_swap_their_names_keep_their_pasts() {
    let (left, right) = ("rewrites/0001-a.md", "rewrites/0002-b.md");
    let repo = Repo::new()
        .write(left, "# A\n\nall about the first thing\n")
        .commit("First")
        .write(right, "# B\n\nquite another text\n")
        .commit("Second")
        .rename(left, "rewrites/0003-a.md")
        .rename(right, "rewrites/0001-b.md")
        .commit("Renumber")
        .rename("rewrites/0003-a.md", right)
        .commit("Renumber again");
    let history = read(&repo);
    assert_eq!(subjects(of(&history, right)), ["First", "Renumber", "Renumber again"]);
    assert_eq!(subjects(of(&history, "rewrites/0001-b.md")), ["Second", "Renumber"]);
}

#[test]
fn a_new_document_at_the_path_of_one_that_moved_away_is_another_document() {
    let repo = Repo::new()
        .write(ORDERS, proposal("accepted", "a"))
        .commit("Old")
        .rename(ORDERS, "rewrites/0009-orders.md")
        .commit("Move away")
        .write(ORDERS, "---\nstatus: draft\n---\n# New\n")
        .commit("New");
    let history = read(&repo);
    assert_eq!(subjects(of(&history, ORDERS)), ["New"]);
    assert_eq!(subjects(of(&history, "rewrites/0009-orders.md")), ["Old", "Move away"]);
}

#[test]
fn a_document_that_was_deleted_and_came_back_is_the_same_one() {
    let repo = Repo::new()
        .write(ORDERS, proposal("accepted", ""))
        .commit("Write")
        .delete(ORDERS)
        .commit("Delete")
        .write(ORDERS, proposal("accepted", ""))
        .commit("Bring back");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(subjects(orders), ["Write", "Delete", "Bring back"]);
    assert_eq!(orders.revisions[1].content, None);
    assert_eq!(timeline(orders), ["accepted@0 Ada"]);
}

#[test]
fn many_documents_that_move_at_once_keep_their_pasts() {
    let mut repo = Repo::new();
    for number in 0..120 {
        let text = format!("# Number {number}\n\nOnly here: {number}.\nAnd also {}.\n", number * 7);
        repo = repo.write(&format!("rewrites/{number:04}-x.md"), text);
    }
    repo = repo.commit("Write");
    for number in 0..120 {
        let text = format!(
            "# Number {number}\n\nOnly here: {number}.\nAnd also {}.\nMoved.\n",
            number * 7
        );
        repo = repo
            .rename(
                &format!("rewrites/{number:04}-x.md"),
                &format!("decisions/{number:04}-x.md"),
            )
            .write(&format!("decisions/{number:04}-x.md"), text);
    }
    let history = read(&repo.commit("Move"));
    for number in 0..120 {
        let document = of(&history, &format!("decisions/{number:04}-x.md"));
        assert_eq!(
            document.revisions[0].path.as_str(),
            format!("rewrites/{number:04}-x.md")
        );
    }
}

#[test]
fn work_on_a_branch_belongs_to_the_commits_that_made_it() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .branch("topic")
        .by("Bo", "bo@example.org")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .write("rewrites/0002-new.md", "---\nstatus: draft\n---\n# New\n")
        .commit("Add another")
        .switch("main")
        .by("Ada", "ada@example.org")
        .write("decisions/0001-x.md", "# X\n")
        .commit("Meanwhile")
        .merge("topic", "Merge topic");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(subjects(orders), ["Draft", "Propose"]);
    assert_eq!(timeline(orders), ["draft@0 Ada", "proposed@1 Bo"]);
    assert_eq!(subjects(of(&history, "rewrites/0002-new.md")), ["Add another"]);
    assert_eq!(history.commits, 5);
}

#[test]
fn a_merge_is_a_revision_only_where_it_agrees_with_no_side() {
    let lines =
        |first: &str, last: &str| format!("---\nstatus: draft\n---\n# Orders\n\n{first}\n\nx\n\ny\n\nz\n\n{last}\n");
    let repo = Repo::new()
        .write(ORDERS, lines("one", "end"))
        .commit("Draft")
        .branch("topic")
        .write(ORDERS, lines("two", "end"))
        .commit("Change the beginning")
        .switch("main")
        .write(ORDERS, lines("one", "finish"))
        .commit("Change the end")
        .merge("topic", "Merge topic");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(
        subjects(orders),
        ["Draft", "Change the beginning", "Change the end", "Merge topic"]
    );
    let last = &orders.updated().expect("a revision").commit;
    assert!(last.merge);
}

#[test]
fn a_branch_that_lags_behind_does_not_turn_a_state_back() {
    let lines = |status: &str, last: &str| format!("---\nstatus: {status}\n---\n# Orders\n\nx\n\ny\n\nz\n\n{last}\n");
    let repo = Repo::new()
        .write(ORDERS, lines("draft", "end"))
        .commit("Draft")
        .branch("typo")
        .switch("main")
        .write(ORDERS, lines("accepted", "end"))
        .commit("Accept")
        .switch("typo")
        .write(ORDERS, lines("draft", "finish"))
        .commit("Mend a typo")
        .switch("main")
        .merge("typo", "Merge typo");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(subjects(orders), ["Draft", "Accept", "Mend a typo", "Merge typo"]);
    assert_eq!(timeline(orders), ["draft@0 Ada", "accepted@1 Ada"]);
}

#[test]
fn of_two_states_that_meet_in_a_merge_the_kept_one_counts() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .branch("no")
        .write(ORDERS, proposal("rejected", ""))
        .commit("Reject")
        .switch("main")
        .write(ORDERS, proposal("accepted", ""))
        .commit("Accept")
        .begin_merge("no")
        .write(ORDERS, proposal("rejected", ""))
        .commit("Merge: it is rejected");
    assert_eq!(timeline(of(&read(&repo), ORDERS)), ["draft@0 Ada", "rejected@1 Ada"]);
}

#[test]
fn a_document_renamed_on_one_side_and_changed_on_the_other_has_both_pasts() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .branch("move")
        .rename(ORDERS, "rewrites/0001-order-service.md")
        .commit("Rename")
        .switch("main")
        .by("Bo", "bo@example.org")
        .write(ORDERS, proposal("proposed", "and more"))
        .commit("Propose")
        .by("Ada", "ada@example.org");
    let expected = ["Draft", "Rename", "Propose", "Merge"];
    let there = repo.merge("move", "Merge");
    let history = read(&there);
    let document = of(&history, "rewrites/0001-order-service.md");
    assert_eq!(subjects(document), expected);
    assert_eq!(timeline(document), ["draft@0 Ada", "proposed@2 Bo"]);
    let and_back = there
        .switch("move")
        .merge("main~1", "Merge")
        .run(&["branch", "--quiet", "--force", "main", "move"]);
    assert_eq!(
        subjects(of(&read(&and_back), "rewrites/0001-order-service.md")),
        expected
    );
}

#[test]
fn an_octopus_brings_the_work_of_all_its_arms() {
    let mut repo = Repo::new().write("pages/x.md", "# X\n").commit("Begin");
    for arm in ["a", "b", "c"] {
        repo = repo
            .switch("main")
            .branch(arm)
            .write(&format!("rewrites/{arm}.md"), format!("# {arm}\n"))
            .commit(&format!("Write {arm}"));
    }
    let repo = repo
        .switch("main")
        .run(&["merge", "--quiet", "--message", "All", "a", "b", "c"]);
    let history = read(&repo);
    for arm in ["a", "b", "c"] {
        assert_eq!(
            subjects(of(&history, &format!("rewrites/{arm}.md"))),
            [format!("Write {arm}")]
        );
    }
}

#[test]
fn people_are_known_by_mailmap_and_trailers() {
    let repo = Repo::new()
        .write(".mailmap", "Ada Lovelace <ada@example.org> <ada@home.example>\n")
        .by("ada", "ada@home.example")
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft\n\nCo-authored-by: Bo <bo@example.org>\nReviewed-by: Cy <cy@example.org>")
        .by("Ada L.", "ada@example.org")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose\n\nApproved-by: Cy <cy@example.org>\nacked-by: Dee <dee@example.org>");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(names(&orders.contributors), ["Ada Lovelace 2", "Bo 1"]);
    assert_eq!(names(&orders.reviewers), ["Cy 2", "Dee 1"]);
    let credits: Vec<_> = orders.revisions[1]
        .commit
        .credits
        .iter()
        .map(|(role, _)| *role)
        .collect();
    assert_eq!(credits, [Role::Approver, Role::Acknowledger]);
}

#[test]
fn who_approved_a_merge_reviewed_what_it_brought() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .branch("topic")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .switch("main")
        .merge("topic", "Merged in topic\n\nApproved-by: Cy <cy@example.org>");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(subjects(orders), ["Draft", "Propose"]);
    assert_eq!(names(&orders.reviewers), ["Cy 1"]);
}

#[test]
fn an_organisation_may_be_a_folder_of_the_repository() {
    let repo = Repo::new()
        .write("src/main.rs", "fn main() {}\n")
        .commit("Code")
        .write("docs/org/docent.yaml", "title: Org\n")
        .write("docs/org/rewrites/0001-orders.md", proposal("draft", ""))
        .write("rewrites/0001-orders.md", "# Not ours\n")
        .commit("Documents")
        .write("src/main.rs", "fn main() { run() }\n")
        .commit("More code");
    let history = read_at(&repo.root().join("docs/org"));
    assert_eq!(subjects(of(&history, ORDERS)), ["Documents"]);
    assert_eq!(history.iter().count(), 1);
}

#[test]
fn a_folder_that_was_a_file_is_followed() {
    let repo = Repo::new()
        .write("rewrites/x.md", "# A file\n")
        .commit("A file")
        .delete("rewrites/x.md")
        .write("rewrites/x.md/0001-inside.md", "# Inside\n")
        .commit("A folder")
        .delete("rewrites/x.md/0001-inside.md")
        .run(&["clean", "-fdq"]);
    std::fs::remove_dir_all(repo.root().join("rewrites/x.md")).ok();
    let repo = repo.write("rewrites/x.md", "# A file again\n").commit("A file again");
    let history = read(&repo);
    assert_eq!(subjects(of(&history, "rewrites/x.md")).last(), Some(&"A file again"));
}

#[test]
fn without_git_or_commits_nothing_is_known() {
    let bare_folder = Repo::without_git().write(ORDERS, proposal("draft", ""));
    let history = read(&bare_folder);
    assert_eq!(history.reach, Reach::NoGit);
    assert!(history.of(Utf8Path::new(ORDERS)).is_none());
    let unborn = Repo::new().write(ORDERS, proposal("draft", ""));
    assert_eq!(read(&unborn).reach, Reach::NoCommit);
}

#[test]
fn a_document_that_is_not_committed_has_no_past() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write("rewrites/0002-new.md", "# New\n");
    let history = read(&repo);
    assert!(history.of(Utf8Path::new("rewrites/0002-new.md")).is_none());
    assert!(history.of(Utf8Path::new(ORDERS)).is_some());
}

#[test]
fn a_detached_head_and_a_linked_work_tree_see_their_own_commit() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose");
    let linked = repo.beside("linked");
    let repo = repo.run(&["worktree", "add", "--quiet", "--detach", linked.as_str(), "HEAD~1"]);
    assert_eq!(subjects(of(&read_at(&linked), ORDERS)), ["Draft"]);
    let repo = repo.switch("HEAD~1");
    assert_eq!(subjects(of(&read(&repo), ORDERS)), ["Draft"]);
}

#[test]
fn a_bare_repository_tells_the_past_of_a_corpus_from_elsewhere() {
    let repo = Repo::new().write(ORDERS, proposal("draft", "")).commit("Draft");
    let bare = repo.beside("bare.git");
    let repo = repo.run(&["clone", "--quiet", "--bare", ".", bare.as_str()]);
    let corpus = pipeline::check(repo.open().work_tree().expect("files"), &Options::default()).corpus;
    let opened = Repository::open(&bare).expect("a bare repository");
    assert_eq!(subjects(of(&history::read(&opened, &corpus), ORDERS)), ["Draft"]);
    let earlier = history::read_from(&opened, repo.id("HEAD"), &corpus);
    assert_eq!(subjects(of(&earlier, ORDERS)), ["Draft"]);
}

#[test]
fn a_shallow_clone_says_unknown_rather_than_something_wrong() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .write("rewrites/0002-old.md", "---\nstatus: draft\n---\n# Old\n")
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .write(ORDERS, proposal("accepted", ""))
        .commit("Accept");
    let shallow = repo.beside("shallow");
    let source = format!("file://{}", repo.root());
    let repo = repo.run(&["clone", "--quiet", "--depth=2", &source, shallow.as_str()]);
    let history = read_at(&shallow);
    assert_eq!(history.reach, Reach::Shallow);
    let orders = of(&history, ORDERS);
    assert!(orders.cut_off);
    assert!(orders.created().is_none());
    assert_eq!(hours(orders.updated_at()), 2);
    assert_eq!(timeline(orders), ["proposed@?", "accepted@2 Ada"]);
    let old = of(&history, "rewrites/0002-old.md");
    assert!(old.updated_at().is_none());
    assert_eq!(timeline(old), ["draft@?"]);
    // Once the rest is fetched, what the cache knows of the shallow clone no longer counts.
    let deepened = support::repo::git(shallow.as_std_path())
        .args(["fetch", "--quiet", "--unshallow"])
        .status();
    assert!(deepened.expect("Git is installed").success());
    let history = read_at(&shallow);
    assert_eq!(history.reach, Reach::Whole);
    assert_eq!(
        timeline(of(&history, ORDERS)),
        ["draft@0 Ada", "proposed@1 Ada", "accepted@2 Ada"]
    );
    drop(repo);
}

#[test]
fn odd_commits_are_told_as_they_are() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", "1"))
        .raw_commit(
            "author Ada <ada@example.org> -2208988800 +0000\ncommitter Ada <> -2208988800 +0000",
            "In 1900\n",
        )
        .write(ORDERS, proposal("draft", "2"))
        .raw_commit(
            "author  <> 4102444800 +1245\ncommitter  <> 4102444800 +0000",
            "In 2100\n",
        )
        .write(ORDERS, proposal("draft", "3"))
        .raw_commit(
            "author Bo <bo@x> 99999999999999999 +0000\ncommitter Bo <bo@x> 0 +0000",
            "Beyond all time\n",
        )
        .write(ORDERS, proposal("draft", "4"))
        .raw_commit("author Bo <bo@x>\ncommitter Bo <bo@x>", "Undated\n")
        .write(ORDERS, proposal("draft", "5"))
        .raw_commit(
            b"author Ren\xe9 <rene@x> 1 +0000\ncommitter x <x> 1 +0000",
            b"Caf\xe9\n",
        )
        .write(ORDERS, proposal("draft", "6"))
        .raw_commit("author x <x> 2 +0000\ncommitter x <x> 2 +0000", "");
    let history = read(&repo);
    let orders = of(&history, ORDERS);
    assert_eq!(
        subjects(orders),
        ["In 1900", "In 2100", "Beyond all time", "Undated", "Caf\u{fffd}", ""]
    );
    let dates = orders
        .revisions
        .iter()
        .map(|it| it.commit.authored.map(|it| it.date().to_string()));
    let dates: Vec<_> = dates.collect();
    let expected = [
        Some("1900-01-01"),
        Some("2100-01-01"),
        None,
        None,
        Some("1970-01-01"),
        Some("1970-01-01"),
    ];
    assert_eq!(dates, expected.map(|date| date.map(str::to_owned)));
    let people: Vec<_> = orders
        .contributors
        .iter()
        .map(|it| it.person.display_name().to_owned())
        .collect();
    assert_eq!(people, ["Bo", "unknown", "Ada", "Ren\u{fffd}", "x"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text_are_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::new().write(ORDERS, proposal("draft", ""));
    let odd = repo
        .root()
        .join("rewrites")
        .as_std_path()
        .join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    std::fs::write(odd, "# Odd\n").expect("a file");
    let history = read(&repo.commit("Both"));
    assert_eq!(history.iter().count(), 1);
}

#[test]
fn a_state_of_many_megabytes_is_unknown_and_breaks_nothing() {
    let large = format!("---\nstatus: draft\n---\n{}", "x\n".repeat(1_500_000));
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, large)
        .commit("Far too much")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose");
    let history = read(&repo);
    assert_eq!(history.reach, Reach::Whole);
    assert_eq!(timeline(of(&history, ORDERS)), ["draft@0 Ada", "proposed@2 Ada"]);
    assert_eq!(of(&history, ORDERS).revisions[1].state, history::WrittenState::Unknown);
}

/// The files that docent keeps below the Git folder.
fn kept(repo: &Repo) -> Vec<Utf8PathBuf> {
    let Ok(entries) = repo.root().join(".git/docent").read_dir_utf8() else {
        return Vec::new();
    };
    entries.map(|entry| entry.expect("an entry").into_path()).collect()
}

#[test]
fn the_next_run_reads_only_new_commits() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose\n\nReviewed-by: Cy <cy@example.org>");
    let first = read(&repo);
    assert_eq!(first.commits_read, 2);
    let again = read(&repo);
    assert_eq!((again.commits_read, again.commits), (0, 2));
    assert_eq!(format!("{:?}", of(&again, ORDERS)), format!("{:?}", of(&first, ORDERS)));
    let repo = repo.rename(ORDERS, "rewrites/0001-x.md").commit("Rename");
    let third = read(&repo);
    assert_eq!((third.commits_read, third.commits), (1, 3));
    assert_eq!(
        subjects(of(&third, "rewrites/0001-x.md")),
        ["Draft", "Propose", "Rename"]
    );
    assert_eq!(kept(&repo).len(), 1);
    // Going back needs nothing new either, and what is not reached does not show.
    let repo = repo.switch("HEAD~2");
    let back = read(&repo);
    assert_eq!((back.commits_read, back.commits), (0, 1));
    assert_eq!(subjects(of(&back, ORDERS)), ["Draft"]);
}

#[test]
fn a_cache_that_is_broken_or_foreign_is_written_anew() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose");
    let expected = format!("{:?}", of(&read(&repo), ORDERS));
    let file = kept(&repo).pop().expect("a cache");
    let whole = std::fs::read(&file).expect("a file");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let broken: [&[u8]; 5] = [b"", b"nonsense", &whole[..whole.len() / 2], &flipped, &[0; 4096]];
    for bytes in broken {
        std::fs::write(&file, bytes).expect("a file");
        let history = read(&repo);
        assert_eq!(history.commits_read, 2);
        assert_eq!(format!("{:?}", of(&history, ORDERS)), expected);
        assert_eq!(std::fs::read(&file).expect("a file"), whole);
    }
}

#[test]
fn another_set_of_folders_has_another_cache() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .write("handbook/x.md", "# X\n")
        .commit("Draft");
    assert!(read(&repo).of(Utf8Path::new("handbook/x.md")).is_none());
    let repo = repo.write("docent.yaml", "pages: [handbook]\n");
    assert_eq!(subjects(of(&read(&repo), "handbook/x.md")), ["Draft"]);
    assert_eq!(kept(&repo).len(), 2);
}

#[test]
fn a_git_folder_that_cannot_be_written_works_without_a_cache() {
    let repo = Repo::new().write(ORDERS, proposal("draft", "")).commit("Draft");
    // A file where the folder should be stops everyone, the superuser too.
    std::fs::write(repo.root().join(".git/docent"), "").expect("a file");
    for _ in 0..2 {
        let history = read(&repo);
        assert_eq!(history.commits_read, 1);
        assert_eq!(subjects(of(&history, ORDERS)), ["Draft"]);
    }
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let mut repo = Repo::new();
    for number in 0..20 {
        repo = repo
            .write(ORDERS, proposal("draft", &number.to_string()))
            .commit("More");
    }
    let root = repo.root();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| assert_eq!(of(&read_at(root), ORDERS).revisions.len(), 20));
        }
    });
    assert_eq!(kept(&repo).len(), 1, "no draft is left behind");
    assert_eq!(read(&repo).commits_read, 0);
}

#[test]
fn packed_and_loose_objects_tell_the_same() {
    let mut repo = Repo::new();
    for number in 0..40 {
        let text = proposal("draft", &format!("{number}\n").repeat(number));
        repo = repo
            .write(ORDERS, &text)
            .write(&format!("decisions/{number:04}-x.md"), text)
            .commit(&format!("Number {number}"));
    }
    let told = |repo: &Repo| {
        std::fs::remove_dir_all(repo.root().join(".git/docent")).ok();
        let history = read(repo);
        assert_eq!(history.reach, Reach::Whole);
        let mut all: Vec<_> = history.iter().map(|(path, past)| format!("{path} {past:?}")).collect();
        all.sort();
        all
    };
    let loose = told(&repo);
    assert_eq!(loose.len(), 41);
    let repo = repo.run(&["gc", "--quiet", "--aggressive", "--prune=now"]);
    assert_eq!(told(&repo), loose);
    let repo = repo.run(&["repack", "-adfq", "--no-write-bitmap-index", "--depth=0"]);
    assert_eq!(told(&repo), loose);
}

#[test]
fn a_clone_without_texts_knows_dates_but_no_states() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .run(&["config", "uploadpack.allowFilter", "true"]);
    let partial = repo.beside("partial");
    let source = format!("file://{}", repo.root());
    let repo = repo.run(&["clone", "--quiet", "--filter=blob:none", &source, partial.as_str()]);
    let history = read_at(&partial);
    assert_eq!(history.reach, Reach::Damaged);
    let orders = of(&history, ORDERS);
    assert_eq!(subjects(orders), ["Draft", "Propose"]);
    assert_eq!(hours(orders.created_at()), 0);
    // Only the text that is checked out was fetched.
    assert_eq!(orders.revisions[0].state, history::WrittenState::Unknown);
    assert_eq!(timeline(orders), ["proposed@?"]);
    drop(repo);
}

#[test]
fn objects_borrowed_from_another_repository_are_found() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .run(&["gc", "--quiet"]);
    let borrowing = repo.beside("borrowing");
    let repo = repo.run(&["clone", "--quiet", "--shared", ".", borrowing.as_str()]);
    let history = read_at(&borrowing);
    assert_eq!(
        (history.reach, subjects(of(&history, ORDERS))),
        (Reach::Whole, vec!["Draft"])
    );
    drop(repo);
}

#[test]
fn the_revisions_are_those_that_git_tells() {
    let repo = Repo::without_git();
    let size = support::synthetic::Size {
        documents: 60,
        commits: 400,
        words: 140,
    };
    support::synthetic::make(repo.root().as_std_path(), size);
    let history = read(&repo);
    assert_eq!(history.commits, 400);
    let mut renamed = 0;
    for (path, past) in history.iter() {
        let told = repo.git(&[
            "log",
            "--follow",
            "--find-renames=90%",
            "--format=%H %at",
            "--",
            path.as_str(),
        ]);
        let mut told: Vec<_> = told.lines().map(str::to_owned).collect();
        let authored = |it: &history::Commit| it.authored.expect("a date").at.as_second();
        let mut read: Vec<_> = past
            .revisions
            .iter()
            .map(|it| format!("{} {}", it.commit.id, authored(&it.commit)))
            .collect();
        told.sort();
        read.sort();
        assert_eq!(read, told, "{path}");
        renamed += usize::from(past.revisions[0].path != *path);
    }
    assert_eq!(history.iter().count(), 60);
    assert!(renamed > 0, "the repository has renamed documents");
}

#[test]
fn a_missing_object_leaves_unknown_what_it_would_say() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .commit("Draft")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Propose")
        .write(ORDERS, proposal("accepted", ""))
        .commit("Accept");
    let lose = |repo: &Repo, revision: &str| {
        let id = repo.id(revision).to_string();
        std::fs::remove_file(repo.root().join(".git/objects").join(&id[..2]).join(&id[2..])).expect("an object");
    };
    let text = repo.id(&format!("HEAD~1:{ORDERS}"));
    lose(&repo, &format!("HEAD~1:{ORDERS}"));
    let history = read(&repo);
    assert_eq!(history.reach, Reach::Damaged);
    let orders = of(&history, ORDERS);
    assert_eq!(orders.revisions[1].content, Some(text));
    assert_eq!(orders.revisions[1].state, history::WrittenState::Unknown);
    assert!(kept(&repo).is_empty(), "what is not whole is not kept");
    lose(&repo, "HEAD~1");
    let history = read(&repo);
    assert_eq!(history.reach, Reach::Damaged);
    let orders = of(&history, ORDERS);
    assert!(orders.cut_off && orders.created().is_none());
}

/// What `check` says by what Git knows.
fn told_by_history(repo: &Repo, today: &str, rule: &str) -> Vec<String> {
    let repository = repo.open();
    let options = Options {
        today: Some(today.parse().expect("a date")),
        ..Options::default()
    };
    let snapshot = repository.work_tree().expect("files");
    let checked = pipeline::check_with_history(snapshot, &repository, None, &options).checked;
    let found = checked.diagnostics.iter().filter(|it| it.rule == rule);
    found
        .map(|it| format!("{} {}: {} ({})", it.severity.name(), it.path, it.message, it.label))
        .collect()
}

#[test]
fn a_draft_that_nobody_works_on_is_pointed_out() {
    let repo = Repo::new()
        .write(ORDERS, proposal("draft", ""))
        .write("rewrites/0002-billing.md", proposal("proposed", "Another."))
        .write("rewrites/0003-carts.md", proposal("withdrawn", "A third."))
        .commit("Begin");
    assert_eq!(
        told_by_history(&repo, "2026-03-31", "stale-draft"),
        Vec::<String>::new()
    );
    assert_eq!(
        told_by_history(&repo, "2026-04-20", "stale-draft"),
        ["info rewrites/0001-orders.md: this draft has not been changed since 2026-01-01 (109 days ago)"]
    );
    let repo = repo
        .at(START + 80 * 86_400)
        .write(ORDERS, proposal("draft", "Going on."))
        .commit("Go on");
    assert_eq!(
        told_by_history(&repo, "2026-04-20", "stale-draft"),
        Vec::<String>::new()
    );
}

#[test]
fn a_document_that_left_its_rest_in_silence_is_pointed_out() {
    let repo = Repo::new()
        .write(ORDERS, proposal("rejected", ""))
        .commit("Reject")
        .by("Bo", "bo@example.org")
        .write(ORDERS, proposal("proposed", ""))
        .commit("Try again");
    let told = |repo: &Repo| told_by_history(repo, "2026-01-02", "state-move");
    assert_eq!(
        told(&repo),
        [
            "warning rewrites/0001-orders.md: `RW-1` left `rejected`, where it rested, and does not say why (`proposed` on \
             2026-01-01 by Bo)"
        ]
    );
    let said = proposal("proposed", "").replace("status", "reopened: The price has halved.\nstatus");
    let repo = repo.write(ORDERS, said);
    assert_eq!(told(&repo), Vec::<String>::new());
    let repo = repo.write(ORDERS, proposal("withdrawn", "")).commit("Rest again");
    assert_eq!(told(&repo), Vec::<String>::new());
}
