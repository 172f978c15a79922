//! Readings of a metric that stand in a CSV file beside it.

use camino::Utf8Path;
use jiff::civil::Date;

use super::read::day;
use crate::repository::SourceFile;
use crate::span::Span;

/// A CSV file with a date and a value in each row.
#[derive(Clone, Debug, PartialEq)]
pub struct DataFile {
    /// Its path from the root of the organisation repository.
    pub path: std::sync::Arc<Utf8Path>,
    /// Its rows in the order of their dates.
    pub readings: Vec<Reading>,
    /// The mistakes: the place, and what is wrong there.
    pub mistakes: Vec<(Span, String)>,
}

/// A value on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The day.
    pub on: Date,
    /// The value, in the metric's unit.
    pub value: f64,
}

impl DataFile {
    /// Reads a CSV file with the columns `on` and `value`, in any order and with others between them. A row that cannot be
    /// read is a mistake and is left out.
    pub(super) fn read(file: &SourceFile) -> Self {
        let mut data = Self {
            path: file.path.clone(),
            readings: Vec::new(),
            mistakes: Vec::new(),
        };
        let text = match &file.content {
            Ok(text) => text,
            Err(_) => {
                data.mistakes
                    .push((Span::at(0), "the file is not UTF-8 text".to_owned()));
                return data;
            }
        };
        let body = text.trim_start_matches('\u{feff}');
        let shift = text.len() - body.len();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(body.as_bytes());
        let columns = match reader.headers() {
            Ok(headers) => {
                let place = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
                place("on").or_else(|| place("date")).zip(place("value"))
            }
            Err(_) => None,
        };
        let Some((on, value)) = columns else {
            data.mistakes.push((
                Span::at(0),
                "the first line does not name the columns `on` and `value`".to_owned(),
            ));
            return data;
        };
        for record in reader.records() {
            match record {
                Ok(record) => data.row(&record, (on, value), text, shift),
                Err(error) => data.mistakes.push((Span::at(0), format!("not CSV: {error}"))),
            }
        }
        data.readings.sort_by_key(|reading| reading.on);
        data
    }

    fn row(&mut self, record: &csv::StringRecord, (on, value): (usize, usize), text: &str, shift: usize) {
        let start = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0))
            + shift;
        let length = text
            .get(start..)
            .and_then(|rest| rest.lines().next())
            .map_or(0, str::len);
        let span = Span::new(start, start + length);
        let (Some(on), Some(value)) = (record.get(on), record.get(value)) else {
            return self
                .mistakes
                .push((span, "the row lacks its date or its value".to_owned()));
        };
        match (day(on), value.parse::<f64>().ok().filter(|number| number.is_finite())) {
            (Some(on), Some(value)) => self.readings.push(Reading { on, value }),
            (None, _) => self
                .mistakes
                .push((span, format!("`{on}` is not a date like 2026-03-14"))),
            (_, None) => self.mistakes.push((span, format!("`{value}` is not a number"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;

    fn read(text: &str) -> DataFile {
        DataFile::read(&SourceFile {
            path: shared_path("m.csv"),
            content: Ok(text.into()),
        })
    }

    #[test]
    fn readings_come_in_the_order_of_their_dates() {
        let data = read("on,value\n2026-02-01,40\n2026-01-01,47.5\n");
        let values: Vec<_> = data.readings.iter().map(|it| (it.on.to_string(), it.value)).collect();
        assert_eq!(
            values,
            [("2026-01-01".to_owned(), 47.5), ("2026-02-01".to_owned(), 40.0)]
        );
        assert!(data.mistakes.is_empty());
    }

    #[test]
    fn a_bad_row_names_its_place() {
        let text = "on,value\n2026-02-30,4\n2026-03-01,four\n";
        let mistakes: Vec<_> = read(text)
            .mistakes
            .iter()
            .map(|(s, m)| format!("{}: {m}", s.text(text)))
            .collect();
        assert_eq!(
            mistakes,
            [
                "2026-02-30,4: `2026-02-30` is not a date like 2026-03-14",
                "2026-03-01,four: `four` is not a number"
            ]
        );
        assert_eq!(read("a,b\n1,2\n").mistakes.len(), 1);
    }
}
