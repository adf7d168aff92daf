//! The command line's part about price bands.

use clap::{Args, Subcommand};
use oast_units::Date;

use crate::cli::Known;

#[derive(Debug, Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one, read once from the command line"
)]
pub(crate) enum Bands {
    /// Design bands as the business case did, and those that cost least where every district is to
    /// have enough beds
    Design(Design),
    /// What care should cost for one occupied bed a week, line by line, and what the uplift formula
    /// gives
    FairFee {
        /// The day [default: today]
        #[arg(long)]
        on: Option<Date>,
        /// Write what the uplift formula gives for each April instead
        #[arg(long)]
        uplifts: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Design {
    /// The day to take the market's prices on [default: today]
    #[arg(long)]
    pub(crate) on: Option<Date>,
    /// How far below the rounded average upper ends lie, in per cent [default: 20]
    #[arg(long, value_name = "PERCENT")]
    reduction: Option<String>,
    /// Beds at bidding homes for every hundred people, in each district [default: 100]
    #[arg(long, value_name = "PERCENT")]
    coverage: Option<String>,
    /// What is paid above the market price off the framework, in per cent [default: 10]
    #[arg(long, value_name = "PERCENT")]
    premium: Option<String>,
    /// The step between spinal points, in pounds [default: 10]
    #[arg(long, value_name = "POUNDS")]
    step: Option<String>,
    /// The part of a bidding home's beds that the council can fill, in per cent [default: 80]
    #[arg(long, value_name = "PERCENT")]
    open: Option<String>,
    /// How much prices grow a year, in per cent [default: 3]
    #[arg(long, value_name = "PERCENT")]
    uplift: Option<String>,
    /// The furthest that an upper end may lie below the average, in per cent [default: 30]
    #[arg(long, value_name = "PERCENT")]
    drop: Option<String>,
    /// The least part of homes that should bid, in per cent [default: 0]
    #[arg(long, value_name = "PERCENT")]
    homes: Option<String>,
    /// The chance that a home bids where the upper end is its price, in per cent [default: 90]
    #[arg(long, value_name = "PERCENT")]
    at_market: Option<String>,
    /// How fast that chance falls with the upper end [default: 12]
    #[arg(long, value_name = "NUMBER")]
    steepness: Option<String>,
    /// Write what every upper end trades instead: spending against homes that bid
    #[arg(long)]
    pub(crate) curve: bool,
    /// Write the beds of each district at the best upper ends instead
    #[arg(long, conflicts_with = "curve")]
    pub(crate) districts: bool,
    #[command(flatten)]
    pub(crate) known: Known,
}

impl Design {
    /// The numbers that were given, by their names.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("reduction", &self.reduction),
            ("coverage", &self.coverage),
            ("premium", &self.premium),
            ("step", &self.step),
            ("open", &self.open),
            ("uplift", &self.uplift),
            ("drop", &self.drop),
            ("homes", &self.homes),
            ("at_market", &self.at_market),
            ("steepness", &self.steepness),
        ]
        .into_iter()
        .filter_map(|(name, given)| Some((name, given.as_deref()?)))
    }
}
