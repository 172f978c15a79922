//! From values to pixels and from days to percentages, with round numbers to mark the way.

use jiff::ToSpan;
use jiff::civil::Date;

/// Beyond this a number is taken for this, so that no sum of two is infinite.
const LARGEST: f64 = 1e15;
/// About how many marks a scale of values has.
const TICKS: f64 = 4.0;
/// Most marks on a scale of days: every other one is left out where there is no room.
const MAX_DATES: u8 = 8;
/// Marks on a scale of durations, in minutes.
const DURATIONS: [f64; 12] = [
    1.0,
    5.0,
    15.0,
    60.0,
    240.0,
    1440.0,
    4320.0,
    10_080.0,
    43_200.0,
    129_600.0,
    525_600.0,
    5_256_000.0,
];

/// What values are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number as it is, with the sign that the language puts before its fraction.
    Number(char),
    /// Minutes, read as minutes, hours and days. On a chart each mark is several times the one below, since incidents take
    /// minutes as well as days.
    Minutes,
}

impl Default for Unit {
    fn default() -> Self {
        Self::Number('.')
    }
}

impl Unit {
    /// A value, as it is read.
    pub fn format(self, value: f64) -> String {
        match self {
            Self::Number('.') => number(value),
            Self::Number(decimal) => number(value).replace('.', &decimal.to_string()),
            Self::Minutes => minutes(value),
        }
    }
}

/// A number as it is read: at most four decimals, none that say nothing.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let decimals = if value.abs() >= 1000.0 { 1.0 } else { 10_000.0 };
    let rounded = (value * decimals).round() / decimals + 0.0;
    if rounded.abs() >= LARGEST {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

/// Minutes as they are read: `12 min`, `3 h 12 min`, `2 d 5 h`.
pub fn minutes(value: f64) -> String {
    let whole = value.clamp(-LARGEST, LARGEST).round();
    if whole < 0.0 {
        return format!("-{}", minutes(-whole));
    }
    let (days, rest) = ((whole / 1440.0).floor(), whole % 1440.0);
    let (hours, minutes) = ((rest / 60.0).floor(), rest % 60.0);
    match (days > 0.0, hours > 0.0, minutes > 0.0) {
        (true, true, _) => format!("{days} d {hours} h"),
        (true, false, _) => format!("{days} d"),
        (false, true, true) => format!("{hours} h {minutes} min"),
        (false, true, false) => format!("{hours} h"),
        (false, false, _) if whole == 0.0 && value > 0.0 => "< 1 min".to_owned(),
        (false, false, _) => format!("{minutes} min"),
    }
}

/// A scale of values, from the bottom of the drawing to its top.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    unit: Unit,
    /// Whether equal distances are equal factors.
    by_factors: bool,
    height: f64,
    ticks: Vec<f64>,
}

impl Scale {
    /// A scale on which all values lie; `None` where there is none. With `zero`, it begins at zero, as bars and areas must.
    pub(super) fn of(values: impl Iterator<Item = f64>, unit: Unit, zero: bool, height: f64) -> Option<Self> {
        let mut whole = true;
        let finite = values.filter(|value| value.is_finite());
        let range = finite
            .inspect(|value| whole &= value.fract() == 0.0)
            .map(|value| value.clamp(-LARGEST, LARGEST))
            .fold(None, |range, value| {
                let (low, high) = range.unwrap_or((value, value));
                Some((f64::min(low, value), f64::max(high, value)))
            });
        let (low, high) = range?;
        Some(match unit {
            Unit::Minutes if !zero => Self::durations(low, high, height),
            // Half of a document cannot be counted, so neither is it marked.
            unit => Self::linear(low, high, zero, zero && whole, unit, height),
        })
    }

    /// A scale of equal distances; with `whole`, its marks are whole numbers.
    fn linear(mut low: f64, mut high: f64, zero: bool, whole: bool, unit: Unit, height: f64) -> Self {
        // A scale that begins at zero shows how large a number is; it is given up only where nothing would be left to see.
        if zero || (low >= 0.0 && low < high * 0.6) {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        if high - low < f64::EPSILON * high.abs().max(1.0) {
            let around = if high == 0.0 { 1.0 } else { high.abs() * 0.5 };
            (low, high) = if zero {
                (low, high + around)
            } else {
                (low - around, high + around)
            };
        }
        let step = step((high - low) / TICKS);
        let step = if whole { step.floor().max(1.0) } else { step };
        let first = (low / step).floor();
        let last = (high / step).ceil();
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= last && ticks.len() < 12 {
            ticks.push(clean(at * step, step));
            at += 1.0;
        }
        Self {
            low: first * step,
            high: last * step,
            unit,
            by_factors: false,
            height,
            ticks,
        }
    }

    fn durations(low: f64, high: f64, height: f64) -> Self {
        let (low, high) = (low.max(1.0), high.max(1.0));
        let below = DURATIONS.iter().rposition(|tick| *tick <= low).unwrap_or(0);
        let above = DURATIONS
            .iter()
            .position(|tick| *tick >= high)
            .unwrap_or(DURATIONS.len() - 1);
        let above = above.max(below + 1).min(DURATIONS.len() - 1);
        let below = below.min(above - 1);
        Self {
            low: DURATIONS[below],
            high: DURATIONS[above].max(high),
            unit: Unit::Minutes,
            by_factors: true,
            height,
            ticks: DURATIONS[below..=above].to_vec(),
        }
    }

    /// Pixels from the top.
    pub(super) fn y(&self, value: f64) -> f64 {
        let value = value.clamp(self.low, self.high);
        let part = if self.by_factors {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.height * (1.0 - part)
    }

    /// The marks: value and label.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (f64, String)> + '_ {
        self.ticks.iter().map(|tick| (*tick, self.unit.format(*tick)))
    }
}

/// The round number at or above a step: 1, 2, 2.5 or 5 times a power of ten.
fn step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let part = rough / power;
    let round = [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .find(|round| part <= round * (1.0 + 1e-9));
    round.unwrap_or(10.0) * power
}

/// A multiple of a step without what binary fractions add to it.
fn clean(value: f64, step: f64) -> f64 {
    let decimals = (1.0 - step.log10().floor()).clamp(0.0, 15.0);
    let factor = 10_f64.powf(decimals);
    let cleaned = (value * factor).round() / factor + 0.0;
    if cleaned.is_finite() { cleaned } else { value }
}

/// A scale of days, from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// A scale on which all days lie; `None` where there is none.
    pub(super) fn of(days: impl Iterator<Item = Date>) -> Option<Self> {
        days.fold(None, |days, day| {
            let days = days.unwrap_or(Self { first: day, last: day });
            Some(Self {
                first: days.first.min(day),
                last: days.last.max(day),
            })
        })
    }

    /// Percent from the left; the middle where all is on one day.
    pub(super) fn x(&self, day: Date) -> f64 {
        match between(self.first, self.last) {
            0.0 => 50.0,
            whole => between(self.first, day) / whole * 100.0,
        }
    }

    /// The marks: day, label, and whether it may be left out where there is no room.
    pub(super) fn ticks(&self) -> Vec<(Date, String, bool)> {
        let whole = between(self.first, self.last);
        let months = [1, 2, 3, 6, 12, 24, 60, 120, 600, 6000, 60_000]
            .into_iter()
            .find(|months| whole / (30.4 * f64::from(*months)) <= f64::from(MAX_DATES) - 0.5);
        let Some(months) = months.filter(|_| whole >= 50.0) else {
            let ends = if self.first == self.last {
                vec![self.first]
            } else {
                vec![self.first, self.last]
            };
            return ends.into_iter().map(|day| (day, day.to_string(), false)).collect();
        };
        let mut ticks = Vec::new();
        // From the first of January on, so that marks fall on quarters and years.
        let years = i32::from(self.first.year()) / (months / 12).max(1) * (months / 12).max(1);
        let start = i16::try_from(years).ok().and_then(|year| Date::new(year, 1, 1).ok());
        let mut next = start;
        while let Some(day) = next.filter(|day| *day <= self.last) {
            if day >= self.first {
                let label = if months >= 12 {
                    day.strftime("%Y")
                } else {
                    day.strftime("%Y-%m")
                };
                ticks.push((day, label.to_string(), ticks.len() % 2 == 1));
            }
            next = day.checked_add(months.months()).ok();
        }
        if ticks.len() < 6 {
            ticks.iter_mut().for_each(|(.., spare)| *spare = false);
        }
        ticks
    }
}

fn between(first: Date, last: Date) -> f64 {
    // Days between the years -9999 and 9999 are few enough for a float to be exact.
    #[expect(clippy::cast_precision_loss)]
    let days = (last.duration_since(first).as_hours() / 24) as f64;
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ticks(values: &[f64], unit: Unit, zero: bool) -> Vec<String> {
        let scale = Scale::of(values.iter().copied(), unit, zero, 200.0).expect("a scale");
        scale.ticks().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_are_round_numbers_around_the_values() {
        assert_eq!(ticks(&[3.0, 24.1], Unit::default(), false), ["0", "10", "20", "30"]);
        assert_eq!(
            ticks(&[6.1, 7.6], Unit::default(), false),
            ["6", "6.5", "7", "7.5", "8"]
        );
        assert_eq!(ticks(&[0.1, 0.3], Unit::default(), true), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(ticks(&[-2.0, 2.0], Unit::default(), false), ["-2", "-1", "0", "1", "2"]);
        assert_eq!(
            ticks(&[12.0, 3000.0], Unit::Minutes, false),
            ["5 min", "15 min", "1 h", "4 h", "1 d", "3 d"]
        );
    }

    #[test]
    fn what_is_counted_is_marked_in_whole_numbers() {
        assert_eq!(ticks(&[1.0], Unit::default(), true), ["0", "1"]);
        assert_eq!(ticks(&[1.0, 3.0], Unit::default(), true), ["0", "1", "2", "3"]);
        assert_eq!(
            ticks(&[0.0, 9.0], Unit::default(), true),
            ["0", "2", "4", "6", "8", "10"]
        );
    }

    #[test]
    fn one_value_lies_in_the_middle_and_no_value_has_no_scale() {
        let scale = Scale::of([42.0].into_iter(), Unit::default(), false, 200.0).expect("a scale");
        let y = scale.y(42.0);
        assert!((60.0..140.0).contains(&y), "{y}");
        assert!(Scale::of([f64::NAN].into_iter(), Unit::default(), false, 200.0).is_none());
        assert_eq!(
            ticks(&[0.0], Unit::default(), true).first().map(String::as_str),
            Some("0")
        );
        assert_eq!(ticks(&[0.0], Unit::Minutes, false), ["1 min", "5 min"]);
    }

    #[test]
    fn absurd_numbers_stay_finite() {
        for values in [
            [1e308, -1e308],
            [f64::MIN_POSITIVE, 0.0],
            [1e15, 1e15],
            [9e15, 9.000_000_1e15],
        ] {
            let scale = Scale::of(values.into_iter(), Unit::default(), false, 200.0).expect("a scale");
            assert!(values.iter().all(|value| scale.y(*value).is_finite()), "{values:?}");
        }
        let scale = Scale::of([1e300].into_iter(), Unit::Minutes, false, 200.0).expect("a scale");
        assert!(scale.y(1e300).is_finite());
    }

    #[test]
    fn days_are_marked_by_month_quarter_or_year() {
        let labels = |first, last| {
            let days = Days::of([first, last].into_iter()).expect("days");
            days.ticks().into_iter().map(|(_, label, _)| label).collect::<Vec<_>>()
        };
        assert_eq!(labels(date(2024, 2, 29), date(2024, 2, 29)), ["2024-02-29"]);
        assert_eq!(
            labels(date(2026, 1, 5), date(2026, 1, 20)),
            ["2026-01-05", "2026-01-20"]
        );
        assert_eq!(
            labels(date(2025, 12, 20), date(2026, 4, 2)),
            ["2026-01", "2026-02", "2026-03", "2026-04"]
        );
        assert_eq!(
            labels(date(2024, 11, 30), date(2026, 10, 31)),
            ["2025-01", "2025-07", "2026-01", "2026-07"].map(str::to_owned).to_vec()
        );
        assert_eq!(labels(date(2019, 5, 1), date(2026, 5, 1)).len(), 7);
        assert!(labels(date(-9999, 1, 1), date(9999, 12, 31)).len() <= usize::from(MAX_DATES));
        let leap = Days::of([date(2024, 2, 28), date(2024, 3, 1)].into_iter()).expect("days");
        assert!((leap.x(date(2024, 2, 29)) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn durations_and_numbers_read_well() {
        assert_eq!(minutes(192.0), "3 h 12 min");
        assert_eq!(minutes(3180.0), "2 d 5 h");
        assert_eq!((minutes(0.0), minutes(0.4)), ("0 min".to_owned(), "< 1 min".to_owned()));
        assert_eq!((minutes(60.0), minutes(1440.0)), ("1 h".to_owned(), "1 d".to_owned()));
        assert_eq!(
            (number(14.1), number(2.0 / 3.0), number(-0.0)),
            ("14.1".into(), "0.6667".into(), "0".into())
        );
    }
}
