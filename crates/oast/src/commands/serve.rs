use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oast_office::Office;
use oast_office::jobs::Running;
use oast_web::app::{App, Brand, Settings};
use oast_web::serving::Serving;

use crate::cli_operation::Serve;
use crate::context::Context;
use crate::exit::Refused;
use crate::machine::{self, ThisMachine};
use crate::{output, signing, watching};

/// Serves the web application until it is told to stop.
pub(super) fn serve(context: &Context, how: &Serve) -> anyhow::Result<()> {
    watching::log(&how.operation)?;
    let (users, demo_key) = if how.demo {
        let mut made = super::demo::made(context, None)?;
        (super::demo::said(&mut made.office)?, made.signing_key)
    } else {
        (nobody_yet(&mut context.office()?)?, None)
    };
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
    listener.set_nonblocking(true).context("the listener")?;
    let sign_on = super::sign_on::sign_on(how.sign_on.clone(), at.port())?;
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
    let served = runtime.block_on(served(app, listener, how, &users));
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
    users: &str,
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener).context("the listener")?;
    let at = listener.local_addr().context("where it listens")?;
    if let Some(address) = &how.operation.metrics_listen {
        let scraped = app.scraped(env!("CARGO_PKG_VERSION"));
        watching::serve_metrics(address, scraped).await?;
    }
    output::say(&format!(
        "Oast is at http://{at}/ (stop it with Ctrl+C).{users}"
    ))?;
    let serving = Serving {
        trusted_proxies: how.trusted_proxies.clone(),
        connections_max: how.connections,
        stop_within: Duration::from_secs(how.operation.stop_within),
        ..Serving::default()
    };
    oast_web::serving::serve(listener, app, serving, machine::stopped())
        .await
        .context("serving")
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
