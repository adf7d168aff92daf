/// An order of the numbers below `count`, worked out place by place with nothing kept.
///
/// A Feistel network over the next power of four, walked until it falls below `count`: each place
/// has one number and each number one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shuffle {
    count: u64,
    key: u64,
    half_bits: u32,
}

const ROUNDS: u64 = 4;

impl Shuffle {
    /// An order of the numbers below `count`, under a key.
    pub(crate) fn new(count: u64, key: u64) -> Self {
        let bits = u64::BITS - count.saturating_sub(1).leading_zeros();
        Self {
            count,
            key,
            half_bits: bits.div_ceil(2).clamp(1, 31),
        }
    }

    /// The number at a place. A place outside the order stays where it is.
    pub(crate) fn at(&self, place: u64) -> u64 {
        if place >= self.count {
            return place;
        }
        let mut number = self.step(place);
        while number >= self.count {
            number = self.step(number);
        }
        number
    }

    fn step(&self, number: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (number >> self.half_bits, number & mask);
        for round in 0..ROUNDS {
            (left, right) = (
                right,
                left ^ (mix(right ^ self.key.rotate_left(13), round) & mask),
            );
        }
        left << self.half_bits | right
    }
}

/// The finishing steps of `SplitMix64`, which spread every bit over all the others.
fn mix(value: u64, round: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(round + 1));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_place() {
        for count in [1, 2, 3, 99, 1_000, 4_394] {
            let order = Shuffle::new(count, 17);
            let mut numbers: Vec<u64> = (0..count).map(|place| order.at(place)).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_key_gives_another_order() {
        let orders = [1, 2].map(|key| {
            let order = Shuffle::new(1_000, key);
            (0..1_000).map(|place| order.at(place)).collect::<Vec<_>>()
        });
        let same = orders[0]
            .iter()
            .zip(&orders[1])
            .filter(|(a, b)| a == b)
            .count();
        assert!(same < 10, "{same} of 1,000 are in the same place");
    }
}
