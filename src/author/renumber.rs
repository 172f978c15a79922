//! Another id for a document, and for everything that refers to it.
//!
//! Takes a corpus, its links and an id that is free, gives [`Renumbering`]: edits of every file that names the document,
//! and the new name of its own. Nothing else in the files moves by a byte. Writes nothing.

mod name;
mod references;

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::free::TakenIds;
use crate::definition::{Definition, IdStyle};
use crate::diagnostic::Edit;
use crate::history::Elsewhere;
use crate::link::Links;
use crate::model::{Corpus, DocumentIndex, Identity, id_key, route_word};
use crate::parse::FrontMatter;
use crate::repository::{Repository, Snapshot};
use crate::span::Span;

use references::References;

/// What giving a document another id changes.
#[derive(Clone, Debug)]
pub struct Renumbering {
    /// The id it had.
    pub old: String,
    /// The id it gets.
    pub new: String,
    /// Its file.
    pub from: Arc<Utf8Path>,
    /// What its file is called then.
    pub to: Utf8PathBuf,
    /// The edits of each file, by the path it has now; sorted, and none overlaps another.
    pub edits: BTreeMap<Arc<Utf8Path>, Vec<Edit>>,
    /// How many references are changed.
    pub references: usize,
    /// In how many files they stand.
    pub files: usize,
    /// Its old address on the site, which leads on to the new one.
    pub alias: Option<String>,
    /// Files beside it that are named after it, and stay.
    pub companions: Vec<Arc<Utf8Path>>,
    /// References that could not be changed, because of how they are written.
    pub left: Vec<Place>,
    /// Another document with the same id: what refers to the id means that one.
    pub kept_by: Option<Arc<Utf8Path>>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: Arc<Utf8Path>,
    /// The place in it.
    pub span: Span,
}

/// Why a document cannot have another id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenumberError {
    /// Plain pages have none.
    #[error("`{path}` is a plain page, which is known by its path and has no id to change; rename the file")]
    Page {
        /// The page.
        path: Arc<Utf8Path>,
    },
    /// It is none that a document of the type can have.
    #[error("`{id}` is no id of a {of_type}; write one like `{example}`")]
    Form {
        /// The id.
        id: String,
        /// Name of the type.
        of_type: String,
        /// One that would do.
        example: String,
    },
    /// It is the one it has.
    #[error("`{path}` is `{id}` already")]
    Same {
        /// The id.
        id: String,
        /// The document.
        path: Arc<Utf8Path>,
    },
    /// Somebody has it.
    #[error("`{id}` is taken{by}; `{free}` is free")]
    Taken {
        /// The id.
        id: String,
        /// By whom.
        by: String,
        /// The next one that is free.
        free: String,
    },
    /// The front matter has mistakes.
    #[error("the front matter of `{path}` cannot be read; `docent check` says what is wrong with it")]
    FrontMatter {
        /// The document.
        path: Arc<Utf8Path>,
    },
    /// Its new file name is taken.
    #[error("`{path}` is there already; rename that file first, or choose another id")]
    File {
        /// The file.
        path: Utf8PathBuf,
    },
}

/// The next id that a document could have.
pub fn next_id(corpus: &Corpus, ids: &TakenIds<'_>, document: DocumentIndex) -> String {
    let document = corpus.get(document);
    let definition = corpus.definition(document);
    let prefix = &definition.prefix;
    let is_number = |id: &str| {
        id_key(id)
            .strip_prefix(&id_key(&format!("{prefix}-")))
            .is_some_and(digits)
    };
    if definition.ids == IdStyle::Number || is_number(&document.id.value) {
        return format!("{prefix}-{}", ids.next_number(definition));
    }
    let day = document.id.value.get(prefix.len() + 1..prefix.len() + 11);
    match day.filter(|day| definition.ids == IdStyle::Date && day.parse::<jiff::civil::Date>().is_ok()) {
        Some(day) => ids.or_with_letter(format!("{prefix}-{day}")),
        None => {
            let copies = (2..).map(|copy| format!("{}-{copy}", document.id.value));
            let mut copies = copies.filter(|id| ids.is_free(id));
            copies.next().unwrap_or_default()
        }
    }
}

/// The id that somebody asked for: `RW-13`, `rw-0013` or `13`.
///
/// # Errors
/// When a document of the type cannot have it, or another one does.
pub fn wanted_id(
    corpus: &Corpus,
    ids: &TakenIds<'_>,
    document: DocumentIndex,
    written: &str,
) -> Result<String, RenumberError> {
    let subject = corpus.get(document);
    let definition = corpus.definition(subject);
    let id = in_form(definition, written).ok_or_else(|| RenumberError::Form {
        id: written.to_owned(),
        of_type: definition.name.to_lowercase(),
        example: next_id(corpus, ids, document),
    })?;
    if id_key(&id) == id_key(&subject.id.value) {
        let path = Arc::clone(subject.path());
        return Err(RenumberError::Same { id, path });
    }
    if !ids.is_free(&id) {
        let holder = corpus.by_id(&id).map(|holder| corpus.get(holder).path());
        let by = match holder {
            Some(path) => format!(" by `{path}`"),
            None => " on another branch, or was the id of a document here".to_owned(),
        };
        let free = next_id(corpus, ids, document);
        return Err(RenumberError::Taken { id, by, free });
    }
    Ok(id)
}

/// An id as documents of a type have it; `None` when it is none.
fn in_form(definition: &Definition, written: &str) -> Option<String> {
    let prefix = &definition.prefix;
    let written = written.trim();
    let start = written
        .get(..prefix.len())
        .filter(|start| start.eq_ignore_ascii_case(prefix));
    let rest = start.and_then(|_| written[prefix.len()..].strip_prefix('-'));
    let rest = rest.or(Some(written).filter(|rest| digits(rest)))?;
    let is_day = |rest: &str| {
        rest.get(..10)
            .is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
    };
    let rest = match definition.ids {
        IdStyle::Number if digits(rest) && rest.len() < 18 => {
            Some(rest.trim_start_matches('0')).filter(|rest| !rest.is_empty())?
        }
        IdStyle::Number => return None,
        IdStyle::Date if is_day(rest) && route_word(rest) == rest => rest,
        IdStyle::Date => return None,
        IdStyle::Word if route_word(rest) == rest.to_lowercase() => rest,
        IdStyle::Word => return None,
    };
    Some(format!("{prefix}-{rest}"))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether readers may know a document's address: it was there before this branch, or nobody can tell.
pub fn is_published(elsewhere: Option<&Elsewhere>, repository: &Repository, path: &Utf8Path) -> bool {
    match elsewhere {
        Some(elsewhere) if repository.has_git() => {
            repository.head().is_some() && !elsewhere.new_here.contains_key(path)
        }
        _ => true,
    }
}

/// Gives a document another id, which must be free. `published` says whether its old address is known to readers.
///
/// # Errors
/// When the document has no id of its own, cannot be read, or its new file name is taken.
pub fn renumber(
    corpus: &Corpus,
    links: &Links,
    snapshot: &Snapshot,
    document: DocumentIndex,
    new: &str,
    published: bool,
) -> Result<Renumbering, RenumberError> {
    let subject = corpus.get(document);
    let definition = corpus.definition(subject);
    let path = subject.path();
    if definition.type_name == super::new::PAGE {
        return Err(RenumberError::Page { path: Arc::clone(path) });
    }
    if !subject.parsed.readable || matches!(subject.parsed.front_matter, FrontMatter::Broken { .. }) {
        return Err(RenumberError::FrontMatter { path: Arc::clone(path) });
    }
    let to = name::renamed(path, definition, &subject.id.value, new);
    let like_another = |it: &Arc<Utf8Path>| it != path && it.as_str().to_lowercase() == to.as_str().to_lowercase();
    if *to != **path && snapshot.paths().any(like_another) {
        return Err(RenumberError::File { path: to });
    }
    let from_name = Identity::from_file_stem(to.file_stem().unwrap_or_default(), &definition.prefix).id;
    let must_write = id_key(&from_name) != id_key(new);
    let shared = corpus.all_by_id(&subject.id.value).iter().find(|it| **it != document);
    let shared = shared.map(|it| Arc::clone(corpus.get(*it).path()));
    let folders: Vec<_> = definition.address().split('/').map(route_word).collect();
    let new_route = format!("{}/{}.html", folders.join("/"), route_word(new));
    // An address that another document has, as the other one with the same id does, leads there.
    let mut others = corpus.iter().filter(|(index, _)| *index != document);
    let is_anothers = others.any(|(_, other)| other.route == subject.route);
    let alias = Some(subject.route.clone()).filter(|route| published && !is_anothers && *route != new_route);
    let mut references = References::new(corpus, links, snapshot, document, new, &to);
    references.change_all();
    let References {
        mut edits, count, left, ..
    } = references;
    let files = edits.len();
    let own = edits.entry(Arc::clone(path)).or_default();
    own.extend(name::front_matter(
        subject,
        new,
        must_write,
        alias.as_deref(),
        &new_route,
    ));
    edits.retain(|_, edits| !edits.is_empty());
    for edits in edits.values_mut() {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        edits.dedup();
    }
    Ok(Renumbering {
        old: subject.id.value.clone(),
        new: new.to_owned(),
        from: Arc::clone(path),
        companions: companions(snapshot, path, &to),
        to,
        edits,
        references: count,
        files,
        alias,
        left,
        kept_by: shared,
    })
}

/// Files beside a renamed document whose names begin as its old one does.
fn companions(snapshot: &Snapshot, path: &Utf8Path, to: &Utf8Path) -> Vec<Arc<Utf8Path>> {
    let stem = path.file_stem().unwrap_or_default();
    let is_named_after = |it: &&Arc<Utf8Path>| {
        let rest = it.file_name().and_then(|name| name.strip_prefix(stem));
        ***it != *path && it.parent() == path.parent() && rest.is_some_and(|rest| rest.starts_with(['.', '-', '_']))
    };
    match path == to {
        true => Vec::new(),
        false => snapshot.paths().filter(is_named_after).cloned().collect(),
    }
}

impl Renumbering {
    /// A text with its edits made.
    pub fn edited(&self, path: &Utf8Path, text: &str) -> String {
        let edits = self.edits.get(path).map_or(&[][..], Vec::as_slice);
        super::status::edited(text, edits)
    }
}
