//! From the network to the routes: connections, their limits, and the end.

mod connections;
pub mod limits;
mod peer;

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

pub use connections::Connections;
pub use limits::Limits;
pub use peer::Peer;

use crate::app::App;
use crate::server::router;

/// Within how long a request's head must be there, and a connection must be used again.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// The largest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// The most headers of a request.
const HEADERS_MAX: usize = 64;
/// After how long a connection is tried again that the machine had no room for.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);
/// How often reads of records are written down.
const WRITE_READS_EVERY: Duration = Duration::from_millis(200);

/// How the network is served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How many connections are held at a time. One address that is no trusted proxy may hold
    /// half of them.
    pub connections_max: usize,
    /// Within how long a request's head must be there, and a connection must be used again.
    pub head_within: Duration,
    /// Within how long requests under way must be answered once the server is to stop.
    pub stop_within: Duration,
}

impl Default for Serving {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            connections_max: 4_096,
            head_within: HEAD_WITHIN,
            stop_within: Duration::from_secs(30),
        }
    }
}

/// Serves until `stop` is done, and then finishes what was begun, within a while.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    how: Serving,
    stop: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let writer = tokio::spawn(write_reads(Arc::clone(&app)));
    let warmed = Arc::clone(&app);
    drop(tokio::task::spawn_blocking(move || warmed.warm()));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    let line = Line::new(&app, &how);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => line.take(stream, address.ip(), &graceful),
                // The machine has no room at the moment; connections that end make some.
                Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(how.stop_within, graceful.shutdown()).await;
    writer.abort();
    let _ = tokio::task::spawn_blocking(move || app.write_reads()).await;
    Ok(())
}

/// Answers what Prometheus asks for, for as long as the program runs.
pub async fn serve_scrapes(listener: TcpListener, router: axum::Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_AGAIN).await;
            continue;
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<_>| {
            router.clone().oneshot(request.map(axum::body::Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            let _ = connection.await;
        });
    }
}

/// What every connection is given.
struct Line {
    router: axum::Router,
    app: Arc<App>,
    limits: Arc<Limits>,
    trusted: Arc<[IpAddr]>,
    connections: Arc<Connections>,
    head_within: Duration,
}

impl Line {
    fn new(app: &Arc<App>, how: &Serving) -> Self {
        let trusted: Arc<[IpAddr]> = how.trusted_proxies.clone().into();
        Self {
            router: router(app),
            app: Arc::clone(app),
            limits: Arc::default(),
            connections: Connections::new(how.connections_max, Arc::clone(&trusted)),
            trusted,
            head_within: how.head_within,
        }
    }

    /// Answers what comes over a connection, until it ends.
    fn take(&self, stream: TcpStream, address: IpAddr, graceful: &GracefulShutdown) {
        let Some(place) = self.connections.place(address) else {
            self.app.metrics.refused("connections");
            tokio::spawn(connections::refuse(stream));
            return;
        };
        let peer = Peer {
            address,
            limits: Arc::clone(&self.limits),
            trusted: Arc::clone(&self.trusted),
        };
        let router = self.router.clone();
        let service = hyper::service::service_fn(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(peer.clone());
            router.clone().oneshot(request.map(axum::body::Body::new))
        });
        // What is small goes out at once.
        let _ = stream.set_nodelay(true);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head_within)
            .max_buf_size(HEAD_BYTES_MAX)
            .max_headers(HEADERS_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Whatever ends a connection, nobody is left to be told.
            let _ = connection.await;
            drop(place);
        });
    }
}

/// Writes down who looked at whom, now and again.
async fn write_reads(app: Arc<App>) {
    let mut every = tokio::time::interval(WRITE_READS_EVERY);
    loop {
        every.tick().await;
        let app = Arc::clone(&app);
        // What cannot be written now is kept and tried again.
        let _ = tokio::task::spawn_blocking(move || app.write_reads()).await;
    }
}
