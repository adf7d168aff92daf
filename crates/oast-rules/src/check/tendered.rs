//! A framework placement has a scheme, and a tendered price for each of its categories (rules §3).

use super::county::County;
use super::finding::Findings;
use crate::facts::{Category, CategoryChange, Placement, Route};
use crate::price::PriceBook;

pub(super) fn check(county: &County, findings: &mut Findings) {
    let book = PriceBook::new(&county.pack.prices, &[]);
    for (row, placement) in county.pack.placements.iter().enumerate() {
        if placement.route != Route::Framework {
            continue;
        }
        if placement.scheme.is_none() {
            let message = "a framework placement needs the scheme it was called off; give it, such as oprn-framework-2026";
            findings.refuse::<Placement>(row, "scheme", message.into());
        } else if let Some(message) = unpriced(&book, placement, placement.category) {
            findings.refuse::<Placement>(row, "category", message);
        }
    }
    let links = &county.links.change_placement;
    for (row, (change, link)) in county.pack.category_changes.iter().zip(links).enumerate() {
        let placement = county
            .placement(*link)
            .filter(|placement| placement.route == Route::Framework && placement.scheme.is_some());
        let message = placement.and_then(|placement| unpriced(&book, placement, change.category));
        if let Some(message) = message {
            findings.refuse::<CategoryChange>(row, "category", message);
        }
    }
}

fn unpriced(book: &PriceBook, placement: &Placement, category: Category) -> Option<String> {
    if category == Category::Complex || book.tendered(placement, category).is_some() {
        return None;
    }
    let scheme = placement.scheme.as_ref()?;
    let pinned = match &placement.generation {
        Some(generation) => format!("in generation {generation}"),
        None => format!(
            "with a base date on or before {}",
            placement.started_on.long()
        ),
    };
    Some(format!(
        "home {} has no price for {category} under {scheme} {pinned}, which {} needs; add it to prices.csv, or correct the home, category or generation",
        placement.home_id, placement.placement_id
    ))
}
