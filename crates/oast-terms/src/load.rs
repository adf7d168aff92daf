//! Reading a terms folder: every file that should be there, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::authority::{Authority, RouteTerms};
use crate::contract::Contract;
use crate::england::England;
use crate::error::TermsError;
use crate::limits;
use crate::nearest::did_you_mean;
use crate::section::Section;
use crate::source::{EmbeddedSource, Source};
use crate::term::Origin;
use crate::topic::{self, Gathered};

/// The folder of national law.
const ENGLAND: &str = "england";
/// Words for the reader of a folder; it holds no terms.
const READ_ME: &str = "README.md";
/// The route whose contract answers for a route that is not known.
const OTHERWISE: &str = "spot";

/// Every term that an authority works under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The law of England and the national rates.
    pub england: England,
    /// The council's own settings.
    pub authority: Authority,
    /// The council's contracts, by the name of their folder.
    pub contracts: BTreeMap<String, Contract>,
    governing: BTreeMap<&'static str, String>,
    otherwise: Contract,
    pub(crate) notes: BTreeMap<Arc<str>, Arc<str>>,
}

impl Terms {
    /// Reads the terms of an authority, or says everything that is wrong with its files and those
    /// of England. The folders of other authorities are not looked into.
    pub fn load(source: &dyn Source, authority: &str) -> Result<Self, Vec<TermsError>> {
        let mut loader = Loader::new(source, authority).map_err(|problem| vec![problem])?;
        let england = loader.england();
        let own = loader.authority();
        let contracts = loader.contracts();
        loader.refuse_other_files();
        loader.refuse_crossings(england.as_ref(), own.as_ref(), &contracts);
        let governing = own.as_ref().and_then(|own| loader.governing(&own.routes));
        let problems = loader.problems();
        let otherwise = governing
            .as_ref()
            .and_then(|governing| contracts.get(governing.get(OTHERWISE)?))
            .cloned();
        match (england, own, governing, otherwise) {
            (Some(england), Some(authority), Some(governing), Some(otherwise))
                if problems.is_empty() =>
            {
                Ok(Self {
                    england,
                    authority,
                    contracts,
                    governing,
                    otherwise,
                    notes: loader.gathered.notes,
                })
            }
            _ => Err(problems),
        }
    }

    /// The terms that the program was built with.
    pub fn bundled(authority: &str) -> Result<Self, Vec<TermsError>> {
        Self::load(&EmbeddedSource, authority)
    }

    /// A contract by the name of its folder.
    pub fn contract(&self, name: &str) -> Option<&Contract> {
        self.contracts.get(name)
    }

    /// The contract that governs a placement: its scheme's own when there is a folder of that
    /// name, otherwise the one that `routes.toml` names for its route. A route that is not known
    /// is governed as a spot purchase is.
    pub fn contract_for(&self, scheme: Option<&str>, route: &str) -> &Contract {
        let of_scheme = scheme.and_then(|scheme| self.contracts.get(scheme));
        let of_route = || self.contracts.get(self.governing.get(route)?);
        of_scheme.or_else(of_route).unwrap_or(&self.otherwise)
    }
}

/// The files of a terms folder, taken one by one.
struct Loader<'a> {
    authority: &'a str,
    /// The files of England and of the authority that are still to be taken.
    files: BTreeMap<String, Vec<u8>>,
    /// The names of the contract folders.
    contracts: BTreeSet<String>,
    /// The files that were looked for.
    expected: BTreeSet<String>,
    gathered: Gathered,
}

impl<'a> Loader<'a> {
    fn new(source: &dyn Source, authority: &'a str) -> Result<Self, TermsError> {
        let files = source.files()?;
        let folders: BTreeSet<&str> = files
            .iter()
            .filter_map(|file| Some(file.path.split_once('/')?.0))
            .filter(|folder| *folder != ENGLAND)
            .collect();
        if !folders.contains(authority) {
            let meant = did_you_mean(authority, folders);
            return Err(TermsError::of_file(
                authority,
                format!("no authority has a terms folder of this name{meant}"),
            ));
        }
        let ours = |path: &str| match path.split_once('/') {
            Some((folder, _)) => folder == ENGLAND || folder == authority,
            None => true,
        };
        let files: BTreeMap<String, Vec<u8>> = files
            .into_iter()
            .filter(|file| ours(&file.path) && !is_read_me(&file.path))
            .map(|file| (file.path, file.bytes))
            .collect();
        Ok(Self {
            authority,
            contracts: contract_folders(authority, &files),
            files,
            expected: BTreeSet::new(),
            gathered: Gathered::default(),
        })
    }

    /// The section that a file holds, if the file is there.
    fn optional<S: Section>(&mut self, folder: &str) -> Presence<S> {
        let path = format!("{folder}/{}.toml", S::TOPIC);
        self.expected.insert(path.clone());
        match self.files.remove(&path) {
            Some(bytes) => Presence::There(topic::read(&path, &bytes, &mut self.gathered)),
            None => Presence::Absent,
        }
    }

    /// The section that a file must hold.
    fn required<S: Section>(&mut self, folder: &str) -> Option<S> {
        match self.optional(folder) {
            Presence::There(section) => section,
            Presence::Absent => {
                let path = format!("{folder}/{}.toml", S::TOPIC);
                let problem = TermsError::of_file(path, "the file is missing");
                self.gathered.problems.push(problem);
                None
            }
        }
    }

    fn england(&mut self) -> Option<England> {
        let charging = self.required(ENGLAND);
        let nursing = self.required(ENGLAND);
        let procurement = self.required(ENGLAND);
        let bank_holidays = self.required(ENGLAND);
        let wage = self.required(ENGLAND);
        let inflation = self.required(ENGLAND);
        let retention = self.required(ENGLAND);
        Some(England {
            charging: charging?,
            nursing: nursing?,
            procurement: procurement?,
            bank_holidays: bank_holidays?,
            wage: wage?,
            inflation: inflation?,
            retention: retention?,
        })
    }

    fn authority(&mut self) -> Option<Authority> {
        let folder = self.authority;
        let pay_calendar = self.required(folder);
        let risk_matrix = self.required(folder);
        let routes = self.required(folder);
        Some(Authority {
            name: folder.into(),
            pay_calendar: pay_calendar?,
            risk_matrix: risk_matrix?,
            routes: routes?,
        })
    }

    fn contracts(&mut self) -> BTreeMap<String, Contract> {
        let names = self.contracts.clone();
        names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.contract(&name)?)))
            .collect()
    }

    fn contract(&mut self, name: &str) -> Option<Contract> {
        let folder = format!("{}/{name}", self.authority);
        let payment = self.required(&folder);
        let notice = self.required(&folder);
        Some(Contract {
            name: name.into(),
            bands: self.optional(&folder).section(),
            uplifts: self.optional(&folder).section(),
            generations: self.optional(&folder).section(),
            review: self.optional(&folder).section(),
            aims: self.optional(&folder).section(),
            prices: self.optional(&folder).section(),
            lots: self.optional(&folder).section(),
            cost_model: self.optional(&folder).section(),
            fair_fee: self.optional(&folder).section(),
            block: self.optional(&folder).section(),
            payment: payment?,
            notice: notice?,
        })
    }

    /// Every file that is left over is one that nothing reads.
    fn refuse_other_files(&mut self) {
        for path in self.files.keys() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let beside = self.expected.iter().filter_map(|known| {
                let (known_folder, known_name) = known.rsplit_once('/')?;
                (known_folder == folder).then_some(known_name)
            });
            let meant = did_you_mean(name, beside);
            self.gathered.problems.push(TermsError::of_file(
                path,
                format!("no terms are read from a file of this name{meant}"),
            ));
        }
    }

    /// Terms that are the two ends of one range do not cross.
    fn refuse_crossings(
        &mut self,
        england: Option<&England>,
        own: Option<&Authority>,
        contracts: &BTreeMap<String, Contract>,
    ) {
        let problems = &mut self.gathered.problems;
        if let Some(law) = england {
            problems.extend(limits::of_charging(&law.charging));
        }
        if let Some(own) = own {
            problems.extend(limits::of_risk_matrix(&own.risk_matrix));
        }
        for contract in contracts.values() {
            problems.extend(contract.bands.iter().flat_map(limits::of_bands));
        }
    }

    /// The contract that each route is governed by: one for all days, and one that is there.
    fn governing(&mut self, routes: &RouteTerms) -> Option<BTreeMap<&'static str, String>> {
        let before = self.gathered.problems.len();
        let mut governing = BTreeMap::new();
        for (route, term) in routes.by_route() {
            for (index, dated) in term.values.iter().enumerate() {
                let contract = dated.value.as_str();
                let problem = if index > 0 {
                    format!("'{route}' has more than one value; a route keeps its contract")
                } else if self.contracts.contains(contract) {
                    governing.insert(route, contract.to_owned());
                    continue;
                } else {
                    let known = self.contracts.iter().map(String::as_str);
                    let meant = did_you_mean(contract, known);
                    format!("'{route}' names the contract '{contract}', which has no folder{meant}")
                };
                let Origin { file, line, .. } = &dated.origin;
                let problem = TermsError::at(&**file, *line, problem);
                self.gathered.problems.push(problem);
            }
        }
        (self.gathered.problems.len() == before).then_some(governing)
    }

    /// Everything that is wrong, file by file and line by line.
    fn problems(&mut self) -> Vec<TermsError> {
        let mut problems = std::mem::take(&mut self.gathered.problems);
        problems.sort_unstable();
        problems
    }
}

/// Whether an optional file is there, and what it holds when nothing is wrong with it.
enum Presence<S> {
    There(Option<S>),
    Absent,
}

impl<S> Presence<S> {
    fn section(self) -> Option<S> {
        match self {
            Self::There(section) => section,
            Self::Absent => None,
        }
    }
}

fn is_read_me(path: &str) -> bool {
    path.rsplit('/').next() == Some(READ_ME)
}

fn contract_folders(authority: &str, files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    files
        .keys()
        .filter_map(|path| path.strip_prefix(authority)?.strip_prefix('/'))
        .filter_map(|path| Some(path.split_once('/')?.0.to_owned()))
        .collect()
}
