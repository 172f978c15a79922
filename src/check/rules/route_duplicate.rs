//! Two documents at one address, and old addresses that cannot be.

use std::collections::HashMap;

use crate::check::context::{Context, Subject};
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::model::{DocumentIndex, alias_route, id_key, is_reserved};
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "route-duplicate",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "two documents have the same address on the site, or one of `aliases` is taken or leads out of the site",
    why: "One page would overwrite the other, on some computers only: `Guide.md` and `guide.md` are two files on one system \
          and one on another.",
    example: "pages/Guide.md\npages/guide.md",
    mend: "Rename one of the files. An alias is an old address from the root of the site, such as `rewrites/checkout.html`; \
           each can lead to one page only.",
    run: Run::Both(in_document, aliases),
};

fn in_document(subject: &Subject<'_>, findings: &mut Findings) {
    let corpus = subject.context.corpus();
    let document = subject.document;
    let same = corpus.all_by_route(&document.route);
    let other = same
        .first()
        .filter(|first| **first != subject.index)
        .map(|first| corpus.get(*first));
    if let Some(first) = other.filter(|first| !shares_id(first, document)) {
        findings
            .at(
                subject,
                document.first_line(),
                format!("`{}` has the same address as this document", first.path()),
            )
            .label(format!("both become `{}`", document.route))
            .help("rename one of the two files, or give one an `id` of its own")
            .related(first.path(), first.first_line(), "the other document");
    }
    for alias in document.aliases() {
        let Some(message) = outside(alias.value) else {
            continue;
        };
        let inner = alias.value.trim_start_matches('/');
        let finding = findings.at(subject, alias.span, message);
        match outside(inner) {
            None => finding
                .help(format!("write `{inner}`"))
                .fix(format!("write `{inner}`"), alias.span, inner),
            Some(_) => {
                finding.help("write the old address from the root of the site, such as `rewrites/checkout.html`")
            }
        };
    }
}

/// Two documents with one id have one address, which is reported as the id.
fn shares_id(left: &crate::model::Document, right: &crate::model::Document) -> bool {
    left.definition == right.definition
        && id_key(&left.id.value) == id_key(&right.id.value)
        && !left.route.is_empty()
        && (left.status != crate::model::Status::NotApplicable)
}

/// What is wrong with an alias in itself.
fn outside(alias: &str) -> Option<String> {
    let leaves = alias.split(['/', '\\']).any(|part| part == "..");
    if leaves || alias.contains("://") || alias.contains('\\') {
        return Some(format!("alias `{alias}` leads out of the site"));
    }
    if alias.starts_with('/') {
        return Some(format!("alias `{alias}` begins with `/`"));
    }
    if alias_route(alias).is_none() {
        return Some(format!("alias `{alias}` is not the address of a page"));
    }
    None
}

/// Aliases that are the address of a document, of a list of documents or another page of the site's own, or of another alias. They are compared as the site
/// makes addresses of them, so that `old/orders`, `old/orders/` and `old/orders/index.html` are one.
fn aliases(context: &Context<'_>, findings: &mut Findings) {
    let corpus = context.corpus();
    let lists: HashMap<String, &str> = corpus
        .definitions
        .iter()
        .filter_map(|(_, it)| Some((alias_route(it.address())?, it.plural.as_str())))
        .collect();
    let mut taken: HashMap<String, (DocumentIndex, Span)> = HashMap::new();
    for (index, document) in corpus.iter() {
        for alias in document.aliases() {
            let Some(route) = alias_route(alias.value.trim_start_matches(['/', '.'])) else {
                continue;
            };
            let at_page = corpus.all_by_route(&route).first().copied();
            if let Some(plural) = lists.get(&route).filter(|_| at_page.is_none()) {
                let message = format!("alias `{}` is the address of the list of {plural}", alias.value);
                let finding = findings.add(Severity::Error, document.path(), alias.span, message);
                finding.help("delete it, or write the old address in full");
                continue;
            }
            let is_of_type =
                |folder: &String| folder.rsplit_once('/').map(|it| it.0) == route.rsplit_once('/').map(|it| it.0);
            if at_page.is_none() && is_reserved(&route, lists.keys().any(is_of_type)) {
                let message = format!("alias `{}` is the address of a page that the site makes", alias.value);
                let finding = findings.add(Severity::Error, document.path(), alias.span, message);
                finding.help("delete it, or write the old address in full");
                continue;
            }
            let before = taken.get(&route).copied();
            taken.entry(route).or_insert((index, alias.span));
            let (other, place) = match (at_page, before) {
                (Some(page), _) => (page, corpus.get(page).first_line()),
                (None, Some(before)) => before,
                (None, None) => continue,
            };
            if at_page == Some(index) {
                let message = format!("alias `{}` is the address of this document itself", alias.value);
                let finding = findings.add(Severity::Error, document.path(), alias.span, message);
                finding.help("delete it: the address stays without it");
                continue;
            }
            let other = corpus.get(other);
            let message = format!("alias `{}` already leads to `{}`", alias.value, other.id.value);
            findings
                .add(Severity::Error, document.path(), alias.span, message)
                .help("delete it here, or there")
                .related(other.path(), place, other.title.value.clone());
        }
    }
}
