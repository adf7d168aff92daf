//! What Prometheus and a load balancer ask for.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use oast_office::{Machine, Office, OfficeError, OpenOffice};
use oast_store::{Connected as _, parse_instant, queue};

use super::metrics::{Metrics, head};
use crate::answer;
use crate::app::App;

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is scraped.
pub struct Scraped {
    /// What this program counts.
    pub metrics: Arc<Metrics>,
    /// Opens a connection to the database, to say what every node shares.
    pub open: Arc<OpenOffice>,
    /// Where the time comes from.
    pub machine: Arc<dyn Machine>,
    /// The version of the program.
    pub version: &'static str,
}

/// Answers `/metrics` and `/healthz`, on an address of its own that browsers do not reach.
pub fn scrape_router(scraped: Scraped) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(alive))
        .with_state(Arc::new(scraped))
}

async fn metrics(State(scraped): State<Arc<Scraped>>) -> Response {
    let asked = tokio::task::spawn_blocking(move || {
        let mut out = String::new();
        head(
            &mut out,
            "oast_build_info",
            "gauge",
            "The version of the program.",
        );
        let _ = writeln!(out, "oast_build_info{{version=\"{}\"}} 1", scraped.version);
        scraped.metrics.write(&mut out);
        let asked = (scraped.open)().and_then(|mut office| shared(&mut office, &scraped, &mut out));
        head(
            &mut out,
            "oast_database_up",
            "gauge",
            "Whether the database answered.",
        );
        let _ = writeln!(out, "oast_database_up {}", u8::from(asked.is_ok()));
        out
    });
    match asked.await {
        Ok(out) => answer::response(StatusCode::OK, TEXT, out),
        Err(_) => answer::response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, ""),
    }
}

/// What every node on the database shares.
fn shared(office: &mut Office, scraped: &Scraped, out: &mut String) -> Result<(), OfficeError> {
    let queue = office.queue_state()?;
    let now = scraped.machine.now();
    let oldest = queue
        .oldest
        .map_or(0, |asked| now.duration_since(asked).as_secs());
    let seq = office.known_seq(None)?;
    for (name, help, value) in [
        (
            "oast_jobs_waiting",
            "Jobs that nobody has begun.",
            queue.waiting,
        ),
        (
            "oast_jobs_working",
            "Jobs that a worker holds.",
            queue.working,
        ),
        (
            "oast_job_oldest_seconds",
            "For how long the oldest waiting job has waited.",
            oldest.max(0),
        ),
        ("oast_audit_seq", "The number of the last audit entry.", seq),
    ] {
        head(out, name, "gauge", help);
        let _ = writeln!(out, "{name} {value}");
    }
    head(
        out,
        "oast_checkpoint_age_seconds",
        "gauge",
        "How long ago the last checkpoint of the record was signed.",
    );
    if let Some(kept) = office.checkpoints(1)?.first() {
        let age = now.duration_since(parse_instant(&kept.made_at)?).as_secs();
        let _ = writeln!(out, "oast_checkpoint_age_seconds {}", age.max(0));
    }
    let authority = office.authority().to_owned();
    let counts = queue::command_counts(office.store().connection(), &authority)?;
    let read = counts
        .iter()
        .map(|count| count.last_seq)
        .max()
        .unwrap_or_default();
    head(
        out,
        "oast_outbox_unread",
        "gauge",
        "Audit entries whose messages were not counted yet.",
    );
    let _ = writeln!(out, "oast_outbox_unread {}", (seq - read).max(0));
    head(
        out,
        "oast_commands_total",
        "counter",
        "Commands carried out by all nodes, by name.",
    );
    for count in counts {
        let (command, commands) = (count.command, count.commands);
        let _ = writeln!(
            out,
            "oast_commands_total{{command=\"{command}\"}} {commands}"
        );
    }
    Ok(())
}

/// Says that the program runs.
pub(crate) async fn alive() -> Response {
    answer::response(StatusCode::OK, TEXT, "alive\n")
}

/// Says whether pages can be answered: the database answers, its schema fits, and the county can
/// be shown.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let asked = tokio::task::spawn_blocking(move || app.readiness());
    let says = match asked.await {
        Ok(Ok(())) => return answer::response(StatusCode::OK, TEXT, "ready\n"),
        Ok(Err(says)) => says,
        Err(_) => "not ready: the program stopped short",
    };
    answer::response(StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("{says}\n"))
}
