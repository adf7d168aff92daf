use std::sync::Arc;

use jiff::Timestamp;
use oast_rules::facts::Route;
use oast_rules::price::band::Bands;
use oast_rules::price::market::Market;
use oast_terms::{Silent, Terms};
use oast_units::Date;

use crate::picture::Picture;
use crate::{Office, OfficeError};

impl Office {
    /// What care costs in the county's homes on a day, off every framework, and what the council
    /// pays.
    pub fn market_prices(
        &mut self,
        day: Date,
        known_at: Option<Timestamp>,
    ) -> Result<Market, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let facts = Arc::new(self.picture_facts(known_seq)?);
        let picture = Picture::new(facts, Arc::clone(&self.terms), day);
        Ok(picture.market_prices().clone())
    }
}

/// The price bands of the open framework on a day, where there are any.
pub fn framework_bands(terms: &Terms, day: Date) -> Option<Bands> {
    let contract = terms.contract_for(None, Route::Framework.code());
    Bands::on(contract.bands.as_ref()?, day, &mut Silent).ok()
}
