//! Who recorded a fact, and when.

use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_rules::facts::{
    Absence, Assessment, Block, CategoryChange, Contribution, Fact, Notice, OneOff, OneToOne,
    Placement, Posting, Price, Uplift, key_in_words,
};
use oast_store::{Connected as _, StoreError, Which, scan};
use oast_terms::Entry;
use oast_units::{HomeId, Pence};
use serde_json::json;

use crate::{Office, OfficeError};

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

/// For facts by their table and key, who recorded each.
pub type RecordedFacts = BTreeMap<(&'static str, String), Recorded>;

type Seqs = BTreeMap<(&'static str, String), i64>;

impl Office {
    /// Who recorded each of the facts that a trace about a placement read.
    pub(crate) fn recorded(
        &mut self,
        trace: &[Entry],
        id: &str,
        home: &HomeId,
        known_seq: i64,
    ) -> Result<RecordedFacts, OfficeError> {
        let seqs = self.seqs_of_placement(id, home, known_seq)?;
        let mut recorded = RecordedFacts::new();
        for entry in trace {
            let Entry::Fact(fact) = entry else { continue };
            let place = (fact.table, fact.key.clone());
            let Some(seq) = seqs.get(&place) else {
                continue;
            };
            if let Some(by) = self.recorded_in(*seq)? {
                recorded.insert(place, by);
            }
        }
        Ok(recorded)
    }

    /// The audit entries that recorded the facts that a placement rests on.
    fn seqs_of_placement(
        &mut self,
        id: &str,
        home: &HomeId,
        known_seq: i64,
    ) -> Result<Seqs, OfficeError> {
        let mut seqs = Seqs::new();
        self.seqs_of::<Placement>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<CategoryChange>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Assessment>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Absence>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<OneToOne>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Contribution>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<OneOff>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Notice>(known_seq, Which::Of(id), &mut seqs)?;
        self.seqs_of::<Block>(known_seq, Which::Of(id), &mut seqs)?;
        let at_home = Which::By("home_id", home.as_str());
        self.seqs_of::<Price>(known_seq, at_home, &mut seqs)?;
        self.seqs_of::<Uplift>(known_seq, Which::All, &mut seqs)?;
        Ok(seqs)
    }

    /// Who left an audit entry, and when.
    pub(crate) fn recorded_in(&mut self, seq: i64) -> Result<Option<Recorded>, OfficeError> {
        let entry = self.store.audit_entry(seq)?;
        Ok(entry.map(|entry| Recorded {
            seq: entry.seq,
            actor: entry.actor,
            at: entry.recorded_at,
        }))
    }

    fn seqs_of<F: Fact>(
        &mut self,
        known_seq: i64,
        which: Which<'_>,
        seqs: &mut Seqs,
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

/// What is recorded of one placement.
#[derive(Debug, Clone)]
pub struct PlacementRecord {
    /// Who recorded each fact, and when.
    pub recorded: RecordedFacts,
    /// What was posted for it, in order of element and pay period.
    pub postings: Vec<Posting>,
}

impl Office {
    /// Who recorded each fact of a placement, and what was posted for it, as known at a time.
    pub fn placement_record(
        &mut self,
        placement: &Placement,
        known_at: Option<Timestamp>,
    ) -> Result<PlacementRecord, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let id = placement.placement_id.as_str();
        let seqs = self.seqs_of_placement(id, &placement.home_id, known_seq)?;
        let mut entries: BTreeMap<i64, Option<Recorded>> = BTreeMap::new();
        let mut recorded = RecordedFacts::new();
        for (place, seq) in seqs {
            let entry = if let Some(entry) = entries.get(&seq) {
                entry.clone()
            } else {
                let entry = self.recorded_in(seq)?;
                entries.insert(seq, entry.clone());
                entry
            };
            recorded.extend(entry.map(|entry| (place, entry)));
        }
        let authority = self.authority.clone();
        let postings = self.store.facts(&authority, known_seq, Which::Of(id))?;
        Ok(PlacementRecord { recorded, postings })
    }
}

/// A trace for a program: each entry as an object, a fact with who recorded it and when; money is a
/// text of pounds with two decimals.
pub fn trace_json(trace: &[Entry], recorded: &RecordedFacts) -> Vec<serde_json::Value> {
    let entry = |entry: &Entry| match entry {
        Entry::Fact(fact) => {
            let by = recorded.get(&(fact.table, fact.key.clone()));
            json!({
                "kind": "fact", "table": fact.table, "key": fact.key, "says": fact.says,
                "recorded_by": by.map(|by| &by.actor),
                "recorded_at": by.map(|by| &by.at),
                "audit_entry": by.map(|by| by.seq),
            })
        }
        Entry::Term(term) => json!({
            "kind": "term", "name": &*term.name, "value": term.value, "unit": term.unit.name(),
            "status": term.origin.status.to_string(), "cite": &*term.origin.cite,
            "file": &*term.origin.file, "line": term.origin.line,
        }),
        Entry::Step(step) => json!({
            "kind": "step", "rule": step.rule, "clause": step.clause, "says": step.says,
            "amount": step.amount.map(Pence::plain),
        }),
        Entry::NotApplied(aside) => {
            json!({ "kind": "not_applied", "rule": aside.rule, "why": aside.why })
        }
    };
    trace.iter().map(entry).collect()
}
