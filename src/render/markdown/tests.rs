//! What Markdown becomes, seen from outside.

use super::*;
use crate::diagnostic::shared_path;
use crate::parse;
use crate::render::figures::Figures;
use crate::render::phrases::Phrases;
use crate::repository::SourceFile;
use crate::span::Span;

/// Leads `RW-12` and its file to a page, and every image to itself.
struct Site {
    parsed: Parsed,
    mentions: Vec<Span>,
    figures: Figures,
    phrases: Phrases,
}

impl Resolve for Site {
    fn mentions(&self) -> &[Span] {
        &self.mentions
    }

    fn at(&self, place: Span) -> Destination {
        self.written(place.text(&self.parsed.text))
    }

    fn written(&self, address: &str) -> Destination {
        match address {
            "RW-12" | "../rewrites/0012.md" => Destination::Page {
                href: "../rewrites/rw-12.html".into(),
                title: "Orders & \"more\"".into(),
            },
            "a b.png" | "x.png" => Destination::File {
                href: address.into(),
                size: Some((4, 3)),
            },
            _ => Destination::Unknown,
        }
    }

    fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    fn figures(&self) -> Option<&Figures> {
        Some(&self.figures)
    }
}

fn html(markdown: &str) -> String {
    let file = SourceFile {
        path: shared_path("decisions/0001.md"),
        content: Ok(markdown.into()),
    };
    let parsed = parse::parse(&file);
    let mentions = parsed.body.mentions.iter().map(|it| it.span).collect();
    let site = Site {
        figures: Figures::of(&parsed),
        parsed,
        mentions,
        phrases: Phrases::english(),
    };
    render(&site.parsed, "Title", &site)
}

#[test]
fn links_lead_to_pages_and_say_their_title() {
    let reference = "<a href=\"../rewrites/rw-12.html\" title=\"Orders &amp; &quot;more&quot;\">";
    let mention = reference.replace("<a ", "<a class=\"ref\" ");
    assert_eq!(html("See RW-12."), format!("<p>See {mention}RW-12</a>.</p>"));
    assert_eq!(html("[[RW-12]]"), format!("<p>{reference}RW-12</a></p>"));
    assert_eq!(
        html("[it](../rewrites/0012.md)"),
        "<p><a href=\"../rewrites/rw-12.html\">it</a></p>"
    );
    assert_eq!(html("[gone](../rewrites/0099.md) RW-99"), "<p>gone RW-99</p>");
    assert_eq!(html("`RW-12`"), "<p><code>RW-12</code></p>");
}

#[test]
fn an_address_is_one_link_whatever_stands_in_it() {
    assert_eq!(
        html("https://t.example/?q=RW-12&a_b=*x*."),
        "<p><a href=\"https://t.example/?q=RW-12&amp;a_b=\">https://t.example/?q=RW-12&amp;a_b=</a><em>x</em>.</p>"
    );
    assert_eq!(
        html("[see https://a.example](https://b.example)"),
        "<p><a href=\"https://b.example\">see https://a.example</a></p>"
    );
    assert_eq!(
        html("<ada@example.org>"),
        "<p><a href=\"mailto:ada@example.org\">ada@example.org</a></p>"
    );
}

#[test]
fn the_title_is_left_out_and_headings_keep_their_anchors() {
    let page = html("# Title\n\n## Why `now`? {#why}\n\n#### Deep\n\n# Other");
    assert_eq!(
        page,
        "<h2 id=\"why\">Why <code>now</code>?</h2><h3 id=\"deep\">Deep</h3><h2 id=\"other\">Other</h2>"
    );
}

#[test]
fn the_names_that_the_page_keeps_for_itself_are_nobodys() {
    assert!(html("## Menu {#d:nav}").contains("<h2 id=\"menu\">Menu</h2>"));
    assert_eq!(html("- Menu {#d:nav}"), "<ul><li>Menu {#d:nav}</li></ul>");
    assert_eq!(html("<b id=\"d:nav\">Menu</b>"), "<p><b>Menu</b></p>");
}

#[test]
fn tags_that_only_ruby_closes_do_not_nest_without_end() {
    assert!(html("<ruby>漢<rt>kan</rt></ruby>").contains("<rt>kan</rt>"));
    assert!(html(&"<rt>".repeat(100_000)).contains("&lt;rt&gt;"));
}

#[test]
fn formatting_that_stays_open_is_not_repeated_without_end() {
    let many = |tag: &dyn Fn(usize) -> String| (0..60).map(tag).collect::<String>();
    for open in [
        many(&|number| format!("<b lang=\"a{number}\">")),
        many(&|number| format!("<b title=\">{number}\">")),
        "<b><i><u><s><em><tt><big><code><font><nobr><small><strike><strong>".repeat(3),
    ] {
        let page = html(&format!("{open}\n\n{}", "a\n\n".repeat(40_000)));
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
    }
    let honest = "<b>bold</b> and <font color=\"red\">red</font>\n\n".repeat(5_000);
    assert!(html(&honest).contains("<b>bold</b>"));
}

#[test]
fn tables_and_code_can_be_reached_and_scrolled() {
    let page = html("## Cost\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```rust,ignore\n<T>\n```");
    assert!(page.contains("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table 1: Cost\"><table><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"r\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"r\">2</td></tr></tbody></table></div>"), "{page}");
    assert!(page.contains("<figure class=\"code\"><figcaption>rust</figcaption><pre tabindex=\"0\" role=\"group\" aria-label=\"Code in rust\"><code><span class=\"o\">&lt;</span>T<span class=\"o\">&gt;</span>\n</code></pre></figure>"), "{page}");
}

#[test]
fn tasks_alerts_footnotes_and_anchors_of_items() {
    assert_eq!(
        html("- [x] done\n- [ ] open"),
        "<ul><li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\">done</li>\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"Not done\">open</li></ul>"
    );
    assert_eq!(
        html("> [!WARNING]\n> Hot."),
        "<div class=\"alert tone-wait\" role=\"note\"><p class=\"alert-title\">Warning</p><p>Hot.</p></div>"
    );
    assert_eq!(
        html("- Slow CI. {#slow-ci}"),
        "<ul><li>Slow CI.<span id=\"slow-ci\"></span></li></ul>"
    );
    let page = html("b[^b] a[^a] b[^b]\n\n[^a]: A.\n[^b]: B.");
    assert!(
        page.contains("<li id=\"d:fn1\"><p>B. <a class=\"back\" href=\"#d:fr1-1\""),
        "{page}"
    );
    assert!(page.contains("href=\"#d:fr1-2\""), "{page}");
}

#[test]
fn images_of_the_repository_are_shown_and_others_linked() {
    assert_eq!(
        html("![A & B](<a b.png>)"),
        "<p><img src=\"a%20b.png\" alt=\"A &amp; B\" width=\"4\" height=\"3\" loading=\"lazy\"></p>"
    );
    assert_eq!(
        html("![A](https://e.example/a.png)"),
        "<p><a href=\"https://e.example/a.png\">A</a></p>"
    );
    assert_eq!(html("![A](missing.png)"), "<p>A</p>");
    assert!(html("<b>!</b> ![A](<a b.png>) [b](<a b.png>)").contains("src=\"a%20b.png\""));
}

#[test]
fn a_page_with_raw_html_keeps_its_figures_and_footnotes() {
    let page = html("<b>x</b>[^a]\n\n```rust\nfn f() {}\n```\n\n```mermaid\npie\n \"A\" : 1\n```\n\n[^a]: N.");
    assert!(page.contains("<span class=\"k\">fn</span>"), "{page}");
    assert!(page.contains("<svg role=\"img\" aria-labelledby=\"d:m1-t\""), "{page}");
    assert!(
        page.contains("id=\"d:fn1\"") && page.contains("href=\"#d:fr1-1\""),
        "{page}"
    );
    assert!(!page.contains("slot-"), "{page}");
}

#[test]
fn raw_html_that_stays_open_draws_no_figure_into_an_attribute() {
    let code = "```js\n\" onmouseover=alert(1) x=\"\n```";
    for open in [
        "<div title=\"",
        "<p title='",
        "<a href=\"",
        "<div title=\"a\n",
        "<b title=\"&quot;",
    ] {
        let page = html(&format!("{open}\n\n{code}\n\n\">"));
        let outside: String = page.split("<pre").next().unwrap_or_default().to_owned();
        assert!(!outside.contains("onmouseover"), "{open} gave {page}");
        let inside = page.split("<code>").nth(1).unwrap_or_default();
        assert!(!inside.contains("\" onmouseover"), "{open} gave {page}");
    }
}

#[test]
fn a_diagram_is_an_image_with_a_name_and_its_source() {
    let page = html("## Way\n\n```mermaid\nflowchart LR\n  accTitle: Order\n  accDescr: From A to B\n  A --> B\n```");
    assert!(
        page.contains("<svg role=\"img\" aria-labelledby=\"d:m1-t\" viewBox=\"0 0 "),
        "{page}"
    );
    assert!(
        page.contains("<title id=\"d:m1-t\">Order</title><desc>From A to B</desc>"),
        "{page}"
    );
    assert!(
        page.contains("<marker id=\"d:m1-0\"") && page.contains("url(#d:m1-0)"),
        "{page}"
    );
    assert!(page.contains("<summary>Source of the diagram</summary>"), "{page}");
    let page = html("```mermaid\nflowchart LR\n A --> \n```");
    assert!(
        page.contains("<p class=\"figure-note\">This diagram is shown as its source: "),
        "{page}"
    );
}

#[test]
fn nothing_runs() {
    let hostile = [
        "[x](javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "<script>alert(1)</script>",
        "a <script>alert(1)</script> b",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"java&#x0A;script:alert(1)\">x</a>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<div style=\"position:fixed;inset:0\">x</div>",
        "<form action=https://e.example><input name=password></form>",
        "<base href=https://e.example>",
        "<meta http-equiv=refresh content=\"0;url=https://e.example\">",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<img src=\"https://e.example/track.gif\">",
        "<img src=\"//e.example/track.gif\">",
        "| <b onclick=alert(1)>x |\n|---|\n| <style>*{}</style> |",
        "```\"><script>alert(1)</script>\nx\n```",
        "[x](https://e.example \"\\\" onmouseover=alert(1) \\\"\")",
        "## <img src=x onerror=alert(1)>",
        "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
        "<p class=\"skip nav\" id=\"d:main\">x</p>",
    ];
    for markdown in hostile {
        let page = html(markdown);
        let lower = page.to_lowercase();
        for bad in [
            "<script",
            "<img src=\"http",
            "<img src=\"//",
            "<iframe",
            "<svg",
            "<style",
            "<form",
            "<base",
            "<meta",
            "style=\"",
            "href=\"javascript",
            "href=\"data",
            "src=\"javascript",
            "id=\"d:main",
            "skip",
        ] {
            assert!(!lower.contains(bad), "{markdown} gave {page}");
        }
        let quoted = lower.split('"').skip(1).step_by(2).collect::<String>();
        for handler in ["onerror=", "onload=", "onclick=", "ontoggle=", "onmouseover="] {
            let outside = lower.matches(handler).count() - quoted.matches(handler).count();
            assert!(outside == 0 || lower.contains("&lt;"), "{markdown} gave {page}");
        }
    }
}

#[test]
fn nothing_in_a_diagram_runs_or_leads_anywhere() {
    let hostile = [
        "```mermaid\nflowchart LR\n A[\"<img src=x onerror=alert(1)>\"] --> B\n click A \"javascript:alert(1)\"\n click B call alert(1)\n```",
        "```mermaid\n%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true, \"themeCSS\": \"</style><script>alert(1)</script>\"}}%%\nflowchart LR\n A[\"<script>alert(1)</script>\"] --> B\n style A fill:url(javascript:alert(1)),stroke:#f00\n```",
        "```mermaid\nsequenceDiagram\n A->>B: <svg onload=alert(1)>\n link A: x @ javascript:alert(1)\n```",
        "```mermaid\nmindmap\n  root[\"<iframe src=x>\"]\n    ::icon(fa fa-book)\n```",
        "```mermaid\nclassDiagram\n class A[\"<style>*{}</style>\"]\n click A href \"javascript:alert(1)\"\n```",
    ];
    for markdown in hostile {
        let page = html(markdown);
        let tags = page
            .split('<')
            .skip(1)
            .map(|tag| tag.split('>').next().unwrap_or_default());
        for tag in tags {
            let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default();
            let known = "figure div svg title desc defs marker g rect circle ellipse line polyline polygon path text tspan \
                 details summary pre code figcaption p";
            assert!(known.split(' ').any(|it| it == name), "<{tag}> in {page}");
            let keys = tag.split('"').step_by(2).map(|key| key.trim().trim_end_matches('='));
            for key in keys.filter_map(|key| key.rsplit(' ').next()) {
                assert!(
                    !key.starts_with("on") && !key.contains("href") && key != "style",
                    "<{tag}> in {page}"
                );
            }
        }
    }
}

#[test]
fn hostile_diagrams_end_soon() {
    let started = std::time::Instant::now();
    let edges: String = (0..400)
        .map(|at| format!(" n{} --> n{}\n", at % 60, (at * 7) % 61))
        .collect();
    let nested = "subgraph a\n".repeat(3_000);
    let wide = (0..900).map(|at| format!(" A --> b{at}\n")).collect::<String>();
    let all = "A & B & C & D & E & F & G & H & I & J";
    let many = format!("{all} --> {all} --> {all} --> {all}");
    let bombs = [
        format!("flowchart LR\n{edges}"),
        format!("flowchart LR\n{nested}"),
        format!("flowchart LR\n{wide}"),
        format!("flowchart LR\n{}", format!("{many}\n").repeat(8)),
        format!("sequenceDiagram\n{}", " A->>B: x\n".repeat(1_500)),
        format!("sequenceDiagram\n{}", " loop x\n".repeat(2_000)),
        format!(
            "mindmap\n{}",
            (0..180).map(|at| format!("{}x\n", " ".repeat(at))).collect::<String>()
        ),
        format!(
            "pie\n{}",
            (0..1_000).map(|at| format!(" \"{at}\" : 1\n")).collect::<String>()
        ),
        format!("gitGraph\n{}", " commit\n".repeat(1_500)),
        format!(
            "gantt\n dateFormat YYYY-MM-DD\n a : 0001-01-01, 9999-12-31\n{}",
            " b : 1d\n".repeat(500)
        ),
        format!("flowchart LR\n A[\"{}\"]", "(".repeat(15_000)),
        format!("flowchart LR\n A{}", "[".repeat(15_000)),
        format!("---\n{}\n---\nflowchart LR\n A", "[".repeat(15_000)),
        format!("%%{{init: {}}}%%\nflowchart LR\n A", "{\"a\":".repeat(2_000)),
        "x".repeat(1_000_000),
    ];
    for (at, bomb) in bombs.iter().enumerate() {
        let page = html(&format!("```mermaid\n{bomb}\n```"));
        assert!(page.len() < 600_000 + bomb.len() * 8, "{at}: {} bytes", page.len());
    }
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn honest_html_is_kept_and_its_links_resolved() {
    let page = html(
        "<details id=\"more\"><summary>More</summary>\n\nSee RW-12 and <a href=\"../rewrites/0012.md\">it</a>, \
         <a href=\"gone.md\">gone</a>, <kbd>Q</kbd>.\n\n<img src=\"x.png\" alt=\"X\">\n\n</details><!-- hidden -->",
    );
    assert!(
        page.starts_with("<details id=\"more\"><summary>More</summary>"),
        "{page}"
    );
    assert!(
        page.contains(">RW-12</a> and <a href=\"../rewrites/rw-12.html\">it</a>, <a>gone</a>, <kbd>Q</kbd>"),
        "{page}"
    );
    assert!(page.contains("<img src=\"x.png\" alt=\"X\">"), "{page}");
    assert!(!page.contains("hidden"));
    assert_eq!(html("a <!-- hidden --> b"), "<p>a  b</p>");
}

#[test]
fn hostile_nesting_costs_what_its_bytes_cost() {
    let started = std::time::Instant::now();
    let many = |unit: &str, bytes: usize| html(&unit.repeat(bytes / unit.len()));
    let quotes = many(">", 100_000);
    assert!(quotes.len() < 200_000, "{}", quotes.len());
    many("<div>", 100_000);
    many("<b><div>", 100_000);
    many("- ", 50_000);
    many("*a **b ", 100_000);
    many("[", 100_000);
    many("href=", 100_000);
    many("<a href=", 100_000);
    many("https://", 100_000);
    many("https://a.example/(", 100_000);
    many("RW-12 ", 100_000);
    many("![a](", 100_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
