//! What rules look at.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::assessment::Assessment;
use super::catalogue::Catalogue;
use super::levels::Levels;
use super::since::{Base, Since};
use crate::definition::{Definition, FieldKind, Requirement, SectionDefinition};
use crate::history::{DocumentElsewhere, Elsewhere, History, OtherBranch};
use crate::link::Links;
use crate::model::{Corpus, Document, DocumentIndex, Value, id_key};
use crate::parse::FrontMatter;
use crate::repository::Snapshot;
use crate::span::Span;

use super::requirement::{self, Circumstances, Need};

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// All files there are.
    pub snapshot: &'a Snapshot,
    /// The day that overdue and stale are counted from; without one, nothing is.
    pub today: Option<Date>,
    /// Judge documents as if they were in the state of this name, where their type has it.
    pub as_state: Option<&'a str>,
    /// How much rules weigh in this run.
    pub levels: &'a Levels,
    /// The past of the documents, where Git was asked.
    pub history: Option<&'a History>,
    /// What the documents are compared with, to find only what a change introduced.
    pub base: Option<Base<'a>>,
    /// What other branches have, where they were asked.
    pub elsewhere: Option<&'a Elsewhere>,
}

/// The corpus with everything rules ask of it.
#[derive(Debug)]
pub struct Context<'a> {
    /// What is checked.
    pub input: Input<'a>,
    /// Documents that say they supersede another: the superseded one to the ones that say so.
    pub superseded_by: HashMap<DocumentIndex, Vec<DocumentIndex>>,
    /// What other branches have, by id.
    elsewhere: HashMap<String, Vec<(&'a OtherBranch, &'a DocumentElsewhere)>>,
    /// What was before the change, where there is a base.
    pub since: Option<Since<'a>>,
    /// What ids, files and routes there are, to look up what someone may have meant.
    pub catalogue: Catalogue<'a>,
    /// Heading and prompt of every section of every definition, to be shared by all documents of its type.
    sections: Vec<Vec<(Arc<str>, Arc<str>)>>,
}

/// One document with its definition, state and sections, as rules about a document see it.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The corpus around it.
    pub context: &'a Context<'a>,
    /// Its position.
    pub index: DocumentIndex,
    /// The document.
    pub document: &'a Document,
    /// Its definition.
    pub definition: &'a Definition,
    /// Index of the state it is judged in; `None` when the type has none or the word is no state.
    pub state: Option<usize>,
    /// How each section of the definition is answered, in that order.
    pub sections: Vec<Assessment>,
    looked_around: Cell<bool>,
}

impl<'a> Context<'a> {
    pub(super) fn new(input: Input<'a>) -> Self {
        let mut superseded_by: HashMap<DocumentIndex, Vec<DocumentIndex>> = HashMap::new();
        for (index, document) in input.corpus.iter() {
            if document.fields.filled("supersedes").is_some() {
                for old in input.links.of_field(index, "supersedes") {
                    superseded_by.entry(old).or_default().push(index);
                }
            }
        }
        let mut elsewhere: HashMap<_, Vec<_>> = HashMap::new();
        for found in input.elsewhere.iter().flat_map(|elsewhere| elsewhere.documents()) {
            elsewhere.entry(id_key(&found.1.id)).or_default().push(found);
        }
        let shared = |section: &SectionDefinition| (section.heading.as_str().into(), section.prompt.as_str().into());
        let definitions = input.corpus.definitions.iter();
        Self {
            input,
            superseded_by,
            elsewhere,
            since: input.base.map(|base| Since::new(base, input.corpus)),
            catalogue: Catalogue::new(input.corpus, input.snapshot),
            sections: definitions
                .map(|(_, definition)| definition.sections.iter().map(shared).collect())
                .collect(),
        }
    }

    /// The documents of other branches that have an id.
    pub fn elsewhere_with_id(&self, id: &str) -> &[(&'a OtherBranch, &'a DocumentElsewhere)] {
        self.elsewhere.get(&id_key(id)).map_or(&[], Vec::as_slice)
    }

    /// The corpus.
    pub fn corpus(&self) -> &'a Corpus {
        self.input.corpus
    }

    /// Its references.
    pub fn links(&self) -> &'a Links {
        self.input.links
    }
}

impl<'a> Subject<'a> {
    pub(super) fn new(context: &'a Context<'a>, index: DocumentIndex) -> Self {
        let document = context.corpus().get(index);
        let definition = context.corpus().definition(document);
        let preview = context.input.as_state.and_then(|name| definition.lifecycle.index(name));
        let state = preview.or_else(|| document.state());
        Self {
            context,
            index,
            document,
            definition,
            state,
            sections: Vec::new(),
            looked_around: Cell::new(false),
        }
    }

    /// What ids, files and routes there are, to look up what someone may have meant. What a rule says then depends on
    /// documents that this one has nothing to do with.
    pub fn catalogue(&self) -> &'a Catalogue<'a> {
        self.looked_around.set(true);
        &self.context.catalogue
    }

    /// Whether a rule has looked there.
    pub(super) fn looked_around(&self) -> bool {
        self.looked_around.get()
    }

    /// What the document was in the base; `None` for a new one and where there is no base.
    pub fn before(&self) -> Option<&'a Document> {
        let since = self.context.since.as_ref()?;
        since.before(self.index).map(|before| &**before)
    }

    /// Index of the state that it was in, in the lifecycle it has now.
    pub fn state_before(&self) -> Option<usize> {
        let before = self.before()?;
        let name = self.context.since.as_ref()?.base.corpus.state_name(before)?;
        self.definition.lifecycle.index(name)
    }

    fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            fields: &self.document.fields,
            lifecycle: &self.definition.lifecycle,
            state: self.state,
        }
    }

    /// Heading and prompt of every section of the definition.
    pub(super) fn shared_sections(&self) -> &'a [(Arc<str>, Arc<str>)] {
        &self.context.sections[self.document.definition.0]
    }

    /// The whole text of the file.
    pub fn text(&self) -> &'a str {
        &self.document.parsed.text
    }

    /// Name of the state it is judged in, for messages.
    pub fn state_name(&self) -> &'a str {
        let states = &self.definition.lifecycle.states;
        self.state
            .and_then(|state| states.get(state))
            .map_or("unknown", |state| &state.name)
    }

    /// Whether it is judged in another state than its own.
    pub fn is_preview(&self) -> bool {
        self.state != self.document.state()
    }

    /// Whether the state is at the gate or beyond. A document without states is simply there, so it always is.
    pub fn past_gate(&self) -> bool {
        let lifecycle = &self.definition.lifecycle;
        lifecycle.states.is_empty() || self.state.is_some_and(|state| lifecycle.past_gate(state))
    }

    /// Whether something is required of the document now or at the gate. Nothing is while its front matter cannot be read:
    /// its state is not known then, and that it does not parse is all there is to say.
    pub fn need(&self, requirements: &[Requirement]) -> Need {
        match self.document.parsed.front_matter {
            FrontMatter::Broken { .. } => Need::No,
            FrontMatter::Missing | FrontMatter::Read { .. } => requirement::need(self.circumstances(), requirements),
        }
    }

    /// The value of a field that is filled in.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.document.fields.value(key)
    }

    /// The kind a field has in the definition.
    pub fn kind(&self, key: &str) -> Option<&'a FieldKind> {
        self.definition.field(key).map(|field| &field.kind)
    }

    /// Whether the document's front matter was read, so that what is missing from it is really missing.
    pub fn front_matter_is_known(&self) -> bool {
        self.document.parsed.front_matter.fields().is_some()
    }

    /// Whether a line of its own can be added to the front matter: not to one in braces, and not to one that is indented, which
    /// it would not be part of.
    pub fn takes_lines(&self) -> bool {
        let fields = self.document.parsed.front_matter.fields();
        let first = fields.and_then(|fields| fields.entries.first());
        let before = first.and_then(|entry| self.text().get(..entry.key.span.start as usize));
        before.is_none_or(|before| before.trim_end_matches(['"', '\'']).ends_with('\n'))
    }

    /// The place for what is said about the document as a whole or about a field that is not there: the `status` line, else
    /// the first line of the front matter or of the file.
    pub fn head(&self) -> Span {
        let fields = self.document.parsed.front_matter.fields();
        let entry = fields.and_then(|fields| {
            fields
                .entry("status")
                .or(fields.entry("title"))
                .or(fields.entries.first())
        });
        entry.map_or_else(
            || self.document.first_line(),
            |entry| entry.key.span.to(entry.value.span),
        )
    }
}
