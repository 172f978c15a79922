//! What an organisation puts into the frame of every page: its entries of the navigation, and the line at the foot.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;

use super::library::Library;
use super::markdown::{self, Address, Destination, Resolve, address};
use super::phrases::Phrases;
use super::view::{NavGroup, NavItem};
use crate::config::NavigationItem;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::parse::{Parsed, parse};
use crate::repository::SourceFile;
use crate::span::{Span, Spanned};

/// Rule of an entry of the navigation that leads nowhere.
pub const RULE: &str = "config-navigation";

/// Stands in the foot where each page puts its way to the root of the site.
const ROOT: &str = "__root__/";

/// The navigation as the organisation wishes it: what its groups name stands there, what it hides nowhere, and the rest
/// where it was. What a wish leads to and is not there is left out, with a diagnostic.
pub fn arranged(library: &Library<'_>, mut groups: Vec<NavGroup>) -> (Vec<NavGroup>, Vec<Diagnostic>) {
    let config = &library.input.corpus.config;
    let (wishes, Some(at)) = (&config.navigation, &config.path) else {
        return (groups, Vec::new());
    };
    let mut problems = Vec::new();
    let mut built_in: BTreeMap<String, NavItem> = BTreeMap::new();
    for item in groups.iter().flat_map(|group| &group.items) {
        built_in.insert(name(&item.route), item.clone());
    }
    let known = |word: &Spanned<String>, problems: &mut Vec<Diagnostic>| {
        let is_known = built_in.contains_key(&word.value);
        if !is_known {
            let message = format!("the navigation has no entry `{}` to hide", word.value);
            problems.push(with_hint(
                Diagnostic::warning(RULE, at, word.span, message),
                &word.value,
                built_in.keys().map(String::as_str),
            ));
        }
        is_known
    };
    let mut gone: Vec<&str> = Vec::new();
    for word in &wishes.hide {
        if known(word, &mut problems) {
            gone.push(&word.value);
        }
    }
    let mut own: Vec<NavGroup> = Vec::new();
    for group in &wishes.groups {
        let items = group
            .items
            .iter()
            .filter_map(|wish| match entry(library, &built_in, wish) {
                Some(item) => Some(item),
                None => {
                    let message = format!(
                        "`{}` is no entry, document or address that the navigation could lead to",
                        wish.to.value
                    );
                    problems.push(with_hint(
                        Diagnostic::warning(RULE, at, wish.to.span, message),
                        &wish.to.value,
                        built_in.keys().map(String::as_str),
                    ));
                    None
                }
            });
        own.push(NavGroup {
            label: group.label.clone(),
            items: items.collect(),
        });
        gone.extend(group.items.iter().map(|wish| wish.to.value.as_str()));
    }
    for group in &mut groups {
        group.items.retain(|item| !gone.contains(&name(&item.route).as_str()));
    }
    own.append(&mut groups);
    own.retain(|group| !group.items.is_empty());
    (own, problems)
}

/// What an entry of the navigation is called in `docent.yaml`: the name in its address.
fn name(route: &str) -> String {
    let name = route.trim_end_matches(".html").trim_end_matches("/index");
    match name {
        "index" => "home".to_owned(),
        name => name.to_owned(),
    }
}

fn entry(library: &Library<'_>, built_in: &BTreeMap<String, NavItem>, wish: &NavigationItem) -> Option<NavItem> {
    let to = wish.to.value.as_str();
    let mut item = match built_in.get(to) {
        Some(item) => item.clone(),
        None if address(to) == Address::Elsewhere => NavItem {
            label: to.to_owned(),
            route: to.to_owned(),
            count: None,
            elsewhere: true,
        },
        None => {
            let corpus = library.input.corpus;
            let index = corpus.by_id(to).or_else(|| corpus.by_path(Utf8Path::new(to)))?;
            let document = library.document(index);
            NavItem {
                label: document.title.value.clone(),
                route: document.route.clone(),
                count: None,
                elsewhere: false,
            }
        }
    };
    if let Some(label) = &wish.label {
        item.label.clone_from(label);
    }
    Some(item)
}

fn with_hint<'k>(problem: Diagnostic, word: &str, known: impl Iterator<Item = &'k str> + Clone) -> Diagnostic {
    match did_you_mean(word, known.clone()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => {
            let names: Vec<_> = known.map(|name| format!("`{name}`")).collect();
            problem.with_help(format!("its entries are {}", names.join(", ")))
        }
    }
}

/// The foot of every page as HTML, with a mark where each page puts its way to the root of the site; empty without one.
pub fn foot(library: &Library<'_>) -> String {
    let config = &library.input.corpus.config;
    let (Some(footer), Some(path)) = (&config.footer, &config.path) else {
        return String::new();
    };
    let parsed = parse(&SourceFile {
        path: Arc::clone(path),
        content: Ok(footer.value.as_str().into()),
    });
    let mentions = parsed.body.mentions.iter().map(|it| it.span);
    let links = Links {
        mentions: mentions
            .filter(|it| library.input.corpus.by_id(it.text(&parsed.text)).is_some())
            .collect(),
        library,
        parsed: &parsed,
    };
    markdown::render(&parsed, "", &links)
}

/// The links of the foot: to documents by id or file, and to addresses elsewhere.
struct Links<'a> {
    library: &'a Library<'a>,
    parsed: &'a Parsed,
    mentions: Vec<Span>,
}

impl Resolve for Links<'_> {
    fn mentions(&self) -> &[Span] {
        &self.mentions
    }

    fn at(&self, place: Span) -> Destination {
        self.written(place.text(&self.parsed.text))
    }

    fn written(&self, address: &str) -> Destination {
        let corpus = self.library.input.corpus;
        let index = corpus.by_id(address).or_else(|| corpus.by_path(Utf8Path::new(address)));
        index.map_or(Destination::Unknown, |index| {
            let document = self.library.document(index);
            Destination::Page {
                href: format!("{ROOT}{}", document.route),
                title: document.title.value.clone(),
            }
        })
    }

    fn phrases(&self) -> &Phrases {
        &self.library.phrases
    }
}
