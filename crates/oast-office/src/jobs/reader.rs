use std::time::Duration;

use jiff::SignedDuration;
use oast_store::Connected;
use oast_store::queue::{self, Consumer};

use super::Worker;
use crate::{Office, OfficeError};

/// How often consumers look for messages.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Messages that a consumer takes in one transaction, so that writers wait for it but briefly.
const MESSAGES_AT_ONCE: u32 = 200;
/// How long a worker waits after the database has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// For how long jobs are kept after they ended.
const JOBS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How often old jobs are taken away, in looks for messages.
const LOOKS_BEFORE_FORGETTING: u32 = 3_600;

impl Worker {
    /// Gives consumers the messages of the outbox until it is stopped. However many do so, each
    /// consumer takes each message once.
    pub fn read_outbox(&self, consumers: &mut [Box<dyn Consumer>]) {
        let mut office = None;
        let mut looks = 0;
        while !self.bell().is_stopped() {
            let looked = self.look(&mut office, consumers, looks == 0);
            looks = (looks + 1) % LOOKS_BEFORE_FORGETTING;
            match looked {
                Ok(0) => self.bell().pause(LOOK_EVERY),
                Ok(_) => {}
                Err(error) => {
                    office = None;
                    self.machine.report(&format!("reading messages: {error}"));
                    self.bell().pause(AFTER_FAILURE);
                }
            }
        }
    }

    /// Gives consumers some of the messages that they have not taken; gives how many.
    fn look(
        &self,
        office: &mut Option<Office>,
        consumers: &mut [Box<dyn Consumer>],
        forget: bool,
    ) -> Result<u64, OfficeError> {
        let office = self.office(office)?;
        let authority = office.authority.clone();
        if forget {
            let before = self.machine.now() - JOBS_KEPT;
            queue::forget_jobs(office.store.connection(), &authority, before)?;
        }
        let mut messages = 0;
        for consumer in consumers {
            let consumer = consumer.as_mut();
            messages += queue::dispatch(&mut office.store, &authority, consumer, MESSAGES_AT_ONCE)?;
        }
        Ok(messages)
    }
}
