use oast_rules::facts::Category;

use crate::whole;

/// How many years the tables are of.
pub const YEARS: usize = 4;

/// The four priced categories, in the order of the tables. Complex care is outside all of them.
pub const CATEGORIES: [Category; 4] = oast_rules::price::market::PRICED;

/// A figure for each year.
pub type ByYear<T> = [T; YEARS];

/// The two futures that are compared, which the tables call options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Option 1: nothing changes, and new placements cost what the market asks.
    NoChange,
    /// Option 2: the framework with its price bands.
    Bands,
}

impl Way {
    /// Both, in the order of the tables.
    pub const ALL: [Self; 2] = [Self::NoChange, Self::Bands];

    /// The number of the option.
    pub const fn option(self) -> i64 {
        match self {
            Self::NoChange => 1,
            Self::Bands => 2,
        }
    }

    const fn at(self) -> usize {
        match self {
            Self::NoChange => 0,
            Self::Bands => 1,
        }
    }
}

/// A row of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// What a category costs.
    Of(Category),
    /// What all four cost.
    Total,
    /// How much more than in the year before.
    Increase,
    /// What there is to spend, the same in both options.
    Budget,
    /// What is left of the budget; below nothing, what is missing.
    Variance,
    /// How much less option 2 costs than option 1.
    CostAvoidance,
}

impl Row {
    /// What files call it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Of(category) => category.code(),
            Self::Total => "total",
            Self::Increase => "increase",
            Self::Budget => "budget",
            Self::Variance => "variance",
            Self::CostAvoidance => "cost_avoidance",
        }
    }

    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Of(category) => category.words(),
            Self::Total => "Total",
            Self::Increase => "Increase on the year before",
            Self::Budget => "Potential budget",
            Self::Variance => "Variance to budget",
            Self::CostAvoidance => "Cost avoidance",
        }
    }
}

/// What each category costs in each year, in pounds, in the order of [`CATEGORIES`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spend(pub [ByYear<f64>; CATEGORIES.len()]);

impl Spend {
    /// What all categories cost.
    pub fn total(&self) -> ByYear<f64> {
        std::array::from_fn(|year| self.0.iter().map(|category| category[year]).sum())
    }
}

/// The tables of both options, reckoned in pounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tables {
    /// What each option costs, in the order of [`Way::ALL`].
    pub spend: [Spend; 2],
    /// What there is to spend.
    pub budget: ByYear<f64>,
}

/// One cell of the tables, in whole pounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableRow {
    /// The option.
    pub way: Way,
    /// The year, from 1 on.
    pub year: i64,
    /// What it is.
    pub row: Row,
    /// How much.
    pub pounds: i64,
}

impl Tables {
    /// What an option costs.
    pub fn of(&self, way: Way) -> &Spend {
        &self.spend[way.at()]
    }

    /// How much less option 2 costs.
    pub fn cost_avoidance(&self) -> ByYear<f64> {
        let [no_change, bands] = self.spend.map(|spend| spend.total());
        std::array::from_fn(|year| no_change[year] - bands[year])
    }

    /// How much more an option costs than in the year before, as a part of that; year 1 has none.
    pub fn growth(&self, way: Way) -> [Option<f64>; YEARS] {
        let total = self.of(way).total();
        std::array::from_fn(|year| {
            let before = year.checked_sub(1)?;
            Some(total[year] / total[before] - 1.0)
        })
    }

    /// How far an option is from what it should be, as parts of that.
    pub fn off(&self, way: Way, from: &Self) -> Spend {
        let (found, should) = (self.of(way).0, from.of(way).0);
        Spend(std::array::from_fn(|at| {
            std::array::from_fn(|year| found[at][year] / should[at][year] - 1.0)
        }))
    }

    /// A row in whole pounds; none in a year that has no such cell.
    pub fn row(&self, way: Way, row: Row) -> [Option<i64>; YEARS] {
        let total = self.of(way).total();
        std::array::from_fn(|year| {
            let pounds = match row {
                Row::Of(category) => {
                    let at = CATEGORIES.iter().position(|each| *each == category)?;
                    self.of(way).0[at][year]
                }
                Row::Total => total[year],
                Row::Increase => total[year] - total[year.checked_sub(1)?],
                Row::Budget => self.budget[year],
                Row::Variance => self.budget[year] - total[year],
                Row::CostAvoidance if way == Way::Bands => self.cost_avoidance()[year],
                Row::CostAvoidance => return None,
            };
            Some(whole(pounds))
        })
    }

    /// A row added up over the years, in whole pounds.
    pub fn over_the_years(&self, way: Way, row: Row) -> i64 {
        self.row(way, row).iter().flatten().sum()
    }

    /// How much an option costs above the budget over the years, in whole pounds.
    pub fn above_budget(&self, way: Way) -> i64 {
        -self.over_the_years(way, Row::Variance)
    }

    /// Every cell: option by option, row by row, year by year.
    pub fn rows(&self) -> Vec<TableRow> {
        let mut rows = Vec::new();
        for way in Way::ALL {
            for row in Self::each_row() {
                let cells = self.row(way, row).into_iter().zip(1..);
                rows.extend(cells.filter_map(|(pounds, year)| {
                    Some(TableRow {
                        way,
                        year,
                        row,
                        pounds: pounds?,
                    })
                }));
            }
        }
        rows
    }

    /// The rows in the order of the tables.
    pub fn each_row() -> impl Iterator<Item = Row> {
        let sums = [
            Row::Total,
            Row::Increase,
            Row::Budget,
            Row::Variance,
            Row::CostAvoidance,
        ];
        CATEGORIES.into_iter().map(Row::Of).chain(sums)
    }
}
