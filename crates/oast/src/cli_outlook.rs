//! What the command line asks about what is to come.

use clap::Args;
use oast_units::{Date, FinancialYear};

use crate::cli::Known;

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
}
