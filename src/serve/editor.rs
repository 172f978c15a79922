//! Addresses that open a file in an editor.

use camino::Utf8Path;

use super::request::encoded;

/// An editor that takes addresses: what to put where in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor(Option<String>);

/// A name that is no editor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no editor whose address is known, and no address with `{{file}}` in it")]
pub struct UnknownEditor(String);

/// Editors by name, with their addresses.
pub const KNOWN: [(&str, &str); 18] = [
    ("clion", "clion://open?file={file}&line={line}&column={column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("emacs", "emacs://open?url=file://{file}&line={line}&column={column}"),
    ("goland", "goland://open?file={file}&line={line}&column={column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("macvim", "mvim://open?url=file://{file}&line={line}&column={column}"),
    ("none", ""),
    ("nova", "nova://open?path={file}&line={line}&column={column}"),
    ("phpstorm", "phpstorm://open?file={file}&line={line}&column={column}"),
    ("pycharm", "pycharm://open?file={file}&line={line}&column={column}"),
    ("rider", "rider://open?file={file}&line={line}&column={column}"),
    ("rubymine", "rubymine://open?file={file}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{file}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{file}&line={line}&column={column}"),
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("webstorm", "webstorm://open?file={file}&line={line}&column={column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
];

impl Editor {
    /// An editor by its name, or by an address with `{file}`, `{line}` and `{column}` in it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn named(name: &str) -> Result<Self, UnknownEditor> {
        if let Some((_, address)) = KNOWN.iter().find(|(known, _)| *known == name) {
            return Ok(Self(Some((*address).to_owned()).filter(|it| !it.is_empty())));
        }
        let scheme = name.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_plain = |scheme: &str| {
            let mut letters = scheme.bytes();
            letters.next().is_some_and(|it| it.is_ascii_alphabetic())
                && letters.all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
                // What a browser would run or show itself opens no editor.
                && !matches!(scheme, "javascript" | "data" | "vbscript" | "blob" | "about" | "view-source")
        };
        match scheme {
            Some(scheme) if is_plain(&scheme) && name.contains("{file}") => Ok(Self(Some(name.to_owned()))),
            _ => Err(UnknownEditor(name.to_owned())),
        }
    }

    /// The editor that a command starts, as `EDITOR` and `VISUAL` hold one: `code --wait`; none where it has no address.
    pub fn of_command(command: &str) -> Self {
        let program = command.split_whitespace().next().unwrap_or_default();
        let program = Utf8Path::new(program).file_stem().unwrap_or_default();
        let name = match program {
            "code" | "code-insiders" => "vscode",
            "codium" => "vscodium",
            "zed" | "zeditor" => "zed",
            "subl" | "sublime_text" => "sublime",
            "mate" => "textmate",
            "mvim" => "macvim",
            other => other,
        };
        Self::named(name).unwrap_or_default()
    }

    /// The address that opens a file at a place; `None` where there is no editor.
    pub fn address(&self, root: &Utf8Path, path: &Utf8Path, line: usize, column: usize) -> Option<String> {
        let address = self.0.as_ref()?;
        let file = root.join(path).as_str().replace('\\', "/");
        let file = if file.starts_with('/') {
            file
        } else {
            format!("/{file}")
        };
        let file = encoded(&file);
        // The file comes last: its name may hold what looks like a place for another.
        let address = address.replace("{line}", &line.to_string());
        let address = address.replace("{column}", &column.to_string());
        Some(address.replace("{file}", &file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_named_or_spelt_out() {
        let place = |editor: &Editor| editor.address(Utf8Path::new("/o r g"), Utf8Path::new("a/{line}ö.md"), 3, 7);
        let code = Editor::named("vscode").expect("known");
        assert_eq!(
            place(&code).as_deref(),
            Some("vscode://file/o%20r%20g/a/%7Bline%7D%C3%B6.md:3:7")
        );
        let own = Editor::named("mine://open?file={file}&line={line}").expect("an address");
        assert!(place(&own).is_some_and(|it| it.ends_with("&line=3")));
        assert_eq!(place(&Editor::named("none").expect("known")), None);
    }

    #[test]
    fn what_a_browser_would_run_is_no_editor() {
        for name in [
            "vim",
            "javascript:alert('{file}')",
            "DATA:text/html,{file}",
            "x://y",
            "{file}",
        ] {
            assert_eq!(Editor::named(name), Err(UnknownEditor(name.to_owned())));
        }
    }

    #[test]
    fn a_command_names_its_editor() {
        assert_eq!(
            Editor::of_command("/usr/bin/code --wait"),
            Editor::named("vscode").expect("known")
        );
        assert_eq!(Editor::of_command("vim"), Editor::default());
        assert_eq!(Editor::of_command(""), Editor::default());
    }
}
