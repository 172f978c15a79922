//! How the site looks: its accent, logo and letters.

use super::colour::{Colour, READABLE, Scheme};
use crate::diagnostic::Diagnostic;
use crate::span::Spanned;
use crate::yaml::Mapping;
use crate::yaml::expect::Expect;

/// Most fonts in a stack, and the longest name.
const MOST_FONTS: usize = 12;
const LONGEST_FONT: usize = 60;

/// The colour of links and of what is current, readable in both schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// On a light page.
    pub light: Colour,
    /// On a dark page.
    pub dark: Colour,
}

/// The mark beside the name of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its file, from the root of the organisation repository.
    pub file: Spanned<String>,
    /// The one for dark pages, where it is another.
    pub dark: Option<Spanned<String>>,
    /// What it says, where that is not the name of the site, which stands beside it.
    pub alt: String,
}

/// Reads `accent:`: a colour, or one for light pages and one for dark ones. One alone is made readable on dark pages by
/// itself, because no colour is readable on both.
pub(super) fn accent(expect: &mut Expect<'_>, mapping: &Mapping) -> Option<Accent> {
    let node = mapping.get("accent")?;
    let Some(both) = node.mapping() else {
        let text = expect.text_value("accent", node)?;
        let light = colour(expect, "accent", &text, Scheme::Light)?;
        return Some(Accent {
            light,
            dark: Scheme::Dark.readable(light),
        });
    };
    expect.known_keys(both, &["light", "dark"], "`accent`");
    let mut one = |key: &str, scheme: Scheme| {
        if both.get(key).is_none() {
            let missing = expect.key_error(node.span, format!("`accent` has no `{key}`"));
            expect
                .report(missing.with_help("write `accent: { light: \"#0b5cad\", dark: \"#8ab8f5\" }`, or one colour"));
        }
        let text = expect.text(both, key)?;
        colour(expect, "accent", &text, scheme)
    };
    let (light, dark) = (one("light", Scheme::Light), one("dark", Scheme::Dark));
    Some(Accent {
        light: light?,
        dark: dark?,
    })
}

fn colour(expect: &mut Expect<'_>, key: &str, text: &Spanned<String>, scheme: Scheme) -> Option<Colour> {
    let Some(colour) = Colour::read(&text.value) else {
        let wrong = expect.value_error(
            text.span,
            format!("`{}` is not a colour that `{key}` takes", text.value),
        );
        expect.report(wrong.with_help("write it in hexadecimal digits and in quotes: `\"#0b5cad\"`"));
        return None;
    };
    let contrast = scheme.contrast(colour);
    if contrast >= READABLE {
        return Some(colour);
    }
    expect.report(unreadable(expect, key, text, (colour, contrast), scheme));
    None
}

fn unreadable(
    expect: &Expect<'_>,
    key: &str,
    text: &Spanned<String>,
    (colour, contrast): (Colour, f64),
    scheme: Scheme,
) -> Diagnostic {
    let near = scheme.readable(colour);
    let message = format!(
        "`{key}` is hard to read on a {} page: `{colour}` has a contrast of {contrast:.1} there, and text needs {READABLE}",
        scheme.name()
    );
    expect
        .value_error(text.span, message)
        .with_help(format!("the nearest colour that can be read is `{near}`"))
        .with_fix(format!("write `{near}`"), text.span, format!("\"{near}\""))
}

/// Reads `logo:`: a file, or a mapping.
pub(super) fn logo(expect: &mut Expect<'_>, mapping: &Mapping) -> Option<Logo> {
    let node = mapping.get("logo")?;
    let Some(parts) = node.mapping() else {
        let file = expect.text_value("logo", node)?;
        return Some(Logo {
            file: image(expect, file)?,
            dark: None,
            alt: String::new(),
        });
    };
    expect.known_keys(parts, &["file", "dark", "alt"], "`logo`");
    if parts.get("file").is_none() {
        let missing = expect.key_error(node.span, "`logo` has no `file`");
        expect.report(missing.with_help("write `logo: { file: images/logo.svg, alt: Northwind }`"));
    }
    let file = expect.text(parts, "file").and_then(|file| image(expect, file));
    let dark = expect.text(parts, "dark").and_then(|file| image(expect, file));
    let alt = expect.text(parts, "alt").map(|alt| alt.value).unwrap_or_default();
    Some(Logo { file: file?, dark, alt })
}

fn image(expect: &mut Expect<'_>, file: Spanned<String>) -> Option<Spanned<String>> {
    let file = expect.inner_path("logo", file, "images/logo.svg")?;
    let lower = file.value.to_lowercase();
    if lower.ends_with(".svg") || lower.ends_with(".png") {
        return Some(file);
    }
    let wrong = expect.value_error(file.span, format!("`{}` is not an SVG or PNG file", file.value));
    expect.report(wrong.with_help("write a path such as `images/logo.svg`"));
    None
}

/// Reads `font:`: names of fonts, the first that a reader has wins. A name goes into a style sheet, so it is letters, digits,
/// spaces and hyphens.
pub(super) fn font(expect: &mut Expect<'_>, mapping: &Mapping) -> Vec<String> {
    if mapping.get("font").is_none() {
        return Vec::new();
    }
    let names = expect.texts(mapping, "font").unwrap_or_default();
    let mut fonts = Vec::new();
    for name in names.into_iter().take(MOST_FONTS) {
        let is_plain = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-');
        if name.value.chars().all(is_plain) && name.value.chars().count() <= LONGEST_FONT {
            fonts.push(name.value);
        } else {
            let wrong = expect.value_error(name.span, format!("`{}` is not the name of a font", name.value));
            expect.report(wrong.with_help("write one name an entry: `font: [Inter, Segoe UI, sans-serif]`"));
        }
    }
    fonts
}
