use std::collections::HashMap;

use jiff::Timestamp;
use oast_rules::facts::{self, GivenBy, Home, Notice, Placement};
use oast_rules::placement::notice::{GivenNotice, NoticeGroup, NoticeOverride, notice_groups};
use oast_store::Connected;
use oast_terms::Silent;
use oast_units::{Date, HomeId, PlacementId, Text};

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A provider's notices that count together, or one that stands alone, with the home's name.
#[derive(Debug, Clone)]
pub struct NoticeRow {
    /// The group.
    pub group: NoticeGroup,
    /// The home's name.
    pub home_name: String,
}

impl Office {
    /// Every provider's notice with its period, grouped as the splitting guard groups them.
    pub fn notices(&mut self, known_at: Option<Timestamp>) -> Result<Vec<NoticeRow>, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let notices: Vec<Notice> = self.store.all(&authority, known_seq)?;
        let placements: HashMap<PlacementId, Placement> = self
            .store
            .all::<Placement>(&authority, known_seq)?
            .into_iter()
            .map(|placement| (placement.placement_id.clone(), placement))
            .collect();
        let homes: HashMap<HomeId, Home> = self
            .store
            .all::<Home>(&authority, known_seq)?
            .into_iter()
            .map(|home| (home.home_id.clone(), home))
            .collect();
        let overrides: Vec<NoticeOverride> = self
            .store
            .all::<facts::NoticeOverride>(&authority, known_seq)?
            .into_iter()
            .map(|fact| NoticeOverride {
                placement: fact.placement_id,
                given_on: fact.given_on,
                reason: fact.reason,
            })
            .collect();
        let given: Vec<GivenNotice<'_>> = notices
            .iter()
            .filter_map(|notice| {
                let placement = placements.get(&notice.placement_id)?;
                let home = homes.get(&placement.home_id)?;
                let scheme = placement.scheme.as_ref().map(oast_units::SchemeId::as_str);
                Some(GivenNotice {
                    notice,
                    home: &home.home_id,
                    provider: &home.provider_id,
                    ended_on: placement.ended_on,
                    terms: &terms.contract_for(scheme, placement.route.code()).notice,
                })
            })
            .collect();
        let groups = notice_groups(&given, &overrides, &mut Silent)?;
        Ok(groups
            .into_iter()
            .map(|group| NoticeRow {
                home_name: homes
                    .get(&group.home)
                    .map_or(String::new(), |home| home.name.to_string()),
                group,
            })
            .collect())
    }

    /// Records that one notice keeps the single period, with the reason.
    pub fn override_notice(
        &mut self,
        placement: &str,
        given_on: Date,
        reason: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::OverrideNotice)?;
        let placement_id: PlacementId = placement.parse()?;
        let reason = OfficeError::reason(reason)?;
        let by: Text = actor.name.parse()?;
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "notice override", placement),
            |command| {
                let mut given = false;
                let which = oast_store::Which::Of(placement);
                let known_seq = command.known_seq();
                oast_store::scan(
                    command.connection(),
                    &authority,
                    known_seq,
                    which,
                    |notice: Notice, _| {
                        given |=
                            notice.given_by == GivenBy::Provider && notice.given_on == given_on;
                        Ok(())
                    },
                )?;
                if !given {
                    return Err(OfficeError::NotFound {
                        what: "notice by the provider on placement",
                        id: placement.to_owned(),
                        hint: format!(" given on {}", given_on.long()),
                    });
                }
                command.append(&facts::NoticeOverride {
                    placement_id,
                    given_on,
                    reason,
                    actor: by,
                })?;
                Ok(())
            },
        )
    }
}
