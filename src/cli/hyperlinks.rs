//! Links in what is printed on a terminal (OSC 8): to the file that a diagnostic is about, and to the manual of its rule.
//!
//! Terminals do not say whether they know links, and some print the address instead of hiding it. So links are written
//! only where the environment names a terminal that is known to know them, or where the user asks for them.

use std::io::IsTerminal;

use clap::ValueEnum;

/// When to print links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Hyperlinks {
    /// On a terminal that is known to have them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Hyperlinks {
    /// Whether standard output gets them.
    pub(super) fn are_wanted(self) -> bool {
        match self {
            Hyperlinks::Always => true,
            Hyperlinks::Never => false,
            Hyperlinks::Auto => std::io::stdout().is_terminal() && knows_links(&variable),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "terminals say what they are in the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Values of `TERM_PROGRAM` of terminals that have links.
const PROGRAMS: [&str; 8] = [
    "iTerm.app",
    "WezTerm",
    "vscode",
    "ghostty",
    "Hyper",
    "rio",
    "Tabby",
    "WarpTerminal",
];
/// Beginnings of `TERM` of terminals that have links.
const TERMS: [&str; 6] = [
    "xterm-kitty",
    "xterm-ghostty",
    "alacritty",
    "foot",
    "wezterm",
    "contour",
];
/// First version of VTE (GNOME Terminal, Tilix and others) that has them without crashing on them.
const VTE: u32 = 5000;

/// Whether the terminal that these variables describe has links.
fn knows_links(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let term = variable("TERM").unwrap_or_default();
    // A build log looks like a terminal to some programs, but nobody clicks there. tmux and screen keep links from
    // the terminal around them, or not, by their version.
    if term == "dumb" || is_set("NO_COLOR") || is_set("CI") || term.starts_with("screen") || is_set("TMUX") {
        return false;
    }
    if let Some(forced) = variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    PROGRAMS.contains(&program.as_str())
        || TERMS.iter().any(|known| term.starts_with(known))
        || vte.is_some_and(|version| version >= VTE)
        || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knows(variables: &[(&str, &str)]) -> bool {
        let value = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        knows_links(&value)
    }

    #[test]
    fn links_are_for_terminals_that_are_known_to_have_them() {
        assert!(knows(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")]));
        assert!(knows(&[("TERM", "xterm-kitty")]));
        assert!(knows(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]));
        assert!(!knows(&[("TERM", "xterm-256color"), ("VTE_VERSION", "4900")]));
        assert!(!knows(&[("TERM", "xterm-256color")]), "nobody knows which one it is");
        assert!(!knows(&[
            ("TERM", "xterm-256color"),
            ("TERM_PROGRAM", "Apple_Terminal")
        ]));
        assert!(!knows(&[]));
    }

    #[test]
    fn the_user_decides_for_a_terminal_that_nobody_knows() {
        assert!(knows(&[("TERM", "xterm-256color"), ("FORCE_HYPERLINK", "1")]));
        assert!(!knows(&[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")]));
    }

    #[test]
    fn plain_output_has_none() {
        for (name, value) in [
            ("NO_COLOR", "1"),
            ("CI", "true"),
            ("TMUX", "/tmp/tmux-0/default"),
            ("TERM", "dumb"),
        ] {
            assert!(!knows(&[(name, value), ("TERM_PROGRAM", "vscode")]), "{name}");
        }
    }
}
