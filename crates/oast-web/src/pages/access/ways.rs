//! How one signs in: passkeys, an app for codes, recovery codes.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{NewCodeApp, NewPasskey, StepKind};
use oast_office::{Actor, Office, OfficeError};
use oast_sign_on::code::{CodeSecret, step_of};
use oast_sign_on::passkey::{self, Owner};
use oast_sign_on::{SignOnError, guessless, qr};
use serde::{Deserialize, Serialize};

use super::users::told;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::words;

/// The place that an app for codes shows beside the account.
const PLACE: &str = "Oast";
pub(super) const TOO_LATE: &str =
    "That took longer than ten minutes, or was done before. Try again.";

/// An app for codes that is being set up.
#[derive(Debug, Serialize)]
pub(super) struct Setup {
    step: String,
    picture: String,
    letters: String,
    link: String,
}

/// How one signs in.
#[derive(Debug, Serialize)]
pub struct Ways {
    form: Form,
    /// Whether somebody signs in at the council's own sign-in, where this is looked after.
    council: bool,
    /// Whether something may be changed without signing in again.
    fresh: bool,
    again: String,
    passkeys: Vec<OwnPasskey>,
    /// What the browser is asked for, to make a passkey.
    options: String,
    passkey_step: String,
    app: bool,
    recovery_codes: i64,
    setup: Option<Setup>,
}

/// A passkey of one's own.
#[derive(Debug, Serialize)]
struct OwnPasskey {
    id: String,
    name: String,
    used: String,
}

impl Page for Ways {
    const TEMPLATE: &'static str = "pages/access/ways.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: How you sign in".to_owned()
        } else {
            "How you sign in".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let page = |form, council, fresh, app| Self {
            form,
            council,
            fresh,
            again: with_query(To::SignIn, [("then", "/account/ways")]),
            passkeys: vec![OwnPasskey {
                id: "cGs".to_owned(),
                name: "Office laptop".to_owned(),
                used: "1 June 2026, 9:00am".to_owned(),
            }],
            options: "{}".to_owned(),
            passkey_step: "0".to_owned(),
            app,
            recovery_codes: 9,
            setup: (fresh && !app).then(Setup::sample),
        };
        let mut wrong = Form::default();
        wrong.mistake("code", "This is not the code that the app shows now.");
        vec![
            page(Form::default(), false, true, false),
            page(Form::default(), false, true, true),
            page(Form::default(), false, false, true),
            page(Form::default(), true, false, false),
            page(wrong, false, true, false),
        ]
    }
}

/// Codes for when the app is lost, told once.
#[derive(Debug, Serialize)]
pub struct RecoveryCodes {
    codes: Vec<String>,
    next: String,
}

impl RecoveryCodes {
    pub(super) fn new(codes: Vec<String>, next: String) -> Self {
        Self { codes, next }
    }
}

impl Page for RecoveryCodes {
    const TEMPLATE: &'static str = "pages/access/recovery_codes.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        "Keep these recovery codes".to_owned()
    }

    fn samples() -> Vec<Self> {
        let codes = ["00000-11111-22222-33333", "44444-55555-66666-77777"];
        vec![Self {
            codes: codes.map(str::to_owned).to_vec(),
            next: To::Ways.to_string(),
        }]
    }
}

impl Setup {
    pub(super) fn sample() -> Self {
        Self {
            step: "0".to_owned(),
            picture: qr::svg("otpauth://totp/Oast:ann", PICTURE).unwrap_or_default(),
            letters: "GEZD GNBV GY3T QOJQ".to_owned(),
            link: "otpauth://totp/Oast:ann".to_owned(),
        }
    }
}

/// What the picture is called for whoever cannot see it.
const PICTURE: &str = "Picture for your app; the letters below it say the same";

/// What a step keeps of an app that is being set up.
#[derive(Serialize, Deserialize)]
struct Begun {
    account: String,
    letters: String,
}

/// Begins to set up an app for codes, or goes on with what was begun, so that the app need not take
/// another secret after a mistake.
pub(super) fn setup(desk: &mut Desk, account: &str, form: &Form) -> Result<Setup, Fault> {
    let (now, machine) = (desk.now(), desk.app().machine.clone());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let step = form.value("app_step").to_owned();
    let kept = desk.office()?.kept_step(StepKind::CodeApp, &step, now)?;
    let kept = kept.and_then(|kept| serde_json::from_str::<Begun>(&kept).ok());
    let (step, secret) = match kept.filter(|begun| begun.account == account) {
        Some(begun) => (step, CodeSecret::from_letters(&begun.letters)?),
        None => {
            let secret = CodeSecret::new(&mut chance)?;
            let begun = Begun {
                account: account.to_owned(),
                letters: secret.letters(),
            };
            let begun =
                serde_json::to_string(&begun).map_err(|why| Fault::Broken(why.to_string()))?;
            let office = desk.office()?;
            (
                office.keep_step(StepKind::CodeApp, &begun, now, &mut chance)?,
                secret,
            )
        }
    };
    let link = secret.link(PLACE, account);
    let letters: Vec<char> = secret.letters().chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    Ok(Setup {
        step,
        picture: qr::svg(&link, PICTURE)?,
        letters: groups.join(" "),
        link,
    })
}

/// The secret and the step of an app that has shown its code. It is used once when `take` says so.
pub(super) fn set_up(
    desk: &mut Desk,
    account: &str,
    form: &mut Form,
) -> Result<Option<(String, i64)>, Fault> {
    let Some(code) = form.required("code", "Enter the code that the app shows.") else {
        return Ok(None);
    };
    form.set("code", "");
    let (now, step) = (desk.now(), form.value("app_step").to_owned());
    let kept = desk.office()?.kept_step(StepKind::CodeApp, &step, now)?;
    let begun = kept.and_then(|kept| serde_json::from_str::<Begun>(&kept).ok());
    let Some(begun) = begun.filter(|begun| begun.account == account) else {
        form.mistake("code", TOO_LATE);
        return Ok(None);
    };
    let secret = CodeSecret::from_letters(&begun.letters)?;
    let Some(shown) = step_of(&secret, &code, now, i64::MIN) else {
        let says = "This is not the code that the app shows now. Wait for the next one and enter that; if it is not right either, check the telephone’s clock.";
        form.mistake("code", says);
        return Ok(None);
    };
    Ok(Some((begun.letters, shown)))
}

/// Uses up what was begun to set up an app.
pub(super) fn use_up(desk: &mut Desk, form: &Form) -> Result<bool, Fault> {
    let (now, step) = (desk.now(), form.value("app_step").to_owned());
    let taken = desk.office()?.take_step(StepKind::CodeApp, &step, now)?;
    Ok(taken.is_some())
}

/// A challenge for a passkey to be made: the step's key, and what the browser is asked for.
pub(super) fn making(
    desk: &mut Desk,
    owner: Owner<'_>,
    has: &[String],
) -> Result<(String, String), Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let mut chance = |bytes: &mut [u8]| app.machine.chance(bytes);
    let challenge = guessless::<32>(&mut chance)?;
    let kept = format!("{}\n{challenge}", owner.user_id);
    let office = desk.office()?;
    let step = office.keep_step(StepKind::PasskeyMade, &kept, now, &mut chance)?;
    let options = passkey::creation(&app.sign_on.site, owner, &challenge, has);
    Ok((step, options.to_string()))
}

/// The passkey that was made, with the name that its owner gave it; nothing when it is none, which
/// the form then says.
pub(super) fn made(
    desk: &mut Desk,
    account: &str,
    form: &mut Form,
) -> Result<Option<(passkey::Made, String)>, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let (step, sent) = (
        form.value("passkey_step").to_owned(),
        form.value("passkey").to_owned(),
    );
    form.set("passkey", "");
    let name = match form.value("passkey_name") {
        "" => desk.browser(),
        name => name.to_owned(),
    };
    let kept = desk
        .office()?
        .take_step(StepKind::PasskeyMade, &step, now)?;
    let challenge = kept.as_deref().and_then(|kept| kept.split_once('\n'));
    let Some((_, challenge)) = challenge.filter(|(whose, _)| *whose == account) else {
        form.mistake("passkey_name", TOO_LATE);
        return Ok(None);
    };
    match passkey::made(&app.sign_on.site, challenge, &sent) {
        Ok(made) => Ok(Some((made, name))),
        Err(SignOnError::Refused(says)) => {
            form.mistake("passkey_name", sentence(&says));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn me(desk: &Desk) -> Result<(String, String), Fault> {
    let who = desk.who().ok_or(Fault::Forbidden)?;
    Ok((who.user_id.clone(), who.name.clone()))
}

/// Shows how one signs in.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let (user_id, name) = me(desk)?;
    let fresh = desk.is_fresh();
    let office = desk.office()?;
    let council = office.is_councils(&user_id)?;
    let passkeys = office.passkeys(&user_id)?;
    let app = office.code_app(&user_id)?;
    let change = fresh && !council;
    let has: Vec<String> = passkeys.iter().map(|each| each.id.clone()).collect();
    let (passkey_step, options) = if change {
        let owner = Owner {
            user_id: &user_id,
            name: &name,
        };
        making(desk, owner, &has)?
    } else {
        (String::new(), String::new())
    };
    let setup = if change && !app.app {
        Some(setup(desk, &user_id, &form)?)
    } else {
        None
    };
    let here = To::Ways.to_string();
    let page = Ways {
        form,
        council,
        fresh,
        again: with_query(To::SignIn, [("then", here.as_str())]),
        passkeys: passkeys
            .into_iter()
            .map(|each| OwnPasskey {
                id: each.id,
                name: each.name,
                used: each.used_at.map_or("Never".to_owned(), words::uk_time),
            })
            .collect(),
        options,
        passkey_step,
        app: app.app,
        recovery_codes: app.recovery_codes,
        setup,
    };
    desk.page_with(status, &page)
}

/// Changes how one signs in, if one has shown lately who one is.
fn change(
    desk: &mut Desk,
    mut form: Form,
    field: &str,
    work: impl FnOnce(&mut Office, Actor<'_>) -> Result<(), OfficeError>,
) -> Result<Response, Fault> {
    match desk.command(work) {
        Ok(()) => desk.done_at(&To::Ways),
        Err(error) => match told(&mut form, field, error, &To::Ways)? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}

/// Sends somebody who signed in long ago to sign in again.
fn proof_first(desk: &Desk) -> Option<Response> {
    let here = To::Ways.to_string();
    let again = with_query(To::SignIn, [("then", here.as_str())]);
    (!desk.is_fresh()).then(|| answer::see_other(&again))
}

/// Adds a passkey.
pub fn add_passkey(desk: &mut Desk) -> Result<Response, Fault> {
    if let Some(first) = proof_first(desk) {
        return Ok(first);
    }
    let mut form = desk.form();
    let (user_id, _) = me(desk)?;
    let Some((made, name)) = made(desk, &user_id, &mut form)? else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    change(desk, form, "passkey_name", |office, actor| {
        let new = NewPasskey {
            id: &made.id,
            public_key: &made.public_key,
            name: &name,
            count: made.count,
        };
        office.add_passkey(&new, actor)
    })
}

/// Removes a passkey.
pub fn remove_passkey(desk: &mut Desk) -> Result<Response, Fault> {
    if let Some(first) = proof_first(desk) {
        return Ok(first);
    }
    let form = desk.form();
    let id = form.value("id").to_owned();
    change(desk, form, "passkeys", |office, actor| {
        office.remove_passkey(&id, actor)
    })
}

/// Sets up an app for codes, and tells the recovery codes.
pub fn set_code_app(desk: &mut Desk) -> Result<Response, Fault> {
    if let Some(first) = proof_first(desk) {
        return Ok(first);
    }
    let mut form = desk.form();
    let (user_id, _) = me(desk)?;
    let Some((letters, step)) = set_up(desk, &user_id, &mut form)? else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    if !use_up(desk, &form)? {
        form.mistake("code", TOO_LATE);
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let app = NewCodeApp {
        secret: &letters,
        step,
    };
    let codes = desk.command(|office, actor| office.set_code_app(app, actor, &mut chance))?;
    desk.page(&RecoveryCodes::new(codes, To::Ways.to_string()))
}

/// Removes the app for codes.
pub fn remove_code_app(desk: &mut Desk) -> Result<Response, Fault> {
    if let Some(first) = proof_first(desk) {
        return Ok(first);
    }
    let form = desk.form();
    change(desk, form, "app", |office, actor| {
        office.remove_code_app(actor)
    })
}
