//! The files of a new organisation repository.
//!
//! They stand beside this file as they will be written, but for a few words in braces: `{owner}`, `{day-12}`.

mod files;
mod fill;
mod founder;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use super::new::PAGE;
use crate::model::{Corpus, Document};
use crate::repository::NewFile;
use files::{FILES, TOUR};
use fill::fill;

pub use founder::Founder;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::diagnostic::{Diagnostic, shared_path};
    use crate::pipeline::{self, Options};
    use crate::repository::{CONFIG_FILE, Identity, Snapshot};

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
