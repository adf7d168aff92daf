//! A generated county has an example of everything, and nothing that could not be.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::support::Generated;
use oast_generate::{DEFAULT_PLACEMENTS, DEFAULT_SEED};
use oast_rules::facts::{
    AbsenceKind, AppliesTo, BenefitMeasure, Category, Collector, EndReason, GivenBy, Pack, Payer,
    Placement, Route, Stay,
};
use oast_units::{Date, HomeId, WeeklyRate, YesNo};

const OPENS_ON: Date = Date::of(2026, 4, 1);
const LAST_DAY: Date = Date::of(2027, 3, 31);

fn kent() -> Pack {
    Generated::new(DEFAULT_SEED, DEFAULT_PLACEMENTS).pack()
}

/// The days on which somebody lives there, up to the last of all.
fn presence(placement: &Placement) -> (Date, Date) {
    let last = match (placement.ended_on, placement.end_reason) {
        (Some(on), Some(EndReason::Died)) => on,
        (Some(on), _) => on.previous(),
        (None, _) => LAST_DAY,
    };
    (placement.started_on, last)
}

fn lives_there(placement: &Placement, on: Date) -> bool {
    let (first, last) = presence(placement);
    first <= on && on <= last
}

#[test]
fn there_is_an_example_of_everything() {
    let pack = kent();
    let placed = |is: &dyn Fn(&Placement) -> bool| pack.placements.iter().filter(|p| is(p)).count();
    for route in Route::ALL {
        assert!(placed(&|p| p.route == *route) >= 12, "{route}");
    }
    for stay in Stay::ALL {
        assert!(placed(&|p| p.stay == *stay) >= 3, "{stay}");
    }
    for category in Category::ALL {
        assert!(placed(&|p| p.category == *category) >= 50, "{category}");
    }
    for reason in EndReason::ALL {
        assert!(
            placed(&|p| p.end_reason == Some(*reason)) >= 100,
            "{reason}"
        );
    }
    let died = placed(&|p| p.end_reason == Some(EndReason::Died));
    assert!(
        2 * died > placed(&|p| p.ended_on.is_some()),
        "most endings are deaths"
    );
    for applies_to in AppliesTo::ALL {
        assert!(
            pack.uplifts
                .iter()
                .any(|uplift| uplift.applies_to == *applies_to),
            "{applies_to}"
        );
    }
    for payer in Payer::ALL {
        assert!(
            pack.contributions.iter().any(|row| row.payer == *payer),
            "{payer}"
        );
    }
    for collector in Collector::ALL {
        let takes = |payer| {
            pack.contributions
                .iter()
                .any(|row| row.payer == payer && row.collector == Some(*collector))
        };
        assert!(
            takes(Payer::Person) || takes(Payer::NhsNursing),
            "{collector}"
        );
    }
    for kind in AbsenceKind::ALL {
        assert!(
            pack.absences.iter().any(|absence| absence.kind == *kind),
            "{kind}"
        );
    }
    let long = |absence: &&oast_rules::facts::Absence| {
        absence.to.is_some_and(|to| to - absence.from >= 42)
    };
    assert!(pack.absences.iter().filter(long).count() >= 20);
    assert!(pack.category_changes.len() >= 80 && pack.one_offs.len() >= 50);
    assert!(
        pack.assessments
            .iter()
            .any(|assessment| assessment.version.as_str() == "2")
    );
    assert!(pack.blocks.iter().all(|block| block.beds % 2 == 0) && pack.blocks.len() == 5);
    assert!(pack.placements.iter().any(|p| p.room_relet_on.is_some()));
    assert!((300..400).contains(&pack.self_funders.len()));
    assert_eq!(pack.budgets.len(), 8);
    assert!(pack.postings.is_empty());
}

#[test]
fn there_are_the_benefits_of_the_business_case_with_what_came_of_one() {
    let pack = kent();
    assert_eq!(pack.benefits.len(), 5);
    let by_hand = |measure: &BenefitMeasure| {
        let mut benefits = pack.benefits.iter();
        let of = benefits.find(|benefit| benefit.benefit_id == measure.benefit_id);
        of.is_some_and(|benefit| benefit.worked_out.is_none())
    };
    assert!(!pack.benefit_measures.is_empty());
    assert!(pack.benefit_measures.iter().all(by_hand));
}

#[test]
fn on_the_opening_day_the_priced_placements_are_all_legacy() {
    let pack = kent();
    let mut alive = BTreeMap::new();
    for placement in pack.placements.iter().filter(|p| lives_there(p, OPENS_ON)) {
        *alive.entry(placement.route).or_insert(0) += 1;
        assert!(placement.started_on < OPENS_ON);
        assert_eq!(placement.scheme.as_ref().unwrap().as_str(), "oprn-dps-2016");
    }
    assert_eq!(
        alive,
        BTreeMap::from([(Route::Legacy, 4_394), (Route::Complex, 380)])
    );
    let packages = pack
        .one_to_one
        .iter()
        .filter(|row| row.from <= OPENS_ON && OPENS_ON <= row.to);
    assert_eq!(packages.count(), 10);
}

#[test]
fn about_a_third_leave_in_a_year_and_rather_more_come() {
    let pack = kent();
    let priced = |p: &&Placement| p.category != Category::Complex && p.stay == Stay::LongTerm;
    let stock = pack
        .placements
        .iter()
        .filter(priced)
        .filter(|p| lives_there(p, OPENS_ON));
    let left = stock.filter(|p| p.ended_on.is_some()).count();
    assert!((1_400..1_650).contains(&left), "{left}");
    let residents = |on| {
        pack.placements
            .iter()
            .filter(|p| lives_there(p, on))
            .count()
    };
    assert_eq!(residents(OPENS_ON), 4_774);
    let (before, after) = (residents(Date::of(2024, 4, 1)), residents(LAST_DAY));
    assert!(
        (4_100..4_400).contains(&before) && (4_950..5_150).contains(&after),
        "{before} {after}"
    );
}

#[test]
fn new_placements_are_called_off_the_framework_for_the_most_part_at_prices_in_band() {
    let pack = kent();
    let bands = BTreeMap::from([
        (Category::Residential, (600, 880)),
        (Category::ResidentialHigh, (950, 1_030)),
        (Category::Nursing, (1_050, 1_090)),
        (Category::NursingHigh, (1_150, 1_210)),
    ]);
    let tendered: HashMap<_, _> = pack
        .prices
        .iter()
        .map(|price| ((&price.home_id, price.category), price.weekly_price))
        .collect();
    let mut routes = BTreeMap::new();
    for placement in pack.placements.iter().filter(|p| p.started_on > OPENS_ON) {
        *routes.entry(placement.route).or_insert(0) += 1;
        if placement.route == Route::Framework {
            let price = tendered[&(&placement.home_id, placement.category)];
            let (lower, upper) = bands[&placement.category];
            assert!((WeeklyRate::pounds(lower)..=WeeklyRate::pounds(upper)).contains(&price));
            assert_eq!(price.pence() % 1_000, 0);
            assert_eq!(placement.agreed_weekly, None);
        } else if !matches!(placement.route, Route::Block | Route::Complex) {
            assert!(placement.agreed_weekly.unwrap() <= WeeklyRate::pounds(1_210));
        }
        assert!(placement.route != Route::Dps || placement.started_on <= Date::of(2026, 12, 31));
    }
    let of = |route: Route| routes[&route];
    let bought = of(Route::Framework) + of(Route::Spot) + of(Route::Dps);
    assert!(
        (760..840).contains(&(of(Route::Framework) * 1_000 / bought)),
        "{routes:?}"
    );
    assert_eq!(of(Route::CostModel), 12);
    assert!(!routes.contains_key(&Route::Legacy));
}

#[test]
fn no_home_has_more_residents_than_beds_nor_anybody_nursed_without_nurses() {
    let pack = kent();
    let homes: HashMap<&HomeId, _> = pack
        .homes
        .iter()
        .map(|home| (&home.home_id, home))
        .collect();
    let mut moves: BTreeMap<&HomeId, Vec<(Date, i64)>> = BTreeMap::new();
    for placement in pack.placements.iter().filter(|p| p.stay != Stay::Day) {
        let (first, last) = presence(placement);
        let moves = moves.entry(&placement.home_id).or_default();
        moves.extend([(first, 1), (last.next(), -1)]);
        let nursed = matches!(
            placement.category,
            Category::Nursing | Category::NursingHigh
        );
        assert!(!nursed || homes[&placement.home_id].nursing == Some(YesNo::Yes));
    }
    for (home, mut moves) in moves {
        moves.sort_unstable();
        let beds = i64::from(homes[home].beds.unwrap());
        moves.iter().fold(0, |residents, (day, change)| {
            let residents = residents + change;
            assert!(
                residents <= beds,
                "{home} has {residents} in {beds} beds on {day}"
            );
            residents
        });
    }
}

#[test]
fn whoever_moves_starts_the_same_day_in_another_home() {
    let pack = kent();
    let mut moved = 0;
    for placement in pack
        .placements
        .iter()
        .filter(|p| p.end_reason == Some(EndReason::Moved))
    {
        let next = |p: &&Placement| {
            p.person_id == placement.person_id && Some(p.started_on) == placement.ended_on
        };
        let next = pack.placements.iter().find(next).unwrap();
        assert_ne!(next.home_id, placement.home_id);
        moved += 1;
    }
    assert!(moved >= 100, "{moved}");
}

#[test]
fn some_homes_split_their_notice() {
    let pack = kent();
    let home: HashMap<_, _> = pack
        .placements
        .iter()
        .map(|p| (&p.placement_id, &p.home_id))
        .collect();
    let mut given: BTreeMap<&HomeId, Vec<Date>> = BTreeMap::new();
    for notice in pack
        .notices
        .iter()
        .filter(|notice| notice.given_by == GivenBy::Provider)
    {
        if notice
            .reason
            .as_ref()
            .is_some_and(|reason| reason.as_str() == "Bed wanted for other use")
        {
            given
                .entry(home[&notice.placement_id])
                .or_default()
                .push(notice.given_on);
        }
    }
    assert_eq!(given.len(), 4);
    for (home, mut days) in given {
        days.sort_unstable();
        assert_eq!(days.len(), 4, "{home}");
        assert!(
            days.windows(2).all(|pair| pair[1] - pair[0] == 7),
            "{home}: {days:?}"
        );
    }
}

#[test]
fn nobody_real_is_named() {
    let pack = kent();
    let named = pack.people.iter().filter(|person| {
        person
            .family_name
            .as_ref()
            .is_some_and(|name| name.as_str().ends_with("-Example"))
            && person
                .nhs_number
                .is_none_or(|number| number.to_string().starts_with("999"))
    });
    assert_eq!(named.count(), pack.people.len());
    let numbers: BTreeSet<_> = pack
        .people
        .iter()
        .filter_map(|person| person.nhs_number)
        .collect();
    assert!(numbers.len() * 100 > pack.people.len() * 97);
    assert!(
        pack.providers
            .iter()
            .all(|provider| provider.email.is_none() && provider.phone.is_none())
    );
}
