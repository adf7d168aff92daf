//! What is due, for any case file.

use oast_rules::facts::{Element, Route};
use oast_rules::money::{DueLine, Flow, Sheet, due, pay_calendar};
use oast_rules::placement::{Away, CaseFile, away, payable};
use oast_rules::price::{PriceBook, rate_on};
use oast_terms::{Recorder, Silent};
use oast_units::{Date, Exact, Pence, Period, Rounding};
use proptest::prelude::*;

use crate::arbitrary::{case_file, price_book, span, terms};

pub(crate) fn sheet(span: Period) -> Sheet {
    let calendar = pay_calendar(terms(), span.from()).expect("the pay calendar is known");
    Sheet::new(calendar, span)
}

pub(crate) fn lines(case: &CaseFile, book: &PriceBook, span: Period) -> Vec<DueLine> {
    let mut sheet = sheet(span);
    due(case, book, terms(), &mut sheet, &mut Silent).expect("everything is priced");
    sheet.lines().collect()
}

/// The care fee of a pay period, added up day by day, and its days.
fn care_fee_by_days(
    case: &CaseFile,
    book: &PriceBook,
    period: Period,
    until: Date,
) -> (Pence, i32) {
    let scheme = case
        .placement
        .scheme
        .as_ref()
        .map(oast_units::SchemeId::as_str);
    let contract = terms().contract_for(scheme, case.placement.route.code());
    let days = payable(case, &contract.payment, &mut Silent).expect("terms");
    let away = days
        .presence
        .and_then(|presence| presence.intersect(Period::between(Date::MIN, until)?))
        .map(|presence| away(&case.absences, presence, &contract.payment, &mut Silent))
        .map_or(Vec::new(), |away: Result<Vec<Away>, _>| {
            away.expect("terms")
        });
    let (mut sum, mut count) = (Exact::ZERO, 0);
    let mut day = period.from();
    while day <= period.to() {
        if days.care_fee.is_some_and(|fee| fee.contains(day)) {
            count += 1;
            let weekly = rate_on(case, book, day, &mut Silent).expect("a rate");
            let piece = away.iter().find(|piece| piece.period.contains(day));
            sum += match piece.and_then(|piece| piece.retainer) {
                Some(percent) => Exact::days_at(weekly, percent, 1),
                None => Exact::days(weekly, 1),
            };
        }
        day = day.next();
    }
    (sum.round(Rounding::HalfAwayFromZero), count)
}

/// The sum of the lines of an element that fall in a pay period.
fn of_element(lines: &[DueLine], element: Element, period: Period) -> Pence {
    let matching = lines
        .iter()
        .filter(|line| line.flow.element() == element && line.period == period);
    matching.map(|line| line.amount).sum()
}

proptest! {
    /// Pay periods are rounded each on its own, so that a span may be cut between any two.
    #[test]
    fn cut_between_pay_periods_the_parts_are_the_whole(
        case in case_file(), book in price_book(), span in span(), cut in 0usize..20,
    ) {
        let whole = lines(&case, &book, span);
        let periods: Vec<Period> = sheet(span).periods().to_vec();
        let middle = periods[cut % periods.len()].to();
        let mut parts = lines(&case, &book, Period::between(span.from(), middle).unwrap());
        if let Some(rest) = Period::between(middle.next(), span.to()) {
            parts.extend(lines(&case, &book, rest));
        }
        parts.sort_by_key(|line| (line.flow, line.period));
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn nothing_due_is_below_nothing(case in case_file(), book in price_book(), span in span()) {
        for line in lines(&case, &book, span) {
            prop_assert!(line.amount > Pence::ZERO && line.days > 0, "{:?}", line);
            prop_assert!(line.days <= line.period.days() * 3, "{:?}", line);
        }
    }

    #[test]
    fn the_care_fee_is_the_sum_of_its_days(
        case in case_file(), book in price_book(), span in span(),
    ) {
        let lines = lines(&case, &book, span);
        for period in sheet(span).periods() {
            let (amount, days) = care_fee_by_days(&case, &book, *period, span.to());
            prop_assert_eq!(of_element(&lines, Element::CareFee, *period), amount);
            let ours = |line: &&DueLine| line.flow == Flow::CareFee && line.period == *period;
            let counted = lines.iter().find(ours).map(|line| line.days);
            prop_assert_eq!(counted, (!amount.is_zero()).then_some(days));
        }
    }

    #[test]
    fn a_person_never_pays_more_than_the_care_fee(
        case in case_file(), book in price_book(), span in span(),
    ) {
        let lines = lines(&case, &book, span);
        for period in sheet(span).periods() {
            let paid = of_element(&lines, Element::Contribution, *period);
            prop_assert!(paid <= of_element(&lines, Element::CareFee, *period));
        }
    }

    #[test]
    fn a_block_bed_costs_nothing_unless_it_is_complex(
        case in case_file(), book in price_book(), span in span(),
    ) {
        let mut case = case;
        case.placement.route = Route::Block;
        let complex = oast_rules::facts::Category::Complex;
        case.category_changes.retain(|change| change.category != complex);
        if case.placement.category != complex {
            let lines = lines(&case, &book, span);
            prop_assert!(!lines.iter().any(|line| line.flow == Flow::CareFee));
        }
    }

    /// The same facts give the same lines: on a sheet that was used before, and explained.
    #[test]
    fn an_answer_can_be_replayed(
        first in case_file(), second in case_file(), book in price_book(), span in span(),
    ) {
        let fresh = lines(&second, &book, span);
        let mut used = sheet(span);
        due(&first, &book, terms(), &mut used, &mut Silent).unwrap();
        due(&second, &book, terms(), &mut used, &mut Silent).unwrap();
        prop_assert_eq!(&fresh, &used.lines().collect::<Vec<_>>());
        let mut trace = Recorder::default();
        due(&second, &book, terms(), &mut used, &mut trace).unwrap();
        prop_assert_eq!(&fresh, &used.lines().collect::<Vec<_>>());
        let mut again = Recorder::default();
        due(&second, &book, terms(), &mut used, &mut again).unwrap();
        prop_assert_eq!(trace, again);
    }
}
