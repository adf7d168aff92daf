use oast_forecast::bands::{Best, Design, Outcome, Point};
use oast_forecast::{percent, tenths};
use oast_rules::facts::Category;
use oast_rules::price::market::{ByCategory, HomeSeen, Leaving, Market, PRICED, Paid, RestsOn};
use oast_units::{Date, WeeklyRate};

use crate::list::{Cell, List};
use crate::pages::outlook::lines::{Lines, list};

fn price(weekly: WeeklyRate) -> Cell {
    Cell::money(weekly.weekly()).plain()
}

/// What the design rests on.
pub(super) fn rests(design: &Design) -> List<'static, Lines> {
    let rows = design.county.categories.iter().map(|known| {
        let market = known.market;
        let mut row = vec![
            Cell::text(known.category.words()),
            Cell::number(i64::from(known.average.placements)),
            Cell::money(known.average.weekly).plain(),
            market.map_or_else(Cell::empty, |market| {
                Cell::number(i64::from(market.placements))
            }),
            Cell::maybe_money(market.map(|market| market.weekly)).plain(),
        ];
        row.extend(known.rests_on.iter().map(|homes| Cell::count(*homes)));
        let turnover = Cell::text(percent(known.turnover, 0));
        row.push(if known.turnover_assumed {
            turnover.hint("assumed")
        } else {
            turnover
        });
        row.push(Cell::number(known.entrants));
        row
    });
    let mut columns = vec![
        ("category", "Category".to_owned()),
        ("placements", "People".to_owned()),
        ("average", "Paid on average, £ a week".to_owned()),
        ("recent", "Recent placements off the framework".to_owned()),
        ("market", "Their average, £ a week".to_owned()),
    ];
    let bases = ["own", "dearness", "average_alone"]
        .into_iter()
        .zip(RestsOn::ALL);
    columns.extend(bases.map(|(name, rests)| (name, format!("Homes by {}", rests.words()))));
    columns.push(("turnover", "Leave in a year".to_owned()));
    columns.push(("entrants", "New placements in four years".to_owned()));
    let caption = "What it rests on".to_owned();
    list(("rests", caption), 1, &columns, rows.collect())
}

/// The published way, step by step.
pub(super) fn made(design: &Design) -> List<'static, Lines> {
    let rows = design.made.iter().map(|made| {
        vec![
            Cell::text(made.category.words()),
            Cell::money(made.average).plain(),
            Cell::money(made.rounded_up).plain(),
            Cell::money(made.reduced).plain(),
            price(made.upper),
            price(made.lower),
        ]
    });
    let columns = [
        ("category", "Category".to_owned()),
        ("average", "1. Average, £ a week".to_owned()),
        ("rounded_up", "2. Rounded up, £".to_owned()),
        ("reduced", "3. Less the reduction, £".to_owned()),
        ("upper", "4. Nearest spinal point: upper end, £".to_owned()),
        ("lower", "Begins at, £".to_owned()),
    ];
    let caption = "The bands, step by step".to_owned();
    list(("made", caption), 1, &columns, rows.collect())
}

/// What a category’s upper ends trade.
pub(super) fn points(
    (id, caption): (&'static str, String),
    points: &[Point],
    districts: &[String],
) -> List<'static, Lines> {
    let rows = points.iter().map(|point| {
        let short_in = point.short_in.iter().filter_map(|at| districts.get(*at));
        let names: Vec<String> = short_in.cloned().collect();
        vec![
            price(point.top),
            Cell::text(oast_forecast::listed(&names)),
            Cell::number(point.homes),
            Cell::text(crate::chart::Unit::Percent.short(point.homes_share)),
            Cell::number(point.people),
            Cell::number(point.short),
            Cell::pounds(point.spend),
        ]
    });
    let columns = [
        ("upper_end", "Upper end, £ a week".to_owned()),
        ("short_in", "Too few beds in".to_owned()),
        ("homes", "Homes that bid".to_owned()),
        ("homes_share", "Of those that could".to_owned()),
        ("people", "People with a bed at them".to_owned()),
        ("short", "Beds missing".to_owned()),
        ("spend", "Four-year spend, £".to_owned()),
    ];
    list((id, caption), 2, &columns, rows.collect())
}

/// Both ways, side by side.
pub(super) fn outcomes(
    design: &Design,
    published: &Outcome,
    best: Option<&Best>,
) -> List<'static, Lines> {
    let lower: Vec<WeeklyRate> = design.made.iter().map(|made| made.lower).collect();
    let mut ways = vec![("The published way", published, lower)];
    if let Some(best) = best {
        ways.push(("Cheapest", &best.outcome, best.lower.clone()));
    }
    let mut rows = Vec::new();
    for (way, outcome, lower) in ways {
        for (own, lower) in outcome.categories.iter().zip(lower) {
            rows.push(vec![
                Cell::text(way),
                Cell::text(own.category.words()),
                price(lower),
                price(own.top),
                Cell::number(own.homes).hint(format!("of {}", own.homes_all)),
                Cell::number(own.people),
                Cell::number(own.on),
                Cell::pounds(own.spend),
            ]);
        }
        let all = |of: fn(&oast_forecast::bands::CategoryOutcome) -> i64| {
            Cell::number(outcome.categories.iter().map(of).sum())
        };
        rows.push(vec![
            Cell::text(way),
            Cell::text("All"),
            Cell::empty(),
            Cell::empty(),
            Cell::empty(),
            all(|own| own.people),
            all(|own| own.on),
            Cell::pounds(outcome.spend),
        ]);
    }
    let columns = [
        ("way", "Way".to_owned()),
        ("category", "Category".to_owned()),
        ("from", "From, £ a week".to_owned()),
        ("to", "To, £ a week".to_owned()),
        ("homes", "Homes that bid".to_owned()),
        ("people", "People".to_owned()),
        ("with_a_bed", "With a bed at a bidding home".to_owned()),
        ("spend", "Four-year spend, £".to_owned()),
    ];
    let caption = "The bands of both ways, and what they come to".to_owned();
    list(("outcomes", caption), 2, &columns, rows)
}

/// Each district’s beds.
pub(super) fn needs(outcome: &Outcome) -> List<'static, Lines> {
    let rows = outcome.needs.iter().map(|need| {
        vec![
            Cell::text(&need.district),
            Cell::text(need.category.words()),
            Cell::number(need.people),
            Cell::text(tenths(need.asked)),
            Cell::text(tenths(need.beds)),
            Cell::text(tenths(need.slack())),
        ]
    });
    let columns = [
        ("district", "District".to_owned()),
        ("category", "Category".to_owned()),
        ("people", "People".to_owned()),
        ("asked", "Beds asked for".to_owned()),
        ("beds", "Beds that can be had".to_owned()),
        ("slack", "To spare".to_owned()),
    ];
    let caption = "Beds by district, at these upper ends".to_owned();
    list(("needs", caption), 2, &columns, rows.collect())
}

/// A small county, made up, for looking at the page.
pub(super) fn sample() -> Market {
    let home = |at: i64, nurses| {
        let seen = HomeSeen {
            home_id: format!("H{at}").parse().ok()?,
            district: ["Ashford", "Thanet"]
                .get(usize::from(at % 2 == 0))?
                .parse()
                .ok(),
            beds: 60,
            nurses,
        };
        Some(seen)
    };
    let homes: Vec<HomeSeen> = (1..9).filter_map(|at| home(at, at > 4)).collect();
    let mut paid = Vec::new();
    for (place, seen) in homes.iter().enumerate() {
        for (category, of) in PRICED.iter().enumerate() {
            let nursing = matches!(of, Category::Nursing | Category::NursingHigh);
            if nursing && !seen.nurses {
                continue;
            }
            let dear = [820, 900, 860, 940, 880, 960, 840, 1_000].get(place);
            let more = [0, 110, 180, 300].get(category);
            let weekly = dear.copied().unwrap_or(900) + more.copied().unwrap_or(0);
            paid.extend((0..4).map(|_| Paid {
                home: place,
                category,
                weekly: WeeklyRate::pounds(weekly),
                off_framework: true,
                recent: true,
                lives_there: true,
            }));
        }
    }
    let leaving: ByCategory<Leaving> = [Leaving {
        ended: 8,
        days: 8_000,
    }; PRICED.len()];
    Market::of(Date::of(2026, 6, 1), homes, &paid, leaving)
}
