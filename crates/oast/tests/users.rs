//! Users, as whoever runs the program adds them.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::io::Write as _;
use std::process::Stdio;

use support::{Oast, copy, root};

const PASSWORD: &str = "three words apart";

fn add(oast: &Oast, user: &str, roles: &str) -> String {
    std::fs::write(oast.path("password"), format!("{PASSWORD}\r\nnot this\n")).unwrap();
    oast.ok(&[
        "--as",
        "olga",
        "user",
        "add",
        user,
        "--name",
        "Somebody",
        "--roles",
        roles,
        "--password-file",
        "password",
    ])
}

#[test]
fn users_are_added_listed_changed_and_kept_out() {
    let oast = Oast::in_a_file();
    let said = add(&oast, "fiona", "finance_officer,broker");
    assert_eq!(said, "fiona may sign in as finance officer and broker.\n");
    let list = || oast.ok(&["user", "list", "--format", "csv"]);
    let head = "user_id,name,email,roles,active,has_password";
    assert_eq!(
        list(),
        format!("{head}\nfiona,Somebody,,\"broker,finance_officer\",yes,yes\n")
    );
    oast.ok(&["user", "roles", "fiona", "--roles", "approver"]);
    oast.ok(&["user", "deactivate", "fiona"]);
    assert_eq!(list(), format!("{head}\nfiona,Somebody,,approver,no,yes\n"));
    oast.ok(&["user", "reactivate", "fiona"]);
    assert_eq!(
        list(),
        format!("{head}\nfiona,Somebody,,approver,yes,yes\n")
    );
    oast.ok(&["audit", "verify"]);
    let record = oast.ok(&["audit", "list"]);
    for command in [
        "user add",
        "user roles",
        "user deactivate",
        "user reactivate",
    ] {
        assert!(record.contains(command), "{record}");
    }
    let bytes = std::fs::read(oast.database()).unwrap();
    let stored = String::from_utf8_lossy(&bytes);
    assert!(!stored.contains(PASSWORD) && !record.contains("argon2"));
}

#[test]
fn a_password_comes_from_a_file_or_standard_input_and_never_from_the_command_line() {
    let oast = Oast::in_a_file();
    add(&oast, "fiona", "approver");
    let typed = |password: &str| {
        let mut child = oast
            .command(&["user", "password", "fiona"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(password.as_bytes()).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    assert_eq!(typed("another one, quite long\n"), (Some(0), String::new()));
    let (code, said) = typed("too short\n");
    assert_eq!(code, Some(3));
    assert!(said.contains("fewer than 12 characters"), "{said}");
    let (code, said) = typed(&"x".repeat(5_000));
    assert_eq!(code, Some(3));
    assert!(said.contains("longer than 256 bytes"), "{said}");
    let (code, _) = oast.refused(&["user", "password", "fiona", "--password", PASSWORD]);
    assert_eq!(code, 2);
    let (code, said) = oast.refused(&["user", "password", "fiona", "--password-file", "none"]);
    assert_eq!(code, 1);
    assert!(said.contains("the password file none"), "{said}");
}

#[test]
fn a_user_without_a_password_a_second_one_of_a_name_and_an_unknown_role() {
    let oast = Oast::in_a_file();
    let add = |role: &str| {
        [
            "user",
            "add",
            "sara",
            "--name",
            "Sara",
            "--no-password",
            "--roles",
            role,
        ]
        .map(str::to_owned)
    };
    let run = |role: &str| {
        let arguments = add(role);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = oast.run(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = run("brooker");
    assert_eq!(code, Some(2));
    assert!(
        said.contains("'brooker' is not a role; use one of broker"),
        "{said}"
    );
    assert_eq!(run("broker"), (Some(0), String::new()));
    let (code, said) = run("broker");
    assert_eq!(
        (code, said.as_str()),
        (Some(3), "oast: there is a user sara already\n")
    );
    let listed = oast.ok(&["user", "list", "--format", "csv"]);
    assert!(listed.ends_with("sara,Sara,,broker,yes,no\n"), "{listed}");
    let (code, said) = oast.refused(&[
        "--as", "sara", "user", "roles", "sara", "--roles", "approver",
    ]);
    assert_eq!(code, 3);
    assert!(said.contains("nobody changes their own roles"), "{said}");
}

#[test]
fn the_demonstration_has_users_and_a_county_of_somebody_else_gets_none() {
    let oast = Oast::in_a_file();
    let said = oast.ok(&["demo", "--placements", "100"]);
    assert!(said.contains("9 users are there to sign in as"), "{said}");
    let said = oast.ok(&["demo"]);
    assert!(!said.contains("users are there"), "{said}");
    oast.ok(&["audit", "verify"]);

    let other = Oast::in_a_file();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &other.path("pack"),
    );
    other.import("pack", "2026-06-10T09:00:00Z");
    let said = other.ok(&["demo"]);
    assert!(!said.contains("users are there"), "{said}");
    assert_eq!(other.ok(&["user", "list", "--format", "json"]).trim(), "[]");
}
