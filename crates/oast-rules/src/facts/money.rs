use oast_units::{Date, FinancialYear, HomeId, PayRunId, Pence, PlacementId, Text, WeeklyRate};

use super::record::facts;
use super::{Category, Collector, Element, Payer, Side};

facts! {
    /// What somebody other than the council pays towards a placement.
    Contribution in "contributions" by (placement_id, from, payer) {
        /// The placement.
        placement_id: PlacementId,
        /// Who pays.
        payer: Payer,
        /// Who takes it in.
        collector: Option<Collector>,
        /// How much a week; for NHS-funded nursing, empty means the national rate of the day.
        weekly: Option<WeeklyRate>,
        /// The first day.
        from: Date,
        /// The last day, if it has one.
        to: Option<Date>,
    }

    /// An agreed single cost, due whole on its day.
    OneOff in "one_offs" by (placement_id, on) {
        /// The placement.
        placement_id: PlacementId,
        /// How much.
        amount: Pence,
        /// The day.
        on: Date,
        /// What for.
        reason: Option<Text> as personal,
    }

    /// The budget of a category in a financial year.
    Budget in "budgets" by (financial_year, category) {
        /// The financial year.
        financial_year: FinancialYear,
        /// The category of care.
        category: Category,
        /// The budget.
        amount: Pence,
    }

    /// What has been paid or billed for an element of a placement in a pay period.
    Posting in "postings" by (placement_id, element, period_from, pay_run, side, home_id) {
        /// The placement, or the block contract.
        placement_id: PlacementId,
        /// What it is for.
        element: Element,
        /// The first day of the pay period.
        period_from: Date,
        /// Above nothing: paid to the home or billed; below nothing: kept back or credited.
        amount: Pence,
        /// The pay run that posted it.
        pay_run: PayRunId,
        /// Paid to the home, or billed; empty means paid to the home.
        side: Option<Side>,
        /// The home; empty means the placement's own.
        home_id: Option<HomeId>,
        /// The account debited with the amount, or credited when it is below nothing.
        debit: Option<Text>,
        /// The account credited with the amount, or debited when it is below nothing.
        credit: Option<Text>,
    }
}
