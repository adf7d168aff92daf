use thiserror::Error;
use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::Document;
use crate::source::source;
use crate::world::{Enclosed, letters};

/// Why a document cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the document cannot be written as an accessible PDF: {0}")]
pub struct DocumentError(String);

/// What made it, as a PDF says.
const MADE_BY: &str = "Oast";

impl Document {
    /// The document as an accessible PDF: PDF/UA-1, tagged, in British English.
    ///
    /// # Errors
    /// When a drawing is no SVG, or what is asked of an accessible document is not there: a title,
    /// and words in place of each drawing.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let document = typeset(&source(self, letters()))?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1])
            .map_err(|error| DocumentError(error.message().to_string()))?;
        let options = PdfOptions {
            creator: Smart::Custom(Some(MADE_BY.to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options);
        // What was worked out on the way would be kept for the next document otherwise.
        typst::comemo::evict(0);
        pdf.map_err(|faults| said(&faults))
    }
}

/// Sets a text in pages.
pub(crate) fn typeset(text: &str) -> Result<PagedDocument, DocumentError> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(&Enclosed::new(text));
    output.map_err(|faults| said(&faults))
}

/// The first fault, with what would mend it.
fn said(faults: &EcoVec<SourceDiagnostic>) -> DocumentError {
    let words = faults.first().map_or_else(String::new, |fault| {
        let hints = fault.hints.iter().map(|hint| format!("; {}", hint.v));
        std::iter::once(fault.message.to_string())
            .chain(hints)
            .collect()
    });
    DocumentError(words)
}
