//! From text to the words that are looked up. The browser does the same with what is asked for (`search-engine.js`), so a
//! change here is a change there; a test compares the two over every word of the example.

use pagefind_stem::{Algorithm, Stemmer as Snowball};

/// Longest word that is looked up, in characters: longer ones are keys and hashes, which nobody types.
pub const LONGEST: usize = 40;

/// How words of a language lose their endings.
///
/// English and German have a stemmer; other languages are found by the words as they are written and by their beginnings.
/// Only words of plain letters are stemmed, so that no rule on combining or astral characters has to be the same in two
/// languages of programming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stemmer {
    /// Porter's second stemmer, as Snowball 3 has it.
    English,
    /// Snowball 3's stemmer for German.
    German,
    /// Words stay as they are.
    None,
}

impl Stemmer {
    /// The stemmer of a language as HTML names it: `en`, `de-AT`.
    pub fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("en") => Self::English,
            Some("de") => Self::German,
            _ => Self::None,
        }
    }

    /// What the browser calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::None => "",
        }
    }

    /// The stem of a word in lower case.
    pub fn stem(self, word: &str) -> String {
        let plain = |c: char| c.is_ascii_lowercase() || (self == Self::German && "äöüß".contains(c));
        let algorithm = match self {
            Self::English => Algorithm::English,
            Self::German => Algorithm::German,
            Self::None => return word.to_owned(),
        };
        match word.chars().all(plain) {
            true => Snowball::create(algorithm).stem(word).into_owned(),
            false => word.to_owned(),
        }
    }
}

/// Visits the words of a text, in lower case.
///
/// Words are runs of letters and digits. Runs that hyphens, dots or underscores join count as one word as well where there
/// is a digit among them (`rw-12`, `v2.1`, `2026-03-14`), and so do the parts of `CheckoutService`. Scripts without spaces
/// give every two neighbouring characters, and the last one alone.
pub fn each(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut chunk_start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_chunk(c), chunk_start) {
            (true, None) => chunk_start = Some(at),
            (false, Some(start)) => {
                chunk(&text[start..at], visit);
                chunk_start = None;
            }
            _ => {}
        }
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '_')
}

fn is_chunk(c: char) -> bool {
    c.is_alphanumeric() || is_joint(c)
}

fn chunk(chunk: &str, visit: &mut dyn FnMut(&str)) {
    let chunk = chunk.trim_matches(is_joint);
    if chunk.contains(is_joint) && chunk.contains(char::is_numeric) && is_short(chunk) {
        visit(&chunk.to_lowercase());
    }
    for run in chunk.split(is_joint).filter(|run| !run.is_empty()) {
        if run.is_ascii() {
            word(run, visit);
            continue;
        }
        let mut start = 0;
        let mut dense = None;
        for (at, c) in run.char_indices() {
            let now = is_dense(c);
            if dense.is_some_and(|dense| dense != now) {
                part(&run[start..at], !now, visit);
                start = at;
            }
            dense = Some(now);
        }
        part(&run[start..], dense == Some(true), visit);
    }
}

fn part(part: &str, dense: bool, visit: &mut dyn FnMut(&str)) {
    if !dense {
        return word(part, visit);
    }
    let mut characters = part.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = characters
            .peek()
            .map_or(at + c.len_utf8(), |(next, c)| next + c.len_utf8());
        visit(&part[at..end]);
    }
}

fn word(run: &str, visit: &mut dyn FnMut(&str)) {
    if !is_short(run) {
        return;
    }
    // Most words are written in the letters in which they are looked up.
    if run.bytes().all(|c| c.is_ascii() && !c.is_ascii_uppercase()) {
        return visit(run);
    }
    visit(&run.to_lowercase());
    let mut start = 0;
    let mut before = ' ';
    let mut parts = 0;
    for (at, c) in run.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            visit(&run[start..at].to_lowercase());
            parts += 1;
            start = at;
        }
        before = c;
    }
    if parts > 0 {
        visit(&run[start..].to_lowercase());
    }
}

fn is_short(word: &str) -> bool {
    word.len() <= LONGEST || word.chars().count() <= LONGEST
}

/// Whether a character belongs to a script that does not put spaces between words: Thai and its neighbours, Chinese,
/// Japanese, and Korean, which does, but glues its particles to the words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// A word without the marks on its Latin letters, where it has any: people leave them out when they search.
pub fn without_marks(word: &str) -> Option<String> {
    const LETTERS: [(&str, &str); 25] = [
        ("a", "àáâãäåāăą"),
        ("ae", "æ"),
        ("c", "çćĉċč"),
        ("d", "ďđð"),
        ("e", "èéêëēĕėęě"),
        ("g", "ĝğġģ"),
        ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįı"),
        ("j", "ĵ"),
        ("k", "ķ"),
        ("l", "ĺļľŀł"),
        ("n", "ñńņňŋ"),
        ("o", "òóôõöøōŏő"),
        ("oe", "œ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšș"),
        ("ss", "ß"),
        ("t", "ţťŧț"),
        ("th", "þ"),
        ("u", "ùúûüũūŭůűų"),
        ("w", "ŵ"),
        ("y", "ýÿŷ"),
        ("z", "źżž"),
        ("i", "i\u{307}"),
        ("n", "ŉ"),
    ];
    if word.is_ascii() {
        return None;
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        let plain = LETTERS.iter().find(|(_, marked)| !c.is_ascii() && marked.contains(c));
        match plain {
            Some((plain, _)) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    (folded != word).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = Vec::new();
        each(text, &mut |word| words.push(word.to_owned()));
        words.join(" ")
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("Orders: don't wait, 3x (slowly)!"), "orders don t wait 3x slowly");
        assert_eq!(words("side-by-side e.g. _emphasis_"), "side by side e g emphasis");
        assert_eq!(words("Größe ПРИВЕТ Straße"), "größe привет straße");
        assert_eq!(words(""), "");
    }

    #[test]
    fn ids_versions_and_days_are_words_as_well() {
        assert_eq!(words("See RW-12."), "see rw-12 rw 12");
        assert_eq!(words("v2.1 on 2026-03-14"), "v2.1 v2 1 on 2026-03-14 2026 03 14");
    }

    #[test]
    fn names_of_code_have_parts() {
        assert_eq!(words("CheckoutService"), "checkoutservice checkout service");
        assert_eq!(words("retry_count HTTP"), "retry count http");
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(words("新旧系统"), "新旧 旧系 系统 统");
        assert_eq!(words("用Rust写"), "用 rust 写");
        assert_eq!(words("회의록"), "회의 의록 록");
    }

    #[test]
    fn keys_and_hashes_are_no_words() {
        assert_eq!(words(&"a1".repeat(40)), "");
        assert_eq!(words(&format!("{}-1", "x".repeat(50))), "1");
    }

    #[test]
    fn endings_and_marks_are_taken_off() {
        let english = Stemmer::of("en-GB");
        assert_eq!(
            (english.stem("measuring"), english.stem("naïvely")),
            ("measur".into(), "naïvely".into())
        );
        assert_eq!(Stemmer::of("de").stem("häuser"), "haus");
        assert_eq!(Stemmer::of("pl").stem("systemy"), "systemy");
        assert_eq!(without_marks("naïve").as_deref(), Some("naive"));
        assert_eq!(without_marks("straße").as_deref(), Some("strasse"));
        assert_eq!((without_marks("plain"), without_marks("新旧")), (None, None));
    }
}
