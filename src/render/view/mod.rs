//! What templates are given: plain values, ready to be shown.
//!
//! These structures are the interface of the theme. Their fields are documented where they stand; a template reads them
//! by the same names. All addresses are relative to the page that is being written.

mod bet;
mod dates;
mod economy;
mod fact;
mod figure;
mod metric;
mod owed;
mod pager;
mod pain;
mod past;
mod problem;
mod redline;
mod reference;
mod row;
mod share;
mod shell;
mod standing;
mod status;
mod visit;

pub use bet::{
    BetView, LinkView, NamedView, Naming, TallyView, bet, by_id, judgement, outcomes_sentence, rate, tally, titled,
};
pub use dates::{DateView, Dates};
pub use economy::{AskedView, CUT_OVER, EconomyView, economy};
pub use fact::{FactTable, FactView, ValueView, facts, label};
pub use figure::{FigureView, minutes_or_none};
pub use metric::metric_chart;
pub use owed::{OwedView, owed};
pub use pager::{Pager, pager, part_route, parts};
pub use pain::{PainView, pain, pain_state};
pub use past::{ChangedSince, PastView, Stay, changed_since, past, state};
pub use problem::{ProblemView, counts, problem, problem_counts};
pub use redline::{RedlineView, redline_view};
pub use reference::{ReferenceView, SentenceView, incoming, outgoing};
pub use row::{AuthorView, Columns, CompletenessMeter, DocumentView, PersonView};
pub use share::{Alternate, ShareView, address};
pub use shell::{CommitView, Crumb, ImageView, LogoView, NavGroup, NavItem, PageView, SiteView, SourceView};
pub use standing::{StandingView, standing};
pub use status::{StatusView, Tone, state_label, state_view, status, tone, written_label};
pub use visit::{RecentView, VisitView, recent, visit};
