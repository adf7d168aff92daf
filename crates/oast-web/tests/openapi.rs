//! The document of what programs may ask for says what the routes do, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use oast_office::Role;
use oast_web::routes::{Gate, Method, ROUTES, Route};
use serde_json::Value;
use server::Server;

fn document(server: &mut Server) -> Value {
    let route = ROUTES
        .iter()
        .find(|route| route.path == "/openapi.json")
        .unwrap();
    let answer = server.ask(route, "/openapi.json", None, &[]);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_str(&answer.body).unwrap()
}

/// Whether a value has the shape that a schema asks for, as far as the document's schemas go.
fn fits(schema: &Value, value: &Value) -> bool {
    let names = schema["required"].as_array().into_iter().flatten();
    let required = names.map(|name| name.as_str().unwrap());
    let of_kind = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => {
            let items = value.as_array();
            items.is_some_and(|items| items.iter().all(|item| fits(&schema["items"], item)))
        }
        Some("string") => value.is_string(),
        _ => true,
    };
    let properties = schema["properties"].as_object().into_iter().flatten();
    of_kind
        && required.into_iter().all(|name| value.get(name).is_some())
        && properties
            .into_iter()
            .all(|(name, schema)| value.get(name).is_none_or(|value| fits(schema, value)))
}

#[test]
fn the_document_has_every_route_that_answers_data_and_no_other() {
    let mut server = Server::new();
    let document = document(&mut server);
    // Whoever has several purposes says once what they open records for.
    let of_purpose = |route: &&Route| route.path == "/purpose" && route.method == Method::Post;
    let choose = ROUTES.iter().find(of_purpose).unwrap();
    let purpose = "purpose=audit&form_key=p";
    server.send_on(choose, "/purpose", Role::Auditor, purpose);
    let told: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for route in ROUTES.iter().filter(|route| route.method == Method::Get) {
        let address = server.address(route, None);
        let asked = format!("{address}?as=json&q=ash");
        let answer = server.ask(route, &asked, Some(Role::Auditor), &[]);
        let is_data =
            answer.status == StatusCode::OK && answer.header("content-type") == "application/json";
        assert_eq!(
            is_data,
            told.contains(route.path),
            "{asked}: {}",
            answer.status
        );
        if let Some(data) = route.data {
            let value: Value = serde_json::from_str(&answer.body).unwrap();
            assert!(fits(&(data.schema)(), &value), "{asked}: {value}");
        }
    }
    let declared = ROUTES.iter().filter(|route| route.data.is_some());
    assert_eq!(declared.count(), told.len());
}

#[test]
fn what_is_wrong_is_told_to_programs_as_data() {
    let mut server = Server::new();
    let document = document(&mut server);
    let wrong = &document["components"]["schemas"]["Wrong"];
    let asked = ROUTES
        .iter()
        .filter(|route| route.data.is_some_and(|data| data.asked));
    for route in asked {
        let operation = &document["paths"][route.path]["get"];
        assert_eq!(
            operation["security"].as_array().unwrap().is_empty(),
            route.gate == Gate::Open
        );
        let address = format!("{}?as=json", server.address(route, None));
        let nonsense = format!("{}?as=json&known=x", server.address(route, None));
        let nobody = server.ask(route, &address, None, &[]);
        let shut = server.ask(route, &address, Some(Role::Administrator), &[]);
        let bad = server.ask(route, &nonsense, Some(Role::Auditor), &[]);
        let form = format!("{}?as=AAA", server.address(route, None));
        let form = server.ask(route, &form, Some(Role::Auditor), &[]);
        let mut expected = vec![(nobody, 401), (shut, 403), (bad, 400), (form, 400)];
        if route.path.contains("{placement}") {
            // Who has several purposes says in the browser which it is.
            let undecided = server.ask(route, &address, Some(Role::Auditor), &[]);
            assert!(undecided.body.contains("what you open records for"));
            expected.push((undecided, 403));
        }
        for (answer, status) in expected {
            assert_eq!(answer.status.as_u16(), status, "{address}");
            let value: Value = serde_json::from_str(&answer.body).unwrap();
            assert!(fits(wrong, &value), "{value}");
            assert!(operation["responses"].get(status.to_string()).is_some());
        }
    }
}

#[test]
fn a_search_that_is_too_long_is_refused() {
    let mut server = Server::new();
    let find = ROUTES.iter().find(|route| route.path == "/find").unwrap();
    for (length, status) in [(200, StatusCode::OK), (201, StatusCode::BAD_REQUEST)] {
        let address = format!("/find?as=json&q={}", "a".repeat(length));
        let answer = server.ask(find, &address, Some(Role::Broker), &[]);
        assert_eq!(answer.status, status, "{length}");
    }
}
