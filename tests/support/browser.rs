//! Chromium and Node.js, where the machine has them, for what only a browser can tell.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Oldest Node.js that runs the checks.
const NODE: u32 = 20;
/// How Chromium is called, from distribution to distribution.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A file of the checks that run in a browser.
pub fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(name)
}

/// What the machine says of itself under a name.
#[expect(clippy::disallowed_methods, reason = "what is installed is no affair of the program")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What the checks run with.
pub struct Tools {
    /// The program.
    pub chromium: String,
    /// The folder with the packages that `tests/browser` names.
    pub packages: PathBuf,
}

impl Tools {
    /// `None`, said loudly, where something is missing; a failure where `CI` is set.
    pub fn find() -> Option<Self> {
        let found = Self::chromium().and_then(|chromium| {
            Self::node()?;
            let packages = Self::packages()?;
            Ok(Self { chromium, packages })
        });
        match found {
            Ok(tools) => Some(tools),
            Err(missing) if environment("CI").is_some() => panic!("{missing}"),
            Err(missing) => {
                // Written past the test harness, which keeps to itself what a passing test prints.
                let _ = writeln!(std::io::stderr(), "SKIPPED: no page was opened in a browser: {missing}");
                None
            }
        }
    }

    fn chromium() -> Result<String, String> {
        let named = environment("DOCENT_CHROMIUM");
        let runs = |name: &String| Command::new(name).arg("--version").output().is_ok();
        let mut names = named.into_iter().chain(CHROMIUM.map(str::to_owned));
        names.find(runs).ok_or_else(|| {
            "Chromium is missing; install it (Debian: `apt-get install chromium`) or name it in `DOCENT_CHROMIUM`"
                .into()
        })
    }

    fn node() -> Result<(), String> {
        let missing =
            || format!("Node.js {NODE} or later is missing; install it (Debian: `apt-get install nodejs npm`)");
        let output = Command::new("node").arg("--version").output().map_err(|_| missing())?;
        let version = String::from_utf8_lossy(&output.stdout);
        let major = version.trim_start_matches('v').split('.').next().unwrap_or_default();
        let is_enough = major.parse().is_ok_and(|major: u32| major >= NODE);
        is_enough
            .then_some(())
            .ok_or_else(|| format!("{}; this one is {}", missing(), version.trim()))
    }

    /// The folder with the packages that `tests/browser` names, installed once.
    fn packages() -> Result<PathBuf, String> {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-packages");
        let lock = std::fs::read(own("package-lock.json")).expect("the lock file");
        if std::fs::read(place.join("installed")).is_ok_and(|it| it == lock) {
            return Ok(place);
        }
        std::fs::create_dir_all(&place).expect("a folder");
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(own(name), place.join(name)).expect("a copy");
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&place);
        let output = npm
            .output()
            .map_err(|_| "npm is missing; install it (Debian: `apt-get install npm`)".to_owned())?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(format!("npm could not install what the checks need: {why}"));
        }
        std::fs::write(place.join("installed"), &lock).expect("a file");
        Ok(place)
    }
}
