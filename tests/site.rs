//! The example organisation is built, and every link, anchor and asset in it is followed.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::{Repository, Snapshot};

/// Largest page, style sheet and script, in bytes.
const MOST_HTML: usize = 30_000;
const MOST_CSS: usize = 25_000;
const MOST_JS: usize = 15_000;

fn build(snapshot: Snapshot) -> Built {
    let mut organisation = pipeline::check(snapshot, &Options::default());
    pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors")
}

fn example() -> Built {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let repository = Repository::open(&folder).expect("the example organisation");
    build(repository.work_tree().expect("its files"))
}

fn organisation(files: &[(&str, &str)]) -> Built {
    build(Snapshot::from_texts(files.iter().copied()))
}

fn html<'a>(built: &'a Built, route: &str) -> &'a str {
    let bytes = built.site.get(route).unwrap_or_else(|| panic!("no `{route}`"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// Values of an attribute in a page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

fn pages(built: &Built) -> BTreeMap<&str, &str> {
    let all = built.site.iter().filter(|(route, _)| route.ends_with(".html"));
    all.map(|(route, bytes)| (route, std::str::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

/// The route that an address leads to, and the place in it.
fn follow(from: &str, address: &str) -> (String, Option<String>) {
    let address = address.replace("&amp;", "&");
    let (path, place) = address
        .split_once('#')
        .map_or((address.as_str(), None), |(path, place)| (path, Some(place)));
    let path = path.split('?').next().unwrap_or_default().replace("%20", " ");
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
    }
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts
                .pop()
                .unwrap_or_else(|| panic!("`{address}` in `{from}` leaves the site"));
        } else {
            parts.push(part);
        }
    }
    (parts.join("/"), place.map(str::to_owned))
}

fn assert_whole(built: &Built) {
    assert_eq!(built.site.taken, [""; 0], "two things at one route");
    let pages = pages(built);
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(route, page)| (*route, attributes(page, "id").into_iter().collect()))
        .collect();
    for (route, page) in &pages {
        assert_eq!(
            attributes(page, "id").len(),
            ids[route].len(),
            "an id stands twice in `{route}`"
        );
        assert_eq!(page.matches("<h1").count(), 1, "`{route}` needs one title");
        assert!(page.contains("Content-Security-Policy"), "`{route}` has no policy");
        assert!(
            !page.contains(" style=\""),
            "`{route}` has a style that the policy refuses"
        );
        for name in ["href", "src"] {
            for address in attributes(page, name) {
                let elsewhere = ["https://", "http://", "mailto:", "tel:"]
                    .iter()
                    .any(|it| address.starts_with(it));
                assert!(!elsewhere || name == "href", "`{route}` loads `{address}`");
                if elsewhere || *route == "404.html" {
                    continue;
                }
                let (target, place) = follow(route, address);
                assert!(
                    built.site.get(&target).is_some(),
                    "`{address}` in `{route}` leads nowhere"
                );
                if let Some(place) = place {
                    assert!(
                        ids[target.as_str()].contains(place.as_str()),
                        "`{address}` in `{route}`: no such place"
                    );
                }
            }
        }
        for name in ["aria-labelledby", "popovertarget", "for"] {
            for id in attributes(page, name) {
                assert!(
                    ids[route].contains(id),
                    "`{name}` in `{route}` names `{id}`, which is not there"
                );
            }
        }
    }
}

#[test]
fn every_link_of_the_example_leads_somewhere() {
    let built = example();
    assert!(built.problems.is_empty(), "{:?}", built.problems);
    assert_whole(&built);
}

#[test]
fn pages_stay_within_their_budget() {
    let built = example();
    for (route, page) in pages(&built) {
        assert!(page.len() <= MOST_HTML, "`{route}` has {} bytes", page.len());
    }
    let size = |route: &str| built.site.get(route).expect("an asset").len();
    assert!(
        size("assets/docent.css") <= MOST_CSS,
        "{} bytes of CSS",
        size("assets/docent.css")
    );
    assert!(
        size("assets/docent.js") <= MOST_JS,
        "{} bytes of JavaScript",
        size("assets/docent.js")
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (first, second) = (example(), example());
    let mut both = first.site.iter().zip(second.site.iter());
    assert_eq!(both.find(|(one, other)| one != other).map(|(one, _)| one.0), None);
    assert_eq!(first.site.len(), second.site.len());
}

const DOCUMENT: &str = "---
status: proposed
owner: mira
system: poller
motivated_by: [MET-1]
tags: [Tracking]
---
# A stream & a <poller>

## Summary

Replace it, because MET-1 is at 260 seconds; see [the metric](../metrics/0001-age.md#definition).

## Business motivation

TBD
";

const METRIC: &str = "---
status: active
unit: seconds
direction: down
kind: product
---
# Age of positions

## Definition

The age of the newest position of a lorry, in seconds, at the moment a dispatcher looks at it.
";

fn small() -> Built {
    organisation(&[
        (
            "docent.yaml",
            "title: Example\nrepository: https://github.com/example/docs\n",
        ),
        ("people.yaml", "mira: { name: Mira Okafor }\n"),
        ("rewrites/0005-stream.md", DOCUMENT),
        ("metrics/0001-age.md", METRIC),
        ("pages/index.md", "# Welcome\n\nRead RW-5.\n"),
    ])
}

#[test]
fn a_document_page_says_what_is_known_and_what_is_missing() {
    let built = small();
    assert_whole(&built);
    let page = html(&built, "rewrites/rw-5.html");
    let start = page.find("<main").expect("a main part");
    insta::assert_snapshot!(page[start..].replace('>', ">\n"));
}

#[test]
fn the_corpus_is_published_as_json() {
    let built = small();
    let documents: serde_json::Value =
        serde_json::from_slice(built.site.get("api/rewrites.json").expect("the file of a type")).expect("JSON");
    assert_eq!(documents["version"], 1);
    let document = &documents["documents"][0];
    assert_eq!(document["id"], "RW-5");
    assert_eq!(document["route"], "rewrites/rw-5.html");
    assert_eq!(document["fields"]["motivated_by"], serde_json::json!(["MET-1"]));
    assert_eq!(
        document["references"][0],
        serde_json::json!({ "to": "MET-1", "anchor": null, "via": "motivated_by" })
    );
    let metrics: serde_json::Value =
        serde_json::from_slice(built.site.get("api/metrics.json").expect("the file of a type")).expect("JSON");
    assert_eq!(metrics["documents"][0]["referred_to_by"], serde_json::json!(["RW-5"]));
}

#[test]
fn hostile_values_stay_text() {
    let document = "---\ntitle: '<script>alert(1)</script>'\nowner: '\"><img/src=x>'\nsummary: '<b onclick=alert(1)>x</b>'\n\
                    system: '</title><script>x</script>'\ntags: ['<i>t</i>', '../../x']\nstatus: '<u>odd</u>'\n---\n\
                    ## Summary\n\n<script>alert(1)</script> [x](javascript:alert(1))\n";
    let built = organisation(&[
        (
            "docent.yaml",
            "title: '<script>x</script>'\nrepository: 'javascript:alert(1)'\n",
        ),
        ("rewrites/0001-x.md", document),
        (
            "rewrites/0002-y.md",
            "# Y\n\nRW-1 says more, and so does [[RW-1|<b>it</b>]].\n",
        ),
    ]);
    for (route, page) in pages(&built) {
        assert!(!page.contains("<script>"), "{route}");
        for bad in ["<img", "onclick=alert(1)>x", "href=\"javascript", "<u>odd", "<i>t"] {
            assert!(!page.contains(bad), "{route} holds {bad}");
        }
    }
    assert!(built.site.iter().all(|(route, _)| !route.contains("..")));
}

#[test]
fn a_place_that_is_not_there_is_left_off() {
    let document = "# A\n\n[here](#gone) [there](0002-b.md#gone) [[ADR-2#gone]] <a href=\"0002-b.md#gone\">raw</a>\n";
    let built = organisation(&[
        ("decisions/0001-a.md", document),
        ("decisions/0002-b.md", "---\nrelated: ['ADR-1#gone']\n---\n# B\n"),
    ]);
    assert_whole(&built);
    let page = html(&built, "decisions/adr-1.html");
    assert!(page.contains("<p>here <a href=\"adr-2.html\""), "{page}");
}

#[test]
fn attachments_are_published_and_programs_are_not() {
    let document = "# A\n\n![plan](img/plan.svg) ![bad](img/bad.svg) [table](data.csv) [script](run.js) \
                    <img src=\"img/raw%20one.png\" alt=\"r\">\n";
    let snapshot = Snapshot::from_texts([
        ("decisions/0001-a.md", document.as_bytes()),
        (
            "decisions/img/plan.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='6'/>",
        ),
        ("decisions/img/bad.svg", b"<svg onload='alert(1)'/>"),
        ("decisions/data.csv", b"on,value\n"),
        ("decisions/run.js", b"alert(1)"),
        ("decisions/page.html", b"<script>alert(1)</script>"),
    ]);
    let built = build(snapshot);
    let page = html(&built, "decisions/adr-1.html");
    assert!(
        page.contains("<img src=\"img/plan.svg\" alt=\"plan\" width=\"8\" height=\"6\""),
        "{page}"
    );
    assert!(built.site.get("decisions/data.csv").is_some());
    for refused in ["decisions/run.js", "decisions/img/bad.svg", "decisions/page.html"] {
        assert!(built.site.get(refused).is_none(), "{refused}");
    }
    assert_eq!(built.problems.len(), 1, "{:?}", built.problems);
    assert_eq!(built.problems[0].rule, "file-refused");
}

#[test]
fn an_organisation_changes_its_theme_file_by_file() {
    let built = organisation(&[
        ("rewrites/0001-x.md", "# X\n"),
        ("theme/templates/foot.html", "<footer>Ours</footer>"),
        ("theme/css/9-own.css", ".page-home h1 { color: red; }"),
        ("theme/assets/badge.txt", "b"),
    ]);
    assert!(html(&built, "rewrites/rw-1.html").contains("<footer>Ours</footer>"));
    assert!(html(&built, "assets/docent.css").ends_with(".page-home h1{color:red}"));
    assert!(built.site.get("assets/badge.txt").is_some());
    assert_whole(&built);
}

#[test]
fn a_broken_theme_says_where() {
    let files = [
        ("rewrites/0001-x.md", "# X\n"),
        ("theme/templates/document.html", "<p>\n{{ document.tilte }}</p>"),
    ];
    let mut organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    let problem = pipeline::build(&mut organisation, &BuildOptions::default()).expect_err("an error");
    assert_eq!(problem.path.as_str(), "theme/templates/document.html");
    assert_eq!(problem.span.text(files[1].1), "tilte");
    assert_eq!(problem.message, "field `tilte` is not defined");
}

#[test]
fn an_empty_organisation_has_a_site() {
    assert_whole(&organisation(&[("docent.yaml", "title: Empty\n")]));
    let built = build(Snapshot::from_texts([(
        "rewrites/größe 'a' & b.md",
        "# Größe\n\nSee [[RW-größe-a-b]].\n",
    )]));
    assert_whole(&built);
}

#[test]
fn long_ids_and_tags_and_strange_handles_make_names_that_a_file_system_takes() {
    let long = "long ".repeat(200);
    let handles: Vec<_> = (0..3_000)
        .map(|number| {
            format!(
                "'a{}'",
                "!".repeat(number % 60 + 1).replace("!!!", "?") + &".".repeat(number / 60)
            )
        })
        .collect();
    let built = organisation(&[(
        "rewrites/0001-orders.md",
        &format!(
            "---\nid: RW-{}\nstatus: draft\ntags: [{long}, b]\napprovers: [{}]\n---\n# Orders\n",
            "x".repeat(900),
            handles.join(", ")
        ),
    )]);
    for (route, _) in built.site.iter() {
        assert!(route.split('/').all(|name| name.len() < 200), "{route}");
    }
    let people = built.site.iter().filter(|(route, _)| route.starts_with("people/"));
    assert!(people.count() < 200, "one document does not make pages without end");
}

#[test]
fn a_linked_file_does_not_take_the_place_of_what_docent_writes() {
    let built = organisation(&[
        (
            "rewrites/0001-orders.md",
            "---\nstatus: draft\n---\n# Orders\n\n[all](../api/documents.json)\n",
        ),
        ("api/documents.json", "{\"mine\": true}"),
    ]);
    assert!(!html(&built, "api/documents.json").contains("mine"));
    assert_eq!(built.site.taken, ["api/documents.json"]);
}

#[test]
fn rows_of_fields_take_no_name_that_another_place_has() {
    let built = organisation(&[(
        "vision/0001-fast.md",
        "---\nstatus: current\nattributes:\n  - { id: d:nav, statement: a }\n  - { id: fast, statement: b }\n  - { id: why, statement: c }\n---\n# Fast\n\n## Why\n",
    )]);
    let ids = attributes(html(&built, "vision/vis-1.html"), "id");
    assert_eq!(ids.iter().filter(|id| **id == "d:nav").count(), 1);
    assert_eq!(ids.iter().filter(|id| **id == "fast").count(), 1);
    assert_eq!(ids.iter().filter(|id| **id == "why").count(), 1);
}

#[test]
fn an_old_address_leads_to_the_document() {
    let alias = "---\ntitle: Lead time\nstatus: active\naliases: [old/lead.html, metrics/speed]\n---\n";
    let built = organisation(&[("metrics/0001-lead-time.md", alias)]);
    assert!(html(&built, "old/lead.html").contains("url=../metrics/met-1.html"));
    assert!(html(&built, "metrics/speed/index.html").contains("url=../met-1.html"));
}

#[test]
fn a_document_makes_way_for_what_the_site_needs() {
    let built = organisation(&[
        (
            "rewrites/0001-a.md",
            "---\nid: board\nstatus: draft\ntags: [Index]\nowner: index\n---\n# Board games\n\n[[portfolio]]\n",
        ),
        (
            "rewrites/0002-b.md",
            "---\nid: portfolio\nstatus: draft\n---\n# Portfolio games\n\nSee [a](0001-a.md).\n",
        ),
        (
            "rewrites/0003-c.md",
            "---\nid: index\nstatus: draft\n---\n# Index games\n",
        ),
        ("docent.yaml", "pages: [pages, search.md, tags]\n"),
        ("search.md", "# Search games\n"),
        ("tags/index.md", "# Tag games\n"),
    ]);
    assert_whole(&built);
    for (route, title) in [
        ("rewrites/board.page.html", "Board games"),
        ("rewrites/portfolio.page.html", "Portfolio games"),
        ("rewrites/index.page.html", "Index games"),
        ("search.page.html", "Search games"),
        ("tags/index.tag.html", "Index"),
        ("people/index-2.html", "index"),
    ] {
        assert!(html(&built, route).contains(&format!("{title}</h1>")), "{route}");
    }
    assert!(html(&built, "rewrites/board.html").contains("page-board"));
}

#[test]
fn every_address_that_is_no_documents_is_reserved() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let repository = Repository::open(&folder).expect("the example organisation");
    let mut organisation = pipeline::check(repository.work_tree().expect("its files"), &Options::default());
    let built = pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors");
    let documents: BTreeSet<&str> = organisation
        .corpus
        .documents()
        .iter()
        .map(|it| it.route.as_str())
        .collect();
    let of_type = |route: &str| {
        let mut definitions = organisation.corpus.definitions.iter();
        definitions.any(|(_, it)| route.rsplit_once('/').is_some_and(|(folder, _)| folder == it.folder))
    };
    for route in pages(&built).into_keys().filter(|route| !documents.contains(route)) {
        let is_alias = html(&built, route).contains("http-equiv=\"refresh\"");
        let has_dot = route.trim_end_matches(".html").contains('.');
        assert!(
            is_alias || has_dot || docent::model::is_reserved(route, of_type(route)),
            "{route}"
        );
    }
}

/// An organisation with many of everything that adds up to something.
fn many() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut write = |path: String, text: String| files.push((path, text));
    for n in 1..=80 {
        let (category, state) = (
            ["dx", "platform", "debt"][n % 3],
            ["closed", "shipped", "active", "idea"][n % 4],
        );
        let result = ["hit", "partly", "missed"][n % 3];
        let outcome = format!("outcome: {{value: 20 min, measured_on: 2026-05-01, result: {result}}}\n");
        let outcome = if n % 4 == 0 { outcome } else { String::new() };
        write(
            format!("initiatives/{n:04}-bet.md"),
            format!(
                "---\nstatus: {state}\nhorizon: now\ncategory: {category}\nteam: crew-{}\ncustomers: [CUS-{}]\n\
                 metric: {{ref: MET-1, baseline: 47 min, target: 15 min, by: 2026-06-30}}\n{outcome}---\n# Bet {n}\n",
                n % 20,
                n % 12 + 1
            ),
        );
        write(
            format!("metrics/{n:04}-time.md"),
            format!("---\nstatus: active\nowner: boss\nunit: minutes\ndirection: down\n---\n# Time {n}\n"),
        );
        write(
            format!("rewrites/{n:04}-old.md"),
            format!(
                "---\nstatus: proposed\nowner: p{}\nsystem: old\ncost_weeks: [20, 30]\n---\n# Replace {n}\n",
                n % 20
            ),
        );
    }
    for n in 0..20 {
        write(
            format!("teams/crew-{n}.md"),
            format!("---\nstatus: active\n---\n# Crew {n}\n"),
        );
        write(
            format!("customers/{:04}-them.md", n + 1),
            "---\nstatus: active\nkind: internal\n---\n# Them\n\n## Pain points\n\n- Slow. {#slow}\n- Late. {#late}\n"
                .into(),
        );
    }
    files
}

#[test]
fn what_grows_with_an_organisation_goes_on_on_further_pages() {
    let files = many();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let built = organisation(&files);
    assert_whole(&built);
    let of = |route: &str| {
        pages(&built)
            .into_iter()
            .filter(|(it, _)| it.starts_with(route))
            .collect::<Vec<_>>()
    };
    for (route, page) in pages(&built) {
        assert!(page.len() < 30_000, "{route} has {} bytes", page.len());
    }
    // Every bet is one of those behind the rates, and every open question names who leaves it open.
    let texts = |route: &str| of(route).into_iter().map(|(_, page)| page).collect::<String>();
    let (bets, asked) = (texts("outcomes/by-category"), texts("rewrites/portfolio/questions"));
    for n in 1..=80 {
        let is_bet = n % 4 < 2;
        assert_eq!(bets.contains(&format!(">Bet {n}</a>")), is_bet, "{n}");
        assert!(asked.contains(&format!(">Replace {n}</a>")), "{n}");
    }
    // A number leads to where its group begins.
    let outcomes = html(&built, "outcomes.html");
    assert!(
        outcomes.contains("href=\"outcomes/by-category.html#d:group-1\""),
        "{outcomes}"
    );
    // What nobody has taken on comes first, and nothing is shown twice.
    let pains = texts("customers/pain");
    assert_eq!(pains.matches("class=\"pain-words\"").count(), 40);
    assert!(html(&built, "customers/pain.html").contains("d:unowned"));
    // Whoever owns very much has several pages, and each document is on one of them.
    let boss = texts("people/boss");
    assert!(of("people/boss").len() > 1);
    for n in 1..=80 {
        assert_eq!(boss.matches(&format!(">Time {n}</a>")).count(), 1, "{n}");
    }
    // Two pages do not show the same rewrite.
    let portfolio: String = of("rewrites/portfolio")
        .into_iter()
        .filter(|(route, _)| !route.contains("questions"))
        .map(|(_, page)| page)
        .collect();
    assert_eq!(
        portfolio.matches("<th scope=\"row\"><span class=\"id\">RW-").count(),
        80
    );
}
