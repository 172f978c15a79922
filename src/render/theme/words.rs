//! What the interface says: the words of the theme, with the organisation's over them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::failure::unreadable;
use super::{Builtin, Theme, ThemeError};
use crate::diagnostic::shared_path;
use crate::render::phrases::{Phrases, WHOLE, WordsFile};

impl Theme {
    /// Takes the files of words out of the theme's: English as it is built in, then the organisation's, then the language
    /// likewise. A language with a region (`de-AT`) falls back on the language.
    pub(super) fn words(&self, files: &mut BTreeMap<String, Vec<u8>>, language: &str) -> Result<Phrases, ThemeError> {
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
}
