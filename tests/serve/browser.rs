//! The preview's part of a page, in a real browser.

use std::process::Command;

use crate::served::serve;
use crate::support::browser::{Tools, own};
use crate::support::repo::Repo;

#[test]
fn a_writer_can_leave_the_page_open() {
    let Some(tools) = Tools::find() else { return };
    let sections: String = (1..60)
        .map(|it| format!("\n## Section {it}\n\nWhat it says.\n"))
        .collect();
    let text = format!("---\nstatus: draft\nowner: ada\n---\n# Orders on PostgreSQL\n\nThe first word.\n{sections}");
    let repo = Repo::new()
        .write("docent.yaml", "title: Northwind\npages: [pages]\n")
        .write("people.yaml", "- {handle: ada, name: Ada Lovelace}\n")
        .write("rewrites/0001-orders.md", &text)
        .write("rewrites/0002-mail.md", &text)
        .commit("Begin");
    let served = serve(&repo, &["--editor", "vscode"]);
    let output = Command::new("node")
        .arg("--test-reporter=spec")
        .arg(own("preview.mjs"))
        .env("DOCENT_PACKAGES", &tools.packages)
        .env("DOCENT_CHROMIUM", &tools.chromium)
        .env("DOCENT_EXAMPLE", repo.root().as_str())
        .env("DOCENT_ORGANISATION", repo.root().as_str())
        .env("DOCENT_PREVIEW", format!("http://localhost:{}/", served.port))
        .output()
        .expect("Node.js runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "\n{said}\n{complaint}");
}
