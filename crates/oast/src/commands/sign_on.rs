use std::path::Path;

use anyhow::Context as _;
use oast_office::access::LocalSignIn;
use oast_sign_on::council::{Council, CouncilSettings, GroupMap};
use oast_sign_on::http::Network;
use oast_sign_on::passkey::Site;
use oast_web::sign_on::{CouncilSignOn, SignOn};

use crate::cli_sign_on::SignOnArgs;
use crate::exit::Refused;

/// Where the council's sign-in sends people back to.
const ANSWER: &str = "/sign-in/council/answer";

/// How people sign in at a server that listens at a port.
pub(super) fn sign_on(args: SignOnArgs, port: u16) -> anyhow::Result<SignOn> {
    let here = || format!("http://localhost:{port}");
    let site = Site::new(&args.public_url.clone().unwrap_or_else(here))?;
    let local = args.local_sign_in;
    let Some(council) = council(args, &site)? else {
        return Ok(SignOn {
            site,
            council: None,
            local: local.unwrap_or(LocalSignIn::All),
        });
    };
    Ok(SignOn {
        site,
        council: Some(council),
        local: local.unwrap_or(LocalSignIn::Providers),
    })
}

/// The council's own sign-in, where it is set up.
fn council(args: SignOnArgs, site: &Site) -> anyhow::Result<Option<CouncilSignOn>> {
    let (Some(issuer), Some(client_id), Some(groups)) =
        (args.oidc_issuer, args.oidc_client_id, args.oidc_groups)
    else {
        return Ok(None);
    };
    let client_secret = match (args.oidc_client_secret, args.oidc_client_secret_file) {
        (Some(secret), _) => secret,
        (None, Some(file)) => read(&file, "the client secret's file")?.trim().to_owned(),
        (None, None) => {
            let why = "the council's sign-in needs a client secret; give --oidc-client-secret-file, or OAST_OIDC_CLIENT_SECRET in the environment";
            return Err(Refused(why.into()).into());
        }
    };
    let settings = CouncilSettings {
        issuer,
        client_id,
        client_secret,
        redirect_url: format!("{}{ANSWER}", site.origin()),
        scopes: args.oidc_scopes,
        groups_claim: args.oidc_groups_claim,
        name_claim: args.oidc_name_claim,
    };
    let groups = GroupMap::read(&read(&groups, "the file of groups")?)?;
    let council = Council::new(settings, Box::new(Network::new()))?;
    Ok(Some(CouncilSignOn::new(council, groups)?))
}

fn read(path: &Path, what: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{what} {}", path.display()))
}
