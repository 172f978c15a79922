//! Syntax colours: which stretches of a piece of code are what, in fourteen classes of our own.
//!
//! Takes a language as an author names it and a piece of code, gives [`Stretch`]es; `None` where the language is unknown
//! or the code is beyond what is worth the time. Knows no HTML. The grammars are loaded when the first code asks.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Largest piece of code that is coloured. A grammar takes about a second for a megabyte, and nobody reads so much of it.
const MAX_BYTES: usize = 64 * 1024;
/// Longest line: what a grammar does with a line may grow faster than the line.
const MAX_LINE: usize = 2_000;

/// What a stretch of code is; the name of its class on the page.
pub type Class = &'static str;

/// A stretch of code that is coloured. Stretches are in order and apart; what lies between them is plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its range in the code, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub class: Class,
}

/// Beginnings of the names that grammars give, and what they mean here. The longest that fits decides, and an empty class
/// keeps a part plain that stands in something coloured.
const CLASSES: &[(&str, Class)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("string.unquoted", ""),
    ("string.regexp", "e"),
    ("constant.character.escape", "e"),
    ("constant.other.placeholder", "e"),
    ("constant", "b"),
    ("constant.numeric", "n"),
    ("support.constant", "b"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("keyword.operator.word", "k"),
    ("keyword.other.unit", "n"),
    ("storage", "k"),
    ("variable.language", "k"),
    ("variable.parameter", "v"),
    ("variable.other.readwrite.shell", "v"),
    ("variable.function", "f"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("entity.name.macro", "f"),
    ("support.macro", "f"),
    ("entity.name", "t"),
    ("entity.name.constant", "b"),
    ("entity.name.section", "h"),
    ("entity.name.tag", "g"),
    ("entity.other.inherited-class", "t"),
    ("entity.other.attribute-name", "a"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("support.type.property-name", "g"),
    ("meta.mapping.key", "g"),
    ("meta.annotation", "a"),
    ("variable.annotation", "a"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("markup.heading", "h"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("punctuation.definition.inserted", "i"),
    ("punctuation.definition.deleted", "d"),
    ("meta.diff", "h"),
    ("meta.diff.header", "h"),
    ("punctuation", ""),
];

/// Names that authors use and grammars do not.
const ALIASES: &[(&str, &str)] = &[
    ("console", "sh"),
    ("docker", "dockerfile"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("kotlin", "kt"),
    ("node", "js"),
    ("objective-c", "m"),
    ("powershell", "ps1"),
    ("protobuf", "proto"),
    ("python3", "py"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("terraform", "tf"),
    ("hcl", "tf"),
    ("text", ""),
    ("plain", ""),
    ("plaintext", ""),
    ("none", ""),
];

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static TABLE: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let known = CLASSES
        .iter()
        .filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class)));
    let mut table: Vec<_> = known.collect();
    // The longest first, so that the first that fits is the longest.
    table.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    table
});

thread_local! {
    /// What is known of a grammar's names: each is looked up once in a thread, since they come by the thousand.
    static KNOWN: RefCell<FxHashMap<Scope, Option<Class>>> = RefCell::default();
}

/// The coloured stretches of a piece of code.
pub fn highlight(language: &str, code: &str) -> Option<Vec<Stretch>> {
    if code.len() > MAX_BYTES || code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let grammar = grammar(language)?;
    let mut state = ParseState::new(grammar);
    let mut scopes = ScopeStack::new();
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let changes = state.parse_line(line, &GRAMMARS).ok()?;
        let mut position = 0;
        for (at, change) in changes {
            push(&mut stretches, code, start + position..start + at, class(&scopes));
            scopes.apply(&change).ok()?;
            position = at;
        }
        push(
            &mut stretches,
            code,
            start + position..start + line.len(),
            class(&scopes),
        );
        start += line.len();
    }
    Some(stretches)
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let language = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(name, _)| *name == language);
    let name = alias.map_or(language.as_str(), |(_, name)| name);
    GRAMMARS
        .find_syntax_by_token(name)
        .filter(|grammar| !name.is_empty() && grammar.name != "Plain Text")
}

/// Adds a stretch; one that goes on with the class before it, across blanks at most, becomes part of it.
fn push(stretches: &mut Vec<Stretch>, code: &str, range: Range<usize>, class: Option<Class>) {
    let Some(class) = class.filter(|class| !class.is_empty()) else {
        return;
    };
    let words = &code[range.clone()];
    let end = range.start + words.trim_end().len();
    let range = end - words.trim().len()..end;
    if range.is_empty() {
        return;
    }
    match stretches.last_mut() {
        Some(last) if last.class == class && code[last.range.end..range.start].trim().is_empty() => {
            last.range.end = range.end;
        }
        _ => stretches.push(Stretch { range, class }),
    }
}

/// What the innermost name says that says something. The key of a mapping is one, though it is written as a string.
fn class(scopes: &ScopeStack) -> Option<Class> {
    let mut classes = scopes.as_slice().iter().rev().filter_map(|scope| of_scope(*scope));
    let class = classes.next()?;
    if class == "s" && classes.any(|outer| outer == "g") {
        Some("g")
    } else {
        Some(class)
    }
}

fn of_scope(scope: Scope) -> Option<Class> {
    KNOWN.with_borrow_mut(|known| {
        *known.entry(scope).or_insert_with(|| {
            let fits = TABLE.iter().find(|(prefix, _)| prefix.is_prefix_of(scope));
            fits.map(|(_, class)| *class)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    /// Code with its classes: `k:fn f:main`.
    fn shown(language: &str, code: &str) -> String {
        let stretches = highlight(language, code).unwrap_or_else(|| panic!("a grammar for {language}"));
        let words = stretches
            .iter()
            .map(|it| format!("{}:{}", it.class, &code[it.range.clone()]));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn code_of_the_languages_that_engineers_write_in_is_told_apart() {
        assert_eq!(
            shown("rust", "fn main() { let n = 1; // go\n}"),
            "k:fn f:main k:let o:= n:1 c:// go"
        );
        assert_eq!(
            shown("yaml", "name: \"a\" # b\nsize: 3\n"),
            "g:name s:\"a\" c:# b g:size n:3"
        );
        assert_eq!(shown("json", "{\"a\": [true, \"b\"]}"), "g:\"a\" b:true s:\"b\"");
        assert_eq!(shown("diff", "-old\n+new\n"), "d:-old i:+new");
        assert!(shown("sql", "SELECT id FROM orders WHERE total > 5;").starts_with("k:SELECT"));
        for language in [
            "ts",
            "TypeScript",
            "go",
            "python",
            "shell",
            "toml",
            "dockerfile",
            "hcl",
            "java",
            "c#",
            "proto",
        ] {
            assert!(grammar(language).is_some(), "{language}");
        }
    }

    #[test]
    fn what_is_unknown_or_too_large_stays_plain() {
        assert_eq!(highlight("text", "fn"), None);
        assert_eq!(highlight("", "fn"), None);
        assert_eq!(highlight("klingon", "fn"), None);
        assert_eq!(highlight("rust", &"a".repeat(800_000)), None);
        assert_eq!(highlight("rust", &"a\n".repeat(MAX_BYTES)), None);
    }

    #[test]
    fn hostile_code_costs_what_its_bytes_cost() {
        let started = std::time::Instant::now();
        let languages = [
            "rust", "js", "html", "markdown", "sh", "sql", "yaml", "cpp", "php", "perl", "latex",
        ];
        for language in languages {
            for unit in ["(", "<", "*a", "\"\\", "`${", "{{", "a ", "/*", "[[", "$("] {
                let line = unit.repeat(MAX_LINE / unit.len());
                highlight(language, &format!("{line}\n").repeat(3));
            }
        }
        assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    }

    #[test]
    fn stretches_are_in_order_and_apart() {
        let code = "def f(x):\n    '''ä\n    ö'''\n    return \"é\" % x\n";
        let stretches = highlight("python", code).unwrap_or_default();
        assert!(
            stretches
                .windows(2)
                .all(|pair| pair[0].range.end <= pair[1].range.start)
        );
        assert!(stretches.iter().all(|it| code.get(it.range.clone()).is_some()));
    }

    /// Light and dark values of the custom properties of a style sheet.
    fn colours(css: &str) -> HashMap<&str, [&str; 2]> {
        let declared = css.split(['{', ';']).filter_map(|it| it.trim().split_once(':'));
        let pairs = declared.filter_map(|(name, value)| {
            let (light, dark) = value
                .trim()
                .strip_prefix("light-dark(")?
                .strip_suffix(')')?
                .split_once(',')?;
            Some((name.trim(), [light.trim(), dark.trim()]))
        });
        pairs.collect()
    }

    fn luminance(colour: &str) -> f64 {
        let digits = colour.trim_start_matches('#');
        let wide: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        let part = |at: usize| {
            let part = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("a colour")) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[test]
    fn every_class_can_be_read_in_both_schemes() {
        let style = include_str!("../../themes/default/pages/code.css");
        let tokens = include_str!("../../themes/default/css/1-tokens.css");
        let colours: HashMap<_, _> = colours(tokens).into_iter().chain(colours(style)).collect();
        let classes: HashSet<&str> = CLASSES
            .iter()
            .map(|(_, class)| *class)
            .filter(|it| !it.is_empty())
            .collect();
        for class in classes {
            let names_it = |line: &str| {
                [" ", ",", ")"]
                    .iter()
                    .any(|end| line.contains(&format!(".{class}{end}")))
            };
            let mut rules = style
                .lines()
                .filter(|line| line.starts_with(".code ") && line.contains("color: "));
            let rule = rules.find(|line| names_it(line));
            let rule = rule.unwrap_or_else(|| panic!("no colour for {class}"));
            let name = rule
                .split("color: var(")
                .nth(1)
                .and_then(|it| it.split(')').next())
                .expect("a colour");
            for (scheme, ground) in colours["--bg-raised"].iter().enumerate() {
                let (one, other) = (luminance(colours[name][scheme]), luminance(ground));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{class}: {contrast:.2} on {ground}");
            }
        }
    }
}
