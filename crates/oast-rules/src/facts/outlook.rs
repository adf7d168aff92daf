use oast_units::{Date, ForecastId, Pence, ScenarioId, Text};

use super::record::facts;

// What people here expect: facts like any other, appended and never changed, and no part of the
// data pack.
facts! {
    /// A scenario that somebody saved, in one of its versions.
    SavedScenario in "scenarios" by (scenario, version) {
        /// What links call it.
        scenario: ScenarioId,
        /// Which version, from 1.
        version: u32,
        /// What it is called.
        name: Text,
        /// Its file, which says only what differs from things going on as they are.
        file: Text,
        /// Why it was saved, or changed.
        why: Text,
        /// Who saved it.
        actor: Text,
    }

    /// A forecast that was kept, to be held against what comes.
    KeptForecast in "forecasts" by (forecast) {
        /// Its reference.
        forecast: ForecastId,
        /// The day that it starts from.
        on: Date,
        /// What its scenario is called.
        name: Text,
        /// The scenario's file.
        file: Text,
        /// How many times it was drawn.
        draws: u32,
        /// The audit entry up to which facts were known to it.
        known_seq: u32,
        /// Why it was kept.
        why: Text,
        /// Who kept it.
        actor: Text,
    }

    /// What a kept forecast says is spent in a month on all care.
    ForecastSpend in "forecast_spend" by (forecast, month) {
        /// The forecast.
        forecast: ForecastId,
        /// The first day of the month.
        month: Date,
        /// The mean of its draws.
        mean: Pence,
        /// One draw in ten lies below.
        low: Pence,
        /// One in ten lies above.
        high: Pence,
    }

    /// What a kept forecast says of people in a month.
    ForecastPeople in "forecast_people" by (forecast, counted, month) {
        /// The forecast.
        forecast: ForecastId,
        /// The code of a category, for the people who are in it on average over the month's days;
        /// or `begun`, for the placements that begin in it.
        counted: Text,
        /// The first day of the month.
        month: Date,
        /// The mean of its draws, in thousandths.
        mean: u32,
        /// One draw in ten lies below.
        low: u32,
        /// One in ten lies above.
        high: u32,
    }
}
