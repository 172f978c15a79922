//! The manual of the format says what is true.

use super::*;

/// The YAML examples of the manual.
fn examples() -> Vec<String> {
    let manual = include_str!("../../mod.rs");
    let lines = manual.lines().map_while(|line| line.strip_prefix("//!"));
    let text: String = lines
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let blocks = text.split("```yaml\n").skip(1);
    blocks
        .filter_map(|block| block.split_once("```"))
        .map(|(example, _)| example.to_owned())
        .collect()
}

#[test]
fn the_examples_together_are_a_type() {
    let parts = ["type:", "lifecycle:", "fields:", "sections:"];
    let examples = examples();
    let text: String = parts
        .map(|part| {
            examples
                .iter()
                .find(|it| it.starts_with(part))
                .map_or("", String::as_str)
        })
        .concat();
    let type_read = definition("post-mortem", &[&text]);
    assert_eq!(type_read.lifecycle.states.len(), 6);
    assert_eq!(type_read.sections.len(), 1);
}

#[test]
fn every_way_to_require_something_is_read() {
    let examples = examples();
    let ways = examples
        .iter()
        .find(|it| it.starts_with("required:"))
        .expect("the example");
    for way in ways.lines() {
        let text = format!(
            "{NOTE}lifecycle: {{ states: [draft, accepted, closed], aside: [dropped], gate: draft }}\nfields:\n  severity: text\n  \
             category: text\n  outcome: {{ kind: mapping, keys: {{ result: text }} }}\nsections:\n  - heading: A\n    {way}\n"
        );
        assert_eq!(check(&text), Vec::<String>::new(), "{way}");
    }
}

#[test]
fn the_example_of_an_extension_can_be_used() {
    let examples = examples();
    let text = examples
        .iter()
        .find(|it| it.starts_with("extends:"))
        .expect("the example");
    let rewrite = definition("rewrite", &[text]);
    assert!(headings(&rewrite).contains("Target design, Security, "));
    assert!(rewrite.field("do_nothing_cost_weeks").is_none());
}
