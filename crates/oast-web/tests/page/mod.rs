//! A drawn page, looked through for what should not be.

mod text;

use std::collections::BTreeMap;

use oast_web::routes::{Method, ROUTES};
use scraper::{ElementRef, Html, Selector};

pub(crate) use text::text_of;

/// What is wrong with a page, in sentences.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = headings(&page);
    faults.extend(identifiers(&page));
    faults.extend(references(&page));
    faults.extend(fields(&page));
    faults.extend(names(&page));
    faults.extend(own_styles_and_scripts(&page));
    faults.extend(links(&page));
    faults
}

/// The names of pages of help that a page leads to.
pub(crate) fn help_named(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    all(&page, "a[href^='/help/']")
        .filter_map(|link| link.attr("href"))
        .map(|href| href.trim_start_matches("/help/").to_owned())
        .map(|name| name.split(['?', '#']).next().unwrap_or_default().to_owned())
        .collect()
}

fn all<'a>(page: &'a Html, which: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let which = Selector::parse(which).unwrap();
    let found: Vec<ElementRef<'a>> = page.select(&which).collect();
    found.into_iter()
}

/// An element's start, to say which it is.
fn start(element: ElementRef<'_>) -> String {
    let html = element.html();
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    html[..end].to_owned()
}

/// One heading of the first level, and no level left out on the way down.
fn headings(page: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    let first = all(page, "h1").count();
    if first != 1 {
        faults.push(format!("it has {first} headings of the first level, not 1"));
    }
    let mut before = None;
    for heading in all(page, "h1, h2, h3, h4, h5, h6") {
        let level: u32 = heading.value().name()[1..].parse().unwrap();
        if before.is_some_and(|before| level > before + 1) {
            faults.push(format!("{} leaves a level out", start(heading)));
        }
        before = Some(level);
    }
    faults
}

fn identifiers(page: &Html) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let elements: Vec<ElementRef<'_>> = all(page, "[id]").collect();
    for id in elements.iter().filter_map(|element| element.attr("id")) {
        *counts.entry(id).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(id, count)| format!("{count} elements have the id '{id}'"))
        .collect()
}

/// Every element that another one names is there.
fn references(page: &Html) -> Vec<String> {
    let there: Vec<&str> = all(page, "[id]")
        .filter_map(|element| element.attr("id"))
        .collect();
    let mut faults = Vec::new();
    for name in [
        "for",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
    ] {
        for element in all(page, &format!("[{name}]")) {
            let named = element.attr(name).unwrap_or_default().split_whitespace();
            let missing = named.filter(|id| !there.contains(id));
            faults.extend(missing.map(|id| format!("{} names '{id}'", start(element))));
        }
    }
    faults
}

/// Every field that somebody can see has a label.
fn fields(page: &Html) -> Vec<String> {
    let labelled: Vec<&str> = all(page, "label[for]")
        .filter_map(|label| label.attr("for"))
        .collect();
    let seen = all(page, "input, select, textarea").filter(|field| {
        let kind = field.attr("type").unwrap_or_default();
        !matches!(kind, "hidden" | "submit" | "button")
    });
    seen.filter(|field| {
        let named = field.attr("id").is_some_and(|id| labelled.contains(&id));
        let said = field.attr("aria-label").or(field.attr("aria-labelledby"));
        !named && said.is_none()
    })
    .map(|field| format!("{} has no label", start(field)))
    .collect()
}

/// Every link, button and heading says something.
fn names(page: &Html) -> Vec<String> {
    all(page, "a, button, h1, h2, h3, h4, th, legend, label")
        .filter(|element| {
            let text: String = element.text().collect();
            text.trim().is_empty() && element.attr("aria-label").is_none()
        })
        .map(|element| format!("{} says nothing", start(element)))
        .collect()
}

fn own_styles_and_scripts(page: &Html) -> Vec<String> {
    let banned = "[style], style, script:not([src])";
    let handlers = all(page, "*").filter(|element| {
        let mut names = element.value().attrs().map(|(name, _)| name);
        names.any(|name| name.starts_with("on"))
    });
    all(page, banned)
        .chain(handlers)
        .map(|element| format!("{} has a style or a script of its own", start(element)))
        .collect()
}

/// Every link leads to a page or to a place on the page, and every form to a route.
fn links(page: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    let links = all(page, "a[href]").map(|link| ("GET", link, "href"));
    let forms = all(page, "form[action]").map(|form| {
        let post = form.attr("method") == Some("post");
        (if post { "POST" } else { "GET" }, form, "action")
    });
    for (method, element, attribute) in links.chain(forms) {
        let address = element.attr(attribute).unwrap_or_default();
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let drawn = element.ancestors().any(|above| {
            ElementRef::wrap(above).is_some_and(|above| above.value().name() == "svg")
        });
        if path.is_empty() {
            let place = address.split_once('#').map_or("", |(_, place)| place);
            let there = all(page, "[id]").any(|each| each.attr("id") == Some(place));
            // Drawings for show have made-up links.
            if !place.is_empty() && !there && !drawn {
                faults.push(format!(
                    "there is no '{place}' on the page: {}",
                    start(element)
                ));
            }
        } else if path.starts_with("otpauth://") {
            // It opens an app on the same machine.
        } else if !path.starts_with('/') {
            faults.push(format!("{} leads elsewhere", start(element)));
        } else if !is_routed(method, path) {
            faults.push(format!("nothing answers {method} {path}"));
        }
    }
    faults
}

/// Whether a route answers.
pub(crate) fn is_routed(method: &str, path: &str) -> bool {
    let asked: Vec<&str> = path.split('/').collect();
    ROUTES.iter().any(|route| {
        let of_method = match route.method {
            Method::Get => method == "GET",
            Method::Post => method == "POST",
        };
        let parts: Vec<&str> = route.path.split('/').collect();
        let same = |(asked, part): (&&str, &&str)| {
            asked == part || (part.starts_with('{') && !asked.is_empty())
        };
        of_method && asked.len() == parts.len() && asked.iter().zip(&parts).all(same)
    })
}
