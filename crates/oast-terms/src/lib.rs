//! Contracts and law as dated, cited data, and the trace of what was read.
//!
//! A [`Term`] is a value that a contract or a statute sets, by date, each with its citation and its
//! [`Status`]. Reading one through [`Term::on`] records the reading in a [`Trace`], so that an
//! explanation is never written by hand.

mod term;
mod trace;

pub use term::{Dated, NotInForce, Origin, Status, Term, Unit};
pub use trace::{Entry, FactRead, NotApplied, Recorder, Silent, Step, TermRead, Trace};
