use jiff::Timestamp;
use oast_rules::facts::{Route, SelfFunder};
use oast_rules::placement::self_funder::{Finances, Runway, Told, runway, told};
use oast_terms::{Silent, Terms};
use oast_units::Date;

use crate::{Office, OfficeError};

/// A person who pays for themselves, and how long the money lasts.
#[derive(Debug, Clone)]
pub struct RunwayRow {
    /// The latest report on them.
    pub report: SelfFunder,
    /// How long the money lasts by it.
    pub runway: Runway,
    /// Whether the provider told the council in time.
    pub told: Told,
}

impl Office {
    /// The register of people who pay for themselves: the latest report on each, the range of
    /// days on which the money runs out, and whether the council was told in time. The one whose
    /// money runs out first comes first.
    pub fn runways(
        &mut self,
        today: Date,
        known_at: Option<Timestamp>,
    ) -> Result<Vec<RunwayRow>, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let authority = self.authority.clone();
        let reports = self.store.all::<SelfFunder>(&authority, known_seq)?;
        register(reports, &self.terms, today)
    }
}

/// The latest of some reports on each person, in order of people and days, with how long the money
/// lasts. Reports that are dated after today have not been made yet.
pub(crate) fn register(
    reports: Vec<SelfFunder>,
    terms: &Terms,
    today: Date,
) -> Result<Vec<RunwayRow>, OfficeError> {
    let contract = terms.contract_for(None, Route::Framework.code());
    let review = contract.review.as_ref().ok_or_else(|| {
        OfficeError::Refused(format!(
            "the contract {} has no review terms, which say how early a provider must tell of a self-funder",
            contract.name
        ))
    })?;
    let mut latest: Vec<SelfFunder> = Vec::new();
    for report in reports {
        if report.reported_on > today {
            continue;
        }
        match latest
            .last_mut()
            .filter(|last| last.person_id == report.person_id)
        {
            Some(last) => *last = report,
            None => latest.push(report),
        }
    }
    let mut rows = Vec::with_capacity(latest.len());
    for report in latest {
        let runway = runway(
            &Finances::from(&report),
            &terms.england.charging,
            review,
            &mut Silent,
        )?;
        let told = told(&runway, Some(report.reported_on), today);
        rows.push(RunwayRow {
            report,
            runway,
            told,
        });
    }
    rows.sort_by_key(|row| (row.runway.notify_by.is_none(), row.runway.notify_by));
    Ok(rows)
}
