//! The theme: templates, styles, script and icon, built in and overridden file by file.
//!
//! A theme is `templates/*.html` (Tera), `css/*.css` (joined in the order of their names), `assets/*` (published as they
//! are), `pages/*.css` (published among the assets, for the pages that load them; one may begin by importing others,
//! `docent.css` too), `words/*.yaml` (what the interface says, a language a file) and `standalone/404.css` and `404.js`
//! (written into the page that cannot load anything). An organisation puts a file of the same name into its `theme/` folder
//! to replace one, or a new name to add one.

mod failure;
pub mod files;
mod functions;
mod looks;
mod standalone;
mod styles;
mod unused;
mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use camino::Utf8Path;
use rust_embed::RustEmbed;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, ErrorKind, Tera};

use super::compact::{compact, compact_css, compact_js};
use super::phrases::Phrases;
use super::view::LogoView;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, shared_path};
use crate::repository::{CONFIG_FILE, Snapshot};
use failure::unreadable;
use standalone::Standalone;
use styles::Styles;

/// Folder of the organisation's own theme files.
pub const FOLDER: &str = "theme";
/// Rule of a theme file that cannot be used.
pub const RULE: &str = "theme-file";
/// The style sheet of all pages.
const WHOLE_SITE: &str = "docent.css";
/// Largest page that a template may write: a loop over a range within another would fill the memory.
const MAX_PAGE_BYTES: usize = 32 * 1024 * 1024;

#[derive(RustEmbed)]
#[folder = "themes/default/"]
struct Builtin;

/// Why a theme cannot be used: a diagnostic at the file and place, with the variable named.
pub type ThemeError = Box<Diagnostic>;

/// A theme, ready to render pages.
pub struct Theme {
    tera: Tera,
    assets: BTreeMap<String, Vec<u8>>,
    own: BTreeMap<String, Arc<Utf8Path>>,
    standalone: Standalone,
    phrases: Arc<Phrases>,
    logo: Option<LogoView>,
    problems: Vec<Diagnostic>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme")
            .field("assets", &self.assets.keys())
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

impl Theme {
    /// Reads the built-in theme and lays the organisation's files over it. Its interface speaks the language, where there
    /// are words in it.
    ///
    /// # Errors
    /// When a file cannot be read or a template cannot be parsed, with the file, line and column.
    pub fn load(snapshot: &Snapshot, config: &Config) -> Result<Self, ThemeError> {
        let mut files = builtin();
        let mut own = BTreeMap::new();
        for path in snapshot.paths().filter(|path| path.starts_with(FOLDER)) {
            let name = path.as_str()[FOLDER.len()..].trim_start_matches('/').to_owned();
            let bytes = snapshot
                .bytes(path)
                .and_then(Result::ok)
                .ok_or_else(|| unreadable(path))?;
            files.insert(name.clone(), bytes);
            own.insert(name, Arc::clone(path));
        }
        let mut theme = Self {
            tera: Tera::new(),
            assets: BTreeMap::new(),
            own,
            standalone: Standalone::default(),
            phrases: Arc::default(),
            logo: None,
            problems: Vec::new(),
        };
        let language = &config.language;
        theme.tera.autoescape_on(vec![".html", ".xml"]);
        theme.phrases = Arc::new(theme.words(&mut files, language)?);
        functions::register(&mut theme.tera, &theme.phrases, language);
        theme.drop_made(&mut files);
        theme.warn_of_unused(&files);
        theme.fill(files, &looks::style(config))?;
        theme.logo = looks::logo(snapshot, config, &mut theme.assets, &mut theme.problems);
        Ok(theme)
    }

    /// The organisation's own mark.
    pub fn logo(&self) -> Option<&LogoView> {
        self.logo.as_ref()
    }

    /// What of the theme was left out, and why.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether the theme would be another if a file were: one of its own, the settings, or the logo.
    pub fn is_made_from(&self, path: &Utf8Path, config: &Config) -> bool {
        let mut logos = config
            .logo
            .iter()
            .flat_map(|logo| [Some(&logo.file), logo.dark.as_ref()])
            .flatten();
        // What is said of something that is missing may name any file.
        !self.problems.is_empty()
            || path.starts_with(FOLDER)
            || path == CONFIG_FILE
            || logos.any(|logo| *path == *logo.value)
    }

    /// What the interface says.
    pub fn phrases(&self) -> &Arc<Phrases> {
        &self.phrases
    }

    /// Puts every file where it belongs: templates to Tera, the others among the assets.
    fn fill(&mut self, files: BTreeMap<String, Vec<u8>>, looks: &str) -> Result<(), ThemeError> {
        let mut templates = Vec::new();
        let mut styles = Styles::default();
        for (name, bytes) in files {
            let path = self.path(&name);
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| unreadable(&path));
            match name.split_once('/') {
                Some(("templates", template)) => templates.push((template.to_owned(), text(bytes)?)),
                Some(("css", style)) if style.ends_with(".css") => {
                    styles.join(&text(bytes)?, Builtin::get(&name).is_some());
                }
                Some(("pages", style)) if style.ends_with(".css") && !style.contains('/') => {
                    styles.add_page(style, &text(bytes)?);
                }
                Some(("assets", script)) if script.ends_with(".js") => {
                    let code = self.script(&name, script, text(bytes)?);
                    self.assets.insert(name, code.into_bytes());
                }
                Some(("assets", _)) => {
                    self.assets.insert(name, bytes);
                }
                Some(("standalone", "404.css")) => self.standalone.style = compact_css(&text(bytes)?),
                // Pages are written without needless white space, and the hash is of what is written.
                Some(("standalone", "404.js")) => self.standalone.script = compact(&compact_js(&text(bytes)?)),
                _ => return Err(failure::no_part(&path)),
            }
        }
        for (style, css) in styles.finish(looks) {
            self.assets.insert(format!("assets/{style}"), css.into_bytes());
        }
        self.tera
            .add_raw_templates(templates)
            .map_err(|error| self.diagnostic(&error))
    }

    /// A script as it is published: with the words that it says, and without needless white space unless an organisation
    /// wrote it.
    fn script(&self, name: &str, script: &str, code: String) -> String {
        let words = match script {
            "docent.js" => self.phrases.script("script", "docentWords"),
            "search.js" => self.phrases.script("search", "docentSearchWords"),
            _ => String::new(),
        };
        match self.own.contains_key(name) {
            true => words + &code,
            false => words + &compact_js(&code),
        }
    }

    /// Makes a value known to every template under a name.
    pub(super) fn share(&mut self, name: &'static str, value: &impl Serialize) {
        self.tera.global_context().insert(name, value);
    }

    /// The files that pages load, by route.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets
            .iter()
            .map(|(route, bytes)| (route.as_str(), bytes.as_slice()))
    }

    /// A word that changes when a file changes that pages load, so that browsers do not use an old one.
    pub fn version(&self) -> String {
        let mut digest = Sha256::new();
        for (name, bytes) in &self.assets {
            digest.update(name);
            digest.update(bytes);
        }
        digest
            .finalize()
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Renders a page: its template is given the frame as `page` and what it shows under `name`.
    ///
    /// # Errors
    /// When the template fails, with its file, line, column and what it could not do.
    pub(super) fn render(
        &self,
        template: &str,
        page: &impl Serialize,
        name: &'static str,
        view: &impl Serialize,
    ) -> Result<String, ThemeError> {
        let mut context = Context::new();
        context.insert("page", page);
        context.insert(name, view);
        let mut page = Page(Vec::with_capacity(16 * 1024));
        self.tera
            .render_to(template, &context, &mut page)
            .map_err(|error| match error.kind() {
                ErrorKind::Io(_) => self.too_large(template),
                _ => self.diagnostic(&error),
            })?;
        let html = String::from_utf8(page.0).map_err(|_| self.too_large(template))?;
        Ok(compact(&html))
    }

    /// Where a theme file is: in the organisation repository, or built in.
    fn path(&self, name: &str) -> Arc<Utf8Path> {
        let own = self.own.get(name).map(Arc::clone);
        own.unwrap_or_else(|| shared_path(format!("themes/default/{name}")))
    }
}

fn builtin() -> BTreeMap<String, Vec<u8>> {
    Builtin::iter()
        .filter_map(|name| Some((name.to_string(), Builtin::get(&name)?.data.into_owned())))
        .collect()
}

/// A page being written, up to a limit.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_PAGE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(name: &str, text: &str) -> Diagnostic {
        let snapshot = Snapshot::from_texts([(format!("theme/{name}"), text)]);
        let theme = match Theme::load(&snapshot, &Config::default()) {
            Ok(theme) => theme,
            Err(problem) => return *problem,
        };
        theme
            .render("rule.html", &serde_json::json!({}), "rule", &serde_json::json!({}))
            .map_or_else(|problem| *problem, |page| panic!("a failure, not {} bytes", page.len()))
    }

    #[test]
    fn a_template_error_names_the_file_the_place_and_the_variable() {
        let text = "<p>\n  {{ rule.nmae }}</p>";
        let problem = failure("templates/rule.html", text);
        assert_eq!(problem.path.as_str(), "theme/templates/rule.html");
        assert_eq!(problem.span.text(text), "nmae");
        assert_eq!(problem.message, "field `nmae` is not defined");
        let problem = failure("templates/rule.html", "{% if %}");
        assert_eq!(problem.path.as_str(), "theme/templates/rule.html");
        let problem = failure("templates/rule.html", "{{ 1 | nothing }}");
        assert!(
            problem.message.contains("nothing") || !problem.notes.is_empty(),
            "{problem:?}"
        );
        assert_eq!(problem.path.as_str(), "theme/templates/rule.html");
    }

    #[test]
    fn the_interface_speaks_another_language_and_the_organisations_own_words() {
        let own = [("theme/words/de.yaml", "frame:\n  skip: Los\n")];
        let say = |files: &[(&str, &str)], language: &str| {
            let snapshot = Snapshot::from_texts(files.iter().map(|(path, text)| ((*path).to_owned(), *text)));
            let config = Config {
                language: language.to_owned(),
                ..Config::default()
            };
            let theme = Theme::load(&snapshot, &config).unwrap_or_else(|problem| panic!("{problem:?}"));
            theme.phrases().say("frame.skip").to_owned()
        };
        assert_eq!(say(&[], "en"), "Skip to content");
        assert_eq!(say(&[], "de-AT"), "Zum Inhalt");
        assert_eq!(say(&[], "fr"), "Skip to content");
        assert_eq!(say(&own, "de"), "Los");
    }

    #[test]
    fn a_template_cannot_fill_the_memory() {
        let loops =
            "{% for a in range(end=100000) %}{% for b in range(end=100000) %}xxxxxxxxxx{% endfor %}{% endfor %}";
        let problem = failure("templates/rule.html", loops);
        assert!(problem.message.contains("32 MiB"), "{problem:?}");
    }

    #[test]
    fn the_style_of_a_page_holds_what_it_imports() {
        let files = [
            (
                "theme/pages/a.css",
                "@import \"b.css\"; @import \"elsewhere.css\"; a { b: c }",
            ),
            ("theme/pages/b.css", "b { c: d }"),
        ];
        let snapshot = Snapshot::from_texts(files.map(|(path, text)| (path.to_owned(), text)));
        let theme = Theme::load(&snapshot, &Config::default()).unwrap_or_else(|problem| panic!("{problem:?}"));
        let (_, css) = theme
            .assets()
            .find(|(name, _)| *name == "assets/a.css")
            .expect("the style");
        assert_eq!(std::str::from_utf8(css), Ok("b{c:d}@import \"elsewhere.css\";a{b:c}"));
    }

    #[test]
    fn what_is_no_theme_file_is_refused() {
        assert!(failure("styles.css", "").message.contains("no part of a theme"));
    }
}
