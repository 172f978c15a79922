//! An id that does not look like one of its type.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::definition::{Definition, IdStyle};
use crate::model::route_word;

/// The rule.
pub static RULE: Rule = Rule {
    name: "id-form",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "`id:` does not begin with the prefix of the type, or holds signs other than letters, digits and hyphens; or the \
              name of the file has a day that there is not",
    why: "Ids are recognised in running text by their prefix, and the address of a page is made from its id.",
    example: "id: 12   # of a rewrite proposal",
    mend: "Write the prefix, a hyphen, then a number, a date or a word: `RW-12`, `INC-2026-03-14`, `TEAM-platform`. Or leave \
           `id:` out: the name of the file gives it.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let id = &subject.document.id;
    if let Some(day) = no_day(subject) {
        findings
            .at(
                subject,
                subject.head(),
                format!("`{day}` in the name of the file is no day"),
            )
            .help(format!(
                "rename the file, or write `id: {}-` with a day that there is",
                subject.definition.prefix
            ));
        return;
    }
    if id.span.is_empty() || subject.definition.lifecycle.states.is_empty() {
        return;
    }
    let prefix = &subject.definition.prefix;
    let rest = id
        .value
        .strip_prefix(prefix.as_str())
        .and_then(|rest| rest.strip_prefix('-'));
    let plain = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || c == '-');
    let message = match rest {
        Some(rest) if plain(rest) => return,
        Some("") => format!("id `{}` has nothing after its prefix", id.value),
        Some(_) => format!("id `{}` holds signs other than letters, digits and hyphens", id.value),
        None => format!("id `{}` does not begin with `{prefix}-`", id.value),
    };
    let finding = findings.at(subject, id.span, message);
    match mended(&id.value, subject.definition) {
        Some(mended) => finding
            .help(format!("write `id: {mended}`"))
            .fix(format!("write `{mended}`"), id.span, mended),
        None => finding.help(format!(
            "write `id: {prefix}-` with a number, or leave `id` out: the file name gives it"
        )),
    };
}

/// What stands in the place of the day in the name of a file, where the id comes from there and there is no such day.
fn no_day<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let id = &subject.document.id;
    if !id.span.is_empty() || subject.definition.ids != IdStyle::Date {
        return None;
    }
    let rest = id.value.strip_prefix(&subject.definition.prefix)?.strip_prefix('-')?;
    let like_a_day = rest.len() == 10 && rest.split('-').map(str::len).eq([4, 2, 2]);
    let digits = rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (like_a_day && digits && rest.parse::<jiff::civil::Date>().is_err()).then_some(rest)
}

fn mended(id: &str, definition: &Definition) -> Option<String> {
    let prefix = &definition.prefix;
    let start = id
        .get(..prefix.len())
        .filter(|start| start.eq_ignore_ascii_case(prefix));
    let rest = start.map_or(id, |_| &id[prefix.len()..]);
    let letters: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let foreign = start.is_none() && rest[letters.len()..].starts_with('-') && letters.chars().all(char::is_uppercase);
    let word = route_word(rest);
    (!foreign && rest.contains(char::is_alphanumeric)).then(|| format!("{prefix}-{word}"))
}
