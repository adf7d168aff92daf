use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oast_office::jobs::{Running, Worker};
use oast_office::{Machine, OpenOffice};
use oast_web::watch::{Metrics, Scraped};

use crate::cli_operation::Operation;
use crate::context::Context;
use crate::machine::{self, ThisMachine};
use crate::{output, signing, watching};

/// Does jobs until it is told to stop.
pub(super) fn work(context: &Context, how: &Operation) -> anyhow::Result<()> {
    watching::log(how)?;
    // A database that is not there is said so at once.
    drop(context.existing_office()?);
    let signing = signing::signing(how, None)?;
    let terms = Arc::new(context.terms()?);
    let open: Arc<OpenOffice> = Arc::from(machine::opener(context, &terms)?);
    let this: Arc<dyn Machine> = Arc::new(ThisMachine::of(context));
    let metrics: Arc<Metrics> = Arc::default();
    let watch: Arc<Metrics> = Arc::clone(&metrics);
    let worker = Worker::new(Arc::clone(&open), Arc::clone(&this), watch);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("waiting for the end")?;
    if let Some(address) = &how.metrics_listen {
        runtime.block_on(watching::serve_metrics(
            address,
            Scraped {
                metrics,
                open,
                machine: this,
                version: env!("CARGO_PKG_VERSION"),
            },
        ))?;
    }
    let running = Running::start(&worker).context("the worker's threads")?;
    signing::start(&worker, signing)?;
    let stop = runtime.block_on(async { machine::told_to_stop() });
    let stop = stop.context("listening for the end")?;
    output::say("Oast works (stop it with Ctrl+C).")?;
    runtime.block_on(stop);
    running.stop(Duration::from_secs(how.stop_within));
    runtime.shutdown_background();
    Ok(())
}
