//! Who owns, decides and owes what. People are never counted against each other.
//!
//! # How it is counted
//! - A document is in somebody's hands until it comes to an end state; those without states stay there.
//! - A decision waits for the people that its fields `approvers` and `deciders` name, while it stands at its gate.
//! - A person answers for the effect of a proposal on customers where they are its `product_owner`, until it ends.
//! - Somebody owes the open actions that name them, and the follow-ups of what they own.
//! - In the matrix, the owner is accountable where nobody is named; a document belongs to the team it names, else to the
//!   team of its owner.
//! - An owner has left when people are listed in `people.yaml` and they are not.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::definition::Lifecycle;
use crate::insight::actions::Actions;
use crate::insight::input::Input;
use crate::insight::outcomes::Outcomes;
use crate::insight::publish::{Publish, published};
use crate::model::{Corpus, Document, DocumentIndex, Fields, Value};

/// Fields that name who decides.
const DECIDERS: [&str; 2] = ["approvers", "deciders"];
/// Field that names who answers for the effect on customers.
const PRODUCT_OWNER: &str = "product_owner";
/// Most people of one role of one document.
const MAX_PEOPLE: usize = 50;

/// Who owns, decides and owes what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ownership {
    /// Everyone who has something in hand, in the order of their handles.
    pub people: Vec<Hands>,
    /// Owners who are not among the people listed, in the order of their handles, with what is in their hands still.
    pub gone: Vec<(String, Vec<DocumentIndex>)>,
    /// What nobody owns although its type asks for an owner.
    pub unowned: Vec<DocumentIndex>,
}
published!(Ownership { people, gone, unowned });

/// What is in somebody's hands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hands {
    /// Their handle.
    pub person: String,
    /// What they own and has not ended.
    pub owns: Vec<DocumentIndex>,
    /// What waits for their decision.
    pub decides: Vec<DocumentIndex>,
    /// Proposals for whose effect on customers they answer.
    pub answers: Vec<DocumentIndex>,
    /// Positions in [`Actions::all`] of the open ones that name them: the earliest due first.
    pub actions: Vec<usize>,
    /// What they are to look at again, and by which day.
    pub follow_ups: Vec<(DocumentIndex, Option<Date>)>,
}
published!(Hands {
    person,
    owns,
    decides,
    answers,
    actions,
    follow_ups
});

/// Who is responsible, accountable, consulted and informed, for the documents of a team.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The team; `None` for documents of no team.
    pub team: Option<DocumentIndex>,
    /// A row for each document: those that have not ended first.
    pub rows: Vec<MatrixRow>,
}
published!(Matrix { team, rows });

/// The roles in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    /// The document.
    pub document: DocumentIndex,
    /// Who does the work.
    pub responsible: Vec<String>,
    /// Who answers for the result.
    pub accountable: Vec<String>,
    /// Who is asked.
    pub consulted: Vec<String>,
    /// Who is told.
    pub informed: Vec<String>,
}
published!(MatrixRow {
    document,
    responsible,
    accountable,
    consulted,
    informed
});

impl Publish for (String, Vec<DocumentIndex>) {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        serde_json::json!({ "owner": self.0, "documents": self.1.publish(corpus) })
    }
}

impl Publish for (DocumentIndex, Option<Date>) {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        serde_json::json!({ "document": self.0.publish(corpus), "due": self.1.publish(corpus) })
    }
}

impl Ownership {
    /// What is in the hands of a person.
    pub fn of(&self, handle: &str) -> Option<&Hands> {
        let key = handle.to_lowercase();
        let found = self
            .people
            .binary_search_by(|hands| hands.person.to_lowercase().cmp(&key));
        found.ok().map(|position| &self.people[position])
    }
}

/// Whether a document has come to an end.
fn has_ended(lifecycle: &Lifecycle, document: &Document) -> bool {
    let state = document.state().and_then(|state| lifecycle.states.get(state));
    state.is_some_and(|state| state.end)
}

/// Derives who owns, decides and owes what.
pub(in crate::insight) fn derive(input: &Input<'_>, actions: &Actions, outcomes: &Outcomes) -> Ownership {
    let corpus = input.corpus;
    let mut people: BTreeMap<String, Hands> = BTreeMap::new();
    let mut gone: BTreeMap<String, (String, Vec<DocumentIndex>)> = BTreeMap::new();
    let mut unowned = Vec::new();
    for (index, document) in corpus.iter() {
        let definition = corpus.definition(document);
        let lifecycle = &definition.lifecycle;
        if has_ended(lifecycle, document) {
            continue;
        }
        match document.owner() {
            Some(owner) => {
                hands(&mut people, corpus, owner).owns.push(index);
                if corpus.people.listed && corpus.people.get(owner).is_none() {
                    let entry = gone.entry(owner.to_lowercase());
                    entry.or_insert_with(|| (owner.to_owned(), Vec::new())).1.push(index);
                }
            }
            None if definition
                .field("owner")
                .is_some_and(|field| !field.required.is_empty()) =>
            {
                unowned.push(index)
            }
            None => {}
        }
        let at_gate = document.state().is_some_and(|state| state == lifecycle.gate) && lifecycle.states.len() > 1;
        if at_gate {
            for decider in DECIDERS.iter().flat_map(|key| named(&document.fields, key)) {
                push_once(&mut hands(&mut people, corpus, &decider).decides, index);
            }
        }
        for person in named(&document.fields, PRODUCT_OWNER) {
            push_once(&mut hands(&mut people, corpus, &person).answers, index);
        }
    }
    for owed in &actions.by_owner {
        if let Some(owner) = owed.owner.as_ref().filter(|_| !owed.open.is_empty()) {
            hands(&mut people, corpus, owner).actions.extend(&owed.open);
        }
    }
    for follow_up in &outcomes.follow_ups {
        if let Some(owner) = corpus.get(follow_up.initiative).owner() {
            let follow_ups = &mut hands(&mut people, corpus, owner).follow_ups;
            follow_ups.push((follow_up.initiative, follow_up.due));
        }
    }
    Ownership {
        people: people.into_values().collect(),
        gone: gone.into_values().collect(),
        unowned,
    }
}

/// The hands of a person, by their handle as it is listed, else as it was first written.
fn hands<'a>(people: &'a mut BTreeMap<String, Hands>, corpus: &Corpus, handle: &str) -> &'a mut Hands {
    people.entry(handle.to_lowercase()).or_insert_with(|| Hands {
        person: corpus
            .people
            .get(handle)
            .map_or(handle, |person| &person.handle)
            .to_owned(),
        ..Hands::default()
    })
}

fn push_once(list: &mut Vec<DocumentIndex>, index: DocumentIndex) {
    if list.last() != Some(&index) {
        list.push(index);
    }
}

/// The people that a field names.
fn named(fields: &Fields, key: &str) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    let Some(field) = fields.iter().find(|field| field.key.value == key) else {
        return named;
    };
    Value::leaves(&field.value, &mut |value| {
        if let Value::Person(handle) = &value.value
            && named.len() < MAX_PEOPLE
            && !named.contains(handle)
        {
            named.push(handle.clone());
        }
    });
    named
}

/// A team, and whether there is none: no team sorts after all.
type TeamKey = (bool, Option<DocumentIndex>);
/// A row, and whether its document has ended: those sort after the others.
type Ordered = (bool, MatrixRow);

/// Whether a document has somebody in a role.
pub(in crate::insight) fn has_matrices(input: &Input<'_>) -> bool {
    rows(input.corpus).next().is_some()
}

/// The roles in each document that is no team.
fn rows(corpus: &Corpus) -> impl Iterator<Item = MatrixRow> {
    let teams = corpus.definitions.find("team");
    let others = corpus.iter().filter(move |(_, it)| Some(it.definition) != teams);
    others.filter_map(|(index, document)| row(index, document))
}

/// The matrix of each team, in the order of the teams; that of no team last.
pub(in crate::insight) fn matrices(corpus: &Corpus) -> Vec<Matrix> {
    let mut by_team: BTreeMap<TeamKey, Vec<Ordered>> = BTreeMap::new();
    for row in rows(corpus) {
        let document = corpus.get(row.document);
        let of_owner = || {
            let person = corpus.people.get(document.owner()?)?;
            corpus.team(&person.team.as_ref()?.value)
        };
        let own = document.fields.value("team").and_then(|value| match value {
            Value::Team(team) => corpus.team(team),
            _ => None,
        });
        let team = own.or_else(of_owner);
        let ended = has_ended(&corpus.definition(document).lifecycle, document);
        by_team.entry((team.is_none(), team)).or_default().push((ended, row));
    }
    let matrix = |((_, team), mut rows): (TeamKey, Vec<Ordered>)| {
        rows.sort_by_key(|(ended, row)| (*ended, row.document));
        Matrix {
            team,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    };
    by_team.into_iter().map(matrix).collect()
}

/// The roles in a document; `None` where it has nobody.
fn row(index: DocumentIndex, document: &Document) -> Option<MatrixRow> {
    let raci = match document.fields.value("raci") {
        Some(Value::Mapping(raci)) => Some(raci),
        _ => None,
    };
    let role = |key| raci.map(|raci| named(raci, key)).unwrap_or_default();
    let mut row = MatrixRow {
        document: index,
        responsible: role("responsible"),
        accountable: role("accountable"),
        consulted: role("consulted"),
        informed: role("informed"),
    };
    if row.accountable.is_empty() {
        row.accountable.extend(document.owner().map(str::to_owned));
    }
    let all = [&row.responsible, &row.accountable, &row.consulted, &row.informed];
    all.iter().any(|role| !role.is_empty()).then_some(row)
}
