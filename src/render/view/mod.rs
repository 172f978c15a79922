//! What templates are given: plain values, ready to be shown.
//!
//! These structures are the interface of the theme. Their fields are documented where they stand; a template reads them
//! by the same names. All addresses are relative to the page that is being written.

mod dates;
mod fact;
mod figure;
mod metric;
mod owed;
mod pager;
mod past;
mod problem;
mod redline;
mod reference;
mod row;
mod share;
mod shell;
mod status;
mod visit;

pub use dates::{DateView, Dates};
pub use fact::{FactTable, FactView, ValueView, facts, label};
pub use figure::{FigureView, minutes_or_none};
pub use metric::metric_chart;
pub use owed::{OwedView, owed};
pub use pager::{Pager, pager, part_route, parts};
pub use past::{ChangedSince, PastView, Stay, changed_since, past, state};
pub use problem::{ProblemView, counts, problem, problem_counts};
pub use redline::{RedlineView, redline_view};
pub use reference::{ReferenceView, SentenceView, incoming, outgoing};
pub use row::{AuthorView, Columns, CompletenessMeter, DocumentView, PersonView};
pub use share::{Alternate, ShareView, address};
pub use shell::{CommitView, Crumb, ImageView, LogoView, NavGroup, NavItem, PageView, SiteView, SourceView};
pub use status::{StatusView, Tone, state_label, state_view, status, tone};
pub use visit::{RecentView, VisitView, recent, visit};
