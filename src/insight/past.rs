//! What a timeline says about days.
//!
//! A document that was born in a late state, as when an organisation moves in, came into that state on a day that nobody
//! knows: the day of its first commit is not that day. Such days are left out rather than guessed.

use jiff::civil::Date;

use crate::history::DocumentHistory;

/// Days from one day to another; negative when the other is earlier.
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The day a document first came into one of some states; `None` when it was born there.
pub fn first_into(past: &DocumentHistory, wanted: impl Fn(&str) -> bool) -> Option<Date> {
    let position = past.timeline.iter().position(|change| wanted(&change.state))?;
    day(past, position)
}

/// The day a document came into some states to stay: the start of the last stretch of them. `None` when it was born
/// there.
pub fn last_run_into(past: &DocumentHistory, wanted: impl Fn(&str) -> bool) -> Option<Date> {
    let newest_first = past.timeline.iter().rev();
    let stretch = newest_first.take_while(|change| wanted(&change.state)).count();
    day(past, past.timeline.len() - stretch).filter(|_| stretch > 0)
}

fn day(past: &DocumentHistory, position: usize) -> Option<Date> {
    let change = past.timeline.get(position).filter(|_| position > 0)?;
    Some(change.at()?.date())
}

/// Since when a document is in its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The day.
    pub day: Date,
    /// Whether it may have been longer: the document was born in that state, and it is not the first one.
    pub at_least: bool,
}

/// Since when a document is in the state of its newest revision. `first` is the state that documents of its type start in.
pub fn since(past: &DocumentHistory, first: Option<&str>) -> Option<Since> {
    let change = past.current_state()?;
    let born = past.timeline.len() == 1;
    Some(Since {
        day: change.at()?.date(),
        at_least: born && first != Some(&*change.state),
    })
}
