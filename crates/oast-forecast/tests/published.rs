//! The published tables come out of the parameters, and the audit finds what is in them.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_forecast::published::{
    CATEGORIES, Case, Row, Tables, Way, Weight, YEARS, findings, new_share, slips,
};

const BANDS: [(f64, f64); 4] = [
    (600.0, 880.0),
    (950.0, 1_030.0),
    (1_050.0, 1_090.0),
    (1_150.0, 1_210.0),
];

fn cells(tables: &Tables) -> impl Iterator<Item = f64> {
    tables.spend.into_iter().flat_map(|spend| spend.0).flatten()
}

#[test]
fn the_exact_layer_gives_every_printed_number_to_the_pound() {
    let case = Case::kent().unwrap();
    let (exact, printed) = (case.exact(), case.printed());
    for way in Way::ALL {
        let of = printed.of(way);
        for (category, cells) in CATEGORIES.into_iter().zip(of.cells()) {
            assert_eq!(
                exact.row(way, Row::Of(category)),
                cells.map(Some),
                "{category}"
            );
        }
        assert_eq!(exact.row(way, Row::Total), of.total.map(Some));
        assert_eq!(exact.row(way, Row::Variance), of.variance.map(Some));
        let [second, third, fourth] = of.increase;
        let increases = [None, Some(second), Some(third), Some(fourth)];
        assert_eq!(exact.row(way, Row::Increase), increases);
        let growth = exact.growth(way);
        assert_eq!(growth[0], None);
        for (growth, printed) in growth[1..].iter().zip(&of.increase_percent) {
            assert_eq!(&format!("{:.1}", growth.unwrap() * 100.0), printed);
        }
    }
    assert_eq!(
        exact.row(Way::NoChange, Row::Budget),
        printed.budget.map(Some)
    );
    assert_eq!(exact.row(Way::NoChange, Row::CostAvoidance), [None; YEARS]);
    let avoided = exact.row(Way::Bands, Row::CostAvoidance);
    assert_eq!(avoided, printed.cost_avoidance.map(Some));
}

#[test]
fn the_model_gives_every_cell_within_three_fifths_of_a_per_cent() {
    let case = Case::kent().unwrap();
    let (model, printed) = (case.model(), case.unrounded());
    let off = cells(&model)
        .zip(cells(&printed))
        .map(|(model, printed)| model / printed - 1.0);
    let off: Vec<f64> = off.collect();
    let worst = off
        .iter()
        .fold(0.0_f64, |worst, each| worst.max(each.abs()));
    let squares: f64 = off.iter().map(|each| each * each).sum();
    assert!(worst < 0.006, "{worst}");
    assert_eq!(format!("{:.3}", (squares / 32.0).sqrt() * 100.0), "0.173");
    let avoided = model
        .cost_avoidance()
        .into_iter()
        .zip(printed.cost_avoidance());
    for (model, printed) in avoided {
        assert!((model / printed - 1.0).abs() < 0.025);
    }
    for at in 0..CATEGORIES.len() {
        for year in 0..YEARS {
            let of = |tables: &Tables| {
                tables.of(Way::NoChange).0[at][year] - tables.of(Way::Bands).0[at][year]
            };
            assert!((of(&model) / of(&printed) - 1.0).abs() < 0.025);
        }
    }
}

#[test]
fn the_shares_of_new_placements_are_those_that_were_worked_out() {
    let case = Case::kent().unwrap();
    let shares = case.model.categories().map(|of| {
        let shares = new_share(case.model.leaving(&of));
        shares.map(|share| format!("{share:.3}")).join(" ")
    });
    assert_eq!(
        shares,
        [
            "0.136 0.424 0.654 0.826",
            "0.150 0.462 0.704 0.874",
            "0.487 0.792 0.916 0.966",
            "0.611 0.843 0.936 0.974",
        ]
    );
    let exact = case.calibration();
    let five = |numbers: [f64; YEARS]| numbers.map(|each| format!("{each:.5}")).join(" ");
    assert_eq!(five(exact[0].new_share), "0.13359 0.41771 0.66447 0.84382");
    assert_eq!(five(exact[3].old_price), "1.00409 0.96743 1.01108 1.06745");
}

#[test]
fn without_a_saving_the_options_are_one_and_without_new_prices_only_the_uplift_is_left() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../counties/kent/business-case-2025.toml"
    ));
    let text = text.unwrap();
    let without = |pairs: &[(&str, &str)]| {
        let text = pairs
            .iter()
            .fold(text.clone(), |text, (from, to)| text.replace(from, to));
        Case::read(&text).unwrap()
    };
    let same = without(&[
        ("saving = 0.16", "saving = 0.0"),
        ("saving = 0.2361", "saving = 0.0"),
    ]);
    assert_eq!(same.model().spend[0], same.model().spend[1]);
    let flat = without(&[
        ("new_price = 1.2174", "new_price = 1.0"),
        ("new_price = 1.1579", "new_price = 1.0"),
        ("new_price = 1.3140", "new_price = 1.0"),
        ("new_price = 1.1296", "new_price = 1.0"),
    ]);
    for growth in &flat.model().growth(Way::NoChange)[1..] {
        assert!((growth.unwrap() - 0.028).abs() < 1e-9);
    }
}

#[test]
fn every_slip_is_of_one_pound_and_each_is_found() {
    let case = Case::kent().unwrap();
    let found: Vec<String> = slips(&case)
        .iter()
        .map(|slip| {
            let way = slip
                .way
                .map_or("both".to_owned(), |way| format!("option {}", way.option()));
            let off = slip.reckoned - slip.printed;
            format!(
                "{way}, year {}, {}, by {}: {off:+}",
                slip.year, slip.cell, slip.by
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "option 1, year 1, Total, by the sum of the categories: -1",
            "option 1, year 1, Variance to budget, by the budget less the total: +1",
            "option 1, year 4, Total, by the sum of the categories: +1",
            "option 2, year 1, Variance to budget, by the budget less the total: +1",
            "option 2, year 4, Total, by the sum of the categories: +1",
            "option 2, year 4, Increase, by the difference of the totals: -1",
            "both, year 1, Cost avoidance, by the categories of both options: -1",
        ]
    );
}

#[test]
fn the_findings_are_told_with_their_numbers() {
    let case = Case::kent().unwrap();
    let told: Vec<String> = findings(&case, Some(&BANDS))
        .into_iter()
        .map(|finding| {
            let weight = match finding.weight {
                Weight::Follows => "follows",
                Weight::CannotTell => "cannot tell",
            };
            format!("[{weight}] {}: {}", finding.about, finding.says)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_of_another_form_is_refused_with_its_line() {
    for (wrong, says) in [
        ("years = []", "invalid length 0"),
        ("yeers = 1", "unknown field `yeers`"),
    ] {
        let error = Case::read(wrong).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
