//! The table of routes: a line for each.

use axum::response::Response;
use oast_office::access::Action;

use super::Gate::{self, May, MayAny, Open, SignedIn};
use super::data::{self, Data};
use super::{Method, Route};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::pages;
use crate::pages::access::{self, sign_in};

const fn get(
    path: &'static str,
    gate: Gate,
    run: fn(&mut Desk) -> Result<Response, Fault>,
) -> Route {
    Route {
        method: Method::Get,
        path,
        gate,
        files: false,
        data: None,
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
        files: false,
        data: None,
        run,
    }
}

/// The same, which programs ask for too.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a route is made where it is written down, and is nobody's before"
)]
const fn data(route: Route, data: &'static Data) -> Route {
    Route {
        data: Some(data),
        ..route
    }
}

/// The same, with files.
const fn files(
    path: &'static str,
    gate: Gate,
    run: fn(&mut Desk) -> Result<Response, Fault>,
) -> Route {
    Route {
        files: true,
        ..post(path, gate, run)
    }
}

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
        "/placements",
        May(Action::SeePeople),
        pages::placement::list::show,
    ),
    get(
        "/placements/{placement}",
        MayAny(&[Action::SeePeople, Action::BreakGlass, Action::SeeOwnHomes]),
        pages::placement::show::show,
    ),
    data(
        get(
            "/placements/{placement}/rate/{day}",
            May(Action::SeeHomes),
            pages::money::trace::rate,
        ),
        &data::RATE,
    ),
    data(
        get(
            "/placements/{placement}/due/{flow}/{day}",
            May(Action::SeeHomes),
            pages::money::trace::line,
        ),
        &data::LINE,
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
        "/audit/checkpoints",
        May(Action::SeeAudit),
        access::checkpoints::show,
    ),
    get(
        "/audit/{seq}/proof",
        May(Action::SeeAudit),
        access::checkpoints::proof,
    ),
    get(
        "/audit/{seq}",
        May(Action::SeeAudit),
        access::audit_entry::show,
    ),
    get(
        "/audit/break-glass",
        May(Action::SeeAudit),
        access::break_glass::list_all,
    ),
    get(
        "/retention",
        May(Action::ManageRetention),
        access::retention::show,
    ),
    post(
        "/retention",
        May(Action::ManageRetention),
        access::retention::erase,
    ),
    get(
        "/retention/holds",
        May(Action::ManageRetention),
        access::legal_holds::show,
    ),
    post(
        "/retention/holds",
        May(Action::ManageRetention),
        access::legal_holds::submit,
    ),
    get(
        "/subject-access",
        May(Action::SeeAudit),
        access::subject_access::form,
    ),
    post(
        "/subject-access",
        May(Action::SeeAudit),
        access::subject_access::download,
    ),
    get("/teams", May(Action::ManageUsers), access::teams::show),
    post("/teams", May(Action::ManageUsers), access::teams::add),
    get(
        "/teams/{team}",
        May(Action::ManageUsers),
        access::teams::one,
    ),
    post(
        "/teams/{team}",
        May(Action::ManageUsers),
        access::teams::change,
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
        "/users/{user}/teams",
        May(Action::ManageUsers),
        access::user::teams,
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
    data(
        get("/find", May(Action::SeeHomes), pages::find::show),
        &data::FIND,
    ),
    data(get("/openapi.json", Open, data::show), &data::DOCUMENT),
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
        MayAny(&[Action::SeeMoney, Action::SeeOwnHomes]),
        pages::money::remittance::show,
    ),
    get(
        "/pay-runs/{run}/check",
        May(Action::CheckPayRun),
        pages::money::acts::check_form,
    ),
    post(
        "/pay-runs/{run}/check",
        May(Action::CheckPayRun),
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
    get("/import", May(Action::ImportFacts), pages::import::show),
    files("/import", May(Action::ImportFacts), pages::import::preview),
    post(
        "/import/record",
        May(Action::ImportFacts),
        pages::import::record,
    ),
    get("/spend", May(Action::SeeMoney), pages::money::spend::show),
    get(
        "/forecast",
        May(Action::SeeMoney),
        pages::outlook::forecast::show,
    ),
    post(
        "/forecast",
        May(Action::KeepForecast),
        pages::outlook::forecast::submit,
    ),
    get(
        "/forecast/pack",
        May(Action::SeeMoney),
        pages::outlook::forecast::pack::show,
    ),
    get(
        "/forecast/demand",
        May(Action::SeeMoney),
        pages::outlook::demand::show,
    ),
    get(
        "/forecast/districts",
        May(Action::SeeMoney),
        pages::outlook::districts::show,
    ),
    get(
        "/forecast/options",
        May(Action::SeeMoney),
        pages::outlook::options::show,
    ),
    get(
        "/forecast/scenarios",
        May(Action::SeeMoney),
        pages::outlook::scenarios::show,
    ),
    get(
        "/forecast/scenarios/{scenario}",
        May(Action::SeeMoney),
        pages::outlook::scenarios::one,
    ),
    get(
        "/forecast/kept",
        May(Action::SeeMoney),
        pages::outlook::kept::show,
    ),
    get(
        "/forecast/kept/{forecast}",
        May(Action::SeeMoney),
        pages::outlook::kept::one,
    ),
    get(
        "/budget",
        May(Action::SeeMoney),
        pages::outlook::budget::show,
    ),
    get(
        "/budget/moved",
        May(Action::SeeMoney),
        pages::outlook::moved::show,
    ),
    get(
        "/budget/reorganisation",
        May(Action::SeeMoney),
        pages::outlook::reorganisation::show,
    ),
    get(
        "/budget/benefits",
        May(Action::SeeMoney),
        pages::outlook::benefits::show,
    ),
    get(
        "/budget/benefits/new",
        May(Action::ManageBenefits),
        pages::outlook::benefit_new::show,
    ),
    post(
        "/budget/benefits/new",
        May(Action::ManageBenefits),
        pages::outlook::benefit_new::submit,
    ),
    get(
        "/budget/benefits/{benefit}",
        May(Action::SeeMoney),
        pages::outlook::benefit::show,
    ),
    post(
        "/budget/benefits/{benefit}",
        May(Action::ManageBenefits),
        pages::outlook::benefit::submit,
    ),
    get(
        "/forecast/published",
        May(Action::SeeMoney),
        pages::outlook::published::show,
    ),
    get(
        "/forecast/bands",
        May(Action::SeeMoney),
        pages::outlook::bands::show,
    ),
    get(
        "/forecast/fair-fee",
        May(Action::SeeMoney),
        pages::outlook::fair_fee::show,
    ),
    get(
        "/spend/placements",
        May(Action::SeeMoney),
        pages::money::spent::show,
    ),
    get(
        "/jobs/{job}",
        May(Action::SeeMoney),
        pages::money::job::show,
    ),
    get("/purpose", May(Action::SeePeople), access::purpose::form),
    post("/purpose", May(Action::SeePeople), access::purpose::choose),
    get(
        "/break-glass",
        May(Action::BreakGlass),
        access::break_glass::form,
    ),
    post(
        "/break-glass",
        May(Action::BreakGlass),
        access::break_glass::open,
    ),
    get(
        "/your-homes",
        May(Action::SeeOwnHomes),
        pages::market::own::list,
    ),
    get(
        "/your-homes/{home}",
        May(Action::SeeOwnHomes),
        pages::market::own::show,
    ),
];
