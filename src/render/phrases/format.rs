//! Days and numbers, as the language writes them.

use jiff::civil::Date;

use super::Phrases;

/// How a day is written, and the names of the months.
const DAY: &str = "format.day";
const MONTHS: &str = "format.months";
/// What stands between the whole of a number and its fraction.
const DECIMAL: &str = "format.decimal";

impl Phrases {
    /// A day, for people.
    pub fn day(&self, date: Date) -> String {
        let months = self.say(MONTHS);
        let position = usize::try_from(date.month() - 1).unwrap_or_default();
        let month = months.split(',').nth(position).unwrap_or_default().trim();
        self.fill(
            DAY,
            &[
                ("iso", &date),
                ("day", &date.day()),
                ("month", &month),
                ("year", &date.year()),
            ],
        )
    }

    /// A number, for people: no more digits than it needs.
    pub fn number(&self, number: f64) -> String {
        self.decimal(&number.to_string())
    }

    /// A number that is written already, with the sign that the language puts before the fraction.
    pub fn decimal(&self, number: &str) -> String {
        number.replace('.', self.say(DECIMAL))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn a_language_writes_days_and_numbers_in_its_own_way() {
        let english = "format:\n  day: '{iso}'\n  months: January, February, March\n  decimal: .\n";
        let german = "format:\n  day: '{day}. {month} {year}'\n  months: Januar, Februar, März\n  decimal: ','\n";
        let day = jiff::civil::date(2026, 3, 4);
        let phrases = Phrases::read(&[file("en", english)]).expect("words");
        assert_eq!(
            (phrases.day(day), phrases.number(1.5)),
            ("2026-03-04".to_owned(), "1.5".to_owned())
        );
        let phrases = Phrases::read(&[file("en", english), file("de", german)]).expect("words");
        assert_eq!(
            (phrases.day(day), phrases.number(1.5)),
            ("4. März 2026".to_owned(), "1,5".to_owned())
        );
    }
}
