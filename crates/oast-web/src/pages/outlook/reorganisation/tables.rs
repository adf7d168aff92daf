use oast_forecast::simulate::Range;
use oast_office::reorganisation::{Crossing, Divided, Part, Sharing};
use oast_units::{Date, FinancialYear, Pence};

use crate::answer::Fault;
use crate::chart::{Chart as _, Head, RankedBar, RankedBars, Unit};
use crate::link::{To, with_query};
use crate::list::{Cell, List};
use crate::pages::outlook::lines::{Draw, Lines, list};
use crate::pages::parts::{Figure, Four};
use crate::words;

/// What stands for what is outside the county, or of which no district is known.
const NO_DISTRICT: &str = "No district of the county";

fn name(part: &Part) -> String {
    part.name.clone().unwrap_or_else(|| NO_DISTRICT.to_owned())
}

/// How many authorities, and who lives across their borders.
pub(super) fn sentence(divided: &Divided) -> String {
    let authorities = divided.parts.iter().filter(|part| part.name.is_some());
    let crossing = divided.crossing();
    let whole = divided.whole();
    let (number, share) = (
        words::so_many(authorities.count(), "authority", "authorities"),
        words::share(crossing, whole.people),
    );
    if crossing == 0 {
        return format!(
            "{number} would follow the council, and nobody would live across a new border."
        );
    }
    format!(
        "{number} would follow the council, and {} of {} people ({share}) would live in another one’s area than the one they are of.",
        words::signed(crossing),
        words::signed(whole.people),
    )
}

pub(super) fn four(divided: &Divided) -> Vec<Four> {
    let whole = divided.whole();
    let year = divided.year.to_string();
    let spend = with_query(To::Spend, [("year", year.as_str())]);
    let providers = words::signed(divided.shared_providers);
    let agreed = format!("and {} block contracts", words::signed(whole.blocks));
    vec![
        Four::new(
            "People",
            &words::signed(whole.people),
            "placed, and living in a home today",
        )
        .at("#authorities"),
        Four::new(
            &format!("{year} as known"),
            &words::headline(whole.year),
            "gross, with the months to come",
        )
        .at(spend),
        Four::new("Memberships", &words::signed(whole.appointments), &agreed).at("#contracts"),
        Four::new(
            "Providers",
            &providers,
            "with homes in several of the areas",
        )
        .at("#contracts"),
    ]
}

/// Who would have how many people.
pub(super) fn figure(divided: &Divided, draw: Draw<'_>) -> Result<Figure, Fault> {
    let whole = divided.whole();
    let largest = divided.parts.iter().max_by_key(|part| part.people);
    let title = largest.map_or_else(String::new, |part| {
        format!(
            "{} would have {} of the people, and {} of what they cost",
            name(part),
            words::share(part.people, whole.people),
            words::share(part.year.get(), whole.year.get()),
        )
    });
    let drawn = divided
        .parts
        .iter()
        .filter(|part| part.name.is_some() || part.people > 0);
    let bars = drawn.map(|part| RankedBar {
        label: name(part),
        value: part.people,
        href: None,
        emphasis: largest == Some(part),
    });
    let svg = RankedBars {
        head: Head {
            id: "authorities-chart".to_owned(),
            title: title.clone(),
            description: "People of each authority who live in a home today.".to_owned(),
        },
        unit: Unit::Count,
        bars: bars.collect(),
    }
    .figure();
    let table = draw(people(divided))?;
    Ok(Figure { title, svg, table })
}

/// A row for each part, and their sum.
fn by_part(
    divided: &Divided,
    (id, caption): (&'static str, String),
    columns: &[(&'static str, &str)],
    cells: impl Fn(&Part) -> Lines,
) -> List<'static, Lines> {
    let row = |first: Cell, part: &Part| std::iter::once(first).chain(cells(part)).collect();
    let rows: Vec<Lines> = divided
        .parts
        .iter()
        .map(|part| row(Cell::text(name(part)).hint(part.districts.join(", ")), part))
        .collect();
    let first = [("authority", "Authority")];
    let columns: Vec<(&'static str, String)> = first
        .iter()
        .chain(columns)
        .map(|(name, heading)| (*name, (*heading).to_owned()))
        .collect();
    let totals = row(Cell::text("The county"), &divided.whole());
    list((id, caption), 1, &columns, rows).totals(totals)
}

fn people(divided: &Divided) -> List<'static, Lines> {
    let whole = divided.whole();
    let columns = [
        ("people", "People"),
        ("share", "Share"),
        ("weekly", "A week, gross, £"),
        ("homes", "Care homes"),
        ("beds", "Beds"),
    ];
    let caption = "People and homes of each authority".to_owned();
    by_part(divided, ("authorities", caption), &columns, move |part| {
        vec![
            Cell::number(part.people),
            Cell::share(part.people, whole.people),
            Cell::money(part.weekly).plain(),
            Cell::number(part.homes),
            Cell::number(part.beds),
        ]
    })
}

/// What the year would cost each authority, against its part of the budget.
pub(super) fn money(divided: &Divided) -> List<'static, Lines> {
    let columns = [
        ("outturn", "Outturn, £"),
        ("budgeted", "Of it with a budget, £"),
        ("budget", "Part of the budget, £"),
        ("variance", "Budget less outturn, £"),
    ];
    let caption = format!("{} for each authority, gross", divided.year);
    by_part(divided, ("money", caption), &columns, |part| {
        vec![
            Cell::money(part.year).plain(),
            Cell::money(part.budgeted).plain(),
            Cell::maybe_money(part.budget).plain(),
            Cell::maybe_money(part.variance()).plain(),
        ]
    })
}

/// What would have to be agreed anew.
pub(super) fn contracts(divided: &Divided) -> List<'static, Lines> {
    let columns = [
        ("appointments", "Memberships of frameworks"),
        ("blocks", "Block contracts"),
        ("shared_providers", "Providers also with another"),
    ];
    let caption = "To be assigned to each authority".to_owned();
    by_part(divided, ("contracts", caption), &columns, |part| {
        vec![
            Cell::number(part.appointments),
            Cell::number(part.blocks),
            Cell::number(part.shared_providers),
        ]
    })
}

/// Who would live in another authority's area.
pub(super) fn crossings(divided: &Divided) -> List<'static, Lines> {
    let row = |crossing: &Crossing| {
        let living_in = crossing.living_in.as_deref().unwrap_or(NO_DISTRICT);
        vec![
            Cell::text(&crossing.of),
            Cell::text(living_in),
            Cell::number(crossing.people),
            Cell::money(crossing.weekly).plain(),
        ]
    };
    let columns = [
        ("authority", "People of"),
        ("living_in", "Living in"),
        ("people", "People"),
        ("weekly", "A week, gross, £"),
    ]
    .map(|(name, heading)| (name, heading.to_owned()));
    let rows = divided.crossings.iter().map(row).collect();
    let caption = "Who would live across the new borders".to_owned();
    list(("crossings", caption), 2, &columns, rows)
        .when_empty("Everybody lives in the area of the authority that they are of.")
}

/// Splits as they may look: with people across a border, and with nobody at all.
pub(super) fn samples() -> Vec<Divided> {
    let part = |name: Option<&str>, people: i64| Part {
        name: name.map(str::to_owned),
        people,
        by_home: people / 10,
        weekly: Pence::pounds(980 * people),
        year: Pence::pounds(51_000 * people),
        budgeted: Pence::pounds(49_000 * people),
        budget: Some(Pence::pounds(48_000 * people)),
        ..Part::default()
    };
    let divided = |parts, crossings| Divided {
        name: "Two authorities".to_owned(),
        year: FinancialYear::of(Date::of(2026, 4, 1)),
        on: Date::of(2026, 6, 12),
        sharing: Sharing::Spend,
        parts,
        crossings,
        shared_providers: 3,
    };
    let crossing = Crossing {
        of: "East".to_owned(),
        living_in: Some("West".to_owned()),
        people: 40,
        weekly: Pence::pounds(39_200),
    };
    vec![
        divided(
            vec![
                part(Some("East"), 300),
                part(Some("West"), 200),
                part(None, 1),
            ],
            vec![crossing],
        ),
        divided(
            vec![part(Some("East"), 0), part(Some("West"), 0)],
            Vec::new(),
        ),
    ]
}

/// What each authority may cost in its first year.
pub(super) fn first_year(year: FinancialYear, first: Vec<(String, Range)>) -> List<'static, Lines> {
    let rows = first.into_iter().map(|(name, range)| {
        let range = range.pounds();
        let pounds = [range.mean, range.low, range.high].map(Cell::pounds);
        std::iter::once(Cell::text(name)).chain(pounds).collect()
    });
    let columns = [
        ("authority", "Authority"),
        ("mean", "Mean, £"),
        ("low", "1 in 10 below, £"),
        ("high", "1 in 10 above, £"),
    ];
    let columns = columns.map(|(name, heading)| (name, heading.to_owned()));
    let caption = format!("What each may cost in {year}, its first year");
    list(("first-year", caption), 1, &columns, rows.collect())
}
