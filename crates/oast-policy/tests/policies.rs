//! The policies as they stand: that they fit their schema, and what they cost.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::path::Path;

use oast_policy::{
    Action, Asked, FILES, Policies, PolicyError, Principal, Resource, Role, SCHEMA, embedded,
};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

#[test]
fn the_policies_fit_their_schema_strictly() {
    assert!(embedded().is_ok(), "{:?}", embedded().err());
}

#[test]
fn every_file_of_policies_is_in_the_program() {
    let files = std::fs::read_dir(folder()).unwrap();
    let there: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|kind| kind == "cedar")
        })
        .collect();
    let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, known);
}

#[test]
fn every_policy_says_in_a_comment_what_it_allows_and_why() {
    for (file, text) in FILES {
        let mut above = "";
        for (number, line) in text.lines().enumerate() {
            if line.starts_with("@id") {
                let explained = above.is_empty() || above.starts_with("//");
                assert!(explained, "{file}:{}: {line}", number + 1);
            }
            above = line;
        }
        assert!(text.starts_with("// "), "{file} says what it is about");
    }
}

#[test]
fn a_policy_that_does_not_fit_is_refused_with_the_reason() {
    let read = |text: &str| Policies::read(SCHEMA, &[("new.cedar", text)]).map(drop);
    let head = "@id(\"x\") @says(\"X.\")\n";
    let misfits = [
        "permit (principal, action == Action::\"see_all\", resource);",
        "permit (principal in Role::\"broker\", action, resource) when { resource.colour == 1 };",
        "permit (principal, action == Action::\"see_people\", resource) when { context.purpose == \"audit\" };",
    ];
    for text in misfits {
        let refused = read(&format!("{head}{text}"));
        assert!(
            matches!(refused, Err(PolicyError::Misfit(_))),
            "{text}: {refused:?}"
        );
    }
    let nameless = read("permit (principal, action, resource);");
    assert!(matches!(nameless, Err(PolicyError::Nameless { .. })));
    let twice = format!("{head}permit (principal, action, resource);").repeat(2);
    assert!(matches!(read(&twice), Err(PolicyError::Twice { .. })));
    assert!(matches!(read("permit"), Err(PolicyError::File { .. })));
    let schema = Policies::read("entity", &[]);
    assert!(matches!(schema, Err(PolicyError::Schema(_))));
}

#[test]
fn a_refusal_says_which_policy_decided() {
    let policies = embedded().unwrap();
    let who = Principal {
        user: "fiona".into(),
        authority: "kent".into(),
        roles: vec![Role::FinanceOfficer, Role::Broker],
        ..Principal::default()
    };
    let ask = |action, of| policies.ask(&who, action, of, &Asked::default());
    let refused = ask(Action::SeeClinical, ("kent", Resource::Book));
    assert!(!refused.allowed);
    assert_eq!(
        refused.says(),
        "Finance officers do not see clinical notes, whatever other role they have."
    );
    assert_eq!(
        refused.because.first().unwrap().id,
        "finance-sees-no-clinical-notes"
    );
    let none = ask(Action::ManageUsers, ("kent", Resource::Book));
    assert_eq!(none.says(), "None of your roles lets you manage users.");
    let allowed = ask(Action::PayPayRun, ("kent", Resource::PayRun("PR-0001")));
    assert!(allowed.allowed);
    assert_eq!(allowed.because.first().unwrap().id, "finance-officers");
    let elsewhere = ask(Action::SeeHomes, ("surrey", Resource::Home("H1")));
    assert_eq!(
        elsewhere.says(),
        "Nobody sees or changes anything of another authority."
    );
    // A question that makes no sense is refused, and says so.
    let senseless = ask(Action::VerifyAudit, ("kent", Resource::Home("H1")));
    assert!(!senseless.allowed && senseless.fault.is_some());
}

#[test]
fn any_name_can_be_asked_about() {
    let policies = embedded().unwrap();
    let odd = "a\"b\\c::d\n'é";
    let who = Principal {
        user: odd.into(),
        authority: odd.into(),
        roles: vec![Role::Provider],
        teams: vec![odd.into()],
        homes: vec![odd.into()],
    };
    let ask = |home| {
        policies.ask(
            &who,
            Action::SeeOwnHomes,
            (odd, Resource::Home(home)),
            &Asked::default(),
        )
    };
    assert!(ask(odd).allowed);
    assert!(!ask("H1").allowed);
}
