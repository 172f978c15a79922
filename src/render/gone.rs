//! Documents that were deleted: what they were called last, for pages that tell of it.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use super::Input;
use crate::definition::TypeIndex;
use crate::history::{DocumentHistory, Revision};
use crate::model::{self, Identity};
use crate::parse::parse;
use crate::repository::SourceFile;

/// Most deleted documents that are told of, those deleted last: the text of each is read from Git.
const MOST: usize = 500;

/// A document that was deleted.
#[derive(Clone, Debug)]
pub struct Gone {
    /// The id it had last; empty for a plain page.
    pub id: String,
    /// The title it had last.
    pub title: String,
    /// Its type.
    pub definition: TypeIndex,
    /// Where its file was.
    pub path: Arc<Utf8Path>,
}

impl Gone {
    /// Its past; the last revision is its deletion.
    pub fn past<'a>(&self, input: &Input<'a>) -> Option<&'a DocumentHistory> {
        let history = input.history;
        history.of_deleted(&self.path)
    }
}

/// The documents that were deleted, by path. One whose id another document has now was not deleted but moved or written
/// anew, and is not among them.
pub fn gone(input: &Input<'_>) -> Vec<Gone> {
    let mut deleted: Vec<_> = input.history.deleted().collect();
    let when = |past: &DocumentHistory| past.revisions.last().and_then(|it| it.commit.authored).map(|it| it.at);
    if deleted.len() > MOST {
        deleted.sort_by_key(|(path, past)| (std::cmp::Reverse(when(past)), Arc::clone(path)));
        deleted.truncate(MOST);
        deleted.sort_by_key(|(path, _)| Arc::clone(path));
    }
    let told = deleted.into_par_iter().filter_map(|(path, past)| {
        let gone = read(input, path, past)?;
        let is_back = !gone.id.is_empty() && input.corpus.by_id(&gone.id).is_some();
        (!is_back).then_some(gone)
    });
    told.collect()
}

fn read(input: &Input<'_>, path: &Arc<Utf8Path>, past: &DocumentHistory) -> Option<Gone> {
    let corpus = input.corpus;
    let text = past
        .revisions
        .last()
        .and_then(|it| last_text(input, it))
        .unwrap_or_default();
    let parsed = parse(&SourceFile {
        path: Arc::clone(path),
        content: Ok(text.into()),
    });
    let is_empty = parsed.text.trim().is_empty();
    let document = model::read_one(parsed, &corpus.definitions, &corpus.config)?;
    let definition = corpus.definitions.get(document.definition);
    let is_page = definition.type_name == "page";
    let named = Identity::from_file_stem(path.file_stem().unwrap_or_default(), &definition.prefix);
    // Without its text, the name of the file still says something.
    let title = match is_empty {
        true => named.words,
        false => document.title.value,
    };
    let id = if is_page { String::new() } else { document.id.value };
    Some(Gone {
        id,
        title,
        definition: document.definition,
        path: Arc::clone(path),
    })
}

fn last_text(input: &Input<'_>, deletion: &Revision) -> Option<String> {
    input.archive?.text(deletion.before.as_ref()?.content?).ok()
}
