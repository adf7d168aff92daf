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
    could: Vec<Beds>,
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
    /// The framework of each month.
    #[serde(skip)]
    framework_of: Vec<usize>,
    /// What is bid for each framework; nothing for one that is there.
    #[serde(skip)]
    openings: Vec<Opening>,
}

/// Homes, each as often as it has beds: a fraction of the beds leads to one.
type Beds = Vec<u16>;

#[expect(clippy::cast_precision_loss, reason = "there are some thousand beds")]
fn count(of: usize) -> f64 {
    of as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nothing and some thousand beds"
)]
#[inline]
fn home_at(beds: &Beds, fraction: f64) -> Option<usize> {
    let bed = fraction * count(beds.len());
    beds.get(bed as usize).map(|home| usize::from(*home))
}

/// What homes take when a framework opens, as far as every draw has it alike.
#[derive(Debug, Clone, Default)]
struct Opening {
    /// By home and category: its own price, and how many times as likely as not it is not to bid.
    own: Vec<(f64, f64)>,
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
    /// `market` and `raised` are how much dearer the market and the framework's bands are in each
    /// month.
    pub(super) fn new(start: &Start, scenario: &Scenario, market: &[f64], raised: &[f64]) -> Self {
        let framework = &scenario.framework;
        let rate = |rate: &Option<oast_units::WeeklyRate>| {
            rate.map_or(0.0, |rate| pounds_of(rate.weekly()))
        };
        let tendered = start.homes.iter().flat_map(|home| &home.tendered);
        let months = scenario.months as usize;
        let every = framework
            .reopens_every
            .map_or(months, |every| every as usize);
        let usual = start.usual();
        let tendered: Vec<f64> = tendered.map(rate).collect();
        let asked = framework.homes_asked;
        let opens: Vec<usize> = (0..months).step_by(every.max(1)).collect();
        let mut homes = Self {
            could: beds_of(start, &usual),
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
            framework_of: (0..months).map(|month| month / every.max(1)).collect(),
            openings: Vec::new(),
            opens: opens.iter().map(|month| count(*month)).collect(),
        };
        let opening = |(round, month): (usize, &usize)| {
            if homes.is_as_it_is(round) {
                return Opening::default();
            }
            let in_month = |of: &[f64]| of.get(*month).copied().unwrap_or(1.0);
            homes.opening(in_month(market) / in_month(raised))
        };
        homes.openings = opens.iter().enumerate().map(opening).collect();
        homes
    }

    pub(super) fn are_none(&self) -> bool {
        self.usual.is_empty()
    }

    /// The framework that is there is what was tendered for it, unless there are other bands.
    fn is_as_it_is(&self, round: usize) -> bool {
        round == 0 && self.bidding.is_none()
    }

    /// What homes take when the market is so much dearer against the bands.
    fn opening(&self, dearer: f64) -> Opening {
        let bands = self.bands();
        let own = self.usual.iter().enumerate().map(|(at, usual)| {
            let own = usual * dearer;
            let against = if own > 0.0 {
                self.acceptance.against(bands[at % PRICED].1, own)
            } else {
                f64::INFINITY
            };
            (own, against)
        });
        Opening { own: own.collect() }
    }

    /// What every home bids for each framework of a draw.
    pub(super) fn bid(&self, draw: Key, open: bool, bids: &mut Bids) {
        bids.by_framework.resize(self.opens.len(), Vec::new());
        let mut chance = draw.of(HOMES - 1).event(0);
        bids.level = self.errors.map(|error| {
            let error = if open { error } else { 0.0 };
            1.0 + error * chance.normal()
        });
        let bands = self.bands();
        let dearer = bids.level.map(|level| self.acceptance.dearer(level));
        let rounds = self.openings.iter().zip(&mut bids.by_framework);
        for (round, (opening, prices)) in (0_u64..).zip(rounds) {
            prices.clear();
            if opening.own.is_empty() {
                prices.extend_from_slice(&self.tendered);
                continue;
            }
            for (at, (own, against)) in (0_u64..).zip(&opening.own) {
                let category = prices.len() % PRICED;
                let luck = draw.of(HOMES + at).event(round).fraction();
                // One to how many bid not: below it somebody's luck has them bid.
                let bids_so = luck * (1.0 + against * dearer[category]) < 1.0;
                let own = own * bids.level[category];
                let (low, high) = bands[category];
                prices.push(if bids_so {
                    (libm::floor(own / self.step) * self.step).clamp(low, high)
                } else {
                    0.0
                });
            }
        }
    }

    fn bands(&self) -> [(f64, f64); PRICED] {
        self.bidding.unwrap_or_else(|| self.bands_there())
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
        (month, market): (usize, f64),
        chance: &mut Chance,
    ) -> Option<Agreed> {
        let round = self.framework_of.get(month)?;
        let prices = bids.by_framework.get(*round)?;
        let could = self.beds(district, category)?;
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
            let home = home_at(could, chance.fraction())?;
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
    fn beds(&self, district: usize, category: usize) -> Option<&Beds> {
        let own = self.could.get(district * PRICED + category)?;
        if own.is_empty() {
            return self.could.get(self.districts * PRICED + category);
        }
        Some(own)
    }
}

/// Homes that are asked where the scenario says how many placements are called off the framework.
const SEARCHED: f64 = 64.0;

/// By district and category, and then by category alone.
fn beds_of(start: &Start, usual: &[f64]) -> Vec<Beds> {
    let districts = start.districts.len();
    let mut could = vec![Beds::new(); (districts + 1) * PRICED];
    for (index, home) in (0_u16..).zip(&start.homes) {
        for category in 0..PRICED {
            let usual = usual.get(usize::from(index) * PRICED + category);
            if usual.is_none_or(|usual| *usual <= 0.0) {
                continue;
            }
            for district in [home.district, districts] {
                if let Some(beds) = could.get_mut(district * PRICED + category) {
                    beds.extend(std::iter::repeat_n(index, home.beds.max(1) as usize));
                }
            }
        }
    }
    could
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
