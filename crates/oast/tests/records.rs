//! Keys, checkpoints and proofs from the command line, and an outsider's check of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use support::{Oast, copy, root};

const FIRST: &str = "2026-06-10T09:00:00Z";

/// A county of a few entries, with marks in them that JSON escapes.
fn county() -> Oast {
    let oast = Oast::in_a_file();
    let pack = root().join("crates/oast-exchange/tests/good");
    copy(&pack, &oast.path("pack"));
    oast.import("pack", FIRST);
    oast
}

/// A signing key at `signing.key`; gives the public key.
fn signing_key(oast: &Oast) -> String {
    let made = oast.ok(&[
        "key",
        "new",
        "--signing",
        "example.gov.uk/oast",
        "signing.key",
    ]);
    let public = oast.ok(&["key", "public", "signing.key"]);
    assert!(made.ends_with(&public), "{made}");
    public.trim().to_owned()
}

fn sign(oast: &Oast, at: &str) -> String {
    oast.ok(&[
        "--at",
        at,
        "audit",
        "checkpoint",
        "--signing-key",
        "signing.key",
    ])
}

#[test]
fn a_key_file_is_made_at_first_use_for_its_owner_alone_and_the_wrong_one_is_refused() {
    let oast = county();
    let file = oast.path("county.sqlite.key");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    oast.ok(&["key", "new", "other.key"]);
    let (code, said) = oast.refused(&["key", "new", "other.key"]);
    assert!(said.contains("is there already"), "{code}: {said}");
    let (_, said) = oast.refused(&["--key-file", "other.key", "export", "out"]);
    assert!(said.contains("does not open this database"), "{said}");
    let (_, said) = oast.refused(&["--key-file", "nowhere.key", "export", "out"]);
    assert!(said.contains("cannot be read"), "{said}");
    fs::rename(&file, oast.path("elsewhere.key")).unwrap();
    let (_, said) = oast.refused(&["export", "out"]);
    assert!(said.contains("its key is not at"), "{said}");
    oast.ok(&["--key-file", "elsewhere.key", "export", "out"]);
    // The record is verified without any key.
    oast.ok(&["audit", "verify"]);
}

#[test]
fn after_a_rotation_the_new_key_alone_opens_the_database() {
    let oast = county();
    oast.ok(&["export", "before"]);
    oast.ok(&["key", "new", "new.key"]);
    let said = oast.ok(&["--at", FIRST, "key", "rotate", "--to", "new.key"]);
    assert!(said.contains("keys are wrapped under new.key"), "{said}");
    let (_, said) = oast.refused(&["export", "after"]);
    assert!(said.contains("does not open this database"), "{said}");
    oast.ok(&["--key-file", "new.key", "export", "after"]);
    let [before, after] = ["before", "after"].map(|name| support::bytes_of(&oast.path(name)));
    assert_eq!(before, after);
    assert!(oast.ok(&["audit", "list"]).contains("key rotate"));
    oast.ok(&["audit", "verify"]);
}

#[test]
fn a_checkpoint_is_signed_once_for_each_state_of_the_record() {
    let oast = county();
    signing_key(&oast);
    let note = sign(&oast, FIRST);
    assert!(note.starts_with("example.gov.uk/oast\n1\n"), "{note}");
    assert!(sign(&oast, FIRST).contains("nothing was recorded since"));
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    assert!(sign(&oast, "2026-06-23T09:00:00Z").starts_with("example.gov.uk/oast\n5\n"));
    let listed = oast.ok(&["audit", "checkpoints"]);
    assert_eq!(listed.matches("example.gov.uk/oast").count(), 2, "{listed}");
}

#[test]
fn a_proof_is_checked_without_the_database_by_oast_and_by_an_outsider() {
    let oast = county();
    let public = signing_key(&oast);
    sign(&oast, FIRST);
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    let hold = [
        "pay-run",
        "hold",
        "PL01",
        "--element",
        "care_fee",
        "--reason",
        "a \"letter\"",
    ];
    oast.ok(&[&["--as", "Zoë\\"], &hold[..]].concat());
    sign(&oast, "2026-06-23T09:00:00Z");
    fs::create_dir(oast.path("proofs")).unwrap();
    fs::write(oast.path("proofs/key.txt"), &public).unwrap();
    for (name, arguments) in [
        ("last", &["audit", "prove", "6"][..]),
        ("first", &["audit", "prove", "1", "--checkpoint", "1"]),
        ("both", &["audit", "prove", "--consistency", "1", "6"]),
    ] {
        let file = format!("proofs/{name}.json");
        fs::write(oast.path(&file), oast.ok(arguments)).unwrap();
        let elsewhere = Oast::in_a_file();
        let path = oast.path(&file).display().to_string();
        let said = elsewhere.ok(&["audit", "verify-proof", &path, "--public-key", &public]);
        assert!(said.contains("record of"), "{said}");
        let altered = fs::read_to_string(oast.path(&file))
            .unwrap()
            .replace("2026", "2025");
        fs::write(elsewhere.path("altered.json"), altered).unwrap();
        let (_, said) = elsewhere.refused(&[
            "audit",
            "verify-proof",
            "altered.json",
            "--public-key",
            &public,
        ]);
        assert!(said.contains("altered"), "{said}");
    }
    let tests = Command::new("python3")
        .arg(root().join("conformance/test_proof.py"))
        .env("OAST_PROOFS", oast.path("proofs"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("python3 is needed for the conformance tests");
    let said = String::from_utf8_lossy(&tests.stderr);
    assert!(
        tests.status.success() && !said.contains("skipped"),
        "{said}"
    );
    let (_, said) = oast.refused(&["audit", "prove", "7"]);
    assert!(said.contains("there is no audit entry 7"), "{said}");
}

#[test]
fn a_record_that_was_written_anew_does_not_fit_its_checkpoints() {
    let oast = county();
    signing_key(&oast);
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    sign(&oast, "2026-06-23T09:00:00Z");
    // Somebody takes the last entry back, with everything that it wrote.
    let database = rusqlite::Connection::open(oast.database()).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for table in [
        "payments",
        "postings",
        "pay_run_steps",
        "outbox",
        "audit_entry",
    ] {
        database
            .execute(&format!("DELETE FROM {table} WHERE seq = 5"), [])
            .unwrap();
    }
    drop(database);
    let verified = oast.run(&["audit", "verify"]);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(!verified.status.success(), "{said}");
    assert!(
        said.contains("the checkpoint over 5 entries does not fit"),
        "{said}"
    );
    let (_, said) = oast.refused(&["audit", "prove", "2"]);
    assert!(
        said.contains("does not fit the checkpoint over 5 entries"),
        "{said}"
    );
}
