//! What code may not say, and where.

use crate::mask::is_word;
use crate::{Fault, Source};

/// The floors on which nothing but the arguments decides the answer.
const PURE: &[&str] = &["oast-units", "oast-terms", "oast-rules"];
/// The binary, which reads the clock and the settings once each.
const BINARY: &str = "oast";
/// This crate, which has to name what it refuses.
const TIDY: &str = "oast-tidy";
/// The one thing that may be expected: writing to a string cannot fail.
const EXPECTED: &str = "a string takes any text";

/// Words of SQL that change what is there, in the capitals that our statements have.
const CHANGES: &[&str] = &["UPDATE", "DELETE", "REPLACE", "TRUNCATE", "DROP", "ALTER"];

/// The working tables in which a row may be changed or taken away: they are no facts.
const WORKING: &[(&str, &str)] = &[
    ("sessions", "a session is seen again, and ends"),
    ("sign_in_failures", "failures are counted, and forgotten"),
    ("reads", "what was said of a person who is erased goes"),
    (
        "session_browsers",
        "what a session was begun with goes with it",
    ),
    ("kept_steps", "a step of a sign-in is used once, and gone"),
    (
        "invitations",
        "an invitation is sent again, used, withdrawn",
    ),
    ("code_apps", "a code is used once, and an app is removed"),
    ("recovery_codes", "a recovery code is used once, and gone"),
    ("passkey_uses", "a passkey is used again"),
    (
        "subject_keys",
        "a key is wrapped anew, and destroyed to erase",
    ),
    (
        "checkpoint_turns",
        "the turn to sign the next checkpoint is taken",
    ),
    ("jobs", "a job is begun, held, ended, and forgotten"),
    ("outbox_readers", "a consumer of the outbox reads on"),
    ("command_counts", "commands are counted"),
    (
        "session_purposes",
        "what a session opens records for is chosen anew, and forgotten",
    ),
];

const PANIC: &str = "it can panic; give an error that says what would be right";
const UNFINISHED: &str = "it is not finished";
const LINTS: &str = "write #[expect(…, reason = …)], which goes when nothing needs it";
const OUTSIDE: &str = "it reads the world outside; take what it gives as an argument";
const APART: &str = "a pure floor neither waits nor reaches out; that is for the floors above";

/// A rule's name, the code it refuses, and why.
type Ban = (&'static str, &'static str, &'static str);

const ALWAYS: &[Ban] = &[
    ("unfinished", "todo!", UNFINISHED),
    ("unfinished", "unimplemented!", UNFINISHED),
    ("unfinished", "dbg!", UNFINISHED),
    (
        "unfinished",
        "#[ignore",
        "assert what happens today, and say that it is wrong",
    ),
];

const SHIPPED: &[Ban] = &[
    ("lints", "[allow(", LINTS),
    (
        "floats",
        "f32",
        "money and percentages are whole numbers of a small unit",
    ),
    (
        "floats",
        "f64",
        "money and percentages are whole numbers of a small unit",
    ),
    ("panics", ".unwrap()", PANIC),
    ("panics", ".unwrap_err()", PANIC),
    ("panics", ".expect_err(", PANIC),
    ("panics", "panic!", PANIC),
    ("panics", "unreachable!", PANIC),
];

const BELOW_THE_BINARY: &[Ban] = &[
    ("clock", "std::env", OUTSIDE),
    ("clock", "env!", OUTSIDE),
    ("clock", "SystemTime", OUTSIDE),
    ("clock", "Instant", OUTSIDE),
    ("clock", "Timestamp::now", OUTSIDE),
    ("clock", "Zoned::now", OUTSIDE),
];

const IN_PURE_FLOORS: &[Ban] = &[
    ("purity", "std::fs", APART),
    ("purity", "std::net", APART),
    ("purity", "std::process", APART),
    ("purity", "std::thread", APART),
    ("purity", "std::time", APART),
    ("purity", "async", APART),
    ("purity", ".await", APART),
];

const ABOVE_THE_DIALECTS: &[Ban] = &[(
    "dialect",
    "rusqlite",
    "an engine is named in src/dialect/ alone; ask through the Connection port",
)];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    for source in tree.iter().filter(|source| source.is_rust()) {
        find(source, source.code(), ALWAYS, faults);
        lints_have_reasons(source, faults);
        if !source.is_shipped() {
            continue;
        }
        let (code, of_crate) = (source.shipped_code(), source.of_crate().unwrap_or_default());
        find(source, code, SHIPPED, faults);
        nothing_else_is_expected(source, faults);
        if of_crate != TIDY {
            statements_only_append(source, faults);
        }
        if of_crate != BINARY {
            find(source, code, BELOW_THE_BINARY, faults);
        }
        if PURE.contains(&of_crate) {
            find(source, code, IN_PURE_FLOORS, faults);
        }
        if of_crate == "oast-store" && !source.path.contains("/src/dialect/") {
            find(source, code, ABOVE_THE_DIALECTS, faults);
        }
    }
}

fn find(source: &Source, code: &str, bans: &[Ban], faults: &mut Vec<Fault>) {
    for (rule, banned, why) in bans {
        for (place, _) in code.match_indices(banned) {
            let after = &code[place + banned.len()..];
            let runs_on = |beside: bool, edge: Option<char>| beside && edge.is_some_and(is_word);
            let part_of_a_word = runs_on(code[..place].ends_with(is_word), banned.chars().next())
                || runs_on(after.starts_with(is_word), banned.chars().next_back());
            if !part_of_a_word {
                let says = format!("{banned}: {why}");
                faults.push(source.fault(source.line_of(place), rule, says));
            }
        }
    }
}

/// `.expect(…)` has the one sentence that it may have.
fn nothing_else_is_expected(source: &Source, faults: &mut Vec<Fault>) {
    for (place, call) in source.shipped_code().match_indices(".expect(") {
        if source.literal_at(place + call.len()) != EXPECTED {
            let says = format!("{call}…): {PANIC}");
            faults.push(source.fault(source.line_of(place), "panics", says));
        }
    }
}

/// A lint that is set aside has its reason beside it.
fn lints_have_reasons(source: &Source, faults: &mut Vec<Fault>) {
    let code = source.code();
    for mark in ["[expect(", "[allow("] {
        for (place, _) in code.match_indices(mark) {
            let attribute = code[place..].split(")]").next().unwrap_or_default();
            if !attribute.contains("reason") {
                let says = format!("#{mark}…)] without its reason");
                faults.push(source.fault(source.line_of(place), "lints", says));
            }
        }
    }
}

/// Nothing recorded is changed or taken away: no statement that is shipped does either, but for the
/// working tables.
fn statements_only_append(source: &Source, faults: &mut Vec<Fault>) {
    for (place, text) in source.shipped_literals() {
        let words: Vec<&str> = text
            .split(|c| !is_word(c))
            .filter(|word| !word.is_empty())
            .collect();
        let refused = words.iter().enumerate().find(|(index, word)| {
            CHANGES.contains(word) && !is_of_a_working_table(word, &words[index + 1..])
        });
        if let Some((_, word)) = refused {
            let says = format!("{word}: what is recorded is never changed; append a row");
            faults.push(source.fault(source.line_of(place), "append-only", says));
        }
    }
}

/// Whether a word begins an update of a working table or a deletion from one. The table's name has
/// to stand in the statement itself.
fn is_of_a_working_table(word: &str, after: &[&str]) -> bool {
    match (word, after) {
        ("UPDATE", [table, "SET", ..]) | ("DELETE", ["FROM", table, ..]) => {
            WORKING.iter().any(|(working, _)| working == table)
        }
        _ => false,
    }
}
