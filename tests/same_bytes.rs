//! The same commit, configuration and date give the same bytes, whatever else is different: the folder, the user, the time
//! zone, the language, the number of cores, the order of the files on disk, what new files may be read by.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use support::repo::{Repo, git};

/// The formats that `check` has.
const FORMATS: [&str; 8] = [
    "text", "json", "github", "gitlab", "sarif", "junit", "rdjson", "markdown",
];

/// Everything that docent says and writes in a folder, as somebody there sees it.
#[derive(Debug, Default, PartialEq)]
struct Said {
    site: BTreeMap<String, Vec<u8>>,
    /// What was asked, and the answer.
    answers: BTreeMap<String, String>,
}

/// A machine: where the repository is, and what is said to docent there.
struct Machine<'a> {
    root: &'a Utf8Path,
    wrapper: &'a [&'a str],
    variables: &'a [(&'a str, &'a str)],
}

impl Machine<'_> {
    fn docent(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut words = self.wrapper.iter().copied();
        let mut command = match words.next() {
            Some(program) => {
                let mut command = Command::new(program);
                command.args(words).arg(env!("CARGO_BIN_EXE_docent"));
                command
            }
            None => Command::new(env!("CARGO_BIN_EXE_docent")),
        };
        command
            .args(arguments)
            .current_dir(self.root)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("SOURCE_DATE_EPOCH", "1773489600")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(self.variables.iter().copied());
        let output = command.output().expect("docent runs");
        let complaint = String::from_utf8_lossy(&output.stderr).replace(self.root.as_str(), "ROOT");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &complaint,
        )
    }

    fn said(&self) -> Said {
        let mut said = Said::default();
        let formats = FORMATS.map(|format| vec!["check", "--format", format]);
        let others = [
            vec!["list", "--format", "json"],
            vec!["report"],
            vec!["log", "RW-1"],
            vec!["check", "--base", "HEAD~1"],
        ];
        for arguments in formats.into_iter().chain(others) {
            let (code, answer) = self.docent(&arguments);
            said.answers.insert(arguments.join(" "), format!("{code:?} {answer}"));
        }
        let out = self.root.join("site");
        let (code, answer) = self.docent(&["build", "--branches", "*"]);
        assert_eq!(code, Some(0), "{answer}");
        for entry in walkdir::WalkDir::new(&out).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_file() {
                let path = Utf8Path::from_path(entry.path()).expect("UTF-8");
                let route = path.strip_prefix(&out).expect("below").to_string();
                said.site.insert(route, fs::read(path).expect("bytes"));
            }
        }
        said
    }
}

fn assert_same(what: &str, here: &Said, there: &Said) {
    assert!(here.site.keys().eq(there.site.keys()), "{what}: other files");
    for (route, bytes) in &here.site {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if *bytes != there.site[route] {
            panic!(
                "{what}: `{route}` differs:\n{}",
                difference(&text(bytes), &text(&there.site[route]))
            );
        }
    }
    for (asked, answer) in &here.answers {
        let other = &there.answers[asked];
        assert!(
            answer == other,
            "{what}: {asked} differs:\n{}",
            difference(answer, other)
        );
    }
}

/// Two texts from a little before where they part.
fn difference(left: &str, right: &str) -> String {
    let same = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(60)).take(400).collect::<String>();
    format!("{}\n-----\n{}", around(left), around(right))
}

/// The example with a past, a branch and mistakes.
fn organisation() -> Repo {
    let example = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let mut repo = Repo::new();
    for entry in walkdir::WalkDir::new(&example).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        let path = Utf8Path::from_path(entry.path()).expect("UTF-8");
        let name = path.strip_prefix(&example).expect("below");
        if entry.file_type().is_file() && !name.starts_with("site") {
            repo = repo.write(name.as_str(), fs::read(path).expect("bytes"));
        }
    }
    let wrong = "---\nstatus: propsed\nowner: nobody\n---\n# Wrong\n\nSee RW-99 and [gone](gone.md).\n\n```rust\nfn main() {}\n```\n";
    repo.commit("Begin")
        .by("Åsa Öberg", "asa@example.org")
        .write("rewrites/0098-wrong.md", wrong)
        .write("decisions/0098-wrong.md", wrong)
        .commit("Go on")
        .branch("proposal")
        .write(
            "rewrites/0099-elsewhere.md",
            "---\nstatus: proposed\n---\n# Elsewhere\n",
        )
        .commit("Propose it")
        .switch("main")
}

fn clone(repo: &Repo, to: &Utf8Path) {
    let cloned = git(repo.root().as_std_path())
        .args(["clone", "--quiet", "--no-local", repo.root().as_str(), to.as_str()])
        .status();
    assert!(cloned.expect("Git").success());
    let branch = git(to.as_std_path())
        .args(["branch", "--quiet", "proposal", "origin/proposal"])
        .status();
    assert!(branch.expect("Git").success());
    // Where it came from is part of what is told.
    let parted = git(to.as_std_path()).args(["remote", "remove", "origin"]).status();
    assert!(parted.expect("Git").success());
}

/// The same files, made in the opposite order.
fn remade(root: &Utf8Path) {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name();
    let paths = entries
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file());
    let paths: Vec<Utf8PathBuf> = paths
        .map(|it| Utf8PathBuf::from_path_buf(it.into_path()).expect("UTF-8"))
        .filter(|path| !path.components().any(|it| it.as_str() == ".git"))
        .collect();
    let texts: Vec<_> = paths.iter().map(|path| fs::read(path).expect("bytes")).collect();
    for path in &paths {
        fs::remove_file(path).expect("removed");
    }
    for (path, text) in paths.iter().zip(texts).rev() {
        fs::write(path, text).expect("written");
    }
}

#[test]
fn two_machines_give_the_same_bytes() {
    let repo = organisation();
    let here = Machine {
        root: repo.root(),
        wrapper: &[],
        variables: &[("HOME", "/root"), ("TZ", "UTC"), ("LC_ALL", "C")],
    };
    let expected = here.said();
    assert!(expected.site.len() > 200);
    let again = here.said();
    assert_same("with what is remembered between runs", &expected, &again);

    let elsewhere = repo.beside("another place/with ünusual names/deep down");
    fs::create_dir_all(elsewhere.parent().expect("a parent")).expect("folders");
    clone(&repo, &elsewhere);
    remade(&elsewhere);
    let home = repo.beside("another home");
    fs::create_dir(&home).expect("a folder");
    fs::write(
        home.join(".gitconfig"),
        "[user]\n\tname = Somebody Else\n\temail = else@example.org\n[core]\n\tquotePath = false\n\tautocrlf = input\n[diff]\n\trenames = false\n\talgorithm = patience\n[log]\n\tshowSignature = true\n",
    )
    .expect("a file");
    let variables = [
        ("HOME", home.as_str()),
        ("USER", "somebody"),
        ("LOGNAME", "somebody"),
        ("TZ", "Pacific/Kiritimati"),
        ("LANGUAGE", "tr"),
        ("RAYON_NUM_THREADS", "1"),
        ("COLUMNS", "43"),
        ("TERM", "xterm-256color"),
        ("GIT_AUTHOR_NAME", "Somebody Else"),
    ];
    // Another mask for new files, and a language whose letters have other capitals.
    let wrapper = [
        "bash",
        "-c",
        "umask 077; ulimit -n 256; exec env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 \"$@\"",
        "bash",
    ];
    let there = Machine {
        root: &elsewhere,
        wrapper: &wrapper,
        variables: &variables,
    };
    assert_same(
        "another folder, home, zone, language, mask and order",
        &expected,
        &there.said(),
    );

    let many = Machine {
        variables: &[
            ("HOME", "/nonexistent"),
            ("RAYON_NUM_THREADS", "13"),
            ("TZ", "America/St_Johns"),
        ],
        ..there
    };
    assert_same("many threads", &expected, &many.said());
}

#[test]
fn another_user_gets_the_same_bytes() {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|it| it.stdout == b"0\n");
    if !is_root || Command::new("setpriv").arg("--version").output().is_err() {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"SKIPPED: only root can be another user\n");
        return;
    }
    let repo = organisation();
    let theirs = repo.beside("theirs");
    clone(&repo, &theirs);
    let home = repo.root().parent().expect("a home");
    let open = Command::new("chmod").args(["a+rx", home.as_str()]).status();
    let owned = Command::new("chown")
        .args(["-R", "65534:65534", theirs.as_str()])
        .status();
    assert!(open.expect("chmod").success() && owned.expect("chown").success());
    let variables = [("HOME", "/nonexistent")];
    let here = Machine {
        root: repo.root(),
        wrapper: &[],
        variables: &variables,
    };
    let there = Machine {
        root: &theirs,
        wrapper: &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
        variables: &variables,
    };
    assert_same("another user", &here.said(), &there.said());
}
