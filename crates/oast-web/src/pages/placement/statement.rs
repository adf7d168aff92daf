//! What is due for one week, as a small statement.

use oast_office::picture::Standing;
use oast_rules::money::{Flow, Party};
use oast_units::Date;
use serde::Serialize;

use crate::link::To;
use crate::list::Cell;
use crate::words::begun;

/// A line of the statement.
#[derive(Debug, Clone, Serialize)]
pub struct StatementLine {
    what: String,
    amount: Cell,
    /// Whether it is a sum.
    sum: bool,
}

impl StatementLine {
    /// A line for showing what one looks like.
    pub fn sample(what: &str, sum: bool) -> Self {
        Self {
            what: what.to_owned(),
            amount: Cell::money(oast_units::Pence::pounds(904)).to("/"),
            sum,
        }
    }
}

/// What a flow is, as a statement says it.
pub(crate) fn flow_words(flow: Flow) -> String {
    let element = begun(flow.element().words());
    let party = |party: Party| match party {
        Party::Council => "the council",
        Party::Home => "the home",
        Party::Person => "the person",
        Party::ThirdParty => "a third party",
        Party::Nhs => "the NHS",
    };
    match flow {
        Flow::CareFee | Flow::OneToOne | Flow::BlockFee | Flow::OneOff => element,
        _ => match flow.rows().last() {
            Some(row) => format!("{element}, {} to {}", party(row.payer), party(row.payee)),
            None => element,
        },
    }
}

/// The code of a flow in an address.
pub(crate) const fn flow_code(flow: Flow) -> &'static str {
    match flow {
        Flow::CareFee => "care-fee",
        Flow::OneToOne => "one-to-one",
        Flow::BlockFee => "block-fee",
        Flow::OneOff => "one-off",
        Flow::ContributionToHome => "contribution-to-home",
        Flow::ContributionToCouncil => "contribution-to-council",
        Flow::TopUpToHome => "top-up-to-home",
        Flow::TopUpToCouncil => "top-up-to-council",
        Flow::NursingDirect => "nursing-direct",
        Flow::NursingToCouncil => "nursing-to-council",
        Flow::NhsShare => "nhs-share",
    }
}

/// What is due for the week of a placement.
pub(crate) fn lines(standing: &Standing, placement: &str, day: Date) -> Vec<StatementLine> {
    let mut lines = Vec::new();
    for flow in Flow::ALL {
        let amount = standing.week.of(flow);
        if amount.is_zero() {
            continue;
        }
        lines.push(StatementLine {
            what: flow_words(flow),
            amount: Cell::money(amount).to(To::Line(placement, flow_code(flow), day)),
            sum: false,
        });
    }
    if lines.is_empty() {
        return lines;
    }
    let sums = [
        ("The council pays the home", standing.week.net_to_home),
        ("Left with the council", standing.week.cost_to_council),
    ];
    for (what, sum) in sums {
        lines.push(StatementLine {
            what: what.to_owned(),
            amount: Cell::money(sum).to(format!("{}#payments", To::Placement(placement))),
            sum: true,
        });
    }
    lines
}
