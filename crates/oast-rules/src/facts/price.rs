use oast_units::{Date, Generation, HomeId, Percent, SchemeId, Text, WeeklyRate};

use super::record::facts;
use super::{AppliesTo, Category};

facts! {
    /// The price a home tendered for a category in one generation of a framework.
    Price in "prices" by (scheme, generation, home_id, category) {
        /// The scheme.
        scheme: SchemeId,
        /// Which framework of the scheme.
        generation: Generation,
        /// The home.
        home_id: HomeId,
        /// The category of care.
        category: Category,
        /// Pounds a week, before any uplift.
        weekly_price: WeeklyRate,
        /// The day the price is as of: uplifts after it raise it.
        base_date: Date,
    }

    /// A home's cap for a category in a half-year of the dynamic purchasing system.
    IndicativePrice in "indicative_prices" by (home_id, category, from) {
        /// The home.
        home_id: HomeId,
        /// The category of care.
        category: Category,
        /// Pounds a week.
        weekly_price: WeeklyRate,
        /// The first day.
        from: Date,
        /// The last day.
        to: Option<Date>,
    }

    /// A decision to raise prices by a percentage from a day.
    Uplift in "uplifts" by (applies_to, scheme, effective_on) {
        /// The scheme whose placements it raises.
        scheme: Option<SchemeId>,
        /// The route whose placements it raises.
        applies_to: AppliesTo,
        /// The first day of the raised price.
        effective_on: Date,
        /// By how much.
        percent: Percent,
        /// The decision that set it.
        decision: Option<Text>,
    }
}
