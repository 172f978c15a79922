//! What search engines read: `sitemap.xml` and `robots.txt`. Both need the address of the site, so without one there is
//! neither.

use std::collections::HashMap;

use super::xml::address;
use crate::render::{Input, encode_path};

/// The files for search engines.
pub(super) fn files(routes: &[String], input: &Input<'_>) -> Vec<(String, String)> {
    let days = input.corpus.iter().filter_map(|(index, document)| {
        let updated = input.dates(index).updated?;
        Some((document.route.as_str(), updated.to_string()))
    });
    written(routes, input.base_url, &days.collect())
}

/// `days` holds the day on which a page was changed last, where Git knows it: a page that is made from many documents has
/// none.
fn written(routes: &[String], base_url: Option<&str>, days: &HashMap<&str, String>) -> Vec<(String, String)> {
    let Some(base) = base_url.map(|base| base.trim_end_matches('/')) else {
        return Vec::new();
    };
    let mut sitemap = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for route in routes {
        let page = match route.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => route,
        };
        sitemap.push_str("<url><loc>");
        sitemap.push_str(&address(&format!("{base}/{}", encode_path(page))));
        sitemap.push_str("</loc>");
        if let Some(day) = days.get(route.as_str()) {
            sitemap.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        sitemap.push_str("</url>\n");
    }
    sitemap.push_str("</urlset>\n");
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n");
    vec![("sitemap.xml".to_owned(), sitemap), ("robots.txt".to_owned(), robots)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_needs_an_address() {
        let days = HashMap::from([("a/größe&.html", "2026-03-14".to_owned())]);
        assert!(written(&["index.html".into()], None, &days).is_empty());
        let files = written(
            &["index.html".into(), "a/größe&.html".into(), "a/myindex.html".into()],
            Some("https://docs.example/x/"),
            &days,
        );
        let (sitemap, robots) = (&files[0].1, &files[1].1);
        assert!(
            sitemap.contains("<loc>https://docs.example/x/</loc></url>"),
            "{sitemap}"
        );
        let page = "<loc>https://docs.example/x/a/gr%C3%B6%C3%9Fe&amp;.html</loc><lastmod>2026-03-14</lastmod>";
        assert!(sitemap.contains(page), "{sitemap}");
        assert!(sitemap.contains("/a/myindex.html<"), "{sitemap}");
        assert!(robots.contains("Sitemap: https://docs.example/x/sitemap.xml"));
    }
}
