//! Definitions: what a document type's fields, states and sections are.
//!
//! Takes YAML texts, gives [`Definitions`] and the mistakes in them. A definition is the single source of truth about
//! its type: checking, `new`, `explain`, the JSON Schema and the "how to write one" page all read it. The built-in types
//! are YAML files of the same format that an organisation writes. Reads no file itself.
//!
//! # The format
//! One file defines one type. Only `type`, `name`, `prefix` and `folder` are needed; the fields of every type (`title`,
//! `status`, `owner`, `tags` and so on) are there without being named.
//!
//! ```yaml
//! type: post-mortem                # the name in commands and in `type:`; lower case
//! name: Post-mortem                # what people call one such document
//! plural: Post-mortems             # and several; `name` with an "s", when left out
//! prefix: PM                       # upper-case letters that its ids start with: PM-12
//! folder: post-mortems             # the folder its documents live in; `.` for the root of the repository
//! purpose: Learn from what broke.  # what such a document is for, in one sentence
//! questions: [Questions]           # headings under which the numbered questions may stand together
//! ```
//!
//! ## Lifecycle
//! A type without `lifecycle` has no states.
//!
//! ```yaml
//! lifecycle:
//!   states: [draft, proposed, accepted, completed]     # in order; a new document starts in the first
//!   aside: [paused, { state: withdrawn, as: draft }]   # beside the order; asks what the state after `as` asks
//!                                                      # (the gate, when left out)
//!   end: [completed, withdrawn]                        # a document rests here; leaving needs `reopened`
//!   gate: proposed                                     # before it what is missing is a warning, from it on an error
//!   freeze: accepted                                   # from here on changes need `amended` …
//!   may_change: [Rollback, outcome]                    # … but for these sections and fields, and those of every type
//!   moves: { paused: [accepted, withdrawn] }           # from a state that is named, only these can be reached
//! ```
//!
//! ## When something is required
//! `required` of a field or a section, and `advised` of a section (whose lack is then a warning in any state), say when:
//!
//! ```yaml
//! required: always         # in every state; `never` is what holds when nothing is said
//! required: gate           # from the gate on
//! required: accepted       # from this state on; a state aside stands for itself only
//! required: { from: gate, unless: { severity: [sev3, sev4] } }
//! required: { when: { category: debt, outcome.result: missed } }   # when one of these holds
//! required: [dropped, { from: closed, when: { category: experiment } }]   # any of these
//! ```
//!
//! ## Fields
//! A field is a kind, or a mapping of `kind`, `required`, `prompt` (what to write), `example` (a value as YAML) and the
//! keys of its kind. Naming a field of every type changes only what is said and moves it among the type's own;
//! `remove: true` takes it away.
//!
//! ```yaml
//! fields:
//!   system: text             # also: markdown, number, range, boolean, date, instant, duration, url, person, people,
//!                            # team, data-file
//!   owner: { required: always }
//!   decided_on: { kind: date, required: accepted, prompt: "On which day was it decided?" }
//!   initiative: { kind: reference, to: [initiative] }               # `to`: any type, when left out
//!   customers: { kind: references, to: [customer], or_none: true }  # or `none: the reason`
//!   horizon: { kind: one-of, values: [now, next], or_quarter: true }   # or a quarter such as 2026-Q3
//!   tags: { kind: list, of: text }
//!   readings: { kind: list, of: { on: date, value: number } }       # a list of mappings
//!   outcome: { kind: mapping, keys: { result: { kind: one-of, values: [hit, missed], required: always }, note: text } }
//! ```
//!
//! The keys of a mapping are fields themselves; what they require is asked where the mapping is written. `of` may also
//! be a kind with its keys: `of: { kind: reference, to: [metric] }`.
//!
//! ## Sections
//! ```yaml
//! sections:
//!   - heading: Rollback
//!     aliases: [Backing out, Kill criteria]   # other headings that mean the same; case and plurals are alike
//!     question: 3                             # the number of the question it answers, where they are numbered
//!     required: gate
//!     words: 20                               # fewest words that count as an answer
//!     may_not_apply: true                     # "Not applicable because …" is an answer
//!     prompt: What makes you stop or go back?
//!     must:                                   # what the answer must hold: all of these
//!       - mentions: [if, when, trigger]
//!         ask: say what triggers it           # what to tell the author when it is missing
//! ```
//!
//! | demand | met by |
//! |---|---|
//! | `number`, `date`, `link` | one of them anywhere in the answer |
//! | `actions` | actions, each with owner and due date or with a link, or a reason why there is none |
//! | `link-to: FIELD` | a link to a document that the field names |
//! | `field: FIELD` | the field being filled, which makes the section itself unnecessary |
//! | `entries: 2` | so many items, table rows or sub-headings |
//! | `timed-entries: 3` | so many entries with a time |
//! | `table: [What, Who]` | a table with these columns |
//! | `mentions: [if, when]` | a word that begins with one of these, or a phrase; case makes no difference |
//! | `each-mentions: [mitigat]` | the same in each entry |
//! | `any: [number, { entries: 2 }]` | one of these demands |
//!
//! A demand without a value is a word; with `ask` it is written `number: true`.
//!
//! ## Extending a type
//! `extends: rewrite` starts from that type and changes only what it names: keys one by one (a list is replaced as a
//! whole), fields by their name, sections by their heading. `remove: true` takes a field or section away; a new section
//! comes last, or after the one that `after: Heading` names. With another `type` it makes a new type, which needs a
//! name, prefix and folder of its own. A `type` without `extends` that is already there is replaced altogether.
//!
//! ```yaml
//! extends: rewrite
//! lifecycle: { freeze: in-progress }
//! fields:
//!   budget: { kind: text, required: gate, prompt: "Which budget pays for it?" }
//!   product_owner: { required: always }
//!   do_nothing_cost_weeks: { remove: true }
//! sections:
//!   - { heading: Security, after: Target design, required: gate, words: 20, prompt: "What could an attacker gain?" }
//!   - { heading: Cost, words: 40 }
//! ```

mod field;
mod lifecycle;
mod read;
mod section;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

pub use field::{FieldDefinition, FieldKind, Requirement, When};
pub use lifecycle::{Lifecycle, State, Verdict};
pub use read::{builtin, read, words};
pub use section::{Demand, DemandKind, SectionDefinition};

/// Rule of a definition's key that is unknown or missing.
pub const KEY: &str = "definition-key";
/// Rule of a definition's value that is of the wrong kind, or names what does not exist.
pub const VALUE: &str = "definition-value";
/// Rule of a name that two parts of a definition, or two definitions, share.
pub const DUPLICATE: &str = "definition-duplicate";

/// What new ids of a type are made of. Documents may have ids of any form; see the `model` for how they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdStyle {
    /// The next number: `RW-12`.
    #[default]
    Number,
    /// The day: `INC-2026-03-14`.
    Date,
    /// The words of the title: `TEAM-platform`.
    Word,
}

/// Index of a type in [`Definitions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeIndex(pub usize);

/// All document types of an organisation: the built-in ones and its own.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    types: Vec<Definition>,
}

/// One document type.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name used in commands and in the front matter's `type`: `rewrite`.
    pub type_name: String,
    /// What people call one such document: "Rewrite proposal".
    pub name: String,
    /// What people call several: "Rewrite proposals".
    pub plural: String,
    /// Upper-case start of its ids: `RW`.
    pub prefix: String,
    /// Folder its documents live in, from the root of the organisation repository: `rewrites`.
    pub folder: String,
    /// What new ids are made of.
    pub ids: IdStyle,
    /// What such a document is for, in one sentence.
    pub purpose: String,
    /// The states a document goes through.
    pub lifecycle: Lifecycle,
    /// Its fields in the order they are written, those of every type last.
    pub fields: Vec<FieldDefinition>,
    /// Its sections in the order they are written.
    pub sections: Vec<SectionDefinition>,
    /// Headings under which the numbered questions may stand together, as sub-headings or as rows of a table.
    pub questions: Vec<String>,
    /// File it comes from, from the root of the organisation repository; `None` for a built-in type left as it is.
    pub path: Option<Arc<Utf8Path>>,
}

impl Definitions {
    /// A set of types in the order they are listed everywhere.
    pub fn new(types: Vec<Definition>) -> Self {
        Self { types }
    }

    /// All types in order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeIndex, &Definition)> {
        self.types
            .iter()
            .enumerate()
            .map(|(index, definition)| (TypeIndex(index), definition))
    }

    /// The definition of a type of this set.
    pub fn get(&self, index: TypeIndex) -> &Definition {
        &self.types[index.0]
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there is no type at all.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// A type by its name (`rewrite`), folder (`rewrites`) or prefix in any case (`rw`).
    pub fn find(&self, word: &str) -> Option<TypeIndex> {
        let known_as =
            |it: &Definition| it.type_name == word || it.folder == word || it.prefix.eq_ignore_ascii_case(word);
        self.types.iter().position(known_as).map(TypeIndex)
    }

    /// The type whose documents live in a folder.
    pub fn by_folder(&self, folder: &str) -> Option<TypeIndex> {
        self.types.iter().position(|it| it.folder == folder).map(TypeIndex)
    }

    /// The type whose ids start with a prefix, compared without case.
    pub fn by_prefix(&self, prefix: &str) -> Option<TypeIndex> {
        self.types
            .iter()
            .position(|it| it.prefix.eq_ignore_ascii_case(prefix))
            .map(TypeIndex)
    }
}

/// The folder of a type whose documents lie at the root of the organisation repository.
pub const ROOT: &str = ".";

impl Definition {
    /// Whether a file lies in the folder of the type, or below it.
    pub fn holds(&self, path: &Utf8Path) -> bool {
        !self.folder.is_empty() && (self.folder == ROOT || path.starts_with(&self.folder))
    }

    /// How deep the folder is, so that the innermost one that holds a file can be told.
    pub fn depth(&self) -> usize {
        if self.folder == ROOT { 0 } else { self.folder.len() }
    }

    /// Where a new file of the type belongs.
    pub fn place(&self, file: &str) -> Utf8PathBuf {
        match self.folder == ROOT {
            true => Utf8PathBuf::from(file),
            false => Utf8Path::new(&self.folder).join(file),
        }
    }

    /// The folder that its pages have on the site: that of its documents, or its name where these lie at the root.
    pub fn address(&self) -> &str {
        if self.folder == ROOT {
            &self.type_name
        } else {
            &self.folder
        }
    }

    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Position of a section by its heading or an alias, compared as headings are: see [`heading_key`].
    pub fn section_index(&self, heading: &str) -> Option<usize> {
        let key = heading_key(heading);
        let exact = self
            .sections
            .iter()
            .position(|section| heading_key(&section.heading) == key);
        exact.or_else(|| {
            self.sections
                .iter()
                .position(|section| section.aliases.iter().any(|alias| heading_key(alias) == key))
        })
    }
}

/// What a heading is compared by: lower case, without numbering, emoji, trailing `:` or `?`, bracketed suffix, and with
/// plural words made singular, so that "3. Risks (optional)" and "🔥 Risk:" are the same section.
pub fn heading_key(heading: &str) -> String {
    let lower = heading.to_lowercase().replace(['’', '‘'], "'").replace('&', " and ");
    let mut rest = lower.trim();
    while let Some(open) = rest
        .strip_suffix([')', ']'])
        .and_then(|inside| inside.rfind(['(', '[']))
    {
        if open == 0 {
            break;
        }
        rest = rest[..open].trim_end();
    }
    let rest = without_numbering(rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let words = rest
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .map(|word| word.trim_matches(['\'', '-']))
        .filter(|word| !word.is_empty())
        .map(singular);
    words.collect::<Vec<_>>().join(" ")
}

/// Drops "3.", "3.1", "q3:", "iv." and the like in front of a lower-case heading that goes on after it.
fn without_numbering(heading: &str) -> &str {
    let Some((first, rest)) = heading.split_once(char::is_whitespace) else {
        return heading;
    };
    let number = first.trim_end_matches(['.', ')', ':', '-', '–', '—']);
    let digits = number.strip_prefix('q').unwrap_or(number);
    let arabic = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = number.len() < first.len() && !number.is_empty() && number.chars().all(|c| "ivx".contains(c));
    let lettered = number.len() < first.len() && number.len() == 1;
    if arabic || roman || lettered {
        rest.trim_start_matches(|c: char| !c.is_alphanumeric())
    } else {
        heading
    }
}

/// A rough singular that is the same for both forms, which is all a comparison needs.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_match_however_they_are_dressed() {
        for heading in [
            "Risks",
            "risk",
            "3. Risks",
            "3.1 Risks:",
            "🔥 Risks (optional)",
            "Q3: Risks?",
            "IV. Risk [draft]",
        ] {
            assert_eq!(heading_key(heading), "risk", "{heading}");
        }
        assert_eq!(heading_key("Impact"), "impact");
        assert_eq!(heading_key("What didn’t go well?"), heading_key("what didn't go well"));
        assert_eq!(heading_key("Analysis"), "analysis");
        assert_eq!(heading_key("5 whys"), "why");
        assert_eq!(heading_key("影響"), "影響");
        assert_eq!(heading_key("2026"), "2026", "a number alone is the heading");
    }
}
