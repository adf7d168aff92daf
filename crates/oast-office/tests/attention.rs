//! What wants somebody's attention, and what an officer's decision on a notice would change.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::Arc;

use oast_office::Office;
use oast_office::picture::{ENDS_WITHIN_DAYS, Picture};
use oast_rules::placement::notice::Counted;
use oast_terms::Terms;
use support::{AUTHORITY, county, date};

/// The county as seen on a day.
fn seen(office: &mut Office, day: &str) -> Picture {
    let known = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known).unwrap());
    let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
    Picture::new(facts, terms, date(day))
}

#[test]
fn what_ends_soon_is_told_for_those_who_live_there() {
    let mut office = county(2_000);
    let picture = seen(&mut office, "2026-06-01");
    let attention = picture.attention();
    let last = picture.day + ENDS_WITHIN_DAYS;
    assert!(!attention.stays_ending.is_empty());
    for (at, on) in &attention.stays_ending {
        assert!(picture.standing(*at).unwrap().lives_there);
        assert!((picture.day..=last).contains(on));
        let ended_on = picture.facts.case(*at).unwrap().placement.ended_on;
        assert_eq!(ended_on, Some(*on));
    }
    for ending in &attention.hours_ending {
        assert!(picture.standing(ending.at).unwrap().lives_there);
        assert!((picture.day..=last).contains(&ending.to));
    }
    for at in &attention.no_rate {
        assert_eq!(picture.standing(*at).unwrap().rate, None);
    }
}

#[test]
fn whose_money_runs_out_is_told_until_the_council_has_placed_them() {
    let mut office = county(2_000);
    let picture = seen(&mut office, "2026-06-01");
    let all = picture.runways();
    let waiting = &picture.attention().money_ending;
    assert!(!waiting.is_empty() && waiting.len() < all.len());
    for row in waiting {
        assert!(row.runway.notify_by.unwrap() <= picture.day);
        let placements = picture.facts.of_person(row.report.person_id.as_str());
        let lives = |at| picture.standing(at).unwrap().lives_there;
        assert!(!placements.iter().any(|at| lives(*at)));
    }
}

#[test]
fn a_notice_that_looks_split_shows_what_keeping_the_single_period_would_change() {
    let mut office = county(2_000);
    let picture = (0..24)
        .map(|month| date("2025-01-15").add_months(month).to_string())
        .map(|day| seen(&mut office, &day))
        .find(|picture| !picture.attention().split.is_empty())
        .unwrap();
    for notice in &picture.attention().split {
        let kept = picture.notice_kept(notice.placement.as_str(), notice.given_on);
        let (now, kept) = kept.unwrap();
        assert_eq!(&now, notice);
        assert_eq!(kept.counted, Counted::Overridden);
        assert!(kept.days < now.days && kept.earliest_end < now.earliest_end);
        let home = picture.attention().under_notice.iter();
        assert!(
            home.clone()
                .any(|under| under.earliest_end <= now.earliest_end)
        );
    }
    assert!(picture.notice_kept("nobody", date("2026-01-01")).is_none());
}
