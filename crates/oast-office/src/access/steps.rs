use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use oast_store::{Connected, access};

use super::Chance;
use crate::{Office, OfficeError};

/// How long somebody has for the next step of a sign-in.
pub const STEP_KEPT: SignedDuration = SignedDuration::from_mins(10);
const KEY_BYTES: usize = 32;

/// What a step of a sign-in was: one of a kind does not pass for one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Somebody went to the council's sign-in.
    Council,
    /// A passkey was asked for, to sign in.
    PasskeyShown,
    /// A passkey was asked for, to be kept.
    PasskeyMade,
    /// A password was right, and a code is wanted too.
    Code,
    /// An app for codes was shown its secret, and has to show that it took it.
    CodeApp,
    /// A message of the council's sign-in was acted upon.
    CouncilMessage,
}

impl StepKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::PasskeyShown => "passkey shown",
            Self::PasskeyMade => "passkey made",
            Self::Code => "code",
            Self::CodeApp => "code app",
            Self::CouncilMessage => "council message",
        }
    }
}

/// A secret of its own, in hexadecimal digits.
pub(crate) fn secret<const BYTES: usize>(chance: &mut Chance<'_>) -> Result<String, OfficeError> {
    let mut bytes = [0; BYTES];
    chance(&mut bytes).map_err(OfficeError::Chance)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

impl Office {
    /// Keeps what one step of a sign-in leaves for the next, and gives the key to it: any server
    /// may then take it, once.
    pub fn keep_step(
        &mut self,
        kind: StepKind,
        content: &str,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<String, OfficeError> {
        let key = secret::<KEY_BYTES>(chance)?;
        self.keep_step_as((kind, &key), content, at)?;
        Ok(key)
    }

    /// The same, under a key that was chosen before.
    fn keep_step_as(
        &mut self,
        (kind, key): (StepKind, &str),
        content: &str,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let authority = &self.authority;
        let until = at + STEP_KEPT;
        Ok(self.store.working(|connection| {
            access::keep_step(
                connection,
                authority,
                (kind.code(), key),
                content,
                (at, until),
            )
        })?)
    }

    /// What a step left, which stays there: for a page that is shown again after a mistake.
    pub fn kept_step(
        &mut self,
        kind: StepKind,
        key: &str,
        at: Timestamp,
    ) -> Result<Option<String>, OfficeError> {
        let connection = self.store.connection();
        let kept = access::kept_step(connection, &self.authority, (kind.code(), key), at)?;
        Ok(kept)
    }

    /// What a step left, which is gone afterwards. Of many who take it at once, one gets it.
    pub fn take_step(
        &mut self,
        kind: StepKind,
        key: &str,
        at: Timestamp,
    ) -> Result<Option<String>, OfficeError> {
        let authority = &self.authority;
        Ok(self.store.working(|connection| {
            let kept = access::kept_step(connection, authority, (kind.code(), key), at)?;
            match kept {
                Some(kept) if access::take_step(connection, authority, key)? => Ok(Some(kept)),
                _ => Ok(None),
            }
        })?)
    }

    /// Whether a message of the council's sign-in is new; from then on it is not.
    pub fn council_message_is_new(&mut self, id: &str, at: Timestamp) -> Result<bool, OfficeError> {
        if self.kept_step(StepKind::CouncilMessage, id, at)?.is_some() {
            return Ok(false);
        }
        self.keep_step_as((StepKind::CouncilMessage, id), "", at)?;
        Ok(true)
    }
}
