//! Every place that names a document, under its new id and path.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;

use super::Place;
use crate::diagnostic::{Edit, shared_path};
use crate::link::{Links, Origin, Reference};
use crate::model::{Corpus, Document, DocumentIndex, PEOPLE_FILE, id_key};
use crate::parse::{self, Link};
use crate::repository::Snapshot;
use crate::span::Span;

/// Changes the references to one document.
pub(super) struct References<'a> {
    corpus: &'a Corpus,
    links: &'a Links,
    snapshot: &'a Snapshot,
    target: DocumentIndex,
    old: &'a str,
    new: &'a str,
    old_name: &'a str,
    new_name: &'a str,
    /// The edits of each file.
    pub(super) edits: BTreeMap<Arc<Utf8Path>, Vec<Edit>>,
    /// How many references were changed.
    pub(super) count: usize,
    /// References that could not be changed, because of how they are written.
    pub(super) left: Vec<Place>,
}

impl<'a> References<'a> {
    pub(super) fn new(
        corpus: &'a Corpus,
        links: &'a Links,
        snapshot: &'a Snapshot,
        target: DocumentIndex,
        new: &'a str,
        new_path: &'a Utf8Path,
    ) -> Self {
        let subject = corpus.get(target);
        Self {
            corpus,
            links,
            snapshot,
            target,
            old: &subject.id.value,
            new,
            old_name: subject.path().file_name().unwrap_or_default(),
            new_name: new_path.file_name().unwrap_or_default(),
            edits: BTreeMap::new(),
            count: 0,
            left: Vec::new(),
        }
    }

    pub(super) fn change_all(&mut self) {
        for reference in self.links.all() {
            // Where two documents share the id, what a document says of the id it has means itself.
            let of_itself = reference.from == self.target && self.names_old_id(&reference.written);
            if reference.target.document() == Some(self.target) || of_itself {
                self.change(reference);
            }
        }
        self.change_people();
    }

    /// The teams that people belong to.
    fn change_people(&mut self) {
        let path = shared_path(PEOPLE_FILE);
        let text = self.snapshot.text(&path).and_then(|file| file.content.ok());
        let (corpus, target) = (self.corpus, self.target);
        let teams = corpus.people.iter().filter_map(|person| person.team.as_ref());
        for team in teams.filter(|team| corpus.team(&team.value) == Some(target)) {
            let written = text.as_deref().map_or("", |text| team.span.text(text));
            if let Some(at) = written.find(&team.value) {
                let new = like(&team.value, self.new);
                self.count += 1;
                self.replace(&path, part(team.span, at, team.value.len()), new);
            }
        }
    }

    fn change(&mut self, reference: &Reference) {
        let places = |edits: &BTreeMap<_, Vec<Edit>>| edits.values().map(Vec::len).sum::<usize>();
        let before = places(&self.edits);
        self.change_places(reference);
        self.count += usize::from(places(&self.edits) > before);
    }

    fn change_places(&mut self, reference: &Reference) {
        let document = self.corpus.get(reference.from);
        match &reference.origin {
            Origin::Field(_) | Origin::Mention | Origin::Wiki => {
                let id = reference.written.split('#').next().unwrap_or_default().trim();
                let written = reference.span.text(&document.parsed.text);
                // A team may be named without its prefix.
                match written.find(id).filter(|_| !id.is_empty()) {
                    Some(at) => self.replace(document.path(), part(reference.span, at, id.len()), like(id, self.new)),
                    None => self.leave(document, reference.span),
                }
            }
            Origin::Link | Origin::Image => {
                let body = &document.parsed.body;
                let is_it = |link: &&Link| link.destination_span == reference.span;
                if let Some(link) = body.links.iter().find(is_it) {
                    self.change_link(document, link);
                }
            }
        }
    }

    fn change_link(&mut self, document: &Document, link: &Link) {
        let text = &*document.parsed.text;
        if link.destination_span == link.span {
            self.change_definition(document, link);
            return;
        }
        // The words of a link may be the id.
        let words = Span {
            start: link.span.start,
            end: link.destination_span.start,
        };
        for range in parse::words_like_ids(words.text(text), None) {
            let word = &words.text(text)[range.clone()];
            let id = word.split('#').next().unwrap_or_default();
            if self.names_old_id(id) {
                self.replace(document.path(), part(words, range.start, id.len()), like(id, self.new));
            }
        }
        self.change_destination(document, link.destination_span);
    }

    /// A link whose destination stands in a line of its own.
    fn change_definition(&mut self, document: &Document, link: &Link) {
        let text = &*document.parsed.text;
        let definitions = parse::link_definitions(text, document.parsed.body.span);
        let mut found = false;
        for definition in definitions.iter().filter(|it| it.destination == link.destination) {
            let start = definition.span.text(text).find("]:").map_or(0, |at| at + 2);
            let rest = part(definition.span, start, definition.span.len() - start);
            self.change_destination(document, rest);
            found = true;
        }
        // What such a link shows may be the name of its definition, which is for the author to change.
        let shown = link.span.text(text);
        let mut shown = parse::words_like_ids(shown, None)
            .into_iter()
            .map(|range| &shown[range]);
        if !found || shown.any(|word| self.names_old_id(word)) {
            self.leave(document, link.span);
        }
    }

    /// The name of the file in a destination; the folder, and what follows `#`, stay as they are written.
    fn change_destination(&mut self, document: &Document, span: Span) {
        if self.old_name == self.new_name {
            return;
        }
        let written = span.text(&document.parsed.text);
        if written.starts_with('#') {
            return;
        }
        let path = &written[..written.find(['#', '?']).unwrap_or(written.len())];
        let encoded = self.old_name.replace('%', "%25").replace(' ', "%20");
        let found = [self.old_name, encoded.as_str()]
            .into_iter()
            .find_map(|name| Some((path.rfind(name)?, name.len())));
        match found {
            Some((at, length)) => {
                let name = match self.new_name.contains(' ') && length == encoded.len() {
                    true => self.new_name.replace('%', "%25").replace(' ', "%20"),
                    false => self.new_name.to_owned(),
                };
                self.replace(document.path(), part(span, at, length), name);
            }
            None => self.leave(document, span),
        }
    }

    fn names_old_id(&self, written: &str) -> bool {
        id_key(written.split('#').next().unwrap_or_default()) == id_key(self.old)
    }

    fn replace(&mut self, path: &Arc<Utf8Path>, span: Span, replacement: String) {
        let edits = self.edits.entry(Arc::clone(path)).or_default();
        // Several links may share one definition.
        if edits.iter().all(|edit| edit.span != span) {
            edits.push(Edit {
                path: Arc::clone(path),
                span,
                replacement,
            });
        }
    }

    fn leave(&mut self, document: &Document, span: Span) {
        self.left.push(Place {
            path: Arc::clone(document.path()),
            span,
        });
    }
}

fn part(span: Span, offset: usize, length: usize) -> Span {
    let start = span.start as usize + offset;
    Span::new(start, start + length)
}

/// The new id written as an old one was: its letters large or small, its number with as many zeros in front, or without the
/// prefix.
fn like(written: &str, new: &str) -> String {
    let Some((new_prefix, new_rest)) = new.split_once('-') else {
        return new.to_owned();
    };
    let parts = written.split_at_checked(new_prefix.len());
    let is_whole = |(prefix, rest): &(&str, &str)| prefix.eq_ignore_ascii_case(new_prefix) && rest.starts_with('-');
    if !parts.is_some_and(|parts| is_whole(&parts)) {
        return new_rest.to_owned();
    }
    let start = &written[..=new_prefix.len()];
    let rest = &written[start.len()..];
    let zeros = rest.starts_with('0') && rest.bytes().all(|byte| byte.is_ascii_digit());
    match new_rest.parse::<u64>() {
        Ok(number) if zeros => format!("{start}{number:0width$}", width = rest.len()),
        _ => format!("{start}{new_rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn an_id_is_written_as_the_old_one_was() {
        assert_eq!(like("RW-12", "RW-113"), "RW-113");
        assert_eq!(like("rw-0012", "RW-113"), "rw-0113");
        assert_eq!(like("INC-2026-03-14", "INC-2026-03-14-b"), "INC-2026-03-14-b");
        assert_eq!(like("platform", "TEAM-core"), "core");
        assert_eq!(like("café", "TEAM-core"), "core");
        assert_eq!(like("team-team", "TEAM-core"), "team-core");
    }
}
