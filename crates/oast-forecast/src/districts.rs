//! What care costs in each district, as each is drawn by itself.

use oast_rules::facts::Category;
use oast_units::DistrictName;

use crate::demand::Path;
use crate::scenario::{Scenario, ScenarioError};
use crate::simulate::{Line, Outcome, Plan, run};
use crate::start::Start;

/// A district, and what came of its draws.
#[derive(Debug, Clone)]
pub struct DistrictDrawn {
    /// The district.
    pub district: DistrictName,
    /// What care in its homes may cost; block contracts and one-to-one hours are of no district.
    pub outcome: Outcome,
}

/// Draws each district that somebody lives in by itself, on so many processors: from its own
/// people, homes and beds, with the record of the whole county, and growing as the county does.
///
/// # Errors
/// When the scenario's numbers cannot be, or nobody lives anywhere.
pub fn by_district(
    scenario: &Scenario,
    start: &Start,
    path: &Path,
    (draws, processors): (u32, usize),
) -> Result<Vec<DistrictDrawn>, ScenarioError> {
    let mut names = Vec::new();
    let mut plans = Vec::new();
    for district in &start.districts {
        let own = start.within(&[district.as_str()]);
        if own.placements.is_empty() {
            continue;
        }
        names.push(district.clone());
        plans.push(Plan::new(scenario, &own, path)?);
    }
    if plans.is_empty() {
        return Err(ScenarioError::new(
            "nobody lives in a home whose district is known",
        ));
    }
    let outcomes = run(&plans, draws, processors);
    let each = names.into_iter().zip(outcomes);
    Ok(each
        .map(|(district, outcome)| DistrictDrawn { district, outcome })
        .collect())
}

impl DistrictDrawn {
    /// What care costs a week in a month, on average and in whole pounds.
    pub fn weekly(&self, month: usize) -> i64 {
        self.outcome.weekly(month, Line::All).pounds().mean
    }

    /// How many people there are in a month, on average and in whole people.
    pub fn people(&self, month: usize) -> i64 {
        (self.thousandths(month) + 500) / 1_000
    }

    fn thousandths(&self, month: usize) -> i64 {
        let each = Category::ALL.iter();
        each.map(|category| self.outcome.people(month, *category).mean)
            .sum()
    }

    /// What care costs a week for each of them, in whole pounds; nothing where there is nobody.
    pub fn for_each(&self, month: usize) -> Option<i64> {
        let people = self.thousandths(month);
        (people > 0).then(|| (self.weekly(month) * 1_000 + people / 2) / people)
    }

    /// How much more it costs a week in a month than in the first, and what it cost in that: the
    /// part and the whole of its growth, in whole pounds.
    pub fn grown(&self, month: usize) -> (i64, i64) {
        let first = self.weekly(0);
        (self.weekly(month) - first, first)
    }
}

/// What some districts cost a week together in a month: the sum of their whole pounds.
pub fn weekly_together(all: &[DistrictDrawn], month: usize) -> i64 {
    all.iter().map(|one| one.weekly(month)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Case;
    use crate::scenario::Starts;

    fn start() -> Start {
        let mut start = Start::of_the_case(&Case::kent().unwrap());
        let names = ["Dartford", "Maidstone", "Swale", "Thanet"];
        start.districts = names.iter().map(|name| name.parse().unwrap()).collect();
        for (index, there) in start.placements.iter_mut().enumerate() {
            // One in four in Dartford, three in four in Thanet, and nobody in the others.
            there.district = if index % 4 == 0 { 0 } else { 3 };
        }
        start
    }

    fn scenario() -> Scenario {
        Scenario {
            starts: Starts::BusinessCase,
            months: 12,
            ..Scenario::default()
        }
    }

    #[test]
    fn districts_with_somebody_are_drawn_and_come_to_the_county() {
        let (start, path) = (start(), Path::kent().unwrap());
        let all = by_district(&scenario(), &start, &path, (4, 1)).unwrap();
        let names: Vec<_> = all.iter().map(|one| one.district.as_str()).collect();
        assert_eq!(names, ["Dartford", "Thanet"]);
        let county = Plan::new(&scenario(), &start, &path).unwrap();
        let county = run(&[county], 4, 1).remove(0);
        for month in [0, 11] {
            let own = county.weekly(month, Line::All).pounds().mean;
            let apart = (weekly_together(&all, month) - own).abs();
            assert!(apart * 200 < own, "{month}: off by {apart} of {own}");
        }
        let parts: Vec<i64> = all.iter().map(|one| one.weekly(0)).collect();
        let ratio = parts[1] * 100 / parts[0];
        assert!((290..310).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_person_costs_what_the_district_costs_shared_among_them() {
        let all = by_district(&scenario(), &start(), &Path::kent().unwrap(), (2, 1)).unwrap();
        for one in &all {
            let each = one.for_each(5).unwrap();
            let apart = (each * one.people(5) - one.weekly(5)).abs();
            assert!(apart <= one.people(5) + each, "{each}");
            assert_eq!(one.grown(0), (0, one.weekly(0)));
            assert_eq!(one.weekly(0) + one.grown(11).0, one.weekly(11));
        }
    }

    #[test]
    fn nobody_anywhere_is_refused() {
        let mut start = start();
        start.placements.clear();
        let error = by_district(&scenario(), &start, &Path::kent().unwrap(), (2, 1)).unwrap_err();
        assert!(error.to_string().starts_with("nobody lives"), "{error}");
    }
}
