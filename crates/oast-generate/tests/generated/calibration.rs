//! The generated county costs what was published, at any size.

use crate::support::Generated;
use oast_generate::{Calibrated, DEFAULT_PLACEMENTS, DEFAULT_SEED};
use oast_rules::facts::Category;
use oast_units::Pence;

/// Half of one per cent, in hundredths of a per cent.
const NEAR: i64 = 50;

fn check_size(placements: u64) {
    let summary = Generated::new(DEFAULT_SEED, placements).summary;
    assert_eq!(summary.priced_placements(), placements);
    for calibrated in &summary.calibration {
        let off = calibrated.off_by_hundredths();
        assert!(
            off.abs() <= NEAR,
            "{placements}: {calibrated:?} is off by {off}"
        );
    }
    let share = summary.in_framework_homes * 1_000 / placements;
    assert!(
        (680..=720).contains(&share),
        "{placements}: {share} in 1,000 are on the framework"
    );
}

#[test]
fn the_county_s_own_size_costs_what_was_published() {
    check_size(DEFAULT_PLACEMENTS);
}

#[test]
fn a_small_county_costs_its_share() {
    check_size(500);
}

#[test]
fn a_large_county_costs_its_share() {
    check_size(20_000);
}

#[test]
fn the_published_figures_are_met_to_the_hundredth_of_a_per_cent() {
    let summary = Generated::new(DEFAULT_SEED, DEFAULT_PLACEMENTS).summary;
    let rows: Vec<_> = summary.calibration.iter().map(row).collect();
    assert_eq!(
        rows,
        [
            (
                Category::Residential,
                2_892,
                Pence::pounds(136_234_802),
                903
            ),
            (
                Category::ResidentialHigh,
                1_156,
                Pence::pounds(67_023_710),
                1_111
            ),
            (Category::Nursing, 247, Pence::pounds(13_335_758), 1_035),
            (Category::NursingHigh, 99, Pence::pounds(6_972_874), 1_350),
            (Category::Complex, 380, Pence::pounds(29_379_883), 1_482),
        ]
    );
    assert!(
        summary
            .calibration
            .iter()
            .all(|each| each.off_by_hundredths() == 0)
    );
    let told = summary.to_string();
    assert!(told.starts_with("Kent on 1 April 2026, from seed 2026: generated and published\n"));
    assert!(told.contains("placements.csv"), "{told}");
}

fn row(each: &Calibrated) -> (Category, u64, Pence, i64) {
    let average = each.average_weekly().get() / 100;
    (each.category, each.placements, each.published, average)
}
