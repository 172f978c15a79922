//! Definitions of links: the lines `[name]: destination` that links elsewhere in the text refer to.

use pulldown_cmark::Parser;

use super::markdown::markdown_options;
use crate::span::Span;

/// A line `[name]: destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkDefinition {
    /// Where it leads, as written, escapes resolved.
    pub destination: String,
    /// The whole of it.
    pub span: Span,
}

/// The definitions in the Markdown under `span` that a link can use, in the order of the text.
pub fn link_definitions(text: &str, span: Span) -> Vec<LinkDefinition> {
    let parser = Parser::new_ext(span.text(text), markdown_options());
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> = definitions
        .map(|(_, definition)| LinkDefinition {
            destination: definition.dest.to_string(),
            span: Span::from(definition.span.clone()).shifted(span.start as usize),
        })
        .collect();
    found.sort_by_key(|definition| definition.span.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_found_where_they_stand() {
        let text = "x\n---\n\n[b]: <z y.md> 'Title'\n[a]: ../x.md#y\n\n    [c]: code.md\n";
        let found = link_definitions(text, Span::new(2, text.len()));
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.destination.as_str(), it.span.text(text).trim_end()))
            .collect();
        let expected = [("z y.md", "[b]: <z y.md> 'Title'"), ("../x.md#y", "[a]: ../x.md#y")];
        assert_eq!(found, expected);
    }
}
