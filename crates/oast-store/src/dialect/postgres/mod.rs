//! PostgreSQL, a server of its own, for many users and several nodes.

mod insert;
mod server;
mod value;

use std::collections::HashMap;

use oast_units::Raw;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::{Client, Statement};

use crate::StoreError;
use crate::port::{Connection, Dialect, Engine, Inserter, Purpose, Row};

use insert::{Copy, PostgresInserter};
pub use server::Server;
use value::{Given, PostgresRow, borrowed};

/// Who records, one at a time: the number of PostgreSQL's advisory lock.
const RECORDING: &str = "7165001";
/// Who changes working tables, one at a time.
const WORKING: &str = "7165002";

/// How PostgreSQL spells what the engines spell differently.
///
/// Every table with an authority gets a policy: a connection sees the rows of the book that it is
/// for ([`Connection::scope`]), and a statement that forgets to ask for its own authority's rows
/// still finds no others. `FORCE` binds the tables' owner too; only a superuser is beyond it.
pub const DIALECT: Dialect = Dialect {
    engine: Engine::Postgres,
    clustered: "",
    text: "TEXT COLLATE \"C\"",
    alone: Some("SELECT CASE WHEN pg_try_advisory_lock(7165003) THEN 1 ELSE 0 END"),
    create_index: "CREATE INDEX CONCURRENTLY",
    after_tables: include_str!("after_tables.sql"),
};

/// A connection to one database of a server. When it breaks outside a transaction, it is made anew
/// at the next question; within one, the transaction has failed.
pub struct Postgres {
    server: Server,
    client: Client,
    statements: HashMap<String, Statement>,
    scope: String,
    scope_said: bool,
    in_transaction: bool,
    /// Something in the transaction failed, so that it cannot be committed.
    failed: bool,
    /// What an insertion found wrong when it ended.
    fault: Option<StoreError>,
}

impl Postgres {
    /// Connects to a server.
    pub fn connect(server: Server) -> Result<Self, StoreError> {
        let client = server.connect()?;
        Ok(Self {
            server,
            client,
            statements: HashMap::new(),
            scope: String::new(),
            scope_said: true,
            in_transaction: false,
            failed: false,
            fault: None,
        })
    }

    /// A client that is there, and that knows whose book it is for.
    fn ready(&mut self) -> Result<&mut Client, StoreError> {
        if let Some(fault) = self.fault.take() {
            self.failed = true;
            return Err(fault);
        }
        if !self.in_transaction && self.client.is_closed() {
            self.client = self.server.connect_again()?;
            self.statements.clear();
            self.scope_said = false;
        }
        if !self.scope_said {
            let say = "SELECT set_config('oast.authority', $1, false)";
            let said = self.client.execute(say, &[&self.scope]);
            said.map_err(|error| server::fault("be told whose book it is", &error))?;
            self.scope_said = true;
        }
        Ok(&mut self.client)
    }

    fn prepared(&mut self, statement: &str) -> Result<Statement, StoreError> {
        let client = self.ready()?;
        if client.is_closed() {
            return Err(StoreError::gone());
        }
        if let Some(prepared) = self.statements.get(statement) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(statement);
        let prepared = self.noted(prepared, "prepare a statement")?;
        self.statements
            .insert(statement.to_owned(), prepared.clone());
        Ok(prepared)
    }

    /// Notes that something failed, so that nothing can be committed.
    fn noted<T>(
        &mut self,
        outcome: Result<T, postgres::Error>,
        doing: &'static str,
    ) -> Result<T, StoreError> {
        outcome.map_err(|error| {
            self.failed = true;
            server::fault(doing, &error)
        })
    }

    fn end(&mut self, statement: &str, doing: &'static str) -> Result<(), StoreError> {
        self.in_transaction = false;
        self.client
            .batch_execute(statement)
            .map_err(|error| server::fault(doing, &error))
    }
}

impl Connection for Postgres {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        let locked = |lock| format!("BEGIN; SELECT pg_advisory_xact_lock({lock})");
        let begin = match purpose {
            Purpose::Record => locked(RECORDING),
            Purpose::Work => locked(WORKING),
            Purpose::Look => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned(),
        };
        let client = self.ready()?;
        if let Err(error) = client.batch_execute(&begin) {
            let _ = client.batch_execute("ROLLBACK");
            return Err(server::fault("begin", &error));
        }
        self.in_transaction = true;
        self.failed = false;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let fault = self.fault.take();
        if fault.is_some() || self.failed {
            // PostgreSQL would take a COMMIT here for a ROLLBACK, and not say so.
            self.rollback()?;
            return Err(fault.unwrap_or_else(StoreError::undone));
        }
        self.end("COMMIT", "commit")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.fault = None;
        self.failed = false;
        // What was said within the transaction is undone too.
        self.scope_said = false;
        if self.client.is_closed() {
            self.in_transaction = false;
            return Ok(());
        }
        match self.end("ROLLBACK", "undo a transaction") {
            // A server that went away has undone it.
            Err(_) if self.client.is_closed() => Ok(()),
            other => other,
        }
    }

    fn run(&mut self, statements: &str) -> Result<(), StoreError> {
        let outcome = self.ready()?.batch_execute(statements);
        self.noted(outcome, "run a statement")
    }

    fn execute(&mut self, statement: &str, parameters: &[Raw<'_>]) -> Result<u64, StoreError> {
        let prepared = self.prepared(statement)?;
        let given: Vec<Given<'_>> = parameters.iter().copied().map(Given).collect();
        let outcome = self.client.execute(&prepared, &borrowed(&given));
        self.noted(outcome, "run a statement")
    }

    fn query(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut rows_given = false;
        let first = self.ask(question, parameters, each, &mut rows_given);
        let broken = self.client.is_closed() && !self.in_transaction;
        match first {
            // The server went away before it answered: the next one is asked.
            Err(StoreError::Gone { .. } | StoreError::Engine { .. }) if broken && !rows_given => {
                self.ask(question, parameters, each, &mut rows_given)
            }
            outcome => outcome,
        }
    }

    fn inserter(
        &mut self,
        table: &str,
        columns: &[String],
    ) -> Result<Box<dyn Inserter + '_>, StoreError> {
        self.ready()?;
        let insert = insert::statement(table, columns);
        let prepared = self.prepared(&insert)?;
        Ok(Box::new(PostgresInserter::new(
            &mut self.client,
            &mut self.fault,
            prepared,
            Copy::into(table, columns),
            columns.len(),
        )))
    }

    fn scope(&mut self, authority: &str) {
        if self.scope != authority {
            authority.clone_into(&mut self.scope);
            self.scope_said = false;
        }
    }

    fn dialect(&self) -> Dialect {
        DIALECT
    }
}

impl Postgres {
    fn ask(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
        rows_given: &mut bool,
    ) -> Result<(), StoreError> {
        let prepared = self.prepared(question)?;
        let given = parameters.iter().copied().map(Given);
        let rows = self.client.query_raw(&prepared, given);
        let failed = &mut self.failed;
        let mut rows = rows.map_err(|error| {
            *failed = true;
            server::fault("answer", &error)
        })?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    *rows_given = true;
                    each(&PostgresRow(row))?;
                }
                Ok(None) => return Ok(()),
                Err(error) => {
                    *failed = true;
                    return Err(server::fault("read", &error));
                }
            }
        }
    }
}
