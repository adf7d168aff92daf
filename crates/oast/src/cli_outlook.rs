//! What the command line asks about what is to come.

use std::path::PathBuf;

use clap::Args;
use oast_office::reorganisation::Sharing;
use oast_units::{Date, FinancialYear};

use crate::cli::Known;

/// What stands for the illustrations that the program knows, where a file of splits may be given.
pub(crate) const ILLUSTRATIONS: &str = "illustrations";

/// The budget of a financial year, as it stands on a day.
#[derive(Debug, Args)]
pub(crate) struct Budget {
    /// The financial year, such as 2026/27 [default: that of the day]
    #[arg(long)]
    pub(crate) year: Option<FinancialYear>,
    /// The day up to which is spent, and after which is committed [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) known: Known,
    /// What moved from the month before, by category and step, instead
    #[arg(long)]
    pub(crate) bridge: bool,
    /// A day of the month that the bridge leads to [default: of the last that is over]
    #[arg(long, value_name = "DATE", requires = "bridge")]
    pub(crate) month: Option<Date>,
    /// What the authorities that follow the council would have, instead: by a file of splits of its
    /// districts, or without one by the illustrations that the program knows
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        default_missing_value = ILLUSTRATIONS,
        conflicts_with = "bridge"
    )]
    pub(crate) successors: Option<PathBuf>,
    /// Only one of the splits, by its name
    #[arg(long, value_name = "NAME", requires = "successors")]
    pub(crate) split: Option<String>,
    /// How the budget is shared among them: by spend or by people
    #[arg(
        long,
        default_value = "spend",
        value_name = "RULE",
        requires = "successors"
    )]
    pub(crate) sharing: Sharing,
    /// Who would live across the new borders, instead
    #[arg(long, requires = "successors")]
    pub(crate) crossings: bool,
}
