use oast_exchange::table::{Format, Table, Value};
use oast_forecast::bands::{Best, Design, NoOptimum, Outcome, Question, keeps, no_optimum};
use oast_office::framework_bands;
use oast_units::Pence;

use crate::cli_bands;
use crate::context::Context;
use crate::exit::Refused;
use crate::output;

pub(super) fn design(context: &Context, asked: &cli_bands::Design) -> anyhow::Result<()> {
    let mut question = Question::USUAL;
    for (name, given) in asked.numbers() {
        question.set(name, given).map_err(Refused)?;
    }
    let day = asked.on.map_or_else(|| context.today(), Ok)?;
    let mut office = context.existing_office()?;
    let market = office.market_prices(day, asked.known.known_at.map(|known| known.0))?;
    let bands = framework_bands(office.terms(), day);
    let design =
        Design::of(&market, &question, bands.as_ref()).map_err(|why| Refused(why.to_string()))?;
    if asked.curve {
        return output::table(&curve(&design)?, context.format());
    }
    let best = design.best();
    if asked.districts {
        let best = best.map_err(|why| told(&design, &why))?;
        return output::table(&needs(&best.outcome), context.format());
    }
    let published = design.published()?;
    let table = bands_table(&design, &published, best.as_ref().ok());
    if context.format() != Format::Text {
        return output::table(&table, context.format());
    }
    output::table(&made(&design), Format::Text)?;
    for gap in &design.gaps {
        output::say(&format!(
            "Between {} ({}) and {} ({}) lie prices of no band.",
            gap.from,
            gap.below.words(),
            gap.to,
            gap.above.words()
        ))?;
    }
    output::say("")?;
    output::table(&table, Format::Text)?;
    output::say("")?;
    for line in lines(&published, &best) {
        output::say(&line)?;
    }
    best.map(|_| ()).map_err(|why| told(&design, &why).into())
}

fn told(design: &Design, why: &NoOptimum) -> Refused {
    let asked = design.question.coverage;
    Refused(no_optimum(&design.county, asked, why).join("\n"))
}

/// The published way, step by step.
fn made(design: &Design) -> Table {
    let rows = design.made.iter().map(|made| {
        vec![
            Value::text(made.category.words()),
            Value::Number(i64::from(made.placements)),
            Value::Money(made.average),
            Value::Money(made.rounded_up),
            Value::Money(made.reduced),
            Value::Money(made.lower.weekly()),
            Value::Money(made.upper.weekly()),
        ]
    });
    Table {
        columns: vec![
            "as_published",
            "placements",
            "average",
            "rounded_up",
            "reduced",
            "from",
            "to",
        ],
        rows: rows.collect(),
    }
}

/// The upper ends of both ways, and what they come to.
fn bands_table(design: &Design, published: &Outcome, best: Option<&Best>) -> Table {
    let mut rows = Vec::new();
    let ways = [
        ("published", Some(published)),
        ("cheapest", best.map(|best| &best.outcome)),
    ];
    for (way, outcome) in ways {
        let Some(outcome) = outcome else { continue };
        let lower: Vec<_> = match best.filter(|_| way == "cheapest") {
            Some(best) => best.lower.clone(),
            None => design.made.iter().map(|made| made.lower).collect(),
        };
        for (own, lower) in outcome.categories.iter().zip(lower) {
            rows.push(vec![
                Value::text(way),
                Value::text(own.category.code()),
                Value::Money(lower.weekly()),
                Value::Money(own.top.weekly()),
                Value::Number(own.homes),
                Value::Number(own.homes_all),
                Value::Number(own.people),
                Value::Number(own.on),
                Value::Money(Pence::pounds(own.spend)),
            ]);
        }
    }
    Table {
        columns: vec![
            "way",
            "category",
            "from",
            "to",
            "homes_bidding",
            "homes",
            "people",
            "with_a_bed",
            "four_year_spend",
        ],
        rows,
    }
}

fn lines(published: &Outcome, best: &Result<Best, NoOptimum>) -> Vec<String> {
    let spend = |pounds: i64| Pence::pounds(pounds).short();
    let mut lines = vec![format!(
        "As published, new placements would cost {} over four years.",
        spend(published.spend)
    )];
    let Ok(best) = best else { return lines };
    lines.push(format!(
        "The cheapest bands with enough beds everywhere would cost {}.",
        spend(best.outcome.spend)
    ));
    for bind in &best.binds {
        lines.push(keeps(bind));
        if let Some(more) = bind.one_more {
            lines.push(format!("  A point more would cost {} more.", spend(more)));
        }
    }
    for less in &best.relaxed {
        let tops: Vec<String> = less.tops.iter().map(|top| top.weekly().short()).collect();
        lines.push(format!(
            "If {} beds for every 10,000 people were enough in {}, it would save {} with upper ends of {}.",
            less.coverage,
            less.district,
            spend(less.saves),
            oast_forecast::listed(&tops)
        ));
    }
    lines
}

/// What every upper end trades, the other categories as published.
fn curve(design: &Design) -> anyhow::Result<Table> {
    let mut rows = Vec::new();
    for (at, known) in design.county.categories.iter().enumerate() {
        for point in design.trade(at, None)? {
            rows.push(vec![
                Value::text(known.category.code()),
                Value::Money(point.top.weekly()),
                Value::Number(point.homes),
                Value::Number(point.people),
                Value::Number(point.short),
                Value::Money(Pence::pounds(point.spend)),
            ]);
        }
    }
    Ok(Table {
        columns: vec![
            "category",
            "upper_end",
            "homes_bidding",
            "people_with_a_bed",
            "beds_short",
            "four_year_spend",
        ],
        rows,
    })
}

/// The beds of each district.
fn needs(outcome: &Outcome) -> Table {
    let tenths = |tenths: i64| Value::text(oast_forecast::tenths(tenths));
    let rows = outcome.needs.iter().map(|need| {
        vec![
            Value::text(&need.district),
            Value::text(need.category.code()),
            Value::Number(need.people),
            tenths(need.asked),
            tenths(need.beds),
            tenths(need.slack()),
        ]
    });
    Table {
        columns: vec![
            "district",
            "category",
            "people",
            "beds_asked",
            "beds",
            "slack",
        ],
        rows: rows.collect(),
    }
}
