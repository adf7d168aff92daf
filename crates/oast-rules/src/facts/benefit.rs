use oast_units::{BenefitId, Date, Measure, Text, codes};

use super::record::facts;

codes! {
    /// What a benefit is measured in.
    BenefitUnit, "a unit of a benefit" {
        /// Per cent.
        Percent = "percent", "per cent";
        /// Pounds.
        Pounds = "pounds", "pounds";
        /// Days.
        Days = "days", "days";
    }

    /// How a benefit is worked out from the facts, where it can be.
    BenefitFrom, "a way to work out a benefit" {
        /// The share of placements that are called off the framework, complex care left out.
        CalledOff = "called_off", "Share of placements called off the framework";
        /// The share of placements that are in its homes, complex care left out.
        FrameworkHomes = "framework_homes", "Share of placements in homes on the framework";
        /// The share of a month's gross spend that is in other homes, complex care left out.
        OffContract = "off_contract", "Share of gross spend in homes that are not on the framework";
        /// What newcomers cost less in the financial year than at Option 1's prices: an estimate.
        CostAvoidance = "cost_avoidance", "What newcomers cost less than at Option 1’s prices";
        /// Beds that homes reported free, over the beds of those homes.
        Vacancy = "vacancy", "Free beds over beds, of homes that reported";
    }
}

facts! {
    /// A benefit that the council means to have, and who answers for it.
    Benefit in "benefits" by (benefit_id) {
        /// Its code.
        benefit_id: BenefitId,
        /// Its name.
        name: Text,
        /// Who answers for it.
        owner: Text,
        /// What it is measured in.
        unit: BenefitUnit,
        /// What it was before.
        baseline: Option<Measure>,
        /// What it is to be.
        target: Option<Measure>,
        /// The day by which it is to be so.
        due_on: Option<Date>,
        /// How it is measured, in words.
        measured: Text,
        /// How it is worked out from the facts; empty where it is recorded by hand.
        worked_out: Option<BenefitFrom>,
        /// Where baseline and target are from.
        source: Text,
        /// Why it was changed, where it was.
        reason: Option<Text>,
    }

    /// What a benefit came to by a day, recorded by hand.
    BenefitMeasure in "benefit_measures" by (benefit_id, as_of) {
        /// The benefit.
        benefit_id: BenefitId,
        /// The day.
        as_of: Date,
        /// The value, in the benefit's unit.
        value: Measure,
        /// Where it is from.
        source: Text,
    }
}
