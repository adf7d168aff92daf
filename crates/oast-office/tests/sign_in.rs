//! Signing in: who is refused and how, when a name is locked, and what is never written down.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use jiff::Timestamp;
use oast_office::access::{DEMO_PASSWORD, DEMO_USERS, NewUser, Password};
use oast_office::{Action, Actor, Office, OfficeError, Rights, Role};
use oast_rules::facts::User;
use support::{add, at, chance, office, olga, record, sign_in, texts};

/// What is said to somebody who tries a wrong password.
fn wrong(office: &mut Office, user_id: &str, time: Timestamp) -> String {
    let refused = office.sign_in(user_id, "not the password", time, &mut chance);
    refused.unwrap_err().to_string()
}

#[test]
fn somebody_signs_in_with_their_password_and_has_the_rights_of_their_roles() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    let signed_in = sign_in(&mut office, "fiona", "2026-05-01T09:00:00Z").unwrap();
    assert_eq!(signed_in.token.len(), 64);
    assert!(signed_in.user.rights.may(Action::ProposePayRun));
    assert!(!signed_in.user.rights.may(Action::DecidePayRun));
    let session = office.session(&signed_in.token, at("2026-05-01T09:00:30Z"));
    let session = session.unwrap().unwrap();
    assert_eq!(session.user, signed_in.user);
    assert_eq!(session.ends_at, at("2026-05-01T21:00:00Z"));
    let other = sign_in(&mut office, "fiona", "2026-05-01T09:00:00Z").unwrap();
    assert_ne!(other.token, signed_in.token);
}

#[test]
fn five_failures_lock_a_name_and_each_one_more_locks_it_longer() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    let mut now = at("2026-05-01T09:00:00Z");
    for _ in 0..5 {
        assert!(wrong(&mut office, "fiona", now).starts_with("the name and the password"));
    }
    for (minutes, until) in [(1, "09:01:00"), (2, "09:03:00"), (4, "09:07:00")] {
        let expected = format!("too many tries under that name; try again after {until} UTC");
        assert_eq!(wrong(&mut office, "fiona", now), expected);
        let right = office.sign_in("fiona", DEMO_PASSWORD, now, &mut chance);
        assert_eq!(right.unwrap_err().to_string(), expected);
        now += jiff::SignedDuration::from_mins(minutes);
        assert!(wrong(&mut office, "fiona", now).starts_with("the name and the password"));
    }
    assert!(sign_in(&mut office, "fiona", "2026-05-01T09:16:00Z").is_ok());
    // A success takes the failures away: four more are no lock.
    for _ in 0..4 {
        wrong(&mut office, "fiona", at("2026-05-01T09:17:00Z"));
    }
    assert!(sign_in(&mut office, "fiona", "2026-05-01T09:17:00Z").is_ok());
}

#[test]
fn failures_are_forgotten_after_a_day() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    for _ in 0..4 {
        wrong(&mut office, "fiona", at("2026-05-01T09:00:00Z"));
    }
    wrong(&mut office, "fiona", at("2026-05-02T09:00:01Z"));
    assert!(sign_in(&mut office, "fiona", "2026-05-02T09:00:02Z").is_ok());
}

#[test]
fn whether_there_is_such_a_user_cannot_be_told() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    add(&mut office, "felix", &[Role::FinanceOfficer]);
    office.deactivate("felix", olga()).unwrap();
    let single_sign_on = NewUser {
        user_id: "sara",
        name: "Sara",
        email: None,
        roles: &[Role::Broker],
    };
    office
        .add_user(&single_sign_on, None, olga(), &mut chance)
        .unwrap();
    let mut said = |user_id: &str, password: &str| {
        (0..8)
            .map(|minute| {
                let now = at("2026-05-01T09:00:00Z") + jiff::SignedDuration::from_secs(20 * minute);
                let tried = office.sign_in(user_id, password, now, &mut chance);
                tried.unwrap_err().to_string()
            })
            .collect::<Vec<_>>()
    };
    let known = said("fiona", "not the password");
    assert_eq!(said("nobody", "not the password"), known);
    assert_eq!(said("felix", DEMO_PASSWORD), known);
    assert_eq!(said("sara", DEMO_PASSWORD), known);
    let too_long = "x".repeat(10_000);
    let refused = office.sign_in(&too_long, &too_long, olga().at, &mut chance);
    assert_eq!(refused.unwrap_err().to_string(), known[0]);
}

#[test]
fn the_record_has_each_sign_in_lock_and_sign_out_and_no_name_that_is_nobodys() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    let token = sign_in(&mut office, "fiona", "2026-05-01T09:00:00Z")
        .unwrap()
        .token;
    office.sign_out(&token, at("2026-05-01T09:20:00Z")).unwrap();
    office.sign_out(&token, at("2026-05-01T09:20:00Z")).unwrap();
    for user_id in ["fiona", "my-secret-password"] {
        for _ in 0..5 {
            wrong(&mut office, user_id, at("2026-05-01T10:00:00Z"));
        }
    }
    assert_eq!(
        record(&mut office),
        [
            "olga: user add fiona",
            "fiona: sign in fiona",
            "fiona: sign out fiona",
            "unknown: sign in locked fiona",
        ]
    );
    let verified = office.store().verify().unwrap();
    assert_eq!(verified.faults, []);
}

#[test]
fn single_sign_on_begins_a_session_without_a_password() {
    let mut office = office();
    add(&mut office, "bella", &[Role::Broker]);
    let now = at("2026-05-01T09:00:00Z");
    let signed_in = office.begin_session("bella", "single sign-on", now, &mut chance);
    let token = signed_in.unwrap().token;
    let session = office.session(&token, now).unwrap().unwrap();
    assert_eq!(session.how, "single sign-on");
    let nobody = office.begin_session("nobody", "single sign-on", now, &mut chance);
    assert!(matches!(nobody, Err(OfficeError::SignIn(_))));
}

#[test]
fn no_password_no_hash_and_no_token_is_written_anywhere_else() {
    let mut office = office();
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    let token = sign_in(&mut office, "fiona", "2026-05-01T09:00:00Z")
        .unwrap()
        .token;
    wrong(&mut office, "fiona", at("2026-05-01T09:00:00Z"));
    let password = Password::new("another password").unwrap();
    office
        .set_password("fiona", &password, olga(), &mut chance)
        .unwrap();
    let stored: Vec<User> = office.store().all("kent", i64::MAX).unwrap();
    let hash = stored[0].password.as_ref().unwrap().phc().to_owned();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );

    let mut told = texts(office.store());
    assert!(told.iter().any(|text| text == "fiona"));
    let folder = tempfile::tempdir().unwrap();
    office.export(folder.path(), None).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        told.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
    }
    told.push(format!(
        "{stored:?} {password:?} {:?}",
        office.users().unwrap()
    ));
    for text in told {
        for secret in [
            "$argon2",
            DEMO_PASSWORD,
            "another password",
            "not the password",
            &token,
        ] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn users_are_added_once_changed_by_others_and_kept_out() {
    let mut office = office();
    add(&mut office, "adam", &[Role::Administrator]);
    let again = NewUser {
        user_id: "adam",
        name: "Adam",
        email: None,
        roles: &[Role::Auditor],
    };
    let refused = office.add_user(&again, None, olga(), &mut chance);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "there is a user adam already"
    );
    for (user_id, roles) in [
        ("Adam", &[Role::Auditor][..]),
        ("a b", &[Role::Auditor]),
        ("eve", &[]),
    ] {
        let new = NewUser {
            user_id,
            roles,
            ..again
        };
        assert!(
            office.add_user(&new, None, olga(), &mut chance).is_err(),
            "{user_id}"
        );
    }
    let adam = Actor::new("adam", olga().at, Rights::of(&[Role::Administrator]));
    assert!(office.set_roles("adam", &[Role::Approver], adam).is_err());
    assert!(office.deactivate("adam", adam).is_err());
    assert!(office.set_roles("nobody", &[Role::Approver], adam).is_err());
    add(&mut office, "bella", &[Role::Broker]);
    office
        .set_roles("bella", &[Role::Auditor, Role::Broker, Role::Auditor], adam)
        .unwrap();
    let bella = office.user("bella").unwrap().unwrap();
    assert_eq!(bella.roles, [Role::Broker, Role::Auditor]);
    assert_eq!(office.user("nobody").unwrap(), None);
    let own = Actor::new("bella", olga().at, bella.rights);
    let password = Password::new("my own new password").unwrap();
    office
        .set_password("bella", &password, own, &mut chance)
        .unwrap();
    office
        .check_password("bella", "my own new password", olga().at)
        .unwrap();
    office.deactivate("bella", adam).unwrap();
    assert!(
        office
            .check_password("bella", "my own new password", olga().at)
            .is_err()
    );
    office.reactivate("bella", adam).unwrap();
    office
        .check_password("bella", "my own new password", olga().at)
        .unwrap();
}

#[test]
fn a_form_sent_five_times_acts_once() {
    let mut office = office();
    let new = NewUser {
        user_id: "bella",
        name: "Bella",
        email: None,
        roles: &[Role::Broker],
    };
    let actor = olga().by_form("form-1");
    office.add_user(&new, None, actor, &mut chance).unwrap();
    for _ in 0..4 {
        let again = office.add_user(&new, None, actor, &mut chance).unwrap_err();
        let done =
            matches!(&again, OfficeError::AlreadyDone { seq: 1, subject } if subject == "bella");
        assert!(done, "{again}");
    }
    assert_eq!(office.known_seq(None).unwrap(), 1);
}

#[test]
fn the_users_of_the_demonstration_are_added_once_and_have_one_role_each() {
    let mut office = office();
    assert_eq!(office.add_demo_users(olga(), &mut chance).unwrap(), 9);
    assert_eq!(office.add_demo_users(olga(), &mut chance).unwrap(), 0);
    let users = office.users().unwrap();
    assert_eq!(users.len(), DEMO_USERS.len());
    assert!(
        users
            .iter()
            .all(|user| user.active && user.roles.len() == 1)
    );
    assert!(sign_in(&mut office, "amir", "2026-05-01T09:00:00Z").is_ok());
}
