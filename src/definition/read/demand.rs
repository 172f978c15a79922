//! Reading `must:` of a section.

use super::super::{Demand, DemandKind};
use super::reader::Reader;
use crate::span::Spanned;
use crate::yaml::expect::with_suggestion;
use crate::yaml::{Entry, Mapping, Node};

/// The names of all demands.
const DEMANDS: [&str; 12] = [
    "number",
    "date",
    "link",
    "actions",
    "link-to",
    "field",
    "entries",
    "timed-entries",
    "table",
    "mentions",
    "each-mentions",
    "any",
];

impl Reader<'_> {
    /// A list of demands under the key `name`; one alone may stand without the list.
    pub(super) fn read_demands(&mut self, name: &str, node: &Node) -> Vec<Demand> {
        match node.list() {
            Some([]) if name == "must" => Vec::new(),
            Some(_) => {
                let items = self
                    .expect
                    .list_value(name, "a list of demands", node)
                    .unwrap_or_default();
                items.iter().filter_map(|item| self.read_demand(name, item)).collect()
            }
            None => self.read_demand(name, node).into_iter().collect(),
        }
    }

    /// A word, or a mapping of the demand and `ask:`.
    fn read_demand(&mut self, name: &str, node: &Node) -> Option<Demand> {
        let Some(mapping) = node.mapping() else {
            let word = self.expect.text_value(name, node)?;
            let kind = self.plain_demand(&word)?;
            return Some(Demand {
                kind,
                ask: String::new(),
            });
        };
        let mut demands = mapping.entries.iter().filter(|entry| entry.key.value != "ask");
        let (Some(entry), None) = (demands.next(), demands.next()) else {
            let wrong = self
                .expect
                .value_error(node.span, "a demand is one key, with `ask` beside it");
            self.expect
                .report(wrong.with_help("make each demand an entry of its own: `- entries: 2`"));
            return None;
        };
        let kind = self.keyed_demand(entry, mapping)?;
        let ask = self
            .expect
            .text(mapping, "ask")
            .map_or_else(String::new, |ask| ask.value);
        Some(Demand { kind, ask })
    }

    /// A demand that needs no value.
    fn plain_demand(&mut self, word: &Spanned<String>) -> Option<DemandKind> {
        match word.value.as_str() {
            "number" => Some(DemandKind::Number),
            "date" => Some(DemandKind::Date),
            "link" => Some(DemandKind::Link),
            "actions" => Some(DemandKind::Actions),
            known if DEMANDS.contains(&known) => {
                let wrong = self
                    .expect
                    .value_error(word.span, format!("the demand `{known}` needs a value"));
                self.expect
                    .report(wrong.with_help(format!("write it as a mapping: `{{{known}: …}}`")));
                None
            }
            _ => self.unknown_demand(word),
        }
    }

    fn keyed_demand(&mut self, entry: &Entry, mapping: &Mapping) -> Option<DemandKind> {
        let name = entry.key.value.as_str();
        match name {
            "number" | "date" | "link" | "actions" => {
                let wanted = self.expect.boolean(mapping, name)?;
                if wanted {
                    return self.plain_demand(&entry.key);
                }
                self.expect.mismatch(name, "`true`", &entry.value)
            }
            "link-to" => self.named_field(mapping, name).map(DemandKind::LinkTo),
            "field" => self.named_field(mapping, name).map(DemandKind::Field),
            "entries" => self.expect.count(mapping, name).map(DemandKind::Entries),
            "timed-entries" => self.expect.count(mapping, name).map(DemandKind::TimedEntries),
            "table" => self.words(mapping, name).map(DemandKind::Table),
            "mentions" => self.words(mapping, name).map(DemandKind::Mentions),
            "each-mentions" => self.words(mapping, name).map(DemandKind::EachMentions),
            "any" => Some(DemandKind::Any(self.read_demands(name, &entry.value))),
            _ => self.unknown_demand(&entry.key),
        }
    }

    fn named_field(&mut self, mapping: &Mapping, key: &str) -> Option<String> {
        let field = self.expect.text(mapping, key)?;
        self.fields.push(field.clone());
        Some(field.value)
    }

    fn words(&mut self, mapping: &Mapping, key: &str) -> Option<Vec<String>> {
        let words = self.expect.texts(mapping, key)?;
        Some(words.into_iter().map(|word| word.value).collect())
    }

    fn unknown_demand<T>(&mut self, word: &Spanned<String>) -> Option<T> {
        let unknown = self
            .expect
            .value_error(word.span, format!("`{}` is not a demand", word.value));
        self.expect.report(with_suggestion(unknown, &word.value, DEMANDS));
        None
    }
}
