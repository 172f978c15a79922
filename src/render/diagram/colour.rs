//! Colours that authors choose, as tones of the theme.
//!
//! A colour in a diagram means something: red for what hurts, green for what is done. The tones of the theme say the same
//! in both schemes and with enough contrast, so a colour becomes the tone of its hue.

/// The tone of a colour as CSS writes it: `#f00`, `rgb(255, 0, 0)`, `hsl(0, 100%, 50%)` or a name; `None` for one that is
/// not understood.
pub(super) fn tone(colour: &str) -> Option<&'static str> {
    let colour = colour.trim().to_ascii_lowercase();
    let (hue, saturation) = if let Some(digits) = colour.strip_prefix('#') {
        from_digits(digits)?
    } else if let Some(numbers) = colour.strip_prefix("rgb") {
        let [red, green, blue] = numbers_in(numbers)?;
        hue(red, green, blue)
    } else if let Some(numbers) = colour.strip_prefix("hsl") {
        let [hue, saturation, _] = numbers_in(numbers)?;
        (hue.rem_euclid(360.0), saturation / 100.0)
    } else {
        let (_, hue) = NAMES.iter().find(|(name, _)| colour.ends_with(name))?;
        hue.map_or((0.0, 0.0), |hue| (f64::from(hue), 1.0))
    };
    Some(match hue {
        _ if saturation < 0.12 => "t-idle",
        hue if !(20.0..345.0).contains(&hue) => "t-error",
        hue if hue < 70.0 => "t-wait",
        hue if hue < 175.0 => "t-done",
        hue if hue < 255.0 => "t-active",
        _ => "t-closed",
    })
}

/// Names of colours that end in these words, with their hue; greys have none.
const NAMES: [(&str, Option<u16>); 24] = [
    ("white", None),
    ("black", None),
    ("gray", None),
    ("grey", None),
    ("silver", None),
    ("pink", Some(350)),
    ("red", Some(0)),
    ("crimson", Some(348)),
    ("tomato", Some(9)),
    ("salmon", Some(6)),
    ("coral", Some(16)),
    ("brown", Some(0)),
    ("orange", Some(39)),
    ("gold", Some(51)),
    ("yellow", Some(60)),
    ("khaki", Some(54)),
    ("green", Some(120)),
    ("lime", Some(120)),
    ("teal", Some(174)),
    ("cyan", Some(180)),
    ("blue", Some(240)),
    ("purple", Some(300)),
    ("violet", Some(300)),
    ("magenta", Some(300)),
];

fn from_digits(digits: &str) -> Option<(f64, f64)> {
    let part = |start: usize, length: usize| {
        let number = u8::from_str_radix(digits.get(start..start + length)?, 16).ok()?;
        Some(f64::from(if length == 1 { number * 17 } else { number }))
    };
    match digits.len() {
        3 | 4 => Some(hue(part(0, 1)?, part(1, 1)?, part(2, 1)?)),
        6 | 8 => Some(hue(part(0, 2)?, part(2, 2)?, part(4, 2)?)),
        _ => None,
    }
}

fn numbers_in(text: &str) -> Option<[f64; 3]> {
    let numbers = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    let mut numbers = numbers.filter_map(|number| number.parse::<f64>().ok());
    Some([numbers.next()?, numbers.next()?, numbers.next()?])
}

/// Hue in degrees and how far it is from grey.
fn hue(red: f64, green: f64, blue: f64) -> (f64, f64) {
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    let spread = most - least;
    if spread <= 0.0 {
        return (0.0, 0.0);
    }
    let hue = if most == red {
        ((green - blue) / spread).rem_euclid(6.0)
    } else if most == green {
        (blue - red) / spread + 2.0
    } else {
        (red - green) / spread + 4.0
    };
    (hue * 60.0, spread / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_becomes_the_tone_of_its_hue() {
        let tones = [
            "#f00",
            "#ffa500",
            "#0a0",
            "#bbf",
            "#93c",
            "#888",
            "#fff",
            "rgb(200, 30, 30)",
            "hsl(120, 50%, 50%)",
        ];
        let expected = [
            "t-error", "t-wait", "t-done", "t-active", "t-closed", "t-idle", "t-idle", "t-error", "t-done",
        ];
        assert_eq!(tones.map(|colour| tone(colour).unwrap_or("none")), expected);
        assert_eq!(tone("LightGreen"), Some("t-done"));
        for bad in [
            "",
            "#",
            "#12",
            "#ééé",
            "url(javascript:alert(1))",
            "rgb(",
            "none",
            "inherit",
        ] {
            assert_eq!(tone(bad), None, "{bad}");
        }
    }
}
