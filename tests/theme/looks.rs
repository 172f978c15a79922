//! Accent, logo, letters, foot and navigation, from `docent.yaml`.

use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::Snapshot;

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\"></svg>";

fn build(config: &str) -> Built {
    let files = [
        ("docent.yaml", config),
        ("images/logo.svg", LOGO),
        ("rewrites/0001-a.md", "---\nstatus: draft\ntags: [a]\n---\n# Orders\n"),
        ("pages/handbook.md", "# Handbook\n"),
    ];
    let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    assert!(
        organisation.setting_errors().is_empty(),
        "{:?}",
        organisation.setting_errors()
    );
    pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors")
}

fn text<'a>(built: &'a Built, route: &str) -> &'a str {
    let bytes = built.site.get(route).unwrap_or_else(|| panic!("no `{route}`"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The navigation of a page: its headings and its links, one a line.
fn navigation(page: &str) -> Vec<String> {
    let (_, rest) = page.split_once("<nav class=\"nav\"").expect("a navigation");
    let (nav, _) = rest.split_once("</nav>").expect("its end");
    let lines = nav.split(['<']).filter_map(|part| {
        let (tag, words) = part.split_once('>')?;
        match tag.split_once("href=\"") {
            Some((_, rest)) => Some(format!("{} {}", words.trim(), rest.split('"').next()?)),
            None => tag.contains("nav-title").then(|| words.to_owned()),
        }
    });
    lines.collect()
}

#[test]
fn looks_come_from_the_configuration_and_need_no_inline_style() {
    let built = build(
        "title: Orders\naccent: '#0b5cad'\nfont: [Inter, sans-serif]\nlogo: { file: images/logo.svg, alt: Acme }\nfooter: >-\n  \
         Internal. See RW-1, [the handbook](pages/handbook.md) or [us](https://us.example) & <script>\n",
    );
    assert_eq!(built.problems, []);
    let style = text(&built, "assets/docent.css");
    assert!(
        style.contains("--accent:light-dark(#0b5cad,#"),
        "{}",
        &style[style.len() - 300..]
    );
    assert!(
        style.contains("--font:\"Inter\",sans-serif"),
        "{}",
        &style[style.len() - 300..]
    );
    assert!(built.site.get("assets/logo.svg").is_some());
    let page = text(&built, "rewrites/rw-1.html");
    assert!(page.contains("<img src=\"../assets/logo.svg\" alt=\"Acme\" width=\"48\" height=\"24\">"));
    assert!(!page.contains(" style=") && !page.contains("<script>"));
    let (_, foot) = page.split_once("class=\"site-foot\"").expect("a foot");
    for link in [
        "href=\"../rewrites/rw-1.html\"",
        "href=\"../pages/handbook.html\"",
        "href=\"https://us.example\"",
    ] {
        assert!(foot.contains(link), "no {link} in {foot}");
    }
    assert!(text(&built, "index.html").contains("href=\"rewrites/rw-1.html\""));
}

#[test]
fn the_navigation_is_ordered_as_the_organisation_wishes() {
    let built = build(
        "navigation:\n  hide: [tags, rules, poeple]\n  groups:\n    - label: Start here\n      items:\n        - home\n        - \
         RW-1\n        - { to: pages/handbook.md, label: How we work }\n        - { to: 'https://status.example', label: Status }\n        \
         - RW-99\n        - problems\n",
    );
    let told: Vec<_> = built
        .problems
        .iter()
        .map(|it| format!("{} ({})", it.message, it.help.join("; ")))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        told[0],
        "the navigation has no entry `poeple` to hide (did you mean `people`?)"
    );
    assert!(
        told[1].starts_with("`RW-99` is no entry, document or address that the navigation could lead to"),
        "{told:?}"
    );
    let entries = navigation(text(&built, "rewrites/rw-1.html"));
    let start = [
        "Start here",
        "Home ../index.html",
        "Orders ../rewrites/rw-1.html",
        "How we work ../pages/handbook.html",
        "Status https://status.example",
        "Problems ../problems.html",
    ];
    assert_eq!(entries[..start.len()], start);
    let gone = |name: &str| !entries[start.len()..].iter().any(|it| it.ends_with(name));
    assert!(
        gone("tags/index.html") && gone("rules/index.html") && gone("problems.html"),
        "{entries:?}"
    );
}

#[test]
fn a_logo_that_cannot_be_shown_leaves_the_themes_own() {
    let built = build("logo: images/lgo.svg\n");
    assert_eq!(
        built.problems[0].message,
        "there is no file `images/lgo.svg` to show as the logo"
    );
    assert!(text(&built, "index.html").contains("class=\"brand\" href=\"index.html\"><svg"));
}
