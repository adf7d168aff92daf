use std::fmt;
use std::str::FromStr;

use aes_siv::KeyInit as _;
use aes_siv::siv::Aes128Siv;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use oast_units::Invalid;

use crate::{KEY_BYTES, from_hex, to_hex};

/// What a sealed text begins with; the number is the version of the form.
const SEALED: &str = "sealed:1:";
/// What a wrapped key is bound to, beside its own context.
const WRAPPED: &str = "oast key\u{1f}";
/// What a sealed text is bound to, beside its own context.
const TEXT: &str = "oast text\u{1f}";
/// What a text is bound to that is sealed under the master key itself.
const WORKING: &str = "oast working\u{1f}";

/// Bytes by which what is sealed is longer than what was.
const TAG_BYTES: usize = 16;

/// Whether a stored text is sealed. One that is not was recorded before there were seals.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(SEALED)
}

/// The key that wraps every other key of a database. Whoever has it and the database can read
/// everything that is not erased; it is kept apart from both.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; KEY_BYTES]);

impl MasterKey {
    /// A key of bytes that nobody can foresee.
    pub const fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// The key as its file holds it: 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        to_hex(&self.0)
    }

    /// What wraps and unwraps under this key.
    pub fn wrapper(&self) -> Wrapper {
        Wrapper(Aes128Siv::new(&self.0.into()))
    }
}

impl FromStr for MasterKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        from_hex(text.trim()).map(Self)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a master key)")
    }
}

/// Wraps keys under a master key, with AES-SIV (RFC 5297), which is made for it: it needs no
/// number that is used once only, and refuses whatever was altered or moved.
#[derive(Debug)]
pub struct Wrapper(Aes128Siv);

impl Wrapper {
    /// A key as it is stored for a context: it opens for no other.
    pub fn wrap(&mut self, context: &str, key: &SubjectKey) -> Result<String, Invalid> {
        let wrapped = self
            .0
            .encrypt([WRAPPED, context], &key.0)
            .map_err(|_| Invalid::new("the key could not be wrapped"))?;
        Ok(BASE64.encode(&wrapped))
    }

    /// The key that was wrapped for a context; none under another master key, for another
    /// context, or when it was altered.
    pub fn unwrap(&mut self, context: &str, wrapped: &str) -> Option<SubjectKey> {
        // What is stored is no secret, and is decoded as fast as can be.
        let mut bytes = [0; TAG_BYTES + KEY_BYTES];
        let read = BASE64.decode_slice(wrapped, &mut bytes).ok()?;
        if read != bytes.len() {
            return None;
        }
        let key = self.0.decrypt([WRAPPED, context], &bytes).ok()?;
        key.try_into().ok().map(SubjectKey)
    }

    /// Seals a text of a working table for a context, under the master key itself: it opens under
    /// that key and for this context alone.
    pub fn seal(&mut self, context: &str, text: &str) -> Result<String, Invalid> {
        sealed(&mut self.0, [WORKING, context], text)
    }

    /// The text that was sealed for a context with [`Wrapper::seal`]; none under another key, for
    /// another context, or when it was altered.
    pub fn open(&mut self, context: &str, sealed: &str) -> Option<String> {
        let mut text = Vec::new();
        opened(&mut self.0, [WORKING, context], sealed, &mut text)?;
        String::from_utf8(text).ok()
    }
}

/// The key of one person, or of one placement, for what one command recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectKey([u8; KEY_BYTES]);

impl SubjectKey {
    /// A key of bytes that nobody can foresee.
    pub const fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Seals a text for a context, with AES-SIV: it opens under this key and for this context
    /// alone. The same text, key and context give the same seal.
    pub fn seal(&self, context: &str, text: &str) -> Result<String, Invalid> {
        sealed(&mut Aes128Siv::new(&self.0.into()), [TEXT, context], text)
    }

    /// The text that was sealed for a context; none under another key, for another context, or
    /// when it was altered.
    pub fn open(&self, context: &str, sealed: &str) -> Option<String> {
        let mut room = Vec::new();
        self.open_into(context, sealed, &mut room)
            .map(str::to_owned)
    }

    /// The same, in room that is used again for the next text.
    pub fn open_into<'r>(
        &self,
        context: &str,
        sealed: &str,
        room: &'r mut Vec<u8>,
    ) -> Option<&'r str> {
        let mut cipher = Aes128Siv::new(&self.0.into());
        opened(&mut cipher, [TEXT, context], sealed, room)?;
        std::str::from_utf8(room).ok()
    }
}

fn sealed(cipher: &mut Aes128Siv, bound: [&str; 2], text: &str) -> Result<String, Invalid> {
    let sealed = cipher
        .encrypt(bound, text.as_bytes())
        .map_err(|_| Invalid::new("the text could not be sealed"))?;
    let mut out = String::with_capacity(SEALED.len() + sealed.len() * 4 / 3 + 2);
    out.push_str(SEALED);
    BASE64.encode_string(&sealed, &mut out);
    Ok(out)
}

fn opened(
    cipher: &mut Aes128Siv,
    bound: [&str; 2],
    sealed: &str,
    room: &mut Vec<u8>,
) -> Option<()> {
    room.clear();
    // What is stored is no secret, and is decoded as fast as can be.
    BASE64.decode_vec(sealed.strip_prefix(SEALED)?, room).ok()?;
    cipher.decrypt_in_place(bound, room).ok()
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a key)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SubjectKey = SubjectKey::new([7; KEY_BYTES]);

    #[test]
    fn what_is_sealed_opens_under_its_key_and_for_its_context_alone() {
        let sealed = KEY.seal("people P1 4", "Mrs Example").unwrap();
        assert!(is_sealed(&sealed) && !sealed.contains("Example"));
        assert_eq!(KEY.open("people P1 4", &sealed).unwrap(), "Mrs Example");
        assert_eq!(KEY.open("people P1 5", &sealed), None);
        let other = SubjectKey::new([8; KEY_BYTES]);
        assert_eq!(other.open("people P1 4", &sealed), None);
        assert_eq!(KEY.open("people P1 4", "Mrs Example"), None);
    }

    #[test]
    fn every_character_of_a_sealed_text_counts() {
        let sealed = KEY.seal("c", "Mrs Example of Example Street").unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(KEY.open("c", &altered), None, "{at}");
        }
    }

    #[test]
    fn a_wrapped_key_comes_back_under_its_master_key_and_for_its_subject_alone() {
        let master = MasterKey::new([1; KEY_BYTES]);
        let wrapped = master.wrapper().wrap("P1", &KEY).unwrap();
        assert_eq!(master.wrapper().unwrap("P1", &wrapped), Some(KEY));
        assert_eq!(master.wrapper().unwrap("P2", &wrapped), None);
        let other = MasterKey::new([2; KEY_BYTES]);
        assert_eq!(other.wrapper().unwrap("P1", &wrapped), None);
    }

    #[test]
    fn a_text_of_a_working_table_opens_under_the_master_key_and_in_its_place_alone() {
        let master = MasterKey::new([1; KEY_BYTES]);
        let sealed = master.wrapper().seal("code_apps anna", "JBSWY3DP").unwrap();
        assert!(is_sealed(&sealed) && !sealed.contains("JBSWY3DP"));
        let opened = |key: u8, context: &str| {
            let mut wrapper = MasterKey::new([key; KEY_BYTES]).wrapper();
            wrapper.open(context, &sealed)
        };
        assert_eq!(opened(1, "code_apps anna").unwrap(), "JBSWY3DP");
        assert_eq!(opened(1, "code_apps bea"), None);
        assert_eq!(opened(2, "code_apps anna"), None);
        // No text can be passed off as a key, nor a key as a text.
        let bare = sealed.strip_prefix(SEALED).unwrap();
        assert_eq!(master.wrapper().unwrap("code_apps anna", bare), None);
    }

    #[test]
    fn a_master_key_is_64_digits_and_is_not_printed() {
        let key: MasterKey = format!("{}\n", "0f".repeat(32)).parse().unwrap();
        assert_eq!(key.to_hex(), "0f".repeat(32));
        assert_eq!(format!("{key:?}"), "(a master key)");
        for wrong in ["", "0f", &"0g".repeat(32), &"0f".repeat(33)] {
            assert!(wrong.parse::<MasterKey>().is_err(), "{wrong}");
        }
    }

    /// RFC 5297, appendix A.1: the cipher is the one that the documents name.
    #[test]
    fn the_cipher_is_that_of_rfc_5297() {
        let key: [u8; 32] =
            from_hex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff").unwrap();
        let context: [u8; 24] =
            from_hex("101112131415161718191a1b1c1d1e1f2021222324252627").unwrap();
        let text: [u8; 14] = from_hex("112233445566778899aabbccddee").unwrap();
        let sealed = Aes128Siv::new(&key.into())
            .encrypt([&context], &text)
            .unwrap();
        assert_eq!(
            to_hex(&sealed),
            "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"
        );
    }
}
