//! What a user sees of a command.

use camino::Utf8Path;

use super::program;

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

/// Runs docent in a folder on 14 March 2026.
pub fn docent(folder: &Utf8Path, arguments: &[&str]) -> Ran {
    let ceiling = folder.parent().expect("a parent");
    let mut command = program::docent(folder, arguments);
    let (code, out, err) = program::run(
        command
            .env("SOURCE_DATE_EPOCH", NOON)
            .env("GIT_CEILING_DIRECTORIES", ceiling),
    );
    Ran { code, out, err }
}
