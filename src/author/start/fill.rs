//! The words in braces that starters hold, and what takes their place.

use jiff::ToSpan;

use super::Beginning;
use crate::author::yaml::{yaml_item, yaml_text};

/// Puts what is known in the place of the words in braces. Braces that hold anything else stay: they mean something to
/// whoever reads the file.
pub(super) fn fill(template: &str, beginning: &Beginning) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        text.push_str(before);
        let value = after
            .find('}')
            .and_then(|close| Some((value(&after[1..close], beginning)?, close)));
        match value {
            Some((value, close)) => {
                text.push_str(&value);
                rest = &after[close + 1..];
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn value(word: &str, beginning: &Beginning) -> Option<String> {
    let Beginning { founder, today, .. } = beginning;
    if let Some(days) = word.strip_prefix("day") {
        let days = days.parse::<i32>().ok()?.days();
        return Some(today.saturating_add(days).to_string());
    }
    if let Some(years) = word.strip_prefix("year") {
        let years = if years.is_empty() {
            0
        } else {
            years.parse::<i32>().ok()?
        };
        return Some((i32::from(today.year()) + years).to_string());
    }
    Some(match word {
        "title" => yaml_text(&beginning.title),
        "heading" => markdown_text(&beginning.title),
        "owner" => yaml_item(&founder.handle),
        "handle" => founder.handle.clone(),
        "name" => yaml_text(&founder.name),
        "emails" => match &founder.email {
            Some(email) => format!("  emails: [{}]\n", yaml_item(email)),
            None => String::new(),
        },
        "repository" => match &beginning.repository {
            Some(address) => format!("repository: {}", yaml_text(address)),
            None => "# repository: https://git.example/docs".to_owned(),
        },
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        _ => return None,
    })
}

/// A text that Markdown takes as it is.
fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | '-' | ':' | '\'' | '/' | '(' | ')') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
