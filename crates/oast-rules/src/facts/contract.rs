use oast_units::{BlockId, Date, Generation, HomeId, Lot, SchemeId, WeeklyRate};

use super::record::facts;

facts! {
    /// A home's membership of a lot of a scheme.
    Appointment in "appointments" by (scheme, generation, lot, home_id) {
        /// The scheme.
        scheme: SchemeId,
        /// Which framework of the scheme.
        generation: Generation,
        /// The lot.
        lot: Lot,
        /// The home.
        home_id: HomeId,
        /// The first day of membership.
        admitted_on: Date,
        /// The last day, if it has left.
        left_on: Option<Date>,
    }

    /// A block contract: beds paid for whether filled or not.
    Block in "blocks" by (block_id) {
        /// The contract's reference.
        block_id: BlockId,
        /// The home.
        home_id: HomeId,
        /// How many beds, in multiples of two.
        beds: u32,
        /// Pounds a week for each bed.
        weekly_price_per_bed: WeeklyRate,
        /// The first day.
        from: Date,
        /// The last day, if it has one.
        to: Option<Date>,
    }
}
