//! Colours: how they are written, how well they can be read, and the nearest that can be.

use std::fmt;

/// Least contrast of text to its background (WCAG 2.2, 1.4.3).
pub const READABLE: f64 = 4.5;

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#29f` or `#2299ff`.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let all: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
        let byte = |high: u32, low: u32| u8::try_from(high * 16 + low).unwrap_or_default();
        Some(Self(match all?.as_slice() {
            [r, g, b] => [byte(*r, *r), byte(*g, *g), byte(*b, *b)],
            [r, s, g, h, b, c] => [byte(*r, *s), byte(*g, *h), byte(*b, *c)],
            _ => return None,
        }))
    }

    /// Contrast to another colour, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Lightness and two axes of colour, in which distances are as people see them (Oklab).
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// The colour of a place in Oklab, less colourful where no screen can show it: clipping would change its hue.
    fn from_oklab([lightness, a, b]: [f64; 3]) -> Self {
        let kept = (0..=50).map(|step| 1.0 - f64::from(step) / 50.0);
        let places = kept.map(|kept| linear_from_oklab([lightness, a * kept, b * kept]));
        let can_be_shown = |linear: &[f64; 3]| linear.iter().all(|part| (-0.001..=1.001).contains(part));
        let grey = linear_from_oklab([lightness, 0.0, 0.0]);
        let linear = { places }.find(can_be_shown).unwrap_or(grey);
        Self(linear.map(|part| {
            let part = part.clamp(0.0, 1.0);
            let part = if part <= 0.003_130_8 {
                part * 12.92
            } else {
                1.055 * part.powf(1.0 / 2.4) - 0.055
            };
            // Between 0 and 255, so nothing is cut off.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let byte = (part * 255.0).round() as u8;
            byte
        }))
    }

    /// This much of the colour over another, as `color-mix(in oklab, …)` makes it.
    fn over(self, part: f64, other: Self) -> Self {
        let (own, other) = (self.oklab(), other.oklab());
        Self::from_oklab([0, 1, 2].map(|at| own[at] * part + other[at] * (1.0 - part)))
    }
}

fn linear_from_oklab([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark letters on a light page.
    Light,
    /// Light letters on a dark page.
    Dark,
}

impl Scheme {
    /// The backgrounds that links stand on: the page, what the pointer is over, and the side. As the style sheet has them.
    pub const fn backgrounds(self) -> [Colour; 3] {
        match self {
            Self::Light => [
                Colour([0xff, 0xff, 0xff]),
                Colour([0xf0, 0xf1, 0xf4]),
                Colour([0xf9, 0xfa, 0xfb]),
            ],
            Self::Dark => [
                Colour([0x11, 0x13, 0x17]),
                Colour([0x20, 0x23, 0x29]),
                Colour([0x0d, 0x0f, 0x13]),
            ],
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The least contrast that a colour has as text: on the backgrounds, and on a tint of itself, which marks the page one
    /// is on.
    pub fn contrast(self, colour: Colour) -> f64 {
        let [page, hover, side] = self.backgrounds();
        let tint = colour.over(0.12, side);
        let all = [page, hover, tint].map(|background| colour.contrast(background));
        all.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The colour nearest to one that can be read: the same hue, darker or lighter.
    pub fn readable(self, colour: Colour) -> Colour {
        let [lightness, a, b] = colour.oklab();
        let towards = match self {
            Self::Light => -0.005,
            Self::Dark => 0.005,
        };
        let steps = (0..=200).map(|step| {
            let moved = (lightness + towards * f64::from(step)).clamp(0.0, 1.0);
            Colour::from_oklab([moved, a, b])
        });
        let mut steps = std::iter::once(colour).chain(steps);
        let fallback = match self {
            Self::Light => Colour([0; 3]),
            Self::Dark => Colour([255; 3]),
        };
        steps.find(|it| self.contrast(*it) >= READABLE).unwrap_or(fallback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::read(text).expect("a colour")
    }

    #[test]
    fn contrast_is_as_the_guidelines_count_it() {
        let rounded = |one: &str, two: &str| format!("{:.2}", colour(one).contrast(colour(two)));
        assert_eq!(rounded("#000", "#fff"), "21.00");
        assert_eq!(rounded("#777", "#ffffff"), "4.48");
        assert_eq!(rounded("#0b5cad", "#fff"), "6.67");
        for text in ["#12", "123456", "#12345g", "#", "red", "#1234567"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_colour_that_cannot_be_read_has_a_neighbour_that_can() {
        for text in [
            "#ff9900", "#fff", "#000", "#2299ff", "#00ff00", "#808080", "#ffff00", "#0000ff",
        ] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let near = scheme.readable(colour(text));
                assert!(scheme.contrast(near) >= READABLE, "{text} became {near}");
                assert_eq!(scheme.readable(near), near, "what can be read stays");
            }
        }
        assert_eq!(Scheme::Light.readable(colour("#0b5cad")), colour("#0b5cad"));
    }

    #[test]
    fn the_backgrounds_are_those_of_the_style_sheet() {
        let style = include_str!("../../themes/default/css/1-tokens.css");
        let names = ["--bg", "--bg-hover", "--bg-rail"];
        for (at, name) in names.iter().enumerate() {
            let (_, rest) = style.split_once(&format!("{name}: light-dark(")).expect("a background");
            let (pair, _) = rest.split_once(')').expect("its end");
            let (light, dark) = pair.split_once(", ").expect("two");
            assert_eq!(Scheme::Light.backgrounds()[at], colour(light), "{name}");
            assert_eq!(Scheme::Dark.backgrounds()[at], colour(dark), "{name}");
        }
    }
}
