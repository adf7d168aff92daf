//! What whoever runs the program sees of it: a line for each request, job and command, counts for
//! Prometheus, and whether it is alive and ready. None of it holds personal data: a request is told
//! by its route's template, a person by their roles, a command by its name and number.

mod metrics;
mod scrape;

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::SignedDuration;
use oast_office::jobs::JobTold;
use tracing_subscriber::filter::{LevelFilter, Targets};

pub use metrics::Metrics;
pub use scrape::{Scraped, scrape_router};
pub(crate) use scrape::{alive, ready};

use crate::answer;
use crate::app::App;
use crate::routes;
use crate::serving::Peer;
use crate::serving::limits::{ADDRESS_ALL, ADDRESS_FORMS, ADDRESS_PAGES, Caller};

/// Lets our own lines of a level through, and nobody else's: what other packages would log holds
/// addresses with their parts, or what people typed.
pub fn ours(level: LevelFilter) -> Targets {
    Targets::new().with_target("oast", level)
}

/// The header in which a request's reference is answered.
const REFERENCE: HeaderName = HeaderName::from_static("x-request-id");
/// Digits of a request's reference.
const REFERENCE_DIGITS: usize = 16;

/// What a request is called in the log, and on the page that says that something went wrong.
#[derive(Debug, Clone, Default)]
pub struct Reference(pub String);

/// The codes of the roles of whoever asked, for the log: never their name.
#[derive(Debug, Clone, Default)]
pub(crate) struct AskedAs(pub(crate) String);

/// Answers a request, unless there have been too many; writes a line of it and counts it.
pub(crate) async fn watched(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = app.machine.now();
    let mut reference = oast_office::key(app.machine.as_ref()).unwrap_or_default();
    reference.truncate(REFERENCE_DIGITS);
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        method @ ("GET" | "POST" | "HEAD") => method.to_owned(),
        _ => "other".to_owned(),
    };
    let refused = too_many(&app, &request, &route);
    request
        .extensions_mut()
        .insert(Reference(reference.clone()));
    let mut response = match refused {
        Some(seconds) => slow_down(seconds),
        None => next.run(request).await,
    };
    answer::set(&mut response, REFERENCE, &reference);
    let status = response.status().as_u16();
    if status == StatusCode::TOO_MANY_REQUESTS.as_u16() {
        app.metrics.refused("rate");
    }
    let took = app.machine.steady().duration_since(began);
    let roles = response.extensions().get::<AskedAs>().cloned();
    log_request(&Answered {
        method: &method,
        route: &route,
        status,
        took,
        roles: &roles.unwrap_or_default().0,
        reference: &reference,
    });
    app.metrics.answered(&method, &route, status, took);
    response
}

/// After how many seconds an address may ask again that has asked for too much; what comes with a
/// session is counted for its user as well, once that is known.
fn too_many(app: &App, request: &Request, route: &str) -> Option<i64> {
    let peer = request.extensions().get::<Peer>()?;
    let address = peer.caller(request.headers());
    let now = app.machine.steady();
    let all = peer
        .limits
        .ask(Caller::Address(address), false, ADDRESS_ALL, now);
    let named = crate::server::cookie(request.headers(), routes::cookie_name(app)).is_some();
    if all.is_err() || named || route == "/assets/{file}" {
        return all.err();
    }
    let sends = request.method() == "POST";
    let rate = if sends { ADDRESS_FORMS } else { ADDRESS_PAGES };
    let stranger = Caller::Stranger(address);
    peer.limits.ask(stranger, sends, rate, now).err()
}

/// Asks somebody to wait, in words, where no page can be drawn for them.
fn slow_down(seconds: i64) -> Response {
    let says = "Too much was asked for from your address at once. Wait a few seconds, then load the page again.\n";
    let kind = "text/plain; charset=utf-8";
    let mut response = answer::response(StatusCode::TOO_MANY_REQUESTS, kind, says);
    answer::set(&mut response, header::RETRY_AFTER, &seconds.to_string());
    response
}

/// What is told of a request.
struct Answered<'a> {
    method: &'a str,
    route: &'a str,
    status: u16,
    took: SignedDuration,
    roles: &'a str,
    reference: &'a str,
}

fn log_request(answered: &Answered<'_>) {
    tracing::info!(
        target: "oast::request",
        method = answered.method,
        route = answered.route,
        status = answered.status,
        ms = milliseconds(answered.took),
        roles = answered.roles,
        reference = answered.reference,
        "answered"
    );
}

fn log_job(told: &JobTold) {
    tracing::info!(
        target: "oast::job",
        kind = told.kind,
        outcome = told.outcome,
        attempt = told.attempt,
        ms = milliseconds(told.took),
        "job"
    );
}

fn log_command(command: &str, seq: i64) {
    tracing::info!(target: "oast::command", command, seq, "command");
}

fn log_checkpoint(entries: i64) {
    tracing::info!(target: "oast::checkpoint", entries, "checkpoint");
}

fn milliseconds(took: SignedDuration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or_default()
}
