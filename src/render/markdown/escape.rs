//! Text made safe to stand in HTML.

use std::fmt::Write;

/// A text as HTML, in an element or between double quotes.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    push_escaped(&mut html, text);
    html
}

/// Appends a text as HTML.
pub(in crate::render) fn push_escaped(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(position) = rest.find(['&', '<', '>', '"']) {
        html.push_str(&rest[..position]);
        html.push_str(match rest.as_bytes()[position] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[position + 1..];
    }
    html.push_str(rest);
}

/// Appends an address as the value of `href` or `src`: what may not stand in an address is percent-encoded.
pub(in crate::render) fn push_address(html: &mut String, address: &str) {
    for character in address.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '\'' => html.push_str("%27"),
            '"' | '<' | '>' | ' ' | '\\' | '^' | '`' | '{' | '|' | '}' => percent(html, character),
            c if c.is_control() => percent(html, c),
            c => html.push(c),
        }
    }
}

fn percent(html: &mut String, character: char) {
    let mut bytes = [0; 4];
    for byte in character.encode_utf8(&mut bytes).bytes() {
        let _ = write!(html, "%{byte:02X}");
    }
}

/// A message whose words in backquotes are code, as diagnostics and prompts are written.
pub fn inline_code(message: &str) -> String {
    let mut html = String::with_capacity(message.len() + 16);
    let mut parts = message.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        if code && parts.peek().is_some() {
            html.push_str("<code>");
            push_escaped(&mut html, part);
            html.push_str("</code>");
        } else {
            if code {
                html.push('`');
            }
            push_escaped(&mut html, part);
        }
        code = !code;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_an_element_or_an_attribute() {
        assert_eq!(escape(r#"a<b>&"c""#), "a&lt;b&gt;&amp;&quot;c&quot;");
        let mut address = String::new();
        push_address(&mut address, "a b\"c?x=1&y='2'#ü");
        assert_eq!(address, "a%20b%22c?x=1&amp;y=%272%27#ü");
    }

    #[test]
    fn backquotes_make_code() {
        assert_eq!(
            inline_code("missing section `A<b>`"),
            "missing section <code>A&lt;b&gt;</code>"
        );
        assert_eq!(inline_code("a ` alone"), "a ` alone");
    }
}
