//! The theme: templates, styles, script and icon, built in and overridden file by file.
//!
//! A theme is `templates/*.html` (Tera), `css/*.css` (joined in the order of their names), `assets/*` (published as they
//! are), `pages/*.css` (published among the assets, for the pages that load them; one may begin by importing others,
//! `docent.css` too), `words/*.yaml` (what the interface says, a language a file) and `standalone/404.css` and `404.js`
//! (written into the page that cannot load anything). An organisation puts a file of the same name into its `theme/` folder
//! to replace one, or a new name to add one.

pub mod files;
mod functions;
mod looks;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use camino::Utf8Path;
use rust_embed::RustEmbed;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, ErrorKind, Tera};

use super::compact::{compact, compact_css, compact_js};
use super::phrases::{Phrases, WHOLE, WordsFile};
use super::view::LogoView;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, did_you_mean, shared_path};
use crate::repository::{CONFIG_FILE, Snapshot};
use crate::span::Span;

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

/// What is written into the page that can load nothing.
#[derive(Clone, Debug, Default)]
struct Standalone {
    style: String,
    script: String,
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

    /// Leaves out files of the organisation that stand where the theme writes one it makes: a part of it is to be replaced.
    fn drop_made(&mut self, files: &mut BTreeMap<String, Vec<u8>>) {
        for (name, path) in &self.own {
            let Some(style) = name.strip_prefix("assets/").filter(|it| it.ends_with(".css")) else {
                continue;
            };
            let parts = match style {
                WHOLE_SITE => "css/".to_owned(),
                style if Builtin::get(&format!("pages/{style}")).is_some() => format!("pages/{style}"),
                _ => continue,
            };
            files.remove(name);
            let message = format!("`{path}` is not used: the theme makes that file from `{parts}`");
            let help = match style {
                WHOLE_SITE => {
                    "write your rules into `theme/css/7-own.css`, or replace one of the files in `css/`".to_owned()
                }
                _ => format!("replace `{FOLDER}/{parts}` instead"),
            };
            self.problems
                .push(Diagnostic::warning(RULE, path, Span::at(0), message).with_help(help));
        }
    }

    /// Says which templates of the organisation are none of the theme's and named by no template: most are misspelt.
    fn warn_of_unused(&mut self, files: &BTreeMap<String, Vec<u8>>) {
        for (name, path) in &self.own {
            let Some(template) = name.strip_prefix("templates/").filter(|_| Builtin::get(name).is_none()) else {
                continue;
            };
            let quoted = format!("\"{template}\"");
            let names_it = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| text.contains(&quoted));
            // Components are known everywhere, without a name of a file.
            let is_shared = files
                .get(name)
                .is_some_and(|bytes| bytes.windows(9).any(|it| it == b"component"));
            if is_shared || files.values().any(|bytes| names_it(bytes)) {
                continue;
            }
            let known: Vec<String> = Builtin::iter()
                .filter_map(|name| Some(name.strip_prefix("templates/")?.to_owned()))
                .collect();
            let message =
                format!("nothing uses `{path}`: the theme has no template of that name, and none includes it");
            let help = match did_you_mean(template, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{FOLDER}/templates/{meant}`?"),
                None => "`docent theme list` prints the templates there are".to_owned(),
            };
            self.problems
                .push(Diagnostic::warning(RULE, path, Span::at(0), message).with_help(help));
        }
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

    /// Takes the files of words out of the theme's: English as it is built in, then the organisation's, then the language
    /// likewise. A language with a region (`de-AT`) falls back on the language.
    fn words(&self, files: &mut BTreeMap<String, Vec<u8>>, language: &str) -> Result<Phrases, ThemeError> {
        let general = language.split('-').next().unwrap_or(language);
        let mut wanted = vec![WHOLE, general, language];
        wanted.dedup();
        let mut read: Vec<WordsFile> = Vec::new();
        for language in wanted {
            let name = format!("words/{language}.yaml");
            let built_in =
                Builtin::get(&name).map(|file| (shared_path(format!("themes/default/{name}")), file.data.into_owned()));
            let own = self
                .own
                .get(&name)
                .and_then(|path| Some((Arc::clone(path), files.get(&name)?.clone())));
            for (path, bytes) in built_in.into_iter().chain(own) {
                let text = String::from_utf8(bytes).map_err(|_| unreadable(&path))?;
                if read.iter().all(|(known, _)| *known != path) {
                    read.push((path, text));
                }
            }
        }
        files.retain(|name, _| !(name.starts_with("words/") && name.ends_with(".yaml")));
        let phrases = Phrases::read(&read)?;
        Ok(match phrases.language() == general {
            true => phrases.spoken_in(language),
            false => phrases,
        })
    }

    fn fill(&mut self, files: BTreeMap<String, Vec<u8>>, looks: &str) -> Result<(), ThemeError> {
        let mut templates = Vec::new();
        let (mut styles, mut added) = (String::new(), String::new());
        let mut page_styles = BTreeMap::new();
        for (name, bytes) in files {
            let path = self.path(&name);
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| unreadable(&path));
            match name.split_once('/') {
                Some(("templates", template)) => templates.push((template.to_owned(), text(bytes)?)),
                Some(("css", style)) if style.ends_with(".css") => {
                    let style = text(bytes)?;
                    styles.push_str(&style);
                    if Builtin::get(&name).is_none() {
                        added.push_str(&style);
                    }
                }
                Some(("assets", script)) if script.ends_with(".js") => {
                    let code = text(bytes)?;
                    let words = match script {
                        "docent.js" => self.phrases.script("script", "docentWords"),
                        "search.js" => self.phrases.script("search", "docentSearchWords"),
                        _ => String::new(),
                    };
                    // What an organisation wrote is published as it is.
                    let code = match self.own.contains_key(&name) {
                        true => code,
                        false => compact_js(&code),
                    };
                    self.assets.insert(name, (words + &code).into_bytes());
                }
                Some(("assets", _)) => {
                    self.assets.insert(name, bytes);
                }
                Some(("pages", style)) if style.ends_with(".css") && !style.contains('/') => {
                    page_styles.insert(style.to_owned(), compact_css(&text(bytes)?));
                }
                Some(("standalone", "404.css")) => self.standalone.style = compact_css(&text(bytes)?),
                // Pages are written without needless white space, and the hash is of what is written.
                Some(("standalone", "404.js")) => self.standalone.script = compact(&compact_js(&text(bytes)?)),
                _ => {
                    let message = format!("`{path}` is no part of a theme");
                    let help = "a theme has `templates/`, `css/`, `pages/`, `assets/`, `words/`, `standalone/404.css` and `standalone/404.js`";
                    return Err(Box::new(
                        Diagnostic::error(RULE, &path, Span::at(0), message).with_help(help),
                    ));
                }
            }
        }
        page_styles.insert(WHOLE_SITE.to_owned(), compact_css(&(styles + looks)));
        // What an organisation adds comes after all that is built in, whatever sheets a page loads.
        let added = compact_css(&added);
        for (style, css) in &page_styles {
            let mut css = with_imports(css, &page_styles, &mut vec![style.as_str()]);
            if style != WHOLE_SITE {
                css.push_str(&added);
            }
            self.assets.insert(format!("assets/{style}"), css.into_bytes());
        }
        self.tera
            .add_raw_templates(templates)
            .map_err(|error| self.diagnostic(&error))
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

    /// The style and the script of the page that stands alone, with the hashes by which its policy allows them.
    pub(super) fn standalone(&self) -> ((&str, String), (&str, String)) {
        let hashed = |text: &'_ str| format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())));
        let Standalone { style, script } = &self.standalone;
        ((style, hashed(style)), (script, hashed(script)))
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

    fn too_large(&self, template: &str) -> ThemeError {
        let path = self.path(&format!("templates/{template}"));
        let message = format!(
            "the template writes more than {} MiB for one page",
            MAX_PAGE_BYTES / 1024 / 1024
        );
        Box::new(Diagnostic::error(RULE, &path, Span::at(0), message).with_help("look for a loop within a loop"))
    }

    fn diagnostic(&self, error: &tera::Error) -> ThemeError {
        let at = |name: &str| self.path(&format!("templates/{name}"));
        Box::new(match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let message = first_line(report.message());
                let (message, known) = message.split_once(". ").unwrap_or((&message, ""));
                let problem = Diagnostic::error(RULE, &at(report.filename()), Span::from(span.range.clone()), message);
                if known.is_empty() {
                    problem
                } else {
                    problem.with_help(first_line(known))
                }
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("the template extends `{parent}`, which does not exist");
                Diagnostic::error(RULE, &at(current), Span::at(0), message)
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Diagnostic::error(RULE, &at(tpl), Span::at(0), "the template includes or extends itself")
            }
            _ => {
                // An unknown filter or a missing include arrives as text that names the template.
                let text = error.to_string();
                let named = self.tera_names(&text);
                let path = named.map_or_else(|| shared_path(FOLDER), |name| at(&name));
                Diagnostic::error(RULE, &path, Span::at(0), first_line(&text)).with_note(text.trim().replace('\n', " "))
            }
        })
    }

    /// The template of the organisation that a message names.
    fn tera_names(&self, text: &str) -> Option<String> {
        let templates = self.own.keys().filter_map(|name| name.strip_prefix("templates/"));
        templates.filter(|name| text.contains(*name)).map(str::to_owned).next()
    }
}

/// A page's style with the styles that it begins by importing in their place, each once, whoever imports it: a page asks
/// for one file, not for three.
fn with_imports<'s>(css: &'s str, styles: &'s BTreeMap<String, String>, imported: &mut Vec<&'s str>) -> String {
    let mut whole = String::new();
    let mut rest = css;
    while let Some((name, after)) = rest.strip_prefix("@import \"").and_then(|it| it.split_once("\";")) {
        let Some(style) = styles.get(name) else { break };
        if !imported.contains(&name) {
            imported.push(name);
            whole.push_str(&with_imports(style, styles, imported));
        }
        rest = after;
    }
    whole + rest
}

fn builtin() -> BTreeMap<String, Vec<u8>> {
    Builtin::iter()
        .filter_map(|name| Some((name.to_string(), Builtin::get(&name)?.data.into_owned())))
        .collect()
}

fn unreadable(path: &Arc<Utf8Path>) -> ThemeError {
    let message = format!("`{path}` cannot be read as UTF-8 text");
    Box::new(Diagnostic::error(RULE, path, Span::at(0), message))
}

/// The first line of a message of Tera, worded as diagnostics are.
fn first_line(message: &str) -> String {
    let line = message
        .trim()
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "the template fails".to_owned(),
    }
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

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number = (0..3).fold(0_usize, |number, at| {
            number << 8 | usize::from(chunk.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = LETTERS[number >> (18 - 6 * at) & 63];
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
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

    #[test]
    fn base64_is_that_of_everyone() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }
}
