//! Taking up an invitation: who invited, for which home, and how to sign in from now on.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{Entry, InvitationView, NewCodeApp, NewPasskey, NewWay};
use oast_office::{OfficeError, Role};
use oast_rules::facts::Standing;
use oast_sign_on::passkey::Owner;
use serde::Serialize;

use super::sign_in::{enter, entered};
use super::users::new_password;
use super::ways::{self, RecoveryCodes, Setup};
use super::{code, passkey};
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::routes;
use crate::words;

/// An invitation, to be taken up.
#[derive(Debug, Serialize)]
pub struct Join {
    form: Form,
    here: String,
    council: String,
    invited_by: String,
    name: String,
    user_id: String,
    /// The home; none for somebody who is to sign in anew.
    home: Option<String>,
    owner: bool,
    until: String,
    /// Where to sign in with the account that there is, when there is one.
    sign_in: Option<String>,
    /// Whether they are signed in with that account.
    own: bool,
    options: String,
    passkey_step: String,
    setup: Option<Setup>,
}

impl Page for Join {
    const TEMPLATE: &'static str = "pages/access/join.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        let title = match &self.home {
            Some(home) => format!("Join {home}"),
            None => "Set up a new way to sign in".to_owned(),
        };
        if self.form.is_wrong() {
            format!("Error: {title}")
        } else {
            title
        }
    }

    fn samples() -> Vec<Self> {
        let page = |form, home: bool, account, own| Self {
            form,
            here: To::Join("s").to_string(),
            council: "Kent County Council".to_owned(),
            invited_by: "Adam Green".to_owned(),
            name: "Ann Vale".to_owned(),
            user_id: "ann@vale.example".to_owned(),
            home: home.then(|| "Vale House".to_owned()),
            owner: true,
            until: "8 June 2026, 9:00am".to_owned(),
            sign_in: account,
            own,
            options: "{}".to_owned(),
            passkey_step: "0".to_owned(),
            setup: Some(Setup::sample()),
        };
        let mut wrong = Form::default();
        wrong.mistake("code", "This is not the code that the app shows now.");
        let sign_in = Some(with_query(To::SignIn, [("then", "/join/s")]));
        vec![
            page(Form::default(), true, None, false),
            page(Form::default(), false, None, false),
            page(Form::default(), true, sign_in.clone(), false),
            page(Form::default(), true, sign_in, true),
            page(wrong, true, None, false),
        ]
    }
}

/// Shows the invitation.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn invitation(desk: &mut Desk) -> Result<(String, InvitationView), Fault> {
    let (now, secret) = (desk.now(), desk.part("secret").to_owned());
    match desk.office()?.invitation(&secret, now) {
        Ok(invitation) => Ok((secret, invitation)),
        Err(OfficeError::Refused(says)) => Err(Fault::Refused(sentence(&says))),
        Err(error) => Err(error.into()),
    }
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let (secret, invitation) = invitation(desk)?;
    let here = To::Join(&secret).to_string();
    let joins = invitation.home_id.is_some() && invitation.has_account;
    let (options, passkey_step, setup) = if joins {
        (String::new(), String::new(), None)
    } else {
        let owner = Owner {
            user_id: &invitation.user_id,
            name: &invitation.name,
        };
        let (step, options) = ways::making(desk, owner, &[])?;
        let setup = ways::setup(desk, &invitation.user_id, &form)?;
        (options, step, Some(setup))
    };
    let own = desk
        .who()
        .is_some_and(|who| who.user_id == invitation.user_id);
    let page = Join {
        form,
        council: desk.council().to_owned(),
        invited_by: invitation.invited_by,
        name: invitation.name,
        user_id: invitation.user_id,
        home: invitation.home,
        owner: invitation.standing == Standing::Owner,
        until: words::uk_time(invitation.ends_at),
        sign_in: joins.then(|| with_query(To::SignIn, [("then", here.as_str())])),
        own,
        here,
        options,
        passkey_step,
        setup,
    };
    desk.page_with(status, &page)
}

fn again(desk: &mut Desk, mut form: Form) -> Result<Response, Fault> {
    for field in ["password", "repeated"] {
        form.set(field, "");
    }
    page(desk, StatusCode::UNPROCESSABLE_ENTITY, form)
}

/// What the office refuses stands beside the form; a link that works no more has a page.
fn refused(desk: &mut Desk, mut form: Form, error: OfficeError) -> Result<Response, Fault> {
    match error {
        OfficeError::Refused(says) => {
            form.mistake("passkey_name", sentence(&says));
            again(desk, form)
        }
        error => Err(error.into()),
    }
}

/// Takes it up with a passkey.
pub fn with_passkey(desk: &mut Desk) -> Result<Response, Fault> {
    let (secret, invitation) = invitation(desk)?;
    let mut form = desk.form();
    let Some((made, name)) = ways::made(desk, &invitation.user_id, &mut form)? else {
        return again(desk, form);
    };
    let (now, machine) = (desk.now(), desk.app().machine.clone());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let way = NewWay::Passkey(NewPasskey {
        id: &made.id,
        public_key: &made.public_key,
        name: &name,
        count: made.count,
    });
    match desk.office()?.accept(&secret, way, now, &mut chance) {
        Ok(accepted) => {
            let mut form = Form::default();
            form.set("then", &after(&invitation));
            enter(
                desk,
                &form,
                &accepted.user_id,
                Entry::by(passkey::HOW, None),
            )
        }
        Err(error) => refused(desk, form, error),
    }
}

/// Where somebody goes who has taken it up.
fn after(invitation: &InvitationView) -> String {
    match invitation.home_id {
        Some(_) => To::OwnHomes.to_string(),
        None => To::Ways.to_string(),
    }
}

/// Takes it up with a password and the code of an app, and tells the recovery codes.
pub fn with_code_app(desk: &mut Desk) -> Result<Response, Fault> {
    let (secret, invitation) = invitation(desk)?;
    let mut form = desk.form();
    let password = new_password(&mut form, "password");
    if password.is_some() && form.value("password") != form.value("repeated") {
        let says = "The two are not the same. Enter the password once more.";
        form.mistake("repeated", says);
    }
    let app = ways::set_up(desk, &invitation.user_id, &mut form)?;
    let (Some(password), Some((letters, step)), false) = (password, app, form.is_wrong()) else {
        return again(desk, form);
    };
    if !ways::use_up(desk, &form)? {
        form.mistake("code", ways::TOO_LATE);
        return again(desk, form);
    }
    let (now, machine, browser) = (desk.now(), desk.app().machine.clone(), desk.browser());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let app = NewCodeApp {
        secret: &letters,
        step,
    };
    let way = NewWay::PasswordAndCode(&password, app);
    let accepted = match desk.office()?.accept(&secret, way, now, &mut chance) {
        Ok(accepted) => accepted,
        Err(error) => return refused(desk, form, error),
    };
    let entry = Entry::by(code::HOW, Some(&browser));
    let begun = desk
        .office()?
        .begin_session_with(&accepted.user_id, entry, now, &mut chance)?;
    // The codes are shown once, so the page that begins the session is the one that has them.
    entered(desk, &Form::default(), &begun.token)?;
    let mut response = desk.page(&RecoveryCodes::new(
        accepted.recovery_codes,
        after(&invitation),
    ))?;
    routes::set_session(desk.app(), &mut response, Some(&begun.token));
    Ok(response)
}

/// Takes it up with the account that one is signed in with.
pub fn with_account(desk: &mut Desk) -> Result<Response, Fault> {
    let secret = desk.part("secret").to_owned();
    let provider = desk
        .who()
        .is_some_and(|who| who.roles.contains(&Role::Provider));
    if !provider {
        let says = "Only those who work for a provider act for a home.".to_owned();
        return Err(Fault::Refused(says));
    }
    match desk.command(|office, actor| office.accept_with_account(&secret, actor)) {
        Ok(_) => desk.done_at(&To::OwnHomes),
        Err(OfficeError::AlreadyDone { .. }) => Ok(answer::see_other(&To::OwnHomes.to_string())),
        Err(OfficeError::Refused(says)) => Err(Fault::Refused(sentence(&says))),
        Err(error) => Err(error.into()),
    }
}
