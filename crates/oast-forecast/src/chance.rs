//! Chance that anybody can draw again.

use std::convert::Infallible;

use rand_core::TryRng;
use rand_distr::{Distribution as _, Exp1, Gamma, StandardNormal};

/// The step of a Weyl sequence, an odd number near 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
/// The middle of the last of the 53 bits that a fraction keeps.
const HALF: f64 = 0.5;
const FRACTION: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A stream of chance that hangs on nothing but its key: the seed, the draw, whom it is about and
/// how often something has happened to them before.
///
/// Two scenarios that ask for the same key are given the same luck (*common random numbers*): what
/// differs between them is then what was changed, and not the dice. It also makes a draw the same
/// on every machine and whatever is worked out beside it. The bits are those of `SplitMix64`
/// (Steele, Lea and Flood 2014).
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

/// Part of a key: a seed and a draw, or these and somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// A draw of a seed.
    pub fn of_draw(seed: u64, draw: u64) -> Self {
        Self(mixed(mixed(seed).wrapping_add(draw.wrapping_mul(STEP))))
    }

    /// Somebody or something in it, by number.
    #[must_use]
    pub fn of(self, what: u64) -> Self {
        Self(mixed(self.0 ^ what.wrapping_add(1).wrapping_mul(STEP)))
    }

    /// The chance of what happens to them, the first time or a later one.
    #[inline]
    pub fn event(self, number: u64) -> Chance {
        Chance(mixed(
            self.0
                .wrapping_add(number.wrapping_add(1).wrapping_mul(STEP)),
        ))
    }
}

#[inline]
fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Chance {
    #[inline]
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// Above 0 and below 1.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the 53 bits that are kept fit a double"
    )]
    pub fn fraction(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + HALF) * FRACTION
    }

    /// A time whose mean is 1.
    pub fn wait(&mut self) -> f64 {
        Exp1.sample(self)
    }

    /// Around 0, with a standard deviation of 1.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }

    /// A factor whose mean is 1 and whose logarithm has this standard deviation.
    pub fn scatter(&mut self, deviation: f64) -> f64 {
        if deviation <= 0.0 {
            return 1.0;
        }
        libm::exp(deviation * self.normal() - HALF * deviation * deviation)
    }

    /// From a gamma distribution whose scale is 1; the shape is above 0, or nothing comes of it.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        Gamma::new(shape, 1.0).map_or(0.0, |gamma| gamma.sample(self))
    }
}

/// As a source of bits for distributions.
impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for part in into.chunks_mut(size_of::<u64>()) {
            let bytes = self.bits().to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mut draw: impl FnMut(&mut Chance) -> f64) -> (f64, f64) {
        const DRAWS: u32 = 100_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for number in 0..DRAWS {
            let value = draw(&mut Key::of_draw(7, 3).of(1).event(u64::from(number)));
            sum += value;
            squares += value * value;
        }
        let mean = sum / f64::from(DRAWS);
        (mean, squares / f64::from(DRAWS) - mean * mean)
    }

    #[test]
    fn moments_are_what_they_should_be() {
        type Draw = fn(&mut Chance) -> f64;
        let cases: [(Draw, f64, f64); 6] = [
            (Chance::fraction, 0.5, 1.0 / 12.0),
            (Chance::wait, 1.0, 1.0),
            (Chance::normal, 0.0, 1.0),
            (|chance| chance.scatter(0.1), 1.0, 0.01005),
            (|chance| chance.gamma(0.5), 0.5, 0.5),
            (|chance| chance.gamma(20.0), 20.0, 20.0),
        ];
        for (index, (draw, mean, variance)) in cases.into_iter().enumerate() {
            let (own_mean, own_variance) = moments(draw);
            let far = (own_mean - mean).abs() / libm::sqrt(variance / 100_000.0);
            assert!(far < 4.0, "case {index}: mean {own_mean}, not {mean}");
            let ratio = own_variance / variance;
            assert!(
                (0.96..1.04).contains(&ratio),
                "case {index}: {own_variance}"
            );
        }
    }

    #[test]
    fn keys_that_differ_in_one_part_share_no_luck() {
        let of = |seed, draw, what, event| {
            Key::of_draw(seed, draw)
                .of(what)
                .event(event)
                .fraction()
                .to_bits()
        };
        let keys = [
            of(1, 2, 3, 4),
            of(2, 2, 3, 4),
            of(1, 3, 3, 4),
            of(1, 2, 4, 4),
            of(1, 2, 3, 5),
        ];
        let mut once = keys.to_vec();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), keys.len());
        assert_eq!(of(1, 2, 3, 4), keys[0]);
    }
}
