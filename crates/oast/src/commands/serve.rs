use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use oast_office::{Office, OfficeError};
use oast_store::Store;
use oast_web::app::{App, Brand, Machine, Settings};

use crate::cli::Serve;
use crate::context::Context;
use crate::exit::Refused;
use crate::{chance, clock, output};

/// The machine's clock and chance; or the time that was asked for, standing still.
struct ThisMachine {
    at: Option<Timestamp>,
}

impl Machine for ThisMachine {
    fn now(&self) -> Timestamp {
        self.at.unwrap_or_else(clock::now)
    }

    fn report(&self, says: &str) {
        output::complain(says);
    }

    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        chance::fill(bytes)
    }
}

/// Serves the web application until it is told to stop.
pub(super) fn serve(context: &Context, how: Serve) -> anyhow::Result<()> {
    let users = if how.demo {
        super::demo::said(&mut super::demo::made(context, None)?.0)?
    } else {
        nobody_yet(&mut context.office()?)?
    };
    let terms = Arc::new(context.terms()?);
    let (address, authority) = (context.database()?, context.authority().to_owned());
    let (_, keyring) = context.store()?;
    let open_terms = Arc::clone(&terms);
    let open = move || {
        let store = Store::open(&address)
            .and_then(|store| store.with_keyring(keyring.clone()))
            .map_err(OfficeError::Store)?;
        Ok(Office::new(store, Arc::clone(&open_terms), &authority))
    };
    // The port is known before the first page is: passkeys are made for an address.
    let listener = std::net::TcpListener::bind(&how.listen).map_err(|error| {
        Refused(format!(
            "cannot listen at {}: {error}; give another with --listen",
            how.listen
        ))
    })?;
    let at = listener.local_addr().context("where it listens")?;
    listener.set_nonblocking(true).context("the listener")?;
    let sign_on = super::sign_on::sign_on(how.sign_on, at.port())?;
    let app = App::new(Settings {
        open: Box::new(open),
        terms,
        machine: Arc::new(ThisMachine {
            at: context.fixed_time(),
        }),
        brand: Brand {
            council: how.council,
            colour: how.colour.map(colour).transpose()?,
        },
        secure: how.https || sign_on.site.origin().starts_with("https://"),
        sign_on,
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server's threads")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).context("the listener")?;
        output::say(&format!(
            "Oast is at http://{at}/ (stop it with Ctrl+C).{users}"
        ))?;
        oast_web::server::serve(listener, app, stopped())
            .await
            .context("serving")
    })
}

/// How to add the first user, where there is none.
fn nobody_yet(office: &mut Office) -> anyhow::Result<String> {
    Ok(if office.users()?.is_empty() {
        " Nobody can sign in yet: add a user with oast user add.".to_owned()
    } else {
        String::new()
    })
}

/// A colour as style sheets write it, checked so that nothing else gets into one.
fn colour(text: String) -> anyhow::Result<String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(Refused(format!("'{text}' is not a colour; write it as #1d5a6b")).into())
}

/// Done when somebody asks the program to stop.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}
