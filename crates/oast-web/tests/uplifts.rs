//! Uplifts: from a thought to a decision, and back.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_units::Date;
use oast_web::routes::Method;
use server::{Answer, Server, route};

const THOUGHT: &str = "/uplifts/new?applies_to=legacy&effective_on-day=20&effective_on-month=4&effective_on-year=2026&percent=3&step=check";
const PLAN: &str = "applies_to=legacy&effective_on-day=21&effective_on-month=4&effective_on-year=2026&percent=3&decision=26%2F00046";
const COMMISSIONER: Option<Role> = Some(Role::Commissioner);
const APPROVER: Option<Role> = Some(Role::Approver);

fn look(server: &mut Server, path: &str, address: &str, role: Option<Role>) -> Answer {
    server.ask(route(Method::Get, path), address, role, &[])
}

fn act(server: &mut Server, address: &str, role: Option<Role>, form: &str) -> Answer {
    let path = "/uplifts/{uplift}/{act}";
    server.send(route(Method::Post, path), address, role, form)
}

/// The weekly difference that a page shows, as its form sends it along.
fn weekly(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"weekly\" value=\"").unwrap();
    rest.split_once('"').unwrap().0
}

/// Thinks an uplift through from 21 April 2026 and proposes it, giving its page.
fn proposed(server: &mut Server) -> String {
    let thought = THOUGHT.replace("-day=20", "-day=21");
    let page = look(server, "/uplifts/new", &thought, COMMISSIONER);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let new = route(Method::Post, "/uplifts/new");
    let form = format!("{PLAN}&form_key=u1&weekly={}", weekly(&page.body));
    let answer = server.send(new, "/uplifts/new", COMMISSIONER, &form);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let twice = server.send(new, "/uplifts/new", COMMISSIONER, &form);
    assert_eq!(twice.header("location"), "/uplifts");
    let (page, _) = answer.header("location").split_once('?').unwrap();
    page.to_owned()
}

#[test]
fn an_uplift_is_thought_through_without_being_recorded() {
    let mut server = Server::new();
    let new = "/uplifts/new";
    let blank = look(&mut server, new, new, COMMISSIONER);
    assert!(blank.body.contains("value=\"2027\""), "{}", blank.body);
    // The county has such an uplift waiting, which does not stop anybody from thinking.
    let page = look(&mut server, new, THOUGHT, COMMISSIONER);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("3% from 20 April 2026 raises "));
    assert!(
        page.body
            .contains("Days to 26 April 2026 were paid already")
    );
    let file = format!("{THOUGHT}&as=csv&table=places");
    let file = look(&mut server, new, &file, COMMISSIONER);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(
        file.body
            .starts_with("placement,home,category,before,after,difference,back_dated")
    );
    let business_partner = look(&mut server, new, THOUGHT, Some(Role::BusinessPartner));
    assert!(!business_partner.body.contains("Propose:"));
    assert!(
        business_partner
            .body
            .contains("You may think an uplift through.")
    );
    for (wrong, says) in [
        ("percent=lots", "is not a percentage"),
        ("percent=3&effective_on-day=31", "must be a real date"),
        ("applies_to=framework", "give the scheme"),
    ] {
        let (name, _) = wrong.split_once('=').unwrap();
        let thought = THOUGHT.replace(&format!("{name}="), "other=");
        let thought = thought.replace("effective_on-day=20", "o=20");
        let day = if wrong.contains("-day") {
            ""
        } else {
            "&effective_on-day=20"
        };
        let answer = look(
            &mut server,
            new,
            &format!("{thought}{day}&{wrong}"),
            COMMISSIONER,
        );
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.body.contains(says), "{wrong}: {}", answer.body);
    }
    let list = look(&mut server, "/uplifts", "/uplifts", COMMISSIONER).body;
    assert!(!list.contains("US-0002"));
}

#[test]
fn an_uplift_is_proposed_approved_by_somebody_else_and_taken_back() {
    let mut server = Server::new();
    let page = proposed(&mut server);
    let (approve, reverse) = (format!("{page}/approve"), format!("{page}/reverse"));
    let acts = "/uplifts/{uplift}/{act}";
    let refused = look(&mut server, acts, &approve, COMMISSIONER);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let seen = look(&mut server, acts, &approve, APPROVER).body;
    assert!(seen.contains(">Approve: raise "), "{seen}");
    let stale = act(&mut server, &approve, APPROVER, "form_key=a0&weekly=1");
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("has moved since you looked"));
    let form = format!("form_key=a1&weekly={}", weekly(&seen));
    let done = act(&mut server, &approve, APPROVER, &form);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let late = format!("{page}/reject");
    let late = act(&mut server, &late, APPROVER, "form_key=a2&reason=No");
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = look(&mut server, acts, &reverse, APPROVER).body;
    assert!(seen.contains(">Reverse: take back "));
    let form = format!("form_key=a3&weekly={}", weekly(&seen));
    let without = act(&mut server, &reverse, APPROVER, &form);
    assert!(without.body.contains("Enter why it is taken back."));
    let form = format!("{form}&reason=Wrong+year");
    let done = act(&mut server, &reverse, APPROVER, &form);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let seen = look(&mut server, "/uplifts/{uplift}", &page, COMMISSIONER).body;
    assert!(seen.contains("Reason: Wrong year."), "{seen}");
    assert!(seen.contains("It raises no price"));
}

#[test]
fn nobody_approves_what_they_proposed_and_the_page_says_who_may() {
    let mut server = Server::new();
    let id = server.propose_uplift(Date::of(2026, 5, 4), "approver");
    let approve = format!("/uplifts/{id}/approve");
    let page = look(&mut server, "/uplifts/{uplift}/{act}", &approve, APPROVER).body;
    assert!(page.contains("You proposed it, so somebody else must approve it."));
    assert!(page.contains("Nobody else may decide uplifts yet"));
    assert!(!page.contains("Approve: raise"));
    let thought = THOUGHT.replace(
        "-day=20&effective_on-month=4",
        "-day=4&effective_on-month=5",
    );
    let thought = thought.replace("percent=3", "percent=2.8");
    let thought = look(&mut server, "/uplifts/new", &thought, COMMISSIONER).body;
    let form = format!("form_key=s1&weekly={}", weekly(&thought));
    let answer = act(&mut server, &approve, APPROVER, &form);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer
            .body
            .contains("Whoever proposed an uplift does not decide it.")
    );
}

#[test]
fn what_was_known_before_cannot_be_decided() {
    let mut server = Server::new();
    let past = "/uplifts/US-0001/approve?known=2026-05-29";
    let page = look(&mut server, "/uplifts/{uplift}/{act}", past, APPROVER).body;
    assert!(page.contains("nothing can be decided here"), "{page}");
    let answer = act(&mut server, past, APPROVER, "form_key=p1&weekly=1");
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = "/uplifts/US-0001?known=2026-05-20";
    let answer = look(&mut server, "/uplifts/{uplift}", before, APPROVER);
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
