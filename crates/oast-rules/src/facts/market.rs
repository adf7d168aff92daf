use oast_units::{
    Coordinate, CqcId, Date, DistrictName, HomeId, Postcode, ProviderId, Text, YesNo,
};

use super::Category;
use super::record::facts;

facts! {
    /// A company, charity, council or person that runs care homes.
    Provider in "providers" by (provider_id) {
        /// The council's reference.
        provider_id: ProviderId,
        /// Its name.
        name: Text,
        /// The regulator's identifier.
        cqc_provider_id: Option<CqcId>,
        /// Its number at Companies House.
        companies_house_number: Option<Text>,
        /// Where remittances and notices go.
        email: Option<Text>,
        /// By telephone.
        phone: Option<Text>,
    }

    /// A care home.
    Home in "homes" by (home_id) {
        /// The council's reference.
        home_id: HomeId,
        /// Who runs it.
        provider_id: ProviderId,
        /// Its name.
        name: Text,
        /// The regulator's identifier of the location.
        cqc_location_id: Option<CqcId>,
        /// The street address.
        address: Option<Text>,
        /// The post town.
        town: Option<Text>,
        /// The postcode.
        postcode: Option<Postcode>,
        /// The district council's area.
        district: Option<DistrictName>,
        /// Degrees north.
        latitude: Option<Coordinate>,
        /// Degrees east.
        longitude: Option<Coordinate>,
        /// Registered beds.
        beds: Option<u32>,
        /// Whether it is registered to nurse.
        nursing: Option<YesNo>,
        /// Whom it is registered to care for, joined by `|`.
        specialisms: Option<Text>,
        /// The regulator's overall rating.
        cqc_overall: Option<Text>,
        /// The day of that rating.
        cqc_rated_on: Option<Date>,
    }

    /// Beds that a home says are free for a category.
    Vacancy in "vacancies" by (home_id, category, as_of) {
        /// The home.
        home_id: HomeId,
        /// The category of care.
        category: Category,
        /// Beds free.
        available: u32,
        /// The day it was so.
        as_of: Date,
    }
}
