//! What `docent.yaml` says about looks, as a few rules after the theme's own and as files beside its script.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use camino::Utf8Path;

use crate::config::{Config, Logo};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::render::FILE_REFUSED;
use crate::render::image_size::image_size;
use crate::render::svg::active_content;
use crate::render::view::{ImageView, LogoView};
use crate::repository::Snapshot;
use crate::span::Spanned;

/// Largest logo: it is loaded with every page.
const MAX_LOGO_BYTES: usize = 64 * 1024;
/// How high a logo is shown, in pixels.
const LOGO_HEIGHT: u32 = 24;
/// Widest logo: the name of the site stands beside it.
const LOGO_WIDTH: u32 = 200;

/// Words that stand for a font of the reader's machine, which are written without quotes.
const GENERIC: [&str; 10] = [
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
];

/// The rules that a configuration adds to the style sheet; empty where it says nothing of looks.
pub(super) fn style(config: &Config) -> String {
    let mut style = String::new();
    let mut values = String::new();
    if let Some(accent) = &config.accent {
        let _ = write!(values, "--accent:light-dark({},{});", accent.light, accent.dark);
    }
    if !config.font.is_empty() {
        let is_generic = |name: &str| GENERIC.contains(&name) || name.starts_with('-');
        let names = config.font.iter().map(|name| match is_generic(name) {
            true => name.clone(),
            false => format!("\"{name}\""),
        });
        let _ = write!(values, "--font:{};", names.collect::<Vec<_>>().join(","));
    }
    if !values.is_empty() {
        let _ = writeln!(style, ":root{{{}}}", values.trim_end_matches(';'));
    }
    if config.logo.is_some() {
        let _ = writeln!(
            style,
            ".brand img{{flex:none;height:{LOGO_HEIGHT}px;width:auto;max-width:50vw}}"
        );
    }
    if config.logo.as_ref().is_some_and(|logo| logo.dark.is_some()) {
        style.push_str(
            ".brand .on-dark{display:none}\n@media (prefers-color-scheme:dark){:root:not([data-theme=light]) .brand \
             .on-dark{display:block}:root:not([data-theme=light]) .brand .on-light{display:none}}\n:root[data-theme=dark] .brand \
             .on-dark{display:block}:root[data-theme=dark] .brand .on-light{display:none}\n",
        );
    }
    style
}

/// Reads the logo, adds its files to those that pages load, and says how it is shown. What cannot be used is a diagnostic in
/// `docent.yaml`, and the site keeps the theme's own mark.
pub(super) fn logo(
    snapshot: &Snapshot,
    config: &Config,
    assets: &mut BTreeMap<String, Vec<u8>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<LogoView> {
    let Logo { file, dark, alt } = config.logo.as_ref()?;
    let at = config.path.as_ref()?;
    let mut one = |name: &str, file: &Spanned<String>| match image(snapshot, at, file) {
        Ok((bytes, extension, image)) => {
            let route = format!("assets/{name}.{extension}");
            assets.insert(route.clone(), bytes);
            Some(ImageView { route, ..image })
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    };
    let light = one("logo", file)?;
    let dark = dark.as_ref().and_then(|dark| one("logo-dark", dark));
    Some(LogoView {
        light,
        dark,
        alt: alt.clone(),
    })
}

type Image = (Vec<u8>, &'static str, ImageView);

fn image(snapshot: &Snapshot, at: &Arc<Utf8Path>, file: &Spanned<String>) -> Result<Image, Box<Diagnostic>> {
    let wrong = |message: String| Diagnostic::warning(FILE_REFUSED, at, file.span, message);
    let path = Utf8Path::new(&file.value);
    let Some(bytes) = snapshot.bytes(path).and_then(Result::ok) else {
        let problem = wrong(format!("there is no file `{path}` to show as the logo"));
        let meant = did_you_mean(&file.value, snapshot.paths().map(|path| path.as_str()));
        return Err(Box::new(match meant {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help("write its path from the root of the repository"),
        }));
    };
    if bytes.len() > MAX_LOGO_BYTES {
        let message = format!(
            "`{path}` is no logo: it has {} kB, and every page loads it",
            bytes.len() / 1024
        );
        let help = format!("give a file of {} kB or less", MAX_LOGO_BYTES / 1024);
        return Err(Box::new(wrong(message).with_help(help)));
    }
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    if !is_png && let Some(what) = active_content(&bytes) {
        let message = format!("`{path}` is not shown as the logo: it holds {what}");
        return Err(Box::new(wrong(message).with_help(
            "export the drawing without scripts, links to scripts and embedded pages",
        )));
    }
    let Some((width, height)) = image_size(&bytes).filter(|(_, height)| *height > 0) else {
        let problem = wrong(format!("`{path}` does not say how wide and high it is"));
        return Err(Box::new(
            problem.with_help("give it a `width` and a `height`, or a `viewBox`"),
        ));
    };
    // As wide as it is at that height, so that nothing moves when it is there.
    let shown = u64::from(width) * u64::from(LOGO_HEIGHT) / u64::from(height);
    let view = ImageView {
        route: String::new(),
        width: u32::try_from(shown).unwrap_or(LOGO_WIDTH).clamp(1, LOGO_WIDTH),
        height: LOGO_HEIGHT,
    };
    Ok((bytes.to_vec(), if is_png { "png" } else { "svg" }, view))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::diagnostic::shared_path;

    fn config(text: &str) -> Config {
        let (config, problems) = config::read(Some((shared_path("docent.yaml"), Arc::from(text))));
        assert_eq!(problems, []);
        config
    }

    #[test]
    fn looks_become_a_few_rules() {
        let style = style(&config(
            "accent: {light: '#0b5cad', dark: '#8ab8f5'}\nfont: [Inter, Segoe UI, sans-serif]\n",
        ));
        assert_eq!(
            style,
            ":root{--accent:light-dark(#0b5cad,#8ab8f5);--font:\"Inter\",\"Segoe UI\",sans-serif}\n"
        );
        assert_eq!(super::style(&config("title: A\n")), "");
    }

    #[test]
    fn a_logo_is_a_drawing_and_no_program() {
        let found = |text: &str| {
            let snapshot = Snapshot::from_texts([("images/logo.svg", text)]);
            let (mut assets, mut problems) = (BTreeMap::new(), Vec::new());
            let logo = logo(
                &snapshot,
                &config("logo: images/logo.svg\n"),
                &mut assets,
                &mut problems,
            );
            match logo {
                Some(logo) => format!("{} {}x{}", logo.light.route, logo.light.width, logo.light.height),
                None => problems.into_iter().map(|it| it.message).collect(),
            }
        };
        let svg =
            |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\">{inner}</svg>");
        assert_eq!(found(&svg("")), "assets/logo.svg 48x24");
        assert_eq!(
            found(&svg("<script/>")),
            "`images/logo.svg` is not shown as the logo: it holds a script"
        );
        let snapshot = Snapshot::from_texts([("images/logo.svg", "")]);
        let mut problems = Vec::new();
        let missing = config("logo: images/lgo.svg\n");
        assert!(logo(&snapshot, &missing, &mut BTreeMap::new(), &mut problems).is_none());
        assert_eq!(problems[0].help, ["did you mean `images/logo.svg`?"]);
    }
}
