//! `docent build`

use clap::Args;

use super::{Global, Outcome};

/// Write the site.
#[derive(Debug, Args)]
pub(super) struct Build {}

pub(super) fn run(_build: &Build, _global: &Global) -> anyhow::Result<Outcome> {
    anyhow::bail!("not yet")
}
