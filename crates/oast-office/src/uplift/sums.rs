//! Adds up what an uplift changes.

use std::collections::BTreeMap;

use oast_units::{HomeId, Pence};

use super::effect::{
    BackDated, HomeEffect, OUTLIERS_TOLD_MAX, Outlier, OutlierKind, Outliers, PlacementEffect,
    Spared,
};
use super::measure::{Changed, Verdict};

/// The largest rises that are told.
const LARGEST_RISES: usize = 10;

/// The sums under way.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) placements: Vec<PlacementEffect>,
    pub(super) homes: BTreeMap<HomeId, HomeEffect>,
    pub(super) counted: u64,
    pub(super) weekly_before: Pence,
    pub(super) weekly_after: Pence,
    pub(super) back_dated: BackDated,
    pub(super) spared: BTreeMap<Spared, u64>,
    pub(super) problems: Vec<String>,
    outliers: BTreeMap<OutlierKind, Outliers>,
}

impl Sums {
    pub(super) fn add(&mut self, verdict: Result<Verdict, String>) {
        match verdict {
            Ok(Verdict::Changed(changed)) => self.change(*changed),
            Ok(Verdict::Spared(spared)) => *self.spared.entry(spared).or_default() += 1,
            Err(why) => self.problems.push(why),
        }
    }

    fn change(&mut self, changed: Changed) {
        let Changed {
            effect,
            billed,
            stands_out,
        } = changed;
        let home = self
            .homes
            .entry(effect.home_id.clone())
            .or_insert_with(|| HomeEffect {
                home_id: effect.home_id.clone(),
                name: String::new(),
                placements: 0,
                weekly_before: Pence::ZERO,
                weekly_after: Pence::ZERO,
                difference: Pence::ZERO,
                back_dated: Pence::ZERO,
            });
        if effect.counts {
            home.placements += 1;
            home.weekly_before += effect.before.weekly();
            home.weekly_after += effect.after.weekly();
            home.difference += effect.difference;
            self.counted += 1;
            self.weekly_before += effect.before.weekly();
            self.weekly_after += effect.after.weekly();
        }
        home.back_dated += effect.back_dated;
        let adjusted = !effect.back_dated.is_zero() || !billed.is_zero();
        self.back_dated.placements += u64::from(adjusted);
        self.back_dated.to_homes += effect.back_dated;
        self.back_dated.billed += billed;
        for (kind, says) in stands_out {
            let of_kind = self.outliers.entry(kind).or_insert(Outliers {
                kind,
                placements: 0,
                told: Vec::new(),
            });
            of_kind.placements += 1;
            if of_kind.told.len() < OUTLIERS_TOLD_MAX {
                of_kind.told.push(Outlier {
                    placement_id: effect.placement_id.clone(),
                    home_id: effect.home_id.clone(),
                    says,
                });
            }
        }
        self.placements.push(effect);
    }

    /// The homes with their names, the largest difference first.
    pub(super) fn homes(
        homes: BTreeMap<HomeId, HomeEffect>,
        names: &BTreeMap<HomeId, String>,
    ) -> Vec<HomeEffect> {
        let mut homes: Vec<HomeEffect> = homes
            .into_values()
            .map(|home| HomeEffect {
                name: names.get(&home.home_id).cloned().unwrap_or_default(),
                ..home
            })
            .collect();
        homes.sort_by_key(|home| (-home.difference.abs(), -home.back_dated.abs()));
        homes
    }

    /// What stands out, the largest rises first.
    pub(super) fn outliers(&self) -> Vec<Outliers> {
        let mut largest: Vec<&PlacementEffect> = self
            .placements
            .iter()
            .filter(|effect| effect.counts)
            .collect();
        largest.sort_by_key(|effect| (-effect.difference.abs(), &effect.placement_id));
        largest.truncate(LARGEST_RISES);
        let rises = Outliers {
            kind: OutlierKind::LargestRise,
            placements: u64::try_from(largest.len()).unwrap_or(u64::MAX),
            told: largest
                .into_iter()
                .map(|effect| Outlier {
                    placement_id: effect.placement_id.clone(),
                    home_id: effect.home_id.clone(),
                    says: format!(
                        "From {} to {} a week: {}.",
                        effect.before, effect.after, effect.difference
                    ),
                })
                .collect(),
        };
        let rises = Some(rises).filter(|rises| rises.placements > 0);
        rises
            .into_iter()
            .chain(self.outliers.values().cloned())
            .collect()
    }
}
