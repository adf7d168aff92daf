//! What every command is given: the settings, resolved.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use oast_exchange::table::Format;
use oast_office::{Actor, Office, OfficeError};
use oast_store::{Keyring, Store, is_server, parse_instant};
use oast_terms::{DirSource, Terms, TermsError};
use oast_units::{Date, Invalid};

use crate::cli::Settings;
use crate::exit::Refused;
use crate::{clock, key_file, output, progress::Progress};

/// As of when to ask: a time, or a date for its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownAt(pub(crate) Timestamp);

impl FromStr for KnownAt {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text.parse::<Date>() {
            Ok(date) => parse_instant(&format!("{date}T23:59:59.999999Z")).map(Self),
            Err(_) => parse_instant(text).map(Self),
        }
    }
}

/// The settings of one call.
pub(crate) struct Context {
    settings: Settings,
    at: Timestamp,
}

impl Context {
    pub(crate) fn new(settings: Settings) -> anyhow::Result<Self> {
        let at = match &settings.at {
            Some(at) => parse_instant(at)?,
            None => clock::now(),
        };
        Ok(Self { settings, at })
    }

    /// Who is doing this.
    pub(crate) fn actor(&self) -> Actor<'_> {
        let name = self
            .settings
            .actor
            .as_deref()
            .unwrap_or(&self.settings.account);
        Actor::operator(name, self.at)
    }

    /// The same moment, somebody else: for the demonstration, which needs two people.
    pub(crate) fn acting_as<'a>(&self, name: &'a str) -> Actor<'a> {
        Actor::operator(name, self.at)
    }

    /// The time: the clock's, or the one that was asked for.
    pub(crate) fn time(&self) -> Timestamp {
        self.at
    }

    /// The time that was asked for instead of the clock's.
    pub(crate) fn fixed_time(&self) -> Option<Timestamp> {
        self.settings.at.is_some().then_some(self.at)
    }

    /// Today, in the United Kingdom's winter time; a run at midnight in summer is a day behind.
    pub(crate) fn today(&self) -> anyhow::Result<Date> {
        let text = self.at.strftime("%Y-%m-%d").to_string();
        text.parse::<Date>().context("today's date")
    }

    pub(crate) fn format(&self) -> Format {
        self.settings.format
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.settings.quiet)
    }

    pub(crate) fn authority(&self) -> &str {
        &self.settings.authority
    }

    /// The terms, or everything that is wrong with them.
    pub(crate) fn terms(&self) -> anyhow::Result<Terms> {
        self.load_terms().map_err(|errors| {
            let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
            Refused(format!(
                "the terms have {} faults:\n{}",
                errors.len(),
                lines.join("\n")
            ))
            .into()
        })
    }

    fn load_terms(&self) -> Result<Terms, Vec<TermsError>> {
        match &self.settings.terms {
            Some(dir) => Terms::load(&DirSource(dir.clone()), &self.settings.authority),
            None => Terms::bundled(&self.settings.authority),
        }
    }

    /// The address of the database.
    pub(crate) fn database(&self) -> anyhow::Result<String> {
        if let Some(address) = &self.settings.database {
            return Ok(address.clone());
        }
        let folder = data_folder()?;
        Ok(folder.join("county.sqlite").display().to_string())
    }

    /// Where the database is, as it may be shown.
    pub(crate) fn database_said(&self) -> anyhow::Result<String> {
        let address = self.database()?;
        Ok(if Store::address_holds_password(&address) {
            "the database of OAST_DATABASE".to_owned()
        } else {
            address
        })
    }

    /// How to call the program again on the same database.
    pub(crate) fn program(&self) -> String {
        match &self.settings.database {
            Some(address) if !Store::address_holds_password(address) => {
                format!("oast --database {address}")
            }
            _ => "oast".to_owned(),
        }
    }

    /// The database, made if need be, and what its personal data is sealed with.
    pub(crate) fn store(&self) -> anyhow::Result<(Store, Keyring)> {
        let address = self.database()?;
        let mut store = Store::open(&address).map_err(OfficeError::Store)?;
        let keyring = match &self.settings.key_file {
            Some(file) => key_file::keyring(file)?,
            None if is_server(&address) => {
                let why = "a database on a server is used with --key-file FILE; make one with: oast key new FILE";
                return Err(Refused(why.to_owned()).into());
            }
            None => key_file::of_database(&mut store, Store::file(&address)?, |says| {
                if !self.settings.quiet {
                    output::complain(says);
                }
            })?,
        };
        let store = store
            .with_keyring(keyring.clone())
            .map_err(OfficeError::Store)?;
        Ok((store, keyring))
    }

    /// The book, to work in: the database is made if need be.
    pub(crate) fn office(&self) -> anyhow::Result<Office> {
        self.office_of(self.store()?.0)
    }

    fn office_of(&self, store: Store) -> anyhow::Result<Office> {
        let terms = Arc::new(self.terms()?);
        Ok(Office::new(store, terms, &self.settings.authority))
    }

    /// The book, to ask: a database that is not there is said so and not made.
    pub(crate) fn existing_office(&self) -> anyhow::Result<Office> {
        self.existing_file()?;
        self.office()
    }

    /// The book without its key, to look at what is no secret: the record can be verified by
    /// somebody who may read nothing personal.
    pub(crate) fn keyless_office(&self) -> anyhow::Result<Office> {
        self.existing_file()?;
        self.office_of(Store::open(&self.database()?).map_err(OfficeError::Store)?)
    }

    /// Refuses a database that is not there.
    fn existing_file(&self) -> anyhow::Result<()> {
        let address = self.database()?;
        if is_server(&address) {
            return Ok(());
        }
        let file = Store::file(&address).map_err(|error| Refused(error.to_string()))?;
        if !std::path::Path::new(file).exists() {
            return Err(Refused(format!(
                "there is no database at {file}; import a data pack first, or try: oast demo"
            ))
            .into());
        }
        Ok(())
    }
}

/// The user's data folder for Oast.
pub(crate) fn data_folder() -> anyhow::Result<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "oast")
        .ok_or_else(|| Refused("no data folder is known for you; give --database".into()))?;
    Ok(folders.data_dir().to_path_buf())
}
