//! The stages up to `derive` for days that reviews look back on.

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Organisation, configure, gather};
use crate::check::Checked;
use crate::history::{self, Archive};
use crate::insight;
use crate::insight::earlier::{Earlier, REVIEW, REVIEWED_ON};
use crate::link;
use crate::model;
use crate::parse;
use crate::repository::{ObjectId, Repository};

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
    let days = days(organisation, today);
    let Some(head) = commit.or_else(|| repository.head()).filter(|_| !days.is_empty()) else {
        return Vec::new();
    };
    // Commits are looked up one after the other, since a repository is not shared between threads.
    let stood = days.into_iter().filter_map(|day| {
        let commit = repository.commit_on(head, day)?;
        Some((day, commit, repository.snapshot(commit).ok()?))
    });
    let stood: Vec<_> = stood.collect();
    stood
        .into_iter()
        .map(|(day, commit, snapshot)| {
            let settings = configure(&snapshot);
            let files = snapshot.texts(|path| model::is_document_path(path, &settings.definitions, &settings.config));
            let documents = files.par_iter().map(parse::parse_front).collect();
            let corpus = gather(&snapshot, settings, documents);
            let links = link::resolve(&corpus, &snapshot);
            let history = history::read_from(repository, commit, &corpus);
            let archive = Archive::of(repository);
            let insights = insight::derive(&insight::Input {
                corpus: &corpus,
                links: &links,
                history: &history,
                archive: archive.as_ref(),
                checked: &Checked::default(),
                today: Some(day),
            });
            Earlier { day, corpus, insights }
        })
        .collect()
}

/// The days of the latest reviews, the latest first.
fn days(organisation: &Organisation, today: Option<Date>) -> Vec<Date> {
    let corpus = &organisation.corpus;
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
