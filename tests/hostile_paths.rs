//! Nothing that a repository holds leads out of it, or out of the site: links, images, data files, aliases, ids, folders of
//! types, the theme, names of files, symbolic links.

mod support;

use std::collections::BTreeSet;

use camino::Utf8Path;
use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::Snapshot;
use docent::site::{self, Place};
use support::command::docent;
use support::repo::Repo;

/// What must never be seen: it stands in files outside, hidden, ignored or not published.
const SECRET: &str = "s3cr3t-words";

fn built<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Built {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_ref())).collect();
    let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors")
}

/// Asserts that every route stays in the site and can be written anywhere.
#[track_caller]
fn assert_routes_stay(built: &Built) {
    let mut folded = BTreeSet::new();
    for (route, _) in built.site.iter() {
        let parts: Vec<&str> = route.split('/').collect();
        assert!(
            parts.iter().all(|it| !it.is_empty() && *it != "." && *it != ".."),
            "{route}"
        );
        assert!(
            !route.contains(|c: char| c == '\\' || c == ':' || c.is_control()),
            "{route}"
        );
        assert!(parts.iter().all(|it| it.len() <= 255), "{route}");
        let reserved = |part: &str| {
            let stem = part.split('.').next().unwrap_or_default().to_lowercase();
            matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "com1" | "lpt1")
        };
        assert!(
            !parts.iter().any(|it| reserved(it)),
            "no file on Windows has this name: {route}"
        );
        if route.ends_with(".html") {
            assert!(
                folded.insert(route.to_lowercase()),
                "two pages differ in case only: {route}"
            );
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    let place = Place {
        out: &root.join("deep/site"),
        root: &root.join("repository"),
        sources: &[],
    };
    site::write(&built.site, place).expect("written");
    let beside: Vec<_> = std::fs::read_dir(root.join("deep"))
        .expect("listed")
        .flatten()
        .collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
    // What was written is known to be docent's own, whatever its names are.
    site::write(&built.site, place).expect("written again");
}

/// Asserts that no page, script or file tells the secret.
#[track_caller]
fn assert_kept(built: &Built) {
    for (route, bytes) in built.site.iter() {
        let tells = bytes.windows(SECRET.len()).any(|it| it == SECRET.as_bytes());
        assert!(!tells, "{route}");
    }
}

const WAYS: [&str; 22] = [
    "../../../etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "..\\..\\etc\\passwd",
    "C:\\Windows\\win.ini",
    "c:/windows/win.ini",
    "\\\\server\\share",
    "file:///etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cetc",
    "%252e%252e/etc/passwd",
    "....//....//etc/passwd",
    "../.git/config",
    "../.env",
    ".hidden.md",
    "../people.yaml",
    "../docent.yaml",
    "../theme/templates/base.html",
    "nul\u{0}.md",
    "a/../../../../x",
    "../\u{2025}/x",
];

#[test]
fn no_address_leads_out() {
    for raw in ["", "<b>raw</b>\n\n"] {
        let mut files = vec![
            (".env".to_owned(), format!("{SECRET}=1\n")),
            (".git/config".to_owned(), SECRET.to_owned()),
            ("docent.yaml".to_owned(), format!("title: Ours\n# {SECRET}\n")),
            ("people.yaml".to_owned(), format!("ada: Ada\n# {SECRET}\n")),
            ("decisions/.hidden.md".to_owned(), format!("# {SECRET}\n")),
            ("decisions/.hidden.txt".to_owned(), SECRET.to_owned()),
            ("decisions/program.js".to_owned(), SECRET.to_owned()),
            ("decisions/page.html".to_owned(), SECRET.to_owned()),
        ];
        let mut text = format!("---\nstatus: draft\n---\n# Ways\n\n{raw}");
        for (at, way) in WAYS.iter().enumerate() {
            text.push_str(&format!(
                "[a]({way}) ![a]({way}) [a](<{way}>) [a][r{at}] [[{way}]] <img src=\"{way}\"> <a href='{way}'>x</a>\n\n[r{at}]: {way}\n\n"
            ));
        }
        text.push_str(
            "[a](.hidden.txt) ![a](.hidden.txt) [a](program.js) [a](page.html) <a href=\".hidden.txt\">x</a>\n",
        );
        files.push(("decisions/0001-ways.md".to_owned(), text));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
        let built = built(&files);
        assert_routes_stay(&built);
        assert_kept(&built);
        let page = built.site.get("decisions/adr-1.html").expect("the page");
        let page = String::from_utf8_lossy(page);
        for address in docent_addresses(&page) {
            assert!(
                ![
                    "passwd",
                    ".git",
                    ".env",
                    "hidden",
                    "people.yaml",
                    "docent.yaml",
                    "program.js",
                    "win.ini"
                ]
                .iter()
                .any(|it| address.contains(it)),
                "{address}"
            );
        }
    }
}

/// Values of `href` and `src`.
fn docent_addresses(html: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "src=\""]
        .into_iter()
        .flat_map(|key| html.split(key).skip(1).filter_map(|rest| rest.split('"').next()))
}

#[test]
fn no_id_alias_name_or_folder_makes_a_route_that_leads_out() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let odd = [
        "..",
        ".",
        "con",
        "NUL",
        "aux.md",
        "COM1",
        "lpt1",
        "a\nb",
        "a\u{0}b",
        "/",
        "\\",
        "docent-site",
        "index",
        "404",
        "ÄÖ",
        "ı",
    ];
    let long = "x".repeat(5_000);
    let mut files = Vec::new();
    for (at, way) in WAYS.iter().chain(&odd).copied().chain([long.as_str()]).enumerate() {
        let word = quoted(way);
        files.push((
            format!("decisions/{:04}-it.md", at + 1),
            format!("---\nid: {word}\nstatus: draft\naliases: [{word}, {word}]\ndata: {word}\ntags: [{word}]\nteam: {word}\nowner: {word}\n---\n# It\n"),
        ));
        files.push((
            format!("pages/{}.md", way.replace(['/', '\0'], "_")),
            "# A page\n".to_owned(),
        ));
        files.push((
            format!("metrics/{:04}-it.md", at + 1),
            format!("---\nstatus: active\ndata: {word}\n---\n# It\n"),
        ));
    }
    for name in ["a\nb.png", "a\\b.png", "A.png", "a.png"] {
        let link: String = name.bytes().map(|it| format!("%{it:02X}")).collect();
        files.push((format!("pages/{name}"), "\u{89}PNG".to_owned()));
        files.push((
            format!("pages/shows-{}.md", link.replace('%', "")),
            format!("# It\n\n![a]({link})\n"),
        ));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
    let built = built(&files);
    assert_routes_stay(&built);
}

#[test]
fn no_setting_leads_out() {
    for way in WAYS
        .iter()
        .filter(|way| !way.contains('\0'))
        .chain(&[".git", ".git/hooks", ".", "..", ""])
    {
        let word = serde_json::Value::from(*way).to_string();
        let settings = format!("out: {word}\npages: [{word}]\nlogo: {word}\ncheck:\n  baseline: {word}\n");
        let definition =
            format!("type: memo\nname: Memo\nplural: Memos\nprefix: M\nfolder: {word}\nlifecycle:\n  states: [a]\n");
        let files = [
            ("docent.yaml", settings.as_str()),
            ("types/memo.yaml", definition.as_str()),
            (".env", SECRET),
            (".git/config", SECRET),
            ("decisions/0001-it.md", "---\nstatus: draft\n---\n# It\n"),
        ];
        let organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
        for folder in [organisation.corpus.config.out.as_str()]
            .into_iter()
            .chain(organisation.corpus.definitions.iter().map(|(_, it)| it.folder.as_str()))
        {
            let leads_out = folder.starts_with('/')
                || folder.contains('\\')
                || folder.split('/').any(|it| it == ".." || it == ".git");
            assert!(!leads_out, "{way}: {folder}");
        }
        if matches!(*way, "../.env" | ".git" | "/etc/passwd" | "..") {
            let built = built(&files);
            assert_routes_stay(&built);
            assert_kept(&built);
        }
    }
}

#[test]
fn no_file_of_the_theme_leads_out() {
    let outside = [
        "../../secret.css",
        "/etc/passwd",
        "../people.yaml",
        "css/../../../secret.css",
        "http://e.example/x.css",
        "//e.example/x.css",
    ];
    for path in outside {
        for (file, text) in [
            ("theme/docent.css", format!("@import \"{path}\";\n")),
            (
                "theme/pages/document.css",
                format!("@import \"{path}\";\n@import url({path});\n"),
            ),
            ("theme/templates/home.html", format!("{{% include \"{path}\" %}}")),
            ("theme/templates/home.html", format!("{{% extends \"{path}\" %}}")),
            ("theme/templates/home.html", format!("{{% import \"{path}\" as x %}}")),
        ] {
            let files = [
                (file, text.as_str()),
                ("people.yaml", "ada: s3cr3t-words\n"),
                ("secret.css", "/* s3cr3t-words */"),
                ("decisions/0001-it.md", "---\nstatus: draft\n---\n# It\n"),
            ];
            let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
            if let Ok(built) = pipeline::build(&mut organisation, &BuildOptions::default()) {
                for (route, bytes) in built
                    .site
                    .iter()
                    .filter(|(route, _)| route.starts_with("assets/") || *route == "index.html")
                {
                    let text = String::from_utf8_lossy(bytes);
                    assert!(
                        !text.contains("/* s3cr3t-words") && !text.contains("root:"),
                        "{file} {path}: {route}"
                    );
                }
                assert_routes_stay(&built);
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_lead_nowhere_that_is_not_listed() {
    use std::os::unix::fs::symlink;
    let repo = Repo::new()
        .write("decisions/0001-it.md", "---\nstatus: draft\n---\n# It\n\n![a](out.png) ![a](hidden.png) ![a](ignored.png) ![a](folder/secret.png) ![a](fine.png) [b](loop.png) [c](git.txt)\n")
        .write("decisions/real.png", b"\x89PNG honest")
        .write(".gitignore", "private.png\nnode_modules/\n")
        .commit("Begin");
    let home = repo.beside("home");
    std::fs::create_dir(&home).expect("a folder");
    for (path, text) in [
        ("secret.png", SECRET),
        ("secret.md", "# s3cr3t-words\n"),
        ("secret.yaml", "s3cr3t-words: Ada\n"),
        ("secret.html", SECRET),
    ] {
        std::fs::write(home.join(path), text).expect("a file");
    }
    let root = repo.root();
    std::fs::write(root.join("private.png"), SECRET).expect("a file");
    std::fs::write(root.join(".env"), SECRET).expect("a file");
    std::fs::write(root.join(".git/notes.txt"), SECRET).expect("a file");
    let out = home.as_std_path();
    for (to, from) in [
        (out.join("secret.png"), "decisions/out.png"),
        (root.join(".env").into(), "decisions/hidden.png"),
        ("../private.png".into(), "decisions/ignored.png"),
        (out.to_owned(), "decisions/folder"),
        ("real.png".into(), "decisions/fine.png"),
        ("loop.png".into(), "decisions/loop.png"),
        ("../.git/notes.txt".into(), "decisions/git.txt"),
        ("..".into(), "decisions/up"),
        (out.join("secret.md"), "pages-link.md"),
        (out.to_owned(), "types"),
        (out.to_owned(), "pages"),
        (out.join("secret.yaml"), "people.yaml"),
        (out.join("secret.md"), "decisions/0002-secret.md"),
    ] {
        symlink(to, root.join(from)).expect("a link");
    }
    let ran = docent(root, &["build", "--out", "../published"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told());
    let published = repo.beside("published");
    let mut fine = false;
    for entry in walkdir::WalkDir::new(&published) {
        let entry = entry.expect("a readable folder");
        assert!(!entry.path_is_symlink(), "{entry:?}");
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).expect("bytes");
            let tells = bytes.windows(SECRET.len()).any(|it| it == SECRET.as_bytes());
            assert!(!tells, "{entry:?}");
            fine |= entry.path().ends_with("decisions/fine.png");
        }
    }
    assert!(fine, "a link to a listed file is followed");
    let ran = docent(root, &["check"]);
    assert!(!ran.told().contains(SECRET), "{}", ran.told());
    symlink(out, root.join("theme")).expect("a link");
    let ran = docent(root, &["build", "--out", "../published"]);
    assert_eq!(ran.code, Some(2), "a theme from elsewhere is none: {}", ran.told());
    std::fs::remove_file(root.join("theme")).expect("removed");
    // A folder that is a link leads away from where the site may go.
    symlink(root.join("decisions"), root.join("elsewhere")).expect("a link");
    let ran = docent(root, &["build", "--out", "elsewhere/site"]);
    assert_eq!(ran.code, Some(2), "{}", ran.told());
    assert!(ran.err.contains("is read from"), "{}", ran.told());
}
