use std::path::{Path, PathBuf};

use anyhow::Context as _;
use oast_generate::{DEFAULT_PLACEMENTS, DEFAULT_SEED, Plan};
use oast_office::access::{DEMO_PASSWORD, DEMO_USERS};
use oast_office::{Actor, ImportOptions, Office};
use oast_rules::facts::Placement;
use oast_units::Date;

use super::{demo_history, demo_people, pack};
use crate::context::Context;
use crate::{chance, key_file, output, signing};

/// Who imports the demonstration's county.
const IMPORTER: &str = "fiona";
/// Who adds the users of the demonstration.
const FOUNDER: &str = "demonstration";

/// Generates the example county, imports it and plays what happened since; where that was done
/// before, only says what to try.
pub(super) fn demo(context: &Context, placements: Option<u64>) -> anyhow::Result<()> {
    let mut made = made(context, placements)?;
    if made.users_added > 0 {
        let users = DEMO_USERS.iter();
        let users: String = users
            .map(|user| demo_people::line(user.user_id, &demo_people::words(user.roles)))
            .collect();
        let added = made.users_added;
        output::say(&format!(
            "\n{added} users are there to sign in as, all with the password {DEMO_PASSWORD}:{users}"
        ))?;
    }
    what_next(context, &mut made.office)
}

/// The demonstration, made.
pub(super) struct Made {
    pub(super) office: Office,
    /// How many users were added to it just now.
    pub(super) users_added: usize,
    /// The file of the key that its record is signed with.
    pub(super) signing_key: Option<PathBuf>,
}

/// Makes the example county in a database that is empty, with its users, and signs its record.
pub(super) fn made(context: &Context, placements: Option<u64>) -> anyhow::Result<Made> {
    let mut office = context.office()?;
    if office.known_seq(None)? == 0 {
        let folder = Folder::beside(&context.database()?)?;
        let plan = Plan {
            seed: DEFAULT_SEED,
            placements: placements.unwrap_or(DEFAULT_PLACEMENTS),
        };
        let summary = pack::generated(context, context.authority(), &plan, folder.path())?;
        output::say(&format!("{summary}\n"))?;
        let mut progress = context.progress();
        let options = ImportOptions::default();
        let actor = Actor::operator(IMPORTER, demo_history::import_time(context)?);
        office.import(folder.path(), actor, options, &mut |part, done| {
            pack::tell_part(&mut progress, part, done);
        })?;
        drop(progress);
        demo_history::play(context, &mut office)?;
    } else {
        output::say("The database holds a county already, so nothing was generated.")?;
    }
    let mut made = Made {
        office,
        users_added: 0,
        signing_key: None,
    };
    if is_own(context, &mut made.office)? {
        let founder = context.acting_as(FOUNDER);
        made.users_added = made.office.add_demo_users(founder, &mut chance::fill)?;
        made.signing_key = signing::of_demo(&context.database()?)?;
    }
    if let Some(file) = &made.signing_key {
        let signer = key_file::signing(file)?;
        made.office.checkpoint(&signer, context.time())?;
    }
    Ok(made)
}

/// Whether the demonstration made this county. The password of its users is known to everybody, so
/// another county gets none of them.
fn is_own(context: &Context, office: &mut Office) -> anyhow::Result<bool> {
    let own = Folder::path_beside(&context.database()?);
    let first = office.store().audit_entry(1);
    let first = first.map_err(oast_office::OfficeError::Store)?;
    Ok(first.is_some_and(|first| first.subject == own.display().to_string()))
}

fn what_next(context: &Context, office: &mut Office) -> anyhow::Result<()> {
    let known_seq = office.known_seq(None)?;
    let placements: Vec<Placement> = office
        .store()
        .all(context.authority(), known_seq)
        .map_err(oast_office::OfficeError::Store)?;
    let day = Date::of(2026, 6, 1);
    let alive = |placement: &&Placement| {
        placement.started_on <= day && placement.ended_on.is_none_or(|ended| ended > day)
    };
    let on_framework = placements
        .iter()
        .filter(alive)
        .find(|placement| placement.route == oast_rules::facts::Route::Framework);
    let shown = on_framework
        .or(placements.first())
        .map_or("PLACEMENT", |placement| placement.placement_id.as_str());
    let oast = context.program();
    output::say(&format!(
        "
The county is in {}. Try next:
  {oast} rate explain {shown} --on 2026-06-01
  {oast} due --from 2026-03-30 --to 2026-04-26 --format csv
  {oast} pay-run list
  {oast} pay-run show PR-0001 --remittances remittances
  {oast} serve --demo
  {oast} notice check --grouped
  {oast} self-funder runway --on 2026-04-01
  {oast} terms show hospital_full_days --on 2026-04-01
  {oast} audit verify",
        context.database_said()?
    ))
}

/// A folder for the pack, taken away when it is done with.
struct Folder(PathBuf);

impl Folder {
    fn beside(database: &str) -> anyhow::Result<Self> {
        let path = Self::path_beside(database);
        if path.exists() {
            std::fs::remove_dir_all(&path).with_context(|| {
                format!(
                    "{} is left of an earlier try and cannot be removed",
                    path.display()
                )
            })?;
        }
        Ok(Self(path))
    }

    fn path_beside(database: &str) -> PathBuf {
        let file = database.strip_prefix("sqlite:").unwrap_or(database);
        Path::new(file).with_extension("pack")
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
