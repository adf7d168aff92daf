use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, maybe_text, sha256, text};
use crate::seal::{keyring_to_seal, open_text, seal_text};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "invitations";
/// The columns that lie sealed.
const EMAIL: &str = "email";
const NAME: &str = "name";
const COLUMNS: &str =
    "invitation_id, home_id, user_id, email, name, standing, invited_by, made_at, ends_at, state";

/// An invitation as it is stored. The secret of its link is not: only the secret's SHA-256 is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its reference.
    pub invitation_id: String,
    /// The home that it is for; none when it gives somebody a new way to sign in.
    pub home_id: Option<String>,
    /// Who is to sign in anew; none for somebody who is to join a home.
    pub user_id: Option<String>,
    /// Where the person can be written to, and the name that they will sign in with.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What they will be to the home: `owner` or `member`.
    pub standing: String,
    /// Who invited them.
    pub invited_by: String,
    /// When its present link was made.
    pub made_at: Timestamp,
    /// When its link stops working.
    pub ends_at: Timestamp,
    /// `open`, `used` or `withdrawn`.
    pub state: String,
}

/// Stores an invitation with the secret of its link. Who is invited lies sealed under the
/// database's key.
pub fn insert_invitation(
    connection: &mut dyn Connection,
    authority: &str,
    invitation: &InvitationRow,
    secret: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO invitations (authority, invitation_id, home_id, user_id, email, name, standing, invited_by, made_at, ends_at, state, secret_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let secret = sha256(secret);
    let [made_at, ends_at] = [invitation.made_at, invitation.ends_at].map(format_instant);
    let (home, user) = (&invitation.home_id, &invitation.user_id);
    let keyring = keyring_to_seal(connection)?;
    let seal = |column: &str, text: &str| {
        let id = &invitation.invitation_id;
        seal_text(&keyring, authority, (TABLE, column), id, text)
    };
    let email = seal(EMAIL, &invitation.email)?;
    let name = seal(NAME, &invitation.name)?;
    let parameters = [
        Raw::Text(authority),
        Raw::Text(&invitation.invitation_id),
        home.as_deref().map_or(Raw::Null, Raw::Text),
        user.as_deref().map_or(Raw::Null, Raw::Text),
        Raw::Text(&email),
        Raw::Text(&name),
        Raw::Text(&invitation.standing),
        Raw::Text(&invitation.invited_by),
        Raw::Text(&made_at),
        Raw::Text(&ends_at),
        Raw::Text(&invitation.state),
        Raw::Text(&secret),
    ];
    connection.execute(statement, &parameters).map(drop)
}

fn find(
    connection: &mut dyn Connection,
    authority: &str,
    filter: &str,
    parameters: &[Raw<'_>],
) -> Result<Vec<InvitationRow>, StoreError> {
    let question = format!("SELECT {COLUMNS} FROM invitations WHERE authority = $1 {filter}");
    let mut found = Vec::new();
    connection.query(&question, parameters, &mut |row| {
        found.push(InvitationRow {
            invitation_id: text(row, TABLE, 0)?,
            home_id: maybe_text(row, 1)?,
            user_id: maybe_text(row, 2)?,
            email: text(row, TABLE, 3)?,
            name: text(row, TABLE, 4)?,
            standing: text(row, TABLE, 5)?,
            invited_by: text(row, TABLE, 6)?,
            made_at: instant(row, TABLE, 7)?,
            ends_at: instant(row, TABLE, 8)?,
            state: text(row, TABLE, 9)?,
        });
        Ok(())
    })?;
    let keyring = connection.keyring();
    for row in &mut found {
        for (column, stored) in [(EMAIL, &mut row.email), (NAME, &mut row.name)] {
            let (place, sealed) = ((TABLE, column), std::mem::take(stored));
            *stored = open_text(keyring, authority, place, &row.invitation_id, sealed)?;
        }
    }
    Ok(found)
}

/// The invitation of a link, whether or not it still works.
pub fn invitation_of_secret(
    connection: &mut dyn Connection,
    authority: &str,
    secret: &str,
) -> Result<Option<InvitationRow>, StoreError> {
    let secret = sha256(secret);
    let parameters = [Raw::Text(authority), Raw::Text(&secret)];
    Ok(find(connection, authority, "AND secret_sha256 = $2", &parameters)?.pop())
}

/// An invitation by its reference.
pub fn invitation(
    connection: &mut dyn Connection,
    authority: &str,
    invitation_id: &str,
) -> Result<Option<InvitationRow>, StoreError> {
    let parameters = [Raw::Text(authority), Raw::Text(invitation_id)];
    Ok(find(connection, authority, "AND invitation_id = $2", &parameters)?.pop())
}

/// Every invitation, the newest first.
pub fn invitations(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<Vec<InvitationRow>, StoreError> {
    let order = "ORDER BY made_at DESC, invitation_id";
    find(connection, authority, order, &[Raw::Text(authority)])
}

/// Gives an open invitation a new link, which ends the old one; whether it was open.
pub fn renew_invitation(
    connection: &mut dyn Connection,
    authority: &str,
    invitation_id: &str,
    secret: &str,
    (made_at, ends_at): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let statement = "UPDATE invitations SET secret_sha256 = $1, made_at = $2, ends_at = $3 WHERE authority = $4 AND invitation_id = $5 AND state = 'open'";
    let secret = sha256(secret);
    let (made_at, ends_at) = (format_instant(made_at), format_instant(ends_at));
    let parameters = [
        Raw::Text(&secret),
        Raw::Text(&made_at),
        Raw::Text(&ends_at),
        Raw::Text(authority),
        Raw::Text(invitation_id),
    ];
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// Closes an open invitation as `used` or `withdrawn`; whether it was open. Of many who use it at
/// once, one is told that it was.
pub fn close_invitation(
    connection: &mut dyn Connection,
    authority: &str,
    invitation_id: &str,
    state: &str,
) -> Result<bool, StoreError> {
    let statement = "UPDATE invitations SET state = $1 WHERE authority = $2 AND invitation_id = $3 AND state = 'open'";
    let parameters = [
        Raw::Text(state),
        Raw::Text(authority),
        Raw::Text(invitation_id),
    ];
    Ok(connection.execute(statement, &parameters)? > 0)
}
