use anyhow::anyhow;
use oast_exchange::table::{Table, Value};
use oast_rules::facts::Route;
use oast_rules::price::fair_fee::{FeeLine, fair_fee};
use oast_rules::price::market::PRICED;
use oast_rules::price::uplift_formula::{uplift_days, uplift_formula};
use oast_terms::{FairFeeTerms, Silent, Terms};
use oast_units::Date;

use crate::context::Context;
use crate::exit::Refused;
use crate::output;

pub(super) fn run(context: &Context, on: Option<Date>, uplifts: bool) -> anyhow::Result<()> {
    let day = on.map_or_else(|| context.today(), Ok)?;
    let terms = context.terms()?;
    let contract = terms.contract_for(None, Route::Framework.code());
    let fair = contract.fair_fee.as_ref();
    let fair = fair.ok_or_else(|| anyhow!("the framework has no terms of a fair fee"))?;
    let table = if uplifts {
        by_april(&terms, fair)
    } else {
        lines(&terms, fair, day).map_err(|why| Refused(why.to_string()))?
    };
    output::table(&table, context.format())
}

/// A row for each line of each category, and one for its fee.
fn lines(terms: &Terms, fair: &FairFeeTerms, day: Date) -> anyhow::Result<Table> {
    let (wage, inflation) = (&terms.england.wage, &terms.england.inflation);
    let mut rows = Vec::new();
    for category in PRICED {
        let fee = fair_fee(category, day, wage, inflation, fair, &mut Silent)?;
        let row = |line: &str, amount| {
            vec![
                Value::text(category.code()),
                Value::text(line),
                Value::Money(amount),
            ]
        };
        let each = FeeLine::ALL.into_iter().zip(fee.lines);
        rows.extend(each.map(|(line, amount)| row(line.code(), amount)));
        rows.push(row("fair_fee", fee.weekly.weekly()));
    }
    Ok(Table {
        columns: vec!["category", "line", "weekly"],
        rows,
    })
}

/// A row for each April.
fn by_april(terms: &Terms, fair: &FairFeeTerms) -> Table {
    let (wage, inflation) = (&terms.england.wage, &terms.england.inflation);
    let rows = uplift_days(wage).into_iter().map(|day| {
        let found = uplift_formula(day, wage, inflation, fair, &mut Silent);
        let part =
            |of: fn(&oast_rules::price::uplift_formula::UpliftFormula) -> oast_units::Percent| {
                Value::maybe(found.as_ref().ok(), |found| Value::Percent(of(found)))
            };
        vec![
            Value::Date(day),
            part(|found| found.wage),
            part(|found| found.inflation),
            part(|found| found.contributions),
            part(|found| found.uplift),
            Value::maybe(found.as_ref().err(), Value::text),
        ]
    });
    Table {
        columns: vec![
            "from",
            "wage",
            "inflation",
            "contributions",
            "uplift",
            "why_not",
        ],
        rows: rows.collect(),
    }
}
