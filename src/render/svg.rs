//! Telling drawings from programs.

/// What could run or load something in an SVG, in words; `None` when nothing can. Says no rather than reading the file as
/// a browser would: entities, other encodings and processing instructions are refused as a whole.
pub fn active_content(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some("text that is not UTF-8");
    };
    // A browser may take these for another encoding, in which the same bytes say something else.
    if text.contains('\0') || names_other_encoding(text) {
        return Some("text that is not UTF-8");
    }
    let lower = text.to_lowercase();
    let words = [
        ("<script", "a script"),
        (":script", "a script"),
        ("<foreignobject", "an embedded page"),
        (":foreignobject", "an embedded page"),
        ("<iframe", "an embedded page"),
        ("<embed", "an embedded page"),
        ("<object", "an embedded page"),
        ("<handler", "an event handler"),
        ("<!entity", "entities"),
        ("<?xml-stylesheet", "a style sheet from elsewhere"),
        ("@import", "a style sheet from elsewhere"),
        ("data:text/html", "an embedded page"),
    ];
    if let Some((_, what)) = words.iter().find(|(word, _)| lower.contains(word)) {
        return Some(what);
    }
    if has_event_handler(&lower) {
        return Some("an event handler");
    }
    if animates_code(&lower) {
        return Some("an animation of an address or an event handler");
    }
    // Browsers skip white space and control characters in a scheme.
    let squeezed: String = lower
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if squeezed.contains("javascript:") || squeezed.contains("vbscript:") {
        return Some("a link to a script");
    }
    if holds_other_data(&squeezed) {
        return Some("an embedded page");
    }
    // They also read references in an attribute, so that a scheme can be spelt with them. Drawings have no use for that.
    let spelt = |tag: &str| {
        ["&#", "&colon;", "&tab;", "&newline;"]
            .iter()
            .any(|it| tag.contains(it))
    };
    if squeezed
        .split('<')
        .any(|tag| spelt(tag.split('>').next().unwrap_or_default()))
    {
        return Some("an attribute spelt with character references");
    }
    None
}

/// Whether the first line says that the text is not UTF-8.
fn names_other_encoding(text: &str) -> bool {
    let declaration = text
        .trim_start_matches('\u{feff}')
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next());
    let encoding = declaration.and_then(|words| words.split("encoding").nth(1));
    encoding.is_some_and(|words| {
        let name = words.trim_start_matches(|c: char| c.is_whitespace() || "=\"'".contains(c));
        let end = name.find(['"', '\'']).unwrap_or(name.len());
        !["utf-8", "us-ascii"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&name[..end]))
    })
}

/// Whether an address holds data other than a picture of dots or a font: a drawing within a drawing can hold anything.
fn holds_other_data(squeezed: &str) -> bool {
    const HARMLESS: [&str; 8] = [
        "image/png",
        "image/jpeg",
        "image/jpg",
        "image/gif",
        "image/webp",
        "image/avif",
        "font/",
        "application/font",
    ];
    squeezed.match_indices("data:").any(|(position, _)| {
        let opens = squeezed[..position].ends_with(['"', '\'', '(']);
        let rest = &squeezed[position + "data:".len()..];
        opens && !HARMLESS.iter().any(|kind| rest.starts_with(kind))
    })
}

/// `onload=` and the like, after anything that can stand in front of an attribute. No event has a name of fewer than three
/// letters, so "one = 1" in a text is none.
fn has_event_handler(lower: &str) -> bool {
    lower.match_indices("on").any(|(position, _)| {
        let before = lower[..position].chars().next_back();
        let starts = before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let rest = &lower[position + 2..];
        let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        starts && name > 2 && rest[name..].trim_start().starts_with('=')
    })
}

/// Whether an animation writes an address or an event handler: what it writes there is in another attribute.
fn animates_code(lower: &str) -> bool {
    lower.match_indices("attributename").any(|(position, name)| {
        let rest = lower[position + name.len()..].trim_start();
        let value = rest.strip_prefix('=').unwrap_or_default();
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | '>'));
        let value = &value[..end.unwrap_or(value.len())];
        value.starts_with("on") || value.ends_with("href") || value.contains('&')
    })
}

#[cfg(test)]
mod tests {
    use super::active_content;

    #[test]
    fn what_is_in_another_encoding_or_within_an_address_is_refused() {
        let utf_16: Vec<u8> = "<svg><script/></svg>".bytes().flat_map(|byte| [0, byte]).collect();
        assert!(active_content(&utf_16).is_some());
        let declared = |encoding: &str| active_content(format!("<?xml encoding=\"{encoding}\"?><svg/>").as_bytes());
        assert_eq!(declared("UTF-8"), None);
        assert!(declared("utf-16").is_some());
        let shown = |address: &str| active_content(format!("<svg><image href=\"{address}\"/></svg>").as_bytes());
        assert_eq!(shown("data:image/png;base64,AAAA"), None);
        assert!(shown("data:image/svg+xml;base64,AAAA").is_some());
        assert!(shown("da\tta:text/xml,AAAA").is_some());
        assert_eq!(active_content(b"<svg><text>data: 3</text></svg>"), None);
    }

    #[test]
    fn drawings_pass_and_programs_do_not() {
        let drawing = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><title>On time = good</title>\
                       <a href=\"https://example.org\"><path d=\"M0 0\"/></a><text>version = 2, one=1</text><rect><animate attributeName=\"opacity\" to=\"0\"/></rect></svg>";
        assert_eq!(active_content(drawing.as_bytes()), None);
        for program in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><svg:script>alert(1)</svg:script></svg>",
            "<svg OnLoad = 'alert(1)'/>",
            "<svg/onload=alert(1)>",
            "<svg><a href=\"java\nscript:alert(1)\">x</a></svg>",
            "<svg><a href=\"java&#115;cript:alert(1)\">x</a></svg>",
            "<svg><foreignObject><p/></foreignObject></svg>",
            "<!DOCTYPE svg [<!ENTITY x \"<script>\">]><svg>&x;</svg>",
            "<svg><style>@import url(//e.example)</style></svg>",
            "<svg><set attributeName='onmouseover' to='alert(1)'/></svg>",
            "<svg><a><animate attributeName = xlink:href to='x'/></a></svg>",
            "<svg><a><animate attributeName='&#x68;ref' to='x'/></a></svg>",
        ] {
            assert!(active_content(program.as_bytes()).is_some(), "{program}");
        }
        assert!(active_content(b"\xff\xfe<\0s\0v\0g\0").is_some());
    }
}
