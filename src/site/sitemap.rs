//! What search engines read: `sitemap.xml` and `robots.txt`. Both need the address of the site, so without one there is
//! neither.

/// The files for search engines.
pub(super) fn files(routes: &[String], base_url: Option<&str>) -> Vec<(String, String)> {
    let Some(base) = base_url.map(|base| base.trim_end_matches('/')) else {
        return Vec::new();
    };
    let mut sitemap = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for route in routes {
        let page = route.strip_suffix("index.html").unwrap_or(route);
        sitemap.push_str("<url><loc>");
        sitemap.push_str(&address(&format!("{base}/{page}")));
        sitemap.push_str("</loc></url>\n");
    }
    sitemap.push_str("</urlset>\n");
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n");
    vec![("sitemap.xml".to_owned(), sitemap), ("robots.txt".to_owned(), robots)]
}

/// An address as XML: percent-encoded outside ASCII, escaped.
fn address(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'&' => encoded.push_str("&amp;"),
            b'\'' => encoded.push_str("&apos;"),
            b'"' | b'<' | b'>' | b' ' | 0..=0x1F | 0x7F.. => encoded.push_str(&format!("%{byte:02X}")),
            byte => encoded.push(char::from(byte)),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn a_sitemap_needs_an_address() {
        assert!(files(&["index.html".into()], None).is_empty());
        let files = files(
            &["index.html".into(), "a/größe&.html".into()],
            Some("https://docs.example/x/"),
        );
        assert!(
            files[0].1.contains("<loc>https://docs.example/x/</loc>"),
            "{}",
            files[0].1
        );
        assert!(
            files[0]
                .1
                .contains("<loc>https://docs.example/x/a/gr%C3%B6%C3%9Fe&amp;.html</loc>")
        );
        assert!(files[1].1.contains("Sitemap: https://docs.example/x/sitemap.xml"));
    }
}
