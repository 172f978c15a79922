//! The levels that the configuration gives to rules.

use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Severity};

/// Changes the severity of findings, or drops them, as `rules:` in `docent.yaml` says.
pub(super) fn apply(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    if config.rules.is_empty() {
        return;
    }
    let level = |rule: &str| {
        config
            .rules
            .iter()
            .rev()
            .find(|(name, _)| name.value == rule)
            .map(|(_, level)| *level)
    };
    diagnostics.retain_mut(|diagnostic| match level(diagnostic.rule) {
        None => true,
        Some(Level::Allow) => false,
        Some(Level::Warn) => {
            diagnostic.severity = Severity::Warning;
            true
        }
        Some(Level::Deny) => {
            diagnostic.severity = Severity::Error;
            true
        }
    });
}
