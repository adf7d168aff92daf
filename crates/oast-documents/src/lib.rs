//! Documents that leave the house: a council's committee reads them on paper, on screen, or hears
//! them read aloud.
//!
//! A [`Document`] is said once, as plain parts, and is written in two forms: [`Document::pdf`], an
//! accessible PDF (PDF/UA-1), and [`Document::html`], to stand on a page, or by itself
//! ([`Document::file`]). The forms are made of the same parts, so they cannot say different things.
//!
//! Nothing here reads a file, a network, a clock or chance: the same document is written as the
//! same bytes.

mod glyphs;
mod html;
mod model;
mod pdf;
mod size;
mod source;
mod world;

pub use model::{Column, Document, Figure, Part, Table};
pub use pdf::DocumentError;
