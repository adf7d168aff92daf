use std::sync::Arc;

use jiff::Timestamp;
use oast_rules::facts::{Price, Uplift};
use oast_rules::price::PriceBook;
use oast_store::{Request, Store};
use oast_terms::Terms;

use crate::{Action, OfficeError, Rights};

/// Who does something, when, and what they may do.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// Their name.
    pub name: &'a str,
    /// The time by the clock.
    pub at: Timestamp,
    /// What they may do.
    pub rights: Rights,
    /// The key of the form that they sent: one command is carried out for it, once, however often
    /// it is sent.
    pub form_key: Option<&'a str>,
}

impl<'a> Actor<'a> {
    /// Somebody with the rights of their roles.
    pub const fn new(name: &'a str, at: Timestamp, rights: Rights) -> Self {
        Self {
            name,
            at,
            rights,
            form_key: None,
        }
    }

    /// Whoever runs the program on its own machine, where nothing could be kept from them: they
    /// may do everything.
    pub const fn operator(name: &'a str, at: Timestamp) -> Self {
        Self::new(name, at, Rights::all())
    }

    /// The same, asking by a form with a key.
    #[must_use]
    pub const fn by_form(self, key: &'a str) -> Self {
        Self {
            form_key: Some(key),
            ..self
        }
    }

    /// Refuses what they may not do.
    pub fn must(self, action: Action) -> Result<(), OfficeError> {
        self.must_any(&[action])
    }

    /// Refuses what they may not do, where each of some rights is enough.
    pub(crate) fn must_any(self, actions: &[Action]) -> Result<(), OfficeError> {
        if actions.iter().any(|action| self.rights.may(*action)) {
            return Ok(());
        }
        let words: Vec<&str> = actions.iter().map(|action| action.words()).collect();
        Err(OfficeError::Forbidden {
            name: self.name.to_owned(),
            action: words.join(" or "),
        })
    }
}

/// One authority's book: its facts, and the terms that it runs under.
pub struct Office {
    pub(crate) store: Store,
    pub(crate) terms: Arc<Terms>,
    pub(crate) authority: String,
}

impl Office {
    /// The name of the authority: `kent`.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Opens an authority's book, and keeps the store to it.
    pub fn new(mut store: Store, terms: Arc<Terms>, authority: &str) -> Self {
        store.keep_to(authority);
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

    /// Refuses, before any work is done, what an actor may not do and a form that was acted upon.
    pub(crate) fn admit(&mut self, actor: Actor<'_>, action: Action) -> Result<(), OfficeError> {
        actor.must(action)?;
        match actor.form_key {
            Some(key) => Ok(self.store.refuse_done(&self.authority, key)?),
            None => Ok(()),
        }
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
        form_key: actor.form_key,
    }
}
