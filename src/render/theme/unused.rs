//! Files of the organisation's theme that change nothing, and why.

use std::collections::BTreeMap;

use super::{Builtin, FOLDER, RULE, Theme, WHOLE_SITE};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::span::Span;

impl Theme {
    /// Leaves out files of the organisation that stand where the theme writes one it makes: a part of it is to be replaced.
    pub(super) fn drop_made(&mut self, files: &mut BTreeMap<String, Vec<u8>>) {
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
    pub(super) fn warn_of_unused(&mut self, files: &BTreeMap<String, Vec<u8>>) {
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
}
