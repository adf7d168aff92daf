use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A person's NHS number: ten digits of which the last checks the rest (modulus 11).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NhsNumber(u64);

impl NhsNumber {
    /// The number whose first nine digits these are, when they have a check digit: one in eleven
    /// has none.
    pub fn from_first_nine(first_nine: u64) -> Option<Self> {
        if first_nine > 999_999_999 {
            return None;
        }
        let mut rest = first_nine;
        let mut sum = 0;
        for weight in 2..=10 {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        match 11 - sum % 11 {
            11 => Some(Self(first_nine * 10)),
            10 => None,
            check => Some(Self(first_nine * 10 + check)),
        }
    }
}

impl FromStr for NhsNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let digits: String = text.chars().filter(|c| *c != ' ').collect();
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Invalid::new(format!(
                "'{text}' is not an NHS number; it has ten digits, such as 9434765919"
            )));
        }
        let number: u64 = digits
            .parse()
            .map_err(|_| Invalid::new("it is not a number"))?;
        match Self::from_first_nine(number / 10) {
            Some(valid) if valid.0 == number => Ok(valid),
            _ => Err(Invalid::new(format!(
                "'{text}' is not an NHS number: its last digit does not check the other nine (modulus 11); look for a slip in one digit"
            ))),
        }
    }
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}", self.0)
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_checked() {
        assert_eq!(
            "9434765919".parse::<NhsNumber>().unwrap().to_string(),
            "9434765919"
        );
        assert_eq!(
            "943 476 5919".parse::<NhsNumber>().unwrap().to_string(),
            "9434765919"
        );
        assert!("9434765918".parse::<NhsNumber>().is_err());
        assert!("943476591".parse::<NhsNumber>().is_err());
        assert!("94347659l9".parse::<NhsNumber>().is_err());
    }

    #[test]
    fn every_slip_in_one_digit_is_caught() {
        let number = "9434765919";
        for place in 0..10 {
            for digit in b'0'..=b'9' {
                let mut slip = number.as_bytes().to_vec();
                slip[place] = digit;
                let slip = String::from_utf8(slip).unwrap();
                assert_eq!(slip.parse::<NhsNumber>().is_ok(), slip == number, "{slip}");
            }
        }
    }
}
