use jiff::Timestamp;
use oast_rules::facts::{Category, Route};
use oast_rules::placement::CaseFile;
use oast_rules::price::rate_on;
use oast_store::Connected;
use oast_terms::{Entry, Recorder, Terms};
use oast_units::{Date, SchemeId, WeeklyRate};

use crate::county::Reading;
use crate::recorded::RecordedFacts;
use crate::{Office, OfficeError};

/// A rate and how it came about.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The placement, as known.
    pub case: CaseFile,
    /// The care fee a week.
    pub rate: WeeklyRate,
    /// What was read and done, in order.
    pub trace: Vec<Entry>,
    /// For each fact that was read, by its table and key, who recorded it and when.
    pub recorded: RecordedFacts,
}

impl Explanation {
    /// The rate and how it came about, in one sentence made of the steps: `£904.64 a week: the home
    /// tendered £880.00 a week for Residential in generation 1, as of 1 April 2026; raised by 2.8%
    /// from 1 April 2027`.
    pub fn sentence(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for entry in &self.trace {
            let Entry::Step(step) = entry else { continue };
            match step.rule {
                "rate" => continue,
                "uplift" => {}
                rule if rule.starts_with("rate.") => parts.clear(),
                _ => continue,
            }
            let says = step.says.trim_end_matches('.');
            let says = says.trim_end_matches(", to the penny");
            parts.push(begun_small(says));
        }
        let rate = format!("{} a week", self.rate);
        if parts.is_empty() {
            rate
        } else {
            format!("{rate}: {}", parts.join("; "))
        }
    }
}

/// A sentence's words as they stand within another: `The home` becomes `the home`.
fn begun_small(says: &str) -> String {
    let mut letters = says.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

impl Office {
    /// Why a placement's care fee is what it is on a day, as known at a time.
    pub fn explain_rate(
        &mut self,
        placement: &str,
        on: Date,
        known_at: Option<Timestamp>,
    ) -> Result<Explanation, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let reading = Reading {
            authority: &self.authority,
            known_seq,
            postings: false,
        };
        let case = reading
            .case(self.store.connection(), placement)?
            .ok_or_else(|| OfficeError::no_placement(placement))?;
        let book = self.book(known_seq)?;
        let mut trace = Recorder::default();
        let rate = rate_on(&case, &book, on, &mut trace)?;
        read_clauses(&case, &self.terms, on, &mut trace);
        let home = &case.placement.home_id;
        let recorded = self.recorded(&trace.entries, placement, home, known_seq)?;
        Ok(Explanation {
            case,
            rate,
            trace: trace.entries,
            recorded,
        })
    }
}

/// Reads the contract's terms that stand behind a tendered price: its band, its step, and whether
/// a later price would change it. A term without a value on the day is passed over: the rate does
/// not rest on it.
fn read_clauses(case: &CaseFile, terms: &Terms, on: Date, trace: &mut Recorder) {
    let placement = &case.placement;
    if placement.route != Route::Framework {
        return;
    }
    let change = case
        .category_changes
        .iter()
        .rfind(|change| change.from <= on);
    let category = change.map_or(placement.category, |change| change.category);
    let scheme = placement.scheme.as_ref().map(SchemeId::as_str);
    let contract = terms.contract_for(scheme, placement.route.code());
    if let Some(bands) = &contract.bands {
        let limits = match category {
            Category::Residential => Some((&bands.residential_lower, &bands.residential_upper)),
            Category::ResidentialHigh => {
                Some((&bands.residential_high_lower, &bands.residential_high_upper))
            }
            Category::Nursing => Some((&bands.nursing_lower, &bands.nursing_upper)),
            Category::NursingHigh => Some((&bands.nursing_high_lower, &bands.nursing_high_upper)),
            Category::Complex => None,
        };
        if let Some((lower, upper)) = limits {
            let _ = lower.on(placement.started_on, trace);
            let _ = upper.on(placement.started_on, trace);
            let _ = bands.spinal_step.on(placement.started_on, trace);
        }
    }
    if let Some(uplifts) = &contract.uplifts {
        let _ = uplifts.reprices_older_placements.on(on, trace);
    }
}
