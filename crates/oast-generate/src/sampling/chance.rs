use oast_units::Date;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Quantile;

/// What a run of draws is for. Each has its own numbers, so that adding a draw to one moves no
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Which homes joined the framework, and how dear each is.
    Market,
    /// What a home tendered and reports.
    Home,
    /// Everything about one life.
    Life,
    /// What a self-funder has.
    SelfFunder,
    /// The order of categories among the placements.
    Categories,
    /// The order of prices.
    Prices,
    /// The order of homes.
    Homes,
    /// The order of departures.
    Departures,
    /// The order of one-to-one packages.
    OneToOne,
}

/// The draws of one stream at one index.
#[derive(Debug, Clone)]
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The draws of `stream` at `index`, under a seed.
    pub(crate) fn new(seed: u64, stream: Stream, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = stream as u8 + 1;
        let mut numbers = ChaCha8Rng::from_seed(key);
        numbers.set_stream(index);
        Self(numbers)
    }

    /// A whole number of 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A whole number from 0 to one less than `count`; 0 when there is no such number.
    pub(crate) fn below(&mut self, count: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(count);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A whole number between two, both included; `low` when they are the wrong way round.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add_unsigned(self.below((high - low + 1).max(1).unsigned_abs()))
    }

    /// A whole number within a range, both ends included.
    pub(crate) fn within(&mut self, (low, high): (i64, i64)) -> i64 {
        self.between(low, high)
    }

    /// A number of days between two, both included.
    pub(crate) fn days(&mut self, low: i32, high: i32) -> i32 {
        i32::try_from(self.between(low.into(), high.into())).unwrap_or(low)
    }

    /// A day between two, both included; `first` when `last` comes before it.
    pub(crate) fn day(&mut self, first: Date, last: Date) -> Date {
        first + self.days(0, last - first)
    }

    /// True so many times in a thousand.
    pub(crate) fn permille(&mut self, share: u64) -> bool {
        self.below(1_000) < share
    }

    /// A place in a distribution.
    pub(crate) fn quantile(&mut self) -> Quantile {
        Quantile::random(self.bits())
    }

    /// One of several that are equally likely.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(from.len() as u64);
        from.get(usize::try_from(index).unwrap_or_default())
    }

    /// One of several, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(T, u64)]) -> Option<T> {
        let mut place = self.below(from.iter().map(|(_, weight)| weight).sum());
        for &(value, weight) in from {
            if place < weight {
                return Some(value);
            }
            place -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_depend_on_seed_stream_and_index_alone() {
        let first = |seed, stream, index| Chance::new(seed, stream, index).bits();
        assert_eq!(first(1, Stream::Life, 7), first(1, Stream::Life, 7));
        let others = [
            first(2, Stream::Life, 7),
            first(1, Stream::Home, 7),
            first(1, Stream::Life, 8),
        ];
        assert!(!others.contains(&first(1, Stream::Life, 7)));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut chance = Chance::new(1, Stream::Life, 0);
        let mut seen = [0; 4];
        for _ in 0..4_000 {
            let drawn = chance.between(-1, 2);
            assert!((-1..=2).contains(&drawn));
            seen[usize::try_from(drawn + 1).unwrap()] += 1;
        }
        assert!(
            seen.iter().all(|count| (850..1_150).contains(count)),
            "{seen:?}"
        );
        assert_eq!((chance.between(5, 4), chance.below(0)), (5, 0));
        assert_eq!(chance.weighted(&[('a', 0), ('b', 3)]), Some('b'));
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
