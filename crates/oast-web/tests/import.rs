//! Importing in the browser: what is sent is shown first, recorded once, and refused whole when it
//! means harm.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_rules::facts::Provider;
use oast_web::multipart;
use oast_web::routes::Method;
use proptest::prelude::*;
use server::{Answer, Server, route};

const OFFICER: Role = Role::FinanceOfficer;
const BOUNDARY: &str = "----formBoundary7MA4YWxkTrZu0gW";

/// A form with a key and files.
fn form(key: &str, files: &[(&str, &str)]) -> String {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n{key}\r\n"
    );
    for (name, content) in files {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n"
        );
        body.push_str(&part);
    }
    body + &format!("--{BOUNDARY}--\r\n")
}

fn kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

fn preview(server: &mut Server, role: Option<Role>, body: &str) -> Answer {
    let kind = kind();
    server.send_as(
        route(Method::Post, "/import"),
        "/import",
        role,
        (&kind, body),
    )
}

fn record(server: &mut Server, role: Role, body: &str) -> Answer {
    let route = route(Method::Post, "/import/record");
    server.send_on(route, "/import/record", role, body)
}

/// A file of one provider that is new.
fn providers(name: &str) -> String {
    format!("provider_id,name,cqc_provider_id\nNEW1,\"{name}\",1-999000001\n")
}

/// The key to what is kept, from the page.
fn kept(answer: &Answer) -> String {
    let found = answer.body.split_once("name=\"kept\" value=\"");
    let (_, rest) = found.unwrap_or_else(|| panic!("{}", answer.body));
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn what_was_looked_at_is_recorded_once_on_any_node_by_whoever_sent_it() {
    let mut first = Server::new();
    let mut second = first.other_node();
    let shown = preview(
        &mut first,
        Some(OFFICER),
        &form("k1", &[("providers.csv", &providers("New Care"))]),
    );
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(
        shown.body.contains("Nothing is recorded yet."),
        "{}",
        shown.body
    );
    // Whoever signs in leaves an entry of their own.
    first.cookie(Role::Auditor);
    second.cookie(OFFICER);
    let seq = first.seq();
    let body = format!("form_key=k1&kept={}", kept(&shown));
    // Nobody else's session opens it, nor another form.
    let others = form("k9", &[("providers.csv", "x")]);
    assert_eq!(
        preview(&mut first, Some(Role::Auditor), &others).status,
        StatusCode::FORBIDDEN
    );
    let other_form = body.replace("k1", "k2");
    let done = record(&mut second, OFFICER, &body);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(first.seq(), seq + 1);
    for (again, leads) in [(&body, true), (&other_form, false)] {
        let answer = record(&mut first, OFFICER, again);
        let expected = if leads {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        assert_eq!(answer.status, expected, "{}", answer.body);
    }
    assert_eq!(first.seq(), seq + 1, "it acted twice");
    // The same file again changes nothing, and there is nothing to record.
    let same = preview(
        &mut first,
        Some(OFFICER),
        &form("k3", &[("providers.csv", &providers("New Care"))]),
    );
    assert!(
        same.body.contains("there is nothing to record"),
        "{}",
        same.body
    );
}

#[test]
fn what_is_kept_has_a_short_life_and_is_the_last_alone() {
    let mut server = Server::new();
    let file = providers("New Care");
    let send = |server: &mut Server, key: &str| {
        kept(&preview(
            server,
            Some(OFFICER),
            &form(key, &[("providers.csv", &file)]),
        ))
    };
    let providers_known = server.facts::<Provider>().len();
    let first = send(&mut server, "k1");
    let second = send(&mut server, "k2");
    let answer = record(&mut server, OFFICER, &format!("form_key=k1&kept={first}"));
    let gone = "What was sent is no longer kept; choose the files again.";
    assert!(answer.body.contains(gone), "{}", answer.body);
    server.later(31);
    let answer = record(&mut server, OFFICER, &format!("form_key=k2&kept={second}"));
    assert!(answer.body.contains(gone), "{}", answer.body);
    assert_eq!(server.facts::<Provider>().len(), providers_known);
}

#[test]
fn names_that_mean_harm_are_shown_as_the_words_that_they_are() {
    let mut server = Server::new();
    let harm = "<script>alert(1)</script><svg onload=alert(1)>";
    let pages = [
        "/providers",
        "/providers/NEW1",
        "/find?q=NEW1",
        "/providers?table=providers&as=csv",
    ];
    let body = form(
        "k1",
        &[
            ("providers.csv", &providers(harm)),
            ("<svg onload=x>.csv", "x"),
        ],
    );
    let refused = preview(&mut server, Some(OFFICER), &body);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.body.contains("<svg onload"), "{}", refused.body);
    assert!(
        refused.body.contains("&lt;svg onload=x&gt;.csv"),
        "{}",
        refused.body
    );
    let shown = preview(
        &mut server,
        Some(OFFICER),
        &form("k2", &[("providers.csv", &providers(harm))]),
    );
    let body = format!("form_key=k2&kept={}", kept(&shown));
    assert_eq!(
        record(&mut server, OFFICER, &body).status,
        StatusCode::SEE_OTHER
    );
    for page in pages {
        let path = page.split('?').next().unwrap();
        let path = if path.ends_with("NEW1") {
            "/providers/{provider}"
        } else {
            path
        };
        let answer = server.ask(route(Method::Get, path), page, Some(OFFICER), &[]);
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{page}"
        );
        if answer.header("content-type").starts_with("text/html") {
            assert!(!answer.body.contains("<script>alert"), "{page}");
            assert!(!answer.body.contains("<svg onload"), "{page}");
        }
    }
}

/// What is said of a form that cannot be read.
fn refused(kind: &str, body: &str) -> String {
    multipart::read(kind, body.as_bytes()).unwrap_err()
}

#[test]
fn a_form_that_does_not_say_how_it_is_parted_is_refused_with_its_sentence() {
    let whole = form("k", &[("providers.csv", "x")]);
    for kind in [
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data; boundary=\"a b\"",
        "multipart/mixed; boundary=a",
    ] {
        let says =
            "What was sent is not a form with files. Open the page and choose the files again.";
        assert_eq!(refused(kind, &whole), says, "{kind}");
    }
    let begins = "What was sent does not begin as a form with files does.";
    assert_eq!(refused(&kind(), ""), begins);
    assert_eq!(refused(&kind(), &format!("before\r\n{whole}")), begins);
    let parted = "What was sent is not parted as a form with files is.";
    assert_eq!(refused(&kind(), &format!("{whole}more")), parted);
    let cut = "What was sent is cut short: its last part has no end. Send it again.";
    assert_eq!(refused(&kind(), &whole[..whole.len() - 30]), cut);
    let many = form("k", &[("a.csv", "x"); 90]);
    let says = "What was sent has more than 80 parts, which is the most that is taken.";
    assert_eq!(refused(&kind(), &many), says);
    let long = form(&"k".repeat(5000), &[]);
    let says = "A field of what was sent is too long, or is no text.";
    assert_eq!(refused(&kind(), &long), says);
}

#[test]
fn a_form_whose_heads_could_be_read_in_two_ways_is_refused_with_its_sentence() {
    let whole = form("k", &[("providers.csv", "x")]);
    for (from, to) in [
        ("filename=", "filename*="),
        ("; name=\"files\"", "; name=\"files\"; name=\"x\""),
        ("Content-Type:", "Content-Transfer-Encoding:"),
        ("Content-Type:", "Content-Disposition:"),
        ("form-data;", "attachment;"),
    ] {
        let says = "The head of a part of what was sent cannot be read.";
        assert_eq!(refused(&kind(), &whole.replace(from, to)), says, "{to}");
    }
    for (from, to) in [("\r\n\r\n", "\r\n"), ("text/csv", &"x".repeat(4000))] {
        let says = "A part of what was sent has no end to its head, or one that is too long.";
        assert_eq!(refused(&kind(), &whole.replace(from, to)), says);
    }
    let odd = whole.replace("providers.csv", "a%22b%0D%0Ac");
    let parts = multipart::read(&kind(), odd.as_bytes()).unwrap();
    assert_eq!(parts.files[0].name, "a\"b\r\nc");
    assert_eq!(parts.fields, [("form_key".to_owned(), "k".to_owned())]);
}

#[test]
fn only_this_route_reads_much_and_only_for_those_who_may() {
    let mut server = Server::new();
    let much = form("k", &[("providers.csv", &"x".repeat(2 << 20))]);
    let taken = preview(&mut server, Some(OFFICER), &much);
    assert_eq!(
        taken.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        taken.body
    );
    assert_eq!(
        preview(&mut server, None, &much).status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        preview(&mut server, Some(Role::Broker), &much).status,
        StatusCode::FORBIDDEN
    );
    let holds = route(Method::Post, "/pay-runs/holds");
    let answer = server.send(
        holds,
        "/pay-runs/holds",
        Some(OFFICER),
        &"x".repeat(2 << 20),
    );
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let too_much = form("k", &[("providers.csv", &"x".repeat(18 << 20))]);
    let answer = preview(&mut server, Some(OFFICER), &too_much);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        answer.body,
        "What was sent is too large. Send fewer files at a time, or a ZIP of them."
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// From a request's bytes to files: nothing panics, and whatever is refused says why.
    #[test]
    fn any_bytes_are_read_or_refused(
        name in "[a-z]{0,8}(\\.(csv|zip|xlsx|exe))?",
        content in prop::collection::vec(any::<u8>(), 0..300),
        start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"provider_id,name,cqc_provider_id\n"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut body = form("k", &[(&name, "HERE")]).into_bytes();
        let at = body.windows(4).position(|window| window == b"HERE").unwrap_or_default();
        body.splice(at..at + 4, start.iter().copied().chain(content));
        for (place, byte) in flips {
            let place = place.index(body.len());
            body[place] = byte;
        }
        match multipart::read(&kind(), &body) {
            Err(says) => prop_assert!(says.ends_with('.')),
            Ok(parts) => {
                let read = oast_exchange::upload::unpack(parts.files);
                if let Err(faults) = read.and_then(|files| files.read(&mut |_, _| {})) {
                    prop_assert!(!faults.is_empty());
                }
            }
        }
    }
}
