//! The mix of categories over time, beside the roadmap: what was started and what was shipped in each quarter.

use serde::Serialize;

use super::names::category;
use crate::insight::mix::{Quarters, Share};
use crate::model::DocumentIndex;
use crate::render::ROADMAP;
use crate::render::chart::{BarChart, BarSeries, ChartView, Heading, ItemView, RowView};
use crate::render::library::Library;
use crate::render::view::by_id;

/// Most quarters of the mix, and most categories that are told apart in it.
const MAX_QUARTERS: usize = 10;
const MAX_CATEGORIES: usize = 6;
/// Most initiatives named in one cell of the table beside the mix.
const MAX_NAMED: usize = 4;

/// The mix of what was started, or of what was shipped.
#[derive(Debug, Serialize)]
pub(super) struct MixView {
    /// The chart.
    chart: ChartView,
    /// What its numbers rest on.
    notes: Vec<String>,
}

/// The charts of what was started and shipped, and what they rest on.
pub(super) fn mix(library: &Library<'_>) -> Vec<MixView> {
    let mix = library.input.insights.mix();
    let charts = [
        ("shipped", "initiatives.mix_shipped", &mix.shipped),
        ("started", "initiatives.mix_started", &mix.started),
    ];
    let note =
        |key: &str, of: &[DocumentIndex]| (!of.is_empty()).then(|| library.phrases.fill(key, &[("n", &of.len())]));
    let drawn = charts.into_iter().filter(|(.., quarters)| !quarters.shares.is_empty());
    let chart = |(name, title, quarters): (&str, &'static str, &Quarters)| MixView {
        chart: mix_chart(library, name, title, &quarters.shares),
        notes: [
            note("initiatives.mix_by_horizon", &quarters.by_horizon),
            note("initiatives.mix_undated", &quarters.undated),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    drawn.map(chart).collect()
}

fn mix_chart(library: &Library<'_>, name: &str, title: &'static str, shares: &[Share]) -> ChartView {
    let say = |key: &'static str| library.phrases.say(key).to_owned();
    let shares = &shares[shares.len().saturating_sub(MAX_QUARTERS)..];
    let groups = groups(library, shares);
    #[expect(clippy::cast_precision_loss, reason = "initiatives of a quarter are few")]
    let values = |members: &[usize]| {
        let count = |share: &Share| members.iter().map(|at| share.by_category[*at].len()).sum::<usize>();
        shares.iter().map(|share| Some(count(share) as f64)).collect()
    };
    let chart = BarChart {
        heading: Heading {
            name: format!("mix-{name}"),
            title: say(title),
            description: say("initiatives.mix_what"),
        },
        category: say("chart.quarter"),
        sum: say("initiatives.all_categories"),
        categories: shares.iter().map(|share| share.quarter.to_string()).collect(),
        series: groups
            .iter()
            .map(|(label, members)| BarSeries {
                label: label.clone(),
                values: values(members),
                hrefs: Vec::new(),
            })
            .collect(),
        ..BarChart::default()
    };
    let mut view = chart.draw();
    // The table names the initiatives rather than counting them once more.
    view.table.rows = shares.iter().map(|share| mix_row(library, share, &groups)).collect();
    view
}

/// The categories that are told apart: those with most initiatives, in their order, and the others as one.
fn groups(library: &Library<'_>, shares: &[Share]) -> Vec<(String, Vec<usize>)> {
    let categories = &library.input.insights.mix().categories;
    let count = |at: usize| shares.iter().map(|share| share.by_category[at].len()).sum::<usize>();
    let mut used: Vec<usize> = (0..categories.len()).filter(|at| count(*at) > 0).collect();
    let mut others = Vec::new();
    if used.len() > MAX_CATEGORIES {
        let mut by_count = used.clone();
        by_count.sort_by_key(|at| (std::cmp::Reverse(count(*at)), *at));
        others = by_count.split_off(MAX_CATEGORIES - 1);
        used.retain(|at| !others.contains(at));
    }
    let mut groups: Vec<_> = used
        .into_iter()
        .map(|at| (category(library, &categories[at]), vec![at]))
        .collect();
    if !others.is_empty() {
        groups.push((library.phrases.say("initiatives.other_categories").to_owned(), others));
    }
    groups
}

fn mix_row(library: &Library<'_>, share: &Share, groups: &[(String, Vec<usize>)]) -> RowView {
    let plain = |text: String| ItemView { text, href: None };
    let cell = |members: &[usize]| -> Vec<ItemView> {
        let all: Vec<DocumentIndex> = members
            .iter()
            .flat_map(|at| share.by_category[*at].iter().copied())
            .collect();
        if all.is_empty() {
            return vec![plain("–".to_owned())];
        }
        let named = all.iter().take(MAX_NAMED).map(|index| {
            let link = by_id(library, ROADMAP, *index);
            ItemView {
                text: link.text,
                href: Some(link.href),
            }
        });
        let more = all.len().saturating_sub(MAX_NAMED);
        let more = (more > 0).then(|| plain(library.phrases.fill("frame.and_more", &[("n", &more)])));
        named.chain(more).collect()
    };
    let mut cells: Vec<_> = groups.iter().map(|(_, members)| cell(members)).collect();
    cells.push(vec![plain(share.total().to_string())]);
    RowView {
        head: plain(share.quarter.to_string()),
        cells,
    }
}
