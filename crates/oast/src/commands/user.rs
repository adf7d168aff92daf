use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use anyhow::Context as _;
use oast_exchange::table::{Table, Value};
use oast_office::Role;
use oast_office::access::{NewUser, PASSWORD_BYTES_MAX, Password};
use oast_sign_on::passkey::Site;

use crate::cli::{PasswordFrom, User};
use crate::context::Context;
use crate::{chance, output};

pub(super) fn run(context: &Context, command: User) -> anyhow::Result<()> {
    let actor = context.actor();
    match command {
        User::Add {
            user,
            name,
            email,
            roles,
            password,
            no_password,
        } => {
            let password = (!no_password).then(|| read(&password)).transpose()?;
            let new = NewUser {
                user_id: &user,
                name: &name,
                email: email.as_deref(),
                roles: &roles.roles,
            };
            let mut office = context.office()?;
            office.add_user(&new, password.as_ref(), actor, &mut chance::fill)?;
            output::say(&format!("{user} may sign in as {}.", words(&roles.roles)))
        }
        User::List => list(context),
        User::Roles { user, roles } => {
            let mut office = context.existing_office()?;
            office.set_roles(&user, &roles.roles, actor)?;
            output::say(&format!("{user} is {} now.", words(&roles.roles)))
        }
        User::Password { user, password } => {
            let password = read(&password)?;
            let mut office = context.existing_office()?;
            office.set_password(&user, &password, actor, &mut chance::fill)?;
            output::say(&format!(
                "{user} has a new password, and their sessions have ended."
            ))
        }
        User::Deactivate { user } => {
            context.existing_office()?.deactivate(&user, actor)?;
            output::say(&format!("{user} can no longer sign in."))
        }
        User::Link { user, public_url } => {
            let site = Site::new(&public_url)?;
            let mut office = context.existing_office()?;
            let link = office.invite_anew(&user, actor, &mut chance::fill)?;
            output::say(&format!(
                "Give {user} this link, in a way that reaches nobody else. It works once, for seven days:\n{}/join/{}",
                site.origin(),
                link.secret
            ))
        }
        User::CouncilAccount {
            user,
            issuer,
            subject,
        } => {
            let mut office = context.existing_office()?;
            office.join_council_account(&user, (&issuer, &subject), actor)?;
            output::say(&format!(
                "{user} signs in with their council account from now on."
            ))
        }
        User::Reactivate { user } => {
            context.existing_office()?.reactivate(&user, actor)?;
            output::say(&format!("{user} can sign in again."))
        }
    }
}

fn words(roles: &[Role]) -> String {
    let words: Vec<String> = roles
        .iter()
        .map(|role| role.words().to_lowercase())
        .collect();
    words.join(" and ")
}

fn list(context: &Context) -> anyhow::Result<()> {
    let rows = context
        .existing_office()?
        .users()?
        .into_iter()
        .map(|user| {
            let roles: Vec<&str> = user.roles.iter().map(|role| role.code()).collect();
            let yes_or_no = |yes| Value::text(if yes { "yes" } else { "no" });
            vec![
                Value::Text(user.user_id),
                Value::Text(user.name),
                Value::maybe(user.email.as_ref(), Value::text),
                Value::Text(roles.join(",")),
                yes_or_no(user.active),
                yes_or_no(user.has_password),
            ]
        })
        .collect();
    let columns = vec![
        "user_id",
        "name",
        "email",
        "roles",
        "active",
        "has_password",
    ];
    output::table(&Table { columns, rows }, context.format())
}

/// Reads a password: the first line of a file or of standard input.
fn read(from: &PasswordFrom) -> anyhow::Result<Password> {
    let mut line = String::new();
    // One byte and a line's end more than may be, so that a longer one is told as too long.
    let most = PASSWORD_BYTES_MAX as u64 + 3;
    let read = if let Some(path) = &from.password_file {
        let file = std::fs::File::open(path)
            .with_context(|| format!("the password file {}", path.display()))?;
        std::io::BufReader::new(file.take(most)).read_line(&mut line)
    } else {
        let input = std::io::stdin();
        if input.is_terminal() {
            let prompt = "New password (it shows as you type it): ";
            let _ = write!(std::io::stderr(), "{prompt}");
        }
        input.lock().take(most).read_line(&mut line)
    };
    read.context("the password could not be read")?;
    Ok(Password::new(line.trim_end_matches(['\r', '\n']))?)
}
