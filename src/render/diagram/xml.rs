//! The XML that a drawing is written in, read piece by piece and strictly: what is not plain XML is no drawing.

use std::borrow::Cow;

/// A piece of XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// The start of an element, and whether it ends at once.
    Start(&'a str, Vec<(&'a str, Cow<'a, str>)>, bool),
    /// The end of an element.
    End(&'a str),
    /// Words between tags.
    Words(Cow<'a, str>),
}

/// Reads XML; `None` in the midst of it where it is not well written.
pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The next piece: `None` at the end, `Some(None)` where it is not plain XML.
    pub(super) fn next(&mut self) -> Option<Option<Piece<'a>>> {
        if self.rest.is_empty() {
            return None;
        }
        Some(self.piece())
    }

    fn piece(&mut self) -> Option<Piece<'a>> {
        let Some(tag) = self.rest.strip_prefix('<') else {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let (words, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Piece::Words(decoded(words)));
        };
        if let Some(end) = tag.strip_prefix('/') {
            let (name, rest) = end.split_once('>')?;
            self.rest = rest;
            return Some(Piece::End(name.trim_end()));
        }
        // Neither comments nor instructions are ever drawn.
        let length = tag.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))?;
        let (name, mut rest) = tag.split_at(length);
        if name.is_empty() {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                self.rest = after;
                return Some(Piece::Start(name, attributes, true));
            }
            if let Some(after) = rest.strip_prefix('>') {
                self.rest = after;
                return Some(Piece::Start(name, attributes, false));
            }
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            attributes.push((key.trim_end(), decoded(value)));
            rest = after;
        }
    }
}

/// Words with their references to characters read.
fn decoded(words: &str) -> Cow<'_, str> {
    if !words.contains('&') {
        return Cow::Borrowed(words);
    }
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(position) = rest.find('&') {
        text.push_str(&rest[..position]);
        let reference = &rest[position + 1..];
        let end = reference.bytes().take(10).position(|byte| byte == b';');
        let character = end.and_then(|end| character(&reference[..end]));
        match (character, end) {
            (Some(character), Some(end)) => {
                text.push(character);
                rest = &reference[end + 1..];
            }
            _ => {
                text.push('&');
                rest = reference;
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// Appends words as XML, in an element or between double quotes. Control characters have no place in it.
pub(super) fn push_escaped(xml: &mut String, words: &str) {
    for character in words.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\t' => xml.push(' '),
            c if c.is_control() => {}
            c => xml.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Option<Vec<Piece<'_>>> {
        let mut reader = Reader::new(xml);
        let mut pieces = Vec::new();
        while let Some(piece) = reader.next() {
            pieces.push(piece?);
        }
        Some(pieces)
    }

    #[test]
    fn plain_xml_is_read() {
        let pieces = read("<g a='1' b=\"&lt;x&#x41;&bad;\"><p/>a &amp; b</g>");
        assert_eq!(
            pieces,
            Some(vec![
                Piece::Start("g", vec![("a", "1".into()), ("b", "<xA&bad;".into())], false),
                Piece::Start("p", Vec::new(), true),
                Piece::Words("a & b".into()),
                Piece::End("g"),
            ])
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for xml in [
            "<!-- x -->",
            "<?xml?>",
            "<![CDATA[x]]>",
            "<g a>",
            "<g a=1>",
            "<g",
            "<>",
            "</g",
            "<g a=\"1>",
        ] {
            assert_eq!(read(xml), None, "{xml}");
        }
    }
}
