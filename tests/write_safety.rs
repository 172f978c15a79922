//! A site is the old one or the new one, whole, whatever happens to the build that writes it: it is killed, the disk is full,
//! the folder may not be written, another build runs at the same time. The next build works and leaves nothing behind.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use support::program;
use support::repo::Repo;

/// Longest time that the kills take together; on a slow machine there are fewer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Route to bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// An organisation that can be in two states, no page of which is the same.
fn organisation(state: &str) -> Repo {
    let repo = Repo::without_git();
    write(&repo, state);
    repo
}

fn write(repo: &Repo, state: &str) {
    let root = repo.root();
    fs::create_dir_all(root.join("decisions")).expect("a folder");
    fs::write(root.join("docent.yaml"), format!("title: In state {state}\n")).expect("a file");
    for number in 1..4 {
        let text =
            format!("---\nstatus: draft\n---\n# Decision {number} in {state}\n\n## Context\n\nWords of {state}.\n");
        fs::write(root.join(format!("decisions/000{number}-it.md")), text).expect("a file");
    }
}

fn files(folder: &Utf8Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
        let path = entry
            .path()
            .strip_prefix(folder)
            .expect("below")
            .to_str()
            .expect("UTF-8");
        (path.to_owned(), fs::read(entry.path()).expect("bytes"))
    });
    files.collect()
}

fn build(repo: &Repo, out: &str) -> Command {
    let mut command = program::docent(repo.root(), &["build", "--out", out]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn built(repo: &Repo, out: &str) -> Files {
    let (code, said, complaint) = program::run(program::docent(repo.root(), &["build", "--out", out]).env("TZ", "UTC"));
    assert_eq!(code, Some(0), "{said}{complaint}");
    files(&repo.root().join(out))
}

/// What stands beside the site, hidden or not.
fn beside(place: &Utf8Path) -> Vec<String> {
    let entries = fs::read_dir(place).expect("a folder").flatten();
    let mut names: Vec<_> = entries
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn killed_at_any_moment_the_site_is_the_old_one_or_the_new_one() {
    kill(200, PATIENCE);
}

#[test]
#[ignore = "takes minutes: as above, without giving up early"]
fn killed_five_hundred_times() {
    kill(500, Duration::MAX);
}

fn kill(times: u32, patience: Duration) {
    let repo = organisation("one");
    let one = built(&repo, "../out/site");
    write(&repo, "two");
    let started = Instant::now();
    let two = built(&repo, "../out/site");
    let takes = started.elapsed();
    assert!(one.keys().eq(two.keys()) && one["index.html"] != two["index.html"]);
    let place = repo.beside("out");
    let (mut chance, mut now_one, started) = (17_u64, false, Instant::now());
    let (mut killed, mut new, mut left) = (0, 0, 0);
    for turn in 0..times {
        if started.elapsed() > patience {
            break;
        }
        let to_one = turn % 2 == 0;
        write(&repo, if to_one { "one" } else { "two" });
        let mut child = build(&repo, "../out/site").spawn().expect("docent runs");
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Half of them while it writes, which is near the end.
        let part = f64::from(u32::try_from(chance >> 33).expect("31 bits")) / f64::from(1_u32 << 31);
        std::thread::sleep(takes.mul_f64(if turn % 4 < 2 { part } else { 0.7 + 0.5 * part }));
        let had_ended = child.try_wait().expect("asked").is_some();
        child.kill().expect("killed");
        child.wait().expect("an end");
        killed += u32::from(!had_ended);
        let found = files(&place.join("site"));
        let is_one = found == one;
        assert!(
            is_one || found == two,
            "turn {turn}: {} files are a mixture",
            found.len()
        );
        new += u32::from(is_one != now_one);
        now_one = is_one;
        left += u32::from(beside(&place).len() > 1);
    }
    assert!(killed > 20, "only {killed} builds were killed");
    assert!(built(&repo, "../out/site") == one || files(&place.join("site")) == two);
    assert_eq!(beside(&place), ["site"], "what killed builds left is cleared away");
    // For those who want to know whether the moments were well chosen.
    let _ = writeln!(
        std::io::stderr(),
        "{killed} killed, {new} of all finished, {left} left something"
    );
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let (first, second) = (organisation("one"), organisation("two"));
    let place = first.beside("shared");
    let out = place.join("site");
    let (one, two) = (built(&first, "site"), built(&second, "site"));
    for turn in 0..12 {
        let start = |repo: &Repo| -> Child {
            let mut command = program::docent(repo.root(), &["build", "--out", out.as_str()]);
            command
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("docent runs")
        };
        let both = [start(&first), start(&second)];
        let mut done = 0;
        for child in both {
            let output = child.wait_with_output().expect("an end");
            let complaint = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => done += 1,
                code => assert!(
                    code == Some(2) && complaint.contains("another docent is writing"),
                    "turn {turn}: {code:?} {complaint}"
                ),
            }
        }
        assert!(done > 0, "turn {turn}: nobody was first");
        let found = files(&out);
        assert!(found == one || found == two, "turn {turn}: a mixture");
        assert_eq!(beside(&place), ["site"]);
    }
}

/// A file system of so many bytes, where this user may make one.
struct SmallDisk(Utf8PathBuf);

impl SmallDisk {
    fn mount(place: Utf8PathBuf, kilobytes: usize) -> Option<Self> {
        fs::create_dir_all(&place).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args([
            "-t",
            "tmpfs",
            "-o",
            &format!("size={kilobytes}k"),
            "none",
            place.as_str(),
        ]);
        let output = mount.output().ok()?;
        output.status.success().then_some(Self(place))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.as_str()).status();
    }
}

#[test]
fn on_a_full_disk_the_old_site_stays() {
    let repo = organisation("one");
    let one = built(&repo, "site");
    let needed: usize = one.values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum();
    let Some(disk) = SmallDisk::mount(repo.beside("disk"), needed * 3 / 2) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: this user may not make a small disk");
        return;
    };
    let out = disk.0.join("site");
    assert!(built(&repo, out.as_str()) == one);
    write(&repo, "two");
    let (code, said, complaint) = program::run(&mut program::docent(repo.root(), &["build", "--out", out.as_str()]));
    assert_eq!(code, Some(2), "{said}");
    assert!(complaint.contains("No space left on device"), "{complaint}");
    assert!(files(&out) == one);
    assert_eq!(beside(&disk.0), ["site"]);
    let grown = Command::new("mount")
        .args(["-o", "remount,size=64m", disk.0.as_str()])
        .status();
    assert!(grown.expect("mount").success());
    assert!(built(&repo, out.as_str()) != one, "with room, the next build works");
}

#[test]
fn a_file_that_cannot_be_written_whole_leaves_the_old_site() {
    let repo = organisation("one");
    let one = built(&repo, "site");
    write(&repo, "two");
    // Files may have so many blocks of a kilobyte; more is an error, as on a full disk, and anyone may ask for that.
    let limited = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} build --out site",
        env!("CARGO_BIN_EXE_docent")
    );
    let mut bash = Command::new("bash");
    bash.args(["-c", &limited])
        .current_dir(repo.root())
        .env("SOURCE_DATE_EPOCH", "1767258000");
    let output = bash.output().expect("bash");
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(files(&repo.root().join("site")) == one);
    assert_eq!(beside(repo.root()), ["decisions", "docent.yaml", "site"]);
}

/// docent as somebody who has no more rights than others: root may do everything.
fn as_somebody(repo: &Repo, out: &str) -> Option<Command> {
    let copy = repo.beside("docent");
    fs::copy(env!("CARGO_BIN_EXE_docent"), &copy).expect("a copy");
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = match is_root {
        false => Command::new(&copy),
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", copy.as_str()]);
            Command::new("setpriv").arg("--version").output().ok()?;
            command
        }
    };
    command
        .args(["build", "--out", out])
        .current_dir(repo.root())
        .env("SOURCE_DATE_EPOCH", "1767258000")
        .env("HOME", "/nonexistent");
    Some(command)
}

fn allow(path: &Utf8Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}

#[test]
fn without_permission_the_old_site_stays() {
    let repo = organisation("one");
    let place = repo.beside("place");
    fs::create_dir(&place).expect("a folder");
    allow(place.parent().expect("a home"), 0o755);
    allow(&place, 0o777);
    let out = place.join("site");
    let Some(mut command) = as_somebody(&repo, out.as_str()) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: nobody to be without `setpriv`");
        return;
    };
    let output = command.output().expect("docent runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let one = files(&out);
    write(&repo, "two");
    // The folder around it, the site itself, and one folder in it.
    for (path, mode) in [
        (place.clone(), 0o555),
        (out.clone(), 0o000),
        (out.join("decisions"), 0o000),
    ] {
        let before = fs::metadata(&path).expect("a folder").permissions();
        allow(&path, mode);
        let output = as_somebody(&repo, out.as_str())
            .expect("as before")
            .output()
            .expect("docent runs");
        allow(&path, before.mode());
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{path} with {mode:o}: {complaint}");
        assert!(!complaint.contains("panicked"), "{complaint}");
        assert!(files(&out) == one, "{path} with {mode:o}");
        assert_eq!(beside(&place), ["site"], "{path} with {mode:o}");
    }
    let output = as_somebody(&repo, out.as_str())
        .expect("as before")
        .output()
        .expect("docent runs");
    assert!(
        output.status.success(),
        "the next build works: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(files(&out) != one);
}
