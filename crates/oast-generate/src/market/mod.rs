//! The county's homes: which of them take whom, who is on the framework, and at what price.
//!
//! What the register says of a home is real. Its membership, its prices and everything that
//! happens in it are made up.

mod ladder;
mod price;
mod rows;
mod site;

pub(crate) use ladder::Ladder;
pub(crate) use price::{half_years, indicative_price};
pub(crate) use rows::MarketRows;
pub(crate) use site::Site;

use crate::GenerateError;
use crate::county::{County, Figures};
use crate::plan::is_nursing;
use crate::sampling::{Chance, Stream};

/// Homes that swap places between the old scheme and the framework.
const SWAPPED_HOMES: usize = 8;
/// The homes, and the lists of those that take a placement of each kind.
#[derive(Debug)]
pub(crate) struct Market {
    /// Every home, in the order of the register.
    pub(crate) sites: Vec<Site>,
    /// For each priced category, the homes on the framework.
    pub(crate) appointed: Vec<Ladder>,
    /// For each priced category, the homes that are not.
    pub(crate) others: Vec<Ladder>,
    /// For each priced category, the homes that tendered a price for it.
    pub(crate) tendered: Vec<Ladder>,
    /// For each priced category, the homes on the old scheme.
    pub(crate) old_scheme: Vec<Ladder>,
    /// Homes for highly specialised and complex care: on the framework, and not.
    pub(crate) complex: [Ladder; 2],
    /// Homes for people with a learning disability.
    pub(crate) learning: Ladder,
    /// Every home for older people.
    pub(crate) older: Ladder,
}

impl Market {
    /// The market of a county under a seed.
    pub(crate) fn new(county: &County, seed: u64) -> Result<Self, GenerateError> {
        let mut sites = site::sites(&county.register)?;
        choose_members(&mut sites, &county.figures, seed);
        price::set_prices(&mut sites, &county.figures, seed);
        let of_category =
            |suits: &dyn Fn(usize, &Site) -> bool| -> Result<Vec<Ladder>, GenerateError> {
                let figures = county.figures.categories.iter().enumerate();
                figures
                    .map(|(index, each)| {
                        let nursing = is_nursing(each.category);
                        ladder(&sites, false, |site| {
                            site.older && (site.nursing || !nursing) && suits(index, site)
                        })
                    })
                    .collect()
            };
        Ok(Self {
            appointed: of_category(&|_, site| site.appointed)?,
            others: of_category(&|_, site| !site.appointed)?,
            tendered: of_category(&|index, site| site.tendered[index].is_some())?,
            old_scheme: of_category(&|_, site| site.old_scheme)?,
            complex: [
                ladder(&sites, false, |site| site.takes_complex() && site.appointed)?,
                ladder(&sites, false, |site| {
                    site.takes_complex() && !site.appointed
                })?,
            ],
            learning: ladder(&sites, false, |site| site.learning && !site.older)?,
            older: ladder(&sites, false, |site| site.older)?,
            sites,
        })
    }
}

/// The homes that suit, weighted by their beds. A home with nurses keeps some of its room for those
/// who need them.
fn ladder(
    sites: &[Site],
    nursing: bool,
    suits: impl Fn(&Site) -> bool,
) -> Result<Ladder, GenerateError> {
    let weighted = sites.iter().enumerate().filter(|(_, site)| suits(site));
    let ladder = Ladder::new(weighted.map(|(index, site)| (index, site.room_for(nursing))));
    if ladder.total() == 0 {
        return Err(GenerateError::example(
            "homes.csv",
            "a kind of placement has no home that takes it",
        ));
    }
    Ok(ladder)
}

/// Chooses who is on the framework and who was on the old scheme.
///
/// The homes left off are among the largest, which fill their beds without the council: of each two
/// that are nearest in size, one.
fn choose_members(sites: &mut [Site], figures: &Figures, seed: u64) {
    let mut older: Vec<usize> = (0..sites.len())
        .filter(|index| sites[*index].older)
        .collect();
    older.sort_by_key(|index| (std::cmp::Reverse(sites[*index].beds), *index));
    for index in &older {
        sites[*index].appointed = true;
        sites[*index].old_scheme = true;
    }
    let pairs = older.len().saturating_sub(figures.framework.homes);
    let mut largest = older.iter().copied().take(2 * pairs).collect::<Vec<_>>();
    largest.sort_by_key(|index| (sites[*index].nursing, std::cmp::Reverse(sites[*index].beds)));
    let mut chance = Chance::new(seed, Stream::Market, 0);
    for pair in largest.chunks(2) {
        if let Some(left_off) = chance.pick(pair) {
            sites[*left_off].appointed = false;
            sites[*left_off].old_scheme = false;
        }
    }
    swap_members(sites, &older);
}

/// The smallest homes left off were on the old scheme, and the smallest of the others were not.
fn swap_members(sites: &mut [Site], older: &[usize]) {
    for appointed in [false, true] {
        let smallest = older
            .iter()
            .rev()
            .filter(|index| sites[**index].appointed == appointed);
        let swapped: Vec<usize> = smallest.copied().take(SWAPPED_HOMES).collect();
        for index in swapped {
            sites[index].old_scheme = !appointed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_number_of_homes_is_on_the_framework() {
        let county = County::load("kent").unwrap();
        for seed in 0..20 {
            let market = Market::new(&county, seed).unwrap();
            let count = |is: fn(&Site) -> bool| market.sites.iter().filter(|site| is(site)).count();
            assert_eq!(count(|site| site.appointed), 179);
            assert_eq!(count(|site| site.old_scheme), 179);
            assert!(
                market
                    .sites
                    .iter()
                    .all(|site| site.older || !site.appointed)
            );
            assert!(
                market.others[3].sites().len() >= 5,
                "nursing homes off the framework"
            );
        }
    }
}
