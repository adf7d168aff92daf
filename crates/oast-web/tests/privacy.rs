//! How long people are kept, their erasure, and what is held on them, in the browser.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_office::access::ReadFilter;
use oast_rules::facts::{Person, Placement};
use oast_units::Date;
use oast_web::routes::Method;
use server::{Server, route};

const RETENTION: &str = "/retention";
const HOLDS: &str = "/retention/holds";
const SUBJECT_ACCESS: &str = "/subject-access";
/// From the server's day, a time by which everybody whose care has ended is due.
const TWENTY_YEARS_IN_MINUTES: i64 = 20 * 366 * 24 * 60;

fn get(server: &mut Server, path: &str, address: &str, role: Role) -> server::Answer {
    server.ask(route(Method::Get, path), address, Some(role), &[])
}

fn send(server: &mut Server, path: &str, form: &str) -> server::Answer {
    let administrator = Some(Role::Administrator);
    server.send(route(Method::Post, path), path, administrator, form)
}

/// What a page's hidden field holds.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Somebody whose care has ended, with their family name.
fn gone(server: &mut Server) -> (Placement, String) {
    let placements: Vec<Placement> = server.facts();
    let ended = |placement: &&Placement| {
        let others = placements.iter();
        let mut own = others.filter(|other| other.person_id == placement.person_id);
        own.all(|own| own.ended_on.is_some_and(|day| day < Date::of(2026, 5, 1)))
    };
    let placement = placements.iter().find(ended).unwrap().clone();
    let people: Vec<Person> = server.facts();
    let mut people = people.into_iter();
    let person = people.find(|person| person.person_id == placement.person_id);
    (placement, person.unwrap().family_name.unwrap().to_string())
}

#[test]
fn those_who_were_shown_are_erased_once_and_nobody_else() {
    let mut server = Server::new();
    let (placement, _) = gone(&mut server);
    let person = placement.person_id.as_str();
    let early = get(&mut server, RETENTION, RETENTION, Role::Administrator);
    assert!(
        early.body.contains("Nobody may be erased"),
        "{}",
        early.body
    );
    server.later(TWENTY_YEARS_IN_MINUTES);
    let page = get(&mut server, RETENTION, RETENTION, Role::Administrator);
    assert!(page.body.contains(person), "{}", page.body);
    assert!(
        page.body.contains("href=\"/terms/england%2Fretention"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("for good"));

    // Looking erases nobody; between looking and erasing, somebody comes under a hold.
    let looked = send(&mut server, RETENTION, "form_key=look");
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.body.contains("for good"), "{}", looked.body);
    let (form_key, seen) = (
        hidden(&looked.body, "form_key"),
        hidden(&looked.body, "looked"),
    );
    let placed = format!("form_key=h1&act=hold&person={person}&reason=A claim.&reference=L-7");
    let held = send(&mut server, HOLDS, &placed.replace(' ', "+"));
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.body);
    let erase = format!("form_key={form_key}&looked={seen}");
    let changed = send(&mut server, RETENTION, &erase);
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(changed.body.contains("than were shown"), "{}", changed.body);
    assert!(changed.body.contains("Legal hold: L-7"), "{}", changed.body);

    let (form_key, seen) = (
        hidden(&changed.body, "form_key"),
        hidden(&changed.body, "looked"),
    );
    let erase = format!("form_key={form_key}&looked={seen}");
    let done = send(&mut server, RETENTION, &erase);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let people: Vec<Person> = server.facts();
    let named = |id: &str| {
        let mut people = people.iter();
        let found = people.find(|each| each.person_id.as_str() == id);
        found.unwrap().family_name.is_some()
    };
    assert!(named(person), "whoever is under a hold is kept");
    let erased: Vec<oast_rules::facts::Erasure> = server.facts();
    assert!(erased.len() > 5 && erased.iter().all(|each| !named(each.person_id.as_str())));
    // The same form sent again leads to what it did.
    let again = send(&mut server, RETENTION, &erase);
    assert_eq!(again.header("location"), done.header("location"));
    let after: Vec<oast_rules::facts::Erasure> = server.facts();
    assert_eq!(after, erased);
}

#[test]
fn a_legal_hold_is_placed_and_lifted_with_a_reason() {
    let mut server = Server::new();
    let (placement, _) = gone(&mut server);
    let person = placement.person_id.as_str();
    let bare = send(&mut server, HOLDS, "act=hold&person=&reason=");
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bare.body.contains("Write why what names them"),
        "{}",
        bare.body
    );
    let nobody = send(&mut server, HOLDS, "act=hold&person=P9999999&reason=why");
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let placed = format!("form_key=h1&act=hold&person={person}&reason=A+claim");
    assert_eq!(
        send(&mut server, HOLDS, &placed).status,
        StatusCode::SEE_OTHER
    );
    let asked = format!("{HOLDS}?lift={person}");
    let page = get(&mut server, HOLDS, &asked, Role::Administrator);
    assert!(page.body.contains("Why it is lifted"), "{}", page.body);
    let silent = format!("form_key=l1&act=lift&lift={person}&why=");
    let silent = send(&mut server, HOLDS, &silent);
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let lift = format!("form_key=l1&act=lift&lift={person}&why=It+was+settled");
    assert_eq!(
        send(&mut server, HOLDS, &lift).status,
        StatusCode::SEE_OTHER
    );
    let page = get(&mut server, HOLDS, HOLDS, Role::Administrator);
    assert!(
        page.body.contains("A claim; lifted: It was settled"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("In force"), "{}", page.body);
}

#[test]
fn whoever_answers_subject_access_has_everything_as_one_file_and_nobody_else_has() {
    let mut server = Server::new();
    let (placement, family) = gone(&mut server);
    let person = placement.person_id.as_str();
    let form = format!("record={}", placement.placement_id);
    for role in Role::ALL {
        let post = route(Method::Post, SUBJECT_ACCESS);
        let answer = server.send(post, SUBJECT_ACCESS, Some(*role), &form);
        let may = *role == Role::Auditor;
        assert_eq!(answer.status == StatusCode::OK, may, "{role}");
        if may {
            assert_eq!(answer.header("content-type"), "application/zip");
            let name = format!("held-on-{person}-2026-06-01.zip");
            let disposition = answer.header("content-disposition");
            assert!(disposition.contains(&name), "{disposition}");
            assert!(answer.body.starts_with("PK"));
            for file in [
                "index.html",
                "people.csv",
                "placements.json",
                "who_looked.csv",
            ] {
                let file = format!("{person}-2026-06-01/{file}");
                assert!(answer.body.contains(&file), "{file}");
            }
            // Packed as they are, the lists are not legible in the bytes.
            assert!(!answer.body.contains(&family));
        }
    }
    let filter = ReadFilter {
        person: Some(person),
        ..ReadFilter::default()
    };
    let reads = server.reads(&filter);
    let read = reads.first().unwrap();
    assert_eq!((reads.len(), read.page.as_str()), (1, SUBJECT_ACCESS));
    assert_eq!(read.purpose.as_deref(), Some("subject access"));
    let unknown = server.send(
        route(Method::Post, SUBJECT_ACCESS),
        SUBJECT_ACCESS,
        Some(Role::Auditor),
        "record=P9999999",
    );
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_past_day_that_one_node_has_in_memory_forgets_whom_another_node_erased() {
    let mut server = Server::new();
    let mut other = server.other_node();
    let (placement, family) = gone(&mut server);
    server.later(TWENTY_YEARS_IN_MINUTES);
    other.later(0);
    let path = "/placements/{placement}";
    let address = format!("/placements/{}?known=2026-05-02", placement.placement_id);
    let broker = Role::Broker;
    let before = get(&mut server, path, &address, broker);
    assert!(before.body.contains(&family), "{}", before.body);
    let looked = send(&mut other, RETENTION, "form_key=look");
    let seen = hidden(&looked.body, "looked");
    let done = send(&mut other, RETENTION, &format!("form_key=e1&looked={seen}"));
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // The node looks back to a day that it has in memory, and to one that it has not, and has not
    // looked at the present in between.
    for day in ["2026-05-02", "2026-05-03"] {
        let address = format!("/placements/{}?known={day}", placement.placement_id);
        let after = get(&mut server, path, &address, broker);
        assert_eq!(after.status, StatusCode::OK, "{day}");
        assert!(!after.body.contains(&family), "{day}: {}", after.body);
    }
}
