//! A link that works at one address only.

use camino::Utf8Path;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Broken, Target};
use crate::model::DocumentIndex;
use crate::repository::relative;

/// The rule.
pub static RULE: Rule = Rule {
    name: "link-absolute",
    group: Group::References,
    severity: Weight::Error,
    summary: "a link begins with `/` or with the site's own address",
    why: "The site works from any folder, from a preview and from disk, because its links are relative. An absolute one \
          leads away from the preview, to the published page or to nothing.",
    example: "[the proposal](/rewrites/rw-12.html)",
    mend: "Link to the file of the document, from the folder of this one: `[the proposal](../rewrites/0012-orders.md)`; or \
           by its id: `[[RW-12]]`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for reference in subject.context.links().from(subject.index) {
        if reference.target != Target::Broken(Broken::Absolute) {
            continue;
        }
        let message = format!("`{}` works at one address only", reference.written);
        let finding = findings.at(subject, reference.span, message);
        let (path, anchor) = split(subject, &reference.written);
        let folder = subject.document.path().parent().unwrap_or(Utf8Path::new(""));
        let found = document(subject, path);
        let file = found.map(|found| subject.context.corpus().get(found).path().to_path_buf());
        let file = file.or_else(|| {
            let path = Utf8Path::new(path);
            subject.context.input.snapshot.contains(path).then(|| path.to_owned())
        });
        let Some(file) = file else {
            finding
                .help("link to the file, from the folder of this document, or by id: `[[RW-12]]`")
                .help("what lies outside this repository takes its whole address: `https://…`");
            continue;
        };
        let written = format!("{}{anchor}", relative(folder, &file));
        let finding = finding.help(format!("write `{written}`"));
        if reference.span.text(subject.text()) == reference.written {
            finding.fix(format!("write `{written}`"), reference.span, written);
        }
    }
}

/// The path from the root of the site, and the anchor with its `#`.
fn split<'w>(subject: &Subject<'_>, written: &'w str) -> (&'w str, &'w str) {
    let site = subject.context.corpus().config.base_url.as_deref().unwrap_or_default();
    let path = written.strip_prefix(site.trim_end_matches('/')).unwrap_or(written);
    let path = path.trim_start_matches('/');
    path.split_at(path.find('#').unwrap_or(path.len()))
}

/// The document that a path means: its file or its page, with or without the ending.
fn document(subject: &Subject<'_>, path: &str) -> Option<DocumentIndex> {
    let corpus = subject.context.corpus();
    let routes = subject.catalogue();
    corpus
        .by_path(Utf8Path::new(path))
        .or_else(|| corpus.by_path(Utf8Path::new(&format!("{}.md", path.trim_end_matches('/')))))
        .or_else(|| routes.by_route(path))
        .or_else(|| routes.by_route(&format!("{}.html", path.trim_end_matches('/'))))
}
