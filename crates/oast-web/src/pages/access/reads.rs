//! Who looked at whom.

use axum::response::Response;
use jiff::Timestamp;
use oast_office::access::{Action, Purpose, Read, ReadFilter};
use oast_office::picture::Picture;
use oast_units::Date;
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::placement::person_name;
use crate::words;

/// Reads that are shown at most, and that a file holds.
const READS_MAX: u32 = 10_000;

/// Who looked at whom.
#[derive(Debug, Serialize)]
pub struct Reads {
    filters: Vec<Filter>,
    table: Table,
    /// Whether there are more than are shown.
    more: bool,
    audit: String,
}

impl Page for Reads {
    const TEMPLATE: &'static str = "pages/access/reads.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Who looked at whom".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/audit/reads",
            query: &[],
        };
        let read = Read {
            at: Timestamp::UNIX_EPOCH,
            user_id: "bella".to_owned(),
            person_id: "P0000001".to_owned(),
            page: "/placements/PL0000001-1".to_owned(),
            purpose: Some("brokerage".to_owned()),
        };
        [(vec![read], true), (Vec::new(), false)]
            .into_iter()
            .map(|(reads, more)| Self {
                filters: filters(["P0000001", "", "2026-05-01", ""], "brokerage"),
                table: list(reads, None).table(asked),
                more,
                audit: To::Audit.to_string(),
            })
            .collect()
    }
}

const EMPTY: &str =
    "Nobody looked at a person that the filters leave. A person is named by their reference.";

/// Shows who looked at whom.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let value = |name| desk.query(name).unwrap_or_default().to_owned();
    let (person, user) = (value("person"), value("user"));
    let (from, to) = (value("from"), value("to"));
    let purpose: Option<Purpose> = desk.query_as("purpose");
    let purpose = purpose.map_or(String::new(), |purpose| purpose.to_string());
    let some = |value| Some(value).filter(|value: &&str| !value.is_empty());
    let filter = ReadFilter {
        person: some(&person),
        user: some(&user),
        purpose: some(&purpose),
        // A day begins when the one before it has ended.
        from: instant(desk, &from, -1)?,
        to: instant(desk, &to, 0)?,
    };
    let mut reads = desk.office()?.reads(&filter, READS_MAX + 1)?;
    let more = reads.len() > READS_MAX as usize;
    reads.truncate(READS_MAX as usize);
    let picture = desk.picture()?;
    let names = Some(&*picture).filter(|_| desk.may(Action::SeePeople));
    let page = Reads {
        filters: filters([&person, &user, &from, &to], &purpose),
        table: desk.table(list(reads, names))?,
        more,
        audit: To::Audit.to_string(),
    };
    desk.page(&page)
}

/// The end of the day that was typed, or of so many days after it.
fn instant(desk: &Desk, typed: &str, days: i32) -> Result<Option<Timestamp>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    let day: Date = typed.parse().map_err(|_| {
        Fault::Bad(format!(
            "'{typed}' is not a date. Write it as {}.",
            desk.today()
        ))
    })?;
    Ok(words::end_of_day(day + days))
}

fn filters([person, user, from, to]: [&str; 4], purpose: &str) -> Vec<Filter> {
    let purposes = Purpose::ALL.iter();
    let purposes = purposes.map(|each| (each.code(), words::begun(each.words())));
    vec![
        Filter::words("person", "Person’s reference", person),
        Filter::words("user", "User", user),
        Filter::choice("purpose", "What for", purpose, purposes),
        Filter::words("from", "From the day", from),
        Filter::words("to", "To the day", to),
    ]
}

/// Reads as a list, with people's names where they may be seen.
fn list(reads: Vec<Read>, names: Option<&Picture>) -> List<'_, Read> {
    List::new("reads", "Who looked at whom, newest first", reads)
        .column("at", "When", |read: &Read| {
            Cell::text(words::uk_time(read.at))
        })
        .column("user", "Who looked", |read| {
            Cell::text(&read.user_id).to(with_query(To::Reads, [("user", read.user_id.as_str())]))
        })
        .column("person", "At whom", move |read| {
            let id = read.person_id.as_str();
            let name = names
                .and_then(|picture| picture.facts.person(id))
                .map(person_name);
            Cell::text(id)
                .to(with_query(To::Reads, [("person", id)]))
                .hint(name.unwrap_or_default())
        })
        .column("page", "On which page", |read| {
            let cell = Cell::text(&read.page);
            if read.page.starts_with('/') && !read.page.starts_with("//") {
                cell.to(&read.page)
            } else {
                cell
            }
        })
        .column("purpose", "What for", |read| {
            let purpose = read.purpose.as_deref().map(str::parse::<Purpose>);
            match purpose {
                Some(Ok(purpose)) => Cell::text(words::begun(purpose.words())),
                Some(Err(_)) | None => Cell::empty(),
            }
        })
        .when_empty(EMPTY)
}
