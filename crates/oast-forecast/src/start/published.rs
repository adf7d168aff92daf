use oast_rules::facts::Category;
use oast_units::{Date, DistrictName, Pence, WeeklyRate};

use super::{Kind, PRICED, Start, There};
use crate::History;
use crate::published::{Case, YEAR_WEEKS};

/// How many people the business case's money is shared out to, by category: as many as its prices
/// and its spending give (derived; the document does not say).
pub const PEOPLE_OF_THE_CASE: [u32; PRICED] = [2_892, 1_156, 247, 100];

impl Start {
    /// The averages of the business case: everybody of a category costs the same, and nothing is
    /// known of districts or homes.
    pub fn of_the_case(case: &Case) -> Self {
        let day = Date::of(2026, 4, 1);
        let categories = case.model.categories();
        let mut placements = Vec::new();
        for (index, of) in categories.iter().enumerate() {
            let people = PEOPLE_OF_THE_CASE[index];
            let weekly = of.base / YEAR_WEEKS / f64::from(people);
            let there = There {
                category: Category::ALL[index],
                began_in: Category::ALL[index],
                district: 0,
                home: None,
                kind: Kind::Legacy,
                since: day,
                weekly: WeeklyRate::new(Pence::new(crate::whole(weekly * 100.0))),
            };
            placements.extend((0..people).map(|_| there));
        }
        Self {
            day,
            districts: "Kent".parse::<DistrictName>().into_iter().collect(),
            placements,
            homes: Vec::new(),
            beds: Vec::new(),
            blocks: Vec::new(),
            one_to_one: Vec::new(),
            self_funders: Vec::new(),
            history: History::default(),
            decided: Vec::new(),
        }
    }
}
