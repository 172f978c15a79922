//! The states a document was in, as a band over time.
//!
//! Places are parts of the width, so that words keep their size on a phone. The list beside it says the same.

use std::fmt::Write;

use jiff::civil::Date;

use super::library::Library;
use super::markdown::push_escaped;
use super::view::{DateView, StatusView, state};
use crate::history::StateChange;
use crate::model::DocumentIndex;

/// Most stays drawn, the latest ones.
const MOST: usize = 40;
/// Part of the width, in thousandths, that stands for a beginning nobody knows.
const UNKNOWN: i64 = 80;
/// Width, in pixels, of the narrowest band: that of a phone.
const NARROWEST: i64 = 280;
/// Pixels that a letter takes, and those around a word.
const LETTER: i64 = 8;
const AROUND: i64 = 12;

/// A stay in a state, on the band.
#[derive(Clone, Debug)]
struct Stay {
    status: StatusView,
    /// Its first day; `None` where it began before what is known.
    from: Option<Date>,
    /// The day of the next state; the day of the site for the last one.
    to: Date,
    /// Whether it is the state the document is in.
    now: bool,
}

/// Draws the states of a document up to the day of the site. `None` where it was in one state only, where no day passed,
/// and where days do not follow each other.
pub fn band(library: &Library<'_>, index: DocumentIndex) -> Option<String> {
    let document = library.document(index);
    let timeline = &library.past(document)?.timeline;
    let lifecycle = &library.definition(document).lifecycle;
    let shown = timeline.get(timeline.len().saturating_sub(MOST)..)?;
    let day = |change: &StateChange| change.at().map(|moment| moment.date());
    let end = library.input.insights.today.or_else(|| day(shown.last()?))?;
    let mut stays = Vec::new();
    for (position, change) in shown.iter().enumerate() {
        let next = shown.get(position + 1);
        stays.push(Stay {
            status: state(lifecycle, &change.state),
            from: day(change),
            to: match next {
                Some(next) => day(next)?,
                None => end,
            },
            now: next.is_none(),
        });
    }
    let known = stays.iter().find_map(|stay| stay.from)?;
    let follow = stays.iter().all(|stay| stay.from.is_none_or(|from| from <= stay.to));
    // Only the first state can have begun before what is known.
    let dated = stays.iter().skip(1).all(|stay| stay.from.is_some());
    (stays.len() > 1 && follow && dated && known < end).then(|| draw(library, &stays, known, end))
}

fn draw(library: &Library<'_>, stays: &[Stay], start: Date, end: Date) -> String {
    let phrases = &library.phrases;
    let label = |day: Date| DateView::from(day).label;
    let days = |from: Date, to: Date| i64::from((to - from).get_days());
    let before = if stays.iter().any(|stay| stay.from.is_none()) {
        UNKNOWN
    } else {
        0
    };
    // In thousandths of the width.
    let place = |day: Date| before + (1000 - before) * days(start, day) / days(start, end).max(1);
    let mut svg = String::from("<svg class=\"states\" width=\"100%\" height=\"50\" role=\"img\" aria-label=\"");
    push_escaped(
        &mut svg,
        &phrases.fill("graph.states", &[("from", &label(start)), ("to", &label(end))]),
    );
    svg.push_str("\">");
    for stay in stays {
        let (from, to) = (stay.from.map_or(0, place), place(stay.to));
        let status = &stay.status;
        // Writing into a string cannot fail.
        let _ = write!(
            svg,
            "<svg class=\"stay tone-{}{}\" x=\"{}\" width=\"{}\" height=\"28\"><title>",
            status.tone.word(),
            if stay.from.is_none() { " unknown" } else { "" },
            percent(from),
            percent((to - from).max(4)),
        );
        let (state, until) = (&status.label, label(stay.to));
        let title = match (stay.from, stay.now) {
            (Some(from), true) => phrases.fill("graph.state_now", &[("state", state), ("from", &label(from))]),
            (Some(from), false) => phrases.fill(
                "graph.state_span",
                &[("state", state), ("from", &label(from)), ("to", &until)],
            ),
            (None, _) => phrases.fill("graph.state_until", &[("state", state), ("to", &until)]),
        };
        push_escaped(&mut svg, &title);
        svg.push_str("</title><rect width=\"100%\" height=\"28\"/>");
        let letters = i64::try_from(state.chars().count()).unwrap_or(i64::MAX);
        if letters.saturating_mul(LETTER).saturating_add(AROUND) * 1000 <= (to - from) * NARROWEST {
            svg.push_str("<text x=\"8\" y=\"19\">");
            push_escaped(&mut svg, state);
            svg.push_str("</text>");
        }
        svg.push_str("</svg>");
    }
    let _ = write!(svg, "<text x=\"{}\" y=\"45\">{}</text>", percent(before), label(start));
    let _ = write!(
        svg,
        "<text class=\"end\" x=\"100%\" y=\"45\">{}</text></svg>",
        label(end)
    );
    svg
}

/// Thousandths as percent.
fn percent(thousandths: i64) -> String {
    match (thousandths / 10, thousandths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) => format!("{whole}.{part}%"),
    }
}
