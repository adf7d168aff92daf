use oast_forecast::simulate::{Line, Outcome, Range};
use oast_forecast::{pounds_of, whole};
use oast_units::Pence;

use super::Drawn;
use crate::list::{Cell, List};
use crate::pages::outlook::lines;
pub(in crate::pages::outlook) use crate::pages::outlook::lines::Lines as Row;
use crate::words;

/// A list whose first column is words and whose others are numbers.
pub(in crate::pages::outlook) fn list(
    named: (&'static str, String),
    columns: &[(&'static str, String)],
    rows: Vec<Row>,
) -> List<'static, Row> {
    lines::list(named, 1, columns, rows)
}

pub(in crate::pages::outlook) fn columns(
    names: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    let own = |(name, heading): &(&'static str, &str)| (*name, (*heading).to_owned());
    names.iter().map(own).collect()
}

/// The mean, and between what eight draws in ten lie.
pub(super) fn three(range: Range) -> [Cell; 3] {
    let range = range.pounds();
    [range.mean, range.low, range.high].map(Cell::pounds)
}

/// An estimate is told in whole pounds, and so is what it is held against.
fn in_pounds(amount: Pence) -> i64 {
    whole(pounds_of(amount))
}

/// What a year is called: `2027/28`, and how much of it is in the forecast.
pub(in crate::pages::outlook) fn year(outcome: &Outcome, index: usize) -> String {
    let name = outcome.years.get(index).map(ToString::to_string);
    let months = outcome.months_of_year.get(index).copied();
    match (name, months) {
        (Some(name), Some(12)) => name,
        (Some(name), Some(months)) => format!("{name}, {months} months"),
        _ => String::new(),
    }
}

/// What each year costs against its budget.
pub(super) fn years(drawn: &Drawn, shown: &Outcome) -> List<'static, Row> {
    let rows = (0..shown.years.len()).map(|index| {
        let whole = shown.months_of_year.get(index) == Some(&12);
        let budget = drawn
            .budgets
            .get(index)
            .copied()
            .flatten()
            .filter(|_| whole);
        let priced = shown.year(index, Line::Priced);
        let mut row = vec![Cell::text(year(shown, index))];
        row.extend(three(shown.year(index, Line::All)));
        row.push(Cell::pounds(priced.pounds().mean));
        row.push(budget.map(in_pounds).map_or_else(Cell::empty, Cell::pounds));
        let left = budget.map(|budget| in_pounds(budget - priced.mean_pence()));
        row.push(left.map_or_else(Cell::empty, Cell::pounds));
        row.push(Cell::text(shown.called_off(index).words()));
        row.push(Cell::text(shown.off_contract(index).words()));
        row
    });
    let columns = columns(&[
        ("year", "Financial year"),
        ("mean", "All care, mean, £"),
        ("low", "1 in 10 below, £"),
        ("high", "1 in 10 above, £"),
        ("priced", "Four priced categories, mean, £"),
        ("budget", "Their budget, £"),
        ("left", "Left of it, £"),
        ("called_off", "New placements called off the framework"),
        ("off_contract", "Spend off contract"),
    ]);
    list(
        (
            "years",
            "All care, and the categories that have a budget".to_owned(),
        ),
        &columns,
        rows.collect(),
    )
}

const YEARS: [&str; 11] = [
    "year_1", "year_2", "year_3", "year_4", "year_5", "year_6", "year_7", "year_8", "year_9",
    "year_10", "year_11",
];

/// What each line costs in each year, on average.
pub(super) fn by_category(shown: &Outcome) -> List<'static, Row> {
    let mut columns = columns(&[("line", "What for")]);
    for (index, name) in YEARS.iter().enumerate().take(shown.years.len()) {
        columns.push((name, format!("{}, £", year(shown, index))));
    }
    let parts = Line::each().filter(|line| *line != Line::Priced);
    let rows = parts.map(|line| {
        let years = 0..shown.years.len();
        let cells = years.map(|year| Cell::pounds(shown.year(year, line).pounds().mean));
        std::iter::once(Cell::text(line.words()))
            .chain(cells)
            .collect()
    });
    list(
        ("lines", "By category, mean of the draws".to_owned()),
        &columns,
        rows.collect(),
    )
}

/// What was changed, and what it does to the whole.
pub(super) fn effects(drawn: &Drawn) -> List<'static, Row> {
    let effect = |says: String, outcome: &Outcome| {
        let mut row = vec![Cell::text(says)];
        row.extend(three(outcome.whole_against(Line::All)));
        row
    };
    let alone = drawn.alone.iter();
    let mut rows: Vec<Row> = alone
        .map(|(says, outcome)| effect(says.clone(), outcome))
        .collect();
    if let Some(shown) = drawn.shown() {
        let says = match rows.len() {
            0 => "The change",
            _ => "All changes together",
        };
        rows.push(effect(says.to_owned(), shown));
    }
    let columns = columns(&[
        ("change", "What was changed"),
        ("mean", "More over the whole time, mean, £"),
        ("low", "1 in 10 below, £"),
        ("high", "1 in 10 above, £"),
    ]);
    list(
        ("effects", "What the changes cost".to_owned()),
        &columns,
        rows,
    )
}

/// What a line costs a week, month by month.
pub(super) fn weekly(
    id: &'static str,
    shown: &Outcome,
    line: Line,
    budget: &dyn Fn(usize) -> Option<Pence>,
) -> List<'static, Row> {
    let rows = shown.months.iter().enumerate().map(|(index, month)| {
        let range = shown.weekly(index, line).pounds();
        let money = Cell::pounds;
        vec![
            Cell::text(words::month(*month)),
            money(range.mean),
            money(range.low),
            money(range.lower),
            money(range.upper),
            money(range.high),
            budget(index)
                .map(in_pounds)
                .map_or_else(Cell::empty, Cell::pounds),
        ]
    });
    let columns = columns(&[
        ("month", "Month"),
        ("mean", "Mean, £ a week"),
        ("low", "1 in 10 below"),
        ("lower", "1 in 4 below"),
        ("upper", "1 in 4 above"),
        ("high", "1 in 10 above"),
        ("budget", "Budget, £ a week"),
    ]);
    let caption = format!("{}, £ a week by month", line.words());
    list((id, caption), &columns, rows.collect())
}
