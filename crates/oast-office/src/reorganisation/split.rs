use std::collections::{BTreeMap, BTreeSet};

use oast_rules::facts::{Home, Placement};
use oast_rules::money::Flow;
use oast_units::{Date, FinancialYear, Pence};

use super::plan::Split;
use super::postcodes::Postcodes;
use super::sharing::{Sharing, shared};
use crate::OfficeError;
use crate::budget::YearBudget;
use crate::picture::{Picture, SpendCategory, SpentOn, Standing};

/// What one authority would have, or nobody because no district is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its name; none for what no district is known of.
    pub name: Option<String>,
    /// Its districts.
    pub districts: Vec<String>,
    /// People whom the council has placed and who live in a home on the day.
    pub people: i64,
    /// Of these, whose district before the placement is not known: they count where their home is.
    pub by_home: i64,
    /// What they cost a week: care fees and one-to-one hours, gross.
    pub weekly: Pence,
    /// What the year costs, as it is known, gross: with people who have left, and block contracts.
    pub year: Pence,
    /// Of this, what is spent in the categories that have a budget.
    pub budgeted: Pence,
    /// Its part of the county's budget, shared by the rule.
    pub budget: Option<Pence>,
    /// Care homes in its districts.
    pub homes: i64,
    /// Beds in them.
    pub beds: i64,
    /// Memberships of frameworks that homes in its districts have on the day.
    pub appointments: i64,
    /// Block contracts with them that hold on the day.
    pub blocks: i64,
    /// Providers who would have another authority to contract with as well.
    pub shared_providers: i64,
}

impl Part {
    /// What is left of its part of the budget once what the budget is for is paid.
    pub fn variance(&self) -> Option<Pence> {
        self.budget.map(|budget| budget - self.budgeted)
    }

    fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.by_home += other.by_home;
        self.weekly += other.weekly;
        self.year += other.year;
        self.budgeted += other.budgeted;
        self.homes += other.homes;
        self.beds += other.beds;
        self.appointments += other.appointments;
        self.blocks += other.blocks;
        self.budget = match (self.budget, other.budget) {
            (Some(mine), Some(other)) => Some(mine + other),
            (mine, other) => mine.or(other),
        };
    }
}

/// People of one authority who live in the area of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The authority that they are of.
    pub of: String,
    /// The authority in whose districts they live; none where the home's district is not known.
    pub living_in: Option<String>,
    /// How many.
    pub people: i64,
    /// What they cost a week, gross.
    pub weekly: Pence,
}

/// A county's book, divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divided {
    /// What the split is called.
    pub name: String,
    /// The financial year whose spending and budget are divided.
    pub year: FinancialYear,
    /// The day on which people and contracts are counted.
    pub on: Date,
    /// How the budget is shared.
    pub sharing: Sharing,
    /// The authorities, and at the end what no district is known of, where there is any.
    pub parts: Vec<Part>,
    /// Who lives across the new borders.
    pub crossings: Vec<Crossing>,
    /// Providers with homes in several authorities.
    pub shared_providers: i64,
}

impl Divided {
    /// Every part together: the county.
    pub fn whole(&self) -> Part {
        let mut whole = Part::default();
        for part in &self.parts {
            whole.add(part);
        }
        whole.shared_providers = self.shared_providers;
        whole
    }

    /// Everybody who lives across a new border.
    pub fn crossing(&self) -> i64 {
        self.crossings.iter().map(|crossing| crossing.people).sum()
    }
}

impl Picture {
    /// Divides the county's book. A person is of the authority in whose district they lived before
    /// they were placed, as far as their postcode tells; else of the one that their home is in.
    /// Homes, appointments and block contracts go by the home's district.
    ///
    /// # Errors
    /// When spending is not worked out for the year.
    pub fn divided(
        &self,
        split: &Split,
        year: FinancialYear,
        sharing: Sharing,
        postcodes: &Postcodes,
    ) -> Result<Divided, OfficeError> {
        let budget = self.year_budget(year, None)?;
        let mut dividing = Dividing::new(self, split, postcodes);
        dividing.add_year(&budget);
        dividing.add_people();
        dividing.add_homes();
        let shared_providers = dividing.add_providers();
        let Dividing {
            mut parts,
            crossings,
            ..
        } = dividing;
        let weights: Vec<i64> = parts
            .iter()
            .map(|part| match sharing {
                Sharing::Spend => part.budgeted.get(),
                Sharing::People => part.people,
            })
            .collect();
        if let Some(budget) = budget.budgeted().budget {
            for (part, share) in parts.iter_mut().zip(shared(budget, &weights)) {
                part.budget = share;
            }
        }
        parts.retain(|part| part.name.is_some() || *part != Part::default());
        let name = |place: usize| split.authorities.get(place).map(|one| one.name.clone());
        let crossing = |((of, living_in), (people, weekly)): ((usize, usize), (i64, Pence))| {
            Some(Crossing {
                of: name(of)?,
                living_in: name(living_in),
                people,
                weekly,
            })
        };
        Ok(Divided {
            name: split.name.clone(),
            year,
            on: self.day,
            sharing,
            parts,
            crossings: crossings.into_iter().filter_map(crossing).collect(),
            shared_providers,
        })
    }
}

/// A book as it is being divided: a part for each authority, and one more at the end for what no
/// district is known of.
struct Dividing<'a> {
    picture: &'a Picture,
    places: BTreeMap<&'a str, usize>,
    postcodes: &'a Postcodes,
    parts: Vec<Part>,
    crossings: BTreeMap<(usize, usize), (i64, Pence)>,
}

impl<'a> Dividing<'a> {
    fn new(picture: &'a Picture, split: &'a Split, postcodes: &'a Postcodes) -> Self {
        let part = |authority: &super::Authority| Part {
            name: Some(authority.name.clone()),
            districts: authority.districts.clone(),
            ..Part::default()
        };
        let parts = split.authorities.iter().map(part);
        Self {
            picture,
            places: split.places(),
            postcodes,
            parts: parts.chain([Part::default()]).collect(),
            crossings: BTreeMap::new(),
        }
    }

    /// The place of what no district is known of.
    fn nowhere(&self) -> usize {
        self.parts.len() - 1
    }

    fn place(&self, district: Option<&str>) -> usize {
        let place = district.and_then(|district| self.places.get(district));
        place.copied().unwrap_or(self.nowhere())
    }

    fn of_home(&self, home: Option<&Home>) -> usize {
        let district = home.and_then(|home| home.district.as_ref());
        self.place(district.map(oast_units::DistrictName::as_str))
    }

    fn home(&self, id: &str) -> usize {
        self.of_home(self.picture.facts.home(id))
    }

    /// Where somebody is of, and whether that is known from before they were placed.
    fn person(&self, placement: &Placement) -> (usize, bool) {
        let person = self.picture.facts.person(placement.person_id.as_str());
        let postcode = person.and_then(|person| person.postcode.as_ref());
        let before = postcode.and_then(|postcode| self.postcodes.district(postcode));
        let before = before.and_then(|district| self.places.get(district));
        match before {
            Some(place) => (*place, true),
            None => (self.home(placement.home_id.as_str()), false),
        }
    }

    fn part(&mut self, place: usize) -> Option<&mut Part> {
        self.parts.get_mut(place)
    }

    /// What the year costs, placement by placement and block by block.
    fn add_year(&mut self, budget: &YearBudget) {
        let facts = &self.picture.facts;
        let with = budget
            .lines
            .iter()
            .filter(|(_, line)| line.budget.is_some());
        let with: BTreeSet<SpendCategory> = with.map(|(category, _)| *category).collect();
        for (on, category, sum) in self.picture.spent_in_year(budget.year) {
            let place = match on {
                SpentOn::Placement(at) => facts.case(at).map(|case| self.person(&case.placement).0),
                SpentOn::Block(index) => {
                    let block = facts.market.blocks.get(index);
                    block.map(|block| self.home(block.home_id.as_str()))
                }
            };
            if let Some(part) = place.and_then(|place| self.part(place)) {
                part.year += sum.gross;
                if with.contains(&category) {
                    part.budgeted += sum.gross;
                }
            }
        }
    }

    /// Who lives where on the day.
    fn add_people(&mut self) {
        let picture = self.picture;
        let living = picture.facts.all().zip(&picture.standings);
        for ((_, placement), standing) in living.filter(|(_, standing)| standing.lives_there) {
            let ((of, known), living_in) = (
                self.person(placement),
                self.home(placement.home_id.as_str()),
            );
            let weekly = gross(standing);
            if let Some(part) = self.part(of) {
                part.people += 1;
                part.by_home += i64::from(!known);
                part.weekly += weekly;
            }
            if of != living_in {
                let crossing = self.crossings.entry((of, living_in)).or_default();
                crossing.0 += 1;
                crossing.1 += weekly;
            }
        }
    }

    /// Homes, and what is agreed with them.
    fn add_homes(&mut self) {
        let (market, day) = (&self.picture.facts.market, self.picture.day);
        for home in market.homes.iter() {
            let place = self.of_home(Some(home));
            if let Some(part) = self.part(place) {
                part.homes += 1;
                part.beds += i64::from(home.beds.unwrap_or_default());
            }
        }
        let holds = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| to >= day);
        let appointments = market.appointments.iter();
        for one in appointments.filter(|one| holds(one.admitted_on, one.left_on)) {
            let place = self.home(one.home_id.as_str());
            if let Some(part) = self.part(place) {
                part.appointments += 1;
            }
        }
        for block in market
            .blocks
            .iter()
            .filter(|block| holds(block.from, block.to))
        {
            let place = self.home(block.home_id.as_str());
            if let Some(part) = self.part(place) {
                part.blocks += 1;
            }
        }
    }

    /// Providers whose homes come to several authorities: how many they are.
    fn add_providers(&mut self) -> i64 {
        let mut of_provider: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let nowhere = self.nowhere();
        for home in self.picture.facts.market.homes.iter() {
            let place = self.of_home(Some(home));
            if place != nowhere {
                let places = of_provider.entry(home.provider_id.as_str()).or_default();
                places.insert(place);
            }
        }
        let mut count = 0;
        for places in of_provider.values().filter(|places| places.len() > 1) {
            count += 1;
            for place in places {
                if let Some(part) = self.part(*place) {
                    part.shared_providers += 1;
                }
            }
        }
        count
    }
}

/// What somebody costs for the week that holds the day, gross and without single costs.
fn gross(standing: &Standing) -> Pence {
    standing.week.of(Flow::CareFee) + standing.week.of(Flow::OneToOne)
}
