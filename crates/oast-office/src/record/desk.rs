//! What is read to weigh an event: the facts of one placement, its homes, its person and its
//! prices, and nothing of the rest of the county.

use oast_rules::facts::{Fact, Hold, Home, Price, Provider, Uplift};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_store::{Connection, StoreError, Which, gather};
use oast_terms::Terms;
use oast_units::{Date, HomeId, PersonId, PlacementId, Raw};

use crate::OfficeError;
use crate::county::{Reading, Subject};
use crate::pay_run::states::{last_paid, runs};

/// A place to read one authority's facts from, as known at an audit entry.
pub(crate) struct Desk<'a> {
    pub(crate) connection: &'a mut dyn Connection,
    pub(crate) authority: &'a str,
    pub(crate) known_seq: i64,
    pub(crate) terms: &'a Terms,
}

/// What pay runs have looked at and paid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PaidDays {
    /// The first day that pay runs look at.
    pub(crate) opens_on: Date,
    /// The last day that a run has paid.
    pub(crate) until: Option<Date>,
}

impl Desk<'_> {
    pub(crate) fn facts<F: Fact>(&mut self, which: Which<'_>) -> Result<Vec<F>, StoreError> {
        gather(self.connection, self.authority, self.known_seq, which)
    }

    /// A placement with everything recorded about it and posted for it.
    pub(crate) fn subject(&mut self, id: &str) -> Result<Option<Subject>, StoreError> {
        let reading = Reading {
            authority: self.authority,
            known_seq: self.known_seq,
            postings: true,
        };
        reading.subject(self.connection, id)
    }

    /// A placement with everything recorded about it.
    pub(crate) fn case(&mut self, id: &str) -> Result<Option<CaseFile>, StoreError> {
        let reading = Reading {
            authority: self.authority,
            known_seq: self.known_seq,
            postings: false,
        };
        reading.case(self.connection, id)
    }

    pub(crate) fn home(&mut self, id: &HomeId) -> Result<Option<Home>, StoreError> {
        Ok(self.facts(Which::Of(id.as_str()))?.pop())
    }

    pub(crate) fn provider(&mut self, home: &Home) -> Result<Option<Provider>, StoreError> {
        Ok(self.facts(Which::Of(home.provider_id.as_str()))?.pop())
    }

    /// What these homes tendered.
    pub(crate) fn prices(&mut self, homes: &[HomeId]) -> Result<Vec<Price>, StoreError> {
        let mut prices = Vec::new();
        for home in homes {
            prices.extend(self.facts::<Price>(Which::By("home_id", home.as_str()))?);
        }
        Ok(prices)
    }

    /// The prices of these homes and every uplift.
    pub(crate) fn book(&mut self, homes: &[HomeId]) -> Result<PriceBook, StoreError> {
        let uplifts: Vec<Uplift> = self.facts(Which::All)?;
        Ok(PriceBook::new(&self.prices(homes)?, &uplifts))
    }

    /// What is held of a placement.
    pub(crate) fn holds(&mut self, id: &PlacementId) -> Result<Vec<Hold>, StoreError> {
        self.facts(Which::Of(id.as_str()))
    }

    /// What pay runs have looked at and paid. What was posted for the placement itself before the
    /// first run, in the system before this one, counts as paid too.
    pub(crate) fn paid_days(
        &mut self,
        subject: &Subject,
        today: Date,
    ) -> Result<PaidDays, OfficeError> {
        let runs = runs(self.connection, self.authority, self.known_seq)?;
        let calendar = oast_rules::money::pay_calendar(self.terms, today)?;
        let opening = &self.terms.authority.pay_calendar.opening_date;
        let mut opens_on = opening.dated_on(today)?.value;
        for standing in &runs {
            opens_on = opens_on.min(standing.run.opens_on);
        }
        let mut until = last_paid(&runs).map(|last| last.run.until);
        for posting in &subject.posted {
            opens_on = opens_on.min(posting.period_from);
            let ours = runs
                .iter()
                .any(|standing| standing.run.pay_run == posting.pay_run);
            if !ours {
                until = until.max(Some(calendar.holding(posting.period_from).to()));
            }
        }
        Ok(PaidDays { opens_on, until })
    }

    /// Every placement of a person, by a question that reads one table once.
    pub(crate) fn placements_of(&mut self, person: &PersonId) -> Result<Vec<CaseFile>, StoreError> {
        // Without an order, the search is left to the index of the people.
        let question = "SELECT DISTINCT placement_id FROM placements WHERE authority = $1 AND person_id = $2 AND +seq <= $3";
        let mut ids = self.ids(question, person.as_str())?;
        ids.sort_unstable();
        let mut cases = Vec::new();
        for id in ids {
            let case = self.case(&id)?;
            cases.extend(case.filter(|case| case.placement.person_id == *person));
        }
        Ok(cases)
    }

    /// Every placement in a home on which the provider has given notice.
    pub(crate) fn noticed_at(&mut self, home: &HomeId) -> Result<Vec<CaseFile>, StoreError> {
        let question = "SELECT DISTINCT notices.placement_id FROM notices JOIN placements ON placements.authority = notices.authority AND placements.placement_id = notices.placement_id WHERE notices.authority = $1 AND placements.home_id = $2 AND notices.seq <= $3 AND notices.given_by = 'provider' ORDER BY notices.placement_id";
        let ids = self.ids(question, home.as_str())?;
        let mut cases = Vec::new();
        for id in ids {
            let case = self.case(&id)?;
            cases.extend(case.filter(|case| case.placement.home_id == *home));
        }
        Ok(cases)
    }

    /// The references that a question about one thing gives.
    fn ids(&mut self, question: &str, about: &str) -> Result<Vec<String>, StoreError> {
        let parameters = [
            Raw::Text(self.authority),
            Raw::Text(about),
            Raw::Integer(self.known_seq),
        ];
        let mut ids = Vec::new();
        self.connection.query(question, &parameters, &mut |row| {
            if let Raw::Text(id) = row.get(0)? {
                ids.push(id.to_owned());
            }
            Ok(())
        })?;
        Ok(ids)
    }

    /// A reference that no placement and no block contract has: the next of its own series, as
    /// `PL0012-2` follows `PL0012-1`, or after the highest there is.
    pub(crate) fn free_reference(
        &mut self,
        like: &PlacementId,
    ) -> Result<PlacementId, OfficeError> {
        let mut last = like.to_string();
        if !is_of_series(&last) {
            let highest = "SELECT placement_id FROM placements WHERE authority = $1 AND placement_id >= $2 AND seq <= $3 ORDER BY placement_id DESC LIMIT 1";
            last = self.ids(highest, like.as_str())?.pop().unwrap_or(last);
        }
        loop {
            let next = after(&last);
            let taken = "SELECT placement_id FROM placements WHERE authority = $1 AND placement_id = $2 AND seq <= $3 LIMIT 1";
            let block = "SELECT block_id FROM blocks WHERE authority = $1 AND block_id = $2 AND seq <= $3 LIMIT 1";
            if self.ids(taken, &next)?.is_empty() && self.ids(block, &next)?.is_empty() {
                return Ok(next.parse()?);
            }
            last = next;
        }
    }
}

/// Whether a reference ends with a hyphen and a number.
fn is_of_series(reference: &str) -> bool {
    let head = reference.trim_end_matches(|letter: char| letter.is_ascii_digit());
    head.len() < reference.len() && head.ends_with('-')
}

/// The reference after another: its last digits counted on, at the same width or wider.
fn after(reference: &str) -> String {
    let head = reference.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &reference[head.len()..];
    match digits.parse::<u64>() {
        Ok(number) if number < u64::MAX => {
            format!("{head}{:0width$}", number + 1, width = digits.len())
        }
        _ => format!("{reference}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn the_next_reference_counts_on() {
        for (reference, next) in [
            ("PL000123", "PL000124"),
            ("PL000199", "PL000200"),
            ("PL999", "PL1000"),
            ("manor", "manor-2"),
            ("manor-2", "manor-3"),
        ] {
            assert_eq!(after(reference), next);
        }
    }
}
