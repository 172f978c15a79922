//! The one pass that writes a body as HTML.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::address::{Address, address};
use super::escape::{push_address, push_escaped};
use super::sanitize::{self, TooDeep};
use super::words::{Words, open_reference};
use super::{Destination, Levels, RawHtml, Resolve};
use crate::parse::{BlockKind, Link, LinkKind, Parsed, literal_braces, markdown_options};
use crate::span::Span;

/// What the names of places start with that the theme and the renderer make: no heading's anchor holds a colon.
pub(super) const OWN_ANCHOR: &str = "d:";
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
    in_code: bool,
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
            in_code: false,
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
                && !self.in_code
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
            RawHtml::Cleaned => sanitize::clean(&self.html, &self.own, self.links),
            RawHtml::Dropped | RawHtml::Shown => self.html,
        })
    }

    fn take(&mut self, event: Event<'_>, place: Span) -> Result<(), TooDeep> {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) if self.muted > 0 => drop(words),
            Event::Text(words) => push_escaped(&mut self.html, &words),
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
            TagEnd::CodeBlock => self.in_code = false,
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

    fn start_alert(&mut self, kind: BlockQuoteKind) -> Open {
        let (tone, title) = match kind {
            BlockQuoteKind::Note => ("active", "Note"),
            BlockQuoteKind::Tip => ("done", "Tip"),
            BlockQuoteKind::Important => ("closed", "Important"),
            BlockQuoteKind::Warning => ("wait", "Warning"),
            BlockQuoteKind::Caution => ("error", "Caution"),
        };
        let _ = write!(
            self.html,
            "<div class=\"alert tone-{tone}\" role=\"note\"><p class=\"alert-title\">{title}</p>"
        );
        Open::Close("</div>")
    }

    /// Code scrolls within itself, so the keyboard must reach it.
    fn start_code(&mut self, kind: &CodeBlockKind<'_>) -> Open {
        self.in_code = true;
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let language: String = info
            .chars()
            .take_while(|c| c.is_alphanumeric() || "+#_-.".contains(*c))
            .take(32)
            .collect();
        self.html.push_str("<figure class=\"code\">");
        if !language.is_empty() {
            self.element("figcaption", &language);
        }
        self.tag("<pre tabindex=\"0\"><code>", "</code></pre></figure>")
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) -> Open {
        self.alignments = alignments;
        self.tables += 1;
        let _ = write!(
            self.html,
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table {}",
            self.tables
        );
        if !self.section.is_empty() {
            self.html.push_str(": ");
            push_escaped(&mut self.html, self.section);
        }
        self.html.push_str("\"><table>");
        Open::Close("</tbody></table></div>")
    }

    fn start_cell(&mut self) -> Open {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"r\"",
            Some(Alignment::Center) => " class=\"c\"",
            _ => "",
        };
        self.column += 1;
        let before = self.html.len();
        let start = if self.in_head { "<th scope=\"col\"" } else { "<td" };
        let _ = write!(self.html, "{start}{class}>");
        Open::Cell(before)
    }

    /// An empty header names nothing, so it is a plain cell.
    fn end_cell(&mut self, start: usize) {
        if !self.in_head {
            self.html.push_str("</td>");
        } else if self.html[start..].ends_with('>') && self.html[start..].matches('<').count() == 1 {
            self.html.truncate(start);
            self.html.push_str("<td></td>");
        } else {
            self.html.push_str("</th>");
        }
    }

    fn is_task(&self, place: Span) -> bool {
        let body = &self.parsed.body;
        let here = body
            .blocks_in(place)
            .take_while(|(_, block)| block.span.start == place.start);
        let mut items = here.filter(|(_, block)| block.span == place);
        items.any(|(_, block)| matches!(block.kind, BlockKind::Item { task: Some(_) }))
    }

    fn task(&mut self, done: bool) {
        self.html.push_str(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"Done\">"
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"Not done\">"
        });
    }

    fn start_link(&mut self, written: &CowStr<'_>, title: &CowStr<'_>, place: Span) -> Open {
        let link = self.link_at(place, false);
        let words = link.map_or("", |link| link.text.as_str());
        let destination = link.map_or(Destination::Unknown, |link| self.links.at(link.destination_span));
        match &destination {
            Destination::Page { href, title } => {
                self.note_own(href);
                open_reference(&mut self.html, "<a href=\"", href, title, words);
            }
            Destination::File { href, .. } => {
                self.note_own(href);
                self.open_link(href, title);
            }
            Destination::Unknown => {
                let written = link.map_or(written.as_ref(), |link| link.destination.as_str());
                match address(written) {
                    Address::Elsewhere => self.open_link(written, title),
                    Address::Here(_) | Address::Relative | Address::Refused => return Open::Silent,
                }
            }
        }
        self.in_link += 1;
        Open::Close("</a>")
    }

    fn open_link(&mut self, href: &str, title: &str) {
        self.html.push_str("<a href=\"");
        push_address(&mut self.html, href);
        self.html.push('"');
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            push_escaped(&mut self.html, title);
            self.html.push('"');
        }
        self.html.push('>');
    }

    /// An image of the repository is shown; one from elsewhere becomes a link to it, because a page loads nothing from
    /// elsewhere.
    fn image(&mut self, written: &CowStr<'_>, place: Span) -> Open {
        let image = self.link_at(place, true);
        let alt = image.map_or("", |image| image.text.as_str());
        if self.muted == 0 {
            match image.map_or(Destination::Unknown, |image| self.links.at(image.destination_span)) {
                Destination::File { href, size } => {
                    self.note_own(&href);
                    self.html.push_str("<img src=\"");
                    push_address(&mut self.html, &href);
                    self.html.push_str("\" alt=\"");
                    push_escaped(&mut self.html, alt);
                    self.html.push('"');
                    if let Some((width, height)) = size {
                        let _ = write!(self.html, " width=\"{width}\" height=\"{height}\"");
                    }
                    self.html.push_str(" loading=\"lazy\">");
                }
                _ if address(written) == Address::Elsewhere && self.in_link == 0 => {
                    self.open_link(written, "");
                    push_escaped(&mut self.html, if alt.is_empty() { "image" } else { alt });
                    self.html.push_str("</a>");
                }
                _ => push_escaped(&mut self.html, alt),
            }
        }
        self.muted += 1;
        Open::Image
    }

    /// The link or image that `parse` found at a place.
    fn link_at(&self, place: Span, image: bool) -> Option<&'a Link> {
        let parsed: &'a Parsed = self.parsed;
        let starting = parsed
            .body
            .links_in(Span::new(place.start as usize, place.start as usize + 1));
        starting
            .iter()
            .find(|link| link.span == place && (link.kind == LinkKind::Image) == image)
    }

    fn note_own(&mut self, href: &str) {
        if self.raw_html == RawHtml::Cleaned {
            self.own.insert(as_written(href));
        }
    }

    fn footnote_mention(&mut self, label: &str) {
        if self.muted > 0 {
            return;
        }
        let note = self.footnotes.entry(label.to_owned()).or_default();
        if note.number == 0 {
            self.mentioned += 1;
            note.number = self.mentioned;
        }
        note.mentions += 1;
        let (number, mention) = (note.number, note.mentions);
        let _ = write!(
            self.html,
            "<sup class=\"footnote\" id=\"{OWN_ANCHOR}fr{number}-{mention}\"><a href=\"#{OWN_ANCHOR}fn{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
    }

    /// The footnotes that are mentioned, in that order, each with links back to where it is.
    fn write_footnotes(&mut self) {
        let mut notes: Vec<_> = std::mem::take(&mut self.footnotes).into_values().collect();
        notes.retain(|note| note.number > 0);
        notes.sort_by_key(|note| note.number);
        if notes.is_empty() {
            return;
        }
        self.html
            .push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>");
        for note in notes {
            let number = note.number;
            let _ = write!(self.html, "<li id=\"{OWN_ANCHOR}fn{number}\">");
            let text = note.text.unwrap_or_default();
            let (text, end) = text
                .strip_suffix("</p>")
                .map_or((text.as_str(), ""), |text| (text, "</p>"));
            self.html.push_str(text);
            for mention in 1..=note.mentions {
                let _ = write!(
                    self.html,
                    " <a href=\"#{OWN_ANCHOR}fr{number}-{mention}\" aria-label=\"Back to footnote {number} in the text\">↩</a>"
                );
            }
            self.html.push_str(end);
            self.html.push_str("</li>");
        }
        self.html.push_str("</ol></section>");
    }
}

/// An address as the cleaning finds it in the HTML.
fn as_written(address: &str) -> String {
    let mut html = String::with_capacity(address.len());
    push_address(&mut html, address);
    html.replace("&amp;", "&")
}
