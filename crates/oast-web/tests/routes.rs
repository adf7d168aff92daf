//! Every route, asked by everybody: who is let in, and that nothing that is typed is let through.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use std::fmt::Write as _;

use axum::http::StatusCode;
use oast_office::{Rights, Role};
use oast_web::link::part;
use oast_web::routes::{Gate, Method, ROUTES, Route};
use server::{Answer, Server};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/routes.txt");

/// What somebody types who means no good.
const SCRIPT: &str = "<script>alert(1)</script>'\"";

/// Every filter of every list, so that what is typed into one is tried too.
const FILTERS: [&str; 22] = [
    "q", "who", "what", "about", "before", "job", "all", "person", "told", "user", "purpose",
    "running", "home", "district", "rating", "category", "route", "state", "then", "record",
    "grouped", "done",
];

fn words(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

fn may(gate: Gate, role: Role) -> bool {
    match gate {
        Gate::Open | Gate::SignedIn => true,
        Gate::May(action) => Rights::of(&[role]).may(action),
        Gate::MayAny(any) => any.iter().any(|one| Rights::of(&[role]).may(*one)),
    }
}

/// Somebody who is let in.
fn somebody(route: &Route) -> Option<Role> {
    Role::ALL
        .iter()
        .copied()
        .find(|role| may(route.gate, *role))
}

fn name(route: &Route) -> String {
    format!("{} {}", words(route.method), route.path)
}

/// What holds of every answer.
fn check_headers(what: &str, answer: &Answer) {
    for (name, wanted) in [
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
    ] {
        let found = answer.header(name);
        assert!(found.contains(wanted), "{what}: {name} is '{found}'");
    }
}

/// The table of routes and who may ask them.
fn table() -> String {
    let mut lines: Vec<(String, String)> = ROUTES
        .iter()
        .map(|route| {
            let roles = Role::ALL.iter().filter(|role| may(route.gate, **role));
            let roles: Vec<&str> = roles.map(|role| role.code()).collect();
            let roles = roles.join(", ");
            let who = match route.gate {
                Gate::Open => "anybody".to_owned(),
                Gate::SignedIn => "whoever is signed in".to_owned(),
                Gate::May(action) => format!("{action}: {roles}"),
                Gate::MayAny(any) => {
                    let any: Vec<String> = any.iter().map(ToString::to_string).collect();
                    format!("{}: {roles}", any.join(" or "))
                }
            };
            (format!("{:4} {}", words(route.method), route.path), who)
        })
        .collect();
    lines.sort_by(|(a, _), (b, _)| a.get(5..).cmp(&b.get(5..)).then(a.cmp(b)));
    let width = lines.iter().map(|(route, _)| route.len()).max();
    let width = width.unwrap_or(0);
    lines.iter().fold(String::new(), |mut table, (route, who)| {
        writeln!(table, "{route:width$}  {who}").unwrap();
        table
    })
}

#[test]
fn the_table_of_routes_is_the_one_that_was_agreed() {
    let now = table();
    if std::env::var_os("OAST_WRITE_ROUTES").is_some() {
        std::fs::write(TABLE, &now).unwrap();
    }
    let agreed = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        agreed == now,
        "the routes and who may ask them differ from {TABLE}; if that is wanted, write it anew with OAST_WRITE_ROUTES=1 and have it agreed. It is now:\n{now}"
    );
}

#[test]
fn every_part_of_an_address_has_a_real_value() {
    let server = Server::new();
    for route in ROUTES {
        let address = server.address(route, None);
        assert!(!address.contains(['{', '}']), "{}: {address}", name(route));
    }
}

#[test]
fn without_a_session_every_door_is_shut() {
    let mut server = Server::new();
    for route in ROUTES {
        let what = name(route);
        let answer = server.ask(route, &server.address(route, None), None, &[]);
        check_headers(&what, &answer);
        let status = answer.status;
        match (route.gate, route.method) {
            (Gate::Open, _) => assert!(status.as_u16() < 500, "{what}: {status}"),
            (_, Method::Get) => {
                assert_eq!(status, StatusCode::SEE_OTHER, "{what}");
                let to = answer.header("location");
                assert!(to.starts_with("/sign-in?then="), "{what}: {to}");
            }
            (_, Method::Post) => assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}"),
        }
    }
}

/// What a county with one run and a new server has none of: a job, a movement since the run before,
/// payments of no month, and what moved by no step.
const NOT_THERE: [&str; 4] = [
    "/budget/moved",
    "/jobs/{job}",
    "/pay-runs/{run}/movement/{kind}",
    "/spend/placements",
];

/// What a provider opens for their own homes alone: the test's own belongs to none.
const OWN_ALONE: [&str; 3] = [
    "/your-homes/{home}",
    "/placements/{placement}",
    "/pay-runs/{run}/homes/{home}",
];

#[test]
fn a_role_opens_the_doors_that_it_should_and_no_other() {
    let mut server = Server::new();
    for route in ROUTES.iter().filter(|route| route.gate != Gate::Open) {
        for role in Role::ALL {
            let what = format!("{} as {role}", name(route));
            let answer = server.ask(route, &server.address(route, None), Some(*role), &[]);
            check_headers(&what, &answer);
            let status = answer.status;
            let own_alone = *role == Role::Provider && OWN_ALONE.contains(&route.path);
            if !may(route.gate, *role) || own_alone {
                assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
                continue;
            }
            let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
            assert!(!shut.contains(&status), "{what}: {status}");
            assert!(status.as_u16() < 500, "{what}: {status}");
            // What is asked for is there: the values are real.
            if route.method == Method::Get && !NOT_THERE.contains(&route.path) {
                assert_ne!(status, StatusCode::NOT_FOUND, "{what}: {}", answer.body);
            }
        }
    }
}

#[test]
fn what_is_typed_into_an_address_comes_back_as_words_or_not_at_all() {
    let mut server = Server::new();
    let script = part(SCRIPT);
    for route in ROUTES {
        let role = somebody(route);
        let mut tries: Vec<String> = Server::names(route)
            .into_iter()
            .map(|name| server.address(route, Some((name, &script))))
            .collect();
        if route.method == Method::Get {
            let filters: Vec<String> = FILTERS
                .iter()
                .map(|name| format!("{name}={script}"))
                .collect();
            let address = server.address(route, None);
            tries.push(format!("{address}?{}", filters.join("&")));
            tries.push(format!("{address}?known={script}"));
            tries.push(format!("{address}?day={script}&from={script}&to={script}"));
        }
        for address in tries {
            let what = format!("{} {address}", words(route.method));
            let answer = server.ask(route, &address, role, &[]);
            check_headers(&what, &answer);
            assert!(answer.status.as_u16() < 500, "{what}: {}", answer.status);
            // Plain text is shown as it is, and a file is not shown.
            if answer.header("content-type").starts_with("text/html") {
                assert!(!answer.body.contains("<script>alert"), "{what}");
                assert!(
                    !answer.body.contains("'\""),
                    "{what}: a quote is let through"
                );
            }
        }
    }
}

#[test]
fn another_site_cannot_send_a_form() {
    let mut server = Server::new();
    let posts = ROUTES.iter().filter(|route| route.method == Method::Post);
    for route in posts {
        let what = name(route);
        let address = server.address(route, None);
        let cross = [("sec-fetch-site", "cross-site")];
        let answer = server.ask(route, &address, somebody(route), &cross);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        check_headers(&what, &answer);
    }
}

#[test]
fn a_table_leads_nowhere_that_somebody_may_not_go() {
    let mut server = Server::new();
    let find = |path: &str| ROUTES.iter().find(|route| route.path == path).unwrap();
    let spend = find("/spend");
    let partner = server.ask(spend, "/spend", Some(Role::BusinessPartner), &[]);
    assert_eq!(partner.status, StatusCode::OK);
    assert!(
        !partner.body.contains("href=\"/placements"),
        "{}",
        partner.body
    );
    let officer = server.ask(spend, "/spend", Some(Role::FinanceOfficer), &[]);
    assert!(
        officer.body.contains("href=\"/placements?"),
        "{}",
        officer.body
    );
}
