//! What incidents, actions and metrics add up to: every figure of a small organisation computed by hand, and those of the
//! example organisation computed again from the raw front matter.

mod support;

use std::collections::BTreeMap;

use camino::Utf8Path;
use docent::insight::Insights;
use docent::insight::incidents::FactorKind;
use docent::insight::numbers::Numbers;
use docent::insight::scorecard::Trend;
use docent::model::{Corpus, DocumentIndex};
use docent::pipeline::{self, Options, Organisation};
use docent::repository::{Repository, Snapshot};
use jiff::civil::{Date, date};
use support::repo::Repo;

fn of_texts(files: &[(&str, String)]) -> Organisation {
    let files = files.iter().map(|(path, text)| (*path, text.as_str()));
    pipeline::check(Snapshot::from_texts(files), &Options::default())
}

fn ids(corpus: &Corpus, of: &[DocumentIndex]) -> String {
    let ids = of.iter().map(|index| corpus.get(*index).id.value.as_str());
    ids.collect::<Vec<_>>().join(" ")
}

/// "n median mean p90; unknown".
fn told(corpus: &Corpus, numbers: &Numbers) -> String {
    let number = |value: Option<f64>| {
        value.map_or_else(
            || "none".to_owned(),
            |value| ((value * 100.0).round() / 100.0).to_string(),
        )
    };
    let (median, mean, p90) = (number(numbers.median), number(numbers.mean), number(numbers.p90));
    let unknown = ids(corpus, &numbers.unknown);
    format!("{} {median} {mean} {p90}; {unknown}", numbers.count())
        .trim_end_matches("; ")
        .to_owned()
}

/// The fixture. Times in minutes, by hand:
///
/// | | started | detected | mitigated | resolved | detect | restore | resolve | what it shows |
/// |---|---|---|---|---|---:|---:|---:|---|
/// | A | 02-28 23:30 +1 | 02-29 00:30 | 02-29 02:30 | 03-01 23:30 | 60 | 180 | 2880 | midnight and a leap day |
/// | B | 03-31 01:30 +1 | 03-31 03:10 +2 | – | 03-31 04:00 +2 | 40 | 90 | 90 | the hour that summer time skips |
/// | C | 07-01 00:30 +2 | – | – | 07-01 01:00 +2 | ? | 30 | 30 | the third quarter by its own clock, the second by UTC |
/// | D | 10-05 08:00 Z | – | – | – | ? | ? | ? | nothing but a start |
/// | E | 10-06 10:00 Z | 09:50 | – | 10:20 | ? | 20 | 20 | noticed before it began: the clocks were read wrongly |
fn fixture() -> Organisation {
    let incident = |fields: &str, body: &str| format!("---\n{fields}\n---\n# It broke\n\n{body}");
    of_texts(&[
        (
            "incidents/2024-02-28-a.md",
            incident(
                "status: published\nseverity: sev1\nowner: ada\nservices: [pay]\ntags: [release]\nrelated: [MET-1]\n\
                 detected_by: customer\ncaused_by_change: yes\nstarted: 2024-02-28T23:30:00+01:00\n\
                 detected: 2024-02-29T00:30:00+01:00\nmitigated: 2024-02-29T02:30:00+01:00\n\
                 resolved: 2024-03-01T23:30:00+01:00",
                "## Contributing factors\n\nThe connection pool ran dry.\n\n## Actions\n\n\
                 - [x] Limit the pool (owner: @ada, due: 2024-03-10, done: 2024-03-06)\n\
                 - [ ] Watch the pool (owner: @ada, due: 2024-12-30)\n",
            ),
        ),
        (
            "incidents/2024-03-31-b.md",
            incident(
                "status: published\nseverity: sev2\nowner: bo\nservices: [Pay, web]\ntags: [Release]\ndetected_by: alert\n\
                 caused_by_change: yes\nstarted: 2024-03-31T01:30:00+01:00\ndetected: 2024-03-31T03:10:00+02:00\n\
                 resolved: 2024-03-31T04:00:00+02:00",
                "## Actions\n\n- [x] Add an alert (owner: @bo, due: 2024-04-30, done: 2024-04-10)\n",
            ),
        ),
        (
            "incidents/2024-07-01-c.md",
            incident(
                "status: in-review\nseverity: sev2\nowner: bo\nrelated: [MET-1]\ncaused_by_change: no\n\
                 started: 2024-07-01T00:30:00+02:00\nresolved: 2024-07-01T01:00:00+02:00",
                "## Actions\n\n- [ ] Think again (owner: @bo, due: 2025-01-31)\n",
            ),
        ),
        (
            "incidents/2024-10-05-d.md",
            incident("status: draft\nseverity: sev3\ndetected_by: partner\nstarted: 2024-10-05T08:00:00Z", ""),
        ),
        (
            "incidents/2024-10-06-e.md",
            incident(
                "status: published\nseverity: sev3\nowner: ada\ndetected_by: staff\ncaused_by_change: unknown\n\
                 started: 2024-10-06T10:00:00Z\ndetected: 2024-10-06T09:50:00Z\nresolved: 2024-10-06T10:20:00Z",
                "- Duration: 45 minutes\n\n## Contributing factors\n\nTwo connection pools, one limit.\n\n\
                 ## Actions\n\n- [x] Read the clock (owner: @ada, due: 2024-11-01)\n",
            ),
        ),
        (
            "metrics/0001-deployments.md",
            "---\ntitle: Deployments\nstatus: active\nunit: deployments per week\ndirection: up\ntarget: 10\n\
             cadence: monthly\nreadings:\n  - {on: 2024-01-31, value: 7}\n  - {on: 2024-02-29, value: 14}\n  \
             - {on: 2024-04-30, value: 7}\n---\n"
                .to_owned(),
        ),
        (
            "metrics/0002-once.md",
            "---\ntitle: Once\nstatus: active\nunit: hours\ndirection: down\ntarget: 5\ncadence: monthly\nreadings:\n  \
             - {on: 2024-12-01, value: 3}\n  - {on: 2025-01-31, value: 9}\n---\n"
                .to_owned(),
        ),
        (
            "metrics/0003-never.md",
            "---\ntitle: Never\nstatus: active\nunit: hours\ndirection: down\ntarget: 5\ncadence: weekly\n---\n".to_owned(),
        ),
        (
            "metrics/0004-yearly.md",
            "---\ntitle: Yearly\nstatus: active\nunit: hours\ndirection: down\ncadence: yearly\nreadings:\n  \
             - {on: 2023-06-30, value: 10}\n  - {on: 2024-06-30, value: 8}\n---\n"
                .to_owned(),
        ),
    ])
}

/// What an organisation adds up to at the end of its year.
fn derived(organisation: &Organisation) -> Insights<'_> {
    organisation.insights(Some(date(2024, 12, 31)))
}

#[test]
fn times_by_quarter_by_hand() {
    let organisation = fixture();
    let insights = derived(&organisation);
    let corpus = &organisation.corpus;
    let quarters: Vec<String> = insights
        .incidents()
        .by_quarter
        .iter()
        .map(|(quarter, group)| {
            let [detect, restore, resolve] = [&group.detect, &group.restore, &group.resolve].map(|it| told(corpus, it));
            format!("{quarter} {} | {detect} | {restore} | {resolve}", group.incidents.len())
        })
        .collect();
    // Two values: the median is their mean, and the 90th percentile, of rank ceil(0.9 × 2) = 2, the larger one.
    assert_eq!(
        quarters,
        [
            "2024-Q1 2 | 2 50 50 60 | 2 135 135 180 | 2 1485 1485 2880",
            "2024-Q2 0 | 0 none none none | 0 none none none | 0 none none none",
            "2024-Q3 1 | 0 none none none; INC-2024-07-01 | 1 30 30 30 | 1 30 30 30",
            "2024-Q4 2 | 0 none none none; INC-2024-10-06 INC-2024-10-05 | 1 20 20 20; INC-2024-10-05 | \
             1 20 20 20; INC-2024-10-05",
        ]
    );
    // 20, 30, 90, 180: median (30 + 90) / 2, mean 320 / 4, rank ceil(3.6) = 4.
    let total = &insights.incidents().total;
    assert_eq!(told(corpus, &total.restore), "4 60 80 180; INC-2024-10-05");
    assert_eq!((total.found.outside(), total.found.known()), (2, 4));
    let named = |groups: &[(String, docent::insight::incidents::Group)]| {
        groups
            .iter()
            .map(|(name, group)| format!("{name} {}", group.incidents.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(named(&insights.incidents().by_severity), ["sev1 1", "sev2 2", "sev3 2"]);
    assert_eq!(named(&insights.incidents().by_service), ["Pay 2", "web 1"]);
    assert!(insights.incidents().outside.is_empty());
}

#[test]
fn changes_by_hand() {
    // January: 7 a week for 31 days is 31; February: 14 a week for 29 days is 58; nobody read March; April: 7 a week for 30
    // days is 30. Of the two incidents that a change brought about, the one of 31 March lies on a day that no reading covers.
    let organisation = fixture();
    let insights = derived(&organisation);
    let changes = &insights.incidents().changes;
    let corpus = &organisation.corpus;
    assert_eq!(told(corpus, &changes.recovery), "2 135 135 180");
    assert_eq!(ids(corpus, &changes.unknown), "INC-2024-10-06 INC-2024-10-05");
    let quarters: Vec<String> = changes
        .by_quarter
        .iter()
        .map(|it| {
            let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.3}"));
            format!(
                "{} days, {} deployments, {}, {} %",
                it.days,
                number(it.deployments),
                ids(corpus, &it.failed),
                number(it.fail_rate)
            )
        })
        .collect();
    assert_eq!(
        quarters,
        [
            "60 days, 89.000 deployments, INC-2024-02-28, 1.124 %",
            "30 days, 30.000 deployments, , 0.000 %",
            "0 days, none deployments, , none %",
            "0 days, none deployments, , none %",
        ]
    );
    assert_eq!((changes.covered.days, changes.covered.deployments), (90, Some(119.0)));
}

#[test]
fn what_recurs_and_what_was_typed() {
    let organisation = fixture();
    let insights = derived(&organisation);
    let factors = &insights.incidents().factors;
    let corpus = &organisation.corpus;
    let read = |all: &[docent::insight::incidents::Factor]| {
        let name = |kind: &FactorKind| match kind {
            FactorKind::Tag(name) | FactorKind::Words(name) => name.clone(),
            FactorKind::Document(index) => corpus.get(*index).id.value.clone(),
        };
        all.iter()
            .map(|it| format!("{}: {}", name(&it.kind), ids(corpus, &it.incidents)))
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&factors.tags), ["Release: INC-2024-03-31 INC-2024-02-28"]);
    assert_eq!(read(&factors.documents), ["MET-1: INC-2024-07-01 INC-2024-02-28"]);
    assert_eq!(
        read(&factors.words),
        ["connection pools: INC-2024-10-06 INC-2024-02-28"]
    );
    // It may have meant 20 minutes, from the start, or 30, from when it was noticed: 45 is neither.
    let typed: Vec<_> = insights
        .incidents()
        .contradicted
        .iter()
        .map(|it| (it.typed.as_str(), it.typed_minutes, it.elapsed))
        .collect();
    assert_eq!(typed, [("45 minutes", 45.0, 30.0)]);
}

#[test]
fn actions_by_hand() {
    // A was resolved on 1 March, its action done on the 6th: 5 days. B on 31 March and 10 April: 10 days.
    let organisation = fixture();
    let insights = derived(&organisation);
    let actions = insights.actions();
    let corpus = &organisation.corpus;
    let what = |positions: &[usize]| {
        positions
            .iter()
            .map(|position| actions.all[*position].what.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(what(&actions.open), "Watch the pool, Think again");
    assert_eq!(what(&actions.overdue), "Watch the pool");
    assert_eq!(actions.all[actions.overdue[0]].late, Some(1));
    assert_eq!(what(&actions.done), "Add an alert, Limit the pool, Read the clock");
    assert_eq!(told(corpus, &actions.days_to_done), "2 7.5 7.5 10; INC-2024-10-06");
    let quarters = actions
        .by_quarter
        .iter()
        .map(|(quarter, numbers)| format!("{quarter} {}", told(corpus, numbers)));
    assert_eq!(quarters.collect::<Vec<_>>(), ["2024-Q1 1 5 5 5", "2024-Q2 1 10 10 10"]);
    let owners: Vec<_> = actions
        .by_owner
        .iter()
        .map(|it| (it.owner.as_deref(), it.open.len(), it.overdue, it.done.len()))
        .collect();
    assert_eq!(owners, [(Some("ada"), 1, 1, 2), (Some("bo"), 1, 0, 1)]);
    let without_today = organisation.insights(None);
    let without_today = without_today.actions();
    assert!(without_today.overdue.is_empty(), "without a day nothing is overdue");
}

#[test]
fn scorecard_by_hand() {
    // | metric | latest      | compared with | trend  | target       | age | cadence |
    // | 1      | 04-30: 7    | 01-31: 7      | level  | ≥ 10: missed | 245 | 31      |
    // | 2      | 12-01: 3    | none          | none   | ≤ 5: met     | 30  | 31      | (that of 2025 is still to come)
    // | 3      | none        |               |        |              |     | 7       |
    // | 4      | 06-30: 8    | a year before | better | none         | 184 | 366     |
    let organisation = fixture();
    let insights = derived(&organisation);
    let rows: Vec<_> = insights
        .scorecard()
        .metrics
        .iter()
        .map(|it| {
            let value = |reading: Option<docent::model::Reading>| reading.map(|it| it.value);
            (value(it.latest), value(it.before), it.trend, it.met, it.age, it.stale)
        })
        .collect();
    assert_eq!(
        rows,
        [
            (
                Some(7.0),
                Some(7.0),
                Some(Trend::Level),
                Some(false),
                Some(245),
                Some(true)
            ),
            (Some(3.0), None, None, Some(true), Some(30), Some(false)),
            (None, None, None, None, None, Some(true)),
            (Some(8.0), Some(10.0), Some(Trend::Better), None, Some(184), Some(false)),
        ]
    );
}

#[test]
fn the_day_an_initiative_shipped_comes_from_git() {
    let noon = |day: Date| {
        day.at(12, 0, 0, 0)
            .in_tz("UTC")
            .expect("a moment")
            .timestamp()
            .as_second()
    };
    let initiative = |status: &str| {
        format!(
            "---\nstatus: {status}\nmetric: {{ref: MET-1, baseline: 9 h, target: 5 h, by: 2026-06-30}}\n---\n# Faster\n"
        )
    };
    let repo = Repo::new()
        .write("metrics/0001-time.md", "---\ntitle: Time\nstatus: active\n---\n")
        .write("initiatives/0001-faster.md", initiative("active"))
        .write("initiatives/0002-born.md", initiative("shipped"))
        .at(noon(date(2026, 1, 10)))
        .commit("Begin")
        .write("initiatives/0001-faster.md", initiative("shipped"))
        .at(noon(date(2026, 3, 20)))
        .commit("Ship");
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    let organisation = pipeline::check_with_history(snapshot, &repository, None, &Options::default());
    let insights = organisation.insights(Some(date(2026, 4, 1)));
    let shipped: Vec<_> = insights.scorecard().metrics[0]
        .movers
        .iter()
        .map(|it| it.shipped)
        .collect();
    assert_eq!(
        shipped,
        [Some(date(2026, 3, 20)), None],
        "of what was born shipped, the day is unknown"
    );
}

#[test]
fn absurd_years_make_no_endless_list() {
    let incident = |started: &str| format!("---\nseverity: sev1\nstarted: {started}\n---\n# It broke\n");
    let organisation = of_texts(&[
        ("incidents/1.md", incident("0001-01-01T00:00:00Z")),
        ("incidents/2.md", incident("9998-01-01T00:00:00Z")),
        ("incidents/3.md", incident("2024-05-01T00:00:00Z")),
    ]);
    let insights = organisation.insights(Some(date(2024, 12, 31)));
    let insights = insights.incidents();
    assert_eq!(insights.by_quarter.len(), 3);
    assert_eq!(insights.outside.len(), 2);
    assert!(organisation.insights(None).incidents().by_quarter.len() <= 40);
}

#[test]
fn what_is_published_names_the_documents() {
    let organisation = fixture();
    let insights = derived(&organisation);
    let mut json = Vec::new();
    insights.write(&organisation.corpus, &mut json);
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["today"], "2024-12-31");
    assert!(json["ownership"]["matrices"].is_array());
    assert_eq!(json["incidents"]["by_quarter"][0]["quarter"], "2024-Q1");
    assert_eq!(
        json["incidents"]["by_quarter"][0]["restore"]["known"][0]["document"],
        "INC-2024-03-31"
    );
    assert_eq!(json["actions"]["all"][0]["document"], "INC-2024-02-28");
    assert_eq!(json["scorecard"]["metrics"][0]["trend"], "level");
}

/// Minutes since the year 0, by plain arithmetic, of `2026-03-14T09:12:00+01:00`.
fn minutes(text: &str) -> f64 {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().expect("a number");
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let before: i64 = (0..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let months: i64 = lengths.iter().take(usize::try_from(month - 1).expect("a month")).sum();
    let offset = match text.get(19..20) {
        Some(sign @ ("+" | "-")) => (number(20..22) * 60 + number(23..25)) * if sign == "+" { 1 } else { -1 },
        _ => 0,
    };
    let all = (before + months + day - 1) * 1440 + number(11..13) * 60 + number(14..16) - offset;
    f64::from(i32::try_from(all).expect("few enough"))
}

/// The value after `key:` in a front matter, as it is written.
fn raw<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let front = text.split("---").nth(1)?;
    let line = front
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))?;
    Some(line.trim())
}

#[test]
fn the_example_computed_again_from_its_raw_text() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let repository = Repository::open(&root).expect("the example");
    let organisation = pipeline::check(repository.work_tree().expect("its files"), &Options::default());
    let insights = organisation.insights(Some(date(2026, 11, 25)));
    let mut files: Vec<_> = std::fs::read_dir(root.join("incidents"))
        .expect("a folder")
        .map(|it| it.expect("an entry").path())
        .collect();
    files.sort();
    let mut restore: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut recovery: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut outside, mut all) = (0, 0);
    for file in files {
        let text = std::fs::read_to_string(file).expect("a text");
        let started = raw(&text, "started").expect("a start");
        let end = raw(&text, "mitigated")
            .or_else(|| raw(&text, "resolved"))
            .expect("an end");
        let month: u32 = started[5..7].parse().expect("a month");
        let quarter = format!("{}-Q{}", &started[..4], month.div_ceil(3));
        let took = minutes(end) - minutes(started);
        restore.entry(quarter.clone()).or_default().push(took);
        if raw(&text, "caused_by_change") == Some("yes") {
            recovery.entry(quarter).or_default().push(took);
        }
        all += 1;
        outside += usize::from(matches!(raw(&text, "detected_by"), Some("customer" | "partner")));
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let half = values.len() / 2;
        if values.len() % 2 == 1 {
            values[half]
        } else {
            f64::midpoint(values[half - 1], values[half])
        }
    };
    let expected: Vec<_> = restore
        .iter_mut()
        .map(|(quarter, values)| (quarter.clone(), Some(median(values))))
        .collect();
    let found = insights.incidents().by_quarter.iter();
    let found: Vec<_> = found
        .map(|(quarter, group)| (quarter.to_string(), group.restore.median))
        .collect();
    assert_eq!(found, expected);
    let total = &insights.incidents().total;
    assert_eq!((total.incidents.len(), total.found.outside()), (all, outside));
    for quarter in &insights.incidents().changes.by_quarter {
        let name = quarter.quarter.map(|it| it.to_string()).unwrap_or_default();
        let expected = recovery.get_mut(&name).map(median);
        assert_eq!(quarter.recovery.median, expected, "{name}");
    }
    // The metric that people kept by hand says the same, for every quarter that is over.
    let kept =
        std::fs::read_to_string(root.join("metrics/0003-failed-deployment-recovery-time.csv")).expect("readings");
    for line in kept.lines().skip(1) {
        let (on, value) = line.split_once(',').expect("two columns");
        let month: u32 = on[5..7].parse().expect("a month");
        let quarter = format!("{}-Q{}", &on[..4], month.div_ceil(3));
        let kept: f64 = value.parse().expect("a number");
        assert_eq!(recovery.get_mut(&quarter).map(median), Some(kept), "{quarter}");
    }
    // Deployments: each reading times the days of its month, over seven.
    let frequency = std::fs::read_to_string(root.join("metrics/0002-deployment-frequency.csv")).expect("readings");
    let mut deployments = 0.0;
    for line in frequency.lines().skip(1) {
        let (on, value) = line.split_once(',').expect("two columns");
        let days: f64 = on[8..10].parse().expect("the last day of a month");
        deployments += value.parse::<f64>().expect("a number") * days / 7.0;
    }
    let derived = insights.incidents().changes.covered.deployments.expect("deployments");
    assert!((derived - deployments).abs() < 1e-6, "{derived} {deployments}");
}

#[test]
fn what_the_navigation_asks_is_what_would_be_derived() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let example = Repository::open(&root).expect("the example");
    let example = example.work_tree().expect("files");
    let of = |snapshot| pipeline::check(snapshot, &Options::default());
    for organisation in [fixture(), of(Snapshot::default()), of(example)] {
        let (asked, derived) = (organisation.insights(None), organisation.insights(None));
        derived.derive_all();
        let pairs = [
            (asked.have_initiatives(), !derived.initiatives().is_empty()),
            (asked.have_rewrites(), !derived.rewrites().rewrites.is_empty()),
            (asked.have_pain(), !derived.pain().is_empty()),
            (asked.have_metrics(), !derived.scorecard().metrics.is_empty()),
            (asked.have_incidents(), !derived.incidents().all.is_empty()),
            (asked.have_actions(), !derived.actions().all.is_empty()),
            (asked.have_flow(), !derived.flow().types.is_empty()),
            (asked.have_matrices(), !derived.matrices().is_empty()),
        ];
        for (number, (asked, derived)) in pairs.into_iter().enumerate() {
            assert_eq!(asked, derived, "question {number}");
        }
        for (index, _) in organisation.corpus.iter() {
            let (alone, among) = (asked.initiative(index), derived.initiative(index));
            assert_eq!(format!("{alone:?}"), format!("{among:?}"));
        }
    }
}
