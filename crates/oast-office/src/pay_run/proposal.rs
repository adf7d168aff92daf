use oast_store::AuditFilter;
use oast_units::Pence;
use serde_json::Value;

use super::RunSummary;
use crate::{Office, OfficeError};

/// What a run came to when it was proposed, as its audit entry says: no line is read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposedSums {
    /// The audit entry that proposed it.
    pub seq: i64,
    /// How many lines.
    pub lines: u64,
    /// How many of them are adjustments; none where the entry does not say.
    pub adjustments: Option<u64>,
    /// The sum for homes.
    pub to_homes: Pence,
    /// The sum billed to others.
    pub billed: Pence,
}

impl Office {
    /// What a run came to when it was proposed; none when the record does not say.
    pub fn proposed_sums(&mut self, run: &RunSummary) -> Result<Option<ProposedSums>, OfficeError> {
        let subject = format!("{} until {}", run.pay_run, run.until);
        let filter = AuditFilter {
            command: Some("pay-run propose"),
            subject: Some(&subject),
            ..AuditFilter::default()
        };
        let entry = self.audit_page(&filter, 1)?.pop();
        Ok(entry.and_then(|entry| {
            let detail: Value = serde_json::from_str(&entry.detail).ok()?;
            let amount = |name: &str| detail.get(name)?.as_str()?.parse::<Pence>().ok();
            Some(ProposedSums {
                seq: entry.seq,
                lines: detail.get("lines")?.as_u64()?,
                adjustments: detail.get("adjustments").and_then(Value::as_u64),
                to_homes: amount("to_homes")?,
                billed: amount("billed")?,
            })
        }))
    }
}
