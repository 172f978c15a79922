//! Text that is not YAML.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::yaml::SYNTAX,
    group: Group::Reading,
    severity: Weight::Error,
    summary: "front matter, `docent.yaml`, `people.yaml` or a definition is not valid YAML",
    why: "One character can make a whole front matter unreadable: of 600 front matters in one public repository 35 do not parse, 18 of them because of a `@name` without quotes. The common mistakes have messages of their own: `@` or a backquote at the start of a value, a second `: ` in a value, and a tab.",
    example: "---\nowner: @ada\ntitle: Checkout: the rewrite\n---",
    mend: "Put the value in quotes: `owner: \"@ada\"` (`owner: ada` does as well). Indent with spaces. `docent check --fix` puts the quotes in.",
    run: Run::WhileReading,
};
