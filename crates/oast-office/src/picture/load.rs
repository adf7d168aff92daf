use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use oast_rules::facts::Fact;
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_store::{Connected, Which};
use oast_units::{Date, Raw};

use super::Picture;
use super::facts::{Facts, Market};
use crate::county::Reading;
use crate::{Office, OfficeError};

/// With more placements changed than this, everything is read again.
const PATCHED_MAX: usize = 20_000;
/// With more placements changed than this, all are put in order again, not each in its place.
const PUT_SINGLY_MAX: usize = 50;

/// The tables that hang on a placement, of which a case file is made.
const OF_PLACEMENTS: [&str; 8] = [
    "placements",
    "category_changes",
    "assessments",
    "absences",
    "one_to_one",
    "contributions",
    "one_offs",
    "notices",
];

/// The tables that a [`Market`] is made of.
const OF_MARKET: [&str; 13] = [
    "homes",
    "providers",
    "people",
    "prices",
    "uplifts",
    "appointments",
    "blocks",
    "vacancies",
    "self_funders",
    "budgets",
    "benefits",
    "benefit_measures",
    "notice_overrides",
];

impl Office {
    /// The county as known at a time, or now, looked at on a day.
    pub fn picture(
        &mut self,
        day: Date,
        known_at: Option<Timestamp>,
    ) -> Result<Picture, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let facts = Arc::new(self.picture_facts(known_seq)?);
        Ok(Picture::new(facts, Arc::clone(&self.terms), day))
    }

    /// Reads a county as known at an audit entry.
    pub fn picture_facts(&mut self, known_seq: i64) -> Result<Facts, OfficeError> {
        let market = Arc::new(self.market(known_seq)?);
        let authority = self.authority.clone();
        let reading = Reading {
            authority: &authority,
            known_seq,
            postings: false,
        };
        let mut cases: Vec<Arc<CaseFile>> = Vec::new();
        reading.batches(&mut self.store, |_, subjects| {
            cases.extend(
                subjects
                    .into_iter()
                    .filter_map(|subject| subject.case.map(Arc::new)),
            );
            Ok::<(), OfficeError>(())
        })?;
        Ok(Facts::arrange(known_seq, cases, market))
    }

    /// The same county as known at another audit entry, later or earlier: only what was touched
    /// between them is read.
    pub fn picture_facts_from(
        &mut self,
        before: &Arc<Facts>,
        known_seq: i64,
    ) -> Result<Arc<Facts>, OfficeError> {
        if known_seq == before.known_seq {
            return Ok(Arc::clone(before));
        }
        let (after, to) = (
            before.known_seq.min(known_seq),
            before.known_seq.max(known_seq),
        );
        let touched = self.touched_since(after, to)?;
        if touched.contains("erasures") {
            // What names people is in many places, and is kept in none.
            return self.picture_facts(known_seq).map(Arc::new);
        }
        let mut changed = BTreeSet::new();
        for table in OF_PLACEMENTS
            .iter()
            .filter(|table| touched.contains(**table))
        {
            self.changed_placements(table, after, to, &mut changed)?;
            if changed.len() > PATCHED_MAX {
                return self.picture_facts(known_seq).map(Arc::new);
            }
        }
        let market = self.market_after(&before.market, &touched, known_seq)?;
        let mut facts = before.later(known_seq, market);
        let reading = Reading {
            authority: &self.authority,
            known_seq,
            postings: false,
        };
        let many = changed.len() > PUT_SINGLY_MAX;
        let mut put = Vec::new();
        for id in changed {
            let case = reading.case(self.store.connection(), &id)?;
            if many {
                put.push((id, case));
            } else {
                facts.put(&id, case);
            }
        }
        Ok(Arc::new(if many { facts.put_all(put) } else { facts }))
    }

    fn market(&mut self, known_seq: i64) -> Result<Market, OfficeError> {
        let homes = self.facts_of(known_seq)?;
        let prices = self.facts_of(known_seq)?;
        let uplifts = self.facts_of(known_seq)?;
        Ok(Market {
            homes_of: Arc::new(Market::index_homes(&homes)),
            book: Arc::new(PriceBook::new(&prices, &uplifts)),
            homes,
            prices,
            uplifts,
            providers: self.facts_of(known_seq)?,
            people: self.facts_of(known_seq)?,
            appointments: self.facts_of(known_seq)?,
            blocks: self.facts_of(known_seq)?,
            vacancies: self.facts_of(known_seq)?,
            self_funders: self.facts_of(known_seq)?,
            budgets: self.facts_of(known_seq)?,
            benefits: self.facts_of(known_seq)?,
            benefit_measures: self.facts_of(known_seq)?,
            overrides: self.facts_of(known_seq)?,
        })
    }

    /// The market as known later: only the tables that were touched are read again.
    fn market_after(
        &mut self,
        before: &Arc<Market>,
        touched: &BTreeSet<String>,
        known_seq: i64,
    ) -> Result<Arc<Market>, OfficeError> {
        if OF_MARKET.iter().all(|table| !touched.contains(*table)) {
            return Ok(Arc::clone(before));
        }
        let mut market = Market::clone(before);
        macro_rules! read {
            ($($list:ident: $table:literal),+) => {$(
                if touched.contains($table) {
                    market.$list = self.facts_of(known_seq)?;
                }
            )+};
        }
        read!(
            homes: "homes", providers: "providers", people: "people", prices: "prices",
            uplifts: "uplifts", appointments: "appointments", blocks: "blocks",
            vacancies: "vacancies", self_funders: "self_funders", budgets: "budgets",
            benefits: "benefits", benefit_measures: "benefit_measures",
            overrides: "notice_overrides"
        );
        if touched.contains("homes") {
            market.homes_of = Arc::new(Market::index_homes(&market.homes));
        }
        if touched.contains("prices") || touched.contains("uplifts") {
            market.book = Arc::new(PriceBook::new(&market.prices, &market.uplifts));
        }
        Ok(Arc::new(market))
    }

    fn facts_of<F: Fact>(&mut self, known_seq: i64) -> Result<Arc<Vec<F>>, OfficeError> {
        let authority = self.authority.clone();
        let facts = self.store.facts(&authority, known_seq, Which::All)?;
        Ok(Arc::new(facts))
    }

    /// The names of the tables that commands wrote to after one audit entry and up to another.
    fn touched_since(&mut self, after: i64, to: i64) -> Result<BTreeSet<String>, OfficeError> {
        let mut touched = BTreeSet::new();
        let question =
            "SELECT content FROM audit_entry WHERE authority = $1 AND seq > $2 AND seq <= $3";
        let parameters = [
            Raw::Text(&self.authority),
            Raw::Integer(after),
            Raw::Integer(to),
        ];
        let mut contents = Vec::new();
        self.store
            .connection()
            .query(question, &parameters, &mut |row| {
                if let Raw::Text(content) = row.get(0)? {
                    contents.push(content.to_owned());
                }
                Ok(())
            })?;
        for content in contents {
            let tables: Option<serde_json::Map<String, serde_json::Value>> =
                serde_json::from_str(&content).ok();
            touched.extend(tables.into_iter().flatten().map(|(table, _)| table));
        }
        Ok(touched)
    }

    fn changed_placements(
        &mut self,
        table: &str,
        after: i64,
        to: i64,
        changed: &mut BTreeSet<String>,
    ) -> Result<(), OfficeError> {
        // The text added to the authority leaves the search to the index of the numbers.
        let question = format!(
            "SELECT DISTINCT placement_id FROM {table} WHERE authority || '' = $1 AND seq > $2 AND seq <= $3"
        );
        let parameters = [
            Raw::Text(&self.authority),
            Raw::Integer(after),
            Raw::Integer(to),
        ];
        self.store
            .connection()
            .query(&question, &parameters, &mut |row| {
                if let Raw::Text(id) = row.get(0)? {
                    changed.insert(id.to_owned());
                }
                Ok(())
            })?;
        Ok(())
    }
}
