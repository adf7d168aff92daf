//! Laws of the smaller rules: notices, self-funders and the means test.

use oast_rules::facts::{GivenBy, Notice};
use oast_rules::money::means_test::{Means, SavingsCredit, means_test};
use oast_rules::placement::notice::{GivenNotice, NoticeGroup, notice_groups};
use oast_rules::placement::self_funder::{Depletion, Finances, runway};
use oast_terms::Silent;
use oast_units::{Date, HomeId, Pence, ProviderId, WeeklyRate};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arbitrary::{of, terms};

/// A notice on one of a few placements, in one of two homes.
fn notices() -> impl Strategy<Value = Vec<(Notice, HomeId)>> {
    vec((0u8..6, 0i32..120), 0..9).prop_map(|rows| {
        let notice = |(placement, days): (u8, i32)| {
            let notice = Notice {
                placement_id: of(&format!("PL{placement}")),
                given_by: GivenBy::Provider,
                given_on: Date::of(2026, 4, 1) + days,
                reason: None,
            };
            (notice, of(&format!("H{}", placement % 2)))
        };
        rows.into_iter().map(notice).collect()
    })
}

fn groups(notices: &[(Notice, HomeId)]) -> Vec<NoticeGroup> {
    let provider: ProviderId = of("PR1");
    let given: Vec<GivenNotice<'_>> = notices
        .iter()
        .map(|(notice, home)| GivenNotice {
            notice,
            home,
            provider: &provider,
            ended_on: None,
            terms: &terms().contract_for(None, "framework").notice,
        })
        .collect();
    notice_groups(&given, &[], &mut Silent).expect("terms for every day")
}

/// The length of the notice of a placement given on a day.
fn days_of(groups: &[NoticeGroup], notice: &Notice) -> Option<i32> {
    groups
        .iter()
        .flat_map(|group| &group.notices)
        .find(|each| each.placement == notice.placement_id && each.given_on == notice.given_on)
        .map(|each| each.days)
}

fn order(depletion: Depletion) -> Date {
    match depletion {
        Depletion::On(day) => day,
        Depletion::NotBy(_) | Depletion::Never => Date::MAX,
    }
}

fn finances() -> impl Strategy<Value = Finances> {
    (0i64..40_000_000, 0i64..200_000, 0i64..250_000, 0i32..1_000).prop_map(
        |(capital, income, fee, days)| Finances {
            capital: Pence::new(capital),
            income: WeeklyRate::new(Pence::new(income)),
            fee: WeeklyRate::new(Pence::new(fee)),
            spending: None,
            as_of: Date::of(2026, 1, 1) + days,
        },
    )
}

fn contribution(savings: i64, income: i64, fee: i64) -> (Pence, Pence) {
    let means = Means {
        savings: Pence::new(savings),
        home: None,
        income: WeeklyRate::new(Pence::new(income)),
        pension_shared: WeeklyRate::ZERO,
        disregarded: WeeklyRate::ZERO,
        savings_credit: SavingsCredit::None,
        partner: false,
    };
    let (fee, charging) = (WeeklyRate::new(Pence::new(fee)), &terms().england.charging);
    let found =
        means_test(&means, fee, Date::of(2026, 5, 1), charging, &mut Silent).expect("terms");
    (found.contribution.weekly(), found.tariff_income.weekly())
}

proptest! {
    #[test]
    fn notices_may_be_told_in_any_order(notices in notices()) {
        let mut turned = notices.clone();
        turned.reverse();
        prop_assert_eq!(groups(&notices), groups(&turned));
        let count: usize = groups(&notices).iter().map(|group| group.notices.len()).sum();
        prop_assert_eq!(count, notices.len());
    }

    /// Giving one more notice never shortens another.
    #[test]
    fn another_notice_only_lengthens(notices in notices()) {
        let Some(fewer) = notices.len().checked_sub(1).map(|last| &notices[..last]) else {
            return Ok(());
        };
        let (before, after) = (groups(fewer), groups(&notices));
        for (notice, _) in fewer {
            prop_assert!(days_of(&before, notice) <= days_of(&after, notice));
        }
    }

    #[test]
    fn a_higher_uplift_or_less_capital_brings_the_day_no_later(
        finances in finances(), less in 0i64..1_000_000,
    ) {
        let review = terms().contract_for(None, "framework").review.as_ref().unwrap();
        let charging = &terms().england.charging;
        let found = runway(&finances, charging, review, &mut Silent).unwrap();
        prop_assert!(order(found.earliest) <= order(found.expected));
        prop_assert!(order(found.expected) <= order(found.latest));
        let poorer = Finances { capital: finances.capital - Pence::new(less), ..finances };
        let sooner = runway(&poorer, charging, review, &mut Silent).unwrap();
        prop_assert!(order(sooner.expected) <= order(found.expected));
    }

    #[test]
    fn nobody_pays_more_than_the_fee_or_is_left_less_than_the_allowance(
        savings in 0i64..2_325_001, income in 0i64..200_000, fee in 0i64..200_000,
    ) {
        let (paid, tariff) = contribution(savings, income, fee);
        prop_assert!(Pence::ZERO <= paid && paid <= Pence::new(fee));
        let left = Pence::new(income) + tariff - paid;
        prop_assert!(paid.is_zero() || left >= Pence::new(3_180), "{left} is left");
    }

    #[test]
    fn more_capital_never_lowers_a_contribution(
        savings in 0i64..3_000_000, more in 0i64..1_000_000,
        income in 0i64..200_000, fee in 0i64..200_000,
    ) {
        let (less, _) = contribution(savings, income, fee);
        prop_assert!(less <= contribution(savings + more, income, fee).0);
    }
}
