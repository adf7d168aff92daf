use jiff::Timestamp;
use oast_units::{Invalid, Raw};

use crate::access::{instant, maybe_instant, maybe_text, text};
use crate::port::Row;
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "jobs";
const COLUMNS: &str = "id, kind, arguments, asked_by, roles, asked_at, state, attempts, lease_until, so_far, seq, outcome, ended_at";
/// What may be taken: what nobody has begun, and what somebody began whose lease has ended.
const FREE: &str = "(state = 'waiting' OR (state = 'working' AND lease_until <= $4))";

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun it.
    Waiting,
    /// Somebody holds its lease.
    Working,
    /// It ended, and what it was to do is done.
    Done,
    /// It ended without doing anything.
    Failed,
}

impl JobState {
    const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Working => "working",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn read(code: &str) -> Result<Self, StoreError> {
        [Self::Waiting, Self::Working, Self::Done, Self::Failed]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| StoreError::Corrupt {
                table: TABLE,
                why: Invalid::new(format!("'{code}' is not a state of a job")),
            })
    }
}

/// A job that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct NewJob<'a> {
    /// Its reference, which is also the key of the form that asks for it: it is made once.
    pub id: &'a str,
    /// What kind of work it is: `pay-run pay`.
    pub kind: &'a str,
    /// What the work needs to know, as JSON.
    pub arguments: &'a str,
    /// Who asks.
    pub asked_by: &'a str,
    /// The codes of their roles at that time, with commas between them.
    pub roles: &'a str,
    /// When.
    pub asked_at: Timestamp,
}

/// A job as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its reference.
    pub id: String,
    /// What kind of work it is.
    pub kind: String,
    /// What the work needs to know, as JSON.
    pub arguments: String,
    /// Who asked.
    pub asked_by: String,
    /// The codes of their roles at that time, with commas between them.
    pub roles: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: i64,
    /// Until when whoever works on it holds it.
    pub lease_until: Option<Timestamp>,
    /// How many lines, rows or entries are done so far.
    pub so_far: Option<i64>,
    /// The audit entry that it left, if its work is a command.
    pub seq: Option<i64>,
    /// What came of it, as JSON.
    pub outcome: Option<String>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// The right to work on a job for a while, and to end it. Whoever takes the job over gets another,
/// and this one is worth nothing from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Whose book the job is in.
    pub authority: String,
    /// The job.
    pub job: String,
    /// Something that no other lease has: who holds it, and which of their leases it is.
    pub token: String,
}

impl Lease {
    fn mine(&self) -> [Raw<'_>; 3] {
        [&self.authority, &self.job, &self.token].map(|text| Raw::Text(text))
    }
}

/// How a job ends.
#[derive(Debug, Clone, Copy)]
pub struct JobEnd<'a> {
    /// Whether it is done, or failed.
    pub done: bool,
    /// The audit entry that it left.
    pub seq: Option<i64>,
    /// What came of it, as JSON.
    pub outcome: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What waits to be worked on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueState {
    /// Jobs that nobody has begun.
    pub waiting: i64,
    /// Jobs that somebody works on.
    pub working: i64,
    /// When the oldest of those that wait was asked for.
    pub oldest: Option<Timestamp>,
}

/// Asks for a job, in the transaction of whatever asks for it. A job that is there already stays
/// as it is; whether this one is new is the answer.
pub fn insert_job(
    connection: &mut dyn Connection,
    authority: &str,
    job: &NewJob<'_>,
) -> Result<bool, StoreError> {
    let statement = "INSERT INTO jobs (authority, id, kind, arguments, asked_by, roles, asked_at, state, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0) ON CONFLICT (authority, id) DO NOTHING";
    let asked_at = format_instant(job.asked_at);
    let parameters = [
        Raw::Text(authority),
        Raw::Text(job.id),
        Raw::Text(job.kind),
        Raw::Text(job.arguments),
        Raw::Text(job.asked_by),
        Raw::Text(job.roles),
        Raw::Text(&asked_at),
    ];
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// A job by its reference.
pub fn job(
    connection: &mut dyn Connection,
    authority: &str,
    id: &str,
) -> Result<Option<JobRow>, StoreError> {
    let question = format!("SELECT {COLUMNS} FROM jobs WHERE authority = $1 AND id = $2");
    one(
        connection,
        &question,
        &[Raw::Text(authority), Raw::Text(id)],
    )
}

/// The last job of a kind that was done.
pub fn last_done(
    connection: &mut dyn Connection,
    authority: &str,
    kind: &str,
) -> Result<Option<JobRow>, StoreError> {
    let question = format!(
        "SELECT {COLUMNS} FROM jobs WHERE authority = $1 AND kind = $2 AND state = 'done' AND outcome IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1"
    );
    let parameters = [Raw::Text(authority), Raw::Text(kind)];
    one(connection, &question, &parameters)
}

/// Takes the job that has waited longest, or whose lease has ended, under a new token. Jobs of
/// kinds that the program does not know are left to a newer one.
///
/// One statement does it on every engine: two workers that choose the same job change it one after
/// the other, and the second finds that it is not free any more.
pub fn claim(
    connection: &mut dyn Connection,
    (authority, token): (&str, &str),
    kinds: &[&str],
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<JobRow>, StoreError> {
    if !is_any_free(connection, authority, now)? {
        return Ok(None);
    }
    let (now, until) = (format_instant(now), format_instant(until));
    let mut parameters = vec![
        Raw::Text(token),
        Raw::Text(&until),
        Raw::Text(authority),
        Raw::Text(&now),
    ];
    let mut places = Vec::new();
    for kind in kinds {
        parameters.push(Raw::Text(kind));
        places.push(format!("${}", parameters.len()));
    }
    let known = places.join(", ");
    let statement = format!(
        "UPDATE jobs SET state = 'working', holder = $1, lease_until = $2, attempts = attempts + 1, so_far = NULL WHERE authority = $3 AND id = (SELECT id FROM jobs WHERE authority = $3 AND {FREE} AND kind IN ({known}) ORDER BY asked_at, id LIMIT 1) AND {FREE} RETURNING {COLUMNS}"
    );
    one(connection, &statement, &parameters)
}

/// Whether there is anything to take: most often there is not, and whoever writes need not be
/// waited for.
fn is_any_free(
    connection: &mut dyn Connection,
    authority: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let question = "SELECT 1 FROM jobs WHERE authority = $1 AND (state = 'waiting' OR (state = 'working' AND lease_until <= $2)) LIMIT 1";
    let now = format_instant(now);
    let mut found = false;
    let parameters = [Raw::Text(authority), Raw::Text(&now)];
    connection.query(question, &parameters, &mut |_| {
        found = true;
        Ok(())
    })?;
    Ok(found)
}

/// Holds a job for longer, and says how far it is. Whether the lease still counts is the answer.
pub fn keep_lease(
    connection: &mut dyn Connection,
    lease: &Lease,
    until: Timestamp,
    so_far: Option<i64>,
) -> Result<bool, StoreError> {
    let until = format_instant(until);
    let [authority, job, token] = lease.mine();
    let so_far = so_far.map_or(Raw::Null, Raw::Integer);
    let mine = where_mine(2, JobState::Working);
    let statement = format!("UPDATE jobs SET lease_until = $1, so_far = $2 {mine}");
    let parameters = [Raw::Text(&until), so_far, authority, job, token];
    Ok(connection.execute(&statement, &parameters)? > 0)
}

/// Gives a job back that was not finished, so that somebody else takes it at once.
pub fn hand_back(connection: &mut dyn Connection, lease: &Lease) -> Result<bool, StoreError> {
    let mine = where_mine(0, JobState::Working);
    let statement = format!(
        "UPDATE jobs SET state = 'waiting', holder = NULL, lease_until = NULL, so_far = NULL, attempts = attempts - 1 {mine}"
    );
    Ok(connection.execute(&statement, &lease.mine())? > 0)
}

/// Ends a job. Whether the lease still counted is the answer; where it did not, nothing happened.
pub fn end(
    connection: &mut dyn Connection,
    lease: &Lease,
    end: &JobEnd<'_>,
) -> Result<bool, StoreError> {
    let state = if end.done {
        JobState::Done
    } else {
        JobState::Failed
    };
    let at = format_instant(end.at);
    let [authority, job, token] = lease.mine();
    let mine = where_mine(4, JobState::Working);
    let statement = format!(
        "UPDATE jobs SET state = $1, seq = $2, outcome = $3, ended_at = $4, lease_until = NULL {mine}"
    );
    let parameters = [
        Raw::Text(state.code()),
        end.seq.map_or(Raw::Null, Raw::Integer),
        Raw::Text(end.outcome),
        Raw::Text(&at),
        authority,
        job,
        token,
    ];
    Ok(connection.execute(&statement, &parameters)? > 0)
}

/// Ends a job as done in the transaction of the command that is its work, so that both are
/// committed or neither is. A lease that somebody else has taken over makes the command fail.
pub(crate) fn end_with_command(
    connection: &mut dyn Connection,
    lease: &Lease,
    seq: i64,
    at: &str,
) -> Result<(), StoreError> {
    let [authority, job, token] = lease.mine();
    let mine = where_mine(2, JobState::Working);
    let statement = format!(
        "UPDATE jobs SET state = 'done', seq = $1, ended_at = $2, lease_until = NULL {mine}"
    );
    let parameters = [Raw::Integer(seq), Raw::Text(at), authority, job, token];
    match connection.execute(&statement, &parameters)? {
        0 => Err(StoreError::LeaseLost {
            job: lease.job.clone(),
        }),
        _ => Ok(()),
    }
}

/// Notes what came of a job that ended with its command. Whether it is this lease's job that did
/// is the answer.
pub fn note_outcome(
    connection: &mut dyn Connection,
    lease: &Lease,
    outcome: &str,
) -> Result<bool, StoreError> {
    let [authority, job, token] = lease.mine();
    let mine = where_mine(1, JobState::Done);
    let statement = format!("UPDATE jobs SET outcome = $1 {mine}");
    let parameters = [Raw::Text(outcome), authority, job, token];
    Ok(connection.execute(&statement, &parameters)? > 0)
}

/// Takes away jobs that ended before a time, but for the last of each kind.
pub fn forget_jobs(
    connection: &mut dyn Connection,
    authority: &str,
    ended_before: Timestamp,
) -> Result<u64, StoreError> {
    let before = format_instant(ended_before);
    let statement = "DELETE FROM jobs WHERE authority = $1 AND ended_at < $2 AND EXISTS (SELECT 1 FROM jobs AS later WHERE later.authority = jobs.authority AND later.kind = jobs.kind AND later.ended_at > jobs.ended_at)";
    connection.execute(statement, &[Raw::Text(authority), Raw::Text(&before)])
}

/// What waits to be worked on.
pub fn queue_state(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<QueueState, StoreError> {
    let question = "SELECT state, COUNT(*), MIN(asked_at) FROM jobs WHERE authority = $1 AND state IN ('waiting', 'working') GROUP BY state";
    let mut queue = QueueState::default();
    connection.query(question, &[Raw::Text(authority)], &mut |row| {
        let Raw::Integer(jobs) = row.get(1)? else {
            return Ok(());
        };
        match JobState::read(&text(row, TABLE, 0)?)? {
            JobState::Waiting => {
                queue.waiting = jobs;
                queue.oldest = maybe_instant(row, TABLE, 2)?;
            }
            _ => queue.working = jobs,
        }
        Ok(())
    })?;
    Ok(queue)
}

/// The end of a statement that changes the job that a lease holds, while it holds it; its
/// parameters come after some others.
fn where_mine(after: usize, state: JobState) -> String {
    let (authority, job, token) = (after + 1, after + 2, after + 3);
    let state = state.code();
    format!(
        "WHERE authority = ${authority} AND id = ${job} AND holder = ${token} AND state = '{state}'"
    )
}

fn one(
    connection: &mut dyn Connection,
    question: &str,
    parameters: &[Raw<'_>],
) -> Result<Option<JobRow>, StoreError> {
    let mut found = None;
    connection.query(question, parameters, &mut |row| {
        found = Some(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

fn read(row: &dyn Row) -> Result<JobRow, StoreError> {
    Ok(JobRow {
        id: text(row, TABLE, 0)?,
        kind: text(row, TABLE, 1)?,
        arguments: text(row, TABLE, 2)?,
        asked_by: text(row, TABLE, 3)?,
        roles: text(row, TABLE, 4)?,
        asked_at: instant(row, TABLE, 5)?,
        state: JobState::read(&text(row, TABLE, 6)?)?,
        attempts: maybe_integer(row, 7)?.unwrap_or_default(),
        lease_until: maybe_instant(row, TABLE, 8)?,
        so_far: maybe_integer(row, 9)?,
        seq: maybe_integer(row, 10)?,
        outcome: maybe_text(row, 11)?,
        ended_at: maybe_instant(row, TABLE, 12)?,
    })
}

fn maybe_integer(row: &dyn Row, column: usize) -> Result<Option<i64>, StoreError> {
    Ok(match row.get(column)? {
        Raw::Integer(number) => Some(number),
        Raw::Text(_) | Raw::Null => None,
    })
}
