//! Who works together, and what follows from it.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_office::access::{Principal, TeamTold};
use oast_office::record::Event;
use oast_office::{Actor, Office, OfficeError, Rights, Role};
use oast_rules::facts::Home;
use support::{add, all, at, county, date, olga, open_since};

const EAST: &[&str] = &["Thanet", "Dover"];

fn team<'a>(name: &'a str, districts: &'a [&'a str]) -> TeamTold<'a> {
    TeamTold {
        name,
        districts,
        active: true,
    }
}

/// Records a death as a user with their roles and teams as they are known, or says why not.
fn record(office: &mut Office, user: &str, placement: &str) -> Result<(), String> {
    let user = office.user(user).unwrap().unwrap();
    let who: Principal = office.principal(&user).unwrap();
    let actor = Actor {
        principal: Some(&who),
        ..Actor::new(
            &who.user,
            at("2026-06-01T10:00:00Z"),
            Rights::of(&who.roles),
        )
    };
    let died = Event::Died {
        on: date("2026-05-30"),
    };
    match office.record_event(placement, &died, date("2026-06-01"), actor) {
        Ok(_) => Ok(()),
        Err(error @ OfficeError::Denied { .. }) => Err(error.to_string()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_district_has_one_team_and_a_team_one_name() {
    let mut office = support::office();
    assert_eq!(
        office.add_team(&team("East Kent", EAST), olga()).unwrap(),
        "east-kent"
    );
    for (name, districts, why) in [
        (
            "East Kent",
            &[][..],
            "there is, or was, a team East Kent already",
        ),
        (
            "East  KENT",
            &[][..],
            "there is, or was, a team East  KENT already",
        ),
        (
            "West Kent",
            &["Dover"][..],
            "Dover is looked after by East Kent already",
        ),
        ("-!-", &[][..], "'-!-' is no name for a team"),
    ] {
        let refused = office.add_team(&team(name, districts), olga()).unwrap_err();
        assert_eq!(refused.to_string(), why);
    }
    let west = office.add_team(&team("West Kent", &["Sevenoaks"]), olga());
    let renamed = office.change_team(&west.unwrap(), &team("East Kent", &[]), olga());
    let renamed = renamed.unwrap_err().to_string();
    assert_eq!(renamed, "there is a team East Kent already");
    let ended = TeamTold {
        active: false,
        ..team("East Kent", EAST)
    };
    office.change_team("east-kent", &ended, olga()).unwrap();
    office
        .change_team("west-kent", &team("West Kent", EAST), olga())
        .unwrap();
    let begun = office.change_team("east-kent", &team("East Kent", EAST), olga());
    let begun = begun.unwrap_err().to_string();
    assert_eq!(begun, "Thanet is looked after by West Kent already");
    let nowhere = office.change_team("north", &team("North", &[]), olga());
    assert!(matches!(nowhere, Err(OfficeError::NotFound { .. })));
}

#[test]
fn a_broker_records_what_their_team_looks_after() {
    let mut office = county(150);
    for user in ["inside", "outside"] {
        add(&mut office, user, &[Role::Broker]);
    }
    add(&mut office, "fiona", &[Role::FinanceOfficer]);
    let homes: Vec<Home> = all(&mut office);
    let district = |id: &str| {
        let home = homes
            .iter()
            .find(|home| home.home_id.as_str() == id)
            .unwrap();
        home.district.as_ref().unwrap().to_string()
    };
    let placements = open_since(&mut office, "2026-03-01");
    let name = district(placements[0].home_id.as_str());
    let (here, there): (Vec<_>, Vec<_>) = placements
        .iter()
        .partition(|placement| district(placement.home_id.as_str()) == name);
    let id = |at: usize| here[at].placement_id.as_str();

    let districts = [name.as_str()];
    let looks_after = team("Here", &districts);
    office.add_team(&looks_after, olga()).unwrap();
    office.set_teams("inside", &["here"], olga()).unwrap();
    assert_eq!(office.teams_of("inside").unwrap(), ["here"]);
    assert_eq!(office.teams().unwrap()[0].people, ["inside"]);

    let why = record(&mut office, "outside", id(0)).unwrap_err();
    assert!(
        why.contains("recorded by the locality that it belongs to"),
        "{why}"
    );
    record(&mut office, "inside", id(0)).unwrap();
    // Where nobody looks after the district, everybody may who records; and finance always.
    record(&mut office, "outside", there[0].placement_id.as_str()).unwrap();
    record(&mut office, "inside", there[1].placement_id.as_str()).unwrap();
    record(&mut office, "fiona", id(1)).unwrap();

    office.set_teams("inside", &[], olga()).unwrap();
    assert!(record(&mut office, "inside", id(2)).is_err());
    let ended = TeamTold {
        active: false,
        ..looks_after
    };
    office.change_team("here", &ended, olga()).unwrap();
    record(&mut office, "inside", id(2)).unwrap();
    assert_eq!(office.team_of_home(here[0].home_id.as_str()).unwrap(), None);
}

#[test]
fn nobody_puts_themselves_into_a_team() {
    let mut office = support::office();
    add(&mut office, "adam", &[Role::Administrator]);
    office.add_team(&team("East Kent", EAST), olga()).unwrap();
    let adam = Actor::new(
        "adam",
        at("2026-06-01T10:00:00Z"),
        Rights::of(&[Role::Administrator]),
    );
    let own = office.set_teams("adam", &["east-kent"], adam).unwrap_err();
    assert_eq!(
        own.to_string(),
        "nobody changes their own teams; ask another administrator"
    );
    let nobody = office.set_teams("nobody", &["east-kent"], adam);
    assert!(matches!(nobody, Err(OfficeError::NotFound { .. })));
    let nowhere = office.set_teams("adam", &["north"], olga());
    assert!(matches!(nowhere, Err(OfficeError::NotFound { .. })));
}
