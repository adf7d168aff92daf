//! Random case files with the prices and uplifts they need.

use std::fmt::Debug;
use std::str::FromStr;
use std::sync::OnceLock;

use oast_rules::facts::{
    Absence, AbsenceKind, AppliesTo, Assessment, Category, CategoryChange, Collector, Contribution,
    EndReason, GivenBy, Notice, OneOff, OneToOne, Payer, Placement, Price, Route, Stay, Uplift,
};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_terms::Terms;
use oast_units::{Date, Hours, Pence, Percent, Period, WeeklyRate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const SCHEME: &str = "oprn-framework-2026";

/// A value of a text that is right.
pub(crate) fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a text that is right")
}

pub(crate) fn terms() -> &'static Terms {
    static TERMS: OnceLock<Terms> = OnceLock::new();
    TERMS.get_or_init(|| Terms::bundled("kent").expect("the bundled terms are right"))
}

/// Two years and a half of days.
pub(crate) fn day() -> impl Strategy<Value = Date> {
    (0..900).prop_map(|days| Date::of(2025, 1, 1) + days)
}

pub(crate) fn span() -> impl Strategy<Value = Period> {
    (day(), 0..500).prop_map(|(from, days)| Period::between(from, from + days).expect("in order"))
}

fn weekly() -> impl Strategy<Value = WeeklyRate> {
    (0i64..160_000).prop_map(|pence| WeeklyRate::new(Pence::new(pence)))
}

pub(crate) fn placement() -> impl Strategy<Value = Placement> {
    let end = (0i32..400, select(EndReason::ALL), option::of(-30i32..60));
    (
        day(),
        select(Route::ALL),
        select(Category::ALL),
        weekly(),
        option::of(end),
    )
        .prop_map(|(started_on, route, category, agreed, end)| Placement {
            placement_id: of("PL1"),
            person_id: of("PE1"),
            home_id: of("H1"),
            category,
            route,
            scheme: (route == Route::Framework).then(|| of(SCHEME)),
            generation: None,
            stay: Stay::LongTerm,
            started_on,
            agreed_weekly: Some(agreed),
            ended_on: end.map(|(days, ..)| started_on + days),
            end_reason: end.map(|(_, reason, _)| reason),
            room_relet_on: end.and_then(|(days, _, relet)| Some(started_on + days + relet?)),
        })
}

/// Absences that are often close together: touching, overlapping, or a day or two apart.
pub(crate) fn absences() -> impl Strategy<Value = Vec<Absence>> {
    let one = (
        select(AbsenceKind::ALL),
        prop_oneof![-3i32..4, -20i32..200],
        option::weighted(0.9, prop_oneof![38i32..46, 0i32..90]),
    );
    (day(), vec(one, 0..6)).prop_map(|(first, rows)| {
        let mut from = first;
        let mut absence = |(kind, gap, length): (AbsenceKind, i32, Option<i32>)| {
            from = from + gap;
            let to = length.map(|days| from + days);
            let absence = Absence {
                placement_id: of("PL1"),
                kind,
                from,
                to,
            };
            from = to.unwrap_or(from).next();
            absence
        };
        rows.into_iter().map(&mut absence).collect()
    })
}

/// Contributions of which no two by the same payer overlap.
fn contributions() -> impl Strategy<Value = Vec<Contribution>> {
    let one = (option::of(weekly()), any::<bool>(), 1i32..200, 0i32..100);
    vec((select(Payer::ALL), day(), vec(one, 1..4)), 0..5).prop_map(|payers| {
        let mut rows: Vec<Contribution> = Vec::new();
        for (payer, first, runs) in payers {
            if rows.iter().any(|row| row.payer == payer) {
                continue;
            }
            let mut from = first;
            for (weekly, home, length, gap) in runs {
                rows.push(Contribution {
                    placement_id: of("PL1"),
                    payer,
                    collector: Some(collector(payer, home)),
                    weekly,
                    from,
                    to: Some(from + (length - 1)),
                });
                from = from + (length + gap);
            }
        }
        rows.sort_by_key(|row| (row.from, row.payer));
        rows
    })
}

fn collector(payer: Payer, home: bool) -> Collector {
    match (payer, home) {
        (Payer::Person | Payer::ThirdParty, true) => Collector::Home,
        (Payer::NhsNursing, true) => Collector::Direct,
        _ => Collector::Council,
    }
}

fn one_to_one() -> impl Strategy<Value = Vec<OneToOne>> {
    let one = (1i64..4_000, option::of(1_000i64..3_000), day(), 0i32..200);
    vec(one, 0..3).prop_map(|rows| {
        let hours = |(hours, hourly, from, days): (i64, Option<i64>, Date, i32)| OneToOne {
            placement_id: of("PL1"),
            hours_per_week: Hours::from_hundredths(hours),
            hourly_rate: hourly.map(Pence::new),
            from,
            to: from + days,
            reason: of("falls"),
        };
        rows.into_iter().map(hours).collect()
    })
}

fn changes() -> impl Strategy<Value = Vec<(Category, i32, WeeklyRate)>> {
    vec((select(Category::ALL), 1i32..300, weekly()), 0..3)
}

type Dated = (Vec<(Date, bool)>, Vec<(Date, i64)>, Vec<(i32, WeeklyRate)>);

/// Notices, single costs and later assessments.
fn dated() -> impl Strategy<Value = Dated> {
    (
        vec((day(), any::<bool>()), 0..3),
        vec((day(), 1i64..100_000), 0..3),
        vec((1i32..400, weekly()), 0..3),
    )
}

pub(crate) fn case_file() -> impl Strategy<Value = CaseFile> {
    (
        placement(),
        absences(),
        contributions(),
        one_to_one(),
        changes(),
        dated(),
    )
        .prop_map(
            |(placement, absences, contributions, one_to_one, changes, dated)| {
                let started = placement.started_on;
                let (notices, one_offs, assessments) = dated;
                let mut case = CaseFile::new(placement);
                case.absences = absences;
                case.contributions = contributions;
                case.one_to_one = one_to_one;
                case.category_changes = in_turn(started, changes);
                case.assessments = assessed(started, assessments);
                case.notices = notices.into_iter().map(notice).collect();
                case.one_offs = one_offs.into_iter().map(one_off).collect();
                case
            },
        )
}

fn notice((given_on, provider): (Date, bool)) -> Notice {
    Notice {
        placement_id: of("PL1"),
        given_by: if provider {
            GivenBy::Provider
        } else {
            GivenBy::Council
        },
        given_on,
        reason: None,
    }
}

fn one_off((on, pence): (Date, i64)) -> OneOff {
    OneOff {
        placement_id: of("PL1"),
        amount: Pence::new(pence),
        on,
        reason: None,
    }
}

/// Changes one after another.
fn in_turn(started: Date, changes: Vec<(Category, i32, WeeklyRate)>) -> Vec<CategoryChange> {
    let mut from = started;
    let mut one = |(category, days, agreed)| {
        from = from + days;
        CategoryChange {
            placement_id: of("PL1"),
            category,
            from,
            agreed_weekly: Some(agreed),
        }
    };
    changes.into_iter().map(&mut one).collect()
}

/// Assessments of which the first holds from the start.
fn assessed(started: Date, later: Vec<(i32, WeeklyRate)>) -> Vec<Assessment> {
    let first = (0, WeeklyRate::pounds(1_400));
    let mut rows: Vec<Assessment> = std::iter::once(first)
        .chain(later)
        .map(|(days, weekly)| Assessment {
            placement_id: of("PL1"),
            reference: of("CC1"),
            version: of("1"),
            weekly,
            valid_from: started + days,
            file_sha256: None,
        })
        .collect();
    rows.sort_by_key(|row| row.valid_from);
    rows
}

/// Prices of two generations for every category that is tendered, and some uplifts of every kind.
pub(crate) fn price_book() -> impl Strategy<Value = PriceBook> {
    let uplift = (
        select(AppliesTo::ALL),
        any::<bool>(),
        day(),
        -300_000i64..1_000_000,
    );
    vec(uplift, 0..8).prop_map(|uplifts| {
        let uplifts: Vec<Uplift> = uplifts
            .into_iter()
            .map(|(applies_to, ours, effective_on, percent)| Uplift {
                scheme: ours.then(|| of(SCHEME)),
                applies_to,
                effective_on,
                percent: percent_of(percent),
                decision: None,
            })
            .collect();
        PriceBook::new(&tendered(), &uplifts)
    })
}

/// So many hundred-thousandths of one per cent.
fn percent_of(parts: i64) -> Percent {
    let sign = if parts < 0 { "-" } else { "" };
    of(&format!(
        "{sign}{}.{:05}",
        parts.abs() / 100_000,
        parts.abs() % 100_000
    ))
}

pub(crate) fn tendered() -> Vec<Price> {
    let generations = [
        ("1", Date::of(2024, 4, 1), 0),
        ("2", Date::of(2026, 4, 1), 15),
    ];
    let mut prices = Vec::new();
    for (generation, base_date, more) in generations {
        for (category, pounds) in Category::ALL.iter().zip([800, 1_000, 1_060, 1_160]) {
            prices.push(Price {
                scheme: of(SCHEME),
                generation: of(generation),
                home_id: of("H1"),
                category: *category,
                weekly_price: WeeklyRate::pounds(pounds + more),
                base_date,
            });
        }
    }
    prices
}
