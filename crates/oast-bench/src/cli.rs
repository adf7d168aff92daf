use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use serde_json::Value;

use crate::{county, data, due, forecast, hello, insert, load, memory, pay_run, sealing};

/// Measures Oast, and says what it measured as JSON.
#[derive(Debug, Parser)]
#[command(name = "oast-bench", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write synthetic placements, prices, uplifts, absences and contributions as a data pack
    Data {
        /// How many placements
        #[arg(long)]
        placements: u32,
        /// The same seed gives the same bytes
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Work out everything due on a folder that `data` wrote
    Due {
        /// The folder
        #[arg(long)]
        data: PathBuf,
        /// How often
        #[arg(long, default_value_t = 5)]
        runs: u32,
        /// On how many threads [default: one for each processor]
        #[arg(long)]
        threads: Option<usize>,
        /// Also write every line to this file, to be compared with a peer's
        #[arg(long, value_name = "FILE")]
        lines: Option<PathBuf>,
    },
    /// Measure how fast memory can be read and written, on every processor at once
    Memory {
        /// Megabytes of each of the three arrays
        #[arg(long, default_value_t = 1_024)]
        megabytes: usize,
        /// How often
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
    /// Propose, check, approve and pay a first run of an example county
    PayRun(PayRun),
    /// Generate an example county and import it into a database
    County {
        /// Placements alive on the opening day in the priced categories
        #[arg(long)]
        placements: u64,
        /// The folder to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Insert what `pay-run` left in a database into an empty one with the same tables
    Insert {
        /// The folder that `pay-run` left
        #[arg(long)]
        out: PathBuf,
    },
    /// Record people and read them, sealed and open
    Sealing {
        /// How many
        #[arg(long, default_value_t = 400_000)]
        people: u32,
        /// How often they are read
        #[arg(long, default_value_t = 5)]
        runs: u32,
        /// The folder to work in
        #[arg(long)]
        out: PathBuf,
    },
    /// Draw five scenarios on a county that `county` made
    Forecast {
        /// The folder
        #[arg(long)]
        county: PathBuf,
        /// How many times to draw
        #[arg(long, default_value_t = 1_000)]
        draws: u32,
        /// So many times the placements that are there
        #[arg(long, default_value_t = 1)]
        times: usize,
        /// On how many processors
        #[arg(long, default_value_t = 2)]
        processors: usize,
        /// Also write the plans to this file, for a peer
        #[arg(long, value_name = "FILE")]
        plans: Option<PathBuf>,
    },
    /// Ask a server for pages, many at once, and say how long they took
    Load(load::Load),
    /// Answer every request with one word, as a floor for `load`
    Hello {
        /// The address to listen at
        #[arg(long)]
        listen: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PayRun {
    /// Placements alive on the opening day in the priced categories
    #[arg(long)]
    pub(crate) placements: u64,
    /// The folder to work in; a county that is there already is used again
    #[arg(long)]
    pub(crate) out: PathBuf,
}

pub(crate) fn run(cli: Cli) -> anyhow::Result<Value> {
    match cli.command {
        Command::Data {
            placements,
            seed,
            out,
        } => data::write(placements, seed, &out),
        Command::Due {
            data,
            runs,
            threads,
            lines,
        } => due::measure(&data, runs, threads, lines.as_deref()),
        Command::Memory { megabytes, runs } => Ok(memory::measure(megabytes, runs)),
        Command::PayRun(wanted) => pay_run::measure(&wanted),
        Command::County { placements, out } => county::make(placements, &out),
        Command::Insert { out } => insert::measure(&out),
        Command::Sealing { people, runs, out } => sealing::measure(people, runs, &out),
        Command::Forecast {
            county,
            draws,
            times,
            processors,
            plans,
        } => forecast::measure(&county, draws, times, processors, plans.as_deref()),
        Command::Load(wanted) => load::measure(&wanted),
        Command::Hello { listen } => hello::serve(&listen),
    }
}
