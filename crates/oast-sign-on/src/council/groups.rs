use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::SignOnError;

/// Which groups of the council have which roles here, as a file says:
///
/// ```toml
/// [groups]
/// "Care finance" = ["finance_officer"]
/// "0b1f8f7e-6f0e-4c8e-9d53-2f6c3f1f2a11" = ["broker", "contract_officer"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupMap {
    groups: BTreeMap<String, Vec<String>>,
}

impl GroupMap {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is not such a file, or names no group.
    pub fn read(text: &str) -> Result<Self, SignOnError> {
        let map: Self = toml::from_str(text)
            .map_err(|why| SignOnError::Setting(format!("the file of groups: {why}")))?;
        if map.groups.is_empty() {
            return Err(SignOnError::Setting(
                "the file of groups names none, so nobody could sign in; write [groups] and a line such as \"Care finance\" = [\"finance_officer\"]".to_owned(),
            ));
        }
        Ok(map)
    }

    /// Every role that some group has.
    pub fn named(&self) -> BTreeSet<&str> {
        self.groups.values().flatten().map(String::as_str).collect()
    }

    /// The roles of somebody who is in some groups; none when no group of theirs has any.
    pub fn roles<'m>(&'m self, groups: &[String]) -> BTreeSet<&'m str> {
        groups
            .iter()
            .filter_map(|group| self.groups.get(group))
            .flatten()
            .map(String::as_str)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::GroupMap;

    #[test]
    fn roles_follow_groups_and_unknown_groups_have_none() {
        let map = GroupMap::read(
            "[groups]\n\"Care finance\" = [\"finance_officer\"]\nHeads = [\"approver\", \"finance_officer\"]\n",
        )
        .unwrap();
        let roles = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|each| (*each).to_owned()).collect();
            map.roles(&groups).into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(roles(&["Care finance"]), "finance_officer");
        assert_eq!(
            roles(&["Heads", "Care finance"]),
            "approver finance_officer"
        );
        assert_eq!(roles(&["care finance", "Everybody"]), "");
        for wrong in [
            "",
            "[groups]",
            "groups = 1",
            "[groups]\na = \"b\"",
            "[group]\n",
        ] {
            assert!(GroupMap::read(wrong).is_err(), "{wrong}");
        }
    }
}
