use std::collections::HashMap;

use oast_forecast::History;
use oast_forecast::start::{
    Beds, BlockThere, HomeThere, HoursThere, Kind, PRICED, RunsOut, Start, There,
};
use oast_rules::facts::{AppliesTo, Category, Home, Vacancy};
use oast_rules::money::Flow;
use oast_rules::placement::self_funder::Depletion;
use oast_units::{Date, DistrictName, Percent, YesNo};

use crate::picture::{Picture, Standing};

/// How far back a forecast looks for how people come and go.
const LOOKS_BACK_YEARS: i32 = 2;

/// What a forecast starts from, as a picture has it on its day.
pub(crate) fn start(picture: &Picture) -> Start {
    let facts = &picture.facts;
    let day = picture.day;
    let from = day.add_years(-LOOKS_BACK_YEARS);
    let districts = districts(&facts.market.homes);
    let homes = homes(picture, &districts, from);
    let numbers: HashMap<&str, usize> = facts
        .market
        .homes
        .iter()
        .enumerate()
        .map(|(index, home)| (home.home_id.as_str(), index))
        .collect();
    let placements = placements(picture, &numbers, &homes);
    Start {
        day,
        beds: beds(picture, &placements, &homes, districts.len()),
        blocks: blocks(picture),
        one_to_one: one_to_one(picture),
        self_funders: self_funders(picture, &numbers),
        history: History::of(facts.cases.iter().map(AsRef::as_ref), from, day),
        decided: decided(picture),
        districts,
        placements,
        homes,
    }
}

/// The districts that homes are in, by name.
fn districts(homes: &[Home]) -> Vec<DistrictName> {
    let mut names: Vec<_> = homes
        .iter()
        .filter_map(|home| home.district.clone())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Everybody who lives in a home and has a price. Homes whose district is not recorded count with
/// the first one.
fn placements(
    picture: &Picture,
    numbers: &HashMap<&str, usize>,
    homes: &[HomeThere],
) -> Vec<There> {
    let all = picture.facts.all().zip(&picture.standings);
    let there = |((_, placement), standing): ((_, &oast_rules::facts::Placement), &Standing)| {
        let home = *numbers.get(placement.home_id.as_str())?;
        let weekly = standing.rate.filter(|_| standing.lives_there)?;
        Some(There {
            category: standing.category,
            began_in: placement.category,
            district: homes.get(home)?.district,
            home: Some(home),
            kind: Kind::of(placement.route, standing.category),
            since: placement.started_on,
            weekly,
        })
    };
    all.filter_map(there).collect()
}

fn homes(picture: &Picture, districts: &[DistrictName], from: Date) -> Vec<HomeThere> {
    let facts = &picture.facts;
    let of = |home: &Home| {
        let own = facts.in_home(home.home_id.as_str());
        let cases = own.iter().filter_map(|at| facts.case(*at));
        let mut takes = [false; PRICED];
        for case in cases.filter(|case| {
            let placement = &case.placement;
            placement.started_on <= picture.day
                && placement.ended_on.is_none_or(|ended| ended > from)
        }) {
            if let Some(takes) = takes.get_mut(case.placement.category as usize) {
                *takes = true;
            }
        }
        let tendered = std::array::from_fn(|index| {
            let category = *Category::ALL.get(index)?;
            let price = picture.home_price(home.home_id.as_str(), category)?;
            price.tendered.then_some(price.weekly)
        });
        for (takes, tendered) in takes.iter_mut().zip(&tendered) {
            *takes |= tendered.is_some();
        }
        let named = |name: &DistrictName| Some(name) == home.district.as_ref();
        HomeThere {
            home: home.home_id.clone(),
            district: districts.iter().position(named).unwrap_or_default(),
            beds: home.beds.unwrap_or_default(),
            takes,
            tendered,
        }
    };
    facts.market.homes.iter().map(of).collect()
}

/// Beds that the council can have: those that people whom it placed live in, and those that homes
/// last reported free.
fn beds(
    picture: &Picture,
    placements: &[There],
    homes: &[HomeThere],
    districts: usize,
) -> Vec<Beds> {
    let mut beds = vec![Beds::default(); districts];
    let mut add = |district: usize, nurses: bool, number: u32| {
        if let Some(beds) = beds.get_mut(district) {
            *(if nurses {
                &mut beds.nursing
            } else {
                &mut beds.residential
            }) += number;
        }
    };
    for there in placements {
        add(there.district, there.category >= Category::Nursing, 1);
    }
    let vacancies: &[Vacancy] = &picture.facts.market.vacancies;
    for (home, there) in picture.facts.market.homes.iter().zip(homes) {
        for nurses in [false, true] {
            // A free bed is reported for each category that it could be used for.
            let of_kind = vacancies.iter().filter(|vacancy| {
                vacancy.home_id == home.home_id
                    && vacancy.as_of <= picture.day
                    && (vacancy.category >= Category::Nursing) == nurses
            });
            let latest = of_kind.clone().map(|vacancy| vacancy.as_of).max();
            let free = of_kind
                .filter(|vacancy| Some(vacancy.as_of) == latest)
                .map(|vacancy| vacancy.available)
                .max();
            add(there.district, nurses, free.unwrap_or_default());
        }
    }
    beds
}

fn blocks(picture: &Picture) -> Vec<BlockThere> {
    let day = picture.day;
    let blocks = picture.facts.market.blocks.iter();
    blocks
        .filter(|block| block.from <= day && block.to.is_none_or(|to| to > day))
        .map(|block| BlockThere {
            weekly: (0..block.beds)
                .map(|_| block.weekly_price_per_bed.weekly())
                .sum(),
            to: block.to,
        })
        .collect()
}

/// Packages of one-to-one hours that are agreed beyond the day.
fn one_to_one(picture: &Picture) -> Vec<HoursThere> {
    let cases = picture.facts.cases.iter().zip(&picture.standings);
    cases
        .filter(|(_, standing)| standing.lives_there)
        .filter_map(|(case, standing)| {
            let agreed = case.one_to_one.iter();
            let to = agreed
                .filter(|one| one.from <= picture.day && one.to > picture.day)
                .map(|one| one.to)
                .max()?;
            Some(HoursThere {
                weekly: standing.week.of(Flow::OneToOne),
                to,
            })
        })
        .collect()
}

/// People in the register whose money is expected to run out. Those whose money should have run out
/// already are placed by now, or never will be.
fn self_funders(picture: &Picture, numbers: &HashMap<&str, usize>) -> Vec<RunsOut> {
    let rows = picture.runways();
    let of = |row: &crate::RunwayRow| {
        let Depletion::On(on) = row.runway.expected else {
            return None;
        };
        if on <= picture.day {
            return None;
        }
        let home = *numbers.get(row.report.home_id.as_str())?;
        let nursing = picture.facts.market.homes.get(home)?.nursing;
        Some(RunsOut {
            on,
            home,
            nursing: nursing == Some(YesNo::Yes),
        })
    };
    rows.iter().filter_map(of).collect()
}

/// Uplifts that are decided and have not begun.
fn decided(picture: &Picture) -> Vec<(Date, Kind, Percent)> {
    let uplifts = picture.facts.market.uplifts.iter();
    let ahead = uplifts.filter(|uplift| uplift.effective_on > picture.day);
    ahead
        .filter_map(|uplift| {
            let kind = match uplift.applies_to {
                AppliesTo::Framework => Kind::Framework,
                AppliesTo::Legacy => Kind::Legacy,
                AppliesTo::Spot => Kind::Spot,
                // What was bought under the scheme before rises as legacy does, and the fees of a
                // cost model by the model itself.
                AppliesTo::Dps | AppliesTo::CostModel => return None,
            };
            Some((uplift.effective_on, kind, uplift.percent))
        })
        .collect()
}
