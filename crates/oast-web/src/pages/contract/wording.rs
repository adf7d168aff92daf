//! Terms in words: the names of contracts, parts and clauses, and values as sentences say them.

use oast_terms::{Status, TermView, Unit};
use oast_units::{Date, Period};

use crate::list::Cell;

/// Words that are written in capitals.
const INITIALS: [&str; 7] = ["cqc", "dps", "ldpdmh", "nhs", "nic", "oprn", "uk"];

/// A name of files and fields as a person writes it: `oprn-dps-2016` is `OPRN DPS 2016`.
pub(crate) fn spelt(name: &str) -> String {
    let words = name.split(['-', '_']).enumerate();
    let spelt: Vec<String> = words
        .map(|(index, word)| {
            if INITIALS.contains(&word) {
                return word.to_uppercase();
            }
            let mut letters = word.chars();
            match letters.next() {
                Some(first) if index == 0 => first.to_uppercase().chain(letters).collect(),
                _ => word.to_owned(),
            }
        })
        .collect();
    spelt.join(" ")
}

/// A term's place: its contract or law, its part, and its own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// The folder: `kent/oprn-dps-2016`, `england`.
    pub(crate) contract: &'a str,
    /// The file: `payment`.
    pub(crate) part: &'a str,
    /// The term: `hospital_full_days`.
    pub(crate) clause: &'a str,
}

/// Where a term stands, by its full name.
pub(crate) fn place(name: &str) -> Place<'_> {
    let (path, clause) = name.rsplit_once('.').unwrap_or(("", name));
    let (contract, part) = path.rsplit_once('/').unwrap_or((path, ""));
    Place {
        contract,
        part,
        clause,
    }
}

/// Where a term stands, in words: its contract or law, and its part.
pub(crate) fn part_title(name: &str) -> String {
    let at = place(name);
    format!("{}, {}", contract_title(at.contract), spelt(at.part))
}

/// What a contract is called, by its folder: law, the council's own settings, or a contract.
pub(crate) fn contract_title(folder: &str) -> String {
    match folder.rsplit_once('/') {
        Some((_, contract)) => spelt(contract),
        None if folder == "england" => "England: law and national rates".to_owned(),
        None => format!("{}: the council’s own settings", spelt(folder)),
    }
}

/// A value as a sentence says it: `42 days`, `£600.00 a week`, `1 April 2026`.
pub(crate) fn value_words(unit: Unit, value: &str) -> String {
    let long = |text: &str| text.parse().map_or_else(|_| text.to_owned(), Date::long);
    match unit {
        Unit::Date => long(value),
        Unit::Dates => dates(value),
        Unit::Text => joined(value.split('|').map(str::to_owned).collect()),
        _ if value == "1" => {
            let unit = unit.after_value();
            format!("1{}", unit.strip_suffix('s').unwrap_or(unit))
        }
        _ => format!("{value}{}", unit.after_value()),
    }
}

/// Several days, the year said once where they share it: `1 January and 3 April 2026`.
fn dates(value: &str) -> String {
    let long = |text: &str| text.parse().map_or_else(|_| text.to_owned(), Date::long);
    let mut days: Vec<String> = value.split(", ").map(long).collect();
    let year = |day: &String| day.rsplit_once(' ').map(|(_, year)| year.to_owned());
    let years: Vec<Option<String>> = days.iter().map(year).collect();
    if years.windows(2).all(|two| two.first() == two.last()) {
        let last = days.len().saturating_sub(1);
        for day in days.iter_mut().take(last) {
            if let Some((short, _)) = day.rsplit_once(' ') {
                *day = short.to_owned();
            }
        }
    }
    joined(days)
}

/// Several things in a sentence: `one, two and three`.
fn joined(mut things: Vec<String>) -> String {
    match things.pop() {
        Some(last) if things.is_empty() => last,
        Some(last) => format!("{} and {last}", things.join(", ")),
        None => "none".to_owned(),
    }
}

/// What a meaning says of its unit, which the value says itself once it stands in the sentence.
const fn unit_in_meaning(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Days => Some(", in days"),
        Unit::Weeks => Some(", in weeks"),
        Unit::Months => Some(", in months"),
        Unit::Years => Some(", in years"),
        Unit::Pounds => Some(", in pounds"),
        Unit::PoundsPerWeek => Some(", in pounds a week"),
        Unit::PoundsPerHour => Some(", in pounds an hour"),
        Unit::Percent => Some(", in per cent"),
        Unit::Count | Unit::Points | Unit::Date | Unit::Dates | Unit::Text => None,
    }
}

/// A term's meaning cut in two, so that its value can stand in between: `How long the fee is paid
/// after a death: ` and ` after the day of death.`
pub(crate) fn around(term: &TermView) -> (String, String) {
    let plain = |text: &str| text.replace('`', "").trim().to_owned();
    let meaning = term.meaning.trim();
    let cut = unit_in_meaning(term.unit).and_then(|unit| meaning.split_once(unit));
    if let Some((before, after)) = cut {
        let gap = if after.starts_with(['.', ',', ';', ':']) {
            ""
        } else {
            " "
        };
        return (
            format!("{}: ", plain(before)),
            format!("{gap}{}", plain(after)),
        );
    }
    let end = meaning.find(". ").unwrap_or(meaning.len());
    let (first, rest) = meaning.split_at(end);
    let first = first.trim_end_matches('.');
    if first.contains([':', ';']) {
        (format!("{} Here: ", plain(meaning)), ".".to_owned())
    } else if rest.is_empty() {
        (format!("{}: ", plain(first)), ".".to_owned())
    } else {
        (
            format!("{}: ", plain(first)),
            format!(". {}", plain(rest.trim_start_matches('.'))),
        )
    }
}

/// The days on which a value holds: `from 1 April 2026`, `1 April 2025 to 31 March 2026`.
pub(crate) fn days(period: Period) -> String {
    if period.to() == Date::MAX {
        format!("from {}", period.from().long())
    } else {
        format!("{} to {}", period.from().long(), period.to().long())
    }
}

/// How far a value can be relied on, as a word with a colour.
pub(crate) fn status_tag(status: Status, confirmed: bool) -> Cell {
    match status {
        Status::Assumed if confirmed => Cell::tag("Confirmed", "green"),
        Status::Assumed => Cell::tag("Assumed", "yellow"),
        Status::Published => Cell::tag("Published", "blue"),
        Status::Statute => Cell::tag("Statute", "grey"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(meaning: &'static str, unit: Unit) -> TermView {
        TermView {
            name: "kent/spot/payment.example".into(),
            meaning,
            unit,
            note: None,
            values: Vec::new(),
        }
    }

    #[test]
    fn a_value_stands_in_its_sentence() {
        let fee = term(
            "How long it is paid, in days after the day of death.",
            Unit::Days,
        );
        let (before, after) = around(&fee);
        let says = before + &value_words(Unit::Days, "3") + &after;
        assert_eq!(says, "How long it is paid: 3 days after the day of death.");

        let rate = term("The lowest price, in pounds a week.", Unit::PoundsPerWeek);
        let (before, after) = around(&rate);
        let says = before + &value_words(Unit::PoundsPerWeek, "£600.00") + &after;
        assert_eq!(says, "The lowest price: £600.00 a week.");

        let text = term("Whether it is left out: `net` or `gross`.", Unit::Text);
        let (before, after) = around(&text);
        let says = before + &value_words(Unit::Text, "net") + &after;
        assert_eq!(says, "Whether it is left out: net or gross. Here: net.");

        let two = term("The end. As it was planned.", Unit::Date);
        let (before, after) = around(&two);
        let says = before + &value_words(Unit::Date, "2026-12-31") + &after;
        assert_eq!(says, "The end: 31 December 2026. As it was planned.");
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        assert_eq!(value_words(Unit::Weeks, "1"), "1 week");
        assert_eq!(value_words(Unit::Percent, "2.82307"), "2.82307%");
        let days = value_words(Unit::Dates, "2026-01-01, 2026-04-03");
        assert_eq!(days, "1 January and 3 April 2026");
        let days = value_words(Unit::Dates, "2026-12-28, 2027-01-01");
        assert_eq!(days, "28 December 2026 and 1 January 2027");
        let text = value_words(Unit::Text, "1 April|1 October");
        assert_eq!(text, "1 April and 1 October");
    }

    #[test]
    fn names_are_spelt_as_people_write_them() {
        assert_eq!(contract_title("kent/oprn-dps-2016"), "OPRN DPS 2016");
        assert_eq!(spelt("employer_nic_percent"), "Employer NIC percent");
        let place = place("kent/spot/payment.after_death_days");
        assert_eq!((place.contract, place.part), ("kent/spot", "payment"));
    }
}
