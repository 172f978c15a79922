//! Writing, refusing, replacing.

use super::*;
use crate::site::InMemory;

fn site(files: &[(&str, &str)]) -> Site {
    let site = InMemory::default();
    for (place, (route, text)) in files.iter().enumerate() {
        site.put(Rank(Kind::Page, place), (*route).to_owned(), text.as_bytes().into());
    }
    site.finish()
}

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("rewrites/images")).expect("sources");
        Self { folder }
    }

    fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.folder.path()).expect("UTF-8")
    }

    fn write(&self, out: &str, site: &Site) -> Result<Written, WriteError> {
        let sources = [Utf8PathBuf::from("rewrites")];
        let place = Place {
            out: &self.root().join(out),
            root: self.root(),
            sources: &sources,
        };
        write(site, place)
    }

    fn begin(&self, out: &str) -> Folder {
        let place = Place {
            out: &self.root().join(out),
            root: self.root(),
            sources: &[],
        };
        Folder::begin(place).expect("begun")
    }

    /// What stands beside each other in the folder, hidden or not.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root()).expect("listed").flatten();
        let mut names: Vec<_> = entries
            .map(|it| it.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root().join(path)).ok()
    }
}

#[test]
fn a_site_replaces_the_one_before_it() {
    let folder = Home::new();
    let first = site(&[("index.html", "one"), ("old/gone.html", "x")]);
    let written = folder.write("site", &first).expect("written");
    assert_eq!((written.files, written.bytes), (2, 4));
    folder.write("site", &site(&[("index.html", "two")])).expect("written");
    assert_eq!(folder.text("site/index.html").as_deref(), Some("two"));
    assert_eq!(folder.text("site/old/gone.html"), None);
    assert_eq!(folder.names(), ["rewrites", "site"]);
}

#[test]
fn what_docent_did_not_write_is_not_lost() {
    let folder = Home::new();
    folder.write("site", &site(&[("index.html", "one")])).expect("written");
    fs::write(folder.root().join("site/notes.txt"), "mine").expect("written");
    let refused = folder
        .write("site", &site(&[("index.html", "two")]))
        .expect_err("refused");
    assert!(
        matches!(&refused, WriteError::Foreign { file, .. } if file == "notes.txt"),
        "{refused}"
    );
    assert_eq!(folder.text("site/index.html").as_deref(), Some("one"));
    fs::remove_file(folder.root().join("site/notes.txt")).expect("removed");
    fs::write(folder.root().join("site/index.html"), "edited").expect("written");
    let refused = folder
        .write("site", &site(&[("index.html", "two")]))
        .expect_err("refused");
    assert!(
        matches!(&refused, WriteError::Foreign { file, .. } if file == "index.html"),
        "{refused}"
    );
}

#[test]
fn a_folder_of_someone_else_is_refused_and_an_empty_one_taken() {
    let folder = Home::new();
    fs::create_dir(folder.root().join("site")).expect("made");
    folder
        .write("site", &site(&[("index.html", "one")]))
        .expect("an empty folder is taken");
    fs::create_dir(folder.root().join("other")).expect("made");
    fs::write(folder.root().join("other").join(SITE_MARKER), "").expect("written");
    assert!(matches!(
        folder.write("other", &Site::default()),
        Err(WriteError::Foreign { .. })
    ));
    fs::write(folder.root().join("file"), "").expect("written");
    assert!(matches!(
        folder.write("file", &Site::default()),
        Err(WriteError::NotAFolder { .. })
    ));
}

#[test]
fn sources_and_the_repository_are_refused() {
    let folder = Home::new();
    for out in ["rewrites", "rewrites/images", "rewrites/images/new", "site/../rewrites"] {
        let refused = folder.write(out, &Site::default());
        assert!(
            matches!(refused, Err(WriteError::AmongSources { .. })),
            "{out}: {refused:?}"
        );
    }
    assert!(matches!(
        folder.write(".git/site", &Site::default()),
        Err(WriteError::AmongSources { .. })
    ));
    assert!(matches!(
        folder.write("", &Site::default()),
        Err(WriteError::HoldsRepository { .. })
    ));
    assert!(matches!(
        folder.write("..", &Site::default()),
        Err(WriteError::HoldsRepository { .. })
    ));
}

#[test]
fn what_a_killed_docent_left_is_cleared() {
    let folder = Home::new();
    let left = folder.root().join(".site.docent-new");
    fs::create_dir(&left).expect("made");
    fs::write(left.join(SITE_MARKER), "").expect("written");
    fs::write(left.join("half.html"), "x").expect("written");
    folder.write("site", &site(&[("index.html", "one")])).expect("written");
    assert!(!left.exists());
    assert_eq!(folder.text("site/half.html"), None);
}

#[test]
fn two_at_once_do_not_mix() {
    let folder = Home::new();
    let out = folder.root().join("site");
    let staging = swap::Staging::begin(&out).expect("begun");
    assert!(matches!(
        folder.write("site", &site(&[("a", "b")])),
        Err(WriteError::Busy { .. })
    ));
    drop(staging);
    folder.write("site", &site(&[("a", "b")])).expect("written");
}

#[test]
fn a_route_cannot_leave_the_site() {
    for route in [
        "../x",
        "/etc/x",
        "a//b",
        "a/./b",
        "a\\b",
        "a\nb",
        "a\0",
        "",
        SITE_MARKER,
    ] {
        assert!(!is_safe(route), "{route}");
    }
    assert!(is_safe("rewrites/rw-1.html"));
}

#[test]
fn the_first_in_rank_has_the_route_whoever_comes_first() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let folder = Home::new();
        let (shelf, memory) = (folder.begin("site"), InMemory::default());
        for number in order {
            let text = format!("the {number}th");
            shelf.put(Rank(Kind::Page, number), "a.html".to_owned(), text.clone().into());
            memory.put(Rank(Kind::Page, number), "a.html".to_owned(), text.into());
        }
        let written = shelf.finish().expect("written");
        assert_eq!((written.files, written.bytes), (1, 7));
        assert_eq!(written.taken, ["a.html", "a.html"]);
        assert_eq!(folder.text("site/a.html").as_deref(), Some("the 0th"));
        folder.write("site", &Site::default()).expect("what is there is known");
        let site = memory.finish();
        assert_eq!(site.get("a.html"), Some(b"the 0th".as_slice()));
        assert_eq!(site.taken, written.taken);
    }
}

#[test]
fn a_site_that_is_given_up_leaves_nothing_behind() {
    let folder = Home::new();
    let shelf = folder.begin("site");
    shelf.put(Rank(Kind::Page, 0), "deep/er/a.html".to_owned(), "a".into());
    drop(shelf);
    assert_eq!(folder.names(), ["rewrites"]);
    let shelf = folder.begin("site");
    shelf.put(Rank(Kind::Page, 0), "a".to_owned(), "a".into());
    shelf.put(
        Rank(Kind::Page, 1),
        "a/b".to_owned(),
        "no folder is where a file is".into(),
    );
    assert!(matches!(shelf.finish(), Err(WriteError::Io { .. })));
    assert_eq!(folder.names(), ["rewrites"]);
}

#[test]
fn what_did_not_change_is_not_written_again() {
    use std::os::unix::fs::MetadataExt;
    let folder = Home::new();
    let number = |path: &str| fs::metadata(folder.root().join(path)).expect("a file").ino();
    folder
        .write("site", &site(&[("a", "stays"), ("b", "one")]))
        .expect("written");
    let before = (number("site/a"), number("site/b"));
    folder
        .write("site", &site(&[("a", "stays"), ("b", "two")]))
        .expect("written");
    assert_eq!(number("site/a"), before.0);
    assert_ne!(number("site/b"), before.1);
    assert_eq!(folder.text("site/b").as_deref(), Some("two"));
}

#[test]
fn a_file_that_was_put_there_with_its_old_time_is_not_lost() {
    let folder = Home::new();
    folder.write("site", &site(&[("a", "ours")])).expect("written");
    let path = folder.root().join("site/a");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::write(&path, "a picture of theirs").expect("written");
    let file = fs::File::options().write(true).open(&path).expect("opened");
    file.set_modified(old).expect("set");
    let refused = folder.write("site", &site(&[("a", "ours")])).expect_err("refused");
    assert!(matches!(refused, WriteError::Foreign { .. }), "{refused}");
}
