//! The front page: `home` in the template.

use serde::Serialize;

use super::changes::Weeks;
use super::{Page, rendered};
use crate::definition::{Definition, TypeIndex};
use crate::model::{Document, DocumentIndex, Fields, Value};
use crate::render::figures::has_code;
use crate::render::library::Library;
use crate::render::markdown;
use crate::render::page_links::PageLinks;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{
    BetView, DocumentView, RecentView, Tone, VisitView, bet, outcomes_sentence, recent, state_label, state_view,
    status, visit,
};
use crate::render::{CHANGES, HOME, OUTCOMES, listing_route};

/// Most outcomes shown.
const MAX_OUTCOMES: usize = 6;
/// Most documents shown that wait for a decision, and that changed lately.
const MAX_ROWS: usize = 8;

/// The front page.
#[derive(Debug, Serialize)]
struct Home {
    /// Title of `pages/index.md`, else the name of the site.
    title: String,
    /// The name of the title's place in the page.
    anchor: Option<String>,
    /// The text of `pages/index.md`, else the description of the site; HTML.
    introduction: String,
    /// Whether there is code or a diagram in it.
    has_code: bool,
    /// What initiatives changed; `None` where nothing has shipped.
    outcomes: Option<OutcomesView>,
    /// The current vision.
    vision: Option<VisionView>,
    /// Documents that wait for a decision or a review.
    open: Vec<DocumentView>,
    /// Documents that changed last, the latest first; empty when that is not known.
    recent: Vec<RecentView>,
    /// What changed since the last visit; `None` when nothing is known of the past.
    visit: Option<VisitView>,
    /// The page of all changes; `None` when nothing is known of them.
    changes: Option<&'static str>,
    /// The types of documents.
    types: Vec<TypeCard>,
}

/// The current vision.
#[derive(Debug, Serialize)]
struct VisionView {
    /// Its title.
    title: String,
    /// Its page.
    href: String,
    /// Its summary.
    summary: Option<String>,
    /// What it wants to be good at.
    attributes: Vec<AttributeView>,
}

/// An attribute of the vision.
#[derive(Debug, Serialize)]
struct AttributeView {
    /// Its name.
    name: String,
    /// What will be true.
    statement: String,
    /// Its place on the vision's page.
    href: String,
    /// The metric that shows it.
    metric: Option<DocumentView>,
    /// The metric's latest reading, with its unit.
    reading: Option<String>,
}

/// What initiatives achieved.
#[derive(Debug, Serialize)]
struct OutcomesView {
    /// What it adds up to.
    sum: String,
    /// The page of outcomes.
    href: &'static str,
    /// The bets measured last, the latest first: a miss stands beside a hit.
    bets: Vec<BetView>,
}

/// A type of documents.
#[derive(Debug, Serialize)]
struct TypeCard {
    /// Its plural.
    plural: String,
    /// What such documents are for.
    purpose: String,
    /// Whether the definition is built in, and says that in English.
    is_built_in: bool,
    /// The list of them.
    href: String,
    /// How many there are.
    count: usize,
    /// Their states as parts of a bar; empty for types with one state.
    bar: Vec<BarPart>,
    /// The bar in words.
    bar_label: String,
}

/// The documents of a type that are in one state.
#[derive(Debug, Serialize)]
struct BarPart {
    /// The state's tone.
    tone: Tone,
    /// Where the part begins, in hundredths.
    x: f64,
    /// How wide it is, in hundredths.
    width: f64,
}

/// Writes the front page.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let config = &library.input.corpus.config;
    let introduction = library.input.corpus.iter().find(|(_, document)| document.route == HOME);
    let view = Home {
        title: introduction
            .map_or(&config.title, |(_, document)| &document.title.value)
            .clone(),
        anchor: introduction.and_then(|(_, document)| markdown::title_anchor(&document.parsed, &document.title.value)),
        introduction: match introduction {
            Some((index, document)) => {
                markdown::render(&document.parsed, &document.title.value, &PageLinks::new(library, index))
            }
            None if config.description.is_empty() => String::new(),
            None => format!("<p>{}</p>", markdown::escape(&config.description)),
        },
        has_code: introduction.is_some_and(|(_, document)| has_code(&document.parsed)),
        outcomes: outcomes(library),
        vision: vision(library),
        open: open(library),
        recent: recent(library, HOME, MAX_ROWS),
        visit: visit(library),
        changes: Weeks::exist(library).then_some(CHANGES),
        types: library
            .types()
            .filter(|(_, _, all)| !all.is_empty())
            .map(|it| type_card(library, it))
            .collect(),
    };
    let mut page = library.page("home", &config.title, HOME);
    page.description.clone_from(&config.description);
    page.source = introduction.map(|(_, document)| library.source(document));
    if let Some((index, _)) = introduction {
        page.share.add_twin(library, index);
    }
    rendered(theme, "home.html", &page, "home", &view)
}

fn vision(library: &Library<'_>) -> Option<VisionView> {
    let corpus = library.input.corpus;
    let documents = &library.directory.by_type[corpus.definitions.find("vision")?.0];
    let is_current = |index: &&DocumentIndex| corpus.state_name(library.document(**index)) == Some("current");
    let index = *documents.iter().find(is_current)?;
    let document = library.document(index);
    let Some(Value::List(attributes)) = document.fields.value("attributes") else {
        return None;
    };
    let attributes = attributes.iter().filter_map(|item| item.value.as_mapping());
    Some(VisionView {
        title: document.title.value.clone(),
        href: document.route.clone(),
        summary: document.fields.text("summary").map(str::to_owned),
        attributes: attributes.map(|fields| attribute(library, document, fields)).collect(),
    })
}

fn attribute(library: &Library<'_>, document: &Document, fields: &Fields) -> AttributeView {
    let id = fields.text("id").unwrap_or_default();
    let metric = match fields.value("metric") {
        Some(Value::Reference(reference)) => library.input.corpus.by_id(&reference.id),
        _ => None,
    };
    AttributeView {
        name: state_label(id),
        statement: fields.text("statement").unwrap_or_default().to_owned(),
        href: format!("{}#{id}", document.route),
        metric: metric.map(|index| library.row(HOME, index)),
        reading: metric.and_then(|index| latest_reading(library, index)),
    }
}

/// The last value of a metric, from its readings or its data file.
fn latest_reading(library: &Library<'_>, index: DocumentIndex) -> Option<String> {
    let corpus = library.input.corpus;
    let document = library.document(index);
    let from_file = || {
        let name = document.fields.text("data")?;
        let path = corpus.data_path(document, name)?;
        corpus
            .data
            .get(path.as_path())?
            .readings
            .last()
            .map(|reading| reading.value)
    };
    let from_fields = || match document.fields.value("readings")? {
        Value::List(items) => items
            .iter()
            .filter_map(|item| item.value.as_mapping())
            .filter_map(reading)
            .max_by_key(|(on, _)| *on),
        _ => None,
    };
    let value = from_file().or_else(|| from_fields().map(|(_, value)| value))?;
    let unit = document.fields.text("unit").unwrap_or_default();
    let gap = if unit.is_empty() || unit.starts_with('%') {
        ""
    } else {
        " "
    };
    Some(format!("{value}{gap}{unit}"))
}

fn reading(fields: &Fields) -> Option<(jiff::civil::Date, f64)> {
    match (fields.value("on")?.as_date(), fields.value("value")?) {
        (Some(on), Value::Number(value)) => Some((on, *value)),
        _ => None,
    }
}

fn outcomes(library: &Library<'_>) -> Option<OutcomesView> {
    let insights = library.input.insights;
    let bets = insights.outcomes().bets.iter().map(|it| &insights.initiatives()[*it]);
    let judged = bets.filter(|it| it.outcome.is_some());
    Some(OutcomesView {
        sum: outcomes_sentence(library, &insights.outcomes().total)?,
        href: OUTCOMES,
        bets: judged.take(MAX_OUTCOMES).map(|it| bet(library, HOME, it)).collect(),
    })
}

/// Documents in a state that waits for others.
fn open(library: &Library<'_>) -> Vec<DocumentView> {
    let corpus = library.input.corpus;
    let all = library.types().flat_map(|(_, _, documents)| documents.iter().copied());
    let waits = |index: &DocumentIndex| {
        status(corpus, library.document(*index)).is_some_and(|status| status.tone == Tone::Wait)
    };
    all.filter(waits)
        .take(MAX_ROWS)
        .map(|index| library.row(HOME, index))
        .collect()
}

fn type_card(
    library: &Library<'_>,
    (_, definition, documents): (TypeIndex, &Definition, &[DocumentIndex]),
) -> TypeCard {
    let (bar, bar_label) = bar(library, definition, documents);
    TypeCard {
        plural: definition.plural.clone(),
        purpose: definition.purpose.clone(),
        is_built_in: definition.path.is_none(),
        href: listing_route(definition),
        count: documents.len(),
        bar,
        bar_label,
    }
}

fn bar(library: &Library<'_>, definition: &Definition, documents: &[DocumentIndex]) -> (Vec<BarPart>, String) {
    let lifecycle = &definition.lifecycle;
    if lifecycle.states.iter().filter(|state| !state.aside).count() < 2 {
        return (Vec::new(), String::new());
    }
    // Documents of a corpus are far fewer than the numbers that a double holds exactly.
    #[expect(clippy::cast_precision_loss)]
    let hundredth = |count: usize| (count as f64 * 1000.0 / documents.len() as f64).round() / 10.0;
    let mut bar = Vec::new();
    let mut words = Vec::new();
    let mut before = 0;
    for state in 0..lifecycle.states.len() {
        let count = documents
            .iter()
            .filter(|index| library.document(**index).state() == Some(state))
            .count();
        let Some(view) = state_view(lifecycle, state).filter(|_| count > 0) else {
            continue;
        };
        let (x, end) = (hundredth(before), hundredth(before + count));
        before += count;
        bar.push(BarPart {
            tone: view.tone,
            x,
            width: ((end - x).max(0.5) * 10.0).round() / 10.0,
        });
        words.push(format!("{count} {}", view.label.to_lowercase()));
    }
    (bar, words.join(", "))
}
