//! As much of CBOR (RFC 8949) as authenticators write: definite lengths, shallow.

/// How deep arrays and maps may lie in each other.
const DEPTH_MAX: u8 = 4;

/// One item, as far as it is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    /// An array, a map or a simple value, which was passed over.
    Other,
}

/// Reads items from the front of some bytes.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// The kind of the next item, and its number or length.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.take(1)?.first()?;
        let more = match first & 31 {
            short @ 0..=23 => return Some((first >> 5, u64::from(short))),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let number = self.take(more)?;
        let number = number
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        Some((first >> 5, number))
    }

    /// The next item.
    pub(super) fn item(&mut self) -> Option<Item<'a>> {
        self.item_at(0)
    }

    fn item_at(&mut self, depth: u8) -> Option<Item<'a>> {
        if depth > DEPTH_MAX {
            return None;
        }
        let (kind, number) = self.head()?;
        let items = match kind {
            0 => return Some(Item::Integer(i64::try_from(number).ok()?)),
            1 => return Some(Item::Integer(-1 - i64::try_from(number).ok()?)),
            2 => return Some(Item::Bytes(self.take(usize::try_from(number).ok()?)?)),
            3 => {
                let text = self.take(usize::try_from(number).ok()?)?;
                return Some(Item::Text(std::str::from_utf8(text).ok()?));
            }
            4 => number,
            5 => number.checked_mul(2)?,
            7 => return Some(Item::Other),
            _ => return None,
        };
        // Each item takes a byte at least, so that a length cannot make this run on.
        for _ in 0..items {
            self.item_at(depth + 1)?;
        }
        Some(Item::Other)
    }

    /// The number of entries of the map that comes next.
    pub(super) fn map(&mut self) -> Option<u64> {
        self.head()
            .filter(|(kind, _)| *kind == 5)
            .map(|(_, number)| number)
    }
}

/// The bytes that a map has under a name.
pub(super) fn entry<'a>(map: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut reader = Reader(map);
    let mut found = None;
    for _ in 0..reader.map()? {
        let (key, value) = (reader.item()?, reader.item()?);
        if let (Item::Text(key), Item::Bytes(value)) = (key, value)
            && key == name
            && found.replace(value).is_some()
        {
            return None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_and_nonsense_is_none() {
        let map = [0xA2, 0x61, b'a', 0x41, 7, 0x61, b'b', 0x82, 1, 0x20];
        assert_eq!(entry(&map, "a"), Some(&[7][..]));
        assert_eq!(entry(&map, "b"), None);
        assert_eq!(
            entry(&[0xA2, 0x61, b'a', 0x40, 0x61, b'a', 0x40], "a"),
            None
        );
        assert_eq!(Reader(&[0x39, 1, 0]).item(), Some(Item::Integer(-257)));
        for nonsense in [
            &[0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF][..],
            &[0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0],
            &[0x5F],
            &[0xC0, 0],
            &[],
        ] {
            assert_eq!(Reader(nonsense).item(), None, "{nonsense:?}");
        }
    }
}
