//! Homes can be found: matching measures the distance to them (rules §12).

use super::county::County;
use super::finding::Findings;
use crate::facts::Home;

pub(super) fn check(county: &County, findings: &mut Findings) {
    for (row, home) in county.pack.homes.iter().enumerate() {
        if home.latitude.is_none() || home.longitude.is_none() {
            let column = if home.latitude.is_none() {
                "latitude"
            } else {
                "longitude"
            };
            let message = format!(
                "home {} has no position, so that no distance to it is known; give degrees north and east",
                home.home_id
            );
            findings.warn::<Home>(row, column, message);
        }
    }
}
