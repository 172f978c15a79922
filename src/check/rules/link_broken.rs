//! A link to a file that does not exist.

use camino::Utf8Path;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Broken, Origin, Target};
use crate::repository::relative;
use crate::span::Span;

/// Most links of one document for which it is looked up what may have been meant.
const MOST_LOOKED_UP: usize = 50;

/// The rule.
pub static RULE: Rule = Rule {
    name: "link-broken",
    group: Group::References,
    severity: Weight::Gate,
    summary: "a relative link leads to a file that does not exist",
    why: "Files are renamed and moved, and links to them stay behind. A reader who meets a dead link stops trusting the \
          others.",
    example: "[the metric](../metrics/0001-lead-tme.md)",
    mend: "Correct the path, from the folder of this document, or refer to the document by its id: `[[MET-1]]` stays right \
           when a file is renamed.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    missing_files(subject, &Origin::Link, findings, |path| {
        format!("there is no file `{path}`")
    });
}

/// Reports links or images whose file is not there.
pub(super) fn missing_files(
    subject: &Subject<'_>,
    origin: &Origin,
    findings: &mut Findings,
    message: impl Fn(&Utf8Path) -> String,
) {
    let references = subject.context.links().from(subject.index).iter();
    let mut looked_up = 0;
    for reference in references.filter(|it| it.origin == *origin) {
        let Target::Broken(Broken::MissingFile(path)) = &reference.target else {
            continue;
        };
        let finding = findings.at(subject, reference.span, message(path));
        looked_up += 1;
        let meant = Some(path)
            .filter(|_| looked_up <= MOST_LOOKED_UP)
            .and_then(|path| subject.catalogue().meant_by_path(path));
        let Some(meant) = meant else {
            let Some(address) = address(&reference.written) else {
                finding.help("correct the path; it counts from the folder of this document");
                continue;
            };
            let finding = finding.help(format!("if it is an address on the web, write `{address}`"));
            if reference.span.text(subject.text()) == reference.written {
                finding.fix(format!("write `{address}`"), reference.span, address);
            }
            continue;
        };
        let folder = subject.document.path().parent().unwrap_or(Utf8Path::new(""));
        let written = relative(folder, &meant);
        let finding = finding.help(format!("did you mean `{written}`?"));
        if let Some(place) = path_span(subject.text(), reference.span, &reference.written) {
            finding.fix(format!("write `{written}`"), place, written);
        }
    }
}

/// The address on the web that a path probably is: `github.com/…` without its scheme, or one in brackets.
fn address(written: &str) -> Option<String> {
    if let Some(start) = ["https://", "http://"].iter().find_map(|scheme| written.find(scheme)) {
        let address = written[start..].trim_end_matches([')', ']', '>', '"', '\'']);
        return Some(address.to_owned());
    }
    let (host, path) = written.split_once('/')?;
    let (name, ending) = host.rsplit_once('.')?;
    let is_label = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    let is_host = !name.is_empty() && !name.starts_with('.') && is_label(name) && !path.is_empty();
    let is_ending = (2..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_lowercase());
    (is_host && is_ending).then(|| format!("https://{written}"))
}

/// The path within a destination; `None` where the destination stands elsewhere, as in a reference link.
pub(super) fn path_span(text: &str, place: Span, written: &str) -> Option<Span> {
    (place.text(text) == written).then(|| {
        let length = written.find(['#', '?']).unwrap_or(written.len());
        Span::new(place.start as usize, place.start as usize + length)
    })
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_without_its_scheme_is_known_by_its_host() {
        let meant = |written| address(written);
        assert_eq!(meant("quay.io/a/b").as_deref(), Some("https://quay.io/a/b"));
        assert_eq!(
            meant("(https://example.org/x)").as_deref(),
            Some("https://example.org/x")
        );
        for path in [
            "../a/b.md",
            "./a.md",
            "b.md",
            "v1.2/x.md",
            "docs/a.md",
            ".github/x",
            "a.b.C/x",
        ] {
            assert_eq!(meant(path), None, "{path}");
        }
    }
}
