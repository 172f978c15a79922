//! What the interface says, in any language.
//!
//! Whether a page says anything that is not in a file of words is found with a language that marks every phrase, `⟦Home⟧`,
//! and an organisation that writes Greek: what is in Latin letters then and not between the marks stands in a template or
//! in the program.

use std::collections::{BTreeMap, BTreeSet};

use docent::check;
use docent::definition::{self, FieldKind};
use docent::pipeline::{self, BuildOptions, Options};
use docent::span::Span;
use docent::yaml;

use crate::support::repo::Repo;

const ENGLISH: &str = include_str!("../../themes/default/words/en.yaml");
const GERMAN: &str = include_str!("../../themes/default/words/de.yaml");

/// Groups whose phrases are said by no name: how days are written, and what charts say that no page shows yet.
const UNSAID: [&str; 3] = ["format.", "chart.", "preview.info"];

/// Phrases by key; those that differ by number with both.
type Words = BTreeMap<String, Vec<String>>;

/// Reads a file of words.
fn read(file: &str) -> Words {
    let path = docent::diagnostic::shared_path("words.yaml");
    let root = yaml::read(file, Span::new(0, file.len()), &path).root.expect("words");
    let mut words = Words::new();
    for group in &root.mapping().expect("groups").entries {
        for entry in group.value.mapping().map_or(&[][..], |it| it.entries.as_slice()) {
            let texts = match (entry.value.text(), entry.value.mapping()) {
                (Some(text), _) => vec![text.to_owned()],
                (None, numbers) => {
                    let text = |key: &str| Some(numbers?.get(key)?.text()?.to_owned());
                    ["one", "other"].iter().filter_map(|key| text(key)).collect()
                }
            };
            words.insert(format!("{}.{}", group.key.value, entry.key.value), texts);
        }
    }
    words
}

/// The values of a phrase, those that are addresses included.
fn values(texts: &[String]) -> BTreeSet<&str> {
    let all = texts.iter().flat_map(|text| text.split('{').skip(1));
    all.filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Texts of all files of a folder with an ending.
fn texts(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = std::fs::read_to_string(&path).expect("a text");
                found.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    found
}

/// Texts in quotes that name a key of a group there is.
fn keys_in<'a>(text: &'a str, groups: &BTreeSet<&str>) -> Vec<&'a str> {
    let quoted = text.split('"').skip(1);
    let is_key = |word: &&str| {
        let Some((group, key)) = word.split_once('.') else {
            return false;
        };
        let is_name = !key.is_empty()
            && key
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
        groups.contains(group) && is_name && !["html", "json", "css", "js", "svg", "xml", "txt", "ics"].contains(&key)
    };
    quoted.filter(is_key).collect()
}

#[test]
fn every_phrase_is_said_and_everything_that_is_said_is_a_phrase() {
    let english = read(ENGLISH);
    let groups: BTreeSet<&str> = english.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    let mut said: BTreeSet<String> = BTreeSet::new();
    let program = [
        texts("src/render", ".rs"),
        texts("src/site", ".rs"),
        texts("themes/default/templates", ".html"),
    ];
    for (path, text) in program.into_iter().flatten() {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for key in keys_in(text, &groups) {
            let begins = |it: &&String| key.ends_with('_') && it.starts_with(key);
            let meant: Vec<_> = english.keys().filter(begins).cloned().collect();
            assert!(
                english.contains_key(key) || !meant.is_empty(),
                "`{path}` says `{key}`, which `words/en.yaml` does not have"
            );
            said.insert(key.to_owned());
            said.extend(meant);
        }
        // `format!("incidents.trend_{word}")` says all of them, and `format!("{key}_under")` a second one beside each.
        let made = text.split('"').skip(1).filter(|it| it.contains('{'));
        for made in made {
            let (start, end) = (
                made.split('{').next().unwrap_or_default(),
                made.rsplit('}').next().unwrap_or_default(),
            );
            let is_start = start.contains('.') && start.ends_with(['_', '.']);
            let is_end = made.starts_with('{') && end.starts_with('_');
            let fits = |key: &&String| is_start && key.starts_with(start) || is_end && key.ends_with(end);
            said.extend(english.keys().filter(fits).cloned());
        }
    }
    let mut scripts = texts("themes/default/assets", ".js");
    scripts.extend(texts("themes/preview", ".js"));
    let mut unsaid = Vec::new();
    for key in english.keys() {
        let in_script = key.split_once('.').is_some_and(|(_, key)| {
            let (quoted, plain, named) = (format!("\"{key}\""), format!("'{key}'"), format!(".{key}"));
            let made = key.split_once('_').map(|(start, _)| format!("`{start}_${{"));
            let has = |text: &str| {
                text.contains(&quoted)
                    || text.contains(&plain)
                    || text.contains(&named)
                    || made.as_ref().is_some_and(|made| text.contains(made))
            };
            scripts.iter().any(|(_, text)| has(text))
        });
        let is_other = UNSAID.iter().any(|group| key.starts_with(group));
        if !(said.contains(key) || in_script || is_other) {
            unsaid.push(key);
        }
    }
    assert_eq!(unsaid, [""; 0], "nothing says these");
}

#[test]
fn german_is_whole_and_has_the_same_values() {
    let (english, german) = (read(ENGLISH), read(GERMAN));
    for (key, texts) in &english {
        let theirs = german
            .get(key)
            .unwrap_or_else(|| panic!("`words/de.yaml` lacks `{key}`"));
        assert_eq!(
            texts.len(),
            theirs.len(),
            "`{key}` differs by number in one language only"
        );
        assert!(
            key.starts_with("format.") || values(texts) == values(theirs),
            "`{key}` has other values in German: {theirs:?}"
        );
    }
    let unknown: Vec<_> = german.keys().filter(|key| !english.contains_key(*key)).collect();
    assert_eq!(unknown, [""; 0], "`words/de.yaml` has keys too many");
}

/// The words of a language that marks every phrase.
fn marked() -> String {
    let mut file = String::new();
    let mut group = "";
    let english = read(ENGLISH);
    for (key, texts) in &english {
        let (name, key) = key.split_once('.').expect("a group");
        if name == "format" {
            continue;
        }
        if name != group {
            file.push_str(&format!("{name}:\n"));
            group = name;
        }
        let mark = |text: &str| format!("'⟦{}⟧'", text.replace('\'', "''"));
        match texts.as_slice() {
            [text] => file.push_str(&format!("  \"{key}\": {}\n", mark(text))),
            [one, other] => file.push_str(&format!(
                "  \"{key}\": {{ one: {}, other: {} }}\n",
                mark(one),
                mark(other)
            )),
            other => panic!("`{key}` says {other:?}"),
        }
    }
    file
}

fn greek() -> Repo {
    let repo = Repo::new()
        .by("Άδα", "ada@example.org")
        .write("docent.yaml", "title: Έγγραφα\nlanguage: el\nrepository: https://github.com/example/docs\n")
        .write("theme/words/el.yaml", marked())
        .write("people.yaml", "ada:\n  name: Άδα\n  team: TEAM-1\n  emails: [ada@example.org]\n")
        .write(
            "rewrites/0001-a.md",
            "---\nstatus: draft\nowner: ada\nteam: TEAM-1\nmotivated_by: [MET-1]\ncustomers: [CUS-1]\ncost_weeks: [38, 46]\n\
             do_nothing_cost_weeks: [60, 70]\nsuccess:\n  - {metric: MET-1, baseline: 1, target: 2, by: 2026-06-30}\n\
             decided_on: 2026-04-16\nold_off: 2027-05-28\ninitiative: INI-1\ntags: [πρώτο]\n---\n# Επανεγγραφή\n\n## Business motivation\n\nΛόγος.\n\n\
             | α | β |\n|---|---|\n| γ | δ |\n\n## Outcome\n\nΛόγος.[^1]\n\n[^1]: Σημείωση.\n\n> [!NOTE]\n> Λόγος.\n\n- [ ] Λόγος\n",
        )
        .write("rewrites/0002-b.md", "---\nstatus: proposed\nowner: ada\n---\n# Δεύτερη\n\nΒλέπε RW-1.\n")
        .write(
            "initiatives/0001-a.md",
            "---\nstatus: closed\nowner: ada\nteam: TEAM-1\ncategory: feature\nhorizon: 2026-Q1\ncustomers: [CUS-1]\nserves: \
             VIS-1#ζωή\nmetric: {ref: MET-1, baseline: 260, target: 30, by: 2026-06-30}\nreview_on: \
             2026-07-02\noutcome: {result: hit, value: 24, measured_on: 2026-06-30}\n---\n# Πρωτοβουλία\n\n## Problem\n\nΛόγος.\n",
        )
        .write(
            "initiatives/0002-b.md",
            "---\nstatus: proposed\nowner: ada\nteam: TEAM-1\ncategory: tech-debt\nhorizon: next\n---\n# Δεύτερη\n",
        )
        .write(
            "incidents/2026-03-14-a.md",
            "---\nstatus: published\nseverity: sev3\nowner: ada\nteam: TEAM-1\nservices: [υπηρεσία]\nstarted: \
             2026-03-14T02:15:00+00:00\ndetected: 2026-03-14T03:15:00+00:00\nresolved: 2026-03-14T04:15:00+00:00\ndetected_by: \
             customer\n---\n# Συμβάν\n\n## Next steps\n\n- [ ] Λόγος (owner: @ada, due: 2026-04-10)\n",
        )
        .write(
            "metrics/0001-a.md",
            "---\nstatus: active\nowner: ada\nteam: TEAM-1\nunit: '%'\ndirection: down\nkind: product\ncadence: monthly\ntarget: \
             30\ndata: 0001-a.csv\n---\n# Μέτρο\n",
        )
        .write("metrics/0001-a.csv", "date,value\n2026-01-01,1.5\n2026-02-01,2.5\n2026-03-01,3.5\n")
        .write(
            "customers/0001-a.md",
            "---\nstatus: active\nkind: external\nowner: ada\n---\n# Πελάτης\n\n## Pain points\n\n- **Πόνος.** Λόγος. {#pain}\n",
        )
        .write(
            "vision/0001-a.md",
            "---\nstatus: current\nowner: ada\nsummary: Όραμα.\nattributes:\n  - {id: ζωή, statement: Λόγος, metric: MET-1}\n---\n# \
             Όραμα\n",
        )
        .write("teams/1.md", "---\nstatus: active\nowner: ada\nmembers: [ada]\nid: TEAM-1\n---\n# Ομάδα\n")
        .write("decisions/0001-a.md", "---\nstatus: accepted\nowner: ada\ndate: 2026-01-02\n---\n# Απόφαση\n\nΒλέπε RW-1.\n")
        .write("reviews/0001-a.md", "---\nstatus: final\nowner: ada\ndate: 2026-01-01\n---\n# Ανασκόπηση\n")
        .write("pages/index.md", "# Αρχή\n\nΛόγος.\n")
        .write("pages/a.md", "---\naliases: [old/a]\n---\n# Σελίδα\n\n## Ένα\n\nΛόγος.\n\n## Δύο\n\nΛόγος.\n")
        .commit("Αρχή");
    let repo = repo
        .write("rewrites/0002-b.md", "---\nstatus: accepted\nowner: ada\n---\n# Δεύτερη\n\nΒλέπε RW-1.\n")
        .commit("Αποδοχή")
        .write(
            "rewrites/0002-b.md",
            "---\nstatus: accepted\nowner: ada\nsummary: Λόγος\n---\n# Δεύτερη\n\nΒλέπε πάλι RW-1.\n\n## Επιστροφή\n\nΛόγος.\n",
        )
        .commit("Αλλαγή")
        .branch("ξ")
        .write("decisions/0002-b.md", "---\nstatus: proposed\nowner: ada\n---\n# Νέα\n")
        .commit("Πρόταση");
    repo.switch("main")
}

/// What definitions say, in lower case: names, states, headings, fields and their values.
fn defined() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut add = |word: &str| {
        let letters = |it: char| !it.is_alphabetic();
        words.insert(word.trim_matches(letters).to_lowercase());
        words.insert(word.replace(['-', '_'], " ").to_lowercase());
    };
    fn kind(kind: &FieldKind, add: &mut impl FnMut(&str)) {
        match kind {
            FieldKind::OneOf { values, .. } => values.iter().for_each(|value| add(value)),
            FieldKind::List(of) => kind_of(of, add),
            FieldKind::Mapping(fields) => fields.iter().for_each(|field| {
                add(&field.name);
                kind_of(&field.kind, add);
            }),
            _ => {}
        }
    }
    use kind as kind_of;
    for (_, it) in definition::builtin().iter() {
        [&it.name, &it.plural, &it.purpose, &it.folder, &it.prefix]
            .into_iter()
            .for_each(|word| add(word));
        it.lifecycle.states.iter().for_each(|state| add(&state.name));
        for section in &it.sections {
            add(&section.heading);
            add(&section.aliases.join(", "));
        }
        for field in &it.fields {
            add(&field.name);
            kind(&field.kind, &mut add);
        }
    }
    // Labels that fields have by another rule than their names.
    ["cost", "do nothing cost", "raci", "reference", "address"]
        .into_iter()
        .for_each(&mut add);
    // A handle, and rules by their names.
    add("ada");
    check::ALL.iter().for_each(|rule| add(rule.name));
    words
}

/// Texts of a page that a reader gets, attributes included; not what stands between marks, what is code, what documents
/// write, and what says that it is English.
fn heard(page: &str) -> Vec<String> {
    const VOID: [&str; 14] = [
        "meta", "link", "input", "br", "img", "hr", "rect", "path", "circle", "line", "polyline", "use", "wbr",
        "polygon",
    ];
    const NAMED: [&str; 4] = ["aria-label", "title", "placeholder", "alt"];
    const SILENT: [&str; 5] = ["code", "pre", "script", "style", "time"];
    const OTHERS: [&str; 5] = [
        "lang=\"en\"",
        "class=\"mono",
        " mono\"",
        "class=\"id\"",
        "class=\"prose",
    ];
    let mut heard = Vec::new();
    let mut silent: Vec<bool> = Vec::new();
    let mut depth = 0;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split([' ', '/']).next().unwrap_or_default().to_lowercase();
        if tag.starts_with('/') {
            silent.pop();
        } else if !tag.starts_with('!') {
            let is_silent = silent.last() == Some(&true)
                || SILENT.contains(&name.as_str())
                || OTHERS.iter().any(|it| tag.contains(it));
            for attribute in NAMED.iter().filter(|_| !is_silent) {
                let start = format!(" {attribute}=\"");
                let value = tag
                    .split_once(&start)
                    .and_then(|(_, rest)| Some(unmarked(rest.split('"').next()?, &mut 0)));
                heard.extend(value);
            }
            if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
                silent.push(is_silent);
            }
        }
        let rest = unmarked(text, &mut depth);
        if silent.last() != Some(&true) {
            heard.push(rest);
        }
    }
    assert_eq!(depth, 0, "marks are in pairs");
    heard
}

/// A text without what is between marks, ids and entities.
fn unmarked(text: &str, depth: &mut usize) -> String {
    let mut rest = String::new();
    for character in text.chars() {
        match character {
            '⟦' => *depth += 1,
            '⟧' => *depth -= 1,
            other if *depth == 0 => rest.push(other),
            _ => {}
        }
    }
    let is_id = |word: &str| word.contains('-') && word.contains(|it: char| it.is_ascii_digit());
    let words = rest
        .split_whitespace()
        .filter(|word| !is_id(word) && !word.starts_with('&'));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a text is in other letters, or says only what definitions say.
fn is_known(text: &str, defined: &BTreeSet<String>) -> bool {
    text.split([',', '→', '·', '(', ')', ':', '.']).all(|part| {
        let part = part.trim_matches(|it: char| !it.is_alphabetic()).to_lowercase();
        // A letter alone is a unit, or marks something in a picture.
        let is_greek = part.chars().filter(char::is_ascii_alphabetic).count() < 2;
        is_greek || defined.contains(&part) || part.split(' ').all(|word| defined.contains(word))
    })
}

#[test]
fn no_page_says_what_is_in_no_file_of_words() {
    let repo = greek();
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    let options = Options {
        branches: Some(docent::history::BranchSelection::All),
        today: Some(jiff::civil::date(2026, 6, 1)),
        ..Options::default()
    };
    let mut organisation = pipeline::check_with_history(snapshot, &repository, None, &options);
    let built = pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors");
    let defined = defined();
    let mut said: BTreeMap<String, &str> = BTreeMap::new();
    for (route, bytes) in built.site.iter().filter(|(route, _)| route.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(page.contains("<html lang=\"el\""), "{route}");
        for text in heard(page).into_iter().filter(|text| !is_known(text, &defined)) {
            said.entry(text).or_insert(route);
        }
    }
    let said: Vec<_> = said.iter().map(|(text, route)| format!("{route}: {text}")).collect();
    assert_eq!(said, [""; 0], "these are said in no file of words");
}
