//! An organisation whose every text wants to be a script: the example with what attackers write in each title, field, heading,
//! cell, name and diagram. It is built, and read as browsers read it.

#[path = "hostile/organisation.rs"]
mod organisation;
#[path = "hostile/page.rs"]
mod page;
#[path = "hostile/payloads.rs"]
mod payloads;
mod support;

use std::path::Path;
use std::process::Command;

use organisation::BUILT;
use page::{assert_harmless, read};
use serde_json::Value;

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
    assert!(diagrams >= 200, "only {diagrams} diagrams were drawn");
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

#[test]
fn nothing_runs_in_a_real_browser() {
    let Some(tools) = support::browser::Tools::find() else {
        return;
    };
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-site");
    let _ = std::fs::remove_dir_all(&place);
    for (route, bytes) in BUILT.site.iter() {
        let path = place.join(route);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }
    let output = Command::new("node")
        .arg("--test-reporter=spec")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/run.mjs"))
        .env("DOCENT_PACKAGES", &tools.packages)
        .env("DOCENT_CHROMIUM", &tools.chromium)
        .env("DOCENT_EXAMPLE", &place)
        .output()
        .expect("Node.js runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "\n{said}\n{complaint}");
}
