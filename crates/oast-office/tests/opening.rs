//! Opening a person's record: what for, and in an emergency.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use jiff::ToSpan as _;
use oast_office::access::{
    Action, Asked, LEAVE_LASTS, Principal, Purpose, Read, ReadFilter, Resource, decide, leave_of,
    purposes_of,
};
use oast_office::{Actor, Office, OfficeError, Rights, Role};
use oast_rules::facts::Person;
use support::{at, office};

const REASON: &str = "The home has flooded and her family is to be told.";

fn principal(role: Role) -> Principal {
    Principal {
        user: "somebody".to_owned(),
        authority: "kent".to_owned(),
        roles: vec![role],
        ..Principal::default()
    }
}

fn person(office: &mut Office) -> String {
    let seq = office.known_seq(None).unwrap();
    let people: Vec<Person> = office.store().all("kent", seq).unwrap();
    people.first().unwrap().person_id.to_string()
}

#[test]
fn each_role_has_the_purposes_that_the_policies_give_it() {
    assert_eq!(purposes_of(&[Role::Broker]), [Purpose::Brokerage]);
    assert_eq!(purposes_of(&[Role::FinanceOfficer]), [Purpose::Payment]);
    assert_eq!(
        purposes_of(&[Role::ContractOfficer]),
        [Purpose::ContractManagement, Purpose::Quality]
    );
    assert_eq!(
        purposes_of(&[Role::Auditor]),
        [Purpose::Audit, Purpose::SubjectAccess]
    );
    // An emergency is never chosen.
    for role in [Role::BusinessPartner, Role::Administrator, Role::Provider] {
        assert_eq!(purposes_of(&[role]), [], "{role}");
    }
}

#[test]
fn a_session_keeps_its_purpose_and_no_other_session_has_it() {
    let mut office = office();
    let now = at("2026-05-01T09:00:00Z");
    assert_eq!(office.session_purpose("one").unwrap(), None);
    office.choose_purpose("one", Purpose::Audit, now).unwrap();
    office
        .choose_purpose("one", Purpose::SubjectAccess, now)
        .unwrap();
    assert_eq!(
        office.session_purpose("one").unwrap(),
        Some(Purpose::SubjectAccess)
    );
    assert_eq!(office.session_purpose("two").unwrap(), None);
    // A day later it is forgotten when somebody else chooses.
    let later = now.checked_add(24.hours()).unwrap();
    office.choose_purpose("two", Purpose::Audit, later).unwrap();
    assert_eq!(office.session_purpose("one").unwrap(), None);
}

#[test]
fn reads_are_found_by_their_purpose() {
    let mut office = office();
    let read = |purpose: Option<&str>| Read {
        at: at("2026-05-01T09:00:00Z"),
        user_id: "audrey".to_owned(),
        person_id: "P1".to_owned(),
        page: "/placements/PL1".to_owned(),
        purpose: purpose.map(str::to_owned),
    };
    office
        .record_reads(&[read(Some("audit")), read(Some("payment")), read(None)])
        .unwrap();
    let filter = ReadFilter {
        purpose: Some("audit"),
        ..ReadFilter::default()
    };
    assert_eq!(office.reads(&filter, 10).unwrap(), [read(Some("audit"))]);
    assert_eq!(office.reads(&ReadFilter::default(), 10).unwrap().len(), 3);
}

#[test]
fn breaking_the_glass_opens_one_record_for_an_hour_and_is_written_down() {
    let mut office = support::county(20);
    let person = person(&mut office);
    let who = principal(Role::BusinessPartner);
    let begun = at("2026-05-01T09:00:00Z");
    let actor = Actor {
        principal: Some(&who),
        ..Actor::new(&who.user, begun, Rights::of(&who.roles))
    };
    let leave = office.break_glass(&person, REASON, actor).unwrap();
    assert_eq!(leave.ends_at, begun + LEAVE_LASTS);
    let entry = office.audit_entry(leave.seq).unwrap().unwrap();
    assert_eq!(
        (entry.command.as_str(), &entry.subject),
        ("break glass", &person)
    );
    assert!(entry.detail.contains(REASON), "{}", entry.detail);

    let opens = |at: jiff::Timestamp, person: &str| {
        let leave = leave_of(&leave);
        let asked = Asked {
            now: at.as_second(),
            purpose: Some(Purpose::BreakGlass),
            leave: Some(&leave),
            ..Asked::default()
        };
        let of = ("kent", Resource::Person(person));
        decide(&who, Action::SeePeople, of, &asked).allowed
    };
    let end = leave.ends_at;
    let second = jiff::SignedDuration::from_secs(1);
    assert!(opens(begun, &person) && opens(end - second, &person));
    assert!(!opens(end, &person) && !opens(begun, "another"));
    assert_eq!(
        office.leaves_of("somebody", begun).unwrap(),
        std::slice::from_ref(&leave)
    );
    assert_eq!(office.leaves_of("somebody", end).unwrap(), []);
    assert_eq!(office.leaves_of("another", begun).unwrap(), []);
    let leaves = office.leaves(Some(begun), 10).unwrap();
    assert_eq!(leaves, std::slice::from_ref(&leave));
    assert_eq!(office.leaves(Some(end), 10).unwrap(), []);
}

#[test]
fn nobody_breaks_the_glass_without_the_right_a_reason_and_a_person() {
    let mut office = support::county(20);
    let person = person(&mut office);
    let before = office.known_seq(None).unwrap();
    let mut ask = |roles: &[Role], person: &str, reason: &str| {
        let who = Principal {
            roles: roles.to_vec(),
            ..principal(Role::Administrator)
        };
        let actor = Actor {
            principal: Some(&who),
            ..Actor::new("somebody", at("2026-05-01T09:00:00Z"), Rights::of(roles))
        };
        office.break_glass(person, reason, actor).unwrap_err()
    };
    let provider = [Role::Provider, Role::Administrator];
    for roles in [&provider[..], &[Role::NhsHub], &[Role::FinanceOfficer]] {
        let refused = ask(roles, &person, REASON);
        assert!(
            matches!(refused, OfficeError::Forbidden { .. }),
            "{roles:?}"
        );
    }
    let admin = [Role::Administrator];
    assert!(matches!(ask(&admin, &person, " "), OfficeError::Refused(_)));
    assert!(matches!(
        ask(&admin, "P-nobody", REASON),
        OfficeError::NotFound { .. }
    ));
    assert_eq!(office.known_seq(None).unwrap(), before);
}

fn acting(who: &Principal) -> Actor<'_> {
    let rights = Rights::of(&who.roles);
    Actor {
        principal: Some(who),
        ..Actor::new(&who.user, at("2026-05-01T09:00:00Z"), rights)
    }
}

/// A run in which each step is somebody's of the council's own, with the roles of both sides.
#[test]
fn the_policies_keep_maker_and_checker_apart_whatever_their_roles() {
    let mut office = support::county(20);
    let who = |user: &str| Principal {
        user: user.to_owned(),
        roles: vec![Role::FinanceOfficer, Role::Approver],
        ..principal(Role::Approver)
    };
    let (ann, bea, cyd) = (who("ann"), who("bea"), who("cyd"));
    let says = |refused: OfficeError| refused.to_string();
    let until = support::date("2026-04-26");
    let proposed = office
        .propose_pay_run(until, acting(&ann), &mut |_| {})
        .unwrap();
    let run = proposed.run.unwrap().to_string();
    let refused = says(office.check_pay_run(&run, acting(&ann)).unwrap_err());
    let wanted =
        "ann may not check a pay run: Whoever proposed a pay run does not check or approve it.";
    assert_eq!(refused, wanted);
    office.check_pay_run(&run, acting(&bea)).unwrap();
    let refused = says(office.approve_pay_run(&run, acting(&bea)).unwrap_err());
    assert!(
        refused.ends_with("Whoever checked a pay run does not approve it."),
        "{refused}"
    );
    let refused = says(office.approve_pay_run(&run, acting(&ann)).unwrap_err());
    assert!(refused.contains("Whoever proposed"), "{refused}");
    office.approve_pay_run(&run, acting(&cyd)).unwrap();
    let refused = says(
        office
            .pay_pay_run(&run, acting(&cyd), &mut |_| {})
            .unwrap_err(),
    );
    assert!(
        refused.ends_with("Whoever approved a pay run does not pay it."),
        "{refused}"
    );
    office.pay_pay_run(&run, acting(&ann), &mut |_| {}).unwrap();
}
