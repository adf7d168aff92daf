//! Measures Oast beside other engines, on the same data in the same run. `benches/run` calls it.
//!
//! Each command prints what it measured as one line of JSON on standard output.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::similar_names,
    reason = "seconds and bytes are measured and divided; no money is"
)]
#![expect(
    clippy::print_stdout,
    reason = "the measurements are what it is run for"
)]

mod cli;
mod county;
mod data;
mod due;
mod facts;
mod forecast;
mod hello;
mod insert;
mod load;
mod memory;
mod pay_run;
mod sealing;
mod stopwatch;

use clap::Parser;

fn main() -> anyhow::Result<()> {
    let measured = cli::run(cli::Cli::parse())?;
    println!("{measured}");
    Ok(())
}
