//! The one place where time is measured.

use std::time::Instant;

/// What some work gives, and the seconds that it took.
#[expect(
    clippy::disallowed_methods,
    reason = "durations belong in benchmarks, and this is where they are taken"
)]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64())
}
