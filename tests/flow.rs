//! How documents move through their states, and what people own and owe: every figure by hand.

mod support;

use docent::insight::flow::{Flow, Leg, LegKind, TypeFlow};
use docent::model::{Corpus, DocumentIndex};
use docent::pipeline::{self, Options, Organisation};
use docent::repository::Repository;
use jiff::civil::{Date, date};
use support::repo::{Repo, START};

const DAY: i64 = 86_400;
const TODAY: Date = date(2026, 12, 31);

/// A rewrite in a state.
fn rewrite(state: &str) -> String {
    format!("---\ntitle: One\nstatus: {state}\nowner: ada\n---\n\n# One\n")
}

/// Commits each state of a document on its day, counted from 1 January 2026.
fn way(repo: Repo, path: &str, states: &[(i64, &str)]) -> Repo {
    states.iter().fold(repo, |repo, (day, state)| {
        repo.write(path, rewrite(state)).at(START + day * DAY).commit(state)
    })
}

fn read(root: &camino::Utf8Path) -> Organisation {
    let repository = Repository::open(root).expect("a repository");
    let snapshot = repository.work_tree().expect("a snapshot");
    pipeline::check_with_history(snapshot, &repository, None, &Options::default())
}

fn of_type<'a>(flow: &'a Flow, name: &str) -> &'a TypeFlow {
    flow.types.iter().find(|it| it.name == name).expect("a type")
}

fn leg(of_type: &TypeFlow, kind: LegKind) -> &Leg {
    of_type.legs.iter().find(|leg| leg.kind == kind).expect("a leg")
}

fn ids(corpus: &Corpus, documents: &[DocumentIndex]) -> Vec<String> {
    documents.iter().map(|it| corpus.get(*it).id.value.clone()).collect()
}

/// | document | first commit | proposed | accepted or rejected | completed | writing | deciding | doing |
/// |---|---|---|---|---|---|---|---|
/// | RW-1 | 0 | 10 | 30 | 130 | 10 | 20 | 100 |
/// | RW-2 | 0 | 40 | 50, rejected | | 40 | 10 | |
/// | RW-3 | 5 | skipped | 25 | | 20 | skipped | |
/// | RW-4 | born accepted at 60 | | unknown | 90 | unknown | unknown | unknown |
/// | RW-5 | 100, born proposed | 100 | 160 | | skipped | 60 | |
/// | RW-6 | 100 | 110 | back to draft 120, proposed 130, accepted 150 | | 10 | 40 | |
/// | RW-7 | 200, still a draft | | | | | | |
fn organisation() -> Repo {
    let repo = Repo::new();
    let repo = way(
        repo,
        "rewrites/0001-a.md",
        &[(0, "draft"), (10, "proposed"), (30, "accepted")],
    );
    let repo = way(repo, "rewrites/0001-a.md", &[(80, "in-progress"), (130, "completed")]);
    let repo = way(
        repo,
        "rewrites/0002-b.md",
        &[(0, "draft"), (40, "proposed"), (50, "rejected")],
    );
    let repo = way(repo, "rewrites/0003-c.md", &[(5, "draft"), (25, "accepted")]);
    let repo = way(repo, "rewrites/0004-d.md", &[(60, "accepted"), (90, "completed")]);
    let repo = way(repo, "rewrites/0005-e.md", &[(100, "proposed"), (160, "accepted")]);
    let repo = way(
        repo,
        "rewrites/0006-f.md",
        &[(100, "draft"), (110, "proposed"), (120, "draft")],
    );
    let repo = way(repo, "rewrites/0006-f.md", &[(130, "proposed"), (150, "accepted")]);
    way(repo, "rewrites/0007-g.md", &[(200, "draft")])
}

#[test]
fn each_leg_is_as_long_as_it_was() {
    let repo = organisation();
    let organisation = read(repo.root());
    let insights = organisation.insights(Some(TODAY));
    let rewrites = of_type(insights.flow(), "rewrite");
    let days = |kind| -> Vec<f64> { leg(rewrites, kind).days.known.iter().map(|(_, days)| *days).collect() };
    assert_eq!(days(LegKind::Writing), [10.0, 10.0, 20.0, 40.0]);
    assert_eq!(days(LegKind::Deciding), [10.0, 20.0, 40.0, 60.0]);
    assert_eq!(days(LegKind::Doing), [100.0]);
    let deciding = leg(rewrites, LegKind::Deciding);
    assert_eq!((deciding.days.median, deciding.days.p90), (Some(30.0), Some(60.0)));
    let corpus = &organisation.corpus;
    assert_eq!(ids(corpus, &deciding.skipped), ["RW-3"]);
    assert_eq!(ids(corpus, &deciding.days.unknown), ["RW-4"]);
    assert_eq!(ids(corpus, &leg(rewrites, LegKind::Writing).skipped), ["RW-5"]);
    assert_eq!(ids(corpus, &leg(rewrites, LegKind::Writing).days.unknown), ["RW-4"]);
    assert_eq!(ids(corpus, &leg(rewrites, LegKind::Doing).days.unknown), ["RW-4"]);
    // Day 30 and 50 lie in the first quarter, 150 and 160 in the second.
    let quarters = deciding.by_quarter.iter();
    let quarters: Vec<_> = quarters
        .map(|(quarter, it)| (quarter.to_string(), it.count(), it.median))
        .collect();
    assert_eq!(
        quarters,
        [
            ("2026-Q1".to_owned(), 2, Some(15.0)),
            ("2026-Q2".to_owned(), 2, Some(50.0))
        ]
    );
}

#[test]
fn work_in_each_state_adds_up() {
    let repo = organisation();
    let organisation = read(repo.root());
    let insights = organisation.insights(Some(TODAY));
    let work = of_type(insights.flow(), "rewrite").work.as_ref().expect("work");
    let at = |day: Date| -> Vec<(&str, usize)> {
        let position = work
            .days
            .iter()
            .position(|it| *it == day)
            .expect("a day that is looked at");
        let counts = work.states.iter().map(|it| (it.state.as_str(), it.counts[position]));
        counts.filter(|(_, count)| *count > 0).collect()
    };
    // 31 January is day 30: the first is accepted that day, the second a draft, the third accepted since day 25.
    assert_eq!(at(date(2026, 1, 31)), [("draft", 1), ("accepted", 2)]);
    // 30 April is day 119: 1 in progress, 2 rejected, 3 accepted, 4 completed, 5 and 6 proposed.
    assert_eq!(
        at(date(2026, 4, 30)),
        [
            ("proposed", 2),
            ("accepted", 1),
            ("in-progress", 1),
            ("completed", 1),
            ("rejected", 1)
        ]
    );
    assert_eq!(
        at(TODAY),
        [("draft", 1), ("accepted", 3), ("completed", 2), ("rejected", 1)]
    );
    assert!(work.unknown.iter().all(|count| *count == 0));
}

#[test]
fn what_has_not_moved_for_long_is_named() {
    let repo = organisation();
    let organisation = read(repo.root());
    let still = |today| -> Vec<String> {
        let insights = organisation.insights(Some(today));
        let still = insights.flow().still.iter();
        still
            .map(|it| {
                format!(
                    "{} {} {}",
                    organisation.corpus.get(it.document).id.value,
                    it.state,
                    it.days
                )
            })
            .collect()
    };
    // Five drafts moved on, after 10, 40, 20, 10 and 10 days: nine in ten within 40. Of the stays in accepted that ended one
    // is known, so there half a year counts. The seventh is a draft since 20 July, the third is accepted since 26 January.
    assert_eq!(still(date(2026, 8, 29)), ["RW-3 accepted 215"]);
    assert_eq!(still(date(2026, 8, 30)), ["RW-3 accepted 216", "RW-7 draft 41"]);
    assert_eq!(organisation.insights(None).flow().still, []);
}

#[test]
fn a_shallow_clone_knows_what_it_knows() {
    let repo = organisation();
    let clone = repo.beside("shallow");
    repo.git(&[
        "clone",
        "--quiet",
        "--depth",
        "6",
        &format!("file://{}", repo.root()),
        clone.as_str(),
    ]);
    let organisation = read(&clone);
    let insights = organisation.insights(Some(TODAY));
    let rewrites = of_type(insights.flow(), "rewrite");
    // The last commits: 110, 120, 130, 150 of the sixth, 200 of the seventh; the clone's first is that of day 100.
    let deciding = leg(rewrites, LegKind::Deciding);
    let known: Vec<f64> = deciding.days.known.iter().map(|(_, days)| *days).collect();
    assert_eq!(known, [40.0]);
    let work = rewrites.work.as_ref().expect("work");
    assert!(work.unknown.iter().all(|count| *count <= 6));
    assert_eq!(leg(rewrites, LegKind::Doing).days.count(), 0);
}

/// | person | owns | decides | answers | actions | follow-ups |
/// |---|---|---|---|---|---|
/// | ada | RW-1 (proposed), INI-1 (shipped); not RW-2 (rejected) | | | "Turn it off" by 2026-02-01 | INI-1 on 2026-05-01 |
/// | ben | | RW-1 | RW-1 | | |
/// | cleo, who has left | INC-1 | | | | |
fn people() -> Repo {
    let head = "---\ntitle: One\n";
    let action = "## Actions\n\n- [ ] Turn it off, @ada, by 2026-02-01\n- [x] Look, @ada, by 2026-01-02\n";
    Repo::new()
        .write("people.yaml", "ada: { name: Ada, team: TEAM-core }\nBen: Ben\n")
        .write("teams/core.md", format!("{head}status: active\nmembers: [ada, ben]\n---\n"))
        .write(
            "rewrites/0001-a.md",
            format!(
                "{head}status: proposed\nowner: ada\nproduct_owner: ben\napprovers: [ben]\nraci: {{ responsible: [ben], informed: \
                 [cleo] }}\n---\n"
            ),
        )
        .write("rewrites/0002-b.md", format!("{head}status: rejected\nowner: ada\napprovers: [ben]\n---\n"))
        .write("rewrites/0003-c.md", format!("{head}status: draft\n---\n"))
        .write(
            "initiatives/0001-a.md",
            format!("{head}status: shipped\nowner: ada\nreview_on: 2026-05-01\n---\n"),
        )
        .write(
            "incidents/2026-01-01-a.md",
            format!("{head}id: INC-1\nstatus: draft\nowner: cleo\nstarted: 2026-01-01T00:00:00Z\n---\n\n{action}"),
        )
        .commit("Begin")
}

#[test]
fn everyone_sees_what_is_in_their_hands() {
    let repo = people();
    let organisation = read(repo.root());
    let insights = organisation.insights(Some(TODAY));
    let (corpus, ownership) = (&organisation.corpus, insights.ownership());
    let hands = |handle: &str| ownership.of(handle).expect("hands");
    let ada = hands("ADA");
    assert_eq!(ids(corpus, &ada.owns), ["INI-1", "RW-1"]);
    let actions = ada
        .actions
        .iter()
        .map(|position| insights.actions().all[*position].what.as_str());
    assert_eq!(actions.collect::<Vec<_>>(), ["Turn it off"]);
    assert_eq!(
        ada.follow_ups.iter().map(|(_, due)| *due).collect::<Vec<_>>(),
        [Some(date(2026, 5, 1))]
    );
    let ben = hands("ben");
    assert_eq!(ben.person, "Ben");
    assert_eq!(
        (ids(corpus, &ben.decides), ids(corpus, &ben.answers)),
        (vec!["RW-1".to_owned()], vec!["RW-1".to_owned()])
    );
    assert_eq!(ben.owns, []);
    let gone: Vec<_> = ownership
        .gone
        .iter()
        .map(|(owner, all)| (owner.as_str(), ids(corpus, all)))
        .collect();
    assert_eq!(gone, [("cleo", vec!["INC-1".to_owned()])]);
    assert!(ids(corpus, &ownership.unowned).contains(&"RW-3".to_owned()));
}

#[test]
fn the_matrix_of_a_team_has_what_its_people_own() {
    let repo = people();
    let organisation = read(repo.root());
    let insights = organisation.insights(Some(TODAY));
    let corpus = &organisation.corpus;
    let team = corpus.by_id("TEAM-core").expect("a team");
    let matrix = insights.matrix(Some(team)).expect("a matrix");
    let rows: Vec<String> = matrix
        .rows
        .iter()
        .map(|row| {
            let id = &corpus.get(row.document).id.value;
            format!(
                "{id} R{:?} A{:?} C{:?} I{:?}",
                row.responsible, row.accountable, row.consulted, row.informed
            )
        })
        .collect();
    // What has ended comes last.
    assert_eq!(
        rows,
        [
            r#"INI-1 R[] A["ada"] C[] I[]"#,
            r#"RW-1 R["ben"] A["ada"] C[] I["cleo"]"#,
            r#"RW-2 R[] A["ada"] C[] I[]"#,
        ]
    );
}
