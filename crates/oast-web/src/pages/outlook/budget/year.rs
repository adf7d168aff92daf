use oast_office::budget::{BudgetLine, YearBudget};
use oast_office::picture::SpendCategory;
use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear, Pence};

use crate::link::{To, with_query};
use crate::list::{Cell, List};
use crate::pages::outlook::lines::{Lines, list};
use crate::pages::parts::Four;
use crate::words;

/// How the year stands, in a sentence.
pub(in crate::pages::outlook) fn sentence(budget: &YearBudget) -> String {
    let (line, year) = (budget.budgeted(), budget.year);
    let known = match budget.source {
        Some(_) => "",
        None => ", if nobody comes or goes",
    };
    let (Some(whole), Some(left)) = (line.budget, line.variance()) else {
        let outturn = words::headline(budget.total().outturn);
        return format!("{year} is set to cost {outturn}{known}. No budget is recorded for it.");
    };
    let outturn = words::headline(line.outturn);
    let against = words::headline(whole);
    let by = words::headline(left.abs());
    let stands = match left.cmp(&Pence::ZERO) {
        std::cmp::Ordering::Less => format!("{by} more than there is"),
        std::cmp::Ordering::Equal => "all that there is".to_owned(),
        std::cmp::Ordering::Greater => format!("{by} less than there is"),
    };
    format!("{year} is set to cost {outturn} against a budget of {against}: {stands}{known}.")
}

/// The four figures of what has a budget; of everything, where nothing has.
pub(super) fn four(budget: &YearBudget) -> Vec<Four> {
    let budgeted = budget.budgeted();
    let line = if budgeted.budget.is_some() {
        budgeted
    } else {
        budget.total()
    };
    let over = match line.variance() {
        Some(left) if left < Pence::ZERO => {
            format!("{} over the budget", words::headline(left.abs()))
        }
        Some(left) => format!("{} under the budget", words::headline(left)),
        None => "spent and committed".to_owned(),
    };
    let spend = with_query(To::Spend, [("year", budget.year.to_string().as_str())]);
    let figure = |label: &str, amount: Pence, hint: &str| {
        Four::new(label, &words::headline(amount), hint).at(&spend)
    };
    let to = format!("up to {}", budget.on.long());
    let names = names(budget);
    let mut four = vec![
        figure("Spent", line.spent, &to),
        figure("Committed", line.committed, "for the rest of the year"),
        figure("Outturn", line.outturn, &over),
    ];
    if let Some(whole) = line.budget {
        let hint = format!("gross, for {names}");
        four.insert(0, figure("Budget", whole, &hint));
    }
    four
}

/// The categories that have a budget, by name.
fn names(budget: &YearBudget) -> String {
    let of_budget = budget
        .lines
        .iter()
        .filter(|(_, line)| line.budget.is_some());
    let names: Vec<&str> = of_budget.map(|(category, _)| category.words()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

/// A line for each category: those with a budget, their sum, and what has none.
pub(in crate::pages::outlook) fn lines(budget: &YearBudget) -> List<'static, Lines> {
    let (with, without): (Vec<_>, Vec<_>) = budget
        .lines
        .iter()
        .partition(|(_, line)| line.budget.is_some());
    let year = budget.year;
    let row = |(category, line): &&(SpendCategory, BudgetLine)| {
        cells(year, category.words(), Some(*category), line)
    };
    let mut rows: Vec<Lines> = with.iter().map(row).collect();
    if !with.is_empty() && !without.is_empty() {
        let sum = budget.budgeted();
        rows.push(cells(year, "All with a budget", None, &sum));
    }
    rows.extend(without.iter().map(row));
    let all = BudgetLine {
        budget: None,
        ..budget.total()
    };
    let columns = [
        ("category", "Category"),
        ("budget", "Budget, £"),
        ("spent", "Spent, £"),
        ("committed", "Committed, £"),
        ("outturn", "Outturn, £"),
        ("variance", "Budget less outturn, £"),
    ]
    .map(|(name, heading)| (name, heading.to_owned()));
    let caption = format!("The budget of {year}, gross");
    let list = list(("budget", caption), 1, &columns, rows).when_empty(EMPTY);
    if list.is_empty() {
        return list;
    }
    list.totals(cells(year, "All", None, &all))
}

const EMPTY: &str = "Nothing was budgeted or spent in this year. Choose another year.";

fn cells(
    year: FinancialYear,
    name: &str,
    category: Option<SpendCategory>,
    line: &BudgetLine,
) -> Lines {
    let category = category.map_or("", SpendCategory::code);
    let year = year.to_string();
    let to = with_query(To::Spend, [("year", year.as_str()), ("category", category)]);
    let money = |amount: Option<Pence>| match amount {
        Some(amount) => Cell::money(amount).to(&to),
        None => Cell::empty(),
    };
    vec![
        Cell::text(name),
        money(line.budget),
        money(Some(line.spent)),
        money(Some(line.committed)),
        money(Some(line.outturn)),
        money(line.variance()),
    ]
}

/// What a reader has to know of the figures.
pub(in crate::pages::outlook) fn notes(budget: &YearBudget) -> Vec<String> {
    let day = budget.on.long();
    let to_come = match &budget.source {
        Some(source) => format!("Outturn: what is expected of the months to come, from {source}."),
        None => "Outturn: spent and committed together. Nothing is forecast here of people who will come, leave or be raised: it is what the year costs if nobody comes or goes.".to_owned(),
    };
    vec![
        "Gross: care fees, one-to-one hours, single costs and block contracts, before others have paid their part. The budget is of gross spend too.".to_owned(),
        format!("Spent: what is due for the days up to and including {day}, whenever it was or will be paid. Committed: what is due for the rest of the year for what is known. Together they are the year on the page Spend."),
        to_come,
    ]
}

/// A year as it may look: with budgets and without.
pub(in crate::pages::outlook) fn samples() -> Vec<YearBudget> {
    let line = |budget: Option<i64>| BudgetLine {
        budget: budget.map(Pence::pounds),
        spent: Pence::pounds(21_000_000),
        committed: Pence::pounds(91_000_000),
        outturn: Pence::pounds(112_000_000),
    };
    let year = |lines| YearBudget {
        year: FinancialYear::of(Date::of(2026, 4, 1)),
        on: Date::of(2026, 6, 12),
        lines,
        source: None,
    };
    let care = SpendCategory::Care(Category::Residential);
    vec![
        year(vec![
            (care, line(Some(110_000_000))),
            (SpendCategory::Block, line(None)),
        ]),
        year(Vec::new()),
    ]
}
