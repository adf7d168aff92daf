use std::collections::BTreeMap;

use oast_rules::facts::{
    AppliesTo, Appointment, Benefit, BenefitMeasure, Block, Budget, Category, Home,
    IndicativePrice, Price, Provider, Uplift, Vacancy,
};
use oast_units::{Date, Invalid, Lot, Pence, SchemeId, WeeklyRate};

use super::{Market, Site, half_years, indicative_price};
use crate::GenerateError;
use crate::county::Figures;
use crate::plan::{Sizes, apportion, is_nursing};
use crate::sampling::{Chance, Stream};

/// The files of a pack that are about homes and decisions, not about people.
#[derive(Debug, Default)]
pub(crate) struct MarketRows {
    pub(crate) providers: Vec<Provider>,
    pub(crate) homes: Vec<Home>,
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) prices: Vec<Price>,
    pub(crate) indicative_prices: Vec<IndicativePrice>,
    pub(crate) vacancies: Vec<Vacancy>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) uplifts: Vec<Uplift>,
    pub(crate) budgets: Vec<Budget>,
    pub(crate) benefits: Vec<Benefit>,
    pub(crate) benefit_measures: Vec<BenefitMeasure>,
}

/// Beds of the block contracts, one contract to a home.
const BLOCK_BEDS: [u32; 5] = [4, 6, 4, 8, 6];
/// Pounds a week for a bed of the first block contract; each further one is so much dearer.
const BLOCK_PRICE: i64 = 780;
const BLOCK_PRICE_STEP: i64 = 25;
/// The first day of the contracts of homes for people with a learning disability.
const LEARNING_FROM: Date = Date::of(2019, 4, 1);

impl MarketRows {
    /// Every row, in no order.
    pub(crate) fn new(
        market: &Market,
        figures: &Figures,
        sizes: &Sizes,
        seed: u64,
    ) -> Result<Self, GenerateError> {
        let providers: BTreeMap<_, _> = market
            .sites
            .iter()
            .map(|site| (&site.provider.provider_id, &site.provider))
            .collect();
        let mut rows = Self {
            providers: providers.into_values().cloned().collect(),
            homes: market.sites.iter().map(|site| site.home.clone()).collect(),
            uplifts: uplifts(figures),
            budgets: budgets(figures, sizes),
            benefits: benefits(figures),
            benefit_measures: benefit_measures(figures),
            blocks: blocks(market, figures)?,
            ..Self::default()
        };
        for (index, site) in market.sites.iter().enumerate() {
            rows.add_appointments(site, figures)?;
            rows.add_prices(site, figures);
            let mut chance = Chance::new(seed, Stream::Home, (market.sites.len() + index) as u64);
            rows.add_vacancies(site, figures, &mut chance);
        }
        Ok(rows)
    }

    fn add_appointments(&mut self, site: &Site, figures: &Figures) -> Result<(), Invalid> {
        let (days, schemes) = (&figures.days, &figures.schemes);
        if site.appointed {
            for (index, _) in site
                .tendered
                .iter()
                .enumerate()
                .filter(|(_, price)| price.is_some())
            {
                self.appoint(
                    site,
                    &schemes.framework,
                    index + 1,
                    days.opens_on,
                    None,
                    figures,
                )?;
            }
            if site.takes_complex() {
                let lot = figures.categories.len() + 1;
                self.appoint(site, &schemes.framework, lot, days.opens_on, None, figures)?;
            }
        }
        if site.old_scheme {
            let (first, last) = (days.old_scheme_from, Some(days.old_scheme_to));
            self.appoint(site, &schemes.old, 1, first, last, figures)?;
            if site.nursing {
                self.appoint(site, &schemes.old, 2, first, last, figures)?;
            }
            if self
                .blocks
                .iter()
                .any(|block| block.home_id == site.home.home_id)
            {
                self.appoint(site, &schemes.old, 4, first, last, figures)?;
            }
        }
        if site.learning && !site.older {
            self.appoint(site, &schemes.cost_model, 1, LEARNING_FROM, None, figures)?;
        }
        Ok(())
    }

    fn appoint(
        &mut self,
        site: &Site,
        scheme: &SchemeId,
        lot: usize,
        admitted_on: Date,
        left_on: Option<Date>,
        figures: &Figures,
    ) -> Result<(), Invalid> {
        self.appointments.push(Appointment {
            scheme: scheme.clone(),
            generation: figures.schemes.generation.clone(),
            lot: lot.to_string().parse::<Lot>()?,
            home_id: site.home.home_id.clone(),
            admitted_on,
            left_on,
        });
        Ok(())
    }

    fn add_prices(&mut self, site: &Site, figures: &Figures) {
        for (index, each) in figures.categories.iter().enumerate() {
            if let Some(weekly_price) = site.tendered[index] {
                self.prices.push(Price {
                    scheme: figures.schemes.framework.clone(),
                    generation: figures.schemes.generation.clone(),
                    home_id: site.home.home_id.clone(),
                    category: each.category,
                    weekly_price,
                    base_date: figures.days.opens_on,
                });
            }
            if !site.old_scheme || (is_nursing(each.category) && !site.nursing) {
                continue;
            }
            for (from, to) in half_years(figures) {
                if let Some(weekly_price) = indicative_price(site, index, figures, from) {
                    self.indicative_prices.push(IndicativePrice {
                        home_id: site.home.home_id.clone(),
                        category: each.category,
                        weekly_price,
                        from,
                        to: Some(to),
                    });
                }
            }
        }
    }

    /// What a home for older people says is free, on the first of each month from the opening day.
    fn add_vacancies(&mut self, site: &Site, figures: &Figures, chance: &mut Chance) {
        let few = (site.beds / 20).min(3);
        for month in (0..).map(|month| figures.days.opens_on.add_months(month)) {
            if month > figures.days.last_day || !site.older {
                return;
            }
            for each in &figures.categories {
                if site.nursing || !is_nursing(each.category) {
                    self.vacancies.push(Vacancy {
                        home_id: site.home.home_id.clone(),
                        category: each.category,
                        available: u32::try_from(chance.below(few + 1)).unwrap_or_default(),
                        as_of: month,
                    });
                }
            }
        }
    }
}

/// Each decision, for every set of placements it raises.
fn uplifts(figures: &Figures) -> Vec<Uplift> {
    let schemes = &figures.schemes;
    let mut uplifts = Vec::new();
    for decision in &figures.uplifts {
        let sets = [
            (AppliesTo::Framework, Some(&schemes.framework)),
            (AppliesTo::Legacy, Some(&schemes.old)),
            (AppliesTo::Dps, Some(&schemes.old)),
            (AppliesTo::Spot, None),
            (AppliesTo::CostModel, Some(&schemes.cost_model)),
        ];
        for (applies_to, scheme) in sets {
            if decision.framework || applies_to != AppliesTo::Framework {
                uplifts.push(Uplift {
                    scheme: scheme.cloned(),
                    applies_to,
                    effective_on: decision.effective_on,
                    percent: decision.percent,
                    decision: Some(decision.decision.clone()),
                });
            }
        }
    }
    uplifts
}

/// The budget of each year, split over the priced categories by what they cost. A year whose parts
/// are more than a pack can hold has none.
fn budgets(figures: &Figures, sizes: &Sizes) -> Vec<Budget> {
    let cost = |pence: Pence| u64::try_from(pence.get()).unwrap_or_default();
    let weights: Vec<u64> = figures
        .categories
        .iter()
        .map(|each| cost(each.yearly_cost))
        .collect();
    let mut budgets = Vec::new();
    for budget in &figures.budgets {
        let whole = cost(Pence::new(sizes.scale_pence(budget.amount.get())));
        let parts = apportion(whole, &weights);
        if parts.iter().any(|part| *part > cost(Pence::LIMIT)) {
            continue;
        }
        for (each, part) in figures.categories.iter().zip(parts) {
            budgets.push(Budget {
                financial_year: budget.financial_year,
                category: each.category,
                amount: Pence::new(i64::try_from(part).unwrap_or_default()),
            });
        }
    }
    budgets
}

/// The benefits that are tracked.
fn benefits(figures: &Figures) -> Vec<Benefit> {
    let benefits = figures.benefits.iter().cloned();
    benefits
        .map(|each| Benefit {
            benefit_id: each.code,
            name: each.name,
            owner: each.owner,
            unit: each.unit,
            baseline: each.baseline,
            target: each.target,
            due_on: each.due_on,
            measured: each.measured,
            worked_out: each.worked_out,
            source: each.source,
            reason: None,
        })
        .collect()
}

/// What was recorded of them by hand.
fn benefit_measures(figures: &Figures) -> Vec<BenefitMeasure> {
    let measures = figures.benefit_measures.iter().cloned();
    measures
        .map(|each| BenefitMeasure {
            benefit_id: each.code,
            as_of: each.as_of,
            value: each.value,
            source: each.source,
        })
        .collect()
}

/// Block contracts for respite, in some of the larger homes of the old scheme.
fn blocks(market: &Market, figures: &Figures) -> Result<Vec<Block>, Invalid> {
    let residential = figures
        .categories
        .iter()
        .position(|each| each.category == Category::Residential);
    let mut homes = residential.map_or(Vec::new(), |index| {
        market.old_scheme[index].sites().to_vec()
    });
    homes.sort_by_key(|site| (std::cmp::Reverse(market.sites[*site].beds), *site));
    let larger = homes.into_iter().skip(4).step_by(4);
    let mut blocks = Vec::new();
    for ((index, site), beds) in larger.enumerate().zip(BLOCK_BEDS) {
        let price = BLOCK_PRICE + BLOCK_PRICE_STEP * i64::try_from(index).unwrap_or_default();
        blocks.push(Block {
            block_id: format!("BLK{:03}", index + 1).parse()?,
            home_id: market.sites[site].home.home_id.clone(),
            beds,
            weekly_price_per_bed: WeeklyRate::pounds(price),
            from: figures.days.opens_on.add_months(-6),
            to: Some(figures.days.last_day),
        });
    }
    Ok(blocks)
}
