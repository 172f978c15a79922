//! Tells Zed how to start `docent lsp`.

use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Docent;

impl zed::Extension for Docent {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree.which("docent").ok_or("`docent` is not on the PATH")?;
        Ok(Command {
            command,
            args: vec!["lsp".to_owned()],
            env: Vec::new(),
        })
    }
}

zed::register_extension!(Docent);
