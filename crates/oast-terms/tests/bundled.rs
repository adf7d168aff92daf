//! The terms that the program carries: that they load, that each day has one answer, and what they
//! say, so that a change of any of them shows in a review.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use oast_terms::{
    DirSource, EmbeddedSource, FindError, NursingInPrice, Silent, Source as _, TermView, Terms,
    TermsError, YesOrNo,
};
use oast_units::{Date, Percent, WeeklyRate};

fn kent() -> Terms {
    Terms::bundled("kent").unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[TermsError]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn they_load_with_every_contract() {
    let terms = kent();
    let names: Vec<&str> = terms.contracts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "block",
            "ldpdmh-dps-2019",
            "oprn-dps-2016",
            "oprn-framework-2026",
            "spot"
        ]
    );
    let framework = terms.contract("oprn-framework-2026").unwrap();
    assert!(framework.bands.is_some() && framework.generations.is_some());
    assert!(framework.prices.is_none() && framework.cost_model.is_none());
}

#[test]
fn an_authority_without_a_folder_is_refused() {
    assert_eq!(
        lines(&Terms::bundled("kemt").unwrap_err()),
        "kemt: no authority has a terms folder of this name; did you mean 'kent'?"
    );
    for name in ["england", "", "kent/spot"] {
        assert!(Terms::bundled(name).is_err(), "{name}");
    }
}

/// On the day of every change of a term, the day before and the day after, exactly one of its
/// values holds, as long as the day lies in the time for which the term is known at all.
#[test]
fn every_day_of_change_has_exactly_one_value() {
    for term in kent().all() {
        let first = term.values.first().unwrap().period.from();
        let last = term.values.last().unwrap().period.to();
        for day in days_of_change(&term) {
            let holding = term
                .values
                .iter()
                .filter(|dated| dated.period.contains(day));
            let expected = usize::from(first <= day && day <= last);
            assert_eq!(holding.count(), expected, "{} on {day}", term.name);
        }
    }
}

fn days_of_change(term: &TermView) -> BTreeSet<Date> {
    let ends = term
        .values
        .iter()
        .flat_map(|dated| [dated.period.from(), dated.period.to()]);
    ends.flat_map(|day| [day.previous(), day, day.next()])
        .collect()
}

#[test]
fn every_term_says_what_it_means_and_where_it_is_from() {
    let terms: Vec<TermView> = kent().all().collect();
    let names: BTreeSet<&str> = terms.iter().map(|term| &*term.name).collect();
    assert_eq!(names.len(), terms.len(), "two terms have one name");
    for term in &terms {
        let meaning = term.meaning;
        assert!(
            meaning.ends_with('.') && !meaning.contains("  "),
            "{}: {meaning}",
            term.name
        );
        for dated in &term.values {
            let file = dated.origin.file.strip_suffix(".toml").unwrap();
            assert!(term.name.starts_with(file), "{} in {file}", term.name);
            assert!(dated.origin.line > 0 && !dated.origin.cite.is_empty());
        }
    }
}

/// Every term, its values and how far they can be relied on.
#[test]
fn the_whole_list() {
    let mut list = String::new();
    for term in kent().all() {
        writeln!(list, "{} ({})", term.name, term.unit.name()).unwrap();
        for dated in &term.values {
            let (from, to) = (dated.period.from(), dated.period.to());
            let to = if to == Date::MAX {
                "          ".to_owned()
            } else {
                to.to_string()
            };
            writeln!(
                list,
                "  {from} {to} {:9} {}",
                dated.origin.status, dated.value
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("terms", list);
}

#[test]
fn a_placement_is_governed_by_its_scheme_or_else_by_its_route() {
    let terms = kent();
    let governing = |scheme, route| &*terms.contract_for(scheme, route).name;
    assert_eq!(
        governing(Some("oprn-dps-2016"), "framework"),
        "oprn-dps-2016"
    );
    assert_eq!(
        governing(Some("another"), "framework"),
        "oprn-framework-2026"
    );
    for (route, contract) in [
        ("framework", "oprn-framework-2026"),
        ("dps", "oprn-dps-2016"),
        ("legacy", "oprn-dps-2016"),
        ("spot", "spot"),
        ("cost_model", "ldpdmh-dps-2019"),
        ("complex", "oprn-framework-2026"),
        ("block", "block"),
        ("a route that is not known", "spot"),
    ] {
        assert_eq!(governing(None, route), contract, "{route}");
    }
}

/// What a placement is paid by must have an answer for the oldest one that may still go on.
#[test]
fn every_contract_says_how_a_placement_of_2000_is_paid() {
    let terms = kent();
    let oldest = Date::of(2000, 4, 1);
    for contract in terms.contracts.values() {
        let (payment, notice) = (&contract.payment, &contract.notice);
        let read = &mut Silent;
        assert_eq!(payment.after_death_days.on(oldest, read).unwrap().get(), 3);
        assert_eq!(
            payment.council_notice_days.on(oldest, read).unwrap().get(),
            28
        );
        assert_eq!(
            payment.hospital_full_days.on(oldest, read).unwrap().get(),
            42
        );
        assert_eq!(
            payment.hospital_retainer_percent.on(oldest, read),
            Ok(&Percent::whole(80))
        );
        assert_eq!(payment.holiday_days.on(oldest, read).unwrap().get(), 28);
        assert_eq!(
            payment.nursing_contribution_in_price.on(oldest, read),
            Ok(&NursingInPrice::Net)
        );
        assert_eq!(
            notice.single_notice_days.on(oldest, read).unwrap().get(),
            28
        );
        assert_eq!(
            notice.multiple_notice_days.on(oldest, read).unwrap().get(),
            91
        );
        assert_eq!(notice.grouping_days.on(oldest, read).unwrap().get(), 28);
        assert_eq!(notice.multiple_threshold.on(oldest, read).unwrap().get(), 2);
    }
}

#[test]
fn the_bands_leave_gaps_between_the_categories() {
    let terms = kent();
    let contract = terms.contract_for(None, "framework");
    let bands = contract.bands.as_ref().unwrap();
    let start = Date::of(2026, 4, 1);
    let upper = bands.residential_upper.on(start, &mut Silent).unwrap();
    let lower = bands.residential_high_lower.on(start, &mut Silent).unwrap();
    assert_eq!(
        (*upper, *lower),
        (WeeklyRate::pounds(880), WeeklyRate::pounds(950))
    );
    assert!(
        bands
            .nursing_upper
            .on(start.previous(), &mut Silent)
            .is_err()
    );
    let uplifts = contract.uplifts.as_ref().unwrap();
    assert_eq!(
        uplifts.reprices_older_placements.on(start, &mut Silent),
        Ok(&YesOrNo::No)
    );
}

#[test]
fn bank_holidays_are_eight_working_days_of_their_year() {
    for year in &kent().england.bank_holidays.bank_holidays.values {
        let days = year.value.as_slice();
        assert_eq!(days.len(), 8, "{}", year.period);
        for day in days {
            assert!(year.period.contains(*day), "{day}");
            assert!(weekday_from_monday(*day) < 5, "{day} is at a weekend");
        }
        // Good Friday and Easter Monday.
        let easter = days[2] - days[1];
        assert_eq!(
            (weekday_from_monday(days[1]), easter),
            (4, 3),
            "{}",
            year.period
        );
    }
}

/// The first of January 1970 was a Thursday.
fn weekday_from_monday(day: Date) -> i32 {
    (day.day_number() + 3).rem_euclid(7)
}

#[test]
fn allowances_begin_on_the_first_monday_on_or_after_6_april() {
    let terms = kent();
    let charging = &terms.england.charging;
    for term in [
        &charging.personal_expenses_allowance,
        &charging.savings_credit_disregard_single,
        &charging.savings_credit_disregard_couple,
    ] {
        for dated in &term.values[1..] {
            let (_, month, day) = dated.period.from().ymd();
            assert_eq!(weekday_from_monday(dated.period.from()), 0);
            assert!(month == 4 && (6..=12).contains(&day), "{}", dated.period);
        }
    }
}

#[test]
fn the_day_from_which_oast_pays_begins_a_pay_period() {
    let calendar = &kent().authority.pay_calendar;
    let anchor = calendar.anchor.values[0].value;
    let opening = calendar.opening_date.values[0].value;
    let length = calendar.length_days.values[0].value.get();
    assert_eq!((opening - anchor) % length, 0);
}

#[test]
fn a_term_is_found_by_its_name_or_by_an_end_that_no_other_has() {
    let terms = kent();
    let found = |name| terms.find(name).map(|term| term.name.to_string());
    let full = "kent/oprn-framework-2026/payment.hospital_full_days";
    assert_eq!(found(full).unwrap(), full);
    assert_eq!(
        found("oprn-framework-2026/payment.hospital_full_days").unwrap(),
        full
    );
    assert_eq!(
        found("upper_capital_limit").unwrap(),
        "england/charging.upper_capital_limit"
    );
    assert!(matches!(
        terms.find("hospital_full_days"),
        Err(FindError::Ambiguous { matches, .. }) if matches.len() == 5
    ));
    assert!(matches!(
        terms.find("full_days"),
        Err(FindError::Unknown { nearest, .. }) if nearest.is_empty()
    ));
}

#[test]
fn what_is_not_found_is_answered_with_what_is_near() {
    let terms = kent();
    insta::assert_snapshot!(terms.find("spinal_stepp").unwrap_err(), @r"
    there is no term 'spinal_stepp'; the nearest are:
      kent/oprn-framework-2026/bands.spinal_step
    ");
    insta::assert_snapshot!(terms.find("prices.guide_nursng").unwrap_err(), @r"
    there is no term 'prices.guide_nursng'; the nearest are:
      kent/oprn-dps-2016/prices.guide_nursing
      kent/oprn-dps-2016/prices.guide_nursing_high
    ");
    insta::assert_snapshot!(terms.find("single_notice_days").unwrap_err(), @r"
    'single_notice_days' is the end of 5 terms; give more of the name:
      kent/block/notice.single_notice_days
      kent/ldpdmh-dps-2019/notice.single_notice_days
      kent/oprn-dps-2016/notice.single_notice_days
      kent/oprn-framework-2026/notice.single_notice_days
      kent/spot/notice.single_notice_days
    ");
    insta::assert_snapshot!(terms.find("weather").unwrap_err(), @"there is no term 'weather'");
}

#[test]
fn a_note_is_shown_with_its_term() {
    let term = kent().find("dps_last_change").unwrap();
    assert!(term.note.unwrap().contains("regulation 34"));
}

#[test]
fn the_program_carries_what_the_folder_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../terms");
    assert_eq!(Terms::load(&DirSource(folder), "kent"), Ok(kent()));
    let missing = DirSource("no/such/folder".into());
    assert!(Terms::load(&missing, "kent").is_err());
}

/// Nothing but its folder makes a council Kent: its terms under another name are another's.
#[test]
fn another_council_has_its_own_folder() {
    let mut files = EmbeddedSource.files().unwrap();
    for file in &mut files {
        if let Some(rest) = file.path.strip_prefix("kent/") {
            file.path = format!("west-kent/{rest}");
        }
    }
    let terms = Terms::load(&files, "west-kent").unwrap();
    assert_eq!(&*terms.authority.name, "west-kent");
    assert_eq!(terms.all().count(), kent().all().count());
    assert!(terms.all().all(|term| !term.name.starts_with("kent/")));
}
