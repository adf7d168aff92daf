//! The council's own colour, as a style sheet of one line, and the sign in the browser's tab.

use axum::http::{StatusCode, header};
use axum::response::Response;

use crate::answer::{self, Fault};
use crate::assets;
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

/// Sends the sign in the browser's tab, to browsers that look for it where it used to be.
pub fn icon(_: &mut Desk) -> Result<Response, Fault> {
    let url = assets::url("favicon.svg").unwrap_or_default();
    let icon = assets::find(url).ok_or_else(|| Fault::NotFound("There is no icon.".to_owned()))?;
    let mut response = answer::response(StatusCode::OK, icon.content_type, icon.identity);
    answer::set(&mut response, header::CACHE_CONTROL, "public, max-age=3600");
    Ok(response)
}
