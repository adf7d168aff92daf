//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use oast_exchange::table::Format;
use oast_rules::facts::Element;
use oast_units::{Date, Pence};

use crate::cli_bands::Bands;
use crate::cli_operation::{Backup, Opened, Operation, Serve};
use crate::cli_user::User;
use crate::context::KnownAt;
use crate::exit;

pub(crate) use crate::cli_outlook::{Budget, ILLUSTRATIONS, PackForecast};
pub(crate) use crate::cli_records::{Audit, Key, Person, Retention};

/// Runs a council's care-home commissioning end to end: every figure opens to its facts, its
/// contract clause and its decision, and can be replayed as it was known on any day.
#[derive(Debug, Parser)]
#[command(name = "oast", version, after_help = exit::HELP)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Settings that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// The database: the path of a file, made if need be, or <postgres://user@host/name> [default:
    /// county.sqlite in your data folder]
    #[arg(long, global = true, env = "OAST_DATABASE", value_name = "ADDRESS")]
    pub(crate) database: Option<String>,
    /// Whose book: the name of a folder in the terms
    #[arg(long, global = true, env = "OAST_AUTHORITY", default_value = "kent")]
    pub(crate) authority: String,
    /// A folder of terms to use instead of those built in
    #[arg(long, global = true, env = "OAST_TERMS", value_name = "DIR")]
    pub(crate) terms: Option<PathBuf>,
    /// The file of the key under which personal data is sealed [default: beside the database, made
    /// at first use]
    #[arg(long, global = true, env = "OAST_KEY_FILE", value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Who is doing this, for the audit
    #[arg(long = "as", global = true, env = "OAST_USER", value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// The name of the account that runs the program
    #[arg(
        long,
        global = true,
        env = "USER",
        hide = true,
        default_value = "unnamed"
    )]
    pub(crate) account: String,
    /// The time to record instead of the clock's, for replaying a history in order
    #[arg(long, global = true, env = "OAST_AT", value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// How lists are written: text, csv or json
    #[arg(long, global = true, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Say nothing of progress
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the example county, import it and pay a first run
    Demo {
        /// Placements alive on 1 April 2026 in the four priced categories
        #[arg(long)]
        placements: Option<u64>,
    },
    /// Start the web application
    Serve(Serve),
    /// Do long work that pages ask for, without serving pages
    Worker(Operation),
    /// Write the whole database into an encrypted file, or check such a file by restoring it
    Backup(Backup),
    /// Make a key that backups are encrypted for
    BackupKey {
        /// The file to keep it in, apart from the backups
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Restore a backup into an empty database, and verify it before it counts
    Restore {
        /// The backup
        file: PathBuf,
        /// The database to make
        #[arg(long, value_name = "ADDRESS")]
        to: String,
        #[command(flatten)]
        opened: Opened,
    },
    /// Write an example county as a data pack
    Generate {
        /// Which example
        #[arg(long, default_value = "kent")]
        county: String,
        /// The same seed gives the same county
        #[arg(long, default_value_t = oast_generate::DEFAULT_SEED)]
        seed: u64,
        /// Placements alive on 1 April 2026 in the four priced categories
        #[arg(long)]
        placements: Option<u64>,
        /// The folder to make
        #[arg(long)]
        out: PathBuf,
    },
    /// Import a data pack: new rows are recorded, changed rows correct what was known
    Import {
        /// The folder
        dir: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Withdraw what the pack's files no longer hold
        #[arg(long)]
        replace: bool,
    },
    /// Write the county as a data pack
    Export {
        /// The folder to write
        dir: PathBuf,
        #[command(flatten)]
        known: Known,
    },
    /// What contracts and law say
    #[command(subcommand)]
    Terms(Terms),
    /// Weekly rates
    #[command(subcommand)]
    Rate(Rate),
    /// What is due to whom in a span of days
    Due {
        /// The first day
        #[arg(long)]
        from: Date,
        /// The last day
        #[arg(long)]
        to: Date,
        #[command(flatten)]
        known: Known,
    },
    /// Pay runs: propose, check, approve, pay
    #[command(subcommand)]
    PayRun(PayRun),
    /// What care will cost
    #[command(subcommand)]
    Forecast(Forecast),
    /// What a year was to cost, has cost and will, or what moved from one month to the next
    Budget(Budget),
    /// Price bands
    #[command(subcommand)]
    Bands(Bands),
    /// Notices to end placements, and the splitting guard
    #[command(subcommand)]
    Notice(Notice),
    /// People who pay for themselves
    #[command(subcommand)]
    SelfFunder(SelfFunder),
    /// The record of who did what
    #[command(subcommand)]
    Audit(Audit),
    /// Who may sign in, and for what
    #[command(subcommand)]
    User(User),
    /// Bring the database's schema up to date, while older programs go on
    Migrate,
    /// Move a whole database to an empty one, of this engine or another
    Copy {
        /// The database to copy from
        #[arg(long, value_name = "ADDRESS")]
        from: String,
        /// The empty database to copy to
        #[arg(long, value_name = "ADDRESS")]
        to: String,
    },
    /// What is held on one person
    #[command(subcommand)]
    Person(Person),
    /// How long what names people is kept, and its erasure
    #[command(subcommand)]
    Retention(Retention),
    /// Keys: what personal data is sealed with, and checkpoints are signed with
    #[command(subcommand)]
    Key(Key),
}

/// As of when to ask.
#[derive(Debug, Args)]
pub(crate) struct Known {
    /// Answer from what was known then: a date (its end) or a time such as 2026-05-15T10:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<KnownAt>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Terms {
    /// Check every terms file, and say how many terms are assumed
    Check,
    /// List every term with its value on a day
    List {
        /// The day
        #[arg(long)]
        on: Option<Date>,
    },
    /// Show a term: value, unit, citation and status on a day, and what it was and will be
    Show {
        /// Its name, or the end of it: `hospital_full_days`
        name: String,
        /// The day
        #[arg(long)]
        on: Date,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Rate {
    /// Why a placement's care fee is what it is on a day
    Explain {
        /// The placement
        placement: String,
        /// The day
        #[arg(long)]
        on: Date,
        #[command(flatten)]
        known: Known,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PayRun {
    /// Work out everything due and not yet posted up to a day
    Propose {
        /// The last day to pay
        #[arg(long)]
        until: Date,
        /// Only write the lines that the run would have
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        known: Known,
    },
    /// List the runs
    List {
        #[command(flatten)]
        known: Known,
    },
    /// Look at a run: totals against the last one, adjustments by cause, holds
    Check {
        /// The run
        run: String,
        /// Only look; do not record that it was checked
        #[arg(long)]
        look: bool,
        #[command(flatten)]
        known: Known,
    },
    /// Approve a checked run; not by whoever proposed it
    Approve {
        /// The run
        run: String,
    },
    /// Turn a run down
    Reject {
        /// The run
        run: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Post an approved run and pay it
    Pay {
        /// The run
        run: String,
    },
    /// A run's lines, or its remittances
    Show {
        /// The run
        run: String,
        /// Write a remittance for each home, as CSV and XLSX, in this folder
        #[arg(long, value_name = "DIR")]
        remittances: Option<PathBuf>,
        #[command(flatten)]
        known: Known,
    },
    /// Keep an element of a placement out of runs
    Hold {
        /// The placement
        placement: String,
        /// The element, such as `care_fee`
        #[arg(long)]
        element: Element,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Let a held element into runs again
    Release {
        /// The placement
        placement: String,
        /// The element
        #[arg(long)]
        element: Element,
    },
    /// List what is held
    Holds {
        #[command(flatten)]
        known: Known,
    },
    /// Agree with a home how much of its debt is recovered from each run
    Instalment {
        /// The home
        home: String,
        /// Pounds with two decimals
        #[arg(long)]
        per_run: Pence,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Forecast {
    /// What the placements that are there, and those that follow them, may cost
    Run(RunForecast),
    /// Draw a forecast and keep it, to be held against what comes
    Keep {
        /// The scenario's file; without it, things go on as they are
        #[arg(value_name = "SCENARIO.toml")]
        scenario: Option<PathBuf>,
        /// Why it is kept
        #[arg(long)]
        why: String,
        /// How many times to draw
        #[arg(long, default_value_t = 1_000, value_parser = draws())]
        draws: u32,
        /// The day on which things are as they are; without it, today
        #[arg(long)]
        on: Option<Date>,
    },
    /// Write the committee's pack: what a scenario may cost, and all that it rests on
    Pack(PackForecast),
    /// Hold every kept forecast against what came
    Score {
        #[command(flatten)]
        known: Known,
    },
    /// How many people will need a place, by month and district, against the beds there are
    Demand {
        /// How many months to look ahead
        #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u32).range(1..=120))]
        months: u32,
        /// By how many per cent beds grow a year
        #[arg(long, default_value_t = 0)]
        beds: u32,
        /// The day on which things are as they are; without it, today
        #[arg(long)]
        on: Option<Date>,
    },
    /// The published business case: both options over four years, to the pound
    Published {
        /// As the model of fifteen numbers gives them, each cell within 0.6%
        #[arg(long)]
        model: bool,
    },
}

pub(crate) fn draws() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::from(oast_forecast::simulate::DRAWS_MAX))
}

/// How to draw a forecast.
#[derive(Debug, Args)]
pub(crate) struct RunForecast {
    /// The scenarios' files; without any, things go on as they are
    #[arg(value_name = "SCENARIO.toml")]
    pub(crate) scenarios: Vec<PathBuf>,
    /// How many times to draw
    #[arg(long, default_value_t = 1_000, value_parser = draws())]
    pub(crate) draws: u32,
    /// The seed of the draws; without it, each scenario's own
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Change a number of every scenario, such as `stays.leaving=1.1`
    #[arg(long, value_name = "NUMBER=VALUE")]
    pub(crate) set: Vec<String>,
    /// The day on which things are as they are; without it, today
    #[arg(long)]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) known: Known,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Notice {
    /// Every notice by a provider: its period, its earliest end, and whether it looks split
    Check {
        /// Only groups of several
        #[arg(long)]
        grouped: bool,
        #[command(flatten)]
        known: Known,
    },
    /// Keep the single period for one notice of a group
    Override {
        /// The placement
        placement: String,
        /// The day of the notice
        #[arg(long)]
        given_on: Date,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SelfFunder {
    /// How long each person's money lasts, and whether the council was told in time
    Runway {
        /// The day to look from [default: today]
        #[arg(long)]
        on: Option<Date>,
        #[command(flatten)]
        known: Known,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
