//! What recording an event says it will do is what it does.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_office::record::{Event, PaidEffect, Preview};
use oast_office::{Office, OfficeError};
use oast_rules::facts::{
    AbsenceKind, Category, Contribution, Element, GivenBy, Home, PayRunLine, Placement, Route, Side,
};
use oast_units::{Date, Pence};
use proptest::prelude::*;
use support::{all, at, by, county, date, import, lines, open_since, pay};

const TODAY: &str = "2026-06-26";
/// The last run ends within a pay period, so that a part of one was paid.
const PAID_UNTIL: [&str; 3] = ["2026-04-26", "2026-05-24", "2026-06-10"];

fn paid_county(placements: u64) -> Office {
    let mut office = county(placements);
    for until in PAID_UNTIL {
        pay(&mut office, until);
    }
    office
}

fn record(office: &mut Office, placement: &str, event: &Event) -> Preview {
    let today = date(TODAY);
    let known = office.known_seq(None).unwrap();
    let preview = office.preview_event(placement, event, today).unwrap();
    assert_eq!(office.known_seq(None).unwrap(), known, "a preview writes");
    let actor = by("officer", at("2026-06-26T09:00:00Z"));
    let recorded = office.record_event(placement, event, today, actor).unwrap();
    assert_eq!(recorded.preview, preview);
    assert_eq!(recorded.seq, known + 1);
    preview
}

fn refused(office: &mut Office, placement: &str, event: &Event) -> String {
    let known = office.known_seq(None).unwrap();
    let actor = by("officer", at("2026-06-26T09:00:00Z"));
    let refusal = office
        .record_event(placement, event, date(TODAY), actor)
        .unwrap_err();
    assert_eq!(office.known_seq(None).unwrap(), known);
    refusal.to_string()
}

type Row = (String, &'static str, &'static str, Date, Date, Pence);

fn row_of_line(line: &PayRunLine) -> Row {
    (
        line.placement_id.to_string(),
        line.element.code(),
        line.side.code(),
        line.period_from,
        line.period_to,
        line.amount,
    )
}

fn row_of_effect(paid: &PaidEffect) -> Row {
    (
        paid.placement_id.to_string(),
        paid.element.code(),
        paid.side.code(),
        paid.period.from(),
        paid.period.to(),
        paid.difference,
    )
}

/// The law: the lines that the next run has beyond those it had are those that the preview told.
fn keeps_its_word(office: &mut Office, placement: &str, event: &Event) -> Preview {
    keeps_its_word_until(office, placement, event, PAID_UNTIL[2])
}

fn keeps_its_word_until(
    office: &mut Office,
    placement: &str,
    event: &Event,
    until: &str,
) -> Preview {
    let before: Vec<Row> = lines(office, until).iter().map(row_of_line).collect();
    let preview = record(office, placement, event);
    let mut after: Vec<Row> = lines(office, until).iter().map(row_of_line).collect();
    after.retain(|row| !before.contains(row));
    let mut told: Vec<Row> = preview
        .paid
        .iter()
        .filter(|paid| !paid.held && !paid.difference.is_zero())
        .map(row_of_effect)
        .collect();
    after.sort();
    told.sort();
    assert_eq!(told, after, "{placement}: {event:?}");
    let sum = |side: Side| -> Pence {
        let of = told.iter().filter(|row| row.2 == side.code());
        of.map(|row| row.5).sum()
    };
    assert_eq!(sum(Side::Home), preview.paid_to_new_home - preview.recover);
    assert_eq!(sum(Side::Bill), -preview.credit);
    for effect in &preview.effects {
        assert_eq!(effect.difference, effect.after - effect.before);
        assert!(!effect.difference.is_zero());
    }
    preview
}

/// An event for any placement, some weeks after the first pay run opened.
fn event_of(kind: u8, day: Date, placement: &Placement, to: &Home) -> Event {
    let elsewhere = Event::Moved {
        on: day,
        to: to.home_id.clone(),
        category: Category::Residential,
        route: Route::Spot,
        scheme: None,
        generation: None,
        agreed_weekly: Some("912.35".parse().unwrap()),
    };
    match kind {
        0 => Event::Died { on: day },
        1 => Event::Discharged {
            on: day,
            room_relet_on: None,
        },
        2 if to.home_id != placement.home_id => elsewhere,
        3 => Event::Hospital {
            from: day,
            to: None,
        },
        4 => Event::Holiday {
            from: day,
            to: Some(day + 40),
        },
        5 => Event::OneToOne {
            hours_per_week: "10.5".parse().unwrap(),
            hourly_rate: None,
            from: day,
            to: Some(day + 27),
            reason: "falls at night".parse().unwrap(),
        },
        6 => Event::NoticeGiven {
            given_by: GivenBy::Provider,
            given_on: day,
            reason: None,
        },
        _ => Event::CategoryChanged {
            category: Category::Residential,
            from: day,
            agreed_weekly: Some("880.00".parse().unwrap()),
        },
    }
}

#[test]
fn the_next_pay_run_adjusts_what_the_preview_said() {
    let mut office = paid_county(60);
    let homes: Vec<Home> = all(&mut office);
    let open = open_since(&mut office, "2026-04-01");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut recorded, mut recovering) = (0, 0);
    for (index, placement) in open.iter().enumerate() {
        let days = (0i32..80).new_tree(&mut runner).unwrap().current();
        let day = date("2026-04-05") + days;
        let kind = u8::try_from(index % 8).unwrap();
        let event = event_of(kind, day, placement, &homes[index % homes.len()]);
        let id = placement.placement_id.as_str();
        match office.preview_event(id, &event, date(TODAY)) {
            Ok(_) => {
                let preview = keeps_its_word(&mut office, id, &event);
                recorded += 1;
                recovering += usize::from(preview.recover > Pence::ZERO);
            }
            Err(OfficeError::Refused(why)) => assert!(why.len() > 30, "{why}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert!(
        recorded > 35,
        "only {recorded} of {} were recorded",
        open.len()
    );
    assert!(recovering > 10, "only {recovering} recovered anything");
}

use proptest::strategy::ValueTree as _;

/// The example of a data pack, as it is imported.
fn example() -> Office {
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/../oast-exchange/tests/good");
    import(std::path::Path::new(good))
}

fn good() -> Office {
    let mut office = example();
    for until in PAID_UNTIL {
        pay(&mut office, until);
    }
    office
}

#[test]
fn a_death_recovers_what_was_paid_for_the_days_after_it() {
    let mut office = good();
    let preview = keeps_its_word(
        &mut office,
        "PL01",
        &Event::Died {
            on: date("2026-05-20"),
        },
    );
    // 24 May to 10 June at £720.00 a week: three days are due after the day of death.
    assert_eq!(preview.recover.to_string(), "£1,851.43");
    assert_eq!(preview.credit.to_string(), "£555.75");
    assert_eq!(preview.weekly, None);
    let changed: Vec<_> = preview
        .changes
        .iter()
        .map(|change| (change.column.as_str(), change.after.as_deref()))
        .collect();
    assert_eq!(
        changed,
        [
            ("ended on", Some("2026-05-20")),
            ("end reason", Some("died")),
            // The change of category of 5 October is withdrawn.
            ("placement id", None),
            ("category", None),
            ("from", None),
        ]
    );
    assert!(
        preview
            .told
            .iter()
            .any(|told| told.contains("£1,851.43 is taken back"))
    );
}

#[test]
fn a_stay_in_hospital_ends_on_the_day_of_coming_back() {
    let mut office = good();
    let from = date("2026-04-21");
    record(&mut office, "PL04", &Event::Hospital { from, to: None });
    let again = Event::Hospital {
        from: date("2026-05-20"),
        to: None,
    };
    assert_eq!(
        refused(&mut office, "PL04", &again),
        "the person of placement PL04 is in hospital since 21 April 2026 already; record the return first"
    );
    let back = Event::Returned {
        kind: AbsenceKind::Hospital,
        on: date("2026-06-20"),
    };
    let preview = keeps_its_word(&mut office, "PL04", &back);
    let change = &preview.changes[0];
    assert_eq!(change.before, None);
    assert_eq!(change.after.as_deref(), Some("2026-06-20"));
}

#[test]
fn a_move_begins_a_placement_where_the_person_goes() {
    let mut office = good();
    let contributions: Vec<Contribution> = all(&mut office);
    assert!(!contributions.is_empty());
    let preview = keeps_its_word(
        &mut office,
        "PL01",
        &Event::Moved {
            on: date("2026-05-25"),
            to: "H02".parse().unwrap(),
            category: Category::Nursing,
            route: Route::Spot,
            scheme: None,
            generation: None,
            agreed_weekly: Some("1001.00".parse().unwrap()),
        },
    );
    let new = preview.new_placement.clone().unwrap();
    assert!(preview.paid_to_new_home > Pence::ZERO);
    assert!(preview.recover > Pence::ZERO);
    assert!(
        preview
            .findings
            .iter()
            .any(|told| told.starts_with("What the person pays ends")),
        "{:?}",
        preview.findings
    );
    let placements: Vec<Placement> = all(&mut office);
    let begun = placements
        .iter()
        .find(|placement| placement.placement_id == new)
        .unwrap();
    assert_eq!(begun.started_on, date("2026-05-25"));
    assert_eq!(begun.ended_on, None);
}

#[test]
fn notices_given_in_pieces_are_told_together() {
    let mut office = good();
    let placements: Vec<Placement> = all(&mut office);
    let homes: Vec<String> = placements
        .iter()
        .filter(|placement| placement.ended_on.is_none())
        .map(|placement| placement.home_id.to_string())
        .collect();
    let home = homes
        .iter()
        .find(|home| homes.iter().filter(|other| other == home).count() > 1)
        .unwrap();
    let two: Vec<String> = placements
        .iter()
        .filter(|placement| placement.home_id.as_str() == home && placement.ended_on.is_none())
        .map(|placement| placement.placement_id.to_string())
        .collect();
    let notice = |day: &str| Event::NoticeGiven {
        given_by: GivenBy::Provider,
        given_on: date(day),
        reason: None,
    };
    record(&mut office, &two[0], &notice("2026-06-01"));
    let preview = record(&mut office, &two[1], &notice("2026-06-20"));
    let says = preview.notices.join("\n");
    assert!(says.contains("takes 91 days instead of 28"), "{says}");
    assert!(says.contains("91 days from 20 June 2026"), "{says}");
}

#[test]
fn what_cannot_be_is_refused_in_a_sentence() {
    let mut office = good();
    let died = |on: &str| Event::Died { on: date(on) };
    let says = [
        ("PL99", died("2026-05-01"), "there is no placement PL99"),
        (
            "PL01",
            died("2026-03-01"),
            "placement PL01 begins on 6 April 2026, after 1 March 2026; give that day or a later one, or correct the start",
        ),
        (
            "PL01",
            died("2026-07-01"),
            "A death is recorded once it has happened, and 1 July 2026 is after today, 26 June 2026; give the day it happened",
        ),
        (
            "PL03",
            died("2026-05-01"),
            "placement PL03 has ended already: moved on 12 January 2026; an end is recorded once, and a wrong one is corrected in placements.csv and imported",
        ),
        (
            "PL01",
            Event::RoomRelet {
                on: date("2026-06-01"),
            },
            "placement PL01 has not ended, so its room cannot be let again; record the end first",
        ),
        (
            "PL01",
            Event::OneToOne {
                hours_per_week: "5".parse().unwrap(),
                hourly_rate: None,
                from: date("2026-06-01"),
                to: None,
                reason: "falls".parse().unwrap(),
            },
            "one-to-one hours for placement PL01 always end; give the last day, which can be extended after a review",
        ),
        (
            "PL01",
            Event::CategoryChanged {
                category: Category::Complex,
                from: date("2026-06-01"),
                agreed_weekly: None,
            },
            "placement PL01: PL01 is complex from 1 June 2026 and needs an assessment valid on or before that day (there is none); add it to assessments.csv, or correct the category or route",
        ),
        (
            "PL01",
            Event::Moved {
                on: date("2026-06-01"),
                to: "H02".parse().unwrap(),
                category: Category::Nursing,
                route: Route::Spot,
                scheme: None,
                generation: None,
                agreed_weekly: Some("1300.00".parse().unwrap()),
            },
            "placement PL01: £1,300.00 a week is agreed, and care above £1,210.00 is complex: change the category to complex and add its assessment, or correct the price",
        ),
    ];
    for (placement, event, sentence) in says {
        assert_eq!(refused(&mut office, placement, &event), sentence);
    }
}

#[test]
fn what_is_held_is_told_and_not_counted() {
    let mut office = good();
    let actor = by("officer", at("2026-06-20T09:00:00Z"));
    office
        .hold("PL01", Element::CareFee, "in dispute", actor)
        .unwrap();
    let died = Event::Died {
        on: date("2026-05-20"),
    };
    let preview = keeps_its_word(&mut office, "PL01", &died);
    assert_eq!(preview.recover, Pence::ZERO);
    assert!(
        preview
            .paid
            .iter()
            .any(|paid| paid.held && !paid.difference.is_zero())
    );
    let held =
        "The care fee of PL01 is held: it is put right in the first pay run after its release.";
    assert!(
        preview.findings.iter().any(|says| says == held),
        "{:?}",
        preview.findings
    );
}

#[test]
fn what_the_system_before_had_paid_is_taken_back_too() {
    let mut office = example();
    let died = Event::Died {
        on: date("2026-03-10"),
    };
    let preview = keeps_its_word_until(&mut office, "PL05", &died, "2026-03-29");
    assert!(preview.recover > Pence::ZERO);
    assert!(
        preview
            .paid
            .iter()
            .all(|paid| paid.period.to() == date("2026-03-29"))
    );
}

#[test]
fn an_event_after_another_that_no_run_has_paid_yet_counts_from_what_was_posted() {
    let mut office = good();
    let hours = Event::OneToOne {
        hours_per_week: "10.00".parse().unwrap(),
        hourly_rate: None,
        from: date("2026-05-04"),
        to: Some(date("2026-05-31")),
        reason: "falls at night".parse().unwrap(),
    };
    let first = keeps_its_word(&mut office, "PL04", &hours);
    assert!(!first.recover.is_zero());
    let died = Event::Died {
        on: date("2026-05-20"),
    };
    let second = keeps_its_word(&mut office, "PL04", &died);
    // The hours were never paid, so the death takes none of them back: the next run pays those up
    // to the death.
    let hours = second
        .paid
        .iter()
        .find(|paid| paid.element == Element::OneToOne)
        .unwrap();
    assert_eq!(hours.posted, Pence::ZERO);
    assert!(hours.difference > Pence::ZERO);
}
