//! What initiatives and rewrites add up to: every figure of a small organisation computed by hand, and those of the example
//! organisation computed again from the raw front matter.

mod support;

use std::collections::BTreeMap;

use camino::Utf8Path;
use docent::insight::Insights;
use docent::insight::outcomes::Tally;
use docent::insight::pain::PainState;
use docent::insight::rewrites::{Stage, Verdict};
use docent::insight::roadmap::Horizon;
use docent::model::{Corpus, DocumentIndex};
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Repository, Snapshot};
use jiff::civil::{Date, date};
use support::repo::Repo;

const TODAY: Date = date(2026, 11, 25);

/// Noon of a day, in seconds since 1970.
fn noon(day: Date) -> i64 {
    day.at(12, 0, 0, 0)
        .in_tz("UTC")
        .expect("a moment")
        .timestamp()
        .as_second()
}

fn read(repo: &Repo) -> Organisation {
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    pipeline::check_with_history(snapshot, &repository, None, &Options::default())
}

fn of_texts(files: &[(&str, &str)]) -> Organisation {
    pipeline::check(Snapshot::from_texts(files.iter().copied()), &Options::default())
}

fn id(corpus: &Corpus, index: DocumentIndex) -> &str {
    &corpus.get(index).id.value
}

fn ids(corpus: &Corpus, of: &[DocumentIndex]) -> String {
    of.iter().map(|index| id(corpus, *index)).collect::<Vec<_>>().join(" ")
}

/// "1 hit, 2 partly, …" with the initiatives.
fn told(corpus: &Corpus, tally: &Tally) -> String {
    let ids = |of: &[DocumentIndex]| ids(corpus, of);
    let Tally {
        hit,
        partly,
        missed,
        unknown,
        waiting,
    } = tally;
    [hit, partly, missed, unknown, waiting].map(|it| ids(it)).join(" | ")
}

/// An initiative's file: `fields` are lines of front matter.
fn initiative(fields: &str) -> String {
    format!(
        "---\n{fields}\n---\n# A bet\n\n## Problem\n\nWhat is slow today.\n\n## Learnings\n\nAsk before building.\n"
    )
}

/// The past of the small organisation: the day of each commit, and what it wrote.
fn small() -> Repo {
    let dx = "category: dx\ncustomers: [CUS-1]\naddresses: [CUS-1#slow]\nserves: [VIS-1#fast]\nteam: core\n\
              metric: {ref: MET-1, baseline: 47 min, target: 15 min, by: 2026-06-30}";
    let debt = |status: &str, horizon: &str, scores: &str| {
        initiative(&format!("status: {status}\ncategory: debt\n{horizon}\ndebt: {scores}"))
    };
    let plan = |status: &str, rest: &str| initiative(&format!("status: {status}\ncategory: feature\n{rest}"));
    let step = |repo: Repo, day: Date, files: &[(&str, String)]| {
        let repo = repo.at(noon(day));
        let written = files.iter().fold(repo, |repo, (path, text)| repo.write(path, text));
        written.commit("Go on")
    };
    let rewrite = |status: &str, fields: &str, body: &str| {
        format!("---\nstatus: {status}\nowner: mira\nsystem: old\n{fields}\n---\n# Replace it\n\n{body}\n")
    };
    let dates = |migrated: &str, off: &str| {
        format!(
            "cost_weeks: [20, 30]\ndo_nothing_cost_weeks: [40, 48]\nnew_customers_from: 2026-05-01\nmigrated_by: \
             {migrated}\nold_off: {off}"
        )
    };
    let side = "## Coexistence\n\nBoth systems run beside each other for five months, and a switch for each account decides \
                which of the two serves a request of that account.";
    let repo = step(
        Repo::new(),
        date(2026, 1, 5),
        &[
            (
                "metrics/0001-ci.md",
                "---\nstatus: active\nunit: minutes\ndirection: down\n---\n# CI\n".to_owned(),
            ),
            (
                "metrics/0002-trust.md",
                "---\nstatus: active\nunit: points\ndirection: up\n---\n# Trust\n".to_owned(),
            ),
            ("teams/core.md", "---\nstatus: active\n---\n# Core\n".to_owned()),
            (
                "customers/0001-engineers.md",
                "---\nstatus: active\nkind: internal\n---\n# Engineers\n\n## Pain points\n\n- Slow CI. {#slow}\n  - within\n- \
                 Late alarms. {#late}\n- No help. {#alone}\n- Nameless.\n"
                    .to_owned(),
            ),
            (
                "customers/0002-gone.md",
                "---\nstatus: retired\nkind: external\n---\n# Gone\n\n## Pain points\n\n- Tapes. {#tapes}\n".to_owned(),
            ),
            (
                "vision/0001-quick.md",
                "---\nstatus: current\nattributes:\n  - {id: fast, statement: Fast, metric: MET-1}\n  - {id: safe, \
                 statement: Safe}\n---\n# Quick\n"
                    .to_owned(),
            ),
            (
                "vision/0002-old.md",
                "---\nstatus: archived\nattributes:\n  - {id: all, statement: All}\n---\n# Old\n".to_owned(),
            ),
            ("initiatives/0001-ci.md", initiative(&format!("status: idea\n{dx}"))),
            ("initiatives/0002-cache.md", initiative(&format!("status: planned\n{dx}"))),
            (
                "initiatives/0003-digest.md",
                initiative(
                    "status: closed\ncategory: feature\nmetric: {baseline: 22 per 1000, target: 15 per 1000}\noutcome: \
                     {result: missed, value: 22 per 1000, measured_on: 2025-12-31}",
                ),
            ),
            ("initiatives/0004-try.md", initiative("status: active\ncategory: experiment")),
            ("initiatives/0005-alerts.md", initiative("status: active\ncategory: platform")),
            ("initiatives/0006-logs.md", initiative("status: planned\ncategory: platform")),
            (
                "initiatives/0007-db.md",
                debt(
                    "active",
                    "horizon: now",
                    "{customer: 3, roadmap: 1, competitive: 0, risk: 3}",
                ),
            ),
            (
                "initiatives/0008-form.md",
                debt(
                    "planned",
                    "horizon: 2026-Q3",
                    "{customer: 3, roadmap: 3, competitive: 2, risk: 2}",
                ),
            ),
            (
                "initiatives/0009-os.md",
                debt("parked", "", "{customer: 1, roadmap: 1, competitive: 1, risk: 3}"),
            ),
            (
                "initiatives/0010-css.md",
                debt(
                    "idea",
                    "horizon: later",
                    "{customer: 3, roadmap: 3, competitive: 2, risk: 2}",
                ),
            ),
            (
                "initiatives/0011-robot.md",
                plan("active", "customers: [CUS-1]\naddresses: [CUS-1#late]"),
            ),
            ("initiatives/0012-desk.md", plan("active", "")),
            (
                "initiatives/0013-faster.md",
                plan("idea", "horizon: 2026-Q4\nserves: [VIS-1#fast]\nteam: core"),
            ),
            ("initiatives/0014-b.md", plan("planned", "horizon: 2027-Q1")),
            ("initiatives/0015-c.md", plan("planned", "horizon: next\nteam: core")),
            ("initiatives/0016-d.md", plan("planned", "")),
            ("rewrites/0001-orders.md", rewrite("draft", "", "")),
            (
                "rewrites/0002-board.md",
                rewrite("proposed", "cost_weeks: 25\ndo_nothing_cost_weeks: [10, 26]", ""),
            ),
            (
                "rewrites/0003-train.md",
                rewrite(
                    "completed",
                    "cost_weeks: [10, 12]\ndo_nothing_cost_weeks: [2, 3]\nnew_customers_from: 2025-01-27\nmigrated_by: \
                     2025-04-30\nold_off: 2025-05-16",
                    "",
                ),
            ),
            ("rewrites/0004-go.md", rewrite("rejected", "", "")),
        ],
    );
    let ci = |status: &str, rest: &str| {
        (
            "initiatives/0001-ci.md",
            initiative(&format!("status: {status}\n{dx}\n{rest}")),
        )
    };
    let cache = |status: &str, rest: &str| {
        (
            "initiatives/0002-cache.md",
            initiative(&format!("status: {status}\n{dx}\n{rest}")),
        )
    };
    let orders = |status: &str, fields: &str| ("rewrites/0001-orders.md", rewrite(status, fields, side));
    let repo = step(
        repo,
        date(2026, 2, 1),
        &[ci("active", ""), orders("accepted", &dates("2026-09-01", "2026-10-01"))],
    );
    let repo = step(repo, date(2026, 2, 15), &[cache("active", "")]);
    let repo = step(
        repo,
        date(2026, 2, 20),
        &[("initiatives/0011-robot.md", plan("dropped", "addresses: [CUS-1#late]"))],
    );
    let repo = step(
        repo,
        date(2026, 3, 1),
        &[
            ci("shipped", ""),
            orders("in-progress", &dates("2026-09-01", "2026-10-01")),
        ],
    );
    let tried = "status: closed\ncategory: experiment\noutcome: {result: unknown, measured_on: 2026-03-20}";
    let repo = step(
        repo,
        date(2026, 3, 15),
        &[("initiatives/0004-try.md", initiative(tried))],
    );
    let repo = step(repo, date(2026, 4, 10), &[cache("shipped", "")]);
    let alerts = "status: shipped\ncategory: platform\nreview_on: 2026-11-15";
    let repo = step(
        repo,
        date(2026, 5, 1),
        &[("initiatives/0005-alerts.md", initiative(alerts))],
    );
    let hit = "outcome: {result: hit, value: 14 min, measured_on: 2026-05-30}";
    let repo = step(repo, date(2026, 6, 10), &[ci("closed", hit)]);
    let partly = "outcome: {result: partly, value: 0.5 h, measured_on: 2026-07-19}";
    let repo = step(repo, date(2026, 7, 20), &[cache("closed", partly)]);
    let desk = "metric: {ref: MET-2, baseline: unknown, target: 8}\noutcome: {result: hit, value: 8.5, measured_on: \
                2026-07-15}";
    let repo = step(
        repo,
        date(2026, 8, 1),
        &[("initiatives/0012-desk.md", plan("closed", desk))],
    );
    let logs = "status: shipped\ncategory: platform";
    step(
        repo,
        date(2026, 10, 1),
        &[
            ("initiatives/0006-logs.md", initiative(logs)),
            orders("in-progress", &dates("2026-11-30", "2026-12-31")),
        ],
    )
}

fn derived(organisation: &Organisation) -> (&Corpus, Insights<'_>) {
    (&organisation.corpus, organisation.insights(Some(TODAY)))
}

#[test]
fn outcomes_are_as_computed_by_hand() {
    let repo = small();
    let organisation = read(&repo);
    let (corpus, insights) = derived(&organisation);
    let outcomes = insights.outcomes();

    // hit | partly | missed | unknown | waiting
    assert_eq!(
        told(corpus, &outcomes.total),
        "INI-1 INI-12 | INI-2 | INI-3 | INI-4 | INI-5 INI-6"
    );
    assert_eq!(
        (outcomes.total.hit.len(), outcomes.total.rated(), outcomes.total.all()),
        (2, 4, 7)
    );
    let by_category: Vec<_> = outcomes
        .by_category
        .iter()
        .map(|(name, it)| format!("{name}: {}", told(corpus, it)))
        .collect();
    assert_eq!(
        by_category,
        [
            "platform:  |  |  |  | INI-5 INI-6",
            "dx: INI-1 | INI-2 |  |  | ",
            "experiment:  |  |  | INI-4 | ",
            "feature: INI-12 |  | INI-3 |  | ",
        ]
    );
    let by_attribute = &outcomes.by_attribute;
    assert_eq!(by_attribute.len(), 1);
    assert_eq!(by_attribute[0].0.anchor.as_deref(), Some("fast"));
    assert_eq!(told(corpus, &by_attribute[0].1), "INI-1 | INI-2 |  |  | ");
    assert_eq!(outcomes.by_customer.len(), 1);

    // Initiative, share of the way from baseline to target, reached, days from shipping to the measurement.
    let expected = [
        // (14 − 47) / (15 − 47); 1 March to 30 May
        ("INI-1", Some(1.031_25), Some(true), Some(90)),
        // 0.5 h are 30 min: (30 − 47) / (15 − 47); 10 April to 19 July
        ("INI-2", Some(0.531_25), Some(false), Some(100)),
        // Born closed, so nobody knows when it shipped.
        ("INI-3", Some(0.0), Some(false), None),
        // No number; 15 to 20 March, shipped and closed at once
        ("INI-4", None, None, Some(5)),
        // The baseline is unknown, up is better; closed after it was measured, so the days are not known.
        ("INI-12", None, Some(true), None),
    ];
    for (name, share, reached, days) in expected {
        let index = corpus.by_id(name).expect("an initiative");
        let initiative = insights.initiative(index).expect("read");
        let way = initiative.outcome.as_ref().expect("an outcome").way;
        assert_eq!(way.and_then(|way| way.share), share, "{name}");
        assert_eq!(way.map(|way| way.reached), reached, "{name}");
        assert_eq!(initiative.days_to_measurement(), days, "{name}");
    }
    assert_eq!(outcomes.days_to_measurement.median, Some(90.0), "of 5, 90 and 100");
    let order: Vec<_> = outcomes
        .bets
        .iter()
        .map(|it| id(corpus, insights.initiatives()[*it].index))
        .collect();
    assert_eq!(order, ["INI-2", "INI-12", "INI-1", "INI-4", "INI-3", "INI-5", "INI-6"]);

    let follow_ups: Vec<_> = outcomes
        .follow_ups
        .iter()
        .map(|it| (id(corpus, it.initiative), it.due, it.written, it.late))
        .collect();
    assert_eq!(
        follow_ups,
        [
            ("INI-5", Some(date(2026, 11, 15)), true, Some(10)),
            // 90 days after 1 October
            ("INI-6", Some(date(2026, 12, 30)), false, Some(-35)),
        ]
    );
    let lessons: Vec<_> = outcomes
        .lessons
        .iter()
        .map(|it| (id(corpus, it.initiative), it.on))
        .collect();
    assert_eq!(
        lessons,
        [
            ("INI-4", Some(date(2026, 3, 20))),
            ("INI-11", Some(date(2026, 2, 20))),
            ("INI-3", Some(date(2025, 12, 31))),
        ]
    );
}

#[test]
fn the_roadmap_the_mix_and_the_debt_are_as_computed_by_hand() {
    let repo = small();
    let organisation = read(&repo);
    let (corpus, insights) = derived(&organisation);

    let horizon = |it: Horizon| match it {
        Horizon::Quarter(quarter) => quarter.to_string(),
        other => format!("{other:?}"),
    };
    let roadmap = insights.roadmap();
    let columns: Vec<_> = roadmap
        .columns
        .iter()
        .map(|it| format!("{}: {}", horizon(it.horizon), ids(corpus, &it.initiatives)))
        .collect();
    assert_eq!(
        columns,
        [
            "Shipped: INI-5 INI-6",
            "2026-Q3: INI-8",
            "Now: INI-7",
            "2026-Q4: INI-13",
            "Next: INI-15",
            "2027-Q1: INI-14",
            "Later: INI-10",
            "Undecided: INI-16",
        ]
    );
    let by_team: Vec<_> = roadmap
        .by_team
        .iter()
        .map(|row| (row.of.map(|team| id(corpus, team)), ids(corpus, &row.cells.concat())))
        .collect();
    assert_eq!(
        by_team,
        [
            (Some("TEAM-core"), "INI-13 INI-15".to_owned()),
            (None, "INI-5 INI-6 INI-8 INI-7 INI-14 INI-10 INI-16".to_owned()),
        ]
    );
    let by_attribute: Vec<_> = roadmap
        .by_attribute
        .iter()
        .map(|row| {
            (
                row.of.as_ref().and_then(|it| it.anchor.as_deref()),
                row.cells.concat().len(),
            )
        })
        .collect();
    assert_eq!(by_attribute, [(Some("fast"), 1), (Some("safe"), 0), (None, 8)]);
    assert_eq!(ids(corpus, &roadmap.parked), "INI-9");

    let mix = insights.mix();
    assert_eq!(mix.categories, ["platform", "dx", "debt", "experiment", "feature"]);
    let quarters = |of: &[docent::insight::mix::Share]| -> Vec<String> {
        let part = |it: &docent::insight::mix::Share| {
            let counts: Vec<_> = it.by_category.iter().map(|it| it.len().to_string()).collect();
            format!("{} {}", it.quarter, counts.join(" "))
        };
        of.iter().map(part).collect()
    };
    // Started, as Git saw it: INI-1 and 2 (dx) in February, 6 (platform) with its shipping in October. All others were
    // born active or later. Of those only INI-12 … 16 name a horizon as a quarter, and they are not active.
    assert_eq!(
        quarters(&mix.started.shares),
        [
            "2026-Q1 0 2 0 0 0",
            "2026-Q2 0 0 0 0 0",
            "2026-Q3 0 0 0 0 0",
            "2026-Q4 1 0 0 0 0"
        ]
    );
    // Shipped: INI-1 (dx) and 4 (experiment) in March, 2 (dx) and 5 (platform) in April and May, 12 (feature) in August,
    // 6 (platform) in October. INI-3 was born closed.
    assert_eq!(
        quarters(&mix.shipped.shares),
        [
            "2026-Q1 0 1 0 1 0",
            "2026-Q2 1 1 0 0 0",
            "2026-Q3 0 0 0 0 1",
            "2026-Q4 1 0 0 0 0"
        ]
    );
    assert_eq!(ids(corpus, &mix.started.undated), "INI-3 INI-4 INI-5 INI-7 INI-12");
    assert_eq!(ids(corpus, &mix.shipped.undated), "INI-3");

    let debt: Vec<_> = insights
        .debt()
        .iter()
        .map(|it| (id(corpus, it.initiative), it.is_now(), it.sum()))
        .collect();
    assert_eq!(
        debt,
        [
            ("INI-7", true, 7),
            ("INI-9", true, 6),
            ("INI-8", false, 10),
            ("INI-10", false, 10)
        ],
        "a risk of 3 first, then the sum, then the id by its number"
    );
}

#[test]
fn pain_and_vision_say_what_nobody_has_taken_on() {
    let repo = small();
    let organisation = read(&repo);
    let (corpus, insights) = derived(&organisation);
    let pains: Vec<_> = insights
        .pain()
        .iter()
        .map(|it| {
            let by: Vec<_> = it.addressed_by.iter().map(|it| it.document).collect();
            (it.anchor.as_deref(), it.state, ids(corpus, &by))
        })
        .collect();
    assert_eq!(
        pains,
        [
            (Some("slow"), PainState::Eased, "INI-1 INI-2".to_owned()),
            (Some("late"), PainState::Unowned, "INI-11".to_owned()),
            (Some("alone"), PainState::Unowned, String::new()),
            (None, PainState::Unowned, String::new()),
        ],
        "the pain of a retired customer is over"
    );
    let attributes: Vec<_> = insights
        .vision()
        .attributes
        .iter()
        .map(|it| {
            (
                it.place.anchor.as_deref(),
                it.metric.is_some(),
                ids(corpus, &it.open),
                ids(corpus, &it.judged),
            )
        })
        .collect();
    assert_eq!(
        attributes,
        [
            (Some("fast"), true, "INI-13".to_owned(), "INI-1 INI-2".to_owned()),
            (Some("safe"), false, String::new(), String::new()),
        ]
    );
}

#[test]
fn rewrites_are_as_computed_by_hand() {
    let repo = small();
    let organisation = read(&repo);
    let (corpus, insights) = derived(&organisation);
    let rewrite = |name: &str| {
        let index = corpus.by_id(name).expect("a rewrite");
        insights.rewrites().of(index).expect("read")
    };

    let orders = rewrite("RW-1");
    assert_eq!(
        (orders.stage, orders.age),
        (Stage::Decided, Some(269)),
        "in progress since 1 March"
    );
    assert!(!orders.since.expect("known").at_least);
    let comparison = orders.comparison().expect("two ranges");
    assert_eq!(
        (comparison.least, comparison.most, comparison.verdict),
        (10.0, 28.0, Verdict::Pays)
    );
    let days: Vec<_> = orders
        .cut_over
        .iter()
        .map(|it| (it.day, it.happened, it.slip()))
        .collect();
    assert_eq!(
        days,
        [
            (Some(date(2026, 5, 1)), true, Some(0)),
            // planned for 1 September and 1 October
            (Some(date(2026, 11, 30)), false, Some(90)),
            (Some(date(2026, 12, 31)), false, Some(91)),
        ]
    );
    let side = orders.side_by_side.expect("a day");
    assert_eq!(
        (side.days, side.so_far),
        (Some(244), Some(208)),
        "1 May to 31 December, and to today"
    );
    assert_eq!(
        orders.next(Some(TODAY)),
        Some((1, 5)),
        "existing customers by 30 November"
    );

    let board = rewrite("RW-2");
    let comparison = board.comparison().expect("two ranges");
    assert_eq!(
        (comparison.least, comparison.most, comparison.verdict),
        (-15.0, 1.0, Verdict::Open)
    );
    assert_eq!((board.side_by_side, board.next(Some(TODAY))), (None, None));
    let since = board.since.expect("known");
    assert!(since.at_least, "it was born proposed");

    let train = rewrite("RW-3");
    let comparison = train.comparison().expect("two ranges");
    assert_eq!(
        (comparison.least, comparison.most, comparison.verdict),
        (-10.0, -7.0, Verdict::CostsMore)
    );
    let side = train.side_by_side.expect("a day");
    assert_eq!(
        (side.days, side.so_far),
        (Some(109), Some(109)),
        "27 January to 16 May 2025"
    );
    assert_eq!(train.next(Some(TODAY)), None);
    assert_eq!(train.cut_over[0].planned, None, "it was born completed");

    let questions: Vec<_> = insights
        .rewrites()
        .questions
        .iter()
        .map(|it| (it.number, it.asked, ids(corpus, &it.unanswered)))
        .collect();
    let both = "RW-1 RW-2".to_owned();
    let expected: Vec<_> = (1..=8)
        .map(|number| (number, 2, if number == 3 { "RW-2".to_owned() } else { both.clone() }))
        .collect();
    assert_eq!(
        questions, expected,
        "neither what is completed nor what is rejected is asked"
    );
    assert_eq!(insights.rewrites().most_unanswered().len(), 7);
}

#[test]
fn programs_read_the_same_numbers() {
    let repo = small();
    let mut organisation = read(&repo);
    let options = pipeline::BuildOptions {
        today: Some(TODAY),
        ..pipeline::BuildOptions::default()
    };
    let built = pipeline::build(&mut organisation, &options).expect("a theme without errors");
    let file = built.site.get("api/insights.json").expect("the file");
    let json: serde_json::Value = serde_json::from_slice(file).expect("JSON");
    let at = |path: &str| {
        json.pointer(path)
            .unwrap_or_else(|| panic!("no {path} in {json:#}"))
            .clone()
    };
    assert_eq!(at("/outcomes/total/hit"), serde_json::json!(["INI-1", "INI-12"]));
    assert_eq!(
        at("/outcomes/follow_ups/0"),
        serde_json::json!({
            "initiative": "INI-5", "due": "2026-11-15", "written": true, "late": 10
        })
    );
    assert_eq!(
        at("/roadmap/columns/1"),
        serde_json::json!({ "horizon": "2026-Q3", "initiatives": ["INI-8"] })
    );
    assert_eq!(at("/debt/0/initiative"), "INI-7");
    assert_eq!(at("/pain/0/state"), "eased");
    assert_eq!(at("/vision/attributes/1/metric"), serde_json::Value::Null);
    assert_eq!(at("/rewrites/rewrites/0/cut_over/old_off/planned"), "2026-10-01");
    assert_eq!(
        at("/initiatives/1/outcome/way"),
        serde_json::json!({ "share": 0.531_25, "reached": false })
    );
}

#[test]
fn nothing_is_made_up_where_nothing_is_known() {
    let organisation = of_texts(&[
        ("initiatives/0001-a.md", &initiative("status: shipped")),
        (
            "initiatives/0002-b.md",
            &initiative("status: closed\noutcome: {result: hit}"),
        ),
        ("initiatives/0003-c.md", &initiative("status: nonsense")),
        ("initiatives/0004-d.md", "no front matter"),
        (
            "rewrites/0001-r.md",
            "---\nstatus: in-progress\ncost_weeks: [30, 20]\nnew_customers_from: soon\n---\n# R\n",
        ),
    ]);
    let corpus = &organisation.corpus;
    for today in [None, Some(TODAY)] {
        let insights = organisation.insights(today);
        assert_eq!(told(corpus, &insights.outcomes().total), "INI-2 |  |  |  | INI-1");
        assert_eq!(insights.outcomes().days_to_measurement.median, None);
        assert_eq!(insights.outcomes().follow_ups[0].due, None);
        let rewrite = &insights.rewrites().rewrites[0];
        assert!(rewrite.cost.is_none() && rewrite.comparison().is_none() && rewrite.age.is_none());
        assert!(rewrite.side_by_side.is_none() && rewrite.next(today).is_none());
        assert!(insights.mix().started.shares.is_empty() && insights.debt().is_empty() && insights.pain().is_empty());
    }
    let empty = of_texts(&[]);
    let nothing = empty.insights(Some(TODAY));
    assert!(nothing.initiatives().is_empty() && nothing.rewrites().rewrites.is_empty());
}

/// The front matter of every file in a folder of the example organisation, by id, as a plain YAML reader has it.
fn raw(folder: &str, prefix: &str) -> BTreeMap<String, serde_yaml::Mapping> {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("example-org")
        .join(folder);
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.ends_with(".md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        let yaml = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split("\n---\n").next())
            .expect("front matter");
        let number: u32 = name[..4].parse().expect("a number");
        found.insert(format!("{prefix}-{number}"), serde_yaml::from_str(yaml).expect("YAML"));
    }
    found
}

fn text(fields: &serde_yaml::Mapping, path: &str) -> Option<String> {
    let (key, rest) = path
        .split_once('.')
        .map_or((path, None), |(key, rest)| (key, Some(rest)));
    let value = fields.get(key)?;
    match rest {
        Some(rest) => text(value.as_mapping()?, rest),
        None => Some(
            serde_yaml::to_string(value)
                .expect("YAML")
                .trim()
                .trim_matches('\'')
                .to_owned(),
        ),
    }
}

fn example() -> Organisation {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let repository = Repository::open(&folder).expect("the example organisation");
    pipeline::check(repository.work_tree().expect("its files"), &Options::default())
}

#[test]
fn the_example_organisation_adds_up_to_what_its_front_matter_says() {
    let organisation = example();
    let (corpus, insights) = derived(&organisation);
    let initiatives = raw("initiatives", "INI");
    let with = |wanted: &dyn Fn(&serde_yaml::Mapping) -> bool| -> Vec<String> {
        let mut found: Vec<_> = initiatives
            .iter()
            .filter(|(_, fields)| wanted(fields))
            .map(|(id, _)| id.clone())
            .collect();
        found.sort_by_key(|id| id[4..].parse::<u32>().expect("a number"));
        found
    };
    let status = |fields: &serde_yaml::Mapping| text(fields, "status").unwrap_or_default();
    let shipped = |fields: &serde_yaml::Mapping| ["shipped", "closed"].contains(&status(fields).as_str());
    let judged = |word: &'static str| {
        with(&move |fields| shipped(fields) && text(fields, "outcome.result").as_deref() == Some(word)).join(" ")
    };

    let outcomes = insights.outcomes();
    let waiting = with(&|fields| shipped(fields) && text(fields, "outcome.result").is_none()).join(" ");
    let expected = [
        judged("hit"),
        judged("partly"),
        judged("missed"),
        judged("unknown"),
        waiting,
    ]
    .join(" | ");
    assert_eq!(told(corpus, &outcomes.total), expected);

    for (category, tally) in &outcomes.by_category {
        let of = with(&|fields| shipped(fields) && text(fields, "category").as_deref() == Some(category));
        assert_eq!(tally.all(), of.len(), "{category}");
    }
    for (place, tally) in &outcomes.by_attribute {
        let name = format!(
            "{}#{}",
            id(corpus, place.document),
            place.anchor.as_deref().unwrap_or_default()
        );
        let of = with(&|fields| shipped(fields) && text(fields, "serves").as_deref() == Some(&name));
        assert_eq!(tally.all(), of.len(), "{name}");
    }

    let late = |fields: &serde_yaml::Mapping| {
        let due: Date = text(fields, "review_on")?.parse().ok()?;
        (status(fields) == "shipped").then(|| (TODAY.since(due).expect("days").get_days(), due))
    };
    let mut expected: Vec<_> = initiatives
        .iter()
        .filter_map(|(id, fields)| Some((id.as_str(), late(fields)?)))
        .collect();
    expected.sort_by_key(|(_, (_, due))| *due);
    let found: Vec<_> = outcomes
        .follow_ups
        .iter()
        .map(|it| {
            (
                id(corpus, it.initiative),
                (it.late.expect("a day"), it.due.expect("a day")),
            )
        })
        .collect();
    assert_eq!(found, expected);

    // Of numbers alone: every value and its target are in one unit in the example.
    let number = |text: String| -> Option<f64> { text.split_whitespace().next()?.parse().ok() };
    for (name, fields) in &initiatives {
        let initiative = insights
            .initiative(corpus.by_id(name).expect("a document"))
            .expect("read");
        let own = ["metric.baseline", "metric.target", "outcome.value"].map(|path| number(text(fields, path)?));
        let share = match own {
            [Some(baseline), Some(target), Some(value)] => Some((value - baseline) / (target - baseline)),
            _ => None,
        };
        let found = initiative.outcome.as_ref().and_then(|it| it.way?.share);
        let same = match (found, share) {
            (Some(found), Some(share)) => (found - share).abs() < 1e-9,
            (found, share) => found == share,
        };
        assert!(same, "{name}: {found:?} is not {share:?}");
    }

    let open = with(&|fields| ["idea", "planned", "active", "shipped"].contains(&status(fields).as_str()));
    let on_roadmap: usize = insights
        .roadmap()
        .columns
        .iter()
        .map(|column| column.initiatives.len())
        .sum();
    assert_eq!(on_roadmap, open.len());
    let debt = with(&|fields| fields.contains_key("debt") && status(fields) != "closed");
    assert_eq!(insights.debt().len(), debt.len());

    // Pain points: anchors in the texts of customers who are not retired, and who names them.
    let customers = raw("customers", "CUS");
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org/customers");
    let mut anchors = 0;
    let mut unowned = Vec::new();
    for entry in std::fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        let number: u32 = path.file_name().expect("a name").to_string_lossy()[..4]
            .parse()
            .expect("a number");
        let id = format!("CUS-{number}");
        if status(&customers[&id]) == "retired" {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        for (at, _) in text.match_indices("{#") {
            anchors += 1;
            let name = format!("{id}#{}", text[at + 2..].split('}').next().expect("an end"));
            let names = |fields: &serde_yaml::Mapping| {
                let list = fields.get("addresses").and_then(serde_yaml::Value::as_sequence);
                status(fields) != "dropped" && list.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(&name)))
            };
            if !initiatives.values().any(names) {
                unowned.push(name);
            }
        }
    }
    unowned.sort();
    let found = insights.pain().iter().filter(|pain| pain.state == PainState::Unowned);
    let mut found: Vec<_> = found
        .map(|it| {
            format!(
                "{}#{}",
                id(corpus, it.customer),
                it.anchor.as_deref().unwrap_or_default()
            )
        })
        .collect();
    found.sort();
    assert_eq!(insights.pain().len(), anchors);
    assert_eq!(found, unowned);

    let rewrites = raw("rewrites", "RW");
    assert_eq!(insights.rewrites().rewrites.len(), rewrites.len());
    for (name, fields) in &rewrites {
        let rewrite = insights
            .rewrites()
            .of(corpus.by_id(name).expect("a document"))
            .expect("read");
        let range = |key: &str| -> Option<(f64, f64)> {
            let list = fields.get(key)?.as_sequence()?;
            Some((list.first()?.as_f64()?, list.get(1)?.as_f64()?))
        };
        let expected = range("cost_weeks").zip(range("do_nothing_cost_weeks"));
        let expected = expected.map(|(cost, nothing)| (nothing.0 - cost.1, nothing.1 - cost.0));
        assert_eq!(rewrite.comparison().map(|it| (it.least, it.most)), expected, "{name}");
        let day = |key: &str| text(fields, key).and_then(|it| it.parse::<Date>().ok());
        let days = day("new_customers_from")
            .zip(day("old_off"))
            .map(|(from, to)| to.since(from).expect("days").get_days());
        assert_eq!(rewrite.side_by_side.and_then(|it| it.days), days, "{name}");
    }
}
