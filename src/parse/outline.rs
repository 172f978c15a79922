//! The one pass over the Markdown of a document.

mod html;
mod links;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::anchor::{self, Anchors};
use super::body::{Block, BlockIndex, BlockKind, Body, Heading, Mention, RunKind, TextRun};
use super::markdown::{literal_braces, markdown_options};
use super::mention;
use crate::span::{Span, Spanned};
use links::{MOST_COLLECTING, OpenLink};

/// Reads the outline of the Markdown under `span`; all places count from the start of `text`.
pub(super) fn read(text: &str, span: Span) -> Body {
    let body = Body {
        span,
        // Prose has a run of text a line, about; what is not needed is given back at the end.
        runs: Vec::with_capacity(span.len() / 48),
        blocks: Vec::with_capacity(span.len() / 64),
        ..Body::default()
    };
    let mut outline = Outline::of(text, body);
    for (event, range) in Parser::new_ext(span.text(text), markdown_options()).into_offset_iter() {
        let place = Span::from(range).shifted(outline.shift);
        outline.take(event, place);
    }
    outline.finish()
}

/// Reads only the headings of the Markdown under `span`.
pub(super) fn headings(text: &str, span: Span) -> Body {
    let body = Body {
        span,
        ..Body::default()
    };
    let mut outline = Outline::of(text, body);
    for (event, range) in Parser::new_ext(span.text(text), markdown_options()).into_offset_iter() {
        let place = Span::from(range).shifted(outline.shift);
        outline.take_of_heading(event, place);
    }
    let Body { headings, .. } = outline.finish();
    Body {
        span,
        headings,
        ..Body::default()
    }
}

/// A heading whose end has not been reached.
struct OpenHeading {
    level: HeadingLevel,
    anchor: Option<String>,
    text: String,
    /// Braces that are its last words.
    braces: Option<Span>,
}

struct Outline<'a> {
    text: &'a str,
    shift: usize,
    body: Body,
    /// Blocks that are open, innermost last.
    open: Vec<BlockIndex>,
    heading: Option<OpenHeading>,
    links: Vec<OpenLink>,
    /// Header cells of the table whose header is being read.
    columns: Option<Vec<String>>,
    cell: u32,
    anchors: Anchors,
}

impl<'a> Outline<'a> {
    fn of(text: &'a str, body: Body) -> Self {
        Self {
            text,
            shift: body.span.start as usize,
            body,
            open: Vec::new(),
            heading: None,
            links: Vec::new(),
            columns: None,
            cell: 0,
            anchors: Anchors::default(),
        }
    }

    /// What a heading is made of; anything else is passed over.
    fn take_of_heading(&mut self, event: Event<'_>, place: Span) {
        match event {
            Event::Start(tag @ Tag::Heading { .. }) => self.start(tag, place),
            Event::End(tag @ TagEnd::Heading(_)) => self.end(tag, place),
            Event::Text(words) | Event::Code(words) if self.heading.is_some() => self.visible(&words),
            Event::SoftBreak | Event::HardBreak => self.visible(" "),
            _ => {}
        }
    }

    fn take(&mut self, event: Event<'_>, place: Span) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(words) => self.words(&words, place),
            Event::Code(code) => self.run(&code, place, RunKind::Code),
            Event::Html(html) => self.html_anchors(&html, place),
            Event::InlineHtml(html) => self.inline_html(&html, place),
            Event::SoftBreak | Event::HardBreak => self.visible(" "),
            Event::TaskListMarker(ticked) => self.task(ticked),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Span) {
        let braces = literal_braces(&tag, self.text, place);
        match tag {
            Tag::Heading { level, id, .. } => {
                self.heading = Some(OpenHeading {
                    level,
                    anchor: id.map(CowStr::into_string),
                    text: String::new(),
                    braces,
                });
                let next = u32::try_from(self.body.headings.len()).unwrap_or(u32::MAX);
                self.open_block(BlockKind::Heading(next), place);
            }
            Tag::Paragraph => self.open_block(BlockKind::Paragraph, place),
            Tag::BlockQuote(_) => self.open_block(BlockKind::Quote, place),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.open_block(BlockKind::Code { info }, place);
            }
            Tag::HtmlBlock => self.open_block(BlockKind::Html, place),
            Tag::List(_) => self.open_block(BlockKind::List, place),
            Tag::Item => self.open_block(BlockKind::Item { task: None }, place),
            Tag::FootnoteDefinition(_) => self.open_block(BlockKind::Footnote, place),
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.open_block(BlockKind::Definition, place),
            Tag::Table(_) => self.open_block(BlockKind::Table { columns: Vec::new() }, place),
            Tag::TableHead => {
                self.columns = Some(Vec::new());
                self.cell = 0;
                self.open_block(BlockKind::TableHead, place);
            }
            Tag::TableRow => {
                self.cell = 0;
                self.open_block(BlockKind::TableRow, place);
            }
            Tag::TableCell => {
                self.open_block(BlockKind::TableCell { column: self.cell }, place);
                self.cell += 1;
                if let Some(columns) = &mut self.columns {
                    columns.push(String::new());
                }
            }
            Tag::Link {
                link_type, dest_url, ..
            } => self.start_link(link_type, dest_url, place),
            Tag::Image { dest_url, .. } => self.start_image(dest_url, place),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, place: Span) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(place),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::HtmlBlock => self.end_html(place),
            TagEnd::TableHead => {
                let columns = self.columns.take().unwrap_or_default();
                self.close_block();
                if let Some(BlockKind::Table { columns: known }) = self.innermost() {
                    *known = columns.into_iter().map(|column| column.trim().to_owned()).collect();
                }
            }
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::TableCell => self.close_block(),
            _ => {}
        }
    }

    fn open_block(&mut self, kind: BlockKind, span: Span) {
        let index = BlockIndex(u32::try_from(self.body.blocks.len()).unwrap_or(u32::MAX));
        let parent = self.open.last().copied();
        self.body.blocks.push(Block { kind, span, parent });
        self.open.push(index);
    }

    fn close_block(&mut self) {
        self.open.pop();
    }

    fn innermost(&mut self) -> Option<&mut BlockKind> {
        let index = *self.open.last()?;
        self.body.blocks.get_mut(index.0 as usize).map(|block| &mut block.kind)
    }

    fn task(&mut self, ticked: bool) {
        for index in self.open.iter().rev() {
            if let Some(Block {
                kind: BlockKind::Item { task },
                ..
            }) = self.body.blocks.get_mut(index.0 as usize)
            {
                *task = Some(ticked);
                return;
            }
        }
    }

    fn words(&mut self, words: &CowStr<'_>, place: Span) {
        let in_code = matches!(self.innermost(), Some(BlockKind::Code { .. }));
        if in_code {
            return self.run(words, place, RunKind::CodeBlock);
        }
        let place = self.without_anchor(place);
        if self.links.is_empty() {
            let block = self.open.last().copied();
            let before = self.text[..place.start as usize].chars().next_back();
            for range in mention::find(place.text(self.text), before) {
                let span = Span::from(range).shifted(place.start as usize);
                self.body.mentions.push(Mention { span, block });
            }
        }
        self.run(words, place, RunKind::Plain);
    }

    /// Takes `{#name}` off the end of an item's text and keeps it as an anchor.
    fn without_anchor(&mut self, place: Span) -> Span {
        let words = place.text(self.text);
        let rest_of_line = &self.text[place.end as usize..];
        let ends_line = rest_of_line.trim_start_matches([' ', '\t']).is_empty()
            || rest_of_line.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
        let in_item = self.open.iter().rev().take(2).any(|index| {
            matches!(
                self.body.block(*index).kind,
                BlockKind::Item { .. } | BlockKind::Definition
            )
        });
        if !ends_line || !in_item {
            return place;
        }
        let Some((before, name)) = anchor::trailing(words) else {
            return place;
        };
        let start = place.start as usize + before.len() + 2;
        self.body
            .anchors
            .push(Spanned::new(name.to_owned(), Span::new(start, start + name.len())));
        Span::new(place.start as usize, place.start as usize + before.trim_end().len())
    }

    fn run(&mut self, words: &str, span: Span, kind: RunKind) {
        let block = self.open.last().copied();
        self.body.runs.push(TextRun { span, kind, block });
        self.visible(words);
    }

    /// Hands visible words to whatever collects them: headings, links, header cells.
    fn visible(&mut self, words: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(words);
        }
        for link in self.links.iter_mut().take(MOST_COLLECTING) {
            link.text.push_str(words);
        }
        if let Some(column) = self.columns.as_mut().and_then(|columns| columns.last_mut()) {
            column.push_str(words);
        }
    }

    fn end_heading(&mut self, place: Span) {
        if let Some(braces) = self.heading.as_ref().and_then(|heading| heading.braces) {
            self.run(braces.text(self.text), braces, RunKind::Plain);
        }
        self.close_block();
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        let named = heading.anchor.filter(|name| anchor::is_name(name));
        let wanted = named.unwrap_or_else(|| anchor::slug(&text));
        self.body.headings.push(Heading {
            level: heading.level as u8,
            anchor: self.anchors.take(wanted),
            text,
            span: self.trimmed(place),
            section: Span::default(),
            own: Span::default(),
        });
    }

    fn trimmed(&self, place: Span) -> Span {
        Span::new(
            place.start as usize,
            place.start as usize + place.text(self.text).trim_end().len(),
        )
    }

    /// Says of every heading how far its section reaches; links are put in the order they begin.
    fn finish(mut self) -> Body {
        let end = self.body.span.end;
        let mut next_start = end;
        // Where the section of a heading of each level would end, looking back from the end of the text.
        let mut section_end = [end; 7];
        for heading in self.body.headings.iter_mut().rev() {
            let level = usize::from(heading.level.min(6));
            heading.own = Span {
                start: heading.span.end,
                end: next_start,
            };
            heading.section = Span {
                start: heading.span.end,
                end: section_end[level],
            };
            next_start = heading.span.start;
            section_end[level..].fill(heading.span.start);
        }
        self.body.links.sort_by_key(|link| (link.span.start, link.span.end));
        // All documents stay in memory, so room to grow would be paid for ten thousand times.
        self.body.headings.shrink_to_fit();
        self.body.links.shrink_to_fit();
        self.body.mentions.shrink_to_fit();
        self.body.blocks.shrink_to_fit();
        self.body.runs.shrink_to_fit();
        self.body.anchors.shrink_to_fit();
        self.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::LinkKind;

    fn body(text: &str) -> Body {
        read(text, Span::new(0, text.len()))
    }

    fn headings(text: &str) -> Vec<(u8, String)> {
        body(text)
            .headings
            .into_iter()
            .map(|heading| (heading.level, heading.text))
            .collect()
    }

    #[test]
    fn headings_alone_are_those_of_the_whole_outline() {
        let texts = [
            "Before\n\n# One `two` *three* [four](x.md) ![five](y.png) <i>six</i> {a}\nText\n\nSeven\n===\n\n- # Eight\n\n> ## Nine\n",
            "# T {#named}\n\n## T\n\n| # a | b |\n|---|---|\n| ## c | d |\n\n```\n# no\n```\n[[x]] {#y}\n\n###\n## T ##\n",
            "no headings [^1]\n\n[^1]: # In a note\n",
        ];
        for text in texts {
            let span = Span::new(0, text.len());
            let alone = super::headings(text, span);
            let whole = read(text, span);
            assert_eq!(format!("{:?}", alone.headings), format!("{:?}", whole.headings));
            assert_eq!(alone.span, whole.span);
        }
    }

    #[test]
    fn headings_of_every_form_are_found_and_code_is_not() {
        let text = "# One\n\nTwo\n---\n\n```sh\n# not a heading\n```\n\n### `three` and *four* ###\n";
        let expected = [
            (1, "One".to_owned()),
            (2, "Two".to_owned()),
            (3, "three and four".to_owned()),
        ];
        assert_eq!(headings(text), expected);
    }

    #[test]
    fn braces_at_the_end_of_a_heading_are_words_unless_they_name_it() {
        let text = "## GET /users/{id}\n\n## Route {id: int} ##\n\n## Way back {#back}\n\n## Wide {.wide}\n";
        let texts: Vec<_> = headings(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["GET /users/{id}", "Route {id: int}", "Way back", "Wide"]);
        let anchors: Vec<_> = body(text).headings.into_iter().map(|it| it.anchor).collect();
        assert_eq!(anchors, ["get-usersid", "route-id-int", "back", "wide"]);
    }

    #[test]
    fn a_section_reaches_to_the_next_heading_of_its_level() {
        let text = "## A\na\n### B\nb\n## C\nc\n";
        let body = body(text);
        let parts: Vec<_> = body
            .headings
            .iter()
            .map(|it| (it.section.text(text), it.own.text(text)))
            .collect();
        assert_eq!(
            parts,
            [("\na\n### B\nb\n", "\na\n"), ("\nb\n", "\nb\n"), ("\nc\n", "\nc\n")]
        );
    }

    #[test]
    fn links_keep_the_place_of_their_destination() {
        let text = "[a](x.md#y) ![i](pic.png \"t\") [[RW-12|the rewrite]] <https://e.org> [r][1]\n\n[1]: z.md\n";
        let found: Vec<_> = body(text)
            .links
            .iter()
            .map(|link| {
                (
                    link.kind,
                    link.destination.clone(),
                    link.destination_span.text(text).to_owned(),
                )
            })
            .collect();
        let expected = [
            (LinkKind::Inline, "x.md#y", "x.md#y"),
            (LinkKind::Image, "pic.png", "pic.png"),
            (LinkKind::Wiki, "RW-12", "RW-12"),
            (LinkKind::Autolink, "https://e.org", "https://e.org"),
            (LinkKind::Inline, "z.md", "[r][1]"),
        ];
        let expected: Vec<_> = expected
            .map(|(kind, to, place)| (kind, to.to_owned(), place.to_owned()))
            .into();
        assert_eq!(found, expected);
    }

    #[test]
    fn mentions_stand_in_prose_not_in_code_or_links() {
        let text = "See RW-12, `RW-13` and [RW-14](x.md).\n\n    RW-15\n";
        let found: Vec<_> = body(text)
            .mentions
            .iter()
            .map(|it| it.span.text(text).to_owned())
            .collect();
        assert_eq!(found, ["RW-12"]);
    }

    #[test]
    fn a_list_item_can_name_its_anchor() {
        let text = "- **Slow CI.** Engineers wait. {#slow-ci}\n- Next\n";
        let body = body(text);
        assert_eq!(
            body.anchors.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(),
            ["slow-ci"]
        );
        assert_eq!(body.plain_text(text, body.span), "Slow CI. Engineers wait. Next");
    }

    #[test]
    fn comments_are_not_text_and_html_tags_are_not_words() {
        let text =
            "<!-- hidden\nwords -->\n\n<details>\n<summary>Shown</summary>\n\nInside <!-- no --> too.\n\n</details>\n";
        let body = body(text);
        assert_eq!(body.plain_text(text, body.span), "Shown Inside  too.");
        assert!(body.has_html);
        assert_eq!(body.comments.len(), 2);
    }

    #[test]
    fn tasks_and_tables_are_known() {
        let text = "- [x] done\n- [ ] open\n\n| Action | Owner |\n|---|---|\n| a | b |\n";
        let kinds: Vec<_> = body(text).blocks.into_iter().map(|block| block.kind).collect();
        assert!(kinds.contains(&BlockKind::Item { task: Some(true) }));
        assert!(kinds.contains(&BlockKind::Table {
            columns: vec!["Action".into(), "Owner".into()]
        }));
        assert_eq!(kinds.iter().filter(|kind| **kind == BlockKind::TableRow).count(), 1);
    }

    #[test]
    fn ten_thousand_headings_are_read_in_linear_time() {
        let text = "## Same\n\n".repeat(10_000);
        let body = body(&text);
        assert_eq!(body.headings.last().map(|it| it.anchor.as_str()), Some("same-9999"));
    }
}
