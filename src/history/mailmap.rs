//! `.mailmap`: which names and addresses are one person.

use std::collections::HashMap;

/// Names and addresses to use instead of those in commits.
#[derive(Debug, Default)]
pub(super) struct Mailmap {
    /// By address in lower case.
    by_email: HashMap<String, Proper>,
    /// By address and name in lower case; these go first.
    by_both: HashMap<(String, String), Proper>,
}

#[derive(Clone, Debug, Default)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

/// Whom a commit names, as far as the file knows better.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    /// Whether the name is one that the file gives.
    pub(super) proper: bool,
    pub(super) name: String,
    pub(super) email: String,
}

impl Mailmap {
    /// Reads the file; lines that say nothing are passed over, as Git does.
    pub(super) fn read(text: &[u8]) -> Self {
        let mut map = Self::default();
        for line in String::from_utf8_lossy(text).lines() {
            map.line(line.split('#').next().unwrap_or_default());
        }
        map
    }

    /// `Proper Name <proper@address> Commit Name <commit@address>`, where the proper address and both names may be left
    /// out.
    fn line(&mut self, line: &str) -> Option<()> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (first_name, rest) = line.split_once('<')?;
        let (first_email, rest) = rest.split_once('>')?;
        let second = rest.split_once('<').and_then(|(name, rest)| {
            let (email, _) = rest.split_once('>')?;
            Some((name, email))
        });
        let Some((name, email)) = second else {
            let known = self.by_email.entry(lower(first_email)).or_default();
            known.name = filled(first_name).or(known.name.take());
            return Some(());
        };
        let key = lower(email);
        let known = match filled(name) {
            Some(name) => self.by_both.entry((key, lower(&name))).or_default(),
            None => self.by_email.entry(key).or_default(),
        };
        known.name = filled(first_name).or(known.name.take());
        known.email = filled(first_email).or(known.email.take());
        Some(())
    }

    /// The proper name and address of whom a commit names.
    pub(super) fn resolve(&self, name: &str, email: &str) -> Resolved {
        let both = (lower(email), lower(name));
        let proper = self.by_both.get(&both).or_else(|| self.by_email.get(&both.0));
        let part = |better: Option<&String>, found: &str| better.cloned().unwrap_or_else(|| found.to_owned());
        let proper_name = proper.and_then(|it| it.name.as_ref());
        Resolved {
            proper: proper_name.is_some(),
            name: part(proper_name, name),
            email: part(proper.and_then(|it| it.email.as_ref()), email),
        }
    }
}

fn lower(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Mailmap;

    #[test]
    fn every_form_of_line_is_known() {
        let map = Mailmap::read(
            b"# people\nAda Lovelace <ada@home.org>\n<bo@work.org> <bo@home.org> # moved\n\
              Cy <cy@work.org> <cy@home.org>\nDee <dee@work.org> root <root@localhost>\nnonsense\n",
        );
        let resolve = |name, email| {
            let resolved = map.resolve(name, email);
            format!("{} <{}>", resolved.name, resolved.email)
        };
        assert_eq!(resolve("ada", "ADA@home.org"), "Ada Lovelace <ADA@home.org>");
        assert_eq!(resolve("Bo", "bo@home.org"), "Bo <bo@work.org>");
        assert_eq!(resolve("x", "cy@home.org"), "Cy <cy@work.org>");
        assert_eq!(resolve("Root", "root@localhost"), "Dee <dee@work.org>");
        assert_eq!(resolve("other", "root@localhost"), "other <root@localhost>");
        assert_eq!(resolve("", ""), " <>");
    }
}
