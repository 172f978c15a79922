//! The stages up to `derive` for days that reviews look back on.

use camino::Utf8Path;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Organisation, Settings, configure, gather};
use crate::check::Checked;
use crate::history;
use crate::insight;
use crate::insight::earlier::{Earlier, REVIEW, REVIEWED_ON};
use crate::link;
use crate::model::{self, Corpus};
use crate::parse::{self, Parsed};
use crate::repository::{ObjectId, Repository, Snapshot};
use crate::span::{LineIndex, Span};

/// Most days that are looked back on, the latest first: each costs about as much as a check.
const MOST_DAYS: usize = 4;

/// How everything stood on the days of the latest reviews, as far as Git knows. `commit` is the one that is built, `None`
/// for the work tree.
pub(super) fn look_back(
    organisation: &Organisation,
    repository: &Repository,
    commit: Option<ObjectId>,
    today: Option<Date>,
) -> Vec<Earlier> {
    let days = days(&organisation.corpus, today);
    let Some(head) = commit.or_else(|| repository.head()).filter(|_| !days.is_empty()) else {
        return Vec::new();
    };
    let mut earlier = Vec::new();
    let mut after: Option<(Snapshot, Vec<Parsed>)> = None;
    // One day after the other: what a day is derived from is as large as the organisation, and is gone before the next.
    for day in days {
        let Some(commit) = repository.commit_on(head, day) else {
            continue;
        };
        let Ok(snapshot) = repository.snapshot(commit) else {
            continue;
        };
        let settings = configure(&snapshot);
        let documents = fronts(&snapshot, &settings, after.take());
        let corpus = gather(&snapshot, settings, documents);
        let insights = insight::insights(insight::Input {
            links: &link::resolve(&corpus, &snapshot),
            history: &history::read_from(repository, commit, &corpus),
            archive: organisation.archive.as_ref(),
            checked: &Checked::default(),
            corpus: &corpus,
            today: Some(day),
        })
        .of_fronts();
        earlier.push(Earlier::new(day, &corpus, insights));
        after = Some((snapshot, corpus.into_texts()));
    }
    earlier
}

/// The front matter of all documents. Those that were the same on the day `after` are not read out of Git again: getting
/// them out of it costs most of looking back.
fn fronts(snapshot: &Snapshot, settings: &Settings, after: Option<(Snapshot, Vec<Parsed>)>) -> Vec<Parsed> {
    let is_document = |path: &Utf8Path| model::is_document_path(path, &settings.definitions, &settings.config);
    let mut documents: Vec<Parsed> = Vec::new();
    if let Some((after, texts)) = after {
        let is_same = |path: &Utf8Path| snapshot.object(path).is_some_and(|it| after.object(path) == Some(it));
        documents.extend(
            texts
                .into_iter()
                .filter(|it| is_document(&it.path) && is_same(&it.path)),
        );
    }
    let files = snapshot.texts(|path| is_document(path) && documents_lack(&documents, path));
    documents.par_extend(files.par_iter().map(|file| without_body(parse::parse_front(file))));
    documents.par_sort_by(|left, right| left.path.cmp(&right.path));
    documents
}

/// Whether a document is not among those known, which are in the order of their paths.
fn documents_lack(known: &[Parsed], path: &Utf8Path) -> bool {
    known.binary_search_by(|it| (*it.path).cmp(path)).is_err()
}

/// A document whose text ends with its front matter: nobody reads on, and the texts of several days fill the memory.
fn without_body(mut front: Parsed) -> Parsed {
    let end = front.body.span.start;
    front.text = front.text[..end as usize].into();
    front.lines = LineIndex::new(&front.text);
    front.body.span = Span { start: end, end };
    front
}

/// The days of the latest reviews, the latest first.
pub(super) fn days(corpus: &Corpus, today: Option<Date>) -> Vec<Date> {
    let reviews = corpus.definitions.find(REVIEW);
    let reviews = corpus.documents().iter().filter(|it| Some(it.definition) == reviews);
    let days = reviews.filter_map(|it| it.fields.value(REVIEWED_ON)?.as_date());
    // A review that is still to come stands for no day yet.
    let mut days: Vec<Date> = days.filter(|day| today.is_none_or(|today| *day <= today)).collect();
    days.sort_unstable_by(|left, right| right.cmp(left));
    days.dedup();
    days.truncate(MOST_DAYS);
    days
}
