//! What programs may ask for: the routes that answer JSON, and the document that describes them.

use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{Gate, Method, ROUTES, Route, cookie_name};
use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::Desk;
use crate::pages::find::QUERY_CHARACTERS_MAX;

/// What a route answers to programs.
pub struct Data {
    /// What a program calls it: `rateOnDay`.
    pub id: &'static str,
    /// What it answers.
    pub says: &'static str,
    /// Whether it answers JSON only when it is asked to by `as=json`, and a page otherwise.
    pub asked: bool,
    /// What may stand in its query: the name, and what it means.
    pub query: &'static [(&'static str, &'static str)],
    /// The shape of the answer, as a JSON Schema.
    pub schema: fn() -> Value,
}

const KNOWN: (&str, &str) = (
    "known",
    "The day at whose end facts are to count as they were known, such as 2026-05-15; today when it is left out",
);

/// The search over everything.
pub const FIND: Data = Data {
    id: "find",
    says: "People, placements, homes and providers by name or reference. People are found by those who may see them.",
    asked: true,
    query: &[("q", "What to look for"), KNOWN],
    schema: || {
        object(&[(
            "results",
            list(&object(&[
                ("kind", text()),
                ("name", text()),
                ("says", text()),
                ("href", text()),
            ])),
        )])
    },
};

/// Why a rate is what it is.
pub const RATE: Data = Data {
    id: "rateOnDay",
    says: "The weekly rate of a placement on a day, and every fact, term and step behind it.",
    asked: true,
    query: &[KNOWN],
    schema: || {
        object(&[
            ("placement_id", text()),
            ("on", day()),
            ("weekly", pounds()),
            ("sentence", text()),
            ("trace", trace()),
        ])
    },
};

/// Why an amount is what it is.
pub const LINE: Data = Data {
    id: "amountInPeriod",
    says: "What is due of one flow of money of a placement in the pay period of a day, what was posted of it, and why.",
    asked: true,
    query: &[KNOWN],
    schema: || {
        object(&[
            ("placement_id", text()),
            ("period_from", day()),
            ("period_to", day()),
            ("due", pounds()),
            ("to_come", pounds()),
            ("sentence", text()),
            ("parts", list(&json!({ "type": "object" }))),
            ("posted", list(&json!({ "type": "object" }))),
            ("trace", trace()),
        ])
    },
};

/// This document.
pub const DOCUMENT: Data = Data {
    id: "openapi",
    says: "This document.",
    asked: false,
    query: &[],
    schema: || json!({ "type": "object" }),
};

fn text() -> Value {
    json!({ "type": "string" })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// A day that somebody asks about: of the years that Oast counts in.
fn asked_day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$" })
}

fn pounds() -> Value {
    json!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "description": "Pounds with two decimals" })
}

fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn trace() -> Value {
    let kinds = ["fact", "term", "step", "not_applied"];
    list(&json!({
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "type": "string", "enum": kinds } },
    }))
}

/// An object that has all of these.
fn object(properties: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> = properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

/// Answers the document.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    Ok(answer::json(&document(desk.app())))
}

/// The document of everything that programs may ask for (`OpenAPI` 3.1), made from the table of
/// routes.
pub fn document(app: &App) -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        if let Some(data) = route.data {
            let path = paths.entry(route.path).or_insert_with(|| json!({}));
            path[method(route.method)] = operation(route, data);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Oast",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "What programs may ask for",
            "description": "Made from the table of routes. Whoever asks signs in as people do, and is let see what their roles let them see.",
            "contact": { "name": "Whoever runs Oast for your council", "url": "https://github.com/oast/oast" },
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "tags": [{ "name": "questions", "description": "Questions that change nothing" }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": {
                    "type": "apiKey", "in": "cookie", "name": cookie_name(app),
                    "description": "The session that signing in begins",
                },
            },
            "schemas": { "Wrong": object(&[("error", text())]) },
        },
    })
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
    }
}

fn operation(route: &Route, data: &Data) -> Value {
    let mut parameters: Vec<Value> = names(route.path).map(in_path).collect();
    if data.asked {
        parameters.push(json!({
            "name": "as", "in": "query",
            "description": "Asks for data; without it, people are answered with a page",
            "schema": { "type": "string", "enum": ["json"] },
        }));
    }
    parameters.extend(data.query.iter().map(|(name, says)| {
        let schema = if *name == "known" {
            json!({ "anyOf": [{ "type": "string", "maxLength": 0 }, asked_day()] })
        } else {
            json!({ "type": "string", "maxLength": QUERY_CHARACTERS_MAX })
        };
        json!({ "name": name, "in": "query", "description": says, "schema": schema })
    }));
    // Without `as`, the same address is a page.
    let answer = |says: &str, schema: Value| {
        let mut content = json!({ "application/json": { "schema": schema } });
        if data.asked {
            content["text/html"] = json!({ "schema": { "type": "string" } });
        }
        json!({ "description": says, "content": content })
    };
    let wrong = |says| answer(says, json!({ "$ref": "#/components/schemas/Wrong" }));
    let mut responses = json!({ "200": answer(data.says, (data.schema)()) });
    responses["429"] = wrong("Too much was asked for at once; Retry-After says when to ask again");
    responses["503"] = wrong("The records cannot be reached just now");
    if data.asked {
        responses["303"] = json!({ "description": "A page asks for something else first: to sign in, or what records are opened for" });
        responses["400"] = wrong("What was asked makes no sense");
        responses["401"] = wrong("Nobody is signed in");
        responses["403"] = wrong("The session's roles do not let it be seen");
        responses["404"] = wrong("There is no such thing");
        responses["422"] = wrong("It was understood and has no answer");
    }
    let security = match route.gate {
        Gate::Open => json!([]),
        Gate::SignedIn | Gate::May(_) | Gate::MayAny(_) => json!([{ "session": [] }]),
    };
    json!({
        "operationId": data.id,
        "summary": data.says.split_terminator('.').next(),
        "description": data.says,
        "tags": ["questions"],
        "parameters": parameters,
        "security": security,
        "responses": responses,
    })
}

/// The names of the parts of a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn in_path(name: &str) -> Value {
    let (says, schema) = match name {
        "day" => ("The day", asked_day()),
        "flow" => (
            "The flow of money, such as home.care_fee",
            json!({ "type": "string", "pattern": "^[a-z_.-]+$" }),
        ),
        _ => (
            "The reference",
            json!({ "type": "string", "pattern": "^[A-Za-z0-9-]{1,40}$" }),
        ),
    };
    json!({ "name": name, "in": "path", "required": true, "description": says, "schema": schema })
}
