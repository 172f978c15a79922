//! Texts of documents as text: in Markdown, and in the HTML that Markdown takes.

use crate::report::words::is_hidden;

/// Shows nothing, and parts what a service would make a mention or a link of.
const PART: char = '\u{200b}';

/// A text for the middle of a line of Markdown or a cell of a table. What stands between backquotes becomes code.
pub(in crate::report) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // A backquote without a partner is only itself.
    let paired = parts.len() % 2 == 1;
    let mut markdown = String::with_capacity(text.len() + text.len() / 8);
    for (number, part) in parts.iter().enumerate() {
        match (number % 2 == 1, paired) {
            (true, true) if !part.is_empty() => {
                markdown.push_str("<code>");
                escape(&mut markdown, part, false);
                markdown.push_str("</code>");
            }
            (_, true) => escape(&mut markdown, part, true),
            (_, false) => {
                if number > 0 {
                    markdown.push_str("&#96;");
                }
                escape(&mut markdown, part, true);
            }
        }
    }
    markdown
}

/// A text for HTML in which no Markdown is read, such as a summary.
pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for character in parted(text) {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html
}

/// In code nobody is mentioned and nothing becomes a link, so nothing need be parted there, and it can be copied as it is.
fn escape(markdown: &mut String, text: &str, part: bool) {
    let characters: Box<dyn Iterator<Item = char>> = if part {
        Box::new(parted(text))
    } else {
        Box::new(plain(text))
    };
    for character in characters {
        match character {
            '&' => markdown.push_str("&amp;"),
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            '|' => markdown.push_str("&#124;"),
            '\\' | '*' | '_' | '[' | ']' | '~' | '$' | '!' => {
                markdown.push('\\');
                markdown.push(character);
            }
            '`' => markdown.push_str("&#96;"),
            other => markdown.push(other),
        }
    }
}

/// The characters on one line, without those that show nothing.
fn plain(text: &str) -> impl Iterator<Item = char> {
    let is_break = |character: char| matches!(character, '\n' | '\t' | '\u{2028}' | '\u{2029}');
    let characters = text.chars().filter(|it| !is_hidden(*it));
    characters.map(move |it| if is_break(it) { ' ' } else { it })
}

/// The characters on one line, parted where a service would read a mention (`@ada`), a reference (`#12`, `!12`) or an
/// address (`https://…`, `www.…`).
fn parted(text: &str) -> impl Iterator<Item = char> {
    let mut characters = plain(text).peekable();
    let mut last = ' ';
    let mut pending = None;
    std::iter::from_fn(move || {
        if let Some(part) = pending.take() {
            return Some(part);
        }
        let character = characters.next()?;
        let next = characters.peek().copied().unwrap_or(' ');
        let parts = match character {
            '@' => true,
            '#' | '!' => next.is_alphanumeric(),
            ':' => next == '/',
            '.' => matches!(last, 'w' | 'W') && !next.is_whitespace(),
            _ => false,
        };
        pending = parts.then_some(PART);
        last = character;
        Some(character)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a cell of a table says once it is rendered: its words, with tags other than `code` as they are.
    fn words(markdown: &str) -> String {
        let table = format!("| a | b |\n|---|---|\n| {markdown} | end |\n\nafter\n");
        let mut words = String::new();
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM;
        for event in Parser::new_ext(&table, options) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::InlineHtml(tag) if matches!(&*tag, "<code>" | "</code>") => {}
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell | Tag::Paragraph) => {}
                Event::End(TagEnd::TableCell) => words.push('\n'),
                Event::End(_) => {}
                other => words.push_str(&format!("{other:?}")),
            }
        }
        words
    }

    fn rendered(text: &str) -> String {
        words(&inline(text)).replace(PART, "")
    }

    #[test]
    fn markdown_and_html_of_a_document_stay_text() {
        for text in [
            "a | b",
            "<script>alert(1)</script>",
            "![pixel](https://evil.example/p.png)",
            "[text](https://evil.example)",
            "**bold** _under_ ~~gone~~ $x$ &amp; \\",
            "<https://evil.example>",
            "100% #1 日本 🦀",
        ] {
            assert_eq!(rendered(text), format!("a\nb\n{text}\nend\nafter"), "{text}");
        }
    }

    #[test]
    fn what_stands_between_backquotes_is_code() {
        assert_eq!(
            inline("missing section `Roll|back` here"),
            "missing section <code>Roll&#124;back</code> here"
        );
        assert_eq!(inline("one ` only"), "one &#96; only");
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_becomes_a_link() {
        assert_eq!(inline("@ada"), "@\u{200b}ada");
        assert_eq!(inline("#12, `@ada`"), "#\u{200b}12, <code>@ada</code>");
        assert_eq!(inline("https://x.example"), "https:\u{200b}//x.example");
        assert_eq!(inline("www.x.example, see. This"), "www.\u{200b}x.example, see. This");
        assert_eq!(html("<b>@ada"), "&lt;b&gt;@\u{200b}ada");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_one_cell(text in "[ -~\n`<>|@\\\\\u{202e}é日]{0,40}") {
            let expected: String = plain(&text).filter(|it| *it != '`').collect();
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = rendered(&text).replace('`', "");
            prop_assert_eq!(squeeze(&shown), squeeze(&format!("a\nb\n{expected}\nend\nafter")));
        }
    }
}
