//! Presence, payable days and days away, for any placement.

use std::collections::BTreeMap;

use oast_rules::facts::{Absence, AbsenceKind, EndReason};
use oast_rules::placement::{CaseFile, away, payable};
use oast_terms::Silent;
use oast_units::{Date, FinancialYear, Percent, Period};
use proptest::prelude::*;

use crate::arbitrary::{absences, case_file, span, terms};

const HOSPITAL_FULL_DAYS: i32 = 42;
const HOLIDAY_DAYS: i32 = 28;
const LONGEST_TAIL: i32 = 28;

fn days_of(period: Period) -> impl Iterator<Item = Date> {
    (0..period.days()).map(move |days| period.from() + days)
}

/// Every day of the absences of a kind, to the end of presence.
fn recorded(absences: &[Absence], kind: AbsenceKind, last: Date) -> BTreeMap<Date, i32> {
    let mut days = BTreeMap::new();
    for absence in absences.iter().filter(|absence| absence.kind == kind) {
        let to = absence.to.unwrap_or(last).min(last);
        for day in Period::between(absence.from, to)
            .into_iter()
            .flat_map(days_of)
        {
            days.insert(day, 0);
        }
    }
    days
}

/// Whether each day away is at the retainer, found one day after another.
fn day_by_day(absences: &[Absence], presence: Period) -> BTreeMap<Date, (AbsenceKind, bool)> {
    let mut hospital = recorded(absences, AbsenceKind::Hospital, presence.to());
    let mut away = BTreeMap::new();
    let days: Vec<Date> = hospital.keys().copied().collect();
    for day in days {
        let number = hospital.get(&day.previous()).map_or(1, |before| before + 1);
        hospital.insert(day, number);
        away.insert(day, (AbsenceKind::Hospital, number > HOSPITAL_FULL_DAYS));
    }
    let mut used: BTreeMap<FinancialYear, i32> = BTreeMap::new();
    for day in recorded(absences, AbsenceKind::Holiday, presence.to()).into_keys() {
        if !hospital.contains_key(&day) {
            let used = used.entry(FinancialYear::of(day)).or_default();
            *used += 1;
            away.insert(day, (AbsenceKind::Holiday, *used > HOLIDAY_DAYS));
        }
    }
    away.retain(|day, _| presence.contains(*day));
    away
}

fn days_due(case: &CaseFile) -> oast_rules::placement::Payable {
    let scheme = case
        .placement
        .scheme
        .as_ref()
        .map(oast_units::SchemeId::as_str);
    let contract = terms().contract_for(scheme, case.placement.route.code());
    payable(case, &contract.payment, &mut Silent).expect("terms for every day")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn days_away_are_those_found_day_by_day(absences in absences(), presence in span()) {
        let payment = &terms().contract_for(None, "framework").payment;
        let pieces = away(&absences, presence, payment, &mut Silent).unwrap();
        for pair in pieces.windows(2) {
            prop_assert!(pair[0].period.to() < pair[1].period.from());
        }
        let mut found = BTreeMap::new();
        for piece in pieces {
            prop_assert!(piece.retainer.is_none_or(|percent| percent == Percent::whole(80)));
            for day in days_of(piece.period) {
                found.insert(day, (piece.kind, piece.retainer.is_some()));
            }
        }
        prop_assert_eq!(found, day_by_day(&absences, presence));
    }

    #[test]
    fn recorded_in_any_order_absences_are_the_same(absences in absences(), presence in span()) {
        let payment = &terms().contract_for(None, "framework").payment;
        let mut turned = absences.clone();
        turned.reverse();
        prop_assert_eq!(
            away(&absences, presence, payment, &mut Silent).unwrap(),
            away(&turned, presence, payment, &mut Silent).unwrap()
        );
    }

    #[test]
    fn everything_else_is_due_on_the_days_of_presence(case in case_file()) {
        let days = days_due(&case);
        prop_assert_eq!(days.presence, days.others);
        for period in [days.presence, days.care_fee].into_iter().flatten() {
            prop_assert_eq!(period.from(), case.placement.started_on);
        }
    }

    #[test]
    fn the_care_fee_outlasts_presence_only_after_a_death_or_the_councils_notice(
        case in case_file(),
    ) {
        let days = days_due(&case);
        let Some(ended) = case.placement.ended_on else {
            prop_assert_eq!(days.care_fee, Some(Period::since(case.placement.started_on)));
            return Ok(());
        };
        let last = days.care_fee.map(Period::to);
        match case.placement.end_reason {
            Some(EndReason::Died) => prop_assert_eq!(last, Some(ended + 3)),
            Some(EndReason::NoticeCouncil) => {
                prop_assert!(last.is_none_or(|last| last <= ended + LONGEST_TAIL));
                let relet = case.placement.room_relet_on;
                prop_assert!(last.is_none_or(|last| relet.is_none_or(|relet| last < relet)));
            }
            _ => prop_assert_eq!(days.care_fee, days.presence),
        }
    }
}
