use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oast_office::Office;
use oast_office::jobs::Running;
use oast_web::app::{App, Brand, Settings};

use crate::cli::Serve;
use crate::context::Context;
use crate::exit::Refused;
use crate::machine::{self, ThisMachine};
use crate::output;

/// Serves the web application until it is told to stop.
pub(super) fn serve(context: &Context, how: Serve) -> anyhow::Result<()> {
    let users = if how.demo {
        super::demo::said(&mut super::demo::made(context, None)?.0)?
    } else {
        nobody_yet(&mut context.office()?)?
    };
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
    let sign_on = super::sign_on::sign_on(how.sign_on, at.port())?;
    let app = App::new(Settings {
        open: machine::opener(context, &terms)?,
        terms,
        machine: Arc::new(ThisMachine::of(context)),
        brand: Brand {
            council: how.council,
            colour: how.colour.map(colour).transpose()?,
        },
        secure: how.https || sign_on.site.origin().starts_with("https://"),
        sign_on,
    })?;
    let running = if how.no_worker {
        None
    } else {
        Some(Running::start(app.worker()).context("the worker's threads")?)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server's threads")?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).context("the listener")?;
        output::say(&format!(
            "Oast is at http://{at}/ (stop it with Ctrl+C).{users}"
        ))?;
        oast_web::server::serve(listener, app, machine::stopped())
            .await
            .context("serving")
    });
    if let Some(running) = running {
        running.stop(Duration::from_secs(how.worker.stop_within));
    }
    served
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
