//! Every route: its address, who may ask, and what answers.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::Response;
use oast_office::access::Action;

use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::{Asking, Desk};
use crate::link::{To, with_query};
use crate::pages;
use crate::pages::access::sign_in;
use crate::pages::trouble::Trouble;

/// How a route is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To look.
    Get,
    /// To do.
    Post,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do this.
    May(Action),
}

/// A route.
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// The address; a part in braces is named.
    pub path: &'static str,
    /// Who may ask.
    pub gate: Gate,
    run: fn(&mut Desk) -> Result<Response, Fault>,
}

const fn get(
    path: &'static str,
    gate: Gate,
    run: fn(&mut Desk) -> Result<Response, Fault>,
) -> Route {
    Route {
        method: Method::Get,
        path,
        gate,
        run,
    }
}

const fn post(
    path: &'static str,
    gate: Gate,
    run: fn(&mut Desk) -> Result<Response, Fault>,
) -> Route {
    Route {
        method: Method::Post,
        path,
        gate,
        run,
    }
}

use Gate::{May, Open, SignedIn};

/// Every route of the application.
pub const ROUTES: &[Route] = &[
    get("/sign-in", Open, sign_in::form),
    post("/sign-in", Open, sign_in::submit),
    post("/sign-out", Open, sign_in::sign_out),
    get("/menu", SignedIn, pages::menu::show),
    get("/brand.css", Open, pages::brand::show),
    get(
        "/placements",
        May(Action::SeePeople),
        pages::placement::list::show,
    ),
    get(
        "/placements/{placement}",
        May(Action::SeePeople),
        pages::placement::show::show,
    ),
    get(
        "/placements/{placement}/rate/{day}",
        May(Action::SeeHomes),
        pages::money::trace::rate,
    ),
    get(
        "/placements/{placement}/due/{flow}/{day}",
        May(Action::SeeHomes),
        pages::money::trace::line,
    ),
    get(
        "/placements/{placement}/record/{event}",
        May(Action::RecordEvent),
        pages::placement::record::form,
    ),
    post(
        "/placements/{placement}/record/{event}",
        May(Action::RecordEvent),
        pages::placement::record::submit,
    ),
    get("/homes", May(Action::SeeHomes), pages::market::homes::show),
    get(
        "/homes/{home}",
        May(Action::SeeHomes),
        pages::market::home::show,
    ),
    get("/map", May(Action::SeeHomes), pages::market::map::show),
    get(
        "/providers",
        May(Action::SeeHomes),
        pages::market::providers::show,
    ),
    get(
        "/providers/{provider}",
        May(Action::SeeHomes),
        pages::market::provider::show,
    ),
    get("/spend", May(Action::SeeMoney), pages::money::spend::show),
    get(
        "/spend/placements",
        May(Action::SeeMoney),
        pages::money::spent::show,
    ),
];

/// The cookie that holds the session.
pub fn cookie_name(app: &App) -> &'static str {
    if app.secure { "__Host-oast" } else { "oast" }
}

/// Answers a request.
pub fn answer(app: &Arc<App>, route: &Route, asking: Asking) -> Response {
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => {
            let answered = through_the_gate(&mut desk, route);
            answered.unwrap_or_else(|fault| trouble(&mut desk, fault))
        }
        Err(fault) => unframed(fault),
    }
}

/// Answers a request for which there is no route.
pub fn nowhere(app: &Arc<App>, asking: Asking) -> Response {
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => trouble(
            &mut desk,
            Fault::NotFound("There is no such page.".to_owned()),
        ),
        Err(fault) => unframed(fault),
    }
}

fn through_the_gate(desk: &mut Desk, route: &Route) -> Result<Response, Fault> {
    let action = match route.gate {
        Open => return (route.run)(desk),
        SignedIn => None,
        May(action) => Some(action),
    };
    if desk.who().is_none() {
        return match route.method {
            Method::Get => {
                let here = with_query(
                    desk.path(),
                    desk.queries()
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.as_str())),
                );
                Ok(answer::see_other(&with_query(
                    To::SignIn,
                    [("then", here.as_str())],
                )))
            }
            Method::Post => sign_in::expired(desk),
        };
    }
    if action.is_some_and(|action| !desk.may(action)) {
        return Err(Fault::Forbidden);
    }
    (route.run)(desk)
}

/// Says what is wrong, on a page.
fn trouble(desk: &mut Desk, fault: Fault) -> Response {
    let (status, page) = match fault {
        Fault::Instead(response) => return *response,
        Fault::NotFound(says) => (StatusCode::NOT_FOUND, Trouble::not_found(&says)),
        Fault::Forbidden => (StatusCode::FORBIDDEN, Trouble::forbidden()),
        Fault::Bad(says) => (StatusCode::BAD_REQUEST, Trouble::refused(&says)),
        Fault::Refused(says) => (StatusCode::UNPROCESSABLE_ENTITY, Trouble::refused(&says)),
        Fault::Broken(says) => {
            desk.app().machine.report(&says);
            (StatusCode::INTERNAL_SERVER_ERROR, Trouble::broken())
        }
    };
    desk.page_with(status, &page).unwrap_or_else(unframed)
}

/// Says what is wrong where no page can be drawn.
fn unframed(fault: Fault) -> Response {
    let (status, says) = match fault {
        Fault::Instead(response) => return *response,
        Fault::Bad(says) => (StatusCode::BAD_REQUEST, says),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong, and nothing was changed. Try again in a moment.".to_owned(),
        ),
    };
    answer::response(status, "text/plain; charset=utf-8", says)
}

/// Sets or takes away the session's cookie.
pub fn set_session(app: &App, response: &mut Response, token: Option<&str>) {
    let name = cookie_name(app);
    let secure = if app.secure { "; Secure" } else { "" };
    let cookie = match token {
        Some(token) => format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=0"),
    };
    answer::set(response, header::SET_COOKIE, &cookie);
}
