//! Whom the demonstration's server lets in: its users, and somebody of a care home, by invitation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use oast_office::access::{DEMO_PASSWORD, DEMO_USERS, Invitee};
use oast_office::{Office, OfficeError, Role};
use oast_rules::facts::{Placement, Standing};
use oast_web::app::{Demo, DemoProvider, DemoUser};

use crate::chance;
use crate::context::Context;

/// Who invites, as whoever manages users may.
const INVITES: &str = "adam";
/// Who runs a home, and where they could be written to.
const PROVIDER: (&str, &str) = ("Petra Vale", "petra@vale.example");

/// The users of the demonstration who may sign in, and the invitation of the one who cannot yet;
/// none in a county that has none.
pub(super) fn people(context: &Context, office: &mut Office) -> anyhow::Result<Option<Demo>> {
    let there = office.users()?;
    let is_demo = |id: &str| DEMO_USERS.iter().any(|user| user.user_id == id);
    let users: Vec<DemoUser> = there
        .iter()
        .filter(|user| user.active && is_demo(&user.user_id))
        .map(|user| DemoUser {
            user_id: user.user_id.clone(),
            name: user.name.clone(),
            roles: words(&user.roles),
        })
        .collect();
    if users.is_empty() {
        return Ok(None);
    }
    let (_, email) = PROVIDER;
    let joined = there.iter().any(|user| user.user_id == email);
    Ok(Some(Demo {
        users,
        password: DEMO_PASSWORD.to_owned(),
        provider: if joined {
            joined_provider(office)?
        } else {
            invited(context, office)?
        },
    }))
}

/// The one who runs a home, who took the invitation up earlier.
fn joined_provider(office: &mut Office) -> anyhow::Result<Option<DemoProvider>> {
    let (name, email) = PROVIDER;
    let first = office.homes_of(email)?.into_iter().next();
    Ok(first.map(|member| DemoProvider {
        user_id: email.to_owned(),
        name: name.to_owned(),
        home: member.home,
        secret: None,
    }))
}

/// A link for somebody who runs a home, which ends the one that was given when the server started
/// before: a password alone lets nobody in who is not of the council.
fn invited(context: &Context, office: &mut Office) -> anyhow::Result<Option<DemoProvider>> {
    let (name, email) = PROVIDER;
    let actor = context.acting_as(INVITES);
    let open = office.open_invitations(context.time())?;
    let before = open.into_iter().find(|open| open.user_id == email);
    let (link, home) = if let Some(open) = before {
        let link = office.invite_again(&open.invitation_id, actor, &mut chance::fill)?;
        (link, open.home)
    } else {
        let Some(home_id) = fullest_home(context, office)? else {
            return Ok(None);
        };
        let invitee = Invitee {
            home_id: &home_id,
            email,
            name,
            standing: Standing::Owner,
        };
        let link = office.invite(&invitee, actor, &mut chance::fill)?;
        (link, office.home_named(&home_id)?)
    };
    Ok(Some(DemoProvider {
        user_id: email.to_owned(),
        name: name.to_owned(),
        home: home.context("the home of the invitation")?,
        secret: Some(link.secret),
    }))
}

/// The home in which most people live.
fn fullest_home(context: &Context, office: &mut Office) -> anyhow::Result<Option<String>> {
    let known_seq = office.known_seq(None)?;
    let placements: Vec<Placement> = office
        .store()
        .all(context.authority(), known_seq)
        .map_err(OfficeError::Store)?;
    let mut homes: BTreeMap<&str, usize> = BTreeMap::new();
    for placement in placements.iter().filter(|each| each.ended_on.is_none()) {
        *homes.entry(placement.home_id.as_str()).or_default() += 1;
    }
    let fullest = homes.into_iter().max_by_key(|(_, people)| *people);
    Ok(fullest.map(|(home, _)| home.to_owned()))
}

/// Somebody's roles: `Broker, Finance officer`.
pub(super) fn words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.words()).collect();
    words.join(", ")
}

/// A line for a user.
pub(super) fn line(user_id: &str, roles: &str) -> String {
    format!("\n  {user_id:8} {roles}")
}

/// The same in words, for whoever started the server at an address.
pub(super) fn said(demo: &Demo, address: &str) -> String {
    let mut said = format!(
        " The demonstration's users, all with the password {}:",
        demo.password
    );
    for DemoUser { user_id, roles, .. } in &demo.users {
        said.push_str(&line(user_id, roles));
    }
    if let Some(provider) = &demo.provider {
        let DemoProvider {
            user_id,
            name,
            home,
            secret,
        } = provider;
        let _ = match secret {
            Some(secret) => write!(
                said,
                "\n{name} runs {home}, and is invited to join: {address}/join/{secret}"
            ),
            None => write!(said, "\n{user_id} is {name}, who runs {home}."),
        };
    }
    said
}
