//! The organisation of attackers, as files with a past.

use camino::Utf8Path;
use docent::history::BranchSelection;
use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::Repository;
use serde_json::Value;
use std::sync::LazyLock;

use crate::payloads::{LINES, PAYLOADS};
use crate::support::repo::Repo;

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
        for (at, scheme) in ["javascript:", "data:text/html,", "//evil.example/", ""]
            .into_iter()
            .enumerate()
        {
            let payload = self.next();
            text.push_str(&format!(
                "\n\n[hostile{at}]: <{scheme}{}> \"{}\"\n\n[hostile{at}] ![{payload}][hostile{at}]\n",
                payload.replace(['<', '>', '\\'], ""),
                payload.replace('"', "'"),
            ));
        }
        // All kinds in each document would be what the test waits for.
        let first = self.0 % 16;
        for diagram in self.diagrams().into_iter().cycle().skip(first).take(4) {
            text.push_str(&format!("\n```mermaid\n{diagram}\n```\n"));
        }
        text
    }

    /// One of each kind that is drawn.
    fn diagrams(&mut self) -> Vec<String> {
        let plain = self
            .next()
            .replace(['[', ']', '(', ')', '"', '{', '}', '|', ';', ':', '#'], " ");
        let quoted = self.next().replace('"', "'");
        [
            "flowchart LR\n A[\"QUOTED\"] -->|PLAIN| B[PLAIN]\n click A href \"javascript:xss()\" \"x\"\n click B call xss()\n style A fill:#f00,xss:url(//evil.example)",
            "flowchart LR\n A[\"<b>x</b><img src=x onerror=xss()>\"] --> B[\"`**md** <xss>`\"]\n classDef xss fill:red,stroke:url(javascript:xss())\n class A xss\n linkStyle 0 stroke:\"><xss>",
            "flowchart TB\n subgraph \"QUOTED\"\n A@{ img: \"//evil.example/xss.png\", label: \"QUOTED\" }\n end\n B@{ icon: \"fa:xss\", label: \"<xss>\" }",
            "sequenceDiagram\n title PLAIN\n participant A as PLAIN\n A->>B: PLAIN\n Note over A: QUOTED\n link A: x @ javascript:xss()\n links A: {\"x\": \"javascript:xss()\"}\n loop QUOTED\n A->>B: x\n end",
            "pie title PLAIN\n \"QUOTED\" : 3\n \"b\" : 1",
            "---\ntitle: \"<xss>\"\nconfig:\n  securityLevel: loose\n  themeCSS: \"xss\"\n  fontFamily: '\"><xss>'\n---\nclassDiagram\n accTitle: \" onxss=1\n accDescr: </desc><xss>\n class A { +run() PLAIN }\n A : PLAIN\n click A href \"javascript:xss()\"\n link A \"javascript:xss()\" \"QUOTED\"\n callback A \"xss\"",
            "%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true, \"themeVariables\": {\"primaryColor\": \"\\\"><xss>\"}}}%%\nflowchart LR\n A[<iframe srcdoc=x>]",
            "stateDiagram-v2\n [*] --> A : PLAIN\n state \"QUOTED\" as A\n note right of A : PLAIN\n A --> [*]",
            "erDiagram\n \"QUOTED\" ||--o{ ORDER : \"QUOTED\"\n ORDER { string name PK \"QUOTED\" }",
            "gantt\n title PLAIN\n dateFormat YYYY-MM-DD\n section PLAIN\n PLAIN : a1, 2026-01-01, 3d\n click a1 href \"javascript:xss()\"\n click a1 call xss()",
            "gitGraph\n commit id: \"QUOTED\" tag: \"QUOTED\"\n branch \"QUOTED\"\n commit msg: \"QUOTED\"",
            "journey\n title PLAIN\n section PLAIN\n PLAIN: 3: PLAIN, <xss>",
            "mindmap\n root((PLAIN))\n  PLAIN\n   [\"QUOTED\"]\n   ::icon(fa fa-xss)\n   :::xss",
            "quadrantChart\n title PLAIN\n x-axis \"QUOTED\" --> \"QUOTED\"\n y-axis PLAIN\n quadrant-1 \"QUOTED\"\n \"QUOTED\": [0.3, 0.6] color: \"><xss>",
            "timeline\n title PLAIN\n section PLAIN\n 2026 : PLAIN : QUOTED",
            "xychart-beta\n title \"QUOTED\"\n x-axis \"QUOTED\" [\"QUOTED\", b]\n y-axis \"QUOTED\" 0 --> 9\n bar [3, 5]",
        ]
        .map(|diagram| diagram.replace("PLAIN", &plain).replace("QUOTED", &quoted))
        .into()
    }
}

/// Whether a field holds words.
fn is_text(key: &str, value: &str) -> bool {
    let is_key = key.trim_start().bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    let word =
        !value.starts_with(['[', '{', '"']) && value.contains(' ') && !value.starts_with(|c: char| c.is_ascii_digit());
    is_key && (word || key == "title") && !matches!(key, "data" | "period" | "appetite")
}

/// The files of the example, as they are.
fn example() -> Vec<(String, String)> {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let example = Repository::open(&folder)
        .and_then(|it| it.work_tree())
        .expect("the example");
    let text = |path: &Utf8Path| {
        let bytes = example.bytes(path).expect("a file").expect("its bytes");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    example.paths().map(|path| (path.to_string(), text(path))).collect()
}

/// A file of the example in the attacker's hands.
fn attacked(attacker: &mut Attacker, path: &str, text: &str) -> String {
    match path.rsplit('.').next() {
        Some("md") => attacker.document(text),
        Some("csv") => text
            .lines()
            .map(|line| format!("{line},\"{}\"\n", attacker.next().replace('"', "\"\"")))
            .collect(),
        Some("yaml") if path == "people.yaml" => text
            .lines()
            .map(|line| match line.split_once(": ") {
                Some((key @ "  name", name)) => format!("{key}: {}\n", attacker.quoted(name)),
                Some((key @ "  emails", _)) => format!("{key}: [{}]\n", attacker.quoted("a@b.example")),
                _ => format!("{line}\n"),
            })
            .collect(),
        _ => text.to_owned(),
    }
}

/// Settings of an organisation that did not look at what it copied.
fn settings(attacker: &mut Attacker) -> [(&'static str, String); 2] {
    let mut one = || Value::from(attacker.next()).to_string();
    let settings = format!(
        "title: {}\ndescription: {}\nrepository: \"https://git.example/'><xss>?\\\"onxss=1\"\nedit: \"https://git.example/\\\"><xss>/{{path}}\"\nfooter: {}\nfont: [{}]\nnavigation:\n  groups:\n    - label: {}\n      items: [home, {{ label: {}, to: \"https://e.example/\\\"><xss>\" }}, {{ label: {}, to: \"javascript:xss()\" }}]\n",
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
    );
    let definition = format!(
        "type: memo\nname: {}\nplural: {}\nprefix: MEMO\nfolder: memos\npurpose: {}\nlifecycle:\n  states: [{}, done]\n  gate: done\nfields:\n  owner: {{ kind: person, required: always, prompt: {} }}\n  \"<xss>\": {{ kind: text, prompt: {} }}\nsections:\n  - heading: {}\n    required: always\n    prompt: {}\n",
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
    );
    [("docent.yaml", settings), ("types/memo.yaml", definition)]
}

/// A document that has nothing but one thing that an attacker writes, wherever it can stand.
fn one_thing(at: usize, written: &str) -> (String, String) {
    let quoted = Value::from(written).to_string();
    // Where a text begins a line of its own, it is more than within one.
    let line = written.lines().next().unwrap_or_default();
    let text = format!(
        "---\nid: {quoted}\ntitle: {quoted}\nstatus: {quoted}\nowner: {quoted}\nteam: {quoted}\ntags: [{quoted}]\naliases: [{quoted}, \"old-{at}/xss\"]\nservices: [{quoted}]\nurl: {quoted}\nsummary: {quoted}\nperiod: {quoted}\ndata: {quoted}\n{quoted}: {quoted}\n---\n# x\n\n@{line} {line}\n\n{line}\n\n    {line}\n\n- {line}\n"
    );
    let (folder, word) = [
        ("rewrites", "rw"),
        ("incidents", "inc"),
        ("initiatives", "ini"),
        ("metrics", "met"),
        ("decisions", "adr"),
        ("memos", "memo"),
    ][at % 6];
    (format!("{folder}/{:04}-{word}-hostile.md", 900 + at), text)
}

/// Names of files; each is a plain page and a picture beside it.
const NAMES: [&str; 6] = [
    "\"><xss>",
    "<img src=x onerror=xss()>",
    "' onxss='1",
    "javascript:xss()",
    "&lt;xss&gt; %3Cxss%3E {{ site.title }}",
    "](javascript:xss()) [x",
];

/// Drawings that are more than drawings, and one that is none the less.
pub const DRAWINGS: [(&str, &str); 10] = [
    (
        "honest",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><title>On = off</title><rect width='9' height='9'/></svg>",
    ),
    (
        "script",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>xss()</script></svg>",
    ),
    (
        "prefix",
        "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script>xss()</s:script></s:svg>",
    ),
    ("handler", "<svg xmlns='http://www.w3.org/2000/svg' onload='xss()'/>"),
    (
        "link",
        "<svg xmlns='http://www.w3.org/2000/svg'><a href='java&#x73;cript:xss()'><text y='9'>x</text></a></svg>",
    ),
    (
        "entity",
        "<!DOCTYPE svg [<!ENTITY x '&#60;script>xss()&#60;/script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
    ),
    (
        "sheet",
        "<?xml-stylesheet href='javascript:xss()'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    ),
    (
        "page",
        "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='xss()'/></foreignObject></svg>",
    ),
    (
        "set",
        "<svg xmlns='http://www.w3.org/2000/svg'><set attributeName='onmouseover' to='xss()'/><rect width='9' height='9'/></svg>",
    ),
    (
        "within",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/svg+xml,%3Csvg onload=xss()%3E'/></svg>",
    ),
];

/// The repository: the example, attacked, with a past and a branch.
fn repository() -> Repo {
    let files = example();
    let mut attacker = Attacker(0);
    let mut repo = Repo::new();
    for (path, text) in &files {
        repo = repo.write(path, text);
    }
    repo = repo.commit("Begin \"><xss>");
    for (path, text) in &files {
        repo = repo.write(path, attacked(&mut attacker, path, text));
    }
    for (path, text) in settings(&mut attacker) {
        repo = repo.write(path, text);
    }
    for (at, written) in PAYLOADS.iter().chain(&LINES).enumerate() {
        let (path, text) = one_thing(at, written);
        repo = repo.write(&path, text);
    }
    let mut shown = String::from("# Drawings\n\n");
    for (name, drawing) in DRAWINGS {
        repo = repo.write(&format!("pages/images/{name}.svg"), drawing);
        shown.push_str(&format!("![{name}](images/{name}.svg) [{name}](images/{name}.svg)\n\n"));
    }
    for name in NAMES {
        repo = repo
            .write(&format!("pages/{name}.md"), "# A page with an odd name\n\nWords.\n")
            .write(&format!("pages/images/{name}.png"), b"\x89PNG\r\n\x1a\n");
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        shown.push_str(&format!(
            "[odd]({encoded}.md) ![odd](images/{encoded}.png) ![{name}](<images/{name}.png>)\n\n"
        ));
    }
    repo = repo.write("pages/drawings.md", shown).write(
        ".mailmap",
        "\"><img src=x onerror=xss()> <mapped@x.example> <\"><xss>@x.example>\n",
    );
    let changed = &files
        .iter()
        .find(|(path, _)| path.starts_with("decisions/"))
        .expect("a decision")
        .0;
    repo = repo.by("<xss> \" onxss=1 </title>", "xss@\"><xss>.example").commit(
        "Change </script><xss> everything\n\nCo-authored-by: <img src=x onerror=xss()> <a@\"onxss=1.example>\nReviewed-by: \"><xss> <javascript:xss()>",
    );
    for (at, written) in PAYLOADS.iter().chain(&LINES).step_by(4).enumerate() {
        // A message and a name of every sort, on a page that is changed again and again.
        repo = repo
            .write("pages/changing.md", format!("# Changing\n\n## {at}\n\n{written}\n"))
            .by(
                &written.replace(['<', '>', '\n', '\r', '\0'], " "),
                "someone@example.org",
            )
            .commit(&format!("{}\n\n{written}", written.replace('\0', " ")).replace('\0', " "));
    }
    repo.branch("x/\"><img/src=x/onerror=xss()>&lt;'")
        .write(
            "rewrites/0990-proposed.md",
            format!("---\nstatus: draft\ntitle: {}\n---\n# x\n", Value::from(PAYLOADS[3])),
        )
        .write(changed, attacker.document("---\nstatus: draft\n---\n# x\n"))
        .commit("<script>xss()</script>")
        .switch("main")
}

/// Its site.
pub static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let repo = repository();
    let repository = repo.open();
    let options = Options {
        today: Some(jiff::civil::date(2026, 11, 25)),
        branches: Some(BranchSelection::All),
        ..Options::default()
    };
    let files = repository.work_tree().expect("its files");
    let mut organisation = pipeline::check_with_history(files, &repository, None, &options);
    organisation.look_back(&repository, None, options.today);
    let options = BuildOptions {
        today: options.today,
        base_url: Some("https://docs.example/org".to_owned()),
        ..BuildOptions::default()
    };
    pipeline::build(&mut organisation, &options).expect("a theme without errors")
});
