//! An organisation whose every text wants to be a script: the example with what attackers write in each title, field, heading,
//! cell, name and diagram. It is built, and read as browsers read it.

#[path = "hostile/page.rs"]
mod page;
#[path = "hostile/payloads.rs"]
mod payloads;
mod support;

use camino::Utf8Path;
use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::Repository;
use page::{assert_harmless, read};
use payloads::PAYLOADS;
use serde_json::Value;
use std::sync::LazyLock;
use support::repo::Repo;

/// Hands out what attackers write, one after the other.
struct Attacker(usize);

impl Attacker {
    fn next(&mut self) -> &'static str {
        self.0 += 1;
        PAYLOADS[self.0 % PAYLOADS.len()]
    }

    /// A document with something in each of its texts; numbers, dates, references and states stay, so that everything which
    /// is made of them still is.
    fn document(&mut self, text: &str) -> String {
        let mut written = String::new();
        let (mut fields, mut lines) = (0, text.lines());
        for line in lines.by_ref() {
            if line == "---" {
                fields += 1;
            }
            written.push_str(&match line.split_once(": ") {
                Some((key, value)) if is_text(key, value) => format!("{key}: {}", self.quoted(value)),
                _ => line.to_owned(),
            });
            written.push('\n');
            if fields == 2 {
                break;
            }
        }
        for line in lines {
            let is_row = line.starts_with('|') && !line.starts_with("|-") && !line.starts_with("| -");
            if is_row {
                // A cell ends where a bar stands.
                written.push_str(&line.replacen(" |", &format!(" {} |", self.next().replace('|', "\\|")), 2));
            } else if line.is_empty() || line.starts_with("|") || line.starts_with("```") {
                written.push_str(line);
            } else {
                written.push_str(&format!("{line} {}", self.next()));
            }
            written.push('\n');
        }
        written + &self.further()
    }

    fn quoted(&mut self, value: &str) -> String {
        let value = value.trim_matches(['"', '\'']);
        Value::from(format!("{value} {}", self.next())).to_string()
    }

    /// What the example has too little of.
    fn further(&mut self) -> String {
        let mut text = String::new();
        for (before, after) in [
            ("\n\n## ", "\n\nText\n"),
            ("\n\n> [!NOTE] ", "\n> x\n"),
            ("\n\n![", "](x.png)\n"),
            ("\n\n[x](<", ">)\n"),
            ("\n\n[", "](https://e.example/)\n"),
            ("\n\n- [ ] ", "\n"),
            ("\n\nWord[^1]\n\n[^1]: ", "\n"),
            ("\n\n```", "\ncode\n```\n"),
            ("\n\n```rust\n// ", "\nlet x = \"</code></pre>\";\n```\n"),
            ("\n\n## Odd {#", "}\n"),
        ] {
            text.push_str(&format!("{before}{}{after}", self.next()));
        }
        let plain = self.next().replace(['[', ']', '(', ')', '"', '{', '}'], " ");
        for diagram in [
            format!("flowchart LR\n A[\"{plain}\"] -->|{}| B[b]\n click A href \"javascript:xss()\" \"x\"\n click B call xss()\n style A fill:#f00,xss:url(//evil.example)\n", plain.replace('|', " ")),
            "flowchart LR\n A[\"<b>x</b><img src=x onerror=xss()>\"] --> B[\"`**md** <xss>`\"]\n classDef xss fill:red\n class A xss\n".to_owned(),
            format!("sequenceDiagram\n title {plain}\n A->>B: {plain}\n Note over A: {plain}\n link A: x @ javascript:xss()\n"),
            format!("pie title {plain}\n \"{plain}\" : 3\n \"b\" : 1\n"),
            "---\ntitle: \"<xss>\"\nconfig:\n  securityLevel: loose\n  themeCSS: \"xss\"\n---\nclassDiagram\n accTitle: \" onxss=1\n accDescr: </desc><xss>\n class A { +run() }\n click A href \"javascript:xss()\"\n".to_owned(),
            "%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true}}%%\nflowchart LR\n A[<iframe srcdoc=x>]\n".to_owned(),
        ] {
            text.push_str(&format!("\n```mermaid\n{diagram}```\n"));
        }
        text
    }
}

/// Whether a field holds words.
fn is_text(key: &str, value: &str) -> bool {
    let is_key = key.trim_start().bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    let word =
        !value.starts_with(['[', '{', '"']) && value.contains(' ') && !value.starts_with(|c: char| c.is_ascii_digit());
    is_key && (word || key == "title") && !matches!(key, "data" | "period" | "appetite")
}

static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let example = Repository::open(&folder)
        .expect("the example")
        .work_tree()
        .expect("its files");
    let mut attacker = Attacker(0);
    let files: Vec<(String, String)> = example
        .paths()
        .map(|path| {
            (
                path.to_string(),
                String::from_utf8_lossy(&example.bytes(path).expect("a file").expect("its bytes")).into_owned(),
            )
        })
        .collect();
    let mut repo = Repo::new();
    for (path, text) in &files {
        repo = repo.write(path, text);
    }
    repo = repo.commit("Begin \"><xss>");
    for (path, text) in &files {
        let hostile = match path.rsplit('.').next() {
            Some("md") => attacker.document(text),
            Some("csv") => text
                .lines()
                .map(|line| format!("{line},\"{}\"\n", attacker.next().replace('"', "\"\"")))
                .collect(),
            Some("yaml") if path == "people.yaml" => text
                .lines()
                .map(|line| match line.strip_prefix("  name: ") {
                    Some(name) => format!("  name: {}\n", attacker.quoted(name)),
                    None => format!("{line}\n"),
                })
                .collect(),
            _ => text.clone(),
        };
        repo = repo.write(path, hostile);
    }
    let title = |at: usize| Value::from(PAYLOADS[at]).to_string();
    for at in 0..PAYLOADS.len() {
        // Ids, people, teams, tags, states and aliases that nobody knows.
        let text = format!(
            "---\nid: {0}\ntitle: {0}\nstatus: {0}\nowner: {0}\nteam: {0}\ntags: [{0}]\naliases: [{0}, \"old-{at}/xss\"]\nservices: [{0}]\nurl: {0}\nsummary: {0}\n---\n# x\n\n@{1} {1}\n",
            title(at),
            PAYLOADS[at]
        );
        let (folder, word) = [
            ("rewrites", "rw"),
            ("incidents", "inc"),
            ("initiatives", "ini"),
            ("metrics", "met"),
        ][at % 4];
        repo = repo.write(&format!("{folder}/{:04}-{word}-hostile.md", 900 + at), text);
    }
    repo = repo
        .by("<xss> \" onxss=1 </title>", "xss@\"><xss>.example")
        .commit("Change </script><xss> everything");
    let long_ago = files
        .iter()
        .find(|(path, _)| path.starts_with("decisions/"))
        .expect("a decision");
    repo = repo
        .branch("x/\"><img/src=x/onerror=xss()>&lt;'")
        .write(
            "rewrites/0990-proposed.md",
            format!("---\nstatus: draft\ntitle: {}\n---\n# x\n", title(3)),
        )
        .write(&long_ago.0, attacker.document(&long_ago.1))
        .commit("<script>xss()</script>")
        .switch("main");
    let repository = repo.open();
    let mut organisation = pipeline::check_with_history(
        repository.work_tree().expect("its files"),
        &repository,
        None,
        &Options::default(),
    );
    let options = BuildOptions {
        today: Some(jiff::civil::date(2026, 11, 25)),
        base_url: Some("https://docs.example/org".to_owned()),
        ..BuildOptions::default()
    };
    pipeline::build(&mut organisation, &options).expect("a theme without errors")
});

fn texts(extension: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = BUILT.site.iter().filter(move |(route, _)| route.ends_with(extension));
    all.map(|(route, bytes)| (route, std::str::from_utf8(bytes).expect("UTF-8")))
}

#[test]
fn no_text_becomes_markup_an_address_or_a_script() {
    let (mut attacked, mut diagrams) = (0, 0);
    for (route, html) in texts(".html") {
        let page = read(html);
        assert_harmless(route, &page);
        assert!(!page.code.borrow().contains("xss"), "{route}");
        attacked += usize::from(html.contains("xss"));
        diagrams += html.matches("<figure class=\"diagram\">").count();
    }
    assert!(attacked > 300, "only {attacked} pages were attacked");
    assert!(diagrams > 200, "only {diagrams} diagrams were drawn");
}

#[test]
fn what_scripts_are_given_is_data() {
    let mut given = 0;
    for (route, script) in texts(".js").filter(|(route, _)| !route.starts_with("assets/") || route.contains("/search/"))
    {
        let (function, rest) = script
            .split_once('(')
            .unwrap_or_else(|| panic!("{route} calls nothing"));
        assert!(
            function.starts_with("docent") && function.bytes().all(|it| it.is_ascii_alphanumeric()),
            "{route}"
        );
        let values = rest
            .trim_end()
            .trim_end_matches(';')
            .strip_suffix(')')
            .expect("the end of a call");
        let values: Value = serde_json::from_str(&format!("[{values}]")).unwrap_or_else(|why| panic!("{route}: {why}"));
        // Rows, cards and the picture of relations are HTML.
        if matches!(function, "docentRows" | "docentGraph") {
            each_text(&values, &mut |html| assert_harmless(route, &read(html)));
        }
        given += 1;
    }
    assert!(given > 20, "only {given} scripts");
}

fn each_text(value: &Value, then: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => then(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, then)),
        Value::Object(values) => values.values().for_each(|value| each_text(value, then)),
        _ => {}
    }
}

#[test]
fn feeds_and_pictures_are_well_formed_and_json_is_json() {
    for (_, text) in texts(".xml") {
        support::xml::read(text);
    }
    for (route, svg) in texts(".graph.svg") {
        assert_harmless(route, &read(svg));
        let (_, root) = svg.split_once("<svg").expect("a picture");
        support::xml::read(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg{root}"));
    }
    for (route, json) in texts(".json").chain(texts(".webmanifest")) {
        let read: Result<Value, _> = serde_json::from_str(json);
        assert!(read.is_ok(), "{route}: {read:?}");
    }
    for (route, calendar) in texts(".ics") {
        for line in calendar.split("\r\n") {
            let begins = line.split([':', ';', ' ']).next().unwrap_or_default();
            assert!(
                begins.bytes().all(|it| it.is_ascii_uppercase() || it == b'-'),
                "{route}: {line}"
            );
            assert!(!line.contains(['\r', '\n']), "{route}: {line}");
        }
    }
}

#[test]
fn every_page_keeps_its_policy_before_anything_that_it_could_stop() {
    for (route, html) in texts(".html") {
        let page = read(html);
        let elements = page.elements.borrow();
        let names: Vec<&str> = elements.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names[..4], ["html", "head", "meta", "meta"], "{route}");
        let policy = elements[3].get("content").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'")
                || route == "404.html",
            "{route}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{route}: {policy}");
    }
}
