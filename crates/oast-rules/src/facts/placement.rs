use oast_units::{
    AssessmentReference, AssessmentVersion, Date, Generation, HomeId, Hours, NhsNumber, Pence,
    PersonId, PlacementId, Postcode, SchemeId, Text, WeeklyRate,
};

use super::record::facts;
use super::{AbsenceKind, Category, EndReason, GivenBy, Route, Stay};

facts! {
    /// A person who is or was placed, or pays for themselves.
    Person in "people" by (person_id) {
        /// The council's reference.
        person_id: PersonId,
        /// The NHS number, where it is known.
        nhs_number: Option<NhsNumber> as personal,
        /// Family name.
        family_name: Option<Text> as personal,
        /// Given name.
        given_name: Option<Text> as personal,
        /// Date of birth.
        date_of_birth: Option<Date> as personal,
        /// Sex, as recorded.
        sex: Option<Text> as personal,
        /// Ethnicity, as recorded.
        ethnicity: Option<Text> as personal,
        /// The home postcode before the placement.
        postcode: Option<Postcode> as personal,
    }

    /// One person's stay in one home.
    Placement in "placements" by (placement_id) {
        /// The reference.
        placement_id: PlacementId,
        /// Who lives there.
        person_id: PersonId,
        /// Where.
        home_id: HomeId,
        /// The category at the start; later ones are category changes.
        category: Category,
        /// How it was bought.
        route: Route,
        /// The scheme it was bought under.
        scheme: Option<SchemeId>,
        /// The generation it is pinned to.
        generation: Option<Generation>,
        /// How long it is meant to last.
        stay: Stay,
        /// The first day.
        started_on: Date,
        /// The price agreed at the start, where the route has one.
        agreed_weekly: Option<WeeklyRate>,
        /// The day of death or of leaving.
        ended_on: Option<Date>,
        /// Why it ended.
        end_reason: Option<EndReason>,
        /// The day the room was let to somebody else.
        room_relet_on: Option<Date>,
    }

    /// A change of category during a placement.
    CategoryChange in "category_changes" by (placement_id, from) {
        /// The placement.
        placement_id: PlacementId,
        /// The new category.
        category: Category,
        /// The first day of it.
        from: Date,
        /// The price agreed for it, where the route has one.
        agreed_weekly: Option<WeeklyRate>,
    }

    /// An imported assessment of what a complex placement should cost.
    Assessment in "assessments" by (placement_id, valid_from, reference, version) {
        /// The placement.
        placement_id: PlacementId,
        /// The assessment's own reference.
        reference: AssessmentReference,
        /// Its version.
        version: AssessmentVersion,
        /// The weekly price it gives.
        weekly: WeeklyRate,
        /// The first day it holds.
        valid_from: Date,
        /// SHA-256 of the imported file.
        file_sha256: Option<Text>,
    }

    /// Days on which the person is away.
    Absence in "absences" by (placement_id, from, kind) {
        /// The placement.
        placement_id: PlacementId,
        /// Hospital or holiday.
        kind: AbsenceKind,
        /// The first day away.
        from: Date,
        /// The last day away; empty while away.
        to: Option<Date>,
    }

    /// Agreed hours of one member of staff for the person.
    OneToOne in "one_to_one" by (placement_id, from) {
        /// The placement.
        placement_id: PlacementId,
        /// Hours a week.
        hours_per_week: Hours,
        /// Pounds an hour; empty means the contract's rate of the day.
        hourly_rate: Option<Pence>,
        /// The first day.
        from: Date,
        /// The last day: such hours always end.
        to: Date,
        /// Why they are needed.
        reason: Text as personal,
    }

    /// Notice given to end a placement.
    Notice in "notices" by (placement_id, given_on, given_by) {
        /// The placement.
        placement_id: PlacementId,
        /// Who gave it.
        given_by: GivenBy,
        /// The day it was given.
        given_on: Date,
        /// The reason given.
        reason: Option<Text> as personal,
    }

    /// What a home reported of somebody who pays for themselves.
    SelfFunder in "self_funders" by (person_id, reported_on) {
        /// The person.
        person_id: PersonId,
        /// Where they live.
        home_id: HomeId,
        /// Capital, in pounds.
        capital: Pence,
        /// Income a week.
        weekly_income: WeeklyRate,
        /// The fee a week.
        weekly_fee: WeeklyRate,
        /// The day it was reported.
        reported_on: Date,
    }
}
