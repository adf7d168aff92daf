use oast_office::picture::{MonthBridge, SpendCategory};
use oast_rules::facts::Category;
use oast_rules::money::bridge::{Bridge, Change, Step};
use oast_units::{Date, Pence};

use crate::answer::Fault;
use crate::chart::{Bridge as Drawing, Chart as _, Head, Movement, Unit};
use crate::link::{To, with_query};
use crate::list::{Cell, List};
use crate::pages::outlook::lines::{Draw, Lines, list};
use crate::pages::parts::Figure;
use crate::words;

/// From one month to the next: the steps of the whole county, and by category under it.
pub(super) fn figure(months: &MonthBridge, draw: Draw<'_>) -> Result<Figure, Fault> {
    let drawing = drawing(months);
    Ok(Figure {
        svg: drawing.figure(),
        title: drawing.head.title,
        table: draw(steps(months))?,
    })
}

/// The chart of the steps.
pub(in crate::pages::outlook) fn drawing(months: &MonthBridge) -> Drawing {
    let total = months.bridge.total();
    let moved = Step::ALL.iter().filter_map(|step| {
        let amount = total.steps.of(*step);
        (!amount.is_zero()).then(|| Movement {
            label: step.words().to_owned(),
            value: amount.get(),
            href: Some(behind(months, *step, None)),
        })
    });
    Drawing {
        head: Head {
            id: "bridge-chart".to_owned(),
            title: title(months, &total),
            description: "Gross spend of the month before, what moved, and the month after."
                .to_owned(),
        },
        unit: Unit::Pounds,
        start: (words::month(months.before), total.before.get()),
        movements: moved.collect(),
        end: words::month(months.after),
    }
}

fn title(months: &MonthBridge, total: &Change) -> String {
    let (before, after) = (words::month(months.before), words::month(months.after));
    let more = total.more();
    let by = words::headline(more.abs());
    let said = match more.cmp(&Pence::ZERO) {
        std::cmp::Ordering::Greater => format!("{after} cost {by} more than {before}"),
        std::cmp::Ordering::Less => format!("{after} cost {by} less than {before}"),
        std::cmp::Ordering::Equal => format!("{after} cost as much as {before}"),
    };
    let most = total
        .steps
        .largest()
        .map_or(String::new(), |(step, amount)| {
            let amount = Unit::Pounds.short_difference(amount.get());
            format!("; most moved by: {} ({amount})", in_a_sentence(step))
        });
    format!("{said}{most}")
}

/// A step's name within a sentence.
fn in_a_sentence(step: Step) -> String {
    step.words().to_lowercase()
}

/// What is behind a step, in a category or in all.
fn behind(months: &MonthBridge, step: Step, category: Option<SpendCategory>) -> String {
    let month = months.after.to_string();
    with_query(
        To::BudgetMoved,
        [
            ("month", month.as_str()),
            ("step", step.code()),
            ("category", category.map_or("", SpendCategory::code)),
        ],
    )
}

/// The steps, with a column for each category.
pub(in crate::pages::outlook) fn steps(months: &MonthBridge) -> List<'static, Lines> {
    let (bridge, total) = (&months.bridge, months.bridge.total());
    let categories: Vec<(SpendCategory, Change)> = bridge
        .categories
        .iter()
        .map(|(category, change)| (SpendCategory::from(*category), *change))
        .collect();
    let row = |name: String, cell: &dyn Fn(Option<SpendCategory>, &Change) -> Cell| {
        let of_categories = categories
            .iter()
            .map(|(category, change)| cell(Some(*category), change));
        std::iter::once(Cell::text(name))
            .chain(of_categories)
            .chain([cell(None, &total)])
            .collect::<Lines>()
    };
    let mut rows = vec![row(words::month(months.before), &|category, change| {
        Cell::money(change.before).to(payments(months.before, category))
    })];
    rows.extend(Step::ALL.iter().map(|step| {
        row(step.words().to_owned(), &|category, change| {
            moved(months, *step, category, change)
        })
    }));
    let after = row(words::month(months.after), &|category, change| {
        Cell::money(change.after).to(payments(months.after, category))
    });
    let mut columns = vec![("step", "Step".to_owned())];
    let headings = categories.iter();
    columns.extend(headings.map(|(category, _)| (category.code(), heading(*category))));
    columns.push(("all", "All, £".to_owned()));
    let caption = format!(
        "From {} to {}, gross",
        words::month(months.before),
        words::month(months.after)
    );
    let list = list(("bridge", caption), 1, &columns, rows);
    if categories.is_empty() {
        return list;
    }
    list.totals(after)
}

fn heading(category: SpendCategory) -> String {
    match category {
        SpendCategory::Care(Category::Complex) => "Complex, £".to_owned(),
        other => format!("{}, £", other.words()),
    }
}

fn moved(
    months: &MonthBridge,
    step: Step,
    category: Option<SpendCategory>,
    change: &Change,
) -> Cell {
    let amount = change.steps.of(step);
    if amount.is_zero() {
        return Cell::money(amount).plain();
    }
    Cell::money(amount).to(behind(months, step, category))
}

/// What a month's spending is made of.
fn payments(month: Date, category: Option<SpendCategory>) -> String {
    let month = month.to_string();
    let category = category.map_or("", SpendCategory::code);
    with_query(
        To::SpendPlacements,
        [("month", month.as_str()), ("category", category)],
    )
}

/// From a month to the next, as it may look.
pub(in crate::pages::outlook) fn sample() -> MonthBridge {
    let change = Change {
        before: Pence::pounds(4_100_000),
        after: Pence::pounds(4_100_000),
        ..Change::default()
    };
    let mut bridge = Bridge::default();
    bridge.categories.insert(Some(Category::Nursing), change);
    bridge.categories.insert(None, change);
    MonthBridge {
        before: Date::of(2026, 4, 1),
        after: Date::of(2026, 5, 1),
        bridge,
        moved: Vec::new(),
    }
}
