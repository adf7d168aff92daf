//! Users, as the command line says what to do with them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use oast_office::Role;

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add a user; the password is read from a file or from standard input
    Add {
        /// The name to sign in with: small letters, digits, `.`, `-`, `_` and `@`
        user: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// Where they can be written to
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        roles: RolesGiven,
        #[command(flatten)]
        password: PasswordFrom,
        /// They sign in elsewhere and have no password here
        #[arg(long, conflicts_with = "password_file")]
        no_password: bool,
    },
    /// List the users, their roles and whether they may sign in
    List,
    /// Give a user other roles
    Roles {
        /// The user
        user: String,
        #[command(flatten)]
        roles: RolesGiven,
    },
    /// Give a user a new password, read from a file or from standard input; their sessions end
    Password {
        /// The user
        user: String,
        #[command(flatten)]
        password: PasswordFrom,
    },
    /// Keep a user out from now on; their sessions end
    Deactivate {
        /// The user
        user: String,
    },
    /// Let a user in again
    Reactivate {
        /// The user
        user: String,
    },
    /// Make a link with which a user sets up a new way to sign in, when they have lost every other
    Link {
        /// The user
        user: String,
        /// Where browsers find Oast
        #[arg(long, env = "OAST_PUBLIC_URL", value_name = "URL")]
        public_url: String,
    },
    /// Join a user to their account at the council's sign-in: from now on they sign in there
    CouncilAccount {
        /// The user
        user: String,
        /// The address of the identity provider
        #[arg(long, env = "OAST_OIDC_ISSUER", value_name = "URL")]
        issuer: String,
        /// What it calls the person, for good: the claim `sub`
        #[arg(long)]
        subject: String,
    },
}

/// The roles of a user.
#[derive(Debug, Args)]
pub(crate) struct RolesGiven {
    /// With commas between them: broker, commissioner, `contract_officer`, `finance_officer`,
    /// approver, `business_partner`, auditor, administrator, provider, `nhs_hub`
    #[arg(long, required = true, value_delimiter = ',')]
    pub(crate) roles: Vec<Role>,
}

/// Where a password is read from: never the command line, which others can see.
#[derive(Debug, Args)]
pub(crate) struct PasswordFrom {
    /// The file that holds the password [default: standard input]
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}
