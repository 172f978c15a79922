//! Files of the repository that documents link to or show, published beside the pages at their own path.
//!
//! Only kinds that a browser shows or saves without running anything are published, and never a hidden file. An SVG is
//! published when nothing in it can run.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::image_size::image_size;
use super::markdown::attribute_values;
use super::svg::active_content;
use crate::diagnostic::Diagnostic;
use crate::link::{Links, Origin, Target};
use crate::model::Corpus;
use crate::repository::{Snapshot, join};

/// Rule of a linked file that is not published.
pub const RULE: &str = "file-refused";

/// Extensions of files that are published. YAML is not among them: settings and people are written in it.
const PUBLISHED: [&str; 25] = [
    "avif", "csv", "docx", "drawio", "gif", "gz", "jpeg", "jpg", "json", "log", "mp3", "mp4", "odp", "ods", "odt",
    "pdf", "png", "pptx", "svg", "tsv", "txt", "webm", "webp", "xlsx", "zip",
];
/// Extensions of images that a page shows.
const IMAGES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// The files to publish, by their path, which is their route as well. What they hold is read when they are published, so
/// that large pictures do not fill the memory.
#[derive(Debug, Default)]
pub struct Attachments {
    files: BTreeMap<Utf8PathBuf, Attachment>,
}

/// A file to publish.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Width and height in pixels, where it is an image whose size is known.
    pub size: Option<(u32, u32)>,
}

impl Attachments {
    /// Reads every linked file that may be published. What may not is a diagnostic at the link.
    pub(super) fn collect(corpus: &Corpus, links: &Links, snapshot: &Snapshot) -> (Self, Vec<Diagnostic>) {
        let mut files = BTreeMap::new();
        let mut problems = Vec::new();
        let mut refused = BTreeMap::new();
        for reference in links.all() {
            let Target::File(path) = &reference.target else {
                continue;
            };
            if !files.contains_key(path) && !refused.contains_key(path) {
                match attachment(path, snapshot) {
                    Ok(attachment) => drop(files.insert(path.clone(), attachment)),
                    Err(refusal) => drop(refused.insert(path.clone(), refusal)),
                }
            }
            let document = corpus.get(reference.from);
            match refused.get(path) {
                Some(Refusal::Active(what)) => problems.push(
                    Diagnostic::warning(
                        RULE,
                        document.path(),
                        reference.span,
                        format!("`{path}` is not published: it holds {what}"),
                    )
                    .with_help("export the drawing without scripts, links to scripts and embedded pages"),
                ),
                Some(Refusal::Kind) if reference.origin == Origin::Image => problems.push(
                    Diagnostic::warning(
                        RULE,
                        document.path(),
                        reference.span,
                        format!("`{path}` is not an image that a page shows"),
                    )
                    .with_help(format!("use one of: {}", IMAGES.join(", "))),
                ),
                _ => {}
            }
        }
        for path in written_in_html(corpus) {
            if !files.contains_key(&path)
                && let Ok(attachment) = attachment(&path, snapshot)
            {
                files.insert(path, attachment);
            }
        }
        (Self { files }, problems)
    }

    /// A published file by its path.
    pub fn get(&self, path: &Utf8Path) -> Option<&Attachment> {
        self.files.get(path)
    }

    /// The paths of all published files, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Utf8Path> {
        self.files.keys().map(Utf8PathBuf::as_path)
    }
}

/// Paths that raw HTML shows or links to.
fn written_in_html(corpus: &Corpus) -> impl Iterator<Item = Utf8PathBuf> {
    let documents = corpus
        .documents()
        .iter()
        .filter(|document| document.parsed.body.has_html);
    documents.flat_map(|document| {
        let folder = document.path().parent().unwrap_or(Utf8Path::new(""));
        let html = document.parsed.body.span.text(&document.parsed.text);
        attribute_values(html).filter_map(move |address| join(folder, address))
    })
}

/// Why a file is not published.
#[derive(Debug)]
enum Refusal {
    /// Its kind is not one that is published.
    Kind,
    /// Something in it could run; what.
    Active(&'static str),
}

/// What a published file holds; `None` where it may not be published after all.
pub(super) fn content(path: &Utf8Path, snapshot: &Snapshot) -> Option<Vec<u8>> {
    read(path, snapshot).ok()
}

fn attachment(path: &Utf8Path, snapshot: &Snapshot) -> Result<Attachment, Refusal> {
    let bytes = read(path, snapshot)?;
    let is_image = IMAGES.contains(&extension(path).as_str());
    Ok(Attachment {
        size: is_image.then(|| image_size(&bytes)).flatten(),
    })
}

fn read(path: &Utf8Path, snapshot: &Snapshot) -> Result<Vec<u8>, Refusal> {
    let extension = extension(path);
    let hidden = path.components().any(|part| part.as_str().starts_with('.'));
    // No route can be written so.
    let is_odd = path.as_str().contains(|c: char| c == '\\' || c.is_control());
    if hidden || is_odd || !PUBLISHED.contains(&extension.as_str()) {
        return Err(Refusal::Kind);
    }
    let bytes = snapshot.bytes(path).and_then(Result::ok).ok_or(Refusal::Kind)?;
    if extension == "svg"
        && let Some(what) = active_content(&bytes)
    {
        return Err(Refusal::Active(what));
    }
    Ok(bytes)
}

fn extension(path: &Utf8Path) -> String {
    path.extension().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_cannot_run_are_published() {
        let snapshot = Snapshot::from_texts([
            ("a/x.html", "<p>"),
            ("a/.env.txt", "secret"),
            ("a/run.js", "1"),
            ("a/x.svg", "<svg onload='alert(1)'/>"),
            (
                "a/good.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>",
            ),
            ("a/T.CSV", "1"),
        ]);
        let published = |path: &str| read(Utf8Path::new(path), &snapshot).is_ok();
        assert!(published("a/good.svg") && published("a/T.CSV"));
        for path in ["a/x.html", "a/.env.txt", "a/run.js", "a/x.svg", "a/gone.png"] {
            assert!(!published(path), "{path}");
        }
    }
}
