//! What sealing costs: so many people recorded and read, sealed, and read where they lie open.

use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;
use oast_rules::facts::Person;
use oast_store::{Keyring, Request, Store};
use oast_units::Date;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::county::remove;
use crate::stopwatch::timed;

const AUTHORITY: &str = "kent";

/// Records and reads people in databases of their own in a folder.
pub(crate) fn measure(people: u32, runs: u32, out: &Path) -> anyhow::Result<Value> {
    std::fs::create_dir_all(out)?;
    let path = out.join("sealed.sqlite");
    remove(&path)?;
    let address = path.display().to_string();
    let people: Vec<Person> = (0..people).map(person).collect::<anyhow::Result<_>>()?;
    let mut store = Store::open(&address)?.with_keyring(Keyring::example())?;
    let request = Request {
        authority: AUTHORITY,
        actor: "bench",
        command: "import",
        subject: "",
        at: Timestamp::UNIX_EPOCH,
        form_key: None,
    };
    let (recorded, record_seconds) = timed(|| {
        store.command(request, |command| {
            let mut appender = command.appender::<Person>()?;
            people
                .iter()
                .try_for_each(|person| appender.append(person, false))
        })
    });
    recorded?;
    let sealed_bytes = std::fs::metadata(&path)?.len();
    let sealed = read(&mut store, runs, &people)?;
    drop(store);
    remove(&path)?;
    let mut store = Store::open(&address)?;
    lay_open(&path, &people)?;
    let open = read(&mut store, runs, &people)?;
    drop(store);
    remove(&path)?;
    Ok(json!({
        "people": people.len(),
        "record_seconds": record_seconds,
        "sealed_bytes": sealed_bytes,
        "read_sealed_seconds": sealed,
        "read_open_seconds": open,
    }))
}

/// The shortest time in which everybody is read.
fn read(store: &mut Store, runs: u32, expected: &[Person]) -> anyhow::Result<f64> {
    let mut shortest = f64::INFINITY;
    for _ in 0..runs.max(1) {
        let (found, seconds) = timed(|| store.all::<Person>(AUTHORITY, 1));
        anyhow::ensure!(found? == expected, "what was read is not what was recorded");
        shortest = shortest.min(seconds);
    }
    Ok(shortest)
}

/// The same people as a database of before there were seals holds them.
fn lay_open(path: &Path, people: &[Person]) -> anyhow::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare(
            "INSERT INTO people (authority, seq, withdrawn, person_id, nhs_number, family_name, given_name, date_of_birth, sex, ethnicity, postcode) VALUES ('kent', 1, 0, ?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for person in people {
            statement.execute(rusqlite::params![
                person.nhs_number.as_ref().map(ToString::to_string),
                person.family_name.as_ref().map(ToString::to_string),
                person.given_name.as_ref().map(ToString::to_string),
                person.date_of_birth.map(|date| date.to_string()),
                person.sex.as_ref().map(ToString::to_string),
                person.ethnicity.as_ref().map(ToString::to_string),
                person.postcode.as_ref().map(ToString::to_string),
                person.person_id.as_str(),
            ])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

fn person(number: u32) -> anyhow::Result<Person> {
    let day = i32::try_from(number % 10_000)?;
    Ok(Person {
        person_id: format!("P{number:07}").parse()?,
        nhs_number: Some("943 476 5919".parse()?),
        family_name: Some(format!("Longstaff-Example {number}").parse()?),
        given_name: Some("Margaret".parse()?),
        date_of_birth: Some(Date::of(1930, 1, 1) + day),
        sex: Some("female".parse()?),
        ethnicity: Some("White British".parse()?),
        postcode: Some("CT1 2EH".parse().context("a postcode")?),
    })
}
