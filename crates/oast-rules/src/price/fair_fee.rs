//! A fair fee as cost lines: what care of a category should cost for one occupied bed a week
//! (rules §3).
//!
//! Each line is rounded to the penny, half up, and the fee is their sum, so that it can be added
//! up by hand. Care staff are paid the National Living Wage of the day. Premises, supplies and the
//! head office are raised each April by inflation since their values' first day.

use oast_terms::{
    Count, Dated, Entry, FairFeeTerms, InflationTerms, NotInForce, Step, Term, Trace, WageTerms,
};
use oast_units::{Date, Pence, Percent, WeeklyRate};

use super::market::{ByCategory, place_of};
use crate::facts::Category;

const CLAUSE: &str = "rules §3";
const MINUTES_OF_HOUR: i64 = 60;
const DAYS_OF_WEEK: i64 = 7;

/// A line of the fee, in the order of the government's fair cost of care exercise, Annex A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeeLine {
    /// Registered nurses.
    Nurses,
    /// Care staff who are awake, by day.
    CareByDay,
    /// Care staff who are awake, by night.
    CareByNight,
    /// Care staff who sleep in.
    SleepIn,
    /// What employing nurses and care staff costs on top of their pay.
    OnCosts,
    /// All other staff.
    OtherStaff,
    /// The building.
    Premises,
    /// Supplies and services.
    Supplies,
    /// The head office.
    HeadOffice,
    /// The return on operations.
    ReturnOnOperations,
    /// The return on capital.
    ReturnOnCapital,
}

impl FeeLine {
    /// Every line, in order.
    pub const ALL: [Self; 11] = [
        Self::Nurses,
        Self::CareByDay,
        Self::CareByNight,
        Self::SleepIn,
        Self::OnCosts,
        Self::OtherStaff,
        Self::Premises,
        Self::Supplies,
        Self::HeadOffice,
        Self::ReturnOnOperations,
        Self::ReturnOnCapital,
    ];

    /// Its name in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nurses => "nurses",
            Self::CareByDay => "care_by_day",
            Self::CareByNight => "care_by_night",
            Self::SleepIn => "sleep_in",
            Self::OnCosts => "on_costs",
            Self::OtherStaff => "other_staff",
            Self::Premises => "premises",
            Self::Supplies => "supplies",
            Self::HeadOffice => "head_office",
            Self::ReturnOnOperations => "return_on_operations",
            Self::ReturnOnCapital => "return_on_capital",
        }
    }

    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nurses => "Nurses",
            Self::CareByDay => "Care staff, waking hours by day",
            Self::CareByNight => "Care staff, waking hours by night",
            Self::SleepIn => "Care staff, sleep-ins",
            Self::OnCosts => "On-costs of nurses and care staff",
            Self::OtherStaff => "All other staff",
            Self::Premises => "Premises",
            Self::Supplies => "Supplies and services",
            Self::HeadOffice => "Head office",
            Self::ReturnOnOperations => "Return on operations",
            Self::ReturnOnCapital => "Return on capital",
        }
    }
}

/// A fair fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FairFee {
    /// The lines, in the order of [`FeeLine::ALL`], in pounds a week.
    pub lines: [Pence; FeeLine::ALL.len()],
    /// Their sum.
    pub weekly: WeeklyRate,
}

/// How far an amount a week lies above a fair fee; below nothing where it lies under it.
pub fn above(weekly: Pence, fee: &FairFee) -> Pence {
    weekly - fee.weekly.weekly()
}

/// Why there is no fair fee.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FairFeeError {
    /// A term has no value on the day.
    #[error(transparent)]
    Term(#[from] NotInForce),
    /// Complex care is priced for each person.
    #[error("complex care has no fair fee of its category; it is priced by an assessment")]
    Complex,
    /// Nobody shares the sleep-ins.
    #[error("a fair fee shares a home's sleep-ins among no residents; set the term residents")]
    NoResidents,
}

/// What care of a category should cost for one occupied bed a week, on a day.
///
/// # Errors
/// When a term has no value on the day, or the category is complex.
pub fn fair_fee(
    category: Category,
    day: Date,
    wage: &WageTerms,
    inflation: &InflationTerms,
    terms: &FairFeeTerms,
    trace: &mut impl Trace,
) -> Result<FairFee, FairFeeError> {
    let at = place_of(category).ok_or(FairFeeError::Complex)?;
    let care = wage.national_living_wage.on(day, trace)?.pence();
    let nurse = match nurse_minutes(at, terms) {
        Some(minutes) => {
            let hourly = terms.nurse_hourly.on(day, trace)?.pence();
            weekly(*minutes.on(day, trace)?, hourly)
        }
        None => Pence::ZERO,
    };
    let by_day = weekly(*day_minutes(terms)[at].on(day, trace)?, care);
    let by_night = weekly(*night_minutes(terms)[at].on(day, trace)?, care);
    let sleep_ins = i64::from(terms.sleep_ins_weekly.on(day, trace)?.get());
    let residents = i64::from(terms.residents.on(day, trace)?.get());
    if residents == 0 {
        return Err(FairFeeError::NoResidents);
    }
    let nightly = terms.sleep_in_nightly.on(day, trace)?.get();
    let sleep_in = rounded(i128::from(nightly * sleep_ins), i128::from(residents));
    let pay = nurse + by_day + by_night + sleep_in;
    let on_costs = percent_of(pay, *terms.staff_on_cost_percent.on(day, trace)?);
    let other = terms.other_staff_weekly.on(day, trace)?.weekly();
    let mut raised = |term: &Term<WeeklyRate>| raised(term, day, inflation, trace);
    let premises = raised(&terms.fair_premises_weekly)?;
    let supplies = raised(&terms.fair_supplies_weekly)?;
    let office = raised(&terms.fair_head_office_weekly)?;
    let costs = pay + on_costs + other + premises + supplies + office;
    let on_operations = percent_of(costs, *terms.return_on_operations_percent.on(day, trace)?);
    let on_capital = terms.return_on_capital_weekly.on(day, trace)?.weekly();
    let lines = [
        nurse,
        by_day,
        by_night,
        sleep_in,
        on_costs,
        other,
        premises,
        supplies,
        office,
        on_operations,
        on_capital,
    ];
    for (line, amount) in FeeLine::ALL.into_iter().zip(lines) {
        step(trace, line.words().to_owned() + ", a week.", amount);
    }
    let sum: Pence = lines.into_iter().sum();
    step(
        trace,
        "The fair fee is the sum of the lines.".to_owned(),
        sum,
    );
    Ok(FairFee {
        lines,
        weekly: WeeklyRate::new(sum),
    })
}

fn day_minutes(terms: &FairFeeTerms) -> ByCategory<&Term<Count>> {
    [
        &terms.day_minutes_residential,
        &terms.day_minutes_residential_high,
        &terms.day_minutes_nursing,
        &terms.day_minutes_nursing_high,
    ]
}

fn night_minutes(terms: &FairFeeTerms) -> ByCategory<&Term<Count>> {
    [
        &terms.night_minutes_residential,
        &terms.night_minutes_residential_high,
        &terms.night_minutes_nursing,
        &terms.night_minutes_nursing_high,
    ]
}

fn nurse_minutes(at: usize, terms: &FairFeeTerms) -> Option<&Term<Count>> {
    let of = [
        None,
        None,
        Some(&terms.nurse_minutes_nursing),
        Some(&terms.nurse_minutes_nursing_high),
    ];
    of.get(at).copied().flatten()
}

/// Minutes a day at an amount an hour, for a week.
fn weekly(minutes: Count, hourly: i64) -> Pence {
    let week = i128::from(minutes.get()) * i128::from(hourly * DAYS_OF_WEEK);
    rounded(week, i128::from(MINUTES_OF_HOUR))
}

fn percent_of(amount: Pence, percent: Percent) -> Pence {
    let part = i128::from(amount.get()) * i128::from(percent.billionths());
    rounded(part, i128::from(Percent::HUNDRED.billionths()))
}

/// A value, raised to the penny by each inflation that begins after it and up to the day.
fn raised(
    term: &Term<WeeklyRate>,
    day: Date,
    inflation: &InflationTerms,
    trace: &mut impl Trace,
) -> Result<Pence, NotInForce> {
    let from = term.dated_on(day)?.period.from();
    let mut amount = *term.on(day, trace)?;
    let since = |dated: &&Dated<Percent>| {
        let begins = dated.period.from();
        from < begins && begins <= day
    };
    for dated in inflation.cpi_september_percent.values.iter().filter(since) {
        amount = dated.value.uplift(amount);
        let says = format!(
            "Raised by inflation of {}% from {}.",
            dated.value,
            dated.period.from().long()
        );
        step(trace, says, amount.weekly());
    }
    Ok(amount.weekly())
}

/// A quotient in whole pence, half up; nothing here is below nothing.
fn rounded(over: i128, under: i128) -> Pence {
    let pence = (2 * over + under).div_euclid(2 * under);
    Pence::new(i64::try_from(pence).unwrap_or(i64::MAX))
}

fn step(trace: &mut impl Trace, says: String, amount: Pence) {
    trace.record(|| {
        Entry::Step(Step {
            rule: "price.fair_fee",
            clause: CLAUSE,
            says,
            amount: Some(amount),
        })
    });
}

#[cfg(test)]
mod tests {
    use oast_terms::{Silent, Terms};
    use oast_units::Period;

    use super::*;

    #[test]
    fn what_is_no_pay_is_raised_by_each_inflation_after_its_first_day() {
        let terms = Terms::bundled("kent").unwrap();
        let contract = terms.contract_for(None, "framework");
        let fair = contract.fair_fee.as_ref().unwrap();
        let mut inflation = terms.england.inflation.clone();
        let values = &mut inflation.cpi_september_percent.values;
        let next = Dated {
            period: Period::between(Date::of(2027, 4, 1), Date::MAX).unwrap(),
            value: "2.5".parse().unwrap(),
            ..values.last().unwrap().clone()
        };
        values.push(next);
        let premises = |day| {
            let wage = &terms.england.wage;
            let of = Category::Residential;
            let fee = fair_fee(of, day, wage, &inflation, fair, &mut Silent).unwrap();
            fee.lines[FeeLine::Premises as usize]
        };
        assert_eq!(premises(Date::of(2027, 3, 31)), Pence::pounds(60));
        assert_eq!(premises(Date::of(2027, 4, 1)), Pence::new(6_150));
    }
}
