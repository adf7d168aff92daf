//! The clock of an open framework: section 49 of the Procurement Act 2023 (rules §11).

use std::fmt;

use oast_terms::{Entry, NotInForce, ProcurementTerms, Step, Trace};
use oast_units::{Date, Period};

/// The award of one framework of a scheme, made or planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Award {
    /// The day.
    pub on: Date,
    /// Whether it was awarded to one supplier only.
    pub single_supplier: bool,
}

/// The days of one framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameworkRun {
    /// Which framework of the scheme; the first is 1.
    pub number: usize,
    /// The day of its award.
    pub awarded_on: Date,
    /// The day on which it expires: that of the next award, or the scheme's last day.
    pub expires_on: Date,
}

/// What the Act makes of a scheme's awards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeClock {
    /// The frameworks in order.
    pub frameworks: Vec<FrameworkRun>,
    /// The last day of the scheme.
    pub ends_on: Date,
    /// The last lawful day of the next award, where the Act requires one.
    pub next_award_by: Option<Date>,
    /// What is not as the Act requires.
    pub breaches: Vec<Breach>,
}

/// What is not as the Act requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breach {
    /// A framework was awarded after the last lawful day for it.
    AwardedLate {
        /// Which framework.
        number: usize,
        /// The day of its award.
        awarded_on: Date,
        /// The last lawful day.
        by: Date,
    },
    /// A framework should have been awarded by now and was not.
    NotAwarded {
        /// Which framework.
        number: usize,
        /// The last lawful day.
        by: Date,
    },
    /// A framework was awarded after the scheme had ended.
    AfterTheEnd {
        /// Which framework.
        number: usize,
        /// The day of its award.
        awarded_on: Date,
        /// The last day of the scheme.
        ended_on: Date,
    },
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AwardedLate {
                number,
                awarded_on,
                by,
            } => write!(
                f,
                "framework {number} was awarded on {}; the last lawful day was {}",
                awarded_on.long(),
                by.long()
            ),
            Self::NotAwarded { number, by } => write!(
                f,
                "framework {number} has not been awarded; the last lawful day was {}",
                by.long()
            ),
            Self::AfterTheEnd {
                number,
                awarded_on,
                ended_on,
            } => write!(
                f,
                "framework {number} was awarded on {}; the scheme ended on {}",
                awarded_on.long(),
                ended_on.long()
            ),
        }
    }
}

/// What section 49 makes of a scheme's awards, as it stands on `today`; nothing before a first
/// award.
pub fn scheme_clock(
    awards: &[Award],
    today: Date,
    terms: &ProcurementTerms,
    trace: &mut impl Trace,
) -> Result<Option<SchemeClock>, NotInForce> {
    let mut awards = awards.to_vec();
    awards.sort_unstable();
    let Some(first) = awards.first() else {
        return Ok(None);
    };
    let ends_on = scheme_end(first.on, &awards, terms, trace)?;
    let mut clock = SchemeClock {
        frameworks: runs(&awards, ends_on),
        ends_on,
        next_award_by: None,
        breaches: Vec::new(),
    };
    let years = terms.second_framework_years.on(first.on, trace)?.0;
    clock.require(
        2,
        years_beginning_with(first.on, years),
        today,
        &awards,
        trace,
    );
    if let Some(second) = awards.get(1) {
        let years = terms.later_framework_years.on(second.on, trace)?.0;
        clock.require(
            3,
            years_beginning_with(second.on, years),
            today,
            &awards,
            trace,
        );
    }
    let after = awards
        .iter()
        .enumerate()
        .filter(|(_, award)| award.on > ends_on);
    clock
        .breaches
        .extend(after.map(|(index, award)| Breach::AfterTheEnd {
            number: index + 1,
            awarded_on: award.on,
            ended_on: ends_on,
        }));
    Ok(Some(clock))
}

impl SchemeClock {
    /// Requires a framework in a period, unless the scheme ends before the period does.
    ///
    /// The second framework opens the first of the five-year periods and is not counted in it: the
    /// clause would otherwise require nothing. The second of those periods always outlasts the
    /// scheme, so that no fourth framework has a last lawful day (section 49(2)(a)).
    fn require(
        &mut self,
        number: usize,
        period: Period,
        today: Date,
        awards: &[Award],
        trace: &mut impl Trace,
    ) {
        let by = period.to();
        if by > self.ends_on {
            return;
        }
        trace.record(|| {
            let says = format!("Framework {number} is to be awarded by {}.", by.long());
            step("clock.award", says)
        });
        match awards.get(number - 1) {
            Some(award) if award.on > by => self.breaches.push(Breach::AwardedLate {
                number,
                awarded_on: award.on,
                by,
            }),
            Some(_) => {}
            None => {
                self.next_award_by = Some(by);
                if today > by {
                    self.breaches.push(Breach::NotAwarded { number, by });
                }
            }
        }
    }
}

/// The scheme's last day: eight years from the first award (section 49(2)(c)), or four from an
/// award to one supplier, if that is sooner (section 49(6)).
fn scheme_end(
    first: Date,
    awards: &[Award],
    terms: &ProcurementTerms,
    trace: &mut impl Trace,
) -> Result<Date, NotInForce> {
    let years = terms.scheme_years.on(first, trace)?.0;
    let mut ends_on = years_beginning_with(first, years).to();
    for award in awards.iter().filter(|award| award.single_supplier) {
        let years = terms.single_supplier_years.on(award.on, trace)?.0;
        ends_on = ends_on.min(years_beginning_with(award.on, years).to());
    }
    trace.record(|| {
        let says = format!(
            "The first framework was awarded on {}, so the scheme ends on {}.",
            first.long(),
            ends_on.long()
        );
        step("clock.end", says)
    });
    Ok(ends_on)
}

/// Each framework from its award to the next one's, or to the scheme's end (section 49(2)(b)).
fn runs(awards: &[Award], ends_on: Date) -> Vec<FrameworkRun> {
    let next = awards.iter().skip(1).map(|award| award.on.min(ends_on));
    awards
        .iter()
        .zip(next.chain(std::iter::once(ends_on)))
        .enumerate()
        .map(|(index, (award, expires_on))| FrameworkRun {
            number: index + 1,
            awarded_on: award.on,
            expires_on,
        })
        .collect()
}

/// "The period of so many years beginning with" a day: that day is in it, and its last day is the
/// eve of the same day of the year. Years from 29 February end on 28 February.
fn years_beginning_with(day: Date, years: i32) -> Period {
    let same_day = day.add_years(years);
    let last = if same_day.ymd().2 == day.ymd().2 {
        same_day.previous()
    } else {
        same_day
    };
    Period::between(day, last).unwrap_or(Period::day(day))
}

fn step(rule: &'static str, says: String) -> Entry {
    Entry::Step(Step {
        rule,
        clause: "rules §11",
        says,
        amount: None,
    })
}
