//! How people sign in, as the command line and the environment say it.

use std::path::PathBuf;

use clap::Args;
use oast_office::access::LocalSignIn;

/// How people sign in.
#[derive(Debug, Clone, Args)]
pub(crate) struct SignOnArgs {
    /// Where browsers find Oast, such as <https://oast.example.gov.uk>; passkeys are made for it
    /// [default: this machine]
    #[arg(long, env = "OAST_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Who may sign in with an account of Oast's own: off, providers or all [default: all, and
    /// providers where the council's sign-in is set up]
    #[arg(long, env = "OAST_LOCAL_SIGN_IN", value_name = "WHO")]
    pub(crate) local_sign_in: Option<LocalSignIn>,
    /// The council's identity provider (OpenID Connect), exactly as it calls itself
    #[arg(
        long,
        env = "OAST_OIDC_ISSUER",
        value_name = "URL",
        requires = "oidc_client_id",
        requires = "oidc_groups"
    )]
    pub(crate) oidc_issuer: Option<String>,
    /// What the provider calls Oast
    #[arg(long, env = "OAST_OIDC_CLIENT_ID", value_name = "ID")]
    pub(crate) oidc_client_id: Option<String>,
    /// The file that holds what Oast shows the provider
    #[arg(long, env = "OAST_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub(crate) oidc_client_secret_file: Option<PathBuf>,
    /// The same, from the environment alone: others can see a command line.
    #[arg(
        long = "oidc-client-secret-of-the-environment",
        env = "OAST_OIDC_CLIENT_SECRET",
        hide = true,
        hide_env_values = true,
        conflicts_with = "oidc_client_secret_file"
    )]
    pub(crate) oidc_client_secret: Option<String>,
    /// The file that says which groups have which roles
    #[arg(long, env = "OAST_OIDC_GROUPS", value_name = "FILE")]
    pub(crate) oidc_groups: Option<PathBuf>,
    /// What is asked for beside openid
    #[arg(
        long,
        env = "OAST_OIDC_SCOPES",
        default_value = "profile email",
        value_name = "SCOPES"
    )]
    pub(crate) oidc_scopes: String,
    /// The claim that lists somebody's groups
    #[arg(
        long,
        env = "OAST_OIDC_GROUPS_CLAIM",
        default_value = "groups",
        value_name = "CLAIM"
    )]
    pub(crate) oidc_groups_claim: String,
    /// The claim that names somebody for signing in
    #[arg(
        long,
        env = "OAST_OIDC_NAME_CLAIM",
        default_value = "preferred_username",
        value_name = "CLAIM"
    )]
    pub(crate) oidc_name_claim: String,
}
