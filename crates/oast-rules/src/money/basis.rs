use oast_units::{Exact, Hours, Pence, Percent, Period, WeeklyRate};

use super::Flow;

/// What an amount for days is worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A weekly amount in full.
    Weekly(WeeklyRate),
    /// A percentage of a weekly amount.
    Retainer(WeeklyRate, Percent),
    /// Hours a week at an amount an hour.
    Hours(Hours, Pence),
    /// A weekly amount, but on no day more than that day's care fee.
    Capped {
        /// The weekly amount.
        weekly: WeeklyRate,
        /// The care fee a week.
        fee: WeeklyRate,
        /// The percentage of it that is due; none means all of it.
        retainer: Option<Percent>,
    },
    /// A single amount, whole.
    Whole(Pence),
}

impl Basis {
    /// A care fee, at the retainer where there is one.
    pub(super) const fn fee(weekly: WeeklyRate, retainer: Option<Percent>) -> Self {
        match retainer {
            None => Self::Weekly(weekly),
            Some(percent) => Self::Retainer(weekly, percent),
        }
    }

    /// The exact amount for a number of days.
    #[inline]
    pub fn amount(self, days: i32) -> Exact {
        match self {
            Self::Weekly(weekly) => Exact::days(weekly, days),
            Self::Retainer(weekly, percent) => Exact::days_at(weekly, percent, days),
            Self::Hours(hours, hourly) => Exact::hours(hours, hourly, days),
            Self::Capped {
                weekly,
                fee,
                retainer,
            } => Exact::days(weekly, days).min(Self::fee(fee, retainer).amount(days)),
            Self::Whole(amount) => Exact::whole(amount),
        }
    }

    /// Itself in words: `£880.00 a week`, `80% of £880.00 a week`.
    pub fn words(self) -> String {
        match self {
            Self::Weekly(weekly) => format!("{weekly} a week"),
            Self::Retainer(weekly, percent) => format!("{percent}% of {weekly} a week"),
            Self::Hours(hours, hourly) => format!("{hours} hours a week at {hourly} an hour"),
            Self::Capped {
                weekly,
                fee,
                retainer,
            } => {
                let fee = Self::fee(fee, retainer);
                if fee.amount(1) < Exact::days(weekly, 1) {
                    format!("{}, which is all of the care fee", fee.words())
                } else {
                    format!("{weekly} a week")
                }
            }
            Self::Whole(amount) => format!("{amount}, once"),
        }
    }

    /// The arithmetic for a number of days: `£880.00 × 19 ÷ 7 = £2,388.571428…`.
    pub fn arithmetic(self, days: i32) -> String {
        let sum = match self {
            Self::Weekly(weekly) => format!("{weekly} × {days} ÷ 7"),
            Self::Retainer(weekly, percent) => format!("{weekly} × {percent}% × {days} ÷ 7"),
            Self::Hours(hours, hourly) => format!("{hours} × {hourly} × {days} ÷ 7"),
            Self::Capped {
                weekly,
                fee,
                retainer,
            } => {
                let fee = Self::fee(fee, retainer);
                if fee.amount(1) < Exact::days(weekly, 1) {
                    return fee.arithmetic(days);
                }
                format!("{weekly} × {days} ÷ 7")
            }
            Self::Whole(amount) => return amount.to_string(),
        };
        format!("{sum} = {}", self.amount(days))
    }
}

/// Days on which one element is due on one basis, as they were added to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The element and the way its money goes.
    pub flow: Flow,
    /// The days, within the sheet's span.
    pub period: Period,
    /// What a day is worth.
    pub basis: Basis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arithmetic_is_written_out() {
        let weekly = WeeklyRate::pounds(880);
        assert_eq!(
            Basis::Weekly(weekly).arithmetic(19),
            "£880.00 × 19 ÷ 7 = £2,388.571428…"
        );
        let capped = Basis::Capped {
            weekly: WeeklyRate::pounds(800),
            fee: weekly,
            retainer: Some(Percent::whole(80)),
        };
        assert_eq!(
            capped.words(),
            "80% of £880.00 a week, which is all of the care fee"
        );
        assert_eq!(capped.arithmetic(7), "£880.00 × 80% × 7 ÷ 7 = £704.00");
    }
}
