//! Who may do what: the table, what no role may have together, and what happens to the rest.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "rights/tables.rs"]
mod agreed;
mod support;

use std::path::Path;
use std::sync::Arc;

use agreed::tables;
use oast_forecast::scenario::Scenario;
use oast_office::access::{NewUser, Password};
use oast_office::outlook::{ForecastTold, ScenarioTold};
use oast_office::picture::Picture;
use oast_office::{Action, Actor, ImportOptions, Office, OfficeError, Rights, Role};
use oast_rules::facts::Element;
use oast_units::{Date, Pence};
use support::{at, chance, office};

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/snapshots/permissions.txt"
);

#[test]
fn the_table_of_permissions_is_the_one_that_was_agreed() {
    let now = tables();
    if std::env::var_os("OAST_WRITE_PERMISSIONS").is_some() {
        std::fs::write(TABLE, &now).unwrap();
    }
    let agreed = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        agreed == now,
        "who may do what differs from {TABLE}; if that is wanted, write it anew with OAST_WRITE_PERMISSIONS=1 and have it agreed. It is now:\n{now}"
    );
}

#[test]
fn nobody_decides_what_they_propose_and_nobody_pays_what_they_approve() {
    for role in Role::ALL {
        let may = |action| Rights::of(&[*role]).may(action);
        for (one, other) in [
            (Action::ProposePayRun, Action::DecidePayRun),
            (Action::DecidePayRun, Action::PayPayRun),
            (Action::PayPayRun, Action::SeeClinical),
            (Action::ProposeUplift, Action::DecideUplift),
            (Action::ManageUsers, Action::SeePeople),
        ] {
            assert!(!(may(one) && may(other)), "{role}: {one} and {other}");
        }
    }
    let changes = Action::ALL.iter().filter(|action| {
        !["see_", "verify_", "export_"]
            .iter()
            .any(|start| action.code().starts_with(start))
    });
    for action in changes {
        assert!(!Rights::of(&[Role::Auditor]).may(*action), "{action}");
        let somebody = Role::ALL
            .iter()
            .any(|role| Rights::of(&[*role]).may(*action));
        assert!(somebody, "no role may {}", action.words());
    }
    for (role, own) in [
        (Role::Provider, Action::SeeOwnHomes),
        (Role::NhsHub, Action::SeeOwnReferrals),
    ] {
        for roles in [vec![role], vec![role, Role::Auditor, Role::Administrator]] {
            assert_eq!(Rights::of(&roles), Rights::default().with(own), "{role}");
        }
    }
}

#[test]
fn several_roles_may_what_any_of_them_may() {
    let both = Rights::of(&[Role::Broker, Role::Auditor]);
    assert!(both.may(Action::RecordEvent) && both.may(Action::SeeAudit));
    assert!(!both.may(Action::ManageUsers));
    // But for what a policy forbids.
    let both = Rights::of(&[Role::Broker, Role::FinanceOfficer]);
    assert!(both.may(Action::PayPayRun) && !both.may(Action::SeeClinical));
    assert_eq!(Rights::of(&[]), Rights::default());
    let shown = format!("{:?}", Rights::of(&[Role::Administrator]));
    assert_eq!(
        shown,
        "{SeeTerms, VerifyAudit, ManageUsers, ManageRetention, BreakGlass}"
    );
}

type Asked = fn(&mut Office, Actor<'_>) -> Result<(), OfficeError>;

/// Every command, and the action that it needs.
const COMMANDS: &[(Action, Asked)] = &[
    (Action::ManageRetention, |office, actor| {
        let on = Date::of(2026, 5, 1);
        office.hold_legally("P1", on, "why", None, actor)
    }),
    (Action::ManageRetention, |office, actor| {
        office.lift_legal_hold("P1", Date::of(2026, 5, 1), "why", actor)
    }),
    (Action::ManageRetention, |office, actor| {
        let on = Date::of(2026, 5, 1);
        office.erase_due(on, false, actor).map(drop)
    }),
    (Action::RecordEvent, |office, actor| {
        let on = Date::of(2026, 5, 1);
        let event = oast_office::record::Event::Died { on };
        office.record_event("PL1", &event, on, actor).map(drop)
    }),
    (Action::ProposeUplift, |office, actor| {
        let plan = oast_office::uplift::UpliftPlan {
            applies_to: oast_rules::facts::AppliesTo::Spot,
            scheme: None,
            effective_on: Date::of(2026, 5, 1),
            percent: "2.8".parse().unwrap(),
            decision: "why".parse().unwrap(),
        };
        office
            .propose_uplift(&plan, Date::of(2026, 5, 1), actor)
            .map(drop)
    }),
    (Action::DecideUplift, |office, actor| {
        office
            .approve_uplift("US-0001", Date::of(2026, 5, 1), actor)
            .map(drop)
    }),
    (Action::DecideUplift, |office, actor| {
        office.reject_uplift("US-0001", "why", actor)
    }),
    (Action::DecideUplift, |office, actor| {
        office
            .reverse_uplift("US-0001", "why", Date::of(2026, 5, 1), actor)
            .map(drop)
    }),
    (Action::ConfirmTerm, |office, actor| {
        let path = "kent/spot/payment.after_death_days";
        office
            .confirm_term(path, Date::of(2026, 5, 1), "why", actor)
            .map(drop)
    }),
    (Action::KeepForecast, |office, actor| {
        let scenario = Scenario::default();
        let told = ScenarioTold {
            of: None,
            scenario: &scenario,
            why: "why",
        };
        office.save_scenario(&told, actor).map(drop)
    }),
    (Action::KeepForecast, |office, actor| {
        let facts = office.picture_facts(0).unwrap();
        let terms = Arc::new(office.terms().clone());
        let picture = Picture::new(Arc::new(facts), terms, Date::of(2026, 5, 1));
        let told = ForecastTold {
            scenario: &Scenario::default(),
            draws: 1,
            why: "why",
        };
        office.keep_forecast(&picture, &told, actor).map(drop)
    }),
    (Action::ManageBenefits, |office, actor| {
        let benefit = oast_rules::facts::Benefit {
            benefit_id: "luck".parse().unwrap(),
            name: "Luck".parse().unwrap(),
            owner: "Fortuna".parse().unwrap(),
            unit: oast_rules::facts::BenefitUnit::Days,
            baseline: None,
            target: None,
            due_on: None,
            measured: "by hand".parse().unwrap(),
            worked_out: None,
            source: "why".parse().unwrap(),
            reason: None,
        };
        office.record_benefit(&benefit, actor)
    }),
    (Action::ManageBenefits, |office, actor| {
        let measure = oast_rules::facts::BenefitMeasure {
            benefit_id: "delayed-discharges".parse().unwrap(),
            as_of: Date::of(2026, 5, 1),
            value: "7".parse().unwrap(),
            source: "why".parse().unwrap(),
        };
        office.measure_benefit(&measure, Date::of(2026, 5, 1), actor)
    }),
    (Action::ImportFacts, |office, actor| {
        let (nowhere, options) = (Path::new("nowhere"), ImportOptions::default());
        office
            .import(nowhere, actor, options, &mut |_, _| ())
            .map(drop)
    }),
    (Action::OverrideNotice, |office, actor| {
        office.override_notice("PL1", Date::of(2026, 5, 1), "why", actor)
    }),
    (Action::HoldPayment, |office, actor| {
        office.hold("PL1", Element::CareFee, "why", actor)
    }),
    (Action::HoldPayment, |office, actor| {
        office.release("PL1", Element::CareFee, actor)
    }),
    (Action::HoldPayment, |office, actor| {
        office.agree_instalment("H1", Pence::new(1), actor)
    }),
    (Action::ProposePayRun, |office, actor| {
        let until = Date::of(2026, 4, 26);
        office.propose_pay_run(until, actor, &mut |_| ()).map(drop)
    }),
    (Action::CheckPayRun, |office, actor| {
        office.check_pay_run("PR-0001", actor).map(drop)
    }),
    (Action::DecidePayRun, |office, actor| {
        office.approve_pay_run("PR-0001", actor)
    }),
    (Action::DecidePayRun, |office, actor| {
        office.reject_pay_run("PR-0001", "why", actor)
    }),
    (Action::PayPayRun, |office, actor| {
        office.pay_pay_run("PR-0001", actor, &mut |_| ()).map(drop)
    }),
    (Action::ManageUsers, |office, actor| {
        let new = NewUser {
            user_id: "mallory",
            name: "Mallory",
            email: None,
            roles: &[Role::Administrator],
        };
        office.add_user(&new, None, actor, &mut chance)
    }),
    (Action::ManageUsers, |office, actor| {
        let password = Password::new("a long enough one")?;
        office.set_password("bella", &password, actor, &mut chance)
    }),
    (Action::ManageUsers, |office, actor| {
        office.set_roles("bella", &[Role::Auditor], actor)
    }),
    (Action::ManageUsers, |office, actor| {
        office.deactivate("bella", actor)
    }),
    (Action::ManageUsers, |office, actor| {
        office.reactivate("bella", actor)
    }),
    (Action::ManageUsers, |office, actor| {
        office.end_sessions_of("bella", actor).map(drop)
    }),
];

#[test]
fn a_command_without_the_right_to_it_is_refused_and_leaves_no_trace() {
    for (place, (action, ask)) in COMMANDS.iter().enumerate() {
        let mut office = office();
        let others = Action::ALL.iter().filter(|other| *other != action);
        let rights = others.fold(Rights::default(), |rights, other| rights.with(*other));
        let actor = Actor::new("mallory", at("2026-05-01T09:00:00Z"), rights);
        let refused = ask(&mut office, actor).unwrap_err();
        assert!(
            matches!(refused, OfficeError::Forbidden { .. }),
            "{place} {action}: {refused}"
        );
        assert_eq!(office.known_seq(None).unwrap(), 0, "{place} {action}");
        let operator = Actor::operator("olga", actor.at);
        if let Err(error) = ask(&mut office, operator) {
            let forbidden = matches!(error, OfficeError::Forbidden { .. });
            assert!(!forbidden, "{place} {action}: {error}");
        }
    }
}

#[test]
fn a_refusal_says_who_may_not_do_what() {
    let mut office = office();
    let rights = Rights::of(&[Role::Broker]);
    let actor = Actor::new("bella", at("2026-05-01T09:00:00Z"), rights);
    let says = office.approve_pay_run("PR-0001", actor).unwrap_err();
    assert_eq!(
        says.to_string(),
        "bella may not approve a pay run or turn it down; ask an administrator for a role that may"
    );
}
