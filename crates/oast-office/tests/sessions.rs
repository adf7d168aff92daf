//! How long a session holds, and what ends it; and the record of who looked at whom.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use jiff::Timestamp;
use oast_office::access::{AuditFilter, Password, Read, ReadFilter};
use oast_office::{Action, Office, Role};
use support::{add, at, chance, office, olga, sign_in};

/// An office where bella signed in at nine o'clock, with her token.
fn signed_in() -> (Office, String) {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    let token = sign_in(&mut office, "bella", "2026-05-01T09:00:00Z")
        .unwrap()
        .token;
    (office, token)
}

fn holds(office: &mut Office, token: &str, time: &str) -> bool {
    office.session(token, at(time)).unwrap().is_some()
}

#[test]
fn a_session_ends_when_it_is_not_used_for_half_an_hour() {
    let (mut office, token) = signed_in();
    assert!(holds(&mut office, &token, "2026-05-01T09:29:59Z"));
    assert!(holds(&mut office, &token, "2026-05-01T09:59:58Z"));
    assert!(!holds(&mut office, &token, "2026-05-01T10:29:58Z"));
}

#[test]
fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let (mut office, token) = signed_in();
    let mut now = at("2026-05-01T09:00:00Z");
    while now < at("2026-05-01T21:00:00Z") {
        assert!(office.session(&token, now).unwrap().is_some(), "{now}");
        now += jiff::SignedDuration::from_mins(29);
    }
    assert!(!holds(&mut office, &token, "2026-05-01T21:00:00Z"));
}

#[test]
fn that_a_session_is_used_is_written_down_once_a_minute() {
    let (mut office, token) = signed_in();
    let mut seen = |time: &str| -> Timestamp {
        office.session(&token, at(time)).unwrap();
        let session = office.peek_session(&token, at(time)).unwrap();
        session.unwrap().seen_at
    };
    assert_eq!(seen("2026-05-01T09:00:59Z"), at("2026-05-01T09:00:00Z"));
    assert_eq!(seen("2026-05-01T09:01:00Z"), at("2026-05-01T09:01:00Z"));
    assert_eq!(seen("2026-05-01T09:01:59Z"), at("2026-05-01T09:01:00Z"));
}

#[test]
fn looking_at_a_session_without_using_it_does_not_keep_it_alive() {
    let (mut office, token) = signed_in();
    let looked = office.peek_session(&token, at("2026-05-01T09:20:00Z"));
    assert!(looked.unwrap().is_some());
    assert!(!holds(&mut office, &token, "2026-05-01T09:30:00Z"));
}

type End = fn(&mut Office, &str);

#[test]
fn a_session_ends_with_a_sign_out_a_new_password_or_a_deactivation() {
    let now = "2026-05-01T09:10:00Z";
    let ends: [End; 4] = [
        |office, token| office.sign_out(token, at("2026-05-01T09:05:00Z")).unwrap(),
        |office, _| {
            let password = Password::new("another password").unwrap();
            office
                .set_password("bella", &password, olga(), &mut chance)
                .unwrap();
        },
        |office, _| office.deactivate("bella", olga()).unwrap(),
        |office, _| assert_eq!(office.end_sessions_of("bella", olga()).unwrap(), 2),
    ];
    for (place, end) in ends.iter().enumerate() {
        let (mut office, token) = signed_in();
        let other = sign_in(&mut office, "bella", "2026-05-01T09:01:00Z")
            .unwrap()
            .token;
        end(&mut office, &token);
        assert!(!holds(&mut office, &token, now), "{place}");
        // Signing out ends one session, the rest all of them.
        assert_eq!(holds(&mut office, &other, now), place == 0, "{place}");
    }
}

#[test]
fn another_role_holds_from_the_next_page_on() {
    let (mut office, token) = signed_in();
    office.set_roles("bella", &[Role::Auditor], olga()).unwrap();
    let session = office.session(&token, at("2026-05-01T09:10:00Z"));
    let rights = session.unwrap().unwrap().user.rights;
    assert!(rights.may(Action::SeeAudit) && !rights.may(Action::RecordEvent));
}

#[test]
fn a_token_that_was_made_up_is_no_session() {
    let (mut office, token) = signed_in();
    let now = "2026-05-01T09:10:00Z";
    for made_up in ["", "x", &token[1..], &"0".repeat(64), &token.to_uppercase()] {
        assert!(!holds(&mut office, made_up, now), "{made_up}");
    }
    assert!(holds(&mut office, &token, now));
}

#[test]
fn who_looked_at_whom_and_who_did_what_can_be_found() {
    let (mut office, _) = signed_in();
    let read = |person: &str| Read {
        at: at("2026-05-01T09:02:00Z"),
        user_id: "bella".to_owned(),
        person_id: person.to_owned(),
        page: format!("/people/{person}"),
        purpose: None,
    };
    office.record_reads(&[read("P1"), read("P2")]).unwrap();
    office.record_reads(&[]).unwrap();
    let of = ReadFilter {
        person: Some("P2"),
        ..ReadFilter::default()
    };
    assert_eq!(office.reads(&of, 10).unwrap(), [read("P2")]);
    let by = AuditFilter {
        actor: Some("bella"),
        ..AuditFilter::default()
    };
    let page = office.audit_page(&by, 10).unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].command, "sign in");
}
