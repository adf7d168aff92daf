//! A pay run: its lines, its states and what it settles (rules §6).

use oast_terms::NursingInPrice;
use oast_units::{Date, Pence, Period};

use super::DueLine;
use crate::facts::{Element, Side};

/// What earlier runs posted for one element of a placement in one pay period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// What it was for.
    pub element: Element,
    /// Paid to the home, or billed.
    pub side: Side,
    /// The first day of the pay period.
    pub period_from: Date,
    /// The sum of the postings.
    pub amount: Pence,
}

/// What a run pays, keeps back or bills for one element of a placement in one pay period: what is
/// due less what was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub element: Element,
    /// Paid to the home, or billed.
    pub side: Side,
    /// The pay period, clipped to the run.
    pub period: Period,
    /// The days that are due in it.
    pub days: i32,
    /// Above nothing: paid or billed; below nothing: kept back or credited.
    pub amount: Pence,
}

/// The lines of one placement: due less posted, where they differ, in order of element, side and
/// period. `periods` are the run's pay periods; what was posted for others is left alone.
pub fn lines(
    due: impl Iterator<Item = DueLine>,
    posted: &[Posted],
    nursing: NursingInPrice,
    periods: &[Period],
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(16);
    for line in due {
        for &side in Side::ALL {
            let amount = line.flow.on_side(side, line.amount, nursing);
            if amount != Pence::ZERO {
                let (element, period, days) = (line.flow.element(), line.period, line.days);
                lines.push(Line {
                    element,
                    side,
                    period,
                    days,
                    amount,
                });
            }
        }
    }
    for posted in posted {
        let index = periods.partition_point(|period| period.from() < posted.period_from);
        if let Some(&period) = periods
            .get(index)
            .filter(|period| period.from() == posted.period_from)
        {
            let (element, side) = (posted.element, posted.side);
            lines.push(Line {
                element,
                side,
                period,
                days: 0,
                amount: -posted.amount,
            });
        }
    }
    lines.sort_unstable_by_key(|line| (line.element, line.side, line.period));
    lines.dedup_by(|next, kept| {
        let same = (next.element, next.side, next.period) == (kept.element, kept.side, kept.period);
        if same {
            kept.amount += next.amount;
            kept.days += next.days;
        }
        same
    });
    lines.retain(|line| line.amount != Pence::ZERO);
    lines
}

/// Where a pay run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its lines are worked out and wait to be looked at.
    Proposed,
    /// Somebody has looked at them.
    Checked,
    /// Somebody other than the proposer has approved them.
    Approved,
    /// Posted and paid; nothing changes it any more.
    Paid,
    /// Turned down with a reason; nothing of it was posted.
    Rejected,
}

impl State {
    /// Its name in files and on screen.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Checked => "checked",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
        }
    }

    /// Whether nothing can happen to the run any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Paid | Self::Rejected)
    }

    /// The state a name stands for.
    pub fn of(code: &str) -> Option<Self> {
        [
            Self::Proposed,
            Self::Checked,
            Self::Approved,
            Self::Paid,
            Self::Rejected,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }
}

/// What somebody does to a pay run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Looks at its lines and finds them right.
    Check,
    /// Approves it for payment.
    Approve,
    /// Turns it down.
    Reject,
    /// Posts it and pays.
    Pay,
}

/// Why an act on a pay run is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The run is not in the state that the act needs.
    #[error("the run is {}; only {needs} run can be {act}", .state.code())]
    State {
        /// Where the run stands.
        state: State,
        /// The state or states the act needs.
        needs: &'static str,
        /// The act, as a past participle.
        act: &'static str,
    },
    /// The approver proposed it.
    #[error("{0} proposed this run, so somebody else must approve it")]
    SamePerson(String),
    /// It is turned down without a reason.
    #[error("a run is rejected with a reason, so that the proposer knows what to put right")]
    NoReason,
}

/// The state a run comes to when `actor` does something to it.
pub fn next_state(
    state: State,
    act: Act,
    proposer: &str,
    actor: &str,
    reason: Option<&str>,
) -> Result<State, Refusal> {
    let wrong = |needs, act| Err(Refusal::State { state, needs, act });
    match (act, state) {
        (Act::Check, State::Proposed) => Ok(State::Checked),
        (Act::Check, _) => wrong("a proposed", "checked"),
        (Act::Approve, State::Checked) if proposer == actor => {
            Err(Refusal::SamePerson(proposer.to_owned()))
        }
        (Act::Approve, State::Checked) => Ok(State::Approved),
        (Act::Approve, _) => wrong("a checked", "approved"),
        (Act::Reject, State::Proposed | State::Checked | State::Approved) => match reason {
            Some(reason) if !reason.trim().is_empty() => Ok(State::Rejected),
            _ => Err(Refusal::NoReason),
        },
        (Act::Reject, _) => wrong("a proposed, checked or approved", "rejected"),
        (Act::Pay, State::Approved) => Ok(State::Paid),
        (Act::Pay, _) => wrong("an approved", "paid"),
    }
}

/// What a home is paid in a run, and what happens to its debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// Paid through the bank: never below nothing.
    pub paid: Pence,
    /// Kept back towards an earlier debt, by an agreed instalment.
    pub recovered: Pence,
    /// Newly owed by the home, because the run's net was below nothing.
    pub carried: Pence,
    /// What the home owes afterwards.
    pub debt_after: Pence,
}

/// Settles a home's net in a run: a net below nothing becomes a debt, and a debt is recovered by
/// the agreed instalment, out of what is paid and never more than is owed. Nothing is dropped:
/// `net = paid + recovered − carried`.
pub fn settle(net: Pence, debt_before: Pence, instalment: Pence) -> Settlement {
    let payable = net.max(Pence::ZERO);
    let recovered = instalment.min(debt_before).min(payable).max(Pence::ZERO);
    let carried = (-net).max(Pence::ZERO);
    Settlement {
        paid: payable - recovered,
        recovered,
        carried,
        debt_after: debt_before + carried - recovered,
    }
}
