//! Who is let in by a link, and who acts for a home.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_office::access::{
    Invitee, MemberAct, NewCodeApp, NewPasskey, NewWay, PasskeyView, Password, SignInRefusal,
};
use oast_office::{Actor, Office, OfficeError, Rights, Role};
use oast_rules::facts::{Home, MemberState, Standing};
use support::{add, all, at, chance, county, olga, record, texts};

const NOON: &str = "2026-05-01T12:00:00Z";

fn passkey(id: &'static str) -> NewWay<'static> {
    NewWay::Passkey(NewPasskey {
        id,
        public_key: "a2V5",
        name: "Office laptop",
        count: 0,
    })
}

fn as_user<'u>(user_id: &'u str, time: &str) -> Actor<'u> {
    Actor::new(user_id, at(time), Rights::default())
}

/// A county, and the references of two of its homes.
fn office() -> (Office, String, String) {
    let mut office = county(20);
    let homes: Vec<Home> = all(&mut office);
    let id = |place: usize| homes[place].home_id.to_string();
    (office, id(0), id(1))
}

fn invite(office: &mut Office, home_id: &str, email: &str, standing: Standing) -> String {
    let invitee = Invitee {
        home_id,
        email,
        name: "Ann Vale",
        standing,
    };
    let link = office.invite(&invitee, olga(), &mut chance).unwrap();
    assert_eq!(link.secret.len(), 64);
    link.secret
}

/// Somebody who owns a home.
fn owner(office: &mut Office, home_id: &str, email: &'static str) {
    let secret = invite(office, home_id, email, Standing::Owner);
    let accepted = office.accept(&secret, passkey(email), at(NOON), &mut chance);
    assert_eq!(accepted.unwrap().user_id, email);
}

fn accept(office: &mut Office, secret: &str, time: &str) -> Result<(), OfficeError> {
    let taken = office.accept(secret, passkey("pk-other"), at(time), &mut chance);
    taken.map(drop)
}

fn states(office: &mut Office, home_id: &str) -> Vec<(String, Standing, MemberState)> {
    let members = office.members_of(home_id).unwrap().into_iter();
    members
        .map(|each| (each.user_id, each.standing, each.state))
        .collect()
}

#[test]
fn a_link_makes_one_account_that_acts_for_the_home() {
    let (mut office, home, _) = office();
    let secret = invite(&mut office, &home, " Ann@Vale.example ", Standing::Owner);
    let invitation = office.invitation(&secret, at(NOON)).unwrap();
    assert_eq!(invitation.user_id, "ann@vale.example");
    assert_eq!(invitation.home_id.as_ref(), Some(&home));
    assert!(invitation.open && !invitation.has_account);
    accept(&mut office, &secret, NOON).unwrap();
    let user = office.user("ann@vale.example").unwrap().unwrap();
    assert_eq!(user.roles, [Role::Provider]);
    assert!(user.active && !user.has_password);
    assert_eq!(
        states(&mut office, &home),
        [(user.user_id, Standing::Owner, MemberState::Active)]
    );
    let known = office.passkey("pk-other").unwrap().unwrap();
    assert_eq!(known.user_id, "ann@vale.example");
}

#[test]
fn a_used_an_old_a_replaced_and_a_withdrawn_link_never_work() {
    let (mut office, home, _) = office();
    let refused = |office: &mut Office, secret: &str, time: &str| {
        let says = accept(office, secret, time).unwrap_err().to_string();
        assert!(says.starts_with("this link does not work"), "{says}");
        assert!(office.invitation(secret, at(time)).is_err());
        assert!(office.user("eve@vale.example").unwrap().is_none());
    };
    let used = invite(&mut office, &home, "ann@vale.example", Standing::Owner);
    accept(&mut office, &used, NOON).unwrap();
    refused(&mut office, &used, NOON);

    let old = invite(&mut office, &home, "eve@vale.example", Standing::Owner);
    refused(&mut office, &old, "2026-05-08T08:00:00Z");
    let last_moment = office.invitation(&old, at("2026-05-08T07:59:59Z"));
    let id = last_moment.unwrap().invitation_id;

    let again = office.invite_again(&id, olga(), &mut chance).unwrap();
    refused(&mut office, &old, NOON);
    assert!(office.invitation(&again.secret, at(NOON)).is_ok());

    office.withdraw_invitation(&id, olga()).unwrap();
    refused(&mut office, &again.secret, NOON);
    assert!(office.invite_again(&id, olga(), &mut chance).is_err());
    assert!(office.withdraw_invitation(&id, olga()).is_err());
    for made_up in ["", "x", &"0".repeat(64)] {
        refused(&mut office, made_up, NOON);
    }
}

#[test]
fn a_link_that_fails_halfway_still_works() {
    let (mut office, home, _) = office();
    owner(&mut office, &home, "ann@vale.example");
    let secret = invite(&mut office, &home, "eve@vale.example", Standing::Member);
    // A passkey that is known already is refused, and the link with it is not used up.
    let taken = office.accept(&secret, passkey("ann@vale.example"), at(NOON), &mut chance);
    assert!(taken.is_err());
    assert!(office.user("eve@vale.example").unwrap().is_none());
    accept(&mut office, &secret, NOON).unwrap();
}

#[test]
fn the_database_holds_no_link_and_leaves_word_for_whoever_sends_mail() {
    let (mut office, home, _) = office();
    let secret = invite(&mut office, &home, "ann@vale.example", Standing::Owner);
    let told = support::texts(office.store());
    assert!(!told.iter().any(|text| text.contains(&secret)));
    let invitation = &office.open_invitations(at(NOON)).unwrap()[0].invitation_id;
    let names = format!("\"invitation\":\"{invitation}\"");
    let mail = told
        .iter()
        .any(|text| text.contains("\"kind\":\"invitation\"") && text.contains(&names));
    assert!(mail);
}

#[test]
fn an_owner_invites_to_their_own_home_alone() {
    let (mut office, home, other) = office();
    owner(&mut office, &home, "ann@vale.example");
    let ann = as_user("ann@vale.example", NOON);
    let mut send = |home_id: &str, actor| {
        let invitee = Invitee {
            home_id,
            email: "eve@vale.example",
            name: "Eve",
            standing: Standing::Member,
        };
        office.invite(&invitee, actor, &mut chance).is_ok()
    };
    assert!(send(&home, ann));
    assert!(!send(&other, ann));
    assert!(!send("nowhere", olga()));
    assert!(!send(&home, as_user("eve@vale.example", NOON)));
}

#[test]
fn an_account_takes_up_another_home_signed_in_and_nobody_elses_invitation() {
    let (mut office, home, other) = office();
    owner(&mut office, &home, "ann@vale.example");
    add(&mut office, "bella", &[Role::Broker]);
    let secret = invite(&mut office, &other, "ann@vale.example", Standing::Member);
    let says = accept(&mut office, &secret, NOON).unwrap_err().to_string();
    assert!(says.starts_with("there is an account"), "{says}");
    assert!(
        office
            .accept_with_account(&secret, as_user("bella", NOON))
            .is_err()
    );
    let ann = as_user("ann@vale.example", NOON);
    assert_eq!(office.accept_with_account(&secret, ann).unwrap(), other);
    assert!(office.accept_with_account(&secret, ann).is_err());
    assert_eq!(office.homes_of("ann@vale.example").unwrap().len(), 2);
    // Whoever works at the desk acts for no home, invited or not.
    let secret = invite(&mut office, &other, "bella@", Standing::Member);
    assert!(
        office
            .accept_with_account(&secret, as_user("bella", NOON))
            .is_err()
    );
    assert!(office.ask_to_join(&home, as_user("bella", NOON)).is_err());
}

#[test]
fn a_joiner_waits_for_an_owner_and_a_home_keeps_one() {
    let (mut office, home, other) = office();
    owner(&mut office, &home, "ann@vale.example");
    owner(&mut office, &other, "eve@vale.example");
    let (ann, eve) = (
        as_user("ann@vale.example", NOON),
        as_user("eve@vale.example", NOON),
    );
    office.ask_to_join(&home, eve).unwrap();
    assert!(office.ask_to_join(&home, eve).is_err(), "asked twice");
    let mut act = |who: &str, act, actor| office.act_on_member(who, &home, act, actor).is_ok();
    let (ann_id, eve_id) = ("ann@vale.example", "eve@vale.example");
    assert!(!act(eve_id, MemberAct::Approve, eve), "their own");
    assert!(!act(eve_id, MemberAct::MakeOwner, ann), "not approved yet");
    assert!(act(eve_id, MemberAct::Approve, ann));
    assert!(!act(eve_id, MemberAct::Approve, ann), "twice");
    assert!(!act(ann_id, MemberAct::End, eve), "a member ends nobody");
    assert!(
        !act(eve_id, MemberAct::MakeOwner, eve),
        "a member makes no owner"
    );
    assert!(!act(ann_id, MemberAct::End, ann), "the last owner stays");
    assert!(
        !act(ann_id, MemberAct::MakeMember, ann),
        "the last owner stays one"
    );
    assert!(act(eve_id, MemberAct::MakeOwner, ann));
    assert!(act(ann_id, MemberAct::End, ann));
    assert!(
        !act(ann_id, MemberAct::MakeOwner, ann),
        "who has left decides nothing"
    );
    assert_eq!(
        states(&mut office, &home),
        [
            (ann_id.to_owned(), Standing::Owner, MemberState::Ended),
            (eve_id.to_owned(), Standing::Owner, MemberState::Active),
        ]
    );
    office.ask_to_join(&home, ann).unwrap();
    office
        .act_on_member(ann_id, &home, MemberAct::Refuse, eve)
        .unwrap();
    assert_eq!(
        office.homes_of(ann_id).unwrap()[0].state,
        MemberState::Ended
    );
}

#[test]
fn whoever_lost_every_way_in_gets_a_new_one_and_the_old_ones_end() {
    let (mut office, home, _) = office();
    owner(&mut office, &home, "ann@vale.example");
    let token = office
        .begin_session("ann@vale.example", "passkey", at(NOON), &mut chance)
        .unwrap()
        .token;
    let link = office
        .invite_anew("ann@vale.example", olga(), &mut chance)
        .unwrap();
    assert!(
        office.session(&token, at(NOON)).unwrap().is_some(),
        "not before it is used"
    );
    assert!(office.passkey("ann@vale.example").unwrap().is_some());
    let password = Password::new("three plain words").unwrap();
    let app = NewCodeApp {
        secret: "GEZDGNBV",
        step: 10,
    };
    let way = NewWay::PasswordAndCode(&password, app);
    let accepted = office
        .accept(&link.secret, way, at(NOON), &mut chance)
        .unwrap();
    assert_eq!(accepted.recovery_codes.len(), 10);
    assert!(office.session(&token, at(NOON)).unwrap().is_none());
    assert!(office.passkey("ann@vale.example").unwrap().is_none());
    assert_eq!(
        office.passkeys("ann@vale.example").unwrap(),
        Vec::<PasskeyView>::new()
    );
    let alone = office.sign_in(
        "ann@vale.example",
        "three plain words",
        at(NOON),
        &mut chance,
    );
    assert!(matches!(
        alone,
        Err(OfficeError::SignIn(SignInRefusal::CodeNeeded))
    ));
    let broker = as_user("bella", NOON);
    assert!(
        office
            .invite_anew("ann@vale.example", broker, &mut chance)
            .is_err()
    );
}

#[test]
fn who_was_invited_and_never_came_lies_open_nowhere() {
    let (mut office, home, _) = office();
    invite(&mut office, &home, "never@came.example", Standing::Owner);
    let open = office.open_invitations(at(NOON)).unwrap();
    let id = &open[0].invitation_id;
    assert_eq!(open[0].user_id, "never@came.example");
    office.invite_again(id, olga(), &mut chance).unwrap();
    office.withdraw_invitation(id, olga()).unwrap();
    let record = record(&mut office);
    assert!(
        record
            .iter()
            .any(|entry| *entry == format!("olga: invitation make {id}"))
    );
    let lies = texts(office.store());
    assert!(
        !lies
            .iter()
            .any(|text| text.contains("never@came") || text.contains("Ann Vale"))
    );
}
