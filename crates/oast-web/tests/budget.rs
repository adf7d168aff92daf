//! The budget: every amount leads to what it is made of.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use oast_office::Role;
use oast_web::routes::Method;
use server::{Server, route};

const PARTNER: Option<Role> = Some(Role::BusinessPartner);
const COMMISSIONER: Option<Role> = Some(Role::Commissioner);

/// What a page leads to under a path.
fn links(body: &str, under: &str) -> BTreeSet<String> {
    let starts = body
        .match_indices("href=\"")
        .map(|(at, found)| at + found.len());
    starts
        .filter_map(|at| body.get(at..)?.split('"').next())
        .filter(|href| href.starts_with(under))
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

fn look(server: &mut Server, path: &str, address: &str, role: Option<Role>) -> String {
    let answer = server.ask(route(Method::Get, path), address, role, &[]);
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    answer.body
}

#[test]
fn every_amount_of_the_budget_opens_down_to_what_is_due() {
    let mut server = Server::new();
    let months = ["", "?month=2026-04-01", "?month=2026-05-01"];
    let mut behind = BTreeSet::new();
    for month in months {
        let address = format!("/budget{month}");
        let page = look(&mut server, "/budget", &address, COMMISSIONER);
        for spend in links(&page, "/spend?") {
            look(&mut server, "/spend", &spend, COMMISSIONER);
        }
        for paid in links(&page, "/spend/placements?") {
            look(&mut server, "/spend/placements", &paid, COMMISSIONER);
        }
        behind.extend(links(&page, "/budget/moved?"));
    }
    assert!(behind.len() > 20, "{behind:?}");
    let mut opened = 0;
    for address in behind {
        let page = look(&mut server, "/budget/moved", &address, COMMISSIONER);
        assert!(page.contains("Together"), "{address} has nothing behind it");
        let due = links(&page, "/placements/");
        let due = due.iter().filter(|href| href.contains("/due/"));
        for line in due.take(4) {
            let path = "/placements/{placement}/due/{flow}/{day}";
            look(&mut server, path, line, COMMISSIONER);
            opened += 1;
        }
    }
    assert!(opened > 20, "{opened}");
}

#[test]
fn who_may_not_see_people_sees_amounts_and_no_names() {
    let mut server = Server::new();
    let address = "/budget/moved?month=2026-05-01&step=days";
    let page = look(&mut server, "/budget/moved", address, PARTNER);
    assert!(page.contains("Together"), "{page}");
    let people = links(&page, "/placements/");
    let people: Vec<_> = people
        .iter()
        .filter(|href| !href.contains("/due/"))
        .collect();
    assert!(people.is_empty(), "{people:?}");
}

#[test]
fn a_step_that_is_none_is_told_with_those_that_are() {
    let mut server = Server::new();
    let moved = route(Method::Get, "/budget/moved");
    let answer = server.ask(moved, "/budget/moved?step=leap", PARTNER, &[]);
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let says = "is not a step of the bridge; use one of days, starts, ends, mix";
    assert!(answer.body.contains(says), "{}", answer.body);
}

fn send(server: &mut Server, address: &str, role: Option<Role>, form: &str) -> server::Answer {
    let path = "/budget/benefits/{benefit}";
    server.send(route(Method::Post, path), address, role, form)
}

#[test]
fn a_value_is_recorded_by_hand_and_a_target_is_changed_for_a_reason() {
    let mut server = Server::new();
    let (path, address) = (
        "/budget/benefits/{benefit}",
        "/budget/benefits/delayed-discharges",
    );
    let page = look(&mut server, path, address, PARTNER);
    assert!(page.contains("Record the value"), "{page}");
    let day = "as_of-day=1&as_of-month=5&as_of-year=2026";
    let value = format!("act=measure&form_key=b1&value=3990.5&{day}&value_source=a+return");
    let done = send(&mut server, address, PARTNER, &value);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // Sent again, the form does nothing more.
    let again = send(&mut server, address, PARTNER, &value);
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let page = look(&mut server, path, address, PARTNER);
    assert!(page.contains("3990.5 days"), "{page}");
    let change = "act=change&form_key=b2&owner=Dora&target=300&source=a+letter";
    let refused = send(&mut server, address, COMMISSIONER, change);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Write why it is changed."),
        "{}",
        refused.body
    );
    let change = format!("{change}&reason=agreed+in+May").replace("b2", "b3");
    let done = send(&mut server, address, COMMISSIONER, &change);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = look(&mut server, path, address, COMMISSIONER);
    assert!(
        page.contains("Dora") && page.contains("agreed in May"),
        "{page}"
    );
}

#[test]
fn what_is_typed_wrongly_about_a_benefit_comes_back_with_a_sentence() {
    let mut server = Server::new();
    let address = "/budget/benefits/delayed-discharges";
    let day = "as_of-day=1&as_of-month=5&as_of-year=2026";
    let form = format!("act=measure&form_key=b4&value=lots&{day}&value_source=a+return");
    let answer = send(&mut server, address, PARTNER, &form);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("is not a number; write digits"),
        "{}",
        answer.body
    );
    let tomorrow = "as_of-day=1&as_of-month=5&as_of-year=2126";
    let form = format!("act=measure&form_key=b5&value=7&{tomorrow}&value_source=a+return");
    let answer = send(&mut server, address, PARTNER, &form);
    assert!(answer.body.contains("is to come"), "{}", answer.body);
    let worked_out = "/budget/benefits/vacancy-rate";
    let form = format!("act=measure&form_key=b6&value=7&{day}&value_source=a+return");
    let answer = send(&mut server, worked_out, PARTNER, &form);
    assert!(
        answer.body.contains("is worked out from the facts"),
        "{}",
        answer.body
    );
    let page = look(
        &mut server,
        "/budget/benefits/{benefit}",
        worked_out,
        PARTNER,
    );
    assert!(!page.contains("Record the value"), "{page}");
}

const NEW: &str = "name=Beds+block+booked&owner=Cara&unit=percent&baseline=4&target=6&measured=Beds+under+contract&source=The+plan";

fn record(server: &mut Server, form: &str) -> server::Answer {
    let path = "/budget/benefits/new";
    server.send(route(Method::Post, path), path, PARTNER, form)
}

#[test]
fn a_benefit_that_nobody_recorded_is_recorded_once_and_can_be_measured() {
    let mut server = Server::new();
    let address = "/budget/benefits/new";
    let page = look(&mut server, "/budget/benefits", "/budget/benefits", PARTNER);
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    let answer = record(&mut server, &format!("form_key=n1&{NEW}"));
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let own = "/budget/benefits/beds-block-booked";
    let page = look(&mut server, "/budget/benefits/{benefit}", own, PARTNER);
    assert!(page.contains("Beds block booked") && page.contains("Record the value"));

    let again = record(&mut server, &format!("form_key=n2&{NEW}"));
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("There is a benefit of that name"),
        "{}",
        again.body
    );
}

#[test]
fn what_is_wrong_with_a_new_benefit_is_said_field_by_field() {
    let mut server = Server::new();
    let address = "/budget/benefits/new";
    let answer = record(&mut server, "form_key=n3&name=new&target=lots");
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for says in [
        "“new” cannot be a benefit’s name",
        "Enter who answers for it.",
        "Choose what it is measured in.",
        "Enter how it is measured.",
        "is not a number; write digits",
    ] {
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    }
    let auditor = server.ask(
        route(Method::Get, address),
        address,
        Some(Role::Auditor),
        &[],
    );
    assert_eq!(auditor.status, StatusCode::FORBIDDEN);
}

#[test]
fn a_step_that_nobody_chose_leads_to_the_budget() {
    let mut server = Server::new();
    let path = "/budget/moved";
    let answer = server.ask(route(Method::Get, path), path, PARTNER, &[]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/budget#moved");
}
