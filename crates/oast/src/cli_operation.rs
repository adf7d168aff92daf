//! The options of whoever runs Oast: how it is served, watched, stopped, backed up and restored.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use oast_office::jobs::CHECKPOINT_EVERY;

use crate::cli_sign_on::SignOnArgs;

/// The longest time from one checkpoint to the next: what is signed less often than once in thirty
/// days shows too late that it was altered.
const CHECKPOINT_EVERY_SECONDS_MAX: i64 = 30 * 24 * 60 * 60;

/// How the web application is served.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen at
    #[arg(
        long,
        env = "OAST_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) listen: String,
    /// It is reached over HTTPS, through a proxy: cookies are then sent over HTTPS alone
    #[arg(long, env = "OAST_HTTPS")]
    pub(crate) https: bool,
    /// The council's name, for the head of each page
    #[arg(long, env = "OAST_COUNCIL", default_value = "Kent County Council")]
    pub(crate) council: String,
    /// The council's colour, such as #1d5a6b; white must be readable on it
    #[arg(long, env = "OAST_COLOUR", value_name = "COLOUR")]
    pub(crate) colour: Option<String>,
    /// Generate the example county first, where the database is empty
    #[arg(long)]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) sign_on: SignOnArgs,
    /// Leave long work to `oast worker` and to other servers on the same database
    #[arg(long, env = "OAST_NO_WORKER")]
    pub(crate) no_worker: bool,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(
        long = "trusted-proxy",
        env = "OAST_TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "IP"
    )]
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// How many connections are held at a time; an address that is no trusted proxy may hold half
    #[arg(
        long,
        env = "OAST_CONNECTIONS",
        default_value_t = 4_096,
        value_name = "NUMBER"
    )]
    pub(crate) connections: usize,
    #[command(flatten)]
    pub(crate) operation: Operation,
}

/// What is backed up, where to, and for whom.
#[derive(Debug, Args)]
#[group(id = "what", required = true)]
pub(crate) struct BackupTarget {
    /// The file to write
    #[arg(long, value_name = "FILE", group = "what")]
    pub(crate) to: Option<PathBuf>,
    /// A backup to restore into a database that is thrown away, to see that it could be
    #[arg(long, value_name = "FILE", group = "what")]
    pub(crate) verify: Option<PathBuf>,
}

/// How a backup is made, or checked.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) target: BackupTarget,
    /// For whom it is encrypted, age1…; may be given several times
    #[arg(long = "recipient", env = "OAST_BACKUP_RECIPIENT", value_delimiter = ',', value_name = "KEY", conflicts_with_all = ["plain"])]
    pub(crate) recipients: Vec<String>,
    /// Do not encrypt it: whoever has the file can read everything
    #[arg(long, conflicts_with = "passphrase_file")]
    pub(crate) plain: bool,
    #[command(flatten)]
    pub(crate) opened: Opened,
}

/// What opens a backup.
#[derive(Debug, Args)]
pub(crate) struct Opened {
    /// The file of the key that it was encrypted for
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    pub(crate) identity_file: Option<PathBuf>,
    /// The file whose first line is the passphrase that it was encrypted with
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// How a program that runs on is watched and stopped.
#[derive(Debug, Clone, Args)]
pub(crate) struct Operation {
    /// Seconds in which to finish what is under way when it is told to stop; what is not finished
    /// then is given back
    #[arg(
        long,
        env = "OAST_STOP_WITHIN",
        default_value_t = 30,
        value_name = "SECONDS"
    )]
    pub(crate) stop_within: u64,
    /// How lines of the log are written to standard error: plain or json
    #[arg(
        long = "log",
        env = "OAST_LOG_FORMAT",
        default_value = "plain",
        value_name = "FORMAT"
    )]
    pub(crate) log_format: LogFormat,
    /// How much is logged: error, warn, info or off
    #[arg(
        long = "log-level",
        env = "OAST_LOG",
        default_value = "warn",
        value_name = "LEVEL"
    )]
    pub(crate) log_level: LogLevel,
    /// Another address at which Prometheus may ask for /metrics; nobody else should reach it
    #[arg(long, env = "OAST_METRICS_LISTEN", value_name = "ADDRESS")]
    pub(crate) metrics_listen: Option<String>,
    /// Where spans are sent to, as OTLP over HTTP: a collector, such as http://127.0.0.1:4318
    #[cfg(feature = "otel")]
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "ADDRESS")]
    pub(crate) otlp_endpoint: Option<String>,
    /// The file of the key with which the record is signed from time to time; without one it is
    /// signed by `oast audit checkpoint` alone
    #[arg(long, env = "OAST_SIGNING_KEY_FILE", value_name = "FILE")]
    pub(crate) signing_key_file: Option<PathBuf>,
    /// Seconds from one checkpoint to the next, where something was recorded since; programs on
    /// one database make one together
    #[arg(
        long,
        env = "OAST_CHECKPOINT_EVERY",
        default_value_t = CHECKPOINT_EVERY.as_secs(),
        value_name = "SECONDS",
        value_parser = clap::value_parser!(i64).range(1..=CHECKPOINT_EVERY_SECONDS_MAX)
    )]
    pub(crate) checkpoint_every: i64,
}

/// How lines of the log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Plain,
    /// For programs: a JSON object on each line.
    Json,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    /// Nothing.
    Off,
    /// What went wrong.
    Error,
    /// What may go wrong as well.
    Warn,
    /// A line for each request, job and command as well.
    Info,
}
