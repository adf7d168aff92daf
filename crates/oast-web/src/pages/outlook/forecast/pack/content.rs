use std::iter;

use oast_documents::{Document, Figure, Part};
use oast_forecast::published::Case;
use oast_forecast::scenario::Starts;
use oast_forecast::simulate::{Line, Outcome, UNKNOWN};

use super::super::{figures, tables};
use super::gathered::Gathered;
use crate::answer::Fault;
use crate::chart::{Bridge, Chart, PRINTED, Width};
use crate::list::{Cell, List};
use crate::pages::outlook::{benefits, budget, published};
use crate::words;

/// Has a list stand in the document.
pub(super) type Print<'p> =
    &'p dyn Fn(List<'static, tables::Row>) -> Result<oast_documents::Table, Fault>;

/// The pack as a document.
pub(super) fn document(of: &Gathered, print: Print<'_>) -> Result<Document, Fault> {
    let shown = of
        .drawn
        .shown()
        .ok_or_else(|| Fault::Broken("nothing was drawn".to_owned()))?;
    let table = |list| print(list).map(Part::Table);
    let mut parts = asked_of_the_committee(of, shown);
    parts.extend(headline(of, shown));
    parts.extend([
        section("Year by year"),
        table(tables::years(&of.drawn, shown))?,
        Part::Paragraph("A year that is not over begins with the next month. The budget is for the four priced categories, as the council published it.".to_owned()),
        table(tables::by_category(shown))?,
    ]);
    if of.asked.is_changed() {
        parts.extend([
            section("What was changed, and what it costs"),
            table(tables::effects(&of.drawn))?,
        ]);
    }
    if !of.others.is_empty() {
        parts.extend([
            section("Against other ways"),
            Part::Paragraph("Each is drawn with the same luck, so a difference is what was decided and not the dice.".to_owned()),
            table(options(of, shown))?,
        ]);
    }
    parts.extend(this_year(of, &table)?);
    parts.extend([
        section("Benefits"),
        Part::Paragraph(benefits::sentence(&of.benefits)),
        table(benefits::table(&of.benefits))?,
    ]);
    parts.extend(as_published(&table)?);
    parts.extend(what_is_assumed(of));
    parts.extend(what_it_rests_on(of, shown));
    parts.extend([
        section("Appendix: month by month"),
        table(figures::months(&of.drawn, shown))?,
        section("Appendix: the scenario’s file"),
        Part::Paragraph("It names what differs from things going on as they are. The rest stands under “What is assumed”.".to_owned()),
        Part::Verbatim(of.asked.changed().write().trim().to_owned()),
    ]);
    Ok(Document {
        title: title(of),
        author: of.council.clone(),
        on: of.on,
        parts,
        drawing_style: PRINTED,
    })
}

/// What the pack is called.
fn title(of: &Gathered) -> String {
    format!("What care homes may cost: {}", of.asked.name())
}

fn section(text: &str) -> Part {
    Part::Section(text.to_owned())
}

fn pair(of: &str, says: impl Into<String>) -> (String, String) {
    (of.to_owned(), says.into())
}

/// What the committee is asked, and on what ground.
fn asked_of_the_committee(of: &Gathered, shown: &Outcome) -> Vec<Part> {
    let scenario = of.asked.changed();
    let (low, high) = shown.whole(Line::All).eight_in_ten();
    let mut points = vec![format!(
        "to note that all care may cost {} over {} months, and {} in eight draws of ten;",
        words::headline(shown.whole(Line::All).mean_pence()),
        shown.months.len(),
        words::headline_range(low, high)
    )];
    points.push("to weigh what is assumed, and what no forecast can know;".to_owned());
    points.push("to say whether the budget of the years ahead shall be made on it.".to_owned());
    let mut parts = vec![
        Part::Paragraph(format!("{}, {}", of.council, of.on.long())),
        section("What the committee is asked"),
        Part::Points(points),
        Part::Paragraph(format!(
            "It rests on the scenario “{}”. {}",
            scenario.name, scenario.about
        )),
    ];
    if of.asked.is_changed() {
        let changes = of.asked.sentences_changed().collect();
        parts.push(Part::Paragraph(
            "Of that scenario this was changed:".to_owned(),
        ));
        parts.push(Part::Points(changes));
    }
    parts
}

fn headline(of: &Gathered, shown: &Outcome) -> Vec<Part> {
    let four = figures::four(&of.drawn, shown);
    let pairs = four.iter().map(|figure| {
        let [label, value, hint] = figure.said();
        pair(label, format!("{value} ({hint})"))
    });
    let fan = figures::fan_lines(&of.drawn, shown);
    vec![
        section("The figures"),
        Part::Pairs(pairs.collect()),
        Part::Figure(drawn(&fan)),
    ]
}

/// A chart as it stands in a document.
fn drawn(chart: &impl Chart) -> Figure {
    let head = chart.head();
    let drawing = |width| chart.drawing(width).unwrap_or_default();
    Figure {
        title: head.title.clone(),
        alternative: format!("{}. {}", head.title, head.description),
        svg: drawing(Width::Wide),
        narrow: drawing(Width::Narrow),
    }
}

/// Every way against the one that is shown.
fn options(of: &Gathered, shown: &Outcome) -> List<'static, tables::Row> {
    let row = |name: &str, outcome: &Outcome| {
        let mut row = vec![Cell::text(name)];
        row.extend(tables::three(outcome.whole(Line::All)));
        row
    };
    let mut first = row(&of.asked.name(), shown);
    first.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
    let mut rows = vec![first];
    for (name, outcome) in &of.others {
        let mut row = row(name, outcome);
        row.extend(tables::three(outcome.whole_against(Line::All)));
        rows.push(row);
    }
    let columns = tables::columns(&[
        ("way", "Scenario"),
        ("mean", "All care, mean, £"),
        ("low", "1 in 10 below, £"),
        ("high", "1 in 10 above, £"),
        ("more", "More than the first, mean, £"),
        ("more_low", "1 in 10 below, £"),
        ("more_high", "1 in 10 above, £"),
    ]);
    let caption = format!("All care over {} months", shown.months.len());
    tables::list(("options", caption), &columns, rows)
}

/// Has a list stand in the document as a part of it.
type AsPart<'p> = &'p dyn Fn(List<'static, tables::Row>) -> Result<Part, Fault>;

/// The budget of the day’s year, and what moved to the last month.
fn this_year(of: &Gathered, table: AsPart<'_>) -> Result<Vec<Part>, Fault> {
    let mut parts = vec![
        section(&format!("The budget of {}", of.budget.year)),
        Part::Paragraph(budget::year::sentence(&of.budget)),
        table(budget::year::lines(&of.budget))?,
        Part::Points(budget::year::notes(&of.budget)),
    ];
    if let Some(months) = of.bridge.as_deref() {
        let steps = budget::bridge::drawing(months);
        let movements = steps.movements.into_iter().map(|mut step| {
            step.href = None;
            step
        });
        let steps = Bridge {
            movements: movements.collect(),
            ..steps
        };
        parts.extend([
            Part::Figure(drawn(&steps)),
            table(budget::bridge::steps(months))?,
        ]);
    }
    Ok(parts)
}

fn as_published(table: AsPart<'_>) -> Result<Vec<Part>, Fault> {
    let case = Case::kent().map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(vec![
        section("What the business case said"),
        Part::Paragraph(published::SOURCE.to_owned()),
        table(published::tables::totals(&case, &case.exact()))?,
    ])
}

fn what_is_assumed(of: &Gathered) -> Vec<Part> {
    let groups = of.asked.assumed().into_iter();
    let groups = groups.flat_map(|(heading, sentences)| {
        [
            Part::Subsection(heading.to_owned()),
            Part::Points(sentences),
        ]
    });
    iter::once(section("What is assumed"))
        .chain(groups)
        .collect()
}

/// What the model cannot know, and where every number comes from.
fn what_it_rests_on(of: &Gathered, shown: &Outcome) -> Vec<Part> {
    let unknown = UNKNOWN.iter().map(|(about, says)| pair(about, *says));
    let scenario = of.asked.changed();
    let starts = match scenario.starts {
        Starts::Placements => format!("the placements of {}", of.on.long()),
        Starts::BusinessCase => "the averages of the published business case".to_owned(),
    };
    let rests = vec![
        pair("Facts", format!("as known at audit entry {}", of.known_seq)),
        pair("Start", starts),
        pair(
            "Draws",
            format!(
                "{}, with the seed {}. The same seed draws the same again",
                words::count(u64::from(shown.draws)),
                scenario.seed
            ),
        ),
        pair(
            "Money",
            "estimates in whole pounds, but for the budget and what was spent, which are exact",
        ),
    ];
    vec![
        section("What the model cannot know"),
        Part::Pairs(unknown.collect()),
        section("Where every number comes from"),
        Part::Pairs(rests),
    ]
}
