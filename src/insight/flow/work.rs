//! How many documents were in each state over time.

use jiff::ToSpan;
use jiff::civil::Date;

use super::subject::Subject;
use crate::definition::Lifecycle;
use crate::insight::past::days;
use crate::insight::publish::published;
use crate::model::DocumentIndex;

/// Most days that are looked at: what a chart and the table beside it can show.
const MOST_DAYS: usize = 24;
/// Up to so many days the weeks are looked at, up to so many the months, beyond them the quarters.
const IN_WEEKS: i32 = 7 * 23;
const IN_MONTHS: i32 = 30 * 23;

/// Documents of one type in each state over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// The days that are looked at: ends of weeks, months or quarters, and today.
    pub days: Vec<Date>,
    /// For each state, in the order of the lifecycle, how many documents were in it at the end of each day.
    pub states: Vec<StateCount>,
    /// How many were there before what is known of them, so that their state is unknown.
    pub unknown: Vec<usize>,
    /// The stays that were counted.
    pub stays: Vec<Stay>,
}
published!(Work {
    days,
    states,
    unknown,
    stays,
});

/// Documents in one state over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// How many, for each day.
    pub counts: Vec<usize>,
}
published!(StateCount { state, counts });

/// A document in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The document.
    pub document: DocumentIndex,
    /// Index of the state; `None` where it is not known.
    pub state: Option<usize>,
    /// The first day.
    pub from: Date,
    /// The day it left; `None` where it is still there.
    pub until: Option<Date>,
}
published!(Stay {
    document,
    state,
    from,
    until
});

/// Counts the documents of one type. `None` where no day is known.
pub(super) fn derive(lifecycle: &Lifecycle, subjects: &[Subject<'_>], today: Option<Date>) -> Option<Work> {
    let own: Vec<Vec<Stay>> = subjects.iter().map(|subject| of(lifecycle, subject)).collect();
    let mut stays = own.concat();
    let start = stays.iter().map(|stay| stay.from).min()?;
    let latest = stays
        .iter()
        .map(|stay| stay.until.map_or(stay.from, |until| until.max(stay.from)))
        .max()?;
    let end = today.unwrap_or(latest);
    let days = sampled(start, end);
    let begin = *days.first()?;
    // What is not known of a document was so from the beginning.
    for (subject, own) in subjects.iter().zip(&own) {
        let known = own.first().map(|stay| stay.from);
        let is_cut_off = subject.past.cut_off && known.is_some_and(|known| known > begin);
        if is_cut_off || known.is_none() {
            stays.push(Stay {
                document: subject.index,
                state: None,
                from: begin,
                until: known,
            });
        }
    }
    let mut changes = vec![vec![0_i64; days.len() + 1]; lifecycle.states.len() + 1];
    for stay in &stays {
        let row = stay.state.unwrap_or(lifecycle.states.len());
        let from = days.partition_point(|day| *day < stay.from);
        let until = stay
            .until
            .map_or(days.len(), |until| days.partition_point(|day| *day < until));
        if from < until {
            changes[row][from] += 1;
            changes[row][until] -= 1;
        }
    }
    let counted = |row: &Vec<i64>| -> Vec<usize> {
        let mut now = 0;
        let sums = row.iter().take(days.len()).map(|change| {
            now += change;
            usize::try_from(now).unwrap_or(0)
        });
        sums.collect()
    };
    let unknown = changes.pop().map(|row| counted(&row)).unwrap_or_default();
    let states = lifecycle.states.iter().zip(&changes).map(|(state, row)| StateCount {
        state: state.name.clone(),
        counts: counted(row),
    });
    Some(Work {
        states: states.collect(),
        unknown,
        days,
        stays,
    })
}

/// The stays of a document, as far as they are known. One whose days do not follow each other has none.
fn of(lifecycle: &Lifecycle, subject: &Subject<'_>) -> Vec<Stay> {
    let timeline = &subject.past.timeline;
    let begin = |position: usize| match timeline[position].at() {
        Some(moment) => Some(moment.date()),
        // Before what is known: it was in that state when what is known begins.
        None if position == 0 => Some(subject.past.revisions.first()?.commit.authored?.date()),
        None => None,
    };
    let Some(begins) = (0..timeline.len()).map(begin).collect::<Option<Vec<Date>>>() else {
        return Vec::new();
    };
    if begins.windows(2).any(|pair| pair[0] > pair[1]) {
        return Vec::new();
    }
    let stay = |position: usize| Stay {
        document: subject.index,
        state: lifecycle.index(&timeline[position].state),
        from: begins[position],
        until: begins.get(position + 1).copied(),
    };
    (0..timeline.len()).map(stay).collect()
}

/// The days that are looked at: the ends of weeks, months or quarters in order, the last day included.
fn sampled(start: Date, end: Date) -> Vec<Date> {
    let long = days(start, end);
    let before = |day: Date| -> Option<Date> {
        if long <= IN_WEEKS {
            return day.checked_sub(7.days()).ok();
        }
        let month = if long <= IN_MONTHS {
            day.month()
        } else {
            (day.month() - 1) / 3 * 3 + 1
        };
        Date::new(day.year(), month, 1).ok()?.yesterday().ok()
    };
    let mut sampled = vec![end];
    let mut day = end;
    while sampled.len() < MOST_DAYS && day > start {
        let Some(earlier) = before(day).filter(|earlier| *earlier >= start) else {
            break;
        };
        sampled.push(earlier);
        day = earlier;
    }
    sampled.reverse();
    sampled
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_the_ends_of_weeks_months_and_quarters() {
        let weeks = sampled(date(2026, 3, 1), date(2026, 3, 18));
        assert_eq!(weeks, [date(2026, 3, 4), date(2026, 3, 11), date(2026, 3, 18)]);
        let months = sampled(date(2023, 12, 5), date(2024, 8, 15));
        assert_eq!(months[..3], [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)]);
        assert_eq!(months.last(), Some(&date(2024, 8, 15)));
        let quarters = sampled(date(2020, 1, 1), date(2026, 5, 5));
        assert_eq!(quarters[quarters.len() - 2..], [date(2026, 3, 31), date(2026, 5, 5)]);
        assert!(sampled(date(1970, 1, 1), date(2026, 5, 5)).len() <= MOST_DAYS);
        assert_eq!(sampled(date(2026, 5, 6), date(2026, 5, 5)), [date(2026, 5, 5)]);
    }
}
