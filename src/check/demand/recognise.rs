//! Words, numbers, dates and times as they stand in running text. Texts are looked at in lower case, as [`folded`] makes
//! them; times are looked for in lines as they are written.

/// A text as demands look at it: in lower case, with straight apostrophes.
pub(in crate::check) fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.is_ascii() || !lower.contains(CURLY) {
        return lower;
    }
    lower.replace(CURLY, "'")
}

const CURLY: [char; 2] = ['’', '‘'];

/// Whether a text in lower case holds one of the words or phrases, each at the start of a word. A text in a script that
/// the words are not written in cannot be judged by them, and is taken to hold one.
pub(super) fn mentions(text: &str, wanted: &[String]) -> bool {
    if is_other_script(text) && !wanted.iter().any(|wanted| is_other_script(wanted)) {
        return true;
    }
    // Lists have up to a hundred words and texts many more, so places where none of them can begin are passed over.
    let mut begins = [false; 256];
    for first in wanted.iter().filter_map(|wanted| wanted.bytes().next()) {
        match first.is_ascii() {
            true => begins[usize::from(first.to_ascii_lowercase())] = true,
            false => begins[128..].fill(true),
        }
    }
    let candidates = text.bytes().enumerate().filter(|(_, byte)| begins[usize::from(*byte)]);
    candidates.filter(|(at, _)| text.is_char_boundary(*at)).any(|(at, _)| {
        let rest = &text[at..];
        let inside_word = rest.starts_with(char::is_alphanumeric) && text[..at].ends_with(char::is_alphanumeric);
        !inside_word && wanted.iter().any(|wanted| starts_with_lower(rest, wanted))
    })
}

/// Whether a text in lower case starts with a word that may have capital letters.
fn starts_with_lower(text: &str, word: &str) -> bool {
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        return text.starts_with(&word.to_lowercase());
    }
    text.starts_with(word)
}

/// Whether most letters of a text are not Latin.
fn is_other_script(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, other) = letters.fold((0_usize, 0_usize), |(latin, other), letter| match letter {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => (latin + 1, other),
        _ => (latin, other + 1),
    });
    other > latin
}

const NUMBER_WORDS: [&str; 24] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "dozen", "half", "zero", "couple",
];

/// Whether a text in lower case holds a number, in digits of any script or as a word.
pub(super) fn has_number(text: &str) -> bool {
    let word = |word: &str| NUMBER_WORDS.contains(&word);
    counts_something(text) || text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// Words after which a number of four digits is a year.
const BEFORE_YEAR: [&str; 16] = [
    "in", "by", "until", "till", "since", "from", "of", "year", "during", "before", "after", "early", "late", "mid",
    "end", "and",
];

/// Whether there is a number that is neither part of an id or a date nor a year.
fn counts_something(text: &str) -> bool {
    let mut before = "";
    let mut is_month = false;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !(c.is_alphanumeric() || "€$£¥%".contains(c)));
        let after_month = is_month;
        is_month = bare.is_char_boundary(3.min(bare.len())) && bare.len() >= 3 && MONTHS.contains(&&bare[..3]);
        let four_digits = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
        let is_year = four_digits
            && (after_month || BEFORE_YEAR.contains(&before) || MONTHS.iter().any(|it| before.starts_with(it)));
        let joined = bare.contains('-') && bare.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_date = bare.parse::<jiff::civil::Date>().is_ok();
        let quarter = bare.len() == 2 && bare.starts_with('q');
        if bare.contains(char::is_numeric) && !is_year && !joined && !is_date && !quarter {
            return true;
        }
        before = bare;
    }
    false
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether a text in lower case holds a date: a day, a month with a number beside it, a quarter, or a year.
pub(super) fn has_date(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|it| !it.is_empty())
        .collect();
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.iter().enumerate().any(|(at, word)| {
        let month = word.get(..3).is_some_and(|start| MONTHS.contains(&start));
        let beside = |offset: isize| {
            at.checked_add_signed(offset)
                .and_then(|at| words.get(at))
                .is_some_and(|it| digits(it))
        };
        let quarter = word.starts_with('q') && word.len() == 2 && digits(&word[1..]);
        let iso = word.len() >= 7 && word.get(..4).is_some_and(is_year) && word.contains('-');
        (word.is_ascii() && iso)
            || (is_year(word) && word.bytes().all(|b| b.is_ascii_digit()))
            || quarter
            || (month && (beside(-1) || beside(1)))
    })
}

/// Whether a line holds a time of day, `9:05` or `09.05`, or one counted from the start, `T+5`.
pub(super) fn has_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let clock = |at: usize| {
        let before = at > 0 && digit(at - 1);
        let two_after = digit(at + 1) && digit(at + 2) && !digit(at + 3);
        before && two_after
    };
    let colon = || line.match_indices(':').any(|(at, _)| clock(at));
    let counted = || line.match_indices("T+").any(|(at, _)| digit(at + 2));
    colon() || counted() || has_spoken_time(line)
}

/// Whether a line holds a number before a mark of the hour: `5 pm`, `17h`.
fn has_spoken_time(line: &str) -> bool {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let spoken = line.to_ascii_lowercase();
    let marks = ["am", "pm", "a.m", "p.m", "utc", "cet", "cest", "gmt", "h"];
    marks.iter().any(|mark| {
        spoken.match_indices(mark).any(|(at, mark)| {
            let after = &spoken[at + mark.len()..];
            let ends = match mark {
                "h" => after.starts_with(|c: char| c == ' ' || c.is_ascii_digit()),
                _ => !after.starts_with(char::is_alphabetic),
            };
            ends && spoken[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// The day that a line begins with, behind the marks of an item, a row or a heading.
pub(super) fn opening_day(line: &str) -> Option<&str> {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+|#>_[(".contains(c));
    let day = start.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_at_their_start() {
        let words = ["mitigat".to_owned(), "do nothing".to_owned()];
        assert!(mentions("the mitigation is", &words));
        assert!(mentions("we could do nothing.", &words));
        assert!(!mentions("unmitigated", &words));
        assert!(mentions("二か月間、毎晩比較する", &words), "cannot be judged");
        assert!(!mentions("größere änderungen später", &words));
    }

    #[test]
    fn a_line_can_begin_with_a_day() {
        for line in [
            "- 2026-03-14: deployed",
            "| **2026-03-14** | x |",
            "### 2026-03-14 Deployed",
        ] {
            assert_eq!(opening_day(line), Some("2026-03-14"), "{line}");
        }
        for line in ["- since 2026-03-14", "2026-13-40", "é2026-03-14", "2026"] {
            assert_eq!(opening_day(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_dates_and_times_are_recognised() {
        assert!(has_number("about twelve weeks") && has_number("24") && has_number("٣"));
        assert!(!has_number("some weeks, often"));
        for text in [
            "done in 2027 by the team",
            "in may 2026",
            "see rw-12",
            "by 2026-03-14",
            "in q3",
        ] {
            assert!(!has_number(text), "{text}");
        }
        for text in [
            "2000 euros",
            "€2,000",
            "30%",
            "20 to 30 person-weeks",
            "about 3",
            "12-15 weeks",
        ] {
            assert!(has_number(text), "{text}");
        }
        for text in [
            "by 2026-03-14",
            "14 march",
            "march 2026",
            "in q3",
            "2026-q3",
            "from 2027 on",
        ] {
            assert!(has_date(text), "{text}");
        }
        for text in [
            "maybe later",
            "in 20 days",
            "we may",
            "三月から六月にかけて",
            "größer-als",
        ] {
            assert!(!has_date(text), "{text}");
        }
        for line in [
            "| 09:12 | alert",
            "- 9:05 page",
            "T+5 min",
            "at 5 pm",
            "by 5pm, all was well",
            "at 17h30 the queue was empty",
            "2021-03-04T10:00:00Z",
        ] {
            assert!(has_time(line), "{line}");
        }
        for line in ["ratio 3:1", "a: b", "2026-03-14", "3 amber lamps", "2 hosts"] {
            assert!(!has_time(line), "{line}");
        }
    }
}
