use oast_units::{Date, PersonId, Text};

use super::record::facts;

// What is done about the record of a person itself: facts like any other, appended and never
// changed, and no part of the data pack.
facts! {
    /// A legal hold: what names a person is kept, however long the schedule says.
    LegalHold in "legal_holds" by (person_id, from) {
        /// The person.
        person_id: PersonId,
        /// The first day on which it holds.
        from: Date,
        /// The last day on which it held; empty while it holds.
        to: Option<Date>,
        /// Why.
        reason: Text as personal,
        /// What it is held for: a case, a complaint, an inquiry.
        reference: Option<Text>,
        /// Who said so, and who lifted it.
        actor: Text,
    }

    /// What named a person was erased: the keys of it were destroyed.
    Erasure in "erasures" by (person_id) {
        /// The person.
        person_id: PersonId,
        /// The day.
        on: Date,
        /// The last day on which the schedule kept it.
        kept_until: Date,
        /// The term of the schedule that kept it longest.
        because: Text,
    }
}
