//! Quarters of a year.

use std::fmt;

use jiff::civil::Date;

/// A quarter of a year, as people write it: `2026-Q3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// The quarter that a day lies in.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            number: (day.month() - 1) / 3 + 1,
        }
    }

    /// Reads `2026-Q3`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-Q")?;
        let is_year = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
        let year = year.parse().ok().filter(|_| is_year)?;
        let number = number
            .parse()
            .ok()
            .filter(|_| number.len() == 1)
            .filter(|it| (1..=4).contains(it))?;
        Some(Self { year, number })
    }

    /// Its first day; `None` beyond the years that dates know.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, (self.number - 1) * 3 + 1, 1).ok()
    }

    /// Its last day, likewise.
    pub fn last_day(self) -> Option<Date> {
        let day = if matches!(self.number, 1 | 4) { 31 } else { 30 };
        Date::new(self.year, self.number * 3, day).ok()
    }

    /// The quarter before it.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.number {
            1 => Self {
                year: self.year.saturating_sub(1),
                number: 4,
            },
            number => Self {
                number: number - 1,
                ..self
            },
        }
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self.number {
            4 => Self {
                year: self.year.saturating_add(1),
                number: 1,
            },
            number => Self {
                number: number + 1,
                ..self
            },
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-Q{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lies_in_its_quarter() {
        for (day, quarter) in [
            (date(2026, 1, 1), "2026-Q1"),
            (date(2024, 2, 29), "2024-Q1"),
            (date(2026, 6, 30), "2026-Q2"),
            (date(2026, 12, 31), "2026-Q4"),
        ] {
            assert_eq!(Quarter::of(day).to_string(), quarter);
            assert_eq!(Quarter::parse(quarter), Some(Quarter::of(day)));
        }
        assert_eq!(
            Quarter::parse("2026-Q4").map(|it| it.next().to_string()),
            Some("2027-Q1".into())
        );
        assert_eq!(Quarter::parse("2026-Q5"), None);
        for text in ["now", "+202-Q1", "-202-Q1", "2026-Q+1", "2026-Q", "26-Q1"] {
            assert_eq!(Quarter::parse(text), None, "{text}");
        }
    }
}
