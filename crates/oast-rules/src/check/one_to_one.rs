//! One-to-one hours: some, and at the contract's rate (rules §3).

use oast_units::Hours;

use super::county::County;
use super::finding::Findings;
use crate::facts::OneToOne;

pub(super) fn check(county: &County, findings: &mut Findings) {
    let links = &county.links.one_to_one_placement;
    for (row, (hours, link)) in county.pack.one_to_one.iter().zip(links).enumerate() {
        if hours.hours_per_week == Hours::default() {
            let message = "there are no hours in it; give the hours a week, or take the row out";
            findings.refuse::<OneToOne>(row, "hours_per_week", message.into());
        }
        let fixed = county
            .placement(*link)
            .and_then(|placement| county.bands(placement.scheme.as_ref(), placement.route))
            .and_then(|bands| bands.one_to_one_hourly.dated_on(hours.from).ok());
        if let (Some(rate), Some(fixed)) = (hours.hourly_rate, fixed)
            && rate != fixed.value.hourly()
        {
            let message = format!(
                "{rate} an hour is not the contract's {} on {}; leave it empty to take that",
                fixed.value,
                hours.from.long()
            );
            findings.warn::<OneToOne>(row, "hourly_rate", message);
        }
    }
}
