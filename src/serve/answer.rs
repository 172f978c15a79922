//! Answers: what stands at a route, with the preview's own script in pages.

use std::fmt::Write;
use std::sync::Arc;

use super::OWN;
use super::found::Found;
use super::request::{Refused, encoded};

/// The script of the preview, below its own address.
pub(super) const SCRIPT: &str = "preview.js";
/// What it looks like.
const STYLE: &str = "preview.css";
const CODE: &str = include_str!("../../themes/preview/preview.js");
const LOOKS: &str = include_str!("../../themes/preview/preview.css");
/// Where a page says what it may load.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
/// What a page of docent's own may load here.
const OWN_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'";

/// An answer to a request.
#[derive(Debug)]
pub(super) struct Answer {
    status: &'static str,
    kind: &'static str,
    policy: Option<String>,
    location: Option<String>,
    pub(super) body: Arc<[u8]>,
}

impl Answer {
    fn new(status: &'static str, kind: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        Self {
            status,
            kind,
            policy: None,
            location: None,
            body: body.into(),
        }
    }

    /// What is sent before the body.
    pub(super) fn head(&self) -> String {
        let mut head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: \
             nosniff\r\nX-Frame-Options: DENY\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n",
            self.status,
            self.kind,
            self.body.len()
        );
        if let Some(policy) = &self.policy {
            let _ = write!(head, "Content-Security-Policy: {policy}\r\n");
        }
        if let Some(location) = &self.location {
            let _ = write!(head, "Location: {location}\r\n");
        }
        if self.status.starts_with("405") {
            head.push_str("Allow: GET, HEAD\r\n");
        }
        head + "\r\n"
    }
}

/// What the desk found at a route.
pub(super) fn of(route: &str, found: Found) -> Answer {
    match found {
        Found::Bytes { bytes, digest } if route.ends_with(".html") => page("200 OK", route, &bytes, &digest),
        Found::Bytes { bytes, .. } => Answer::new("200 OK", kind(route), bytes),
        Found::Missing(Some(bytes)) => page("404 Not Found", route, &bytes, ""),
        Found::Missing(None) => text("404 Not Found", "there is no such page"),
        Found::Failed { why, digest } => {
            let bytes = format!(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                 content=\"width=device-width, initial-scale=1\"><title>This page cannot be made</title></head><body>\
                 <main><h1>This page cannot be made</h1><pre tabindex=\"0\">{}</pre></main></body></html>\n",
                crate::render::markdown::escape(&why)
            );
            let mut answer = page("500 Internal Server Error", route, bytes.as_bytes(), &digest);
            answer.policy = Some(OWN_POLICY.to_owned());
            answer
        }
    }
}

/// What stands below the preview's own address.
pub(super) fn own(name: &str, words: Option<&str>) -> Answer {
    match name {
        SCRIPT => {
            let code = format!("{}{CODE}", words.unwrap_or_default());
            Answer::new("200 OK", kind(SCRIPT), code.into_bytes())
        }
        STYLE => Answer::new("200 OK", kind(STYLE), LOOKS.as_bytes()),
        _ => text("404 Not Found", "there is nothing here"),
    }
}

/// Leads to the page of a folder, so that links on it lead where they should.
pub(super) fn moved(path: &str) -> Answer {
    let mut answer = text("308 Permanent Redirect", "see the folder");
    answer.location = Some(format!("{}/", encoded(path)));
    answer
}

/// What is said while the preview ends.
pub(super) fn ended() -> Answer {
    text("503 Service Unavailable", "the preview has ended")
}

/// Why a request is not answered.
pub(super) fn refusal(refused: Refused) -> Answer {
    match refused {
        Refused::Odd | Refused::Gone => text("400 Bad Request", "this is not a request that a preview understands"),
        Refused::Foreign => text(
            "403 Forbidden",
            "the preview answers only to its own address on this machine",
        ),
        Refused::Method => text("405 Method Not Allowed", "a preview can only be read"),
        Refused::Slow => text("408 Request Timeout", "the request did not come to its end"),
        Refused::Long => text("431 Request Header Fields Too Large", "the request is too long"),
    }
}

fn text(status: &'static str, text: &str) -> Answer {
    Answer::new(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
}

/// A page with the preview's script, allowed to ask for news.
fn page(status: &'static str, route: &str, bytes: &[u8], digest: &str) -> Answer {
    let html = String::from_utf8_lossy(bytes);
    let (before, policy, after) = match html.split_once(POLICY).and_then(|(before, rest)| {
        let (policy, after) = rest.split_once('"')?;
        Some((before, policy, after.split_once('>')?.1))
    }) {
        Some((before, policy, after)) => (before, Some(widened(policy)), after),
        None => (&*html, None, ""),
    };
    let attribute = |text: &str| crate::render::markdown::escape(text).replace('"', "&quot;");
    let script = format!(
        "<script src=\"/{OWN}{SCRIPT}\" data-page=\"{}\" data-digest=\"{}\" defer></script>",
        attribute(route),
        attribute(digest)
    );
    let mut page = String::with_capacity(html.len() + script.len());
    page.push_str(before);
    page.push_str(after);
    match page.find("</head>") {
        Some(at) => page.insert_str(at, &script),
        None => page.push_str(&script),
    }
    let mut answer = Answer::new(status, kind("x.html"), page.into_bytes());
    answer.policy = policy;
    answer
}

/// The policy of a page, with what the preview needs: its own script and style, and to ask for news.
fn widened(policy: &str) -> String {
    let policy = policy
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace(char::is_control, " ");
    let mut parts: Vec<String> = Vec::new();
    for part in policy.split(';').map(str::trim).filter(|it| !it.is_empty()) {
        let (name, sources) = part.split_once(' ').unwrap_or((part, ""));
        let needs = matches!(name, "script-src" | "style-src") && !sources.split(' ').any(|it| it == "'self'");
        parts.push(format!("{part}{}", if needs { " 'self'" } else { "" }));
    }
    parts.push("connect-src 'self'".to_owned());
    parts.join("; ")
}

/// What a browser is told that a file is.
fn kind(route: &str) -> &'static str {
    let extension = route
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "log" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_ask_for_news_and_for_nothing_else_more() {
        let html = "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src \
                    'self'; style-src 'sha256-x'\"><title>a</title></head><body></body></html>";
        let answer = page("200 OK", "a\".html", html.as_bytes(), "d");
        let policy = answer.policy.as_deref().expect("a policy");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'sha256-x' 'self'; connect-src 'self'"
        );
        let body = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
        assert_eq!(
            body,
            "<html><head><title>a</title><script src=\"/-docent/preview.js\" data-page=\"a&quot;.html\" data-digest=\"d\" \
             defer></script></head><body></body></html>"
        );
    }

    #[test]
    fn a_redirect_leads_within_the_site() {
        assert!(moved("/a b").head().contains("Location: /a%20b/\r\n"));
    }
}
