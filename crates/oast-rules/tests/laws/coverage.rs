//! Every question on every day on which a term changes, and on the days beside it.
//!
//! No amounts are looked at: only that each question has one answer, with no gap between the first
//! day that has one and the last.

use std::collections::BTreeSet;

use oast_rules::contract::{Award, LightTouchContract, deadlines, scheme_clock};
use oast_rules::facts::{
    Absence, AbsenceKind, Category, EndReason, GivenBy, Notice, Placement, Route, Stay,
};
use oast_rules::money::means_test::{Means, SavingsCredit, means_test};
use oast_rules::placement::notice::{GivenNotice, notice_groups};
use oast_rules::placement::self_funder::{Finances, runway};
use oast_rules::placement::{CaseFile, away, payable};
use oast_rules::price::band::Bands;
use oast_rules::price::cost_model::{Staffing, cost_model_fee};
use oast_rules::price::{PriceBook, rate_on};
use oast_rules::privacy::{LastContact, retention};
use oast_rules::quality::{Caps, risk};
use oast_terms::{Contract, Silent, Terms};
use oast_units::{Date, Pence, Period, WeeklyRate};

use crate::arbitrary::{of, tendered, terms};

/// By this day every question has an answer.
const FRAMEWORK_START: Date = Date::of(2026, 4, 1);
/// The framework's scheme and this program's plans end before it.
const LAST: Date = Date::of(2040, 4, 1);

/// A question, and why it has no answer.
type Question = (String, Box<dyn Fn(Date) -> Result<(), String>>);

/// The days on which any term changes and those on which financial years begin, with those on
/// either side.
fn change_days(terms: &Terms) -> BTreeSet<Date> {
    let mut changes: BTreeSet<Date> = (2000..=2040).map(|year| Date::of(year, 4, 1)).collect();
    for view in terms.all() {
        for dated in &view.values {
            changes.extend([dated.period.from(), dated.period.to().next()]);
        }
    }
    changes
        .into_iter()
        .filter(|change| *change <= LAST)
        .flat_map(|change| [change.previous(), change, change.next()])
        .collect()
}

fn case(route: Route, started_on: Date) -> CaseFile {
    let placement = Placement {
        placement_id: of("PL1"),
        person_id: of("PE1"),
        home_id: of("H1"),
        category: Category::Residential,
        route,
        scheme: (route == Route::Framework).then(|| of(crate::arbitrary::SCHEME)),
        generation: Some(of("1")),
        stay: Stay::LongTerm,
        started_on,
        agreed_weekly: Some(WeeklyRate::pounds(800)),
        ended_on: None,
        end_reason: None,
        room_relet_on: None,
    };
    let mut case = CaseFile::new(placement);
    case.assessments.push(oast_rules::facts::Assessment {
        placement_id: of("PL1"),
        reference: of("CC1"),
        version: of("1"),
        weekly: WeeklyRate::pounds(1_400),
        valid_from: started_on,
        file_sha256: None,
    });
    case.absences
        .extend(AbsenceKind::ALL.iter().map(|kind| Absence {
            placement_id: of("PL1"),
            kind: *kind,
            from: started_on,
            to: Some(started_on + 60),
        }));
    case.notices.push(Notice {
        placement_id: of("PL1"),
        given_by: GivenBy::Council,
        given_on: started_on,
        reason: None,
    });
    case
}

fn ask<T, E: ToString>(answer: Result<T, E>) -> Result<(), String> {
    answer.map(drop).map_err(|why| why.to_string())
}

fn question(
    name: impl Into<String>,
    ask: impl Fn(Date) -> Result<(), String> + 'static,
) -> Question {
    (name.into(), Box::new(ask))
}

/// Questions about placements, by route.
fn of_routes() -> Vec<Question> {
    let mut questions = Vec::new();
    for &route in Route::ALL {
        let contract = terms().contract_for(None, route.code());
        questions.push(question(format!("rate {route}"), move |day| {
            ask(rate_on(
                &case(route, day),
                &PriceBook::new(&tendered(), &[]),
                day,
                &mut Silent,
            ))
        }));
        for &reason in EndReason::ALL {
            questions.push(question(format!("payable {route} {reason}"), move |day| {
                let mut case = case(route, day);
                (case.placement.ended_on, case.placement.end_reason) = (Some(day), Some(reason));
                ask(payable(&case, &contract.payment, &mut Silent))
            }));
        }
        questions.push(question(format!("away {route}"), move |day| {
            let case = case(route, day);
            ask(away(
                &case.absences,
                Period::since(day),
                &contract.payment,
                &mut Silent,
            ))
        }));
        questions.push(question(format!("notice {route}"), move |day| {
            notice(contract, day)
        }));
    }
    questions
}

fn notice(contract: &Contract, day: Date) -> Result<(), String> {
    let notices = ["PL1", "PL2"].map(|placement| Notice {
        placement_id: of(placement),
        given_by: GivenBy::Provider,
        given_on: day,
        reason: None,
    });
    let (home, provider) = (of("H1"), of("PR1"));
    let given = notices.each_ref().map(|notice| GivenNotice {
        notice,
        home: &home,
        provider: &provider,
        ended_on: None,
        terms: &contract.notice,
    });
    ask(notice_groups(&given, &[], &mut Silent))
}

/// Questions about prices and money.
fn of_money() -> Vec<Question> {
    let framework = terms().contract_for(None, "framework");
    let england = &terms().england;
    let fee = WeeklyRate::pounds(880);
    let means = Means {
        savings: Pence::pounds(20_000),
        home: None,
        income: WeeklyRate::pounds(240),
        pension_shared: WeeklyRate::ZERO,
        disregarded: WeeklyRate::ZERO,
        savings_credit: SavingsCredit::IncomeTooHigh,
        partner: true,
    };
    let finances = move |as_of| Finances {
        capital: Pence::pounds(60_000),
        income: WeeklyRate::pounds(240),
        fee,
        spending: None,
        as_of,
    };
    let cost_model = terms()
        .contract_for(None, "cost_model")
        .cost_model
        .as_ref()
        .expect("a model");
    vec![
        question("nursing rate", |day| {
            ask(england.nursing.standard_rate.dated_on(day))
        }),
        question("bands", |day| {
            ask(Bands::on(
                framework.bands.as_ref().ok_or("no bands")?,
                day,
                &mut Silent,
            ))
        }),
        question("cost model", move |day| {
            ask(cost_model_fee(
                &Staffing::default(),
                day,
                cost_model,
                &mut Silent,
            ))
        }),
        question("means test", move |day| {
            ask(means_test(&means, fee, day, &england.charging, &mut Silent))
        }),
        question("self-funder", move |day| {
            let review = framework.review.as_ref().ok_or("no review terms")?;
            ask(runway(
                &finances(day),
                &england.charging,
                review,
                &mut Silent,
            ))
        }),
    ]
}

/// Questions about schemes and quality.
fn of_schemes() -> Vec<Question> {
    let procurement = &terms().england.procurement;
    let matrix = &terms().authority.risk_matrix;
    vec![
        question("clock", |day| {
            let award = Award {
                on: day,
                single_supplier: true,
            };
            ask(scheme_clock(&[award, award], day, procurement, &mut Silent))
        }),
        question("publication", |day| {
            let contract = LightTouchContract {
                entered_on: day,
                value: Pence::pounds(6_000_000),
                ended_on: Some(day),
            };
            ask(deadlines(&contract, procurement, &mut Silent))
        }),
        question("retention", |day| {
            let contact = |died| LastContact {
                ended_on: day,
                died,
                paid_for: Some(day),
            };
            let schedule = &terms().england.retention;
            ask(retention(&contact(true), day, schedule, &mut Silent)).and(ask(retention(
                &contact(false),
                day,
                schedule,
                &mut Silent,
            )))
        }),
        question("risk", |day| {
            ask(risk(
                &[None; 10],
                Caps::default(),
                None,
                day,
                matrix,
                &mut Silent,
            ))
        }),
    ]
}

#[test]
fn every_question_has_one_answer_from_its_first_day_on() {
    let days = change_days(terms());
    assert!(days.len() > 100, "only {} days", days.len());
    let mut problems = Vec::new();
    for (name, ask) in of_routes()
        .into_iter()
        .chain(of_money())
        .chain(of_schemes())
    {
        let mut answered = None;
        for &day in &days {
            match (ask(day), answered) {
                (Ok(()), _) => answered = answered.or(Some(day)),
                (Err(why), Some(first)) => {
                    problems.push(format!(
                        "{name}: answered from {first}, but not on {day}: {why}"
                    ));
                }
                (Err(why), None) if day >= FRAMEWORK_START => {
                    problems.push(format!("{name}: never answered by {day}: {why}"));
                }
                (Err(_), None) => {}
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_term_has_exactly_one_value_on_each_day_it_is_known() {
    let days = change_days(terms());
    for view in terms().all() {
        let (Some(first), Some(last)) = (view.values.first(), view.values.last()) else {
            panic!("{} has no value", view.name);
        };
        let known = Period::between(first.period.from(), last.period.to()).unwrap();
        for &day in &days {
            let holding = view
                .values
                .iter()
                .filter(|dated| dated.period.contains(day))
                .count();
            assert_eq!(
                holding,
                usize::from(known.contains(day)),
                "{} on {day}",
                view.name
            );
        }
    }
}
