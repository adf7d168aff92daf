//! What whoever runs the program sees of it: the log on standard error, and the metrics.

use anyhow::Context as _;
use oast_web::watch::{Scraped, ours, scrape_router};
use tokio::net::TcpListener;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli_operation::{LogFormat, LogLevel, Operation};
use crate::exit::Refused;

/// Begins to write the log, and to send spans where that is built in and asked for. Only our own
/// lines are written.
pub(crate) fn log(how: &Operation) -> anyhow::Result<()> {
    let level = match how.log_level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
    };
    let registry = tracing_subscriber::registry().with(spans(how)?);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // A second log in one program is a test's, and the first one stays.
    let _ = match how.log_format {
        LogFormat::Plain => {
            let lines = lines.with_ansi(false).with_filter(ours(level));
            registry.with(lines).try_init()
        }
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true).with_filter(ours(level));
            registry.with(lines).try_init()
        }
    };
    Ok(())
}

/// What makes spans of lines, however few of them are written.
#[cfg(feature = "otel")]
fn spans<S>(how: &Operation) -> anyhow::Result<Option<impl Layer<S> + use<S>>>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    let spans = how.otlp_endpoint.as_deref().map(crate::otel::spans);
    let spans = spans.transpose()?;
    Ok(spans.map(|spans| spans.with_filter(ours(LevelFilter::INFO))))
}

/// Spans are not built in.
#[cfg(not(feature = "otel"))]
#[expect(clippy::unnecessary_wraps, reason = "with spans built in, it may fail")]
fn spans(_: &Operation) -> anyhow::Result<Option<tracing_subscriber::layer::Identity>> {
    Ok(None)
}

/// Listens at an address that an option gives.
pub(crate) async fn listen(address: &str, option: &str) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Refused(format!(
            "cannot listen at {address}: {error}; give another with {option}"
        ))
    });
    Ok(listener?)
}

/// Answers Prometheus from now on.
pub(crate) async fn serve_metrics(address: &str, scraped: Scraped) -> anyhow::Result<()> {
    let listener = listen(address, "--metrics-listen").await?;
    listener.local_addr().context("where metrics are served")?;
    tokio::spawn(oast_web::serving::serve_scrapes(
        listener,
        scrape_router(scraped),
    ));
    Ok(())
}
