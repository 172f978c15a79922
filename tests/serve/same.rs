//! Whatever is edited, the preview shows what a build of the same files would write.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};

use docent::pipeline::{self, BuildOptions};
use docent::repository::Repository;
use docent::serve::{Editor, Options, Told, serve};
use docent::site::Site;
use proptest::prelude::*;

use crate::support::client::{self, PATIENCE};
use crate::support::repo::Repo;

const TODAY: &str = "2026-11-25";

/// A preview in this process.
struct Preview {
    port: u16,
    updates: Receiver<()>,
    stop: docent::serve::Stop,
    desk: Option<std::thread::JoinHandle<()>>,
}

impl Preview {
    fn of(repo: &Repo) -> Self {
        let (repository, (ready, port)) = (repo.open(), channel());
        let ((update, updates), (stopper, stop)) = (channel(), channel());
        let desk = std::thread::spawn(move || {
            let options = Options {
                port: 0,
                today: TODAY.parse().expect("a date"),
                branches: None,
                editor: Editor::default(),
                polling: false,
            };
            let tell = move |told: Told<'_>| match told {
                Told::Ready { address, .. } => ready.send(address.port()).expect("a test"),
                _ => drop(update.send(())),
            };
            let begin = move |stop| stopper.send(stop).expect("a test");
            serve(repository, &options, &|_, _| String::new(), &tell, begin).expect("a preview");
        });
        Self {
            port: port.recv_timeout(PATIENCE).expect("a port"),
            updates,
            stop: stop.recv().expect("a stop"),
            desk: Some(desk),
        }
    }

    /// Waits until a page says something.
    fn wait(&self, address: &str, text: &str) {
        while !client::get(self.port, address).text().contains(text) {
            self.updates.recv_timeout(PATIENCE).expect("an update");
        }
    }

    /// Compares every route with that of a site.
    fn assert_is(&self, site: &Site) -> Result<(), TestCaseError> {
        for (route, bytes) in site.iter() {
            let address: String = route
                .bytes()
                .map(|byte| match byte {
                    byte if byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte) => char::from(byte).to_string(),
                    byte => format!("%{byte:02X}"),
                })
                .collect();
            let answer = client::get(self.port, &format!("/{address}"));
            prop_assert_eq!(answer.code, 200, "{}", route);
            if route.ends_with(".html") {
                let (shown, built) = (
                    without_preview(&answer.text()),
                    without_policy(&String::from_utf8_lossy(bytes)),
                );
                prop_assert_eq!(shown, built, "{}", route);
            } else {
                prop_assert!(answer.body == bytes, "{}", route);
            }
        }
        Ok(())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.stop();
        let ended = self.desk.take().map(std::thread::JoinHandle::join);
        if !std::thread::panicking() {
            ended.expect("a desk").expect("a good end");
        }
    }
}

fn without_preview(html: &str) -> String {
    let (before, rest) = html
        .split_once("<script src=\"/-docent/")
        .expect("the preview's script");
    format!("{before}{}", rest.split_once("</script>").expect("its end").1)
}

fn without_policy(html: &str) -> String {
    let (before, rest) = html
        .split_once("<meta http-equiv=\"Content-Security-Policy\"")
        .expect("a policy");
    format!("{before}{}", rest.split_once('>').expect("its end").1)
}

/// The site as `docent build` makes it.
fn built(repository: &Repository) -> Site {
    let today = TODAY.parse().ok();
    let options = pipeline::Options {
        today,
        ..pipeline::Options::default()
    };
    let snapshot = repository.work_tree().expect("files");
    let mut organisation = pipeline::check_with_history(snapshot, repository, None, &options);
    organisation.look_back(repository, None, today);
    let options = BuildOptions::of(repository, None, today);
    pipeline::build(&mut organisation, &options).expect("a theme").site
}

/// A small organisation with something of everything.
fn organisation() -> Repo {
    let mut repo = Repo::new();
    for (path, text) in files() {
        repo = repo.write(&path, text);
    }
    repo.commit("Begin")
}

fn files() -> BTreeMap<String, String> {
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let wanted = [
        "docent.yaml",
        "people.yaml",
        "rewrites",
        "teams",
        "metrics",
        "reviews",
        "vision",
    ];
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&example).sort_by_file_name() {
        let path = entry.expect("a readable folder").into_path();
        let name = path
            .strip_prefix(&example)
            .expect("below")
            .to_str()
            .expect("UTF-8")
            .to_owned();
        if path.is_file() && wanted.iter().any(|it| name.starts_with(it)) {
            files.insert(name, std::fs::read_to_string(&path).expect("a text"));
        }
    }
    files
}

#[test]
fn every_route_is_as_it_is_built() {
    let repo = organisation();
    let preview = Preview::of(&repo);
    preview.assert_is(&built(&repo.open())).expect("the same");
}

/// What somebody does to the files.
#[derive(Clone, Debug)]
enum Deed {
    /// Writes a sentence into a document.
    Say(usize, u8),
    /// Gives a document another title.
    Title(usize, u8),
    /// Moves a document to another state, whatever the lifecycle says.
    State(usize, usize),
    /// Refers from one document to another.
    Refer(usize, usize),
    /// Adds a document.
    Add(u8),
    /// Takes a document away.
    Delete(usize),
    /// Gives a document another name, and with it another id.
    Rename(usize, u8),
    /// Extends a definition.
    Definition(u8),
    /// Gives the site another title and language.
    Settings(u8),
    /// Replaces a part of the theme.
    Theme(u8),
    /// Lists somebody else.
    People(u8),
    /// Writes a picture and shows it.
    Picture(usize, u8),
    /// Adds a reading to a metric.
    Data(u8),
    /// Gives a document another owner and another tag.
    Names(usize, u8),
    /// Commits what there is.
    Commit,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let number = 0..1_000_usize;
    let one = prop_oneof![
        4 => (number.clone(), any::<u8>()).prop_map(|(at, word)| Deed::Say(at, word)),
        2 => (number.clone(), any::<u8>()).prop_map(|(at, word)| Deed::Title(at, word)),
        2 => (number.clone(), number.clone()).prop_map(|(at, state)| Deed::State(at, state)),
        2 => (number.clone(), number.clone()).prop_map(|(at, to)| Deed::Refer(at, to)),
        2 => any::<u8>().prop_map(Deed::Add),
        2 => number.clone().prop_map(Deed::Delete),
        2 => (number.clone(), any::<u8>()).prop_map(|(at, word)| Deed::Rename(at, word)),
        1 => any::<u8>().prop_map(Deed::Definition),
        1 => any::<u8>().prop_map(Deed::Settings),
        1 => any::<u8>().prop_map(Deed::Theme),
        1 => any::<u8>().prop_map(Deed::People),
        2 => (number.clone(), any::<u8>()).prop_map(|(at, word)| Deed::Picture(at, word)),
        1 => any::<u8>().prop_map(Deed::Data),
        2 => (number, any::<u8>()).prop_map(|(at, word)| Deed::Names(at, word)),
        1 => Just(Deed::Commit),
    ];
    prop::collection::vec(one, 1..5)
}

impl Deed {
    fn apply(&self, repo: Repo, files: &mut BTreeMap<String, String>) -> Repo {
        let documents: Vec<String> = files
            .keys()
            .filter(|it| it.ends_with(".md") && !it.ends_with("beacon.md"))
            .cloned()
            .collect();
        let at = |position: usize| documents.get(position % documents.len().max(1)).cloned();
        let write = |repo: Repo, files: &mut BTreeMap<String, String>, path: String, text: String| {
            let repo = repo.write(&path, &text);
            files.insert(path, text);
            repo
        };
        let edited = |position: usize, edit: &dyn Fn(&str) -> String| {
            let path = at(position)?;
            let text = edit(&files[&path]);
            Some((path, text))
        };
        let change = match self {
            Deed::Say(position, word) => edited(*position, &|text| {
                format!(
                    "{text}\nThe word is {word}, as [[{word}]] says; `code {word}`.\n\n```rust\nlet x = {word};\n```\n"
                )
            }),
            Deed::Title(position, word) => edited(*position, &|text| text.replacen("\n# ", &format!("\n# {word} "), 1)),
            Deed::State(position, state) => {
                let states = ["draft", "proposed", "accepted", "active", "completed", "odd"];
                let state = states[state % states.len()];
                edited(*position, &|text| {
                    let lines = text.lines().map(|line| match line.starts_with("status:") {
                        true => format!("status: {state}"),
                        false => line.to_owned(),
                    });
                    lines.collect::<Vec<_>>().join("\n") + "\n"
                })
            }
            Deed::Refer(position, to) => {
                let name = at(*to).map(|it| it.rsplit('/').next().unwrap_or_default().to_owned());
                edited(*position, &|text| {
                    format!(
                        "{text}\nSee [that](../rewrites/{}).\n",
                        name.as_deref().unwrap_or_default()
                    )
                })
            }
            Deed::Names(position, word) => edited(*position, &|text| {
                let kept = text
                    .lines()
                    .filter(|line| !line.starts_with("owner:") && !line.starts_with("tags:"));
                let text = kept.collect::<Vec<_>>().join("\n") + "\n";
                text.replacen("---\n", &format!("---\nowner: p{word}\ntags: [t{word}]\n"), 1)
            }),
            Deed::Add(word) => Some((
                format!("rewrites/{:04}-added.md", 500 + usize::from(*word)),
                format!(
                    "---\nstatus: draft\nowner: mira\ntags: [t{word}]\naliases: [old/{word}.html]\n---\n# Added {word}\n\n## Summary\n\nIn words.\n"
                ),
            )),
            Deed::Definition(word) => Some((
                "types/rewrite.yaml".into(),
                format!("extends: rewrite\nname: Rewrite {word}\n"),
            )),
            Deed::Settings(word) => Some((
                "docent.yaml".into(),
                format!(
                    "title: Site {word}\npages: [pages]\nlanguage: {}\n",
                    ["en", "de"][usize::from(*word) % 2]
                ),
            )),
            Deed::Theme(word) => Some((
                [
                    "theme/css/7-own.css",
                    "theme/templates/rules.html",
                    "theme/words/en.yaml",
                ][usize::from(*word) % 3]
                    .into(),
                [
                    format!(".own-{word} {{ color: red }}\n"),
                    format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{word}</h1>{{% endblock main %}}"),
                    format!("frame:\n  skip: Skip {word}\n"),
                ][usize::from(*word) % 3]
                    .clone(),
            )),
            Deed::People(word) => Some((
                "people.yaml".into(),
                format!("- {{handle: mira, name: Mira {word}}}\n- {{handle: p{word}, name: Person}}\n"),
            )),
            Deed::Picture(position, word) => {
                let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{word}' height='9'/>");
                let repo = write(repo, files, format!("rewrites/picture-{}.svg", word % 3), svg);
                let shown = at(*position).map(|path| {
                    let text = format!("{}\n![A picture](../rewrites/picture-{}.svg)\n", files[&path], word % 3);
                    (path, text)
                });
                return match shown {
                    Some((path, text)) => write(repo, files, path, text),
                    None => repo,
                };
            }
            Deed::Data(word) => {
                let data = files.keys().find(|it| it.ends_with(".csv")).cloned();
                data.map(|path| {
                    let text = format!("{}\n2026-10-{:02},{word}\n", files[&path].trim_end(), 1 + word % 28);
                    (path, text)
                })
            }
            Deed::Delete(position) => {
                return match at(*position) {
                    Some(path) => {
                        files.remove(&path);
                        repo.delete(&path)
                    }
                    None => repo,
                };
            }
            Deed::Rename(position, word) => {
                return match at(*position) {
                    Some(from) => {
                        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
                        let to = format!("{folder}/{:04}-renamed.md", 700 + usize::from(*word));
                        if let Some(text) = files.remove(&from) {
                            files.insert(to.clone(), text);
                        }
                        repo.rename(&from, &to)
                    }
                    None => repo,
                };
            }
            Deed::Commit => return repo.commit("Go on"),
        };
        match change {
            Some((path, text)) => write(repo, files, path, text),
            None => repo,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_edited_it_is_as_it_is_built(rounds in prop::collection::vec(deeds(), 1..5)) {
        let mut repo = organisation();
        let mut files = files();
        let preview = Preview::of(&repo);
        for (number, deeds) in rounds.iter().enumerate() {
            for deed in deeds {
                repo = deed.apply(repo, &mut files);
            }
            // Written last, so that it shows when all has been taken in.
            let beacon = format!("---\nstatus: draft\n---\n# Beacon\n\nBeacon {number} is lit.\n");
            repo = repo.write("rewrites/0999-beacon.md", beacon);
            preview.wait("/rewrites/rw-999.html", &format!("Beacon {number} is lit."));
            preview.assert_is(&built(&repo.open()))?;
        }
    }
}
