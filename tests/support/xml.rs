//! A strict reader of XML: what it reads is well-formed, or it says why not.

/// An element.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The one child of a name.
    pub fn one(&self, name: &str) -> &Element {
        let found: Vec<_> = self.children.iter().filter(|child| child.name == name).collect();
        assert_eq!(found.len(), 1, "`{}` needs one `{name}`", self.name);
        found[0]
    }
}

/// Reads a document with a declaration, elements, attributes and text. Anything else is refused.
pub fn read(text: &str) -> Element {
    assert!(text.chars().all(is_character), "a character that XML does not have");
    let rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let rest = rest.or_else(|| text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    let (root, rest) = element(rest.expect("a declaration"));
    assert_eq!(rest.trim(), "", "something after the root");
    root
}

fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn element(text: &str) -> (Element, &str) {
    let rest = text
        .strip_prefix('<')
        .unwrap_or_else(|| panic!("an element at {text:.40}"));
    let (name, mut rest) = name(rest);
    let mut element = Element {
        name: name.to_owned(),
        attributes: Vec::new(),
        children: Vec::new(),
        text: String::new(),
    };
    while let Some(next) = rest.strip_prefix(' ') {
        let (name, next) = self::name(next);
        let next = next.strip_prefix("=\"").expect("a value");
        let (value, next) = next.split_once('"').expect("the end of a value");
        assert!(!value.contains('<'), "`<` in a value");
        assert!(element.attribute(name).is_none(), "`{name}` stands twice");
        element.attributes.push((name.to_owned(), plain(value)));
        rest = next;
    }
    if let Some(rest) = rest.strip_prefix("/>") {
        return (element, rest);
    }
    rest = rest.strip_prefix('>').expect("the end of a tag");
    loop {
        let start = rest.find('<').expect("an end tag");
        assert!(!rest[..start].contains("]]>"), "`]]>` in text");
        element.text.push_str(&plain(&rest[..start]));
        if let Some(end) = rest[start..].strip_prefix("</") {
            let end = end.strip_prefix(name).and_then(|end| end.strip_prefix('>'));
            return (element, end.unwrap_or_else(|| panic!("`{name}` is not closed")));
        }
        let (child, next) = self::element(&rest[start..]);
        element.children.push(child);
        rest = next;
    }
}

fn name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || ":-_.".contains(c)));
    let (name, rest) = text.split_at(end.expect("the end of a name"));
    assert!(
        name.starts_with(|c: char| c.is_ascii_alphabetic()),
        "a name at {text:.40}"
    );
    (name, rest)
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (entity, after) = after.split_once(';').expect("the end of an entity");
        plain.push_str(before);
        plain.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => panic!("no entity `{other}`"),
        });
        rest = after;
    }
    plain + rest
}
