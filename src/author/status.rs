//! Changing the state that is written in a document, and nothing else.

use std::sync::Arc;

use super::entry::{self, Block, Replacement, Wanted};
use super::yaml::yaml_text;
use crate::diagnostic::Edit;
use crate::parse::{BlockKind, FrontMatter, Parsed};
use crate::span::Span;
use crate::yaml::Mapping;

/// The field that holds a document's state.
const STATUS: &str = "status";
/// The field that says why work on it was taken up again.
const REOPENED: &str = "reopened";
/// Behind which entries a new one is put.
const BEHIND_STATUS: [&str; 2] = ["title", "id"];
const BEHIND_REOPENED: [&str; 3] = [STATUS, "title", "id"];

/// A document's next state.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// Name of the state.
    pub state: &'a str,
    /// Why work on it is taken up again, where that has to be said.
    pub reopened: Option<&'a str>,
}

/// Why the state of a document cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Line that is in the way, from 1.
    pub line: usize,
    /// What is wrong there and how to mend it.
    pub message: String,
}

/// The edits that bring a document into another state: the value of `status` alone, with what stands around it left byte
/// for byte; `reopened` beside it where a reason is given.
///
/// # Errors
/// When the text holds a conflict, or its front matter cannot be read or cannot be changed without touching more.
pub fn change_state(parsed: &Parsed, to: Move<'_>) -> Result<Vec<Edit>, Obstacle> {
    let text = &*parsed.text;
    if let Some(at) = conflict(parsed) {
        let message = "a merge conflict begins here; resolve it first";
        return Err(obstacle(parsed, at, message));
    }
    let replacements = match &parsed.front_matter {
        FrontMatter::Missing => vec![new_front_matter(parsed, to)?],
        FrontMatter::Broken { span } => {
            let problem = parsed.problems.iter().find(|it| span.contains(it.span));
            let (at, message) = problem.map_or((span.start, "it cannot be read"), |it| (it.span.start, &it.message));
            let message = format!("the front matter cannot be read: {message}; `docent check` says how to mend it");
            return Err(obstacle(parsed, at, message));
        }
        FrontMatter::Read { yaml, fields, .. } => {
            let yaml = *yaml;
            changed(parsed, Block { text, yaml, fields }, to)?
        }
    };
    let edit = |it: Replacement| Edit {
        path: Arc::clone(&parsed.path),
        span: it.span,
        replacement: it.text,
    };
    Ok(replacements.into_iter().map(edit).collect())
}

/// A text after edits, which do not overlap; those at one place follow in their order.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let replacement = |it: &Edit| Replacement {
        span: it.span,
        text: it.replacement.clone(),
    };
    entry::replaced(text, &edits.iter().map(replacement).collect::<Vec<_>>())
}

fn changed(parsed: &Parsed, block: Block<'_>, to: Move<'_>) -> Result<Vec<Replacement>, Obstacle> {
    let status = Wanted {
        key: STATUS,
        value: to.state,
        behind: &BEHIND_STATUS,
    };
    let reopened = to.reopened.map(|reason| Wanted {
        key: REOPENED,
        value: reason,
        behind: &BEHIND_REOPENED,
    });
    let wanted: Vec<Wanted<'_>> = [Some(status), reopened].into_iter().flatten().collect();
    let mut replacements = Vec::new();
    for it in &wanted {
        if let Some(node) = block.fields.get(it.key).filter(|node| node.scalar().is_none()) {
            let message = format!("`{}` is {}, not a word; write a word there first", it.key, node.kind());
            return Err(obstacle(parsed, node.span.start, message));
        }
        let replacement = entry::set(block, *it).ok_or_else(|| by_hand(parsed, block.fields, it))?;
        replacements.push(replacement);
    }
    match entry::holds(block, &replacements, &wanted) {
        true => Ok(replacements),
        false => Err(by_hand(parsed, block.fields, &status)),
    }
}

fn by_hand(parsed: &Parsed, fields: &Mapping, wanted: &Wanted<'_>) -> Obstacle {
    let place = fields.entry(wanted.key).or(fields.entries.first());
    let at = place.map_or(0, |entry| entry.key.span.start);
    let message = format!(
        "the front matter is written so that `{}` cannot be changed alone; write `{}: {}` by hand",
        wanted.key,
        wanted.key,
        yaml_text(wanted.value)
    );
    obstacle(parsed, at, message)
}

/// Front matter for a text that has none.
fn new_front_matter(parsed: &Parsed, to: Move<'_>) -> Result<Replacement, Obstacle> {
    let text = &*parsed.text;
    let start = parsed.body.span.start as usize;
    let rest = text.get(start..).unwrap_or_default();
    let written = rest.trim_start();
    if written.lines().next().is_some_and(|line| line.trim_end() == "---") {
        let at = u32::try_from(text.len() - written.len()).unwrap_or_default();
        let message = "the front matter does not begin on the first line; delete the empty lines before it";
        return Err(obstacle(parsed, at, message));
    }
    let newline = match text.find('\n') {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut lines = vec!["---".to_owned(), format!("{STATUS}: {}", yaml_text(to.state))];
    lines.extend(to.reopened.map(|reason| format!("{REOPENED}: {}", yaml_text(reason))));
    lines.push("---".to_owned());
    if !rest.starts_with(['\n', '\r']) {
        lines.push(String::new());
    }
    lines.push(String::new());
    Ok(Replacement {
        span: Span::at(start),
        text: lines.join(newline),
    })
}

/// Where a conflict begins that Git has left in a text. One that is shown in a code block is none.
fn conflict(parsed: &Parsed) -> Option<u32> {
    let mut began = None;
    let mut divided = false;
    let mut offset: usize = 0;
    for line in parsed.text.split_inclusive('\n') {
        let at = Span::new(offset, offset + line.len());
        offset += line.len();
        let mark = |sign: &str| {
            line.strip_prefix(sign)
                .is_some_and(|rest| rest.starts_with([' ', '\r', '\n']))
        };
        if mark("<<<<<<<") {
            (began, divided) = (Some(at), false);
        } else if mark("=======") {
            divided = true;
        } else if (mark(">>>>>>>") || line == ">>>>>>>")
            && divided
            && let Some(began) = began.filter(|it| !in_code(parsed, *it))
        {
            return Some(began.start);
        }
    }
    None
}

fn in_code(parsed: &Parsed, line: Span) -> bool {
    let is_code = |kind: &BlockKind| matches!(kind, BlockKind::Code { .. });
    let mut blocks = parsed.body.blocks.iter().filter(|block| is_code(&block.kind));
    blocks.any(|block| block.span.start <= line.start && line.start < block.span.end)
}

fn obstacle(parsed: &Parsed, at: u32, message: impl Into<String>) -> Obstacle {
    Obstacle {
        line: parsed.lines.line(at),
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;
    use crate::parse;
    use crate::repository::SourceFile;

    fn parsed(text: &str) -> Parsed {
        parse::parse(&SourceFile {
            path: shared_path("rewrites/0001-a.md"),
            content: Ok(text.into()),
        })
    }

    fn to(state: &str) -> Move<'_> {
        Move { state, reopened: None }
    }

    fn moved(text: &str, to: Move<'_>) -> String {
        match change_state(&parsed(text), to) {
            Ok(edits) => edited(text, &edits),
            Err(obstacle) => format!("line {}: {}", obstacle.line, obstacle.message),
        }
    }

    #[test]
    fn only_the_word_changes() {
        for (before, after) in [
            ("status: draft", "status: accepted"),
            ("status:   draft   # for now", "status:   accepted   # for now"),
            ("status: 'draft'", "status: 'accepted'"),
            ("status: \"draft\" # \"x\"", "status: \"accepted\" # \"x\""),
            ("\"status\" : draft", "\"status\" : accepted"),
            ("{status: draft, title: x}", "{status: accepted, title: x}"),
            ("{\"status\":\"draft\"}", "{\"status\":\"accepted\"}"),
            ("status:\n  draft", "status:\n  accepted"),
            ("status: |\n  draft", "status: |\n  accepted"),
            ("status: >- # x\n  draft", "status: >- # x\n  accepted"),
            ("status:", "status: accepted"),
            ("status:   # later", "status: accepted   # later"),
            ("status: ~", "status: accepted"),
            ("{status, title: x}", "{status: accepted, title: x}"),
            (
                "title: x\nstatus: draft\nowner: ada",
                "title: x\nstatus: accepted\nowner: ada",
            ),
        ] {
            let whole = |yaml: &str| format!("---\n{yaml}\n---\n\nstatus: draft\n");
            assert_eq!(moved(&whole(before), to("accepted")), whole(after));
        }
    }

    #[test]
    fn a_missing_status_is_added() {
        for (before, after) in [
            (
                "owner: ada\ntitle: x # y\n",
                "owner: ada\ntitle: x # y\nstatus: accepted\n",
            ),
            ("owner: ada\nid: RW-1\n", "owner: ada\nid: RW-1\nstatus: accepted\n"),
            ("owner: ada\nteam: x\n", "owner: ada\nstatus: accepted\nteam: x\n"),
            (
                "title: |\n  a\n  b\nteam: x\n",
                "title: |\n  a\n  b\nstatus: accepted\nteam: x\n",
            ),
            (
                "  owner: ada\n  team: x\n",
                "  owner: ada\n  status: accepted\n  team: x\n",
            ),
            ("{title: x, team: y}\n", "{title: x, status: accepted, team: y}\n"),
            (
                "{\n  title: x,\n  team: y\n}\n",
                "{\n  title: x, status: accepted,\n  team: y\n}\n",
            ),
            ("{}\n", "{status: accepted}\n"),
            ("", "status: accepted\n"),
            ("# nothing yet\n", "status: accepted\n# nothing yet\n"),
        ] {
            assert_eq!(
                moved(&format!("---\n{before}---\n# T\n"), to("accepted")),
                format!("---\n{after}---\n# T\n")
            );
        }
    }

    #[test]
    fn front_matter_is_added_where_there_is_none() {
        assert_eq!(moved("# T\n", to("accepted")), "---\nstatus: accepted\n---\n\n# T\n");
        assert_eq!(
            moved("\u{feff}\r\n# T\r\n", to("accepted")),
            "\u{feff}---\r\nstatus: accepted\r\n---\r\n\r\n# T\r\n"
        );
        assert_eq!(moved("", to("accepted")), "---\nstatus: accepted\n---\n\n");
    }

    #[test]
    fn a_reason_is_written_or_replaced() {
        let because = |reason| Move {
            state: "proposed",
            reopened: Some(reason),
        };
        let text = "---\ntitle: x\nstatus: rejected\nreopened: old # why\n---\n";
        assert_eq!(
            moved(text, because("prices: they rose")),
            "---\ntitle: x\nstatus: proposed\nreopened: 'prices: they rose' # why\n---\n"
        );
        let text = "---\r\ntitle: x\r\nstatus: rejected # no\r\n---\r\n";
        assert_eq!(
            moved(text, because("@ada asks, again")),
            "---\r\ntitle: x\r\nstatus: proposed # no\r\nreopened: '@ada asks, again'\r\n---\r\n"
        );
        let written = |text: &str, key: &str| {
            let front_matter = parse::front_matter(text);
            let node = front_matter.fields().and_then(|fields| fields.get(key));
            node.and_then(|node| node.text()).map(str::to_owned)
        };
        let flow = moved("---\n{status: rejected}\n---\n", because("a, b] c"));
        assert_eq!(written(&flow, REOPENED).as_deref(), Some("a, b] c"), "{flow}");
        let both = moved("---\ntitle: x\n---\n", because("y"));
        assert_eq!(both, "---\ntitle: x\nstatus: proposed\nreopened: y\n---\n");
    }

    #[test]
    fn what_stands_in_the_way_is_named_by_its_line() {
        for (text, message) in [
            ("---\nstatus: [draft]\n---\n", "line 2: `status` is a list"),
            (
                "---\ntitle: x\nowner: @ada\n---\n",
                "line 3: the front matter cannot be read: a value cannot start with `@`",
            ),
            (
                "---\nstatus: draft\n",
                "line 1: the front matter cannot be read: front matter has no closing `---`",
            ),
            (
                "\n\n---\nstatus: draft\n---\n",
                "line 3: the front matter does not begin on the first line",
            ),
            (
                "---\n<<<<<<< HEAD\nstatus: draft\n=======\nstatus: proposed\n>>>>>>> other\n---\n",
                "line 2: a merge conflict begins here",
            ),
            (
                "---\nstatus: draft\n---\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n",
                "line 5: a merge conflict begins here",
            ),
        ] {
            let said = moved(text, to("accepted"));
            assert!(said.starts_with(message), "{said}");
        }
        let shown = "---\nstatus: draft\n---\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n```\n";
        assert_eq!(moved(shown, to("accepted")), shown.replacen("draft", "accepted", 1));
    }
}
