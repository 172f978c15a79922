//! Files of the organisation in `theme/`, and what is said of those that cannot be used.

use docent::check;
use docent::pipeline::{self, BuildOptions, Options};
use docent::repository::Snapshot;

/// What building an organisation with a file in `theme/` says: path, message and help.
fn told(name: &str, text: &str) -> String {
    let path = format!("theme/{name}");
    let files = [
        (path.as_str(), text),
        ("rewrites/0001-a.md", "---\nstatus: draft\n---\n# Orders\n"),
    ];
    let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    let problem = match pipeline::build(&mut organisation, &BuildOptions::default()) {
        Ok(built) => built.problems.into_iter().next(),
        Err(problem) => Some(*problem),
    };
    let Some(problem) = problem else {
        return String::new();
    };
    assert!(check::find(problem.rule).is_some(), "`{}` has no manual", problem.rule);
    let place = problem.span.text(text);
    let at = if place.is_empty() {
        String::new()
    } else {
        format!(" at `{place}`")
    };
    let more = [problem.help.join("; "), problem.notes.join("; ")].join(" ");
    format!("{}{at}: {} ({})", problem.path, problem.message, more.trim())
}

#[test]
fn a_file_that_nothing_uses_is_told_of() {
    assert_eq!(
        told("templates/documnet.html", "<p>"),
        "theme/templates/documnet.html: nothing uses `theme/templates/documnet.html`: the theme has no template of that name, \
         and none includes it (did you mean `theme/templates/document.html`?)"
    );
    assert_eq!(
        told("assets/docent.css", "a{}"),
        "theme/assets/docent.css: `theme/assets/docent.css` is not used: the theme makes that file from `css/` (write your \
         rules into `theme/css/7-own.css`, or replace one of the files in `css/`)"
    );
    assert_eq!(told("css/7-own.css", "a{}"), "");
}

#[test]
fn a_mistake_in_a_template_names_its_file_and_what_is_wrong() {
    for (text, words) in [
        ("{{ 1 | nothing }}", "nothing"),
        ("{{ nothing(a=1) }}", "nothing"),
        ("{% include \"nothing.html\" %}", "nothing.html"),
        ("{% extends \"nothing.html\" %}", "nothing.html"),
        ("{{ <nothing of={rule} /> }}", "nothing"),
        ("{{ <status off={rule} /> }}", "off"),
        ("{{ say(key=\"pages.hmoe\") }}", "pages.home"),
        ("{{ nope }}", "nope"),
        ("{{ rule.nmae }}", "nmae"),
    ] {
        let told = told("templates/rule.html", text);
        assert!(
            told.starts_with("theme/templates/rule.html") && told.contains(words),
            "{text}\n{told}"
        );
    }
}

#[test]
fn a_mistake_in_words_names_the_key() {
    let told = told("words/en.yaml", "pages:\n  hmoe: Start\n");
    assert!(
        told.starts_with("theme/words/en.yaml at `hmoe`: the interface says nothing under `pages.hmoe`"),
        "{told}"
    );
    assert!(told.contains("did you mean `pages.home`?"), "{told}");
}
