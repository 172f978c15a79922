//! The one pass that writes a body as HTML.

mod blocks;
mod figures;
mod footnotes;
mod links;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use pulldown_cmark::{Alignment, Event, Parser, Tag, TagEnd};

use super::escape::push_escaped;
use super::headings::Levels;
use super::resolve::Resolve;
use super::sanitize::{self, TooDeep};
use super::words::Words;
use crate::parse::{Parsed, literal_braces, markdown_options};
use crate::render::phrases::Phrases;
use crate::span::Span;
use figures::Slots;
use links::as_written;

/// What happens to raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// There is none but comments.
    Dropped,
    /// It is HTML, cleaned by an allow list.
    Cleaned,
    /// It is shown as the text it is, because it nests deeper than anything honest.
    Shown,
}

/// Deepest nesting of quotes, lists and emphasis that is written. One `>` makes 25 bytes of HTML, and nobody reads the
/// twentieth quote.
const MAX_DEPTH: usize = 24;

/// What to write when a tag ends.
enum Open {
    /// This.
    Close(&'static str),
    /// Nothing: the tag was not written.
    Silent,
    /// The end of a heading of this level, after the braces that are its last words.
    Heading(u8, String),
    /// The end of a piece of code in this language, which is written now that all of it is known.
    Code(String),
    /// The end of a table cell, which began at this length of the page.
    Cell(usize),
    /// Nothing, and from here on text is written again.
    Image,
    /// The text of a footnote, which goes to the end of the page, and what was being written before it.
    Footnote(String, String),
}

/// A footnote: its number in the order of first mention, how often it is mentioned, its text.
#[derive(Default)]
struct Footnote {
    number: usize,
    mentions: usize,
    text: Option<String>,
}

/// Writes the body of a document.
///
/// # Errors
/// When raw HTML is to be cleaned and nests too deep.
pub(super) fn write(
    parsed: &Parsed,
    title: Option<usize>,
    links: &dyn Resolve,
    raw_html: RawHtml,
) -> Result<String, TooDeep> {
    Writer::new(parsed, title, links, raw_html).write()
}

struct Writer<'a> {
    parsed: &'a Parsed,
    links: &'a dyn Resolve,
    title: Option<usize>,
    html: String,
    open: Vec<Open>,
    words: Words,
    levels: Levels,
    heading: usize,
    section: &'a str,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    tables: usize,
    /// How many links are open: text in them makes no further links.
    in_link: usize,
    /// How many images and skipped headings are open: their text is not written.
    muted: usize,
    /// The code that is open, as far as it is read.
    code: Option<String>,
    diagrams: usize,
    slots: Slots,
    /// Items and definitions whose anchor is still to be found in their text.
    anchors: HashMap<usize, &'a str>,
    footnotes: HashMap<String, Footnote>,
    mentioned: usize,
    raw_html: RawHtml,
    depth: sanitize::Depth,
    /// Addresses that were written, kept when the page is cleaned at the end.
    own: HashSet<String>,
}

impl<'a> Writer<'a> {
    /// What the interface says.
    fn phrases(&self) -> &'a Phrases {
        self.links.phrases()
    }

    fn new(parsed: &'a Parsed, title: Option<usize>, links: &'a dyn Resolve, raw_html: RawHtml) -> Self {
        let body = &parsed.body;
        Self {
            parsed,
            links,
            title,
            html: String::with_capacity(body.span.len() * 3 / 2),
            open: Vec::new(),
            words: Words::default(),
            levels: Levels::default(),
            heading: 0,
            section: "",
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            in_link: 0,
            muted: 0,
            code: None,
            diagrams: 0,
            slots: Slots::default(),
            anchors: (body.anchors.iter())
                .map(|anchor| (anchor.span.end as usize, anchor.value.as_str()))
                .collect(),
            footnotes: HashMap::new(),
            mentioned: 0,
            raw_html,
            depth: sanitize::Depth::default(),
            own: HashSet::new(),
        }
    }

    fn write(mut self) -> Result<String, TooDeep> {
        let parsed = self.parsed;
        let body = parsed.body.span;
        for (event, range) in Parser::new_ext(body.text(&parsed.text), markdown_options()).into_offset_iter() {
            let place = Span::from(range).shifted(body.start as usize);
            if let Event::Text(words) = &event
                && self.code.is_none()
            {
                self.text(words, place);
                continue;
            }
            self.flush();
            self.take(event, place)?;
        }
        self.flush();
        self.write_footnotes();
        Ok(match self.raw_html {
            RawHtml::Cleaned => self.slots.fill(sanitize::clean(&self.html, &self.own, self.links)),
            RawHtml::Dropped | RawHtml::Shown => self.html,
        })
    }

    fn take(&mut self, event: Event<'_>, place: Span) -> Result<(), TooDeep> {
        match event {
            Event::Start(tag) => {
                if self.raw_html == RawHtml::Cleaned {
                    self.depth.begin_block()?;
                }
                self.start(tag, place);
            }
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) if self.muted > 0 => drop(words),
            Event::Text(words) => match &mut self.code {
                Some(code) => code.push_str(&words),
                None => push_escaped(&mut self.html, &words),
            },
            Event::Code(code) => self.element("code", &code),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html)?,
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::TaskListMarker(done) => self.task(done),
            Event::FootnoteReference(label) => self.footnote_mention(&label),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        Ok(())
    }

    fn element(&mut self, tag: &str, words: &str) {
        let _ = write!(self.html, "<{tag}>");
        push_escaped(&mut self.html, words);
        let _ = write!(self.html, "</{tag}>");
    }

    fn html(&mut self, html: &str) -> Result<(), TooDeep> {
        match self.raw_html {
            _ if self.muted > 0 => {}
            RawHtml::Dropped => {}
            RawHtml::Shown => push_escaped(&mut self.html, html),
            RawHtml::Cleaned => {
                self.depth.follow(html)?;
                self.html.push_str(&sanitize::named_by_id(html));
            }
        }
        Ok(())
    }

    fn text(&mut self, words: &str, place: Span) {
        if self.muted > 0 {
            return;
        }
        let source = &self.parsed.text;
        let named = (self.anchors.contains_key(&(place.end as usize).saturating_sub(1)))
            .then(|| words.trim_end().strip_suffix('}')?.rsplit_once("{#"))
            .flatten();
        match named {
            None => self.words.push(words, place, source),
            Some((before, name)) => {
                let kept = before.trim_end();
                self.words.push(
                    kept,
                    Span::new(place.start as usize, place.start as usize + kept.len()),
                    source,
                );
                self.flush();
                self.html.push_str("<span id=\"");
                push_escaped(&mut self.html, name);
                self.html.push_str("\"></span>");
            }
        }
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            if self.raw_html == RawHtml::Cleaned {
                self.own
                    .extend(self.words.addresses(self.links).iter().map(|href| as_written(href)));
            }
            self.words.write(&mut self.html, self.links, self.in_link == 0);
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Span) {
        let too_deep = self.open.len() >= MAX_DEPTH;
        let text = &self.parsed.text;
        let braces = literal_braces(&tag, text, place).map(|braces| braces.text(text));
        let open = match tag {
            Tag::Heading { level, .. } => self.start_heading(level as u8, braces.unwrap_or_default()),
            Tag::Image { dest_url, .. } => self.image(&dest_url, place),
            Tag::FootnoteDefinition(label) => {
                let before = std::mem::take(&mut self.html);
                Open::Footnote(label.into_string(), before)
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.tag("<thead><tr>", "</tr></thead><tbody>")
            }
            Tag::TableRow => {
                self.column = 0;
                self.tag("<tr>", "</tr>")
            }
            Tag::TableCell => self.start_cell(),
            Tag::MetadataBlock(_) | Tag::HtmlBlock => Open::Silent,
            _ if too_deep || self.muted > 0 => Open::Silent,
            Tag::Paragraph => self.tag("<p>", "</p>"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::BlockQuote(None) => self.tag("<blockquote>", "</blockquote>"),
            Tag::List(Some(1)) => self.tag("<ol>", "</ol>"),
            Tag::List(Some(first)) => {
                let _ = write!(self.html, "<ol start=\"{first}\">");
                Open::Close("</ol>")
            }
            Tag::List(None) => self.tag("<ul>", "</ul>"),
            Tag::Item if self.is_task(place) => self.tag("<li class=\"task\">", "</li>"),
            Tag::Item => self.tag("<li>", "</li>"),
            Tag::Emphasis => self.tag("<em>", "</em>"),
            Tag::Strong => self.tag("<strong>", "</strong>"),
            Tag::Strikethrough => self.tag("<del>", "</del>"),
            Tag::Superscript => self.tag("<sup>", "</sup>"),
            Tag::Subscript => self.tag("<sub>", "</sub>"),
            Tag::DefinitionList => self.tag("<dl>", "</dl>"),
            Tag::DefinitionListTitle => self.tag("<dt>", "</dt>"),
            Tag::DefinitionListDefinition => self.tag("<dd>", "</dd>"),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title, place),
        };
        self.open.push(open);
    }

    fn tag(&mut self, start: &str, end: &'static str) -> Open {
        self.html.push_str(start);
        Open::Close(end)
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => self.in_head = false,
            TagEnd::Link => self.in_link = self.in_link.saturating_sub(1),
            _ => {}
        }
        match self.open.pop() {
            Some(Open::Close(end)) => self.html.push_str(end),
            Some(Open::Heading(level, braces)) => {
                push_escaped(&mut self.html, &braces);
                let _ = write!(self.html, "</h{level}>");
            }
            Some(Open::Code(language)) => self.end_code(&language),
            Some(Open::Cell(start)) => self.end_cell(start),
            Some(Open::Image) => self.muted -= 1,
            Some(Open::Footnote(label, before)) => {
                let text = std::mem::replace(&mut self.html, before);
                self.footnotes.entry(label).or_default().text = Some(text);
            }
            Some(Open::Silent) | None => {}
        }
    }

    /// A heading carries the anchor that `parse` gave it, so that what links to it agrees with what is written.
    fn start_heading(&mut self, written: u8, braces: &str) -> Open {
        let index = self.heading;
        self.heading += 1;
        let parsed = self.parsed;
        let Some(heading) = parsed.body.headings.get(index) else {
            return Open::Silent;
        };
        if self.title == Some(index) {
            self.muted += 1;
            return Open::Image;
        }
        self.section = &heading.text;
        let level = self.levels.rendered(written);
        let _ = write!(self.html, "<h{level} id=\"");
        push_escaped(&mut self.html, &heading.anchor);
        self.html.push_str("\">");
        Open::Heading(level, braces.to_owned())
    }
}
