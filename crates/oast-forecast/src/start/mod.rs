//! Where a forecast starts: the placements that are there on a day, and what the record shows of
//! how they came and went.

mod history;
mod published;
mod recorded;
mod usual;

use oast_rules::facts::{Category, Route};
use oast_units::{Date, DistrictName, HomeId, Pence, WeeklyRate};
use serde::Serialize;

pub use history::{CATEGORIES, History};
pub(crate) use history::{MONTH_DAYS, months};
pub use published::PEOPLE_OF_THE_CASE;
pub use recorded::Recorded;

/// The categories that are priced by a band, in their order.
pub const PRICED: usize = 4;

/// How a price rises: with the others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Kind {
    /// Bought before the framework, or under the scheme before it.
    Legacy,
    /// Called off the framework.
    Framework,
    /// Bought off every framework.
    Spot,
    /// Priced by an assessment of the one person, however it was bought.
    Complex,
    /// In a bed of a block contract, which is paid for by itself.
    Block,
}

impl Kind {
    /// Each kind.
    pub const ALL: [Self; 5] = [
        Self::Legacy,
        Self::Framework,
        Self::Spot,
        Self::Complex,
        Self::Block,
    ];

    /// The kind of a placement.
    pub fn of(route: Route, category: Category) -> Self {
        match (category, route) {
            (_, Route::Block) => Self::Block,
            (Category::Complex, _) => Self::Complex,
            (_, Route::Framework) => Self::Framework,
            (_, Route::Spot | Route::CostModel) => Self::Spot,
            _ => Self::Legacy,
        }
    }
}

/// Somebody who is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct There {
    /// The category on the day.
    pub category: Category,
    /// The category that the placement began in: whoever comes next is taken to begin in it too.
    pub began_in: Category,
    /// Where the home is, by number.
    pub district: usize,
    /// The home, by number; none where nothing is known of homes.
    pub home: Option<usize>,
    /// How the price rises.
    pub kind: Kind,
    /// The first day of the placement.
    pub since: Date,
    /// What is paid for the care on the day.
    pub weekly: WeeklyRate,
}

/// A home that a placement can be made in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeThere {
    /// Its reference.
    pub home: HomeId,
    /// Where it is, by number.
    pub district: usize,
    /// How many of its beds count: registered ones.
    pub beds: u32,
    /// For which categories it takes people: it has tendered, or the council placed somebody
    /// there within the time that is looked back on.
    pub takes: [bool; PRICED],
    /// What a placement called off the framework costs on the day, where it has tendered.
    pub tendered: [Option<WeeklyRate>; PRICED],
}

/// Beds that the council can have in a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beds {
    /// In homes without nurses, and for those in nursing homes who do not need them.
    pub residential: u32,
    /// For those who do.
    pub nursing: u32,
}

/// Beds under a block contract, paid for whether filled or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockThere {
    /// What they cost a week.
    pub weekly: Pence,
    /// The last day, if it has one.
    pub to: Option<Date>,
}

/// One-to-one hours that are agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursThere {
    /// What they cost a week.
    pub weekly: Pence,
    /// The last day.
    pub to: Date,
}

/// Somebody whose own money runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunsOut {
    /// The day on which the council is likely to pay from.
    pub on: Date,
    /// The home, by number.
    pub home: usize,
    /// Whether the home nurses.
    pub nursing: bool,
}

/// What a forecast starts from, in exact amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The day on which things were so.
    pub day: Date,
    /// The districts.
    pub districts: Vec<DistrictName>,
    /// Everybody who is there.
    pub placements: Vec<There>,
    /// Every home.
    pub homes: Vec<HomeThere>,
    /// Beds that the council can have, by district.
    pub beds: Vec<Beds>,
    /// Block contracts.
    pub blocks: Vec<BlockThere>,
    /// One-to-one hours.
    pub one_to_one: Vec<HoursThere>,
    /// People whose own money runs out.
    pub self_funders: Vec<RunsOut>,
    /// What the record shows.
    pub history: History,
    /// Percentages by which prices are known to rise, by the day and kind.
    pub decided: Vec<(Date, Kind, oast_units::Percent)>,
}

impl Start {
    /// The part of it that lies in some districts, with the record of the whole. What no district
    /// is known of, block contracts and one-to-one hours, is left out.
    #[must_use]
    pub fn within(&self, districts: &[&str]) -> Self {
        let kept: Vec<usize> = (0..self.districts.len())
            .filter(|index| districts.contains(&self.districts[*index].as_str()))
            .collect();
        let district = |old: usize| kept.iter().position(|index| *index == old);
        let mut numbers = vec![None; self.homes.len()];
        let mut homes = Vec::new();
        for (old, home) in self.homes.iter().enumerate() {
            if let Some(district) = district(home.district) {
                numbers[old] = Some(homes.len());
                homes.push(HomeThere {
                    district,
                    ..home.clone()
                });
            }
        }
        let number = |old: usize| numbers.get(old).copied().flatten();
        let there = |there: &There| {
            Some(There {
                district: district(there.district)?,
                home: there.home.and_then(number),
                ..*there
            })
        };
        let runs_out = |one: &RunsOut| {
            Some(RunsOut {
                home: number(one.home)?,
                ..*one
            })
        };
        Self {
            day: self.day,
            districts: kept
                .iter()
                .map(|index| self.districts[*index].clone())
                .collect(),
            placements: self.placements.iter().filter_map(there).collect(),
            beds: kept
                .iter()
                .filter_map(|index| self.beds.get(*index).copied())
                .collect(),
            self_funders: self.self_funders.iter().filter_map(runs_out).collect(),
            homes,
            blocks: Vec::new(),
            one_to_one: Vec::new(),
            history: self.history.clone(),
            decided: self.decided.clone(),
        }
    }

    /// The first day that is forecast: the first of the next month, or the day itself where a
    /// month begins with it.
    pub fn from(&self) -> Date {
        let (year, month, day) = self.day.ymd();
        let first = Date::of(year, month, 1);
        if day == 1 { first } else { first.add_months(1) }
    }
}
