//! Who takes in what somebody else pays, and how much (rules §5); and one-to-one hours.

use oast_units::Hours;

use super::county::County;
use super::finding::Findings;
use crate::facts::{Collector, Contribution, OneToOne, Payer};

pub(super) fn check(county: &County, findings: &mut Findings) {
    for (row, contribution) in county.pack.contributions.iter().enumerate() {
        let payer = contribution.payer;
        if !collects(payer, contribution.collector) {
            let message = format!(
                "what {} pays is taken in by {}, not by {}",
                words(payer),
                collectors(payer),
                contribution.collector.map_or("nobody", Collector::code)
            );
            findings.refuse::<Contribution>(row, "collector", message);
        }
        if contribution.weekly.is_none() && payer != Payer::NhsNursing {
            let message = format!(
                "how much {} pays a week is not given; only nhs_nursing may leave it empty, for the national rate",
                words(payer)
            );
            findings.refuse::<Contribution>(row, "weekly", message);
        }
    }
    one_to_one(county, findings);
}

fn words(payer: Payer) -> &'static str {
    match payer {
        Payer::Person => "the person",
        Payer::ThirdParty => "a third party",
        Payer::NhsNursing => "the NHS for nursing",
        Payer::NhsShare => "the NHS for its share",
    }
}

fn collects(payer: Payer, collector: Option<Collector>) -> bool {
    match (payer, collector) {
        (Payer::Person | Payer::ThirdParty, Some(Collector::Home | Collector::Council))
        | (Payer::NhsNursing, Some(Collector::Direct | Collector::Council))
        | (Payer::NhsShare, None | Some(Collector::Council)) => true,
        _ => false,
    }
}

fn collectors(payer: Payer) -> &'static str {
    match payer {
        Payer::Person | Payer::ThirdParty => "home or council",
        Payer::NhsNursing => "direct or council",
        Payer::NhsShare => "council",
    }
}

fn one_to_one(county: &County, findings: &mut Findings) {
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
        if let (Some(rate), Some(fixed)) = (hours.hourly_rate, fixed) {
            if rate != fixed.value.hourly() {
                let message = format!(
                    "{rate} an hour is not the contract's {} on {}; leave it empty to take that",
                    fixed.value,
                    hours.from.long()
                );
                findings.warn::<OneToOne>(row, "hourly_rate", message);
            }
        }
    }
}
