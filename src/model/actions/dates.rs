//! Days as people write them in running text.

use std::ops::Range;

use jiff::civil::Date;

use crate::model::read::day;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days in a text with their places: `2026-03-14`, `2026/3/14`, `14.03.2026`, `14 March 2026`, `March 14th, 2026`; and,
/// as their last day, `March 2026` and `Q1 2026`. A day without its year is none, because nobody knows it later.
pub fn dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest(&words[at..]) {
            Some((length, date)) => {
                let end = &words[at + length - 1];
                found.push((words[at].0..end.0 + end.1.len(), date));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = character.is_alphanumeric() || "-./".contains(character);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text[from..at].trim_end_matches(['.', '-', '/']);
                if !word.is_empty() {
                    words.push((from, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The day that begins with the first word, and how many words it takes.
fn longest(words: &[(usize, &str)]) -> Option<(usize, Date)> {
    let word = |at: usize| words.get(at).map_or("", |(_, word)| *word);
    let (first, second, third) = (word(0), word(1), word(2));
    if let (Some(number), Some(month), Some(year)) = (day_number(first), month(second), year(third)) {
        return Some((3, Date::new(year, month, number).ok()?));
    }
    if let (Some(month), Some(number), Some(year)) = (month(first), day_number(second), year(third)) {
        return Some((3, Date::new(year, month, number).ok()?));
    }
    if let (Some(month), Some(year)) = (month(first), year(second)) {
        return Some((2, Date::new(year, month, 1).ok()?.last_of_month()));
    }
    if let (Some(quarter), Some(year)) = (quarter(first), year(second)) {
        return Some((2, last_of_quarter(year, quarter)?));
    }
    if let (Some(year), Some(quarter)) = (year(first), quarter(second)) {
        return Some((2, last_of_quarter(year, quarter)?));
    }
    one_word(first).map(|date| (1, date))
}

fn one_word(word: &str) -> Option<Date> {
    let start = word.get(..10).unwrap_or(word);
    if let Some(date) = day(start) {
        return Some(date);
    }
    if let Some((written, rest)) = word.split_once('-')
        && let (Some(year), Some(quarter)) = (year(written), quarter(rest))
    {
        return last_of_quarter(year, quarter);
    }
    let parts = |sign| {
        let parts: Vec<&str> = word.split(sign).collect();
        <[&str; 3]>::try_from(parts).ok()
    };
    let date = |written: &str, month: &str, number: &str| {
        Date::new(year(written)?, month.parse().ok()?, number.parse().ok()?).ok()
    };
    let slashed = parts('/').and_then(|[year, month, number]| date(year, month, number));
    slashed.or_else(|| parts('.').and_then(|[number, month, year]| date(year, month, number)))
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| word.parse().ok())?
        .filter(|year| (1990..2100).contains(year))
}

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let named =
        |name: &&str| lower.len() >= 3 && (name.starts_with(&lower) || (lower == "sept" && **name == *"september"));
    let position = MONTHS.iter().position(named)?;
    i8::try_from(position + 1).ok()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let is_day = (1..=2).contains(&digits.len()) && matches!(ending, "" | "st" | "nd" | "rd" | "th");
    is_day.then(|| digits.parse().ok())?
}

fn quarter(word: &str) -> Option<i8> {
    let number = word.strip_prefix(['q', 'Q'])?.parse().ok()?;
    (1..=4).contains(&number).then_some(number)
}

fn last_of_quarter(year: i16, quarter: i8) -> Option<Date> {
    Some(Date::new(year, quarter * 3, 1).ok()?.last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let show = |(range, date): (Range<usize>, Date)| format!("{}={date}", &text[range]);
        dates(text).into_iter().map(show).collect()
    }

    #[test]
    fn days_are_found_however_they_are_written() {
        assert_eq!(found("by 2026-03-14."), ["2026-03-14=2026-03-14"]);
        assert_eq!(found("(14 March 2026)"), ["14 March 2026=2026-03-14"]);
        assert_eq!(found("March 14th, 2026"), ["March 14th, 2026=2026-03-14"]);
        assert_eq!(
            found("14.03.2026, 2026/3/4"),
            ["14.03.2026=2026-03-14", "2026/3/4=2026-03-04"]
        );
        assert_eq!(found("end of Feb 2028"), ["Feb 2028=2028-02-29"]);
        assert_eq!(
            found("Q3 2026 or 2026-Q4"),
            ["Q3 2026=2026-09-30", "2026-Q4=2026-12-31"]
        );
        assert_eq!(found("2026-03-14T09:12:00Z"), ["2026-03-14T09=2026-03-14"]);
    }

    #[test]
    fn other_numbers_are_no_days() {
        for text in [
            "in 20 days",
            "by Friday",
            "14 March",
            "version 1.2.3",
            "2026-02-30",
            "may 5 people",
            "1/2",
            "日本 2026",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
