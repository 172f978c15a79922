//! What the command line is like: its help, and what it does on a terminal and in a pipe.

mod support;

use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use support::program::{docent, run};

fn copy(from: &Utf8Path, to: &Utf8Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir_utf8().expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true if entry.file_name() == "site" => {}
            true => copy(entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), &to).expect("a copy")),
        }
    }
}

/// The example organisation as a Git repository of its own, with two commits.
fn example(home: &Utf8Path) -> Utf8PathBuf {
    let folder = home.join("northwind");
    let from = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    copy(&from, &folder);
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"])
            .args(arguments)
            .current_dir(&folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output();
        let output = output.expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "docent.yaml", "people.yaml"]);
    git(&["commit", "--quiet", "--message", "Settings"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Documents"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder
}

fn home() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("a path")).expect("UTF-8");
    (folder, path)
}

/// The lines under "Examples:" in the help of every command.
fn examples(folder: &Utf8Path) -> Vec<String> {
    let (_, page, _) = run(&mut docent(folder, &["--help"]));
    let commands = page.split("Commands:\n").nth(1).expect("the commands");
    let commands = commands.split("\n\n").next().expect("the commands").lines();
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let mut found = Vec::new();
    for name in names.filter(|name| *name != "help").chain(["--help"]) {
        let (_, help, _) = run(docent(folder, &[name, "--help"]).env("COLUMNS", "200"));
        let after = help
            .split("Examples:\n")
            .nth(1)
            .unwrap_or_else(|| panic!("{name}: {help}"));
        let lines = after.lines().take_while(|line| line.starts_with("  "));
        found.extend(lines.map(|line| line.trim().to_owned()));
    }
    found
}

#[test]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a shell finds its programs by the environment")]
fn every_example_in_the_help_works_in_the_example_organisation() {
    let (_home, home) = home();
    let folder = example(&home);
    let programs = home.join("bin");
    for name in [
        "bin",
        ".local/share/bash-completion/completions",
        ".zfunc",
        ".config/fish/completions",
    ] {
        std::fs::create_dir_all(home.join(name)).expect("a folder");
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_docent"), programs.join("docent")).expect("a link");
    // Nobody reads the manual page here.
    std::os::unix::fs::symlink("/bin/cat", programs.join("reader")).expect("a link");
    let all = examples(&folder);
    assert!(all.len() > 40, "{all:?}");
    // Those that work until they are stopped are tried by their own tests.
    let ends = |line: &&String| !line.starts_with("docent serve") && !line.starts_with("docent lsp");
    for line in all.iter().filter(ends) {
        let line = line.replace("man -l -", "reader");
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &line]);
        let as_usual = docent(&folder, &[]);
        for (name, value) in as_usual.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
        shell
            .current_dir(&folder)
            .env("PATH", path)
            .env("HOME", &home)
            .env("PROFILE", "profile.ps1");
        shell
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CEILING_DIRECTORIES", &home);
        let (code, out, err) = run(&mut shell);
        let expected = match line.as_str() {
            // An organisation is not started twice.
            it if it.starts_with("docent init") && !it.contains("engineering") => 2,
            // What would be missing is missing.
            it if it.contains("--as accepted") => 1,
            _ => 0,
        };
        assert_eq!(code, Some(expected), "{line}\n{out}\n{err}");
        // The next one finds everything as the first one did.
        for restore in [
            &["checkout", "--quiet", "."][..],
            &["clean", "--quiet", "-d", "--force"],
        ] {
            let restored = Command::new("git").args(restore).current_dir(&folder).status();
            assert!(restored.expect("git runs").success());
        }
    }
}

#[test]
fn a_slip_of_the_keyboard_is_told_what_was_meant() {
    let (_home, home) = home();
    let folder = example(&home);
    for (arguments, hint) in [
        (&["chekc"][..], "'check'"),
        (&["man", "chekc"], "`check`"),
        (&["new", "rewrit", "Orders"], "`rewrite`"),
        (&["list", "rewrits"], "`rewrite`"),
        (&["list", "--state", "propsed"], "`proposed`"),
        (&["log", "RW5"], "`RW-5`"),
        (&["move", "RW-9", "acepted"], "`accepted`"),
        (&["explain", "section-requird"], "`section-required`"),
        (&["schema", "inciden"], "`incident`"),
        (&["check", "--allow", "section-shrt"], "`section-short`"),
        (&["check", "--format", "jsn"], "`json`"),
        (&["check", "--base", "mian"], "`main`"),
        (&["list", "--columns", "titel"], "'title'"),
        (&["theme", "copy", "base.htm"], "`base.html`"),
        (&["theme", "context", "docment.html"], "`document.html`"),
    ] {
        let (code, _, err) = run(&mut docent(&folder, arguments));
        assert!(code == Some(2) && err.contains(hint), "{arguments:?}: {err}");
    }
}

#[test]
fn a_pipe_gets_no_progress_and_no_links() {
    let (_home, home) = home();
    let folder = example(&home);
    let mut command = docent(&folder, &["build", "--color", "always", "--out", "public"]);
    let (code, out, err) = run(command.env("TERM", "xterm-kitty").env_remove("NO_COLOR"));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(!out.contains("\u{1b}]8"), "{out:?}");
}

#[test]
fn a_reader_that_goes_away_ends_every_command_quietly() {
    let (_home, home) = home();
    let folder = example(&home);
    for arguments in [
        &["check"][..],
        &["list"],
        &["explain", "rewrite"],
        &["schema", "rewrite"],
        &["man"],
        &["--help"],
    ] {
        let mut command = docent(&folder, arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("docent runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(0) && err.is_empty(),
            "{arguments:?}: {err}"
        );
    }
}

/// What a command writes to a terminal that is both its outputs.
#[cfg(unix)]
mod terminal {
    use std::io::Read;

    use super::*;

    pub(super) fn shown(command: &mut Command) -> String {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).expect("a terminal");
        unlockpt(&ours).expect("a terminal");
        let name = ptsname(&ours, Vec::new())
            .expect("its name")
            .into_string()
            .expect("UTF-8");
        let open = || {
            std::fs::OpenOptions::new()
                .read(true)
                .write(true)
                .open(&name)
                .expect("its other end")
        };
        let mut child = command.stdout(open()).stderr(open()).spawn().expect("docent runs");
        // The command holds the other end until it is dropped, and nothing would ever end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut ours = std::fs::File::from(ours);
        let mut bytes = Vec::new();
        let mut some = [0; 4096];
        // Linux answers with an error once nobody has the other end any more.
        while let Ok(count @ 1..) = ours.read(&mut some) {
            bytes.extend_from_slice(&some[..count]);
        }
        child.wait().expect("it ends");
        String::from_utf8(bytes).expect("UTF-8")
    }

    fn on<'a>(command: &'a mut Command, terminal: &str) -> &'a mut Command {
        command
            .env("TERM", terminal)
            .env_remove("NO_COLOR")
            .env_remove("TMUX")
            .env_remove("FORCE_HYPERLINK")
    }

    #[test]
    fn a_file_and_a_rule_are_links_where_the_terminal_has_them() {
        let (_home, home) = home();
        let folder = home.join("org");
        std::fs::create_dir_all(folder.join("rewrites")).expect("a folder");
        std::fs::write(folder.join("docent.yaml"), "base_url: https://docs.example\n").expect("a file");
        std::fs::write(folder.join("rewrites/0001 a.md"), "---\nstatus: draf\n---\n# A\n").expect("a file");
        let link =
            format!("\u{1b}]8;;file://{folder}/rewrites/0001%20a.md\u{1b}\\rewrites/0001 a.md:2:9\u{1b}]8;;\u{1b}\\");
        let rule = "\u{1b}]8;;https://docs.example/rules/status-unknown.html\u{1b}\\";
        let shown = |arguments: &[&str], terminal| shown(on(&mut docent(&folder, arguments), terminal));
        let linked = shown(&["check"], "xterm-kitty");
        assert!(linked.contains(&link) && linked.contains(rule), "{linked:?}");
        let asked = shown(&["check", "--hyperlinks", "always"], "xterm");
        assert!(asked.contains(&link), "{asked:?}");
        for (arguments, terminal) in [
            (&["check", "--hyperlinks", "never"][..], "xterm-kitty"),
            (&["check"], "xterm"),
            (&["check", "--color", "never"], "xterm-kitty"),
            (&["check"], "dumb"),
        ] {
            let plain = shown(arguments, terminal);
            assert!(
                plain.contains("0001 a.md:2:9") && !plain.contains("\u{1b}]8"),
                "{plain:?}"
            );
        }
    }

    #[test]
    fn work_that_takes_its_time_shows_how_far_it_is_and_clears_that_away() {
        let (_home, home) = home();
        let folder = example(&home);
        let shown = |arguments: &[&str], terminal| shown(on(&mut docent(&folder, arguments), terminal));
        let text = shown(&["build", "--out", "public"], "xterm");
        // A fast machine and a fast build are done before there is anything to show.
        if cfg!(debug_assertions) {
            assert!(text.contains("render ") || text.contains("assemble "), "{text:?}");
        }
        let last = text.rsplit("\u{1b}[2K").next().expect("what stays");
        assert!(
            last.trim_start_matches(['\r', '\n']).starts_with("checked "),
            "{last:?}"
        );
        for quiet in [
            shown(&["build", "--quiet", "--out", "public"], "xterm"),
            shown(&["build", "--out", "public"], "dumb"),
        ] {
            assert!(!quiet.contains("\u{1b}[2K") && !quiet.contains("render "), "{quiet:?}");
        }
    }
}
