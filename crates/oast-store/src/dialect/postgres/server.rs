use std::path::Path;
use std::thread;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// How long one try to connect may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long a server that does not answer is taken to be there.
const SILENT_MAX: Duration = Duration::from_secs(15);
/// How often a lost server, or the one that takes its place, is looked for before giving up.
const LOOKS_MAX: u32 = 40;
/// The time between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);
/// How long a statement waits for another's lock before it is refused; SQLite waits as long. And
/// how long a transaction may stand idle: its program is gone.
const SETTINGS: &str =
    "-c lock_timeout=30s -c idle_in_transaction_session_timeout=300s -c timezone=UTC";

/// A server and how to reach it.
#[derive(Clone)]
pub struct Server {
    config: Config,
    /// The certificates that its own is checked against; none when no TLS is spoken.
    roots: Option<RootCertStore>,
}

impl Server {
    /// Reads an address: `postgres://user@host:port/database?…`, with several hosts separated by
    /// commas where one may take another's place. Beside PostgreSQL's own settings,
    /// `sslrootcert=FILE` names the certificates to trust, and `passfile=FILE` a file that holds
    /// the password alone.
    ///
    /// TLS with a checked certificate is always spoken with another machine, unless
    /// `sslmode=disable` says that the way there is safe.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        let refuse = |why: String| StoreError::ServerAddress(why);
        let (mut kept, mut root_file, mut password_file) = (Vec::new(), None, None);
        let (base, settings) = address.split_once('?').unwrap_or((address, ""));
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            match setting.split_once('=') {
                Some(("sslrootcert", file)) => root_file = Some(file),
                Some(("passfile", file)) => password_file = Some(file),
                Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
                _ => kept.push(setting),
            }
        }
        let mode_said = kept.iter().any(|each| each.starts_with("sslmode="));
        let mut config: Config = format!("{base}?{}", kept.join("&"))
            .parse()
            .map_err(|error: postgres::Error| refuse(reason(&error)))?;
        if let Some(file) = password_file {
            let password = std::fs::read_to_string(file)
                .map_err(|error| refuse(format!("its passfile {file} cannot be read: {error}")))?;
            config.password(password.trim_end());
        }
        let options = config.get_options().unwrap_or_default();
        let options = format!("{options} {SETTINGS}");
        config
            .options(&options)
            .connect_timeout(CONNECT_WITHIN)
            .tcp_user_timeout(SILENT_MAX)
            .keepalives_idle(SILENT_MAX)
            .application_name("oast");
        let mode = if mode_said {
            config.get_ssl_mode()
        } else if config.get_hosts().iter().all(is_here) {
            SslMode::Disable
        } else {
            SslMode::Require
        };
        config.ssl_mode(mode);
        let roots = match mode {
            SslMode::Disable => None,
            _ => Some(roots(root_file)?),
        };
        Ok(Self { config, roots })
    }

    /// Whether an address holds a password in the open, rather than the name of a file with one.
    pub fn holds_password(address: &str) -> bool {
        let (base, settings) = address.split_once('?').unwrap_or((address, ""));
        let said = |setting: &str| setting.starts_with("password=");
        let config = base.parse::<Config>();
        settings.split('&').any(said) || config.is_ok_and(|read| read.get_password().is_some())
    }

    /// Connects once.
    pub(super) fn connect(&self) -> Result<Client, StoreError> {
        let client = match &self.roots {
            None => self.config.connect(NoTls),
            Some(roots) => {
                let tls = rustls::ClientConfig::builder()
                    .with_root_certificates(roots.clone())
                    .with_no_client_auth();
                self.config.connect(MakeRustlsConnect::new(tls))
            }
        };
        client.map_err(|error| StoreError::Gone {
            why: reason(&error),
        })
    }

    /// Connects to the server that was lost, or to the one that takes its place, which may need a
    /// while.
    pub(super) fn connect_again(&self) -> Result<Client, StoreError> {
        let mut outcome = self.connect();
        for _ in 0..LOOKS_MAX {
            if outcome.is_ok() {
                break;
            }
            thread::sleep(BETWEEN_LOOKS);
            outcome = self.connect();
        }
        outcome
    }
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let address: Option<std::net::IpAddr> = name.parse().ok();
            name == "localhost" || address.is_some_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// The certificates of a file, or those that the machine trusts.
fn roots(file: Option<&str>) -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    let mut add = |certificate: CertificateDer<'static>| roots.add(certificate).ok();
    if let Some(file) = file {
        let unreadable = |why: String| {
            StoreError::ServerAddress(format!("its sslrootcert {file} cannot be read: {why}"))
        };
        let certificates = CertificateDer::pem_file_iter(Path::new(file))
            .map_err(|error| unreadable(error.to_string()))?;
        for certificate in certificates {
            add(certificate.map_err(|error| unreadable(error.to_string()))?);
        }
    } else {
        let trusted = rustls_native_certs::load_native_certs();
        for certificate in trusted.certs {
            add(certificate);
        }
    }
    if roots.is_empty() {
        let why = "no certificate is trusted; name a file of them with sslrootcert=FILE";
        return Err(StoreError::ServerAddress(why.to_owned()));
    }
    Ok(roots)
}

/// What the server said, or what kept it from saying anything.
pub(super) fn reason(error: &postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.message().to_owned();
    }
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        source = error.source();
    }
    words
}

/// What went wrong while something was done: the server went away, somebody else was in the way,
/// or it refused.
pub(super) fn fault(doing: &'static str, error: &postgres::Error) -> StoreError {
    let lost = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    match error.code() {
        None => StoreError::Gone { why: reason(error) },
        Some(code) if lost.contains(code) => StoreError::Gone { why: reason(error) },
        Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE => StoreError::Busy,
        Some(_) => StoreError::Engine {
            doing,
            why: reason(error).into(),
        },
    }
}
