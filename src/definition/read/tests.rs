//! What definitions may say, and what is said about those that say something else.

use super::*;

/// Diagnostics of one file of the organisation: `rule at line: message`.
fn check(text: &str) -> Vec<String> {
    let (_, problems) = read(&[(shared_path("types/a.yaml"), Arc::from(text))]);
    let lines = crate::span::LineIndex::new(text);
    let describe = |it: &Diagnostic| format!("{} at {}: {}", it.rule, lines.line(it.span.start), it.message);
    problems.iter().map(describe).collect()
}

#[test]
fn the_built_in_definitions_are_in_order() {
    let messages: Vec<_> = READ_BUILTIN
        .problems
        .iter()
        .map(|it| format!("{}: {}: {:?}", it.path, it.message, it.help))
        .collect();
    assert_eq!(messages, Vec::<String>::new());
    let definitions = builtin();
    let names: Vec<_> = definitions.iter().map(|(_, it)| it.type_name.as_str()).collect();
    assert_eq!(
        names.join(" "),
        "vision customer team metric initiative rewrite incident decision review page"
    );
}

#[test]
fn an_empty_file_defines_nothing() {
    assert_eq!(check("# later\n"), ["definition-value at 1: the file defines no type"]);
}
