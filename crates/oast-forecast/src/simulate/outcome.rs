use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear, Pence};

use super::measures::{Layout, Line, of_month};
use super::plan::Plan;
use super::spread::Spread;
use crate::whole;

/// How one number came out over the draws: money in pence, people in thousandths, shares in
/// millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// The mean.
    pub mean: i64,
    /// One draw in ten lies below.
    pub low: i64,
    /// One in four lies below.
    pub lower: i64,
    /// Half of them lie below.
    pub middle: i64,
    /// One in four lies above.
    pub upper: i64,
    /// One in ten lies above.
    pub high: i64,
}

impl Range {
    /// The same in whole pounds, where it is in pence.
    #[must_use]
    pub fn pounds(&self) -> Self {
        self.each(|pence| (pence + 50).div_euclid(100))
    }

    fn each(&self, of: impl Fn(i64) -> i64) -> Self {
        Self {
            mean: of(self.mean),
            low: of(self.low),
            lower: of(self.lower),
            middle: of(self.middle),
            upper: of(self.upper),
            high: of(self.high),
        }
    }

    /// The mean as money.
    pub fn mean_pence(&self) -> Pence {
        Pence::new(self.mean)
    }

    /// Between what eight draws in ten lie, as money.
    pub fn eight_in_ten(&self) -> (Pence, Pence) {
        (Pence::new(self.low), Pence::new(self.high))
    }
}

/// A share of one, in millionths, as it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(pub Range);

impl Share {
    /// The mean in words: `79.6%`.
    pub fn words(&self) -> String {
        crate::percent(millionths(self.0.mean), 1)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share has seven digits")]
fn millionths(share: i64) -> f64 {
    share as f64 / 1e6
}

const MILLION: i64 = 1_000_000;

/// What a scenario may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub(super) layout: Layout,
    /// The first day of each month.
    pub months: Vec<Date>,
    /// The financial years, which may be more or less than whole.
    pub years: Vec<FinancialYear>,
    /// How many months of each year are in it.
    pub months_of_year: Vec<usize>,
    /// How many draws it rests on.
    pub draws: u32,
    /// The weeks of each month, in millionths.
    weeks: Vec<i64>,
    ranges: Vec<Range>,
    districts: usize,
    /// By month and district.
    beyond: Vec<[i64; 2]>,
}

impl Outcome {
    pub(super) fn new(plan: &Plan, spread: &Spread, beyond: &[[i64; 2]], draws: u32) -> Self {
        let each = i64::from(draws.max(1));
        Self {
            layout: plan.layout,
            months: plan.months().to_vec(),
            years: plan.years().to_vec(),
            months_of_year: (0..plan.layout.years)
                .map(|year| plan.months_of(year))
                .collect(),
            draws,
            weeks: plan
                .weeks
                .iter()
                .map(|weeks| whole(weeks * 1e6).max(1))
                .collect(),
            ranges: spread.ranges(),
            districts: plan.people.districts,
            beyond: beyond
                .iter()
                .map(|sums| sums.map(|sum| sum / each))
                .collect(),
        }
    }

    fn at(&self, index: usize) -> Range {
        self.ranges.get(index).copied().unwrap_or_default()
    }

    /// What a line costs in a month, by the month's number.
    pub fn month(&self, month: usize, line: Line) -> Range {
        self.at(of_month(month, line.index()))
    }

    /// What a line costs in a year, by the year's number.
    pub fn year(&self, year: usize, line: Line) -> Range {
        self.at(self.layout.year(year, line.index()))
    }

    /// How much more a line costs in a year than in the first scenario of the same run, draw by
    /// draw.
    pub fn against(&self, year: usize, line: Line) -> Range {
        self.at(self.layout.against(year, line.index()))
    }

    /// What a line costs over the whole time.
    pub fn whole(&self, line: Line) -> Range {
        self.year(self.layout.years, line)
    }

    /// How much more it costs than in the first scenario of the same run, draw by draw.
    pub fn whole_against(&self, line: Line) -> Range {
        self.against(self.layout.years, line)
    }

    /// What a line costs a week in a month.
    pub fn weekly(&self, month: usize, line: Line) -> Range {
        let weeks = self.weeks.get(month).copied().unwrap_or(MILLION);
        self.month(month, line)
            .each(|pence| pence * MILLION / weeks)
    }

    /// How many people of a category there are in a month, on average over its days.
    pub fn people(&self, month: usize, category: Category) -> Range {
        self.at(self.layout.people(month, category as usize))
    }

    /// How many placements begin in a month, in thousandths.
    pub fn begun(&self, month: usize) -> Range {
        self.at(self.layout.begun(month))
    }

    /// The part of a year's new placements that is called off the framework.
    pub fn called_off(&self, year: usize) -> Share {
        Share(self.at(self.layout.called_off(year)))
    }

    /// The part of a year's spending on care that is off every framework.
    pub fn off_contract(&self, year: usize) -> Share {
        Share(self.at(self.layout.off_contract(year)))
    }

    /// How many people a district has beyond its beds in a month on average, in thousandths:
    /// without nursing and with it.
    pub fn beyond(&self, month: usize, district: usize) -> [i64; 2] {
        let at = month * self.districts + district;
        self.beyond.get(at).copied().unwrap_or_default()
    }
}
