//! Who takes in what somebody else pays, and how much (rules §5).

use super::county::County;
use super::finding::Findings;
use crate::facts::{Collector, Contribution, Payer};

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
    matches!(
        (payer, collector),
        (
            Payer::Person | Payer::ThirdParty,
            Some(Collector::Home | Collector::Council)
        ) | (
            Payer::NhsNursing,
            Some(Collector::Direct | Collector::Council)
        ) | (Payer::NhsShare, None | Some(Collector::Council))
    )
}

fn collectors(payer: Payer) -> &'static str {
    match payer {
        Payer::Person | Payer::ThirdParty => "home or council",
        Payer::NhsNursing => "direct or council",
        Payer::NhsShare => "council",
    }
}
