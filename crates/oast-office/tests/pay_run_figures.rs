//! What a run's lines come to, and what moved since the run before.

mod support;

use oast_office::pay_run::MovementKind;
use oast_rules::facts::{Element, PayRunLine, Side};
use oast_units::Pence;
use support::{at, by, county, date, lines, pay};

#[test]
fn figures_are_the_sums_of_the_lines_and_movements_lead_from_run_to_run() {
    let mut office = county(120);
    let first = pay(&mut office, "2026-04-26");
    let figures = office.pay_run_figures(&first, None).unwrap();
    assert!(figures.before.is_none() && figures.movement.is_empty());
    assert_eq!(figures.posted, Some(figures.to_homes));

    let expected = lines(&mut office, "2026-05-24");
    let officer = by("officer", at("2026-05-24T12:00:00Z"));
    let proposed = office
        .propose_pay_run(date("2026-05-24"), officer, &mut |_| {})
        .unwrap();
    let second = proposed.run.unwrap().to_string();
    let figures = office.pay_run_figures(&second, None).unwrap();
    let sum = |side| -> Pence {
        let of_side = expected
            .iter()
            .filter(|line: &&PayRunLine| line.side == side);
        of_side.map(|line| line.amount).sum()
    };
    assert_eq!(figures.lines, expected.len() as u64);
    assert_eq!(figures.to_homes, sum(Side::Home));
    assert_eq!(figures.billed, sum(Side::Bill));
    assert_eq!(figures.before.as_deref(), Some(first.as_str()));
    assert_eq!(figures.posted, None);
    let moved: Pence = figures.movement.iter().map(|moved| moved.change).sum();
    assert_eq!(moved, figures.to_homes - figures.to_homes_before);
    let one_by_one: Pence = figures.moves.iter().map(|each| each.change).sum();
    assert_eq!(one_by_one, moved, "nothing was adjusted");
    let homes: Pence = figures.homes.iter().map(|home| home.net).sum();
    assert_eq!(homes, figures.to_homes);
}

#[test]
fn what_was_held_comes_as_an_adjustment_once_it_is_released() {
    let mut office = county(120);
    pay(&mut office, "2026-04-26");
    let when = at("2026-05-01T12:00:00Z");
    let held = lines(&mut office, "2026-05-24")
        .into_iter()
        .find(|line| line.element == Element::CareFee && line.side == Side::Home)
        .unwrap();
    let placement = held.placement_id.as_str();
    office
        .hold(
            placement,
            Element::CareFee,
            "in dispute",
            by("officer", when),
        )
        .unwrap();
    pay(&mut office, "2026-05-24");
    office
        .release(
            placement,
            Element::CareFee,
            by("officer", at("2026-05-25T12:00:00Z")),
        )
        .unwrap();
    let run = pay(&mut office, "2026-06-21");
    let figures = office.pay_run_figures(&run, None).unwrap();
    let adjusted = figures
        .movement
        .iter()
        .find(|moved| moved.kind == MovementKind::Adjustments)
        .unwrap();
    assert_eq!((adjusted.count, adjusted.change), (1, held.amount));
    assert_eq!(figures.causes[0].0, "kept out of earlier runs");
    // The run in between is still compared with the first, not with the last.
    let between = office.pay_run_figures("PR-0002", None).unwrap();
    assert_eq!(between.before.as_deref(), Some("PR-0001"));
}

#[test]
fn what_would_be_paid_is_what_is_paid() {
    let mut office = county(120);
    let when = at("2026-04-26T12:00:00Z");
    let (officer, approver) = (by("officer", when), by("approver", when));
    let proposed = office
        .propose_pay_run(date("2026-04-26"), officer, &mut |_| {})
        .unwrap();
    let run = proposed.run.unwrap().to_string();
    office.check_pay_run(&run, officer).unwrap();
    office.approve_pay_run(&run, approver).unwrap();
    let homes = office.pay_run_figures(&run, None).unwrap().homes;
    let would = office.would_pay(&homes, None).unwrap();
    let paid = office.pay_pay_run(&run, approver, &mut |_| {}).unwrap();
    assert_eq!(would.homes, paid.homes);
    assert_eq!(
        (would.bank, would.recovered, would.carried),
        (paid.bank, paid.recovered, paid.carried)
    );
    let home = paid.homes[0].home_id.clone();
    office
        .agree_instalment(home.as_str(), Pence::pounds(50), officer)
        .unwrap();
    let debts = office.home_debts(None).unwrap();
    let agreed = debts.iter().find(|debt| debt.home_id == home).unwrap();
    assert_eq!(agreed.per_run, Some(Pence::pounds(50)));
}
