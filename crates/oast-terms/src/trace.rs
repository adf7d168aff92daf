use std::sync::Arc;

use oast_units::{Date, Pence, Period};

use crate::term::{Origin, Unit};

/// Takes down what a rule reads and does, as it does it.
///
/// The trace is the explanation, the audit record and the test snapshot at once.
pub trait Trace {
    /// Whether entries are kept: what is only worth doing for the record is done only then.
    const KEEPS: bool;

    /// Takes down one entry. It is only made when it is kept.
    fn record(&mut self, entry: impl FnOnce() -> Entry);
}

/// Keeps nothing, and costs nothing: for a pay run of a million placements.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Trace for Silent {
    const KEEPS: bool = false;

    #[inline(always)]
    fn record(&mut self, _entry: impl FnOnce() -> Entry) {}
}

/// Keeps every entry, in the order of the reasoning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorder {
    /// What was read and done.
    pub entries: Vec<Entry>,
}

impl Trace for Recorder {
    const KEEPS: bool = true;

    fn record(&mut self, entry: impl FnOnce() -> Entry) {
        self.entries.push(entry());
    }
}

/// One thing that a rule read, did or set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A term was read.
    Term(TermRead),
    /// A recorded fact was read.
    Fact(FactRead),
    /// A step was taken.
    Step(Step),
    /// A rule was looked at and did not apply.
    NotApplied(NotApplied),
}

/// A term as it was read for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRead {
    /// Its path and name.
    pub name: Arc<str>,
    /// What it counts.
    pub unit: Unit,
    /// Its value, as text.
    pub value: String,
    /// The day it was read for.
    pub on: Date,
    /// The days on which this value holds.
    pub period: Period,
    /// Where it is from.
    pub origin: Origin,
}

/// A recorded fact as it was read. The store knows who recorded it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRead {
    /// The kind of fact, which is its table and its file: `placements`.
    pub table: &'static str,
    /// Its key, the parts joined by ` / `.
    pub key: String,
    /// What it says, in words.
    pub says: String,
}

/// A step of the reasoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rule's name, which its cases and its page of help also use: `rate.framework`.
    pub rule: &'static str,
    /// The section of the rules it carries out: `rules §3`.
    pub clause: &'static str,
    /// What was done, in a sentence.
    pub says: String,
    /// The amount after it, where it has one.
    pub amount: Option<Pence>,
}

/// A rule that was looked at and left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotApplied {
    /// The rule's name.
    pub rule: &'static str,
    /// Why it did not apply, in a sentence.
    pub why: String,
}
