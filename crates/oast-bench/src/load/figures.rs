//! What a load measured, by kind of page.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Answer;

/// The times of one kind of page, and what came back.
#[derive(Debug, Default)]
struct Kind {
    micros: Vec<u128>,
    bytes: usize,
    bytes_max: usize,
    errors: usize,
}

/// What a load measured.
#[derive(Debug, Default)]
pub(super) struct Figures {
    kinds: BTreeMap<String, Kind>,
    /// The first thing that went wrong.
    first_error: Option<String>,
}

impl Figures {
    /// Notes an answer, or why there was none, and how long it took. Whatever is not 200 is wrong.
    pub(super) fn note(
        &mut self,
        (kind, path): (&str, &str),
        answer: &anyhow::Result<Answer>,
        took: Duration,
    ) {
        let of = self.kinds.entry(kind.to_owned()).or_default();
        of.micros.push(took.as_micros());
        let error = match answer {
            Ok(answer) => {
                of.bytes += answer.bytes;
                of.bytes_max = of.bytes_max.max(answer.bytes);
                (answer.status != 200).then(|| format!("{path} was answered {}", answer.status))
            }
            Err(why) => Some(format!("{path}: {why:#}")),
        };
        if let Some(error) = error {
            of.errors += 1;
            self.first_error.get_or_insert(error);
        }
    }

    /// Adds what another connection measured.
    pub(super) fn add(&mut self, other: Self) {
        for (name, mut kind) in other.kinds {
            let of = self.kinds.entry(name).or_default();
            of.micros.append(&mut kind.micros);
            of.bytes += kind.bytes;
            of.bytes_max = of.bytes_max.max(kind.bytes_max);
            of.errors += kind.errors;
        }
        self.first_error = self.first_error.take().or(other.first_error);
    }

    /// The figures: milliseconds that half, nineteen in twenty and all but one in a hundred pages
    /// stayed below, and the bytes of a page as sent.
    pub(super) fn told(self, seconds: f64) -> Value {
        let mut all = Kind::default();
        let mut by_kind = serde_json::Map::new();
        for (name, mut kind) in self.kinds {
            all.micros.extend_from_slice(&kind.micros);
            all.bytes += kind.bytes;
            all.bytes_max = all.bytes_max.max(kind.bytes_max);
            all.errors += kind.errors;
            by_kind.insert(name, kind.told());
        }
        let requests = all.micros.len();
        json!({
            "seconds": seconds,
            "requests_per_second": requests as f64 / seconds,
            "errors": all.errors,
            "first_error": self.first_error,
            "all": all.told(),
            "kinds": by_kind,
        })
    }
}

impl Kind {
    fn told(&mut self) -> Value {
        self.micros.sort_unstable();
        let count = self.micros.len();
        let milliseconds = |per_cent: usize| {
            let index = (count * per_cent / 100).min(count.saturating_sub(1));
            self.micros.get(index).map(|micros| *micros as f64 / 1e3)
        };
        json!({
            "requests": count,
            "errors": self.errors,
            "p50_ms": milliseconds(50),
            "p95_ms": milliseconds(95),
            "p99_ms": milliseconds(99),
            "max_ms": milliseconds(100),
            "bytes": self.bytes.checked_div(count),
            "bytes_max": self.bytes_max,
        })
    }
}
