//! The files of the built-in theme, with what each is for and what its template is given.
//!
//! What a file is for stands in its first comment. A template's names what it is given, `document` (document::DocumentPage),
//! and what that holds comes from the documentation of the structure itself, taken out of the sources when docent is built.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Builtin;

/// Documentation of the structures that templates are given: see `build.rs`.
const STRUCTURES: &str = include_str!(concat!(env!("OUT_DIR"), "/context.tsv"));

/// What every template is given, and what that is.
const EVERYWHERE: [(&str, &str); 3] = [
    ("page", "shell::PageView"),
    ("site", "shell::SiteView"),
    ("nav", "Vec<shell::NavGroup>"),
];

/// A file of the built-in theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its name: `templates/document.html`.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub purpose: String,
}

/// The files of the built-in theme, by name.
pub fn files() -> Vec<ThemeFile> {
    let mut names: Vec<String> = Builtin::iter().map(|name| name.to_string()).collect();
    names.sort();
    let file = |name: String| ThemeFile {
        purpose: purpose(&name, &text(&name).unwrap_or_default()),
        name,
    };
    names.into_iter().map(file).collect()
}

/// What a file of the built-in theme holds.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    Some(Builtin::get(name)?.data.into_owned())
}

fn text(name: &str) -> Option<String> {
    String::from_utf8(bytes(name)?).ok()
}

/// What a file is for: its first comment, without what its template is given.
fn purpose(name: &str, text: &str) -> String {
    let comment = comment(name, text);
    let words = comment.split(" Given: ").next().unwrap_or_default();
    let joined: Vec<&str> = text.lines().filter_map(imported).collect();
    match (words, joined.is_empty()) {
        ("", true) => "An image.".to_owned(),
        ("", false) => format!("Joins {}.", joined.join(", ")),
        (words, _) => words.to_owned(),
    }
}

/// The style sheet that a line takes in.
fn imported(line: &str) -> Option<&str> {
    line.strip_prefix("@import \"")?.strip_suffix("\";")
}

/// The first comment of a file, on one line.
fn comment(name: &str, text: &str) -> String {
    let text = text.trim_start();
    // A style sheet names what it imports before anything else.
    let within = |start: &str, end: &str| {
        let inner = text.split_once(start)?.1.split(end).next()?;
        Some(
            inner
                .trim_matches(['-', '*', ' ', '\n'])
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    let lines = |mark: &str| {
        let lines = text.lines().map_while(|line| Some(line.strip_prefix(mark)?.trim()));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    };
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") if text.starts_with("{#") => within("{#", "#}").unwrap_or_default(),
        Some("css") => within("/*", "*/").unwrap_or_default(),
        Some("js") => lines("//"),
        Some("yaml") => lines("#"),
        _ => String::new(),
    }
}

/// What a template is given, each by its name and its structure: from its first comment.
pub fn given(template: &str) -> Vec<(String, String)> {
    let comment = comment(template, &text(&format!("templates/{template}")).unwrap_or_default());
    let Some((_, given)) = comment.split_once(" Given: ") else {
        return Vec::new();
    };
    let one = |part: &str| {
        let (name, rest) = part.split_once("` (")?;
        Some((name.to_owned(), rest.split_once(')')?.0.to_owned()))
    };
    given
        .split(", `")
        .filter_map(|part| one(part.trim_start_matches('`')))
        .collect()
}

/// What a template is given, in words: its variables with their fields, and below them the structures that these hold.
/// `None` where there is no such template.
pub fn context(template: &str) -> Option<String> {
    let name = format!("templates/{template}");
    let mut told = format!("{template}: {}\n", purpose(&name, &text(&name)?));
    let mut later = Vec::new();
    let mut seen = BTreeSet::new();
    let own = given(template);
    let everywhere = EVERYWHERE.map(|(name, kind)| (name.to_owned(), kind.to_owned()));
    for (name, kind) in own.into_iter().chain(everywhere) {
        let _ = write!(told, "\n{name}: {}", kind_in_words(&kind));
        later.extend(structure(&mut told, &kind, "", &mut seen));
    }
    while let Some((kind, file)) = later.pop() {
        let mut part = format!("\n{}", last_name(&kind));
        let deeper = structure(&mut part, &kind, &file, &mut seen);
        if !deeper.is_empty() || part.contains('\n') && part.trim() != last_name(&kind) {
            told.push_str(&part);
        }
        later.extend(deeper);
    }
    told.push_str(
        "\nFunctions: say(key=…, …) for a phrase of words/, day(of=…), number(of=…), lang() for the language of documents.\n\
         A component sees only its arguments. `theme/words/` may add phrases to a group `own`.\n",
    );
    Some(told)
}

/// Writes the fields of a structure; gives those that it holds and that were not written yet, with the file they are named
/// in.
fn structure(
    told: &mut String,
    kind: &str,
    file: &str,
    seen: &mut BTreeSet<(String, String)>,
) -> Vec<(String, String)> {
    let Some((at, doc, fields)) = find(kind, file) else {
        told.push('\n');
        return Vec::new();
    };
    if !seen.insert((at.to_owned(), last_name(kind))) {
        told.push_str(", see above\n");
        return Vec::new();
    }
    let _ = writeln!(told, "\n  {doc}");
    let mut held = Vec::new();
    for field in fields {
        let _ = writeln!(
            told,
            "  .{:<18} {:<26} {}",
            field.name,
            kind_in_words(field.kind),
            field.doc
        );
        if find(field.kind, at).is_some_and(|(file, ..)| !seen.contains(&(file.to_owned(), last_name(field.kind)))) {
            held.push((field.kind.to_owned(), at.to_owned()));
        }
    }
    held
}

/// A field of a structure.
#[derive(Clone, Copy, Debug)]
struct Field<'a> {
    name: &'a str,
    kind: &'a str,
    doc: &'a str,
}

/// A structure by its name, that of the file that names it before any other: where it is, its documentation and its fields,
/// those of a flattened one among them.
fn find(kind: &str, file: &str) -> Option<(&'static str, &'static str, Vec<Field<'static>>)> {
    let name = last_name(kind);
    let qualified = innermost(kind);
    let file = qualified.split_once("::").map_or(file, |(file, _)| file);
    let is_it = |line: &&&str| line.split('\t').nth(2) == Some(name.as_str());
    let heads: Vec<&str> = STRUCTURES.lines().filter(|line| line.starts_with("S\t")).collect();
    let here = heads
        .iter()
        .filter(is_it)
        .find(|line| line.split('\t').nth(1) == Some(file));
    let head = here.or_else(|| heads.iter().find(is_it))?;
    let mut parts = head.split('\t').skip(1);
    let (at, _, doc) = (parts.next()?, parts.next()?, parts.next()?);
    let lines = STRUCTURES.lines().skip_while(|line| line != head).skip(1);
    let mut fields = Vec::new();
    for line in lines.take_while(|line| line.starts_with("F\t")) {
        let mut parts = line.split('\t').skip(1);
        let (Some(name), Some(kind), Some(doc)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if parts.next() == Some("true") {
            fields.extend(find(kind, at).map(|(_, _, fields)| fields).unwrap_or_default());
        } else {
            fields.push(Field { name, kind, doc });
        }
    }
    Some((at, doc, fields))
}

/// The type within lists and options.
fn innermost(kind: &str) -> &str {
    let kind = kind.trim_start_matches('&');
    for outer in ["Option<", "Vec<", "Arc<", "Box<"] {
        if let Some(inner) = kind.strip_prefix(outer) {
            return innermost(inner.trim_end_matches('>'));
        }
    }
    kind.split('<').next().unwrap_or(kind)
}

fn last_name(kind: &str) -> String {
    innermost(kind).rsplit("::").next().unwrap_or_default().to_owned()
}

/// A type as someone calls it who writes a template.
fn kind_in_words(kind: &str) -> String {
    let kind = kind.trim_start_matches("&'static ").trim_start_matches("&'a ");
    if let Some(inner) = kind.strip_prefix("Option<") {
        return format!("{} or none", kind_in_words(inner.strip_suffix('>').unwrap_or(inner)));
    }
    if let Some(inner) = kind.strip_prefix("Vec<") {
        return format!("list of {}", kind_in_words(inner.strip_suffix('>').unwrap_or(inner)));
    }
    match kind {
        "String" | "str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u32" | "u64" | "i8" | "i16" | "i64" | "f64" => "number".to_owned(),
        other => last_name(other),
    }
}

/// The fields of what a template is given under a name; `None` where that is a list, or nothing is known of it.
pub fn fields(kind: &str) -> Option<Vec<String>> {
    let is_one = !kind.starts_with("Vec<");
    let (_, _, fields) = find(kind, "").filter(|_| is_one)?;
    Some(fields.iter().map(|field| field.name.to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_of_a_template_is_that_of_its_structure() {
        let told = context("document.html").expect("a template");
        for line in [
            "document: DocumentPage",
            ".type_plural        text                       The type's plural, for the names of lists.",
            ".completeness       CompletenessPanel or none",
            "CompletenessPanel",
            "page: PageView",
            ".crumbs             list of Crumb",
        ] {
            assert!(told.contains(line), "no `{line}` in\n{told}");
        }
        assert!(context("documnet.html").is_none());
    }

    #[test]
    fn every_file_says_what_it_is_for() {
        for file in files() {
            let is_image = file.name.ends_with(".svg") || file.name.ends_with(".png");
            assert_eq!(
                file.purpose == "An image.",
                is_image,
                "`{}` begins with no comment",
                file.name
            );
        }
    }
}
