//! What a run pays a home, line by line.

use std::sync::Arc;

use axum::response::Response;
use oast_exchange::remittance::{
    Remittance, RemittanceLine, Totals, file_name, write_csv, write_xlsx,
};
use oast_office::access::{Action, Asked, Resource};
use oast_office::pay_run::{HomePayment, RunSummary};
use oast_office::picture::Picture;
use oast_rules::facts::{Home, PayRunLine, Side};
use oast_rules::money::pay_run::State;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::run::sample_table;
use super::{asked_run, element_words, line_address, placement_cell};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::{Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::{Detail, Four};

/// Lines on one page, so that a home's remittance prints whole.
const LINES_PER_PAGE: usize = 2_000;

/// The remittance of a home.
#[derive(Debug, Serialize)]
pub struct RemittancePage {
    run: String,
    home: String,
    says: String,
    details: Vec<Detail>,
    four: Vec<Four>,
    lines: Table,
    /// The remittance as files, once it is paid.
    files: Option<(String, String)>,
    home_page: String,
    /// The page above: the run for the council, the home for its provider.
    back: (String, String),
}

impl Page for RemittancePage {
    const TEMPLATE: &'static str = "pages/money/remittance.html";

    fn title(&self) -> String {
        format!("{}: what {} pays", self.home, self.run)
    }

    fn samples() -> Vec<Self> {
        let page = |rows, paid: bool| Self {
            run: "PR-0002".to_owned(),
            home: "Orchard House".to_owned(),
            says: "Paid on 29 May 2026.".to_owned(),
            details: vec![Detail::new("Provider", "Orchard Care Ltd")],
            four: vec![Four::new("Net paid", "£3,520.00", "through the bank")],
            lines: sample_table("lines", "Lines", rows, EMPTY),
            files: paid.then(|| ("?file=csv".to_owned(), "?file=xlsx".to_owned())),
            home_page: To::Home("H0001").to_string(),
            back: ("PR-0002".to_owned(), To::PayRun("PR-0002").to_string()),
        };
        vec![page(vec![(), ()], true), page(Vec::new(), false)]
    }
}

const EMPTY: &str = "The run has no line for this home.";

/// Shows what a run pays a home, or gives it as a file.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let run = asked_run(desk)?;
    let id = run.pay_run.as_str();
    let outside = !desk.may(Action::SeeMoney);
    if outside {
        only_own(desk, &run)?;
    }
    let picture = desk.picture()?;
    let home = picture
        .facts
        .home(desk.part("home"))
        .ok_or_else(|| Fault::NotFound(format!("there is no home {}", desk.part("home"))))?;
    let provider = picture.facts.provider(home.provider_id.as_str());
    let app = Arc::clone(desk.app());
    let all = app.runs.lines(desk.office()?, id)?;
    let lines = of_home(&all, home);
    let payment = match run.state {
        State::Paid => paid(desk, id, home.home_id.as_str())?,
        _ => None,
    };
    let (paid_on, payment) =
        payment.map_or((None, None), |(on, payment)| (Some(on), Some(payment)));
    let remittance = Remittance {
        pay_run: id.parse()?,
        paid_on: paid_on.unwrap_or(run.until),
        home_id: home.home_id.clone(),
        home_name: home.name.to_string(),
        provider_name: provider.map_or(String::new(), |provider| provider.name.to_string()),
        lines: lines
            .iter()
            .map(|line| remittance_line(line, &picture))
            .collect(),
        opening_debt: of_payment(payment.as_ref(), |payment| payment.debt_before),
        recovered: of_payment(payment.as_ref(), |payment| payment.recovered),
    };
    let totals = remittance.totals()?;
    if let Some(kind) = desk.query("file") {
        return file(desk, &remittance, totals, kind, payment.is_some());
    }
    let people = outside || desk.may(Action::SeePeople);
    let here = To::Remittance(id, home.home_id.as_str());
    let file = |kind| with_query(&here, [("file", kind)]);
    let page = RemittancePage {
        run: id.to_owned(),
        home: home.name.to_string(),
        says: match (paid_on, run.state) {
            (Some(on), _) => format!("Paid on {}.", on.long()),
            (None, State::Paid) => "The run paid this home nothing.".to_owned(),
            (None, state) => format!("The run is {}: this is not paid.", state.code()),
        },
        details: vec![
            Detail::new("Care home", &format!("{}, {}", home.name, home.home_id)),
            Detail::new("Provider", &remittance.provider_name),
            Detail::new("Up to", &run.until.long()),
        ],
        four: four(totals, payment.is_some(), id, home.home_id.as_str()),
        lines: desk.table(lines_list(&picture, people, lines, totals))?,
        files: (payment.is_some() && may_take(desk)).then(|| (file("csv"), file("xlsx"))),
        back: if outside {
            (home.name.to_string(), home_page(home, outside))
        } else {
            (id.to_owned(), To::PayRun(id).to_string())
        },
        home_page: home_page(home, outside),
    };
    desk.page(&page)
}

/// Refuses a provider the remittance of a home that is not theirs, and what is not paid yet.
fn only_own(desk: &Desk, run: &RunSummary) -> Result<(), Fault> {
    let own = Resource::Remittance {
        pay_run: &run.pay_run,
        home: desk.part("home"),
    };
    desk.must(Action::SeeOwnHomes, own, &Asked::default())?;
    if run.state == State::Paid {
        return Ok(());
    }
    let says = format!("there is no paid run {}", run.pay_run);
    Err(Fault::NotFound(says))
}

/// The lines of a run that are paid to a home, placement by placement.
fn of_home<'l>(all: &'l [PayRunLine], home: &Home) -> Vec<&'l PayRunLine> {
    let of_home = all
        .iter()
        .filter(|line| line.side == Side::Home && line.home_id == home.home_id);
    let mut lines: Vec<&PayRunLine> = of_home.collect();
    lines.sort_by(|a, b| {
        let key = |line: &PayRunLine| (line.element, line.period_from);
        (&a.placement_id, key(a)).cmp(&(&b.placement_id, key(b)))
    });
    lines
}

fn of_payment(payment: Option<&HomePayment>, part: impl Fn(&HomePayment) -> Pence) -> Pence {
    payment.map_or(Pence::ZERO, part)
}

/// The home's page, for the council or for its provider.
fn home_page(home: &Home, outside: bool) -> String {
    let id = home.home_id.as_str();
    if outside {
        To::OwnHome(id).to_string()
    } else {
        To::Home(id).to_string()
    }
}

/// What a paid run paid a home, and when. A run that was paid later than what is looked at is not
/// paid as known then.
fn paid(desk: &mut Desk, run: &str, home: &str) -> Result<Option<(Date, HomePayment)>, Fault> {
    let (on, payments) = desk.office()?.payments(run)?;
    let found = payments
        .into_iter()
        .find(|payment| payment.home_id.as_str() == home);
    Ok(found.map(|payment| (on, payment)))
}

fn remittance_line(line: &PayRunLine, picture: &Picture) -> RemittanceLine {
    let at = picture.facts.placement(line.placement_id.as_str());
    let case = at.and_then(|at| picture.facts.case(at));
    RemittanceLine {
        placement_id: line.placement_id.clone(),
        person_reference: case.map(|case| case.placement.person_id.clone()),
        element: line.element,
        period_from: line.period_from,
        period_to: line.period_to,
        days: line.days,
        amount: line.amount,
        cause: line.cause.as_ref().map(ToString::to_string),
    }
}

/// Whether the remittance may be taken away as a file: it is sent to the home anyway.
fn may_take(desk: &Desk) -> bool {
    desk.may(Action::ExportTables) || desk.may(Action::SeeOwnHomes)
}

/// The file that a home is sent.
fn file(
    desk: &Desk,
    remittance: &Remittance,
    totals: Totals,
    kind: &str,
    is_paid: bool,
) -> Result<Response, Fault> {
    if !may_take(desk) {
        return Err(Fault::Forbidden);
    }
    if !is_paid {
        return Err(Fault::Refused(format!(
            "homes are told what they are paid once it is paid, and {} is not paid{}",
            remittance.pay_run,
            if desk.known() == Known::Now {
                ""
            } else {
                " as known then"
            }
        )));
    }
    let broken = |why: String| Fault::Broken(why);
    let (body, content_type) = match kind {
        "csv" => {
            let mut body = Vec::new();
            write_csv(remittance, totals, &mut body).map_err(|why| broken(why.to_string()))?;
            (body, "text/csv; charset=utf-8")
        }
        "xlsx" => (
            write_xlsx(remittance, totals).map_err(|why| broken(why.to_string()))?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        _ => {
            let why = "A remittance can be had as csv or as xlsx.";
            return Err(Fault::Bad(why.to_owned()));
        }
    };
    let name = format!(
        "{}-{}",
        remittance.pay_run,
        file_name(&remittance.home_id, kind)
    );
    Ok(answer::file(&name, content_type, body))
}

fn four(totals: Totals, is_paid: bool, run: &str, home: &str) -> Vec<Four> {
    let lines = with_query(To::PayRunLines(run), [("home", home), ("side", "home")]);
    let mut four = vec![Four::new("Total of the lines", &totals.total.to_string(), "").at(&lines)];
    if is_paid {
        four.extend([
            Four::new(
                "Recovered",
                &totals.recovered.to_string(),
                &format!("the home owed {} before", totals.opening_debt),
            ),
            Four::new(
                "Carried",
                &totals.carried.to_string(),
                &format!("the home owes {} after", totals.debt_after),
            ),
            Four::new("Net paid", &totals.net_paid.to_string(), "through the bank"),
        ]);
    }
    four
}

fn lines_list<'a>(
    picture: &'a Picture,
    people: bool,
    lines: Vec<&'a PayRunLine>,
    totals: Totals,
) -> List<'a, &'a PayRunLine> {
    let list = List::new("lines", "Lines", lines)
        .column("placement", "Placement", move |line: &&PayRunLine| {
            placement_cell(picture, line.placement_id.as_str(), people)
        })
        .column("element", "Element", |line| {
            Cell::text(element_words(line.element))
        })
        .column("period_from", "From", |line| Cell::date(line.period_from))
        .column("period_to", "To", |line| Cell::date(line.period_to))
        .numbers("days", "Days", |line| Cell::number(i64::from(line.days)))
        .numbers("amount", "Amount, £", |line| {
            let id = line.placement_id.as_str();
            Cell::money(line.amount).to(line_address(id, line.side, line.element, line.period_from))
        })
        .column("cause", "Why an earlier period is adjusted", |line| {
            Cell::maybe(line.cause.as_ref())
        })
        .per_page(LINES_PER_PAGE)
        .when_empty(EMPTY);
    if list.is_empty() {
        return list;
    }
    let mut sums = vec![Cell::text("Total")];
    sums.extend((0..4).map(|_| Cell::empty()));
    sums.extend([Cell::money(totals.total), Cell::empty()]);
    list.totals(sums)
}
