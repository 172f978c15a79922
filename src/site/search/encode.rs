//! Numbers as text that is short, needs no escaping and is quickly read by a browser.

/// The digits, in the order of their values. The browser has the same.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// Writes a number below 64 as one character; a greater one counts as 63.
pub(super) fn digit(text: &mut String, number: u8) {
    text.push(char::from(DIGITS[usize::from(number.min(63))]));
}

/// Writes a number five bits at a time, the lowest first; a digit from 32 says that more follow.
pub(super) fn number(text: &mut String, mut number: u32) {
    while number >= 32 {
        text.push(char::from(DIGITS[(number % 32 + 32) as usize]));
        number /= 32;
    }
    text.push(char::from(DIGITS[number as usize]));
}

/// Writes a number that may be negative.
pub(super) fn signed(text: &mut String, number: i64) {
    let folded = (number << 1) ^ (number >> 63);
    self::number(text, u32::try_from(folded).unwrap_or(u32::MAX));
}

/// A count on a scale of quarters of a power of two: what the weight of a word needs to know. Whole numbers only, so that
/// it is the same on every machine.
pub(super) fn magnitude(count: usize) -> u8 {
    let count = u64::try_from(count.max(1)).unwrap_or(u64::MAX >> 3).min(u64::MAX >> 3);
    let power = count.ilog2();
    let quarter = ((count << 2) >> power) & 3;
    u8::try_from(u64::from(power) * 4 + quarter).unwrap_or(63).min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_one_character() {
        let text = |numbers: &[u32]| {
            let mut text = String::new();
            numbers.iter().for_each(|it| number(&mut text, *it));
            text
        };
        assert_eq!(text(&[0, 9, 10, 31]), "09AV");
        assert_eq!(text(&[32, 1024]), "W1WW1");
        let mut text = String::new();
        [0, -1, 1, -2].iter().for_each(|it| signed(&mut text, *it));
        assert_eq!(text, "0123");
    }

    #[test]
    fn magnitudes_grow_with_the_logarithm() {
        let of: Vec<_> = [0, 1, 2, 3, 4, 7, 8, 1000].iter().map(|it| magnitude(*it)).collect();
        assert_eq!(of, [0, 0, 4, 6, 8, 11, 12, 39]);
    }
}
