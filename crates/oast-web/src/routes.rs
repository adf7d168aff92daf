//! Every route: its address, who may ask, and what answers.

pub mod data;
mod table;

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use oast_office::access::Action;

use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::{Asking, Desk};
use crate::link::{To, with_query};
use crate::pages::access::sign_in;
use crate::pages::trouble::Trouble;
use crate::watch::AskedAs;

pub use data::Data;
pub use table::ROUTES;

use Gate::{May, MayAny, Open, SignedIn};

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
    /// Whoever may do any of these.
    MayAny(&'static [Action]),
}

/// A route.
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// The address; a part in braces is named.
    pub path: &'static str,
    /// Who may ask.
    pub gate: Gate,
    /// Whether files are sent to it: of these routes alone, a large body is read.
    pub files: bool,
    /// What it answers to programs, if anything.
    pub data: Option<&'static Data>,
    run: fn(&mut Desk) -> Result<Response, Fault>,
}

/// The cookie that holds the session.
pub fn cookie_name(app: &App) -> &'static str {
    if app.secure { "__Host-oast" } else { "oast" }
}

/// The cookie that holds a sign-in begun at the council's.
pub fn begun_cookie_name(app: &App) -> &'static str {
    if app.secure {
        "__Host-oast-begun"
    } else {
        "oast-begun"
    }
}

/// Answers a request.
pub fn answer(app: &Arc<App>, route: &Route, asking: Asking) -> Response {
    let by = By::of(Some(route), &asking);
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => {
            let answered = desk
                .within_limits(route.method == Method::Post)
                .and_then(|()| through_the_gate(&mut desk, route, by));
            let mut response = answered.unwrap_or_else(|fault| trouble(&mut desk, fault, by));
            response.extensions_mut().insert(asked_as(&desk));
            response
        }
        Err(fault) => {
            if let Fault::Broken(says) | Fault::Away(says) = &fault {
                app.machine.report(says);
            }
            unframed(fault, by)
        }
    }
}

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Somebody in a browser.
    Person,
    /// A program that asks for data.
    Program,
}

impl By {
    fn of(route: Option<&Route>, asking: &Asking) -> Self {
        let always = route
            .and_then(|route| route.data)
            .is_some_and(|data| !data.asked);
        if always || asked_for_data(&asking.query) {
            Self::Program
        } else {
            Self::Person
        }
    }
}

fn asked_for_data(query: &[(String, String)]) -> bool {
    query
        .iter()
        .any(|(name, value)| name == AS && value == JSON)
}

/// The part of a query that says in which form the answer is wanted.
const AS: &str = "as";
/// The form that programs read.
const JSON: &str = "json";

/// The roles of whoever asks, for the log.
fn asked_as(desk: &Desk) -> AskedAs {
    let roles = desk.who().map_or(&[][..], |user| &user.roles);
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    AskedAs(codes.join("+"))
}

/// Answers a request for which there is no route.
pub fn nowhere(app: &Arc<App>, asking: Asking) -> Response {
    let by = By::of(None, &asking);
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => {
            let nowhere = Fault::NotFound("There is no such page.".to_owned());
            let fault = desk.within_limits(false).err().unwrap_or(nowhere);
            trouble(&mut desk, fault, by)
        }
        Err(fault) => unframed(fault, by),
    }
}

/// Who is turned away, before what they send is read.
pub fn turned_away(app: &Arc<App>, route: &Route, asking: Asking) -> Option<Response> {
    let gate = Route {
        run: |_| {
            Ok(answer::response(
                StatusCode::OK,
                "text/plain; charset=utf-8",
                "",
            ))
        },
        ..*route
    };
    let response = answer(app, &gate, asking);
    (response.status() != StatusCode::OK).then_some(response)
}

fn through_the_gate(desk: &mut Desk, route: &Route, by: By) -> Result<Response, Fault> {
    if let (Some(_), Some(form), None) = (route.data, desk.query(AS), desk.query("table"))
        && form != JSON
    {
        let says = format!("'{form}' is no form of this answer; write as=json, or leave it out.");
        return Ok(answer::wrong_json(StatusCode::BAD_REQUEST, &says));
    }
    if let Some(says) = desk.misread() {
        return Err(Fault::Bad(says.to_owned()));
    }
    let wanted = match route.gate {
        Open => return (route.run)(desk),
        SignedIn => None,
        May(action) => Some(action).filter(|action| !desk.may(*action)),
        MayAny(any) if any.iter().any(|action| desk.may(*action)) => None,
        MayAny(any) => any.first().copied(),
    };
    if desk.who().is_none() {
        return match route.method {
            Method::Get if by == By::Program => {
                let says = "Sign in first.";
                Ok(answer::wrong_json(StatusCode::UNAUTHORIZED, says))
            }
            Method::Get => {
                let here = desk.here();
                Ok(answer::see_other(&with_query(
                    To::SignIn,
                    [("then", here.as_str())],
                )))
            }
            Method::Post => sign_in::expired(desk),
        };
    }
    if let Some(action) = wanted {
        return Err(Fault::Denied(desk.why_not(action)));
    }
    match desk.hidden_in_form() {
        Some(says) => Err(Fault::Bad(says)),
        None => (route.run)(desk),
    }
}

/// Says what is wrong, on a page, or as data to a program.
fn trouble(desk: &mut Desk, fault: Fault, by: By) -> Response {
    if by == By::Program {
        return told_to_program(desk, fault);
    }
    let (status, page) = match fault {
        Fault::Instead(response) => return *response,
        Fault::NotFound(says) => (StatusCode::NOT_FOUND, Trouble::not_found(&says)),
        Fault::Forbidden => (StatusCode::FORBIDDEN, Trouble::forbidden()),
        Fault::Denied(says) => (StatusCode::FORBIDDEN, Trouble::denied(&says)),
        Fault::Bad(says) => (StatusCode::BAD_REQUEST, Trouble::refused(&says)),
        Fault::Refused(says) => (StatusCode::UNPROCESSABLE_ENTITY, Trouble::refused(&says)),
        Fault::TooMany { seconds } => {
            let page = Trouble::too_many();
            let answered = desk.page_with(StatusCode::TOO_MANY_REQUESTS, &page);
            let mut response = answered.unwrap_or_else(|fault| unframed(fault, by));
            answer::set(&mut response, header::RETRY_AFTER, &seconds.to_string());
            return response;
        }
        Fault::Away(says) => {
            desk.app().machine.report(&says);
            let answered = desk.page_with(StatusCode::SERVICE_UNAVAILABLE, &Trouble::away());
            return answered.unwrap_or_else(|_| unframed(Fault::Away(says), by));
        }
        Fault::Broken(says) => {
            let reference = desk.reference();
            let page = Trouble::broken().called(reference);
            desk.app()
                .machine
                .report(&format!("reference {reference}: {says}"));
            (StatusCode::INTERNAL_SERVER_ERROR, page)
        }
    };
    desk.page_with(status, &page)
        .unwrap_or_else(|fault| unframed(fault, by))
}

/// Says what is wrong, as data.
fn told_to_program(desk: &Desk, fault: Fault) -> Response {
    if let Fault::Away(says) | Fault::Broken(says) = &fault {
        let reference = desk.reference();
        desk.app()
            .machine
            .report(&format!("reference {reference}: {says}"));
    }
    unframed(fault, By::Program)
}

/// Says what is wrong without a page: as data, or as plain text where no page can be drawn.
fn unframed(fault: Fault, by: By) -> Response {
    let mut wait = None;
    let (status, says) = match fault {
        // What has to be said first is said on a page; a program cannot.
        Fault::Instead(response)
            if by == By::Program && response.status().is_redirection() =>
        (
            StatusCode::FORBIDDEN,
            "Say in the browser first what you open records for; the session keeps it.".to_owned(),
        ),
        Fault::Instead(response) => return *response,
        Fault::Bad(says) => (StatusCode::BAD_REQUEST, says),
        Fault::NotFound(says) => (StatusCode::NOT_FOUND, says),
        Fault::Forbidden => (StatusCode::FORBIDDEN, "You may not see this.".to_owned()),
        Fault::Denied(says) => (StatusCode::FORBIDDEN, says),
        Fault::Refused(says) => (StatusCode::UNPROCESSABLE_ENTITY, says),
        Fault::TooMany { seconds } => {
            wait = Some(seconds);
            (
                StatusCode::TOO_MANY_REQUESTS,
                format!("Too much was asked for at once; ask again in {seconds} s."),
            )
        }
        Fault::Away(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Oast cannot reach its records just now. Try again in a moment: a form that you send again is acted upon once.".to_owned(),
        ),
        Fault::Broken(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong, and nothing was changed. Try again in a moment.".to_owned(),
        ),
    };
    let mut response = match by {
        By::Program => answer::wrong_json(status, &says),
        By::Person => answer::response(status, "text/plain; charset=utf-8", says),
    };
    if let Some(seconds) = wait {
        answer::set(&mut response, header::RETRY_AFTER, &seconds.to_string());
    }
    response
}

/// Sets or takes away the session's cookie.
pub fn set_session(app: &App, response: &mut Response, token: Option<&str>) {
    set_cookie(app, response, cookie_name(app), token);
}

/// Sets or takes away the cookie of a sign-in begun at the council's.
pub fn set_begun(app: &App, response: &mut Response, key: Option<&str>) {
    set_cookie(app, response, begun_cookie_name(app), key);
}

fn set_cookie(app: &App, response: &mut Response, name: &str, value: Option<&str>) {
    let secure = if app.secure { "; Secure" } else { "" };
    let cookie = match value {
        Some(value) => format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=0"),
    };
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
