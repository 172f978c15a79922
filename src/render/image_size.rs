//! The size of an image, from its first bytes, so that a page does not jump when it arrives.

/// Width and height in pixels of a PNG, GIF, JPEG, WebP or SVG; `None` where they are not said.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (big(bytes, 16, 4)?, big(bytes, 20, 4)?),
        [b'G', b'I', b'F', ..] => (little(bytes, 6, 2)?, little(bytes, 8, 2)?),
        [0xFF, 0xD8, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        _ => svg(bytes)?,
    };
    let sane = 1..=20_000;
    (sane.contains(&size.0) && sane.contains(&size.1)).then_some(size)
}

fn big(bytes: &[u8], start: usize, length: usize) -> Option<u32> {
    let number = bytes.get(start..start + length)?;
    Some(number.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], start: usize, length: usize) -> Option<u32> {
    let number = bytes.get(start..start + length)?;
    Some(
        number
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)),
    )
}

/// Walks the segments to the one that describes the frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut position = 2;
    loop {
        let (0xFF, marker) = (*bytes.get(position)?, *bytes.get(position + 1)?) else {
            return None;
        };
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            return Some((big(bytes, position + 7, 2)?, big(bytes, position + 5, 2)?));
        }
        position += match marker {
            0xFF => 1,
            0x01 | 0xD0..=0xD9 => 2,
            _ => 2 + usize::try_from(big(bytes, position + 2, 2)?).ok()?.max(2),
        };
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3FFF, little(bytes, 28, 2)? & 0x3FFF)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        _ => None,
    }
}

/// The `width` and `height` of the `svg` element, else those of its `viewBox`.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes.get(..bytes.len().min(4096))?).ok()?;
    let element = &text[text.find("<svg")?..];
    let element = &element[..element.find('>')?];
    let attribute = |name: &str| {
        let start = element.find(&format!(" {name}="))? + name.len() + 2;
        let quote = element[start..].chars().next()?;
        element[start + 1..].split(quote).next()
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok().map(whole);
    if let (Some(width), Some(height)) = (
        attribute("width").and_then(pixels),
        attribute("height").and_then(pixels),
    ) {
        return Some((width, height));
    }
    let mut numbers = attribute("viewBox")?
        .split([' ', ','])
        .filter_map(|word| word.parse::<f64>().ok());
    let (_, _, width, height) = (numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?);
    Some((whole(width), whole(height)))
}

/// The nearest whole number that is not negative.
fn whole(number: f64) -> u32 {
    // Saturates, and the result is bounded by the caller.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = number.round() as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::image_size;

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x80\x08";
        assert_eq!(image_size(png), Some((256, 128)));
        assert_eq!(image_size(b"GIF89a\x05\0\x07\0"), Some((5, 7)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x20\0\x40\x03";
        assert_eq!(image_size(jpeg), Some((64, 32)));
        assert_eq!(image_size(b"<svg viewBox='0 0 30 20.4'>"), Some((30, 20)));
        assert_eq!(image_size(b"<svg width=\"12px\" height=\"8\">"), Some((12, 8)));
        assert_eq!(image_size(b"\x89PNG"), None);
        assert_eq!(image_size(b"<svg width='100%' height='100%'>"), None);
        assert_eq!(image_size(b""), None);
    }
}
