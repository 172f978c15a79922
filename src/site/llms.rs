//! `llms.txt`: what there is, for a reader that takes text and not pages. One line a document, by type, with links to the
//! Markdown of each.
//!
//! In a large organisation it names the documents of each type that changed last, and leads to a list of all of them in the
//! folder of the type, so that no file grows beyond what such a reader takes in.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::definition::Definition;
use crate::model::{Document, DocumentIndex};
use crate::render::{self, Input, Phrases};

/// Most documents of one type in the first file.
const MOST: usize = 100;
/// Longest description of a document, in characters.
const LONGEST: usize = 160;
/// Where it is.
const ROUTE: &str = "llms.txt";

/// The files, by route.
pub(super) fn files(input: &Input<'_>, phrases: &Phrases) -> Vec<(String, String)> {
    let config = &input.corpus.config;
    let mut files = Vec::new();
    let mut first = format!("# {}\n\n", inline(&config.title));
    if !config.description.is_empty() {
        push(&mut first, format_args!("> {}\n\n", inline(&config.description)));
    }
    push(&mut first, format_args!("{}\n", phrases.say("sharing.llms")));
    for (index, definition) in input.corpus.definitions.iter() {
        let mut documents: Vec<_> = input.corpus.of_type(index).collect();
        if documents.is_empty() {
            continue;
        }
        documents.sort_by_cached_key(|(index, _)| (Reverse(input.dates(*index).updated), *index));
        push(&mut first, format_args!("\n## {}\n\n", inline(&definition.plural)));
        for (index, document) in documents.iter().take(MOST) {
            first.push_str(&line(input, ROUTE, *index, document));
        }
        if documents.len() > MOST {
            let route = list_route(definition);
            let more = documents.len() - MOST;
            let more = phrases.fill("sharing.llms_more", &[("n", &more), ("type", &definition.plural)]);
            push(&mut first, format_args!("- [{}]({route})\n", inline(&more)));
            let mut list = format!(
                "# {}\n\n> {}\n\n",
                inline(&definition.plural),
                inline(&definition.purpose)
            );
            for (index, document) in &documents {
                list.push_str(&line(input, &route, *index, document));
            }
            files.push((route, list));
        }
    }
    push(
        &mut first,
        format_args!("\n## API\n\n- [{}](api/index.json)\n", phrases.say("sharing.llms_api")),
    );
    if input.base_url.is_some() {
        push(
            &mut first,
            format_args!("- [{}](feed.xml)\n", phrases.say("sharing.llms_news")),
        );
    }
    files.push((ROUTE.to_owned(), first));
    files
}

/// Route of the list of all documents of a type.
fn list_route(definition: &Definition) -> String {
    format!("{}/llms.txt", render::folder_route(definition))
}

fn line(input: &Input<'_>, from: &str, index: DocumentIndex, document: &Document) -> String {
    let is_page = input.corpus.definition(document).type_name == "page";
    let name = match is_page {
        true => inline(&document.title.value),
        false => format!("{} {}", inline(&document.id.value), inline(&document.title.value)),
    };
    let href = render::relative(from, &render::twin_route(&document.route));
    let href = href.replace('(', "%28").replace(')', "%29");
    let state = input
        .corpus
        .state_name(document)
        .map(|state| format!(" ({})", inline(state)));
    let about = render::description(input, index);
    let about = Some(inline(&about)).filter(|about| !about.is_empty());
    let about = about.map(|about| format!(": {about}"));
    format!(
        "- [{name}]({href}){}{}\n",
        state.unwrap_or_default(),
        about.unwrap_or_default()
    )
}

/// A text within a line of Markdown: one line, and no link, code or markup of its own.
fn inline(text: &str) -> String {
    let mut inline = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            inline.push('…');
            break;
        }
        match character {
            '[' | ']' | '\\' | '`' | '<' | '*' | '_' => inline.extend(['\\', character]),
            c if c.is_control() || c.is_whitespace() => inline.push(' '),
            c => inline.push(c),
        }
    }
    inline.trim().to_owned()
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_markup() {
        assert_eq!(inline("a](x)\n# b <i>"), "a\\](x) # b \\<i>");
        assert_eq!(inline(&"x".repeat(999)).chars().count(), LONGEST + 1);
    }
}
