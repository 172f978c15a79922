//! What docent is built from: licences that everybody may take, from crates.io only, and no library twice without a reason.
//! `cargo deny check` holds it to the same rules, and to what is known of weaknesses besides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than to be named. `deny.toml` has the same.
const LICENCES: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Libraries that ask that changes to their own files be published, of which there are none. `deny.toml` has the same.
const UNCHANGED: [&str; 3] = ["cssparser", "cssparser-macros", "dtoa-short"];

/// Libraries that `Cargo.lock` names twice and that nobody builds, so that `cargo deny` does not see them: faster-hex switches
/// this one off.
const SWITCHED_OFF: [&str; 1] = ["defmt"];

/// Whether an expression like `MIT OR (Apache-2.0 AND ISC)` can be met with these licences.
fn is_met(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut words = Vec::new();
    for word in expression.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
        words.push(word.to_owned());
    }
    let mut rest = words.as_slice();
    let met = any(&mut rest);
    met && rest.is_empty()
}

fn any(rest: &mut &[String]) -> bool {
    let mut met = all(rest);
    while rest.first().is_some_and(|it| it == "OR") {
        *rest = &rest[1..];
        met |= all(rest);
    }
    met
}

fn all(rest: &mut &[String]) -> bool {
    let mut met = one(rest);
    while rest.first().is_some_and(|it| it == "AND") {
        *rest = &rest[1..];
        met &= one(rest);
    }
    met
}

fn one(rest: &mut &[String]) -> bool {
    let Some((first, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if first == "(" {
        let met = any(rest);
        *rest = rest.get(1..).unwrap_or_default();
        return met;
    }
    let mut name = first.clone();
    if rest.first().is_some_and(|it| it == "WITH") {
        name = format!("{first} WITH {}", rest.get(1).map_or("", String::as_str));
        *rest = rest.get(2..).unwrap_or_default();
    }
    LICENCES.contains(&name.as_str())
}

#[test]
fn expressions_of_licences_are_understood() {
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "(MIT OR GPL-2.0) AND ISC",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_met(met), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "", "MIT MIT", "MPL-2.0 WITH x"] {
        assert!(!is_met(unmet), "{unmet}");
    }
}

#[test]
fn every_library_has_a_licence_that_everybody_may_take() {
    let mut cargo = Command::new(env!("CARGO"));
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = cargo
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--filter-platform",
            &platform,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100);
    let mut wrong = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        let name = package["name"].as_str().unwrap_or_default();
        let is_unchanged = licence == "MPL-2.0" && UNCHANGED.contains(&name);
        if !is_met(licence) && !is_unchanged {
            wrong.push(format!("{} {}: `{licence}`", package["name"], package["version"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A block of `Cargo.lock` as `key: value`.
fn packages() -> Vec<BTreeMap<String, String>> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = std::fs::read_to_string(lock).expect("a lock file");
    let blocks = lock.split("[[package]]").skip(1);
    let block = |text: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        lines
            .map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned()))
            .collect()
    };
    blocks.map(block).collect()
}

#[test]
fn every_library_comes_from_the_registry_and_is_what_it_was() {
    for package in packages() {
        if package["name"] == "docent" {
            continue;
        }
        let source = package.get("source").map(String::as_str);
        assert_eq!(
            source,
            Some("registry+https://github.com/rust-lang/crates.io-index"),
            "{package:?}"
        );
        assert!(package.get("checksum").is_some_and(|it| it.len() == 64), "{package:?}");
    }
}

#[test]
fn no_library_is_there_twice_without_a_reason() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        versions
            .entry(package["name"].clone())
            .or_default()
            .insert(package["version"].clone());
    }
    let twice: BTreeSet<&str> = versions
        .iter()
        .filter(|(_, it)| it.len() > 1)
        .map(|(name, _)| name.as_str())
        .filter(|name| !SWITCHED_OFF.contains(name))
        .collect();
    let deny = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let deny = std::fs::read_to_string(deny).expect("deny.toml");
    let reasons: BTreeSet<&str> = deny
        .lines()
        .filter(|line| line.contains("reason = \""))
        .filter_map(|line| line.trim().strip_prefix("{ crate = \"")?.split('"').next())
        .map(|name| name.split('@').next().unwrap_or(name))
        .collect();
    assert_eq!(
        twice, reasons,
        "on the left what is there twice, on the right what `deny.toml` has a reason for"
    );
    for licence in LICENCES.iter().filter(|it| !it.contains(" WITH ")) {
        assert!(deny.contains(&format!("\"{licence}\"")), "`deny.toml` lacks {licence}");
    }
}
