//! What is due for a placement (rules §2 to §5): a pure function of its facts and of terms.

use oast_terms::{
    Contract, Entry, FactRead, NotInForce, NursingInPrice, NursingTerms, Step, Terms, Trace,
};
use oast_units::{Date, PayCalendar, Pence, Percent, Period, PlacementId, SchemeId, WeeklyRate};

use super::{Basis, Flow, Sheet};
use crate::facts::{
    AbsenceKind, Block, Contribution, Fact, OneToOne, Payer, Placement, Route, key_in_words,
};
use crate::placement::{Away, CaseFile, Payable, away, payable};
use crate::price::{PriceBook, RateError, RateStep, rate_steps};

const CLAUSE: &str = "rules §5";

/// Why nothing can be said to be due for a placement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueError {
    /// It has no rate.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A term it needs has no value on a day it needs it.
    #[error("placement {placement}: {why}")]
    Term {
        /// The placement.
        placement: PlacementId,
        /// The term and the day.
        why: NotInForce,
    },
    /// A contribution whose payer and collector do not belong together.
    #[error("placement {placement}: a contribution by {} cannot be collected as recorded from {}", .payer.words(), .from.long())]
    Collector {
        /// The placement.
        placement: PlacementId,
        /// Who pays.
        payer: Payer,
        /// The contribution's first day.
        from: Date,
    },
}

/// Room for the work on one placement, which a sheet keeps from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    steps: Vec<RateStep>,
    fees: Vec<FeeDays>,
}

/// The care fee of a run of days on which nothing changes.
#[derive(Debug, Clone, Copy)]
struct FeeDays {
    period: Period,
    weekly: WeeklyRate,
    retainer: Option<Percent>,
}

impl FeeDays {
    fn basis(self) -> Basis {
        Basis::fee(self.weekly, self.retainer)
    }
}

/// Fills the sheet, which is wiped first, with what is due for a placement in the sheet's span.
///
/// # Errors
/// When a price, an assessment or a term that is needed is missing; the sheet is then of no use.
pub fn due(
    case: &CaseFile,
    book: &PriceBook,
    terms: &Terms,
    sheet: &mut Sheet,
    trace: &mut impl Trace,
) -> Result<(), DueError> {
    sheet.clear();
    let mut room = std::mem::take(&mut sheet.room);
    let filled = fill(case, book, terms, sheet, &mut room, trace);
    sheet.room = room;
    filled
}

fn fill(
    case: &CaseFile,
    book: &PriceBook,
    terms: &Terms,
    sheet: &mut Sheet,
    room: &mut Room,
    trace: &mut impl Trace,
) -> Result<(), DueError> {
    let placement = &case.placement;
    let missing = |why| DueError::Term {
        placement: placement.placement_id.clone(),
        why,
    };
    let contract = contract_of(placement, terms);
    let days = payable(case, &contract.payment, trace).map_err(missing)?;
    let until = Period::between(Date::MIN, sheet.span().to()).unwrap_or(sheet.span());
    let clip = |period: Option<Period>| period.and_then(|period| period.intersect(until));
    let days = Payable {
        presence: clip(days.presence),
        care_fee: clip(days.care_fee),
        others: clip(days.others),
    };
    let away = match days.presence {
        Some(presence) => {
            away(&case.absences, presence, &contract.payment, trace).map_err(missing)?
        }
        None => Vec::new(),
    };
    room.fees.clear();
    if let Some(care_fee) = days.care_fee {
        fee_days(case, book, care_fee, &away, sheet.span(), room, trace)?;
    }
    let fees = &room.fees;
    for fee in fees {
        sheet.add(Flow::CareFee, fee.period, fee.basis(), trace);
    }
    let Some(others) = days.others else {
        return Ok(());
    };
    add_one_to_one(case, others, &away, terms, sheet, trace).map_err(missing)?;
    add_one_offs(case, others, sheet, trace);
    for contribution in &case.contributions {
        let paid = Period::between(contribution.from, contribution.to.unwrap_or(Date::MAX))
            .and_then(|paid| paid.intersect(others));
        let Some(paid) = paid else { continue };
        trace.record(|| read_contribution(contribution));
        let flow = Flow::of(contribution).ok_or_else(|| DueError::Collector {
            placement: placement.placement_id.clone(),
            payer: contribution.payer,
            from: contribution.from,
        })?;
        add_contribution(
            contribution,
            flow,
            paid,
            fees,
            &away,
            &terms.england.nursing,
            sheet,
            trace,
        )
        .map_err(missing)?;
    }
    Ok(())
}

/// What is due for a block contract: its beds, whether filled or not.
pub fn block_due(block: &Block, sheet: &mut Sheet, trace: &mut impl Trace) {
    sheet.clear();
    let weekly = Pence::new(block.weekly_price_per_bed.pence() * i64::from(block.beds));
    trace.record(|| read(block, format!("home {}", block.home_id)));
    trace.record(|| {
        step(
            "due.block_fee",
            format!(
                "{} beds at {} a week each, filled or not.",
                block.beds, block.weekly_price_per_bed
            ),
            Some(weekly),
        )
    });
    if let Some(period) = Period::between(block.from, block.to.unwrap_or(Date::MAX)) {
        let basis = Basis::Weekly(WeeklyRate::new(weekly));
        sheet.add(Flow::BlockFee, period, basis, trace);
    }
}

/// The care fee day by day, as runs on which neither the rate nor the absence changes. Runs that
/// end before the days asked about matter only to the record.
fn fee_days<T: Trace>(
    case: &CaseFile,
    book: &PriceBook,
    care_fee: Period,
    away: &[Away],
    asked: Period,
    room: &mut Room,
    trace: &mut T,
) -> Result<(), RateError> {
    let Room { steps, fees } = room;
    steps.clear();
    rate_steps(case, book, care_fee.to(), trace, steps)?;
    for (index, step) in steps.iter().enumerate() {
        let last = steps
            .get(index + 1)
            .map_or(Date::MAX, |next| next.from.previous());
        let Some(period) =
            Period::between(step.from, last).and_then(|days| days.intersect(care_fee))
        else {
            continue;
        };
        if period.to() < asked.from() && !T::KEEPS {
            continue;
        }
        cut_by_absence(period, away, |period, away| {
            let retainer = away.and_then(|away| away.retainer);
            fees.push(FeeDays {
                period,
                weekly: step.weekly,
                retainer,
            });
        });
    }
    for fee in &*fees {
        trace.record(|| trace_fee(*fee));
    }
    Ok(())
}

/// Cuts a period into its days at home and its days away, in order.
fn cut_by_absence(period: Period, away: &[Away], mut part: impl FnMut(Period, Option<&Away>)) {
    let mut from = period.from();
    for piece in away {
        let Some(absent) = piece.period.intersect(period) else {
            continue;
        };
        if let Some(home) = Period::between(from, absent.from().previous()) {
            part(home, None);
        }
        part(absent, Some(piece));
        from = absent.to().next();
    }
    if let Some(home) = Period::between(from, period.to()) {
        part(home, None);
    }
}

/// One-to-one hours are due on the days that the person is there.
fn add_one_to_one(
    case: &CaseFile,
    others: Period,
    away: &[Away],
    terms: &Terms,
    sheet: &mut Sheet,
    trace: &mut impl Trace,
) -> Result<(), NotInForce> {
    for agreed in &case.one_to_one {
        let days = Period::between(agreed.from, agreed.to).and_then(|days| days.intersect(others));
        let Some(days) = days else { continue };
        let (hours, hourly) = (agreed.hours_per_week, hourly_rate(agreed, terms, trace)?);
        trace.record(|| {
            read(
                agreed,
                format!("{hours} hours a week for: {}", agreed.reason),
            )
        });
        trace.record(|| {
            step(
                "due.one_to_one",
                format!("{hours} hours a week at {hourly} an hour from {days}, not on days away."),
                None,
            )
        });
        cut_by_absence(days, away, |period, away| {
            if away.is_none() {
                sheet.add(Flow::OneToOne, period, Basis::Hours(hours, hourly), trace);
            }
        });
    }
    Ok(())
}

/// The agreed hourly rate, or the framework's fixed rate on the first day where none was agreed.
fn hourly_rate(
    agreed: &OneToOne,
    terms: &Terms,
    trace: &mut impl Trace,
) -> Result<Pence, NotInForce> {
    if let Some(hourly) = agreed.hourly_rate {
        return Ok(hourly);
    }
    let fixed = terms
        .contract_for(None, Route::Framework.code())
        .bands
        .as_ref();
    match fixed {
        Some(bands) => Ok(bands.one_to_one_hourly.on(agreed.from, trace)?.hourly()),
        None => Err(NotInForce {
            name: "one_to_one_hourly".into(),
            on: agreed.from,
            known: None,
        }),
    }
}

fn add_one_offs(case: &CaseFile, others: Period, sheet: &mut Sheet, trace: &mut impl Trace) {
    for cost in case.one_offs.iter().filter(|cost| others.contains(cost.on)) {
        trace.record(|| {
            let why = cost.reason.as_ref().map(ToString::to_string);
            read(cost, why.unwrap_or_else(|| "no reason is recorded".into()))
        });
        trace.record(|| {
            step(
                "due.one_off",
                format!("A single cost on {}.", cost.on.long()),
                Some(cost.amount),
            )
        });
        let basis = Basis::Whole(cost.amount);
        sheet.add(Flow::OneOff, Period::day(cost.on), basis, trace);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one element; a struct would only rename them"
)]
fn add_contribution(
    contribution: &Contribution,
    flow: Flow,
    paid: Period,
    fees: &[FeeDays],
    away: &[Away],
    nursing: &NursingTerms,
    sheet: &mut Sheet,
    trace: &mut impl Trace,
) -> Result<(), NotInForce> {
    match contribution.payer {
        Payer::Person => {
            let weekly = contribution.weekly.unwrap_or_default();
            trace.record(|| {
                step("due.contribution", format!("The person pays {weekly} a week from {paid}, never more on a day than that day's care fee."), Some(weekly.weekly()))
            });
            for fee in fees {
                if let Some(days) = fee.period.intersect(paid) {
                    let capped = Basis::Capped {
                        weekly,
                        fee: fee.weekly,
                        retainer: fee.retainer,
                    };
                    sheet.add(flow, days, capped, trace);
                }
            }
        }
        Payer::ThirdParty | Payer::NhsShare => {
            let weekly = contribution.weekly.unwrap_or_default();
            trace.record(|| {
                step(
                    "due.contribution",
                    format!(
                        "{} pays {weekly} a week from {paid}.",
                        contribution.payer.words()
                    ),
                    Some(weekly.weekly()),
                )
            });
            sheet.add(flow, paid, Basis::Weekly(weekly), trace);
        }
        Payer::NhsNursing => {
            let mut from = Some(paid.from());
            while let Some(start) = from {
                let (weekly, days) = nursing_rate(contribution, start, paid, nursing, trace)?;
                trace.record(|| {
                    step(
                        "due.nursing_contribution",
                        format!("The NHS pays {weekly} a week for nursing from {days}, not on days in hospital."),
                        Some(weekly.weekly()),
                    )
                });
                cut_by_absence(days, away, |period, away| {
                    if away.is_none_or(|away| away.kind != AbsenceKind::Hospital) {
                        sheet.add(flow, period, Basis::Weekly(weekly), trace);
                    }
                });
                from = (days.to() < paid.to()).then(|| days.to().next());
            }
        }
    }
    Ok(())
}

/// The weekly nursing contribution from a day, and the days of `paid` on which it holds: the
/// amount recorded, or the national rate of the day.
fn nursing_rate(
    contribution: &Contribution,
    start: Date,
    paid: Period,
    nursing: &NursingTerms,
    trace: &mut impl Trace,
) -> Result<(WeeklyRate, Period), NotInForce> {
    let rest = Period::between(start, paid.to()).unwrap_or(paid);
    if let Some(weekly) = contribution.weekly {
        return Ok((weekly, rest));
    }
    let dated = nursing.standard_rate.dated_on(start)?;
    nursing.standard_rate.on(start, trace)?;
    Ok((dated.value, dated.period.intersect(rest).unwrap_or(rest)))
}

/// The pay periods that an authority's terms set.
pub fn pay_calendar(terms: &Terms, on: Date) -> Result<PayCalendar, NotInForce> {
    let calendar = &terms.authority.pay_calendar;
    let anchor = calendar.anchor.dated_on(on)?.value;
    let length = calendar.length_days.dated_on(on)?.value.0;
    PayCalendar::new(anchor, length).map_err(|_| NotInForce {
        name: calendar.length_days.name.clone(),
        on,
        known: calendar.length_days.known(),
    })
}

/// Whether a placement's contract sets its price net of NHS-funded nursing care, on its first day.
/// A contract that does not say is taken to be net, as the rules assume.
pub fn nursing_in_price(case: &CaseFile, terms: &Terms) -> NursingInPrice {
    let placement = &case.placement;
    contract_of(placement, terms)
        .payment
        .nursing_contribution_in_price
        .dated_on(placement.started_on)
        .map_or(NursingInPrice::Net, |dated| dated.value)
}

/// The contract whose payment terms govern a placement.
fn contract_of<'a>(placement: &Placement, terms: &'a Terms) -> &'a Contract {
    terms.contract_for(
        placement.scheme.as_ref().map(SchemeId::as_str),
        placement.route.code(),
    )
}

fn read_contribution(contribution: &Contribution) -> Entry {
    let collector = contribution.collector;
    let taken = collector.map_or(String::new(), |by| format!(", {}", by.words()));
    let weekly = contribution.weekly;
    let weekly = weekly.map_or("the national rate".into(), |weekly| weekly.to_string());
    let payer = contribution.payer.words();
    read(contribution, format!("{payer}{taken}: {weekly} a week"))
}

/// A fact as it was read.
fn read<F: Fact>(fact: &F, says: String) -> Entry {
    Entry::Fact(FactRead {
        table: F::TABLE.name,
        key: key_in_words(fact),
        says,
    })
}

fn trace_fee(fee: FeeDays) -> Entry {
    step(
        "due.care_fee",
        match fee.retainer {
            None => format!("Care fee of {} a week from {}.", fee.weekly, fee.period),
            Some(percent) => {
                format!(
                    "Care fee of {} a week, at the retainer of {percent}%, from {}.",
                    fee.weekly, fee.period
                )
            }
        },
        Some(
            fee.basis()
                .amount(fee.period.days())
                .round(Flow::CareFee.rounding()),
        ),
    )
}

fn step(rule: &'static str, says: String, amount: Option<Pence>) -> Entry {
    Entry::Step(Step {
        rule,
        clause: CLAUSE,
        says,
        amount,
    })
}
