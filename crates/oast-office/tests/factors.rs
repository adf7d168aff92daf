//! What is shown beside a password, what is kept between two steps, and the council's accounts.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use jiff::SignedDuration;
use oast_office::access::{
    CouncilPerson, DEMO_PASSWORD, Entry, LocalSignIn, NewCodeApp, NewPasskey, NextStep,
    SignInRefusal, StepKind,
};
use oast_office::{Actor, Office, OfficeError, Rights, Role};
use support::{add, at, chance, office, olga, sign_in};

const NOON: &str = "2026-05-01T12:00:00Z";

fn me(user_id: &str) -> Actor<'_> {
    Actor::new(user_id, at(NOON), Rights::default())
}

fn new_passkey(id: &str) -> NewPasskey<'_> {
    NewPasskey {
        id,
        public_key: "a2V5",
        name: "Laptop",
        count: 3,
    }
}

/// Gives somebody an app whose code is always the number of its step, and the recovery codes.
fn with_app(office: &mut Office, user_id: &str) -> Vec<String> {
    let app = NewCodeApp {
        secret: "SECRET",
        step: 10,
    };
    office.set_code_app(app, me(user_id), &mut chance).unwrap()
}

fn try_code(office: &mut Office, step: i64, time: &str) -> Result<(), String> {
    let tried = office.check_code("bella", at(time), &|secret, last| {
        assert_eq!(secret, "SECRET");
        (step > last).then_some(step)
    });
    tried.map_err(|why| why.to_string())
}

#[test]
fn a_code_is_right_once() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    with_app(&mut office, "bella");
    assert!(
        try_code(&mut office, 10, NOON).is_err(),
        "shown when the app was set up"
    );
    assert!(try_code(&mut office, 11, NOON).is_ok());
    assert!(try_code(&mut office, 11, NOON).is_err());
    // Two servers that both found the step new: one of them is told no.
    let both = office.check_code("bella", at(NOON), &|_, _| Some(11));
    assert!(matches!(
        both,
        Err(OfficeError::SignIn(SignInRefusal::WrongCode))
    ));
    assert!(try_code(&mut office, 12, NOON).is_ok());
}

#[test]
fn wrong_codes_lock_and_a_right_password_does_not_unlock() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    with_app(&mut office, "bella");
    for _ in 0..5 {
        let local = LocalSignIn::All;
        let step = office.first_step("bella", DEMO_PASSWORD, local, at(NOON));
        assert_eq!(step.unwrap(), NextStep::Code);
        assert!(try_code(&mut office, 1, NOON).is_err());
    }
    let says = try_code(&mut office, 20, NOON).unwrap_err();
    assert!(says.starts_with("too many tries"), "{says}");
    assert!(try_code(&mut office, 20, "2026-05-01T12:01:01Z").is_ok());
    // Nobody reaches that count by typing a name.
    let typed = office.check_password("bella\u{1f}code", "x", at(NOON));
    assert!(matches!(
        typed,
        Err(OfficeError::SignIn(SignInRefusal::Wrong))
    ));
}

#[test]
fn a_recovery_code_works_once_however_it_is_typed() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    let codes = with_app(&mut office, "bella");
    let typed = codes[0].replace('-', " ").to_uppercase();
    assert!(
        office
            .check_recovery_code("bella", &typed, at(NOON))
            .is_ok()
    );
    assert!(
        office
            .check_recovery_code("bella", &typed, at(NOON))
            .is_err()
    );
    assert_eq!(office.code_app("bella").unwrap().recovery_codes, 9);
    let told = support::texts(office.store());
    let stored = |code: &String| {
        told.iter()
            .any(|text| text.contains(&code.replace('-', "")))
    };
    assert!(!codes.iter().any(stored));
    with_app(&mut office, "bella");
    assert!(
        office
            .check_recovery_code("bella", &codes[1], at(NOON))
            .is_err(),
        "an old one"
    );
}

#[test]
fn a_password_alone_never_suffices_for_a_provider() {
    let mut office = office();
    add(&mut office, "ann", &[Role::Provider]);
    let alone = sign_in(&mut office, "ann", NOON);
    assert!(matches!(
        alone,
        Err(OfficeError::SignIn(SignInRefusal::NotEnough))
    ));
    with_app(&mut office, "ann");
    let step = office.first_step("ann", DEMO_PASSWORD, LocalSignIn::All, at(NOON));
    assert_eq!(step.unwrap(), NextStep::Code);
    assert!(
        office.remove_code_app(me("ann")).is_err(),
        "the only way in"
    );
    office.add_passkey(&new_passkey("one"), me("ann")).unwrap();
    office.remove_code_app(me("ann")).unwrap();
    assert!(
        office.remove_passkey("one", me("ann")).is_err(),
        "the only way in"
    );
    office.add_passkey(&new_passkey("two"), me("ann")).unwrap();
    office.remove_passkey("one", me("ann")).unwrap();
    assert!(
        office.remove_passkey("two", me("bella")).is_err(),
        "somebody else's"
    );
    assert!(office.passkey("one").unwrap().is_none());
    assert!(
        office.add_passkey(&new_passkey("one"), me("ann")).is_err(),
        "removed for good"
    );
    assert_eq!(office.passkey("two").unwrap().unwrap().count, 3);
}

#[test]
fn who_may_not_sign_in_here_is_told_what_a_stranger_is() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    add(&mut office, "ann", &[Role::Provider]);
    let mut said = |user_id: &str, password: &str, local| {
        let tried = office.first_step(user_id, password, local, at(NOON));
        tried.unwrap_err().to_string()
    };
    let stranger = said("nobody", "wrong password", LocalSignIn::Off);
    assert_eq!(
        said("bella", DEMO_PASSWORD, LocalSignIn::Providers),
        stranger
    );
    assert_eq!(said("ann", DEMO_PASSWORD, LocalSignIn::Off), stranger);
    assert_ne!(said("ann", DEMO_PASSWORD, LocalSignIn::Providers), stranger);
}

#[test]
fn a_step_is_taken_once_in_time_and_for_what_it_was_kept() {
    let mut office = office();
    let now = at(NOON);
    let keep = |office: &mut Office| {
        office
            .keep_step(StepKind::PasskeyShown, "challenge", now, &mut chance)
            .unwrap()
    };
    let key = keep(&mut office);
    let kind = StepKind::PasskeyShown;
    assert_eq!(
        office.take_step(StepKind::Council, &key, now).unwrap(),
        None
    );
    assert_eq!(office.take_step(kind, "x", now).unwrap(), None);
    let kept = office.kept_step(kind, &key, now).unwrap();
    assert_eq!(kept.as_deref(), Some("challenge"));
    let taken = office.take_step(kind, &key, now).unwrap();
    assert_eq!(taken.as_deref(), Some("challenge"));
    assert_eq!(office.take_step(kind, &key, now).unwrap(), None);
    let key = keep(&mut office);
    let late = now + SignedDuration::from_mins(10);
    assert_eq!(office.take_step(kind, &key, late).unwrap(), None);
    assert!(office.council_message_is_new("jti", now).unwrap());
    assert!(!office.council_message_is_new("jti", now).unwrap());
}

fn person(roles: &[Role]) -> CouncilPerson<'_> {
    CouncilPerson {
        issuer: "https://login.example",
        subject: "s-1",
        user_name: "dora@kent.example",
        name: "Dora Finn",
        email: None,
        roles,
        session: Some("there-1"),
    }
}

#[test]
fn whoever_comes_from_the_council_has_the_roles_of_their_groups() {
    let mut office = office();
    let now = at(NOON);
    let come = |office: &mut Office, roles: &[Role]| {
        office.sign_in_from_council(&person(roles), Some("Firefox"), now, &mut chance)
    };
    assert!(come(&mut office, &[]).is_err());
    assert!(
        office.users().unwrap().is_empty(),
        "nobody without a role becomes a user"
    );
    let first = come(&mut office, &[Role::FinanceOfficer, Role::Broker]).unwrap();
    assert_eq!(first.user.roles, [Role::Broker, Role::FinanceOfficer]);
    let second = come(&mut office, &[Role::Auditor]).unwrap();
    assert_eq!(second.user.roles, [Role::Auditor]);
    assert_ne!(second.token, first.token);
    let session = office.session(&first.token, now).unwrap().unwrap();
    assert_eq!(
        session.user.roles,
        [Role::Auditor],
        "at the next page of the old one too"
    );
    assert!(come(&mut office, &[]).is_err());
    assert!(office.session(&second.token, now).unwrap().is_none());
    office.deactivate("dora@kent.example", olga()).unwrap();
    assert!(come(&mut office, &[Role::Auditor]).is_err());
    assert_eq!(
        support::record(&mut office),
        [
            "dora@kent.example: user council add dora@kent.example",
            "dora@kent.example: sign in dora@kent.example",
            "dora@kent.example: user council dora@kent.example",
            "dora@kent.example: sign in dora@kent.example",
            "olga: user deactivate dora@kent.example",
        ]
    );
}

#[test]
fn the_name_of_a_local_user_is_not_taken_over_from_the_council() {
    let mut office = office();
    add(&mut office, "dora@kent.example", &[Role::Administrator]);
    let from_council = person(&[Role::Broker]);
    let come = |office: &mut Office| {
        office.sign_in_from_council(&from_council, None, at(NOON), &mut chance)
    };
    assert!(come(&mut office).is_err());
    office
        .join_council_account(
            "dora@kent.example",
            ("https://login.example", "s-1"),
            olga(),
        )
        .unwrap();
    assert_eq!(come(&mut office).unwrap().user.roles, [Role::Broker]);
    assert!(
        sign_in(&mut office, "dora@kent.example", NOON).is_err(),
        "no password any more"
    );
}

#[test]
fn a_session_that_ends_at_the_council_ends_here() {
    let mut office = office();
    let now = at(NOON);
    let mut token = || {
        let from = person(&[Role::Broker]);
        let signed_in = office.sign_in_from_council(&from, None, now, &mut chance);
        signed_in.unwrap().token
    };
    let (one, two) = (token(), token());
    let issuer = "https://login.example";
    assert_eq!(
        office
            .end_from_council(issuer, None, Some("other"), now)
            .unwrap(),
        0
    );
    assert_eq!(
        office
            .end_from_council(issuer, None, Some("there-1"), now)
            .unwrap(),
        2
    );
    assert!(office.session(&one, now).unwrap().is_none());
    assert!(office.session(&two, now).unwrap().is_none());
}

#[test]
fn sessions_are_listed_without_what_opens_them_and_ended_one_by_one() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    let now = at(NOON);
    let mut begin = |browser| {
        let entry = Entry::by("passkey", Some(browser));
        let begun = office.begin_session_with("bella", entry, now, &mut chance);
        begun.unwrap().token
    };
    let (phone, laptop) = (begin("Safari on iPhone"), begin("Firefox on Windows"));
    let listed = office.sessions_of("bella", Some(&laptop), now).unwrap();
    assert_eq!(listed.len(), 2);
    let of_phone = listed.iter().find(|each| !each.own).unwrap();
    assert_eq!(of_phone.browser.as_deref(), Some("Safari on iPhone"));
    assert!(listed.iter().all(|each| !phone.contains(&each.name)));
    let name = of_phone.name.clone();
    assert!(office.end_session_of("bella", &name, me("fiona")).is_err());
    assert!(office.end_session_of("bella", "", me("bella")).is_err());
    office.end_session_of("bella", &name, me("bella")).unwrap();
    assert!(office.end_session_of("bella", &name, me("bella")).is_err());
    assert!(office.session(&phone, now).unwrap().is_none());
    let session = office.session(&laptop, now).unwrap().unwrap();
    assert!(session.is_fresh(now) && !session.is_fresh(now + SignedDuration::from_mins(15)));
    let idle = now + SignedDuration::from_mins(30);
    assert!(office.sessions_of("bella", None, idle).unwrap().is_empty());
}
