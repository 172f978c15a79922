//! Two texts compared word by word.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Words shown around a change.
const CONTEXT: usize = 8;
/// Equal words between two changes that are not worth an interruption when the changes are larger than they.
const ISLAND: usize = 2;
/// Most words that are compared one by one at once. The effort grows with their square.
const MOST_AT_ONCE: usize = 2_000;
/// Most words that are compared one by one in one redline; of what is beyond, whole paragraphs are.
const MOST_IN_ALL: usize = 8_000;
/// Most paragraphs that are compared with each other.
const MOST_PARAGRAPHS: usize = 4_000;
/// Longest word that is shown whole, in characters.
const LONGEST_WORD: usize = 120;

/// A stretch of text and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub mark: Mark,
    /// Its words, with line breaks where they stand; empty for [`Mark::Elided`].
    pub text: String,
    /// What stands between it and the next piece: nothing, a space, a line break or two.
    pub gap: &'static str,
}

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It stayed.
    Same,
    /// It came.
    Added,
    /// It went.
    Removed,
    /// It stayed and is not shown.
    Elided,
}

/// A word, and what separates it from the next.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    text: &'a str,
    gap: &'static str,
}

/// Compares texts, and remembers how much that took and showed.
#[derive(Debug)]
pub(super) struct Comparison {
    /// How many changed words may still be shown.
    to_show: usize,
    /// How many words may still be compared one by one.
    to_compare: usize,
    left_out: usize,
}

/// A stretch of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    equal: bool,
    old: Range<usize>,
    new: Range<usize>,
}

impl Comparison {
    /// A comparison that shows at most so many changed words.
    pub(super) fn new(most_shown: usize) -> Self {
        Self {
            to_show: most_shown,
            to_compare: MOST_IN_ALL,
            left_out: 0,
        }
    }

    /// How many changed words were not shown.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    /// What changed between two texts; `None` when their words are the same.
    pub(super) fn compare(&mut self, old: &str, new: &str) -> Option<Vec<Piece>> {
        if old == new {
            return None;
        }
        let (old, new) = (words(old), words(new));
        let stretches = self.stretches(&old, &new);
        if stretches.iter().all(|it| it.equal) {
            return None;
        }
        let mut pieces = Vec::new();
        for (position, stretch) in stretches.iter().enumerate() {
            if stretch.equal {
                let (first, last) = (position == 0, position + 1 == stretches.len());
                same(&new[stretch.new.clone()], first, last, &mut pieces);
            } else {
                self.show(Mark::Removed, &old[stretch.old.clone()], &mut pieces);
                let removed = pieces.len();
                self.show(Mark::Added, &new[stretch.new.clone()], &mut pieces);
                if pieces.len() > removed
                    && let Some(last) = pieces[..removed].last_mut().filter(|it| it.mark == Mark::Removed)
                {
                    // What replaces it stands beside it, not below.
                    last.gap = if last.gap.is_empty() { "" } else { " " };
                }
            }
        }
        Some(pieces)
    }

    /// A text that came or went as a whole.
    pub(super) fn whole(&mut self, mark: Mark, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.show(mark, &words(text), &mut pieces);
        pieces
    }

    fn show(&mut self, mark: Mark, words: &[Word<'_>], pieces: &mut Vec<Piece>) {
        let shown = words.len().min(self.to_show);
        self.to_show -= shown;
        self.left_out += words.len() - shown;
        push(mark, &words[..shown], pieces);
    }

    fn stretches(&mut self, old: &[Word<'_>], new: &[Word<'_>]) -> Vec<Stretch> {
        let both = old.iter().zip(new);
        let head = both.take_while(|(old, new)| old.text == new.text).count();
        let both = old[head..].iter().rev().zip(new[head..].iter().rev());
        let tail = both.take_while(|(old, new)| old.text == new.text).count();
        let (old_end, new_end) = (old.len() - tail, new.len() - tail);
        let mut stretches = vec![Stretch {
            equal: true,
            old: 0..head,
            new: 0..head,
        }];
        let (old_middle, new_middle) = (&old[head..old_end], &new[head..new_end]);
        if self.affords(old_middle.len(), new_middle.len()) {
            stretches.extend(one_by_one(old_middle, new_middle, head, head));
        } else {
            self.by_paragraphs(old_middle, new_middle, head, &mut stretches);
        }
        stretches.push(Stretch {
            equal: true,
            old: old_end..old.len(),
            new: new_end..new.len(),
        });
        joined(stretches)
    }

    /// Whether so many words may be compared one by one, which then counts.
    fn affords(&mut self, old: usize, new: usize) -> bool {
        if old == 0 || new == 0 {
            return true;
        }
        let affordable = old + new <= MOST_AT_ONCE.min(self.to_compare);
        if affordable {
            self.to_compare -= old + new;
        }
        affordable
    }

    /// Pairs equal paragraphs first, and compares the words only between them.
    fn by_paragraphs(&mut self, old: &[Word<'_>], new: &[Word<'_>], offset: usize, stretches: &mut Vec<Stretch>) {
        let (old_parts, new_parts) = (paragraphs(old), paragraphs(new));
        let ops = if old_parts.len() + new_parts.len() <= MOST_PARAGRAPHS {
            let texts = |words: &[Word<'_>], parts: &[Range<usize>]| {
                let text = |part: &Range<usize>| joined_text(&words[part.clone()]);
                parts.iter().map(text).collect::<Vec<_>>()
            };
            capture_diff_slices(Algorithm::Myers, &texts(old, &old_parts), &texts(new, &new_parts))
        } else {
            let (old_len, new_len) = (old_parts.len(), new_parts.len());
            vec![DiffOp::Replace {
                old_index: 0,
                old_len,
                new_index: 0,
                new_len,
            }]
        };
        let range = |parts: &[Range<usize>], of: Range<usize>, end: usize| {
            let start = parts.get(of.start).map_or(end, |part| part.start);
            start..parts.get(of.end).map_or(end, |part| part.start)
        };
        for op in aligned(&ops, 0, 0) {
            let old_range = range(&old_parts, op.old, old.len());
            let new_range = range(&new_parts, op.new, new.len());
            let equal = op.equal;
            if !equal && self.affords(old_range.len(), new_range.len()) {
                let (old, new) = (&old[old_range.clone()], &new[new_range.clone()]);
                stretches.extend(one_by_one(old, new, offset + old_range.start, offset + new_range.start));
            } else {
                stretches.push(Stretch {
                    equal,
                    old: old_range.start + offset..old_range.end + offset,
                    new: new_range.start + offset..new_range.end + offset,
                });
            }
        }
    }
}

/// Compares words one by one, the old ones from one position in their text, the new ones from another.
fn one_by_one(old: &[Word<'_>], new: &[Word<'_>], old_start: usize, new_start: usize) -> Vec<Stretch> {
    let old: Vec<&str> = old.iter().map(|it| it.text).collect();
    let new: Vec<&str> = new.iter().map(|it| it.text).collect();
    aligned(&capture_diff_slices(Algorithm::Myers, &old, &new), old_start, new_start)
}

/// Stretches that follow each other without a gap. Only the lengths of the operations count: where one side is empty,
/// similar may give a position that is not the next one.
fn aligned(ops: &[DiffOp], mut old: usize, mut new: usize) -> Vec<Stretch> {
    let stretch = |op: &DiffOp| {
        let (old_start, new_start) = (old, new);
        old += op.old_range().len();
        new += op.new_range().len();
        Stretch {
            equal: matches!(op, DiffOp::Equal { .. }),
            old: old_start..old,
            new: new_start..new,
        }
    };
    ops.iter().map(stretch).collect()
}

/// Drops empty stretches, takes small islands into the changes around them, and joins neighbours.
fn joined(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let is_filled = |it: &Stretch| !(it.old.is_empty() && it.new.is_empty());
    let mut all: Vec<Stretch> = stretches.into_iter().filter(is_filled).collect();
    for at in 1..all.len().saturating_sub(1) {
        let size = |it: &Stretch| if it.equal { 0 } else { it.old.len() + it.new.len() };
        let island = all[at].equal && all[at].new.len() <= ISLAND;
        if island && size(&all[at - 1]).min(size(&all[at + 1])) > 2 * ISLAND {
            all[at].equal = false;
        }
    }
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in all {
        match joined.last_mut() {
            Some(last) if last.equal == stretch.equal => {
                last.old.end = stretch.old.end;
                last.new.end = stretch.new.end;
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

/// Words that stayed, of which only those next to a change are shown.
fn same(words: &[Word<'_>], first: bool, last: bool, pieces: &mut Vec<Piece>) {
    let before = if first { 0 } else { CONTEXT };
    let after = if last { 0 } else { CONTEXT };
    if words.len() <= before + after + CONTEXT / 2 {
        push(Mark::Same, words, pieces);
        return;
    }
    push(Mark::Same, &words[..before], pieces);
    let rest = &words[before..words.len() - after];
    pieces.push(Piece {
        mark: Mark::Elided,
        text: String::new(),
        gap: rest
            .last()
            .map_or("", |word| if word.gap.is_empty() { "" } else { " " }),
    });
    push(Mark::Same, &words[words.len() - after..], pieces);
}

fn push(mark: Mark, words: &[Word<'_>], pieces: &mut Vec<Piece>) {
    if let Some(last) = words.last() {
        pieces.push(Piece {
            mark,
            text: joined_text(words),
            gap: last.gap,
        });
    }
}

fn joined_text(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (position, word) in words.iter().enumerate() {
        match word.text.char_indices().nth(LONGEST_WORD) {
            Some((end, _)) => text.extend([&word.text[..end], "…"]),
            None => text.push_str(word.text),
        }
        if position + 1 < words.len() {
            text.push_str(word.gap);
        }
    }
    text
}

/// The paragraphs of a text.
fn paragraphs(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (position, word) in words.iter().enumerate() {
        if word.gap == "\n\n" || position + 1 == words.len() {
            parts.push(start..position + 1);
            start = position + 1;
        }
    }
    parts
}

/// The words of a text: what stands between white space, and where a script writes none, what Unicode calls a word.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after.trim_start();
        let space = &after[..after.len() - rest.len()];
        if part
            .chars()
            .all(|letter| letter < '\u{0e00}' || !letter.is_alphanumeric())
        {
            words.push(Word { text: part, gap: "" });
        } else {
            words.extend(part.split_word_bounds().map(|text| Word { text, gap: "" }));
        }
        if let Some(last) = words.last_mut() {
            last.gap = match space.matches('\n').count() {
                0 => " ",
                1 => "\n",
                _ => "\n\n",
            };
        }
    }
    words
}
