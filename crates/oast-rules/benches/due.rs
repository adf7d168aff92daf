//! The hot functions of a pay run, for one placement at a time: `cargo bench -p oast-rules`.

use divan::{Bencher, black_box};
use oast_rules::facts::{
    Absence, AbsenceKind, AppliesTo, Category, Collector, Contribution, Payer, Placement, Price,
    Route, Stay, Uplift,
};
use oast_rules::money::{Sheet, due, pay_calendar};
use oast_rules::placement::CaseFile;
use oast_rules::price::{PriceBook, rate_steps};
use oast_terms::{Silent, Terms};
use oast_units::{Date, Period, WeeklyRate};

const SCHEME: &str = "oprn-framework-2026";

fn main() {
    divan::main();
}

/// A placement of the framework with a contribution and three uplifts, over thirteen pay periods.
#[divan::bench]
fn due_of_an_ordinary_placement(bencher: Bencher<'_, '_>) {
    bench_due(bencher, &case());
}

/// The same, with two stays in hospital, one of them past its full days.
#[divan::bench]
fn due_with_absences(bencher: Bencher<'_, '_>) {
    let mut case = case();
    case.absences = vec![
        absence(Date::of(2026, 5, 4), Date::of(2026, 5, 12)),
        absence(Date::of(2026, 8, 1), Date::of(2026, 10, 20)),
    ];
    bench_due(bencher, &case);
}

/// The weekly fee from the start to the end of the span, with three uplifts.
#[divan::bench]
fn rate_steps_of_a_framework_placement(bencher: Bencher<'_, '_>) {
    let (case, book) = (case(), book());
    let mut steps = Vec::with_capacity(8);
    bencher.bench_local(|| {
        steps.clear();
        rate_steps(
            black_box(&case),
            &book,
            span().to(),
            &mut Silent,
            &mut steps,
        )
    });
}

/// The pence of every line of a sheet that is filled already.
#[divan::bench]
fn lines_of_a_sheet(bencher: Bencher<'_, '_>) {
    let (book, terms) = (book(), terms());
    let mut sheet = sheet(&terms);
    due(&case(), &book, &terms, &mut sheet, &mut Silent).expect("the case has a price");
    bencher.bench_local(|| {
        black_box(&sheet)
            .lines()
            .map(|line| line.amount.get())
            .sum::<i64>()
    });
}

fn bench_due(bencher: Bencher<'_, '_>, case: &CaseFile) {
    let (book, terms) = (book(), terms());
    let mut sheet = sheet(&terms);
    bencher.bench_local(|| due(black_box(case), &book, &terms, &mut sheet, &mut Silent));
}

fn span() -> Period {
    Period::new(Date::of(2026, 3, 30), Date::of(2027, 3, 28)).expect("it ends after it begins")
}

fn terms() -> Terms {
    Terms::bundled("kent").expect("the bundled terms are right")
}

fn sheet(terms: &Terms) -> Sheet {
    let calendar = pay_calendar(terms, span().from()).expect("the calendar is in force");
    Sheet::new(calendar, span())
}

fn case() -> CaseFile {
    let mut case = CaseFile::new(Placement {
        placement_id: "PL0000001-1".parse().expect("an id"),
        person_id: "P0000001".parse().expect("an id"),
        home_id: "H0001".parse().expect("an id"),
        category: Category::Residential,
        route: Route::Framework,
        scheme: Some(SCHEME.parse().expect("an id")),
        generation: Some("1".parse().expect("a generation")),
        stay: Stay::LongTerm,
        started_on: Date::of(2025, 1, 6),
        agreed_weekly: None,
        ended_on: None,
        end_reason: None,
        room_relet_on: None,
    });
    case.contributions = vec![Contribution {
        placement_id: case.placement.placement_id.clone(),
        payer: Payer::Person,
        collector: Some(Collector::Council),
        weekly: Some(WeeklyRate::pounds(182)),
        from: Date::of(2025, 1, 6),
        to: None,
    }];
    case
}

fn absence(from: Date, to: Date) -> Absence {
    Absence {
        placement_id: "PL0000001-1".parse().expect("an id"),
        kind: AbsenceKind::Hospital,
        from,
        to: Some(to),
    }
}

fn book() -> PriceBook {
    let prices: Vec<Price> = (1..=200)
        .map(|home| Price {
            scheme: SCHEME.parse().expect("an id"),
            generation: "1".parse().expect("a generation"),
            home_id: format!("H{home:04}").parse().expect("an id"),
            category: Category::Residential,
            weekly_price: WeeklyRate::pounds(760),
            base_date: Date::of(2024, 4, 1),
        })
        .collect();
    let uplifts = [
        ("2025-04-07", "2.82307"),
        ("2026-04-06", "3.1"),
        ("2026-10-05", "1.25"),
    ];
    let uplifts: Vec<Uplift> = uplifts
        .iter()
        .map(|(on, percent)| Uplift {
            scheme: Some(SCHEME.parse().expect("an id")),
            applies_to: AppliesTo::Framework,
            effective_on: on.parse().expect("a date"),
            percent: percent.parse().expect("a percentage"),
            decision: None,
        })
        .collect();
    PriceBook::new(&prices, &uplifts)
}
