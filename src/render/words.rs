//! Words of a document outside its page: sentences, descriptions.

use crate::parse::Parsed;
use crate::span::Span;

/// What a reader sees of a range of the text: words without markup, white space as it stands between them. A range may
/// begin and end within a sentence.
pub fn visible(parsed: &Parsed, span: Span) -> String {
    let runs = &parsed.body.runs;
    let first = runs.partition_point(|run| run.span.end <= span.start);
    let mut words = String::new();
    let mut last: Option<(u32, Option<crate::parse::BlockIndex>)> = None;
    for run in runs[first..].iter().take_while(|run| run.span.start < span.end) {
        let clipped = Span {
            start: run.span.start.max(span.start),
            end: run.span.end.min(span.end),
        };
        if let Some((end, block)) = last {
            let gap = parsed
                .text
                .get(end as usize..clipped.start as usize)
                .unwrap_or_default();
            if block != run.block || gap.contains(['\n', '|']) {
                words.push(' ');
            }
        }
        words.push_str(clipped.text(&parsed.text));
        last = Some((clipped.end, run.block));
    }
    single_spaced(&words)
}

/// White space reduced to single spaces, kept at both ends.
fn single_spaced(words: &str) -> String {
    let mut spaced = String::with_capacity(words.len());
    for character in words.chars() {
        match character.is_whitespace() {
            true if spaced.ends_with(' ') => {}
            true => spaced.push(' '),
            false => spaced.push(character),
        }
    }
    spaced
}

/// The last `most` characters of a text, cut at a word.
pub fn ellipsis_before(words: &str, most: usize) -> String {
    let length = words.chars().count();
    if length <= most {
        return words.trim_start().to_owned();
    }
    let kept: String = words.chars().skip(length - most).collect();
    let kept = kept.split_once(' ').map_or(kept.as_str(), |(_, rest)| rest);
    format!("… {kept}")
}

/// The first `most` characters of a text, cut at a word.
pub fn ellipsis_after(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.trim_end().to_owned();
    }
    let kept: String = words.chars().take(most).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(before, _)| before);
    format!("{kept} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_begin_within_a_sentence() {
        let file = crate::repository::SourceFile {
            path: crate::diagnostic::shared_path("a.md"),
            content: Ok("One two. **Three** [four](five.md)\nsix.".into()),
        };
        let parsed = crate::parse::parse(&file);
        assert_eq!(visible(&parsed, Span::new(4, 19)), "two. Three ");
        assert_eq!(visible(&parsed, Span::new(9, 60)), "Three four six.");
    }

    #[test]
    fn long_words_are_cut_between_words() {
        assert_eq!(ellipsis_after("one two three", 9), "one two …");
        assert_eq!(ellipsis_before("one two three", 7), "… three");
        assert_eq!(ellipsis_after("one ", 9), "one");
    }
}
