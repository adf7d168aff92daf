use oast_units::{Date, Pence, WeeklyRate};

use super::Site;
use crate::county::{Band, Figures};
use crate::plan::is_nursing;
use crate::sampling::{Chance, Quantile, Stream};

/// One in a million, the unit of factors.
const MILLION: i64 = 1_000_000;
/// Indicative prices are in whole steps of so many pence.
const INDICATIVE_STEP: i64 = 500;

/// Sets how dear each home is, and what each home on the framework tendered.
pub(super) fn set_prices(sites: &mut [Site], figures: &Figures, seed: u64) {
    for (index, site) in sites.iter_mut().enumerate() {
        let mut chance = Chance::new(seed, Stream::Home, index as u64);
        site.dearness = chance
            .quantile()
            .lognormal_millionths(figures.prices.home_scatter_permille);
        site.tendered = tender(site, figures, &mut chance);
    }
}

/// A price for each category that a home on the framework offers.
fn tender(site: &Site, figures: &Figures, chance: &mut Chance) -> Vec<Option<WeeklyRate>> {
    let step = figures.prices.spinal_step.pence().max(1);
    figures
        .categories
        .iter()
        .map(|each| {
            let offers = chance.permille(each.tenders_permille);
            let price = within(each.band, step, chance.quantile());
            let can = site.appointed && (site.nursing || !is_nursing(each.category));
            (can && offers).then_some(price)
        })
        .collect()
}

/// A whole number of steps within a band: near its top more often than not, as bidders keep what
/// the band lets them.
fn within(band: Band, step: i64, place: Quantile) -> WeeklyRate {
    let (lower, upper) = (band.lower.pence(), band.upper.pence());
    let steps = i64::abs(upper - lower) / step;
    let below = i64::from(place.normal_whole(0, 400)).abs() * steps / 1_000;
    rate((upper - below.min(steps) * step).max(lower))
}

/// The first and last day of each half-year in which the old scheme took new placements.
pub(crate) fn half_years(figures: &Figures) -> impl Iterator<Item = (Date, Date)> {
    let (first, last) = (figures.days.history_from, figures.days.old_scheme_to);
    (0..)
        .map(move |index| first.add_months(6 * index))
        .take_while(move |from| *from <= last)
        .map(move |from| (from, from.add_months(6).previous().min(last)))
}

/// The most a home may be paid for a new placement under the old scheme, in the half-year that
/// begins on a day; none before the scheme's history begins.
pub(crate) fn indicative_price(
    site: &Site,
    category: usize,
    figures: &Figures,
    on: Date,
) -> Option<WeeklyRate> {
    let half_year = half_years(figures).position(|(from, to)| from <= on && on <= to)?;
    let base = figures.categories.get(category)?.market_2024.pence();
    let mut price = base * i64::try_from(site.dearness).ok()? / MILLION;
    for _ in 0..half_year {
        price += price * i64::from(figures.prices.half_year_growth_permille) / 1_000;
    }
    Some(rate(price / INDICATIVE_STEP * INDICATIVE_STEP))
}

/// So many pence a week.
fn rate(pence: i64) -> WeeklyRate {
    WeeklyRate::new(Pence::new(pence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::County;
    use crate::market::Market;

    #[test]
    fn every_tendered_price_is_a_step_within_its_band() {
        let county = County::load("kent").unwrap();
        let market = Market::new(&county, 1).unwrap();
        for site in &market.sites {
            for (each, price) in county.figures.categories.iter().zip(&site.tendered) {
                let Some(price) = price else { continue };
                assert!(
                    (each.band.lower..=each.band.upper).contains(price),
                    "{price}"
                );
                assert_eq!(price.pence() % 1_000, 0, "{price}");
                assert!(site.appointed && (site.nursing || !is_nursing(each.category)));
            }
        }
    }

    #[test]
    fn indicative_prices_rise_each_half_year_until_the_scheme_ends() {
        let county = County::load("kent").unwrap();
        let market = Market::new(&county, 1).unwrap();
        let site = market.sites.iter().find(|site| site.old_scheme).unwrap();
        let on = |date| indicative_price(site, 0, &county.figures, date);
        assert!(on(Date::of(2024, 9, 30)) < on(Date::of(2024, 10, 1)));
        assert_eq!(on(Date::of(2026, 10, 1)), on(Date::of(2026, 12, 31)));
        assert_eq!(
            (on(Date::of(2024, 3, 31)), on(Date::of(2027, 1, 1))),
            (None, None)
        );
        assert_eq!(half_years(&county.figures).count(), 6);
    }
}
