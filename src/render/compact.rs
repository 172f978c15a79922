//! Taking the white space of templates out of a page.

/// A page with every run of white space reduced to one character, a line end where there was one. What is left out is
/// nothing a browser shows: the contents of `pre` stay as they are.
pub fn compact(html: &str) -> String {
    let mut compacted = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<pre") {
        let end = rest[start..].find("</pre>").map_or(rest.len(), |end| start + end);
        squeeze(&mut compacted, &rest[..start]);
        compacted.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    squeeze(&mut compacted, rest);
    compacted
}

fn squeeze(compacted: &mut String, html: &str) {
    let bytes = html.as_bytes();
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let is_odd = |byte: u8| matches!(byte, b'\t' | b'\r');
    // What is to be copied as it is begins here: most spaces are single and are copied along with what is around them.
    let mut kept = 0;
    loop {
        let pairs = bytes[kept..].windows(2);
        let mut pairs = pairs.map(|pair| is_odd(pair[0]) || (is_space(pair[0]) && is_space(pair[1])));
        let start = match pairs.position(|is_squeezed| is_squeezed) {
            Some(found) => kept + found,
            None if kept < bytes.len() && bytes.last().is_some_and(|last| is_odd(*last)) => bytes.len() - 1,
            None => break,
        };
        let length = bytes[start..].iter().take_while(|byte| is_space(**byte)).count();
        compacted.push_str(&html[kept..start]);
        kept = start + length;
        compacted.push(if bytes[start..kept].contains(&b'\n') { '\n' } else { ' ' });
    }
    compacted.push_str(&html[kept..]);
}

/// A script of docent's own without indentation and without the lines that are comments. Asks of the script that no text
/// in it goes over several lines.
pub fn compact_js(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    code.fold(String::with_capacity(script.len()), |mut compacted, line| {
        compacted.push_str(line);
        compacted.push('\n');
        compacted
    })
}

/// A style sheet without comments and needless white space.
pub fn compact_css(css: &str) -> String {
    let mut compacted = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        compacted.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    compacted.push_str(rest);
    let mut tight = String::with_capacity(compacted.len());
    let mut in_value = false;
    for word in compacted.split_whitespace() {
        // White space means something only between two words, and around the operators of `calc` and of selectors.
        let last = tight.chars().next_back();
        let glued = last.is_none_or(|last| "{};,>".contains(last) || (in_value && last == ':'))
            || word.starts_with(['{', '}', ';', ',', '>']);
        if !glued {
            tight.push(' ');
        }
        tight.push_str(word);
        if let Some(position) = word.rfind(['{', '}', ';', ':']) {
            in_value = word[position..].starts_with(':');
        }
    }
    for (long, short) in [
        (";}", "}"),
        (" 0.", " ."),
        ("(0.", "(."),
        (":0.", ":."),
        ("-0.", "-."),
        ("transparent", "#0000"),
        ("::before", ":before"),
        ("::after", ":after"),
    ] {
        tight = tight.replace(long, short);
    }
    tight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_white_space() {
        assert_eq!(
            compact("<p>\n   a  b\n</p> <pre>\n  x\n</pre>\n\n<p>"),
            "<p>\na b\n</p> <pre>\n  x\n</pre>\n<p>"
        );
        assert_eq!(compact("a\tb \r\nc\r"), "a b\nc ");
        assert_eq!(
            (compact(" "), compact("\n"), compact("\t"), compact("")),
            (" ".into(), "\n".into(), " ".into(), String::new())
        );
    }

    #[test]
    fn style_sheets_keep_their_meaning() {
        assert_eq!(
            compact_css("/* a */\n.a > .b, .c .d:hover {\n  margin: 0 auto;\n  width: calc(100% - 2px);\n}\n"),
            ".a>.b,.c .d:hover{margin:0 auto;width:calc(100% - 2px)}"
        );
        assert_eq!(
            compact_css(".a :is(h1, h2) { color: var(--b) }"),
            ".a :is(h1,h2){color:var(--b)}"
        );
        assert_eq!(
            compact_css("@media (max-width: 8px) { a { b: c } }"),
            "@media (max-width:8px){a{b:c}}"
        );
    }
}
