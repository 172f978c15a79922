//! `docent init`

use camino::Utf8PathBuf;
use clap::Args;

use super::{Global, Outcome};

/// Start an organisation repository.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder; it is made if it does not exist.
    #[arg(value_name = "DIR", default_value = ".")]
    directory: Utf8PathBuf,
}

pub(super) fn run(init: &Init, global: &Global) -> anyhow::Result<Outcome> {
    let _ = (global.directory.join(&init.directory), ());
    anyhow::bail!("not yet")
}
