//! How strict an organisation is: levels of rules, and documents that are exempt from some.

use crate::span::Spanned;
use crate::yaml::expect::{Expect, with_suggestion};
use crate::yaml::{Mapping, Node};

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Its findings are not shown.
    Allow,
    /// Its findings are warnings.
    Warn,
    /// Its findings are errors.
    Deny,
}

impl Level {
    /// All levels, lightest first.
    pub const ALL: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

    /// The word for it in `docent.yaml` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// The level of a word.
    pub fn find(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == word)
    }
}

/// The level of a rule, for all documents or for those of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule.
    pub rule: Spanned<String>,
    /// The type whose documents it is for; all, when left out.
    pub of_type: Option<Spanned<String>>,
    /// The level.
    pub level: Level,
}

/// A document that some rules do not apply to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Its id or path.
    pub document: Spanned<String>,
    /// The rules; all, when none is named.
    pub rules: Vec<Spanned<String>>,
    /// Why it is exempt.
    pub reason: String,
}

/// Reads `rules:`: a level for each rule, or a mapping of types to levels.
pub(super) fn levels(expect: &mut Expect<'_>, rules: &Mapping) -> Vec<RuleLevel> {
    let mut levels = Vec::new();
    for entry in &rules.entries {
        let Some(by_type) = entry.value.mapping() else {
            let level = level(expect, &entry.key.value, &entry.value);
            levels.extend(level.map(|level| RuleLevel {
                rule: entry.key.clone(),
                of_type: None,
                level,
            }));
            continue;
        };
        for of_type in &by_type.entries {
            let level = level(expect, &of_type.key.value, &of_type.value);
            levels.extend(level.map(|level| RuleLevel {
                rule: entry.key.clone(),
                of_type: Some(of_type.key.clone()),
                level,
            }));
        }
    }
    levels
}

fn level(expect: &mut Expect<'_>, name: &str, node: &Node) -> Option<Level> {
    let word = expect.text_value(name, node)?;
    let level = Level::find(&word.value);
    if level.is_none() {
        let wrong = expect.value_error(word.span, format!("`{}` is not a level", word.value));
        expect.report(with_suggestion(wrong, &word.value, Level::ALL.map(Level::name)));
    }
    level
}

/// Reads `exempt:`. An exemption without a reason is a mistake: in a year nobody knows whether it is still needed.
pub(super) fn exemptions(expect: &mut Expect<'_>, mapping: &Mapping) -> Vec<Exemption> {
    let Some(node) = mapping.get("exempt") else {
        return Vec::new();
    };
    let items = expect
        .list_value("exempt", "a list of exemptions", node)
        .unwrap_or_default();
    items.iter().filter_map(|item| exemption(expect, item)).collect()
}

fn exemption(expect: &mut Expect<'_>, node: &Node) -> Option<Exemption> {
    let mapping = expect.mapping_value("an exemption", node)?;
    expect.known_keys(mapping, &["document", "rules", "reason"], "an exemption");
    for key in ["document", "reason"] {
        if mapping.get(key).is_none() {
            let missing = expect.key_error(node.span, format!("an exemption has no `{key}`"));
            expect.report(missing.with_help(
                "write `{ document: RW-3, rules: [section-required], reason: Written before we used docent }`",
            ));
        }
    }
    Some(Exemption {
        document: expect.text(mapping, "document")?,
        rules: expect.texts(mapping, "rules").unwrap_or_default(),
        reason: expect.text(mapping, "reason")?.value,
    })
}
