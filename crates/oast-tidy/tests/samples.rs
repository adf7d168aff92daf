//! Each rule is broken once, so that it is seen to fail; and what it must let pass, passes.

use oast_tidy::{Source, check};

/// The faults of a tree of one file.
fn faults(path: &str, text: &str) -> Vec<String> {
    faults_of(&[(path, text)])
}

fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let tree: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source::new(*path, *text))
        .collect();
    check(&tree).iter().map(ToString::to_string).collect()
}

const RULES: &str = "crates/oast-rules/src/price/rate.rs";
const OFFICE: &str = "crates/oast-office/src/due.rs";

#[test]
fn a_file_has_500_lines() {
    assert_eq!(faults(RULES, &"//\n".repeat(500)), [""; 0]);
    assert_eq!(
        faults(RULES, &"//\n".repeat(501)),
        [
            "crates/oast-rules/src/price/rate.rs:1: 501 lines; a file has at most 500: split it by topic [file-length]"
        ]
    );
}

#[test]
fn a_line_has_100_columns_beside_the_text_of_literals() {
    let text = format!("const LONG: &str = \"{}\";\n", "word ".repeat(40));
    assert_eq!(faults(RULES, &text), [""; 0]);
    let code = format!("const LONG: u8 = {};\n", "1 + ".repeat(21) + "1");
    assert_eq!(faults(RULES, &code).len(), 1, "{code}");
    let comment = format!("// {}.\n", "x".repeat(97));
    assert_eq!(
        faults(RULES, &comment),
        [
            "crates/oast-rules/src/price/rate.rs:1: 101 columns without the text of literals; a line has at most 100 [line-width]"
        ]
    );
}

#[test]
fn a_function_has_70_lines() {
    let function = |lines: usize| format!("fn long() {{\n{}}}\n", "    ();\n".repeat(lines - 2));
    assert_eq!(faults(RULES, &function(70)), [""; 0]);
    assert_eq!(
        faults(RULES, &function(71)),
        [
            "crates/oast-rules/src/price/rate.rs:1: the function long has 71 lines, at most 70: give a part of it a name [function-length]"
        ]
    );
    let braces_in_text = format!("fn short() {{ \"{{\" }}\n{}", "//\n".repeat(80));
    assert_eq!(faults(RULES, &braces_in_text), [""; 0]);
}

#[test]
fn spaces_are_tidy() {
    for text in ["a \n", "\ta\n", "a", "a\n\n"] {
        assert_eq!(faults("notes.md", text).len(), 1, "{text:?}");
    }
}

#[test]
fn floats_stay_out_of_what_is_shipped() {
    assert_eq!(
        faults(RULES, "fn fee(of: f64) {}\n"),
        [
            "crates/oast-rules/src/price/rate.rs:1: f64: money and percentages are whole numbers of a small unit [floats]"
        ]
    );
    let told = "/// Never an f64.\nfn fee() -> &'static str {\n    \"f64\"\n}\n";
    assert_eq!(faults(RULES, told), [""; 0]);
    let tested = "#[cfg(test)]\nmod tests {\n    fn fee(of: f32) {}\n}\n";
    assert_eq!(faults(RULES, tested), [""; 0]);
    assert_eq!(
        faults(RULES, &format!("{tested}fn after() -> f32 {{}}\n")).len(),
        1
    );
}

#[test]
fn nothing_that_is_shipped_panics() {
    for code in [
        "x.unwrap()",
        "x.unwrap_err()",
        "x.expect(\"it is there\")",
        "x.expect_err(\"why\")",
        "panic!()",
        "unreachable!()",
    ] {
        let code = format!("fn f() {{\n    {code};\n}}\n");
        assert_eq!(faults(OFFICE, &code).len(), 1, "{code}");
        assert_eq!(faults("crates/oast-office/tests/due.rs", &code), [""; 0]);
    }
    let allowed =
        "fn f() {\n    x.expect(\"a string takes any text\");\n    x.unwrap_or_default();\n}\n";
    assert_eq!(faults(OFFICE, allowed), [""; 0]);
}

#[test]
fn nothing_is_left_unfinished() {
    for code in ["todo!()", "unimplemented!()", "dbg!(x)"] {
        let code = format!("fn f() {{\n    {code};\n}}\n");
        assert_eq!(faults("crates/oast/tests/cli.rs", &code).len(), 1, "{code}");
    }
    let skipped = "#[test]\n#[ignore = \"slow\"]\nfn f() {}\n";
    assert_eq!(faults("crates/oast/tests/cli.rs", skipped).len(), 1);
    for word in ["TODO", "FIXME", "XXX"] {
        let note = format!("// {word}: later\n");
        assert_eq!(faults(OFFICE, &note).len(), 1, "{note}");
    }
}

#[test]
fn lints_are_expected_with_a_reason() {
    assert_eq!(faults(OFFICE, "#[allow(dead_code)]\nfn f() {}\n").len(), 2);
    assert_eq!(faults(OFFICE, "#[expect(dead_code)]\nfn f() {}\n").len(), 1);
    let said = "#[expect(\n    dead_code,\n    reason = \"read by the workers\"\n)]\nfn f() {}\n";
    assert_eq!(faults(OFFICE, said), [""; 0]);
    let support = "#![allow(dead_code, reason = \"each test uses a part\")]\n";
    assert_eq!(faults("crates/oast/tests/support/mod.rs", support), [""; 0]);
    assert_eq!(faults(OFFICE, support).len(), 1);
}

#[test]
fn statements_only_append() {
    for statement in [
        "UPDATE homes SET name = $1",
        "DELETE FROM homes",
        "UPDATE form_keys SET seq = $1",
        "DELETE FROM form_keys",
        "DELETE FROM users WHERE user_id IN (SELECT user_id FROM sessions)",
        "DELETE FROM {table}",
        "UPDATE audit_entry SET actor = (SELECT user_id FROM sessions)",
        "DELETE FROM sessions; DELETE FROM homes",
        "UPDATE sessions SET seen_at = $1; DROP TABLE homes",
        "DROP TABLE sessions",
    ] {
        let code = format!("fn f() {{\n    run(\"{statement}\");\n}}\n");
        assert_eq!(faults(OFFICE, &code).len(), 1, "{code}");
        assert_eq!(faults("crates/oast-office/tests/audit.rs", &code), [""; 0]);
    }
    for statement in [
        "UPDATE sessions SET seen_at = $1 WHERE token_sha256 = $2",
        "DELETE FROM sessions WHERE ends_at <= $1",
        "UPDATE sign_in_failures SET failures = $1",
        "DELETE FROM sign_in_failures",
    ] {
        let code = format!("fn f() {{\n    run(\"{statement}\");\n}}\n");
        assert_eq!(faults(OFFICE, &code), [""; 0]);
    }
    let code = "fn f() {\n    run(\"INSERT INTO updates VALUES ($1)\");\n}\n";
    assert_eq!(faults(OFFICE, code), [""; 0]);
}

#[test]
fn the_clock_and_the_settings_are_read_by_the_binary_alone() {
    for code in [
        "std::env::var(NAME)",
        "env!(\"HOME\")",
        "SystemTime::now()",
        "Instant::now()",
        "jiff::Timestamp::now()",
    ] {
        let code = format!("fn f() {{\n    {code};\n}}\n");
        assert_eq!(faults(OFFICE, &code).len(), 1, "{code}");
        assert_eq!(faults("crates/oast/src/clock.rs", &code), [""; 0]);
    }
}

#[test]
fn pure_floors_reach_nothing() {
    for code in [
        "std::fs::read(x)",
        "std::net::lookup(x)",
        "std::process::exit(1)",
        "std::thread::spawn(x)",
        "std::time::Duration::ZERO",
        "x.await",
    ] {
        let code = format!("fn f() {{\n    {code};\n}}\n");
        assert_eq!(faults(RULES, &code).len(), 1, "{code}");
        assert_eq!(faults(OFFICE, &code), [""; 0]);
    }
    assert_eq!(faults(RULES, "async fn f() {}\n").len(), 1);
}

#[test]
fn an_engine_is_named_by_its_dialect_alone() {
    let code = "use rusqlite::Row;\n";
    assert_eq!(faults("crates/oast-store/src/facts.rs", code).len(), 1);
    let dialect = "crates/oast-store/src/dialect/sqlite.rs";
    assert_eq!(faults(dialect, code), [""; 0]);
}

#[test]
fn arrows_go_down() {
    let manifest = |dependency: &str| {
        format!("[dependencies]\n{dependency}.workspace = true\n\n[lints]\nworkspace = true\n")
    };
    let rules = "crates/oast-rules/Cargo.toml";
    assert_eq!(faults(rules, &manifest("oast-terms")), [""; 0]);
    assert_eq!(
        faults(rules, &manifest("oast-store")),
        [
            "crates/oast-rules/Cargo.toml:2: oast-rules is not above oast-store: arrows go down [floors]"
        ]
    );
    assert_eq!(
        faults(rules, &manifest("tokio")),
        [
            "crates/oast-rules/Cargo.toml:2: oast-rules is pure, and depends on thiserror alone, not on tokio [floors]"
        ]
    );
    let nowhere = "crates/oast-attic/Cargo.toml";
    assert_eq!(faults(nowhere, &manifest("toml")).len(), 1);
    assert_eq!(faults(rules, "[dependencies]\n").len(), 1);
}

#[test]
fn words_are_british_and_plain() {
    assert_eq!(
        faults("notes.md", "The behavior of `color` is seamless.\n"),
        [
            "notes.md:1: 'behavior': write behaviour [words]",
            "notes.md:1: 'seamless': write what it does [words]",
        ]
    );
    assert_eq!(faults(OFFICE, "/// Its color.\nfn color() {}\n").len(), 1);
    assert_eq!(faults("Cargo.toml", "license = \"EUPL-1.2\"\n"), [""; 0]);
    assert_eq!(faults("notes.md", "```\ncolor\n```\n"), [""; 0]);
}

#[test]
fn no_machine_and_no_registry_is_named() {
    for text in ["/home/anna/oast\n", "/root/x\n", "see crates.io\n"] {
        assert_eq!(faults("Makefile", text).len(), 1, "{text}");
    }
}

#[test]
fn terms_cite() {
    let path = "terms/kent/lots.toml";
    assert_eq!(faults(path, "[lot_1]\nunit = \"text\"\n").len(), 1);
    assert_eq!(
        faults(path, "[lot_1]\nvalues = [{ cite = \"Act\" }]\n"),
        [""; 0]
    );
}

#[test]
fn what_a_document_points_to_is_there() {
    let readme = |text| {
        faults_of(&[
            ("README.md", text),
            ("docs/rules.md", "# The rules, in all\n"),
        ])
    };
    for right in [
        "[rules](docs/rules.md)\n",
        "[rules](./docs/rules.md#the-rules-in-all)\n",
        "[docs](docs/)\n",
        "[Act](https://www.legislation.gov.uk/)\n",
        "`docs/rules.md` and `docs/*.txt`\n",
    ] {
        assert_eq!(readme(right), [""; 0]);
    }
    for wrong in [
        "[rules](docs/rule.md)\n",
        "[rules](docs/rules.md#rounding)\n",
        "[rules](../notes.md)\n",
        "`docs/rule.md`\n",
        "`due()`\n",
    ] {
        assert_eq!(readme(wrong).len(), 1, "{wrong}");
    }
    let named = faults_of(&[
        ("ARCHITECTURE.md", "`oast_rules::money::due()`\n"),
        ("crates/oast-rules/src/money/due.rs", "pub fn due() {}\n"),
    ]);
    assert_eq!(named, [""; 0]);
}

#[test]
fn decisions_are_numbered_and_complete() {
    let whole = "# Licence\n\n## Context\n\n## Decision\n\n## Consequences\n";
    let first = ("docs/adr/0001-licence.md", whole);
    assert_eq!(faults_of(&[first]), [""; 0]);
    assert_eq!(
        faults_of(&[first, ("docs/adr/0003-store.md", whole)]).len(),
        1
    );
    assert_eq!(
        faults_of(&[("docs/adr/0001-licence.md", "# Licence\n")]).len(),
        3
    );
}

#[test]
fn an_allowance_that_nothing_needs_is_a_fault() {
    let found = faults("crates/oast-tidy/src/allowed.rs", "//! Allowed.\n");
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|fault| fault.contains("take it off the list"))
    );
}

#[test]
fn literals_are_told_from_code() {
    for code in [
        "const A: &str = r#\"x.unwrap() \" panic!()\"#;\n",
        "const B: char = '\"';\nconst C: &str = \"panic!()\";\n",
        "const D: &[u8] = br\"panic!()\";\n",
        "/* panic!() /* todo!() */ dbg!() */\n",
        "fn f<'a>(x: &'a str) -> char {\n    '\\''\n}\n",
        "const E: &str = \"a \\\" panic!() \\\\\";\n",
    ] {
        assert_eq!(faults(OFFICE, code), [""; 0]);
    }
    let after = "const F: &str = \"\\\\\";\nfn f() {\n    panic!(\"{F}\")\n}\n";
    assert_eq!(faults(OFFICE, after).len(), 1);
}
