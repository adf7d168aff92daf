//! When the record of a person has been kept long enough (rules §13).

use oast_terms::{Entry, NotInForce, RetentionTerms, Step, Trace};
use oast_units::{Date, FinancialYear};

/// What the council last had to do with a person, all of whose care has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastContact {
    /// The last day in a home, or of a report about them.
    pub ended_on: Date,
    /// Whether it ended with their death.
    pub died: bool,
    /// A day in the last period for which something was paid or billed for them.
    pub paid_for: Option<Date>,
}

/// How long a person's record is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// The last day on which what names them is kept.
    pub kept_until: Date,
    /// The terms' names of what keeps it so long: after care, after death, after a payment.
    pub because: &'static str,
}

/// How long what names a person is kept, by the schedule in force on a day: as long as care and
/// money each ask for.
pub fn retention(
    contact: &LastContact,
    on: Date,
    terms: &RetentionTerms,
    trace: &mut impl Trace,
) -> Result<Retention, NotInForce> {
    let care = if contact.died {
        let years = terms.after_death_years.on(on, trace)?.0;
        kept(
            contact.ended_on,
            years,
            "the death",
            "after_death_years",
            trace,
        )
    } else {
        let years = terms.after_care_years.on(on, trace)?.0;
        kept(
            contact.ended_on,
            years,
            "the end of care",
            "after_care_years",
            trace,
        )
    };
    let Some(paid_for) = contact.paid_for else {
        return Ok(care);
    };
    let years = terms.after_payment_years.on(on, trace)?.0;
    let year_end = FinancialYear::of(paid_for).last_day();
    let what = "the financial year of the last payment";
    let money = kept(year_end, years, what, "after_payment_years", trace);
    Ok(if money.kept_until > care.kept_until {
        money
    } else {
        care
    })
}

fn kept(
    from: Date,
    years: i32,
    what: &str,
    because: &'static str,
    trace: &mut impl Trace,
) -> Retention {
    let kept_until = from.add_years(years);
    trace.record(|| {
        Entry::Step(Step {
            rule: "privacy.retention",
            clause: "rules §13",
            says: format!(
                "{years} years after {what} on {}: kept until {}.",
                from.long(),
                kept_until.long()
            ),
            amount: None,
        })
    });
    Retention {
        kept_until,
        because,
    }
}
