//! Which documents an organisation has, before any of them is written: so that each can refer to the others.

use super::prose;
use super::random::Random;

/// The types of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rewrite proposals.
    Rewrite,
    /// Initiatives.
    Initiative,
    /// Incident reviews.
    Incident,
    /// Decisions.
    Decision,
    /// Metrics, each with its readings.
    Metric,
    /// Customers.
    Customer,
    /// Quarterly reviews.
    Review,
    /// Teams.
    Team,
    /// Visions.
    Vision,
    /// Plain pages.
    Page,
}

/// Of a thousand documents, how many are of each type; initiatives take the rest.
const SHARES: [(Kind, usize); 10] = [
    (Kind::Rewrite, 90),
    (Kind::Initiative, 320),
    (Kind::Incident, 240),
    (Kind::Decision, 180),
    (Kind::Metric, 60),
    (Kind::Customer, 30),
    (Kind::Review, 30),
    (Kind::Team, 20),
    (Kind::Vision, 10),
    (Kind::Page, 20),
];

/// People in each team.
const TEAM_SIZE: usize = 8;
/// Incidents that are named by their date, one a day; the others have numbers, as many happen on one day.
const DATED_INCIDENTS: usize = 600;

const FIRST_NAMES: [&str; 20] = [
    "Ada", "Ben", "Chloé", "Dele", "Elif", "Farah", "Goran", "Hanna", "Inês", "Jonas", "Karin", "Liam", "Mira",
    "Nadia", "Omar", "Priti", "Quentin", "Rosa", "Sven", "Tomasz",
];
const LAST_NAMES: [&str; 20] = [
    "Adeyemi", "Becker", "Costa", "Duarte", "Eriksen", "Fraser", "Greco", "Haddad", "Ivanova", "Jansen", "Kowalska",
    "Lind", "Mbeki", "Novák", "Okafor", "Petit", "Quist", "Rahman", "Shah", "Tanaka",
];

/// A document that will be written.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its type.
    pub kind: Kind,
    /// Its number within its type, from 1.
    pub number: usize,
    /// Its state.
    pub state: &'static str,
    /// Its title.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Its file, from the root of the organisation.
    pub path: String,
    /// Number of the document of the same type that it takes the place of.
    pub supersedes: Option<usize>,
}

/// Someone in the organisation.
#[derive(Clone, Debug)]
pub struct Person {
    /// The word that documents call them by.
    pub handle: String,
    /// Their name.
    pub name: String,
}

/// An organisation before it is written.
#[derive(Clone, Debug)]
pub struct Plan {
    documents: Vec<Vec<Planned>>,
    /// Everyone, team by team.
    pub people: Vec<Person>,
}

impl Plan {
    /// Plans an organisation of so many documents; fewer than 50 are not enough for every type.
    pub fn new(documents: usize) -> Self {
        let mut counts = SHARES.map(|(kind, share)| (kind, (documents * share / 1000).max(1)));
        let others: usize = counts
            .iter()
            .filter(|(kind, _)| *kind != Kind::Initiative)
            .map(|(_, count)| count)
            .sum();
        for (kind, count) in &mut counts {
            if *kind == Kind::Initiative {
                *count = documents.saturating_sub(others).max(1);
            }
        }
        let of_kind = |(kind, count)| (1..=count).map(|number| planned(kind, number, count)).collect();
        let documents: Vec<Vec<Planned>> = counts.map(of_kind).into();
        let teams = documents[Kind::Team as usize].len();
        Self {
            documents,
            people: (0..teams * TEAM_SIZE).map(person).collect(),
        }
    }

    /// All documents, type by type.
    pub fn documents(&self) -> impl Iterator<Item = &Planned> {
        self.documents.iter().flatten()
    }

    /// The documents of one type.
    pub fn of_kind(&self, kind: Kind) -> &[Planned] {
        &self.documents[kind as usize]
    }

    /// One of a type that others can rest on: it was not rejected, dropped or replaced.
    pub fn sound(&self, kind: Kind, random: &mut Random) -> &Planned {
        let all = self.of_kind(kind);
        let start = random.below(all.len());
        let mut from_there = all[start..].iter().chain(&all[..start]);
        from_there
            .find(|it| is_sound(it.state))
            .expect("a sound document of every type")
    }

    /// The team that people with such a number belong to.
    pub fn team_of(&self, person: usize) -> &Planned {
        &self.of_kind(Kind::Team)[person / TEAM_SIZE]
    }

    /// The people of a team.
    pub fn members(&self, team: &Planned) -> &[Person] {
        let first = (team.number - 1) * TEAM_SIZE;
        &self.people[first..first + TEAM_SIZE]
    }
}

fn is_sound(state: &str) -> bool {
    !matches!(
        state,
        "rejected"
            | "withdrawn"
            | "superseded"
            | "dropped"
            | "parked"
            | "deprecated"
            | "retired"
            | "archived"
            | "paused"
    )
}

fn person(number: usize) -> Person {
    let first = FIRST_NAMES[number % FIRST_NAMES.len()];
    let last = LAST_NAMES[number / FIRST_NAMES.len() % LAST_NAMES.len()];
    let round = number / (FIRST_NAMES.len() * LAST_NAMES.len());
    let ascii = |name: &str| {
        let plain = name.to_lowercase();
        plain.replace(['é', 'ê'], "e").replace('á', "a")
    };
    let again = if round == 0 {
        String::new()
    } else {
        format!("-{}", round + 1)
    };
    Person {
        handle: format!("{}-{}{again}", ascii(first), ascii(last)),
        name: format!("{first} {last}"),
    }
}

fn planned(kind: Kind, number: usize, count: usize) -> Planned {
    let mut random = Random::new(1_000_003 * (kind as u64 + 1) + number as u64);
    let thing = prose::THINGS[random.below(prose::THINGS.len())];
    let turn = prose::TURNS[random.below(prose::TURNS.len())];
    let (prefix, folder) = place(kind);
    let title = match kind {
        Kind::Incident => format!("{thing} {}", random.pick(&prose::EVENTS)),
        Kind::Team => format!("{thing} team {number}"),
        Kind::Customer => format!("Customers of {}", thing.to_lowercase()),
        Kind::Metric => format!("Time lost to {}", thing.to_lowercase()),
        Kind::Review => format!("Review {number} of the quarter"),
        Kind::Vision => format!("{thing} {turn}, the vision"),
        _ => format!("{thing} {turn}"),
    };
    let slug = title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let (name, word) = match kind {
        Kind::Team => (format!("crew-{number}"), format!("crew-{number}")),
        Kind::Page => (format!("page-{number}"), format!("page-{number}")),
        Kind::Incident if number <= DATED_INCIDENTS => {
            let day = super::day(2024, 6, 1, number).to_string();
            (format!("{day}-{slug}"), day)
        }
        _ => (format!("{number:05}-{slug}"), number.to_string()),
    };
    // Of every sixteen, one was superseded by the one after it.
    let replaced = number % 16 == 7 && number < count;
    let replaces = number % 16 == 8;
    Planned {
        kind,
        number,
        state: match (kind, replaced, replaces) {
            (Kind::Rewrite | Kind::Decision, true, _) => "superseded",
            (Kind::Rewrite | Kind::Decision, _, true) => "accepted",
            _ => state(kind, number),
        },
        title,
        id: format!("{prefix}-{word}"),
        path: format!("{folder}/{name}.md"),
        supersedes: (replaces && matches!(kind, Kind::Rewrite | Kind::Decision)).then(|| number - 1),
    }
}

fn place(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Rewrite => ("RW", "rewrites"),
        Kind::Initiative => ("INI", "initiatives"),
        Kind::Incident => ("INC", "incidents"),
        Kind::Decision => ("ADR", "decisions"),
        Kind::Metric => ("MET", "metrics"),
        Kind::Customer => ("CUS", "customers"),
        Kind::Review => ("REV", "reviews"),
        Kind::Team => ("TEAM", "teams"),
        Kind::Vision => ("VIS", "vision"),
        Kind::Page => ("PAGE", "pages"),
    }
}

fn state(kind: Kind, number: usize) -> &'static str {
    let of = |states: &[&'static str]| states[number % states.len()];
    match kind {
        Kind::Rewrite => of(&[
            "proposed",
            "accepted",
            "in-progress",
            "completed",
            "draft",
            "rejected",
            "completed",
            "paused",
            "withdrawn",
        ]),
        Kind::Initiative => of(&[
            "closed", "active", "planned", "closed", "idea", "shipped", "closed", "dropped", "active", "closed",
            "parked",
        ]),
        Kind::Incident => of(&["published", "published", "published", "in-review", "published"]),
        Kind::Decision => of(&[
            "accepted",
            "accepted",
            "proposed",
            "accepted",
            "rejected",
            "accepted",
            "deprecated",
        ]),
        Kind::Metric => of(&[
            "active", "active", "active", "active", "active", "active", "active", "retired",
        ]),
        Kind::Customer | Kind::Team => "active",
        Kind::Review => "final",
        Kind::Vision => {
            if number == 1 {
                "current"
            } else {
                "archived"
            }
        }
        Kind::Page => "",
    }
}
