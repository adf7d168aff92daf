//! Users, one's own account, verifying the record, and what waits: from the form to what it does.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use axum::http::StatusCode;
use oast_office::Role;
use oast_web::routes::Method;
use server::{SPARE, Server, route};

/// What stands between two words of a page.
fn between<'a>(body: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = body.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[test]
fn a_user_is_added_once_and_their_roles_change() {
    let mut server = Server::new();
    let add = route(Method::Post, "/users");
    let admin = Some(Role::Administrator);
    let form = "form_key=k1&user=jo.smith&name=Jo+Smith&role-broker=yes&role-auditor=yes&password=three+words+that";
    for _ in 0..2 {
        let answer = server.send(add, "/users", admin, form);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(
            answer
                .header("location")
                .starts_with("/users/jo.smith?done=")
        );
    }
    let roles = route(Method::Post, "/users/{user}/roles");
    let none = server.send(roles, "/users/jo.smith/roles", admin, "form_key=k2");
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Tick at least one role."));
    let given = "form_key=k3&role-approver=yes";
    let answer = server.send(roles, "/users/jo.smith/roles", admin, given);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let show = route(Method::Get, "/users/{user}");
    let page = server.ask(show, "/users/jo.smith", admin, &[]).body;
    assert!(page.contains("<dd class=\"govuk-summary-list__value\">Approver</dd>"));
}

#[test]
fn a_bad_form_says_what_is_wrong_and_keeps_what_was_typed_but_for_the_password() {
    let mut server = Server::new();
    let add = route(Method::Post, "/users");
    let form = "user=Not+A+Name&name=Jo&role-broker=yes&password=long-enough-it-is";
    let answer = server.send(add, "/users", Some(Role::Administrator), form);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Error: Users"));
    assert!(answer.body.contains("is no name to sign in with"));
    assert!(answer.body.contains("value=\"Not A Name\""));
    assert!(!answer.body.contains("long-enough-it-is"));
}

#[test]
fn nobody_changes_their_own_access() {
    let mut server = Server::new();
    let deactivate = route(Method::Post, "/users/{user}/deactivate");
    let admin = Some(Role::Administrator);
    let own = server.send(deactivate, "/users/administrator/deactivate", admin, "");
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.body.contains("ask another administrator"));
    let other = format!("/users/{SPARE}/deactivate");
    let other = server.send(deactivate, &other, admin, "form_key=k");
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[test]
fn a_new_password_asks_for_the_old_one_and_ends_every_other_session() {
    let mut server = Server::new();
    let change = route(Method::Post, "/account/password");
    let show = route(Method::Get, "/account");
    let broker = Some(Role::Broker);
    server.give_password("broker", "the first of passwords");
    let form = |old: &str, repeated: &str| {
        format!("form_key=k-{old}&old={old}&new=a+second+password&repeated={repeated}")
    };
    let wrong = server.send(
        change,
        "/account/password",
        broker,
        &form("guessed", "a+second+password"),
    );
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("This is not the password that you have now.")
    );
    let differs = form("the+first+of+passwords", "another+password");
    let differs = server.send(change, "/account/password", broker, &differs);
    assert!(differs.body.contains("The two are not the same."));
    let elsewhere = server.cookie(Role::Broker);
    server.forget(Role::Broker);
    let right = form("the+first+of+passwords", "a+second+password");
    let right = server.send(change, "/account/password", broker, &right);
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    let new = right
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let status = |server: &mut Server, cookie: &str| {
        server
            .ask(show, "/account", None, &[("cookie", cookie)])
            .status
    };
    assert_eq!(status(&mut server, &elsewhere), StatusCode::SEE_OTHER);
    assert_eq!(status(&mut server, &new), StatusCode::OK);
}

#[test]
fn verifying_gives_the_last_hash_to_keep() {
    let mut server = Server::new();
    let auditor = Some(Role::Auditor);
    let verify = route(Method::Post, "/audit/verify");
    let begun = server.send(verify, "/audit/verify", auditor, "form_key=job1");
    assert_eq!(begun.header("location"), "/audit/verify?job=job1");
    let show = route(Method::Get, "/audit/verify");
    let waits = server.ask(show, "/audit/verify?job=job1", auditor, &[]);
    assert!(!waits.header("refresh").is_empty());
    server.work();
    let page = server.ask(show, "/audit/verify?job=job1", auditor, &[]);
    assert!(page.header("refresh").is_empty());
    assert!(page.body.contains("The record verifies"), "{}", page.body);
    let hash = between(&page.body, "oast-code--keep\" tabindex=\"0\">", "<");
    assert_eq!(hash.len(), 64);
    let entries = between(&page.body, "Audit entries looked at</dt>", "</dd>");
    let seq = entries.rsplit('>').next().unwrap();
    let entry = route(Method::Get, "/audit/{seq}");
    let entry = server.ask(entry, &format!("/audit/{seq}"), auditor, &[]);
    assert!(
        entry.body.contains(hash),
        "the last entry has the last hash"
    );
}

#[test]
fn a_run_that_waits_is_the_work_of_those_who_may_act_on_it() {
    let mut server = Server::new();
    let run = server.propose("2026-05-24");
    let work = route(Method::Get, "/");
    let mut says = |role| server.ask(work, "/", Some(role), &[]).body;
    let row = format!("Pay run {run}");
    assert!(says(Role::Approver).contains(&row));
    assert!(says(Role::FinanceOfficer).contains("Check its lines"));
    assert!(says(Role::Auditor).contains(&row));
    assert!(!says(Role::Broker).contains(&row));
    assert!(!says(Role::ContractOfficer).contains(&row));
}

#[test]
fn whoever_has_no_queue_goes_to_the_first_room_they_may_enter() {
    let mut server = Server::new();
    let work = route(Method::Get, "/");
    for (role, room) in [
        (Role::BusinessPartner, "/homes"),
        (Role::Administrator, "/terms"),
        (Role::Provider, "/your-homes"),
        (Role::NhsHub, "/account"),
    ] {
        let answer = server.ask(work, "/", Some(role), &[]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), room);
    }
}

#[test]
fn the_record_is_read_page_by_page_and_narrowed() {
    let mut server = Server::new();
    let show = route(Method::Get, "/audit");
    let mut page = |address: &str| server.ask(show, address, Some(Role::Auditor), &[]).body;
    let newest = page("/audit");
    assert!(newest.contains("proposed pay run PR-0001, £"));
    assert!(page("/audit?before=3").contains("imported a data pack"));
    let day = page("/audit?day=2026-04-28");
    assert!(day.contains("paid pay run PR-0001") && !day.contains("imported a data pack"));
    assert!(page("/audit?who=officer").contains("paid pay run"));
    assert!(page("/audit?who=nobody").contains("No entry fits."));
}

/// The addresses that a page's own part leads to.
fn leads_to(body: &str) -> Vec<String> {
    let (_, main) = body.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    main.split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|href| href.starts_with('/'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn help_leads_nobody_to_a_page_that_is_shut_to_them() {
    let mut server = Server::new();
    let (contents, help) = (
        route(Method::Get, "/help"),
        route(Method::Get, "/help/{page}"),
    );
    for role in Role::ALL.iter().copied() {
        let topics = leads_to(&server.ask(contents, "/help", Some(role), &[]).body);
        assert!(topics.len() > 10, "{role}");
        for topic in topics {
            let page = server.ask(help, &topic, Some(role), &[]);
            for href in leads_to(&page.body) {
                let answer = server.ask(help, &href, Some(role), &[]);
                assert_ne!(
                    answer.status,
                    StatusCode::FORBIDDEN,
                    "{role}: {topic} leads to {href}"
                );
            }
        }
    }
}
