//! What a permanent resident pays towards their care (rules §9): the Care and Support (Charging
//! and Assessment of Resources) Regulations 2014, SI 2014/2672, called "reg" and "Sch" below.

use oast_terms::{ChargingTerms, Entry, NotApplied, NotInForce, Step, Term, Trace};
use oast_units::{Date, Exact, Pence, Percent, Rounding, WeeklyRate};

const CLAUSE: &str = "rules §9";

/// What a permanent resident has and receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Capital without the home they own, each thing at its value and joint money at their share
    /// (regs 18 to 24).
    pub savings: Pence,
    /// The home they own, if they own one.
    pub home: Option<OwnHome>,
    /// Income a week that counts, before what is left out below (regs 13 to 17).
    pub income: WeeklyRate,
    /// Of it, an occupational or personal pension of which half goes to the husband, wife or civil
    /// partner they do not live with (Sch 1 para 16).
    pub pension_shared: WeeklyRate,
    /// Of it, what every other paragraph of Sch 1 leaves out.
    pub disregarded: WeeklyRate,
    /// Savings credit, which is left out in part (Sch 1 para 40).
    pub savings_credit: SavingsCredit,
    /// Whether they have a partner, as pension credit counts it.
    pub partner: bool,
}

/// The main or only home that a resident would otherwise live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnHome {
    /// Their share of its market value.
    pub value: Pence,
    /// Mortgages and other charges on that share.
    pub charges: Pence,
    /// Whether it counts as capital.
    pub counts: HomeCounts,
}

/// Whether a home that a resident owns counts as capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeCounts {
    /// It counts, once the twelve weeks from the first permanent day are over (Sch 2 para 2).
    AfterTwelveWeeks {
        /// The first day as a permanent resident.
        permanent_from: Date,
        /// Days of the twelve weeks that an earlier stay used up, when it ended within 52 weeks.
        used_days: i32,
    },
    /// It does not: a partner or a qualifying relative lives there (Sch 2 para 4), say.
    Never,
}

/// Savings credit and the savings-credit disregard (Sch 1 para 40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavingsCredit {
    /// Neither.
    None,
    /// So much a week is received, and counted in the income: left out up to the maximum.
    Received(WeeklyRate),
    /// None is received, because qualifying income is above the guarantee: the maximum is left out.
    IncomeTooHigh,
}

/// Why somebody pays the whole fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InFull {
    /// Capital is above the upper limit, so that the council may not pay (reg 12).
    Capital,
    /// Income meets the fee.
    Income,
}

/// What a resident pays, and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeansTest {
    /// The capital that counts.
    pub capital: Pence,
    /// The income that capital counts as.
    pub tariff_income: WeeklyRate,
    /// What the person pays a week.
    pub contribution: WeeklyRate,
    /// Whether and why that is the whole fee.
    pub in_full: Option<InFull>,
}

/// What a permanent resident pays a week towards `fee`, on a day.
///
/// Tariff income is income (reg 13), so that it may be charged even when what a person really
/// receives is no more than the allowance: they then draw on the capital it stands for.
pub fn means_test(
    means: &Means,
    fee: WeeklyRate,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<MeansTest, NotInForce> {
    let capital = means.savings + home_value(means.home, day, terms, trace)?;
    let upper = *terms.upper_capital_limit.on(day, trace)?;
    if capital > upper {
        trace.record(|| {
            let says = format!(
                "Capital of {capital} is above {upper}: the council may not pay, so the person pays in full (reg 12)."
            );
            step("means_test.capital", says, Some(fee.weekly()))
        });
        return Ok(MeansTest {
            capital,
            tariff_income: WeeklyRate::ZERO,
            contribution: fee,
            in_full: Some(InFull::Capital),
        });
    }
    let tariff_income = tariff(capital, day, terms, trace)?;
    let charge = chargeable(means, tariff_income, day, terms, trace)?;
    let contribution = charge.min(fee);
    trace.record(|| {
        let says = format!("The person pays {contribution} a week of the fee of {fee}.");
        step("means_test", says, Some(contribution.weekly()))
    });
    Ok(MeansTest {
        capital,
        tariff_income,
        contribution,
        in_full: (contribution == fee).then_some(InFull::Income),
    })
}

/// The value of the home that counts: the market value less a tenth for the expenses of a sale and
/// less the charges on it (reg 20), rounded down; nothing while it is disregarded.
fn home_value(
    home: Option<OwnHome>,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<Pence, NotInForce> {
    let Some(home) = home else {
        return Ok(Pence::ZERO);
    };
    if let Some(why) = disregarded(home.counts, day, terms, trace)? {
        trace.record(|| {
            Entry::NotApplied(NotApplied {
                rule: "means_test.home",
                why,
            })
        });
        return Ok(Pence::ZERO);
    }
    let expenses = *terms.sale_expenses_percent.on(day, trace)?;
    let left = Exact::whole(home.value) - share(home.value, expenses) - Exact::whole(home.charges);
    let value = left.round(Rounding::Down).max(Pence::ZERO);
    trace.record(|| {
        let says = format!(
            "The home counts at {}, less {expenses}% for a sale and {} of charges (reg 20).",
            home.value, home.charges
        );
        step("means_test.home", says, Some(value))
    });
    Ok(value)
}

/// Why a home does not count on a day, if it does not.
fn disregarded(
    counts: HomeCounts,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<Option<String>, NotInForce> {
    match counts {
        HomeCounts::Never => Ok(Some(
            "The home does not count while somebody lives there for whom it is left out.".into(),
        )),
        HomeCounts::AfterTwelveWeeks {
            permanent_from,
            used_days,
        } => {
            let weeks = terms.property_disregard_weeks.on(permanent_from, trace)?.0;
            let counts_from = permanent_from + (weeks * 7 - used_days).max(0);
            let why = || {
                format!(
                    "The home does not count in the first {weeks} weeks, until {} (Sch 2 para 2).",
                    counts_from.previous().long()
                )
            };
            Ok((day < counts_from).then(why))
        }
    }
}

/// The income that capital counts as: so much for each step above the lower limit, a part of a
/// step as a whole one (reg 25).
fn tariff(
    capital: Pence,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<WeeklyRate, NotInForce> {
    let lower = *terms.lower_capital_limit.on(day, trace)?;
    let step_of = *terms.tariff_step.on(day, trace)?;
    let per_step = *terms.tariff_per_step.on(day, trace)?;
    let above = (capital - lower).max(Pence::ZERO);
    let steps = above
        .get()
        .unsigned_abs()
        .div_ceil(step_of.get().unsigned_abs().max(1));
    let steps = i64::try_from(steps).unwrap_or_default();
    let tariff = WeeklyRate::new(Pence::new(per_step.pence() * steps));
    trace.record(|| {
        let says = format!(
            "Capital of {capital} is {above} above {lower}: {steps} steps of {step_of} at {per_step} a week (reg 25)."
        );
        step("means_test.tariff", says, Some(tariff.weekly()))
    });
    Ok(tariff)
}

/// Income with the tariff, less what is left out of it and the allowance: what may be charged,
/// with a fraction of a penny in the person's favour (reg 11).
fn chargeable(
    means: &Means,
    tariff_income: WeeklyRate,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<WeeklyRate, NotInForce> {
    let shared = *terms.occupational_pension_spouse_percent.on(day, trace)?;
    let allowance = *terms.personal_expenses_allowance.on(day, trace)?;
    let savings_credit = savings_credit_left_out(means, day, terms, trace)?;
    let mut sum = Exact::days(means.income, 7);
    sum += Exact::days(tariff_income, 7);
    let sum = sum
        - share(means.pension_shared.weekly(), shared)
        - Exact::days(means.disregarded, 7)
        - Exact::days(savings_credit, 7)
        - Exact::days(allowance, 7);
    let charge = sum.round(Rounding::Down).max(Pence::ZERO);
    trace.record(|| {
        let says = format!(
            "Income {} and tariff {tariff_income}, less {shared}% of {} shared with a partner, {} disregarded, {savings_credit} of savings credit and the allowance of {allowance}.",
            means.income, means.pension_shared, means.disregarded
        );
        step("means_test.income", says, Some(charge))
    });
    Ok(WeeklyRate::new(charge))
}

fn savings_credit_left_out(
    means: &Means,
    day: Date,
    terms: &ChargingTerms,
    trace: &mut impl Trace,
) -> Result<WeeklyRate, NotInForce> {
    let most: &Term<WeeklyRate> = if means.partner {
        &terms.savings_credit_disregard_couple
    } else {
        &terms.savings_credit_disregard_single
    };
    Ok(match means.savings_credit {
        SavingsCredit::None => WeeklyRate::ZERO,
        SavingsCredit::Received(weekly) => weekly.min(*most.on(day, trace)?),
        SavingsCredit::IncomeTooHigh => *most.on(day, trace)?,
    })
}

/// A percentage of an amount, exactly.
const fn share(amount: Pence, percent: Percent) -> Exact {
    Exact::days_at(WeeklyRate::new(amount), percent, 7)
}

fn step(rule: &'static str, says: String, amount: Option<Pence>) -> Entry {
    Entry::Step(Step {
        rule,
        clause: CLAUSE,
        says,
        amount,
    })
}
