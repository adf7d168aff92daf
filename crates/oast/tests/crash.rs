//! The program is killed at random moments: afterwards the database opens, the record verifies, and
//! each command happened wholly or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use std::process::Stdio;
use std::time::Duration;

use rusqlite::Connection;
use support::{Oast, copy};

/// How often the program is killed, over all the commands.
const KILLS: u64 = 100;

/// What a command leaves when it has happened.
struct Stage {
    name: &'static str,
    arguments: &'static [&'static str],
    /// A count that is 0 before the command and `rows` after it.
    rows: &'static str,
}

const STAGES: [Stage; 3] = [
    Stage {
        name: "import",
        arguments: &["--as", "officer", "import", "../pack"],
        rows: "SELECT COUNT(*) FROM placements",
    },
    Stage {
        name: "approve",
        arguments: &["--as", "approver", "pay-run", "approve", "PR-0001"],
        rows: "SELECT COUNT(*) FROM pay_run_steps WHERE state = 'approved'",
    },
    Stage {
        name: "pay",
        arguments: &["--as", "approver", "pay-run", "pay", "PR-0001"],
        rows: "SELECT (SELECT COUNT(*) FROM postings) + (SELECT COUNT(*) FROM payments)",
    },
];

/// The county as it is before a stage, in a folder named for it, and what the stage leaves.
struct Prepared {
    stage: Stage,
    folder: std::path::PathBuf,
    /// How long the command takes when nobody kills it.
    takes: Duration,
    rows: i64,
}

fn count(oast: &Oast, question: &str) -> i64 {
    let database = Connection::open(oast.database()).unwrap();
    database
        .query_row(question, [], |row| row.get(0))
        .unwrap_or(0)
}

fn prepare(oast: &Oast) -> Vec<Prepared> {
    oast.ok(&["generate", "--placements", "400", "--out", "pack"]);
    STAGES
        .into_iter()
        .map(|stage| {
            let folder = oast.path(stage.name);
            let before = Oast::in_folder(tempfile::tempdir_in(oast.folder.path()).unwrap());
            if stage.name != "import" {
                before.ok(&["--as", "officer", "import", "../pack"]);
                before.ok(&[
                    "--as",
                    "officer",
                    "pay-run",
                    "propose",
                    "--until",
                    "2026-04-26",
                ]);
                before.ok(&["--as", "officer", "pay-run", "check", "PR-0001"]);
            }
            if stage.name == "pay" {
                before.ok(&["--as", "approver", "pay-run", "approve", "PR-0001"]);
            }
            copy(before.folder.path(), &folder);
            let began = measured(&before, stage.arguments);
            let rows = count(&before, stage.rows);
            assert!(rows > 0, "{}", stage.name);
            Prepared {
                stage,
                folder,
                takes: began,
                rows,
            }
        })
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long to wait before the kill; nothing is asserted on it"
)]
fn measured(oast: &Oast, arguments: &[&str]) -> Duration {
    let began = std::time::Instant::now();
    oast.ok(arguments);
    began.elapsed()
}

/// Numbers that look random and are the same every time.
fn chance(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn a_killed_command_happened_wholly_or_not_at_all() {
    let oast = Oast::in_a_file();
    let prepared = prepare(&oast);
    let (mut whole, mut nothing) = (0, 0);
    for kill in 0..KILLS {
        let prepared = &prepared[(kill % 3) as usize];
        let trial = Oast::in_folder(tempfile::tempdir_in(oast.folder.path()).unwrap());
        copy(&prepared.folder, trial.folder.path());
        let mut running = trial
            .command(prepared.stage.arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let limit = u64::try_from(prepared.takes.as_micros()).unwrap() * 11 / 10;
        std::thread::sleep(Duration::from_micros(chance(kill) % limit.max(1)));
        let _ = running.kill();
        running.wait().unwrap();
        if !trial.database().exists() {
            nothing += 1;
            continue;
        }
        trial.ok(&["audit", "verify"]);
        match count(&trial, prepared.stage.rows) {
            0 => nothing += 1,
            rows => {
                assert_eq!(rows, prepared.rows, "{} was half done", prepared.stage.name);
                whole += 1;
            }
        }
    }
    assert_eq!(whole + nothing, KILLS);
    assert!(
        whole > 0 && nothing > 0,
        "{whole} whole and {nothing} not at all: the kills missed"
    );
}
