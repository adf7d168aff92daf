use std::fmt;
use std::str::FromStr;

use compact_str::{CompactString, format_compact};

use crate::Invalid;

/// A United Kingdom postcode, in capitals with one space: `ME14 1XX`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(CompactString);

impl Postcode {
    /// The part before the space, which names a district of the post: `ME14`.
    pub fn outward(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The whole postcode.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Postcode {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || Invalid::new(format!("'{text}' is not a postcode; write it as ME14 1XX"));
        let letters: CompactString = text
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if !letters.is_ascii() || !(5..=7).contains(&letters.len()) {
            return Err(wrong());
        }
        let (outward, inward) = letters.split_at(letters.len() - 3);
        let shape: CompactString = outward.chars().map(shape_of).collect();
        let outward_is_known = matches!(
            shape.as_str(),
            "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"
        ) || outward == "GIR";
        let inward_shape: CompactString = inward.chars().map(shape_of).collect();
        if !outward_is_known || inward_shape != "9AA" {
            return Err(wrong());
        }
        Ok(Self(format_compact!("{outward} {inward}")))
    }
}

fn shape_of(letter: char) -> char {
    match letter {
        'A'..='Z' => 'A',
        '0'..='9' => '9',
        _ => '?',
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A latitude or a longitude in degrees, as the exact decimal that was given.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinate(CompactString);

impl Coordinate {
    /// The decimal as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In millionths of a degree, about a tenth of a metre; further decimals are left out.
    pub fn micro_degrees(&self) -> i64 {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let places = part.chars().chain(std::iter::repeat('0')).take(6);
        let size = whole
            .chars()
            .chain(places)
            .filter_map(|digit| digit.to_digit(10))
            .fold(0, |size: i64, digit| size * 10 + i64::from(digit));
        if digits.len() < self.0.len() {
            -size
        } else {
            size
        }
    }
}

impl FromStr for Coordinate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(format!(
                "'{text}' is not a position in degrees; write a decimal such as 51.2755"
            ))
        };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(part) || part.len() > 12 {
            return Err(wrong());
        }
        match whole.parse::<u32>() {
            Ok(0..=180) => Ok(Self(text.into())),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_tidied_and_checked() {
        for (text, tidy) in [
            ("me141xx", "ME14 1XX"),
            ("CT1 2AB", "CT1 2AB"),
            ("W1A 0AX", "W1A 0AX"),
            ("M1 1AE", "M1 1AE"),
        ] {
            let postcode: Postcode = text.parse().unwrap();
            assert_eq!(
                (postcode.as_str(), postcode.outward()),
                (tidy, tidy.split(' ').next().unwrap())
            );
        }
        for text in ["", "ME14", "ME14 XX1", "1234 5AB", "ME14 1XXX", "ÆE14 1XX"] {
            assert!(text.parse::<Postcode>().is_err(), "{text}");
        }
    }

    #[test]
    fn positions_are_counted_in_millionths_of_a_degree() {
        for (text, micro_degrees) in [
            ("51.2755", 51_275_500),
            ("-0.5", -500_000),
            ("1.23456789", 1_234_567),
            ("180", 180_000_000),
        ] {
            let position: Coordinate = text.parse().unwrap();
            assert_eq!(position.micro_degrees(), micro_degrees);
        }
    }

    #[test]
    fn positions_are_decimals() {
        assert!("51.2755".parse::<Coordinate>().is_ok() && "-0.5".parse::<Coordinate>().is_ok());
        for text in ["", "north", "181.0", "51,2", "1e2"] {
            assert!(text.parse::<Coordinate>().is_err(), "{text}");
        }
    }
}
