//! `docent init`: a repository to begin with.

mod place;

use place::{Place, TODAY, document, found};

const WRITTEN: [&str; 17] = [
    ".githooks/pre-commit",
    ".github/workflows/docent.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    "README.md",
    "customers/0001-our-engineers.md",
    "decisions/0001-keep-our-documents-in-git.md",
    "docent.yaml",
    "incidents/2026-03-02-sign-in-failed.md",
    "initiatives/0001-review-changes-within-a-day.md",
    "metrics/0001-change-lead-time.csv",
    "metrics/0001-change-lead-time.md",
    "pages/index.md",
    "people.yaml",
    "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md",
    "teams/first-team.md",
    "vision/0001-what-we-want-to-be-good-at.md",
];

#[test]
fn a_new_repository_is_complete_clean_and_committed() {
    let place = Place::of_ada();
    let ran = place.docent(["init", "acme-docs"]).well();
    assert_eq!(ran.err, "");
    assert_eq!(
        ran.out,
        "Started an organisation repository in `acme-docs`:\n\
         \x20 settings   .gitignore, README.md, people.yaml, docent.yaml\n\
         \x20 documents  vision/ teams/ customers/ metrics/ initiatives/ rewrites/ incidents/ decisions/\n\
         \x20 front page pages/index.md\n\
         \x20 CI         .github/workflows/docent.yml, .gitlab-ci.yml\n\
         \x20 hook       .githooks/pre-commit\n\
         \x20 Git        a new repository with a first commit\n\
         Next:\n\
         \x20 cd acme-docs && docent check\n\
         \x20 docent build\n"
    );
    assert_eq!(place.files(), WRITTEN.map(|path| format!("acme-docs/{path}")));
    assert_eq!(found(&place.check("acme-docs", None)), [""; 0]);
    let check = place.docent(["-C", "acme-docs", "check"]).well();
    assert!(!check.out.contains("warning"), "{}", check.out);

    let log = place
        .git_in("acme-docs", ["log", "--format=%an <%ae> %s %D"])
        .well()
        .out;
    assert_eq!(
        log,
        "Ada Lovelace <ada@example.com> Start the organisation repository HEAD -> main\n"
    );
    assert_eq!(place.git_in("acme-docs", ["status", "--porcelain"]).well().out, "");
    let tree = place.git_in("acme-docs", ["ls-tree", "-r", "HEAD"]).well().out;
    assert_eq!(tree.lines().count(), WRITTEN.len());
    assert!(tree.contains("100755 blob"), "the hook can be run: {tree}");
}

#[test]
fn the_documents_belong_to_whoever_begins() {
    let place = Place::of_ada();
    place.docent(["init", "docs"]).well();
    let organisation = place.check("docs", None);
    for document in organisation.corpus.documents() {
        let expected = (document.path().as_str() != "pages/index.md").then_some("ada-lovelace");
        assert_eq!(document.owner(), expected, "{}", document.path());
    }
    let ada = organisation.corpus.people.get("ada-lovelace").expect("Ada");
    assert_eq!(ada.name, "Ada Lovelace");
    assert_eq!(ada.emails, ["ada@example.com"]);
    let (incident, _) = document(&organisation, "incidents/2026-03-02-sign-in-failed.md");
    assert_eq!(incident.id.value, "INC-2026-03-02", "twelve days before {TODAY}");
}

#[test]
fn without_an_identity_nothing_is_committed_and_it_says_so() {
    let place = Place::new();
    let ran = place.docent(["init", "docs"]).well();
    assert!(
        ran.out
            .contains("nothing is committed, because Git does not know you (set user.name and user.email)"),
        "{}",
        ran.out
    );
    assert_eq!(found(&place.check("docs", None)), [""; 0]);
    assert_ne!(place.git_in("docs", ["rev-parse", "HEAD"]).code, 0);
    assert!(place.read("docs/people.yaml").contains("your-name:"));
}

#[test]
fn a_second_run_says_what_to_do_and_changes_nothing() {
    let place = Place::of_ada();
    place.docent(["init"]).well();
    place.write("vision/0001-what-we-want-to-be-good-at.md", "mine");
    let ran = place.docent(["init"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: `.` is an organisation repository already: it has a `docent.yaml`; add documents to it with `docent new \
         TYPE \"Title\"`, or remove that file to have those files written that are missing\n"
    );
    assert_eq!(place.read("vision/0001-what-we-want-to-be-good-at.md"), "mine");
    assert_eq!(place.files(), WRITTEN);
}

#[test]
fn what_was_killed_midway_is_finished_by_a_second_run() {
    let place = Place::of_ada();
    place.docent(["init"]).well();
    for gone in ["docent.yaml", "pages/index.md", "rewrites", "metrics", ".git"] {
        let path = place.path().join(gone);
        let removed = if path.is_dir() {
            std::fs::remove_dir_all(path)
        } else {
            std::fs::remove_file(path)
        };
        removed.expect("it is gone");
    }
    place.docent(["init"]).well();
    assert_eq!(place.files(), WRITTEN);
    assert_eq!(found(&place.check("", None)), [""; 0]);
}

#[test]
fn what_cannot_be_finished_is_taken_back() {
    let place = Place::of_ada();
    place.write("here/decisions", "a file where a folder should be");
    let ran = place.docent(["init", "here"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(
        ran.err
            .starts_with("error: cannot create the folder `decisions`\n  because: "),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "");
    assert_eq!(place.files(), ["here/decisions"]);
    assert!(!place.has("here/.git") && !place.has("here/vision"));

    let ran = place.docent(["init", "here/decisions/deep"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("cannot create the folder `here/decisions/deep`"),
        "{}",
        ran.err
    );
}

#[test]
fn files_that_are_there_are_kept() {
    let place = Place::of_ada();
    place.write("README.md", "mine\n");
    place.write(".gitignore", "mine\n");
    place.write("src/main.rs", "fn main() {}\n");
    let ran = place.docent(["init"]).well();
    assert!(ran.out.contains("  kept       .gitignore, README.md\n"), "{}", ran.out);
    assert!(
        ran.out.contains("  settings   people.yaml, docent.yaml\n"),
        "{}",
        ran.out
    );
    assert_eq!(place.read("README.md"), "mine\n");
    assert_eq!(place.read(".gitignore"), "mine\n");
    assert_eq!(found(&place.check("", None)), [""; 0]);
    let committed = place.git(["ls-files"]).well().out;
    assert!(
        !committed.contains("README.md"),
        "only what it wrote is committed: {committed}"
    );
}

#[test]
fn where_there_are_documents_no_starters_are_written() {
    let place = Place::of_ada();
    let decision = "---\ntitle: Ours\nstatus: proposed\nowner: grace\n---\n";
    place.write("decisions/0001-ours.md", decision);
    let ran = place.docent(["init"]).well();
    assert!(
        ran.out
            .contains("  documents  no first ones, since there are some already\n"),
        "{}",
        ran.out
    );
    assert_eq!(place.read("decisions/0001-ours.md"), decision);
    assert!(!place.has("vision") && !place.has("people.yaml"));
    let organisation = place.check("", None);
    assert_eq!(organisation.corpus.documents().len(), 2);
    let others: Vec<_> = found(&organisation)
        .into_iter()
        .filter(|it| !it.starts_with("decisions/0001-ours.md: section-"))
        .collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn people_who_are_listed_already_own_the_starters() {
    let people = "# Ours\nal:\n  name: Ada Lovelace\n  emails: [countess@example.com, ADA@example.com]\n";
    for (name, email) in [
        ("Someone Else", "ada@example.com"),
        ("Ada Lovelace", "new@example.com"),
        ("Not Listed", "x@example.com"),
    ] {
        let place = Place::new().known_as(name, email);
        place.write("people.yaml", people);
        place.docent(["init"]).well();
        assert_eq!(place.read("people.yaml"), people);
        let organisation = place.check("", None);
        let (team, _) = document(&organisation, "teams/first-team.md");
        assert_eq!(team.owner(), Some("al"), "{name}");
        assert_eq!(found(&organisation), [""; 0]);
    }
}

#[test]
fn a_git_repository_that_is_there_is_used_and_not_committed_to() {
    let place = Place::of_ada();
    place.git(["init", "-q"]).well();
    place
        .git(["remote", "add", "origin", "git@git.example:acme/docs.git"])
        .well();
    let ran = place.docent(["init"]).well();
    assert!(
        ran.out
            .contains("  Git        the repository that is there; nothing is committed\n"),
        "{}",
        ran.out
    );
    assert_ne!(place.git(["rev-parse", "HEAD"]).code, 0);
    assert!(
        place
            .read("docent.yaml")
            .contains("\nrepository: https://git.example/acme/docs\n")
    );
    assert_eq!(found(&place.check("", None)), [""; 0]);
}

#[test]
fn in_a_folder_of_a_git_repository_ci_is_left_to_its_top() {
    let place = Place::of_ada();
    place.git(["init", "-q"]).well();
    place.write("decisions/0001-of-the-whole.md", "not of the folder");
    let ran = place.docent(["init", "docs/org"]).well();
    assert!(
        ran.out.contains("CI and hook belong at its top and are not written"),
        "{}",
        ran.out
    );
    assert!(!place.has("docs/org/.github") && !place.has("docs/org/.githooks") && !place.has("docs/org/.git"));
    assert!(place.has("docs/org/.gitignore"));
    assert_eq!(found(&place.check("docs/org", None)), [""; 0]);
}

#[test]
fn any_folder_name_makes_a_title() {
    for (folder, title, enter) in [
        ("northwind-freight", "Northwind freight", "cd northwind-freight && "),
        (
            "it's: \"ours\" # 1",
            "It's: \"ours\" # 1",
            "cd 'it'\\''s: \"ours\" # 1' && ",
        ),
        ("Größe 🚀", "Größe 🚀", "cd 'Größe 🚀' && "),
        ("- [x] {y}", "[x] {y}", "cd './- [x] {y}' && "),
        ("2026-03-14", "2026 03 14", "cd 2026-03-14 && "),
        ("null", "Null", "cd null && "),
    ] {
        let place = Place::of_ada();
        let ran = place.docent(["init", "--", folder]).well();
        assert!(ran.out.contains(&format!("  {enter}docent check\n")), "{}", ran.out);
        let organisation = place.check(folder, None);
        assert_eq!(organisation.corpus.config.title, title);
        assert_eq!(found(&organisation), [""; 0]);
    }
    let place = Place::of_ada();
    place.write("our-docs/notes.txt", "");
    for arguments in [&["init", "."][..], &["init"]] {
        let _ = std::fs::remove_file(place.path().join("our-docs/docent.yaml"));
        let ran = place.docent_in("our-docs", arguments.iter().copied()).well();
        assert!(
            ran.out.contains("Next:\n  docent check\n  docent build\n"),
            "{}",
            ran.out
        );
        assert_eq!(place.check("our-docs", None).corpus.config.title, "Our docs");
    }
}

#[test]
fn another_working_folder_is_respected() {
    let place = Place::of_ada();
    place.write("a/keep", "");
    let ran = place.docent(["-C", "a", "init", "b"]).well();
    assert!(ran.out.contains("  cd a/b && docent check\n"), "{}", ran.out);
    assert!(place.has("a/b/docent.yaml"));
    assert_eq!(place.docent(["-q", "init", "c"]).well().out, "");
}

#[test]
fn the_hook_stops_a_commit_with_errors() {
    let place = Place::of_ada();
    place.docent(["init"]).well();
    place.git(["config", "core.hooksPath", ".githooks"]).well();
    let proposal = "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md";
    let whole = place.read(proposal);
    let (before, _) = whole.split_once("## Business motivation").expect("a section");
    place.write(proposal, before);
    let refused = place.git(["commit", "-q", "-a", "-m", "Forget why"]);
    assert_ne!(refused.code, 0);
    assert!(refused.err.contains("Business motivation") || refused.out.contains("Business motivation"));
    place.write(proposal, &format!("{whole}\nOne more sentence.\n"));
    place.git(["commit", "-q", "-a", "-m", "Say one thing more"]).well();
}

#[test]
fn workflows_are_valid_and_ask_for_little() {
    let place = Place::of_ada();
    place.docent(["init"]).well();
    let text = place.read(".github/workflows/docent.yml");
    let github: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let scopes = |value: &serde_yaml::Value| {
        let scopes = value["permissions"].as_mapping().expect("permissions");
        let scope = |(key, value): (&serde_yaml::Value, &serde_yaml::Value)| {
            format!(
                "{}: {}",
                key.as_str().expect("a scope"),
                value.as_str().expect("a right")
            )
        };
        scopes.iter().map(scope).collect::<Vec<_>>()
    };
    assert_eq!(scopes(&github), ["contents: read"]);
    assert_eq!(scopes(&github["jobs"]["publish"]), ["pages: write", "id-token: write"]);
    assert!(github["jobs"]["check"]["permissions"].is_null());
    assert_eq!(
        github["env"]["DOCENT_VERSION"].as_str(),
        Some(env!("CARGO_PKG_VERSION"))
    );
    let checkout = &github["jobs"]["check"]["steps"][0]["with"];
    assert_eq!(checkout["fetch-depth"].as_i64(), Some(0));
    for line in text.lines().filter(|line| line.contains("uses:")) {
        let (_, version) = line.split_once("@v").expect("a version");
        assert!(version.parse::<u32>().is_ok(), "pinned by its major version: {line}");
    }
    assert!(text.contains("cargo install docent --locked"));

    let gitlab: serde_yaml::Value = serde_yaml::from_str(&place.read(".gitlab-ci.yml")).expect("YAML");
    assert_eq!(gitlab["variables"]["GIT_DEPTH"].as_i64(), Some(0));
    assert_eq!(gitlab["pages"]["artifacts"]["paths"][0].as_str(), Some("public"));
}
