//! What is written into the page that can load nothing: `404.html` is shown at any address, so no relative link of its own
//! would lead anywhere.

use sha2::{Digest, Sha256};

use super::Theme;

/// What is written into the page that can load nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Standalone {
    pub(super) style: String,
    pub(super) script: String,
}

impl Theme {
    /// The style and the script of the page that stands alone, with the hashes by which its policy allows them.
    pub(in crate::render) fn standalone(&self) -> ((&str, String), (&str, String)) {
        let hashed = |text: &'_ str| format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())));
        let Standalone { style, script } = &self.standalone;
        ((style, hashed(style)), (script, hashed(script)))
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number = (0..3).fold(0_usize, |number, at| {
            number << 8 | usize::from(chunk.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = LETTERS[number >> (18 - 6 * at) & 63];
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_everyone() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }
}
