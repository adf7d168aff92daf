//! From a connection to an answer.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::request::Parts as Head;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodFilter, get, on};
use oast_exchange::upload::SENT_BYTES_MAX;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::answer;
use crate::app::App;
use crate::assets;
use crate::desk::{Asking, Sending};
use crate::link::values;
use crate::multipart;
use crate::routes::{self, Method, ROUTES, Route};
use crate::serving::{Limits, Peer};
use crate::watch::{self, Reference};

/// The largest form that is read, in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;
/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// How long what is sent with a request may take.
const BODY_WITHIN: Duration = Duration::from_secs(20);
/// Answers smaller than this are sent as they are, in bytes.
const COMPRESSED_ABOVE: u64 = 1024;

/// What every answer says to the browser.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("x-permitted-cross-domain-policies", "none"),
];

/// Every route, with what protects them.
pub fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let handler = move |State(app): State<Arc<App>>, parts: RawPathParams, request: Request| {
            answer_route(app, route, parts, request)
        };
        let limit = RequestBodyLimitLayer::new(body_bytes_max(route));
        router = router.route(route.path, on(filter, handler).layer(limit));
    }
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESSED_ABOVE).and(pages_alone));
    let mut router = router
        .route("/assets/{file}", get(asset))
        .route("/healthz", get(watch::alive))
        .route("/readyz", get(watch::ready))
        .fallback(not_found)
        .with_state(Arc::clone(app))
        .layer(CsrfLayer::new())
        .layer(compression)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_WITHIN,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(app), watch::watched));
    for (name, value) in HEADERS {
        router = router.layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        ));
    }
    if app.secure {
        router = router.layer(SetResponseHeaderLayer::overriding(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        ));
    }
    router
}

/// Whether an answer is worth compressing: files are compressed already.
fn pages_alone(
    _: StatusCode,
    _: axum::http::Version,
    headers: &HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| {
        [&b"text/"[..], b"application/json", b"image/svg"]
            .iter()
            .any(|each| kind.starts_with(each))
    })
}

async fn answer_route(
    app: Arc<App>,
    route: &'static Route,
    parts: RawPathParams,
    request: Request,
) -> Response {
    let parts = parts
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let (head, body) = request.into_parts();
    let _sending = if route.files {
        // Nobody who may not send files has them read.
        let asking = asking(&app, &head, Vec::new());
        let turning = Arc::clone(&app);
        let away =
            tokio::task::spawn_blocking(move || routes::turned_away(&turning, route, asking));
        match away.await {
            Ok(None) => {}
            Ok(Some(response)) => return response,
            Err(_) => return broken(),
        }
        Arc::clone(&app.uploads).acquire_owned().await.ok()
    } else {
        None
    };
    let most = body_bytes_max(route);
    let read = tokio::time::timeout(BODY_WITHIN, axum::body::to_bytes(body, most));
    let body = match read.await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return plain(StatusCode::PAYLOAD_TOO_LARGE, too_large(route)),
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "What was sent took too long."),
    };
    let mut asking = asking(&app, &head, parts);
    if route.files {
        // It was counted before it was read.
        asking.caller = None;
        match files_of(&head.headers, &body) {
            Ok(sent) => (asking.form, asking.sent) = (sent.fields, Sending(Ok(sent.files))),
            Err(says) => asking.sent = Sending(Err(says)),
        }
        drop(body);
    } else {
        asking.form = form_of(&head.headers, &body);
    }
    let waiting = Arc::clone(&app);
    let began = app.machine.steady();
    let desk = waiting.desks.acquire().await;
    let waited = app.machine.steady().duration_since(began);
    app.metrics.waited(waited);
    let answered = tokio::task::spawn_blocking(move || routes::answer(&app, route, asking)).await;
    drop(desk);
    answered.unwrap_or_else(|_| broken())
}

/// The most that is read of what is sent to a route, in bytes.
const fn body_bytes_max(route: &Route) -> usize {
    if route.files {
        SENT_BYTES_MAX + BODY_BYTES_MAX
    } else {
        BODY_BYTES_MAX
    }
}

const fn too_large(route: &Route) -> &'static str {
    if route.files {
        "What was sent is too large. Send fewer files at a time, or a ZIP of them."
    } else {
        "What was sent is too large."
    }
}

/// What was asked, without what was sent.
fn asking(app: &App, head: &Head, parts: Vec<(String, String)>) -> Asking {
    Asking {
        path: head.uri.path().to_owned(),
        parts,
        query: values(head.uri.query().unwrap_or_default()),
        token: cookie(&head.headers, routes::cookie_name(app)),
        caller: caller(&head.extensions, &head.headers),
        reference: reference(&head.extensions),
        begun: cookie(&head.headers, routes::begun_cookie_name(app)),
        agent: agent(&head.headers),
        ..Asking::default()
    }
}

/// What was sent as a form with files.
fn files_of(headers: &HeaderMap, body: &[u8]) -> Result<multipart::Parts, String> {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let kind = kinds.next().and_then(|kind| kind.to_str().ok());
    // A head that says two things of the body is read as neither.
    let kind = kind.filter(|_| kinds.next().is_none());
    multipart::read(kind.unwrap_or_default(), body)
}

/// The values of a form; nothing else than a form is read.
fn form_of(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let kind = headers.get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    match std::str::from_utf8(body) {
        Ok(text) if is_form => values(text),
        _ => Vec::new(),
    }
}

/// Where a request came from over the network, with the limits that hold there.
fn caller(extensions: &Extensions, headers: &HeaderMap) -> Option<(Arc<Limits>, IpAddr)> {
    let peer = extensions.get::<Peer>()?;
    Some((Arc::clone(&peer.limits), peer.caller(headers)))
}

/// What the request is called in the log.
fn reference(extensions: &Extensions) -> String {
    let reference = extensions.get::<Reference>();
    reference.cloned().unwrap_or_default().0
}

/// What the browser calls itself.
fn agent(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    agent.unwrap_or_default().to_owned()
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE);
    let mut pairs = all
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(each, _)| *each == name)?;
    Some(value.to_owned())
}

/// A style sheet or a script; its address changes when it does, so it may be kept for good.
async fn asset(request: Request) -> Response {
    let Some(asset) = assets::find(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "There is no such file.");
    };
    let headers = request.headers();
    let known = headers
        .get(header::IF_NONE_MATCH)
        .map(HeaderValue::as_bytes);
    let accepts = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|each| each.trim().starts_with("br")));
    let (body, brotli) = match asset.brotli {
        Some(brotli) if accepts => (brotli, true),
        _ => (asset.identity, false),
    };
    let fresh = known == Some(asset.etag.as_bytes());
    let body = if fresh {
        Body::empty()
    } else {
        Body::from(body)
    };
    let mut response = answer::response(StatusCode::OK, asset.content_type, body);
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if brotli {
        answer::set(&mut response, header::CONTENT_ENCODING, "br");
    }
    answer::set(&mut response, header::VARY, "accept-encoding");
    answer::set(&mut response, header::ETAG, &asset.etag);
    let keep = "public, max-age=31536000, immutable";
    answer::set(&mut response, header::CACHE_CONTROL, keep);
    response
}

async fn not_found(State(app): State<Arc<App>>, request: Request) -> Response {
    let asking = Asking {
        path: request.uri().path().to_owned(),
        token: cookie(request.headers(), routes::cookie_name(&app)),
        caller: caller(request.extensions(), request.headers()),
        reference: reference(request.extensions()),
        ..Asking::default()
    };
    let answered = tokio::task::spawn_blocking(move || routes::nowhere(&app, asking)).await;
    answered.unwrap_or_else(|_| broken())
}

fn plain(status: StatusCode, says: &'static str) -> Response {
    answer::response(status, "text/plain; charset=utf-8", says)
}

/// What is said when nothing else can be.
fn broken() -> Response {
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong, and nothing was changed. Try again; if it happens again, tell your Oast administrator what you were doing.",
    )
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    broken()
}
