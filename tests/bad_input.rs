//! Input that nobody writes on purpose, or only an attacker does: none of it makes docent panic or hang, and each gets a
//! diagnostic at a place that says what to do.

use std::fmt::Write;
use std::time::{Duration, Instant};

use docent::diagnostic::Diagnostic;
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Repository, Snapshot};

/// Longest time one input may take, in a build without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

const PATH: &str = "rewrites/0001-orders.md";
const FRONT: &str = "---\nstatus: draft\nowner: ada\nsystem: orders\n---\n";

fn check<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Organisation {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_ref())).collect();
    let started = Instant::now();
    let organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    let took = started.elapsed();
    assert!(took < PATIENCE, "took {took:?}");
    every_finding_is_located(&organisation);
    organisation
}

fn every_finding_is_located(organisation: &Organisation) {
    for diagnostic in &organisation.checked.diagnostics {
        let text = organisation
            .source(&diagnostic.path, false)
            .map(|source| source.text)
            .unwrap_or_default();
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
        let says_what_to_do = !diagnostic.help.is_empty() || diagnostic.fix.is_some() || !diagnostic.notes.is_empty();
        assert!(says_what_to_do, "{diagnostic:?}");
    }
}

fn found(organisation: &Organisation, rule: &str) -> Diagnostic {
    let mut all = organisation.checked.diagnostics.iter();
    all.find(|it| it.rule == rule)
        .unwrap_or_else(|| panic!("no `{rule}` in {:#?}", organisation.checked.diagnostics))
        .clone()
}

/// One document with a hostile body.
fn body(text: &str) -> Organisation {
    check(&[(PATH, format!("{FRONT}# Orders\n\n{text}\n"))])
}

#[test]
fn an_empty_file_and_one_of_white_space() {
    for text in ["", "\n", " \r\n\r\n", "\u{feff}"] {
        let organisation = check(&[(PATH, text)]);
        assert!(
            found(&organisation, "front-matter-missing").help[0].contains("status: draft"),
            "{text:?}"
        );
    }
}

#[test]
fn front_matter_alone() {
    let organisation = check(&[(PATH, FRONT)]);
    let motivation = found(&organisation, "section-required");
    assert_eq!(motivation.message, "missing section `Summary`");
    for text in [
        "---\n---\n",
        "---\n---",
        "---",
        "---\n",
        "---\r\n---",
        "---\nnull\n---\n",
        "---\n\"\"\n---\n",
    ] {
        check(&[(PATH, text)]);
    }
}

#[test]
fn a_picture_with_the_wrong_name() {
    let organisation = check(&[(PATH, &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..])]);
    assert!(found(&organisation, "unreadable").message.contains("is not UTF-8 text"));
}

#[test]
fn three_megabytes() {
    let organisation = check(&[(PATH, "All work and no play. ".repeat(150_000))]);
    assert!(found(&organisation, "unreadable").help[0].starts_with("split it"));
}

#[test]
fn ten_thousand_headings() {
    let text = (0..10_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "## Heading {number}\n\n");
        text
    });
    body(&text);
    body(&"## Risks\n\n- one\n".repeat(10_000));
}

#[test]
fn ten_thousand_nested_quotes_and_lists() {
    body(&format!("{} deep", ">".repeat(10_000)));
    body(&format!("{} deep", "> ".repeat(10_000)));
    body(&(0..600).fold(String::new(), |text, depth| text + &"  ".repeat(depth) + "- Prevent:\n"));
    body(&"[".repeat(50_000));
    body(&"*a_ ".repeat(50_000));
    body(&"<div>".repeat(20_000));
    body(&format!("{}\n", "| a ".repeat(20_000)).repeat(3));
}

#[test]
fn yaml_that_repeats_itself() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        let list = vec![before; 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{list}]");
    }
    let organisation = check(&[(PATH, format!("---\n{bomb}status: draft\n---\n# Orders\n"))]);
    assert_eq!(found(&organisation, "yaml-bounds").message, "YAML alias is not read");
    for file in ["docent.yaml", "people.yaml", "types/memo.yaml"] {
        let organisation = check(&[(file, &bomb)]);
        assert_eq!(found(&organisation, "yaml-bounds").path.as_str(), file);
    }
}

#[test]
fn yaml_that_nests_deep() {
    for deep in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000)] {
        let organisation = check(&[(PATH, format!("---\nstatus: draft\ntags: \n  {deep}\n---\n# Orders\n"))]);
        assert!(
            organisation
                .checked
                .diagnostics
                .iter()
                .any(|it| it.rule.starts_with("yaml-"))
        );
    }
    let wide = (0..20_000).fold(String::from("---\nstatus: draft\n"), |mut text, number| {
        let _ = writeln!(text, "key{number}: 1");
        text
    });
    check(&[(PATH, format!("{wide}---\n# Orders\n"))]);
}

#[test]
fn many_references_to_nothing() {
    let wrong = (0..40_000).fold(String::new(), |mut text, number| {
        let _ = write!(
            text,
            "RW-{number}x MET-{number} [[orders-{number}]] [l](gone-{number}.md) "
        );
        text
    });
    body(&wrong);
}

#[test]
fn many_values_that_are_wrong() {
    let wrong = |value: &str| vec![value; 15_000].join(", ");
    check(&[
        ("people.yaml", "ada: Ada\n".to_owned()),
        (
            PATH,
            format!(
                "---\nstatus: draft\nmotivated_by: [{}]\napprovers: [{}]\nsuccess: [{}]\n---\n# Orders\n",
                wrong("MET-999"),
                wrong("nobody"),
                wrong("{by: soon, metirc: x}")
            ),
        ),
    ]);
}

#[test]
fn one_action_with_a_thousand_dates_and_owners() {
    let line = format!("- Mend it {}\n", "@ada by 2026-03-14, ".repeat(20_000));
    let front = "---\nstatus: draft\nseverity: sev3\nstarted: 2026-03-14T09:12:00Z\n---\n";
    let incident = |text: &str| {
        check(&[(
            "incidents/2026-03-14-it.md",
            format!("{front}# It\n\n## Actions\n\n{text}"),
        )]);
    };
    incident(&line);
    incident(&"- owner: owner: owner: \n".repeat(10_000));
    incident(&format!("- {}\n", "owner: tbd due ".repeat(40_000)));
    incident(&format!(
        "- a\n\n{}{}",
        "  b\n\n".repeat(30_000),
        "  - c\n".repeat(30_000)
    ));
    incident(&format!(
        "- {}\n{}",
        "word ".repeat(50_000),
        "  - detail\n".repeat(5_000)
    ));
    incident(&format!(
        "| Action | Owner |\n|---|---|\n{}",
        "| a | b |\n".repeat(20_000)
    ));
}

#[test]
fn pictures_within_pictures() {
    body(&format!("{}{}", "![a".repeat(60_000), "](b\\_c.png)".repeat(60_000)));
}

#[test]
fn headings_that_are_numbers() {
    body(&"## 1\n\n".repeat(60_000));
    body(&format!("## Questions\n\n{}", "### 1\n\n".repeat(60_000)));
    body(&"## Questions\n\n### 1\n\n".repeat(20_000));
}

#[test]
fn signs_that_yaml_reserves() {
    for signs in [
        "@".repeat(400_000),
        "[@".repeat(200_000),
        "- @".repeat(200_000),
        "a: @".repeat(200_000),
    ] {
        let organisation = check(&[(PATH, format!("---\nowner: {signs}\n---\n# Orders\n"))]);
        let all = organisation.checked.diagnostics.iter();
        let edits = all.filter_map(|it| it.fix.as_ref()).flat_map(|fix| &fix.edits);
        let written: usize = edits.map(|edit| edit.replacement.len()).sum();
        assert!(written < 4_000_000, "the fix writes {written} bytes");
    }
}

#[test]
fn an_id_of_hyphens_only() {
    body(&format!("RW-{}", "1-".repeat(300_000)));
    body(&"RW-1-1-1-1-1-1-1-1 ".repeat(20_000));
}

#[test]
fn links_to_folders_that_are_not_there() {
    let mut files: Vec<_> = (0..4_000)
        .map(|number| (format!("zoo/{number}/note.txt"), String::new()))
        .collect();
    let links = (0..20_000).fold(String::from("# Orders\n\n"), |text, number| {
        text + &format!("[a](a{number}/) ")
    });
    files.push((PATH.to_owned(), format!("{FRONT}{links}")));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
    check(&files);
}

#[test]
fn a_key_as_long_as_a_document() {
    check(&[(
        PATH,
        format!(
            "---\n{}: 1\nstatus: {}\n---\n",
            "k".repeat(800_000),
            "s".repeat(800_000)
        ),
    )]);
}

#[test]
fn people_and_definitions_that_are_no_text() {
    let organisation = check(&[("people.yaml", &b"ada: \xff\n"[..]), (PATH, FRONT.as_bytes())]);
    assert_eq!(
        found(&organisation, "people-file").message,
        "`people.yaml` is not UTF-8 text (byte 6)"
    );
}

#[test]
fn many_documents_with_one_id() {
    let files: Vec<_> = (0..2_000)
        .map(|number| (format!("rewrites/0001-orders-{number}.md"), FRONT))
        .collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let organisation = check(&files);
    let duplicates = organisation
        .checked
        .diagnostics
        .iter()
        .filter(|it| it.rule == "id-duplicate");
    assert_eq!(duplicates.count(), 1_999);
}

#[test]
fn a_long_chain_that_closes() {
    let document = |number: usize| {
        let next = (number + 1) % 3_000;
        (
            format!("initiatives/{number:04}-step.md"),
            format!("---\nstatus: idea\ndepends_on: [INI-{next}]\n---\n# Step {number}\n"),
        )
    };
    let files: Vec<_> = (0..3_000).map(document).collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let organisation = check(&files);
    let cycle = found(&organisation, "cycle");
    assert!(
        cycle
            .message
            .starts_with("`depends_on` leads in a circle: INI-0 → INI-1 → "),
        "{}",
        cycle.message
    );
    assert!(cycle.message.len() < 1_000);
}

#[test]
fn names_with_spaces_quotes_and_other_letters() {
    let names = [
        "rewrites/0001 the \"new\" orders.md",
        "rewrites/0002-größe's.md",
        "rewrites/0003-注文.md",
        "rewrites/Заказы.md",
        "rewrites/0004-<b>&amp;.md",
        "rewrites/0005-\n-newline.md",
        "rewrites/….md",
        "rewrites/---.md",
    ];
    let files: Vec<_> = names
        .iter()
        .map(|name| (*name, format!("{FRONT}\n[up](0002-gr%C3%B6%C3%9Fe's.md)\n")))
        .collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let organisation = check(&files);
    assert_eq!(organisation.corpus.documents().len(), names.len());
    let mut routes: Vec<_> = organisation
        .corpus
        .documents()
        .iter()
        .map(|it| it.route.as_str())
        .collect();
    routes.sort_unstable();
    assert!(
        !organisation
            .checked
            .diagnostics
            .iter()
            .any(|it| it.rule == "link-broken")
    );
    assert!(
        routes.iter().all(|route| !route.contains(['<', '&', '"', '\n', ' '])),
        "{routes:?}"
    );
}

#[test]
fn files_that_differ_in_case_only() {
    let organisation = check(&[("pages/Guide.md", "# A\n"), ("pages/guide.md", "# B\n")]);
    assert_eq!(found(&organisation, "route-duplicate").path.as_str(), "pages/guide.md");
    let organisation = check(&[("rewrites/Orders.md", FRONT), ("rewrites/orders.md", FRONT)]);
    assert_eq!(found(&organisation, "id-duplicate").path.as_str(), "rewrites/orders.md");
}

#[test]
fn texts_of_one_odd_character() {
    for text in [
        "\r",
        "\0",
        "\u{2028}",
        "---\r---\r",
        "---\n\u{0}: 1\n---\n",
        "# \u{202e}evil\n",
        "[[",
        "]]",
        "[[]]",
        "[[|]]",
        "![](",
        "`",
    ] {
        check(&[(PATH, text)]);
        body(text);
    }
    for value in [
        "''",
        "\"",
        "|",
        ">",
        "? a",
        "!!binary x",
        "%",
        "@",
        "`",
        "&a",
        "*a",
        "- -",
        "{",
        "}",
        "\u{85}",
        "2026-99-99",
        "1e999",
    ] {
        check(&[(
            PATH,
            format!("---\nstatus: {value}\nowner: {value}\ndecided_on: {value}\ncost_weeks: {value}\n---\n"),
        )]);
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_repository() {
    let outside = tempfile::tempdir().expect("a folder");
    let inside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.md");
    std::fs::write(&secret, "# Secret\n").expect("a file");
    let folder = inside.path().join("rewrites");
    std::fs::create_dir(&folder).expect("a folder");
    std::os::unix::fs::symlink(&secret, folder.join("0001-secret.md")).expect("a link");
    std::os::unix::fs::symlink(outside.path(), folder.join("0002-folder.md")).expect("a link");
    std::os::unix::fs::symlink("0003-loop.md", folder.join("0003-loop.md")).expect("a link");
    std::os::unix::fs::symlink("/nowhere", folder.join("0004-dangling.md")).expect("a link");
    std::fs::write(inside.path().join(".env"), "TOKEN=secret\n").expect("a file");
    std::os::unix::fs::symlink("../.env", folder.join("0005-hidden.md")).expect("a link");
    std::fs::write(inside.path().join("notes.txt"), "# Shared\n").expect("a file");
    std::os::unix::fs::symlink("../notes.txt", folder.join("_inside.md")).expect("a link");

    let root = camino::Utf8Path::from_path(inside.path()).expect("a path in UTF-8");
    let snapshot = Repository::open(root).and_then(|it| it.work_tree()).expect("its files");
    let inside = snapshot.text("rewrites/_inside.md".into()).map(|file| file.content);
    assert_eq!(inside, Some(Ok("# Shared\n".into())));
    let organisation = pipeline::check(snapshot, &Options::default());
    every_finding_is_located(&organisation);
    let unreadable = organisation
        .checked
        .diagnostics
        .iter()
        .filter(|it| it.rule == "unreadable");
    let messages: Vec<_> = unreadable.map(|it| it.message.as_str()).collect();
    assert_eq!(messages.len(), 5, "{messages:?}");
    assert!(messages[4].starts_with("`0005-hidden.md` is a symbolic link to a file that is hidden"));
    assert_eq!(messages[0], "`0001-secret.md` is a symbolic link out of the repository");
    assert!(
        organisation
            .corpus
            .documents()
            .iter()
            .all(|it| it.parsed.text.is_empty())
    );
}
