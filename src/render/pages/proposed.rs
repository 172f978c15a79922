//! What other branches propose: `proposed` in its template.
//!
//! Everything here was written by people who may not be trusted and that nobody has reviewed, so it is shown as plain words
//! and nothing of it as Markdown.

use serde::Serialize;

use super::{Page, rendered};
use crate::history::{Addition, DocumentElsewhere, Elsewhere, KindElsewhere, LeftOutBecause, OtherBranch};
use crate::model::DocumentIndex;
use crate::render::PROPOSED;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DateView, StatusView, Tone, state_label, state_view};
use crate::render::words::ellipsis_after;

/// Most branches on the page, so that it stays readable.
const MAX_BRANCHES: usize = 30;
/// Most documents of one branch.
const MAX_DOCUMENTS: usize = 12;
/// Longest name or title that is shown whole.
const MAX_WORDS: usize = 120;
/// Most branches that the page of one document names.
const MAX_ALSO: usize = 3;

/// What other branches propose.
#[derive(Debug, Serialize)]
struct Proposed {
    /// "3 documents on 2 branches are new or different there."
    summary: String,
    /// The branches.
    branches: Vec<BranchView>,
    /// How many branches are left out.
    more: usize,
    /// Branches of which not everything can be told.
    left_out: Vec<LeftOutView>,
}

/// A branch.
#[derive(Debug, Serialize)]
struct BranchView {
    /// Its name.
    name: String,
    /// Other names of the same.
    also: String,
    /// The name of its place in the page.
    anchor: String,
    /// What it proposes.
    documents: Vec<ProposedView>,
    /// How many documents are left out.
    more: usize,
}

/// A document of another branch.
#[derive(Debug, Serialize)]
struct ProposedView {
    /// Its id; empty for plain pages.
    id: String,
    /// Its title.
    title: String,
    /// What people call one of its type.
    type_name: String,
    /// The state it is in there.
    status: Option<StatusView>,
    /// What the branch did.
    what: String,
    /// Where it is seen on that branch.
    there: Option<String>,
    /// Its page as it is here.
    here: Option<String>,
    /// Who added it.
    by: Option<String>,
    /// The day it was added.
    on: Option<DateView>,
}

/// A branch of which not everything can be told.
#[derive(Debug, Serialize)]
struct LeftOutView {
    /// Its names.
    name: String,
    /// Why; HTML.
    why: String,
}

/// A branch on which a document is another.
#[derive(Debug, Serialize)]
pub(super) struct AlsoOn {
    /// Its name.
    branch: String,
    /// Its place in the list of what is proposed.
    href: String,
}

/// How many documents other branches propose.
pub(super) fn count(library: &Library<'_>) -> usize {
    library
        .input
        .elsewhere
        .map_or(0, |elsewhere| elsewhere.documents().count())
}

/// The branches on which a document is another.
pub(super) fn also_on(library: &Library<'_>, index: DocumentIndex) -> Vec<AlsoOn> {
    let document = library.document(index);
    let Some(elsewhere) = library.input.elsewhere else {
        return Vec::new();
    };
    let branches = elsewhere.branches.iter().enumerate().take(MAX_BRANCHES);
    let has_it = branches.filter(|(_, branch)| branch.documents.iter().any(|it| it.path == **document.path()));
    let also = has_it.take(MAX_ALSO).map(|(number, branch)| AlsoOn {
        branch: short(branch.name()),
        href: format!("{}#{}", library.href(&document.route, PROPOSED), anchor(number)),
    });
    also.collect()
}

/// Writes the page of what other branches propose.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let nothing = Elsewhere::default();
    let elsewhere = library.input.elsewhere.unwrap_or(&nothing);
    let branches = elsewhere.branches.iter().enumerate().take(MAX_BRANCHES);
    let documents = elsewhere.documents().count();
    let view = Proposed {
        summary: library.phrases.fill(
            "history.proposed_summary",
            &[
                ("documents", &library.documents(documents)),
                ("n", &elsewhere.branches.len()),
            ],
        ),
        branches: branches.map(|(number, it)| branch(library, number, it)).collect(),
        more: elsewhere.branches.len().saturating_sub(MAX_BRANCHES),
        left_out: elsewhere
            .left_out
            .iter()
            .take(MAX_BRANCHES)
            .map(|it| LeftOutView {
                name: short(&it.names.join(", ")),
                why: library.phrases.marked(left_out(it.because), &[]),
            })
            .collect(),
    };
    let page = library.page("proposed", library.phrases.say("history.proposed_on_others"), PROPOSED);
    rendered(theme, "proposed.html", &page, "proposed", &view)
}

/// The phrase for why not everything on a branch can be told.
fn left_out(because: LeftOutBecause) -> &'static str {
    match because {
        LeftOutBecause::Unrelated => "history.unrelated",
        LeftOutBecause::CutOff => "history.parted_unknown",
        LeftOutBecause::Damaged => "history.files_missing",
    }
}

fn branch(library: &Library<'_>, number: usize, branch: &OtherBranch) -> BranchView {
    let documents = branch.documents.iter().take(MAX_DOCUMENTS);
    BranchView {
        name: short(branch.name()),
        also: short(&branch.names[1.min(branch.names.len())..].join(", ")),
        anchor: anchor(number),
        documents: documents.map(|it| proposed(library, branch, it)).collect(),
        more: branch.documents.len().saturating_sub(MAX_DOCUMENTS),
    }
}

fn proposed(library: &Library<'_>, branch: &OtherBranch, document: &DocumentElsewhere) -> ProposedView {
    let say = |key: &str| library.phrases.say(key).to_owned();
    let corpus = library.input.corpus;
    let definition = corpus.definitions.get(document.definition);
    let here = corpus.by_path(&document.path).map(|index| library.document(index));
    let added: Option<&Addition> = match &document.kind {
        KindElsewhere::New(added) => added.as_ref(),
        KindElsewhere::Changed | KindElsewhere::Unclear => None,
    };
    // The forge knows a branch by the name it has there.
    let at_forge = branch.names.iter().find_map(|name| name.strip_prefix("origin/"));
    let is_page = definition.lifecycle.states.is_empty();
    ProposedView {
        id: if is_page { String::new() } else { short(&document.id) },
        title: short(&document.title),
        type_name: definition.name.clone(),
        status: document.status.as_deref().filter(|_| !is_page).map(|word| {
            let state = definition.lifecycle.index(word);
            let known = state.and_then(|state| state_view(&definition.lifecycle, state));
            known.unwrap_or_else(|| StatusView {
                name: short(word),
                label: state_label(&short(word)),
                tone: Tone::Error,
            })
        }),
        what: match document.kind {
            KindElsewhere::New(_) => say("history.is_new"),
            KindElsewhere::Changed => say("history.is_different"),
            KindElsewhere::Unclear => say("history.is_not_here"),
        },
        there: at_forge.and_then(|name| library.repository_file_on(name, document.path.as_str())),
        here: here.map(|here| library.href(PROPOSED, &here.route)),
        by: added.map(|added| short(added.by.display_name())),
        on: added
            .and_then(|added| added.when)
            .map(|when| DateView::from(when.date())),
    }
}

fn anchor(number: usize) -> String {
    format!("d:branch-{}", number + 1)
}

fn short(words: &str) -> String {
    ellipsis_after(words, MAX_WORDS)
}
