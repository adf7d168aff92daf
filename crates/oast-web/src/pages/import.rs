//! Importing a data pack: what was sent is read, what it would change is shown, and a second press
//! records it.

use axum::http::StatusCode;
use axum::response::Response;
use oast_exchange::pack::PackFault;
use oast_exchange::upload::{self, Files, shown, visible};
use oast_office::{ImportOptions, Imported, OfficeError, SENT_KEPT, TableChanges};
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::words;

/// Most faults that are shown on the page.
const FAULTS_SHOWN_MAX: usize = 200;

/// The page.
#[derive(Debug, Default, Serialize)]
pub struct ImportPage {
    form: Form,
    /// What sending the files would do.
    preview: Option<Preview>,
    faults: Vec<Row>,
    /// How many more there are than are shown.
    more: Option<String>,
    limits: Limits,
}

/// What is taken, in words.
#[derive(Debug, Serialize)]
struct Limits {
    files: usize,
    sent: usize,
    unpacked: u64,
    rows: String,
    kept: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            files: upload::FILES_MAX,
            sent: upload::SENT_BYTES_MAX >> 20,
            unpacked: upload::UNPACKED_BYTES_MAX >> 20,
            rows: words::count(upload::ROWS_MAX),
            kept: SENT_KEPT.as_mins(),
        }
    }
}

/// What recording would change.
#[derive(Debug, Default, Serialize)]
struct Preview {
    files: String,
    tables: Vec<Changes>,
    changes: Vec<String>,
    warnings: Vec<Row>,
    /// The key to what is kept; none when there is nothing to record.
    kept: Option<String>,
}

/// What would change in one table.
#[derive(Debug, Serialize)]
struct Changes {
    table: String,
    new: String,
    corrected: String,
    same: String,
    vanished: String,
}

/// Something wrong, and where.
#[derive(Debug, Serialize)]
struct Row {
    file: String,
    line: String,
    column: String,
    why: String,
}

impl Row {
    fn new(fault: &PackFault) -> Self {
        Self {
            file: shown(&fault.file),
            line: fault.line.map(words::count).unwrap_or_default(),
            column: fault.column.as_deref().map(shown).unwrap_or_default(),
            why: sentence(&visible(&fault.why)),
        }
    }
}

impl Changes {
    fn new(changes: &TableChanges) -> Option<Self> {
        let all = changes.new + changes.corrected + changes.same;
        let count = |number: usize| words::count(number as u64);
        (all > 0).then(|| Self {
            table: changes.table.replace('_', " "),
            new: count(changes.new),
            corrected: count(changes.corrected),
            same: count(changes.same),
            vanished: count(changes.vanished),
        })
    }
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "pages/import.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("import-data");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        let step = if self.preview.is_some() {
            "What the import would change"
        } else {
            "Import data"
        };
        format!("{error}{step}")
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Self::default();
        wrong
            .form
            .mistake("files", "Choose the files of a data pack.");
        let mut faulty = Self::of_faults(Form::default(), &sample_faults());
        faulty.more = Some("12".to_owned());
        let tables = [TableChanges {
            table: "placements",
            new: 3,
            corrected: 1,
            same: 5_120,
            vanished: 2,
            withdrawn: false,
        }];
        let imported = Imported {
            tables: tables.to_vec(),
            changes: vec!["placements PL0000012-1 agreed_weekly 905.00 (was 880.00)".to_owned()],
            warnings: sample_faults(),
            seq: None,
        };
        let files = "placements.csv".to_owned();
        let page = |imported, kept: Option<&str>| Self {
            preview: Some(Preview::new(
                files.clone(),
                imported,
                kept.map(str::to_owned),
            )),
            ..Self::default()
        };
        let nothing = Imported::default();
        vec![
            Self::default(),
            wrong,
            faulty,
            page(&imported, Some("0a1b")),
            page(&nothing, None),
        ]
    }
}

fn sample_faults() -> Vec<PackFault> {
    vec![PackFault {
        file: "placements.csv".to_owned(),
        line: Some(12),
        column: Some("started_on".to_owned()),
        why: "there is no 30 February 2026".to_owned(),
    }]
}

impl Preview {
    fn new(files: String, imported: &Imported, kept: Option<String>) -> Self {
        Self {
            files,
            tables: imported.tables.iter().filter_map(Changes::new).collect(),
            changes: imported.changes.clone(),
            warnings: imported
                .warnings
                .iter()
                .take(FAULTS_SHOWN_MAX)
                .map(Row::new)
                .collect(),
            kept,
        }
    }
}

impl ImportPage {
    fn of_faults(mut form: Form, faults: &[PackFault]) -> Self {
        form.mistake(
            "files",
            "Nothing was recorded. Put right what is listed below, and choose the files again.",
        );
        let more = faults.len().saturating_sub(FAULTS_SHOWN_MAX);
        Self {
            form,
            faults: faults.iter().take(FAULTS_SHOWN_MAX).map(Row::new).collect(),
            more: (more > 0).then(|| words::count(more as u64)),
            ..Self::default()
        }
    }
}

/// Offers the form.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let page = ImportPage {
        form: desk.form(),
        ..ImportPage::default()
    };
    desk.page(&page)
}

/// Says what recording the files would change, or what is wrong with them.
pub fn preview(desk: &mut Desk) -> Result<Response, Fault> {
    let sent = desk.take_sent();
    let mut form = desk.form();
    let sent = match sent {
        Ok(sent) if sent.is_empty() => {
            form.mistake("files", "Choose the files of a data pack.");
            return wrong(
                desk,
                &ImportPage {
                    form,
                    ..ImportPage::default()
                },
            );
        }
        Ok(sent) => sent,
        Err(says) => {
            form.mistake("files", says);
            return wrong(
                desk,
                &ImportPage {
                    form,
                    ..ImportPage::default()
                },
            );
        }
    };
    let files = match upload::unpack(sent) {
        Ok(files) => files,
        Err(faults) => return wrong(desk, &ImportPage::of_faults(form, &faults)),
    };
    let options = ImportOptions {
        dry_run: true,
        replace: false,
    };
    let looked = with_key(desk, &form, |office, actor| {
        office.import_sent(&files, actor, options)
    });
    let imported = match looked {
        Ok(imported) => imported,
        Err(error) => return told(desk, form, error),
    };
    let changes = imported.tables.iter().any(|table| !table.is_empty());
    let kept = if changes {
        Some(keep(desk, &form, &files)?)
    } else {
        None
    };
    let names: Vec<String> = files.names().map(shown).collect();
    let page = ImportPage {
        form,
        preview: Some(Preview::new(names.join(", "), &imported, kept)),
        ..ImportPage::default()
    };
    desk.page(&page)
}

/// Keeps what was sent until it is recorded.
fn keep(desk: &mut Desk, form: &Form, files: &Files) -> Result<String, Fault> {
    let machine = std::sync::Arc::clone(&desk.app().machine);
    let kept = with_key(desk, form, |office, actor| {
        office.keep_sent(files, actor, &mut |bytes| machine.chance(bytes))
    });
    Ok(kept?)
}

/// Acts as the person who is signed in, with the key that the form has or was given.
fn with_key<T>(
    desk: &mut Desk,
    form: &Form,
    work: impl FnOnce(&mut oast_office::Office, oast_office::Actor<'_>) -> Result<T, OfficeError>,
) -> Result<T, OfficeError> {
    let key = form.value("form_key").to_owned();
    desk.command(|office, actor| work(office, actor.by_form(&key)))
}

/// Records what was looked at.
pub fn record(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let key = form.value("kept").to_owned();
    let recorded = desk.command(|office, actor| {
        let files = office.take_sent(&key, actor)?;
        office.import_sent(&files, actor, ImportOptions::default())
    });
    match recorded {
        Ok(_) => desk.done_at(&To::Import),
        Err(error) => {
            let mut form = form;
            // What is wrong is put right with other files, by a form of their own.
            let fresh = desk.key();
            form.set("form_key", &fresh);
            told(desk, form, error)
        }
    }
}

/// Says why nothing was recorded, or where it was before.
fn told(desk: &mut Desk, mut form: Form, error: OfficeError) -> Result<Response, Fault> {
    match error {
        OfficeError::Pack(faults) => wrong(desk, &ImportPage::of_faults(form, &faults)),
        OfficeError::AlreadyDone { seq, .. } => {
            let seq = seq.to_string();
            Ok(answer::see_other(&with_query(
                To::Import,
                [("done", seq.as_str())],
            )))
        }
        OfficeError::Refused(says) => {
            form.mistake("files", sentence(&says));
            wrong(
                desk,
                &ImportPage {
                    form,
                    ..ImportPage::default()
                },
            )
        }
        error => Err(error.into()),
    }
}

fn wrong(desk: &mut Desk, page: &ImportPage) -> Result<Response, Fault> {
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}
