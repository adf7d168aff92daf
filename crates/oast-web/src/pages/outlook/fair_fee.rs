//! What care should cost: the fee as cost lines, against band and market, and the uplift formula.

use std::sync::Arc;

use axum::response::Response;
use oast_rules::facts::Category;
use oast_rules::price::band::Bands;
use oast_rules::price::fair_fee::{FairFee, FeeLine, above, fair_fee};
use oast_rules::price::market::{ByCategory, PRICED, Prices};
use oast_rules::price::uplift_formula::{uplift_days, uplift_formula};
use oast_terms::{FairFeeTerms, Recorder, Terms};
use oast_units::{Date, Pence};
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::market::bands;
use crate::pages::money::trace::{steps_of, terms_of};
use crate::pages::outlook::lines::{Lines, list};

/// The page.
#[derive(Debug, Serialize)]
pub struct FairFeePage {
    filters: Vec<Filter>,
    /// Why there is no fee on the day.
    nothing: Option<String>,
    lines: Option<Table>,
    uplifts: Table,
    /// The category whose fee is opened, in words, and how it comes about.
    category: &'static str,
    steps: Option<Table>,
    terms: Option<Table>,
    /// The April whose uplift is opened, in words, and how it comes about.
    april: Option<String>,
    uplift_steps: Option<Table>,
    uplift_terms: Option<Table>,
}

impl Page for FairFeePage {
    const TEMPLATE: &'static str = "pages/outlook/fair_fee.html";
    const HELP: Option<&'static str> = Some("fair-fee");

    fn title(&self) -> String {
        "A fair fee".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/fair-fee",
            query: &[],
        };
        let table = |id| {
            let columns = [("what", "What".to_owned()), ("fee", "£ a week".to_owned())];
            let row = vec![
                Cell::text("Premises"),
                Cell::money(Pence::pounds(60)).plain(),
            ];
            list((id, format!("Sample of {id}")), 1, &columns, vec![row]).table(asked)
        };
        let page = |there: bool| Self {
            filters: filters(Category::Residential),
            nothing: (!there).then(|| "The term has no value on 31 March 2026.".to_owned()),
            lines: there.then(|| table("lines")),
            uplifts: table("uplifts"),
            category: Category::Residential.words(),
            steps: there.then(|| table("steps")),
            terms: there.then(|| table("terms")),
            april: there.then(|| "1 April 2026".to_owned()),
            uplift_steps: there.then(|| table("uplift-steps")),
            uplift_terms: there.then(|| table("uplift-terms")),
        };
        vec![page(true), page(false)]
    }
}

fn filters(category: Category) -> Vec<Filter> {
    let choices = PRICED.iter().map(|each| (each.code(), each.words()));
    vec![Filter::one_of(
        "category",
        "Open the fee for",
        category.code(),
        choices,
    )]
}

/// What fees are set against, by category.
struct Against {
    bands: Option<Bands>,
    market: ByCategory<Option<Pence>>,
}

/// Shows what care should cost.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let day = desk.day();
    let terms: Arc<Terms> = desk.terms();
    let contract = terms.contract_for(None, "framework");
    let fair = contract
        .fair_fee
        .as_ref()
        .ok_or_else(|| Fault::NotFound("The framework has no terms of a fair fee.".to_owned()))?;
    let wanted: Option<Category> = desk.query_as("category");
    let category = wanted.filter(|wanted| PRICED.contains(wanted));
    let category = category.unwrap_or(Category::Residential);
    let against = Against {
        bands: bands(&picture, day),
        market: picture.market_prices().recent.map(Prices::mean),
    };
    let (fees, opened, nothing) = fees(&terms, fair, day, category);
    let there = nothing.is_none();
    let (uplifts, last) = uplifts(&terms, fair);
    let table = |id, caption: &str| {
        Ok::<_, Fault>(if there {
            Some(desk.table(steps_of((id, caption), &opened.entries))?)
        } else {
            None
        })
    };
    let caption = format!("{}, step by step", category.words());
    let steps = table("steps", &caption)?;
    let read = there.then(|| desk.table(terms_of(("terms", "Terms it rests on"), &opened.entries)));
    let lines = there.then(|| desk.table(lines(&fees, &against)).map(Table::in_order));
    let (april, uplift_steps, uplift_terms) = match &last {
        Some((april, trace)) => (
            Some(april.long()),
            Some(desk.table(steps_of(
                ("uplift-steps", "The uplift, step by step"),
                &trace.entries,
            ))?),
            Some(desk.table(terms_of(
                ("uplift-terms", "Terms of the uplift"),
                &trace.entries,
            ))?),
        ),
        None => (None, None, None),
    };
    let page = FairFeePage {
        filters: filters(category),
        nothing,
        lines: lines.transpose()?,
        uplifts: desk.table(uplifts).map(Table::in_order)?,
        category: category.words(),
        steps,
        terms: read.transpose()?,
        april,
        uplift_steps,
        uplift_terms,
    };
    desk.page(&page)
}

/// The fee of each category, how that of one comes about, and why there is none.
fn fees(
    terms: &Terms,
    fair: &FairFeeTerms,
    day: Date,
    category: Category,
) -> (Vec<(Category, FairFee)>, Recorder, Option<String>) {
    let england = &terms.england;
    let mut opened = Recorder::default();
    let (mut fees, mut nothing) = (Vec::new(), None);
    for each in PRICED {
        let mut trace = Recorder::default();
        match fair_fee(
            each,
            day,
            &england.wage,
            &england.inflation,
            fair,
            &mut trace,
        ) {
            Ok(fee) => fees.push((each, fee)),
            Err(why) => nothing = Some(crate::form::sentence(&why.to_string())),
        }
        if each == category {
            opened = trace;
        }
    }
    (fees, opened, nothing)
}

/// The lines of each category side by side, their sum, and what it is set against.
fn lines(fees: &[(Category, FairFee)], against: &Against) -> List<'static, Lines> {
    let row = |name: &str, cell: &dyn Fn(&(Category, FairFee)) -> Cell| -> Lines {
        std::iter::once(Cell::text(name))
            .chain(fees.iter().map(cell))
            .collect()
    };
    let mut rows: Vec<Lines> = FeeLine::ALL
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            row(line.words(), &|(_, fee)| {
                Cell::maybe_money(fee.lines.get(at).copied()).plain()
            })
        })
        .collect();
    rows.push(row("The fair fee", &|(_, fee)| {
        Cell::money(fee.weekly.weekly()).plain()
    }));
    let upper = |category: Category| {
        let band = against.bands.as_ref()?.of(category)?;
        Some(band.upper.weekly())
    };
    let market = |category: Category| {
        let at = PRICED.iter().position(|each| *each == category)?;
        *against.market.get(at)?
    };
    rows.push(row("Upper end of today’s band", &|(category, _)| {
        Cell::maybe_money(upper(*category)).plain()
    }));
    rows.push(row("The band above the fair fee", &|(category, fee)| {
        Cell::maybe_money(upper(*category).map(|upper| above(upper, fee))).plain()
    }));
    rows.push(row("Recent placements off the framework", &|(
        category,
        _,
    )| {
        Cell::maybe_money(market(*category)).plain()
    }));
    rows.push(row("The market above the fair fee", &|(category, fee)| {
        Cell::maybe_money(market(*category).map(|market| above(market, fee))).plain()
    }));
    let mut columns = vec![("line", "£ for an occupied bed a week".to_owned())];
    columns.extend(
        fees.iter()
            .map(|(category, _)| (category.code(), category.words().to_owned())),
    );
    let caption = "The fee as cost lines".to_owned();
    list(("lines", caption), 1, &columns, rows)
}

type Opened = Option<(Date, Recorder)>;

/// What the formula gives for each April, and how the last one that is known comes about.
fn uplifts(terms: &Terms, fair: &FairFeeTerms) -> (List<'static, Lines>, Opened) {
    let england = &terms.england;
    let (mut rows, mut last) = (Vec::new(), None);
    for day in uplift_days(&england.wage) {
        let mut trace = Recorder::default();
        let found = uplift_formula(day, &england.wage, &england.inflation, fair, &mut trace);
        let percent = |percent| Cell::text(format!("{percent}%"));
        let mut row = vec![Cell::date(day)];
        match found {
            Ok(found) => {
                row.push(Cell::empty());
                let parts = [
                    found.wage,
                    found.inflation,
                    found.contributions,
                    found.uplift,
                ];
                row.extend(parts.map(percent));
                last = Some((day, trace));
            }
            Err(why) => row.push(Cell::text(crate::form::sentence(&why.to_string()))),
        }
        rows.push(row);
    }
    let columns = [
        ("from", "From".to_owned()),
        ("why_not", "Not known".to_owned()),
        ("wage", "Wage".to_owned()),
        ("inflation", "Inflation".to_owned()),
        ("contributions", "Contributions".to_owned()),
        ("uplift", "Uplift".to_owned()),
    ];
    let caption = "What the uplift formula gives".to_owned();
    (list(("uplifts", caption), 2, &columns, rows), last)
}
