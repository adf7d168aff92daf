//! Oast, from the command line.

mod chance;
mod cli;
mod cli_operation;
mod cli_records;
mod cli_sign_on;
mod cli_user;
mod clock;
mod commands;
mod context;
mod exit;
mod key_file;
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
