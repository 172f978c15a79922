//! A page as a browser reads it, and what may be in it.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Everything that docent's templates and its Markdown write. What is not here can only come from a document.
const ELEMENTS: &str = "a abbr cite article aside b blockquote body br button caption code col colgroup dd del details desc \
    dfn div dl dt em figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i img input ins kbd label li \
    line link main mark meta nav noscript ol option output p path pre q rp rt ruby s samp script search section select small span \
    strong sub summary sup svg table tbody td text tfoot th thead time title tr tspan u ul use var wbr circle defs ellipse \
    marker pattern polygon polyline rect style";

/// Attributes that are neither addresses nor code.
const ATTRIBUTES: &str = "alt autocomplete blocking charset checked class colspan color content cx cy d datetime defer dir \
    disabled dominant-baseline dx dy fill font-size font-style font-weight for height hidden id lang loading marker-end \
    marker-start markerheight markerunits pathlength patternunits patterntransform markerwidth maxlength method name open orient overflow placeholder points popover \
    popovertarget preserveaspectratio property r refx refy rel reversed role rowspan rx ry scope span spellcheck start \
    stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-width tabindex text-anchor title transform type value \
    viewbox width x x1 x2 xmlns y y1 y2 http-equiv href src action";

/// An element that was opened.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What was read of a page.
#[derive(Default)]
pub struct Page {
    pub elements: RefCell<Vec<Element>>,
    /// The words of scripts and styles.
    pub code: RefCell<String>,
    in_code: Cell<bool>,
    in_svg: Cell<bool>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let tag = match token {
            TagToken(tag) => tag,
            CharacterTokens(text) if self.in_code.get() => {
                self.code.borrow_mut().push_str(&text);
                return TokenSinkResult::Continue;
            }
            _ => return TokenSinkResult::Continue,
        };
        let name = tag.name.to_string();
        self.in_code.set(false);
        if name == "svg" {
            self.in_svg.set(tag.kind == StartTag && !tag.self_closing);
        }
        if tag.kind != StartTag {
            return TokenSinkResult::Continue;
        }
        let attributes = tag.attrs.iter();
        let attributes = attributes.map(|it| (it.name.local.to_ascii_lowercase().to_string(), it.value.to_string()));
        self.elements.borrow_mut().push(Element {
            name: name.clone(),
            attributes: attributes.collect(),
        });
        match name.as_str() {
            // In a drawing, words of these are read as markup.
            _ if self.in_svg.get() => TokenSinkResult::Continue,
            "script" | "style" => {
                self.in_code.set(true);
                let kind = if name == "script" {
                    RawKind::ScriptData
                } else {
                    RawKind::Rawtext
                };
                TokenSinkResult::RawData(kind)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Reads a page or a part of one.
pub fn read(html: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Page::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

/// Asserts that nothing on a page runs, loads or leads where docent does not lead. `place` is named when something does.
pub fn assert_harmless(place: &str, page: &Page) {
    let known = |list: &str, name: &str| list.split_whitespace().any(|it| it == name);
    for element in page.elements.borrow().iter() {
        let name = element.name.as_str();
        assert!(known(ELEMENTS, name), "{place}: {element:?}");
        for (attribute, value) in &element.attributes {
            let is_known = known(ATTRIBUTES, attribute)
                || ["data-", "aria-"].iter().any(|start| {
                    attribute
                        .strip_prefix(start)
                        .is_some_and(|rest| rest.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'))
                });
            assert!(
                is_known && !attribute.contains("xss"),
                "{place}: `{attribute}` of {element:?}"
            );
            if matches!(attribute.as_str(), "href" | "src" | "action") {
                assert_leads_well(place, element, attribute, value);
            }
        }
        match name {
            "script" if place == "404.html" => assert_eq!(element.get("src"), None, "{place}"),
            "script" => {
                let source = element
                    .get("src")
                    .unwrap_or_else(|| panic!("{place}: a script of its own"));
                let file = source.split('?').next().unwrap_or_default().trim_start_matches("../");
                assert!(
                    file.starts_with("assets/") && file.ends_with(".js"),
                    "{place}: {element:?}"
                );
            }
            "style" => assert_eq!(place, "404.html"),
            "form" => assert!(
                element.get("role") == Some("search") || element.get("id").is_some_and(|id| id.starts_with("d:")),
                "{place}: {element:?}"
            ),
            "meta"
                if element
                    .get("http-equiv")
                    .is_some_and(|it| it != "Content-Security-Policy") =>
            {
                let content = element.get("content").unwrap_or_default();
                let to = content
                    .strip_prefix("0; url=")
                    .unwrap_or_else(|| panic!("{place}: {element:?}"));
                assert_leads_well(place, element, "src", to);
            }
            _ => {}
        }
    }
    // The ids that scripts and links of the page rely on.
    for id in ["d:main", "d:nav", "d:search-open", "d:toc", "d:filter", "d:stage"] {
        let all = page.elements.borrow();
        let named = all.iter().filter(|it| it.get("id") == Some(id)).count();
        assert!(named <= 1, "{place}: `{id}` stands {named} times");
    }
}

/// Asserts that an address is one of the site's, or a link to elsewhere that the reader chooses to follow.
fn assert_leads_well(place: &str, element: &Element, attribute: &str, value: &str) {
    // As browsers read it: without white space at its ends, and without lines and tabs in it.
    let read: String = value
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let read = read.to_ascii_lowercase();
    let scheme = read
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .split_once(':')
        .map(|(scheme, _)| scheme);
    let is_elsewhere = scheme.is_some() || read.starts_with("//") || read.starts_with("\\");
    if !is_elsewhere || value == "https://docs.example/org/search.html" {
        return;
    }
    assert!(
        attribute == "href" && matches!(element.name.as_str(), "a" | "link"),
        "{place}: {element:?}"
    );
    assert!(
        matches!(scheme, Some("http" | "https" | "mailto" | "tel")),
        "{place}: `{value}` in {element:?}"
    );
    if element.name == "link" {
        let rel = element.get("rel");
        assert!(matches!(rel, Some("canonical" | "alternate")), "{place}: {element:?}");
    }
}
