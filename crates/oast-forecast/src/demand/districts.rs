use oast_units::{Date, DistrictName};

use super::path::{Path, PathError};
use crate::start::{Start, months};
use crate::whole;

/// The first age of the population.
const FIRST_AGE: usize = 55;
const THOUSANDTHS: f64 = 1_000.0;

/// People from 55 on by single year of age, the last being all who are older, by district.
#[derive(Debug, Clone, PartialEq)]
pub struct Population(Vec<(String, Vec<f64>)>);

impl Population {
    /// Kent's, which is part of the program.
    ///
    /// # Errors
    /// When its file does not have the form that is read here.
    pub fn kent() -> Result<Self, PathError> {
        let text = include_str!("../../../../counties/kent/population.csv");
        let row = |line: &str| {
            let (district, ages) = line.split_once(',')?;
            let ages = ages.split(',').map(|people| people.parse().ok());
            Some((district.to_owned(), ages.collect::<Option<Vec<f64>>>()?))
        };
        let rows: Option<Vec<_>> = text.lines().skip(1).map(row).collect();
        rows.map(Self)
            .ok_or_else(|| PathError::new("population.csv is not a table of numbers"))
    }

    /// How many times as many people of a district need a care home on a day as on another: its
    /// people of 2020 grow older, and older people need one more often. None of a district that is
    /// not in the population.
    fn grown(&self, district: &str, path: &Path, from: Date, on: Date) -> Option<f64> {
        let (_, ages) = self.0.iter().find(|(name, _)| name == district)?;
        Some(need(ages, path, on) / need(ages, path, from))
    }
}

/// How much need there is on a day, in people from 65 to 74 who would need as much.
fn need(ages: &[f64], path: &Path, on: Date) -> f64 {
    let years = (months(path.population_on, on) / 12.0).max(0.0);
    let (whole_years, rest) = (libm::floor(years), years - libm::floor(years));
    let mut ages = ages.to_vec();
    let mut passed = 0.0;
    while passed < whole_years {
        ages = a_year_older(&ages, &path.survival);
        passed += 1.0;
    }
    let older = a_year_older(&ages, &path.survival);
    let at = |ages: &[f64]| -> f64 {
        let each = ages.iter().enumerate();
        each.map(|(index, people)| {
            let weight = match FIRST_AGE + index {
                ..65 => 0.0,
                65..75 => 1.0,
                75..85 => path.need_75_to_84,
                _ => path.need_85_and_over,
            };
            weight * people
        })
        .sum()
    };
    at(&ages) * (1.0 - rest) + at(&older) * rest
}

/// Those who are alive a year later. Nobody is born into the first age: what matters is older.
fn a_year_older(ages: &[f64], survival: &[f64]) -> Vec<f64> {
    let mut older = vec![0.0; ages.len()];
    for (index, (people, lives)) in ages.iter().zip(survival).enumerate() {
        let next = (index + 1).min(ages.len() - 1);
        older[next] += people * lives;
    }
    older
}

/// How many people need a place in a district, against the beds that there are for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandHere {
    /// The district; none for the whole county.
    pub district: Option<DistrictName>,
    /// Whether it is care with nurses.
    pub nursing: bool,
    /// Month by month.
    pub months: Vec<MonthHere>,
    /// The first month in which there are more people than beds.
    pub runs_out: Option<Date>,
}

/// One month of it, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthHere {
    /// The first day of the month.
    pub month: Date,
    /// People who need a place.
    pub people: i64,
    /// Beds that the council can have.
    pub beds: i64,
    /// People who find none, and go out of the district.
    pub beyond: i64,
}

/// Demand by district and kind of care, from those who are there on the day: the county grows by
/// the published path, and each district as its people grow older, so that all of them are the
/// county again. The county itself comes first. How many months, and by how many per cent beds grow
/// a year.
pub fn demand(
    start: &Start,
    path: &Path,
    population: &Population,
    (count, beds_growth): (u32, u32),
) -> Vec<DemandHere> {
    let from = start.from();
    let days: Vec<Date> = (0..count)
        .map(|month| from.add_months(i32::try_from(month).unwrap_or_default()))
        .collect();
    let mut all = Vec::new();
    for nursing in [false, true] {
        let now = people_now(start, nursing);
        let mut parts: Vec<DemandHere> = start
            .districts
            .iter()
            .map(|district| DemandHere {
                district: Some(district.clone()),
                nursing,
                months: Vec::new(),
                runs_out: None,
            })
            .collect();
        for day in &days {
            let kind = usize::from(nursing);
            let county = path.people(*day)[kind] / path.people(from)[kind];
            let own: Vec<f64> = start
                .districts
                .iter()
                .zip(&now)
                .map(|(district, now)| {
                    now * population
                        .grown(district.as_str(), path, from, *day)
                        .unwrap_or(1.0)
                })
                .collect();
            let scale = county * now.iter().sum::<f64>() / own.iter().sum::<f64>().max(1e-9);
            let grown = libm::pow(
                1.0 + f64::from(beds_growth) / 100.0,
                months(from, *day) / 12.0,
            );
            for (index, part) in parts.iter_mut().enumerate() {
                let beds = start.beds.get(index).map_or(0.0, |beds| {
                    f64::from(if nursing {
                        beds.nursing
                    } else {
                        beds.residential
                    })
                });
                part.add(*day, own[index] * scale, beds * grown);
            }
        }
        all.push(together(&parts, nursing));
        all.extend(parts);
    }
    all.sort_by_key(|part| part.district.is_some());
    all
}

impl MonthHere {
    /// How many beds there are for each hundred people who need one, rounded down, so that 100 are
    /// enough and 99 are not; none where nobody needs one.
    pub fn beds_for_100(&self) -> Option<i64> {
        (self.people > 0).then(|| (self.beds * 100).div_euclid(self.people))
    }

    /// Beds beyond the people who need one, in thousandths; below zero where some find none.
    pub fn spare(&self) -> i64 {
        self.beds - self.people
    }
}

impl DemandHere {
    fn add(&mut self, month: Date, people: f64, beds: f64) {
        let beyond = whole((people - beds).max(0.0) * THOUSANDTHS);
        if beyond > 0 && self.runs_out.is_none() {
            self.runs_out = Some(month);
        }
        self.months.push(MonthHere {
            month,
            people: whole(people * THOUSANDTHS),
            beds: whole(beds * THOUSANDTHS),
            beyond,
        });
    }
}

/// The county: everybody, every bed, and whoever finds none in their own district.
fn together(parts: &[DemandHere], nursing: bool) -> DemandHere {
    let mut months: Vec<MonthHere> = Vec::new();
    for part in parts {
        for (index, own) in part.months.iter().enumerate() {
            match months.get_mut(index) {
                Some(sum) => {
                    sum.people += own.people;
                    sum.beds += own.beds;
                    sum.beyond += own.beyond;
                }
                None => months.push(*own),
            }
        }
    }
    let short = months.iter().find(|month| month.people > month.beds);
    DemandHere {
        district: None,
        nursing,
        runs_out: short.map(|month| month.month),
        months,
    }
}

/// How many are there on the day, by district: without nursing or with it. Complex care counts as
/// nursing.
fn people_now(start: &Start, nursing: bool) -> Vec<f64> {
    let mut now = vec![0.0; start.districts.len()];
    for there in &start.placements {
        let nurses = there.category >= oast_rules::facts::Category::Nursing;
        if let Some(own) = now.get_mut(there.district).filter(|_| nurses == nursing) {
            *own += 1.0;
        }
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Case;
    use crate::start::Beds;

    #[test]
    fn districts_are_the_county_and_older_ones_grow_faster() {
        let (path, population) = (Path::kent().unwrap(), Population::kent().unwrap());
        let mut start = Start::of_the_case(&Case::kent().unwrap());
        let names = ["Dartford", "Folkestone and Hythe", "Thanet"];
        start.districts = names.iter().map(|name| name.parse().unwrap()).collect();
        for (index, there) in start.placements.iter_mut().enumerate() {
            there.district = index % 3;
        }
        start.beds = vec![
            Beds {
                residential: 1_500,
                nursing: 150
            };
            3
        ];
        let all = demand(&start, &path, &population, (48, 0));
        assert_eq!(all.len(), 8);
        let last = |part: &DemandHere| part.months.last().copied().unwrap();
        let county = last(&all[0]);
        let sum: i64 = all[2..5].iter().map(|part| last(part).people).sum();
        assert!((county.people - sum).abs() <= 3, "{} {sum}", county.people);
        let ratio = path.people(all[0].months[47].month)[0] / path.people(start.from())[0];
        let first = all[0].months[0].people;
        let grown = whole(1_000.0 * ratio) - county.people * 1_000 / first;
        assert!(grown.abs() <= 1, "{grown}");
        for part in &all[2..] {
            let short = part.months.iter().find(|month| month.people > month.beds);
            assert_eq!(part.runs_out, short.map(|month| month.month), "{part:?}");
        }
        assert!(all.iter().any(|part| part.runs_out.is_some()));
    }

    #[test]
    fn a_hundred_beds_are_enough_and_ninety_nine_are_not() {
        let month = |people, beds| MonthHere {
            month: Date::of(2026, 4, 1),
            people,
            beds,
            beyond: 0,
        };
        for (people, beds, for_100, spare) in [
            (100_000, 100_000, Some(100), 0),
            (100_001, 100_000, Some(99), -1),
            (50_000, 60_000, Some(120), 10_000),
            (0, 5_000, None, 5_000),
        ] {
            let own = month(people, beds);
            assert_eq!((own.beds_for_100(), own.spare()), (for_100, spare));
        }
    }

    #[test]
    fn every_district_of_the_county_has_its_people() {
        let population = Population::kent().unwrap();
        assert_eq!(population.0.len(), 12);
        assert!(population.0.iter().all(|(_, ages)| ages.len() == 36));
        assert_eq!(Path::kent().unwrap().survival.len(), 36);
    }
}
