//! How long a person's own money lasts, and when the council should be told (rules §8).

use oast_terms::{ChargingTerms, Entry, NotInForce, ReviewTerms, Silent, Step, Trace};
use oast_units::{Date, Exact, FinancialYear, Pence, Percent, Rounding, WeeklyRate};

use crate::facts::SelfFunder;

const CLAUSE: &str = "rules §8";

/// How many years ahead a runway is worked out; beyond them it only says that money is left.
pub const RUNWAY_YEARS_MAX: i32 = 50;

/// The money of a person who pays for themselves, as it was on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finances {
    /// Capital.
    pub capital: Pence,
    /// Income a week.
    pub income: WeeklyRate,
    /// The fee a week.
    pub fee: WeeklyRate,
    /// What they spend beside the fee a week, where it is known.
    pub spending: Option<WeeklyRate>,
    /// The day, at its beginning.
    pub as_of: Date,
}

impl From<&SelfFunder> for Finances {
    fn from(report: &SelfFunder) -> Self {
        Self {
            capital: report.capital,
            income: report.weekly_income,
            fee: report.weekly_fee,
            spending: None,
            as_of: report.reported_on,
        }
    }
}

/// When capital comes down to the upper limit, from which day on the council may have to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depletion {
    /// On this day, the first that begins with no more than the limit.
    On(Date),
    /// Some of it is still there on this day, as far ahead as is worked out.
    NotBy(Date),
    /// Never: income meets all that is spent.
    Never,
}

/// How long the money lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runway {
    /// What is drawn from capital a week at first: fee and spending less income. Below nothing,
    /// capital grows.
    pub drawdown: Pence,
    /// With twice the assumed uplift of the fee.
    pub earliest: Depletion,
    /// With the assumed uplift.
    pub expected: Depletion,
    /// With no uplift.
    pub latest: Depletion,
    /// The last day on which the provider is in time to tell the council.
    pub notify_by: Option<Date>,
}

/// Whether the provider told the council in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nothing needs to be told: the money does not run out.
    NotNeeded,
    /// On the last day for it or before.
    OnTime,
    /// So many days after it.
    Late(i32),
    /// Not yet, and there is still time.
    NotYet,
    /// Not at all, so many days after it.
    Missing(i32),
}

/// How long a person's money lasts, from what was reported of it.
///
/// Income and spending stay as they were on the day of the report; the fee goes up on each 1 April
/// after it, to the penny, by the uplift assumed on that day. The provider's duty is counted from
/// the expected day and not from the earliest.
pub fn runway(
    finances: &Finances,
    charging: &ChargingTerms,
    review: &ReviewTerms,
    trace: &mut impl Trace,
) -> Result<Runway, NotInForce> {
    let limit = *charging.upper_capital_limit.on(finances.as_of, trace)?;
    let spending = match finances.spending {
        Some(known) => known,
        None => *review.personal_spending.on(finances.as_of, trace)?,
    };
    let money = Money {
        above_limit: finances.capital - limit,
        fee: finances.fee,
        other_drawdown: spending.weekly() - finances.income.weekly(),
        as_of: finances.as_of,
    };
    trace.record(|| {
        let says = format!(
            "Fee {} and spending {spending} less income {} a week are drawn from {} above the limit of {limit}.",
            finances.fee, finances.income, money.above_limit
        );
        step("self_funder.drawdown", says, Some(money.drawdown(finances.fee)))
    });
    let expected = money.depletion(1, review, trace)?;
    let notice = review.self_funder_notice_months.on(finances.as_of, trace)?;
    let notify_by = match expected {
        Depletion::On(day) => Some(day.add_months(-notice.0)),
        Depletion::NotBy(_) | Depletion::Never => None,
    };
    let found = Runway {
        drawdown: money.drawdown(finances.fee),
        earliest: money.depletion(2, review, &mut Silent)?,
        expected,
        latest: money.depletion(0, review, &mut Silent)?,
        notify_by,
    };
    trace.record(|| step("self_funder.runway", found.says(), None));
    Ok(found)
}

/// Whether the provider told the council in time, as it stands today. A report counts as telling;
/// one that is dated after today has not been made yet.
pub fn told(runway: &Runway, reported_on: Option<Date>, today: Date) -> Told {
    let Some(by) = runway.notify_by else {
        return Told::NotNeeded;
    };
    match reported_on.filter(|reported| *reported <= today) {
        Some(reported) if reported <= by => Told::OnTime,
        Some(reported) => Told::Late(reported - by),
        None if today <= by => Told::NotYet,
        None => Told::Missing(today - by),
    }
}

impl Runway {
    /// The range in a sentence.
    pub fn says(&self) -> String {
        let notice = self.notify_by.map_or(String::new(), |by| {
            format!(" The provider tells the council by {}.", by.long())
        });
        format!(
            "The limit is reached {}; {} with twice the assumed uplift, {} with none.{notice}",
            self.expected.says(),
            self.earliest.says(),
            self.latest.says()
        )
    }
}

impl Depletion {
    /// The day in words: `on 3 April 2028`, `never, as income meets all that is spent`.
    pub fn says(self) -> String {
        match self {
            Self::On(day) => format!("on {}", day.long()),
            Self::NotBy(day) => format!("after {}", day.long()),
            Self::Never => "never, as income meets all that is spent".into(),
        }
    }
}

/// What the days use up.
#[derive(Debug, Clone, Copy)]
struct Money {
    above_limit: Pence,
    fee: WeeklyRate,
    other_drawdown: Pence,
    as_of: Date,
}

impl Money {
    fn drawdown(self, fee: WeeklyRate) -> Pence {
        fee.weekly() + self.other_drawdown
    }

    /// Goes from one 1 April to the next, counting in sevenths of a penny so that every day is
    /// exact, until nothing is left above the limit.
    fn depletion(
        self,
        uplift_times: u8,
        review: &ReviewTerms,
        trace: &mut impl Trace,
    ) -> Result<Depletion, NotInForce> {
        let horizon = self.as_of.add_years(RUNWAY_YEARS_MAX);
        let mut above_sevenths = self.above_limit.get() * 7;
        let (mut day, mut fee) = (self.as_of, self.fee);
        while day < horizon {
            if above_sevenths <= 0 {
                return Ok(Depletion::On(day));
            }
            let april = FinancialYear::of(day).last_day().next();
            let a_day_sevenths = self.drawdown(fee).get();
            if let Some(days) = days_to_spend(above_sevenths, a_day_sevenths)
                && days <= april - day
            {
                return Ok(Depletion::On(day + days));
            }
            above_sevenths -= a_day_sevenths * i64::from(april - day);
            day = april;
            fee = raised(
                fee,
                *review.assumed_uplift_percent.on(day, trace)?,
                uplift_times,
            );
            trace.record(|| {
                let says = format!("From {} the fee is {fee} a week.", day.long());
                step("self_funder.uplift", says, Some(fee.weekly()))
            });
        }
        Ok(if self.drawdown(fee) > Pence::ZERO {
            Depletion::NotBy(horizon)
        } else {
            Depletion::Never
        })
    }
}

/// The first whole number of days that uses up `above`, at so much a day; none when nothing is
/// used or it would take longer than dates reach.
fn days_to_spend(above: i64, a_day: i64) -> Option<i32> {
    let (above, a_day) = (u64::try_from(above).ok()?, u64::try_from(a_day).ok()?);
    if a_day == 0 {
        return None;
    }
    i32::try_from(above.div_ceil(a_day)).ok()
}

/// A fee raised by so many times a percentage, to the penny, half away from zero.
fn raised(fee: WeeklyRate, percent: Percent, times: u8) -> WeeklyRate {
    let mut week = Exact::days(fee, 7);
    for _ in 0..times {
        week += Exact::days_at(fee, percent, 7);
    }
    WeeklyRate::new(week.round(Rounding::HalfAwayFromZero))
}

fn step(rule: &'static str, says: String, amount: Option<Pence>) -> Entry {
    Entry::Step(Step {
        rule,
        clause: CLAUSE,
        says,
        amount,
    })
}
