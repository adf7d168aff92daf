//! By how much a fee should be raised in April: the staff's share by the wage, the rest by
//! inflation (rules §3).
//!
//! `uplift = s × wage + (1 − s) × inflation + s × contributions`, each term kept to nine decimal
//! places of a per cent, then held between a floor and a cap, then rounded, half away from zero.
//!
//! - The wage is the growth of the National Living Wage on the day.
//! - Inflation is the Consumer Prices Index over the twelve months to the September before.
//! - Contributions is what new rules for employers' National Insurance add to what an employee at
//!   that wage cost before, with the same wage. Where the rules stay as they are it is nothing.
//!
//! Example, April 2026: the wage goes from £12.21 to £12.71, 4.095…%; prices grew by 3.8%; the
//! rules stay. `0.7 × 4.095… + 0.3 × 3.8 = 4.0065…`, so 4.01%.

use oast_terms::{Entry, FairFeeTerms, InflationTerms, NotInForce, Step, Term, Trace, WageTerms};
use oast_units::{Date, Pence, Percent};

const CLAUSE: &str = "rules §3";
/// The employer's contribution changes with the tax year, so many days after 1 April.
const TAX_YEAR_AFTER_DAYS: i32 = 5;
/// Decimal places that a percentage has.
const PLACES_MAX: u32 = 9;

/// What the formula gives, and its terms, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpliftFormula {
    /// The growth of the wage.
    pub wage: Percent,
    /// The growth of prices.
    pub inflation: Percent,
    /// What new rules of contributions add to the cost of staff.
    pub contributions: Percent,
    /// The staff's share.
    pub staff_share: Percent,
    /// The uplift.
    pub uplift: Percent,
}

/// Why the formula gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// A term has no value on a day.
    #[error(transparent)]
    Term(#[from] NotInForce),
    /// Uplifts take effect on 1 April alone.
    #[error("the uplift formula is for a 1 April, not for {}; ask for one", .0.long())]
    NotApril(Date),
    /// The wage of the day is not known yet.
    #[error("the term {term} has no value that begins on {}; add it when it is announced", .day.long())]
    NotAnnounced {
        /// The term.
        term: String,
        /// The day.
        day: Date,
    },
    /// A figure is nothing or out of range.
    #[error("the uplift formula divides by a wage of nothing, or its figures are out of range")]
    Range,
}

/// The uplift of a 1 April.
///
/// # Errors
/// When the day is no 1 April, or a rate of it is not known.
pub fn uplift_formula(
    day: Date,
    wage: &WageTerms,
    inflation: &InflationTerms,
    terms: &FairFeeTerms,
    trace: &mut impl Trace,
) -> Result<UpliftFormula, FormulaError> {
    let (_, month, first) = day.ymd();
    if (month, first) != (4, 1) {
        return Err(FormulaError::NotApril(day));
    }
    announced(&wage.national_living_wage, day)?;
    announced(&inflation.cpi_september_percent, day)?;
    let before = wage.national_living_wage.on(day - 1, trace)?.pence();
    let after = wage.national_living_wage.on(day, trace)?.pence();
    let grown = ratio((after - before).into(), before.into())?;
    say(trace, format!("The wage grows by {grown}%."));
    let prices = *inflation.cpi_september_percent.on(day, trace)?;
    let contributions = contributions(day, (before, after), wage, terms, trace)?;
    let share = *terms.uplift_staff_share_percent.on(day, trace)?;
    let hundred = Percent::HUNDRED.billionths();
    let rest = hundred - share.billionths();
    let sum = part(share.billionths(), grown)?
        + part(rest, prices)?
        + part(share.billionths(), contributions)?;
    say(
        trace,
        format!(
            "{share}% × {grown}% + {}% × {prices}% + {share}% × {contributions}% = {}%.",
            of(rest),
            of(sum)
        ),
    );
    let floor = terms.uplift_floor_percent.on(day, trace)?.billionths();
    let cap = terms.uplift_cap_percent.on(day, trace)?.billionths();
    let held = sum.min(cap).max(floor);
    if held != sum {
        say(
            trace,
            format!("Held between the floor and the cap: {}%.", of(held)),
        );
    }
    let places = terms.uplift_places.on(day, trace)?.get().min(PLACES_MAX);
    let uplift = of(rounded_to(held, places));
    say(
        trace,
        format!("Rounded to {places} decimal places: {uplift}%."),
    );
    Ok(UpliftFormula {
        wage: grown,
        inflation: prices,
        contributions,
        staff_share: share,
        uplift,
    })
}

/// The 1 Aprils on which a new wage is known to begin, and the one after them.
pub fn uplift_days(wage: &WageTerms) -> Vec<Date> {
    let values = wage.national_living_wage.values.iter().skip(1);
    let mut days: Vec<Date> = values.map(|dated| dated.period.from()).collect();
    days.extend(days.last().map(|last| last.add_months(12)));
    days
}

/// Refuses a day on which no new value begins: the last one goes on, and is not news.
fn announced<T>(term: &Term<T>, day: Date) -> Result<(), FormulaError> {
    let begins = term.values.iter().any(|dated| dated.period.from() == day);
    if begins {
        return Ok(());
    }
    Err(FormulaError::NotAnnounced {
        term: term.name.to_string(),
        day,
    })
}

/// What new rules add to the cost of an employee, in per cent of what they cost before.
fn contributions(
    day: Date,
    (before, after): (i64, i64),
    wage: &WageTerms,
    terms: &FairFeeTerms,
    trace: &mut impl Trace,
) -> Result<Percent, FormulaError> {
    let hours = i128::from(terms.uplift_yearly_hours.on(day, trace)?.get());
    let hundred = i128::from(Percent::HUNDRED.billionths());
    let mut owed = |on: Date, hourly: i64| {
        let percent = wage.employer_nic_percent.on(on, trace)?.billionths();
        let threshold = wage.employer_nic_threshold.on(on, trace)?.get();
        let pay = i128::from(hourly) * hours;
        // In hundred thousand-millionths of a penny.
        let owed = (pay - i128::from(threshold)).max(0) * i128::from(percent);
        Ok::<_, FormulaError>((pay * hundred, owed))
    };
    let new_rules = day + TAX_YEAR_AFTER_DAYS;
    let (pay_before, owed_before) = owed(day - 1, before)?;
    let (_, by_old_rules) = owed(day - 1, after)?;
    let (_, by_new_rules) = owed(new_rules, after)?;
    let added = ratio(by_new_rules - by_old_rules, pay_before + owed_before)?;
    let pence = (by_new_rules - by_old_rules) / hundred;
    say(
        trace,
        format!(
            "New rules add {} a year to an employee at the new wage, {added}% of what one cost before.",
            Pence::new(i64::try_from(pence).map_err(|_| FormulaError::Range)?)
        ),
    );
    Ok(added)
}

/// A fraction as a percentage, to nine places, half away from zero.
fn ratio(over: i128, under: i128) -> Result<Percent, FormulaError> {
    if under <= 0 {
        return Err(FormulaError::Range);
    }
    let billionths = over.checked_mul(i128::from(Percent::HUNDRED.billionths()));
    let billionths = halved(billionths.ok_or(FormulaError::Range)?, under);
    billionths.map(of)
}

/// A share of a percentage, in thousand-millionths of a per cent, half away from zero.
fn part(share: i64, percent: Percent) -> Result<i64, FormulaError> {
    let both = i128::from(share) * i128::from(percent.billionths());
    halved(both, i128::from(Percent::HUNDRED.billionths()))
}

/// A quotient, half away from zero.
fn halved(over: i128, under: i128) -> Result<i64, FormulaError> {
    let size = (2 * over.abs() + under).div_euclid(2 * under);
    i64::try_from(if over < 0 { -size } else { size }).map_err(|_| FormulaError::Range)
}

/// To so many decimal places, half away from zero.
fn rounded_to(billionths: i64, places: u32) -> i64 {
    let step = 10_i64.pow(PLACES_MAX - places.min(PLACES_MAX));
    let size = (2 * billionths.abs() + step).div_euclid(2 * step) * step;
    if billionths < 0 { -size } else { size }
}

const fn of(billionths: i64) -> Percent {
    Percent::from_billionths(billionths)
}

fn say(trace: &mut impl Trace, says: String) {
    trace.record(|| {
        Entry::Step(Step {
            rule: "price.uplift_formula",
            clause: CLAUSE,
            says,
            amount: None,
        })
    });
}
