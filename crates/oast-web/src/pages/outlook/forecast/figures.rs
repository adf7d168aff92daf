use oast_forecast::simulate::{Line, Outcome};
use oast_office::outlook::a_week;
use oast_rules::facts::Category;
use oast_units::{Date, Pence};

use super::{Drawn, HEADLINE, tables};
use crate::answer::Fault;
use crate::chart::{Band, Chart as _, Head, Lines, Series, Unit};
use crate::list::List;
use crate::pages::outlook::lines::Draw;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// The few figures at the top.
pub(super) fn four(drawn: &Drawn, shown: &Outcome) -> Vec<Four> {
    let whole = shown.whole(HEADLINE);
    let (low, high) = whole.eight_in_ten();
    let range = format!("8 in 10 draws: {}", words::headline_range(low, high));
    let span = format!("All care, {} months", shown.months.len());
    let mut four =
        vec![Four::new(&span, &words::headline(whole.mean_pence()), &range).at("#by-year")];
    let next = shown.months_of_year.iter().position(|months| *months == 12);
    if let Some(next) = next {
        let year = tables::year(shown, next);
        let range = shown.year(next, HEADLINE);
        let (low, high) = range.eight_in_ten();
        let hint = words::headline_range(low, high);
        let mean = words::headline(range.mean_pence());
        four.push(Four::new(&format!("In {year}"), &mean, &hint).at("#by-year"));
        if let Some(budget) = drawn.budgets.get(next).copied().flatten() {
            let over = shown.year(next, Line::Priced).mean_pence() - budget;
            let words_of = if over > Pence::ZERO {
                "above"
            } else {
                "within"
            };
            let label = format!("Against the budget of {year}");
            let value = format!("{} {words_of}", words::headline(over.abs()));
            four.push(Four::new(&label, &value, "the four priced categories").at("#by-year"));
        }
        let share = shown.called_off(next).words();
        four.push(Four::new(
            "Called off the framework",
            &share,
            "of the year’s new placements",
        ));
    }
    four
}

/// What care costs a week, as a fan, against the budget.
pub(super) fn fan(drawn: &Drawn, shown: &Outcome, draw: Draw<'_>) -> Result<Figure, Fault> {
    let lines = fan_lines(drawn, shown);
    Ok(Figure {
        svg: lines.figure(),
        title: lines.head.title,
        table: draw(months(drawn, shown))?,
    })
}

/// The line of what has a budget.
const BUDGETED: Line = Line::Priced;

/// The fan's chart.
pub(super) fn fan_lines(drawn: &Drawn, shown: &Outcome) -> Lines {
    let last = shown.months.len().saturating_sub(1);
    let (low, high) = shown.weekly(last, BUDGETED).eight_in_ten();
    let title = match shown.months.last() {
        Some(month) => format!(
            "Care in the four priced categories may cost {} a week by {}",
            words::headline_range(low, high),
            words::month(*month)
        ),
        None => "There is nothing to draw".to_owned(),
    };
    let mut lines = fan_of("fan-chart", title, shown, BUDGETED);
    let months = shown.months.iter().enumerate();
    let points: Vec<(Date, i64)> = months
        .filter_map(|(index, month)| Some((*month, budget_of(drawn, shown, index)?.get())))
        .collect();
    if points.len() > 1 {
        lines.series.push(Series {
            name: "Budget".to_owned(),
            points,
            emphasis: false,
        });
    }
    if let [kept, _, ..] = drawn.outcomes.as_slice() {
        lines.series.push(Series {
            name: "Unchanged".to_owned(),
            points: means(kept, BUDGETED),
            emphasis: false,
        });
    }
    lines
}

/// The numbers of the fan.
pub(super) fn months(drawn: &Drawn, shown: &Outcome) -> List<'static, tables::Row> {
    let budget = |index: usize| budget_of(drawn, shown, index);
    tables::weekly("weekly", shown, BUDGETED, &budget)
}

/// The budget of a month, a week.
fn budget_of(drawn: &Drawn, shown: &Outcome, index: usize) -> Option<Pence> {
    let month = shown.months.get(index)?;
    let year = shown
        .years
        .iter()
        .position(|year| (year.first_day()..=year.last_day()).contains(month))?;
    drawn.budgets.get(year).copied().flatten().map(a_week)
}

fn means(outcome: &Outcome, line: Line) -> Vec<(Date, i64)> {
    let months = outcome.months.iter().enumerate();
    months
        .map(|(index, month)| (*month, outcome.weekly(index, line).mean))
        .collect()
}

fn fan_of(id: &str, title: String, shown: &Outcome, line: Line) -> Lines {
    let band = |name: &str, ends: fn(oast_forecast::simulate::Range) -> (i64, i64)| {
        let months = shown.months.iter().enumerate();
        let points = months.map(|(index, month)| {
            let (from, to) = ends(shown.weekly(index, line));
            (*month, from, to)
        });
        Band {
            name: name.to_owned(),
            points: points.collect(),
        }
    };
    Lines {
        head: Head {
            id: id.to_owned(),
            title,
            description: "What care costs a week in each month: the mean, the range of half of the draws and that of eight in ten."
                .to_owned(),
        },
        unit: Unit::Estimate,
        series: vec![Series {
            name: "Mean".to_owned(),
            points: means(shown, line),
            emphasis: true,
        }],
        bands: vec![
            band("8 in 10 draws", |range| (range.low, range.high)),
            band("Half of them", |range| (range.lower, range.upper)),
        ],
        goals: Vec::new(),
        today: None,
        from_zero: false,
    }
}

const MULTIPLES: [(&str, &str, Category); 5] = [
    ("residential", "residential-chart", Category::Residential),
    (
        "residential-high",
        "residential-high-chart",
        Category::ResidentialHigh,
    ),
    ("nursing", "nursing-chart", Category::Nursing),
    ("nursing-high", "nursing-high-chart", Category::NursingHigh),
    ("complex", "complex-chart", Category::Complex),
];

/// The same fan for each category.
pub(super) fn multiples(shown: &Outcome, draw: Draw<'_>) -> Result<Vec<Figure>, Fault> {
    let last = shown.months.len().saturating_sub(1);
    let mut figures = Vec::new();
    for (id, chart, category) in MULTIPLES {
        let line = Line::Care(category);
        let (first, then) = (shown.weekly(0, line), shown.weekly(last, line));
        if first.mean == 0 && then.mean == 0 {
            continue;
        }
        let title = format!(
            "{}: from {} to {} a week",
            category.words(),
            words::headline(first.mean_pence()),
            words::headline(then.mean_pence())
        );
        figures.push(Figure {
            svg: fan_of(chart, title.clone(), shown, line).figure(),
            title,
            table: draw(tables::weekly(id, shown, line, &|_| None))?,
        });
    }
    Ok(figures)
}
