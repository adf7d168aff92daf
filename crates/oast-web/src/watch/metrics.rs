//! What is counted, and how it is written for Prometheus.
//!
//! Whole numbers alone: seconds are kept as microseconds and written with a decimal point.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use jiff::SignedDuration;
use oast_office::jobs::{JobTold, Watch};

use crate::app::held;

/// The upper bounds of the buckets of answers and waits, in microseconds.
const QUICK_US: [u64; 10] = [
    5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 30_000_000,
];
/// The upper bounds of the buckets of jobs, in microseconds.
const LONG_US: [u64; 8] = [
    100_000,
    1_000_000,
    5_000_000,
    15_000_000,
    60_000_000,
    300_000_000,
    900_000_000,
    3_600_000_000,
];

/// How many of something took how long.
#[derive(Debug, Clone)]
struct Histogram {
    bounds: &'static [u64],
    /// How many took at most as long as each bound, and longer than the one before.
    counts: Vec<u64>,
    all: u64,
    sum_us: u64,
}

impl Histogram {
    fn new(bounds: &'static [u64]) -> Self {
        Self {
            bounds,
            counts: vec![0; bounds.len()],
            all: 0,
            sum_us: 0,
        }
    }

    fn add(&mut self, took: SignedDuration) {
        let took = u64::try_from(took.as_micros()).unwrap_or_default();
        let bucket = self.bounds.partition_point(|bound| *bound < took);
        if let Some(count) = self.counts.get_mut(bucket) {
            *count += 1;
        }
        self.all += 1;
        self.sum_us = self.sum_us.saturating_add(took);
    }

    fn write(&self, out: &mut String, name: &str, labels: &str) {
        let comma = if labels.is_empty() { "" } else { "," };
        let mut so_far = 0;
        for (bound, count) in self.bounds.iter().zip(&self.counts) {
            so_far += count;
            let bound = seconds(*bound);
            let _ = writeln!(
                out,
                "{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {so_far}"
            );
        }
        let (all, sum) = (self.all, seconds(self.sum_us));
        let _ = writeln!(out, "{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {all}");
        let braced = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{labels}}}")
        };
        let _ = writeln!(out, "{name}_sum{braced} {sum}");
        let _ = writeln!(out, "{name}_count{braced} {all}");
    }
}

/// Microseconds as seconds.
fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What one program counts since it was started.
#[derive(Debug)]
pub struct Metrics {
    /// Answers by method, route and class of status.
    answers: Mutex<BTreeMap<(String, String, u16), Histogram>>,
    waits: Mutex<Histogram>,
    jobs: Mutex<BTreeMap<(&'static str, &'static str), Histogram>>,
    refused: Mutex<BTreeMap<&'static str, u64>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            answers: Mutex::default(),
            waits: Mutex::new(Histogram::new(&QUICK_US)),
            jobs: Mutex::default(),
            refused: Mutex::default(),
        }
    }
}

impl Metrics {
    /// A request was answered. The route is a template, never an address.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: SignedDuration) {
        let key = (method.to_owned(), route.to_owned(), status / 100);
        let mut answers = held(&self.answers);
        let answers = answers
            .entry(key)
            .or_insert_with(|| Histogram::new(&QUICK_US));
        answers.add(took);
    }

    /// A request waited for its turn at the database.
    pub fn waited(&self, took: SignedDuration) {
        held(&self.waits).add(took);
    }

    /// Something was refused because there was too much of it: `rate`, `connections`.
    pub fn refused(&self, what: &'static str) {
        *held(&self.refused).entry(what).or_default() += 1;
    }

    /// Everything that is counted, as Prometheus reads it.
    pub fn write(&self, out: &mut String) {
        head(
            out,
            "oast_answers_seconds",
            "histogram",
            "Requests answered, by route and class of status.",
        );
        for ((method, route, class), histogram) in &*held(&self.answers) {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{class}xx\"");
            histogram.write(out, "oast_answers_seconds", &labels);
        }
        head(
            out,
            "oast_database_wait_seconds",
            "histogram",
            "How long requests waited for their turn at the database.",
        );
        held(&self.waits).write(out, "oast_database_wait_seconds", "");
        head(
            out,
            "oast_jobs_seconds",
            "histogram",
            "Jobs let go of by this program, by kind and outcome.",
        );
        for ((kind, outcome), histogram) in &*held(&self.jobs) {
            let labels = format!("kind=\"{kind}\",outcome=\"{outcome}\"");
            histogram.write(out, "oast_jobs_seconds", &labels);
        }
        head(
            out,
            "oast_refused_total",
            "counter",
            "What was refused because there was too much of it.",
        );
        for (what, count) in &*held(&self.refused) {
            let _ = writeln!(out, "oast_refused_total{{what=\"{what}\"}} {count}");
        }
    }
}

/// Begins a metric.
pub(super) fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

impl Watch for Metrics {
    fn job_ended(&self, told: &JobTold) {
        let mut jobs = held(&self.jobs);
        let jobs = jobs
            .entry((told.kind, told.outcome))
            .or_insert_with(|| Histogram::new(&LONG_US));
        jobs.add(told.took);
        super::log_job(told);
    }

    fn command_seen(&self, command: &str, seq: i64) {
        super::log_command(command, seq);
    }

    fn checkpoint_signed(&self, entries: i64) {
        super::log_checkpoint(entries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_up_to_each_bound_and_adds_up() {
        let metrics = Metrics::default();
        for milliseconds in [1, 5, 6, 700, 60_000] {
            metrics.answered(
                "GET",
                "/homes/{home}",
                200,
                SignedDuration::from_millis(milliseconds),
            );
        }
        metrics.refused("rate");
        let mut out = String::new();
        metrics.write(&mut out);
        let labels = "method=\"GET\",route=\"/homes/{home}\",status=\"2xx\"";
        for line in [
            format!("oast_answers_seconds_bucket{{{labels},le=\"0.005\"}} 2"),
            format!("oast_answers_seconds_bucket{{{labels},le=\"0.01\"}} 3"),
            format!("oast_answers_seconds_bucket{{{labels},le=\"1\"}} 4"),
            format!("oast_answers_seconds_bucket{{{labels},le=\"30\"}} 4"),
            format!("oast_answers_seconds_bucket{{{labels},le=\"+Inf\"}} 5"),
            format!("oast_answers_seconds_sum{{{labels}}} 60.712"),
            format!("oast_answers_seconds_count{{{labels}}} 5"),
            "oast_database_wait_seconds_count 0".to_owned(),
            "oast_refused_total{what=\"rate\"} 1".to_owned(),
        ] {
            assert!(out.lines().any(|each| each == line), "{line}\n{out}");
        }
    }
}
