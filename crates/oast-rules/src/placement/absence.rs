//! Days away, and what they do to the care fee (rules §4).

use oast_terms::{Entry, FactRead, NotInForce, PaymentTerms, Step, Trace};
use oast_units::{Date, FinancialYear, Percent, Period};

use crate::facts::{Absence, AbsenceKind, key_in_words};

/// A run of days away on which one thing holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// The days.
    pub period: Period,
    /// Hospital, or holiday where no hospital day overlaps.
    pub kind: AbsenceKind,
    /// The share of the care fee that is due; none means all of it.
    pub retainer: Option<Percent>,
}

/// The days away within `presence`, in order, none twice.
///
/// Absences of one kind that touch or overlap are one, and its days are counted from its own first
/// day, whenever the presence or the payment began. Hospital days are paid in full for so many days
/// and at the retainer after them. Holiday days, where they are not hospital days too, are paid in
/// full up to so many in a financial year, and at the same retainer after them.
pub fn away(
    absences: &[Absence],
    presence: Period,
    terms: &PaymentTerms,
    trace: &mut impl Trace,
) -> Result<Vec<Away>, NotInForce> {
    if absences.is_empty() {
        return Ok(Vec::new());
    }
    for absence in absences {
        trace.record(|| {
            Entry::Fact(FactRead {
                table: "absences",
                key: key_in_words(absence),
                says: match absence.to {
                    Some(to) => format!("{}, last day {}", absence.kind.words(), to.long()),
                    None => format!("{}, not back yet", absence.kind.words()),
                },
            })
        });
    }
    let hospital = merged(absences, AbsenceKind::Hospital, presence.to());
    let holiday = merged(absences, AbsenceKind::Holiday, presence.to());
    let mut pieces = Vec::new();
    for &stay in &hospital {
        hospital_pieces(stay, terms, trace, &mut pieces)?;
    }
    holiday_pieces(&without(&holiday, &hospital), terms, trace, &mut pieces)?;
    pieces.retain_mut(|piece| match piece.period.intersect(presence) {
        Some(present) => {
            piece.period = present;
            true
        }
        None => false,
    });
    pieces.sort_unstable_by_key(|piece| piece.period);
    Ok(pieces)
}

/// The absences of a kind, joined where they touch or overlap; one without an end lasts to `last`.
fn merged(absences: &[Absence], kind: AbsenceKind, last: Date) -> Vec<Period> {
    let mut periods: Vec<Period> = absences
        .iter()
        .filter(|absence| absence.kind == kind)
        .filter_map(|absence| Period::between(absence.from, absence.to.unwrap_or(last)))
        .collect();
    periods.sort_unstable();
    let mut joined: Vec<Period> = Vec::with_capacity(periods.len());
    for period in periods {
        match joined.last_mut() {
            Some(before) if period.from() <= before.to().next() => {
                if let Some(both) = Period::between(before.from(), before.to().max(period.to())) {
                    *before = both;
                }
            }
            _ => joined.push(period),
        }
    }
    joined
}

/// The days of `periods` that are in none of `taken`; both are in order and disjoint.
fn without(periods: &[Period], taken: &[Period]) -> Vec<Period> {
    let mut left = Vec::new();
    for &period in periods {
        let mut from = period.from();
        for gap in taken {
            left.extend(Period::between(
                from,
                period.to().min(gap.from().previous()),
            ));
            from = from.max(gap.to().next());
        }
        left.extend(Period::between(from, period.to()));
    }
    left
}

fn hospital_pieces(
    stay: Period,
    terms: &PaymentTerms,
    trace: &mut impl Trace,
    pieces: &mut Vec<Away>,
) -> Result<(), NotInForce> {
    let full_days = terms.hospital_full_days.on(stay.from(), trace)?.0;
    let kind = AbsenceKind::Hospital;
    let full_to = stay.from() + (full_days - 1);
    if let Some(period) = Period::between(stay.from(), stay.to().min(full_to)) {
        pieces.push(Away {
            period,
            kind,
            retainer: None,
        });
    }
    let Some(period) = Period::between(stay.from().max(full_to.next()), stay.to()) else {
        trace.record(|| {
            step("absence.hospital", format!("In hospital from {stay}: within {full_days} days, so the care fee is due in full."))
        });
        return Ok(());
    };
    let percent = *terms.hospital_retainer_percent.on(period.from(), trace)?;
    trace.record(|| {
        step(
            "absence.hospital",
            format!(
                "In hospital from {stay}: in full for {full_days} days, then {percent}% from {}.",
                period.from().long()
            ),
        )
    });
    pieces.push(Away {
        period,
        kind,
        retainer: Some(percent),
    });
    Ok(())
}

fn holiday_pieces(
    holidays: &[Period],
    terms: &PaymentTerms,
    trace: &mut impl Trace,
    pieces: &mut Vec<Away>,
) -> Result<(), NotInForce> {
    let kind = AbsenceKind::Holiday;
    let mut counted: Option<(FinancialYear, i32)> = None;
    for &holiday in holidays {
        let mut from = holiday.from();
        while from <= holiday.to() {
            let year = FinancialYear::of(from);
            let used = counted
                .filter(|(counted_year, _)| *counted_year == year)
                .map_or(0, |(_, days)| days);
            let to = holiday.to().min(year.last_day());
            let allowed = terms.holiday_days.on(year.first_day().max(from), trace)?.0;
            let full_to = from + ((allowed - used).max(0) - 1);
            if let Some(period) = Period::between(from, to.min(full_to)) {
                pieces.push(Away {
                    period,
                    kind,
                    retainer: None,
                });
            }
            if let Some(period) = Period::between(from.max(full_to.next()), to) {
                let percent = *terms.hospital_retainer_percent.on(period.from(), trace)?;
                pieces.push(Away {
                    period,
                    kind,
                    retainer: Some(percent),
                });
            }
            trace.record(|| {
                step(
                    "absence.holiday",
                    format!(
                        "On holiday from {} to {}: {used} of the {allowed} days paid in full in {year} were used before it.",
                        from.long(),
                        to.long()
                    ),
                )
            });
            counted = Some((year, used + (to - from + 1)));
            from = to.next();
        }
    }
    Ok(())
}

fn step(rule: &'static str, says: String) -> Entry {
    Entry::Step(Step {
        rule,
        clause: "rules §4",
        says,
        amount: None,
    })
}
