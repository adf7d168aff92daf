//! A remittance says the same in CSV and in its workbook, and its sums agree.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use oast_exchange::remittance::{
    Remittance, RemittanceLine, by_home, file_name, write_csv, write_folder, write_xlsx,
};
use oast_rules::facts::Element;
use oast_units::{Date, HomeId, Pence};
use proptest::prelude::*;

fn line(placement: &str, element: Element, pence: i64) -> RemittanceLine {
    RemittanceLine {
        placement_id: placement.parse().unwrap(),
        person_reference: Some("P000001".parse().unwrap()),
        element,
        period_from: Date::of(2026, 3, 30),
        period_to: Date::of(2026, 4, 26),
        days: 28,
        amount: Pence::new(pence),
        cause: None,
    }
}

fn remittance(lines: Vec<RemittanceLine>, opening: i64, recovered: i64) -> Remittance {
    Remittance {
        pay_run: "2026-04".parse().unwrap(),
        paid_on: Date::of(2026, 4, 29),
        home_id: "H0001".parse().unwrap(),
        home_name: "Ash House".into(),
        provider_name: "=HYPERLINK(\"http://example.org\")".into(),
        lines,
        opening_debt: Pence::new(opening),
        recovered: Pence::new(recovered),
    }
}

fn example() -> Remittance {
    let mut adjusted = line("PL000002", Element::CareFee, -42_000);
    adjusted.cause = Some("-2 days: hospital from 1 March, told late".into());
    adjusted.person_reference = None;
    remittance(
        vec![line("PL000001", Element::CareFee, 352_000), adjusted],
        50_000,
        20_000,
    )
}

fn csv_of(remittance: &Remittance) -> String {
    let mut text = Vec::new();
    write_csv(remittance, remittance.totals().unwrap(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn sheet_of(remittance: &Remittance) -> (calamine::Range<Data>, calamine::Range<String>) {
    let bytes = write_xlsx(remittance, remittance.totals().unwrap()).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let values = workbook.worksheet_range("Remittance").unwrap();
    (values, workbook.worksheet_formula("Remittance").unwrap())
}

#[test]
fn the_csv_has_every_line_and_sum_and_guards_what_looks_like_a_formula() {
    insta::assert_snapshot!(csv_of(&example()), @r#"
    pay_run,paid_on,home_id,kind,placement_id,person_reference,element,period_from,period_to,days,amount,cause
    2026-04,2026-04-29,H0001,line,PL000001,P000001,care_fee,2026-03-30,2026-04-26,28,3520.00,
    2026-04,2026-04-29,H0001,line,PL000002,,care_fee,2026-03-30,2026-04-26,28,-420.00,"'-2 days: hospital from 1 March, told late"
    2026-04,2026-04-29,H0001,total,,,,,,,3100.00,
    2026-04,2026-04-29,H0001,opening_debt,,,,,,,500.00,
    2026-04,2026-04-29,H0001,recovered,,,,,,,200.00,
    2026-04,2026-04-29,H0001,carried,,,,,,,0.00,
    2026-04,2026-04-29,H0001,debt_after,,,,,,,300.00,
    2026-04,2026-04-29,H0001,net_paid,,,,,,,2900.00,
    "#);
}

#[test]
fn the_workbook_holds_the_same_amounts_with_its_sums_as_formulas() {
    let (values, formulas) = sheet_of(&example());
    let cell = |row, column| values.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(
        cell(2, 1),
        Data::String("=HYPERLINK(\"http://example.org\")".into())
    );
    assert_eq!(
        (cell(7, 6), cell(8, 6)),
        (Data::Float(3_520.0), Data::Float(-420.0))
    );
    let sums: Vec<_> = (10..16)
        .map(|row| (cell(row, 0).to_string(), cell(row, 6).to_string()))
        .map(|(name, sum)| format!("{name}: {sum}"))
        .collect();
    insta::assert_snapshot!(sums.join("\n"), @r"
    Total of the lines: 3100
    Owed by the home before: 500
    Recovered from this payment: 200
    Newly owed by the home: 0
    Owed by the home after: 300
    Net paid: 2900
    ");
    let formulas: Vec<_> = formulas
        .used_cells()
        .map(|(_, _, formula)| formula.clone())
        .collect();
    assert_eq!(
        formulas,
        ["SUM(G8:G9)", "MAX(0,-G11)", "G12+G14-G13", "G11+G14-G13"]
    );
}

#[test]
fn the_same_remittance_gives_the_same_bytes() {
    let bytes = || write_xlsx(&example(), example().totals().unwrap()).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_home_without_lines_still_has_a_workbook() {
    let (values, _) = sheet_of(&remittance(Vec::new(), 50_000, 0));
    assert_eq!(values.get_value((10, 6)), Some(&Data::Float(500.0)));
}

#[test]
fn a_debt_is_carried_and_recovered_within_reason() {
    let owing = remittance(vec![line("PL1", Element::CareFee, -30_000)], 10_000, 0);
    let totals = owing.totals().unwrap();
    assert_eq!(
        (totals.net_paid, totals.debt_after),
        (Pence::ZERO, Pence::new(40_000))
    );
    let why = |remittance: Remittance| remittance.totals().unwrap_err().0;
    assert_eq!(
        why(remittance(
            vec![line("PL1", Element::CareFee, 5_000)],
            10_000,
            6_000
        )),
        "£60.00 cannot be recovered from home H0001, which owes £100.00 and is due £50.00"
    );
    assert_eq!(
        why(remittance(Vec::new(), -1, 0)),
        "home H0001 cannot owe −£0.01; a debt is nothing or more"
    );
}

#[test]
fn files_have_safe_names_and_homes_do_not_share_them() {
    let name = |id: &str| file_name(&id.parse::<HomeId>().unwrap(), "csv");
    assert_eq!(name("H0001"), "remittance-H0001.csv");
    assert_ne!(name("H/1"), name("H:1"));
    for id in ["../../etc/passwd", "H 1", "Ä", "..", "a\\b"] {
        let name = name(id);
        let stem = name
            .strip_prefix("remittance-")
            .unwrap()
            .strip_suffix(".csv")
            .unwrap();
        assert!(
            stem.chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'),
            "{name}"
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let mut other = example();
    other.home_id = "H0002".parse().unwrap();
    let files = write_folder(dir.path(), &[example(), other.clone()]).unwrap();
    assert!(files.len() == 4 && files.iter().all(|file| file.is_file()));
    other.home_id = "h0001".parse().unwrap();
    let clash = write_folder(dir.path(), &[example(), other]).unwrap_err();
    assert!(
        clash
            .to_string()
            .ends_with("home h0001 shares its file's name with another home")
    );
}

#[test]
fn lines_are_grouped_by_home_and_put_in_order() {
    let home = |id: &str| id.parse::<HomeId>().unwrap();
    let homes = by_home([
        (home("H2"), line("PL3", Element::CareFee, 1)),
        (home("H1"), line("PL2", Element::OneToOne, 2)),
        (home("H1"), line("PL2", Element::CareFee, 3)),
        (home("H1"), line("PL1", Element::TopUp, 4)),
    ]);
    let amounts: Vec<Vec<i64>> = homes
        .values()
        .map(|lines| lines.iter().map(|line| line.amount.get()).collect())
        .collect();
    assert_eq!(amounts, [vec![4, 3, 2], vec![1]]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_agree_to_the_penny(
        amounts in prop::collection::vec(-500_000i64..500_000, 0..20),
        opening in 0i64..500_000,
        share in 0i64..=100,
    ) {
        let total: i64 = amounts.iter().sum();
        let recovered = opening.min(total.max(0)) * share / 100;
        let lines = amounts.iter().map(|pence| line("PL1", Element::CareFee, *pence)).collect();
        let totals = remittance(lines, opening, recovered).totals().unwrap();
        prop_assert_eq!(totals.net_paid, totals.total - totals.opening_debt + totals.debt_after);
        prop_assert!(totals.net_paid >= Pence::ZERO && totals.carried >= Pence::ZERO);
    }
}
