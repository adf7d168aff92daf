use oast_units::{Date, HomeId, PayRunId, Pence, PlacementId, Text};

use super::record::facts;
use super::{Element, Side};

// What the office itself records about paying. These are facts like any other, appended and never
// changed, but they are made here and are no part of the data pack.
facts! {
    /// A pay run as it was proposed.
    PayRun in "pay_runs" by (pay_run) {
        /// Its reference.
        pay_run: PayRunId,
        /// The first day that it looks at.
        opens_on: Date,
        /// The last day that it pays.
        until: Date,
        /// The audit entry up to which facts were known to it.
        known_seq: u32,
        /// Who proposed it.
        proposed_by: Text,
    }

    /// Something done to a pay run after it was proposed.
    PayRunStep in "pay_run_steps" by (pay_run, state) {
        /// The run.
        pay_run: PayRunId,
        /// The state that it came to.
        state: Text,
        /// Who did it.
        actor: Text,
        /// Why, where a reason is needed.
        reason: Option<Text>,
    }

    /// A line of a pay run.
    PayRunLine in "pay_run_lines" by (pay_run, placement_id, home_id, element, side, period_from) {
        /// The run.
        pay_run: PayRunId,
        /// The placement, or the block contract.
        placement_id: PlacementId,
        /// What it is for.
        element: Element,
        /// Paid to the home, or billed.
        side: Side,
        /// The first day of the pay period.
        period_from: Date,
        /// The last day of the pay period, clipped to the run.
        period_to: Date,
        /// The days due in it.
        days: u32,
        /// Above nothing: paid or billed; below nothing: kept back or credited.
        amount: Pence,
        /// The home.
        home_id: HomeId,
        /// For an adjustment, the late facts that caused it.
        cause: Option<Text>,
    }

    /// A line kept out of pay runs until it is released, without losing it.
    Hold in "holds" by (placement_id, element) {
        /// The placement, or the block contract.
        placement_id: PlacementId,
        /// The element that is held.
        element: Element,
        /// Why.
        reason: Text as personal,
        /// Who held it.
        actor: Text,
    }

    /// What a run paid a home through the bank, and what became of its debt.
    Payment in "payments" by (pay_run, home_id) {
        /// The run.
        pay_run: PayRunId,
        /// The home.
        home_id: HomeId,
        /// The sum of its lines.
        net: Pence,
        /// Kept back towards an earlier debt.
        recovered: Pence,
        /// Newly owed, because the net was below nothing.
        carried: Pence,
        /// Paid through the bank.
        paid: Pence,
        /// What the home owes afterwards.
        debt_after: Pence,
        /// The account debited with what was paid.
        debit: Text,
        /// The account credited with it.
        credit: Text,
    }

    /// An officer's decision that one notice keeps the single period; it goes with the notice.
    NoticeOverride in "notice_overrides" by (placement_id, given_on) {
        /// The placement.
        placement_id: PlacementId,
        /// The day of the notice.
        given_on: Date,
        /// Why.
        reason: Text as personal,
        /// Who decided.
        actor: Text,
    }

    /// An agreement with a home to recover its debt by so much from each run.
    Instalment in "instalments" by (home_id) {
        /// The home.
        home_id: HomeId,
        /// The most that is kept back from one run.
        per_run: Pence,
        /// Who agreed it.
        actor: Text,
    }
}
