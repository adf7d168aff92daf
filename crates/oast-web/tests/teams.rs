//! Teams: made, given their people, and what a placement's page says to those of another.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_rules::facts::Home;
use oast_web::routes::Method;
use server::{Server, route};

#[test]
fn a_broker_of_another_team_is_told_whose_it_is() {
    let mut server = Server::new();
    let (broker, admin) = (Some(Role::Broker), Some(Role::Administrator));
    let record = route(Method::Get, "/placements/{placement}");
    let event = route(Method::Get, "/placements/{placement}/record/{event}");
    let placement = server.address(record, None);
    let death = format!("{placement}/record/death");
    let home = server.address(route(Method::Get, "/homes/{home}"), None);
    let homes: Vec<Home> = server.facts();
    let of = homes
        .iter()
        .find(|each| home.ends_with(each.home_id.as_str()))
        .unwrap();
    let district = of.district.as_ref().unwrap().to_string().replace(' ', "+");
    let before = server.ask(record, &placement, broker, &[]);
    assert!(before.body.contains("Record a death"));

    let form = format!("name=The+Locality&district-{district}=yes&form_key=a-team-of-the-test");
    let added = server.send(route(Method::Post, "/teams"), "/teams", admin, &form);
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let after = server.ask(record, &placement, broker, &[]);
    assert!(!after.body.contains("Record a death"));
    assert!(
        after
            .body
            .contains("recorded by the locality that it belongs to")
    );
    let refused = server.ask(event, &death, broker, &[]);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let (teams, form) = (
        route(Method::Post, "/users/{user}/teams"),
        "team-the-locality=yes&form_key=teams-of-the-broker",
    );
    let put = server.send(teams, "/users/broker/teams", admin, form);
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
    let again = server.ask(record, &placement, broker, &[]);
    assert!(again.body.contains("Record a death"));
    let page = server.ask(
        route(Method::Get, "/users/{user}"),
        "/users/broker",
        admin,
        &[],
    );
    assert!(page.body.contains("The Locality"));
    let list = server.ask(route(Method::Get, "/teams"), "/teams", admin, &[]);
    assert!(list.body.contains("broker") && list.body.contains("The Locality"));

    let (of_team, end) = (
        route(Method::Post, "/teams/{team}"),
        "act=end&form_key=end-of-it",
    );
    let ended = server.send(of_team, "/teams/the-locality", admin, end);
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let list = server.ask(route(Method::Get, "/teams"), "/teams", admin, &[]);
    assert!(list.body.contains("It is no more"));
}

#[test]
fn a_team_without_a_name_is_told_so() {
    let mut server = Server::new();
    let add = route(Method::Post, "/teams");
    let answer = server.send(
        add,
        "/teams",
        Some(Role::Administrator),
        "name=&form_key=none",
    );
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Enter the team’s name."));
}

#[test]
fn what_nobody_can_see_is_not_taken_into_the_record() {
    let mut server = Server::new();
    let add = route(Method::Post, "/teams");
    server.cookie(Role::Administrator);
    let before = server.seq();
    for (typed, code) in [("East%E2%80%AE+Kent", "U+202E"), ("East%00Kent", "U+0000")] {
        let form = format!("name={typed}&form_key={code}");
        let answer = server.send_on(add, "/teams", Role::Administrator, &form);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body.contains(code), "{}", answer.body);
    }
    assert_eq!(server.seq(), before);
}
