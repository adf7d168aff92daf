use jiff::SignedDuration;
use oast_exchange::upload::Files;
use oast_seal::{KEY_BYTES, SubjectKey, from_hex};
use oast_store::access;

use crate::access::{Chance, secret};
use crate::{Action, Actor, ImportOptions, Imported, Office, OfficeError};

/// How long what somebody sent is kept until they have it recorded.
pub const SENT_KEPT: SignedDuration = SignedDuration::from_mins(30);
/// What the audit says such an import came from.
const SUBJECT: &str = "files sent in a browser";

impl Office {
    /// Imports a pack that was sent, as [`Office::import`] does one in a folder.
    ///
    /// # Errors
    /// As there; faults are placed where they stand in what was sent.
    pub fn import_sent(
        &mut self,
        files: &Files,
        actor: Actor<'_>,
        options: ImportOptions,
    ) -> Result<Imported, OfficeError> {
        self.admit(actor, Action::ImportFacts)?;
        let read = files.read(&mut |_, _| {}).map_err(OfficeError::Pack)?;
        let imported = self.import_read(read, SUBJECT, actor, options, &mut |_, _| {});
        match imported {
            Ok(imported) => Ok(Imported {
                warnings: files.placed(imported.warnings),
                ..imported
            }),
            Err(OfficeError::Pack(faults)) => Err(OfficeError::Pack(files.placed(faults))),
            Err(error) => Err(error),
        }
    }

    /// Keeps what somebody sent until they have it recorded, on whichever server, and gives the key
    /// to it. Of each user the last is kept alone.
    ///
    /// It holds what is told of people: it is sealed under the key, of which the database keeps the
    /// SHA-256, for the user and the form that the actor names.
    ///
    /// # Errors
    /// When the actor may not import, and when the files are no text.
    pub fn keep_sent(
        &mut self,
        files: &Files,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<String, OfficeError> {
        self.admit(actor, Action::ImportFacts)?;
        let refused = || OfficeError::Refused("what was sent is not text".to_owned());
        let text = files.to_text().ok_or_else(refused)?;
        let key = secret::<KEY_BYTES>(chance)?;
        let sealed = subject_key(&key).and_then(|seal| seal.seal(&context(actor), &text).ok());
        let sealed = sealed.ok_or_else(refused)?;
        let (authority, kind) = (&self.authority, kind(actor));
        let until = actor.at + SENT_KEPT;
        self.store.working(|connection| {
            access::forget_steps(connection, authority, &kind)?;
            let under = (kind.as_str(), key.as_str());
            access::keep_step(connection, authority, under, &sealed, (actor.at, until))
        })?;
        Ok(key)
    }

    /// Takes what somebody sent, for them and their form, once.
    ///
    /// # Errors
    /// When the form was acted upon already, and when nothing is kept under the key for this user
    /// and form.
    pub fn take_sent(&mut self, key: &str, actor: Actor<'_>) -> Result<Files, OfficeError> {
        self.admit(actor, Action::ImportFacts)?;
        let (authority, kind) = (&self.authority, kind(actor));
        let sealed = self.store.working(|connection| {
            let under = (kind.as_str(), key);
            let kept = access::kept_step(connection, authority, under, actor.at)?;
            match kept {
                Some(kept) if access::take_step(connection, authority, key)? => Ok(Some(kept)),
                _ => Ok(None),
            }
        })?;
        let seal = subject_key(key);
        let text = sealed.and_then(|sealed| seal?.open(&context(actor), &sealed));
        text.and_then(|text| Files::from_text(&text))
            .ok_or_else(|| {
                OfficeError::Refused(
                    "what was sent is no longer kept; choose the files again".to_owned(),
                )
            })
    }
}

/// What is kept is called, so that each user has one.
fn kind(actor: Actor<'_>) -> String {
    format!("import {}", actor.name)
}

/// Whom and what it is sealed for.
fn context(actor: Actor<'_>) -> String {
    let form = actor.form_key.unwrap_or_default();
    format!("import by {} with {form}", actor.name)
}

/// The key that a kept pack is sealed under.
fn subject_key(key: &str) -> Option<SubjectKey> {
    from_hex(key).ok().map(SubjectKey::new)
}
