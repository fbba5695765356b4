//! The accent colour: whether it can be read on the default theme's grounds, and the shades that
//! come of it.

use std::fmt;

use palette::color_difference::Wcag21RelativeContrast;
use palette::{IntoColor, Mix, Oklch, Srgb};

/// The least contrast of text with its ground: WCAG 2.2, success criterion 1.4.3.
const READABLE: f32 = 4.5;

/// What text has on a dark ground, where thin letters seem to glow: more than is needed.
const READABLE_ON_DARK: f32 = 7.0;

/// The colours of `static/css/site.css` that the accent meets; a test holds the two together.
struct Grounds {
    /// `--paper`.
    paper: Colour,
    /// `--sheet`.
    sheet: Colour,
    /// `--ink`.
    ink: Colour,
    /// How much of `--signal` is in `--warm`.
    warm: f32,
}

const LIGHT: Grounds = Grounds {
    paper: Colour([0xf7, 0xf9, 0xf8]),
    sheet: Colour([0xff, 0xff, 0xff]),
    ink: Colour([0x16, 0x21, 0x1f]),
    warm: 0.22,
};

const DARK: Grounds = Grounds {
    paper: Colour([0x11, 0x19, 0x17]),
    sheet: Colour([0x18, 0x22, 0x1f]),
    ink: Colour([0xe5, 0xec, 0xe9]),
    warm: 0.15,
};

/// `--signal`.
const SIGNAL: Colour = Colour([0xff, 0xcf, 0x3f]);

/// How much of the accent is in `--tint`.
const TINT: f32 = 0.08;

/// A colour of the screen: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The accent as a stylesheet wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shades {
    /// Links, buttons, marks.
    pub(crate) brand: Colour,
    /// The same under the pointer.
    pub(crate) strong: Colour,
    /// Text on either.
    pub(crate) on: Colour,
}

/// A colour that cannot be read on every light ground of the theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pale {
    /// Its least contrast, 1 to 21.
    pub(crate) contrast: f32,
    /// The nearest that can be read.
    pub(crate) nearest: Colour,
}

impl Colour {
    /// Reads `#0b5d4f` or `#0bf`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let value = |digits: &str| u8::from_str_radix(digits, 16).ok();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| match digits.len() {
            3 => value(digits.get(at..at + 1)?).map(|digit| digit * 17),
            6 => value(digits.get(at * 2..at * 2 + 2)?),
            _ => None,
        };
        Some(Self([part(0)?, part(1)?, part(2)?]))
    }

    fn rgb(self) -> Srgb<f32> {
        Srgb::from(self.0).into_format()
    }

    fn of(colour: Srgb<f32>) -> Self {
        Self(colour.into_format::<u8>().into())
    }

    fn contrast(self, other: Self) -> f32 {
        self.rgb().relative_contrast(other.rgb())
    }

    /// Both together, as CSS mixes them in sRGB.
    fn mixed(self, share: f32, with: Self) -> Self {
        Self::of(with.rgb().mix(self.rgb(), share))
    }

    /// The same hue, so much lighter or darker.
    fn moved(self, by: f32) -> Self {
        let colour: Oklch = self.rgb().into_color();
        let moved = Oklch::new((colour.l + by).clamp(0.0, 1.0), colour.chroma, colour.hue);
        // Into the colours that a screen has: a channel that runs over is cut off.
        Self::of(IntoColor::<Srgb<f32>>::into_color(moved))
    }

    /// The least contrast that it has as text on the grounds.
    fn least_contrast(self, grounds: &Grounds) -> f32 {
        let tint = self.mixed(TINT, grounds.paper);
        let warm = SIGNAL.mixed(grounds.warm, grounds.paper);
        let all = [grounds.paper, grounds.sheet, tint, warm].map(|ground| self.contrast(ground));
        all.into_iter().fold(f32::INFINITY, f32::min)
    }

    /// Itself, else the first in steps of lightness that has a contrast.
    fn until(self, grounds: &Grounds, contrast: f32, step: f32) -> Self {
        let mut steps = (0..=200).map(|count| self.moved(step * count as f32));
        let good = |colour: &Self| colour.least_contrast(grounds) >= contrast;
        if good(&self) {
            return self;
        }
        // At the end of the scale stands black, or white, which always can be read.
        steps.find(good).unwrap_or(grounds.ink)
    }

    /// Whether it can be read as text on the light grounds of the theme.
    ///
    /// # Errors
    /// Its contrast where that is too little, and the nearest colour that has enough.
    pub(crate) fn judge(self) -> Result<(), Pale> {
        let contrast = self.least_contrast(&LIGHT);
        match contrast >= READABLE {
            true => Ok(()),
            false => Err(Pale { contrast, nearest: self.until(&LIGHT, READABLE, -0.005) }),
        }
    }

    /// What becomes of it on light grounds: the author's colour as it is.
    pub(crate) fn on_light(self) -> Shades {
        Shades { brand: self, strong: self.moved(-0.1), on: self.text() }
    }

    /// What becomes of it on dark grounds: as light as it must be.
    pub(crate) fn on_dark(self) -> Shades {
        let brand = self.until(&DARK, READABLE_ON_DARK, 0.005);
        Shades { brand, strong: brand.moved(0.07), on: brand.text() }
    }

    /// Text that can be read on it: white or ink, and between the two black, which reads on every
    /// colour that white does not.
    fn text(self) -> Self {
        let inks = [LIGHT.sheet, LIGHT.ink];
        let good = inks.into_iter().find(|ink| self.contrast(*ink) >= READABLE);
        good.unwrap_or(Self([0, 0, 0]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_grounds_are_those_of_the_stylesheet() {
        let css = include_str!("../static/css/site.css");
        let values = |name: &str| {
            let (_, after) = css.split_once(&format!("--{name}: light-dark(")).unwrap();
            after.split_once(");").unwrap().0
        };
        for (name, light, dark) in [
            ("paper", LIGHT.paper, DARK.paper),
            ("sheet", LIGHT.sheet, DARK.sheet),
            ("ink", LIGHT.ink, DARK.ink),
        ] {
            let colours = values(name).split_once(", ").unwrap();
            assert_eq!(Colour::parse(colours.0), Some(light), "{name}");
            assert_eq!(Colour::parse(colours.1), Some(dark), "{name}");
        }
        let warm = [LIGHT, DARK].map(|grounds| {
            let share = (grounds.warm * 100.0).round();
            format!("color-mix(in srgb, var(--signal) {share}%, var(--paper))")
        });
        assert_eq!(values("warm"), warm.join(", "));
        assert!(css.contains(&format!("--signal: {SIGNAL};")));
        let tint = (TINT * 100.0).round();
        assert!(
            css.contains(&format!(
                "--tint: color-mix(in srgb, var(--brand) {tint}%, var(--paper));"
            ))
        );
    }

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#0B5d4f").unwrap().to_string(), "#0b5d4f");
        assert_eq!(Colour::parse("#0bf").unwrap().to_string(), "#00bbff");
        for wrong in ["0b5d4f", "#0b5d4", "green", "#", "#é5d4f", "#+12345"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_pale_colour_has_a_good_neighbour() {
        let judge = |text: &str| Colour::parse(text).unwrap().judge().map_err(|p| p.nearest);
        assert_eq!(judge("#0b5d4f"), Ok(()));
        let nearest = judge("#2f9e8a").unwrap_err();
        assert_eq!(nearest.to_string(), "#007967");
    }

    proptest! {
        #[test]
        fn what_comes_of_any_colour_can_be_read(red: u8, green: u8, blue: u8) {
            let colour = Colour([red, green, blue]);
            if let Err(pale) = colour.judge() {
                prop_assert!(pale.contrast < READABLE);
                prop_assert_eq!(pale.nearest.judge(), Ok(()), "{}", pale.nearest);
                // The step before it cannot be read: nothing nearer was passed over.
                let light = |colour: Colour| {
                    let colour: Oklch = colour.rgb().into_color();
                    colour.l
                };
                let between = colour.moved(light(pale.nearest) - light(colour) + 0.02);
                prop_assert!(between.least_contrast(&LIGHT) < READABLE + 0.35);
            }
            let dark = colour.on_dark();
            prop_assert!(dark.brand.least_contrast(&DARK) >= READABLE_ON_DARK);
            prop_assert!(dark.strong.least_contrast(&DARK) >= READABLE);
            prop_assert!(dark.brand.contrast(dark.on) >= READABLE);
            prop_assert!(dark.strong.contrast(dark.on) >= READABLE);
            let light = colour.on_light();
            prop_assert!(light.brand.contrast(light.on) >= READABLE, "{colour} {}", light.on);
            if colour.judge().is_ok() {
                prop_assert!(light.strong.judge().is_ok());
                prop_assert!(light.strong.contrast(light.on) >= READABLE);
            }
        }
    }
}
