//! A placement's life on one line.

use oast_office::{Recorded, RecordedFacts};
use oast_rules::facts::{AbsenceKind, EndReason, Fact, GivenBy, Payer, key_in_words};
use oast_rules::placement::CaseFile;
use oast_units::Date;
use serde::Serialize;

use crate::link::To;
use crate::pages::money::Users;
use crate::words;

/// Something that happened, or will by what is known.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Moment {
    #[serde(skip)]
    day: Option<Date>,
    date: String,
    says: String,
    /// Who recorded it, and when.
    source: String,
    /// The audit entry.
    href: Option<String>,
}

impl Moment {
    /// A moment for showing what one looks like.
    pub(super) fn sample(says: &str) -> Self {
        Self {
            day: None,
            date: "8 April 2026".to_owned(),
            says: says.to_owned(),
            source: "recorded by fiona on 8 April 2026 at 10:02".to_owned(),
            href: Some(To::AuditEntry(3).to_string()),
        }
    }
}

/// What is to come, the nearest last, and what was, the newest first.
pub(super) fn timeline(
    case: &CaseFile,
    home: &str,
    recorded: &RecordedFacts,
    users: &Users,
    day: Date,
    sees: Sees,
) -> (Vec<Moment>, Vec<Moment>) {
    let mut line = Line {
        recorded,
        users,
        sees,
        moments: Vec::new(),
    };
    line.beginning_and_end(case, home);
    line.stays(case);
    line.agreements(case);
    let mut moments = line.moments;
    moments.sort_by_key(|moment| std::cmp::Reverse(moment.day));
    let past = moments.partition_point(|moment| moment.day.is_some_and(|on| on > day));
    let was = moments.split_off(past);
    (moments, was)
}

/// What whoever looks at a timeline may see beside what happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sees {
    /// The audit entries behind it.
    pub(super) audit: bool,
    /// Clinical notes.
    pub(super) clinical: bool,
}

struct Line<'a> {
    recorded: &'a RecordedFacts,
    users: &'a Users,
    sees: Sees,
    moments: Vec<Moment>,
}

impl Line<'_> {
    fn add<F: Fact>(&mut self, day: Date, says: String, fact: &F) {
        let by = self.recorded.get(&(F::TABLE.name, key_in_words(fact)));
        self.moments.push(Moment {
            day: Some(day),
            date: day.long(),
            says,
            source: by.map_or(String::new(), |by| said_by(by, self.users)),
            href: by
                .filter(|_| self.sees.audit)
                .map(|by| To::AuditEntry(by.seq).to_string()),
        });
    }

    fn beginning_and_end(&mut self, case: &CaseFile, home: &str) {
        let placement = &case.placement;
        let route = placement.route.words();
        let category = placement.category.words();
        let says = format!("Moved into {home} as {category}, {route} route.");
        self.add(placement.started_on, says, placement);
        if let Some(ended) = placement.ended_on {
            let says = match placement.end_reason {
                Some(EndReason::Died) => "Died.",
                Some(EndReason::Moved) => "Moved to another home.",
                Some(EndReason::Discharged) => "Left.",
                Some(EndReason::NoticeProvider) => "Left, after the provider's notice.",
                Some(EndReason::NoticeCouncil) => "Left, after the council's notice.",
                None => "The placement ended.",
            };
            self.add(ended, says.to_owned(), placement);
        }
        if let Some(relet) = placement.room_relet_on {
            self.add(
                relet,
                "The room was let to somebody else.".to_owned(),
                placement,
            );
        }
        for change in &case.category_changes {
            let agreed = change
                .agreed_weekly
                .map_or(String::new(), |weekly| format!(" at {weekly} a week"));
            let says = format!("Category changed to {}{agreed}.", change.category.words());
            self.add(change.from, says, change);
        }
    }

    fn stays(&mut self, case: &CaseFile) {
        for absence in &case.absences {
            let (went, back) = match absence.kind {
                AbsenceKind::Hospital => ("Went into hospital.", "Came back from hospital."),
                AbsenceKind::Holiday => ("Went on holiday.", "Came back from holiday."),
            };
            self.add(absence.from, went.to_owned(), absence);
            if let Some(to) = absence.to {
                self.add(to, back.to_owned(), absence);
            }
        }
        for notice in &case.notices {
            let by = match notice.given_by {
                GivenBy::Provider => "The provider gave notice",
                GivenBy::Council => "The council gave notice",
            };
            let reason = notice
                .reason
                .as_ref()
                .map_or(String::new(), |reason| format!(": {reason}"));
            self.add(notice.given_on, format!("{by}{reason}."), notice);
        }
    }

    fn agreements(&mut self, case: &CaseFile) {
        for hours in &case.one_to_one {
            let reason = if self.sees.clinical {
                format!(": {}", hours.reason)
            } else {
                String::new()
            };
            let says = format!(
                "One-to-one of {} hours a week began, until {}{reason}.",
                hours.hours_per_week,
                hours.to.long(),
            );
            self.add(hours.from, says, hours);
            let ends = format!("One-to-one of {} hours a week ends.", hours.hours_per_week);
            self.add(hours.to, ends, hours);
        }
        for contribution in &case.contributions {
            let who = match contribution.payer {
                Payer::Person => "The person's contribution became",
                Payer::ThirdParty => "A third party's top-up became",
                Payer::NhsNursing => "NHS-funded nursing care began",
                Payer::NhsShare => "The NHS's share became",
            };
            let says = match contribution.weekly {
                Some(weekly) => format!("{who} {weekly} a week."),
                None => format!("{who}."),
            };
            self.add(contribution.from, says, contribution);
        }
        for cost in &case.one_offs {
            let reason = cost
                .reason
                .as_ref()
                .map_or(String::new(), |reason| format!(": {reason}"));
            let says = format!("A single cost of {}{reason}.", cost.amount);
            self.add(cost.on, says, cost);
        }
        for assessment in &case.assessments {
            let which = if self.sees.clinical {
                format!(
                    "Assessment {} version {}",
                    assessment.reference, assessment.version
                )
            } else {
                "An assessment".to_owned()
            };
            let says = format!(
                "{which} priced the placement at {} a week.",
                assessment.weekly
            );
            self.add(assessment.valid_from, says, assessment);
        }
    }
}

/// Who recorded something, and when, in words.
pub(crate) fn said_by(by: &Recorded, users: &Users) -> String {
    format!(
        "recorded by {} on {}",
        users.name(&by.actor),
        words::uk_time_of(&by.at)
    )
}
