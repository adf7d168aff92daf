//! The county that the application is tried on.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use oast_forecast::scenario::Scenario;
use oast_generate::{Plan, generate};
use oast_office::access::{NewUser, TeamTold};
use oast_office::outlook::{ForecastTold, ScenarioTold};
use oast_office::picture::Picture;
use oast_office::uplift::UpliftPlan;
use oast_office::{Actor, ImportOptions, Office, Role};
use oast_rules::facts::{AppliesTo, Fact, GivenBy, Notice, Placement};
use oast_units::Date;

use super::{AUTHORITY, SPARE, at, chance};

/// Imports a county, pays a run, and adds a user for each role.
pub fn furnish(office: &mut Office, folder: &std::path::Path) {
    let pack = folder.join("pack");
    let plan = Plan {
        seed: 7,
        placements: 60,
    };
    generate(AUTHORITY, &plan, &pack, &mut |_, _| {}).unwrap();
    let importer = Actor::operator("importer", at("2026-04-01T09:00:00Z"));
    office
        .import(&pack, importer, ImportOptions::default(), &mut |_, _| {})
        .unwrap();
    pay(office, Date::of(2026, 4, 26), at("2026-04-28T09:00:00Z"));
    propose_uplift(office, Date::of(2026, 4, 20), "commissioner");
    let operator = Actor::operator("operator", at("2026-05-01T09:00:00Z"));
    let spare = ("spare", Role::Broker);
    let users = Role::ALL.iter().map(|role| (role.code(), *role));
    for (user_id, role) in users.chain([spare]) {
        let new = NewUser {
            user_id,
            name: "Somebody Example",
            email: None,
            roles: &[role],
        };
        let mut chance = |bytes: &mut [u8]| {
            chance(bytes);
            Ok(())
        };
        office.add_user(&new, None, operator, &mut chance).unwrap();
    }
    save_and_keep(office, operator);
    // A hub looks after no district, so that it is in nobody's way.
    let hub = TeamTold {
        name: "Discharge hub",
        districts: &[],
        active: true,
    };
    office.add_team(&hub, operator).unwrap();
}

/// Saves a scenario and keeps its forecast.
fn save_and_keep(office: &mut Office, operator: Actor<'_>) {
    let scenario = Scenario {
        name: "Dear years".to_owned(),
        ..Scenario::default()
    };
    let saved = ScenarioTold {
        of: None,
        scenario: &scenario,
        why: "For the committee",
    };
    office.save_scenario(&saved, operator).unwrap();
    let known_seq = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known_seq).unwrap());
    let terms = Arc::new(office.terms().clone());
    let picture = Picture::new(facts, terms, Date::of(2026, 4, 1));
    let kept = ForecastTold {
        scenario: &scenario,
        draws: 4,
        why: "For the committee",
    };
    office.keep_forecast(&picture, &kept, operator).unwrap();
}

pub fn propose_uplift(office: &mut Office, from: Date, by: &str) -> String {
    let operator = Actor::operator(by, at("2026-05-28T09:00:00Z"));
    let plan = UpliftPlan {
        applies_to: AppliesTo::Legacy,
        scheme: None,
        effective_on: from,
        percent: "2.8".parse().unwrap(),
        decision: "26/00045".parse().unwrap(),
    };
    let today = Date::of(2026, 6, 1);
    let proposed = office.propose_uplift(&plan, today, operator).unwrap();
    proposed.uplift_set.to_string()
}

/// Proposes, checks, approves and pays a run.
pub fn pay(office: &mut Office, until: Date, when: Timestamp) {
    let (officer, approver) = (
        Actor::operator("officer", when),
        Actor::operator("approver", when),
    );
    let proposed = office.propose_pay_run(until, officer, &mut |_| {}).unwrap();
    let run = proposed.run.unwrap().to_string();
    office.check_pay_run(&run, officer).unwrap();
    office.approve_pay_run(&run, approver).unwrap();
    office.pay_pay_run(&run, officer, &mut |_| {}).unwrap();
}

pub fn all<F: Fact>(office: &mut Office) -> Vec<F> {
    let known = office.known_seq(None).unwrap();
    office.store().all(AUTHORITY, known).unwrap()
}

/// A real value for each name that a part of an address may have.
pub fn parts(office: &mut Office) -> BTreeMap<&'static str, String> {
    let day = Date::of(2026, 6, 1);
    let lived_in = all::<Placement>(office).into_iter().find(|placement| {
        placement.started_on < Date::of(2026, 3, 1)
            && placement.ended_on.is_none_or(|ended| ended > day)
            && placement.agreed_weekly.is_some()
    });
    let placement = lived_in.unwrap();
    let homes: Vec<oast_rules::facts::Home> = all(office);
    let home = homes
        .iter()
        .find(|home| home.home_id == placement.home_id)
        .unwrap();
    let term = office.terms().all().next().unwrap().name.to_string();
    BTreeMap::from([
        ("placement", placement.placement_id.to_string()),
        ("home", home.home_id.to_string()),
        ("provider", home.provider_id.to_string()),
        ("run", "PR-0001".to_owned()),
        ("uplift", "US-0001".to_owned()),
        ("term", oast_web::link::part(&term)),
        ("scenario", "dear-years".to_owned()),
        ("forecast", "F001".to_owned()),
        ("user", SPARE.to_owned()),
        ("team", "discharge-hub".to_owned()),
        ("secret", "0".repeat(64)),
        ("invitation", "INV-0".to_owned()),
        ("seq", "1".to_owned()),
        // The first day of the first pay period, on which the placement had begun.
        ("day", "2026-03-30".to_owned()),
        ("flow", "home.care_fee".to_owned()),
        ("page", "roles".to_owned()),
        ("number", "1".to_owned()),
        ("kind", "started".to_owned()),
        ("job", "unknown".to_owned()),
        ("event", "death".to_owned()),
        ("benefit", "delayed-discharges".to_owned()),
    ])
}

/// The placement and the day of a notice that a provider gave.
pub fn notice(office: &mut Office) -> (String, String) {
    let given: Vec<Notice> = all(office);
    let by_provider = given
        .iter()
        .find(|notice| notice.given_by == GivenBy::Provider);
    let notice = by_provider.unwrap();
    (notice.placement_id.to_string(), notice.given_on.to_string())
}
