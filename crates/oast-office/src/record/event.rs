use oast_rules::facts::{AbsenceKind, Category, GivenBy, Route};
use oast_units::{Date, Generation, HomeId, Hours, Pence, SchemeId, Text, WeeklyRate};

/// Something that happened to a placement, or was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The person died.
    Died {
        /// The day of death.
        on: Date,
    },
    /// The person went home or elsewhere.
    Discharged {
        /// The day of leaving.
        on: Date,
        /// The day the room was let to somebody else, where that is known already.
        room_relet_on: Option<Date>,
    },
    /// The person left because notice had been given.
    LeftUnderNotice {
        /// Who had given it.
        given_by: GivenBy,
        /// The day of leaving.
        on: Date,
        /// The day the room was let to somebody else, where that is known already.
        room_relet_on: Option<Date>,
    },
    /// The person moved to another home: the placement ends, and one there begins.
    Moved {
        /// The day of the move.
        on: Date,
        /// The other home.
        to: HomeId,
        /// The category there.
        category: Category,
        /// How the place there was bought.
        route: Route,
        /// The scheme it was bought under.
        scheme: Option<SchemeId>,
        /// The generation it is pinned to; empty means the one in force on the day.
        generation: Option<Generation>,
        /// The price agreed, where the route has one.
        agreed_weekly: Option<WeeklyRate>,
    },
    /// The person is in hospital.
    Hospital {
        /// The first day away.
        from: Date,
        /// The last day away; empty while away.
        to: Option<Date>,
    },
    /// The person is on holiday or with family.
    Holiday {
        /// The first day away.
        from: Date,
        /// The last day away; empty while away.
        to: Option<Date>,
    },
    /// The person came back: the open absence of that kind ends on the day, which is its last day
    /// away (rules §4).
    Returned {
        /// From hospital or from holiday.
        kind: AbsenceKind,
        /// The day of coming back.
        on: Date,
    },
    /// Notice was given to end the placement.
    NoticeGiven {
        /// Who gave it.
        given_by: GivenBy,
        /// The day it was given.
        given_on: Date,
        /// The reason given.
        reason: Option<Text>,
    },
    /// The category changes while the person is there.
    CategoryChanged {
        /// The new category.
        category: Category,
        /// The first day of it.
        from: Date,
        /// The price agreed for it, where the route has one.
        agreed_weekly: Option<WeeklyRate>,
    },
    /// Hours of one member of staff for the person are agreed.
    OneToOne {
        /// Hours a week.
        hours_per_week: Hours,
        /// Pounds an hour; empty means the contract's rate of the day.
        hourly_rate: Option<Pence>,
        /// The first day.
        from: Date,
        /// The last day. Without one the hours are refused: such hours always end.
        to: Option<Date>,
        /// Why they are needed.
        reason: Text,
    },
    /// The room was let to somebody else after the placement had ended.
    RoomRelet {
        /// The day it was let again.
        on: Date,
    },
}

impl Event {
    /// The command that recording it is, as the audit names it: `record death`.
    pub const fn command(&self) -> &'static str {
        match self {
            Self::Died { .. } => "record death",
            Self::Discharged { .. } => "record discharge",
            Self::LeftUnderNotice { .. } => "record leaving under notice",
            Self::Moved { .. } => "record move",
            Self::Hospital { .. } => "record hospital stay",
            Self::Holiday { .. } => "record holiday",
            Self::Returned { .. } => "record return",
            Self::NoticeGiven { .. } => "record notice",
            Self::CategoryChanged { .. } => "record category change",
            Self::OneToOne { .. } => "record one-to-one hours",
            Self::RoomRelet { .. } => "record room let again",
        }
    }

    /// The day on which it happens, or begins.
    pub const fn day(&self) -> Date {
        match self {
            Self::Died { on }
            | Self::Discharged { on, .. }
            | Self::LeftUnderNotice { on, .. }
            | Self::Moved { on, .. }
            | Self::Returned { on, .. }
            | Self::RoomRelet { on } => *on,
            Self::Hospital { from, .. }
            | Self::Holiday { from, .. }
            | Self::CategoryChanged { from, .. }
            | Self::OneToOne { from, .. } => *from,
            Self::NoticeGiven { given_on, .. } => *given_on,
        }
    }

    /// What must have happened before it can be recorded, as the beginning of a sentence; nothing
    /// for what may be recorded ahead of its day.
    pub(super) const fn only_once_happened(&self) -> Option<&'static str> {
        match self {
            Self::Died { .. } => Some("A death"),
            Self::Returned { .. } => Some("A return"),
            Self::NoticeGiven { .. } => Some("A notice"),
            Self::RoomRelet { .. } => Some("The letting of a room"),
            _ => None,
        }
    }

    /// Whether it ends the placement.
    pub(super) const fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Died { .. }
                | Self::Discharged { .. }
                | Self::LeftUnderNotice { .. }
                | Self::Moved { .. }
        )
    }
}
