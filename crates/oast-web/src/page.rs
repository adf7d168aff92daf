//! A page is a typed context and the template that draws it.

use std::cell::RefCell;

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

use crate::frame::Frame;
use crate::link::{To, with_query};

/// A page: everything that its template shows.
pub trait Page: Serialize + Sized {
    /// The template, by its path below `templates`.
    const TEMPLATE: &'static str;
    /// Whether it shows facts, and so says as of when they were known.
    const OF_FACTS: bool = true;
    /// The page of help about it, by its name in the address.
    const HELP: Option<&'static str> = None;

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
    /// The address of the help about it.
    help: Option<String>,
}

/// Draws a page in its frame.
pub fn draw<P: Page>(
    environment: &Environment<'_>,
    frame: &Frame,
    page: &P,
) -> Result<String, minijinja::Error> {
    let template = environment.get_template(P::TEMPLATE)?;
    KEPT.set(frame.keep.clone());
    let help = P::HELP.map(|topic| To::HelpOn(topic).to_string());
    template.render(Serde(Given { frame, page, help }))
}

thread_local! {
    /// The day as known on, of the page that this thread draws: a macro of a template does not see
    /// the page's frame.
    static KEPT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Teaches templates to keep the day as known on: `keep` gives a link that carries it along, and
/// `kept` the day itself.
pub fn keep_the_day(environment: &mut Environment<'_>) {
    environment.add_filter("keep", |address: &str| {
        KEPT.with_borrow(|day| kept_in(address, day))
    });
    environment.add_function("kept", || KEPT.with_borrow(Clone::clone));
}

/// An address with the day as known on, which stands before a fragment.
fn kept_in(address: &str, day: &str) -> String {
    if day.is_empty() {
        return address.to_owned();
    }
    let (page, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    if page.is_empty() {
        return address.to_owned();
    }
    with_query(page, [("known", day)]) + fragment
}

#[cfg(test)]
mod tests {
    use super::kept_in;

    #[test]
    fn a_link_keeps_the_day() {
        assert_eq!(kept_in("/homes", ""), "/homes");
        assert_eq!(kept_in("/homes", "2026-05-01"), "/homes?known=2026-05-01");
        assert_eq!(
            kept_in("/homes?q=a#homes", "2026-05-01"),
            "/homes?q=a&known=2026-05-01#homes"
        );
        assert_eq!(kept_in("#homes", "2026-05-01"), "#homes");
    }
}
