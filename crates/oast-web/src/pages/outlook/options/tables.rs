use oast_forecast::options::Pair;
use oast_forecast::scenario::differences;
use oast_forecast::simulate::{Line, Outcome};

use super::{Chosen, HEADLINE};
use crate::list::{Cell, List};
use crate::pages::outlook::forecast::{columns, list, year};
use crate::pages::outlook::lines;
pub(super) use crate::pages::outlook::lines::Lines as Row;
use crate::words;

/// Columns whose headings are told by the names of the two.
fn named(chosen: &Chosen<'_>, names: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let [first, second] = chosen.names();
    let mut columns = columns(names);
    for (_, heading) in &mut columns {
        *heading = heading.replace("{1}", first).replace("{2}", second);
    }
    columns
}

/// What both cost, what the second costs more, and between what eight differences in ten lie.
fn five(pair: &Pair) -> [Cell; 5] {
    let range = pair.range;
    [pair.first, pair.second, pair.more, range.low, range.high].map(Cell::pounds)
}

const FIVE: [(&str, &str); 5] = [
    ("first", "{1}, £"),
    ("second", "{2}, £"),
    ("more", "Second less first, £"),
    ("low", "1 in 10 below, £"),
    ("high", "1 in 10 above, £"),
];

/// The steps from the first to the second.
pub(super) fn steps(chosen: &Chosen<'_>) -> List<'static, Row> {
    let pair = chosen.options.whole(HEADLINE);
    let [first, second] = chosen.names();
    let empty = || vec![Cell::empty(), Cell::empty()];
    let end = |name: &str, more: Cell, total: i64| {
        let mut row = vec![Cell::text(name), more, Cell::pounds(total)];
        row.extend(empty());
        row
    };
    let mut rows = vec![end(first, Cell::empty(), pair.first)];
    for step in chosen.options.steps(HEADLINE) {
        rows.push(vec![
            Cell::text(step.part.words),
            Cell::pounds(step.more),
            Cell::pounds(step.total),
            Cell::pounds(step.so_far.low),
            Cell::pounds(step.so_far.high),
        ]);
    }
    rows.push(end(second, Cell::pounds(pair.more), pair.second));
    let columns = columns(&[
        ("step", "Step"),
        ("more", "More by it, £"),
        ("total", "Total after it, £"),
        ("low", "More than the first so far: 1 in 10 below, £"),
        ("high", "1 in 10 above, £"),
    ]);
    let caption = "From the first to the second, step by step".to_owned();
    list(("steps", caption), &columns, rows)
}

/// What both cost a week in each month.
pub(super) fn months(chosen: &Chosen<'_>) -> List<'static, Row> {
    let weekly = |outcome: &Outcome, month: usize| {
        let range = outcome.weekly(month, HEADLINE).pounds();
        [range.mean, range.low, range.high].map(Cell::pounds)
    };
    let months = chosen.options.second().months.iter().enumerate();
    let rows = months.map(|(index, month)| {
        let mut row = vec![Cell::text(words::month(*month))];
        row.extend(weekly(chosen.options.first(), index));
        row.extend(weekly(chosen.options.second(), index));
        row
    });
    let columns = named(
        chosen,
        &[
            ("month", "Month"),
            ("first", "{1}, mean, £ a week"),
            ("first_low", "1 in 10 below"),
            ("first_high", "1 in 10 above"),
            ("second", "{2}, mean, £ a week"),
            ("second_low", "1 in 10 below"),
            ("second_high", "1 in 10 above"),
        ],
    );
    let caption = "All care, £ a week by month".to_owned();
    list(("months", caption), &columns, rows.collect())
}

/// What both cost in each year, and what the framework is in each.
pub(super) fn years(chosen: &Chosen<'_>) -> List<'static, Row> {
    let (first, second) = (chosen.options.first(), chosen.options.second());
    let rows = (0..second.years.len()).map(|index| {
        let mut row = vec![Cell::text(year(second, index))];
        row.extend(five(&chosen.options.year(index, HEADLINE)));
        for outcome in [first, second] {
            row.push(Cell::text(outcome.called_off(index).words()));
        }
        for outcome in [first, second] {
            row.push(Cell::text(outcome.off_contract(index).words()));
        }
        row
    });
    let mut columns = named(chosen, &[("year", "Financial year")]);
    columns.extend(named(chosen, &FIVE));
    columns.extend(named(
        chosen,
        &[
            ("first_called_off", "Called off the framework, first"),
            ("second_called_off", "Second"),
            ("first_off_contract", "Spend off contract, first"),
            ("second_off_contract", "Second"),
        ],
    ));
    let caption = "All care, year by year".to_owned();
    list(("years", caption), &columns, rows.collect())
}

/// What both cost over the whole time, by what it is for.
pub(super) fn whole(chosen: &Chosen<'_>) -> List<'static, Row> {
    let rows = parts().map(|line| {
        let mut row = vec![Cell::text(line.words())];
        row.extend(five(&chosen.options.whole(line)));
        row
    });
    let mut columns = named(chosen, &[("line", "What for")]);
    columns.extend(named(chosen, &FIVE));
    let caption = "By category, the whole time".to_owned();
    list(("lines", caption), &columns, rows.collect())
}

/// The same for each year.
pub(super) fn each(chosen: &Chosen<'_>) -> List<'static, Row> {
    let second = chosen.options.second();
    let rows = (0..second.years.len()).flat_map(|index| {
        parts().map(move |line| {
            let mut row = vec![Cell::text(year(second, index)), Cell::text(line.words())];
            row.extend(five(&chosen.options.year(index, line)));
            row
        })
    });
    let mut columns = named(chosen, &[("year", "Financial year"), ("line", "What for")]);
    columns.extend(named(chosen, &FIVE));
    let caption = "By category, year by year".to_owned();
    lines::list(("each", caption), 2, &columns, rows.collect()).per_page(LINES_OF_TWO_YEARS)
}

/// So many rows are two years.
const LINES_OF_TWO_YEARS: usize = 18;

/// What spending is split into, and the sum of it.
fn parts() -> impl Iterator<Item = Line> {
    Line::each().filter(|line| *line != Line::Priced)
}

/// What the two assume differently, in words.
pub(super) fn differs(chosen: &Chosen<'_>) -> List<'static, Row> {
    let all = differences(&chosen.first.scenario, &chosen.second.scenario);
    let rows = all.into_iter().map(|one| {
        [one.part.to_owned(), one.first, one.second]
            .map(Cell::text)
            .to_vec()
    });
    let columns = named(
        chosen,
        &[
            ("about", "About"),
            ("first", "{1} says"),
            ("second", "{2} says"),
        ],
    );
    let caption = "What they assume differently".to_owned();
    lines::list(("differs", caption), 3, &columns, rows.collect())
        .when_empty("Both assume the same.")
}
