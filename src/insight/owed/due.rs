//! What is due: every day that a document promises something for and that has not been answered yet.

use jiff::civil::Date;

use crate::definition::Definition;
use crate::insight::actions::Actions;
use crate::insight::input::Input;
use crate::insight::outcomes::Outcomes;
use crate::insight::publish::{named, published};
use crate::insight::rewrites::Portfolio;
use crate::model::{Document, DocumentIndex, Fields, Value, next_reading, readings};

/// Most days that one document promises; more are no plan.
const MOST: usize = 200;

/// The days of a cut-over, in the order in which a rewrite has them.
const CUT_OVER: [DueKind; 3] = [DueKind::NewCustomers, DueKind::Migrated, DueKind::OldOff];

/// A day on which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// What kind of promise it is.
    pub kind: DueKind,
    /// The document that makes it.
    pub document: DocumentIndex,
    /// What is due in the words of the document: an action, a target. Empty where the kind says it all.
    pub what: String,
    /// Who sees to it: a handle, or a name as it is written.
    pub owner: Option<String>,
}

/// What kind of promise a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// An open action is to be done.
    Action,
    /// A bet is to be looked at again.
    FollowUp,
    /// A metric is to have reached a target.
    Target,
    /// New customers start on the new system.
    NewCustomers,
    /// The last existing customers have moved.
    Migrated,
    /// The old system is switched off.
    OldOff,
    /// A decision is to be made again.
    Expiry,
    /// A review is held.
    Review,
    /// A metric is to be read again.
    Reading,
}

/// Everything that is due, by day: actions first, then follow-ups, then what fields say, in the order of the documents.
pub(in crate::insight) fn derive(
    input: &Input<'_>,
    actions: &Actions,
    outcomes: &Outcomes,
    rewrites: &Portfolio,
) -> Vec<Due> {
    let open = actions.open.iter().filter_map(|position| actions.all.get(*position));
    let mut dues: Vec<Due> = open
        .filter_map(|action| {
            Some(Due {
                day: action.due?,
                kind: DueKind::Action,
                document: action.document,
                what: action.what.clone(),
                owner: action.owner.clone(),
            })
        })
        .collect();
    dues.extend(outcomes.follow_ups.iter().filter_map(|bet| {
        Some(Due {
            day: bet.due?,
            kind: DueKind::FollowUp,
            document: bet.initiative,
            what: String::new(),
            owner: input.corpus.get(bet.initiative).owner().map(str::to_owned),
        })
    }));
    for (index, document) in input.corpus.iter() {
        let definition = input.corpus.definition(document);
        let start = dues.len();
        of_document(input, rewrites, index, definition, &mut dues);
        dues.truncate(start + MOST);
    }
    // Stable: what is due on one day stays in the order of the documents.
    dues.sort_by_key(|due| due.day);
    dues
}

fn of_document(
    input: &Input<'_>,
    rewrites: &Portfolio,
    index: DocumentIndex,
    definition: &Definition,
    dues: &mut Vec<Due>,
) {
    let document = input.corpus.get(index);
    let fields = &document.fields;
    let owner = document.owner().map(str::to_owned);
    let mut add = |day: Option<Date>, kind: DueKind, what: String, owner: Option<String>| {
        dues.extend(day.map(|day| Due {
            day,
            kind,
            document: index,
            what,
            owner,
        }));
    };
    let state = document
        .state()
        .and_then(|state| definition.lifecycle.states.get(state));
    let ended = state.is_some_and(|state| state.end);
    if ended || state.is_some_and(|state| state.aside) {
        return;
    }
    let date = |key: &str| fields.value(key).and_then(Value::as_date);
    let measured = fields.value("outcome").and_then(Value::as_mapping).is_some();
    if !measured {
        let lists = fields.value("success").and_then(list).unwrap_or_default();
        let in_lists = lists.iter().filter_map(|item| item.value.as_mapping());
        for target in in_lists.chain(fields.value("metric").and_then(Value::as_mapping)) {
            let day = target.value("by").and_then(Value::as_date);
            add(day, DueKind::Target, target_words(input, target), owner.clone());
        }
    }
    let milestones = rewrites.of(index).map(|rewrite| rewrite.cut_over).unwrap_or_default();
    for (milestone, kind) in milestones.iter().zip(CUT_OVER) {
        // What has happened is no longer due.
        add(
            milestone.day.filter(|_| !milestone.happened),
            kind,
            String::new(),
            owner.clone(),
        );
    }
    add(date("expires"), DueKind::Expiry, String::new(), owner.clone());
    if definition.type_name == "review" {
        add(date("date"), DueKind::Review, String::new(), owner.clone());
    }
    add(reading_due(input, document), DueKind::Reading, String::new(), owner);
}

fn list(value: &Value) -> Option<&[crate::span::Spanned<Value>]> {
    match value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// `Age of positions: 20 s`.
fn target_words(input: &Input<'_>, target: &Fields) -> String {
    let metric = ["ref", "metric"].into_iter().find_map(|key| match target.value(key)? {
        Value::Reference(reference) => input.corpus.by_id(&reference.id),
        _ => None,
    });
    let metric = metric.map(|index| input.corpus.get(index).title.value.as_str());
    let words = [metric, target.text("target")];
    words.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// The day on which a metric is read next by its own cadence; `None` where it was never read. A reading of a day that is
/// still to come is none yet.
fn reading_due(input: &Input<'_>, document: &Document) -> Option<Date> {
    let all = readings(input.corpus, document);
    let mut known = all
        .iter()
        .rev()
        .filter(|reading| input.today.is_none_or(|today| reading.on <= today));
    next_reading(document, known.next()?.on)
}

published!(Due {
    day,
    kind,
    document,
    what,
    owner,
});
named!(DueKind {
    Action: "action",
    FollowUp: "follow-up",
    Target: "target",
    NewCustomers: "new-customers",
    Migrated: "migrated",
    OldOff: "old-off",
    Expiry: "expiry",
    Review: "review",
    Reading: "reading",
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{self, Options};
    use crate::repository::Snapshot;
    use jiff::ToSpan;
    use jiff::civil::date;

    fn dues(files: &[(&str, &str)]) -> Vec<(String, DueKind, String, Option<String>)> {
        let organisation = pipeline::check(Snapshot::from_texts(files.iter().copied()), &Options::default());
        let insights = organisation.insights(None);
        let told = insights.dues().iter();
        told.map(|due| (due.day.to_string(), due.kind, due.what.clone(), due.owner.clone()))
            .collect()
    }

    #[test]
    fn an_open_action_is_due_and_a_ticked_one_is_not() {
        let incident = "---\nseverity: sev2\nstarted: 2026-03-14T09:00:00Z\nstatus: published\nactions:\n  \
                        - { what: Cap connections, owner: ada, due: 2026-03-20 }\n  \
                        - { what: Write it down, owner: ada, due: 2026-03-18, done: 2026-03-18 }\n---\n# Outage\n";
        assert_eq!(
            dues(&[("incidents/2026-03-14-outage.md", incident)]),
            [(
                "2026-03-20".into(),
                DueKind::Action,
                "Cap connections".into(),
                Some("ada".into())
            )]
        );
    }

    #[test]
    fn a_bet_is_due_until_it_is_measured() {
        let bet = |more: &str| {
            format!(
                "---\nstatus: shipped\nowner: mira\nreview_on: 2026-06-01\nmetric: {{ ref: MET-1, baseline: 9 d, target: 3 \
                 d, by: 2026-05-01 }}\n{more}---\n# Releases\n"
            )
        };
        let metric =
            "---\nstatus: active\ncadence: monthly\nreadings:\n  - { on: 2026-01-31, value: 9 }\n---\n# Lead time\n";
        let told = dues(&[("initiatives/0001-x.md", &bet("")), ("metrics/0001-lead.md", metric)]);
        let mira = || Some("mira".to_owned());
        assert_eq!(
            told,
            [
                ("2026-02-28".into(), DueKind::Reading, String::new(), None),
                ("2026-05-01".into(), DueKind::Target, "Lead time: 3 d".into(), mira()),
                ("2026-06-01".into(), DueKind::FollowUp, String::new(), mira()),
            ]
        );
        let outcome = bet("outcome: { result: hit, value: 3 d, measured_on: 2026-05-02 }\n");
        assert!(dues(&[("initiatives/0001-x.md", &outcome)]).is_empty());
    }

    #[test]
    fn a_rewrite_is_due_at_each_step_of_its_cut_over_and_no_longer_when_it_rests() {
        let rewrite = |status: &str| {
            format!(
                "---\nstatus: {status}\nnew_customers_from: 2026-05-01\nmigrated_by: 2026-08-01\nold_off: 2026-09-01\n\
                 success:\n  - {{ metric: MET-9, target: 3 days, by: 2026-12-31 }}\n---\n# Orders\n"
            )
        };
        let kinds = |status: &str| {
            let text = rewrite(status);
            let told = dues(&[("rewrites/0001-x.md", &text)]);
            told.into_iter().map(|(_, kind, ..)| kind).collect::<Vec<_>>()
        };
        use DueKind::{Migrated, NewCustomers, OldOff, Target};
        assert_eq!(kinds("in-progress"), [NewCustomers, Migrated, OldOff, Target]);
        assert!(kinds("completed").is_empty() && kinds("paused").is_empty());
    }

    #[test]
    fn days_at_the_end_of_time_are_no_danger() {
        let metric = "---\nstatus: active\ncadence: yearly\nreadings:\n  - { on: 9999-12-31, value: 9 }\n---\n# X\n";
        assert!(dues(&[("metrics/0001-x.md", metric)]).is_empty());
        assert_eq!(date(9999, 12, 31).checked_add(1.day()).ok(), None);
    }
}
