//! Changing a type with `extends`.

use super::*;

#[test]
fn only_what_is_named_changes() {
    let text = "extends: rewrite\nfields:\n  product_owner: { required: always }\n  budget: text\n  supersedes: { remove: true }\n\
                sections:\n  - { heading: Costs, words: 40 }\n  - { heading: Security, after: target design, words: 5 }\n  \
                - { heading: Customer impact, remove: true }\n  - { heading: Last }\n";
    let (before, after) = (definition("rewrite", &[]), definition("rewrite", &[text]));
    assert_eq!(after.lifecycle, before.lifecycle);
    assert_eq!((after.name.as_str(), after.prefix.as_str()), ("Rewrite proposal", "RW"));
    assert_eq!(from(&after, "product_owner"), [None]);
    assert_eq!(after.field("product_owner").expect("it").kind, FieldKind::Person);
    assert!(names(&after.fields).contains("outcome initiative budget title status"));
    assert_eq!(after.field("approvers"), before.field("approvers"));
    let expected = headings(&before).replace("Target design, ", "Target design, Security, ");
    let expected = expected.replace("Customer impact", "Last").replace(" Cost,", " Costs,");
    assert_eq!(headings(&after), expected);
    let cost = &after.sections[after.section_index("Cost").expect("it")];
    assert_eq!((cost.words, cost.must.len()), (40, 1));
}

#[test]
fn requirements_follow_a_changed_lifecycle() {
    let text = "extends: rewrite\nlifecycle:\n  states: [draft, shaped, proposed, accepted, in-progress, completed]\n  gate: accepted\n";
    let after = definition("rewrite", &[text]);
    assert_eq!(from(&after, "approvers"), [after.lifecycle.index("accepted")]);
    assert_eq!(
        from(&after, "success"),
        [after.lifecycle.index("accepted")],
        "the gate has moved"
    );
    assert_eq!(from(&after, "outcome"), [Some(5)]);
}

#[test]
fn moves_that_are_listed_are_the_only_ones() {
    let text = "extends: rewrite\nlifecycle:\n  moves: { rejected: [draft], completed: [] }\n";
    let lifecycle = definition("rewrite", &[text]).lifecycle;
    let verdict = |from: &str, to: &str| {
        let index = |name| lifecycle.index(name).expect("a state");
        lifecycle.verdict(index(from), index(to))
    };
    assert_eq!(verdict("rejected", "draft"), Verdict::ToReopen);
    assert_eq!(verdict("rejected", "proposed"), Verdict::Forbidden);
    assert_eq!(verdict("completed", "superseded"), Verdict::Forbidden);
    assert_eq!(verdict("draft", "completed"), Verdict::Allowed);
}

#[test]
fn a_state_that_is_still_named_cannot_go() {
    let text = "extends: rewrite\nlifecycle:\n  states: [draft, proposed, accepted, completed]\n";
    assert_eq!(
        check(text),
        ["definition-value at 2: `in-progress` is not one of the states"]
    );
    let text = "extends: rewrite\nlifecycle:\n  aside: []\n";
    let expected = ["rejected", "withdrawn", "superseded"]
        .map(|it| format!("definition-value at 2: `{it}` is not one of the states"));
    assert_eq!(check(text), expected);
}

#[test]
fn files_are_applied_in_the_order_of_their_paths() {
    let after = definition(
        "rewrite",
        &[
            "extends: rewrite\nname: First\nplural: Firsts\n",
            "extends: rewrite\nname: Second\n",
        ],
    );
    assert_eq!((after.name.as_str(), after.plural.as_str()), ("Second", "Firsts"));
}

#[test]
fn another_type_starts_from_it() {
    let text = "type: replacement\nextends: rewrite\nname: Replacement\nprefix: RP\nfolder: replacements\n";
    let after = definition("replacement", &[text]);
    assert_eq!(after.plural, "Replacements");
    assert_eq!(headings(&after), headings(&definition("rewrite", &[text])));
    assert_eq!(
        check("type: replacement\nextends: rewrite\nname: Replacement\nfolder: replacements\n"),
        ["definition-key at 1: type `replacement` has no `prefix`"]
    );
}

#[test]
fn a_type_without_extends_is_replaced() {
    let text = "type: team\nname: Squad\nprefix: SQ\nfolder: squads\n";
    let squad = definition("team", &[text]);
    assert_eq!((squad.name.as_str(), squad.sections.len()), ("Squad", 0));
    assert_eq!(read_texts(&[text]).0.len(), 10);
}

#[test]
fn a_type_that_does_not_exist_cannot_be_extended() {
    assert_eq!(
        check("extends: rewrit\n"),
        ["definition-value at 1: there is no type `rewrit` to extend"]
    );
    assert_eq!(help("extends: rewrit\n"), ["did you mean `rewrite`?"]);
}

#[test]
fn a_broken_file_leaves_the_type_as_it_was() {
    let (definitions, problems) = read_texts(&["extends: rewrite\nname: Mine\nlifecycle: { gate: nowhere }\n"]);
    assert_eq!(problems.len(), 1);
    let rewrite = definitions.get(definitions.find("rewrite").expect("it"));
    assert_eq!((rewrite.name.as_str(), &rewrite.path), ("Rewrite proposal", &None));
}

#[test]
fn what_is_not_there_cannot_be_removed_or_stood_after() {
    assert_eq!(
        check(
            "extends: rewrite\nfields:\n  ownr: { remove: true }\nsections:\n  - { heading: Rolback, remove: true }\n  \
             - { heading: New, after: Nowhere }\n"
        ),
        [
            "definition-value at 3: there is no field `ownr` to remove",
            "definition-value at 5: there is no section `Rolback` to remove",
            "definition-value at 6: there is no section `Nowhere` to stand after",
        ]
    );
}
