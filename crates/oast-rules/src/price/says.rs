//! What the trace says of a rate (rules §3).

use oast_terms::{Entry, FactRead, NotApplied, Step, Trace};
use oast_units::{Date, Pence, WeeklyRate};

use super::PriceBook;
use super::rate::Era;
use crate::facts::{Assessment, CategoryChange, Uplift, key_in_words};
use crate::placement::CaseFile;

const CLAUSE: &str = "rules §3";

/// The fact that an era begins with: the placement, or a change of its category.
pub(super) fn trace_era(case: &CaseFile, era: Era, trace: &mut impl Trace) {
    if !era.change {
        trace_start(case, trace);
        return;
    }
    let changes = case.category_changes.iter();
    for change in changes.filter(|change| change.from == era.from) {
        trace.record(|| changed(change));
    }
}

fn changed(change: &CategoryChange) -> Entry {
    fact(
        "category_changes",
        key_in_words(change),
        format!("{} from {}", change.category.words(), change.from.long()),
    )
}

pub(super) fn trace_placement(case: &CaseFile, era: Era, day: Date, trace: &mut impl Trace) {
    trace_start(case, trace);
    for change in &case.category_changes {
        if change.from == era.from && era.change {
            trace.record(|| changed(change));
        } else {
            trace.record(|| {
                Entry::NotApplied(NotApplied {
                    rule: "category_change",
                    why: format!(
                        "The change to {} from {} {} {}.",
                        change.category.words(),
                        change.from.long(),
                        if change.from > day {
                            "comes after"
                        } else {
                            "was followed by another before"
                        },
                        day.long()
                    ),
                })
            });
        }
    }
}

fn trace_start(case: &CaseFile, trace: &mut impl Trace) {
    let placement = &case.placement;
    trace.record(|| {
        let pinned = match (&placement.scheme, &placement.generation) {
            (Some(scheme), Some(generation)) => format!(" under {scheme}, generation {generation}"),
            (Some(scheme), None) => format!(" under {scheme}"),
            _ => String::new(),
        };
        fact(
            "placements",
            placement.placement_id.to_string(),
            format!(
                "home {}, {} route{pinned}, began on {} as {}",
                placement.home_id,
                placement.route.words(),
                placement.started_on.long(),
                placement.category.words()
            ),
        )
    });
}

pub(super) fn trace_uplift(uplift: &Uplift, after: WeeklyRate, trace: &mut impl Trace) {
    trace.record(|| {
        fact(
            "uplifts",
            key_in_words(uplift),
            uplift
                .decision
                .as_ref()
                .map_or("no decision is recorded".into(), ToString::to_string),
        )
    });
    trace.record(|| {
        step(
            "uplift",
            format!(
                "Raised by {}% from {}, to the penny.",
                uplift.percent,
                uplift.effective_on.long()
            ),
            Some(after.weekly()),
        )
    });
}

pub(super) fn trace_assessment(assessment: &Assessment, trace: &mut impl Trace) {
    trace.record(|| {
        fact(
            "assessments",
            key_in_words(assessment),
            format!("{} a week", assessment.weekly),
        )
    });
    trace.record(|| {
        step(
            "rate.complex",
            format!(
                "Assessment {} version {} gives {} a week from {}.",
                assessment.reference,
                assessment.version,
                assessment.weekly,
                assessment.valid_from.long()
            ),
            Some(assessment.weekly.weekly()),
        )
    });
}

/// Says of every other uplift why it left this rate alone.
pub(super) fn trace_uplifts_set_aside<T: Trace>(
    case: &CaseFile,
    book: &PriceBook,
    base_date: Date,
    until: Date,
    trace: &mut T,
) {
    if !T::KEEPS {
        return;
    }
    let placement = &case.placement;
    let ours: Vec<_> = book
        .uplifts(placement.route, placement.scheme.as_ref())
        .collect();
    for uplift in book.all_uplifts() {
        let why = if !ours.contains(&uplift) {
            format!(
                "is for {} placements{}",
                uplift.applies_to.words(),
                uplift
                    .scheme
                    .as_ref()
                    .map_or(String::new(), |scheme| format!(" of {scheme}"))
            )
        } else if uplift.effective_on <= base_date {
            format!(
                "is not after {}, the day the price is as of",
                base_date.long()
            )
        } else if uplift.effective_on > until {
            format!("comes after {}", until.long())
        } else {
            continue;
        };
        trace.record(|| {
            Entry::NotApplied(NotApplied {
                rule: "uplift",
                why: format!(
                    "The uplift of {}% from {} {why}.",
                    uplift.percent,
                    uplift.effective_on.long()
                ),
            })
        });
    }
}

pub(super) fn fact(table: &'static str, key: String, says: String) -> Entry {
    Entry::Fact(FactRead { table, key, says })
}

pub(super) fn step(rule: &'static str, says: String, amount: Option<Pence>) -> Entry {
    Entry::Step(Step {
        rule,
        clause: CLAUSE,
        says,
        amount,
    })
}
