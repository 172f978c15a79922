//! A definition is read or its mistakes are found, and whatever was read gives a document that can be read.

#![no_main]

use std::sync::Arc;

use docent::author::{self, Given, Owner};
use docent::definition;
use docent::diagnostic::shared_path;
use docent::span::Span;
use docent::yaml;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let path = shared_path("types/memo.yaml");
    let (definitions, problems) = definition::read(&[(path, Arc::from(text))]);
    for problem in problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    let builtin = definition::builtin();
    for (index, definition) in definitions.iter() {
        if builtin
            .iter()
            .any(|(other, it)| other == index && it.sections.len() == definition.sections.len())
        {
            continue;
        }
        author::schema(definition);
        let begun = author::scaffold(
            definition,
            &Given {
                title: "A title: \"quoted\"",
                owner: &Owner::Unknown,
                id: None,
                names_type: true,
            },
        );
        let front = front(&begun);
        let problems = yaml::read(front, Span::new(0, front.len()), &shared_path("new.md")).problems;
        assert!(problems.is_empty(), "{begun}\n{problems:?}");
    }
});

/// What stands between the first two lines of `---`.
fn front(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").unwrap_or_default();
    rest.split("\n---\n").next().unwrap_or_default()
}
