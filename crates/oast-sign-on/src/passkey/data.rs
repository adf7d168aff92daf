use serde::Deserialize;

use super::cbor::Reader;
use super::{Site, no_passkey};
use crate::SignOnError;
use crate::encode::{same, sha256};

/// What the browser says of the page that asked.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl ClientData {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, SignOnError> {
        serde_json::from_slice(bytes).map_err(|_| no_passkey())
    }

    /// Refuses what was not asked for here and now.
    pub(super) fn must(&self, site: &Site, kind: &str, challenge: &str) -> Result<(), SignOnError> {
        if self.kind != kind {
            return Err(no_passkey());
        }
        if !same(&self.challenge, challenge) {
            return Err(SignOnError::refused(
                "the passkey answers another question; try again from the page",
            ));
        }
        if self.origin != site.origin || self.cross_origin {
            return Err(SignOnError::refused(format!(
                "the passkey was shown to {}; this site is {}",
                self.origin, site.origin
            )));
        }
        Ok(())
    }
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MAY_BE_BACKED_UP: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;

/// What the device says, which it signs.
#[derive(Debug)]
pub(super) struct Authenticated<'a> {
    site_sha256: &'a [u8],
    flags: u8,
    /// How often the passkey was used, by the device's count.
    pub(super) count: u32,
    /// The identifier and the key of a passkey that was just made.
    pub(super) credential: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> Authenticated<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, SignOnError> {
        Self::parse(bytes).ok_or_else(no_passkey)
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (site_sha256, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let credential = if flags & HAS_CREDENTIAL == 0 {
            None
        } else {
            // Sixteen bytes tell the make of the device, which is not asked.
            let (_, rest) = rest.split_at_checked(16)?;
            let (length, rest) = rest.split_first_chunk::<2>()?;
            let (id, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            let mut after = Reader(rest);
            after.item()?;
            let (key, _) = rest.split_at_checked(rest.len() - after.0.len())?;
            Some((id, key))
        };
        Some(Self {
            site_sha256,
            flags: *flags,
            count: u32::from_be_bytes(*count),
            credential,
        })
    }

    /// Refuses what was made for another site, or without its owner.
    pub(super) fn must(&self, site: &Site) -> Result<(), SignOnError> {
        if self.site_sha256 != sha256(site.host.as_bytes()) {
            return Err(SignOnError::refused("the passkey is for another site"));
        }
        if self.flags & PRESENT == 0 || self.flags & VERIFIED == 0 {
            return Err(SignOnError::refused(
                "the device did not check that it is you; use one with a finger, a face or a PIN",
            ));
        }
        // A passkey that was backed up without being able to be is no passkey.
        if self.flags & BACKED_UP != 0 && self.flags & MAY_BE_BACKED_UP == 0 {
            return Err(no_passkey());
        }
        Ok(())
    }
}
