use oast_units::Raw;

use crate::access::text;
use crate::{Connected, Connection, Store, StoreError};

const TABLE: &str = "outbox";

/// A message that a command left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The audit entry of the command.
    pub seq: i64,
    /// Which of its messages it is, from 1.
    pub number: i64,
    /// What it is about: `command` for the message that every command leaves.
    pub topic: String,
    /// What it says, as JSON.
    pub payload: String,
}

/// Somebody who reads every message once, in order.
///
/// What a consumer writes through the connection is committed together with how far it has read:
/// so it happens once for each message, whoever dies when. What must happen outside the database
/// (a letter, a call to another system) is asked for there as a job under a reference made from
/// the message, and the job's lease sees to the rest.
pub trait Consumer: Send {
    /// Its name, which says how far it has read; another name begins anew.
    fn name(&self) -> &'static str;

    /// Takes one message.
    ///
    /// # Errors
    /// When it cannot be taken now. Nothing of it is then kept, and it comes again.
    fn take(
        &mut self,
        connection: &mut dyn Connection,
        authority: &str,
        message: &Message,
    ) -> Result<(), StoreError>;
}

/// Gives a consumer the messages that it has not read, at most so many; gives how many there were.
pub fn dispatch(
    store: &mut Store,
    authority: &str,
    consumer: &mut dyn Consumer,
    most: u32,
) -> Result<u64, StoreError> {
    // Most often there is nothing to read, and whoever writes need not be waited for.
    let after = read_up_to(store.connection(), authority, consumer.name())?;
    if unread(store.connection(), authority, after, 1)?.is_empty() {
        return Ok(0);
    }
    store.working(|connection| {
        hold_place(connection, authority, consumer.name())?;
        let after = read_up_to(connection, authority, consumer.name())?;
        let messages = unread(connection, authority, after, most)?;
        for message in &messages {
            consumer.take(connection, authority, message)?;
        }
        if let Some(last) = messages.last() {
            read_on(connection, authority, consumer.name(), last)?;
        }
        Ok(messages.len() as u64)
    })
}

/// Makes a consumer's place if need be, and keeps others from reading for it until the transaction
/// ends.
fn hold_place(
    connection: &mut dyn Connection,
    authority: &str,
    consumer: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO outbox_readers (authority, consumer, seq, number) VALUES ($1, $2, 0, 0) ON CONFLICT (authority, consumer) DO NOTHING";
    let parameters = [Raw::Text(authority), Raw::Text(consumer)];
    connection.execute(statement, &parameters)?;
    // A row that is changed, if to what it was, is held until the transaction ends.
    let statement = "UPDATE outbox_readers SET seq = seq WHERE authority = $1 AND consumer = $2";
    connection.execute(statement, &parameters).map(drop)
}

/// The last message that a consumer has read.
fn read_up_to(
    connection: &mut dyn Connection,
    authority: &str,
    consumer: &str,
) -> Result<(i64, i64), StoreError> {
    let mut place = (0, 0);
    let question = "SELECT seq, number FROM outbox_readers WHERE authority = $1 AND consumer = $2";
    let parameters = [Raw::Text(authority), Raw::Text(consumer)];
    connection.query(question, &parameters, &mut |row| {
        if let (Raw::Integer(seq), Raw::Integer(number)) = (row.get(0)?, row.get(1)?) {
            place = (seq, number);
        }
        Ok(())
    })?;
    Ok(place)
}

fn unread(
    connection: &mut dyn Connection,
    authority: &str,
    after: (i64, i64),
    most: u32,
) -> Result<Vec<Message>, StoreError> {
    let question = "SELECT seq, number, topic, payload FROM outbox WHERE authority = $1 AND (seq, number) > ($2, $3) ORDER BY seq, number LIMIT $4";
    let parameters = [
        Raw::Text(authority),
        Raw::Integer(after.0),
        Raw::Integer(after.1),
        Raw::Integer(i64::from(most)),
    ];
    let mut messages = Vec::new();
    connection.query(question, &parameters, &mut |row| {
        if let (Raw::Integer(seq), Raw::Integer(number)) = (row.get(0)?, row.get(1)?) {
            messages.push(Message {
                seq,
                number,
                topic: text(row, TABLE, 2)?,
                payload: text(row, TABLE, 3)?,
            });
        }
        Ok(())
    })?;
    Ok(messages)
}

fn read_on(
    connection: &mut dyn Connection,
    authority: &str,
    consumer: &str,
    last: &Message,
) -> Result<(), StoreError> {
    let statement =
        "UPDATE outbox_readers SET seq = $1, number = $2 WHERE authority = $3 AND consumer = $4";
    let parameters = [
        Raw::Integer(last.seq),
        Raw::Integer(last.number),
        Raw::Text(authority),
        Raw::Text(consumer),
    ];
    connection.execute(statement, &parameters).map(drop)
}

/// How often a command was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandCount {
    /// The command: `pay-run approve`.
    pub command: String,
    /// How often.
    pub commands: i64,
    /// The last of their audit entries.
    pub last_seq: i64,
}

/// Counts one command more.
pub fn count_command(
    connection: &mut dyn Connection,
    authority: &str,
    command: &str,
    seq: i64,
) -> Result<(), StoreError> {
    let statement = "UPDATE command_counts SET commands = commands + 1, last_seq = $1 WHERE authority = $2 AND command = $3";
    let parameters = [Raw::Integer(seq), Raw::Text(authority), Raw::Text(command)];
    if connection.execute(statement, &parameters)? > 0 {
        return Ok(());
    }
    let statement = "INSERT INTO command_counts (last_seq, authority, command, commands) VALUES ($1, $2, $3, 1)";
    connection.execute(statement, &parameters).map(drop)
}

/// How often each command was carried out, in order of their names.
pub fn command_counts(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<Vec<CommandCount>, StoreError> {
    let question = "SELECT command, commands, last_seq FROM command_counts WHERE authority = $1 ORDER BY command";
    let mut counts = Vec::new();
    connection.query(question, &[Raw::Text(authority)], &mut |row| {
        if let (Raw::Integer(commands), Raw::Integer(last_seq)) = (row.get(1)?, row.get(2)?) {
            counts.push(CommandCount {
                command: text(row, "command_counts", 0)?,
                commands,
                last_seq,
            });
        }
        Ok(())
    })?;
    Ok(counts)
}
