use std::collections::BTreeMap;
use std::path::Path;

use oast_exchange::pack::{self, Lines, PackFault, ReadPack};
use oast_rules::check::{Finding, Severity, check};
use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, differences, each_table, key_of};
use oast_store::{Command, Connected, Connection, StoreError, Which, scan};
use serde_json::json;

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// The table of postings, which are never changed or withdrawn, only added to.
const POSTINGS: &str = "postings";

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// Only say what would change.
    pub dry_run: bool,
    /// Withdraw what the pack no longer holds, in the files that it has.
    pub replace: bool,
}

/// Corrections and withdrawals that are told one by one.
pub const CHANGES_TOLD_MAX: usize = 50;

/// What an import changed in one table, or would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableChanges {
    /// The table.
    pub table: &'static str,
    /// Rows with a key not known before.
    pub new: usize,
    /// Rows that correct a known one.
    pub corrected: usize,
    /// Rows known already.
    pub same: usize,
    /// Known facts that the file no longer holds.
    pub vanished: usize,
    /// Whether those that vanished are withdrawn.
    pub withdrawn: bool,
}

impl TableChanges {
    /// Whether anything is to be stored.
    pub fn is_empty(&self) -> bool {
        self.new == 0 && self.corrected == 0 && (self.vanished == 0 || !self.withdrawn)
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Each table of the pack.
    pub tables: Vec<TableChanges>,
    /// The first corrections and withdrawals, column by column.
    pub changes: Vec<String>,
    /// What is worth looking at, though it was not refused.
    pub warnings: Vec<PackFault>,
    /// The audit entry it left; none when nothing was stored.
    pub seq: Option<i64>,
}

impl Office {
    /// Imports a data pack: new rows are recorded, rows with a known key and other values correct
    /// what was known, and a pack with any fault is refused whole.
    pub fn import(
        &mut self,
        dir: &Path,
        actor: Actor<'_>,
        options: ImportOptions,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Result<Imported, OfficeError> {
        self.admit(actor, Action::ImportFacts)?;
        let read = pack::read(dir, progress).map_err(OfficeError::Pack)?;
        let subject = dir.display().to_string();
        self.import_read(read, &subject, actor, options, progress)
    }

    /// The same, of a pack that was read.
    pub(crate) fn import_read(
        &mut self,
        read: ReadPack,
        subject: &str,
        actor: Actor<'_>,
        options: ImportOptions,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Result<Imported, OfficeError> {
        let mut import = Import {
            pack: read.pack,
            lines: read.lines,
            options,
            plan: Plan::default(),
            progress,
        };
        if options.dry_run {
            let known_seq = self.known_seq(None)?;
            import.prepare(self.store.connection(), &self.authority, known_seq)?;
            let warnings = import.check(&self.terms)?;
            return Ok(import.plan.imported(warnings, None));
        }
        let terms = self.terms.clone();
        let outcome = self.store.command(
            request(&self.authority, actor, "import", subject),
            |command| {
                let (authority, known_seq) = (command.authority().to_owned(), command.known_seq());
                import.prepare(command.connection(), &authority, known_seq)?;
                let warnings = import.check(&terms)?;
                if import.plan.tables.iter().all(TableChanges::is_empty) {
                    return Err(Stop::Unchanged(import.plan.imported(warnings, None)));
                }
                import.append(command)?;
                Ok(import.plan.imported(warnings, Some(command.seq())))
            },
        );
        match outcome {
            Ok(imported) | Err(Stop::Unchanged(imported)) => Ok(imported),
            Err(Stop::Error(error)) => Err(error),
        }
    }
}

/// Why an import leaves no trace.
enum Stop {
    /// Everything in the pack is known already.
    Unchanged(Imported),
    /// It failed.
    Error(OfficeError),
}

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

/// What is to be written of each table.
#[derive(Default)]
struct Plan {
    tables: Vec<TableChanges>,
    /// The first corrections and withdrawals, in words.
    changes: Vec<String>,
    /// For each table, the rows of the pack to append, in order of their keys.
    rows: BTreeMap<&'static str, Vec<u32>>,
    /// The facts to withdraw.
    withdrawn: Pack,
}

impl Plan {
    /// What was done, or would be.
    fn imported(&mut self, warnings: Vec<PackFault>, seq: Option<i64>) -> Imported {
        let Self {
            tables, changes, ..
        } = std::mem::take(self);
        Imported {
            tables,
            changes,
            warnings,
            seq,
        }
    }

    fn tell(&mut self, change: impl FnOnce() -> String) {
        if self.changes.len() < CHANGES_TOLD_MAX {
            self.changes.push(change());
        }
    }
}

struct Import<'p> {
    pack: Pack,
    lines: Lines,
    options: ImportOptions,
    plan: Plan,
    progress: &'p mut dyn FnMut(&str, u64),
}

impl Import<'_> {
    /// Compares the pack with what is known. Facts that the pack does not mention, and that stay,
    /// join the pack behind its own rows, so that the whole county can be checked.
    fn prepare(
        &mut self,
        connection: &mut dyn Connection,
        authority: &str,
        known_seq: i64,
    ) -> Result<(), OfficeError> {
        let mut comparing = Comparing {
            import: self,
            connection,
            authority,
            known_seq,
            faults: Vec::new(),
        };
        each_table(&mut comparing)?;
        let faults = comparing.faults;
        if faults.is_empty() {
            Ok(())
        } else {
            Err(OfficeError::Pack(faults))
        }
    }

    /// Checks the county as it would be.
    fn check(&mut self, terms: &oast_terms::Terms) -> Result<Vec<PackFault>, OfficeError> {
        (self.progress)("checking", 0);
        let (refused, warnings): (Vec<_>, Vec<_>) = check(&self.pack, terms)
            .into_iter()
            .partition(|finding| finding.severity == Severity::Refused);
        let faults = |findings: Vec<Finding>| -> Vec<PackFault> {
            findings
                .into_iter()
                .map(|finding| self.place(finding))
                .collect()
        };
        if refused.is_empty() {
            Ok(faults(warnings))
        } else {
            Err(OfficeError::Pack(faults(refused)))
        }
    }

    /// A finding with the file and line of its row.
    fn place(&self, finding: Finding) -> PackFault {
        PackFault {
            file: format!("{}.csv", finding.table),
            line: self.lines.of(finding.table, finding.row),
            column: (!finding.column.is_empty()).then(|| finding.column.to_owned()),
            why: finding.message,
        }
    }

    fn append(&mut self, command: &mut Command<'_>) -> Result<(), OfficeError> {
        for table in &self.plan.tables {
            if !table.is_empty() {
                let withdrawn = if table.withdrawn { table.vanished } else { 0 };
                let (new, corrected) = (table.new, table.corrected);
                let changes = json!({ "new": new, "corrected": corrected, "withdrawn": withdrawn });
                command.note(table.table, changes);
            }
        }
        each_table(&mut Appending {
            import: self,
            command,
        })
        .map_err(OfficeError::Store)
    }
}

struct Comparing<'a, 'p> {
    import: &'a mut Import<'p>,
    connection: &'a mut dyn Connection,
    authority: &'a str,
    known_seq: i64,
    faults: Vec<PackFault>,
}

impl TableVisitor for Comparing<'_, '_> {
    type Error = OfficeError;

    fn visit<F: Fact>(&mut self) -> Result<(), OfficeError>
    where
        Pack: Rows<F>,
    {
        let table = F::TABLE.name;
        let mentioned = self.import.lines.holds(table);
        let rows: &Vec<F> = self.import.pack.rows();
        let order = order_by_key(rows);
        let mut met = Met::new(
            rows,
            &order,
            TableChanges {
                table,
                withdrawn: self.import.options.replace && mentioned && table != POSTINGS,
                ..TableChanges::default()
            },
        );
        let plan = &mut self.import.plan;
        scan(
            self.connection,
            self.authority,
            self.known_seq,
            Which::All,
            |known: F, _| {
                met.known(known, mentioned, plan);
                Ok(())
            },
        )?;
        let Met {
            changes,
            write,
            kept,
            corrected,
            ..
        } = met.the_rest_is_new();
        if table == POSTINGS {
            let fault = |row: u32| changed_posting(self.import.lines.of(table, row as usize));
            self.faults.extend(corrected.into_iter().map(fault));
        }
        if changes.withdrawn {
            *self.import.plan.withdrawn.rows_mut() = kept;
        } else {
            self.import.pack.rows_mut().extend(kept);
        }
        self.import.plan.rows.insert(table, write);
        self.import.plan.tables.push(changes);
        Ok(())
    }
}

fn changed_posting(line: Option<u64>) -> PackFault {
    let why = "this posting is recorded already with other values; a posting is never changed, so leave the row as it was";
    PackFault {
        file: format!("{POSTINGS}.csv"),
        line,
        column: Some("amount".to_owned()),
        why: why.to_owned(),
    }
}

/// The rows of a file as they meet the facts that are known, both in order of their keys.
struct Met<'r, F> {
    rows: &'r [F],
    next: std::iter::Peekable<std::slice::Iter<'r, (String, u32)>>,
    changes: TableChanges,
    /// The rows to append.
    write: Vec<u32>,
    /// Those of them that correct a known fact.
    corrected: Vec<u32>,
    /// The known facts that no row mentions.
    kept: Vec<F>,
}

impl<'r, F: Fact> Met<'r, F> {
    fn new(rows: &'r [F], order: &'r [(String, u32)], changes: TableChanges) -> Self {
        let (write, corrected, kept) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            rows,
            next: order.iter().peekable(),
            changes,
            write,
            corrected,
            kept,
        }
    }

    /// Takes the next known fact.
    fn known(&mut self, known: F, mentioned: bool, plan: &mut Plan) {
        let key = key_of(&known);
        while let Some((_, row)) = self.next.next_if(|(new, _)| *new < key) {
            self.changes.new += 1;
            self.write.push(*row);
        }
        let mut found = false;
        while let Some((_, row)) = self.next.next_if(|(new, _)| *new == key) {
            found = true;
            match self.rows.get(*row as usize) {
                Some(same) if *same == known => self.changes.same += 1,
                correction => {
                    self.changes.corrected += 1;
                    plan.tell(|| differences(Some(&known), correction));
                    self.corrected.push(*row);
                    self.write.push(*row);
                }
            }
        }
        if !found {
            self.changes.vanished += usize::from(mentioned);
            if self.changes.withdrawn {
                plan.tell(|| differences(Some(&known), None));
            }
            self.kept.push(known);
        }
    }

    /// Takes every row that is left: nothing known has its key.
    fn the_rest_is_new(mut self) -> Self {
        for (_, row) in self.next.by_ref() {
            self.changes.new += 1;
            self.write.push(*row);
        }
        self
    }
}

/// The rows in order of their keys; where a key comes twice, in the order of the file.
fn order_by_key<F: Fact>(rows: &[F]) -> Vec<(String, u32)> {
    let mut order: Vec<(String, u32)> = rows
        .iter()
        .zip(0..)
        .map(|(fact, row)| (key_of(fact), row))
        .collect();
    if !order.is_sorted() {
        order.sort_unstable();
    }
    order
}

struct Appending<'a, 'p, 'c, 't> {
    import: &'a mut Import<'p>,
    command: &'t mut Command<'c>,
}

impl TableVisitor for Appending<'_, '_, '_, '_> {
    type Error = StoreError;

    fn visit<F: Fact>(&mut self) -> Result<(), StoreError>
    where
        Pack: Rows<F>,
    {
        let table = F::TABLE.name;
        let rows: &Vec<F> = self.import.pack.rows();
        let withdrawn: &Vec<F> = self.import.plan.withdrawn.rows();
        let write = self
            .import
            .plan
            .rows
            .get(table)
            .map_or(&[][..], Vec::as_slice);
        if write.is_empty() && withdrawn.is_empty() {
            return Ok(());
        }
        let mut appender = self.command.appender::<F>()?;
        let mut withdrawn = withdrawn.iter().map(|fact| (key_of(fact), fact)).peekable();
        for (done, row) in (0u64..).zip(write) {
            let fact = &rows[*row as usize];
            if withdrawn.peek().is_some() {
                let key = key_of(fact);
                while let Some((_, gone)) = withdrawn.next_if(|(gone, _)| *gone < key) {
                    appender.append(gone, true)?;
                }
            }
            appender.append(fact, false)?;
            if done % 50_000 == 0 {
                (self.import.progress)(table, done);
            }
        }
        for (_, gone) in withdrawn {
            appender.append(gone, true)?;
        }
        Ok(())
    }
}
