//! Search: the index that docent writes, asked by the script that browsers run.

#[path = "../benches/support/mod.rs"]
mod synthetic;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use camino::Utf8Path;
use docent::pipeline::{self, BuildOptions, Options};
use docent::repository::{Repository, Snapshot};
use docent::site::search::words::{self, Stemmer};
use serde_json::{Value, json};

/// Most that a first search may load, compressed: the scripts, the style and the pieces of the index.
const MOST_FIRST_SEARCH: usize = 50_000;

fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A site on disk, and what it is asked.
struct Site(tempfile::TempDir);

impl Site {
    fn of(files: &[(&str, &str)]) -> Self {
        Self::build(Snapshot::from_texts(files.iter().copied()))
    }

    fn example() -> Self {
        let repository = Repository::open(&root().join("example-org")).expect("the example organisation");
        Self::build(repository.work_tree().expect("its files"))
    }

    fn build(snapshot: Snapshot) -> Self {
        let mut organisation = pipeline::check(snapshot, &Options::default());
        let built = pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors");
        let site = Self(tempfile::tempdir().expect("a folder"));
        for (route, bytes) in built.site.iter().filter(|(route, _)| route.starts_with("assets/")) {
            site.put(route, bytes);
        }
        site
    }

    fn put(&self, route: &str, bytes: &[u8]) {
        let path = self.0.path().join(route);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> String {
        let script = root().join("tests/search/run.mjs");
        let output = Command::new("node")
            .arg(script)
            .arg(self.0.path())
            .args(arguments)
            .output()
            .expect("node");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn file(&self, name: &str, text: &str) -> String {
        self.put(name, text.as_bytes());
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    /// Answers to questions with filters.
    fn ask_all(&self, questions: &Value) -> Vec<Value> {
        let file = self.file("questions.json", &questions.to_string());
        let answers: Value = serde_json::from_str(&self.run(&["find", &file])).expect("JSON");
        answers.as_array().expect("a list").clone()
    }

    /// The ids that a question finds, best first.
    fn ask(&self, question: &str) -> Vec<String> {
        self.filter(question, &json!({}))
    }

    fn filter(&self, question: &str, filters: &Value) -> Vec<String> {
        ids(&self.ask_all(&json!([[question, filters]]))[0])
    }
}

fn ids(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().expect("a list").iter();
    results.map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
}

/// A cut text with brackets around what is marked.
fn marked(cut: &Value) -> String {
    let pieces = cut.as_array().expect("a list").iter();
    let text = |it: &Value| it[0].as_str().expect("a text").to_owned();
    let pieces = pieces.map(|it| {
        if it[1] == true {
            format!("[{}]", text(it))
        } else {
            text(it)
        }
    });
    pieces.collect()
}

/// A document with a title and sections.
fn document(head: &str, title: &str, body: &str) -> String {
    format!("---\n{head}---\n# {title}\n\n{body}")
}

fn texts(folder: &Path, found: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.push(text);
        }
    }
}

/// Everything that people wrote in the example, in documents of others, and a synthetic organisation.
fn everything() -> Vec<String> {
    let mut all = Vec::new();
    for folder in ["example-org", "tests/corpora", "themes/default/words"] {
        texts(root().join(folder).as_std_path(), &mut all);
    }
    all.extend(synthetic::files(100).map(|(_, text)| text));
    all
}

/// Words that nobody wrote: every combination of a few beginnings with up to two endings, and letters as they fall.
fn inventions(letters: &str, endings: &[&str], known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut invented = BTreeSet::new();
    for word in known.iter().step_by(7) {
        for ending in endings {
            invented.insert(format!("{word}{ending}"));
        }
    }
    let letters: Vec<char> = letters.chars().collect();
    let mut dice = 42_u64;
    let mut below = |bound: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).expect("a number") % bound
    };
    for _ in 0..60_000 {
        let length = 1 + below(8);
        let mut word: String = (0..length).map(|_| letters[below(letters.len())]).collect();
        for _ in 0..below(3) {
            word.push_str(endings[below(endings.len())]);
        }
        invented.insert(word);
    }
    invented
}

#[test]
fn the_browser_stems_as_the_index_does() {
    let site = Site::of(&[("rewrites/0001-x.md", "# X\n")]);
    let mut known = BTreeSet::new();
    for text in everything() {
        words::each(&text, &mut |word| {
            known.insert(word.to_owned());
        });
    }
    assert!(known.len() > 5_000, "{} words", known.len());
    let english = "s es ed eed ing ingly edly eedly ly li y ies ied ational tional enci anci abli entli izer ization ation \
                   ator alism aliti alli fulness ousli ousness iveness iviti biliti bli ogi ogist fulli lessli icate ative \
                   alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion ism ate iti ous ive ize e \
                   l ll at bl iz bb tt past ying gener commun univers succ proc exc even out inn";
    let german = "em ern er erin erinnen e en es s ln lns est st et end ung ig ik isch lich heit keit niss syst eig ß ae oe \
                  ue qu u y au eu uei geordn intern tick plan tr ä ö ü bar haft los chen";
    let english: Vec<&str> = english.split_whitespace().collect();
    let german: Vec<&str> = german.split_whitespace().collect();
    for (language, letters, endings) in [
        ("en", "aeiouyaeiouybcdfghklmnprstvwxz'q", english),
        ("de", "aeiouyäöüaeioubcdfghklmnprstßwzq", german),
    ] {
        let stemmer = Stemmer::of(language);
        let lines: String = known
            .iter()
            .chain(&inventions(letters, &endings, &known))
            .filter(|word| !word.contains([' ', '\n']))
            .map(|word| format!("{word} {}\n", stemmer.stem(word)))
            .collect();
        let file = site.file("stems.txt", &lines);
        let wrong = site.run(&["stems", language, &file]);
        let first: Vec<_> = wrong.lines().filter(|line| !line.is_empty()).take(10).collect();
        assert!(first.is_empty(), "{language}: {first:#?}");
    }
}

#[test]
fn what_is_copied_from_a_document_is_looked_up_as_it_was_indexed() {
    let site = Site::of(&[("rewrites/0001-x.md", "# X\n")]);
    let mut texts = everything();
    texts.push(
        "新旧システムを並行して運用する。用Rust写 회의록 ไทย Größe naïve ПРИВЕТ İstanbul ΣΊΣΥΦΟΣ v2.1-rc_3 🦀x²"
            .to_owned(),
    );
    let file = site.file("texts.json", &json!(texts).to_string());
    let asked: Vec<Vec<String>> = serde_json::from_str(&site.run(&["parts", &file])).expect("JSON");
    for (text, asked) in texts.iter().zip(asked) {
        let mut indexed = BTreeSet::new();
        words::each(text, &mut |word| {
            indexed.insert(word.to_owned());
        });
        let is_missing = |word: &&String| word.chars().count() <= words::LONGEST && !indexed.contains(*word);
        let missing: Vec<_> = asked.iter().filter(is_missing).take(5).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn a_reader_finds_documents_in_the_example() {
    let site = Site::example();
    let answers = site.ask_all(&json!([
        ["RW-5", {}],
        ["stream instead of the poller", {}],
        ["migratoin plan", {}],
        ["", { "type": "incident", "year": "2025" }],
        ["zqxzqxzqx", {}],
    ]));
    assert_eq!(ids(&answers[0])[0], "RW-5", "an id comes first");
    assert!(
        answers[0]["total"].as_u64() > Some(1),
        "and those that name it after it"
    );
    assert_eq!(ids(&answers[1])[0], "RW-5", "a title comes before texts");
    assert_eq!(
        marked(&answers[1]["results"][0]["title"]),
        "A position [stream] [instead] [of] [the] [poller]"
    );
    assert!(answers[2]["total"].as_u64() > Some(0), "a swapped letter is forgiven");
    assert!(
        ids(&answers[3]).iter().all(|id| id.starts_with("INC-2025")),
        "{:?}",
        ids(&answers[3])
    );
    assert_eq!(answers[4]["total"], 0);
}

#[test]
fn title_then_heading_then_text() {
    let text = "Words about other things, and again about other things.\n";
    let site = Site::of(&[
        (
            "decisions/0001-a.md",
            &document("", "Nothing", &format!("## Part\n\n{text} A queue here.\n")),
        ),
        (
            "decisions/0002-b.md",
            &document("", "Nothing else", &format!("## The queue\n\n{text}")),
        ),
        (
            "decisions/0003-c.md",
            &document("", "A queue", &format!("## Part\n\n{text}")),
        ),
        (
            "decisions/0004-d.md",
            &document("tags: [queue]\n", "Tagged", &format!("## Part\n\n{text}")),
        ),
    ]);
    assert_eq!(site.ask("queue"), ["ADR-3", "ADR-2", "ADR-1", "ADR-4"]);
    assert_eq!(
        site.ask("queues "),
        ["ADR-3", "ADR-2", "ADR-1", "ADR-4"],
        "whatever its ending"
    );
    assert_eq!(
        site.ask("que"),
        ["ADR-3", "ADR-2", "ADR-1", "ADR-4"],
        "while it is typed"
    );
    assert_eq!(site.ask("qeuue "), ["ADR-3", "ADR-2", "ADR-1", "ADR-4"], "and mistyped");
    let answer = &site.ask_all(&json!([["queue here", {}]]))[0];
    assert_eq!(ids(answer), ["ADR-1"], "every word has to be there");
    let section = &answer["results"][0]["sections"][0];
    assert_eq!(section["anchor"], "part");
    assert!(marked(&section["text"]).ends_with("A [queue] [here]."), "{section}");
    let answer = &site.ask_all(&json!([["queue zeppelin", {}]]))[0];
    assert_eq!(
        (answer["partly"].as_bool(), ids(answer).len()),
        (Some(true), 4),
        "unless no document has all"
    );
}

#[test]
fn an_id_leads_to_its_document_before_those_that_name_it() {
    let site = Site::of(&[
        (
            "rewrites/0001-a.md",
            &document("", "After RW-12", "RW-12 RW-12 RW-12\n"),
        ),
        ("rewrites/0012-b.md", &document("", "Orders", "Text\n")),
        ("rewrites/0120-c.md", &document("", "Others", "Text\n")),
    ]);
    assert_eq!(site.ask("RW-12 "), ["RW-12", "RW-1"]);
    assert_eq!(site.ask("rw-12"), ["RW-12", "RW-120", "RW-1"], "the id may go on");
}

#[test]
fn results_are_filtered_by_type_state_owner_and_year() {
    let site = Site::of(&[
        ("people.yaml", "mira: { name: Mira Okafor }\n"),
        (
            "rewrites/0001-a.md",
            &document("status: draft\nowner: mira\n", "Queue one", ""),
        ),
        (
            "rewrites/0002-b.md",
            &document("status: proposed\nowner: ben\n", "Queue two", ""),
        ),
        (
            "decisions/0001-c.md",
            &document("date: 2025-03-01\nowner: mira\n", "Queue three", ""),
        ),
    ]);
    assert_eq!(
        site.filter("queue", &json!({ "type": "rewrite", "state": "draft" })),
        ["RW-1"]
    );
    assert_eq!(site.filter("queue", &json!({ "owner": "mira" })), ["ADR-1", "RW-1"]);
    assert_eq!(site.filter("", &json!({ "year": "2025" })), ["ADR-1"]);
    assert_eq!(site.filter("queue", &json!({ "state": "nonsense" })), [""; 0]);
    assert_eq!(site.ask("okafor"), ["ADR-1", "RW-1"], "people are found by name");
}

#[test]
fn other_scripts_and_marks_are_found() {
    let site = Site::of(&[
        (
            "decisions/0001-a.md",
            &document("", "並行運用", "新旧システムを並行して運用する。\n"),
        ),
        (
            "decisions/0002-b.md",
            &document("", "Кэш", "Очередь заказов и naïve Größen.\n"),
        ),
    ]);
    for (question, id) in [
        ("並行", "ADR-1"),
        ("システム", "ADR-1"),
        ("旧", "ADR-1"),
        ("очередь", "ADR-2"),
        ("очер", "ADR-2"),
        ("naive ", "ADR-2"),
        ("größen ", "ADR-2"),
        ("grossen ", "ADR-2"),
    ] {
        assert_eq!(site.ask(question), [id], "{question}");
    }
    let answer = &site.ask_all(&json!([["並行運", {}]]))[0];
    assert_eq!(marked(&answer["results"][0]["title"]), "[並行運]用");
}

#[test]
fn german_documents_are_found_by_german_stems() {
    let site = Site::of(&[
        ("docent.yaml", "language: de\n"),
        (
            "decisions/0001-a.md",
            &document("", "Warteschlange", "Die Häuser werden gemessen.\n"),
        ),
    ]);
    for question in ["haus ", "hauses ", "warteschlangen ", "haeuser "] {
        assert_eq!(site.ask(question), ["ADR-1"], "{question}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile =
        "</script><script>alert(1)</script> \u{2028} \"); alert(2); (\" __proto__ constructor toString \\u0000";
    let site = Site::of(&[(
        "decisions/0001-a.md",
        &document(
            &format!("summary: '{hostile}'\n"),
            "constructor",
            &format!("## __proto__\n\n{hostile}\n"),
        ),
    )]);
    for question in [
        "constructor",
        "__proto__",
        "tostring",
        "hasOwnProperty",
        "\"); alert",
        "((((",
        "\\",
        "a".repeat(5_000).as_str(),
    ] {
        site.ask(question);
    }
    assert_eq!(site.ask("constructor "), ["ADR-1"]);
}

/// The index of some documents, without their pages.
fn index(snapshot: Snapshot) -> Vec<(String, Vec<u8>)> {
    let organisation = pipeline::check(snapshot, &Options::default());
    let insights = organisation.insights(None);
    let input = docent::render::Input {
        corpus: &organisation.corpus,
        links: &organisation.links,
        earlier: &[],
        insights: &insights,
        checked: &organisation.checked,
        snapshot: &organisation.snapshot,
        history: &organisation.history,
        archive: None,
        elsewhere: None,
        commit: None,
        repository: None,
        base_url: None,
    };
    let shelf = docent::site::InMemory::default();
    docent::site::search::put(&input, &shelf);
    let site = shelf.finish();
    site.iter()
        .map(|(route, bytes)| (route.to_owned(), bytes.to_vec()))
        .collect()
}

/// A synthetic organisation that can be searched, without its pages.
fn large(documents: usize) -> Site {
    let site = Site(tempfile::tempdir().expect("a folder"));
    for (route, bytes) in index(Snapshot::from_texts(synthetic::files(documents))) {
        // Files of words are about as large as they are meant to be; a list of hits may be longer, but not without end.
        let most = if route.contains("/d/") || route.ends_with("/index.js") {
            32_000
        } else {
            8_000
        };
        assert!(bytes.len() <= most, "{route} has {} bytes", bytes.len());
        site.put(&route, &bytes);
    }
    let engine = std::fs::read(root().join("themes/default/assets/search-engine.js")).expect("the script");
    site.put("assets/search-engine.js", &engine);
    site
}

/// A page of an organisation.
fn page(files: &[(&str, &str)], route: &str, base_url: Option<&str>) -> String {
    let mut organisation = pipeline::check(Snapshot::from_texts(files.iter().copied()), &Options::default());
    let options = BuildOptions {
        base_url: base_url.map(str::to_owned),
        ..BuildOptions::default()
    };
    let built = pipeline::build(&mut organisation, &options).expect("a theme without errors");
    let bytes = built.site.get(route).unwrap_or_else(|| panic!("no `{route}`"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_missing_page_searches_where_it_can() {
    let files = [("rewrites/0001-a.md", "# A\n")];
    let known = page(&files, "404.html", Some("https://docs.example/x/"));
    assert!(
        known.contains("action=\"https://docs.example/x/search.html\""),
        "{known}"
    );
    assert!(known.contains("form-action https://docs.example\""), "{known}");
    let unknown = page(&files, "404.html", None);
    assert!(
        unknown.contains("<form role=\"search\" method=\"get\" hidden>"),
        "{unknown}"
    );
    assert!(unknown.contains("form-action 'self'"), "{unknown}");
}

#[test]
fn search_has_a_page_that_says_what_it_needs() {
    let page = page(&[("rewrites/0001-a.md", "# A\n")], "search.html", None);
    assert!(page.contains("<noscript>"), "{page}");
    assert!(page.contains("href=\"rewrites/index.html\""), "{page}");
}

#[test]
fn a_board_keeps_what_it_leaves_out_for_the_filter() {
    let texts: Vec<_> = (1..=20)
        .map(|number| {
            let owner = if number % 2 == 0 { "mira" } else { "ben" };
            let text = document(
                &format!("status: draft\nowner: {owner}\n"),
                &format!("Number {number}"),
                "",
            );
            (format!("rewrites/{number:04}-a.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let board = page(&files, "rewrites/board.html", None);
    assert!(board.contains("data-more=\"cards.js\""), "{board}");
    assert!(board.contains("<option value=\"mira\">mira (10)</option>"), "{board}");
    let cards = page(&files, "rewrites/cards.js", None);
    let shown = |text: &str| text.matches("class=\"card\"").count() + text.matches("class=\\\"card\\\"").count();
    assert!(
        shown(&board) >= 10 && shown(&cards) > 0,
        "{} and {}",
        shown(&board),
        shown(&cards)
    );
    assert_eq!(shown(&board) + shown(&cards), texts.len());
    assert!(cards.starts_with("docentRows({\"draft\":"), "{cards}");
}

#[test]
fn the_same_documents_give_the_same_index() {
    let build = || index(Snapshot::from_texts(synthetic::files(120)));
    assert!(build() == build());
}

#[test]
fn a_document_of_nothing_but_different_words_does_not_fill_the_index() {
    let words: String = (0..150_000).map(|number| format!("x{number:x} ")).collect();
    let headings = "## H\n\nword\n\n".repeat(3_000);
    let text = document("", "Long", &format!("{words}\n\n{headings}"));
    let files = index(Snapshot::from_texts([("decisions/0001-a.md", text.as_str())]));
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < text.len() / 2, "{bytes} bytes of {}", text.len());
}

#[test]
fn a_first_search_of_a_thousand_documents_is_small_and_quick() {
    let site = large(1_000);
    let answers = site.ask_all(&json!([
        ["", {}],
        ["RW-12", {}],
        ["migration", {}],
        ["customers wait for orders", {}],
        ["qu", {}],
        ["delivrey", {}],
    ]));
    // The scripts and the style, compressed; measured, with room for what they may yet say.
    let page = 12_500;
    for answer in &answers {
        let gzip = usize::try_from(answer["gzip"].as_u64().expect("a size")).expect("a size");
        assert!(page + gzip <= MOST_FIRST_SEARCH, "{gzip} bytes: {}", answer["loaded"]);
    }
}
