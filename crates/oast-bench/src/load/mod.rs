//! Asks a server for pages as many people at once would, and says how long they took.

mod client;
mod figures;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::Value;

use self::client::Client;
use self::figures::Figures;
use crate::stopwatch::timed;

/// What is asked of which server.
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// The server: a host and a port
    #[arg(long)]
    address: String,
    /// The pages, one a line, in the order in which they are asked for: a kind, a tab, a path
    #[arg(long, value_name = "FILE")]
    pages: PathBuf,
    /// The cookies of those who ask, one a line; each has a connection of their own
    #[arg(long, value_name = "FILE")]
    cookies: Option<PathBuf>,
    /// How long
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Pages a second, whether or not the answers keep up [default: as many as it answers]
    #[arg(long)]
    rate: Option<u32>,
    /// Connections, when there is no rate
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Ask for every page once, in order, on one connection
    #[arg(long, conflicts_with = "rate")]
    once: bool,
}

type Asked = (String, String);

/// Asks, and gives the figures.
pub(crate) fn measure(wanted: &Load) -> anyhow::Result<Value> {
    let pages = pages(&wanted.pages)?;
    let mut cookies = match &wanted.cookies {
        Some(file) => lines(file)?,
        None => vec![String::new()],
    };
    if wanted.rate.is_none() {
        let connections = if wanted.once { 1 } else { wanted.connections };
        cookies = cookies.into_iter().cycle().take(connections).collect();
    }
    let next = AtomicUsize::new(0);
    let (found, seconds) = timed(|| {
        std::thread::scope(|scope| {
            let begun = now();
            let workers: Vec<_> = (0..cookies.len())
                .map(|index| {
                    let mut asking = Asking {
                        client: Client::new(&wanted.address, &cookies[index]),
                        pages: &pages,
                        figures: Figures::default(),
                    };
                    let (next, share) = (&next, (index, cookies.len()));
                    scope.spawn(move || {
                        match wanted.rate {
                            Some(rate) => asking.on_time(begun, share, rate, wanted.seconds),
                            None if wanted.once => asking.once(),
                            None => asking.closed(begun, next, wanted.seconds),
                        }
                        asking.figures
                    })
                })
                .collect();
            let mut all = Figures::default();
            for worker in workers {
                match worker.join() {
                    Ok(figures) => all.add(figures),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    });
    Ok(found.told(seconds))
}

/// One connection's part of the load.
struct Asking<'a> {
    client: Client,
    pages: &'a [Asked],
    figures: Figures,
}

impl Asking<'_> {
    /// Asks at its share of the planned moments. The time of an answer counts from the moment that
    /// was planned, so that a slow answer is not forgotten in the pages that waited for it.
    fn on_time(&mut self, begun: Instant, share: (usize, usize), rate: u32, seconds: u64) {
        let total = usize::try_from(u64::from(rate) * seconds).unwrap_or(usize::MAX);
        let (first, step) = share;
        for number in (first..total).step_by(step) {
            let turn = u32::try_from(number).unwrap_or(u32::MAX);
            let planned = begun + Duration::from_secs(1) * turn / rate;
            std::thread::sleep(planned.saturating_duration_since(now()));
            self.ask(number, planned);
        }
    }

    /// Asks for the next page as soon as the one before is answered.
    fn closed(&mut self, begun: Instant, next: &AtomicUsize, seconds: u64) {
        let until = begun + Duration::from_secs(seconds);
        while now() < until {
            let number = next.fetch_add(1, Ordering::Relaxed);
            self.ask(number, now());
        }
    }

    fn once(&mut self) {
        for number in 0..self.pages.len() {
            self.ask(number, now());
        }
    }

    fn ask(&mut self, number: usize, since: Instant) {
        let (kind, path) = &self.pages[number % self.pages.len()];
        let answer = self.client.get(path);
        let took = now().saturating_duration_since(since);
        self.figures.note((kind, path), &answer, took);
    }
}

fn pages(file: &Path) -> anyhow::Result<Vec<Asked>> {
    let pages: Vec<Asked> = lines(file)?
        .iter()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, path)| (kind.to_owned(), path.to_owned()))
        .collect();
    if pages.is_empty() {
        bail!(
            "{} holds no page; write a kind, a tab and a path",
            file.display()
        );
    }
    Ok(pages)
}

fn lines(file: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(text.lines().map(str::to_owned).collect())
}

#[expect(
    clippy::disallowed_methods,
    reason = "when an answer came is what is measured here"
)]
fn now() -> Instant {
    Instant::now()
}
