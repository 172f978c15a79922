//! The built-in types.

use super::*;

#[test]
fn the_files_are_in_order() {
    let describe = |it: &Diagnostic| format!("{}: {}: {:?}", it.path, it.message, it.help);
    let messages: Vec<_> = READ_BUILTIN.problems.iter().map(describe).collect();
    assert_eq!(messages, Vec::<String>::new());
    let definitions = builtin();
    let names: Vec<_> = definitions.iter().map(|(_, it)| it.type_name.as_str()).collect();
    assert_eq!(
        names.join(" "),
        "vision customer team metric initiative rewrite incident decision review page"
    );
}

#[test]
fn every_type_says_what_it_is_for_and_asks_in_sentences() {
    for (_, definition) in builtin().iter() {
        assert!(definition.purpose.ends_with('.'), "{}", definition.type_name);
        let fields = definition.fields.iter().map(|field| (&field.name, &field.prompt));
        let sections = definition
            .sections
            .iter()
            .map(|section| (&section.heading, &section.prompt));
        for (name, prompt) in fields.chain(sections) {
            let sentence = prompt.ends_with(['.', '?', '"', '`']);
            assert!(
                sentence && prompt.len() > 12,
                "{} of {}: {prompt}",
                name,
                definition.type_name
            );
        }
    }
}

#[test]
fn every_demand_of_a_required_section_says_what_to_write() {
    for (_, definition) in builtin().iter() {
        for section in &definition.sections {
            for demand in &section.must {
                assert!(
                    !demand.ask.is_empty(),
                    "{} of {}",
                    section.heading,
                    definition.type_name
                );
                let lower = demand.ask.starts_with(char::is_lowercase) && !demand.ask.ends_with('.');
                assert!(lower, "{}", demand.ask);
            }
        }
    }
}

#[test]
fn states_beside_the_order_ask_what_the_state_asks_that_they_count_as() {
    let rewrite = definition("rewrite", &[]);
    let lifecycle = &rewrite.lifecycle;
    let aside = lifecycle.states.iter().filter(|state| state.aside);
    let counts_as: Vec<_> = aside
        .map(|state| {
            (
                state.name.as_str(),
                lifecycle.states[state.rank].name.as_str(),
                state.end,
            )
        })
        .collect();
    assert_eq!(
        counts_as,
        [
            ("paused", "accepted", false),
            ("rejected", "proposed", true),
            ("withdrawn", "draft", true),
            ("superseded", "proposed", true),
        ]
    );
    assert_eq!(lifecycle.states[lifecycle.gate].name, "proposed");
    assert_eq!(lifecycle.freeze, lifecycle.index("accepted"));
    assert!(
        lifecycle.may_change.iter().any(|it| it == "Outcome"),
        "what the file says"
    );
    assert!(
        lifecycle.may_change.iter().any(|it| it == "tags"),
        "the fields of every type"
    );
}

#[test]
fn a_rewrite_answers_the_eight_questions() {
    let rewrite = definition("rewrite", &[]);
    let mut questions: Vec<_> = rewrite
        .sections
        .iter()
        .filter_map(|it| Some((it.question?, it.heading.as_str())))
        .collect();
    questions.sort_unstable();
    assert_eq!(
        questions,
        [
            (1, "Target design"),
            (2, "Feature delivery meanwhile"),
            (3, "Coexistence"),
            (4, "Where features land"),
            (5, "New customers"),
            (6, "Existing customers"),
            (7, "Data synchronisation"),
            (8, "Communication"),
        ]
    );
    let required = rewrite.sections.iter().filter(|it| !it.required.is_empty()).count();
    assert_eq!(required, 16);
    assert_eq!(names(&rewrite.fields[..4]), "owner system motivated_by product_owner");
}

#[test]
fn requirements_know_their_state_and_conditions() {
    let initiative = definition("initiative", &[]);
    let state = |name| initiative.lifecycle.index(name);
    let learnings = &initiative.sections[initiative.section_index("Learnings").expect("the section")];
    let when = |field: &str, value: &str| When {
        field: field.into(),
        values: vec![value.into()],
    };
    assert_eq!(
        learnings.required,
        [
            Requirement {
                from: state("dropped"),
                ..Requirement::default()
            },
            Requirement {
                from: state("closed"),
                when: vec![when("category", "experiment"), when("outcome.result", "missed")],
                unless: Vec::new(),
            },
        ]
    );
    let metric = &initiative.field("metric").expect("the field").required[0];
    assert_eq!(
        (metric.from, &metric.unless),
        (state("planned"), &vec![when("category", "experiment")])
    );
}

#[test]
fn a_page_has_no_states_and_requires_nothing() {
    let page = definition("page", &[]);
    assert!(page.lifecycle.states.is_empty());
    assert!(page.sections.is_empty());
    assert_eq!(
        names(&page.fields),
        "title id type summary owner team tags related raci aliases"
    );
    assert_eq!(page.path, None);
}

#[test]
fn headings_of_real_documents_find_their_section() {
    for (type_name, heading, section) in [
        ("incident", "5. Root Causes", "Contributing factors"),
        ("incident", "What didn’t go well?", "What went badly"),
        ("incident", "Action Items", "Actions"),
        ("rewrite", "Why now?", "Business motivation"),
        ("rewrite", "Old, new, or both?", "Where features land"),
        ("rewrite", "Risks & mitigations", "Risks"),
        ("initiative", "Non-Goals", "Out of scope"),
        ("decision", "Considered Options", "Options"),
        ("decision", "Context and Problem Statement", "Context"),
    ] {
        let definition = definition(type_name, &[]);
        let found = definition
            .section_index(heading)
            .map(|index| definition.sections[index].heading.as_str());
        assert_eq!(found, Some(section), "{heading}");
    }
}
