//! The part of GitHub's expressions that workflows here are written in: names, texts, `==`, `!=`, `&&`, `||`, `!` and the
//! functions about the state of a job.

use std::collections::BTreeMap;

/// What names stand for: `github.event_name`, `inputs.base`, `steps.check.outputs.sarif`.
pub type Contexts = BTreeMap<String, String>;

/// Replaces every `${{ … }}` in a text.
#[track_caller]
pub fn fill(text: &str, contexts: &Contexts) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (expression, after) = after.split_once("}}").expect("an end of the expression");
        filled.push_str(before);
        filled.push_str(&value(expression, contexts));
        rest = after;
    }
    filled + rest
}

/// Whether an `if:` holds. After a failure only those hold that ask for the state themselves.
#[track_caller]
pub fn holds(condition: &str, has_failed: bool, contexts: &Contexts) -> bool {
    let condition = condition.trim().trim_start_matches("${{").trim_end_matches("}}").trim();
    let asks = ["cancelled()", "always()", "failure()"]
        .iter()
        .any(|it| condition.contains(it));
    (asks || !has_failed) && is_true(&value(condition, contexts))
}

fn is_true(value: &str) -> bool {
    !matches!(value, "" | "false" | "0")
}

#[track_caller]
fn value(expression: &str, contexts: &Contexts) -> String {
    let expression = expression.trim();
    for (operator, is_all) in [("||", false), ("&&", true)] {
        if let Some((left, right)) = expression.split_once(operator) {
            let left = value(left, contexts);
            return if is_true(&left) == is_all {
                value(right, contexts)
            } else {
                left
            };
        }
    }
    for (operator, is_equal) in [("==", true), ("!=", false)] {
        if let Some((left, right)) = expression.split_once(operator) {
            return ((value(left, contexts) == value(right, contexts)) == is_equal).to_string();
        }
    }
    if let Some(rest) = expression.strip_prefix('!') {
        return (!is_true(&value(rest, contexts))).to_string();
    }
    match expression {
        "cancelled()" => "false".to_owned(),
        "always()" => "true".to_owned(),
        text if text.starts_with('\'') => text.trim_matches('\'').to_owned(),
        name => named(name, contexts),
    }
}

/// An output that a step did not give is empty; any other name that is not known is a mistake.
#[track_caller]
fn named(name: &str, contexts: &Contexts) -> String {
    let known = contexts.get(name).cloned();
    let is_output = name.strip_prefix("steps.").is_some_and(|rest| {
        let id = rest.split('.').next().unwrap_or_default();
        contexts.contains_key(&format!("steps.{id}"))
    });
    match known {
        Some(value) => value,
        None if is_output => String::new(),
        None => panic!("`{name}` is not known here"),
    }
}
