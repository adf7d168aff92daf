//! What the pages of uplifts are shown with when they are looked at by themselves.

use oast_office::uplift::{
    BackDated, HomeEffect, Outlier, OutlierKind, Outliers, PlacementEffect, UpliftEffect,
    UpliftPlan,
};
use oast_rules::facts::{AppliesTo, Category};
use oast_units::{Date, Invalid, Pence, WeeklyRate};

/// An effect with something of everything.
pub(super) fn effect() -> Result<UpliftEffect, Invalid> {
    let plan = UpliftPlan {
        applies_to: AppliesTo::Legacy,
        scheme: None,
        effective_on: Date::of(2026, 4, 1),
        percent: "2.8".parse()?,
        decision: "Key decision 26/00045".parse()?,
    };
    let placement = |id: &str, before: i64, after: i64| {
        let (before, after) = (Pence::new(before), Pence::new(after));
        Ok(PlacementEffect {
            placement_id: id.parse()?,
            home_id: "H0001".parse()?,
            category: Category::Nursing,
            before: WeeklyRate::new(before),
            after: WeeklyRate::new(after),
            difference: after - before,
            counts: true,
            back_dated: Pence::new(14_080),
            note: Some(
                "£1,233.60 a week is above the band for nursing, which ends at £1,200.00."
                    .to_owned(),
            ),
        })
    };
    Ok(UpliftEffect {
        on: plan.effective_on,
        plan,
        homes: vec![HomeEffect {
            home_id: "H0001".parse()?,
            name: "Orchard House".to_owned(),
            placements: 2,
            weekly_before: Pence::new(208_000),
            weekly_after: Pence::new(213_824),
            difference: Pence::new(5_824),
            back_dated: Pence::new(28_160),
        }],
        placements: vec![
            placement("PL0000001-1", 88_000, 90_464)?,
            placement("PL0000002-1", 120_000, 123_360)?,
        ],
        counted: 2,
        weekly_before: Pence::new(208_000),
        weekly_after: Pence::new(213_824),
        weekly_difference: Pence::new(5_824),
        annual_difference: Pence::new(302_848),
        back_dated: BackDated {
            paid_until: Some(Date::of(2026, 5, 24)),
            placements: 2,
            to_homes: Pence::new(28_160),
            billed: Pence::new(1_200),
        },
        outliers: vec![Outliers {
            kind: OutlierKind::AboveBand,
            placements: 1,
            told: vec![Outlier {
                placement_id: "PL0000002-1".parse()?,
                home_id: "H0001".parse()?,
                says: "£1,233.60 a week is above the band for nursing, which ends at £1,200.00."
                    .to_owned(),
            }],
        }],
        not_affected: vec![("on another route: framework".to_owned(), 2_104)],
        problems: vec!["placement PL0000009-1: no price is recorded".to_owned()],
        findings: vec!["An uplift of 2.8% is more than last year's.".to_owned()],
    })
}

/// The same where nothing changes.
pub(super) fn nothing() -> Result<UpliftEffect, Invalid> {
    Ok(UpliftEffect {
        homes: Vec::new(),
        placements: Vec::new(),
        counted: 0,
        weekly_before: Pence::ZERO,
        weekly_after: Pence::ZERO,
        weekly_difference: Pence::ZERO,
        annual_difference: Pence::ZERO,
        back_dated: BackDated::default(),
        outliers: Vec::new(),
        problems: Vec::new(),
        findings: Vec::new(),
        ..effect()?
    })
}
