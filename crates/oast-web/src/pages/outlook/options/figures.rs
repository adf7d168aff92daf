use oast_forecast::options::Pair;
use oast_forecast::simulate::Outcome;
use oast_units::Pence;

use super::{Chosen, HEADLINE, tables};
use crate::answer::Fault;
use crate::chart::{Band, Bridge, Chart as _, Head, Lines, Movement, Series, Unit};
use crate::pages::outlook::forecast::year;
use crate::pages::outlook::lines::Draw;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// An amount of whole pounds as a headline.
fn headline(pounds: i64) -> String {
    Pence::pounds(pounds).headline()
}

/// A difference: `£1.2m more`.
fn more(pounds: i64) -> String {
    match pounds {
        0 => "as much".to_owned(),
        1.. => format!("{} more", headline(pounds)),
        _ => format!("{} less", headline(pounds.saturating_abs())),
    }
}

/// Between what eight differences in ten lie: `£1.0m to £1.4m more`.
fn between(pair: &Pair) -> String {
    let (low, high) = (pair.range.low, pair.range.high);
    match () {
        () if low >= 0 => format!("{} to {} more", headline(low), headline(high)),
        () if high <= 0 => format!(
            "{} to {} less",
            headline(high.saturating_abs()),
            headline(low.saturating_abs())
        ),
        () => format!("{} to {}", more(low), more(high)),
    }
}

/// The answer, in sentences.
pub(super) fn says(chosen: &Chosen<'_>) -> Vec<String> {
    let [first, second] = chosen.names();
    if chosen.way.parts.is_empty() {
        return vec![format!(
            "“{first}” and “{second}” assume the same, so they cost the same."
        )];
    }
    let pair = chosen.options.whole(HEADLINE);
    let months = chosen.options.second().months.len();
    let mean = match pair.more {
        0 => "as much as".to_owned(),
        pounds => format!("{} than", more(pounds)),
    };
    vec![
        format!("“{second}” costs {mean} “{first}” over {months} months, on average."),
        format!(
            "Eight draws in ten differ by {}. Told draw by draw, {}.",
            between(&pair),
            pair.how_often()
        ),
    ]
}

/// The few figures at the top.
pub(super) fn four(chosen: &Chosen<'_>) -> Vec<Four> {
    let pair = chosen.options.whole(HEADLINE);
    let second = chosen.options.second();
    let span = format!("all care, {} months", second.months.len());
    let [first_name, second_name] = chosen.names();
    let mut four = vec![
        Four::new(first_name, &headline(pair.first), &span).at("#by-year"),
        Four::new(second_name, &headline(pair.second), &span).at("#by-year"),
        Four::new("Difference", &more(pair.more), &between(&pair)).at("#steps"),
    ];
    if let Some(whole) = second
        .months_of_year
        .iter()
        .position(|months| *months == 12)
    {
        let share = |outcome: &Outcome| outcome.called_off(whole).words();
        let hint = format!(
            "of new placements in {}; {} in the first",
            year(second, whole),
            share(chosen.options.first())
        );
        let label = "Called off the framework";
        four.push(Four::new(label, &share(second), &hint).at("#by-year"));
    }
    four
}

/// From what the first costs to what the second does, by what was decided.
pub(super) fn bridge(chosen: &Chosen<'_>, draw: Draw<'_>) -> Result<Figure, Fault> {
    let steps = chosen.options.steps(HEADLINE);
    let pair = chosen.options.whole(HEADLINE);
    let largest = steps.iter().max_by_key(|step| step.more.abs());
    let title = match largest {
        None => "Nothing differs".to_owned(),
        Some(one) => format!(
            "{} makes the largest difference: {}",
            one.part.words,
            more(one.more)
        ),
    };
    let movements = steps.iter().map(|step| Movement {
        label: step.part.words.to_owned(),
        value: Pence::pounds(step.more).get(),
        href: None,
    });
    let [first, second] = chosen.names();
    let drawn = Bridge {
        head: Head {
            id: "steps-chart".to_owned(),
            title: title.clone(),
            description: "What the first costs, what each thing that was decided otherwise adds or takes away, and what the second costs.".to_owned(),
        },
        unit: Unit::Estimate,
        start: (first.to_owned(), Pence::pounds(pair.first).get()),
        movements: movements.collect(),
        end: second.to_owned(),
    };
    Ok(Figure {
        title,
        svg: drawn.figure(),
        table: draw(tables::steps(chosen))?,
    })
}

/// What both cost a week, month by month.
pub(super) fn fans(chosen: &Chosen<'_>, draw: Draw<'_>) -> Result<Figure, Fault> {
    let (first, second) = (chosen.options.first(), chosen.options.second());
    let [first_name, second_name] = chosen.names();
    let last = second.months.len().saturating_sub(1);
    let by = second.months.last().map(|month| words::month(*month));
    let ends = |outcome: &Outcome| outcome.weekly(last, HEADLINE).mean_pence().headline();
    let title = format!(
        "By {} all care may cost {} a week in the second, {} in the first",
        by.unwrap_or_default(),
        ends(second),
        ends(first)
    );
    let mut series = vec![means(second_name, second, true)];
    let mut bands = vec![range("8 in 10 draws", second)];
    if !chosen.way.parts.is_empty() {
        series.push(means(first_name, first, false));
        bands.push(range("", first));
    }
    let drawn = Lines {
        head: Head {
            id: "fans-chart".to_owned(),
            title: title.clone(),
            description: "What all care costs a week in each month: the mean of both, and between what eight draws in ten of each lie.".to_owned(),
        },
        unit: Unit::Estimate,
        series,
        bands,
        goals: Vec::new(),
        today: None,
        from_zero: false,
    };
    Ok(Figure {
        title,
        svg: drawn.figure(),
        table: draw(tables::months(chosen))?,
    })
}

fn means(name: &str, outcome: &Outcome, emphasis: bool) -> Series {
    let months = outcome.months.iter().enumerate();
    let points = months.map(|(index, month)| (*month, outcome.weekly(index, HEADLINE).mean));
    Series {
        name: name.to_owned(),
        points: points.collect(),
        emphasis,
    }
}

fn range(name: &str, outcome: &Outcome) -> Band {
    let months = outcome.months.iter().enumerate();
    let points = months.map(|(index, month)| {
        let range = outcome.weekly(index, HEADLINE);
        (*month, range.low, range.high)
    });
    Band {
        name: name.to_owned(),
        points: points.collect(),
    }
}
