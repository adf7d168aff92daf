//! Chance that can be replayed: every draw is a function of the seed, the stream and the index.

mod chance;
mod quantile;
mod shuffle;

pub(crate) use chance::{Chance, Stream};
pub(crate) use quantile::{Quantile, Stays, day_at};
pub(crate) use shuffle::Shuffle;
