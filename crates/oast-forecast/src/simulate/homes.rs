use serde::Serialize;

use crate::chance::{Chance, Key};
use crate::scenario::{Prices, Scenario};
use crate::start::{Kind, PRICED, Start};
use crate::{Acceptance, pounds_of};

/// Where keys of homes begin, far above those of places.
const HOMES: u64 = 1 << 60;

/// Where somebody new can go, and what it costs. Prices are those of the first day.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Homes {
    /// By home and category: what it usually takes; 0 where it does not care for it.
    usual: Vec<f64>,
    /// By home and category: what it tendered; 0 where it did not.
    tendered: Vec<f64>,
    /// By district and category, and then by category alone: who could take somebody.
    could: Vec<Ladder>,
    districts: usize,
    /// How many homes are asked, on average.
    asked: f64,
    share: Option<f64>,
    open: bool,
    bidding: Option<[(f64, f64); PRICED]>,
    acceptance: Acceptance,
    step: f64,
    prices: Prices,
    /// How far usual prices may be off, by category.
    errors: [f64; PRICED],
    /// The month in which each framework is opened.
    pub(super) opens: Vec<f64>,
}

/// Homes by their beds: a fraction of them all leads to one.
#[derive(Debug, Clone, Default, Serialize)]
struct Ladder {
    homes: Vec<u32>,
    up_to: Vec<f64>,
}

impl Ladder {
    fn at(&self, fraction: f64) -> Option<usize> {
        let whole = self.up_to.last()?;
        let wanted = fraction * whole;
        let place = self.up_to.partition_point(|up_to| *up_to <= wanted);
        let place = place.min(self.homes.len() - 1);
        self.homes.get(place).map(|home| *home as usize)
    }
}

/// What the homes of a draw bid, framework by framework: by home and category, 0 for nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Bids {
    by_framework: Vec<Vec<f64>>,
    /// How much dearer than the record has it the market is in this draw, by category.
    level: [f64; PRICED],
}

/// What somebody new costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Agreed {
    pub(super) kind: Kind,
    /// Pounds a week at the prices of the first day.
    pub(super) weekly: f64,
}

impl Homes {
    pub(super) fn new(start: &Start, scenario: &Scenario, months: f64) -> Self {
        let framework = &scenario.framework;
        let rate = |rate: &Option<oast_units::WeeklyRate>| {
            rate.map_or(0.0, |rate| pounds_of(rate.weekly()))
        };
        let tendered = start.homes.iter().flat_map(|home| &home.tendered);
        let every = framework.reopens_every.map_or(f64::INFINITY, f64::from);
        let opens = std::iter::successors(Some(0.0), |at| Some(at + every));
        let usual = start.usual();
        let tendered: Vec<f64> = tendered.map(rate).collect();
        let asked = framework.homes_asked;
        Self {
            could: ladders(start, &usual),
            asked: asked.unwrap_or_else(|| asked_of_late(start, &usual, &tendered)),
            tendered,
            usual,
            districts: start.districts.len(),
            share: framework.share.map(|percent| percent / 100.0),
            open: framework.open,
            bidding: framework.bands.map(|bands| bands.each()),
            acceptance: framework.acceptance,
            step: framework.step,
            prices: scenario.prices,
            errors: start.price_errors(),
            opens: opens.take_while(|at| *at < months).collect(),
        }
    }

    pub(super) fn are_none(&self) -> bool {
        self.usual.is_empty()
    }

    /// What every home bids for each framework of a draw. `market` and `raised` are how much dearer
    /// the market and the framework's bands are by then.
    pub(super) fn bid(
        &self,
        draw: Key,
        market: impl Fn(f64) -> f64,
        raised: impl Fn(f64) -> f64,
        open: bool,
        bids: &mut Bids,
    ) {
        bids.by_framework.resize(self.opens.len(), Vec::new());
        let mut chance = draw.of(HOMES - 1).event(0);
        bids.level = self.errors.map(|error| {
            let error = if open { error } else { 0.0 };
            1.0 + error * chance.normal()
        });
        for (round, (opens, prices)) in self.opens.iter().zip(&mut bids.by_framework).enumerate() {
            prices.clear();
            let as_it_is = round == 0 && self.bidding.is_none();
            if as_it_is {
                prices.extend_from_slice(&self.tendered);
                continue;
            }
            let bands = self.bidding.unwrap_or_else(|| self.bands_there());
            let dearer = market(*opens) / raised(*opens);
            let round = u64::try_from(round).unwrap_or_default();
            for (at, usual) in self.usual.iter().enumerate() {
                let at_home = u64::try_from(at).unwrap_or_default();
                let mut chance = draw.of(HOMES + at_home).event(round);
                let own = usual * dearer * bids.level[at % PRICED];
                prices.push(self.bid_of(own, bands[at % PRICED], &mut chance));
            }
        }
    }

    /// A home's price for a category, or 0: its own, down to a step, where the band has it; else
    /// the end of the band that is nearer.
    fn bid_of(&self, usual: f64, (low, high): (f64, f64), chance: &mut Chance) -> f64 {
        let luck = chance.fraction();
        if usual <= 0.0 || luck >= self.acceptance.chance(high, usual) {
            return 0.0;
        }
        let own = libm::floor(usual / self.step) * self.step;
        own.clamp(low, high)
    }

    /// Where the scenario names no bands: from the cheapest to the dearest price that was tendered.
    fn bands_there(&self) -> [(f64, f64); PRICED] {
        std::array::from_fn(|category| {
            let own = self.tendered.iter().skip(category).step_by(PRICED);
            let own = own.filter(|price| **price > 0.0);
            own.fold((f64::MAX, 0.0), |(low, high), price| {
                (f64::min(low, *price), f64::max(high, *price))
            })
        })
        .map(|(low, high): (f64, f64)| if high > 0.0 { (low, high) } else { (1.0, 1.0) })
    }

    /// Where somebody new goes, and at what price: the first home that is on the framework of
    /// those that are asked, or else the first of all.
    pub(super) fn agree(
        &self,
        bids: &Bids,
        (district, category): (usize, usize),
        at: f64,
        market: f64,
        chance: &mut Chance,
    ) -> Option<Agreed> {
        let round = self.opens.iter().rposition(|opens| *opens <= at)?;
        let prices = bids.by_framework.get(round)?;
        let ladder = self.ladder(district, category)?;
        let wanted = match self.share {
            _ if !self.open => Some(false),
            Some(share) => Some(chance.fraction() < share),
            None => None,
        };
        let mut left = match wanted {
            Some(true) => SEARCHED,
            Some(false) => 1.0,
            None => self.asked,
        };
        let mut first = None;
        // The last one is asked as often as the part that is left over says.
        while first.is_none() || left >= 1.0 || (left > 0.0 && chance.fraction() < left) {
            left -= 1.0;
            let home = ladder.at(chance.fraction())?;
            let of = home * PRICED + category;
            first = first.or(Some(of));
            let bid = prices.get(of).copied().unwrap_or(0.0);
            if wanted != Some(false) && bid > 0.0 {
                return Some(Agreed {
                    kind: Kind::Framework,
                    weekly: bid,
                });
            }
        }
        let usual = self.usual.get(first?).copied()? * bids.level.get(category).copied()?;
        let scatter = chance.scatter(self.prices.scatter / 100.0);
        Some(Agreed {
            kind: Kind::Spot,
            weekly: usual * market * (1.0 + self.prices.premium / 100.0) * scatter,
        })
    }

    /// The homes of the district that care for the category, or all that do.
    fn ladder(&self, district: usize, category: usize) -> Option<&Ladder> {
        let own = self.could.get(district * PRICED + category)?;
        if own.homes.is_empty() {
            return self.could.get(self.districts * PRICED + category);
        }
        Some(own)
    }
}

/// Homes that are asked where the scenario says how many placements are called off the framework.
const SEARCHED: f64 = 64.0;

fn ladders(start: &Start, usual: &[f64]) -> Vec<Ladder> {
    let districts = start.districts.len();
    let mut ladders = vec![Ladder::default(); (districts + 1) * PRICED];
    for (index, home) in start.homes.iter().enumerate() {
        for category in 0..PRICED {
            if usual
                .get(index * PRICED + category)
                .is_none_or(|usual| *usual <= 0.0)
            {
                continue;
            }
            for district in [home.district, districts] {
                let Some(ladder) = ladders.get_mut(district * PRICED + category) else {
                    continue;
                };
                let before = ladder.up_to.last().copied().unwrap_or(0.0);
                ladder.homes.push(u32::try_from(index).unwrap_or_default());
                ladder.up_to.push(before + f64::from(home.beds.max(1)));
            }
        }
    }
    ladders
}

/// How many homes brokers have asked of late: if each is on the framework as often as its part of
/// the beds says, so many give the part of placements that was called off it.
fn asked_of_late(start: &Start, usual: &[f64], tendered: &[f64]) -> f64 {
    let [called_off, all] = start.history.called_off;
    let (mut beds, mut on_it) = (0.0, 0.0);
    for (at, home) in start.homes.iter().enumerate() {
        let own = at * PRICED..(at + 1) * PRICED;
        let prices = usual.get(own.clone()).into_iter().flatten();
        let offers = tendered.get(own).into_iter().flatten();
        for (usual, bid) in prices.zip(offers).filter(|(usual, _)| **usual > 0.0) {
            let own = f64::from(home.beds.max(1));
            beds += own;
            on_it += if *bid > 0.0 && *usual > 0.0 { own } else { 0.0 };
        }
    }
    let (share, part) = (called_off / all.max(1.0), on_it / f64::max(beds, 1.0));
    if all < 1.0 || !(0.01..0.99).contains(&part) || share >= 0.99 {
        return 1.0;
    }
    (libm::log(1.0 - share) / libm::log(1.0 - part)).clamp(1.0, 10.0)
}
