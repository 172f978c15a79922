//! Links in text for a terminal (OSC 8).

use camino::{Utf8Path, Utf8PathBuf};

use super::address::encode;

/// Where links in a terminal lead.
#[derive(Clone, Debug, Default)]
pub struct LinkTargets {
    /// The folder on disk that paths begin at; `None` where the files of a commit are meant.
    pub files: Option<Utf8PathBuf>,
    /// Address of the site, which has a page for each rule; `None` where it is not known.
    pub site: Option<String>,
}

impl LinkTargets {
    /// Address of the manual of a rule.
    pub(super) fn manual(&self, rule: &str) -> Option<String> {
        let site = self.site.as_ref()?;
        Some(format!("{}/rules/{}.html", site.trim_end_matches('/'), encode(rule)))
    }

    /// The text with its places (`--> path:line:column`) made links to their files.
    pub(super) fn link_places(&self, text: String, paths: &[&Utf8Path]) -> String {
        let Some(root) = &self.files else {
            return text;
        };
        let lines = text.split_inclusive('\n');
        lines.map(|line| with_link(line, root, paths)).collect()
    }
}

fn with_link(line: &str, root: &Utf8Path, paths: &[&Utf8Path]) -> String {
    let found = paths.iter().find_map(|path| {
        let (marker, path) = (line.find("--> ").or_else(|| line.find("::: "))?, path.as_str());
        let start = marker + line[marker..].find(&format!("{path}:"))?;
        let end = start + path.len();
        let place = line[end..].find(|c: char| !(c == ':' || c.is_ascii_digit()));
        Some((start, place.map_or(line.len(), |place| end + place), path))
    });
    // A path with a control character in it could end the link early; it is not linked at all.
    let Some((start, end, path)) = found.filter(|(.., path)| !path.contains(char::is_control)) else {
        return line.to_owned();
    };
    let address = encode(root.join(path).as_str());
    let (before, rest) = line.split_at(start);
    let (place, after) = rest.split_at(end - start);
    format!("{before}\u{1b}]8;;file://{address}\u{1b}\\{place}\u{1b}]8;;\u{1b}\\{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_to_its_file() {
        let to = LinkTargets {
            files: Some("/srv/my docs".into()),
            site: Some("https://docs.example/".to_owned()),
        };
        let text = "error: x\n  --> \u{1b}[0ma b.md:3:6\n   |\n3 | see a b.md:3\n  ::: c.md:1:1\n".to_owned();
        let linked = to.link_places(text, &["c.md".into(), "a b.md".into()]);
        let link =
            |address: &str, words: &str| format!("\u{1b}]8;;file:///srv/{address}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\");
        let expected = format!(
            "error: x\n  --> \u{1b}[0m{}\n   |\n3 | see a b.md:3\n  ::: {}\n",
            link("my%20docs/a%20b.md", "a b.md:3:6"),
            link("my%20docs/c.md", "c.md:1:1")
        );
        assert_eq!(linked, expected);
        assert_eq!(
            to.manual("section-required").as_deref(),
            Some("https://docs.example/rules/section-required.html")
        );
    }
}
