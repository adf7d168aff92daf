//! A page is a typed context and the template that draws it.

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

use crate::frame::Frame;

/// A page: everything that its template shows.
pub trait Page: Serialize + Sized {
    /// The template, by its path below `templates`.
    const TEMPLATE: &'static str;
    /// Whether it shows facts, and so says as of when they were known.
    const OF_FACTS: bool = true;

    /// The title, as the browser's tab and the page's heading say it.
    fn title(&self) -> String;

    /// The page in each state worth looking at: full, empty, with errors.
    fn samples() -> Vec<Self>;
}

/// What a template is given.
#[derive(Serialize)]
struct Given<'a, P> {
    frame: &'a Frame,
    page: &'a P,
}

/// Draws a page in its frame.
pub fn draw<P: Page>(
    environment: &Environment<'_>,
    frame: &Frame,
    page: &P,
) -> Result<String, minijinja::Error> {
    let template = environment.get_template(P::TEMPLATE)?;
    template.render(Serde(Given { frame, page }))
}
