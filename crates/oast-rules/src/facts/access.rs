use std::fmt;
use std::str::FromStr;

use oast_units::{Cell, HomeId, Invalid, Kind, Raw, Text, UserId, YesNo};

use super::codes::{MemberState, Standing};
use super::record::facts;

// Who may sign in is a fact like any other: appended, never changed, and no part of the data pack.
facts! {
    /// Somebody who uses the office.
    User in "users" by (user_id) {
        /// The name they sign in with.
        user_id: UserId,
        /// Their name.
        name: Text,
        /// Where they can be written to.
        email: Option<Text>,
        /// The codes of their roles, with a bar between them.
        roles: Text,
        /// What their password is checked against; none when they cannot sign in with one.
        password: Option<PasswordHash>,
        /// Whether they may sign in.
        active: YesNo,
    }

    /// Somebody who acts for a home, asked to, or did. A person may act for several homes, and a
    /// home has several people.
    HomeMember in "home_members" by (user_id, home_id) {
        /// Who.
        user_id: UserId,
        /// For which home.
        home_id: HomeId,
        /// Whether they also say who else may.
        standing: Standing,
        /// Whether they do now. Only `active` gives any right.
        state: MemberState,
    }

    /// People of the council who work together: the office of a locality, or an NHS discharge hub.
    Team in "teams" by (team_id) {
        /// What links and policies call it: `east-kent`.
        team_id: Text,
        /// Its name.
        name: Text,
        /// The districts whose homes it looks after, with a bar between them. Those of a team alone
        /// record what happens to the placements there; a hub has none.
        districts: Option<Text>,
        /// Whether it is there still.
        active: YesNo,
    }

    /// Somebody who belongs to a team, or did.
    TeamMember in "team_members" by (user_id, team_id) {
        /// Who.
        user_id: UserId,
        /// Which team.
        team_id: Text,
        /// Whether they do now.
        active: YesNo,
    }

    /// A passkey that somebody signs in with. The public half alone is known here.
    Passkey in "passkeys" by (passkey_id) {
        /// What the authenticator calls it, in base64 for addresses.
        passkey_id: Text,
        /// Whose it is.
        user_id: UserId,
        /// What they call it: `Office laptop`.
        name: Text,
        /// Its public key as the authenticator gave it (COSE), in base64 for addresses.
        public_key: Text,
        /// Whether it still opens the door.
        active: YesNo,
    }

    /// Who somebody is at the council's own sign-in: names change there, this does not.
    CouncilAccount in "council_accounts" by (issuer, subject) {
        /// The address of the identity provider.
        issuer: Text,
        /// What it calls the person, for good.
        subject: Text,
        /// Who they are here.
        user_id: UserId,
    }
}

/// The hash of a password, as a PHC string. It is written to its table and nowhere else: it cannot
/// be displayed, and a debugging print leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Text);

impl PasswordHash {
    /// The PHC string, to check a password against.
    pub fn phc(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for PasswordHash {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        // What was given is not told: it may be a password in the wrong place.
        let no_hash = || Invalid::new("it is not the hash of a password");
        if text.starts_with('$') {
            text.parse().map(Self).map_err(|_| no_hash())
        } else {
            Err(no_hash())
        }
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a password's hash)")
    }
}

impl Cell for PasswordHash {
    const KIND: Kind = Kind::Text;

    fn parse(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }

    fn write(&self, out: &mut String) {
        out.push_str(self.phc());
    }

    fn to_raw<'a>(&'a self, _scratch: &'a mut String) -> Raw<'a> {
        Raw::Text(self.phc())
    }
}
