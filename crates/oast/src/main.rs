//! Oast, from the command line.

mod chance;
mod cli;
mod clock;
mod commands;
mod context;
mod exit;
mod machine;
mod output;
mod progress;
mod watching;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    exit::report(commands::run(cli))
}
