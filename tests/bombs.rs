//! No text costs more than its bytes: a hostile one is built in a few times what an innocent one of the same size takes, and in
//! a few times its memory. Ratios count, not seconds.

use std::fmt::Write;
use std::time::{Duration, Instant};

use docent::pipeline::{self, BuildOptions, Options};
use docent::repository::Snapshot;

/// Bytes of a text: enough that what grows faster than it shows, and little enough that the test is quick.
const SIZE: usize = 120_000;
/// How much longer a hostile text may take than an innocent one. Memory is bounded by what is written, and that by this, too.
const TIMES: u32 = 20;
/// How much more may be written for it.
const WRITTEN: usize = 40;

fn repeated(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}

fn numbered(unit: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(SIZE + 100);
    let mut number = 0;
    while text.len() < SIZE {
        text.push_str(&unit(number));
        number += 1;
    }
    text
}

/// Checks and builds; how long it took, and how many bytes of pages came out.
fn cost(path: &str, text: &str) -> (Duration, usize) {
    let files = [
        (path, text),
        (
            "decisions/0002-other.md",
            "---\nstatus: draft\n---\n# Other\n\nSee ADR-1.\n",
        ),
    ];
    let started = Instant::now();
    let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    let written = match pipeline::build(&mut organisation, &BuildOptions::default()) {
        Ok(built) => built.site.iter().map(|(_, bytes)| bytes.len()).sum(),
        Err(_) => 0,
    };
    let diagnostics: usize = organisation
        .checked
        .diagnostics
        .iter()
        .map(|it| it.message.len() + it.help.concat().len())
        .sum();
    (started.elapsed(), written + diagnostics)
}

/// Asserts that each text costs little more than the innocent one, measured now, on this machine, under its load.
#[track_caller]
fn assert_bounded(path: &str, innocent: &str, hostile: Vec<(&str, String)>) {
    let (base, base_written) = cost(path, innocent);
    let mut wrong = Vec::new();
    for (name, text) in hostile {
        let (mut took, written) = cost(path, &text);
        // Once more before it is blamed: somebody else may have had the machine.
        if took > base * TIMES {
            took = took.min(cost(path, &text).0);
        }
        if took > base * TIMES || written > base_written + WRITTEN * text.len() {
            wrong.push(format!(
                "{name}: {took:?} against {base:?}, {written} bytes against {base_written}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Paragraphs, lists, links and headings as people write them.
fn innocent() -> String {
    numbered(|number| {
        format!(
            "## What happened on day {number}\n\nOrders arrive *faster* than they are written, and `noon` is when [some](../x.md) of them \
             are lost, because nobody waits for ADR-2 or the disk.\n\n- One of them\n- Another, with **more** to say about it\n\n"
        )
    })
}

fn document(body: &str) -> String {
    format!("---\nstatus: draft\n---\n# It\n\n{body}\n")
}

#[test]
fn markdown_costs_what_its_bytes_cost() {
    let families: Vec<(&str, String)> = vec![
        ("quotes", repeated(">")),
        ("quotes with spaces", repeated("> ")),
        ("quotes that end", repeated(">a\n\n")),
        (
            "lists in lists",
            numbered(|at| format!("{}- a\n", " ".repeat(at % 300))),
        ),
        ("bullets", repeated("- ")),
        ("numbers", repeated("1. ")),
        ("emphasis", repeated("*a _b ")),
        ("emphasis that never closes", repeated("**a")),
        (
            "emphasis that closes late",
            format!("{}{}", "*a ".repeat(SIZE / 6), "b* ".repeat(SIZE / 6)),
        ),
        ("underscores", repeated("_")),
        ("stars and letters", repeated("*x")),
        ("brackets", repeated("[")),
        ("brackets that close", repeated("[a]")),
        (
            "brackets in brackets",
            format!("{}{}", "[".repeat(SIZE / 2), "]".repeat(SIZE / 2)),
        ),
        (
            "links in links",
            format!("{}{}", "[a](b ".repeat(SIZE / 12), ")".repeat(SIZE / 12)),
        ),
        (
            "images in images",
            format!("{}{}", "![a".repeat(SIZE / 8), "](b)".repeat(SIZE / 8)),
        ),
        ("link destinations", repeated("[a](<b")),
        (
            "reference definitions",
            numbered(|at| format!("[r{at}]: /x{at} \"t\"\n")),
        ),
        (
            "references",
            format!("[r]: /{}\n\n{}", "x".repeat(2_000), "[r] ".repeat(SIZE / 4)),
        ),
        ("references to nothing", numbered(|at| format!("[r{at}][] "))),
        ("footnotes", numbered(|at| format!("a[^{at}]\n\n[^{at}]: b\n\n"))),
        (
            "one footnote many times",
            format!("[^a]: b\n\n{}", "[^a] ".repeat(SIZE / 5)),
        ),
        (
            "footnotes in footnotes",
            numbered(|at| format!("[^{at}]: [^{}]\n\n", at + 1)),
        ),
        (
            "columns",
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(SIZE / 8),
                "-|".repeat(SIZE / 8),
                "b|".repeat(SIZE / 8)
            ),
        ),
        (
            "columns without cells",
            format!(
                "|{}\n|{}\n{}",
                "a|".repeat(2_000),
                "-|".repeat(2_000),
                "|\n".repeat(SIZE / 2)
            ),
        ),
        ("rows", format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(SIZE / 6))),
        ("a long line", repeated("word ")),
        ("a long word", repeated("w")),
        ("comments", repeated("<!-- a -->")),
        ("comments that never end", repeated("<!-- a ")),
        ("tags", repeated("<b>")),
        ("tags that close nothing", repeated("</b>")),
        ("details", repeated("<details>\n\n")),
        ("attributes", format!("<p {}>x</p>", "a=b ".repeat(SIZE / 4))),
        ("declarations", repeated("<!A ")),
        ("instructions", repeated("<?")),
        ("character data", repeated("<![CDATA[")),
        ("headings of one name", repeated("## Same\n\n")),
        ("headings", numbered(|at| format!("## H{at}\n\n"))),
        (
            "headings that nest",
            numbered(|at| format!("{} H\n\n", "#".repeat(at % 6 + 1))),
        ),
        ("underlined headings", repeated("a\n=\n\n")),
        ("rules", repeated("---\n\n")),
        ("backquotes", numbered(|at| "`".repeat(at % 800 + 1) + "a")),
        ("fences", repeated("```\na\n```\n\n")),
        ("fences of a kind", numbered(|at| format!("```x{at}\na\n```\n\n"))),
        (
            "code",
            format!("```rust\n{}\n```\n", "fn f() { \"a\"; } // b\n".repeat(SIZE / 21)),
        ),
        ("code on one line", format!("```js\n{}\n```\n", "(".repeat(SIZE))),
        (
            "code in many strings",
            format!("```python\n{}\n```\n", "'''\"".repeat(SIZE / 4)),
        ),
        ("links", numbered(|at| format!("[a](b{at}.md#c) "))),
        ("links up", repeated("[a](../../../../a.md) ")),
        ("wiki links", numbered(|at| format!("[[ADR-{at}|x]] "))),
        ("addresses", repeated("https://a.example/(b ")),
        ("addresses that never end", repeated("https://")),
        ("mail", repeated("<a@b.example>")),
        ("ids", repeated("ADR-2 ")),
        ("ids of hyphens", repeated("ADR-1-")),
        ("people", repeated("@ada-lovelace ")),
        ("entities", repeated("&amp;&#0;&x;")),
        ("backslashes", repeated("\\")),
        ("tabs", repeated("\t")),
        ("tabs in lists", repeated("-\ta\n\t")),
        ("tasks", repeated("- [ ] @ada a by 2026-01-01\n")),
        ("alerts", repeated("> [!NOTE]\n> a\n\n")),
        ("braces", repeated("# a {#b .c d=e}\n")),
        ("carriage returns", repeated("a\r")),
        ("zeros", repeated("\0")),
        ("marks on letters", repeated("a\u{300}\u{301}")),
        ("letters of four bytes", repeated("𝔞 ")),
        ("right to left", repeated("\u{202e}\u{2066}a")),
        ("strikes", repeated("~~a ~b ")),
        ("mathematics", repeated("$a$$")),
    ];
    let families = families
        .into_iter()
        .map(|(name, text)| (name, document(&text)))
        .collect();
    assert_bounded("decisions/0001-it.md", &document(&innocent()), families);
}

#[test]
fn front_matter_costs_what_its_bytes_cost() {
    let texts = |key: &str, yaml: String| format!("---\nstatus: draft\n{key}{yaml}\n---\n# It\n");
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let _ = writeln!(
            bomb,
            "a{level}: &a{level} [{}]",
            vec![format!("*a{}", level - 1); 9].join(", ")
        );
    }
    let families = vec![
        ("aliases", texts("", bomb)),
        ("anchors", texts("", numbered(|at| format!("k{at}: &a{at} x\n")))),
        (
            "merges",
            texts(
                "",
                format!("a: &a {{b: c}}\n{}", numbered(|at| format!("k{at}: {{<<: *a}}\n"))),
            ),
        ),
        ("keys", texts("", numbered(|at| format!("k{at}: x\n")))),
        ("the same key", texts("", repeated("k: x\n"))),
        ("a large key", texts("", format!("{}: x", "k".repeat(SIZE)))),
        ("a large value", texts("title: ", "x".repeat(SIZE))),
        ("brackets", texts("tags: ", repeated("["))),
        ("braces", texts("tags: ", repeated("{a: "))),
        ("dashes", texts("tags:\n  ", repeated("- "))),
        (
            "indents",
            texts("", numbered(|at| format!("{}a:\n", " ".repeat(at % 400)))),
        ),
        ("tags", texts("tags: [", repeated("a, ") + "]")),
        ("other tags", texts("tags: [", numbered(|at| format!("t{at}, ")) + "]")),
        (
            "references",
            texts("supersedes: [", numbered(|at| format!("ADR-{at}, ")) + "]"),
        ),
        (
            "aliases of routes",
            texts("aliases: [", numbered(|at| format!("a/{at}, ")) + "]"),
        ),
        ("people", texts("deciders: [", numbered(|at| format!("p{at}, ")) + "]")),
        ("quotes", texts("title: \"", repeated("\\\"") + "\"")),
        ("escapes", texts("title: \"", repeated("\\u0041") + "\"")),
        ("a block", texts("summary: |\n", repeated("  a\n"))),
        ("a folded block", texts("summary: >\n", repeated("  a\n\n"))),
        ("comments", texts("", repeated("# a\n"))),
        ("documents", texts("", repeated("...\n"))),
        ("directives", texts("", repeated("%YAML 1.2\n"))),
        ("kinds", texts("tags: ", repeated("!!str "))),
        ("question marks", texts("", repeated("? "))),
        ("unquoted at signs", texts("owner: ", repeated("@"))),
        ("colons", texts("title: ", repeated("a: "))),
        ("tabs", texts("", repeated("\ta: b\n"))),
    ];
    assert_bounded("decisions/0001-it.md", &document(&innocent()), families);
}

#[test]
fn settings_people_types_and_data_cost_what_their_bytes_cost() {
    let stars = ["**"; 12].join("/");
    let patterns = numbered(|at| format!("  - \"{stars}/x{at}.md\"\n"));
    let deep = format!("pages:\n  - \"{}\"\n", vec!["**"; SIZE / 4].join("/"));
    let wide = format!("pages:\n  - \"{}b\"\n", "*a".repeat(SIZE / 2));
    let settings = vec![
        ("patterns", format!("pages:\n{patterns}")),
        ("a deep pattern", deep),
        ("a wide pattern", wide),
        ("keys", numbered(|at| format!("k{at}: x\n"))),
        ("hidden", format!("navigation:\n  hide: [{}]\n", repeated("home, "))),
        (
            "exemptions",
            format!(
                "exempt:\n{}",
                repeated("  - { rules: [section-short], paths: [\"**/*.md\"] }\n")
            ),
        ),
    ];
    let innocent = innocent();
    let comment = |text: &str| text.lines().map(|line| format!("# {line}\n")).collect::<String>();
    assert_bounded("docent.yaml", &comment(&innocent), settings);
    let people = vec![
        (
            "addresses",
            format!(
                "ada:\n  name: Ada\n  emails: [{}]\n",
                numbered(|at| format!("a{at}@b.example, "))
            ),
        ),
        ("the same person", repeated("ada: Ada\n")),
    ];
    // Each person has a page.
    let honest = numbered(|at| format!("p{at}: Person {at}\n"));
    assert_bounded("people.yaml", &honest, people);
    let head = "type: memo\nname: Memo\nplural: Memos\nprefix: MEMO\nfolder: memos\nlifecycle:\n  states: [";
    let types = vec![
        ("states", format!("{head}{}]\n", numbered(|at| format!("s{at}, ")))),
        (
            "fields",
            format!(
                "{head}a]\nfields:\n{}",
                numbered(|at| format!("  f{at}: {{ kind: text }}\n"))
            ),
        ),
        (
            "sections",
            format!(
                "{head}a]\nsections:\n{}",
                numbered(|at| format!("  - heading: H{at}\n    required: always\n"))
            ),
        ),
        (
            "lists of lists",
            format!("{head}a]\nfields:\n  f: {}", repeated("{ kind: list, of: ")),
        ),
    ];
    assert_bounded("types/memo.yaml", &comment(&innocent), types);
    let data = vec![
        ("cells", format!("date,value\n{}", repeated("2026-01-01,1\n"))),
        (
            "days",
            format!(
                "date,value\n{}",
                numbered(|at| format!("{:04}-01-01,{at}\n", at % 9000 + 1000))
            ),
        ),
        (
            "columns",
            format!("date,{}\n2026-01-01,{}\n", "a,".repeat(SIZE / 4), "1,".repeat(SIZE / 4)),
        ),
        ("quotes", format!("date,value\n{}", repeated("\""))),
        ("empty lines", format!("date,value\n{}", repeated("\n"))),
        (
            "large numbers",
            format!("date,value\n{}", repeated("2026-01-01,1e308\n")),
        ),
    ];
    assert_bounded("metrics/0001-it.csv", &innocent, data);
}

#[test]
fn diagrams_cost_what_their_bytes_cost() {
    let diagram = |text: &str| document(&format!("```mermaid\n{text}\n```\n"));
    let families = [
        ("nodes", numbered(|at| format!("A{at} --> A{}\n", at + 1))),
        ("brackets", repeated("[")),
        ("one node", format!("A[\"{}\"]", "x ".repeat(SIZE / 2))),
    ];
    let families = families
        .into_iter()
        .map(|(name, text)| (name, diagram(&format!("flowchart LR\n{text}"))))
        .collect();
    assert_bounded("decisions/0001-it.md", &document(&innocent()), families);
}
