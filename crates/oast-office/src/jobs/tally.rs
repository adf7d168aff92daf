use std::sync::Arc;

use oast_store::queue::{Consumer, Message, count_command};
use oast_store::{Connection, StoreError};
use serde_json::Value;

use super::Watch;

/// Counts the commands of every node, for the metrics: a consumer of the outbox.
pub struct Tally {
    watch: Arc<dyn Watch>,
}

impl Tally {
    /// One that tells somebody of each command as well.
    pub fn new(watch: Arc<dyn Watch>) -> Self {
        Self { watch }
    }
}

impl Consumer for Tally {
    fn name(&self) -> &'static str {
        "tally"
    }

    fn take(
        &mut self,
        connection: &mut dyn Connection,
        authority: &str,
        message: &Message,
    ) -> Result<(), StoreError> {
        if message.topic != "command" {
            return Ok(());
        }
        let says: Value = serde_json::from_str(&message.payload).unwrap_or_default();
        match says["command"].as_str() {
            Some(command) => {
                count_command(connection, authority, command, message.seq)?;
                self.watch.command_seen(command, message.seq);
                Ok(())
            }
            None => Ok(()),
        }
    }
}
