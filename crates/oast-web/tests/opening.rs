//! Opening a person's record: what for, in an emergency, and what is hidden from whom.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_office::access::ReadFilter;
use oast_rules::facts::MemberState;
use oast_web::routes::Method;
use server::{Server, route};

/// Asks for a page as somebody.
fn get(server: &mut Server, path: &str, address: &str, role: Role) -> server::Answer {
    server.ask(route(Method::Get, path), address, Some(role), &[])
}

const RECORD: &str = "/placements/{placement}";

#[test]
fn whoever_has_one_purpose_is_not_asked_and_it_is_written_down() {
    let mut server = Server::new();
    let address = server.address(route(Method::Get, RECORD), None);
    for (role, words) in [
        (Role::Broker, "Opened for: Brokerage."),
        (Role::FinanceOfficer, "Opened for: Payment."),
    ] {
        let page = get(&mut server, RECORD, &address, role);
        assert_eq!(page.status, StatusCode::OK, "{role}");
        assert!(page.body.contains(words), "{role}: {}", page.body);
        assert!(!page.body.contains("what you open records for"), "{role}");
    }
    let reads = server.reads(&ReadFilter::default());
    let noted = |user: &str, purpose: &str| {
        let mut reads = reads.iter();
        reads.any(|read| read.user_id == user && read.purpose.as_deref() == Some(purpose))
    };
    assert!(noted("broker", "brokerage") && noted("finance_officer", "payment"));
}

#[test]
fn whoever_has_several_purposes_is_asked_once_and_may_change_it() {
    let mut server = Server::new();
    let auditor = Role::Auditor;
    let address = server.address(route(Method::Get, RECORD), None);
    let asked = get(&mut server, RECORD, &address, auditor);
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let to = asked.header("location").to_owned();
    assert!(to.starts_with("/purpose?then="), "{to}");
    assert_eq!(server.reads(&ReadFilter::default()), []);
    let page = get(&mut server, "/purpose", &to, auditor);
    assert!(page.body.contains("Subject access request") || page.body.contains("A subject access"));
    assert!(!page.body.contains("Brokerage"));

    let choose = route(Method::Post, "/purpose");
    let none = server.send_on(choose, "/purpose", auditor, "purpose=brokerage");
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!(
        "purpose=subject_access&then={}",
        oast_web::link::part(&address)
    );
    let chosen = server.send_on(choose, "/purpose", auditor, &form);
    assert_eq!(chosen.header("location"), address);
    let page = get(&mut server, RECORD, &address, auditor);
    assert!(page.body.contains("Opened for: A subject access request."));
    assert!(page.body.contains("what you open records for"));
    let filter = ReadFilter {
        purpose: Some("subject_access"),
        ..ReadFilter::default()
    };
    assert_eq!(server.reads(&filter).len(), 1);
    let reads = get(
        &mut server,
        "/audit/reads",
        "/audit/reads?purpose=subject_access",
        auditor,
    );
    assert!(
        reads.body.contains("A subject access request</td>"),
        "{}",
        reads.body
    );
    let others = get(
        &mut server,
        "/audit/reads",
        "/audit/reads?purpose=payment",
        auditor,
    );
    assert!(
        others.body.contains("Nobody looked at a person"),
        "{}",
        others.body
    );

    // Elsewhere is not gone to.
    let away = "purpose=audit&then=https%3A%2F%2Fexample.org";
    let chosen = server.send_on(choose, "/purpose", auditor, away);
    assert_eq!(chosen.header("location"), "/placements");
}

#[test]
fn an_emergency_opens_one_record_for_an_hour_and_auditors_are_told() {
    let mut server = Server::new();
    let partner = Role::BusinessPartner;
    let address = server.address(route(Method::Get, RECORD), None);
    let asked = get(&mut server, RECORD, &address, partner);
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let to = asked.header("location").to_owned();
    assert!(to.starts_with("/break-glass?record=PL"), "{to}");
    let page = get(&mut server, "/break-glass", &to, partner);
    assert!(page.body.contains("Open the record for one hour"));

    let open = route(Method::Post, "/break-glass");
    let record = to.split_once('=').unwrap().1.to_owned();
    let none = server.send_on(
        open,
        "/break-glass",
        partner,
        &format!("record={record}&form_key=a"),
    );
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = "record=P-nobody&reason=why&form_key=b";
    let nobody = server.send_on(open, "/break-glass", partner, nobody);
    assert!(
        nobody
            .body
            .contains("There is no person and no placement P-nobody")
    );
    let form = format!("record={record}&reason=The+home+has+flooded&form_key=c");
    let opened = server.send_on(open, "/break-glass", partner, &form);
    assert!(
        opened.header("location").starts_with(&address),
        "{}",
        opened.body
    );

    let page = get(&mut server, RECORD, &address, partner);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("is open to you until"), "{}", page.body);
    assert!(page.body.contains("Opened for: An emergency."));
    only_that_person_and_only_them(&mut server, &address, &record);
    auditors_are_told(&mut server);

    // An hour later it is shut.
    server.later(60);
    let shut = get(&mut server, RECORD, &address, partner);
    assert_eq!(shut.status, StatusCode::SEE_OTHER, "{}", shut.body);
}

fn only_that_person_and_only_them(server: &mut Server, address: &str, record: &str) {
    let mut others = server.placements().into_iter();
    let other = others.find(|id| id != record).unwrap();
    let other = format!("/placements/{other}");
    let refused = get(server, RECORD, &other, Role::BusinessPartner);
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    // Of the administrator's there is none.
    let admin = get(server, RECORD, address, Role::Administrator);
    assert_eq!(admin.status, StatusCode::SEE_OTHER);
    let provider = get(server, "/break-glass", "/break-glass", Role::Provider);
    assert_eq!(provider.status, StatusCode::FORBIDDEN);
}

fn auditors_are_told(server: &mut Server) {
    let list = get(
        server,
        "/audit/break-glass",
        "/audit/break-glass",
        Role::Auditor,
    );
    assert!(list.body.contains("The home has flooded"), "{}", list.body);
    let work = get(server, "/", "/", Role::Auditor);
    assert!(
        work.body.contains("Records opened in an emergency"),
        "{}",
        work.body
    );
    let work = get(server, "/", "/", Role::Broker);
    assert!(!work.body.contains("Records opened in an emergency"));
}

#[test]
fn clinical_notes_are_for_those_who_may_see_them() {
    let mut server = Server::new();
    let (address, reason) = server.one_to_one();
    for (role, sees) in [
        (Role::Broker, true),
        (Role::FinanceOfficer, false),
        (Role::Approver, false),
    ] {
        let page = get(&mut server, RECORD, &address, role);
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("One-to-one of"), "{role}");
        assert_eq!(page.body.contains(&reason), sees, "{role}: {reason}");
    }
    let (line, reference) = server.assessed();
    let path = "/placements/{placement}/rate/{day}";
    for (role, sees) in [(Role::Broker, true), (Role::FinanceOfficer, false)] {
        for address in [line.clone(), format!("{line}?as=json")] {
            let page = get(&mut server, path, &address, role);
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert_eq!(page.body.contains(&reference), sees, "{role} {address}");
        }
    }
}

#[test]
fn a_provider_of_no_home_sees_no_home_and_nothing_of_the_council() {
    let mut server = Server::new();
    let provider = Role::Provider;
    let page = get(&mut server, "/your-homes", "/your-homes", provider);
    assert!(
        page.body.contains("You belong to no home yet"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("role=\"search\""));
    let home = route(Method::Get, "/your-homes/{home}");
    let home = server.address(home, None);
    let refused = get(&mut server, "/your-homes/{home}", &home, provider);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = get(&mut server, "/homes", "/homes", provider);
    assert!(
        refused
            .body
            .contains("Providers see their own homes and nothing else."),
        "{}",
        refused.body
    );
}

#[test]
fn a_refusal_says_why() {
    let mut server = Server::new();
    let run = server.propose_as("finance_officer", "2026-05-24");
    let check = route(Method::Post, "/pay-runs/{run}/check");
    let address = format!("/pay-runs/{run}/check");
    let refused = server.send_on(check, &address, Role::FinanceOfficer, "form_key=a");
    assert!(
        refused
            .body
            .contains("Whoever proposed a pay run does not check or approve it."),
        "{}",
        refused.body
    );
    let page = get(
        &mut server,
        "/pay-runs/{run}",
        &format!("/pay-runs/{run}"),
        Role::FinanceOfficer,
    );
    assert!(
        page.body
            .contains("You proposed it, so somebody else checks it")
    );
    let checked = server.send_on(check, &address, Role::Approver, "form_key=b");
    assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
    let approve = route(Method::Post, "/pay-runs/{run}/approve");
    let address = format!("/pay-runs/{run}/approve");
    let refused = server.send_on(approve, &address, Role::Approver, "form_key=c");
    assert!(
        refused
            .body
            .contains("Whoever checked a pay run does not approve it."),
        "{}",
        refused.body
    );
}

#[test]
fn a_provider_sees_their_own_homes_alone_as_long_as_they_act_for_them() {
    let mut server = Server::new();
    let (home, own, other) = server.own_and_other();
    server.act_for(&home, MemberState::Active);
    let ask =
        |server: &mut Server, path: &str, address: &str| get(server, path, address, Role::Provider);
    let list = ask(&mut server, "/your-homes", "/your-homes");
    assert!(
        list.body.contains(&format!("href=\"/your-homes/{home}\"")),
        "{}",
        list.body
    );
    assert_eq!(list.body.matches("href=\"/your-homes/").count(), 1);
    let page = ask(
        &mut server,
        "/your-homes/{home}",
        &format!("/your-homes/{home}"),
    );
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains(&format!("href=\"/placements/{own}\"")),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains(&format!("href=\"/pay-runs/PR-0001/homes/{home}\""))
    );
    assert!(!page.body.contains(&other));

    let record = ask(&mut server, RECORD, &format!("/placements/{own}"));
    assert_eq!(record.status, StatusCode::OK, "{}", record.body);
    for council_only in [
        "recorded by",
        "/rate/",
        "/due/",
        "/record/",
        "Opened for",
        "Why \u{a3}",
    ] {
        assert!(
            !record.body.contains(council_only),
            "{council_only}: {}",
            record.body
        );
    }
    let refused = ask(&mut server, RECORD, &format!("/placements/{other}"));
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.body.contains("-Example"), "{}", refused.body);

    remittances_are_of_their_own_homes(&mut server, &home);
    // What they read is noted, without a purpose of the council's.
    let reads = server.reads(&ReadFilter::default());
    assert!(
        reads
            .iter()
            .any(|read| read.user_id == "provider" && read.purpose.is_none())
    );
    server.act_for(&home, MemberState::Ended);
    let shut = ask(&mut server, RECORD, &format!("/placements/{own}"));
    assert_eq!(shut.status, StatusCode::FORBIDDEN);
}

fn remittances_are_of_their_own_homes(server: &mut Server, home: &str) {
    let ask =
        |server: &mut Server, path: &str, address: &str| get(server, path, address, Role::Provider);
    let paid = "/pay-runs/{run}/homes/{home}";
    let remittance = format!("/pay-runs/PR-0001/homes/{home}");
    let page = ask(server, paid, &remittance);
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("Net paid") && !page.body.contains("/due/"),
        "{}",
        page.body
    );
    let file = ask(server, paid, &format!("{remittance}?file=csv"));
    assert_eq!(file.status, StatusCode::OK);
    let run = server.propose("2026-05-24");
    let open = ask(server, paid, &format!("/pay-runs/{run}/homes/{home}"));
    assert_eq!(
        open.status,
        StatusCode::NOT_FOUND,
        "what is not paid yet is not told"
    );
    let other_home = server.other_home(home);
    let address = format!("/pay-runs/PR-0001/homes/{other_home}");
    assert_eq!(ask(server, paid, &address).status, StatusCode::FORBIDDEN);
    let address = format!("/your-homes/{other_home}");
    let refused = ask(server, "/your-homes/{home}", &address);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
