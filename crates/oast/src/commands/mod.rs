//! What each command does.

mod audit;
mod backup;
mod bands;
mod budget;
mod database;
mod demo;
mod demo_history;
mod demo_people;
mod due;
mod fair_fee;
mod forecast;
mod forecast_demand;
mod forecast_kept;
mod forecast_pack;
mod forecast_run;
mod key;
mod notice;
mod pack;
mod pay_run;
mod pay_run_check;
mod person;
mod rate;
mod remittance;
mod retention;
mod self_funder;
mod serve;
mod sign_on;
mod successors;
mod terms;
mod user;
mod worker;

use crate::cli::{Cli, Command};
use crate::cli_bands::Bands;
use crate::context::Context;

/// Carries out a command line.
pub(crate) fn run(cli: Cli) -> anyhow::Result<()> {
    let context = Context::new(cli.settings)?;
    match cli.command {
        Command::Serve(how) => serve::serve(&context, &how),
        Command::Worker(how) => worker::work(&context, &how),
        Command::Backup(how) => backup::backup(&context, &how),
        Command::BackupKey { to } => backup::new_key(&to),
        Command::Restore { file, to, opened } => backup::restore(&context, &file, &to, &opened),
        Command::Demo { placements } => demo::demo(&context, placements),
        Command::Generate {
            county,
            seed,
            placements,
            out,
        } => pack::generate(&context, &county, seed, placements, &out),
        Command::Import {
            dir,
            dry_run,
            replace,
        } => pack::import(&context, &dir, dry_run, replace),
        Command::Export { dir, known } => pack::export(&context, &dir, known.known_at),
        Command::Terms(command) => terms::run(&context, command),
        Command::Rate(command) => rate::run(&context, command),
        Command::Due { from, to, known } => due::due(&context, from, to, known.known_at),
        Command::PayRun(command) => pay_run::run(&context, command),
        Command::Forecast(command) => forecast::run(&context, &command),
        Command::Budget(asked) => budget::run(&context, &asked),
        Command::Bands(Bands::Design(command)) => bands::design(&context, &command),
        Command::Bands(Bands::FairFee { on, uplifts }) => fair_fee::run(&context, on, uplifts),
        Command::Notice(command) => notice::run(&context, command),
        Command::SelfFunder(command) => self_funder::run(&context, command),
        Command::Audit(command) => audit::run(&context, command),
        Command::User(command) => user::run(&context, command),
        Command::Migrate => database::migrate(&context),
        Command::Copy { from, to } => database::copy(&context, &from, &to),
        Command::Person(command) => person::run(&context, command),
        Command::Retention(command) => retention::run(&context, command),
        Command::Key(command) => key::run(&context, command),
    }
}
