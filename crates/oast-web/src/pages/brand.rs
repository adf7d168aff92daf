//! The council's own colour, as a style sheet of one line.

use axum::http::{StatusCode, header};
use axum::response::Response;

use crate::answer::{self, Fault};
use crate::desk::Desk;

/// Sends the colour.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let colour = desk.app().brand.colour.as_deref();
    let css = colour.map_or(String::new(), |colour| {
        format!(":root{{--oast-brand:{colour}}}")
    });
    let mut response = answer::response(StatusCode::OK, "text/css; charset=utf-8", css);
    answer::set(&mut response, header::CACHE_CONTROL, "public, max-age=3600");
    Ok(response)
}
