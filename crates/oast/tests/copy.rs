//! A whole county is moved from a file to the engine that the run is for, and back.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::process::Command;

use oast_scratch::Scratch;
use support::Oast;

/// Asks the program of another database, whose key is the one of the file.
fn on(oast: &Oast, database: &str, arguments: &[&str]) -> String {
    let key = format!("{}.key", oast.database().display());
    let output = Command::new(env!("CARGO_BIN_EXE_oast"))
        .current_dir(oast.folder.path())
        .args(["--quiet", "--key-file", &key, "--database", database])
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_county_is_moved_there_and_back_whole_and_never_onto_another() {
    let oast = Oast::in_a_file();
    oast.ok(&["generate", "--placements", "60", "--out", "pack"]);
    oast.import("pack", "2026-04-01T09:00:00Z");
    oast.pay("PR-0001", "2026-04-26", "2026-04-28T09:00:00Z");
    let file = oast.database().display().to_string();
    let Scratch { address: there, .. } = &Scratch::new();
    let said = oast.ok(&["copy", "--from", &file, "--to", there]);
    assert!(said.contains("both databases hold the same"), "{said}");
    assert!(said.contains("kent: postings of £"), "{said}");
    let verify = ["audit", "verify"];
    assert_eq!(on(&oast, there, &verify), oast.ok(&verify));
    let (code, says) = oast.refused(&["copy", "--from", &file, "--to", there]);
    assert_eq!(code, 1, "{says}");
    assert!(says.contains("is not empty"), "{says}");
    let back = oast.path("back.sqlite").display().to_string();
    oast.ok(&["copy", "--from", there, "--to", &back]);
    assert_eq!(on(&oast, &back, &verify), oast.ok(&verify));
    on(&oast, &back, &["export", "exported"]);
    oast.ok(&["export", "original"]);
    let bytes = |name| support::bytes_of(&oast.path(name));
    assert_eq!(bytes("exported"), bytes("original"));
}
