//! What whoever runs the program sees of it: the log on standard error, and the metrics.

use anyhow::Context as _;
use oast_web::watch::{Scraped, ours, scrape_router};
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli_operation::{LogFormat, LogLevel, Operation};
use crate::exit::Refused;

/// Begins to write the log. Only our own lines are written.
pub(crate) fn log(how: &Operation) {
    let level = match how.log_level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
    };
    let registry = tracing_subscriber::registry().with(ours(level));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // A second log in one program is a test's, and the first one stays.
    let _ = match how.log_format {
        LogFormat::Plain => registry.with(lines.with_ansi(false)).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
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
