//! Sentences that read like those of an engineering organisation, markup included.

use super::random::Random;

const SUBJECTS: [&str; 30] = [
    "The checkout",
    "A dispatcher",
    "Every carrier",
    "Our support desk",
    "The nightly job",
    "Half of the team",
    "One service out of three",
    "The old table",
    "Whoever is on call",
    "The importer",
    "A new engineer",
    "The finance team",
    "Each customer with more than one depot",
    "The mobile client",
    "Nobody but Inês",
    "The scheduler",
    "A request that comes in late",
    "The warehouse in Kraków",
    "The gateway",
    "What we call the ledger",
    "A partner's system",
    "The report of the month",
    "The second region",
    "Search",
    "An account without orders",
    "The build",
    "The address book",
    "A returned parcel",
    "The price engine",
    "The team that owns billing",
];

const VERBS: [&str; 26] = [
    "waits for",
    "writes to",
    "reads from",
    "depends on",
    "hands its work to",
    "keeps a copy of",
    "asks again for",
    "falls back to",
    "does not notice",
    "has outgrown",
    "shares a lock with",
    "is paid for by",
    "gets in the way of",
    "quietly replaces",
    "compares itself with",
    "is tested against",
    "is slower than",
    "cannot do without",
    "was built around",
    "overwrites",
    "knows too much about",
    "sends everything to",
    "retries against",
    "makes up for",
    "stands in for",
    "is measured by",
];

const OBJECTS: [&str; 32] = [
    "the ledger of last month",
    "a queue that nobody watches",
    "the same three tables",
    "`orders.line_item`",
    "**the price list**",
    "a report on paper",
    "the cache in front of the database",
    "the *second* attempt",
    "a file in UTF-8 that arrives at six",
    "the list of depots",
    "an index of forty gigabytes",
    "what the customer sees first",
    "the batch of the night before",
    "a table with `created_at` and little else",
    "the certificate of the partner",
    "a dashboard with eleven charts",
    "the rota",
    "the flag `new_board`",
    "every message of the last seven days",
    "a spreadsheet in the shared folder",
    "the contract with the carrier",
    "the API of 2019",
    "one machine under a desk",
    "the export to finance",
    "a lock that is held for two seconds",
    "the summary page",
    "two people who have since left",
    "the map",
    "a job that runs at `02:15`",
    "the numbers of the quarter",
    "SHA-256 sums of yesterday's files",
    "the order in which events arrive",
];

const TAILS: [&str; 24] = [
    "before the day begins",
    "and nobody is surprised by it any more",
    "while the export is running",
    "since the spring release",
    "– a habit rather than a rule",
    "which is why the first hour of a Monday is the worst",
    "as eleven of fourteen people told us",
    "and it shows in every survey",
    "whether or not there is work to do",
    "so that a small change takes a week",
    "although the contract says otherwise",
    "because that was cheaper five years ago",
    "in about four cases out of a hundred",
    "for as long as anyone remembers",
    "and the difference is 18 minutes a day",
    "until someone restarts it by hand",
    "which customers have learned to live with",
    "and has done so without complaint",
    "when two depots close on the same evening",
    "as the figures of March and April agree",
    "at a price of £380 a month",
    "unless the other side is down, too",
    "even where a simpler way exists",
    "and that is the part worth keeping",
];

const JOINS: [&str; 6] = ["; ", ", and ", ", but ", ", so ", ": ", ", while "];

/// Names of things that documents are about.
pub const THINGS: [&str; 24] = [
    "Order intake",
    "Route planning",
    "Invoicing",
    "Price lists",
    "The driver app",
    "Depot search",
    "Returns",
    "Partner messages",
    "The night batch",
    "Sign-in",
    "Address data",
    "Event log",
    "Customer accounts",
    "Reporting",
    "The scheduler",
    "Delivery notes",
    "Test environments",
    "Deployment",
    "Alerting",
    "Search index",
    "Payment files",
    "Feature flags",
    "The public API",
    "Data exports",
];

/// What happens to them.
pub const TURNS: [&str; 16] = [
    "without the Monday queue",
    "in one place",
    "in under a minute",
    "for carriers with many depots",
    "after the second region",
    "by event rather than by file",
    "on the new log",
    "that people trust",
    "with half the steps",
    "before the contract ends",
    "from the customer's side",
    "at month-end",
    "on two cores",
    "behind a percentage",
    "with dates that are true",
    "for those who join next",
];

/// Things with an event, as titles of incidents.
pub const EVENTS: [&str; 12] = [
    "slow for an hour",
    "down for some carriers",
    "showing the figures of yesterday",
    "sending messages twice",
    "refusing valid files",
    "losing the last entry",
    "behind by forty minutes",
    "unreachable from one region",
    "out of disk",
    "charging the old price",
    "locked by its own migration",
    "quietly skipping records",
];

/// One sentence with its full stop.
pub fn sentence(random: &mut Random) -> String {
    let mut sentence = clause(random, true);
    if random.once_in(3) {
        sentence.push_str(random.pick(&JOINS));
        sentence.push_str(&clause(random, false));
    }
    sentence.push('.');
    sentence
}

fn clause(random: &mut Random, first: bool) -> String {
    let subject = random.pick(&SUBJECTS);
    let subject = if first {
        (*subject).to_owned()
    } else {
        lower_first(subject)
    };
    let mut clause = format!("{subject} {} {}", random.pick(&VERBS), random.pick(&OBJECTS));
    if !random.once_in(3) {
        clause.push(' ');
        clause.push_str(random.pick(&TAILS));
    }
    clause
}

/// A clause without its full stop, as items of lists and cells of tables have it.
pub fn phrase(random: &mut Random) -> String {
    format!(
        "{} {} {}",
        random.pick(&SUBJECTS),
        random.pick(&VERBS),
        random.pick(&OBJECTS)
    )
}

/// Several sentences in a row.
pub fn sentences(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| sentence(random)).collect::<Vec<_>>().join(" ")
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}

/// A block of code in one of three languages, with lines that look like headings and ids but are none.
pub fn code(random: &mut Random) -> String {
    let number = random.between(10, 990);
    match random.below(3) {
        0 => format!(
            "```sql\n-- the rows that RW-{number} would leave behind\nselect account, count(*) as rows\n  from orders.line_item\n where \
             updated_at < now() - interval '{number} days'\n group by account\nhaving count(*) > 1;\n```\n"
        ),
        1 => format!(
            "```yaml\n# one entry a queue\nqueues:\n  - name: intake-{number}\n    partitions: 6\n    keep: 7d\n    alert:\n      above: \
             {number}\n      for: 5m\n```\n"
        ),
        _ => format!(
            "```rust\n/// Waits before the next attempt.\nfn pause(attempt: u32) -> Duration {{\n    let millis = {number} * \
             2_u64.pow(attempt.min(6));\n    Duration::from_millis(millis)\n}}\n```\n"
        ),
    }
}
