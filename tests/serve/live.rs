//! What a writer sees while they write.

use std::net::TcpListener;

use crate::served::serve;
use crate::support::repo::Repo;

const DRAFT: &str = "---\nstatus: draft\nowner: ada\n---\n# Orders on PostgreSQL\n\n## Summary\n\nThe first word.\n";

fn small() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Northwind\npages: [pages]\n")
        .write("people.yaml", "- {handle: ada, name: Ada Lovelace}\n")
        .write("rewrites/0001-orders.md", DRAFT)
        .write("rewrites/0002-mail.md", DRAFT.replace("Orders", "Mail"))
        .commit("Begin")
}

#[test]
fn an_edit_renews_its_page_and_no_other() {
    let repo = small();
    let mut served = serve(&repo, &[]);
    let (page, mut news) = served.open("/rewrites/rw-1.html");
    assert_eq!(page.code, 200);
    assert!(page.text().contains("The first word."), "{}", page.text());
    let (_, mut others) = served.open("/rules/link-broken.html");
    // Both have said how they stand.
    news.wait("problems");
    others.wait("problems");
    let repo = repo.write("rewrites/0001-orders.md", DRAFT.replace("first", "second"));
    news.wait("page");
    assert!(served.get("/rewrites/rw-1.html").text().contains("The second word."));
    let line = served.wait("rewrites/0001-orders.md");
    assert!(line.contains(" ms; checked 2 documents"), "{line}");
    let repo = repo.write("docent.yaml", "title: Southwind\npages: [pages]\n");
    // The other page hears of what changed it, and had heard of nothing else.
    let (kind, _) = loop {
        let event = others.next();
        if !matches!(event.0.as_str(), "files" | "problems") {
            break event;
        }
    };
    assert_eq!(kind, "page");
    assert!(served.get("/rules/link-broken.html").text().contains("Southwind"));
    drop(repo);
}

#[test]
fn diagnostics_stand_beside_the_page_with_the_way_to_the_editor() {
    let repo = small();
    let served = serve(&repo, &["--editor", "vscode"]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    news.wait("problems");
    let text = DRAFT.replace("The first word.", "See [it](nowhere.md).");
    let repo = repo.write("rewrites/0001-orders.md", text);
    let beside = news.wait("problems");
    assert!(beside.contains("\"rule\":\"link-broken\""), "{beside}");
    let place = format!("vscode://file{}/rewrites/0001-orders.md:9:10", repo.root());
    assert!(beside.contains(&place), "no `{place}` in {beside}");
}

#[test]
fn broken_settings_leave_the_site_as_it_was() {
    let repo = small();
    let mut served = serve(&repo, &[]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    assert_eq!(news.wait("trouble"), "");
    let repo = repo.write("docent.yaml", "title: [\n");
    let trouble = news.wait("trouble");
    assert!(trouble.contains("docent.yaml"), "{trouble}");
    served.wait("the site stays as it was");
    let repo = repo.write("theme/templates/base.html", "{% if %}");
    assert!(served.get("/rewrites/rw-1.html").text().contains("Northwind"));
    let repo = repo.write("docent.yaml", "title: Mended\n");
    let trouble = news.wait("trouble");
    assert!(trouble.contains("theme/templates/base.html"), "{trouble}");
    let _repo = repo.delete("theme/templates/base.html");
    news.wait("page");
    assert!(served.get("/rewrites/rw-1.html").text().contains("Mended"));
}

#[test]
fn a_template_that_fails_shows_the_page_as_it_was() {
    let repo = small();
    let served = serve(&repo, &[]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    assert_eq!(news.wait("trouble"), "");
    let _repo = repo.write("theme/templates/document.html", "{{ document.nothing.at_all }}");
    let trouble = news.wait("trouble");
    assert!(trouble.contains("theme/templates/document.html"), "{trouble}");
    assert_eq!(served.get("/rewrites/rw-1.html").code, 200);
    let other = served.get("/rewrites/rw-2.html");
    assert_eq!(other.code, 500);
    assert!(
        other.text().contains("theme/templates/document.html"),
        "{}",
        other.text()
    );
}

#[test]
fn settings_that_are_broken_from_the_start_can_be_mended() {
    let repo = small().write("docent.yaml", "titel: x\n");
    let mut command = crate::support::program::docent(repo.root(), &["serve", "--port", "0"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("docent runs");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("a pipe")));
    assert!(lines.any(|line| line.expect("a line").contains("titel")));
    let _repo = repo.write("docent.yaml", "title: x\n");
    assert!(lines.any(|line| line.expect("a line").starts_with("serving http://localhost:")));
    child.kill().expect("an end");
    child.wait().expect("an end");
}

#[test]
fn editors_that_save_by_rename_are_followed() {
    let repo = small();
    let served = serve(&repo, &[]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    for word in ["second", "third"] {
        let from = repo.root().join("rewrites/.0001-orders.md.swp");
        std::fs::write(&from, DRAFT.replace("first", word)).expect("a file");
        std::fs::rename(&from, repo.root().join("rewrites/0001-orders.md")).expect("a rename");
        news.wait("page");
        let page = served.get("/rewrites/rw-1.html").text();
        assert!(page.contains(&format!("The {word} word.")), "{page}");
    }
}

#[test]
fn documents_come_move_and_go() {
    let repo = small();
    let served = serve(&repo, &[]);
    let (missing, mut news) = served.open("/rewrites/rw-3.html");
    assert_eq!(missing.code, 404);
    let repo = repo.write("rewrites/0003-new.md", DRAFT.replace("Orders", "New"));
    news.wait("page");
    assert_eq!(served.get("/rewrites/rw-3.html").code, 200);
    let repo = repo.rename("rewrites/0003-new.md", "rewrites/0004-new.md");
    news.wait("page");
    assert_eq!(served.get("/rewrites/rw-3.html").code, 404);
    assert_eq!(served.get("/rewrites/rw-4.html").code, 200);
    let (_, mut list) = served.open("/rewrites/");
    std::fs::remove_dir_all(repo.root().join("rewrites")).expect("a folder");
    list.wait("page");
    assert_eq!(served.get("/rewrites/rw-1.html").code, 404);
    // A folder that comes back is watched again.
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    let repo = repo.write("rewrites/0001-orders.md", DRAFT);
    news.wait("page");
    let _repo = repo.write("rewrites/0001-orders.md", DRAFT.replace("first", "last"));
    news.wait("page");
    assert!(served.get("/rewrites/rw-1.html").text().contains("The last word."));
}

#[test]
fn another_branch_is_another_site() {
    let repo = small()
        .branch("next")
        .write("rewrites/0001-orders.md", DRAFT.replace("first", "other"))
        .commit("Say it in another way")
        .switch("main");
    let served = serve(&repo, &[]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    let repo = repo.switch("next");
    news.wait("page");
    let (page, mut news) = served.open("/rewrites/rw-1.html");
    assert!(page.text().contains("The other word."));
    let (_, mut history) = served.open("/rewrites/rw-1.history.html");
    let repo = repo
        .write("rewrites/0001-orders.md", DRAFT.replace("first", "newest"))
        .commit("Say it anew");
    news.wait("page");
    history.wait("page");
    // What was committed is told of as soon as Git has it.
    let mut told = served.get("/rewrites/rw-1.history.html").text();
    while !told.contains("Say it anew") {
        history.wait("page");
        told = served.get("/rewrites/rw-1.history.html").text();
    }
    drop(repo);
}

#[test]
fn a_thousand_changes_are_few_updates() {
    let repo = small();
    let mut served = serve(&repo, &[]);
    for number in 10..1_010 {
        let path = repo.root().join(format!("rewrites/{number:04}-x.md"));
        std::fs::write(path, DRAFT).expect("a file");
    }
    let mut updates = 1;
    while !served.line().contains("checked 1002 documents") {
        updates += 1;
    }
    assert!(updates <= 20, "{updates} updates");
    assert_eq!(served.get("/rewrites/rw-1009.html").code, 200);
}

#[test]
fn a_folder_that_is_gone_leaves_the_site() {
    let repo = small();
    let mut served = serve(&repo, &[]);
    let away = repo.beside("away");
    std::fs::rename(repo.root(), &away).expect("a rename");
    served.wait("the site stays as it was");
    assert!(served.get("/rewrites/rw-1.html").text().contains("The first word."));
    std::fs::rename(&away, repo.root()).expect("a rename");
    let repo = repo.write("rewrites/0001-orders.md", DRAFT.replace("first", "second"));
    served.wait("checked 2 documents");
    while !served.get("/rewrites/rw-1.html").text().contains("The second word.") {
        served.wait("checked 2 documents");
    }
    drop(repo);
}

#[test]
fn without_the_systems_help_files_are_looked_at() {
    let repo = small();
    let served = serve(&repo, &["--poll"]);
    let (_, mut news) = served.open("/rewrites/rw-1.html");
    let _repo = repo.write("rewrites/0001-orders.md", DRAFT.replace("first", "second, longer"));
    news.wait("page");
    assert!(
        served
            .get("/rewrites/rw-1.html")
            .text()
            .contains("The second, longer word.")
    );
}

#[test]
fn a_port_that_is_taken_is_left_alone() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let repo = small();
    let served = serve(&repo, &["--port", &port.to_string()]);
    assert_ne!(served.port, port);
    assert_eq!(
        served.said[0],
        format!("port {port} is taken, so this is port {}", served.port)
    );
}

#[test]
fn what_is_built_and_what_git_ignores_is_nobodys_affair() {
    let repo = small().write(".gitignore", "cache/\n").commit("Ignore");
    let mut served = serve(&repo, &[]);
    let built = crate::support::program::run(&mut crate::support::program::docent(repo.root(), &["build"]));
    assert_eq!(built.0, Some(0), "{built:?}");
    let _repo = repo
        .write("cache/x.md", "x")
        .write("site/x.md", "x")
        .write("rewrites/0001-orders.md", DRAFT.replace("first", "second"));
    let line = served.line();
    assert!(line.starts_with("rewrites/0001-orders.md: "), "{line}");
}

#[test]
fn a_log_that_is_written_beside_the_documents_renews_nothing() {
    let repo = small().write("serve.log", "begun\n").commit("Begin a log");
    let mut served = serve(&repo, &[]);
    let repo = repo.write("serve.log", "begun\nwent on\n");
    // Long enough for an update of its own.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let _repo = repo.write("rewrites/0001-orders.md", DRAFT.replace("first", "second"));
    let line = served.line();
    assert!(line.starts_with("rewrites/0001-orders.md: "), "{line}");
}

#[test]
fn an_interrupt_is_a_good_end() {
    let repo = small();
    let served = serve(&repo, &[]);
    let before = files(&repo);
    served.get("/index.html");
    assert_eq!(served.interrupt(), Some(0));
    assert_eq!(files(&repo), before, "something was left behind");
}

fn files(repo: &Repo) -> Vec<std::path::PathBuf> {
    let walk = walkdir::WalkDir::new(repo.root()).sort_by_file_name().into_iter();
    walk.map(|it| it.expect("an entry").into_path()).collect()
}
