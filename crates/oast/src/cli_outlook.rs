//! What the command line asks about what is to come.

use std::path::PathBuf;

use clap::Args;
use oast_office::reorganisation::Sharing;
use oast_units::{Date, FinancialYear};

use crate::cli::{Known, draws};

/// What stands for the illustrations that the program knows, where a file of splits may be given.
pub(crate) const ILLUSTRATIONS: &str = "illustrations";

/// What a committee's pack is of, and where it is written.
#[derive(Debug, Args)]
pub(crate) struct PackForecast {
    /// The scenario's file; without it, things go on as they are
    #[arg(value_name = "SCENARIO.toml")]
    pub(crate) scenario: Option<PathBuf>,
    /// Where to write it: an accessible PDF if its name ends with .pdf, a page if with .html
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// How many times to draw
    #[arg(long, default_value_t = 1_000, value_parser = draws())]
    pub(crate) draws: u32,
    /// The council's name, as the author of the pack
    #[arg(long, env = "OAST_COUNCIL", default_value = "Kent County Council")]
    pub(crate) council: String,
    /// The day on which things are as they are; without it, today
    #[arg(long)]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) known: Known,
}

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
