//! Everything that is held on a person, as a file for them.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{Action, Asked as AskedFor, Purpose, Resource};
use oast_office::picture::Picture;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::Form;
use crate::link::{self, To};
use crate::page::Page;

/// The form that asks whose.
#[derive(Debug, Serialize)]
pub struct SubjectAccess {
    form: Form,
    action: String,
}

impl Page for SubjectAccess {
    const TEMPLATE: &'static str = "pages/access/subject_access.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("subject-access");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Everything held on a person")
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("record", NOBODY);
        vec![of(Form::default()), of(wrong)]
    }
}

const NOBODY: &str = "Enter the reference of the person, or of a placement of theirs.";
/// What has to be allowed, beside opening the record for a subject access request.
const NEEDED: [Action; 3] = [Action::SeePeople, Action::SeeAudit, Action::ExportTables];

fn of(form: Form) -> SubjectAccess {
    SubjectAccess {
        form,
        action: To::SubjectAccess.to_string(),
    }
}

/// Whether the person who is signed in may have everything that is held on somebody.
pub(crate) fn may(desk: &Desk) -> bool {
    NEEDED.iter().all(|action| desk.may(*action)) && desk.purposes().contains(&PURPOSE)
}

const PURPOSE: Purpose = Purpose::SubjectAccess;

/// Asks whose.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    all_needed(desk)?;
    let mut form = desk.form();
    form.set("record", desk.query("record").unwrap_or_default());
    desk.page(&of(form))
}

/// Gives everything that is held on somebody.
pub fn download(desk: &mut Desk) -> Result<Response, Fault> {
    all_needed(desk)?;
    let mut form = desk.form();
    let Some(record) = form.required("record", NOBODY) else {
        return again(desk, form);
    };
    let person = person_of(&*desk.picture()?, &record);
    let asked = AskedFor {
        now: desk.now().as_second(),
        purpose: Some(PURPOSE),
        ..AskedFor::default()
    };
    desk.must(Action::SeePeople, Resource::Person(&person), &asked)?;
    let path = To::SubjectAccess.to_string();
    let held = match desk.command(|office, actor| office.person_files(&person, &path, actor)) {
        Ok(held) => held,
        Err(OfficeError::NotFound { .. }) => {
            let says = format!("Nothing is held on a person or a placement {record}.");
            form.mistake("record", says);
            return again(desk, form);
        }
        Err(error) => return Err(error.into()),
    };
    let folder = format!("{}-{}", link::part(&person), desk.today());
    let files = held.files.iter();
    let named: Vec<(String, &[u8])> = files
        .map(|(name, bytes)| (format!("{folder}/{name}"), bytes.as_slice()))
        .collect();
    let files = named.iter().map(|(name, bytes)| (name.as_str(), *bytes));
    let bytes = oast_exchange::archive::zip(files);
    let bytes = bytes.map_err(|error| Fault::Broken(error.to_string()))?;
    let name = format!("held-on-{folder}.zip");
    Ok(answer::file(&name, "application/zip", bytes))
}

/// Refuses whoever may not do all of it, with what the policies say.
fn all_needed(desk: &Desk) -> Result<(), Fault> {
    match NEEDED.iter().find(|action| !desk.may(**action)) {
        Some(missing) => Err(Fault::Denied(desk.why_not(*missing))),
        None => Ok(()),
    }
}

fn again(desk: &mut Desk, form: Form) -> Result<Response, Fault> {
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &of(form))
}

/// The person whom a reference names: their own, or that of a placement of theirs.
fn person_of(picture: &Picture, record: &str) -> String {
    let facts = &picture.facts;
    let case = facts.placement(record).and_then(|at| facts.case(at));
    let person = case.map(|case| case.placement.person_id.to_string());
    person.unwrap_or_else(|| record.to_owned())
}
