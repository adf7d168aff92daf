use std::sync::Arc;

use jiff::Timestamp;
use oast_rules::facts::{Price, Uplift};
use oast_rules::price::PriceBook;
use oast_store::{Request, Store};
use oast_terms::Terms;

use crate::OfficeError;

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// Their name.
    pub name: &'a str,
    /// The time by the clock.
    pub at: Timestamp,
}

/// One authority's book: its facts, and the terms that it runs under.
pub struct Office {
    pub(crate) store: Store,
    pub(crate) terms: Arc<Terms>,
    pub(crate) authority: String,
}

impl Office {
    /// Opens an authority's book.
    pub fn new(store: Store, terms: Arc<Terms>, authority: &str) -> Self {
        Self {
            store,
            terms,
            authority: authority.to_owned(),
        }
    }

    /// The terms it runs under.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The database.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// The audit entry up to which facts were known at a time, or are known now.
    pub fn known_seq(&mut self, at: Option<Timestamp>) -> Result<i64, OfficeError> {
        Ok(self.store.known_seq(at)?)
    }

    pub(crate) fn book(&mut self, known_seq: i64) -> Result<PriceBook, OfficeError> {
        let prices: Vec<Price> = self.store.all(&self.authority, known_seq)?;
        let uplifts: Vec<Uplift> = self.store.all(&self.authority, known_seq)?;
        Ok(PriceBook::new(&prices, &uplifts))
    }
}

/// The head of an audit entry for something that an actor does.
pub(crate) fn request<'a>(
    authority: &'a str,
    actor: Actor<'a>,
    command: &'a str,
    subject: &'a str,
) -> Request<'a> {
    Request {
        authority,
        actor: actor.name,
        command,
        subject,
        at: actor.at,
    }
}
