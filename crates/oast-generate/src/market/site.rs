use std::collections::BTreeMap;

use oast_rules::facts::{Home, Provider};
use oast_units::{CqcId, WeeklyRate, YesNo};

use crate::GenerateError;
use crate::county::RegisterHome;

/// A home, and what is made up about it.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The home as the pack has it.
    pub(crate) home: Home,
    /// Who runs it.
    pub(crate) provider: Provider,
    /// Registered beds, 0 when they are not known.
    pub(crate) beds: u64,
    /// For older people, in a row of the register that is current.
    pub(crate) older: bool,
    /// For people with dementia.
    pub(crate) dementia: bool,
    /// For people with a learning disability.
    pub(crate) learning: bool,
    /// With nurses.
    pub(crate) nursing: bool,
    /// On the framework from the opening day.
    pub(crate) appointed: bool,
    /// On the old scheme.
    pub(crate) old_scheme: bool,
    /// How dear it is beside the others, in millionths.
    pub(crate) dearness: u64,
    /// What it tendered for each priced category.
    pub(crate) tendered: Vec<Option<WeeklyRate>>,
}

impl Site {
    /// How many residents it may be counted on to have room for: in a small home chance alone may
    /// bring a few more than its share.
    /// A home with nurses has less room for those who do not need them.
    pub(crate) fn room_for(&self, nursing: bool) -> u64 {
        let room = self.beds.saturating_sub(self.beds.isqrt() + 3);
        if self.nursing && !nursing {
            room * 3 / 4
        } else {
            room
        }
    }

    /// Whether it takes people who need highly specialised and complex care.
    pub(crate) fn takes_complex(&self) -> bool {
        self.older && (self.nursing || self.dementia)
    }
}

/// Every home of the register, with a reference for it and for its provider.
pub(super) fn sites(register: &[RegisterHome]) -> Result<Vec<Site>, GenerateError> {
    let providers = provider_numbers(register);
    let mut unknown_number = providers.len();
    let mut sites = Vec::with_capacity(register.len());
    for (index, row) in register.iter().enumerate() {
        let number = row
            .provider_id
            .as_ref()
            .and_then(|id| providers.get(id))
            .copied();
        let number = number.unwrap_or_else(|| {
            unknown_number += 1;
            unknown_number
        });
        sites.push(site(row, index + 1, number)?);
    }
    Ok(sites)
}

/// A number for each provider that is known, from 1, in the order of their names.
fn provider_numbers(register: &[RegisterHome]) -> BTreeMap<CqcId, usize> {
    let mut known: Vec<_> = register
        .iter()
        .filter_map(|row| Some((row.provider_name.clone()?, row.provider_id.clone()?)))
        .collect();
    known.sort();
    let mut numbers = BTreeMap::new();
    for (_, id) in known {
        let next = numbers.len() + 1;
        numbers.entry(id).or_insert(next);
    }
    numbers
}

fn site(row: &RegisterHome, number: usize, provider_number: usize) -> Result<Site, GenerateError> {
    let provider_id = format!("PR{provider_number:04}").parse()?;
    let specialisms = row
        .specialisms
        .as_ref()
        .map_or("", |text| text.as_str())
        .to_lowercase();
    let provider = provider(row, provider_number)?;
    let cares_for = |whom: &str| row.current && row.beds.is_some() && specialisms.contains(whom);
    Ok(Site {
        beds: row.beds.map_or(0, u64::from),
        older: cares_for("over 65") || cares_for("dementia"),
        dementia: cares_for("dementia"),
        learning: cares_for("learning disabilities"),
        nursing: row.nursing == Some(YesNo::Yes),
        provider,
        home: Home {
            home_id: format!("H{number:04}").parse()?,
            provider_id,
            name: row.name.clone(),
            cqc_location_id: Some(row.location_id.clone()),
            address: row.address.clone(),
            town: row.town.clone(),
            postcode: row.postcode.clone(),
            district: row.district.clone(),
            latitude: row.latitude.clone(),
            longitude: row.longitude.clone(),
            beds: row.beds,
            nursing: row.nursing,
            specialisms: row.specialisms.clone(),
            cqc_overall: row.overall.clone(),
            cqc_rated_on: row.rated_on,
        },
        appointed: false,
        old_scheme: false,
        dearness: 1_000_000,
        tendered: Vec::new(),
    })
}

/// The provider of a home. Where the register does not say who it is, neither does this.
fn provider(row: &RegisterHome, number: usize) -> Result<Provider, GenerateError> {
    let unknown = || format!("Provider of {}, not known", row.name).parse();
    let name = row.provider_id.as_ref().and(row.provider_name.clone());
    Ok(Provider {
        provider_id: format!("PR{number:04}").parse()?,
        name: name.map_or_else(unknown, Ok)?,
        cqc_provider_id: row.provider_id.clone(),
        companies_house_number: None,
        email: None,
        phone: None,
    })
}
