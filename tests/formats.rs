//! The formats of `docent check`, on one organisation that is hard to tell: in a folder of a repository, with a base, and
//! with texts and paths that mean something to whoever reads them carelessly.

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use camino::Utf8PathBuf;
use serde_json::Value;

use support::program::{docent, run};
use support::repo::Repo;

fn decision(fields: &str, title: &str, decided: &str, rest: &str) -> String {
    format!(
        "---\n{fields}\nowner: ada\ndate: 2026-01-05\ndeciders: [ada]\n---\n\n# {title}\n\n## Context\n\nOrders arrive faster \
         than they are written down, and at noon some of them are lost because nobody waits for the disk.\n\n## Options\n\n- A \
         queue in the database that is there already\n- A broker beside it\n\n## Decision\n\n{decided}, because everybody \
         knows how to look into it, restore it and delete from it.\n\n{rest}"
    )
}

const CONSEQUENCES: &str = "## Consequences\n\nOne more table.\n";

/// A branch that moves one decision on, changes another that is accepted, deletes a third and adds a fourth.
fn repository() -> Repo {
    let file = |name: &str| format!("hand book/decisions/{name}.md");
    let queue = "The queue in the database";
    Repo::new()
        .write("hand book/docent.yaml", "title: Łódź\n")
        .write(
            &file("0001-queue"),
            decision("status: accepted", "One queue", queue, CONSEQUENCES),
        )
        .write(
            &file("0002 żółw 100%"),
            decision("status: proposed", "Cache", "No cache", CONSEQUENCES),
        )
        .write(
            &file("0003-gone"),
            decision("status: proposed", "Gone", "Nothing", CONSEQUENCES),
        )
        .write(
            &file("0004-links"),
            decision(
                "status: proposed",
                "Links",
                "A link to [it](0003-gone.md)",
                CONSEQUENCES,
            ),
        )
        .commit("Begin")
        .run(&["remote", "add", "origin", "https://github.com/acme/docs.git"])
        .branch("topic")
        .write(
            &file("0001-queue"),
            decision("status: accepted", "One queue", "The broker beside it", CONSEQUENCES),
        )
        .write(
            &file("0002 żółw 100%"),
            decision(
                "status: accepted\nonwer: 🦀",
                "Cache | <script>alert(1)</script> of @ada in 日本",
                "See 日本 🦀 [it](b|c%0A,d:<img>.md)",
                "",
            ),
        )
        .delete(&file("0003-gone"))
        .write(
            &file("0006-again"),
            decision("status: proposed\nid: ADR-4", "Again", "Nothing new", CONSEQUENCES),
        )
        .write(
            &file("0005-odd"),
            decision(
                "status: \"dr@ft #12\\n::error::x\"",
                "Odd\u{202e}",
                "TODO",
                "## Consequences\n",
            ),
        )
        .commit("Change")
}

fn tell(repo: &Repo, arguments: &[&str]) -> (Option<i32>, String, String) {
    let all: Vec<_> = ["check", "--base", "main"].iter().chain(arguments).copied().collect();
    let (code, out, err) = run(&mut docent(&repo.root().join("hand book"), &all));
    (code, out.replace(env!("CARGO_PKG_VERSION"), "VERSION"), err)
}

/// What a format prints; the closing line is elsewhere.
fn format(name: &str) -> String {
    let (code, out, err) = tell(&repository(), &["--format", name]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.starts_with("checked 4 documents changed since `main`: "), "{err}");
    out
}

fn json(name: &str) -> (String, Value) {
    let text = format(name);
    let value = serde_json::from_str(&text).expect("JSON");
    (text, value)
}

fn schema(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).expect("a schema");
    // One of SARIF's patterns has a bracket that only some readers of regular expressions take unescaped.
    serde_json::from_str(&text.replace("{2}]?$", "{2}\\\\]?$")).expect("JSON")
}

fn must_fit(value: &Value, schema_path: &str) {
    let schema = schema(schema_path);
    let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{schema_path}: {error}"));
    let wrong: Vec<_> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn json_is_as_its_schema_says() {
    let (text, value) = json("json");
    must_fit(&value, "src/report/report.schema.json");
    insta::assert_snapshot!(text);
}

#[test]
fn the_schema_of_the_json_knows_every_key_and_refuses_another_shape() {
    let (_, mut value) = json("json");
    let schema = schema("src/report/report.schema.json");
    let listed = |schema: &Value| {
        schema["properties"]
            .as_object()
            .expect("keys")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let keys = |value: &Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&value), listed(&schema));
    assert_eq!(keys(&value["diagnostics"][0]), listed(&schema["$defs"]["diagnostic"]));
    assert_eq!(keys(&value["documents"][0]), listed(&schema["$defs"]["document"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    value["diagnostics"][0]["range"]["start"]["line"] = 0.into();
    assert!(!validator.is_valid(&value));
}

#[test]
fn sarif_fits_its_published_schema() {
    let (_, mut value) = json("sarif");
    must_fit(&value, "tests/formats/schemas/sarif-2.1.0.json");
    let results = value["runs"][0]["results"].as_array().expect("results");
    let rules = &value["runs"][0]["tool"]["driver"]["rules"];
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    // What rules say of themselves has its own tests; here is only where it stands.
    for rule in value["runs"][0]["tool"]["driver"]["rules"]
        .as_array_mut()
        .expect("rules")
    {
        for key in ["shortDescription", "fullDescription", "help"] {
            let text = rule[key]["text"].as_str().expect("a text");
            assert!(text.ends_with('.'), "{text}");
            rule[key]["text"] = "…".into();
        }
        assert!(rule["help"]["markdown"].as_str().is_some_and(|it| it.starts_with("# ")));
        rule["help"]["markdown"] = "…".into();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
}

#[test]
fn gitlab_gets_what_it_asks_for() {
    let (text, value) = json("gitlab");
    must_fit(&value, "tests/formats/schemas/gitlab-code-quality.json");
    let issues = value.as_array().expect("issues");
    let mut fingerprints: Vec<_> = issues.iter().map(|it| it["fingerprint"].as_str()).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(
        fingerprints.len(),
        issues.len(),
        "GitLab shows one issue of a fingerprint"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn rdjson_fits_what_reviewdog_documents() {
    let (text, value) = json("rdjson");
    must_fit(&value, "tests/formats/schemas/rdjson.json");
    insta::assert_snapshot!(text);
}

#[test]
fn github_gets_one_command_a_line() {
    let text = format("github");
    for line in text.lines() {
        assert!(
            line.starts_with("::error file=hand book/decisions/") || line.starts_with("::warning "),
            "{line}"
        );
    }
    insta::assert_snapshot!(text);
}

#[test]
fn markdown_is_what_a_reviewer_reads() {
    insta::assert_snapshot!(format("markdown"));
}

#[test]
fn junit_is_xml_of_its_published_schema() {
    let text = format("junit");
    insta::assert_snapshot!(text);
    let Some(xmllint) = xmllint() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("junit.xml");
    std::fs::write(&file, &text).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/validate.mjs");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/schemas/junit-10.xsd");
    let valid = |file: &Path| {
        let mut node = Command::new("node");
        let output = node
            .arg(&script)
            .arg(&xmllint)
            .arg(file)
            .arg(&schema)
            .output()
            .expect("node");
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (ok, said) = valid(&file);
    assert!(ok, "{said}");
    std::fs::write(&file, text.replace("<testcase", "<case")).expect("a file");
    assert!(!valid(&file).0, "the validation notices what is wrong");
}

/// The folder with the packages of `tests/formats`, installed once; `None`, said loudly, where they cannot be had.
fn xmllint() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats-packages");
    let lock = std::fs::read(own.join("package-lock.json")).expect("the lock file");
    let is_installed = || std::fs::read(place.join("installed")).is_ok_and(|it| it == lock);
    if !is_installed() {
        std::fs::create_dir_all(&place).expect("a folder");
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(own.join(name), place.join(name)).expect("a copy");
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&place);
        match npm.output() {
            Ok(output) if output.status.success() => std::fs::write(place.join("installed"), &lock).expect("a file"),
            other => {
                let why = match other {
                    Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
                    Err(error) => error.to_string(),
                };
                // Written past the test harness, which keeps to itself what a passing test prints.
                let skipped = "SKIPPED: JUnit's XML was not validated, because npm could not install `xmllint-wasm`";
                let _ = writeln!(std::io::stderr(), "{skipped}: {why}");
                return None;
            }
        }
    }
    Some(place)
}

#[test]
fn one_run_gives_annotations_files_and_a_summary() {
    let repo = repository();
    let summary = repo.beside("summary.md");
    std::fs::write(&summary, "Before\n").expect("a file");
    let sarif = repo.beside("docent.sarif");
    let mut command = docent(
        &repo.root().join("hand book"),
        &[
            "check",
            "--base=main",
            "-q",
            "-f=github",
            "-o",
            "sarif=../../docent.sarif",
            "--output=junit=junit.xml",
        ],
    );
    let (code, out, err) = run(command.env("GITHUB_STEP_SUMMARY", &summary));
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert!(out.starts_with("::error "), "{out}");
    let read = |path: Utf8PathBuf| {
        std::fs::read_to_string(path)
            .expect("a file")
            .replace(env!("CARGO_PKG_VERSION"), "VERSION")
    };
    assert_eq!(read(sarif), format("sarif"));
    assert_eq!(read(repo.root().join("hand book/junit.xml")), format("junit"));
    assert_eq!(read(summary), format!("Before\n{}", format("markdown")));
    let left: Vec<_> = std::fs::read_dir(repo.root().join("hand book"))
        .expect("a folder")
        .collect();
    assert_eq!(left.len(), 3, "nothing is left beside: {left:?}");
}

#[test]
fn the_step_that_the_manual_shows_leaves_its_files() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pages/check.md");
    let manual = std::fs::read_to_string(manual).expect("the manual");
    let step = manual
        .lines()
        .find_map(|line| line.trim().strip_prefix("- run: docent "));
    let arguments: Vec<_> = step.expect("a step").split(' ').collect();
    let repo = repository();
    let folder = repo.root().join("hand book");
    let (code, out, _) = run(&mut docent(&folder, &arguments));
    assert_eq!(code, Some(1));
    assert!(out.starts_with("::error "), "{out}");
    assert!(folder.join("docent.sarif").is_file() && folder.join("docent.xml").is_file());
    for name in [
        "text", "json", "github", "sarif", "gitlab", "junit", "rdjson", "markdown",
    ] {
        assert!(manual.contains(&format!("| `{name}` |")), "{name} is in the table");
    }
}

#[test]
fn without_findings_every_format_is_whole() {
    let repo = repository().switch("main");
    for name in ["json", "sarif", "gitlab", "rdjson"] {
        let (code, out, _) = tell(&repo, &["-f", name]);
        assert_eq!(code, Some(0));
        assert!(serde_json::from_str::<Value>(&out).is_ok(), "{out}");
    }
    assert_eq!(tell(&repo, &["-f", "github"]).1, "");
    let page = tell(&repo, &["-f", "markdown"]).1;
    let commit = &repo.git(&["rev-parse", "main"])[..10];
    let expected = "## ✅ Documents: no problems\n\n0 documents changed since <code>main</code>";
    assert_eq!(page, format!("{expected} (<code>{commit}</code>).\n"));
}

#[test]
fn a_format_that_does_not_exist_is_named() {
    let (code, _, err) = tell(&repository(), &["--format", "sarfi"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("there is no format `sarfi`; did you mean `sarif`?"),
        "{err}"
    );
    let (code, _, err) = tell(&repository(), &["--output", "docent.sarif"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("write it as FORMAT=FILE, such as `sarif=docent.sarif`"),
        "{err}"
    );
    let (code, _, err) = tell(&repository(), &["--output", "sarif=no/such/folder.sarif"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`no/such/folder.sarif` cannot be written"), "{err}");
}

#[test]
fn what_there_is_no_room_for_is_counted() {
    let mut repo = Repo::new();
    for number in 1..=400 {
        let title = format!("A title that is told at some length {}", "and more ".repeat(10));
        repo = repo.write(
            &format!("decisions/{number:04}-many.md"),
            format!("---\nstatus: accepted\n---\n# {title}\n"),
        );
    }
    let tell = |name: &str| run(&mut docent(repo.root(), &["check", "-f", name])).1;
    let markdown = tell("markdown");
    assert!(markdown.len() < 60_000, "{}", markdown.len());
    let last = markdown.lines().last().expect("a line");
    assert!(last.starts_with("_Left out to keep this short: "), "{last}");
    let github = tell("github");
    assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    let last = github.lines().last().expect("a line");
    assert!(
        last.contains(" errors") && last.contains(" more: GitHub shows ten"),
        "{last}"
    );
}
