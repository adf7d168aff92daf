//! Help: how Oast thinks, and a page for each thing that somebody does with it.

use std::time::Duration;

use axum::response::Response;
use oast_office::access::{
    FAILURES_MAX, LOCK_FIRST, LOCK_MAX, PASSWORD_CHARACTERS_MIN, STAFF_SESSION,
};
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::page::Page;

/// One page of help.
#[derive(Debug, Clone, Copy)]
struct Topic {
    /// Its name in the address.
    name: &'static str,
    title: &'static str,
    /// What it answers, in a line.
    about: &'static str,
    /// The template of its words.
    body: &'static str,
}

/// A page of help whose words stand in the template of its own name.
macro_rules! topic {
    ($name:literal, $title:literal, $about:literal) => {
        Topic {
            name: $name,
            title: $title,
            about: $about,
            body: concat!("pages/help/", $name, ".html"),
        }
    };
}

/// Every page of help, in groups.
const GROUPS: &[(&str, &[Topic])] = &[
    (
        "To begin with",
        &[
            topic!(
                "how-oast-thinks",
                "How Oast thinks",
                "Facts, terms, what is due and the ledger; and why nothing is ever changed."
            ),
            topic!(
                "sign-in",
                "Signing in",
                "Passwords, being locked out, and how long a session lasts."
            ),
            topic!(
                "sign-in-provider",
                "Signing in for providers",
                "Invitations, passkeys, codes, and who acts for a home."
            ),
            topic!(
                "roles",
                "What each role may do",
                "The table of permissions, and the rules that stand beside it."
            ),
            topic!(
                "keyboard",
                "Working with the keyboard",
                "Keys that save the way to the mouse."
            ),
        ],
    ),
    (
        "People and placements",
        &[
            topic!(
                "find-a-placement",
                "Find a placement and open its rate",
                "From a name to the reason for every pound."
            ),
            topic!(
                "record-a-death",
                "Record a death",
                "What to enter, what it changes, and who is told."
            ),
            topic!(
                "subject-access",
                "Give somebody what is held on them",
                "Everything about one person as a file, and what to look at before it is sent."
            ),
            topic!(
                "retention",
                "Keep and erase what names people",
                "How long, by which schedule, who is kept longer, and how they are erased."
            ),
            topic!(
                "read-a-preview",
                "Read a preview",
                "What the page before the button says."
            ),
        ],
    ),
    (
        "Money",
        &[
            topic!(
                "pay-run",
                "Propose, check, approve and pay a run",
                "The four steps, and who takes each."
            ),
            topic!(
                "hold-a-payment",
                "Hold a payment",
                "Keep something out of pay runs until it is settled."
            ),
            topic!(
                "decide-an-uplift",
                "Decide an uplift",
                "Propose it, see what it costs, approve it, take it back."
            ),
            topic!(
                "forecast",
                "Read a forecast, and change what it assumes",
                "What the range means, where its numbers come from, and what it cannot know."
            ),
            topic!(
                "committee-pack",
                "Take a forecast to the committee",
                "The pack as a page and as an accessible PDF, and what stands in it."
            ),
            topic!(
                "options",
                "Set one option against another",
                "What the second costs more, by what was decided, and how sure that is."
            ),
            topic!(
                "demand",
                "See where beds run out",
                "How demand grows in each district, and what it is held against."
            ),
            topic!(
                "kept-forecasts",
                "Keep a forecast, and see how it did",
                "What is held against what, and when a forecast is doubted."
            ),
            topic!(
                "budget",
                "Read the budget and the bridge",
                "What was spent and is committed, and why a month cost more than the last."
            ),
            topic!(
                "benefits",
                "Follow the benefits",
                "Who answers for each, what it is to be, and what it has come to."
            ),
            topic!(
                "reorganisation",
                "See what a split of the county would do",
                "People, money and contracts of the authorities that could follow the council."
            ),
            topic!(
                "business-case",
                "Read the business case",
                "What was published, what follows from it, and what it cannot tell."
            ),
            topic!(
                "design-bands",
                "Design the price bands",
                "What an upper end trades, the bands that cost least, and what binds."
            ),
            topic!(
                "fair-fee",
                "Read a fair fee",
                "The weekly fee as cost lines, and by how much it should be raised in April."
            ),
        ],
    ),
    (
        "Looking closer",
        &[
            topic!(
                "look-back",
                "Look back at a past day",
                "See what was known then, and why a payment was right at the time."
            ),
            topic!(
                "confirm-a-term",
                "Confirm a term",
                "Say that an assumed value is the council’s own."
            ),
            topic!(
                "import-data",
                "Import data",
                "From files of other systems to one entry of the record."
            ),
            topic!(
                "take-a-table",
                "Take a table away",
                "Any list as CSV or as a workbook."
            ),
            topic!(
                "prove-an-entry",
                "Prove an entry of the record",
                "To somebody who has neither Oast nor the database."
            ),
            topic!(
                "print-a-trace",
                "Print how an amount came about",
                "For an auditor, a provider or a family."
            ),
        ],
    ),
];

/// The contents of help.
#[derive(Debug, Serialize)]
pub struct HelpContents {
    groups: Vec<Group>,
}

/// Pages of help that belong together.
#[derive(Debug, Serialize)]
struct Group {
    title: &'static str,
    topics: Vec<Entry>,
}

/// A line of the contents.
#[derive(Debug, Serialize)]
struct Entry {
    title: &'static str,
    about: &'static str,
    href: String,
}

impl HelpContents {
    fn new() -> Self {
        let entry = |topic: &Topic| Entry {
            title: topic.title,
            about: topic.about,
            href: To::HelpOn(topic.name).to_string(),
        };
        let groups = GROUPS.iter().map(|(title, topics)| Group {
            title,
            topics: topics.iter().map(entry).collect(),
        });
        Self {
            groups: groups.collect(),
        }
    }
}

impl Page for HelpContents {
    const TEMPLATE: &'static str = "pages/help/contents.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Help".to_owned()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}

/// A page of help.
#[derive(Debug, Serialize)]
pub struct HelpPage {
    title: &'static str,
    /// The template of its words.
    body: &'static str,
    limits: Limits,
}

/// Limits that help speaks of, as the program keeps them.
#[derive(Debug, Serialize)]
struct Limits {
    failures: i64,
    first_lock: String,
    longest_lock: String,
    password_characters: usize,
    idle: String,
    session: String,
}

impl HelpPage {
    fn of(topic: &Topic) -> Self {
        Self {
            title: topic.title,
            body: topic.body,
            limits: limits(),
        }
    }
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "pages/help/page.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        self.title.to_owned()
    }

    fn samples() -> Vec<Self> {
        topics().map(Self::of).collect()
    }
}

/// Shows what help there is.
pub fn contents(desk: &mut Desk) -> Result<Response, Fault> {
    desk.page(&HelpContents::new())
}

/// Shows a page of help.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let name = desk.part("page");
    let topic = topics().find(|topic| topic.name == name).ok_or_else(|| {
        Fault::NotFound(format!(
            "there is no help on '{name}'; see the contents of help"
        ))
    })?;
    desk.page(&HelpPage::of(topic))
}

/// Whether there is a page of help of that name.
pub fn is_topic(name: &str) -> bool {
    topics().any(|topic| topic.name == name)
}

fn topics() -> impl Iterator<Item = &'static Topic> {
    GROUPS.iter().flat_map(|(_, topics)| topics.iter())
}

fn limits() -> Limits {
    Limits {
        failures: FAILURES_MAX,
        first_lock: span(LOCK_FIRST.unsigned_abs()),
        longest_lock: span(LOCK_MAX.unsigned_abs()),
        password_characters: PASSWORD_CHARACTERS_MIN,
        idle: span(STAFF_SESSION.idle.unsigned_abs()),
        session: span(STAFF_SESSION.most.unsigned_abs()),
    }
}

/// A length of time in words: `1 minute`, `12 hours`.
fn span(length: Duration) -> String {
    let minutes = length.as_secs() / 60;
    let (number, unit) = if minutes >= 60 && minutes.is_multiple_of(60) {
        (minutes / 60, "hour")
    } else {
        (minutes, "minute")
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_said_in_words() {
        assert_eq!(span(Duration::from_mins(1)), "1 minute");
        assert_eq!(span(Duration::from_mins(90)), "90 minutes");
        assert_eq!(span(Duration::from_hours(12)), "12 hours");
    }
}
