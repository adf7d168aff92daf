//! What is logged names nobody: every route is asked by everybody with a whole log, and nothing
//! that could say who a person, a home or a user is stands in it.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use oast_office::Role;
use oast_rules::facts::{Home, Placement, Provider, User};
use oast_web::routes::{Method, ROUTES};
use oast_web::watch::ours;
use server::{SPARE, Server};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// A log that is kept to be looked at.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that could say who somebody is.
fn names(server: &mut Server) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for placement in server.facts::<Placement>() {
        names.insert(placement.person_id.to_string());
        names.insert(placement.placement_id.to_string());
        names.insert(placement.home_id.to_string());
    }
    for home in server.facts::<Home>() {
        names.insert(home.name.to_string());
        names.extend(home.postcode.map(|postcode| postcode.to_string()));
    }
    for provider in server.facts::<Provider>() {
        names.insert(provider.name.to_string());
        names.extend(provider.email.map(|email| email.to_string()));
    }
    for user in server.facts::<User>() {
        names.insert(user.name.to_string());
    }
    names.insert(SPARE.to_owned());
    names.insert("zztyped".to_owned());
    names
}

#[test]
fn the_log_of_every_route_names_nobody() {
    let log = Kept::default();
    let lines = tracing_subscriber::fmt::layer().json();
    tracing_subscriber::registry()
        .with(ours(LevelFilter::TRACE))
        .with(lines.with_writer(log.clone()))
        .init();
    let mut server = Server::new();
    for route in ROUTES {
        for role in [Role::FinanceOfficer, Role::Administrator, Role::Auditor] {
            let mut address = server.address(route, None);
            if route.method == Method::Get {
                address.push_str("?q=zztyped&who=zztyped&home=zztyped");
            }
            let form = "form_key=zztypedform&user=zztyped&reason=zztyped";
            match route.method {
                Method::Get => server.ask(route, &address, Some(role), &[]),
                Method::Post => server.send(route, &address, Some(role), form),
            };
        }
        // Somebody whose name is none of a role's, and somebody who made their session up.
        let cookie = server.cookie_of(SPARE);
        let address = server.address(route, None);
        server.ask(route, &address, None, &[("cookie", &cookie)]);
        server.ask(route, &address, None, &[("cookie", "oast=zztyped")]);
    }
    server.work();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines = text.lines().count();
    assert!(lines >= ROUTES.len() * 5, "{lines} lines");
    for line in text.lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
    }
    assert!(text.contains("\"route\":\"/placements/{placement}\""));
    assert!(text.contains("\"roles\":\"finance_officer\""));
    for name in names(&mut server) {
        let found = text.lines().find(|line| line.contains(&name));
        assert_eq!(found, None, "'{name}' is in the log");
    }
}

#[test]
fn a_request_has_a_reference_that_its_answer_carries() {
    let mut server = Server::new();
    let route = ROUTES.iter().find(|route| route.path == "/homes").unwrap();
    let mut reference = || {
        let answer = server.ask(route, "/homes", Some(Role::Broker), &[]);
        answer.header("x-request-id").to_owned()
    };
    let (first, second) = (reference(), reference());
    assert_eq!(first.len(), 16);
    assert_ne!(first, second);
}
