//! Reading a term on a day, and the trace of it.

use oast_terms::{Entry, Recorder, Silent, Terms};
use oast_units::{Date, Pence, WeeklyRate};

#[test]
fn a_reading_is_recorded_with_its_day_its_value_and_its_origin() {
    let terms = Terms::bundled("kent").unwrap();
    let mut trace = Recorder::default();
    let day = Date::of(2026, 7, 1);
    let rate = terms.england.nursing.standard_rate.on(day, &mut trace);
    assert_eq!(rate, Ok(&WeeklyRate::new(Pence::new(26_768))));
    let [Entry::Term(read)] = trace.entries.as_slice() else {
        panic!("{:?}", trace.entries);
    };
    insta::assert_snapshot!(
        format!(
            "{} = {} {} on {}, since {}: {} ({}), {}",
            read.name,
            read.value,
            read.unit.name(),
            read.on,
            read.period.from(),
            read.origin.cite,
            read.origin.status,
            read.origin.file,
        ),
        @"england/nursing-contribution.standard_rate = £267.68 gbp_per_week on 2026-07-01, since 2026-04-01: gov.uk, NHS-funded nursing care rates 2026 to 2027 (9 March 2026) (published), england/nursing-contribution.toml"
    );
}

#[test]
fn a_day_without_a_value_is_said_and_not_recorded() {
    let terms = Terms::bundled("kent").unwrap();
    let mut trace = Recorder::default();
    let day = Date::of(2020, 3, 31);
    let missing = terms.england.nursing.standard_rate.on(day, &mut trace);
    insta::assert_snapshot!(missing.unwrap_err(), @"the term england/nursing-contribution.standard_rate has no value on 31 March 2020; it is known from 1 April 2020");
    let holidays = &terms.england.bank_holidays.bank_holidays;
    let missing = holidays.on(Date::of(2030, 1, 1), &mut trace);
    insta::assert_snapshot!(missing.unwrap_err(), @"the term england/bank-holidays.bank_holidays has no value on 1 January 2030; it is known from 1 January 2024 to 31 December 2028");
    assert_eq!(trace, Recorder::default());
}

#[test]
fn what_is_planned_depends_on_the_day_asked_about() {
    let terms = Terms::bundled("kent").unwrap();
    let contract = terms.contract("oprn-framework-2026").unwrap();
    let end = &contract.generations.as_ref().unwrap().predecessor_end;
    let planned = |year, month, day| *end.on(Date::of(year, month, day), &mut Silent).unwrap();
    assert_eq!(planned(2025, 7, 24), Date::of(2026, 3, 31));
    assert_eq!(planned(2025, 7, 25), Date::of(2026, 12, 31));
}
