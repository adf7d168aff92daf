//! Any amount, opened: what a person would say, the steps, the facts, the terms, and what did not
//! apply.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::{AmountExplanation, Explanation, LineOf, OfficeError, RecordedFacts, trace_json};
use oast_rules::facts::{Element, Placement, Side};
use oast_rules::money::Flow;
use oast_terms::{Entry, Status};
use oast_units::{Date, HomeId, Pence};
use serde::Serialize;
use serde_json::json;

use super::Users;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::sentence;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::placement::statement::{flow_code, flow_words};
use crate::words;

/// An amount and how it came about.
#[derive(Debug, Serialize)]
pub struct Trace {
    title: String,
    /// What a person would say.
    sentence: String,
    /// Who and where, as a link to the placement.
    about: String,
    placement: String,
    steps: Table,
    stretches: Option<Table>,
    posted: Option<Table>,
    to_come: Option<String>,
    hold: Option<String>,
    facts: Table,
    terms: Table,
    aside: Vec<String>,
    json: String,
    as_of: String,
}

impl Page for Trace {
    const TEMPLATE: &'static str = "pages/money/trace.html";
    const HELP: Option<&'static str> = Some("print-a-trace");

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/placements/PL0000001-1/rate/2026-06-01",
            query: &[],
        };
        let table = |id, caption: &str| {
            List::new(id, caption, vec![()])
                .column("what", "What", |()| {
                    Cell::text("The home tendered £880.00 a week.")
                })
                .numbers("result", "Result", |()| Cell::money(Pence::pounds(880)))
                .table(asked)
        };
        let trace = |line: bool| Self {
            title: "Why £904.64 a week?".to_owned(),
            sentence: "£904.64 a week: the home tendered £880.00 a week; raised by 2.8%."
                .to_owned(),
            about: "Wren Creek-Example at Orchard House".to_owned(),
            placement: To::Placement("PL0000001-1").to_string(),
            steps: table("steps", "Steps"),
            stretches: line.then(|| table("stretches", "Days and what they are worth")),
            posted: line.then(|| table("posted", "What was posted")),
            to_come: line.then(|| "Nothing is still to come.".to_owned()),
            hold: line.then(|| "Held by fiona: the bank account is being checked.".to_owned()),
            facts: table("facts", "Facts it rests on"),
            terms: table("terms", "Terms it rests on"),
            aside: vec!["The uplift of 3.5% is for legacy placements.".to_owned()],
            json: "/placements/PL0000001-1/rate/2026-06-01?as=json".to_owned(),
            as_of: "As known on 22 November 2026 at 10:00.".to_owned(),
        };
        vec![trace(false), trace(true)]
    }
}

/// Why a placement's rate is what it is on a day.
pub fn rate(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("placement").to_owned();
    let day: Date = desk.part("day").parse()?;
    let known_at = desk.known_at();
    let opened = opened_first(desk, &id)?;
    let explained = desk.office()?.explain_rate(&id, day, known_at);
    let mut explanation = explained.map_err(no_such_amount)?;
    if !opened {
        open(desk, &explanation.case.placement)?;
    }
    if !desk.may(Action::SeeClinical) {
        explanation.hide_clinical();
    }
    if desk.query("as") == Some("json") {
        return Ok(answer::json(&rate_json(&explanation, day)));
    }
    let amount = explanation.rate.weekly();
    let (about, placement) = about(desk, &id)?;
    let users = Users::of(desk)?;
    let (steps, facts, terms, aside) =
        tables(desk, &explanation.trace, &explanation.recorded, &users)?;
    let page = Trace {
        title: format!("Why {amount} a week on {}?", day.long()),
        sentence: sentence(&explanation.sentence()),
        about,
        placement,
        steps,
        stretches: None,
        posted: None,
        to_come: None,
        hold: None,
        facts,
        terms,
        aside,
        json: with_query(To::Rate(&id, day), [("as", "json")]),
        as_of: as_of(desk),
    };
    desk.page(&page)
}

/// Why an element of a placement came to what it did in a pay period.
pub fn line(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("placement").to_owned();
    let code = desk.part("flow").to_owned();
    let day: Date = desk.part("day").parse()?;
    let of = line_of(&code).ok_or_else(|| {
        Fault::NotFound(format!("nothing is paid or billed under the name '{code}'"))
    })?;
    let known_at = desk.known_at();
    let opened = opened_first(desk, &id)?;
    let explained = desk.office()?.explain_line(&id, of, day, known_at);
    let mut explained = explained.map_err(no_such_amount)?;
    if let Some(case) = explained.case.as_ref().filter(|_| !opened) {
        open(desk, &case.placement)?;
    }
    if !desk.may(Action::SeeClinical) {
        explained.hide_clinical();
    }
    if desk.query("as") == Some("json") {
        return Ok(answer::json(&line_json(&explained)));
    }
    let users = Users::of(desk)?;
    let (steps, facts, terms, aside) = tables(desk, &explained.trace, &explained.recorded, &users)?;
    let stretches = stretches(desk, &explained)?;
    let (about, placement) = about(desk, &id)?;
    let posted = match of {
        LineOf::Side(..) => Some(posted(desk, &explained, &users)?),
        LineOf::Flow(_) => None,
    };
    let period = format!(
        "{} to {}",
        explained.period.from().long(),
        explained.period.to().long()
    );
    let page = Trace {
        title: format!("Why {} for {}?", explained.due, what(of)),
        sentence: sentence(&format!(
            "{}, in the pay period {period}",
            explained.sentence()
        )),
        about,
        placement,
        steps,
        stretches: Some(stretches),
        to_come: posted.is_some().then(|| to_come(explained.to_come)),
        posted,
        hold: explained
            .hold
            .as_ref()
            .map(|hold| format!("Held by {}: {}", hold.actor, hold.reason)),
        facts,
        terms,
        aside,
        json: with_query(To::Line(&id, &code, day), [("as", "json")]),
        as_of: as_of(desk),
    };
    desk.page(&page)
}

/// Notes that a person's amount is looked at, and asks what for where they are named.
fn open(desk: &mut Desk, placement: &Placement) -> Result<(), Fault> {
    if desk.may(Action::SeePeople) {
        return desk.open_record(placement).map(drop);
    }
    desk.note_read(placement.person_id.as_str())
}

/// The same before anything is worked out, so that nobody learns of a record that is shut to them;
/// says whether the placement is there.
fn opened_first(desk: &mut Desk, id: &str) -> Result<bool, Fault> {
    let picture = desk.picture()?;
    let facts = &picture.facts;
    let case = facts.placement(id).and_then(|at| facts.case(at));
    match case {
        Some(case) => open(desk, &case.placement).map(|()| true),
        None => Ok(false),
    }
}

/// On a day on which nothing is due there is no such amount.
fn no_such_amount(error: OfficeError) -> Fault {
    match Fault::from(error) {
        Fault::Refused(says) => Fault::NotFound(says),
        fault => fault,
    }
}

/// The line that a code in an address names: `home.care_fee`, or `contribution-to-home`.
fn line_of(code: &str) -> Option<LineOf> {
    if let Some((side, element)) = code.split_once('.') {
        let side: Side = side.parse().ok()?;
        let element: Element = element.parse().ok()?;
        return Some(LineOf::Side(element, side));
    }
    let flow = Flow::ALL
        .into_iter()
        .find(|flow| flow_code(*flow) == code)?;
    Some(LineOf::Flow(flow))
}

fn what(of: LineOf) -> String {
    match of {
        LineOf::Side(element, Side::Home) => format!("the {} to the home", lower(element)),
        LineOf::Side(element, Side::Bill) => format!("the {} billed", lower(element)),
        LineOf::Flow(flow) => flow_words(flow).to_lowercase().replace("nhs", "NHS"),
    }
}

fn lower(element: Element) -> String {
    element.words().to_lowercase().replace("nhs", "NHS")
}

/// What is explained, in words, and its page: a placement, or the home of a block contract.
fn about(desk: &mut Desk, id: &str) -> Result<(String, String), Fault> {
    let picture = desk.picture()?;
    let facts = &picture.facts;
    let named = |home: &HomeId| {
        let home = facts.home(home.as_str());
        home.map_or("a home", |home| home.name.as_str())
    };
    if let Some(case) = facts.placement(id).and_then(|at| facts.case(at)) {
        let name = if desk.may(Action::SeePeople) {
            crate::pages::placement::name_of(facts, case.placement.person_id.as_str())
        } else {
            "A person".to_owned()
        };
        let words = format!("{name} at {}, {id}", named(&case.placement.home_id));
        return Ok((words, To::Placement(id).to_string()));
    }
    let mut blocks = facts.market.blocks.iter();
    Ok(match blocks.find(|block| block.block_id.as_str() == id) {
        Some(block) => (
            format!("Block contract {id} at {}", named(&block.home_id)),
            To::Home(block.home_id.as_str()).to_string(),
        ),
        None => (id.to_owned(), To::Placements.to_string()),
    })
}

fn as_of(desk: &Desk) -> String {
    let at = desk.known_at().unwrap_or_else(|| desk.now());
    format!("As known on {}.", words::uk_time(at))
}

fn to_come(amount: Pence) -> String {
    if amount.is_zero() {
        return "What was posted is what is due: nothing is still to come.".to_owned();
    }
    if amount < Pence::ZERO {
        return format!("The next pay run takes back or credits {}.", amount.abs());
    }
    format!("The next pay run still pays or bills {amount}.")
}

type Parts = (Table, Table, Table, Vec<String>);

fn tables(
    desk: &Desk,
    trace: &[Entry],
    recorded: &RecordedFacts,
    users: &Users,
) -> Result<Parts, Fault> {
    let steps = steps_of(("steps", "Step by step"), trace)
        .when_empty("Nothing was worked out: nothing is due.");
    let facts = trace.iter().filter_map(|entry| match entry {
        Entry::Fact(fact) => Some(fact),
        _ => None,
    });
    let facts = List::new("facts", "Facts it rests on", facts.collect())
        .column("fact", "Fact", |fact: &&oast_terms::FactRead| {
            Cell::text(sentence(&fact.says)).hint(format!("{} {}", fact.table, fact.key))
        })
        .column("by", "Recorded by", |fact| {
            let by = recorded.get(&(fact.table, fact.key.clone()));
            by.map_or_else(Cell::empty, |by| Cell::text(users.name(&by.actor)))
        })
        .column("at", "On", |fact| {
            let by = recorded.get(&(fact.table, fact.key.clone()));
            by.map_or_else(Cell::empty, |by| {
                Cell::text(words::uk_time_of(&by.at)).hint(format!("audit entry {}", by.seq))
            })
        })
        .per_page(500)
        .when_empty("It rests on no recorded fact.");
    let read = terms_of(("terms", "Terms it rests on"), trace);
    let aside = trace.iter().filter_map(|entry| match entry {
        Entry::NotApplied(aside) => Some(aside.why.clone()),
        _ => None,
    });
    Ok((
        desk.table(steps)?,
        desk.table(facts)?,
        desk.table(read)?,
        aside.collect(),
    ))
}

/// The steps of a trace, as a list of a name and caption.
pub(crate) fn steps_of<'a>(
    (id, caption): (&'static str, &str),
    trace: &'a [Entry],
) -> List<'a, &'a oast_terms::Step> {
    let steps = trace.iter().filter_map(|entry| match entry {
        Entry::Step(step) => Some(step),
        _ => None,
    });
    List::new(id, caption, steps.collect())
        .column("what", "What", |step: &&oast_terms::Step| {
            Cell::text(&step.says)
        })
        .column("clause", "Clause", |step| Cell::text(step.clause))
        .numbers("result", "Comes to", |step| {
            step.amount
                .map_or_else(Cell::empty, |amount| Cell::money(amount).plain())
        })
        .per_page(500)
}

/// The terms that were read, as a list of a name and caption.
pub(crate) fn terms_of<'a>(
    (id, caption): (&'static str, &str),
    trace: &'a [Entry],
) -> List<'a, &'a oast_terms::TermRead> {
    let read = trace.iter().filter_map(|entry| match entry {
        Entry::Term(term) => Some(term),
        _ => None,
    });
    List::new(id, caption, read.collect())
        .column("term", "Term", |term: &&oast_terms::TermRead| {
            Cell::text(&term.name).to(To::Term(&term.name))
        })
        .column("value", "Value", |term| {
            Cell::text(format!("{}{}", term.value, term.unit.after_value()))
        })
        .column("cite", "Citation", |term| Cell::text(&term.origin.cite))
        .column("status", "Status", |term| status(term.origin.status))
        .per_page(500)
        .when_empty("It rests on no term of a contract or a law beyond the rules named above.")
}

/// A term's status as a tag.
pub(crate) fn status(status: Status) -> Cell {
    match status {
        Status::Published => Cell::tag("Published", "green"),
        Status::Statute => Cell::tag("Statute", "blue"),
        Status::Assumed => Cell::tag("Assumed", "orange"),
    }
}

fn stretches(desk: &Desk, explained: &AmountExplanation) -> Result<Table, Fault> {
    let parts = explained.parts.iter();
    let rows: Vec<_> = parts
        .flat_map(|part| part.stretches.iter().map(move |stretch| (part, stretch)))
        .collect();
    let list = List::new("stretches", "Days, and what they are worth", rows)
        .column("flow", "For", |(part, _)| Cell::text(flow_words(part.flow)))
        .column("from", "From", |(_, stretch)| {
            Cell::date(stretch.period.from())
        })
        .column("to", "To", |(_, stretch)| Cell::date(stretch.period.to()))
        .numbers("days", "Days", |(_, stretch)| {
            Cell::number(i64::from(stretch.period.days()))
        })
        .column("rate", "At", |(_, stretch)| Cell::text(&stretch.rate))
        .column("arithmetic", "Exactly", |(_, stretch)| {
            Cell::text(&stretch.arithmetic)
        })
        .per_page(500)
        .when_empty("No day of this pay period is due.");
    desk.table(list)
}

fn posted(desk: &Desk, explained: &AmountExplanation, users: &Users) -> Result<Table, Fault> {
    let list = List::new(
        "posted",
        "What was posted",
        explained.posted.iter().collect(),
    )
    .column("pay_run", "Pay run", |part: &&oast_office::PostedPart| {
        Cell::text(&part.pay_run).to(To::PayRun(&part.pay_run))
    })
    .column("cause", "Because", |part| {
        Cell::text(part.cause.as_deref().unwrap_or("it was due"))
    })
    .column("by", "Posted by", |part| {
        part.recorded.as_ref().map_or_else(Cell::empty, |by| {
            Cell::text(users.name(&by.actor)).hint(words::uk_time_of(&by.at))
        })
    })
    .numbers("amount", "Amount", |part| Cell::money(part.amount).plain())
    .per_page(500)
    .when_empty("Nothing was posted yet.");
    desk.table(list)
}

fn rate_json(explanation: &Explanation, day: Date) -> serde_json::Value {
    json!({
        "placement_id": explanation.case.placement.placement_id.as_str(),
        "on": day.to_string(),
        "weekly": explanation.rate.weekly().plain(),
        "sentence": explanation.sentence(),
        "trace": trace_json(&explanation.trace, &explanation.recorded),
    })
}

fn line_json(explained: &AmountExplanation) -> serde_json::Value {
    let stretch = |stretch: &oast_office::StretchPart| {
        json!({
            "from": stretch.period.from().to_string(),
            "to": stretch.period.to().to_string(),
            "days": stretch.period.days(),
            "at": stretch.rate,
            "arithmetic": stretch.arithmetic,
        })
    };
    let parts: Vec<_> = explained
        .parts
        .iter()
        .map(|part| {
            json!({
                "flow": flow_code(part.flow),
                "amount": part.amount.plain(),
                "counts": part.counts.plain(),
                "stretches": part.stretches.iter().map(stretch).collect::<Vec<_>>(),
            })
        })
        .collect();
    let posted: Vec<_> = explained
        .posted
        .iter()
        .map(|part| json!({ "pay_run": part.pay_run, "amount": part.amount.plain(), "cause": part.cause }))
        .collect();
    json!({
        "placement_id": explained.placement_id,
        "period_from": explained.period.from().to_string(),
        "period_to": explained.period.to().to_string(),
        "due": explained.due.plain(),
        "to_come": explained.to_come.plain(),
        "sentence": explained.sentence(),
        "parts": parts,
        "posted": posted,
        "trace": trace_json(&explained.trace, &explained.recorded),
    })
}
