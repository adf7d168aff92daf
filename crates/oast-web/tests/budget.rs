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
