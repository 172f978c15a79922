//! Values that are more than a text: addresses, patterns of files, the code of a language.

use crate::span::Span;
use crate::yaml::expect::Expect;
use crate::yaml::{Mapping, Node};

/// An address that a browser can open.
pub(super) fn address(expect: &mut Expect<'_>, mapping: &Mapping, key: &str) -> Option<String> {
    let address = expect.text(mapping, key)?;
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.value.strip_prefix(scheme));
    if rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
        return Some(address.value.trim_end_matches('/').to_owned());
    }
    let message = format!("`{key}` is not the address of a web page: `{}`", address.value);
    let wrong = expect.value_error(address.span, message);
    expect.report(wrong.with_help(format!("write it in full: `{key}: https://git.example/docs`")));
    None
}

pub(super) fn edit_pattern(expect: &mut Expect<'_>, mapping: &Mapping, edit: String) -> Option<String> {
    if edit.contains("{path}") {
        return Some(edit);
    }
    let span = mapping.get("edit").map_or(Span::at(0), |node| node.span);
    let wrong = expect.value_error(span, "`edit` does not say where the file of a document goes");
    expect.report(wrong.with_help("put `{path}` there: `edit: https://git.example/docs/edit/main/{path}`"));
    None
}

/// The patterns of plain pages. An empty list is allowed: the organisation has none.
pub(super) fn pages(expect: &mut Expect<'_>, mapping: &Mapping) -> Option<Vec<String>> {
    if mapping
        .get("pages")
        .and_then(Node::list)
        .is_some_and(<[Node]>::is_empty)
    {
        return Some(Vec::new());
    }
    let pages = expect.texts(mapping, "pages")?;
    let inner = pages
        .into_iter()
        .filter_map(|page| expect.inner_path("pages", page, "handbook"));
    Some(inner.map(|page| page.value).collect())
}

pub(super) fn language(expect: &mut Expect<'_>, mapping: &Mapping) -> Option<String> {
    let language = expect.text(mapping, "language")?;
    let mut parts = language.value.split('-');
    let primary = parts.next().unwrap_or_default();
    let plausible = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    if plausible
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        return Some(language.value);
    }
    let wrong = expect.value_error(
        language.span,
        format!("`{}` is not the code of a language", language.value),
    );
    expect.report(wrong.with_help("write a code such as `en`, `pl` or `pt-BR`"));
    None
}
