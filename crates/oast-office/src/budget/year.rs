use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear, Pence};

use crate::OfficeError;
use crate::picture::{Picture, SpendCategory};

/// What is expected to be spent in the months that begin after a day, whoever comes and goes: an
/// estimate, by the first day of the month and the category. What it does not hold is taken as it
/// is known. Block contracts are known, and never expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    /// Gross.
    pub gross: BTreeMap<(Date, Category), Pence>,
    /// What it comes from, as the end of a sentence: `the middle of 200 runs`.
    pub source: String,
}

/// One line of a year's budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BudgetLine {
    /// What there is to spend; none where nothing was budgeted.
    pub budget: Option<Pence>,
    /// What is due for the days up to and including the day.
    pub spent: Pence,
    /// What is due for the rest of the year for what is known: if nobody came, and nobody left
    /// whose end is not recorded.
    pub committed: Pence,
    /// What the year is forecast to cost.
    pub outturn: Pence,
}

impl BudgetLine {
    /// What is left of the budget; below nothing where it is not enough.
    pub fn variance(&self) -> Option<Pence> {
        self.budget.map(|budget| budget - self.outturn)
    }

    /// What the year costs as it is known.
    pub fn known(&self) -> Pence {
        self.spent + self.committed
    }

    fn add(&mut self, other: &Self) {
        self.budget = match (self.budget, other.budget) {
            (Some(mine), Some(other)) => Some(mine + other),
            (mine, other) => mine.or(other),
        };
        self.spent += other.spent;
        self.committed += other.committed;
        self.outturn += other.outturn;
    }
}

/// The budget of a financial year, as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearBudget {
    /// The year.
    pub year: FinancialYear,
    /// The day.
    pub on: Date,
    /// Each category that has a budget or spending, and block contracts.
    pub lines: Vec<(SpendCategory, BudgetLine)>,
    /// What the outturn comes from; none where it is what is known, if nobody comes or goes.
    pub source: Option<String>,
}

impl YearBudget {
    /// Those lines that have a budget, together: the only ones whose variance means anything.
    pub fn budgeted(&self) -> BudgetLine {
        self.sum(|line| line.budget.is_some())
    }

    /// Every line together.
    pub fn total(&self) -> BudgetLine {
        self.sum(|_| true)
    }

    fn sum(&self, counts: impl Fn(&BudgetLine) -> bool) -> BudgetLine {
        let mut sum = BudgetLine::default();
        for (_, line) in self.lines.iter().filter(|(_, line)| counts(line)) {
            sum.add(line);
        }
        sum
    }
}

impl Picture {
    /// The budget of a financial year as it stands on the picture's day: gross. What was spent and
    /// what is committed are together what [`spend_by`](Self::spend_by) gives for the year.
    ///
    /// # Errors
    /// When spending is not worked out for the year.
    pub fn year_budget(
        &self,
        year: FinancialYear,
        expected: Option<&Expected>,
    ) -> Result<YearBudget, OfficeError> {
        let years: BTreeSet<FinancialYear> = self.spend_years();
        if !years.contains(&year) {
            let known: Vec<String> = years.iter().map(ToString::to_string).collect();
            return Err(OfficeError::Refused(format!(
                "spending on {} is worked out for {}, not for {year}",
                self.day.long(),
                known.join(", ")
            )));
        }
        Ok(YearBudget {
            year,
            on: self.day,
            lines: self.lines(year, expected).into_iter().collect(),
            source: expected.map(|expected| expected.source.clone()),
        })
    }

    /// The financial years that spending is worked out for.
    pub fn spend_years(&self) -> BTreeSet<FinancialYear> {
        let months = self.spend().months.iter();
        months.map(|month| FinancialYear::of(*month)).collect()
    }

    fn lines(
        &self,
        year: FinancialYear,
        expected: Option<&Expected>,
    ) -> BTreeMap<SpendCategory, BudgetLine> {
        let mut lines: BTreeMap<SpendCategory, BudgetLine> = BTreeMap::new();
        for category in Category::ALL {
            if let Some(budget) = self.budget_of(year, *category) {
                let line = lines.entry(SpendCategory::Care(*category)).or_default();
                line.budget = Some(budget);
            }
        }
        let this_month = self.day.first_of_month();
        let so_far = self.spent_to(self.day);
        let all = self.spend();
        let of_year = |month: &&Date| FinancialYear::of(**month) == year;
        for month in all.months.iter().filter(of_year) {
            let to_come = expected.filter(|_| *month > this_month);
            for (category, sum) in all.by_category(*month) {
                let spent = match month.cmp(&this_month) {
                    Ordering::Less => sum.gross,
                    Ordering::Equal => so_far.get(&category).map_or(Pence::ZERO, |sum| sum.gross),
                    Ordering::Greater => Pence::ZERO,
                };
                let line = lines.entry(category).or_default();
                line.spent += spent;
                line.committed += sum.gross - spent;
                line.outturn += sum.gross;
            }
            let Some(expected) = to_come else { continue };
            let known = all.by_category(*month);
            for category in Category::ALL {
                if let Some(gross) = expected.gross.get(&(*month, *category)) {
                    let key = SpendCategory::Care(*category);
                    let known = known.get(&key).map_or(Pence::ZERO, |sum| sum.gross);
                    lines.entry(key).or_default().outturn += *gross - known;
                }
            }
        }
        lines
    }

    /// The budget of a category in a year.
    fn budget_of(&self, year: FinancialYear, category: Category) -> Option<Pence> {
        let budgets = self.facts.market.budgets.iter();
        let own = budgets
            .filter(|budget| budget.financial_year == year && budget.category == category)
            .map(|budget| budget.amount);
        own.reduce(|a, b| a + b)
    }
}
