//! How fast memory is, and how much of it was used.

use serde_json::{Value, json};

use crate::stopwatch::timed;

const MEGABYTE: usize = 1_000_000;
/// Two arrays are read and one is written.
const ARRAYS: usize = 3;

/// The bandwidth of memory by the triad of the STREAM benchmark: `a = b + s × c`, each array in
/// parts, one for each processor. The fastest run counts, as there.
pub(crate) fn measure(megabytes: usize, runs: u32) -> Value {
    let count = megabytes * MEGABYTE / size_of::<f64>();
    let threads = threads();
    let (mut a, b, c) = (
        vec![0.0_f64; count],
        vec![1.0_f64; count],
        vec![2.0_f64; count],
    );
    let seconds: Vec<f64> = (0..runs.max(1))
        .map(|_| timed(|| triad(&mut a, &b, &c, threads)).1)
        .collect();
    let fastest = seconds.iter().copied().fold(f64::INFINITY, f64::min);
    let bytes = ARRAYS * count * size_of::<f64>();
    json!({
        "threads": threads,
        "bytes": bytes,
        "seconds": seconds,
        "bytes_per_second": bytes as f64 / fastest,
        "check": a.first().zip(a.last()).map(|(first, last)| first + last),
    })
}

fn triad(a: &mut [f64], b: &[f64], c: &[f64], threads: usize) {
    let share = a.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        for ((a, b), c) in a
            .chunks_mut(share)
            .zip(b.chunks(share))
            .zip(c.chunks(share))
        {
            scope.spawn(move || {
                for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
                    *a = b + 3.0 * c;
                }
            });
        }
    });
}

/// One thread for each processor.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The most memory that this process has held, in bytes, where the system says.
pub(crate) fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}
