//! The council confirms what the terms assume, value by value.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::Arc;

use oast_office::{ConfirmationState, Office};
use oast_scratch::Scratch;
use oast_terms::{EmbeddedSource, Source as _, Status, Terms};
use support::{AUTHORITY, at, by, date};

const TERM: &str = "kent/oprn-framework-2026/payment.after_death_days";

/// The terms, with the days after a death read as five from 1 April 2026.
fn changed() -> Terms {
    let mut files = EmbeddedSource.files().unwrap();
    for file in &mut files {
        if file.path == "kent/oprn-framework-2026/payment.toml" {
            let text = String::from_utf8(file.bytes.clone()).unwrap();
            let was = "{ from = 2026-04-01, value = 3, ";
            assert!(text.contains(was));
            file.bytes = text
                .replacen(was, "{ from = 2026-04-01, value = 5, ", 1)
                .into_bytes();
        }
    }
    Terms::load(&files, AUTHORITY).unwrap()
}

#[test]
fn a_confirmation_stands_until_the_value_changes() {
    let scratch = Scratch::new();
    let open = |terms: Terms| Office::new(scratch.open(), Arc::new(terms), AUTHORITY);
    let mut office = open(Terms::bundled(AUTHORITY).unwrap());
    let officer = by("officer", at("2026-06-01T09:00:00Z"));
    let on = date("2026-06-01");
    let confirmed = office
        .confirm_term(TERM, on, "framework contract, clause 14.3", officer)
        .unwrap();
    assert_eq!(confirmed.value.as_str(), "3");
    let rows = office.term_confirmations().unwrap();
    assert_eq!(rows[0].confirmation, confirmed);
    assert_eq!(rows[0].state, ConfirmationState::Stands);
    assert_eq!(rows[0].recorded.as_ref().unwrap().actor, "officer");
    let again = office
        .confirm_term(TERM, on, "framework contract, clause 14.3", officer)
        .unwrap_err();
    assert!(
        again
            .to_string()
            .contains("is confirmed already by officer")
    );
    drop(office);

    let mut other = open(changed());
    let rows = other.term_confirmations().unwrap();
    assert_eq!(
        rows[0].state,
        ConfirmationState::ValueChanged { now: "5".into() }
    );
}

#[test]
fn only_an_assumption_with_evidence_is_confirmed() {
    let terms = Terms::bundled(AUTHORITY).unwrap();
    let published = terms
        .all()
        .find(|view| view.values[0].origin.status == Status::Published)
        .unwrap();
    let mut office = Office::new(oast_scratch::store(), Arc::new(terms), AUTHORITY);
    let officer = by("officer", at("2026-06-01T09:00:00Z"));
    for (term, on, evidence, says) in [
        (
            &*published.name,
            published.values[0].period.from(),
            "clause 1",
            "only an assumed value",
        ),
        (
            TERM,
            date("2026-06-01"),
            " ",
            "name the clause, decision or letter",
        ),
        (TERM, date("1999-01-01"), "clause 1", "nothing to confirm"),
        (
            "payment.after_deaf_days",
            date("2026-06-01"),
            "clause 1",
            "there is no term",
        ),
    ] {
        let refusal = office
            .confirm_term(term, on, evidence, officer)
            .unwrap_err();
        assert!(refusal.to_string().contains(says), "{refusal}");
    }
    assert!(office.term_confirmations().unwrap().is_empty());
}
