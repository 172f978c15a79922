//! What will be done about something, by whom and by when.
//!
//! Takes a document and its definition, gives its [`Action`]s: from the field `actions`, else from the section whose
//! definition demands actions, in whatever form people write them: list items, rows of a table, sub-headings or paragraphs.

use super::action::Action;
use super::document::Document;
use super::value::Value;
use crate::definition::{Definition, Demand, DemandKind};
use crate::span::Span;
use section::Reader;

mod dates;
mod section;
mod table;
mod words;

pub use dates::dates;

/// Key of the field that lists actions.
const FIELD: &str = "actions";

/// The actions of a document, in the order they are written. They are read once for all who ask.
pub fn actions<'a>(document: &'a Document, definition: &Definition) -> &'a [Action] {
    document.actions.get_or_init(|| read(document, definition).into())
}

fn read(document: &Document, definition: &Definition) -> Vec<Action> {
    let listed = from_field(document);
    if !listed.is_empty() {
        return listed;
    }
    let sections = definition.sections.iter().zip(&document.answers);
    let asked = sections.filter(|(section, _)| section.must.iter().any(asks_for_actions));
    let answers = asked.flat_map(|(_, answers)| answers.iter());
    let reader = Reader {
        text: &document.parsed.text,
        body: &document.parsed.body,
    };
    answers.flat_map(|answer| reader.section(answer)).collect()
}

fn asks_for_actions(demand: &Demand) -> bool {
    match &demand.kind {
        DemandKind::Actions => true,
        DemandKind::Any(demands) => demands.iter().any(asks_for_actions),
        _ => false,
    }
}

fn from_field(document: &Document) -> Vec<Action> {
    let Some(Value::List(items)) = document.fields.value(FIELD) else {
        return Vec::new();
    };
    let mappings = items
        .iter()
        .filter_map(|item| Some((item.span, item.value.as_mapping()?)));
    let action = |(span, fields): (Span, &super::Fields)| {
        let text = |key| fields.text(key).map(str::to_owned);
        let done_on = fields.value("done").and_then(Value::as_date);
        Action {
            what: text("what").unwrap_or_default(),
            owner: text("owner"),
            due: fields.value("due").and_then(Value::as_date),
            done: done_on.is_some() || matches!(fields.value("done"), Some(Value::Boolean(true))),
            done_on,
            link: text("link"),
            span: fields.get("what").map_or(span, |what| what.value.span),
        }
    };
    mappings.map(action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::definition;
    use crate::diagnostic::shared_path;
    use crate::model::{Input, gather};
    use crate::parse;
    use crate::repository::SourceFile;
    use std::sync::Arc;

    fn found(text: &str) -> Vec<String> {
        let file = SourceFile {
            path: shared_path("incidents/2026-03-14-checkout.md"),
            content: Ok(text.into()),
        };
        let corpus = gather(Input {
            config: Arc::new(Config::default()),
            definitions: Arc::new(definition::builtin()),
            documents: vec![parse::parse(&file)],
            people: None,
            data: Vec::new(),
            problems: Vec::new(),
        });
        let document = &corpus.documents()[0];
        let show = |action: &Action| {
            let owner = action.owner.clone().unwrap_or_else(|| "nobody".to_owned());
            let due = action.due.map_or_else(|| "some day".to_owned(), |due| due.to_string());
            let done = match (action.done, action.done_on) {
                (true, Some(on)) => format!(" done {on}"),
                (true, None) => " done".to_owned(),
                _ => String::new(),
            };
            let link = action
                .link
                .as_ref()
                .map(|link| format!(" at {link}"))
                .unwrap_or_default();
            format!("{}: {owner}, {due}{done}{link}", action.what)
        };
        actions(document, corpus.definition(document))
            .iter()
            .map(show)
            .collect()
    }

    fn section(text: &str) -> Vec<String> {
        found(&format!(
            "# Checkout down\n\n## Actions\n\n{text}\n\n## Lessons\n\n- None of these\n"
        ))
    }

    #[test]
    fn list_items_name_owner_and_date_in_many_ways() {
        let found = section(
            "- [x] Cap connections (owner: @ada, due: 2026-03-20, done: 2026-03-19)\n\
             - [ ] Alert on queue age @grace-h 2026-04-01\n\
             - Add the index — linus, 2026-04-02\n\
             - Roll back with one button (Ada Lovelace, 3 April 2026)\n\
             - Rehearse a failover @ada by Q2 2026\n\
             - Owner: Grace Hopper; due: 2026/05/01; write the runbook\n\
             - Nobody yet\n",
        );
        assert_eq!(
            found,
            [
                "Cap connections: ada, 2026-03-20 done 2026-03-19",
                "Alert on queue age: grace-h, 2026-04-01",
                "Add the index: linus, 2026-04-02",
                "Roll back with one button: Ada Lovelace, 2026-04-03",
                "Rehearse a failover: ada, 2026-06-30",
                "Owner: Grace Hopper; due: 2026/05/01; write the runbook: Grace Hopper, 2026-05-01",
                "Nobody yet: nobody, some day",
            ]
        );
    }

    #[test]
    fn links_and_tracker_keys_count() {
        let found = section(
            "- Test the fetch wrapper ([sdk#12](https://example.org/12))\n\
             - Alert on restarts OPS-483\n\
             - Fix #77\n\
             - Read <https://example.org/13>\n\
             - Use UTF-8 everywhere\n\
             - See https://example.org/14\n",
        );
        let links: Vec<_> = found
            .iter()
            .map(|it| it.split_once(" at ").map_or("", |(_, link)| link))
            .collect();
        assert_eq!(
            links,
            [
                "https://example.org/12",
                "OPS-483",
                "#77",
                "https://example.org/13",
                "",
                "https://example.org/14"
            ]
        );
    }

    #[test]
    fn tables_are_read_by_their_columns() {
        let found = section(
            "| # | Action item | Owner(s) | Due date | Status | Ticket |\n|---|---|---|---|---|---|\n\
             | 1 | Cap connections | @ada | 2026-03-20 | done | |\n\
             | 2 | Roll back with one button | | TBD | open | OPS-1 |\n\
             | 3 | Rehearse | Grace | end of May 2026 | 2026-05-02 | |\n",
        );
        assert_eq!(
            found,
            [
                "Cap connections: ada, 2026-03-20 done",
                "Roll back with one button: nobody, some day at OPS-1",
                "Rehearse: Grace, 2026-05-31 done 2026-05-02",
            ]
        );
    }

    #[test]
    fn groups_headings_and_details_are_understood() {
        let found = section(
            "### Immediate (completed)\n\n- Timeouts raised\n\n### Later ([list](https://example.org/9))\n\n\
             - Prevent:\n  - Limit idle transactions @ada 2026-04-01\n- Write tests\n  - owner: grace\n  - due: 2026-04-02\n",
        );
        assert_eq!(
            found,
            [
                "Timeouts raised: nobody, some day done",
                "Limit idle transactions: ada, 2026-04-01 at https://example.org/9",
                "Write tests: grace, 2026-04-02 at https://example.org/9",
            ]
        );
    }

    #[test]
    fn the_heading_of_the_section_itself_speaks_of_its_items() {
        let text = "# Flags down\n\n## Remediation\n\n### Immediate Actions (Completed)\n\n- Timeouts raised\n\n\
                    ### Long-term Improvements (Target: Q4 2025 - Q1 2026)\n\n- Test the interface. Owner: @ada\n\n\
                    ### Short-term Improvements ([list](https://example.org/9))\n\n- Retry less\n";
        assert_eq!(
            found(text),
            [
                "Timeouts raised: nobody, some day done",
                "Test the interface.: ada, 2026-03-31",
                "Retry less: nobody, some day at https://example.org/9",
            ]
        );
    }

    #[test]
    fn saying_that_there_is_none_is_no_action() {
        assert!(section("No action because the code is gone.").is_empty());
        assert!(section("- None").is_empty());
        assert_eq!(
            section("We will think about it."),
            ["We will think about it.: nobody, some day"]
        );
    }

    #[test]
    fn the_field_comes_before_the_section() {
        let text = "---\nactions:\n  - { what: Cap it, owner: ada, due: 2026-03-20, done: 2026-03-19 }\n  \
                    - { what: Test it, link: 'https://example.org/1' }\n---\n## Actions\n\n- Another\n";
        assert_eq!(
            found(text),
            [
                "Cap it: ada, 2026-03-20 done 2026-03-19",
                "Test it: nobody, some day at https://example.org/1"
            ]
        );
    }
}
