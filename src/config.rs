//! The configuration of an organisation repository: `docent.yaml`.
//!
//! Takes the text of the file, gives a [`Config`] and the mistakes in it. Every key has a default, so a repository
//! without the file works. All keys:
//!
//! ```yaml
//! title: Engineering at Example          # the name of the site
//! description: What we build, and why    # one sentence for search engines
//! repository: https://git.example/docs   # where the repository is seen in a browser
//! edit: https://git.example/docs/edit/main/{path}   # where a document is edited; {path} is its file
//! base_url: https://docs.example         # where the site will be; for feeds, the sitemap and shared links
//! out: site                              # the folder the site is built into
//! pages: [pages, handbook/**/*.md]       # folders or patterns of plain pages
//! language: en                           # the language of the documents, and of the interface where it has words in it
//! accent: "#0b5cad"                      # the colour of links; or { light: "#0b5cad", dark: "#8ab8f5" }
//! logo: images/logo.svg                  # an SVG or PNG file; or { file: …, dark: …, alt: … }
//! font: [Inter, Segoe UI, sans-serif]    # names of fonts, the first that a reader has
//! footer: "Internal. Ask [us](mailto:docs@example.org) or read RW-1."   # Markdown at the foot of every page
//! navigation:                            # by the name in their address (`tags`), id, file or address
//!   groups:                              # entries of your own, before the built-in ones; what is named here moves here
//!     - { label: Start here, items: [home, RW-1, { label: Status, to: "https://status.example" }] }
//!   hide: [tags, rules]                  # built-in entries that are left out
//! rules:                                 # how much each rule weighs: allow, warn or deny
//!   section-short: warn
//!   born-late: { decision: allow }       # for the documents of one type
//! exempt:                                # documents that rules do not apply to, and why
//!   - { document: RW-3, rules: [section-required], reason: Written before we used docent }
//! check:
//!   base: origin/main                    # the revision that changes are compared with
//!   baseline: docent-baseline.json       # a file of problems that are known and do not count
//! ```
//!
//! Reads no file and knows no rule: whether the rules that it names exist is checked where they are.

pub mod colour;
mod looks;
mod navigation;
mod pattern;
mod policy;
mod values;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::yaml::expect::{Expect, Rules};
use crate::yaml::{self, Mapping};

/// Rule of a key of `docent.yaml` that does not exist.
pub const KEY: &str = "config-key";
/// Rule of a value of `docent.yaml` that its key does not take.
pub const VALUE: &str = "config-value";

pub use looks::{Accent, Logo};
pub use navigation::{Navigation, NavigationGroup, NavigationItem};
pub use pattern::fits_pattern;
pub use policy::{Exemption, Level, RuleLevel};

/// The keys of `docent.yaml`.
pub const KEYS: [&str; 16] = [
    "title",
    "description",
    "repository",
    "edit",
    "base_url",
    "out",
    "pages",
    "language",
    "accent",
    "logo",
    "font",
    "footer",
    "navigation",
    "rules",
    "exempt",
    "check",
];

/// What an organisation has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The file it was read from, from the root of the organisation repository; `None` when there is none.
    pub path: Option<Arc<Utf8Path>>,
    /// The name of the site.
    pub title: String,
    /// What the site is about, in one sentence; empty when not said.
    pub description: String,
    /// Address at which the repository is seen in a browser, without a `/` at the end.
    pub repository: Option<String>,
    /// Address at which a document is edited, with `{path}` for its file.
    pub edit: Option<String>,
    /// Address at which the site will be, without a `/` at the end. Links do not need it; feeds, the
    /// sitemap and shared links do.
    pub base_url: Option<String>,
    /// Folder that the site is built into, from the root of the organisation repository.
    pub out: Utf8PathBuf,
    /// Folders, files or patterns (`handbook/**/*.md`) of plain pages.
    pub pages: Vec<String>,
    /// Language of the documents, as HTML names it.
    pub language: String,
    /// The colour of links and of what is current.
    pub accent: Option<Accent>,
    /// The mark beside the name of the site.
    pub logo: Option<Logo>,
    /// Names of fonts, the first that a reader has; empty for the theme's own.
    pub font: Vec<String>,
    /// What stands at the foot of every page; Markdown.
    pub footer: Option<Spanned<String>>,
    /// What the navigation shows besides its own entries.
    pub navigation: Navigation,
    /// How much rules weigh that are not left as they are, in the order they are written.
    pub rules: Vec<RuleLevel>,
    /// Documents that rules do not apply to.
    pub exempt: Vec<Exemption>,
    /// The revision that changes are compared with.
    pub check_base: Option<String>,
    /// The file of problems that are known, from the root of the organisation repository.
    pub check_baseline: Option<Utf8PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: None,
            title: "Documents".to_owned(),
            description: String::new(),
            repository: None,
            edit: None,
            base_url: None,
            out: Utf8PathBuf::from("site"),
            pages: vec!["pages".to_owned()],
            language: "en".to_owned(),
            accent: None,
            logo: None,
            font: Vec::new(),
            footer: None,
            navigation: Navigation::default(),
            rules: Vec::new(),
            exempt: Vec::new(),
            check_base: None,
            check_baseline: None,
        }
    }
}

/// Reads `docent.yaml`, given as its path and text where there is one. A key with a mistake keeps its default.
pub fn read(file: Option<(Arc<Utf8Path>, Arc<str>)>) -> (Config, Vec<Diagnostic>) {
    let mut config = Config::default();
    let Some((path, text)) = file else {
        return (config, Vec::new());
    };
    config.path = Some(Arc::clone(&path));
    let reading = yaml::read(&text, Span::new(0, text.len()), &path);
    let mut problems = reading.problems;
    let mut expect = Expect::new(&path, Rules { key: KEY, value: VALUE });
    if let Some(root) = reading.root.filter(|root| !root.is_null()) {
        match root.mapping() {
            Some(mapping) => read_keys(&mut expect, mapping, &mut config),
            None => {
                let message = format!("`docent.yaml` takes a mapping of keys to values, not {}", root.kind());
                let wrong = expect.value_error(root.span, message);
                expect.report(wrong.with_help("write `key: value` lines"));
            }
        }
    }
    problems.extend(expect.into_problems());
    problems.sort_by(Diagnostic::order);
    (config, problems)
}

fn read_keys(expect: &mut Expect<'_>, mapping: &Mapping, config: &mut Config) {
    expect.known_keys(mapping, &KEYS, "`docent.yaml`");
    if let Some(title) = expect.text(mapping, "title") {
        config.title = title.value;
    }
    if let Some(description) = expect.text(mapping, "description") {
        config.description = description.value;
    }
    config.repository = values::address(expect, mapping, "repository");
    config.edit = values::address(expect, mapping, "edit").and_then(|edit| values::edit_pattern(expect, mapping, edit));
    config.base_url = values::address(expect, mapping, "base_url");
    let out = expect.text(mapping, "out");
    if let Some(out) = out.and_then(|out| expect.inner_path("out", out, "site")) {
        config.out = Utf8PathBuf::from(out.value);
    }
    if let Some(pages) = values::pages(expect, mapping) {
        config.pages = pages;
    }
    if let Some(language) = values::language(expect, mapping) {
        config.language = language;
    }
    config.accent = looks::accent(expect, mapping);
    config.logo = looks::logo(expect, mapping);
    config.font = looks::font(expect, mapping);
    config.footer = expect.text(mapping, "footer");
    config.navigation = navigation::navigation(expect, mapping);
    if let Some(rules) = expect.mapping(mapping, "rules") {
        config.rules = policy::levels(expect, rules);
    }
    config.exempt = policy::exemptions(expect, mapping);
    if let Some(check) = expect.mapping(mapping, "check") {
        expect.known_keys(check, &["base", "baseline"], "`check`");
        config.check_base = expect.text(check, "base").map(|base| base.value);
        let baseline = expect.text(check, "baseline");
        let baseline = baseline.and_then(|path| expect.inner_path("baseline", path, "docent-baseline.json"));
        config.check_baseline = baseline.map(|path| Utf8PathBuf::from(path.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;
    use crate::span::LineIndex;

    fn read_text(text: &str) -> (Config, Vec<Diagnostic>) {
        read(Some((shared_path("docent.yaml"), Arc::from(text))))
    }

    /// `rule at line: message (help)` of each diagnostic.
    fn check(text: &str) -> Vec<String> {
        let lines = LineIndex::new(text);
        let describe = |it: Diagnostic| {
            let line = lines.line(it.span.start);
            format!("{} at {line}: {} ({})", it.rule, it.message, it.help.join("; "))
        };
        read_text(text).1.into_iter().map(describe).collect()
    }

    #[test]
    fn every_key_has_a_default() {
        for text in ["", "# nothing yet\n"] {
            let (config, problems) = read_text(text);
            assert_eq!(problems, []);
            let defaults = Config {
                path: config.path.clone(),
                ..Config::default()
            };
            assert_eq!(config, defaults);
        }
        assert_eq!(read(None), (Config::default(), Vec::new()));
    }

    #[test]
    fn every_key_is_read() {
        let (config, problems) = read_text(
            "title: Engineering\ndescription: What we build\nrepository: https://git.example/docs/\n\
             edit: https://git.example/docs/edit/main/{path}\nbase_url: https://docs.example/\nout: public/\n\
             pages: [handbook, notes/**/*.md]\nlanguage: pt-BR\nrules:\n  section-words: warn\n  unknown-field: { rewrite: deny }\n\
             exempt:\n  - { document: RW-3, rules: cycle, reason: Old }\ncheck:\n  base: origin/main\n  baseline: known.json\n",
        );
        assert_eq!(problems, []);
        assert_eq!(config.title, "Engineering");
        assert_eq!(config.repository.as_deref(), Some("https://git.example/docs"));
        assert_eq!(
            config.edit.as_deref(),
            Some("https://git.example/docs/edit/main/{path}")
        );
        assert_eq!(config.base_url.as_deref(), Some("https://docs.example"));
        assert_eq!(config.out, "public");
        assert_eq!(config.pages, ["handbook", "notes/**/*.md"]);
        assert_eq!(config.language, "pt-BR");
        let rules: Vec<_> = config
            .rules
            .iter()
            .map(|it| {
                (
                    it.rule.value.as_str(),
                    it.of_type.as_ref().map(|it| it.value.as_str()),
                    it.level,
                )
            })
            .collect();
        let expected = [
            ("section-words", None, Level::Warn),
            ("unknown-field", Some("rewrite"), Level::Deny),
        ];
        assert_eq!(rules, expected);
        let exempt = &config.exempt[0];
        assert_eq!(
            (exempt.document.value.as_str(), exempt.reason.as_str()),
            ("RW-3", "Old")
        );
        assert_eq!(exempt.rules.len(), 1);
        assert_eq!(config.check_baseline.as_deref(), Some(Utf8Path::new("known.json")));
        assert_eq!(config.check_base.as_deref(), Some("origin/main"));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_a_suggestion() {
        assert_eq!(
            check("titel: Docs\ncheck:\n  bas: main\n"),
            [
                "config-key at 1: `docent.yaml` has no key `titel` (did you mean `title`?)",
                "config-key at 3: `check` has no key `bas` (did you mean `base`?)",
            ]
        );
    }

    #[test]
    fn a_value_that_a_key_does_not_take_leaves_the_default() {
        let text = "title: [a]\nrepository: git@example.com:docs\nedit: https://git.example/edit\nlanguage: English\n\
                    rules: {section-words: off}\nout: ../site\n";
        assert_eq!(
            check(text),
            [
                "config-value at 1: `title` takes a text, not a list (write a text, or leave `title` out)",
                "config-value at 2: `repository` is not the address of a web page: `git@example.com:docs` \
                 (write it in full: `repository: https://git.example/docs`)",
                "config-value at 3: `edit` does not say where the file of a document goes \
                 (put `{path}` there: `edit: https://git.example/docs/edit/main/{path}`)",
                "config-value at 4: `English` is not the code of a language (write a code such as `en`, `pl` or `pt-BR`)",
                "config-value at 5: `off` is not a level (use one of `allow`, `warn`, `deny`)",
                "config-value at 6: `out` is not a folder inside the repository: `../site` \
                 (write a folder from the root of the repository, such as `site`)",
            ]
        );
        let (config, _) = read_text(text);
        assert_eq!((config.title.as_str(), config.out.as_str()), ("Documents", "site"));
    }

    #[test]
    fn looks_are_read() {
        let (config, problems) = read_text(
            "accent: '#0b5cad'\nlogo: { file: images/logo.svg, alt: Northwind }\nfont: [Inter, sans-serif]\nfooter: Internal\n\
             navigation:\n  hide: [tags]\n  groups:\n    - items: [home, { label: Status, to: 'https://status.example' }]\n",
        );
        assert_eq!(problems, []);
        let accent = config.accent.expect("an accent");
        assert_eq!(accent.light.to_string(), "#0b5cad");
        assert!(colour::Scheme::Dark.contrast(accent.dark) >= colour::READABLE);
        assert_eq!(config.logo.expect("a logo").file.value, "images/logo.svg");
        assert_eq!(config.font, ["Inter", "sans-serif"]);
        assert_eq!(config.navigation.groups[0].items[1].label.as_deref(), Some("Status"));
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can() {
        assert_eq!(
            check("accent: '#f90'\nlogo: a.gif\nfont: ['x;}']\nnavigation: { hid: tags }\n"),
            [
                "config-value at 1: `accent` is hard to read on a light page: `#ff9900` has a contrast of 1.9 there, and text \
                 needs 4.5 (the nearest colour that can be read is `#975800`)",
                "config-value at 2: `a.gif` is not an SVG or PNG file (write a path such as `images/logo.svg`)",
                "config-value at 3: `x;}` is not the name of a font (write one name an entry: `font: [Inter, Segoe UI, \
                 sans-serif]`)",
                "config-key at 4: `navigation` has no key `hid` (did you mean `hide`?)",
            ]
        );
        assert_eq!(
            check("accent: { light: blue }\n"),
            [
                "config-key at 1: `accent` has no `dark` (write `accent: { light: \"#0b5cad\", dark: \"#8ab8f5\" }`, or one colour)",
                "config-value at 1: `blue` is not a colour that `accent` takes (write it in hexadecimal digits and in quotes: \
                 `\"#0b5cad\"`)",
            ]
        );
    }

    #[test]
    fn an_exemption_says_why() {
        assert_eq!(
            check("exempt:\n  - { document: RW-3 }\n  - RW-4\nrules: { cycle: { rewrite: of } }\n"),
            [
                "config-key at 2: an exemption has no `reason` (write `{ document: RW-3, rules: [section-required], reason: \
                 Written before we used docent }`)",
                "config-value at 3: `an exemption` takes a mapping, not a text (write a mapping, or leave `an exemption` out)",
                "config-value at 4: `of` is not a level (use one of `allow`, `warn`, `deny`)",
            ]
        );
    }

    #[test]
    fn the_site_stays_inside_the_repository() {
        for out in ["..", ".", "/var/www", "a/../..", ".git", "a\\b", ".git/hooks"] {
            assert_eq!(check(&format!("out: {out}\n")).len(), 1, "{out}");
        }
        assert_eq!(check("out: build/site\n").len(), 0);
    }

    #[test]
    fn what_is_not_a_mapping_is_refused() {
        assert_eq!(
            check("- a\n"),
            [
                "config-value at 1: `docent.yaml` takes a mapping of keys to values, not a list (write `key: value` lines)"
            ]
        );
        assert_eq!(check("title: a\n  b: c\n").len(), 1);
    }
}
