//! Every contract and the law, to read from part to part.

use std::collections::BTreeSet;

use axum::response::Response;
use oast_office::access::Action;
use oast_terms::{Status, TermView};
use oast_units::Date;
use serde::Serialize;

use super::clause::{Clause, value_on, waiting};
use super::confirmations::Confirmations;
use super::wording::{contract_title, part_title, place, spelt};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::words;

/// Rows of the list of what is to be confirmed that are shown at once.
const TO_CONFIRM_SHOWN: usize = 15;

/// The status of an assumed value that the council has confirmed.
const CONFIRMED: &str = "confirmed";

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
    #[serde(skip)]
    folder: String,
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
        let confirmed = Confirmations::default();
        let page = |shown: &[&TermView]| Self {
            lead: lead(all.len(), count(shown, day, &confirmed)),
            filters: filters(&all, &Narrowed::default()),
            to_confirm: to_confirm(shown, day, &confirmed, true).table(Asked {
                path: "/terms",
                query: &[],
            }),
            contracts: contracts(shown, day, &confirmed, true),
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

    fn holds(&self, term: &TermView, day: Date, confirmed: &Confirmations) -> bool {
        let status = value_on(term, day).map(|value| {
            if confirmed.stands(term, value) {
                CONFIRMED.to_owned()
            } else {
                value.origin.status.to_string()
            }
        });
        let clause = Clause::of(term, day, confirmed);
        let says = format!("{} {}", clause.label, clause.sentence());
        (self.contract.is_empty() || place(&term.name).contract == self.contract)
            && (self.status.is_empty() || status.is_some_and(|status| status == self.status))
            && (self.words.is_empty() || says.to_lowercase().contains(&self.words))
    }
}

/// Shows the contracts and the law.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let (terms, day) = (desk.terms(), desk.day());
    let all: Vec<TermView> = terms.all().collect();
    let every: Vec<&TermView> = all.iter().collect();
    let confirmed = Confirmations::known(desk)?;
    let narrowed = Narrowed::of(desk);
    let holds = |term: &&TermView| narrowed.holds(term, day, &confirmed);
    let shown: Vec<&TermView> = all.iter().filter(holds).collect();
    let may = desk.may(Action::ConfirmTerm) && desk.known() == Known::Now;
    let mut contracts = contracts(&shown, day, &confirmed, may);
    for contract in &mut contracts {
        contract.governs = governs(&all, &contract.folder, day);
    }
    let page = TermsPage {
        lead: lead(all.len(), count(&every, day, &confirmed)),
        filters: filters(&every, &narrowed),
        contracts,
        to_confirm: desk.table(to_confirm(&shown, day, &confirmed, may))?,
    };
    desk.page(&page)
}

/// How many values wait for the council.
fn count(terms: &[&TermView], day: Date, confirmed: &Confirmations) -> usize {
    let values = terms.iter().flat_map(|term| waiting(term, day, confirmed));
    values.count()
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
    let mut statuses = statuses.map(|status| status.to_string()).to_vec();
    statuses.insert(1, CONFIRMED.to_owned());
    let statuses = statuses.into_iter().map(|status| {
        let words = spelt(&status);
        (status, words)
    });
    vec![
        Filter::choice("contract", "Contract or law", &narrowed.contract, folders),
        Filter::choice("status", "Status today", &narrowed.status, statuses),
        Filter::words("q", "Words", &narrowed.words),
    ]
}

/// What waits for the council: the clause, the sentence, where it is from, and what to do.
fn to_confirm(
    shown: &[&TermView],
    day: Date,
    confirmed: &Confirmations,
    may: bool,
) -> List<'static, (Clause, String)> {
    let values = shown
        .iter()
        .flat_map(|term| waiting(term, day, confirmed).map(move |value| (*term, value)));
    let rows = values
        .map(|(term, value)| {
            let clause = Clause::with(term, Some(value), day);
            let clause = if may {
                clause.asking_for(term, value)
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
    confirmed: &Confirmations,
    may: bool,
) -> Vec<ContractText> {
    let mut contracts: Vec<ContractText> = Vec::new();
    for term in shown {
        let at = place(&term.name);
        let id = at.contract.replace('/', "-");
        if contracts.last().is_none_or(|last| last.id != id) {
            contracts.push(ContractText {
                id,
                title: contract_title(at.contract),
                folder: at.contract.to_owned(),
                governs: None,
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
        let clause = Clause::of(term, day, confirmed);
        let clause = match waiting(term, day, confirmed).next().filter(|_| may) {
            Some(value) => clause.asking_for(term, value),
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
