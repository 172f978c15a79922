//! What is said about mistakes.

use super::*;

#[test]
fn unknown_keys_have_a_suggestion() {
    assert_eq!(
        check_note(
            "sectoins: []\nlifecycle: { states: [a], gate: a, ends: [a] }\nfields:\n  x: { kind: text, promt: Why? }\n\
             sections:\n  - { heading: A, word: 3 }\n"
        ),
        [
            "definition-key at 1: a definition has no key `sectoins`",
            "definition-key at 2: `lifecycle` has no key `ends`",
            "definition-key at 4: a field has no key `promt`",
            "definition-key at 6: a section has no key `word`",
        ]
    );
    assert_eq!(help("extends: team\nsectoins: []\n"), ["did you mean `sections`?"]);
}

#[test]
fn states_are_those_of_the_lifecycle() {
    assert_eq!(
        check_note(
            "lifecycle:\n  states: [draft, final]\n  aside: [{ state: gone, as: drft }]\n  end: [done]\n  gate: final\n  \
             freeze: gone\nfields:\n  x: { kind: text, required: finl }\nsections:\n  - { heading: A, required: { from: gone, when: {} } }\n"
        ),
        [
            "definition-value at 3: `drft` is not one of the states",
            "definition-value at 4: `done` is not one of the states",
            "definition-value at 6: `gone` is not one of the states",
            "definition-value at 8: `finl` is not one of the states",
        ]
    );
    assert_eq!(
        check_note("lifecycle: { states: [a], gate: b }\n"),
        ["definition-value at 1: `b` is not one of the states"]
    );
    assert_eq!(
        check_note("lifecycle: { states: [a] }\n"),
        ["definition-key at 1: `lifecycle` has no `gate`"]
    );
    assert_eq!(
        check_note("lifecycle: {}\n"),
        ["definition-key at 1: `lifecycle` has no `states`"]
    );
    assert_eq!(
        check_note("lifecycle: { states: [gate, a?b, on hold], gate: gate }\n"),
        [
            "definition-value at 1: `gate` cannot be the name of a state",
            "definition-value at 1: `a?b` cannot be the name of a state",
        ]
    );
    assert_eq!(
        check_note("fields:\n  x: { kind: text, required: gate }\n").len(),
        1,
        "there is no gate without states"
    );
}

#[test]
fn kinds_have_the_keys_that_belong_to_them() {
    assert_eq!(
        check_note(
            "fields:\n  a: txt\n  b: { kind: text, values: [x] }\n  c: { prompt: Why? }\n  d: { kind: one-of }\n  e: { kind: list }\n  \
             f: { kind: mapping }\n  g: { kind: one-of, values: [] }\n  h: { kind: reference, to: [metrc] }\n  i.j: text\n"
        ),
        [
            "definition-value at 2: `txt` is not a kind of field",
            "definition-key at 3: a field of kind `text` has no `values`",
            "definition-key at 4: field `c` has no `kind`",
            "definition-key at 5: a field of kind `one-of` needs `values`",
            "definition-key at 6: a field of kind `list` needs `of`",
            "definition-key at 7: a field of kind `mapping` needs `keys`",
            "definition-value at 8: `values` is an empty list",
            "definition-value at 9: there is no type `metrc`",
            "definition-value at 10: `i.j` cannot be the name of a field",
        ]
    );
}

#[test]
fn demands_and_conditions_name_what_exists() {
    assert_eq!(
        check_note(
            "fields:\n  size: { kind: one-of, values: [small, large] }\nsections:\n  - heading: A\n    \
             required: { when: { size: smal, siz: small } }\n    must:\n      - numbr\n      - link-to: relatd\n      \
             - { number: true, date: true }\n      - entries\n      - entries: many\n      - any: []\n"
        ),
        [
            "definition-value at 5: `smal` is not a value of `size`",
            "definition-value at 5: there is no field `siz`",
            "definition-value at 7: `numbr` is not a demand",
            "definition-value at 8: there is no field `relatd`",
            "definition-value at 9: a demand is one key, with `ask` beside it",
            "definition-value at 10: the demand `entries` needs a value",
            "definition-value at 11: `entries` takes a whole number, not a text",
            "definition-value at 12: `any` is an empty list",
        ]
    );
    assert_eq!(
        check("extends: rewrite\nlifecycle: { may_change: [Outcom, owner] }\n"),
        ["definition-value at 2: there is no section or field `Outcom`"]
    );
    assert_eq!(
        check("extends: rewrite\nlifecycle: { moves: { rejected: [draft, propsed], gone: [] } }\n"),
        [
            "definition-value at 2: `propsed` is not one of the states",
            "definition-value at 2: `gone` is not one of the states"
        ]
    );
}

#[test]
fn a_name_stands_for_one_thing() {
    assert_eq!(
        check_note(
            "lifecycle: { states: [a, b, a], gate: b }\nquestions: [Risk]\nsections:\n  - { heading: Risks, question: 1 }\n  \
             - { heading: risk }\n  - { heading: Costs, aliases: [Cost], question: 1 }\n  - { heading: Money, aliases: [1. Cost] }\n"
        ),
        [
            "definition-duplicate at 1: state `a` is given twice",
            "definition-duplicate at 2: `Risk` already names section `Risks`",
            "definition-duplicate at 5: section `risk` is listed twice",
            "definition-duplicate at 6: question 1 belongs to `Risks` and to `Costs`",
            "definition-duplicate at 6: `Cost` names section `Costs` twice",
            "definition-duplicate at 7: `1. Cost` already names section `Costs`",
        ]
    );
    assert_eq!(
        check("extends: team\nname: A\nname: B\n"),
        ["duplicate-key at 3: `name` is given twice"]
    );
    assert_eq!(
        check("extends: rewrite\nsections:\n  - { heading: Migration plan }\n"),
        ["definition-duplicate at 3: `Migration plan` already names section `Existing customers`"]
    );
}

#[test]
fn types_share_neither_name_nor_prefix_nor_folder() {
    assert_eq!(
        check_all(&[
            "type: note\nname: Note\nprefix: RW\nfolder: teams/\n",
            "type: note\nname: Note\nprefix: NOTE\nfolder: notes\n",
            "type: memo\nname: Memo\nprefix: NOTE\nfolder: memos\n",
        ]),
        [
            "definition-duplicate at 1 of b.yaml: type `note` is defined by two files",
            "definition-duplicate at 3 of c.yaml: prefix `NOTE` already belongs to type `note`",
        ],
        "the second file replaces the first"
    );
    assert_eq!(
        check("type: note\nname: Note\nprefix: RW\nfolder: teams/\n"),
        [
            "definition-duplicate at 3: prefix `RW` already belongs to type `rewrite`",
            "definition-duplicate at 4: folder `teams` already belongs to type `team`",
        ]
    );
    assert_eq!(
        check("extends: vision\nprefix: TEAM\n"),
        ["definition-duplicate at 2: prefix `TEAM` already belongs to type `team`"]
    );
}

#[test]
fn prefix_folder_and_type_can_be_used_in_ids_and_paths() {
    assert_eq!(
        check("extends: team\nprefix: Tm1\nfolder: ../teams\n"),
        [
            "definition-value at 2: prefix `Tm1` is not upper-case letters",
            "definition-value at 3: `folder` is not a folder inside the repository: `../teams`",
        ]
    );
    for folder in ["/teams", "a/../..", ".git", "'a\\b'"] {
        assert_eq!(
            check(&format!("extends: team\nfolder: {folder}\n")).len(),
            1,
            "{folder}"
        );
    }
    assert_eq!(
        check("type: Post Mortem\n"),
        ["definition-value at 1: `Post Mortem` cannot be the name of a type"]
    );
}

#[test]
fn values_are_of_their_kind() {
    assert_eq!(
        check_note(
            "purpose: [a]\nfields: []\nsections:\n  - A\n  - { words: 3 }\n  - { heading: B, words: -1, may_not_apply: 2, required: }\n"
        ),
        [
            "definition-value at 1: `purpose` takes a text, not a list",
            "definition-value at 2: `fields` takes a mapping, not a list",
            "definition-value at 4: `sections` takes a mapping, not a text",
            "definition-key at 5: a section has no `heading`",
            "definition-value at 6: `words` takes a whole number, not a number",
            "definition-value at 6: `may_not_apply` takes `true` or `false`, not a number",
            "definition-value at 6: `required` takes a text, not nothing",
        ]
    );
}
