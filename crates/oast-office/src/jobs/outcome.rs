use oast_units::Pence;
use serde_json::{Value, json};

use crate::pay_run::Proposed;

/// Placements left out of a proposal that are named; the others are counted.
pub const PROBLEMS_KEPT_MAX: usize = 100;
/// Faults of the record that are named; the others are counted.
pub const FAULTS_KEPT_MAX: usize = 100;

/// What came of a job that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A pay run was worked out.
    Proposed {
        /// Its reference; none when there was nothing to pay.
        run: Option<String>,
        /// How many lines it has.
        lines: u64,
        /// How many of them adjust a period that was paid before.
        adjustments: u64,
        /// What it pays homes, net.
        to_homes: Pence,
        /// What it bills.
        billed: Pence,
        /// Why placements were left out, for the first of them.
        problems: Vec<String>,
        /// How many more were left out.
        more: u64,
    },
    /// A pay run was paid.
    Paid {
        /// What goes through the bank.
        bank: Pence,
        /// What was kept back towards earlier debts.
        recovered: Pence,
        /// What homes newly owe.
        carried: Pence,
    },
    /// The record was verified.
    Verified {
        /// Audit entries looked at.
        entries: u64,
        /// Rows looked at.
        rows: u64,
        /// The hash of the last entry.
        head: String,
        /// The first faults, in words.
        faults: Vec<String>,
        /// How many more there are.
        more: u64,
    },
    /// It is done, and no more is known of it: it was done before, or whoever did it stopped
    /// before they could say more.
    Done,
}

/// Why a job came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It was refused, in words.
    Refused(String),
    /// The database failed or was busy.
    Database,
    /// The program stopped short in it.
    StoppedShort,
    /// It was begun too often, and whoever worked on it was gone each time.
    GivenUp,
}

impl Outcome {
    pub(super) fn proposed(mut proposed: Proposed) -> Self {
        let more = cut(&mut proposed.problems, PROBLEMS_KEPT_MAX);
        Self::Proposed {
            run: proposed.run.map(|run| run.to_string()),
            lines: proposed.lines,
            adjustments: proposed.adjustments,
            to_homes: proposed.to_homes,
            billed: proposed.billed,
            problems: proposed.problems,
            more,
        }
    }

    pub(super) fn verified(entries: u64, rows: u64, head: String, mut faults: Vec<String>) -> Self {
        let more = cut(&mut faults, FAULTS_KEPT_MAX);
        Self::Verified {
            entries,
            rows,
            head,
            faults,
            more,
        }
    }

    /// As it is stored.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Proposed {
                run,
                lines,
                adjustments,
                to_homes,
                billed,
                problems,
                more,
            } => json!({
                "is": "proposed", "run": run, "lines": lines, "adjustments": adjustments,
                "to_homes": to_homes.get(), "billed": billed.get(),
                "problems": problems, "more": more,
            }),
            Self::Paid {
                bank,
                recovered,
                carried,
            } => json!({
                "is": "paid", "bank": bank.get(), "recovered": recovered.get(),
                "carried": carried.get(),
            }),
            Self::Verified {
                entries,
                rows,
                head,
                faults,
                more,
            } => json!({
                "is": "verified", "entries": entries, "rows": rows, "head": head,
                "faults": faults, "more": more,
            }),
            Self::Done => json!({ "is": "done" }),
        }
    }

    /// Reads what was stored; what is not understood counts as done and no more known.
    pub(super) fn read(stored: &str) -> Self {
        let value: Value = serde_json::from_str(stored).unwrap_or_default();
        let number = |name: &str| value[name].as_u64().unwrap_or_default();
        let pence = |name: &str| Pence::new(value[name].as_i64().unwrap_or_default());
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let texts = |name: &str| {
            let all = value[name].as_array().into_iter().flatten();
            all.filter_map(|each| each.as_str().map(str::to_owned))
                .collect()
        };
        match value["is"].as_str() {
            Some("proposed") => Self::Proposed {
                run: value["run"].as_str().map(str::to_owned),
                lines: number("lines"),
                adjustments: number("adjustments"),
                to_homes: pence("to_homes"),
                billed: pence("billed"),
                problems: texts("problems"),
                more: number("more"),
            },
            Some("paid") => Self::Paid {
                bank: pence("bank"),
                recovered: pence("recovered"),
                carried: pence("carried"),
            },
            Some("verified") => Self::Verified {
                entries: number("entries"),
                rows: number("rows"),
                head: text("head"),
                faults: texts("faults"),
                more: number("more"),
            },
            _ => Self::Done,
        }
    }
}

impl Failure {
    /// As it is stored.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Refused(says) => json!({ "is": "refused", "says": says }),
            Self::Database => json!({ "is": "database" }),
            Self::StoppedShort => json!({ "is": "stopped short" }),
            Self::GivenUp => json!({ "is": "given up" }),
        }
    }

    /// Reads what was stored.
    pub(super) fn read(stored: &str) -> Self {
        let value: Value = serde_json::from_str(stored).unwrap_or_default();
        match value["is"].as_str() {
            Some("refused") => Self::Refused(value["says"].as_str().unwrap_or_default().to_owned()),
            Some("given up") => Self::GivenUp,
            Some("stopped short") => Self::StoppedShort,
            _ => Self::Database,
        }
    }
}

/// Cuts a list short, and gives how many were cut off.
fn cut(list: &mut Vec<String>, most: usize) -> u64 {
    let more = list.len().saturating_sub(most);
    list.truncate(most);
    more as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_back() {
        let outcomes = [
            Outcome::Proposed {
                run: Some("PR-0001".to_owned()),
                lines: 3,
                adjustments: 1,
                to_homes: Pence::new(-5),
                billed: Pence::new(7),
                problems: vec!["no price".to_owned()],
                more: 2,
            },
            Outcome::Paid {
                bank: Pence::new(1),
                recovered: Pence::new(2),
                carried: Pence::new(3),
            },
            Outcome::verified(1, 2, "ab".to_owned(), vec!["entry 1".to_owned()]),
            Outcome::Done,
        ];
        for outcome in outcomes {
            assert_eq!(Outcome::read(&outcome.json().to_string()), outcome);
        }
        let failures = [
            Failure::Refused("PR-0001 is paid".to_owned()),
            Failure::Database,
            Failure::StoppedShort,
            Failure::GivenUp,
        ];
        for failure in failures {
            assert_eq!(Failure::read(&failure.json().to_string()), failure);
        }
    }

    #[test]
    fn a_long_list_is_cut_and_the_rest_counted() {
        let faults = (0..103).map(|fault| fault.to_string()).collect();
        let Outcome::Verified { faults, more, .. } = Outcome::verified(0, 0, String::new(), faults)
        else {
            panic!("it is verified");
        };
        assert_eq!((faults.len(), more), (FAULTS_KEPT_MAX, 3));
    }
}
