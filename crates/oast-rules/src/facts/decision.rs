use oast_units::{Date, Percent, SchemeId, Text, UpliftSetId};

use super::AppliesTo;
use super::record::facts;

// What people decide here: facts like any other, appended and never changed, and no part of the
// data pack.
facts! {
    /// An uplift as it was proposed, with all that it would change.
    UpliftSet in "uplift_sets" by (uplift_set) {
        /// Its reference.
        uplift_set: UpliftSetId,
        /// The route whose placements it raises.
        applies_to: AppliesTo,
        /// The scheme whose placements it raises.
        scheme: Option<SchemeId>,
        /// The first day of the raised price.
        effective_on: Date,
        /// By how much.
        percent: Percent,
        /// The decision that set it.
        decision: Text,
        /// Who proposed it.
        proposed_by: Text,
        /// The audit entry up to which facts were known to it.
        known_seq: u32,
    }

    /// Something done to an uplift after it was proposed.
    UpliftStep in "uplift_steps" by (uplift_set, state) {
        /// The uplift.
        uplift_set: UpliftSetId,
        /// The state that it came to.
        state: Text,
        /// Who did it.
        actor: Text,
        /// Why, where a reason is needed.
        reason: Option<Text>,
    }

    /// The council's confirmation of a value that the terms assume.
    TermConfirmation in "term_confirmations" by (term, from) {
        /// The term: its path and name.
        term: Text,
        /// The first day on which the value holds.
        from: Date,
        /// The value as it read when it was confirmed: another value voids the confirmation.
        value: Text,
        /// What confirms it: a contract clause, a decision, a letter.
        evidence: Text,
        /// Who confirmed it.
        actor: Text,
    }
}
