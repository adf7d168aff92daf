use oast_forecast::percent;
use oast_forecast::published::{
    CATEGORIES, Case, Leaving, Row, Tables, Way, YEARS, new_share, slips as slips_of,
};

use crate::list::{Cell, List};
pub(super) use crate::pages::outlook::lines::Lines;
use crate::pages::outlook::lines::list;

const YEAR_NAMES: [&str; YEARS] = ["year_1", "year_2", "year_3", "year_4"];

fn by_year(first: &str, case: &Case) -> Vec<(&'static str, String)> {
    let years = YEAR_NAMES.into_iter().zip(case.years.iter().cloned());
    std::iter::once(("row", first.to_owned()))
        .chain(years)
        .collect()
}

fn pounds(tables: &Tables, way: Way, row: Row) -> Lines {
    let cells = tables.row(way, row).into_iter();
    let cells = cells.map(|cell| cell.map_or_else(Cell::empty, Cell::pounds));
    std::iter::once(Cell::text(row.words()))
        .chain(cells)
        .collect()
}

/// What an option costs.
pub(super) fn option(case: &Case, tables: &Tables, way: Way) -> List<'static, Lines> {
    let mut rows: Vec<Lines> = Vec::new();
    for row in Tables::each_row().filter(|row| *row != Row::CostAvoidance) {
        rows.push(pounds(tables, way, row));
        if row == Row::Increase {
            let growth = tables.growth(way).into_iter();
            let growth = growth
                .map(|part| part.map_or_else(Cell::empty, |part| Cell::text(percent(part, 1))));
            rows.push(
                std::iter::once(Cell::text("The same in per cent"))
                    .chain(growth)
                    .collect(),
            );
        }
    }
    let printed = case.printed();
    let name = &printed.of(way).name;
    let id = match way {
        Way::NoChange => "option-1",
        Way::Bands => "option-2",
    };
    let caption = format!("Option {}: {name}, £", way.option());
    list((id, caption), 1, &by_year("Category", case), rows)
}

/// What option 2 avoids.
pub(super) fn both(case: &Case, tables: &Tables) -> List<'static, Lines> {
    let rows = vec![pounds(tables, Way::Bands, Row::CostAvoidance)];
    let caption = "What option 2 costs less than option 1, £".to_owned();
    list(("both", caption), 1, &by_year("Comparison", case), rows)
}

/// What the chart draws.
pub(in crate::pages::outlook) fn totals(case: &Case, tables: &Tables) -> List<'static, Lines> {
    let years = case.years.iter().enumerate();
    let rows = years.map(|(year, name)| {
        let cell = |way, row| tables.row(way, row)[year].map_or_else(Cell::empty, Cell::pounds);
        vec![
            Cell::text(name),
            cell(Way::NoChange, Row::Total),
            cell(Way::Bands, Row::Total),
            cell(Way::Bands, Row::Budget),
        ]
    });
    let columns = [
        ("year", "Year".to_owned()),
        ("option_1", "Option 1, £".to_owned()),
        ("option_2", "Option 2, £".to_owned()),
        ("budget", "Budget, £".to_owned()),
    ];
    list(("totals", "Totals".to_owned()), 1, &columns, rows.collect())
}

/// Printed cells that their own rows do not give.
pub(super) fn slips(case: &Case) -> List<'static, Lines> {
    let rows = slips_of(case).into_iter().map(|slip| {
        let option = slip
            .way
            .map_or("Both".to_owned(), |way| format!("Option {}", way.option()));
        let year = case.years.get(slip.year - 1);
        vec![
            Cell::text(format!("{option}: {}", slip.cell)),
            Cell::maybe(year),
            Cell::text(slip.by),
            Cell::pounds(slip.reckoned),
            Cell::pounds(slip.printed),
            Cell::number(slip.reckoned - slip.printed),
        ]
    });
    let columns = [
        ("cell", "Cell".to_owned()),
        ("year", "Year".to_owned()),
        ("by", "Reckoned from".to_owned()),
        ("reckoned", "Gives, £".to_owned()),
        ("printed", "Printed, £".to_owned()),
        ("difference", "Off by, £".to_owned()),
    ];
    let caption = "Cells that are off by a pound: they were rounded after they were added up";
    list(("slips", caption.to_owned()), 3, &columns, rows.collect())
}

/// The numbers of the model.
pub(super) fn numbers(case: &Case) -> List<'static, Lines> {
    let rows = CATEGORIES
        .into_iter()
        .zip(case.model.categories())
        .map(|(category, of)| {
            let leaving = case.model.leaving(&of);
            let words = match leaving {
                Leaving::Evenly { years, lag } => {
                    format!("evenly over {years:.2} years, from {lag:.3} years on")
                }
                Leaving::Quickly { quick, rate } => {
                    let quick = percent(quick, 0);
                    format!("{quick} at once, the others at {rate:.2} a year")
                }
            };
            let mut row = vec![
                Cell::text(category.words()),
                Cell::text(words),
                Cell::pounds(oast_forecast::whole(of.base)),
                Cell::text(percent(of.new_price, 1)),
                Cell::text(percent(of.saving, 1)),
            ];
            row.extend(new_share(leaving).map(|share| Cell::text(percent(share, 1))));
            row
        });
    let mut columns = vec![
        ("category", "Category".to_owned()),
        ("leaving", "Old placements leave".to_owned()),
        ("base", "Year 1 at old prices, £".to_owned()),
        ("new_price", "New price over the old".to_owned()),
        ("saving", "Less in option 2".to_owned()),
    ];
    let years = YEAR_NAMES.into_iter().zip(&case.years);
    columns.extend(years.map(|(name, year)| (name, format!("New weeks in {year}"))));
    let caption = "The fifteen numbers, and the part of each year’s weeks that are new";
    list(("model", caption.to_owned()), 2, &columns, rows.collect())
}

/// How far the model is from what was printed.
pub(super) fn cells(case: &Case, model: &Tables, printed: &Tables) -> List<'static, Lines> {
    let mut rows = Vec::new();
    for way in Way::ALL {
        for (at, category) in CATEGORIES.into_iter().enumerate() {
            let off = model.off(way, printed).0[at].into_iter();
            let off = off.map(|part| Cell::text(percent(part, 2)));
            let name = format!("Option {}: {}", way.option(), category.words());
            rows.push(std::iter::once(Cell::text(name)).chain(off).collect());
        }
    }
    let caption = "How far the model’s cells are from the printed ones".to_owned();
    list(("cells", caption), 1, &by_year("Cell", case), rows)
}

/// What would have to hold for every cell to come out.
pub(super) fn calibration(case: &Case) -> List<'static, Lines> {
    let mut rows = Vec::new();
    for (category, found) in CATEGORIES.into_iter().zip(case.calibration()) {
        for (what, years) in [
            ("weeks that are new", found.new_share),
            ("old prices over their average", found.old_price),
        ] {
            let name = format!("{}: {what}", category.words());
            let cells = years.into_iter().map(|part| Cell::text(percent(part, 4)));
            rows.push(std::iter::once(Cell::text(name)).chain(cells).collect());
        }
    }
    let caption = "The numbers behind the cells".to_owned();
    list(("exact", caption), 1, &by_year("Category", case), rows)
}
