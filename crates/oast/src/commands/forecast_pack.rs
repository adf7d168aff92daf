use std::ffi::OsStr;
use std::fs;

use anyhow::Context as _;
use oast_documents::Document;
use oast_forecast::scenario::Scenario;
use oast_web::pages::outlook::forecast::pack::pack;

use super::forecast_run::{read, there};
use crate::cli::PackForecast;
use crate::context::Context;
use crate::exit::Refused;
use crate::output;

/// The forms that a pack is written in.
enum Form {
    Pdf,
    Html,
}

/// Writes the committee's pack of a scenario.
pub(super) fn write(context: &Context, how: &PackForecast) -> anyhow::Result<()> {
    let form = form(how)?;
    let scenario = match &how.scenario {
        Some(file) => read(file)?,
        None => Scenario::default(),
    };
    let picture = there(context, how.on, &how.known)?;
    let document = pack(&picture, scenario, how.draws, &how.council).map_err(Refused)?;
    let written = bytes(&document, &form)?;
    fs::write(&how.to, written)
        .with_context(|| format!("the pack cannot be written to {}", how.to.display()))?;
    output::say(&format!("Wrote {}.", how.to.display()))
}

/// The form that the file's name asks for, before anything is drawn.
fn form(how: &PackForecast) -> Result<Form, Refused> {
    match how.to.extension().and_then(OsStr::to_str) {
        Some("pdf") => Ok(Form::Pdf),
        Some("html") => Ok(Form::Html),
        _ => Err(Refused(format!(
            "a pack is written as a PDF or as a page: end the name '{}' with .pdf or .html",
            how.to.display()
        ))),
    }
}

fn bytes(document: &Document, form: &Form) -> anyhow::Result<Vec<u8>> {
    Ok(match form {
        Form::Pdf => document.pdf()?,
        Form::Html => document.file().into_bytes(),
    })
}
