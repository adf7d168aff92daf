//! A page is a typed context and the template that draws it.

use std::borrow::Cow;
use std::cell::RefCell;

use minijinja::Environment;
use minijinja::value::{Serde, Value};
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
    SHUT.set(frame.shut.clone());
    let help = P::HELP.map(|topic| To::HelpOn(topic).to_string());
    template.render(Serde(Given { frame, page, help }))
}

thread_local! {
    /// The day as known on, of the page that this thread draws: a macro of a template does not see
    /// the page's frame.
    static KEPT: RefCell<String> = const { RefCell::new(String::new()) };
    /// The routes that whoever looks at the page may not open, likewise.
    static SHUT: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Teaches templates whether whoever looks may open an address: `opens`. Where it does not, there
/// are words in place of a link.
pub fn know_what_opens(environment: &mut Environment<'_>) {
    environment.add_function("opens", opens);
}

/// Whether whoever looks at the page that this thread draws may open an address.
pub(crate) fn opens(address: &str) -> bool {
    SHUT.with_borrow(|shut| !is_shut(shut, address))
}

fn is_shut(shut: &[&str], address: &str) -> bool {
    shut.iter().any(|route| fits(route, address))
}

/// A drawing without the links that may not be opened; what they stand around stays.
fn without_shut<'a>(drawing: &'a str, shut: &[&str]) -> Cow<'a, str> {
    if shut.is_empty() {
        return Cow::Borrowed(drawing);
    }
    let mut out = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some((before, after)) = rest.split_once("<a ") {
        out.push_str(before);
        let (tag, inside) = after.split_once('>').unwrap_or((after, ""));
        let href = tag
            .split_once("href=\"")
            .and_then(|(_, href)| href.split_once('"'));
        let (link, behind) = inside.split_once("</a>").unwrap_or((inside, ""));
        if tag.ends_with('/') || !href.is_some_and(|(address, _)| is_shut(shut, address)) {
            out.push_str("<a ");
            rest = after;
        } else {
            out.push_str(link);
            rest = behind;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether an address, whatever its query, is one of a route.
fn fits(route: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (mut parts, mut names) = (path.split('/'), route.split('/'));
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part == name || name.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// Teaches templates to keep the day as known on: `keep` gives a link that carries it along,
/// `drawn` a drawing whose links all do, and `kept` the day itself.
pub fn keep_the_day(environment: &mut Environment<'_>) {
    environment.add_filter("keep", |address: &str| kept(address).into_owned());
    environment.add_filter("drawn", |drawing: &str| {
        let drawing = SHUT.with_borrow(|shut| without_shut(drawing, shut));
        Value::from_safe_string(KEPT.with_borrow(|day| kept_in_drawing(&drawing, day)))
    });
    environment.add_function("kept", || KEPT.with_borrow(Clone::clone));
}

/// An address with the day as known on of the page that this thread draws.
pub(crate) fn kept(address: &str) -> Cow<'_, str> {
    KEPT.with_borrow(|day| {
        if day.is_empty() {
            Cow::Borrowed(address)
        } else {
            Cow::Owned(kept_in(address, day))
        }
    })
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

/// A drawing, which is markup already, with the day as known on in each of its links.
fn kept_in_drawing(drawing: &str, day: &str) -> String {
    const LINK: &str = " href=\"/";
    if day.is_empty() {
        return drawing.to_owned();
    }
    let mut out = String::with_capacity(drawing.len() + 1_024);
    let mut rest = drawing;
    while let Some((before, after)) = rest.split_once(LINK) {
        let (address, end) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(LINK);
        // What was escaped stays so, and the sign before the day is escaped like the others.
        let kept = kept_in(address, day).replace("&known=", "&amp;known=");
        out.push_str(&kept);
        out.push('"');
        rest = end;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{fits, kept_in, kept_in_drawing, without_shut};

    #[test]
    fn a_link_that_may_not_be_opened_leaves_what_it_stands_around() {
        let drawing = "<a class=\"b\" href=\"/map?a=1\"><g>x</g></a><a href=\"/homes/H1\">y</a>";
        assert_eq!(
            without_shut(drawing, &["/homes/{home}"]),
            "<a class=\"b\" href=\"/map?a=1\"><g>x</g></a>y"
        );
        assert_eq!(without_shut(drawing, &["/pay-runs"]), drawing);
    }

    #[test]
    fn an_address_fits_its_route() {
        for (route, address) in [
            ("/homes", "/homes"),
            ("/homes", "/homes?q=a#homes"),
            ("/homes/{home}", "/homes/H0001#residents"),
        ] {
            assert!(fits(route, address), "{route} {address}");
        }
        for (route, address) in [
            ("/homes", "/homes/H0001"),
            ("/homes/{home}", "/homes"),
            ("/homes", "#homes"),
        ] {
            assert!(!fits(route, address), "{route} {address}");
        }
    }

    #[test]
    fn the_links_of_a_drawing_keep_the_day() {
        let drawing = "<a class=\"b\" href=\"/map?a=1&amp;b=2\">x</a><a href=\"/homes/H1\"/>";
        assert_eq!(kept_in_drawing(drawing, ""), drawing);
        assert_eq!(
            kept_in_drawing(drawing, "2026-05-01"),
            "<a class=\"b\" href=\"/map?a=1&amp;b=2&amp;known=2026-05-01\">x</a><a href=\"/homes/H1?known=2026-05-01\"/>"
        );
    }

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
