//! The table of permissions as it is agreed: what each role may do at all, what it opens a record
//! for, and what it may do to one thing.

use std::fmt::Write as _;

use oast_office::access::{Asked, Leave, Principal, Purpose, Resource, decide};
use oast_office::{Action, Rights, Role};

const ME: &str = "me";
const HOUR: i64 = 3_600;

/// One row: its name, and whether each role may.
type Row = (String, Vec<bool>);

/// Actions down, roles across; then purposes, and single things.
pub(crate) fn tables() -> String {
    let rows = |name: &dyn Fn(&Role) -> bool| Role::ALL.iter().map(name).collect::<Vec<_>>();
    let at_all: Vec<Row> = Action::ALL
        .iter()
        .map(|action| {
            let may = rows(&|role| Rights::of(&[*role]).may(*action));
            (action.to_string(), may)
        })
        .collect();
    let opened: Vec<Row> = Purpose::ALL
        .iter()
        .map(|purpose| {
            let leave = Leave {
                person: "P1".to_owned(),
                until: HOUR,
            };
            let asked = Asked {
                purpose: Some(*purpose),
                leave: Some(&leave),
                ..Asked::default()
            };
            let of = Resource::Person("P1");
            let may = rows(&|role| may(*role, Action::SeePeople, of, &asked));
            (purpose.to_string(), may)
        })
        .collect();
    let things: Vec<Row> = things()
        .into_iter()
        .map(|(name, action, of, asked)| {
            let may = rows(&|role| may(*role, action, of, &asked));
            (format!("{action} {name}"), may)
        })
        .collect();
    format!(
        "What each role may do at all\n\n{}\nWhat each role opens a person's record for\n\n{}\nWhat each role may do to one thing\n\n{}",
        table(&at_all),
        table(&opened),
        table(&things)
    )
}

fn may(role: Role, action: Action, of: Resource<'_>, asked: &Asked<'_>) -> bool {
    let who = Principal {
        user: ME.to_owned(),
        authority: "kent".to_owned(),
        roles: vec![role],
        teams: vec!["north".to_owned()],
        homes: vec!["H1".to_owned()],
    };
    let elsewhere = decide(&who, action, ("surrey", of), asked);
    assert!(
        !elsewhere.allowed,
        "{role} may {action} in another authority"
    );
    let decision = decide(&who, action, ("kent", of), asked);
    assert_eq!(decision.fault, None);
    decision.allowed
}

/// Single things: what is one's own and what is not.
fn things() -> Vec<(&'static str, Action, Resource<'static>, Asked<'static>)> {
    let none = Asked::default;
    let placement = |home, team| Resource::Placement {
        id: "PL1",
        home,
        person: "P1",
        team,
    };
    let pay_run = Resource::PayRun("PR-0001");
    let remittance = |home| Resource::Remittance {
        pay_run: "PR-0001",
        home,
    };
    let referral = |hub| Resource::Referral { id: "R1", hub };
    let proposed_by = |user| Asked {
        proposed_by: Some(user),
        ..none()
    };
    let checked = Asked {
        checked_by: Some(ME),
        ..proposed_by("another")
    };
    let approved = Asked {
        approved_by: Some(ME),
        ..proposed_by("another")
    };
    vec![
        ("a home", Action::SeeHomes, Resource::Home("H1"), none()),
        (
            "their own home",
            Action::SeeOwnHomes,
            Resource::Home("H1"),
            none(),
        ),
        (
            "another home",
            Action::SeeOwnHomes,
            Resource::Home("H2"),
            none(),
        ),
        (
            "a placement in it",
            Action::SeeOwnHomes,
            placement("H1", None),
            none(),
        ),
        (
            "a placement elsewhere",
            Action::SeeOwnHomes,
            placement("H2", None),
            none(),
        ),
        (
            "its remittance",
            Action::SeeOwnHomes,
            remittance("H1"),
            none(),
        ),
        (
            "another's remittance",
            Action::SeeOwnHomes,
            remittance("H2"),
            none(),
        ),
        (
            "their hub made",
            Action::SeeOwnReferrals,
            referral("north"),
            none(),
        ),
        (
            "another hub made",
            Action::SeeOwnReferrals,
            referral("south"),
            none(),
        ),
        (
            "a record for no purpose",
            Action::SeePeople,
            Resource::Person("P1"),
            none(),
        ),
        (
            "of a person",
            Action::SeeClinical,
            Resource::Person("P1"),
            none(),
        ),
        (
            "of their team",
            Action::RecordEvent,
            placement("H1", Some("north")),
            none(),
        ),
        (
            "of another team",
            Action::RecordEvent,
            placement("H1", Some("south")),
            none(),
        ),
        (
            "that they proposed",
            Action::CheckPayRun,
            pay_run,
            proposed_by(ME),
        ),
        (
            "that another proposed",
            Action::CheckPayRun,
            pay_run,
            proposed_by("another"),
        ),
        (
            "that they proposed",
            Action::DecidePayRun,
            pay_run,
            proposed_by(ME),
        ),
        ("that they checked", Action::DecidePayRun, pay_run, checked),
        (
            "that others did",
            Action::DecidePayRun,
            pay_run,
            proposed_by("another"),
        ),
        ("that they approved", Action::PayPayRun, pay_run, approved),
        (
            "that they proposed",
            Action::PayPayRun,
            pay_run,
            proposed_by(ME),
        ),
        (
            "that they proposed",
            Action::DecideUplift,
            Resource::UpliftSet("U"),
            proposed_by(ME),
        ),
        (
            "that another proposed",
            Action::DecideUplift,
            Resource::UpliftSet("U"),
            proposed_by("another"),
        ),
        (
            "another user",
            Action::ManageUsers,
            Resource::User("another"),
            none(),
        ),
        (
            "themselves",
            Action::ManageUsers,
            Resource::User(ME),
            none(),
        ),
    ]
}

fn table(rows: &[Row]) -> String {
    let first = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut table = " ".repeat(first);
    for role in Role::ALL {
        write!(table, "  {role}").unwrap();
    }
    table.push('\n');
    for (name, may) in rows {
        let mut line = format!("{name:first$}");
        for (role, may) in Role::ALL.iter().zip(may) {
            let mark = if *may { '✔' } else { '·' };
            write!(line, "  {mark}{}", " ".repeat(role.code().len() - 1)).unwrap();
        }
        writeln!(table, "{}", line.trim_end()).unwrap();
    }
    table
}
