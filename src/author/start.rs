//! The files of a new organisation repository.
//!
//! They stand beside this file as they will be written, but for a few words in braces: `{owner}`, `{day-12}`.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::ToSpan;
use jiff::civil::Date;

use super::new::PAGE;
use super::owner::Owner;
use super::yaml::{yaml_item, yaml_text};
use crate::model::{Corpus, Document, route_word};
use crate::repository::{CONFIG_FILE, Identity, NewFile};

/// What is known of an organisation before it has written anything.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The name of the site.
    pub title: String,
    /// Who begins it.
    pub founder: Founder,
    /// Where the repository is seen in a browser, if it is known.
    pub repository: Option<String>,
    /// The day that the dates in the starters are counted from.
    pub today: Date,
}

/// The person who owns the first documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founder {
    /// The word documents call them by.
    pub handle: String,
    /// The name they go by.
    pub name: String,
    /// The address they commit with.
    pub email: Option<String>,
}

/// What a file of a new repository is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Settings and what is said about the repository.
    Settings,
    /// The people.
    People,
    /// A first document, or the data of one.
    Document,
    /// The front page.
    Page,
    /// Checking and publishing where the repository is hosted.
    Automation,
    /// Checking before a commit.
    Hook,
}

/// A file of a new repository, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarterFile {
    /// What it is for.
    pub purpose: Purpose,
    /// The file.
    pub file: NewFile,
}

/// Whether the first documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starters {
    /// One of each main type; they link to one another.
    Written,
    /// None, because there are documents already.
    LeftOut,
}

impl Beginning {
    /// Whether starters are to be written into a folder that holds these documents already. Documents of its own make
    /// them superfluous, and ids might clash; types of its own might ask for something else.
    pub fn starters(&self, corpus: &Corpus) -> Starters {
        let is_page = |document: &Document| corpus.definition(document).type_name == PAGE;
        let is_starter = |path: &Utf8Path| FILES.iter().any(|(starter, ..)| fill(starter, self) == path.as_str());
        let of_its_own = |document: &Document| !is_page(document) && !is_starter(document.path());
        let has_types = corpus
            .definitions
            .iter()
            .any(|(_, definition)| definition.path.is_some());
        if has_types || corpus.documents().iter().any(|it| of_its_own(it)) {
            Starters::LeftOut
        } else {
            Starters::Written
        }
    }
}

impl Founder {
    /// The person that Git's configuration means, among those whom the organisation lists already, if it does.
    pub fn among(corpus: &Corpus, identity: Option<&Identity>) -> Self {
        let founder = Self::from_identity(identity);
        let people = &corpus.people;
        let listed = match Owner::from_identity(identity, corpus) {
            Owner::Person(handle) if people.listed => Some(handle),
            // Any of them is better than somebody unknown.
            _ => people.iter().next().map(|person| person.handle.clone()),
        };
        match listed {
            Some(handle) => Self { handle, ..founder },
            None => founder,
        }
    }

    /// The person that Git's configuration means; someone to be replaced, where it means nobody.
    pub fn from_identity(identity: Option<&Identity>) -> Self {
        match identity.filter(|identity| !identity.name.trim().is_empty()) {
            Some(identity) => Self {
                handle: route_word(&identity.name),
                name: identity.name.clone(),
                email: identity.email.clone(),
            },
            None => Self {
                handle: "your-name".to_owned(),
                name: "Your Name".to_owned(),
                email: None,
            },
        }
    }
}

/// What the front page says of the starters.
const TOUR: &str = include_str!("starter/index-tour.md");

/// Path, purpose and text of every file; `docent.yaml` comes last, so that a repository that has it has them all.
const FILES: [(&str, Purpose, &str); 17] = [
    (".gitignore", Purpose::Settings, include_str!("starter/gitignore")),
    ("README.md", Purpose::Settings, include_str!("starter/README.md")),
    ("people.yaml", Purpose::People, include_str!("starter/people.yaml")),
    (
        "vision/0001-what-we-want-to-be-good-at.md",
        Purpose::Document,
        include_str!("starter/vision.md"),
    ),
    (
        "teams/first-team.md",
        Purpose::Document,
        include_str!("starter/team.md"),
    ),
    (
        "customers/0001-our-engineers.md",
        Purpose::Document,
        include_str!("starter/customer.md"),
    ),
    (
        "metrics/0001-change-lead-time.md",
        Purpose::Document,
        include_str!("starter/metric.md"),
    ),
    (
        "metrics/0001-change-lead-time.csv",
        Purpose::Document,
        include_str!("starter/metric.csv"),
    ),
    (
        "initiatives/0001-review-changes-within-a-day.md",
        Purpose::Document,
        include_str!("starter/initiative.md"),
    ),
    (
        "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md",
        Purpose::Document,
        include_str!("starter/rewrite.md"),
    ),
    (
        "incidents/{day-12}-sign-in-failed.md",
        Purpose::Document,
        include_str!("starter/incident.md"),
    ),
    (
        "decisions/0001-keep-our-documents-in-git.md",
        Purpose::Document,
        include_str!("starter/decision.md"),
    ),
    ("pages/index.md", Purpose::Page, include_str!("starter/index.md")),
    (
        ".github/workflows/docent.yml",
        Purpose::Automation,
        include_str!("starter/github.yml"),
    ),
    (
        ".gitlab-ci.yml",
        Purpose::Automation,
        include_str!("starter/gitlab.yml"),
    ),
    (
        ".githooks/pre-commit",
        Purpose::Hook,
        include_str!("starter/pre-commit"),
    ),
    (CONFIG_FILE, Purpose::Settings, include_str!("starter/docent.yaml")),
];

/// The files of a new organisation repository. Without starters there is no list of people either: it would make
/// everyone unknown whom the documents name already.
pub fn start(beginning: &Beginning, starters: Starters) -> Vec<StarterFile> {
    let wanted =
        |purpose: Purpose| starters == Starters::Written || !matches!(purpose, Purpose::Document | Purpose::People);
    let files = FILES.iter().filter(|(_, purpose, _)| wanted(*purpose));
    let file = |(path, purpose, template): &(&str, Purpose, &str)| {
        let mut text = fill(template, beginning);
        if *purpose == Purpose::Page && starters == Starters::Written {
            text.push_str(&fill(TOUR, beginning));
        }
        StarterFile {
            purpose: *purpose,
            file: NewFile {
                path: Utf8PathBuf::from(fill(path, beginning)),
                text,
                executable: *purpose == Purpose::Hook,
            },
        }
    };
    files.map(file).collect()
}

/// A title from the name of a folder: `northwind-freight` is "Northwind freight".
pub fn title_of_folder(name: &str) -> String {
    let spaced: String = name
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '-' | '_') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Documents".to_owned(),
    }
}

/// Puts what is known in the place of the words in braces. Braces that hold anything else stay: they mean something to
/// whoever reads the file.
fn fill(template: &str, beginning: &Beginning) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        text.push_str(before);
        let value = after
            .find('}')
            .and_then(|close| Some((value(&after[1..close], beginning)?, close)));
        match value {
            Some((value, close)) => {
                text.push_str(&value);
                rest = &after[close + 1..];
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn value(word: &str, beginning: &Beginning) -> Option<String> {
    let Beginning { founder, today, .. } = beginning;
    if let Some(days) = word.strip_prefix("day") {
        let days = days.parse::<i32>().ok()?.days();
        return Some(today.saturating_add(days).to_string());
    }
    if let Some(years) = word.strip_prefix("year") {
        let years = if years.is_empty() {
            0
        } else {
            years.parse::<i32>().ok()?
        };
        return Some((i32::from(today.year()) + years).to_string());
    }
    Some(match word {
        "title" => yaml_text(&beginning.title),
        "heading" => markdown_text(&beginning.title),
        "owner" => yaml_item(&founder.handle),
        "handle" => founder.handle.clone(),
        "name" => yaml_text(&founder.name),
        "emails" => match &founder.email {
            Some(email) => format!("  emails: [{}]\n", yaml_item(email)),
            None => String::new(),
        },
        "repository" => match &beginning.repository {
            Some(address) => format!("repository: {}", yaml_text(address)),
            None => "# repository: https://git.example/docs".to_owned(),
        },
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        _ => return None,
    })
}

/// A text that Markdown takes as it is.
fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | '-' | ':' | '\'' | '/' | '(' | ')') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::diagnostic::{Diagnostic, shared_path};
    use crate::pipeline::{self, Options};
    use crate::repository::Snapshot;

    fn beginning(title: &str, founder: Founder, today: &str) -> Beginning {
        Beginning {
            title: title.to_owned(),
            founder,
            repository: None,
            today: today.parse().expect("a date"),
        }
    }

    fn founder(name: &str, email: &str) -> Founder {
        Founder::from_identity(Some(&Identity {
            name: name.to_owned(),
            email: Some(email.to_owned()),
        }))
    }

    fn ada() -> Founder {
        founder("Ada Lovelace", "ada@example.com")
    }

    fn check(beginning: &Beginning) -> pipeline::Organisation {
        let files = start(beginning, Starters::Written);
        let snapshot = Snapshot::from_texts(files.into_iter().map(|it| (it.file.path, it.file.text)));
        let options = Options {
            today: Some(beginning.today),
            ..Options::default()
        };
        pipeline::check(snapshot, &options)
    }

    fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
        let line = |it: &Diagnostic| format!("{}: {}: {}", it.path, it.rule, it.message);
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn the_starters_check_clean_whoever_begins_and_whenever() {
        let nobody = Founder::from_identity(None);
        let founders = [
            ada(),
            nobody,
            founder("null", "x@y.example"),
            founder("  ", ""),
            founder("O'Brien: \"Bo\", {x} #1", "bo@[::1]"),
            founder("李 雷", "li@example.com"),
            founder("12", "12@example.com"),
        ];
        for founder in founders {
            for today in ["2026-03-14", "2024-02-29", "2026-12-31", "2026-01-01", "9999-12-30"] {
                let beginning = beginning("Engineering", founder.clone(), today);
                let organisation = check(&beginning);
                assert_eq!(
                    messages(&organisation.checked.diagnostics),
                    [""; 0],
                    "{founder:?} {today}"
                );
                assert_eq!(organisation.corpus.documents().len(), 9);
            }
        }
    }

    #[test]
    fn the_starters_are_complete_in_every_state_up_to_the_gate() {
        let beginning = beginning("Engineering", ada(), "2026-03-14");
        let files = start(&beginning, Starters::Written);
        let snapshot = Snapshot::from_texts(files.into_iter().map(|it| (it.file.path, it.file.text)));
        for state in ["proposed", "planned", "in-review"] {
            let options = Options {
                today: Some(beginning.today),
                as_state: Some(state.to_owned()),
                ..Options::default()
            };
            let organisation = pipeline::check(snapshot.clone(), &options);
            assert_eq!(messages(&organisation.checked.diagnostics), [""; 0], "{state}");
        }
    }

    #[test]
    fn every_starter_is_linked_and_links() {
        let organisation = check(&beginning("Engineering", ada(), "2026-03-14"));
        for (index, document) in organisation.corpus.iter() {
            assert!(
                !organisation.links.from(index).is_empty(),
                "{} links nowhere",
                document.path()
            );
            let front_page = document.route == "index.html";
            assert!(
                front_page || organisation.links.to(index).next().is_some(),
                "nothing links to {}",
                document.path()
            );
        }
    }

    #[test]
    fn any_title_survives() {
        for title in [
            "Engineering: the \"docs\"",
            "it's",
            "- [x] {y} #z",
            "yes",
            "2026-03-14",
            "@ada",
            "{owner}",
            "🚀 Größe",
            "a\\b\tc",
        ] {
            let organisation = check(&beginning(title, ada(), "2026-03-14"));
            assert_eq!(messages(&organisation.checked.diagnostics), [""; 0], "{title}");
            let expected = title.replace('\t', " ");
            assert_eq!(organisation.corpus.config.title, expected);
            let front = organisation
                .corpus
                .documents()
                .iter()
                .find(|it| it.route == "index.html");
            assert_eq!(front.map(|it| it.title.value.as_str()), Some(expected.as_str()));
        }
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        for StarterFile { file, .. } in start(&beginning("Engineering", ada(), "2026-03-14"), Starters::Written) {
            for word in [
                "{owner", "{handle", "{name", "{emails", "{title", "{heading", "{day", "{year", "{repo", "{vers",
            ] {
                assert!(!file.text.contains(word), "{}: {word}", file.path);
            }
            assert!(
                file.text.ends_with('\n') && !file.text.ends_with("\n\n"),
                "{}",
                file.path
            );
        }
    }

    #[test]
    fn every_commented_setting_is_one() {
        let files = start(&beginning("Engineering", ada(), "2026-03-14"), Starters::Written);
        let settings = &files.last().expect("files").file;
        assert_eq!(settings.path, CONFIG_FILE);
        let commented = |line: &&str| line.starts_with("# ") && (line[2..].starts_with("  ") || line.contains(": "));
        let uncommented: String = settings
            .text
            .lines()
            .filter(|line| !line.ends_with('.'))
            .map(|line| {
                format!(
                    "{}\n",
                    if commented(&line) {
                        &line[2..]
                    } else {
                        line.trim_start_matches("# ")
                    }
                )
            })
            .collect();
        assert!(uncommented.contains("\nbase_url: "), "{uncommented}");
        let (config, problems) = config::read(Some((shared_path("docent.yaml"), uncommented.as_str().into())));
        assert_eq!(messages(&problems), [""; 0], "{uncommented}");
        assert_eq!(config.check_base.as_deref(), Some("origin/main"));
        assert_eq!(config.rules.len(), 1);
    }

    #[test]
    fn documents_that_are_there_already_are_left_to_themselves() {
        let files = start(&beginning("Engineering", ada(), "2026-03-14"), Starters::LeftOut);
        let paths: Vec<_> = files.iter().map(|it| it.file.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                ".gitignore",
                "README.md",
                "pages/index.md",
                ".github/workflows/docent.yml",
                ".gitlab-ci.yml",
                ".githooks/pre-commit",
                "docent.yaml"
            ]
        );
        let front = files
            .iter()
            .find(|it| it.purpose == Purpose::Page)
            .expect("a front page");
        assert!(
            !front.file.text.contains("../"),
            "it links to starters that are not there"
        );
    }

    #[test]
    fn a_folder_gives_the_title() {
        assert_eq!(title_of_folder("northwind-freight"), "Northwind freight");
        assert_eq!(title_of_folder("Docs: the \"new\" ones"), "Docs: the \"new\" ones");
        assert_eq!(title_of_folder("a\nb"), "A b");
        assert_eq!(title_of_folder("--"), "Documents");
        assert_eq!(title_of_folder("über_uns"), "Über uns");
    }
}
