use oast_forecast::demand::{DemandHere, MonthHere};
use oast_units::Date;

use super::{Draw, Row, kind, people, place};
use crate::answer::Fault;
use crate::chart::Head;
use crate::link::{To, with_query};
use crate::list::{Cell, Filter, List};
use crate::map::{Area, Map, SHADES, Shaded};
use crate::pages::outlook::forecast::{columns, list};
use crate::pages::parts::Figure;
use crate::words;

/// Every so many months the map can be seen.
const EVERY_MONTHS: usize = 6;
/// From how many beds for each 100 people on a district has the next lighter shade.
const LIGHTER_FROM: [i64; SHADES - 1] = [85, 90, 95, 100, 105];
/// What the shades mean, the lightest first.
const MEANINGS: [&str; SHADES] = [
    "105 beds or more for each 100 people who need one",
    "100 to 104",
    "95 to 99, so that not everybody finds one",
    "90 to 94",
    "85 to 89",
    "Fewer than 85",
];

/// Which map is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Whether it is of care with nurses.
    pub(super) nursing: bool,
    /// The number of the month.
    pub(super) month: usize,
}

impl Seen {
    /// Residential care at the end, unless something else is asked for.
    pub(super) fn of(all: &[DemandHere], care: Option<&str>, month: Option<&str>) -> Self {
        let months = months(all);
        let asked = month.and_then(|month| {
            let mut known = months.iter();
            known.find(|(_, day)| day.to_string() == month)
        });
        Self {
            nursing: care == Some("nursing"),
            month: asked.or(months.last()).map_or(0, |(index, _)| *index),
        }
    }

    /// What chooses the map.
    pub(super) fn filters(self, all: &[DemandHere]) -> [Filter; 2] {
        let months = months(all);
        let own = months.iter().find(|(index, _)| *index == self.month);
        let own = own.map_or(String::new(), |(_, day)| day.to_string());
        let each = months
            .iter()
            .map(|(_, day)| (day.to_string(), words::month(*day)));
        let care = if self.nursing {
            "nursing"
        } else {
            "residential"
        };
        let kinds = [
            ("residential", "Residential care"),
            ("nursing", "Nursing care"),
        ];
        [
            Filter::one_of("care", "Map of", care, kinds),
            Filter::one_of("month", "Map in", &own, each),
        ]
    }
}

/// The months in which the map can be seen: some of them, and the last.
fn months(all: &[DemandHere]) -> Vec<(usize, Date)> {
    let Some(county) = all.first() else {
        return Vec::new();
    };
    let last = county.months.len().saturating_sub(1);
    let each = county.months.iter().enumerate();
    each.filter(|(index, _)| index.is_multiple_of(EVERY_MONTHS) || *index == last)
        .map(|(index, month)| (index, month.month))
        .collect()
}

/// The districts by how many beds there are for those who need one; none where no boundaries are
/// known, or nobody lives anywhere.
pub(super) fn figure(
    map: Option<&Map>,
    all: &[DemandHere],
    seen: Seen,
    draw: Draw<'_>,
) -> Result<Option<Figure>, Fault> {
    let own = all
        .iter()
        .filter(|one| one.district.is_some() && one.nursing == seen.nursing);
    let here: Vec<(&DemandHere, &MonthHere)> = own
        .filter_map(|one| Some((one, one.months.get(seen.month)?)))
        .collect();
    let (Some(map), Some(title)) = (map, title(&here)) else {
        return Ok(None);
    };
    let areas = here.iter().filter_map(|(one, month)| area(one, month));
    let shaded = Shaded {
        head: Head {
            id: "supply-map".to_owned(),
            title: title.clone(),
            description:
                "Each district has its number of beds for each 100 people who need one in it; the fewer, the darker."
                    .to_owned(),
        },
        areas: areas.collect(),
        key: MEANINGS.map(str::to_owned).to_vec(),
    };
    Ok(Some(Figure {
        title,
        svg: shaded.figure(map),
        table: draw(table(&here))?,
    }))
}

/// The answer of the map: where there are fewest.
fn title(here: &[(&DemandHere, &MonthHere)]) -> Option<String> {
    let counted = here
        .iter()
        .filter_map(|(one, month)| Some((month.beds_for_100()?, one, month)));
    let (fewest, one, month) = counted.min_by_key(|(beds, ..)| *beds)?;
    let enough = if fewest >= 100 {
        ", and every district has enough"
    } else {
        ""
    };
    Some(format!(
        "{} in {}: {} has {fewest} beds for each 100 people, the fewest{enough}",
        kind(one),
        words::month(month.month),
        place(one)
    ))
}

fn area(one: &DemandHere, month: &MonthHere) -> Option<Area> {
    let beds = month.beds_for_100()?;
    let name = place(one);
    let href = with_query(To::Map, [("district", name.as_str())]);
    Some(Area {
        shade: shade(beds),
        value: words::signed(beds),
        says: format!("{name}: {beds} beds for each 100 people; show its homes"),
        href: Some(href),
        district: name,
    })
}

/// The fewer beds, the darker.
fn shade(beds: i64) -> usize {
    let passed = LIGHTER_FROM.iter().filter(|from| beds >= **from).count();
    SHADES - 1 - passed
}

/// What the map shows.
fn table(here: &[(&DemandHere, &MonthHere)]) -> List<'static, Row> {
    let rows = here.iter().map(|(one, month)| {
        let beds = month.beds_for_100();
        let means = beds.and_then(|beds| MEANINGS.get(shade(beds)).copied());
        vec![
            Cell::text(place(one)),
            Cell::number(people(month.people)),
            Cell::number(people(month.beds)),
            Cell::number(people(month.spare())),
            beds.map_or_else(Cell::empty, Cell::number),
            Cell::maybe(means),
        ]
    });
    let columns = columns(&[
        ("district", "District"),
        ("people", "People"),
        ("beds", "Beds"),
        ("spare", "Beds beyond people"),
        ("beds_for_100", "Beds for each 100 people"),
        ("shade", "Shade"),
    ]);
    let when = here.first();
    let caption = when.map_or(String::new(), |(one, month)| {
        format!("{}, {}", kind(one), words::month(month.month))
    });
    list(("supply", caption), &columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shades_mean_what_the_key_says() {
        for (beds, means) in [
            (0, "Fewer than 85"),
            (84, "Fewer than 85"),
            (85, "85 to 89"),
            (94, "90 to 94"),
            (99, "95 to 99, so that not everybody finds one"),
            (100, "100 to 104"),
            (105, "105 beds or more for each 100 people who need one"),
        ] {
            assert_eq!(MEANINGS[shade(beds)], means, "{beds}");
        }
    }
}
