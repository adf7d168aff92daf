//! Every contract and the law, to read from part to part.

use std::collections::BTreeSet;

use axum::response::Response;
use oast_office::access::Action;
use oast_terms::{Status, TermView};
use oast_units::Date;
use serde::Serialize;

use super::clause::{Clause, assumed, value_on};
use super::wording::{contract_title, part_title, place, spelt};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::words;

/// Rows of the list of what is to be confirmed that are shown at once.
const TO_CONFIRM_SHOWN: usize = 15;

/// The contracts and the law.
#[derive(Debug, Serialize)]
pub struct TermsPage {
    lead: String,
    filters: Vec<Filter>,
    to_confirm: Table,
    contracts: Vec<ContractText>,
}

/// One contract, the council's settings, or the law.
#[derive(Debug, Serialize)]
struct ContractText {
    /// Its name within the page.
    id: String,
    title: String,
    /// Which placements it governs, if any.
    governs: Option<String>,
    parts: Vec<Part>,
}

/// One part of it: what one file says.
#[derive(Debug, Serialize)]
struct Part {
    title: String,
    clauses: Vec<Clause>,
}

impl Page for TermsPage {
    const TEMPLATE: &'static str = "pages/contract/terms.html";
    const HELP: Option<&'static str> = Some("confirm-a-term");

    fn title(&self) -> String {
        "Contracts and law".to_owned()
    }

    fn samples() -> Vec<Self> {
        let day = Date::of(2026, 9, 14);
        let terms = [super::term::sample(), super::term::sample_of_dates()];
        let all: Vec<&TermView> = terms.iter().collect();
        let page = |shown: &[&TermView]| Self {
            lead: lead(all.len(), waiting(shown, day)),
            filters: filters(&all, &Narrowed::default()),
            to_confirm: to_confirm(shown, day, true).table(Asked {
                path: "/terms",
                query: &[],
            }),
            contracts: contracts(shown, day, true, &|_| None),
        };
        vec![page(&all), page(&[])]
    }
}

/// What the page is narrowed to.
#[derive(Debug, Default)]
struct Narrowed {
    contract: String,
    status: String,
    words: String,
}

impl Narrowed {
    fn of(desk: &Desk) -> Self {
        let value = |name| desk.query(name).unwrap_or_default().to_owned();
        Self {
            contract: value("contract"),
            status: value("status"),
            words: value("q").to_lowercase(),
        }
    }

    fn holds(&self, term: &TermView, day: Date) -> bool {
        let status = value_on(term, day).map(|value| value.origin.status);
        let clause = Clause::of(term, day);
        let says = format!("{} {}", clause.label, clause.sentence());
        (self.contract.is_empty() || place(&term.name).contract == self.contract)
            && (self.status.is_empty()
                || status.is_some_and(|status| status.to_string() == self.status))
            && (self.words.is_empty() || says.to_lowercase().contains(&self.words))
    }
}

/// Shows the contracts and the law.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let (terms, day) = (desk.terms(), desk.day());
    let all: Vec<TermView> = terms.all().collect();
    let narrowed = Narrowed::of(desk);
    let shown: Vec<&TermView> = all
        .iter()
        .filter(|term| narrowed.holds(term, day))
        .collect();
    let may = desk.may(Action::ConfirmTerm) && desk.known() == Known::Now;
    let governs = |folder: &str| governs(&all, folder, day);
    let page = TermsPage {
        lead: lead(all.len(), waiting(&all.iter().collect::<Vec<_>>(), day)),
        filters: filters(&all.iter().collect::<Vec<_>>(), &narrowed),
        contracts: contracts(&shown, day, may, &governs),
        to_confirm: desk.table(to_confirm(&shown, day, may))?,
    };
    desk.page(&page)
}

/// How many values wait for the council.
fn waiting(terms: &[&TermView], day: Date) -> usize {
    terms.iter().flat_map(|term| assumed(term, day)).count()
}

fn lead(all: usize, waiting: usize) -> String {
    let all = words::so_many(all, "term", "terms");
    let which = match waiting {
        0 => "no value waits".to_owned(),
        1 => "one value is assumed and waits".to_owned(),
        many => format!("{} values are assumed and wait", words::count(many as u64)),
    };
    format!("Oast works under {all}; {which} for the council to confirm.")
}

fn filters(all: &[&TermView], narrowed: &Narrowed) -> Vec<Filter> {
    let folders: BTreeSet<&str> = all.iter().map(|term| place(&term.name).contract).collect();
    let folders = folders
        .into_iter()
        .map(|folder| (folder, contract_title(folder)));
    let statuses = [Status::Assumed, Status::Published, Status::Statute];
    let statuses = statuses.map(|status| (status.to_string(), spelt(&status.to_string())));
    vec![
        Filter::choice("contract", "Contract or law", &narrowed.contract, folders),
        Filter::choice("status", "Status today", &narrowed.status, statuses),
        Filter::words("q", "Words", &narrowed.words),
    ]
}

/// What waits for the council: the clause, the sentence, where it is from, and what to do.
fn to_confirm(shown: &[&TermView], day: Date, may: bool) -> List<'static, (Clause, String)> {
    let values = shown
        .iter()
        .flat_map(|term| assumed(term, day).map(move |value| (*term, value)));
    let rows = values
        .map(|(term, value)| {
            let clause = Clause::with(term, Some(value), day);
            let clause = if may {
                clause.to_confirm(term, value)
            } else {
                clause
            };
            (clause, part_title(&term.name))
        })
        .collect();
    let list = List::new("to-confirm", "Waiting for the council to confirm", rows)
        .column("clause", "Clause", |(clause, part): &(Clause, String)| {
            Cell::text(&clause.label).to(&clause.href).hint(part)
        })
        .column("says", "What Oast assumes", |(clause, _)| {
            Cell::text(clause.sentence())
        })
        .column("cite", "Why, and where it is from", |(clause, _)| {
            Cell::text(clause.cite())
        })
        .when_empty("Nothing waits here: every value shown is published, law, or confirmed.")
        .per_page(TO_CONFIRM_SHOWN);
    if !may {
        return list;
    }
    list.column("action", "To do", |(clause, _)| {
        let act = Cell::text("Confirm");
        match clause.confirm() {
            Some(href) => act.to(href),
            None => Cell::empty(),
        }
    })
}

/// The terms as contracts, each in the order of its files.
fn contracts(
    shown: &[&TermView],
    day: Date,
    may: bool,
    governs: &dyn Fn(&str) -> Option<String>,
) -> Vec<ContractText> {
    let mut contracts: Vec<ContractText> = Vec::new();
    for term in shown {
        let at = place(&term.name);
        let id = at.contract.replace('/', "-");
        if contracts.last().is_none_or(|last| last.id != id) {
            contracts.push(ContractText {
                id,
                title: contract_title(at.contract),
                governs: governs(at.contract),
                parts: Vec::new(),
            });
        }
        let Some(contract) = contracts.last_mut() else {
            continue;
        };
        let title = spelt(at.part);
        if contract.parts.last().is_none_or(|part| part.title != title) {
            contract.parts.push(Part {
                title,
                clauses: Vec::new(),
            });
        }
        let clause = Clause::of(term, day);
        let clause = match assumed(term, day).next().filter(|_| may) {
            Some(value) => clause.to_confirm(term, value),
            None => clause,
        };
        if let Some(part) = contract.parts.last_mut() {
            part.clauses.push(clause);
        }
    }
    contracts
}

/// Which routes lead to a contract on a day: `framework and complex placements`.
fn governs(all: &[TermView], folder: &str, day: Date) -> Option<String> {
    let (_, name) = folder.rsplit_once('/')?;
    let routes: Vec<String> = all
        .iter()
        .filter(|term| place(&term.name).part == "routes")
        .filter(|term| value_on(term, day).is_some_and(|value| value.value == name))
        .map(|term| place(&term.name).clause.replace('_', " "))
        .collect();
    let (last, rest) = routes.split_last()?;
    Some(if rest.is_empty() {
        format!("Governs {last} placements.")
    } else {
        format!("Governs {} and {last} placements.", rest.join(", "))
    })
}
