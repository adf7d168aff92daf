//! The states of an uplift that is decided as a change set: proposed, approved by somebody else,
//! and reversible in one step.

/// Where an uplift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its effect is worked out and waits to be looked at.
    Proposed,
    /// Somebody other than the proposer has approved it, and it raises prices.
    Approved,
    /// Turned down with a reason; it never raised a price.
    Rejected,
    /// Taken back with a reason after it was approved; pay runs recover what it had raised.
    Reversed,
}

impl State {
    /// Every one of them.
    pub const ALL: [Self; 4] = [
        Self::Proposed,
        Self::Approved,
        Self::Rejected,
        Self::Reversed,
    ];

    /// Its name in files and on screen.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    /// The state a name stands for.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What somebody does to an uplift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Approves it, so that it raises prices.
    Approve,
    /// Turns it down.
    Reject,
    /// Takes it back.
    Reverse,
}

/// Why an act on an uplift is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The uplift is not in the state that the act needs.
    #[error("it is {}; only {needs} uplift can be {act}", .state.code())]
    State {
        /// Where the uplift stands.
        state: State,
        /// The state the act needs.
        needs: &'static str,
        /// The act, as a past participle.
        act: &'static str,
    },
    /// The approver proposed it.
    #[error("{0} proposed it, so somebody else must approve it")]
    SamePerson(String),
    /// It is turned down or taken back without a reason.
    #[error("an uplift is {0} with a reason, so that everybody knows why prices are what they are")]
    NoReason(&'static str),
}

/// The state an uplift comes to when `actor` does something to it.
pub fn next_state(
    state: State,
    act: Act,
    proposer: &str,
    actor: &str,
    reason: Option<&str>,
) -> Result<State, Refusal> {
    let given = reason.is_some_and(|reason| !reason.trim().is_empty());
    let wrong = |needs, act| Err(Refusal::State { state, needs, act });
    match (act, state) {
        (Act::Approve, State::Proposed) if proposer == actor => {
            Err(Refusal::SamePerson(proposer.to_owned()))
        }
        (Act::Approve, State::Proposed) => Ok(State::Approved),
        (Act::Approve, _) => wrong("a proposed", "approved"),
        (Act::Reject, State::Proposed) if given => Ok(State::Rejected),
        (Act::Reject, State::Proposed) => Err(Refusal::NoReason("rejected")),
        (Act::Reject, _) => wrong("a proposed", "rejected"),
        (Act::Reverse, State::Approved) if given => Ok(State::Reversed),
        (Act::Reverse, State::Approved) => Err(Refusal::NoReason("reversed")),
        (Act::Reverse, _) => wrong("an approved", "reversed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uplift_goes_from_proposed_to_approved_to_reversed() {
        let next = |state, act, actor, reason| next_state(state, act, "ann", actor, reason);
        assert_eq!(
            next(State::Proposed, Act::Approve, "ann", None),
            Err(Refusal::SamePerson("ann".into()))
        );
        assert_eq!(
            next(State::Proposed, Act::Approve, "bea", None),
            Ok(State::Approved)
        );
        assert_eq!(
            next(State::Approved, Act::Reverse, "ann", Some(" ")),
            Err(Refusal::NoReason("reversed"))
        );
        assert_eq!(
            next(State::Approved, Act::Reverse, "ann", Some("wrong year")),
            Ok(State::Reversed)
        );
        for (state, act) in [
            (State::Approved, Act::Approve),
            (State::Approved, Act::Reject),
            (State::Proposed, Act::Reverse),
            (State::Rejected, Act::Approve),
            (State::Reversed, Act::Reverse),
        ] {
            let refused = next(state, act, "bea", Some("why"));
            assert!(matches!(refused, Err(Refusal::State { .. })));
        }
    }
}
