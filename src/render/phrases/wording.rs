//! One wording of a phrase, taken apart once so that saying it costs no search.

use std::borrow::Cow;

use crate::render::markdown::escape;

/// A wording: what stands in the file, and its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    text: String,
    parts: Vec<Part>,
    has_markup: bool,
}

/// A part of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Words as they are.
    Words(String),
    /// A value, by its name.
    Value(String),
    /// Code begins.
    CodeStart,
    /// Code ends.
    CodeEnd,
    /// A link begins, to an address that is a value.
    LinkStart(String),
    /// A link ends.
    LinkEnd,
}

/// A value to be filled in for a page.
#[derive(Clone, Debug)]
pub struct Filling<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub text: Cow<'a, str>,
    /// Whether it is HTML already.
    pub is_html: bool,
}

/// What is said on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Words that are escaped where they are written.
    Plain(String),
    /// HTML.
    Html(String),
}

impl Wording {
    /// Takes a wording apart. What looks like markup and is not finished is words.
    pub fn read(text: &str) -> Self {
        let mut wording = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        wording.parts(text, true);
        let is_markup = |part: &Part| !matches!(part, Part::Words(_) | Part::Value(_));
        wording.has_markup = wording.parts.iter().any(is_markup);
        wording
    }

    fn parts(&mut self, text: &str, may_link: bool) {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '`', '[']) {
            let (before, marked) = rest.split_at(at);
            self.words(before);
            rest = match marked.as_bytes().first() {
                Some(b'{') => self.value(marked),
                Some(b'`') => self.code(marked),
                _ if may_link => self.link(marked),
                _ => None,
            }
            .unwrap_or_else(|| {
                self.words(&marked[..1]);
                &marked[1..]
            });
        }
        self.words(rest);
    }

    fn words(&mut self, words: &str) {
        match self.parts.last_mut() {
            Some(Part::Words(before)) => before.push_str(words),
            _ if words.is_empty() => {}
            _ => self.parts.push(Part::Words(words.to_owned())),
        }
    }

    /// `{name}`
    fn value<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (name, rest) = value(text)?;
        self.parts.push(Part::Value(name.to_owned()));
        Some(rest)
    }

    /// `` `code` ``, in which values are filled in as well
    fn code<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (inner, rest) = text.strip_prefix('`')?.split_once('`')?;
        self.parts.push(Part::CodeStart);
        self.parts(inner, false);
        self.parts.push(Part::CodeEnd);
        Some(rest)
    }

    /// `[words]({address})`
    fn link<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (inner, rest) = text.strip_prefix('[')?.split_once("](")?;
        let (name, rest) = value(rest)?;
        let rest = rest.strip_prefix(')')?;
        self.parts.push(Part::LinkStart(name.to_owned()));
        self.parts(inner, false);
        self.parts.push(Part::LinkEnd);
        Some(rest)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names of its values, those that are addresses included.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) | Part::LinkStart(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// With its values, and without its markup. A value that is not given stays as it is written.
    pub fn plain(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut plain = String::with_capacity(self.text.len() + 16);
        for part in &self.parts {
            match part {
                Part::Words(words) => plain.push_str(words),
                Part::Value(name) => match value(name) {
                    Some(value) => plain.push_str(&value),
                    None => plain.extend(["{", name, "}"]),
                },
                _ => {}
            }
        }
        plain
    }

    /// With its values, for a page.
    pub fn html(&self, values: &[Filling<'_>]) -> Said {
        let find = |name: &str| values.iter().find(|it| it.name == name);
        if !self.has_markup && values.iter().all(|it| !it.is_html) {
            return Said::Plain(self.plain(|name| find(name).map(|it| it.text.to_string())));
        }
        let mut html = String::with_capacity(self.text.len() + 64);
        for part in &self.parts {
            match part {
                Part::Words(words) => html.push_str(&escape(words)),
                Part::Value(name) => match find(name) {
                    Some(value) if value.is_html => html.push_str(&value.text),
                    Some(value) => html.push_str(&escape(&value.text)),
                    None => html.extend(["{", name, "}"]),
                },
                Part::CodeStart => html.push_str("<code>"),
                Part::CodeEnd => html.push_str("</code>"),
                Part::LinkStart(name) => {
                    let address = find(name).map_or("", |value| value.text.as_ref());
                    html.extend(["<a href=\"", &escape(address), "\">"]);
                }
                Part::LinkEnd => html.push_str("</a>"),
            }
        }
        Said::Html(html)
    }
}

/// The name of a value at the start of a text, and what follows.
fn value(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(phrase: &str, values: &[(&str, &str, bool)]) -> Said {
        let values: Vec<_> = values
            .iter()
            .map(|(name, text, is_html)| Filling {
                name,
                text: Cow::Borrowed(text),
                is_html: *is_html,
            })
            .collect();
        Wording::read(phrase).html(&values)
    }

    #[test]
    fn a_sentence_holds_links_code_and_parts_of_the_page() {
        assert_eq!(
            html(
                "[All {n} of <it>]({href}), says `docent {n}`",
                &[("n", "3&", false), ("href", "a.html?b&\"", false)]
            ),
            Said::Html(
                "<a href=\"a.html?b&amp;&quot;\">All 3&amp; of &lt;it&gt;</a>, says <code>docent 3&amp;</code>"
                    .to_owned()
            )
        );
        assert_eq!(
            html("Since {day} & on", &[("day", "<time>1</time>", true)]),
            Said::Html("Since <time>1</time> &amp; on".to_owned())
        );
        assert_eq!(
            html("{n} & more", &[("n", "<3>", false)]),
            Said::Plain("<3> & more".to_owned())
        );
    }

    #[test]
    fn what_is_no_markup_is_words() {
        for phrase in ["{ n }", "a [b](https://x.example) c", "[x", "`x", "{", "[](", "{}"] {
            assert_eq!(html(phrase, &[]), Said::Plain(phrase.to_owned()));
        }
        assert_eq!(html("{missing} here", &[]), Said::Plain("{missing} here".to_owned()));
    }
}
