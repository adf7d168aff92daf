use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oast_office::jobs::{JobTold, Running, Watch};

use crate::cli::Worker;
use crate::context::Context;
use crate::machine::{self, ThisMachine};
use crate::output;

/// Tells whoever runs the program of each job.
struct Told;

impl Watch for Told {
    fn job_ended(&self, told: &JobTold) {
        output::complain(&format!("{}: {}", told.kind, told.outcome));
    }
}

/// Does jobs until it is told to stop.
pub(super) fn work(context: &Context, how: Worker) -> anyhow::Result<()> {
    // A database that is not there is said so at once.
    drop(context.existing_office()?);
    let terms = Arc::new(context.terms()?);
    let open = Arc::from(machine::opener(context, &terms)?);
    let this = Arc::new(ThisMachine::of(context));
    let worker = oast_office::jobs::Worker::new(open, this, Arc::new(Told));
    let running = Running::start(&worker).context("the worker's threads")?;
    output::say("Oast works (stop it with Ctrl+C).")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("waiting for the end")?;
    runtime.block_on(machine::stopped());
    running.stop(Duration::from_secs(how.stop_within));
    Ok(())
}
