//! Amounts as people type them, `15 min` or `87.3 %`, made comparable.
//!
//! A baseline, a target and a value are three texts. Whether a bet came nearer to its target is asked of numbers, so a text
//! is read into a number with a unit: units of time are converted into each other, and a bare number takes the unit of the
//! others. What cannot be compared is left uncompared rather than guessed.

use super::publish::{named, published};
use crate::model::Value;

/// A number, or a range, with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The smallest number, as typed.
    pub low: f64,
    /// The largest; the same unless a range was typed.
    pub high: f64,
    /// What one of them is worth in the base of its unit: 60 for minutes.
    scale: f64,
    unit: Unit,
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unit {
    /// Nothing was said.
    Bare,
    /// Time; its base is the second.
    Time,
    /// Something per time; its base is per second.
    PerTime,
    /// Hundredths of a whole.
    Percent,
    /// Anything else, in lower case: it is comparable with the same words only.
    Other(String),
}

/// How far a value came on the way from a baseline to a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// 0 at the baseline, 1 at the target; below 0 away from it, above 1 beyond it. `None` where baseline and target are
    /// the same or there is no baseline.
    pub share: Option<f64>,
    /// Whether the target is reached.
    pub reached: bool,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// Longest text that is looked at; no amount is longer.
const MAX_LENGTH: usize = 120;
const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.0 * DAY;

impl Amount {
    /// Reads an amount; `None` where no number stands in the text, as in `unknown`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return None;
        }
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (before, from_digit) = text.split_at(start);
        let sign = if before.ends_with(['-', '−']) { -1.0 } else { 1.0 };
        let (first, rest) = number(from_digit)?;
        let currency: String = before.chars().filter(|c| "£$€¥".contains(*c)).collect();
        let (low, high, words) = match range_end(rest) {
            Some((second, words)) => (sign * first, second, words),
            None => (sign * first, sign * first, rest),
        };
        let words = words.trim();
        let (unit, scale) = match currency.is_empty() {
            true => unit(words),
            false => (Unit::Other(currency), 1.0),
        };
        let amount = Self {
            low: low.min(high),
            high: low.max(high),
            scale,
            unit,
        };
        Some(amount.with_parts(words))
    }

    /// `1 h 30 min` is one length of time: what follows the first part is added.
    fn with_parts(mut self, words: &str) -> Self {
        let mut rest = words;
        while self.unit == Unit::Time
            && let Some((word, after)) = rest.split_once(char::is_whitespace)
            && seconds(word).is_some()
            && let Some((more, tail)) = number(after.trim_start())
            && let Some(factor) = tail.split_whitespace().next().and_then(seconds)
        {
            self.low += more * factor / self.scale;
            self.high += more * factor / self.scale;
            rest = tail.trim_start();
        }
        self
    }

    /// The middle of the range, in the base of a unit.
    fn middle(&self, scale: f64) -> f64 {
        (self.low + self.high) / 2.0 * scale
    }
}

/// How far a value came from a baseline to a target. The way that is better is that from the baseline to the target;
/// without a baseline, the one the metric says. `None` where the three do not compare.
pub fn way(
    baseline: Option<&Amount>,
    target: Option<&Amount>,
    value: Option<&Amount>,
    better: Option<Direction>,
) -> Option<Way> {
    let (target, value) = (target?, value?);
    let all = [baseline, Some(target), Some(value)];
    let named: Vec<&Amount> = all.into_iter().flatten().filter(|it| it.unit != Unit::Bare).collect();
    let unit = named.first().map(|it| &it.unit);
    if named.iter().any(|it| Some(&it.unit) != unit) {
        return None;
    }
    // A bare number takes the unit of its neighbour: `42 min` to `10` means minutes.
    let default = named.first().map_or(1.0, |it| it.scale);
    let scale = |it: &Amount| if it.unit == Unit::Bare { default } else { it.scale };
    let from = baseline.map(|it| it.middle(scale(it)));
    let to = target.middle(scale(target));
    let now = value.middle(scale(value));
    let direction = match from {
        Some(from) if from < to => Direction::Up,
        Some(from) if from > to => Direction::Down,
        _ => better?,
    };
    // Typed numbers are rounded, so a hair's breadth is no miss.
    let hair = 1e-9 * to.abs().max(now.abs()).max(1.0);
    let reached = match direction {
        Direction::Up => now >= target.low * scale(target) - hair,
        Direction::Down => now <= target.high * scale(target) + hair,
    };
    let share = from
        .filter(|from| (to - from).abs() > hair)
        .map(|from| (now - from) / (to - from));
    Some(Way { share, reached })
}

/// The direction that a metric says is better.
pub fn direction(value: Option<&Value>) -> Option<Direction> {
    match value?.as_text()? {
        "up" => Some(Direction::Up),
        "down" => Some(Direction::Down),
        _ => None,
    }
}

/// A number at the start of a text, and what follows it. A comma or a space between one to three digits that do not begin
/// with a zero and exactly three others divides thousands; any other comma is a decimal one, as in `0,125`.
fn number(text: &str) -> Option<(f64, &str)> {
    let bytes = text.as_bytes();
    let digits = |at: usize| {
        bytes[at.min(bytes.len())..]
            .iter()
            .take_while(|it| it.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    if end == 0 {
        return None;
    }
    let mut plain = text[..end].to_owned();
    let has_thousands = end <= 3 && !plain.starts_with('0');
    while has_thousands
        && let Some(b',' | b' ' | b'\'') = bytes.get(end)
        && digits(end + 1) == 3
        && plain.len() <= 15
    {
        plain.push_str(&text[end + 1..end + 4]);
        end += 4;
    }
    if let Some(b'.' | b',') = bytes.get(end)
        && digits(end + 1) > 0
    {
        let length = digits(end + 1);
        plain.push('.');
        plain.push_str(&text[end + 1..end + 1 + length]);
        end += 1 + length;
    }
    let value: f64 = plain.parse().ok()?;
    Some((value, &text[end..])).filter(|(value, _)| value.is_finite())
}

/// The end of a range: ` to 15 min`, `–15 min`, also after a unit, ` min to 15 min`.
fn range_end(rest: &str) -> Option<(f64, &str)> {
    let trimmed = rest.trim_start();
    let separators = ["to ", "bis ", "–", "—", "-"];
    let at_once = separators.iter().find_map(|it| trimmed.strip_prefix(it));
    let after_unit = || {
        let (word, after) = trimmed.split_once(" to ").or_else(|| trimmed.split_once(" – "))?;
        (!word.contains(char::is_whitespace)).then_some(after)
    };
    number(at_once.or_else(after_unit)?.trim_start())
}

fn unit(words: &str) -> (Unit, f64) {
    let words = words.trim_end_matches('.').to_lowercase().replace(',', "");
    let first = words.split_whitespace().next().unwrap_or_default();
    if words.is_empty() {
        return (Unit::Bare, 1.0);
    }
    if matches!(first, "%" | "percent" | "pct") || words.starts_with("per cent") {
        return (Unit::Percent, 1.0);
    }
    // Of `deployments per week` only the end says how it is counted; people leave the rest out.
    let per = words
        .strip_prefix("per ")
        .or_else(|| words.split_once(" per ").map(|(_, it)| it));
    let per = per.or_else(|| words.split_once('/').map(|(_, it)| it.trim()));
    if let Some(counted) = per {
        return match seconds(counted) {
            Some(seconds) => (Unit::PerTime, 1.0 / seconds),
            None => (Unit::Other(format!("per {counted}")), 1.0),
        };
    }
    match seconds(first) {
        Some(seconds) => (Unit::Time, seconds),
        None => (Unit::Other(words), 1.0),
    }
}

/// Seconds in a unit of time.
fn seconds(word: &str) -> Option<f64> {
    Some(match word {
        "ms" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7.0 * DAY,
        // Parts of a year, so that twelve months are not less than one.
        "month" | "months" => YEAR / 12.0,
        "quarter" | "quarters" => YEAR / 4.0,
        "year" | "years" => YEAR,
        _ => return None,
    })
}

published!(Way { share, reached });
named!(Direction { Up: "up", Down: "down" });

#[cfg(test)]
mod tests {
    use super::*;

    /// Share and whether reached, from three texts.
    fn judged(baseline: &str, target: &str, value: &str, better: Option<Direction>) -> Option<(Option<f64>, bool)> {
        let [baseline, target, value] = [baseline, target, value].map(Amount::parse);
        let way = way(baseline.as_ref(), target.as_ref(), value.as_ref(), better)?;
        Some((way.share.map(|share| (share * 1000.0).round() / 1000.0), way.reached))
    }

    #[test]
    fn a_way_is_measured_in_any_unit_and_either_direction() {
        for (baseline, target, value, share, reached) in [
            ("47 min", "15 min", "14 min", 1.031, true),
            ("47 min", "15 min", "0.25 h", 1.0, true),
            ("1 h 30 min", "0.5 h", "60 min", 0.5, false),
            ("260 s", "30 s", "24 s", 1.026, true),
            ("1.5 per week", "15 per week", "11 per week", 0.704, false),
            ("1.5 deployments per week", "3 per day", "15/week", 0.692, false),
            ("18 %", "10 percent", "17 per cent", 0.125, false),
            ("22 per 1000", "15 per 1,000", "22 per 1000", 0.0, false),
            ("7.1", "8", "6.8", -0.333, false),
            ("42 min", "10", "18 min", 0.75, false),
            ("£4,640", "£1,000", "£2,820", 0.5, false),
            ("10 to 20 min", "5–7 min", "7 min", 0.889, true),
            ("about 3,5 h", "< 1 h", "1 h", 1.0, true),
            ("-5", "5", "0", 0.5, false),
            ("6 months", "1 year", "12 months", 1.0, true),
            ("1 quarter", "1 month", "2 months", 0.5, false),
            ("0,5 s", "0,1 s", "0,125 s", 0.938, false),
            ("12,500", "10,000", "11 250", 0.5, false),
        ] {
            let found = judged(baseline, target, value, None);
            assert_eq!(
                found,
                Some((Some(share), reached)),
                "{baseline} → {value}, target {target}"
            );
        }
    }

    #[test]
    fn what_does_not_compare_is_not_compared() {
        assert_eq!(judged("unknown", "10 min", "8 min", None), None, "no direction either");
        assert_eq!(
            judged("unknown", "10 min", "8 min", Some(Direction::Down)),
            Some((None, true))
        );
        assert_eq!(
            judged("unknown", "10 %", "8 %", Some(Direction::Up)),
            Some((None, false))
        );
        assert_eq!(
            judged("9.4 s", "20 per week", "11 per week", None),
            None,
            "time and a rate"
        );
        assert_eq!(judged("1.5 per week", "20 per release", "3 per week", None), None);
        assert_eq!(judged("10 min", "", "3 min", None), None);
        assert_eq!(judged("10 min", "5 min", "better", None), None);
        assert_eq!(
            judged("8", "8", "8.1", Some(Direction::Up)),
            Some((None, true)),
            "to be kept"
        );
    }

    #[test]
    fn hostile_texts_are_no_amounts() {
        assert_eq!(Amount::parse(&"9".repeat(5000)), None);
        assert_eq!(Amount::parse(""), None);
        assert!(Amount::parse("1 000 000 000 000 000 000 000").is_some());
        assert_eq!(Amount::parse("1 000 per week"), Amount::parse("1000 per week"));
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,40}", more in "[0-9a-z .,–%/-]{0,30}") {
            let _ = Amount::parse(&text);
            let _ = Amount::parse(&more);
        }
    }
}
