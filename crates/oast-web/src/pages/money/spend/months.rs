use oast_office::picture::{Picture, SpendBy, SpendCategory, SpendSum};
use oast_units::{Date, Pence};

use super::asked::SpendAsked;
use crate::answer::Fault;
use crate::chart::{Bar, Bars, Chart as _, Head, Unit, month_label};
use crate::desk::Desk;
use crate::list::{Cell, List};
use crate::pages::parts::Figure;
use crate::words;

/// One month of the year.
struct Month {
    first: Date,
    sum: SpendSum,
    budget: Option<Pence>,
    /// Whether all of it is past.
    over: bool,
}

/// Spending month by month, with the months to come as they are known so far.
pub(super) fn figure(
    desk: &Desk,
    picture: &Picture,
    asked: &SpendAsked,
    by: &SpendBy,
) -> Result<Figure, Fault> {
    let day = desk.day();
    let months: Vec<Month> = by
        .months
        .iter()
        .map(|(first, sum)| Month {
            first: *first,
            sum: *sum,
            budget: budget(picture, asked, *first),
            over: first.add_months(1) <= day,
        })
        .collect();
    let title = title(picture, asked, &months);
    let bars = months.iter().map(|month| Bar {
        label: month_label(month.first),
        value: asked.measure(&month.sum).get(),
        marker: month.budget.map(Pence::get),
        href: Some(asked.payments(month.first)),
        emphasis: month.over,
    });
    let svg = Bars {
        head: Head {
            id: "by-month-chart".to_owned(),
            title: title.clone(),
            description: "Grey bars are months that are not over: what is known so far.".to_owned(),
        },
        unit: Unit::Pounds,
        bars: if nothing(&months) {
            Vec::new()
        } else {
            bars.collect()
        },
        marker: "Budget".to_owned(),
    }
    .figure();
    let table = desk.table(table(asked, months))?;
    Ok(Figure { title, svg, table })
}

fn nothing(months: &[Month]) -> bool {
    let is_nothing = |month: &Month| month.sum == SpendSum::default();
    months.iter().all(is_nothing)
}

/// A twelfth of the budget, where what is asked for has one: gross, and the whole county.
fn budget(picture: &Picture, asked: &SpendAsked, month: Date) -> Option<Pence> {
    let filter = &asked.filter;
    let narrowed = filter.route.is_some()
        || [&filter.district, &filter.provider, &filter.home]
            .iter()
            .any(|each| each.is_some());
    if asked.net || narrowed {
        return None;
    }
    let category = match filter.category {
        Some(SpendCategory::Block) => return None,
        Some(SpendCategory::Care(category)) => Some(category),
        None => None,
    };
    picture.facts.market.budget_of_month(month, category)
}

fn title(picture: &Picture, asked: &SpendAsked, months: &[Month]) -> String {
    let (what, scope) = (asked.measure_words(), asked.scope(picture));
    if nothing(months) {
        return format!("Nothing was spent{scope} in {}", asked.year);
    }
    let Some(last) = months.iter().rfind(|month| month.over) else {
        let known: Pence = months.iter().map(|month| asked.measure(&month.sum)).sum();
        return format!(
            "{what}{scope} in {} comes to {} as known so far",
            asked.year,
            words::headline(known)
        );
    };
    let spent = asked.measure(&last.sum);
    let against = last.budget.map_or(String::new(), |budget| {
        let apart = spent - budget;
        let (apart, than) = if apart.get() < 0 {
            (Pence::ZERO - apart, "less")
        } else {
            (apart, "more")
        };
        format!(
            ", {} {than} than a twelfth of the year’s budget",
            words::headline(apart)
        )
    });
    format!(
        "{what}{scope} came to {} in {}{against}",
        words::headline(spent),
        words::month(last.first)
    )
}

fn table(asked: &SpendAsked, months: Vec<Month>) -> List<'_, Month> {
    let with_budget = months.iter().any(|month| month.budget.is_some());
    let whole: SpendSum = months.iter().map(|month| month.sum).sum();
    let budget: Pence = months.iter().filter_map(|month| month.budget).sum();
    let mut totals = vec![
        Cell::text("The year, as known"),
        Cell::empty(),
        Cell::money(whole.gross),
        Cell::money(whole.net),
    ];
    let to = |month: &Month| asked.payments(month.first);
    let mut list = List::new("by-month", "Spend by month", months)
        .column("month", "Month", |month: &Month| {
            let hint = if month.over { "" } else { "known so far" };
            Cell::text(words::month(month.first)).hint(hint)
        })
        .numbers("placements", "Placements", |month| {
            Cell::number(month.sum.placements)
        })
        .numbers("gross", "Gross, £", move |month| {
            Cell::money(month.sum.gross).to(to(month))
        })
        .numbers("net", "Net of contributions, £", move |month| {
            Cell::money(month.sum.net).to(to(month))
        })
        .when_empty("Spending is shown for this financial year and the two before it.");
    if with_budget {
        list = list.numbers("budget", "Budget, a twelfth, £", |month| {
            Cell::maybe_money(month.budget)
        });
        totals.push(Cell::money(budget));
    }
    if list.is_empty() {
        return list;
    }
    list.totals(totals)
}
