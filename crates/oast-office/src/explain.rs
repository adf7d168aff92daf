use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_rules::facts::{
    Assessment, Category, CategoryChange, Fact, Placement, Price, Route, Uplift, key_in_words,
};
use oast_rules::placement::CaseFile;
use oast_rules::price::rate_on;
use oast_store::{AuditEntry, Connected, StoreError, Which, scan};
use oast_terms::{Entry, Recorder, Terms};
use oast_units::{Date, SchemeId, WeeklyRate};

use crate::county::Reading;
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
    pub recorded: BTreeMap<(&'static str, String), Recorded>,
}

/// Who recorded a fact, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The audit entry.
    pub seq: i64,
    /// Who.
    pub actor: String,
    /// When, as the audit writes it.
    pub at: String,
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
        let recorded = self.recorded(&trace.entries, &case, known_seq)?;
        Ok(Explanation {
            case,
            rate,
            trace: trace.entries,
            recorded,
        })
    }

    /// Who recorded each of the facts that a trace read.
    fn recorded(
        &mut self,
        trace: &[Entry],
        case: &CaseFile,
        known_seq: i64,
    ) -> Result<BTreeMap<(&'static str, String), Recorded>, OfficeError> {
        let mut seqs = BTreeMap::new();
        let id = case.placement.placement_id.as_str();
        self.seqs_of::<Placement>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<CategoryChange>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Assessment>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Price>(known_seq, Which::All, &mut seqs)?;
        self.seqs_of::<Uplift>(known_seq, Which::All, &mut seqs)?;
        let entries: BTreeMap<i64, AuditEntry> = self
            .store
            .audit_entries()?
            .into_iter()
            .map(|entry| (entry.seq, entry))
            .collect();
        let mut recorded = BTreeMap::new();
        for entry in trace {
            let Entry::Fact(fact) = entry else { continue };
            let place = (fact.table, fact.key.clone());
            if let Some(entry) = seqs.get(&place).and_then(|seq| entries.get(seq)) {
                recorded.insert(
                    place,
                    Recorded {
                        seq: entry.seq,
                        actor: entry.actor.clone(),
                        at: entry.recorded_at.clone(),
                    },
                );
            }
        }
        Ok(recorded)
    }

    fn seqs_of<F: Fact>(
        &mut self,
        known_seq: i64,
        which: Which<'_>,
        seqs: &mut BTreeMap<(&'static str, String), i64>,
    ) -> Result<(), StoreError> {
        let authority = self.authority.clone();
        scan(
            self.store.connection(),
            &authority,
            known_seq,
            which,
            |fact: F, seq| {
                seqs.insert((F::TABLE.name, key_in_words(&fact)), seq);
                Ok(())
            },
        )
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
