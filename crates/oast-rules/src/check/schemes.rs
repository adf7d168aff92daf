//! Every scheme has terms; one that has none is governed by its route's, which may be a slip.

use std::collections::BTreeMap;

use oast_units::SchemeId;

use super::county::County;
use super::finding::Findings;
use crate::facts::{Appointment, Fact, Placement, Price, Uplift};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let pack = county.pack;
    known(
        county,
        &pack.appointments,
        |row: &Appointment| Some(&row.scheme),
        findings,
    );
    known(
        county,
        &pack.prices,
        |row: &Price| Some(&row.scheme),
        findings,
    );
    known(
        county,
        &pack.placements,
        |row: &Placement| row.scheme.as_ref(),
        findings,
    );
    known(
        county,
        &pack.uplifts,
        |row: &Uplift| row.scheme.as_ref(),
        findings,
    );
}

/// Tells of each unknown scheme once for a table, on its first row.
fn known<F: Fact>(
    county: &County,
    facts: &[F],
    scheme: impl Fn(&F) -> Option<&SchemeId>,
    findings: &mut Findings,
) {
    let mut unknown: BTreeMap<&SchemeId, (usize, usize)> = BTreeMap::new();
    for (row, fact) in facts.iter().enumerate() {
        if let Some(scheme) = scheme(fact)
            && county.terms.contract(scheme.as_str()).is_none()
        {
            unknown.entry(scheme).or_insert((row, 0)).1 += 1;
        }
    }
    for (scheme, (row, count)) in unknown {
        let rows = if count == 1 {
            "1 row names".into()
        } else {
            format!("{count} rows name")
        };
        let names: Vec<_> = county.terms.contracts.keys().map(String::as_str).collect();
        let message = format!(
            "{rows} the scheme {scheme}, which has no terms; it is governed by its route's contract. The schemes with terms are {}",
            names.join(", ")
        );
        findings.warn::<F>(row, "scheme", message);
    }
}
