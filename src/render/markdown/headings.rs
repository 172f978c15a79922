//! The headings of a document: its contents, the one that holds the title, and the levels they are shown at.

use crate::definition::heading_key;
use crate::parse::Parsed;

/// A heading in the contents of a page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its words.
    pub title: String,
    /// The name of its place in the page.
    pub anchor: String,
    /// The headings below it.
    pub children: Vec<Entry>,
}

/// The contents of a document: its sections and their sub-sections. Empty when there is little to choose from.
pub fn contents(parsed: &Parsed, title: &str) -> Vec<Entry> {
    let skipped = title_heading(parsed, title);
    let mut levels = Levels::default();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, heading) in parsed.body.headings.iter().enumerate() {
        if Some(index) == skipped || heading.text.is_empty() {
            continue;
        }
        let entry = Entry {
            title: heading.text.clone(),
            anchor: heading.anchor.clone(),
            children: Vec::new(),
        };
        match (levels.rendered(heading.level), entries.last_mut()) {
            (2, _) | (_, None) => entries.push(entry),
            (3, Some(above)) => above.children.push(entry),
            _ => {}
        }
    }
    if entries.len() < 2 { Vec::new() } else { entries }
}

/// The name of the place of the heading that holds the title, which links may lead to.
pub fn title_anchor(parsed: &Parsed, title: &str) -> Option<String> {
    let index = title_heading(parsed, title)?;
    Some(parsed.body.headings[index].anchor.clone())
}

/// The first heading of level 1, when it says what the title says.
pub(super) fn title_heading(parsed: &Parsed, title: &str) -> Option<usize> {
    let first = parsed.body.headings.iter().position(|heading| heading.level == 1)?;
    let heading = &parsed.body.headings[first];
    (heading.text == title || heading_key(&heading.text) == heading_key(title)).then_some(first)
}

/// Levels of headings without gaps: a page has one `h1`, its title, and each heading is at most one deeper than the one
/// it stands under, whatever the author skipped.
#[derive(Debug, Default)]
pub(super) struct Levels {
    above: Vec<u8>,
}

impl Levels {
    /// The level to show the next heading at, given the one that is written.
    pub(super) fn rendered(&mut self, written: u8) -> u8 {
        let written = written.max(2);
        while self.above.last().is_some_and(|level| *level >= written) {
            self.above.pop();
        }
        self.above.push(written);
        u8::try_from(self.above.len() + 1).unwrap_or(6).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn headings_go_down_one_step_at_a_time() {
        let mut levels = Levels::default();
        let rendered: Vec<_> = [2, 4, 4, 2, 3, 1, 6].map(|level| levels.rendered(level)).into();
        assert_eq!(rendered, [2, 3, 3, 2, 3, 2, 3]);
    }
}
