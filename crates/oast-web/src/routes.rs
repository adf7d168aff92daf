//! Every route: its address, who may ask, and what answers.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use oast_office::access::Action;

use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::{Asking, Desk};
use crate::link::{To, with_query};
use crate::pages;
use crate::pages::access::{self, sign_in};
use crate::pages::trouble::Trouble;
use crate::watch::AskedAs;

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
    /// Whoever may do either.
    MayEither(Action, Action),
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

use Gate::{May, MayEither, Open, SignedIn};

/// Every route of the application.
pub const ROUTES: &[Route] = &[
    get("/sign-in", Open, sign_in::form),
    post("/sign-in", Open, sign_in::submit),
    post("/sign-in/code", Open, access::code::submit),
    post(
        "/sign-in/passkey/challenge",
        Open,
        access::passkey::challenge,
    ),
    post("/sign-in/passkey", Open, access::passkey::submit),
    get("/sign-in/council", Open, access::council::begin),
    get("/sign-in/council/answer", Open, access::council::finish),
    get("/sign-in/council/out", Open, access::council::out),
    post("/sign-in/council/ended", Open, access::council::ended),
    get("/join/{secret}", Open, access::join::show),
    post("/join/{secret}", SignedIn, access::join::with_account),
    post("/join/{secret}/passkey", Open, access::join::with_passkey),
    post("/join/{secret}/code-app", Open, access::join::with_code_app),
    post("/sign-out", Open, sign_in::sign_out),
    get("/menu", SignedIn, pages::menu::show),
    get("/", SignedIn, pages::work::show),
    get(
        "/notices",
        May(Action::SeePeople),
        pages::placement::notices::show,
    ),
    get(
        "/placements/{placement}/notices/{day}/keep-single",
        May(Action::OverrideNotice),
        pages::placement::keep_single::show,
    ),
    post(
        "/placements/{placement}/notices/{day}/keep-single",
        May(Action::OverrideNotice),
        pages::placement::keep_single::decide,
    ),
    get(
        "/self-funders",
        May(Action::SeePeople),
        pages::placement::self_funders::show,
    ),
    get("/account", SignedIn, access::account::show),
    post(
        "/account/password",
        SignedIn,
        access::account::change_password,
    ),
    post(
        "/account/sign-out-everywhere",
        SignedIn,
        access::account::sign_out_everywhere,
    ),
    post(
        "/account/sessions/end",
        SignedIn,
        access::account::end_session,
    ),
    get("/account/ways", SignedIn, access::ways::show),
    post("/account/passkeys", SignedIn, access::ways::add_passkey),
    post(
        "/account/passkeys/remove",
        SignedIn,
        access::ways::remove_passkey,
    ),
    post("/account/code-app", SignedIn, access::ways::set_code_app),
    post(
        "/account/code-app/remove",
        SignedIn,
        access::ways::remove_code_app,
    ),
    get("/account/homes", SignedIn, access::homes::show),
    post("/account/homes", SignedIn, access::homes::ask),
    get("/account/homes/{home}", SignedIn, access::members::show),
    post(
        "/account/homes/{home}/members",
        SignedIn,
        access::members::act,
    ),
    post(
        "/account/homes/{home}/invitations",
        SignedIn,
        access::members::invite,
    ),
    post(
        "/account/homes/{home}/invitations/{invitation}",
        SignedIn,
        access::members::act_on_invitation,
    ),
    get(
        "/invitations",
        May(Action::ManageUsers),
        access::invitations::show,
    ),
    post(
        "/invitations",
        May(Action::ManageUsers),
        access::invitations::invite,
    ),
    post(
        "/invitations/{invitation}",
        May(Action::ManageUsers),
        access::invitations::act,
    ),
    get("/audit", May(Action::SeeAudit), access::audit::show),
    get("/audit/reads", May(Action::SeeAudit), access::reads::show),
    get(
        "/audit/verify",
        May(Action::VerifyAudit),
        access::verify::show,
    ),
    post(
        "/audit/verify",
        May(Action::VerifyAudit),
        access::verify::begin,
    ),
    get(
        "/audit/{seq}",
        May(Action::SeeAudit),
        access::audit_entry::show,
    ),
    get("/users", May(Action::ManageUsers), access::users::show),
    post("/users", May(Action::ManageUsers), access::users::add),
    get(
        "/users/{user}",
        May(Action::ManageUsers),
        access::user::show,
    ),
    post(
        "/users/{user}/roles",
        May(Action::ManageUsers),
        access::user::roles,
    ),
    post(
        "/users/{user}/password",
        May(Action::ManageUsers),
        access::user::password,
    ),
    post(
        "/users/{user}/deactivate",
        May(Action::ManageUsers),
        access::user::deactivate,
    ),
    post(
        "/users/{user}/reactivate",
        May(Action::ManageUsers),
        access::user::reactivate,
    ),
    post(
        "/users/{user}/sign-out",
        May(Action::ManageUsers),
        access::user::sign_out,
    ),
    post(
        "/users/{user}/end-session",
        May(Action::ManageUsers),
        access::user::end_session,
    ),
    post(
        "/users/{user}/new-way",
        May(Action::ManageUsers),
        access::user::new_way,
    ),
    get("/brand.css", Open, pages::brand::show),
    get("/favicon.ico", Open, pages::brand::icon),
    get("/find", SignedIn, pages::find::show),
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
    get(
        "/terms",
        May(Action::SeeTerms),
        pages::contract::terms::show,
    ),
    get(
        "/terms/{term}",
        May(Action::SeeTerms),
        pages::contract::term::show,
    ),
    get(
        "/terms/{term}/confirm",
        May(Action::ConfirmTerm),
        pages::contract::confirm::form,
    ),
    post(
        "/terms/{term}/confirm",
        May(Action::ConfirmTerm),
        pages::contract::confirm::submit,
    ),
    get("/design", Open, pages::design::show),
    get("/design/pages", Open, pages::design::list),
    get("/design/pages/{page}/{number}", Open, pages::design::sample),
    get("/help", SignedIn, pages::help::contents),
    get("/help/{page}", SignedIn, pages::help::show),
    get("/pay-runs", May(Action::SeeMoney), pages::money::runs::show),
    get(
        "/pay-runs/{run}",
        May(Action::SeeMoney),
        pages::money::run::show,
    ),
    get(
        "/pay-runs/{run}/lines",
        May(Action::SeeMoney),
        pages::money::lines::show,
    ),
    get(
        "/pay-runs/{run}/movement/{kind}",
        May(Action::SeeMoney),
        pages::money::moved::show,
    ),
    get(
        "/uplifts",
        May(Action::SeeMoney),
        pages::price::uplifts::show,
    ),
    get(
        "/uplifts/new",
        May(Action::SeeMoney),
        pages::price::uplift_new::show,
    ),
    post(
        "/uplifts/new",
        May(Action::ProposeUplift),
        pages::price::uplift_new::propose,
    ),
    get(
        "/uplifts/{uplift}",
        May(Action::SeeMoney),
        pages::price::uplift::show,
    ),
    get(
        "/uplifts/{uplift}/{act}",
        May(Action::DecideUplift),
        pages::price::decide::form,
    ),
    post(
        "/uplifts/{uplift}/{act}",
        May(Action::DecideUplift),
        pages::price::decide::submit,
    ),
    get("/spend", May(Action::SeeMoney), pages::money::spend::show),
    get(
        "/spend/placements",
        May(Action::SeeMoney),
        pages::money::spent::show,
    ),
    get(
        "/pay-runs/new",
        May(Action::ProposePayRun),
        pages::money::new::form,
    ),
    post(
        "/pay-runs/new",
        May(Action::ProposePayRun),
        pages::money::new::submit,
    ),
    get(
        "/pay-runs/holds",
        May(Action::SeeMoney),
        pages::money::holds::show,
    ),
    post(
        "/pay-runs/holds",
        May(Action::HoldPayment),
        pages::money::holds::submit,
    ),
    get(
        "/pay-runs/{run}/homes/{home}",
        May(Action::SeeMoney),
        pages::money::remittance::show,
    ),
    get(
        "/pay-runs/{run}/check",
        MayEither(Action::ProposePayRun, Action::DecidePayRun),
        pages::money::acts::check_form,
    ),
    post(
        "/pay-runs/{run}/check",
        MayEither(Action::ProposePayRun, Action::DecidePayRun),
        pages::money::acts::check,
    ),
    get(
        "/pay-runs/{run}/approve",
        May(Action::DecidePayRun),
        pages::money::acts::approve_form,
    ),
    post(
        "/pay-runs/{run}/approve",
        May(Action::DecidePayRun),
        pages::money::acts::approve,
    ),
    get(
        "/pay-runs/{run}/reject",
        May(Action::DecidePayRun),
        pages::money::acts::reject_form,
    ),
    post(
        "/pay-runs/{run}/reject",
        May(Action::DecidePayRun),
        pages::money::acts::reject,
    ),
    get(
        "/pay-runs/{run}/pay",
        May(Action::PayPayRun),
        pages::money::acts::pay_form,
    ),
    post(
        "/pay-runs/{run}/pay",
        May(Action::PayPayRun),
        pages::money::acts::pay,
    ),
    get(
        "/jobs/{job}",
        May(Action::SeeMoney),
        pages::money::job::show,
    ),
];

/// The routes that whoever asks may not open.
pub fn shut(desk: &Desk) -> Vec<&'static str> {
    ROUTES
        .iter()
        .filter(|route| route.method == Method::Get)
        .filter(|route| matches!(route.gate, May(action) if !desk.may(action)))
        .map(|route| route.path)
        .collect()
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
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => {
            let answered = desk
                .within_limits(route.method == Method::Post)
                .and_then(|()| through_the_gate(&mut desk, route));
            let mut response = answered.unwrap_or_else(|fault| trouble(&mut desk, fault));
            response.extensions_mut().insert(asked_as(&desk));
            response
        }
        Err(fault) => {
            if let Fault::Broken(says) = &fault {
                app.machine.report(says);
            }
            unframed(fault)
        }
    }
}

/// The roles of whoever asks, for the log.
fn asked_as(desk: &Desk) -> AskedAs {
    let roles = desk.who().map_or(&[][..], |user| &user.roles);
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    AskedAs(codes.join("+"))
}

/// Answers a request for which there is no route.
pub fn nowhere(app: &Arc<App>, asking: Asking) -> Response {
    match Desk::new(Arc::clone(app), asking) {
        Ok(mut desk) => {
            let nowhere = Fault::NotFound("There is no such page.".to_owned());
            let fault = desk.within_limits(false).err().unwrap_or(nowhere);
            trouble(&mut desk, fault)
        }
        Err(fault) => unframed(fault),
    }
}

fn through_the_gate(desk: &mut Desk, route: &Route) -> Result<Response, Fault> {
    if let Some(says) = desk.misread() {
        return Err(Fault::Bad(says.to_owned()));
    }
    let may = match route.gate {
        Open => return (route.run)(desk),
        SignedIn => true,
        May(action) => desk.may(action),
        MayEither(one, other) => desk.may(one) || desk.may(other),
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
    if !may {
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
        Fault::TooMany { seconds } => {
            let page = Trouble::too_many();
            let answered = desk.page_with(StatusCode::TOO_MANY_REQUESTS, &page);
            let mut response = answered.unwrap_or_else(unframed);
            answer::set(&mut response, header::RETRY_AFTER, &seconds.to_string());
            return response;
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
