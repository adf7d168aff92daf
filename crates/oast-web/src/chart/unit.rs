use oast_units::Pence;

/// What a chart's values are whole numbers of, and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Pence, shown as a headline: `£17.2m`.
    Pounds,
    /// Pence of an estimate, shown as a headline too, and in whole pounds where that is told
    /// exactly: its pence would say more than anybody knows.
    Estimate,
    /// Pence, shown in full: `£1,080`, `£904.64`. For weekly prices, where ten pounds matter.
    Price,
    /// Things: `4,774`.
    Count,
    /// Hundredths of one per cent (basis points): `74%`, `4.01%`.
    Percent,
}

impl Unit {
    /// As it stands beside a mark.
    pub fn short(self, value: i64) -> String {
        let sign = sign(value);
        let size = value.unsigned_abs();
        match self {
            Self::Pounds | Self::Estimate => Pence::new(value).headline(),
            Self::Price => match size % 100 {
                0 => format!("{sign}£{}", grouped(size / 100)),
                pence => format!("{sign}£{}.{pence:02}", grouped(size / 100)),
            },
            Self::Count => format!("{sign}{}", grouped(size)),
            Self::Percent => {
                let part = format!("{:02}", size % 100);
                match part.trim_end_matches('0') {
                    "" => format!("{sign}{}%", grouped(size / 100)),
                    part => format!("{sign}{}.{part}%", grouped(size / 100)),
                }
            }
        }
    }

    /// To the last penny: `£17,204,113.20`.
    pub fn exact(self, value: i64) -> String {
        match self {
            Self::Pounds | Self::Price => Pence::new(value).to_string(),
            Self::Estimate => format!(
                "{}£{}",
                sign(value),
                grouped((value.unsigned_abs() + 50) / 100)
            ),
            Self::Count | Self::Percent => self.short(value),
        }
    }

    /// A difference to the last penny, with its sign: `+£12.50`.
    pub fn difference(self, value: i64) -> String {
        plus(value, self.exact(value))
    }

    /// A difference as it stands beside a mark, with its sign: `+£1.2k`.
    pub fn short_difference(self, value: i64) -> String {
        plus(value, self.short(value))
    }

    /// As it stands on an axis: without a tenth that is nought.
    pub(crate) fn tick(self, value: i64) -> String {
        self.short(value)
            .replace(".0k", "k")
            .replace(".0m", "m")
            .replace(".0bn", "bn")
    }
}

fn sign(value: i64) -> &'static str {
    if value < 0 { "−" } else { "" }
}

fn plus(value: i64, words: String) -> String {
    if value > 0 {
        format!("+{words}")
    } else {
        words
    }
}

/// Digits in groups of three: `4,774`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn amounts_are_written_as_their_unit_says() {
        for (unit, value, short, exact) in [
            (Unit::Pounds, 1_720_411_320, "£17.2m", "£17,204,113.20"),
            (Unit::Estimate, 1_720_411_350, "£17.2m", "£17,204,114"),
            (Unit::Estimate, -90_464, "−£904.64", "−£905"),
            (Unit::Price, 108_000, "£1,080", "£1,080.00"),
            (Unit::Price, 90_464, "£904.64", "£904.64"),
            (Unit::Count, -4_774, "−4,774", "−4,774"),
            (Unit::Percent, 7_400, "74%", "74%"),
            (Unit::Percent, 401, "4.01%", "4.01%"),
            (Unit::Percent, -1_050, "−10.5%", "−10.5%"),
        ] {
            let written = (unit.short(value), unit.exact(value));
            assert_eq!(written, (short.to_string(), exact.to_string()));
        }
        assert_eq!(Unit::Pounds.tick(2_000_000_000), "£20m");
        assert_eq!(Unit::Count.difference(3), "+3");
    }
}
