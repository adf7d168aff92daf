//! What a council settles for all of its contracts: the files of `terms/<authority>/` itself.

use std::sync::Arc;

use oast_units::{Date, Text};

use crate::section::{Section as _, TermView, section};
use crate::term::Term;
use crate::value::{Days, Months, Points};

/// A council's own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The name of its folder: `kent`.
    pub name: Arc<str>,
    /// When it pays.
    pub pay_calendar: PayCalendarTerms,
    /// How it scores the risk of a home.
    pub risk_matrix: RiskMatrixTerms,
    /// Which contract governs a placement.
    pub routes: RouteTerms,
}

impl Authority {
    pub(crate) fn view(&self, views: &mut Vec<TermView>) {
        self.pay_calendar.view(views);
        self.risk_matrix.view(views);
        self.routes.view(views);
    }
}

section! {
    /// The pay calendar: pay periods of equal length, counted both ways from one of them.
    pub struct PayCalendarTerms in "pay-calendar" {
        /// The first day of one pay period, from which all the others are counted.
        anchor: Date,
        /// The length of a pay period, in days.
        length_days: Days,
        /// The first day that is paid from here: what was due before was paid in the system before
        /// this one.
        opening_date: Date,
    }
}

section! {
    /// The risk matrix: ten criteria, each rated red, amber or green, together a score out of 100.
    /// A rating older than its criterion's freshness counts as unknown.
    pub struct RiskMatrixTerms in "risk-matrix" {
        /// What the first criterion looks at.
        criterion_1: Text,
        /// What the second criterion looks at.
        criterion_2: Text,
        /// What the third criterion looks at.
        criterion_3: Text,
        /// What the fourth criterion looks at.
        criterion_4: Text,
        /// What the fifth criterion looks at.
        criterion_5: Text,
        /// What the sixth criterion looks at.
        criterion_6: Text,
        /// What the seventh criterion looks at.
        criterion_7: Text,
        /// What the eighth criterion looks at.
        criterion_8: Text,
        /// What the ninth criterion looks at.
        criterion_9: Text,
        /// What the tenth criterion looks at.
        criterion_10: Text,
        /// How long evidence for the first criterion is fresh, in months.
        freshness_1_months: Months,
        /// How long evidence for the second criterion is fresh, in months.
        freshness_2_months: Months,
        /// How long evidence for the third criterion is fresh, in months.
        freshness_3_months: Months,
        /// How long evidence for the fourth criterion is fresh, in months.
        freshness_4_months: Months,
        /// How long evidence for the fifth criterion is fresh, in months.
        freshness_5_months: Months,
        /// How long evidence for the sixth criterion is fresh, in months.
        freshness_6_months: Months,
        /// How long evidence for the seventh criterion is fresh, in months.
        freshness_7_months: Months,
        /// How long evidence for the eighth criterion is fresh, in months.
        freshness_8_months: Months,
        /// How long evidence for the ninth criterion is fresh, in months.
        freshness_9_months: Months,
        /// How long evidence for the tenth criterion is fresh, in months.
        freshness_10_months: Months,
        /// What a criterion rated green is worth, in points.
        green_points: Points,
        /// What a criterion rated amber is worth, in points.
        amber_points: Points,
        /// What a criterion rated red is worth, in points.
        red_points: Points,
        /// The score below which a home is red, in points.
        red_below: Points,
        /// The score below which a home that is not red is amber, in points.
        amber_below: Points,
    }
}

impl RiskMatrixTerms {
    /// The criteria in order, each with how long its evidence is fresh.
    pub fn criteria(&self) -> [(&Term<Text>, &Term<Months>); 10] {
        [
            (&self.criterion_1, &self.freshness_1_months),
            (&self.criterion_2, &self.freshness_2_months),
            (&self.criterion_3, &self.freshness_3_months),
            (&self.criterion_4, &self.freshness_4_months),
            (&self.criterion_5, &self.freshness_5_months),
            (&self.criterion_6, &self.freshness_6_months),
            (&self.criterion_7, &self.freshness_7_months),
            (&self.criterion_8, &self.freshness_8_months),
            (&self.criterion_9, &self.freshness_9_months),
            (&self.criterion_10, &self.freshness_10_months),
        ]
    }
}

section! {
    /// The contract folder that governs each route when the placement's own scheme has none. A
    /// route keeps its contract for good, so each has one value.
    pub struct RouteTerms in "routes" {
        /// The contract for placements made under the framework.
        framework: Text,
        /// The contract for placements made under the dynamic purchasing system.
        dps: Text,
        /// The contract for placements that are older than the framework.
        legacy: Text,
        /// The contract for placements bought one by one, outside any scheme.
        spot: Text,
        /// The contract for placements that a cost model prices.
        cost_model: Text,
        /// The contract for placements that an assessment prices.
        complex: Text,
        /// The contract for beds bought together, filled or not.
        block: Text,
    }
}

impl RouteTerms {
    /// Every route with the term that names its contract.
    pub fn by_route(&self) -> [(&'static str, &Term<Text>); 7] {
        [
            ("framework", &self.framework),
            ("dps", &self.dps),
            ("legacy", &self.legacy),
            ("spot", &self.spot),
            ("cost_model", &self.cost_model),
            ("complex", &self.complex),
            ("block", &self.block),
        ]
    }
}
