//! Two nodes on one database: what is asked of one is done by the other and seen from both.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_web::routes::Method;
use server::{Server, route};

const PROPOSE: &str = "form_key=k1&until-day=24&until-month=5&until-year=2026";

#[test]
fn a_job_that_one_node_is_asked_for_is_done_by_another_and_seen_from_both() {
    let mut asked = Server::new();
    let mut works = asked.other_node();
    let officer = Some(Role::FinanceOfficer);
    let propose = route(Method::Post, "/pay-runs/new");
    let begun = asked.send(propose, "/pay-runs/new", officer, PROPOSE);
    assert_eq!(begun.header("location"), "/jobs/k1", "{}", begun.body);
    let show = route(Method::Get, "/jobs/{job}");
    let says = |node: &mut Server| node.ask(show, "/jobs/k1", officer, &[]);
    for node in [&mut asked, &mut works] {
        let waits = says(node);
        assert!(
            waits.body.contains("It waits for its turn."),
            "{}",
            waits.body
        );
        assert!(!waits.header("refresh").is_empty());
    }
    works.work();
    for node in [&mut asked, &mut works] {
        let done = says(node);
        assert!(done.body.contains("PR-0002 is proposed"), "{}", done.body);
        assert!(done.header("refresh").is_empty());
    }
    // The other node's run is there on the first, and the form sent again leads to the same job.
    let run = route(Method::Get, "/pay-runs/{run}");
    let answer = asked.ask(run, "/pay-runs/PR-0002", officer, &[]);
    assert_eq!(answer.status, StatusCode::OK);
    let again = works.send(propose, "/pay-runs/new", officer, PROPOSE);
    assert_eq!(again.header("location"), "/jobs/k1", "{}", again.body);
    works.work();
    let third = asked.ask(run, "/pay-runs/PR-0003", officer, &[]);
    assert_eq!(third.status, StatusCode::NOT_FOUND);
}

#[test]
fn whoever_verified_last_is_seen_from_every_node() {
    let mut asked = Server::new();
    let mut other = asked.other_node();
    let auditor = Some(Role::Auditor);
    let verify = route(Method::Post, "/audit/verify");
    asked.send(verify, "/audit/verify", auditor, "form_key=v1");
    asked.work();
    let show = route(Method::Get, "/audit/verify");
    let page = other.ask(show, "/audit/verify", auditor, &[]);
    assert!(page.body.contains("The record verifies"), "{}", page.body);
    assert!(page.body.contains("auditor"), "{}", page.body);
}

#[test]
fn a_job_is_refused_to_whoever_may_not_do_its_work() {
    let mut server = Server::new();
    let propose = route(Method::Post, "/pay-runs/new");
    let refused = server.send(propose, "/pay-runs/new", Some(Role::Broker), PROPOSE);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    server.work();
    let show = route(Method::Get, "/jobs/{job}");
    let unknown = server.ask(show, "/jobs/k1", Some(Role::FinanceOfficer), &[]);
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
