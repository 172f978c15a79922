//! What templates are given is documented, and the documentation is true.

use std::path::Path;

use docent::render::theme::files::{context, fields, given};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files of a folder and of those in it, by name.
fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = walkdir::WalkDir::new(folder).into_iter();
    let files = entries
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|file| (file.file_name().to_string_lossy().into_owned(), read(file.path())))
        .collect()
}

/// The first two texts in quotes of each call that renders a template: its name, and that of its view.
fn calls() -> Vec<(String, String)> {
    let mut calls = Vec::new();
    for (_, source) in files("src/render/pages") {
        for call in source.split("rendered(").skip(1) {
            let call = call
                .split(
                    "
}",
                )
                .next()
                .and_then(|call| {
                    call.split(
                        ";
",
                    )
                    .next()
                })
                .unwrap_or(call);
            let mut quoted = call.split('"').skip(1).step_by(2);
            let template = quoted.next().filter(|name| name.ends_with(".html"));
            let is_name = |name: &&str| name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
            let view = quoted.filter(is_name).last();
            calls.extend(
                template
                    .zip(view)
                    .map(|(template, view)| (template.to_owned(), view.to_owned())),
            );
        }
    }
    calls
}

#[test]
fn a_template_says_what_it_is_given() {
    let calls = calls();
    assert!(calls.len() > 20, "{calls:?}");
    for (template, view) in calls {
        let given = given(&template);
        assert!(
            given.iter().any(|(name, _)| *name == view),
            "`{template}` is given `{view}`: begin it with {{#- What it is for. Given: `{view}` (file::Structure). -#}}"
        );
        let told = context(&template).expect("a template");
        assert!(told.contains("\n  ."), "nothing is known of what `{template}` is given");
    }
}

/// The fields that a template reads of a variable.
fn read_of<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!("{name}.");
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    let starts = text.match_indices(&start).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|it| is_word(it) || matches!(it, '.' | '/' | '-' | '"'))
    });
    let field = |at: usize| {
        text[at + start.len()..]
            .split(|it| !is_word(it))
            .next()
            .unwrap_or_default()
    };
    starts
        .map(|(at, _)| field(at))
        .filter(|field| !field.is_empty())
        .collect()
}

#[test]
fn what_a_template_reads_is_there() {
    for (template, text) in files("themes/default/templates") {
        let (_, body) = text.split_once("#}").expect("a first comment");
        // Code in a template stands between braces; the rest is the page.
        let code: String = body
            .split('{')
            .skip(1)
            .map(|part| format!("{} ", part.split('}').next().unwrap_or(part)))
            .collect();
        let everywhere = [("page", "shell::PageView"), ("site", "shell::SiteView")];
        let everywhere = everywhere.map(|(name, kind)| (name.to_owned(), kind.to_owned()));
        for (name, kind) in given(&template).into_iter().chain(everywhere) {
            let Some(known) = fields(&kind) else {
                assert!(
                    kind.starts_with("Vec<"),
                    "`{template}` is given a `{kind}`, which is no structure of a page"
                );
                continue;
            };
            for field in read_of(&code, &name) {
                assert!(
                    known.iter().any(|it| it == field),
                    "`{template}` reads `{name}.{field}`, which `{kind}` does not have"
                );
            }
        }
    }
}
