//! What is said to those who share, subscribe to or read a site without a browser: feeds, calendars, metadata, old
//! addresses, JSON and Markdown.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use docent::pipeline::{self, BuildOptions, Built, Options};
use docent::repository::Snapshot;
use docent::site::API_SCHEMA;
use support::repo::{Repo, START};
use support::xml::{self, Element};

const BASE: &str = "https://docs.example/org";
const PATH: &str = "rewrites/0005-orders.md";
const DAY: i64 = 86_400;

fn options(base: Option<&str>) -> BuildOptions {
    BuildOptions {
        today: Some(jiff::civil::date(2026, 1, 10)),
        base_url: base.map(str::to_owned),
        ..BuildOptions::default()
    }
}

fn build(repo: &Repo, base: Option<&str>) -> Built {
    let repository = repo.open();
    let snapshot = repository.work_tree().expect("its files");
    let mut organisation = pipeline::check_with_history(snapshot, &repository, None, &Options::default());
    pipeline::build(&mut organisation, &options(base)).expect("a theme without errors")
}

fn organisation(files: &[(&str, &str)], base: Option<&str>) -> Built {
    let mut organisation = pipeline::check(Snapshot::from_texts(files.iter().copied()), &Options::default());
    pipeline::build(&mut organisation, &options(base)).expect("a theme without errors")
}

fn text<'a>(built: &'a Built, route: &str) -> &'a str {
    let bytes = built.site.get(route).unwrap_or_else(|| panic!("no `{route}`"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn routes<'a>(built: &'a Built, extension: &str) -> Vec<&'a str> {
    let all = built.site.iter().map(|(route, _)| route);
    all.filter(|route| route.ends_with(extension)).collect()
}

fn rewrite(status: &str, why: &str) -> String {
    format!("---\nstatus: {status}\nowner: mira\ntags: [orders]\n---\n# Orders\n\n## Business motivation\n\n{why}\n")
}

const WHY: &str = "Every release of orders waits for all others, which costs us nine days.";

/// Begun, proposed, edited in a way that no reader sees, edited, and another one deleted.
fn past() -> Repo {
    Repo::new()
        .write(PATH, rewrite("draft", WHY))
        .write(
            "decisions/0001-monday.md",
            "---\nstatus: accepted\n---\n# No release on Mondays\n",
        )
        .commit("Begin")
        .write(PATH, rewrite("proposed", WHY))
        .commit("Propose")
        .write(
            PATH,
            rewrite("proposed", &WHY.replace(", ", ",\n")).replace("[orders]", "[orders, x]"),
        )
        .commit("Wrap lines")
        .at(START + 3 * DAY)
        .by("Mira & co", "mira@example.org")
        .write(PATH, rewrite("proposed", &WHY.replace("nine", "eleven")))
        .commit("Count again")
        .delete("decisions/0001-monday.md")
        .commit("Release on Mondays")
}

/// What an Atom feed must have (RFC 4287), and what this one promises besides.
fn feed(built: &Built, route: &str) -> Element {
    let feed = xml::read(text(built, route));
    assert_eq!(feed.name, "feed");
    assert_eq!(feed.attribute("xmlns"), Some("http://www.w3.org/2005/Atom"));
    let links: BTreeMap<_, _> = feed
        .all("link")
        .map(|link| (link.attribute("rel"), link.attribute("href").expect("an address")))
        .collect();
    assert_eq!(links[&Some("self")], format!("{BASE}/{route}"));
    assert_eq!(feed.one("id").text, format!("{BASE}/{route}"));
    for one in ["title", "updated"] {
        assert!(!feed.one(one).text.is_empty());
    }
    let mut ids = BTreeSet::new();
    let mut times = Vec::new();
    for entry in feed.all("entry") {
        let id = &entry.one("id").text;
        assert!(id.starts_with("urn:uuid:") && id.len() == 45, "{id}");
        assert!(ids.insert(id.clone()), "`{id}` stands twice");
        assert!(!entry.one("title").text.is_empty());
        assert!(!entry.one("author").one("name").text.is_empty());
        assert!(
            entry.one("author").all("email").next().is_none(),
            "addresses are nobody's business"
        );
        times.push(
            entry
                .one("updated")
                .text
                .parse::<jiff::Timestamp>()
                .expect("an instant"),
        );
        let link = entry.one("link");
        assert_eq!(link.attribute("rel"), Some("alternate"));
        let page = link
            .attribute("href")
            .and_then(|href| href.strip_prefix(BASE))
            .expect("an absolute address");
        assert!(
            built.site.get(page.trim_start_matches('/')).is_some(),
            "`{page}` leads nowhere"
        );
        assert!(
            entry
                .all("category")
                .all(|category| category.attribute("term").is_some())
        );
    }
    assert!(times.is_sorted_by(|left, right| left >= right), "the newest first");
    feed
}

fn titles(feed: &Element) -> Vec<String> {
    feed.all("entry").map(|entry| entry.one("title").text.clone()).collect()
}

#[test]
fn feeds_tell_what_is_new_for_a_reader() {
    let built = build(&past(), Some(BASE));
    let all = feed(&built, "feed.xml");
    assert_eq!(
        titles(&all),
        [
            "ADR-1 No release on Mondays: deleted",
            "RW-5 Orders: changed",
            "RW-5 Orders: Draft → Proposed",
            "RW-5 Orders: new",
            "ADR-1 No release on Mondays: new",
        ]
    );
    let edited = all.all("entry").nth(1).expect("the edit");
    assert_eq!(
        edited.one("summary").text,
        "RW-5 Orders says something else now, by Mira & co. Changed: Business motivation."
    );
    let terms: Vec<_> = edited.all("category").filter_map(|it| it.attribute("term")).collect();
    assert_eq!(terms, ["rewrite", "proposed", "orders"]);
    assert_eq!(titles(&feed(&built, "rewrites/feed.xml")).len(), 3);
    assert_eq!(titles(&feed(&built, "decisions/feed.xml")).len(), 2);
    assert_eq!(titles(&feed(&built, "metrics/feed.xml")).len(), 0);
    let page = text(&built, "rewrites/rw-5.html");
    assert!(
        page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""),
        "{page}"
    );
}

#[test]
fn a_feed_needs_the_address_of_the_site() {
    let built = build(&past(), None);
    assert_eq!(routes(&built, "feed.xml"), [""; 0]);
    assert!(!text(&built, "index.html").contains("atom+xml"));
    assert!(built.site.get("sitemap.xml").is_none() && built.site.get("robots.txt").is_none());
}

#[test]
fn an_entry_keeps_its_id_when_the_site_moves_and_the_document_is_renamed() {
    let ids = |repo: &Repo, base: &str| -> Vec<String> {
        let built = build(repo, Some(base));
        let feed = xml::read(text(&built, "rewrites/feed.xml"));
        feed.all("entry").map(|entry| entry.one("id").text.clone()).collect()
    };
    let before = ids(&past(), BASE);
    assert_eq!(ids(&past(), "https://elsewhere.example"), before);
    let renamed = past()
        .rename(PATH, "rewrites/0005-orders-alone.md")
        .commit("Find a better name");
    assert_eq!(ids(&renamed, BASE), before, "a new name of the file is no news");
}

const INCIDENT: &str = "---\ntitle: Böse; \"Titel\", <mit>\\ allem\nseverity: sev2\nstarted: 2026-03-14T09:00:00Z\n\
                        status: published\nactions:\n  - { what: \"Cap, connections; per page\", owner: mira, due: 2026-03-20 }\n  \
                        - { what: \"Cap, connections; per page\", owner: mira, due: 2026-03-21 }\n  \
                        - { what: \"END:VEVENT\", owner: \"a\\r\\nb\", due: 2026-03-22 }\n---\nText\n";
const REWRITE: &str = "---\nstatus: in-progress\nowner: mira\nteam: TEAM-orders\nold_off: 2026-09-01\n---\n# Ein sehr langer \
                       Titel, der über fünfundsiebzig Bytes geht und überall Umlaute hat: äöüÄÖÜß\n";

fn promises() -> [(&'static str, &'static str); 5] {
    [
        ("docent.yaml", "title: Example\n"),
        ("people.yaml", "mira: { name: Mira Okafor }\n"),
        ("incidents/2026-03-14-outage.md", INCIDENT),
        (PATH, REWRITE),
        ("teams/orders.md", "---\nstatus: active\n---\n# Orders\n"),
    ]
}

/// The events of a calendar, read as strictly as RFC 5545 is written: by property, parameters in the name.
fn events(calendar: &str) -> Vec<BTreeMap<String, String>> {
    assert!(calendar.ends_with("\r\n"));
    assert!(
        !calendar.replace("\r\n", "").contains(['\r', '\n']),
        "a line ends with both"
    );
    assert!(
        calendar.split("\r\n").all(|line| line.len() <= 75),
        "a line is too long"
    );
    let unfolded = calendar.replace("\r\n ", "");
    let mut lines = unfolded.split_terminator("\r\n").map(|line| {
        assert!(!line.chars().any(char::is_control), "a control character in `{line}`");
        line.split_once(':').unwrap_or_else(|| panic!("no property: `{line}`"))
    });
    assert_eq!(lines.next(), Some(("BEGIN", "VCALENDAR")));
    let mut events = Vec::new();
    let mut head = BTreeMap::new();
    let mut event: Option<BTreeMap<String, String>> = None;
    let mut ended = false;
    for (name, value) in lines {
        assert!(!ended, "something after the end");
        match (name, value, &mut event) {
            ("BEGIN", "VEVENT", None) => event = Some(BTreeMap::new()),
            ("END", "VEVENT", Some(_)) => events.extend(event.take()),
            ("END", "VCALENDAR", None) => ended = true,
            ("BEGIN" | "END", ..) => panic!("`{name}:{value}` is out of place"),
            (_, _, own) => {
                let of = own.as_mut().unwrap_or(&mut head);
                assert!(
                    of.insert(name.to_owned(), value.to_owned()).is_none(),
                    "`{name}` stands twice"
                );
            }
        }
    }
    assert!(ended);
    assert_eq!(head["VERSION"], "2.0");
    assert!(head.contains_key("PRODID"));
    let mut uids = BTreeSet::new();
    for event in &events {
        assert!(uids.insert(event["UID"].clone()), "a UID stands twice");
        assert_eq!(event["DTSTAMP"].len(), 16, "{}", event["DTSTAMP"]);
        assert_eq!(event["DTSTART;VALUE=DATE"].len(), 8);
        assert!(!event["SUMMARY"].is_empty());
    }
    events
}

#[test]
fn a_calendar_holds_what_is_due() {
    let built = organisation(&promises(), None);
    let all = events(text(&built, "calendar.ics"));
    let told: Vec<_> = all
        .iter()
        .map(|event| (event["DTSTART;VALUE=DATE"].as_str(), event["SUMMARY"].as_str()))
        .collect();
    assert_eq!(
        told[0],
        ("20260320", "Action: Cap\\, connections\\; per page (INC-2026-03-14)")
    );
    assert_eq!(told[2], ("20260322", "Action: END:VEVENT (INC-2026-03-14)"));
    assert!(
        told[3]
            .1
            .starts_with("Old system off: Ein sehr langer Titel\\, der über"),
        "{}",
        told[3].1
    );
    assert!(all[0]["DESCRIPTION"].contains("Böse\\; \"Titel\"\\, <mit>\\\\ allem\\nOwner: Mira Okafor"));
    assert!(
        all.iter().all(|event| !event.contains_key("URL")),
        "no address without that of the site"
    );
    assert_eq!(events(text(&built, "people/mira.ics")).len(), 3);
    assert_eq!(events(text(&built, "teams/team-orders.ics")).len(), 1);
    let with_base = organisation(&promises(), Some(BASE));
    let all = events(text(&with_base, "calendar.ics"));
    assert_eq!(all[0]["URL"], format!("{BASE}/incidents/inc-2026-03-14.html"));
}

#[test]
fn an_event_stays_the_same_one_when_its_day_moves() {
    let uids = |files: &[(&str, &str)]| -> Vec<String> {
        let built = organisation(files, None);
        let all = events(text(&built, "calendar.ics")).into_iter();
        all.map(|event| event["UID"].clone()).collect()
    };
    let later = REWRITE.replace("2026-09-01", "2026-12-01");
    let mut moved = promises();
    moved[3].1 = &later;
    assert_eq!(uids(&promises()), uids(&moved));
}

#[test]
fn a_shared_link_says_what_it_leads_to() {
    let built = organisation(&promises(), Some(BASE));
    let page = text(&built, "rewrites/rw-5.html");
    for part in [
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:site_name\" content=\"Example\">",
        "<meta name=\"twitter:card\" content=\"summary\">",
        "<link rel=\"canonical\" href=\"https://docs.example/org/rewrites/rw-5.html\">",
        "<meta property=\"og:image\" content=\"https://docs.example/org/assets/icon-512.png\">",
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"rw-5.md\">",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let hostile = text(&built, "incidents/inc-2026-03-14.html");
    let title = "content=\"INC-2026-03-14 Böse; &quot;Titel&quot;, &lt;mit&gt;\\ allem\"";
    assert!(hostile.contains(title), "{hostile}");
    assert!(text(&built, "index.html").contains("<link rel=\"canonical\" href=\"https://docs.example/org/\">"));
    let without = organisation(&promises(), None);
    for (route, bytes) in without.site.iter().filter(|(route, _)| route.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(!page.contains("og:url") && !page.contains("og:image"), "{route}");
    }
}

#[test]
fn a_phone_finds_name_and_icons() {
    let built = organisation(&promises(), None);
    let manifest: serde_json::Value = serde_json::from_str(text(&built, "manifest.webmanifest")).expect("JSON");
    assert_eq!(manifest["name"], "Example");
    let icons = manifest["icons"].as_array().expect("icons");
    for icon in icons {
        assert!(
            built.site.get(icon["src"].as_str().expect("a route")).is_some(),
            "{icon}"
        );
    }
    assert!(
        built
            .site
            .get(manifest["start_url"].as_str().expect("a route"))
            .is_some()
    );
    assert!(text(&built, "index.html").contains("<link rel=\"manifest\" href=\"manifest.webmanifest\">"));
}

#[test]
fn a_sitemap_says_when_a_document_changed() {
    let built = build(&past(), Some(BASE));
    let sitemap = xml::read(text(&built, "sitemap.xml"));
    let days: BTreeMap<_, _> = sitemap
        .all("url")
        .map(|url| {
            let day = url.all("lastmod").next().map(|day| day.text.as_str());
            (url.one("loc").text.as_str(), day)
        })
        .collect();
    assert_eq!(days["https://docs.example/org/rewrites/rw-5.html"], Some("2026-01-04"));
    assert_eq!(days["https://docs.example/org/"], None);
    assert!(
        !days
            .keys()
            .any(|route| route.contains("history") || route.contains("404"))
    );
}

#[test]
fn an_old_address_leads_on_with_and_without_the_address_of_the_site() {
    let document =
        "---\ntitle: A & <b>\nstatus: active\naliases: [old/lead, old/time.html, rewrites/, metrics/met-2.html]\n---\n";
    let files = [
        ("metrics/0001-lead.md", document),
        ("metrics/0002-other.md", "---\nstatus: active\n---\n# Other\n"),
    ];
    let built = organisation(&files, Some(BASE));
    let page = text(&built, "old/lead/index.html");
    for part in [
        "content=\"0; url=../../metrics/met-1.html\"",
        "<meta name=\"robots\" content=\"noindex\">",
        "<link rel=\"canonical\" href=\"https://docs.example/org/metrics/met-1.html\">",
        "<h1>A &amp; &lt;b&gt;</h1>",
        "<a href=\"../../metrics/met-1.html\">",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(text(&built, "old/time.html").contains("url=../metrics/met-1.html"));
    assert!(
        !text(&built, "rewrites/index.html").contains("http-equiv=\"refresh\""),
        "a list keeps its address"
    );
    assert!(
        !text(&built, "metrics/met-2.html").contains("http-equiv=\"refresh\""),
        "a document keeps its address"
    );
    let built = organisation(&files, None);
    assert!(text(&built, "old/lead/index.html").contains("rel=\"canonical\" href=\"../../metrics/met-1.html\""));
}

#[test]
fn every_file_of_the_api_is_as_its_schema_says() {
    let schema: serde_json::Value = serde_json::from_str(API_SCHEMA).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let built = organisation(&promises(), None);
    assert_eq!(text(&built, "api/schema.json"), API_SCHEMA);
    let mut files = 0;
    let index: serde_json::Value = serde_json::from_str(text(&built, "api/index.json")).expect("JSON");
    let types = index["types"].as_array().expect("types").iter();
    let mut names: Vec<_> = types.map(|it| it["documents"].as_str().expect("a file")).collect();
    let file = |key: &str| index[key].as_str().expect("a file");
    names.extend(["index.json", file("documents"), file("insights")]);
    for name in names {
        let value: serde_json::Value = serde_json::from_str(text(&built, &format!("api/{name}"))).expect("JSON");
        let problems: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
        for document in value["documents"].as_array().into_iter().flatten() {
            for key in ["route", "markdown"] {
                assert!(
                    built.site.get(document[key].as_str().expect("a route")).is_some(),
                    "{document}"
                );
            }
        }
        files += 1;
    }
    assert!(files > 5);
    let insights: serde_json::Value = serde_json::from_str(text(&built, "api/insights.json")).expect("JSON");
    let keys = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_object().expect("a mapping").keys().cloned().collect()
    };
    assert_eq!(
        keys(&insights),
        keys(&schema["$defs"]["insights"]["properties"]),
        "every insight is described"
    );
    assert!(insights["dues"].as_array().is_some_and(|dues| !dues.is_empty()));
    let mut broken = index.clone();
    broken["version"] = 2.into();
    assert!(!validator.is_valid(&broken), "the schema notices what is wrong");
}

#[test]
fn the_markdown_of_a_document_leads_to_the_site() {
    let document = "---\nstatus: draft\nmotivated_by: [MET-1]\n---\n# Orders\n\n[age](../metrics/0001-age.md#definition \"Age\") \
                    [ref][r] ![plan](img/plan.svg) `[code](../metrics/0001-age.md)` [gone](nowhere.md) [x](https://x.example) \
                    MET-1\n\n[r]: <../metrics/0001-age.md>\n";
    let built = organisation(
        &[
            ("rewrites/0005-orders.md", document),
            ("rewrites/0001-x.md", "[up](../metrics/0001-age.md)\n"),
            (
                "metrics/0001-age.md",
                "---\nstatus: active\n---\n# Age\n\n## Definition\n\nIt is.\n",
            ),
        ],
        None,
    );
    assert_eq!(text(&built, "rewrites/rw-1.md"), "[up](../metrics/met-1.html)\n");
    let twin = text(&built, "rewrites/rw-5.md");
    assert!(
        twin.starts_with("---\nstatus: draft\nmotivated_by: [MET-1]\n---\n# Orders\n"),
        "{twin}"
    );
    assert!(
        twin.contains("[age](../metrics/met-1.html#definition \"Age\")"),
        "{twin}"
    );
    assert!(twin.contains("[ref](../metrics/met-1.html)"), "{twin}");
    assert!(twin.contains("`[code](../metrics/0001-age.md)`"), "{twin}");
    assert!(
        twin.contains("[gone](nowhere.md) [x](https://x.example) MET-1"),
        "{twin}"
    );
}

#[test]
fn an_index_for_readers_of_text_stays_small() {
    let documents: Vec<_> = (1..=130)
        .map(|number| {
            (
                format!("decisions/{number:04}-x.md"),
                format!("---\ntitle: 'Title [{number}](x)'\n---\nWhat is said.\n"),
            )
        })
        .collect();
    let files: Vec<_> = documents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let built = organisation(&files, None);
    let index = text(&built, "llms.txt");
    assert!(index.starts_with("# Documents\n"), "{index}");
    assert!(
        index.contains("- [ADR-1 Title \\[1\\](x)](decisions/adr-1.md)"),
        "{index}"
    );
    assert!(
        index.contains("- [and 30 more: all Decisions](decisions/llms.txt)"),
        "{index}"
    );
    assert_eq!(text(&built, "decisions/llms.txt").matches("](adr-").count(), 130);
    assert!(built.site.get("decisions/adr-130.md").is_some());
}

/// The value of an attribute of the element with an id.
fn attribute<'a>(page: &'a str, id: &str, name: &str) -> &'a str {
    let element = page.split(&format!("id=\"{id}\"")).nth(1).expect("the element");
    let value = element.split(&format!("{name}=\"")).nth(1).expect("the attribute");
    value.split('"').next().expect("its end")
}

#[test]
fn a_reader_is_told_what_changed_lately() {
    let built = build(&past(), None);
    for route in ["index.html", "changes.html"] {
        let page = text(&built, route);
        assert!(
            page.contains("2 documents changed in the last 14 days"),
            "none is older: {page}"
        );
        assert_eq!(attribute(page, "d:visit", "data-news").split(' ').count(), 2);
        assert!(page.contains("assets/visit.js?v="));
    }
    let news = attribute(text(&built, "index.html"), "d:visit", "data-news").to_owned();
    assert_eq!(attribute(text(&built, "changes.html"), "d:visit", "data-news"), news);
    let marked: Vec<_> = text(&built, "changes.html").matches("data-stamp=\"").collect();
    assert_eq!(marked.len(), 2, "each is marked once, in the week of its last change");
    assert!(
        !text(&built, "rewrites/rw-5.html").contains("visit.js"),
        "other pages do not pay for it"
    );
}

#[test]
fn what_a_reader_does_not_see_is_no_news() {
    let news = |repo: &Repo| attribute(text(&build(repo, None), "index.html"), "d:visit", "data-news").to_owned();
    let repo = past();
    let before = news(&repo);
    let text = rewrite("proposed", &WHY.replace("nine", "eleven"));
    let repo = repo
        .write(
            PATH,
            text.replace("eleven days.", "eleven  days")
                .replace("[orders]", "[orders, later]"),
        )
        .commit("Wrap lines, tag");
    assert_eq!(news(&repo), before);
    let repo = repo.write(PATH, text.replace("waits", "wiats")).commit("Slip");
    assert_eq!(news(&repo), before, "a slip of the keyboard");
    let repo = repo
        .write(PATH, text.replace("eleven", "twelve"))
        .commit("Count once more");
    assert_ne!(news(&repo), before);
}

#[test]
fn a_deleted_document_is_told_by_its_last_title() {
    let repo = past();
    let built = build(&repo, None);
    let page = text(&built, "changes.html");
    assert!(
        page.contains("<span class=\"title\">No release on Mondays</span>"),
        "{page}"
    );
    assert!(page.contains("created, deleted"), "{page}");
    assert!(built.site.get("decisions/adr-1.html").is_none());
    // Back under another name, with the same id: it is there again, and nothing is told of the deletion.
    let repo = repo
        .write(
            "decisions/0001-no-monday.md",
            "---\nstatus: accepted\n---\n# Never on a Monday at all\n",
        )
        .commit("Think again");
    let built = build(&repo, None);
    assert!(!text(&built, "changes.html").contains("No release on Mondays"));
    assert!(text(&built, "changes.html").contains("Never on a Monday at all"));
    assert_eq!(built.site.taken, [""; 0]);
}

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let repo = past();
    let (first, second) = (build(&repo, Some(BASE)), build(&repo, Some(BASE)));
    assert!(first.site.iter().eq(second.site.iter()));
}

#[test]
fn a_hostile_title_stays_text_in_a_feed() {
    let hostile = "]]></title><script>alert(1)</script> & \"x\" 'y'";
    let document = format!("---\ntitle: {hostile:?}\nstatus: draft\ntags: ['<b>', 'a\"b']\n---\nText\n");
    let repo = Repo::new()
        .by("A \"B\" & C", "a@example.org")
        .write(PATH, document)
        .commit("Begin");
    let built = build(&repo, Some(BASE));
    let all = feed(&built, "feed.xml");
    let entry = all.one("entry");
    assert_eq!(entry.one("title").text, format!("RW-5 {hostile}: new"));
    let terms: Vec<_> = entry.all("category").filter_map(|it| it.attribute("term")).collect();
    assert_eq!(terms, ["rewrite", "draft", "<b>", "a\"b"]);
}
