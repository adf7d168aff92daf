use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oast_office::jobs::Running;
use oast_web::app::{App, Brand, Settings};
use oast_web::serving::Serving;

use super::demo_people;
use crate::cli_operation::Serve;
use crate::context::Context;
use crate::exit::Refused;
use crate::machine::{self, ThisMachine};
use crate::{output, signing, watching};

/// Serves the web application until it is told to stop.
pub(super) fn serve(context: &Context, how: &Serve) -> anyhow::Result<()> {
    watching::log(&how.operation)?;
    let mut office;
    let (mut demo, mut demo_key) = (None, None);
    if how.demo {
        let made = super::demo::made(context, None)?;
        (office, demo_key) = (made.office, made.signing_key);
        demo = demo_people::people(context, &mut office)?;
    } else {
        office = context.office()?;
    }
    let nobody = office.users()?.is_empty();
    drop(office);
    let signing = signing::signing(&how.operation, demo_key.as_deref())?;
    let terms = Arc::new(context.terms()?);
    // The port is known before the first page is: passkeys are made for an address.
    let listener = std::net::TcpListener::bind(&how.listen).map_err(|error| {
        Refused(format!(
            "cannot listen at {}: {error}; give another with --listen",
            how.listen
        ))
    })?;
    let at = listener.local_addr().context("where it listens")?;
    let address = address(at);
    listener.set_nonblocking(true).context("the listener")?;
    let sign_on = super::sign_on::sign_on(how.sign_on.clone(), at.port())?;
    let said = match &demo {
        Some(demo) => demo_people::said(demo, &address),
        None if nobody => NOBODY_YET.to_owned(),
        None => String::new(),
    };
    let said = format!("Oast is at {address}/ (stop it with Ctrl+C).{said}");
    let app = App::new(Settings {
        open: machine::opener(context, &terms)?,
        terms,
        machine: Arc::new(ThisMachine::of(context)),
        brand: Brand {
            council: how.council.clone(),
            colour: how.colour.clone().map(colour).transpose()?,
        },
        secure: how.https || sign_on.site.origin().starts_with("https://"),
        sign_on,
        demo,
    })?;
    let running = if how.no_worker {
        None
    } else {
        Some(Running::start(app.worker()).context("the worker's threads")?)
    };
    signing::start(app.worker(), signing)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server's threads")?;
    let served = runtime.block_on(served(app, listener, how, &said));
    // Connections that would not end are cut.
    runtime.shutdown_background();
    if let Some(running) = running {
        running.stop(Duration::from_secs(how.operation.stop_within));
    }
    served
}

/// Serves the pages, and beside them what Prometheus asks for.
async fn served(
    app: Arc<App>,
    listener: std::net::TcpListener,
    how: &Serve,
    said: &str,
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener).context("the listener")?;
    if let Some(address) = &how.operation.metrics_listen {
        let scraped = app.scraped(env!("CARGO_PKG_VERSION"));
        watching::serve_metrics(address, scraped).await?;
    }
    let stop = machine::told_to_stop().context("listening for the end")?;
    output::say(said)?;
    let serving = Serving {
        trusted_proxies: how.trusted_proxies.clone(),
        connections_max: how.connections,
        stop_within: Duration::from_secs(how.operation.stop_within),
        ..Serving::default()
    };
    oast_web::serving::serve(listener, app, serving, stop)
        .await
        .context("serving")
}

/// How to add the first user, where there is none.
const NOBODY_YET: &str = " Nobody can sign in yet: add a user with oast user add.";

/// Where browsers find a server that listens somewhere: on this machine by its name, as browsers
/// make passkeys for names and not for numbers.
fn address(at: SocketAddr) -> String {
    if at.ip().is_loopback() {
        format!("http://localhost:{}", at.port())
    } else {
        format!("http://{at}")
    }
}

/// A colour as style sheets write it, checked so that nothing else gets into one.
fn colour(text: String) -> anyhow::Result<String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(Refused(format!("'{text}' is not a colour; write it as #1d5a6b")).into())
}
