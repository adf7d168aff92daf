//! Oast, from the command line.

mod chance;
mod cli;
mod cli_bands;
mod cli_operation;
mod cli_outlook;
mod cli_records;
mod cli_sign_on;
mod cli_user;
mod clock;
mod commands;
mod context;
mod exit;
mod key_file;
mod machine;
#[cfg(feature = "otel")]
mod otel;
mod output;
mod progress;
mod signing;
mod watching;

use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _};
use oast_store::Store;

fn main() -> ExitCode {
    let matches = cli::Cli::command().get_matches();
    let asked = cli::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    exit::report(no_password(&matches).and_then(|()| commands::run(asked)))
}

/// Refuses a password on the command line, where everybody on the machine can read it. From the
/// environment it may come.
fn no_password(matches: &clap::ArgMatches) -> anyhow::Result<()> {
    for name in ["database", "from", "to"] {
        let typed = matches.try_contains_id(name).is_ok()
            && matches.value_source(name) == Some(ValueSource::CommandLine);
        let address = matches.try_get_one::<String>(name).ok().flatten();
        if typed && address.is_some_and(|address| Store::address_holds_password(address)) {
            return Err(exit::Refused(format!(
                "the address after --{name} holds a password, which everybody on this machine can read there; write ?passfile=FILE in the address, a file that you alone can read, or give the whole address in OAST_DATABASE"
            ))
            .into());
        }
    }
    match matches.subcommand() {
        Some((_, matches)) => no_password(matches),
        None => Ok(()),
    }
}
