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

type Thing = (&'static str, Action, Resource<'static>, Asked<'static>);

/// Single things: what is one's own and what is not.
fn things() -> Vec<Thing> {
    let mut things = own_and_others();
    things.extend(of_people());
    things.extend(of_money());
    things
}

const fn home(id: &'static str) -> Resource<'static> {
    Resource::Home(id)
}

const fn placement(home: &'static str, team: Option<&'static str>) -> Resource<'static> {
    Resource::Placement {
        id: "PL1",
        home,
        person: "P1",
        team,
    }
}

const fn remittance(home: &'static str) -> Resource<'static> {
    let pay_run = "PR-0001";
    Resource::Remittance { pay_run, home }
}

const fn referral(hub: &'static str) -> Resource<'static> {
    Resource::Referral { id: "R1", hub }
}

fn own_and_others() -> Vec<Thing> {
    let (see, own, made) = (
        Action::SeeHomes,
        Action::SeeOwnHomes,
        Action::SeeOwnReferrals,
    );
    let things = [
        ("a home", see, home("H1")),
        ("their own home", own, home("H1")),
        ("another home", own, home("H2")),
        ("a placement in it", own, placement("H1", None)),
        ("a placement elsewhere", own, placement("H2", None)),
        ("its remittance", own, remittance("H1")),
        ("another's remittance", own, remittance("H2")),
        ("their hub made", made, referral("north")),
        ("another hub made", made, referral("south")),
    ];
    let whole = things.map(|(name, action, of)| (name, action, of, Asked::default()));
    whole.into()
}

fn of_people() -> Vec<Thing> {
    let (person, record) = (Resource::Person("P1"), Action::RecordEvent);
    let users = Action::ManageUsers;
    let things = [
        ("a record for no purpose", Action::SeePeople, person),
        ("of a person", Action::SeeClinical, person),
        ("of their team", record, placement("H1", Some("north"))),
        ("of another team", record, placement("H1", Some("south"))),
        ("another user", users, Resource::User("another")),
        ("themselves", users, Resource::User(ME)),
    ];
    let whole = things.map(|(name, action, of)| (name, action, of, Asked::default()));
    whole.into()
}

fn of_money() -> Vec<Thing> {
    let proposed_by = |user| Asked {
        proposed_by: Some(user),
        ..Asked::default()
    };
    let checked = Asked {
        checked_by: Some(ME),
        ..proposed_by("another")
    };
    let approved = Asked {
        approved_by: Some(ME),
        ..proposed_by("another")
    };
    let (check, decide) = (Action::CheckPayRun, Action::DecidePayRun);
    let (pay, uplift) = (Action::PayPayRun, Action::DecideUplift);
    let (run, set) = (Resource::PayRun("PR-0001"), Resource::UpliftSet("US-0001"));
    vec![
        ("that they proposed", check, run, proposed_by(ME)),
        ("that another proposed", check, run, proposed_by("another")),
        ("that they proposed", decide, run, proposed_by(ME)),
        ("that they checked", decide, run, checked),
        ("that others did", decide, run, proposed_by("another")),
        ("that they approved", pay, run, approved),
        ("that they proposed", pay, run, proposed_by(ME)),
        ("that they proposed", uplift, set, proposed_by(ME)),
        ("that another proposed", uplift, set, proposed_by("another")),
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
