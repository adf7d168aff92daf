//! Data to mend: what is missing of people and homes that are paid for.

use oast_office::access::Action;

use super::is_mine;
use super::kind::{Kind, Row};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::Cell;
use crate::words;

/// What is missing.
pub(super) fn kinds(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let mut kinds = Vec::new();
    if !is_mine(desk, &[Action::RecordEvent, Action::ImportFacts]) {
        return Ok(kinds);
    }
    if desk.may(Action::SeePeople) {
        kinds.extend(people(desk)?);
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

/// How many residents are known without something.
fn people(desk: &mut Desk) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    let attention = picture.attention();
    let missing = [
        (
            attention.people_without_birth,
            "without a date of birth",
            "Two people of one name cannot be told apart.",
        ),
        (
            attention.people_without_nhs_number,
            "without an NHS number",
            "The NHS cannot be told of a move, nor asked for its share.",
        ),
    ];
    let rows: Vec<Row> = missing
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, why)| Row {
            what: Cell::text(format!(
                "{} {what}",
                words::so_many(count, "resident", "residents")
            ))
            .to(To::Placements),
            why: why.to_owned(),
            figure: Cell::empty(),
            act: Cell::text("Find them and complete the next data pack").to(To::Placements),
        })
        .collect();
    let count = rows.len();
    Ok((count > 0).then(|| Kind::of("people", "People", count, rows, None)))
}
