//! What is behind a step from one month to the next: the placements and block contracts whose
//! amounts sum to it.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::{MonthBridge, Picture, SpendCategory, SpentOn};
use oast_rules::facts::Category;
use oast_rules::money::bridge::Step;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::budget::bridge_asked;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::money::spent::On;
use crate::words;

/// The page.
#[derive(Debug, Serialize)]
pub struct StepPage {
    title: String,
    says: &'static str,
    back: String,
    table: Table,
}

impl Page for StepPage {
    const TEMPLATE: &'static str = "pages/outlook/moved.html";
    const HELP: Option<&'static str> = Some("budget");

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/budget/moved",
            query: &[],
        };
        let page = |rows: Vec<()>| Self {
            title: "Price, from April 2026 to May 2026".to_owned(),
            says: Step::Price.says(),
            back: To::Budget.to_string(),
            table: List::new("moved", "Placements and block contracts", rows)
                .numbers("change", "Moved, £", |()| Cell::money(Pence::pounds(88)))
                .when_empty(EMPTY)
                .table(asked),
        };
        vec![page(vec![()]), page(Vec::new())]
    }
}

const EMPTY: &str =
    "Nothing moved by this step between the two months. Go back to Budget, and choose another.";

/// Shows what a step is made of.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let Some(code) = desk.query("step") else {
        // Without a step there is nothing to open: the budget has all of them.
        let known = desk.query("known").map(|known| ("known", known));
        let to = with_query(To::Budget, known);
        return Ok(answer::see_other(&format!("{to}#moved")));
    };
    let code = code.to_owned();
    let picture = desk.picture()?;
    let step: Step = code
        .parse()
        .map_err(|why| Fault::NotFound(format!("{why}")))?;
    let category = desk.query("category").and_then(SpendCategory::of_code);
    let bridge = bridge_asked(desk, &picture)
        .ok_or_else(|| Fault::NotFound("there are no two months to compare yet".to_owned()))?;
    let names = desk.may(Action::SeePeople);
    let month = bridge.after.to_string();
    let back = with_query(To::Budget, [("month", month.as_str())]);
    let page = StepPage {
        title: title(step, category, &bridge),
        says: step.says(),
        back: format!("{back}#moved"),
        table: desk.table(list(&picture, step, category, &bridge, names))?,
    };
    desk.page(&page)
}

fn title(step: Step, category: Option<SpendCategory>, bridge: &MonthBridge) -> String {
    let (before, after) = (words::month(bridge.before), words::month(bridge.after));
    let of = category.map_or(String::new(), |category| {
        format!(" in {}", category.words())
    });
    format!("{}{of}, from {before} to {after}", step.words())
}

/// What moved by a step: on what, the category, and how much.
type Behind = (SpentOn, Option<Category>, Pence);

fn list<'a>(
    picture: &'a Picture,
    step: Step,
    category: Option<SpendCategory>,
    bridge: &MonthBridge,
    names: bool,
) -> List<'a, (On<'a>, Option<Category>, Pence)> {
    let mut behind: Vec<Behind> = bridge.behind(step, category.map(SpendCategory::care));
    behind.sort_by_key(|(_, _, amount)| -amount.abs());
    let sum: Pence = behind.iter().map(|(_, _, amount)| *amount).sum();
    let row = |(on, category, amount): Behind| Some((On::of(picture, on)?, category, amount));
    let rows: Vec<_> = behind.into_iter().filter_map(row).collect();
    let months = (bridge.before, bridge.after);
    let list = List::new("moved", "Placements and block contracts", rows)
        .column("what", "For", move |(on, ..): &(On<'_>, _, _)| {
            on.what(picture, names)
        })
        .column("home", "Care home", move |(on, ..)| on.home(picture))
        .column("category", "Category", |(_, category, _)| {
            Cell::text(SpendCategory::from(*category).words())
        })
        .numbers("change", "Moved, £", move |(on, _, amount)| {
            let month = of_trace(on, months);
            Cell::money(*amount).to(on.why(element(step), month))
        })
        .when_empty(EMPTY);
    if list.is_empty() {
        return list;
    }
    let (total, none) = (Cell::text("Together"), Cell::empty());
    list.totals(vec![total, none.clone(), none, Cell::money(sum)])
}

/// The month whose amount an amount opens to: the later one, unless it was over by then.
fn of_trace(on: &On<'_>, (before, after): (Date, Date)) -> Date {
    let ended = match on {
        On::Placement(placement) => placement.ended_on,
        On::Block(block) => block.to,
    };
    match ended {
        Some(ended) if ended <= after => before,
        _ => after,
    }
}

/// The element that a step is mostly of.
fn element(step: Step) -> &'static str {
    match step {
        Step::OneToOne => "one-to-one",
        _ => "care-fee",
    }
}
