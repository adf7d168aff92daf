//! Nothing ends before it begins.

use oast_units::Date;

use super::county::County;
use super::finding::Findings;
use crate::facts::{Absence, Appointment, Block, Contribution, Fact, IndicativePrice, OneToOne};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let pack = county.pack;
    forwards(
        &pack.appointments,
        "left_on",
        findings,
        |row: &Appointment| (row.admitted_on, row.left_on),
    );
    forwards(
        &pack.indicative_prices,
        "to",
        findings,
        |row: &IndicativePrice| (row.from, row.to),
    );
    forwards(&pack.absences, "to", findings, |row: &Absence| {
        (row.from, row.to)
    });
    forwards(&pack.one_to_one, "to", findings, |row: &OneToOne| {
        (row.from, Some(row.to))
    });
    forwards(&pack.contributions, "to", findings, |row: &Contribution| {
        (row.from, row.to)
    });
    forwards(&pack.blocks, "to", findings, |row: &Block| {
        (row.from, row.to)
    });
}

fn forwards<F: Fact>(
    facts: &[F],
    column: &'static str,
    findings: &mut Findings,
    days: impl Fn(&F) -> (Date, Option<Date>),
) {
    for (row, fact) in facts.iter().enumerate() {
        let (from, to) = days(fact);
        if let Some(to) = to.filter(|to| *to < from) {
            let message = format!(
                "it ends on {}, before it begins on {}; the last day is the first day or later",
                to.long(),
                from.long()
            );
            findings.refuse::<F>(row, column, message);
        }
    }
}
