//! Data to mend: what is missing of people and homes that are paid for.

use oast_office::access::Action;
use oast_office::picture::{Picture, PlacementAt};

use super::is_mine;
use super::kind::{Kind, Row};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::Cell;
use crate::words;

/// What is missing.
pub(super) fn kinds(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let mut kinds = Vec::new();
    if !is_mine(desk, &[Action::RecordEvent, Action::ImportFacts]) {
        return Ok(kinds);
    }
    if desk.may(Action::SeePeople) {
        kinds.extend(people(desk, most)?);
    }
    let picture = desk.picture()?;
    kinds.extend(Kind::from(
        "districts",
        "Homes without a district",
        &picture.attention().homes_without_district,
        most,
        |index| {
            let home = picture.facts.market.homes.get(*index)?;
            let to = To::Home(home.home_id.as_str());
            Some(Row {
                what: Cell::text(&home.name).to(&to),
                why: "People live there, and it is in no district’s figures.".to_owned(),
                figure: Cell::empty(),
                act: Cell::text("See its address").to(&to),
            })
        },
    ));
    Ok(kinds)
}

/// Residents of whom something is missing: how many there are, or each of them when all are asked
/// for.
fn people(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let picture = desk.picture()?;
    let attention = picture.attention();
    let missing = [
        (
            "births",
            "Residents without a date of birth",
            &attention.without_birth,
            "Two people of one name cannot be told apart.",
        ),
        (
            "nhs-numbers",
            "Residents without an NHS number",
            &attention.without_nhs_number,
            "The NHS cannot be told of a move, nor asked for its share.",
        ),
    ];
    let all = most == usize::MAX;
    let found = missing
        .into_iter()
        .filter(|(_, _, some, _)| !some.is_empty());
    Ok(found
        .map(|(key, title, some, why)| {
            let list = with_query(To::Work, [("all", key)]);
            let rows = if all {
                let each = some.iter().filter_map(|at| resident(&picture, *at, why));
                each.collect()
            } else {
                let count = words::so_many(some.len(), "resident", "residents");
                vec![Row {
                    what: Cell::text(count).to(&list),
                    why: why.to_owned(),
                    figure: Cell::empty(),
                    act: Cell::text("See who they are").to(&list),
                }]
            };
            let count = rows.len();
            Kind::of(key, title, count, rows, None)
        })
        .collect())
}

fn resident(picture: &Picture, at: PlacementAt, why: &str) -> Option<Row> {
    let placement = &picture.facts.case(at)?.placement;
    Some(Row {
        what: super::people::placement(picture, at)?,
        why: why.to_owned(),
        figure: Cell::empty(),
        act: Cell::text("Complete the record in the next data pack")
            .to(To::Placement(placement.placement_id.as_str())),
    })
}
