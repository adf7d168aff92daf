//! The weekly fee that the cost model gives, from staffing hours at dated rates (rules §3).
//!
//! `fee = ((pay × (1 + on-costs)) + premises + supplies) × (1 + head office) × (1 + return) ÷
//! occupancy`, exactly, and rounded to the penny once, half away from zero.
//!
//! Example, at the rates of April 2026: 20 waking hours by day and 10 by night at £12.71 and one
//! sleep-in at £70.00 are £451.30 of pay. With on-costs of 25% (£564.125), premises of £120.00 and
//! supplies of £90.00 that is £774.125; with 5% for the head office and 5% return £853.4728125; at
//! 95% occupancy £898.39.

use oast_terms::{CostModelTerms, Entry, NotInForce, Step, Trace};
use oast_units::{Date, Hours, Pence, Percent, WeeklyRate};

const CLAUSE: &str = "rules §3";

/// The hours of staff that one person is given in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Staffing {
    /// Waking hours by day.
    pub waking_day: Hours,
    /// Waking hours by night.
    pub waking_night: Hours,
    /// Nights on which somebody sleeps in.
    pub sleep_in_nights: u32,
}

/// Why the cost model gives no fee.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CostModelError {
    /// A rate has no value on the day.
    #[error(transparent)]
    Term(#[from] NotInForce),
    /// No bed is ever filled.
    #[error("the cost model divides by an occupancy of nothing")]
    NoOccupancy,
    /// The figures have too many places to be kept exactly.
    #[error("the cost model's figures are too fine or too large to be worked out exactly")]
    TooFine,
}

/// The weekly fee for a person's staffing, at the rates in force on the day it is agreed.
pub fn cost_model_fee(
    staffing: &Staffing,
    day: Date,
    terms: &CostModelTerms,
    trace: &mut impl Trace,
) -> Result<WeeklyRate, CostModelError> {
    let pay = pay(staffing, day, terms, trace)?;
    let staff = pay.raised(*terms.on_cost_percent.on(day, trace)?)?;
    trace.record(|| step("With on-costs, staff come to this a week.", staff));
    let premises = terms.premises_weekly.on(day, trace)?.weekly();
    let supplies = terms.supplies_weekly.on(day, trace)?.weekly();
    let own_costs = staff.plus(premises + supplies)?;
    trace.record(|| {
        step(
            "With premises and supplies, the home's own costs.",
            own_costs,
        )
    });
    let all_costs = own_costs.raised(*terms.head_office_percent.on(day, trace)?)?;
    trace.record(|| step("With the head office, all costs.", all_costs));
    let full = all_costs.raised(*terms.return_percent.on(day, trace)?)?;
    trace.record(|| step("With the return, what a filled bed would need.", full));
    let occupancy = *terms.occupancy_percent.on(day, trace)?;
    if occupancy <= Percent::ZERO {
        return Err(CostModelError::NoOccupancy);
    }
    let fee = full.divided_by(occupancy)?;
    trace.record(|| step("Divided by occupancy and rounded to the penny.", fee));
    Ok(WeeklyRate::new(fee.rounded()))
}

/// Hours and nights at their rates.
fn pay(
    staffing: &Staffing,
    day: Date,
    terms: &CostModelTerms,
    trace: &mut impl Trace,
) -> Result<Ratio, CostModelError> {
    let by_day = terms.waking_day_hourly.on(day, trace)?.pence();
    let by_night = terms.waking_night_hourly.on(day, trace)?.pence();
    let sleep_in = terms.sleep_in_nightly.on(day, trace)?.get();
    let hundredths = i128::from(staffing.waking_day.hundredths()) * i128::from(by_day)
        + i128::from(staffing.waking_night.hundredths()) * i128::from(by_night)
        + i128::from(staffing.sleep_in_nights) * i128::from(sleep_in) * 100;
    let pay = Ratio::new(hundredths, 100);
    trace.record(|| {
        let says = format!(
            "{} waking hours by day, {} by night and {} sleep-ins a week at the rates of {}.",
            staffing.waking_day,
            staffing.waking_night,
            staffing.sleep_in_nights,
            day.long()
        );
        step(&says, pay)
    });
    Ok(pay)
}

/// An exact amount of pence, above nothing, as a fraction in its lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    fn new(over: i128, under: i128) -> Self {
        let common = greatest_common_divisor(over, under).max(1);
        Self {
            over: over / common,
            under: under / common,
        }
    }

    fn times(self, other: Self) -> Result<Self, CostModelError> {
        // Crosswise first, so that the products stay small.
        let (a, b) = (
            Self::new(self.over, other.under),
            Self::new(other.over, self.under),
        );
        match (a.over.checked_mul(b.over), a.under.checked_mul(b.under)) {
            (Some(over), Some(under)) => Ok(Self::new(over, under)),
            _ => Err(CostModelError::TooFine),
        }
    }

    fn plus(self, amount: Pence) -> Result<Self, CostModelError> {
        i128::from(amount.get())
            .checked_mul(self.under)
            .and_then(|over| over.checked_add(self.over))
            .map(|over| Self::new(over, self.under))
            .ok_or(CostModelError::TooFine)
    }

    /// Raised by a percentage.
    fn raised(self, percent: Percent) -> Result<Self, CostModelError> {
        let hundred = i128::from(Percent::HUNDRED.billionths());
        self.times(Self::new(
            hundred + i128::from(percent.billionths()),
            hundred,
        ))
    }

    /// Divided by a percentage, which is above nothing.
    fn divided_by(self, percent: Percent) -> Result<Self, CostModelError> {
        let hundred = i128::from(Percent::HUNDRED.billionths());
        self.times(Self::new(hundred, i128::from(percent.billionths())))
    }

    /// To the penny, half away from zero.
    fn rounded(self) -> Pence {
        let whole = self.over.div_euclid(self.under);
        let rest = self.over.rem_euclid(self.under);
        let up = i128::from(rest >= self.under - rest);
        Pence::new(i64::try_from(whole + up).unwrap_or(i64::MAX))
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

fn step(says: &str, amount: Ratio) -> Entry {
    Entry::Step(Step {
        rule: "price.cost_model",
        clause: CLAUSE,
        says: says.to_owned(),
        amount: Some(amount.rounded()),
    })
}
