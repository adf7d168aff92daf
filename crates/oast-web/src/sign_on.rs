//! How people may show who they are, as whoever runs the server has set it.

use std::collections::BTreeSet;

use oast_office::OfficeError;
use oast_office::access::{LocalSignIn, Role};
use oast_sign_on::SignOnError;
use oast_sign_on::council::{Council, GroupMap};
use oast_sign_on::passkey::Site;

use crate::answer::Fault;

/// How people may show who they are.
pub struct SignOn {
    /// Where browsers find this site, which passkeys are made for.
    pub site: Site,
    /// The council's own sign-in, where there is one.
    pub council: Option<CouncilSignOn>,
    /// Who may sign in with an account of Oast's own.
    pub local: LocalSignIn,
}

/// The council's own sign-in.
pub struct CouncilSignOn {
    /// The way to it.
    pub council: Council,
    /// Which groups have which roles.
    pub groups: GroupMap,
}

impl SignOn {
    /// Accounts of Oast's own alone, at a site.
    ///
    /// # Errors
    /// When the address is no site's.
    pub fn local(address: &str) -> Result<Self, SignOnError> {
        Ok(Self {
            site: Site::new(address)?,
            council: None,
            local: LocalSignIn::All,
        })
    }
}

impl CouncilSignOn {
    /// Takes the council's sign-in with its groups, whose roles must be roles.
    ///
    /// # Errors
    /// When a group has a role that there is not.
    pub fn new(council: Council, groups: GroupMap) -> Result<Self, SignOnError> {
        for code in groups.named() {
            code.parse::<Role>()
                .map_err(|why| SignOnError::Setting(format!("the file of groups: {why}")))?;
        }
        Ok(Self { council, groups })
    }

    /// The roles of somebody in some groups.
    pub(crate) fn roles(&self, groups: &[String]) -> Vec<Role> {
        let codes: BTreeSet<&str> = self.groups.roles(groups);
        codes
            .into_iter()
            .filter_map(|code| code.parse().ok())
            .collect()
    }
}

impl From<SignOnError> for Fault {
    fn from(error: SignOnError) -> Self {
        match error {
            SignOnError::Chance(why) => OfficeError::Chance(why).into(),
            SignOnError::Refused(says) => Self::Refused(says),
            error => Self::Broken(error.to_string()),
        }
    }
}

/// The kind of browser, in words: `Firefox on Windows`. What is not known is left out.
pub(crate) fn browser_words(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    // The first that fits: browsers name those before them too.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let machine = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, machine) {
        (Some(browser), Some(machine)) => format!("{browser} on {machine}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "An unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_words;

    #[test]
    fn a_browser_is_told_in_words() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Firefox on Linux",
            ),
            ("<script>", "An unknown browser"),
        ] {
            assert_eq!(browser_words(agent), words);
        }
    }
}
