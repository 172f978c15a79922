//! The manual of the rules: `rules` in the list of them, `rule` on the page of one.

use serde::Serialize;

use super::{Page, rendered};
use crate::check;
use crate::diagnostic::shared_path;
use crate::parse;
use crate::render::library::Library;
use crate::render::markdown::{self, Destination, Resolve, inline_code};
use crate::render::phrases::Phrases;
use crate::render::theme::{Theme, ThemeError};
use crate::render::{RULES, rule_route};
use crate::repository::SourceFile;
use crate::span::Span;

/// Rules of one group.
#[derive(Debug, Serialize)]
struct RuleGroup {
    /// The group's name.
    label: &'static str,
    /// Its rules.
    rules: Vec<RuleLine>,
}

/// A rule in the list of rules.
#[derive(Debug, Serialize)]
struct RuleLine {
    /// Its name.
    name: &'static str,
    /// Its page.
    href: String,
    /// How much it weighs.
    level: &'static str,
    /// What it finds; HTML.
    summary: String,
}

/// A rule with its manual.
#[derive(Debug, Serialize)]
struct RulePage {
    /// Its name.
    name: &'static str,
    /// What it finds; HTML.
    summary: String,
    /// How much it weighs.
    level: &'static str,
    /// Its manual, the same that `docent explain` prints; HTML.
    manual: String,
}

/// Writes the list of rules.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let mut groups: Vec<(check::rule::Group, Vec<RuleLine>)> = Vec::new();
    for rule in check::ALL {
        let line = RuleLine {
            name: rule.name,
            href: library.href(RULES, &rule_route(rule.name)),
            level: rule.severity.words(),
            summary: inline_code(rule.summary),
        };
        match groups.iter_mut().find(|(group, _)| *group == rule.group) {
            Some((_, rules)) => rules.push(line),
            None => groups.push((rule.group, vec![line])),
        }
    }
    groups.sort_by_key(|(group, _)| *group);
    let view: Vec<_> = groups
        .into_iter()
        .map(|(group, rules)| RuleGroup {
            label: group.title(),
            rules,
        })
        .collect();
    rendered(
        theme,
        "rules.html",
        &library.page("rules", library.phrases.say("pages.rules"), RULES),
        "rules",
        &view,
    )
}

/// Writes the manual of a rule.
pub(super) fn write(library: &Library<'_>, theme: &Theme, name: &'static str) -> Result<Page, ThemeError> {
    let Some(rule) = check::find(name) else {
        return write_index(library, theme);
    };
    let manual = check::manual(name, &library.input.corpus.definitions).unwrap_or_default();
    let view = RulePage {
        name: rule.name,
        summary: inline_code(rule.summary),
        level: rule.severity.words(),
        manual: sections(library, &manual, rule.name),
    };
    let mut page = library.page_below(
        "rule",
        name,
        &rule_route(name),
        (library.phrases.say("pages.rules"), RULES),
        name,
    );
    page.description = rule.summary.to_owned();
    rendered(theme, "rule.html", &page, "rule", &view)
}

/// The sections of a manual as HTML: what stands before them is on the page already.
fn sections(library: &Library<'_>, manual: &str, title: &str) -> String {
    let start = manual.find("\n## ").map_or(0, |position| position + 1);
    let file = SourceFile {
        path: shared_path("manual.md"),
        content: Ok(manual[start..].into()),
    };
    markdown::render(&parse::parse(&file), title, &Nowhere(&library.phrases))
}

/// Links of a manual lead nowhere in the site.
struct Nowhere<'a>(&'a Phrases);

impl Resolve for Nowhere<'_> {
    fn mentions(&self) -> &[Span] {
        &[]
    }

    fn at(&self, _: Span) -> Destination {
        Destination::Unknown
    }

    fn written(&self, _: &str) -> Destination {
        Destination::Unknown
    }

    fn phrases(&self) -> &Phrases {
        self.0
    }
}
