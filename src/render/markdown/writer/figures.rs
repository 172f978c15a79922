//! Code in colours, and diagrams.

use std::fmt::Write;

use pulldown_cmark::CodeBlockKind;
use sha2::{Digest, Sha256};

use super::{Open, RawHtml, Writer};
use crate::render::diagram::{Drawing, Failure, ID};
use crate::render::figures::{Figure, language};
use crate::render::highlight::Stretch;
use crate::render::markdown::address::OWN_ANCHOR;
use crate::render::markdown::escape::{escape, push_escaped};

impl Writer<'_> {
    /// Code is written when all of it is known, because only then it is known what it looks like.
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) -> Open {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        self.code = Some(String::new());
        Open::Code(language(info).to_owned())
    }

    pub(super) fn end_code(&mut self, language: &str) {
        let code = self.code.take().unwrap_or_default();
        let figures = self.links.figures();
        let figure = match figures.and_then(|figures| figures.get(language, &code)) {
            Some(Figure::Code(stretches)) => self.code(language, &code, stretches),
            Some(Figure::Diagram(drawn)) => match drawn.as_ref() {
                Ok(drawing) => self.diagram(drawing, &code),
                Err(failure) => self.failed(failure, language, &code),
            },
            None => self.code(language, &code, &[]),
        };
        match self.raw_html {
            RawHtml::Cleaned => {
                let slot = self.slots.add(&self.parsed.text, figure);
                self.html.push_str(&slot);
            }
            RawHtml::Dropped | RawHtml::Shown => self.html.push_str(&figure),
        }
    }

    /// Code scrolls within itself, so the keyboard must reach it, and what is reached has a name.
    fn code(&self, language: &str, code: &str, stretches: &[Stretch]) -> String {
        let phrases = self.phrases();
        let mut html = String::with_capacity(code.len() + stretches.len() * 24 + 160);
        html.push_str("<figure class=\"code\">");
        let name = if language.is_empty() {
            phrases.say("document.code").to_owned()
        } else {
            html.push_str("<figcaption>");
            push_escaped(&mut html, language);
            html.push_str("</figcaption>");
            phrases.fill("document.code_in", &[("language", &language)])
        };
        html.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
        push_escaped(&mut html, &name);
        html.push_str("\"><code>");
        push_coloured(&mut html, code, stretches);
        html.push_str("</code></pre></figure>");
        html
    }

    /// A diagram is an image with a name; its source says the same in words.
    fn diagram(&mut self, drawing: &Drawing, source: &str) -> String {
        self.diagrams += 1;
        let number = self.diagrams;
        let name = match drawing.title.as_str() {
            "" => self.numbered("document.diagram", number),
            title => title.to_owned(),
        };
        let (name, view) = (escape(&name), &drawing.view);
        let (width, height) = (drawing.width, drawing.height);
        let wide = if drawing.is_wide { " class=\"wide\"" } else { "" };
        let mut html = String::with_capacity(drawing.svg.len() + source.len() + 640);
        let _ = write!(
            html,
            "<figure class=\"diagram\"><div class=\"drawing\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\"><svg{wide} role=\"img\" \
             aria-labelledby=\"{OWN_ANCHOR}m{number}-t\" viewBox=\"{view}\" width=\"{width}\" height=\"{height}\"><title \
             id=\"{OWN_ANCHOR}m{number}-t\">{name}</title>"
        );
        if !drawing.description.is_empty() {
            html.push_str("<desc>");
            push_escaped(&mut html, &drawing.description);
            html.push_str("</desc>");
        }
        html.push_str(&drawing.svg.replace(ID, &format!("{OWN_ANCHOR}m{number}-")));
        html.push_str("</svg></div><details><summary>");
        push_escaped(&mut html, self.phrases().say("document.diagram_source"));
        html.push_str("</summary>");
        html.push_str(&self.code("", source, &[]));
        html.push_str("</details></figure>");
        html
    }

    fn failed(&self, failure: &Failure, language: &str, source: &str) -> String {
        let note = self
            .phrases()
            .fill("document.diagram_failed", &[("reason", &failure.message)]);
        let code = self.code(language, source, &[]);
        format!("{code}<p class=\"figure-note\">{}</p>", escape(&note))
    }
}

/// Appends code with its coloured stretches.
fn push_coloured(html: &mut String, code: &str, stretches: &[Stretch]) {
    let mut position = 0;
    for stretch in stretches {
        let (Some(before), Some(words)) = (code.get(position..stretch.range.start), code.get(stretch.range.clone()))
        else {
            // Stretches of a code that differs in its line ends.
            break;
        };
        push_escaped(html, before);
        let _ = write!(html, "<span class=\"{}\">", stretch.class);
        push_escaped(html, words);
        html.push_str("</span>");
        position = stretch.range.end;
    }
    push_escaped(html, code.get(position..).unwrap_or_default());
}

/// Figures of a page that is cleaned at the end: they are the renderer's own, so they are put in after the cleaning.
#[derive(Debug, Default)]
pub(super) struct Slots {
    word: String,
    figures: Vec<String>,
}

impl Slots {
    /// Keeps a figure, gives the word that stands for it.
    fn add(&mut self, text: &str, figure: String) -> String {
        if self.word.is_empty() {
            // No text can hold a word that is made from the whole of it.
            let digest = Sha256::digest(text.as_bytes());
            self.word = digest.iter().take(16).fold("slot-".to_owned(), |mut word, byte| {
                let _ = write!(word, "{byte:02x}");
                word
            });
        }
        self.figures.push(figure);
        format!("{}-{};", self.word, self.figures.len() - 1)
    }

    /// Puts the figures in, where their words are text of the page: raw HTML that was left open may have drawn one into an
    /// attribute, where it stays a word.
    pub(super) fn fill(self, html: String) -> String {
        if self.figures.is_empty() {
            return html;
        }
        let mut filled = String::with_capacity(html.len() + self.figures.iter().map(String::len).sum::<usize>());
        let mut figures: Vec<Option<String>> = self.figures.into_iter().map(Some).collect();
        let mut rest = html.as_str();
        while !rest.is_empty() {
            let text = rest.find('<').unwrap_or(rest.len());
            let (mut words, tag) = rest.split_at(text);
            while let Some(start) = words.find(&self.word) {
                filled.push_str(&words[..start]);
                words = &words[start + self.word.len()..];
                let number = words.strip_prefix('-').and_then(|after| after.split_once(';'));
                if let Some((number, after)) = number {
                    let figure = number
                        .parse()
                        .ok()
                        .and_then(|number: usize| figures.get_mut(number)?.take());
                    filled.push_str(&figure.unwrap_or_default());
                    words = after;
                }
            }
            filled.push_str(words);
            let end = end_of_tag(tag);
            filled.push_str(&tag[..end]);
            rest = &tag[end..];
        }
        filled
    }
}

/// Where a tag ends that the cleaning wrote: its values stand between double quotes.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    for (position, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return position + 1,
            _ => {}
        }
    }
    tag.len()
}
