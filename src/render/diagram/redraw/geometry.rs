//! Numbers, and the letters of paths and transforms: all that the geometry of a drawing may hold.

/// A number; 0 where it is none.
pub(super) fn number(text: &str) -> f64 {
    text.trim().parse().unwrap_or(0.0)
}

/// Numbers, and the letters of paths and transforms, with two decimals; `None` where there is anything else in it.
pub(super) fn geometry(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    let mut decimals = None;
    for character in text.chars() {
        match (character, &mut decimals) {
            ('.', _) => decimals = Some(0),
            ('0'..='9', Some(count)) => {
                *count += 1;
                if *count > 2 {
                    continue;
                }
            }
            ('0'..='9', None) => {}
            _ => decimals = None,
        }
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | ',' | '+' | '-' | '(' | ')' | '%' => {
                written.push(character)
            }
            '\n' | '\t' => written.push(' '),
            _ => return None,
        }
    }
    Some(written)
}
