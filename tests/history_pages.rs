//! What Git knows, as the site shows it.

mod support;

use docent::history::{self, Standing};
use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::render::Commit;
use docent::repository::Repository;
use jiff::civil::date;
use support::repo::{Repo, START, git};

const PATH: &str = "rewrites/0005-orders.md";

/// Largest page of revisions, in bytes.
const MOST_HISTORY: usize = 60_000;

fn build_of(repository: &Repository, options: &BuildOptions) -> Built {
    let snapshot = repository.work_tree().expect("its files");
    let mut organisation = pipeline::check_with_history(snapshot, repository, None, &Options::default());
    organisation.look_back(repository, None, options.today);
    pipeline::build(&mut organisation, options).expect("a theme without errors")
}

fn build(repo: &Repo) -> Built {
    build_of(&repo.open(), &BuildOptions::default())
}

fn html<'a>(built: &'a Built, route: &str) -> &'a str {
    let bytes = built.site.get(route).unwrap_or_else(|| panic!("no `{route}`"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A page from one text to another, with a line for each tag.
fn part(built: &Built, route: &str, from: &str, to: &str) -> String {
    let page = html(built, route);
    let start = page.find(from).unwrap_or_else(|| panic!("no `{from}` in `{route}`"));
    let end = page[start..].find(to).map_or(page.len(), |end| start + end);
    page[start..end].replace("><", ">\n<")
}

/// A page as a reader without eyes hears it: no tags, one line for each line.
fn heard(part: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for character in part.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn rewrite(status: &str, why: &str) -> String {
    format!(
        "---\nstatus: {status}\nowner: mira\n---\n# Orders on their own\n\n## Business motivation\n\n{why}\n\n## Outcome\n\nNot known yet.\n"
    )
}

const WHY: &str = "Every release of orders waits for all others, which costs us nine days and the trust of the customers \
                   who were promised three. We want to release orders alone, on the day they are ready.";

fn accepted() -> Repo {
    Repo::new()
        .write(PATH, rewrite("draft", WHY))
        .commit("Begin")
        .at(START + 3 * 86_400)
        .write(PATH, rewrite("proposed", WHY))
        .commit("Propose")
        .at(START + 9 * 86_400)
        .by("Mira", "mira@example.org")
        .write(PATH, rewrite("accepted", WHY))
        .commit("Accept\n\nReviewed-by: Ines <ines@example.org>")
}

#[test]
fn a_document_says_when_it_came_into_each_state_by_whom_and_for_how_long() {
    let repo = accepted().write("people.yaml", "mira: { name: Mira Okafor, email: mira@example.org }\n");
    let built = build(&repo);
    let section = part(&built, "rewrites/rw-5.html", "<h2 id=\"d:history\"", "</section>");
    insta::assert_snapshot!(heard(&section));
    assert!(section.contains("<a href=\"rw-5.history.html\""), "{section}");
    assert!(
        section.contains("<a href=\"../people/mira.html\">Mira Okafor</a>"),
        "{section}"
    );
}

#[test]
fn every_revision_says_what_it_did() {
    let moved = "rewrites/0005-orders-alone.md";
    let better = WHY.replace("nine days", "eleven working days");
    let repo = accepted()
        .rename(PATH, moved)
        .commit("Find a better name")
        .write(moved, rewrite("accepted", &WHY.replace(", ", ",\n")))
        .commit("Wrap lines")
        .write(moved, rewrite("accepted", &better))
        .commit("Count again")
        .delete(moved)
        .commit("Delete by mistake")
        .write(moved, rewrite("accepted", &better))
        .commit("Bring back")
        .write(
            moved,
            rewrite("in-progress", &better)
                .replace("## Outcome", "## What came of it")
                .replace("owner: mira", "owner: ines")
                + "\n## Cost\n\nTwo people.\n",
        )
        .commit("Go on");
    let built = build(&repo);
    let page = part(&built, "rewrites/rw-5.history.html", "<main", "<footer");
    // Ids of commits are the same in every run, since dates and names are.
    insta::assert_snapshot!(heard(&page));
    assert!(
        page.contains("<ins>\n<i>[added:</i> eleven working<i>]</i>\n</ins>"),
        "{page}"
    );
}

#[test]
fn a_change_after_acceptance_is_said_with_the_sections_that_changed() {
    let repo = accepted()
        .write(PATH, rewrite("in-progress", WHY))
        .commit("Begin the work");
    assert!(
        !html(&build(&repo), "rewrites/rw-5.html").contains("Changed since"),
        "a state is no text"
    );
    let repo = repo
        .write(PATH, rewrite("in-progress", WHY).replace("Not known yet.", "It works."))
        .commit("Say how it went");
    assert!(
        !html(&build(&repo), "rewrites/rw-5.html").contains("Changed since"),
        "the definition leaves the outcome open"
    );
    let repo = repo
        .write(PATH, rewrite("completed", &WHY.replace("alone", "with payments")))
        .commit("Widen it");
    let built = build(&repo);
    let notice = part(&built, "rewrites/rw-5.html", "<div class=\"alert tone-wait", "</div>");
    insta::assert_snapshot!(heard(&notice));
    assert!(notice.contains("href=\"rw-5.history.html#since\""), "{notice}");
    let since = part(
        &built,
        "rewrites/rw-5.history.html",
        "<section class=\"revision\" id=\"since\"",
        "</section>",
    );
    insta::assert_snapshot!(heard(&since));
}

#[test]
fn a_type_without_a_freeze_is_settled_by_the_state_it_came_into() {
    let text =
        |status: &str, body: &str| format!("---\nstatus: {status}\n---\n# Use one queue\n\n## Decision\n\n{body}\n");
    let path = "decisions/0001-queue.md";
    let repo = Repo::new().write(path, text("proposed", "Use one.")).commit("Propose");
    let repo = repo.write(path, text("proposed", "Use one queue.")).commit("Reword");
    assert!(!html(&build(&repo), "decisions/adr-1.html").contains("Changed since"));
    let repo = repo.write(path, text("accepted", "Use one queue.")).commit("Accept");
    assert!(!html(&build(&repo), "decisions/adr-1.html").contains("Changed since"));
    let repo = repo
        .write(path, text("accepted", "Use two queues."))
        .commit("Think again");
    assert!(html(&build(&repo), "decisions/adr-1.html").contains("Changed since it was accepted"));
}

#[test]
fn what_a_shallow_clone_does_not_hold_is_unknown() {
    let repo = accepted()
        .write(PATH, rewrite("accepted", &WHY.replace("nine", "ten")))
        .commit("Count again");
    let clone_of = |depth: &str| {
        let folder = repo.beside(&format!("clone-{depth}"));
        let source = format!("file://{}", repo.root());
        let mut command = git(repo.root().as_std_path());
        let command = command.args(["clone", "--quiet", "--depth", depth, &source, folder.as_str()]);
        assert!(command.status().expect("Git is installed").success());
        build_of(
            &Repository::open(&folder).expect("a repository"),
            &BuildOptions::default(),
        )
    };
    let nothing = clone_of("1");
    let section = part(&nothing, "rewrites/rw-5.html", "<h2 id=\"d:history\"", "</section>");
    insta::assert_snapshot!(heard(&section));
    assert!(!section.contains("<time"), "{section}");
    assert!(html(&nothing, "rewrites/rw-5.html").contains("Whether it changed since it was accepted is unknown"));
    assert!(nothing.site.get("rewrites/rw-5.history.html").is_none());
    assert!(nothing.site.get("changes.html").is_none());
    let one = clone_of("2");
    let page = part(&one, "rewrites/rw-5.history.html", "<ol class=\"revisions\"", "<footer");
    insta::assert_snapshot!(heard(&page));
    assert!(html(&one, "changes.html").contains("What is older is unknown"));
}

#[test]
fn without_git_nothing_is_said() {
    let repo = Repo::without_git().write(PATH, rewrite("accepted", WHY));
    let built = build(&repo);
    let page = html(&built, "rewrites/rw-5.html");
    assert!(!page.contains("d:history") && !page.contains("unknown"), "{page}");
    assert!(built.site.get("changes.html").is_none());
    assert!(!html(&built, "index.html").contains("changes.html"));
}

#[test]
fn text_from_git_stays_text() {
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let repo = Repo::new()
        .write(PATH, rewrite("draft", &format!("{WHY} {bad}")))
        .commit(&format!("{bad} & \"so\" on"))
        .write(
            PATH,
            rewrite("draft", WHY).replace("owner: mira", &format!("owner: mira\nsystem: '{bad}'")),
        )
        .raw_commit(
            format!("author \"><b>Eve</b> <eve@example.org> {START} +0000\ncommitter E <e@example.org> {START} +0000"),
            format!("{bad}\n"),
        );
    let built = build(&repo);
    for route in ["rewrites/rw-5.html", "rewrites/rw-5.history.html", "changes.html"] {
        let page = html(&built, route);
        for tag in ["<script>", "<img", "<b>"] {
            assert!(!page.contains(tag), "`{tag}` in `{route}`");
        }
    }
    assert!(html(&built, "rewrites/rw-5.history.html").contains("&lt;script&gt;alert(1)"));
}

#[test]
fn a_text_that_cannot_be_compared_is_said_so() {
    let repo = Repo::new().write(PATH, rewrite("draft", WHY)).commit("Begin");
    let repo = repo
        .write(PATH, b"---\nstatus: draft\n---\n# Caf\xe9\n")
        .commit("Save as Latin-1");
    let repo = repo
        .write(PATH, rewrite("draft", &"long word ".repeat(30_000)))
        .commit("Paste a book");
    let repo = repo.write(PATH, rewrite("draft", WHY)).commit("Take it out");
    let heard = heard(&part(
        &build(&repo),
        "rewrites/rw-5.history.html",
        "<ol class=\"revisions\"",
        "</ol>",
    ));
    assert!(heard.contains("the text was not UTF-8"), "{heard}");
    assert!(heard.contains("the text is too long to be compared"), "{heard}");
}

#[test]
fn a_page_of_revisions_stays_small() {
    let words = |round: usize| {
        (0..900)
            .map(|number| format!("<w{}> & ", number * round))
            .collect::<String>()
    };
    let mut repo = Repo::new().write(PATH, rewrite("draft", WHY)).commit("Begin");
    for round in 1..130 {
        repo = repo
            .write(PATH, rewrite("draft", &words(round)))
            .commit("Say all of it in other words");
    }
    let built = build(&repo);
    let page = html(&built, "rewrites/rw-5.history.html");
    assert!(page.len() <= MOST_HISTORY, "{} bytes", page.len());
    assert!(page.contains("40 older revisions are not listed"), "{page}");
}

#[test]
fn changes_are_told_by_week() {
    let metric = "---\nstatus: active\n---\n# Age\n";
    let week = 7 * 86_400;
    let repo = accepted()
        .at(START + 2 * week)
        .write("metrics/0001-age.md", metric)
        .commit("Measure")
        .by("Ines", "ines@example.org")
        .write("metrics/0001-age.md", metric.replace("Age", "Age of orders"))
        .commit("Name it better")
        .rename(PATH, "rewrites/0005-orders-alone.md")
        .commit("Rename");
    let built = build(&repo);
    let page = part(&built, "changes.html", "<h1", "<footer");
    insta::assert_snapshot!(heard(&page));
    assert!(page.contains("href=\"rewrites/rw-5.history.html\""), "{page}");
    assert!(html(&built, "index.html").contains("<a href=\"changes.html\">All changes</a>"));
}

#[test]
fn older_weeks_stand_on_the_pages_of_their_years() {
    let mut repo = Repo::new();
    for week in 0..30 {
        repo = repo
            .at(START - 60 * 86_400 + week * 7 * 86_400)
            .write(PATH, rewrite("draft", &format!("{WHY} {week}")))
            .commit("Go on");
    }
    let built = build(&repo);
    assert_eq!(html(&built, "changes.html").matches("class=\"week\"").count(), 26);
    assert!(html(&built, "changes.html").contains("href=\"changes-2025.html\""));
    // A page holds a few weeks, and the next goes on.
    let of_2025 = ["changes-2025.html", "changes-2025/2.html", "changes-2025/3.html"];
    let weeks = of_2025.map(|route| html(&built, route).matches("class=\"week\"").count());
    assert_eq!(weeks, [4, 4, 1]);
    let of_2026 = (2..10).map(|part| format!("changes-2026/{part}.html"));
    let mut of_2026 = of_2026.filter(|route| built.site.get(route).is_some());
    assert!(of_2026.any(|route| html(&built, &route).contains("href=\"../rewrites/rw-5.history.html\"")));
}

#[test]
fn a_review_shows_how_it_all_stood_on_its_day() {
    let review = "---\nstatus: draft\ndate: 2026-01-05\n---\n# First week\n";
    let repo = accepted()
        .write("initiatives/0001-later.md", "---\nstatus: idea\n---\n# Later\n")
        .write("reviews/0001-first.md", review)
        .commit("Look back");
    let built = build(&repo);
    let block = part(&built, "reviews/rev-1.html", "<h2 id=\"d:as-of\"", "</section>");
    insta::assert_snapshot!(heard(&block));
    assert!(block.contains("href=\"../rewrites/rw-5.html\""), "{block}");
}

/// Read on 5 January: MET-1 at 20, one bet that missed, INI-2 meant for now. Since then: MET-1 at 12, the miss judged a hit,
/// INI-2 later, another bet, and the metric's target moved.
#[test]
fn a_review_shows_the_numbers_of_its_day_and_those_of_today() {
    let metric = |target: &str, more: &str| {
        format!(
            "---\ntitle: CI duration\nstatus: active\nowner: ada\nunit: minutes\ndirection: down\nkind: dora\n\
             target: {target}\nreadings:\n  - {{ on: 2026-01-03, value: 20 }}\n{more}---\n# CI duration\n"
        )
    };
    let vision = "---\nstatus: current\nperiod: '2026'\nattributes:\n  \
                  - { id: quick, statement: Quick to change, metric: MET-1 }\n---\n# Quick\n";
    let bet = |result: &str| {
        format!(
            "---\ntitle: Cache\nstatus: closed\noutcome: {{ result: {result}, value: 20 min, measured_on: 2026-01-04 }}\n---\n"
        )
    };
    let plan = |horizon: &str| format!("---\ntitle: Split\nstatus: planned\nhorizon: {horizon}\n---\n");
    let repo = Repo::new()
        .write("metrics/0001-ci.md", metric("25", ""))
        .write("vision/0001-quick.md", vision)
        .write("initiatives/0001-cache.md", bet("missed"))
        .write("initiatives/0002-split.md", plan("now"))
        .write("initiatives/0003-gone.md", plan("next"))
        .commit("Begin")
        .at(START + 10 * 86_400)
        .write(
            "metrics/0001-ci.md",
            metric("10", "  - { on: 2026-01-09, value: 12 }\n"),
        )
        .write("initiatives/0001-cache.md", bet("hit"))
        .write("initiatives/0002-split.md", plan("later"))
        .delete("initiatives/0003-gone.md")
        .write(
            "reviews/0001-first.md",
            "---\nstatus: final\ndate: 2026-01-05\n---\n# First week\n",
        )
        .commit("Go on");
    let built = build(&repo);
    let block = part(
        &built,
        "reviews/rev-1.html",
        "<h3 class=\"rail-title group\" id=\"d:then-metrics\"",
        "</section>",
    );
    insta::assert_snapshot!(heard(&block));
    let numbers: serde_json::Value = serde_json::from_str(html(&built, "api/insights/2026-01-05.json")).expect("JSON");
    assert_eq!(numbers["today"], "2026-01-05");
    assert_eq!(numbers["scorecard"]["metrics"][0]["latest"]["value"], 20.0);
    assert_eq!(numbers["scorecard"]["metrics"][0]["met"], true);
    for told in ["mix", "debt", "flow", "initiatives"] {
        assert!(numbers.get(told).is_some(), "{told}");
    }
    assert_eq!(numbers["incidents"]["total"]["incidents"], serde_json::json!([]));
    for left_out in [numbers.get("actions"), numbers["incidents"].get("factors")] {
        assert!(left_out.is_none(), "what was not read whole is not told: {numbers}");
    }
}

#[test]
fn a_change_counts_on_the_day_of_the_clock_it_was_made_by() {
    let commit = |seconds: i64, zone: &str| {
        format!("author Ada <ada@example.org> {seconds} {zone}\ncommitter Ada <ada@example.org> {seconds} {zone}")
    };
    // 2 January, 11:30 UTC: the 3rd in Auckland. Then 4 January, 05:00 UTC: still the 3rd in Honolulu.
    let repo = Repo::new()
        .write(PATH, rewrite("draft", WHY))
        .raw_commit(commit(START + 95_400, "+1300"), "Begin\n")
        .write(PATH, rewrite("proposed", WHY))
        .raw_commit(commit(START + 86_400 * 2 + 72_000, "-1000"), "Propose\n");
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    let corpus = pipeline::check(snapshot, &Options::default()).corpus;
    let history = history::read(&repository, &corpus);
    let past = history.of(PATH.as_ref()).expect("its past");
    let on = |day| match past.on(date(2026, 1, day)) {
        Standing::Absent => "absent".to_owned(),
        Standing::In(state) => state.as_deref().unwrap_or("there").to_owned(),
        Standing::Unknown => "unknown".to_owned(),
    };
    assert_eq!(
        [on(1), on(2), on(3), on(4)],
        ["absent", "absent", "proposed", "proposed"]
    );
    assert_eq!(past.created_at().map(|moment| moment.date()), Some(date(2026, 1, 3)));
}

#[test]
fn a_document_that_was_deleted_for_a_time_was_not_there() {
    let repo = accepted()
        .at(START + 20 * 86_400)
        .delete(PATH)
        .commit("Delete")
        .at(START + 30 * 86_400)
        .write(PATH, rewrite("accepted", WHY))
        .commit("Bring back");
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    let corpus = pipeline::check(snapshot, &Options::default()).corpus;
    let history = history::read(&repository, &corpus);
    let on = |month, day| history.of(PATH.as_ref()).expect("its past").on(date(2026, month, day));
    assert_eq!(on(1, 12), Standing::In(Some("accepted".into())));
    assert_eq!(on(1, 25), Standing::Absent);
    assert_eq!(on(2, 5), Standing::In(Some("accepted".into())));
}

#[test]
fn files_and_commits_are_linked_at_every_forge() {
    let repo = accepted();
    let links = |repository: &str| {
        let options = BuildOptions {
            repository: Some(repository.to_owned()),
            commit: Some(Commit {
                id: "abc123".to_owned(),
                date: None,
                branch: Some("main".to_owned()),
                folder: "docs".into(),
            }),
            ..BuildOptions::default()
        };
        let built = build_of(&repo.open(), &options);
        let foot = part(&built, "rewrites/rw-5.html", "<footer", "</footer>");
        let commit = part(&built, "rewrites/rw-5.history.html", "<a class=\"mono\"", "</a>");
        let pages = foot.split("href=\"").chain(commit.split("href=\"").skip(1)).skip(1);
        let pages = pages
            .filter_map(|rest| rest.split('"').next())
            .filter(|it| it.starts_with("http"));
        pages
            .map(|page| page[repository.len()..].chars().take(60).collect::<String>())
            .collect::<Vec<_>>()
    };
    let id = repo.id("HEAD");
    let file = "docs/rewrites/0005-orders.md";
    let at_github = ["/blob/abc123/", "/edit/main/", "/commits/abc123/"].map(|way| format!("{way}{file}"));
    let with = |ways: [String; 3], commit: &str| ways.into_iter().chain([format!("{commit}{id}")]).collect::<Vec<_>>();
    assert_eq!(
        links("https://github.com/acme/docs"),
        with(at_github.clone(), "/commit/")
    );
    assert_eq!(
        links("https://git.acme.example/docs"),
        with(at_github.clone(), "/commit/")
    );
    let at_gitlab = at_github.map(|way| format!("/-{way}"));
    assert_eq!(links("https://gitlab.acme.example/docs"), with(at_gitlab, "/-/commit/"));
    let at_gitea = ["/src/commit/abc123/", "/_edit/main/", "/commits/commit/abc123/"].map(|way| format!("{way}{file}"));
    assert_eq!(links("https://codeberg.org/acme/docs"), with(at_gitea, "/commit/"));
    assert_eq!(
        links("https://bitbucket.org/acme/docs")[0],
        format!("/src/abc123/{file}")
    );
}

#[test]
fn a_file_that_was_never_committed_is_linked_nowhere() {
    let repo = accepted().write("rewrites/0006-new.md", rewrite("draft", WHY));
    let options = BuildOptions {
        repository: Some("https://github.com/acme/docs".to_owned()),
        ..BuildOptions::default()
    };
    let built = build_of(&repo.open(), &options);
    assert!(!html(&built, "rewrites/rw-6.html").contains("/blob/"));
    assert!(html(&built, "rewrites/rw-5.html").contains("/blob/HEAD/"));
}
