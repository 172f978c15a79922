//! docent as a user runs it.

use std::process::Command;

use camino::Utf8Path;

/// Noon of 14 March 2026.
const NOON: &str = "1773489600";

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ran {
    /// All of it, for a snapshot.
    pub fn told(&self) -> String {
        let part = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("-- {name} --\n{text}"),
        };
        let code = match self.code {
            Some(0) => String::new(),
            other => format!("-- ends with {} --\n", other.unwrap_or(-1)),
        };
        part("out", &self.out) + &part("err", &self.err) + &code
    }

    /// Standard output of a command that succeeded.
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }
}

/// Runs docent in a folder on 14 March 2026, with nothing of the developer's own surroundings.
pub fn docent(folder: &Utf8Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_docent"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", NOON)
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().expect("a parent"))
        .output()
        .expect("docent runs");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
