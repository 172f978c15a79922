//! Where in a YAML text a cursor is, while the text is being written.
//!
//! Half-written YAML is rarely YAML: `motivated_by: [RW-` has no end. So the lines down to the cursor are read for nothing
//! but their indentation, their keys, and the brackets that are open. Takes a text and a place in it, gives a [`YamlPlace`].
//! Knows no definition.

use std::ops::Range;

/// A place in a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct YamlPlace {
    /// The keys that lead to the mapping or value that the cursor is in, outermost first. Lists have no key.
    pub(super) path: Vec<String>,
    /// What is being written.
    pub(super) part: Part,
    /// What is written of it so far, up to the cursor; where it stands in the text.
    pub(super) typed: Range<usize>,
    /// Whether it stands in brackets or braces, on the line of its key.
    pub(super) flow: bool,
}

/// What can be written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The key of an entry.
    Key,
    /// A value.
    Value,
    /// The item of a list: a value, or the first key of a mapping in the list.
    Item,
}

/// A part of the text that is open at some line.
#[derive(Clone, Debug)]
enum Level {
    /// An entry of a mapping, by the column of its key.
    Key(usize, String),
    /// An item of a list, by the column of its dash.
    Item(usize),
}

impl Level {
    fn column(&self) -> usize {
        match self {
            Level::Key(column, _) | Level::Item(column) => *column,
        }
    }
}

/// A bracket or brace that is open, with the key that is being given a value in it.
#[derive(Clone, Debug)]
enum Flow {
    List,
    Mapping(Option<String>),
}

/// Reads the YAML that begins at `start` down to `cursor`.
pub(super) fn at(text: &str, start: usize, cursor: usize) -> Option<YamlPlace> {
    let before = text.get(start..cursor)?;
    let mut reader = Reader::default();
    let mut offset = start;
    for line in before.split_inclusive('\n') {
        let end = offset + line.len();
        let is_last = end == cursor && !line.ends_with('\n');
        let content = line.trim_end_matches(['\n', '\r']);
        if is_last {
            return reader.last(content, offset);
        }
        reader.line(content);
        offset = end;
    }
    // The cursor is at the beginning of a line.
    reader.last("", offset)
}

/// Keys of the mapping that stands at the left edge of a YAML text, on lines of their own.
pub(super) fn top_keys(yaml: &str) -> impl Iterator<Item = &str> {
    yaml.lines().filter_map(|line| {
        let is_edge = !line.starts_with([' ', '\t', '#', '-']);
        split_key(line).filter(|_| is_edge).map(|(key, ..)| key)
    })
}

#[derive(Debug, Default)]
struct Reader {
    levels: Vec<Level>,
    flow: Vec<Flow>,
    /// Column of the key whose text goes on below it, after `|` or `>`.
    literal: Option<usize>,
}

impl Reader {
    /// Takes in a whole line.
    fn line(&mut self, line: &str) {
        let indent = indent(line);
        let rest = &line[indent..];
        if rest.is_empty() || rest.starts_with('#') {
            return;
        }
        if self.literal.is_some_and(|column| indent > column) {
            return;
        }
        self.literal = None;
        if !self.flow.is_empty() {
            self.flow_text(rest);
            return;
        }
        let (column, rest) = self.items(indent, rest);
        if let Some((key, value_at, _)) = split_key(rest) {
            self.open_key(column, key);
            let value = rest[value_at..].trim_start();
            if value.starts_with(['|', '>']) {
                self.literal = Some(column);
            } else if value.starts_with(['[', '{']) {
                self.flow_text(value);
            }
        } else if rest.starts_with(['[', '{']) {
            self.flow_text(rest);
        }
    }

    /// Reads the line of the cursor, which ends there.
    fn last(mut self, line: &str, offset: usize) -> Option<YamlPlace> {
        let indent = indent(line);
        let rest = &line[indent..];
        let end = offset + line.len();
        if self.literal.is_some_and(|column| indent > column) || rest.starts_with('#') {
            return None;
        }
        if !self.flow.is_empty() {
            let typed = self.flow_text(rest);
            return Some(self.in_flow(typed, end));
        }
        let (column, rest) = self.items(indent, rest);
        let is_item = rest.len() < line.len() - indent;
        let Some((key, value_at, _)) = split_key(rest) else {
            if rest.starts_with(['[', '{']) {
                let typed = self.flow_text(rest);
                return Some(self.in_flow(typed, end));
            }
            if !is_item {
                self.levels.retain(|level| level.column() < column);
            }
            let part = if is_item { Part::Item } else { Part::Key };
            return Some(self.place(part, end - rest.len()..end));
        };
        self.open_key(column, key);
        let value = rest[value_at..].trim_start();
        if value.starts_with(['[', '{']) {
            let typed = self.flow_text(value);
            return Some(self.in_flow(typed, end));
        }
        // Behind a comment sign nothing is read.
        if value.starts_with('#') || value.contains(" #") {
            return None;
        }
        Some(self.place(Part::Value, end - value.len()..end))
    }

    /// Takes the dashes off a line, and gives the column and text behind them.
    fn items<'l>(&mut self, mut column: usize, mut rest: &'l str) -> (usize, &'l str) {
        while rest == "-" || rest.starts_with("- ") {
            let at = column;
            let goes_on = |level: &Level| match level {
                // A list may stand right below its key.
                Level::Key(column, _) => *column <= at,
                Level::Item(column) => *column < at,
            };
            self.levels.retain(goes_on);
            self.levels.push(Level::Item(column));
            let behind = rest[1..].trim_start_matches(' ');
            column += rest.len() - behind.len();
            rest = behind;
        }
        (column, rest)
    }

    fn open_key(&mut self, column: usize, key: &str) {
        self.levels.retain(|level| level.column() < column);
        self.levels.push(Level::Key(column, key.to_owned()));
    }

    /// Takes in text within brackets, and gives how much of it at its end is the word that is being written.
    fn flow_text(&mut self, text: &str) -> usize {
        let mut word = text.len();
        let mut quote = None;
        let mut previous = ' ';
        let mut ended = false;
        for (offset, character) in text.char_indices() {
            let next = offset + character.len_utf8();
            if let Some(open) = quote {
                if character == open && previous != '\\' {
                    quote = None;
                }
                previous = character;
                continue;
            }
            let follows = text[next..].chars().next();
            match character {
                '[' | '{' => {
                    self.flow.push(if character == '[' {
                        Flow::List
                    } else {
                        Flow::Mapping(None)
                    });
                    word = next;
                }
                ']' | '}' => {
                    self.flow.pop();
                    ended |= self.flow.is_empty();
                    word = next;
                }
                ',' => {
                    if let Some(Flow::Mapping(key)) = self.flow.last_mut() {
                        *key = None;
                    }
                    word = next;
                }
                ':' if follows.is_none_or(char::is_whitespace) => {
                    if let Some(Flow::Mapping(key)) = self.flow.last_mut() {
                        *key = Some(
                            text[word.min(offset)..offset]
                                .trim()
                                .trim_matches(['"', '\''])
                                .to_owned(),
                        );
                    }
                    word = next;
                }
                '#' if previous.is_whitespace() => break,
                '"' | '\'' if text[word.min(offset)..offset].trim().is_empty() => quote = Some(character),
                _ if word > offset => word = offset,
                _ => {}
            }
            previous = character;
        }
        if ended {
            self.flow.clear();
        }
        let typed = text.get(word..).unwrap_or_default();
        typed.trim_start().len()
    }

    fn in_flow(self, typed: usize, end: usize) -> YamlPlace {
        let part = match self.flow.last() {
            Some(Flow::Mapping(None)) => Part::Key,
            Some(Flow::List) => Part::Item,
            Some(Flow::Mapping(Some(_))) | None => Part::Value,
        };
        let within = !self.flow.is_empty();
        let mut place = self.place(part, end - typed..end);
        place.flow = within;
        place
    }

    fn place(&self, part: Part, typed: Range<usize>) -> YamlPlace {
        let levels = self.levels.iter().filter_map(|level| match level {
            Level::Key(_, key) => Some(key.clone()),
            Level::Item(_) => None,
        });
        let flow = self.flow.iter().filter_map(|flow| match flow {
            Flow::Mapping(key) => key.clone(),
            Flow::List => None,
        });
        YamlPlace {
            path: levels.chain(flow).collect(),
            part,
            typed,
            flow: false,
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key at the beginning of a line, where its value begins, and where the key ends.
fn split_key(line: &str) -> Option<(&str, usize, usize)> {
    if let Some(quote) = line.chars().next().filter(|it| matches!(it, '"' | '\'')) {
        let end = line[1..].find(quote)? + 1;
        let colon = line[end + 1..].starts_with(':').then_some(end + 2)?;
        return Some((&line[1..end], colon, end + 1));
    }
    if line.starts_with(['[', '{', '#', '&', '*', '!', '|', '>', '%', '@', '`']) {
        return None;
    }
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
        let next = line[at + 1..].chars().next();
        next.is_none_or(char::is_whitespace)
    })?;
    Some((line[..colon].trim_end(), colon + 1, colon))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Path, part and what is typed at the `|` of a text.
    fn place(text: &str) -> (String, Part, String) {
        let cursor = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let place = at(&text, 0, cursor).expect("a place");
        (place.path.join("."), place.part, text[place.typed].to_owned())
    }

    #[track_caller]
    fn is(text: &str, path: &str, part: Part, typed: &str) {
        assert_eq!(place(text), (path.to_owned(), part, typed.to_owned()), "{text}");
    }

    #[test]
    fn keys_stand_at_the_beginning_of_a_line() {
        is("|", "", Part::Key, "");
        is("title: x\now|", "", Part::Key, "ow");
        is("outcome:\n  res|", "outcome", Part::Key, "res");
        is("outcome:\n  result: hit\n  no|\nowner: ada", "outcome", Part::Key, "no");
        is("outcome:\n  result: hit\nno|", "", Part::Key, "no");
    }

    #[test]
    fn values_stand_behind_a_colon() {
        is("status: |", "status", Part::Value, "");
        is("status: acc|", "status", Part::Value, "acc");
        is("\"status\": acc|", "status", Part::Value, "acc");
        is("outcome:\n  result: |", "outcome.result", Part::Value, "");
        is("at: 12:3|", "at", Part::Value, "12:3");
    }

    #[test]
    fn items_stand_behind_a_dash_or_within_brackets() {
        is("tags:\n  - |", "tags", Part::Item, "");
        is("tags:\n- a\n- b|", "tags", Part::Item, "b");
        is("tags: [|", "tags", Part::Item, "");
        is("tags: [one, tw|", "tags", Part::Item, "tw");
        is("tags: [one,\n  two, th|", "tags", Part::Item, "th");
        is("tags: [one]\nowner: |", "owner", Part::Value, "");
        is("motivated_by: [\"MET-1\", RW-|", "motivated_by", Part::Item, "RW-");
    }

    #[test]
    fn mappings_in_lists_have_keys_of_their_own() {
        is("success:\n  - metric: MET-|", "success.metric", Part::Value, "MET-");
        is("success:\n  - metric: MET-1\n    ta|", "success", Part::Key, "ta");
        is("success:\n  - me|", "success", Part::Item, "me");
        is("success:\n  - {metric: MET-1, ta|", "success", Part::Key, "ta");
        is("success:\n  - {metric: |", "success.metric", Part::Value, "");
        is("success: [{metric: MET-1, by: 2026|", "success.by", Part::Value, "2026");
        is("raci: { responsible: [ada, |", "raci.responsible", Part::Item, "");
        is("raci: { responsible: [ada], acc|", "raci", Part::Key, "acc");
    }

    #[test]
    fn nothing_is_written_in_comments_and_literal_texts() {
        for text in ["# a|", "note: >\n  some te|", "status: draft # no|"] {
            let cursor = text.find('|').expect("a cursor");
            assert_eq!(at(&text.replacen('|', "", 1), 0, cursor), None, "{text}");
        }
        is("note: >\n  some text\now|", "", Part::Key, "ow");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[a-z:\\- \\n\\[\\]{},\"'#|>é🚀]{0,60}", cursor in 0_usize..80) {
            let cursor = cursor.min(text.len());
            if text.is_char_boundary(cursor) && let Some(place) = at(&text, 0, cursor) {
                assert!(text.get(place.typed).is_some());
            }
        }
    }
}
