use std::collections::BTreeMap;

use oast_rules::facts::{Category, Home, Route};
use oast_units::{Date, DistrictName, FinancialYear, HomeId, Pence};

use super::facts::{Facts, Market};
use super::share::members;
use super::spend::{Spend, SpendKey, SpendSum, Spent, SpentOn};

/// What spending is narrowed to; nothing is everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpendFilter {
    /// A category, or what is spent on block contracts.
    pub category: Option<SpendCategory>,
    /// The name of a district.
    pub district: Option<String>,
    /// A route.
    pub route: Option<Route>,
    /// A provider's reference.
    pub provider: Option<String>,
    /// A home's reference.
    pub home: Option<String>,
}

/// What spending counts as: care of a category, or a block contract, which has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpendCategory {
    /// Care of a category.
    Care(Category),
    /// Beds that are paid for whether filled or not.
    Block,
}

impl SpendCategory {
    /// Its code in files and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Care(category) => category.code(),
            Self::Block => "block",
        }
    }

    /// Its name as people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Care(category) => category.words(),
            Self::Block => "Block contracts",
        }
    }

    /// What a code is of.
    pub fn of_code(code: &str) -> Option<Self> {
        if code == Self::Block.code() {
            return Some(Self::Block);
        }
        code.parse().ok().map(Self::Care)
    }

    /// The category of care; none for block contracts.
    pub const fn care(self) -> Option<Category> {
        match self {
            Self::Care(category) => Some(category),
            Self::Block => None,
        }
    }
}

impl From<Option<Category>> for SpendCategory {
    fn from(category: Option<Category>) -> Self {
        category.map_or(Self::Block, Self::Care)
    }
}

/// Spending by month, and that of some of the months by everything else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpendBy {
    /// Every month asked for.
    pub months: Vec<(Date, SpendSum)>,
    /// What was spent up to the last month that counts.
    pub total: SpendSum,
    /// By category.
    pub categories: BTreeMap<SpendCategory, SpendSum>,
    /// By district; an empty name where the home's is not recorded.
    pub districts: BTreeMap<String, SpendSum>,
    /// By route.
    pub routes: BTreeMap<Route, SpendSum>,
    /// By provider's reference; empty where the home is not recorded.
    pub providers: BTreeMap<String, SpendSum>,
}

impl SpendFilter {
    fn holds_home(&self, id: &HomeId, home: Option<&Home>) -> bool {
        let is = |wanted: &Option<String>, said: Option<&str>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| said == Some(wanted.as_str()))
        };
        is(&self.home, Some(id.as_str()))
            && is(&self.provider, home.map(|home| home.provider_id.as_str()))
            && is(&self.district, home.and_then(district))
    }

    fn holds(&self, category: Option<Category>, route: Route) -> bool {
        self.category.is_none_or(|wanted| wanted == category.into())
            && self.route.is_none_or(|wanted| wanted == route)
    }
}

fn district(home: &Home) -> Option<&str> {
    home.district.as_ref().map(DistrictName::as_str)
}

impl Spend {
    /// What was spent at a home in a month.
    pub fn at_home(&self, month: Date, home: &HomeId) -> SpendSum {
        let first = SpendKey {
            month,
            home: home.clone(),
            category: None,
            route: Route::Framework,
        };
        self.sums
            .range(first..)
            .take_while(|(key, _)| key.month == month && key.home == *home)
            .map(|(_, sum)| *sum)
            .sum()
    }

    /// Groups the months from one day to another. All but the sums by month are of the months that
    /// begin up to `until`.
    pub(super) fn by(
        &self,
        facts: &Facts,
        filter: &SpendFilter,
        (from, to): (Date, Date),
        until: Date,
    ) -> SpendBy {
        let mut by = SpendBy::default();
        let months = self
            .months
            .iter()
            .filter(|month| (from..=to).contains(month));
        for month in months {
            let mut of_month = SpendSum::default();
            // The sums of a home follow each other: it is looked up once for all of them.
            let mut here: Option<(&HomeId, HomeSums<'_>)> = None;
            for (key, sum) in self.of_month(*month) {
                if here.as_ref().is_none_or(|(home, _)| *home != &key.home) {
                    by.add_home(here.take().map(|(_, sums)| sums), *month <= until);
                    let home = facts.home(key.home.as_str());
                    let held = filter.holds_home(&key.home, home);
                    here = Some((&key.home, HomeSums::of(home, held)));
                }
                let Some((_, sums)) = here.as_mut().filter(|(_, sums)| sums.held) else {
                    continue;
                };
                if !filter.holds(key.category, key.route) {
                    continue;
                }
                of_month.add(*sum);
                sums.sum.add(*sum);
                if *month <= until {
                    let category = by.categories.entry(key.category.into());
                    category.or_default().add(*sum);
                    by.routes.entry(key.route).or_default().add(*sum);
                }
            }
            by.add_home(here.map(|(_, sums)| sums), *month <= until);
            if *month <= until {
                by.total.add(of_month);
            }
            by.months.push((*month, of_month));
        }
        by
    }

    /// What was spent gross in a month on care of the categories that the framework prices, and how
    /// much of it in homes that are no members of it on the last day of the month.
    pub fn off_contract(&self, facts: &Facts, month: Date) -> (Pence, Pence) {
        let members = members(facts, month.add_months(1) - 1);
        let (mut all, mut off) = (Pence::ZERO, Pence::ZERO);
        let priced = |category: Option<Category>| {
            category.is_some_and(|category| category != Category::Complex)
        };
        for (key, sum) in self.of_month(month).filter(|(key, _)| priced(key.category)) {
            all += sum.gross;
            if !members.contains(&key.home) {
                off += sum.gross;
            }
        }
        (off, all)
    }

    /// What was spent in a month, by category.
    pub fn by_category(&self, month: Date) -> BTreeMap<SpendCategory, SpendSum> {
        let mut categories: BTreeMap<SpendCategory, SpendSum> = BTreeMap::new();
        for (key, sum) in self.of_month(month) {
            categories.entry(key.category.into()).or_default().add(*sum);
        }
        categories
    }

    fn of_month(&self, month: Date) -> impl Iterator<Item = (&SpendKey, &SpendSum)> {
        let first = |month| SpendKey {
            month,
            home: HomeId::default(),
            category: None,
            route: Route::Framework,
        };
        self.sums.range(first(month)..first(month.add_months(1)))
    }
}

/// What was spent at one home in a month.
struct HomeSums<'a> {
    home: Option<&'a Home>,
    held: bool,
    sum: SpendSum,
}

impl<'a> HomeSums<'a> {
    fn of(home: Option<&'a Home>, held: bool) -> Self {
        Self {
            home,
            held,
            sum: SpendSum::default(),
        }
    }
}

impl SpendBy {
    fn add_home(&mut self, sums: Option<HomeSums<'_>>, counts: bool) {
        let Some(sums) = sums.filter(|sums| counts && sums.sum != SpendSum::default()) else {
            return;
        };
        let name = sums.home.and_then(district).unwrap_or_default();
        let provider = sums.home.map_or("", |home| home.provider_id.as_str());
        self.districts
            .entry(name.to_owned())
            .or_default()
            .add(sums.sum);
        self.providers
            .entry(provider.to_owned())
            .or_default()
            .add(sums.sum);
    }
}

/// Those of a month's payments that a filter holds.
pub(super) fn narrowed<'a>(
    facts: &Facts,
    all: impl IntoIterator<Item = &'a Spent>,
    filter: &SpendFilter,
) -> Vec<Spent> {
    let of = |spent: &Spent| match spent.on {
        SpentOn::Placement(at) => {
            let placement = &facts.case(at)?.placement;
            Some((&placement.home_id, placement.route))
        }
        SpentOn::Block(index) => {
            let block = facts.market.blocks.get(index)?;
            Some((&block.home_id, Route::Block))
        }
    };
    let holds = |spent: &&Spent| {
        of(spent).is_some_and(|(home, route)| {
            filter.holds(spent.category, route)
                && filter.holds_home(home, facts.home(home.as_str()))
        })
    };
    all.into_iter().filter(holds).copied().collect()
}

impl Market {
    /// A month's part of the year's budget, for one category or for all that have one: a twelfth,
    /// the odd pennies spread so that the twelve parts are the whole. None when there is no budget.
    pub fn budget_of_month(&self, month: Date, category: Option<Category>) -> Option<Pence> {
        let year = FinancialYear::of(month);
        let own = self.budgets.iter().filter(|budget| {
            budget.financial_year == year
                && category.is_none_or(|category| category == budget.category)
        });
        let whole = own.map(|budget| budget.amount.get()).reduce(|a, b| a + b)?;
        let (_, number, _) = month.ymd();
        let before = i64::from((number + 8) % 12);
        let up_to = |months: i64| whole * months / 12;
        Some(Pence::new(up_to(before + 1) - up_to(before)))
    }
}
