//! How the rises are spread, as a chart.

use oast_office::uplift::UpliftEffect;
use oast_units::Pence;

use crate::chart::{Bin, Chart as _, Distribution, Head, Unit};
use crate::list::{Cell, List};
use crate::words::so_many;

/// Bars that a spread should not be cut into more than.
const BARS_MAX: i64 = 24;

/// How wide the parts of a spread may be, in pence.
const STEPS: [i64; 9] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];

/// The rises of the placements counted, as a title that answers, a chart and its table; none when
/// there are too few to be spread.
pub(super) fn spread(effect: &UpliftEffect) -> Option<(String, String, List<'static, Bin>)> {
    let mut values: Vec<i64> = effect
        .placements
        .iter()
        .filter(|each| each.counts)
        .map(|each| each.difference.abs().get())
        .collect();
    values.sort_unstable();
    let (least, most) = (*values.first()?, *values.last()?);
    let middle = *values.get(values.len() / 2)?;
    if least == most {
        return None;
    }
    let step = STEPS
        .into_iter()
        .find(|step| (most - least) / step < BARS_MAX)
        .unwrap_or(100_000);
    let verb = if effect.weekly_difference < Pence::ZERO {
        "fall"
    } else {
        "rise"
    };
    let title = format!(
        "Half of {} {verb} by {} a week or less, the most by {}",
        so_many(values.len(), "placement", "placements"),
        Pence::new(middle),
        Pence::new(most)
    );
    let bins = Distribution::bins_of(&values, step, None);
    let svg = Distribution {
        head: Head {
            id: "spread-chart".to_owned(),
            title: title.clone(),
            description: String::new(),
        },
        unit: Unit::Price,
        counted: "placements".to_owned(),
        step,
        bins: bins.clone(),
        range: None,
    }
    .figure();
    let list = List::new("spread", "Placements by how much changes a week", bins)
        .numbers("from", "From, £", |bin: &Bin| {
            Cell::money(Pence::new(bin.from)).plain()
        })
        .numbers("to", "To, £", move |bin| {
            Cell::money(Pence::new(bin.from + step - 1)).plain()
        })
        .numbers("placements", "Placements", |bin| {
            Cell::number(i64::try_from(bin.inside).unwrap_or(i64::MAX))
        });
    Some((title, svg, list))
}
