//! Which late facts moved an earlier period's amount.

use std::collections::BTreeMap;

use oast_terms::{NursingInPrice, Silent, Terms};
use oast_units::{HomeId, Pence};

use super::pay_run::Line;
use super::{Sheet, due};
use crate::facts::{AppliesTo, Fact, Price, Side, Uplift, differences, key_of};
use crate::placement::CaseFile;
use crate::price::{PriceBook, applies_to};

/// A fact that was recorded, corrected or withdrawn, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<S> {
    /// What changed, as one sentence without its full stop.
    pub says: String,
    /// The facts as they would be if only this had not changed.
    pub undone: S,
}

/// The changes between what was known of a placement before and what is known now.
pub fn case_changes(before: Option<&CaseFile>, now: &CaseFile) -> Vec<Change<CaseFile>> {
    let Some(before) = before else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    if before.placement != now.placement {
        let mut undone = now.clone();
        undone.placement = before.placement.clone();
        let says = differences(Some(&before.placement), Some(&now.placement));
        changes.push(Change { says, undone });
    }
    macro_rules! lists {
        ($($list:ident),+) => {$(
            for (says, old, new) in list_changes(&before.$list, &now.$list) {
                let mut undone = now.clone();
                undone.$list.retain(|fact| Some(fact) != new.as_ref());
                undone.$list.extend(old);
                undone.$list.sort_by_cached_key(key_of);
                changes.push(Change { says, undone });
            }
        )+};
    }
    lists!(
        category_changes,
        assessments,
        absences,
        one_to_one,
        contributions,
        one_offs,
        notices
    );
    changes
}

/// The changes between two sets of prices and uplifts.
#[derive(Debug, Default)]
pub struct BookChanges {
    uplifts: Vec<(AppliesTo, Change<PriceBook>)>,
    prices: BTreeMap<HomeId, Vec<Change<PriceBook>>>,
}

impl BookChanges {
    /// Compares the prices and uplifts known before with those known now.
    pub fn between(before: (&[Price], &[Uplift]), now: (&[Price], &[Uplift])) -> Self {
        let mut changes = Self::default();
        for (says, old, new) in list_changes(before.1, now.1) {
            let Some(kind) = new
                .as_ref()
                .or(old.as_ref())
                .map(|uplift| uplift.applies_to)
            else {
                continue;
            };
            let undone = PriceBook::new(now.0, &without(now.1, new.as_ref(), old));
            changes.uplifts.push((kind, Change { says, undone }));
        }
        for (says, old, new) in list_changes(before.0, now.0) {
            let Some(home) = new
                .as_ref()
                .or(old.as_ref())
                .map(|price| price.home_id.clone())
            else {
                continue;
            };
            let at_home: Vec<Price> = now
                .0
                .iter()
                .filter(|price| price.home_id == home)
                .cloned()
                .collect();
            let undone = PriceBook::new(&without(&at_home, new.as_ref(), old), now.1);
            changes
                .prices
                .entry(home)
                .or_default()
                .push(Change { says, undone });
        }
        changes
    }

    /// The changes that can touch a placement.
    fn touching<'a>(&'a self, case: &'a CaseFile) -> impl Iterator<Item = &'a Change<PriceBook>> {
        let kind = applies_to(case.placement.route);
        let uplifts = self
            .uplifts
            .iter()
            .filter(move |(applies_to, _)| Some(*applies_to) == kind);
        let prices = self
            .prices
            .get(&case.placement.home_id)
            .into_iter()
            .flatten();
        uplifts.map(|(_, change)| change).chain(prices)
    }
}

fn without<F: Fact>(now: &[F], new: Option<&F>, old: Option<F>) -> Vec<F> {
    now.iter()
        .filter(|fact| Some(*fact) != new)
        .cloned()
        .chain(old)
        .collect()
}

/// For each adjustment, what changed: each late fact without which the amount would be another,
/// or, where no single one explains it, all of them.
pub fn causes(
    adjustments: &[Line],
    before: Option<&CaseFile>,
    now: &CaseFile,
    book: &PriceBook,
    book_changes: &BookChanges,
    terms: &Terms,
    sheet: &mut Sheet,
) -> Vec<String> {
    let nursing = super::nursing_in_price(now, terms);
    let current = amounts(adjustments, now, book, terms, nursing, sheet);
    let mut found: Vec<Vec<String>> = vec![Vec::new(); adjustments.len()];
    let mut all = Vec::new();
    let mut weigh = |says: &str, undone: &CaseFile, book: &PriceBook| {
        let otherwise = amounts(adjustments, undone, book, terms, nursing, sheet);
        for ((sentences, now), then) in found.iter_mut().zip(&current).zip(&otherwise) {
            if now != then {
                sentences.push(says.to_owned());
            }
        }
        all.push(says.to_owned());
    };
    for change in case_changes(before, now) {
        weigh(&change.says, &change.undone, book);
    }
    for change in book_changes.touching(now) {
        weigh(&change.says, now, &change.undone);
    }
    if before.is_none() {
        all.push(format!(
            "placements {} first recorded",
            now.placement.placement_id
        ));
    }
    found
        .into_iter()
        .map(|sentences| {
            if sentences.is_empty() {
                all.join("; ")
            } else {
                sentences.join("; ")
            }
        })
        .collect()
}

/// What would be due for each line.
fn amounts(
    lines: &[Line],
    case: &CaseFile,
    book: &PriceBook,
    terms: &Terms,
    nursing: NursingInPrice,
    sheet: &mut Sheet,
) -> Vec<Option<Pence>> {
    if due(case, book, terms, sheet, &mut Silent).is_err() {
        return vec![None; lines.len()];
    }
    lines
        .iter()
        .map(|line| {
            let amount = |side: Side| {
                sheet
                    .lines()
                    .filter(|due| {
                        due.flow.element() == line.element
                            && due.period.from() == line.period.from()
                    })
                    .map(|due| due.flow.on_side(side, due.amount, nursing))
                    .sum()
            };
            Some(amount(line.side))
        })
        .collect()
}

type Changed<F> = (String, Option<F>, Option<F>);

/// Each fact that is in one list and not, or otherwise, in the other.
fn list_changes<F: Fact>(before: &[F], now: &[F]) -> Vec<Changed<F>> {
    if before == now {
        return Vec::new();
    }
    let index = |facts: &[F]| -> BTreeMap<String, F> {
        facts
            .iter()
            .map(|fact| (key_of(fact), fact.clone()))
            .collect()
    };
    let (before, now) = (index(before), index(now));
    let mut changes = Vec::new();
    for (key, new) in &now {
        match before.get(key) {
            Some(old) if old == new => {}
            old => changes.push((differences(old, Some(new)), old.cloned(), Some(new.clone()))),
        }
    }
    for (key, old) in &before {
        if !now.contains_key(key) {
            changes.push((differences(Some(old), None), Some(old.clone()), None));
        }
    }
    changes
}
