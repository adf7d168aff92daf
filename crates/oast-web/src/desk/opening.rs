//! Opening one person's record: whether, what for, and noting that it was.

use oast_office::access::{
    Action, Asked, LeaveRow, Purpose, Read, Resource, leave_of, purposes_of,
};
use oast_rules::facts::Placement;

use super::Desk;
use crate::answer::{self, Fault};
use crate::link::{To, with_query};

impl Desk {
    /// Opens the record of a placement's person, and notes that it was: whoever sees people needs
    /// a purpose, whoever sees none needs leave to break the glass, a provider the home. Who has
    /// several purposes and has chosen none is asked first.
    ///
    /// # Errors
    /// When the policies do not let them, with what they say; or to go where they are asked.
    pub fn open_record(&mut self, placement: &Placement) -> Result<Option<Purpose>, Fault> {
        let (person, home) = (placement.person_id.as_str(), placement.home_id.as_str());
        let id = placement.placement_id.as_str();
        let team = self.office()?.team_of_home(home)?;
        let of = resource(placement, team.as_deref());
        let mut asked = Asked {
            now: self.now().as_second(),
            ..Asked::default()
        };
        let leave = self.leaves().iter().find(|row| row.person_id == person);
        let leave = leave.map(leave_of);
        let action = if self.may(Action::SeePeople) {
            asked.purpose = self.purpose()?;
            if asked.purpose.is_none() && self.purposes().len() > 1 {
                return Err(instead(&with_query(
                    To::Purpose,
                    [("then", self.here().as_str())],
                )));
            }
            Action::SeePeople
        } else if self.may(Action::BreakGlass) {
            if leave.is_none() {
                return Err(instead(&with_query(To::BreakGlass, [("record", id)])));
            }
            asked.purpose = Some(Purpose::BreakGlass);
            asked.leave = leave.as_ref();
            Action::SeePeople
        } else {
            Action::SeeOwnHomes
        };
        match self.decide(action, of, &asked) {
            Some(decision) if decision.allowed => {
                self.note(person, asked.purpose);
                Ok(asked.purpose)
            }
            Some(decision) => Err(Fault::Denied(decision.says())),
            None => Err(Fault::Forbidden),
        }
    }

    /// Why they may not record anything on a placement, as sentences; none where they may.
    pub fn why_not_record(&mut self, placement: &Placement) -> Result<Option<String>, Fault> {
        let team = self.office()?.team_of_home(placement.home_id.as_str())?;
        let of = resource(placement, team.as_deref());
        let decision = self.decide(Action::RecordEvent, of, &Asked::default());
        let refused = decision.filter(|decision| !decision.allowed);
        Ok(refused.map(|decision| decision.says()))
    }

    /// Notes that a person's record was looked at, for what the session opens records for.
    pub fn note_read(&mut self, person: &str) -> Result<(), Fault> {
        let purpose = self.purpose()?;
        self.note(person, purpose);
        Ok(())
    }

    fn note(&self, person: &str, purpose: Option<Purpose>) {
        if let Some(user) = self.who() {
            self.app().note_read(Read {
                at: self.now(),
                user_id: user.user_id.clone(),
                person_id: person.to_owned(),
                page: self.path().to_owned(),
                purpose: purpose.map(|purpose| purpose.code().to_owned()),
            });
        }
    }

    /// What the person who is signed in may open records for.
    pub fn purposes(&self) -> Vec<Purpose> {
        self.who()
            .map_or_else(Vec::new, |user| purposes_of(&user.roles))
    }

    /// What this session opens records for: the only purpose there is, or the one that was chosen.
    pub fn purpose(&mut self) -> Result<Option<Purpose>, Fault> {
        let mine = self.purposes();
        if let ([] | [_], only) = (mine.as_slice(), mine.first()) {
            return Ok(only.copied());
        }
        let Some(token) = self.token().map(str::to_owned) else {
            return Ok(None);
        };
        let chosen = self.office()?.session_purpose(&token)?;
        Ok(chosen.filter(|purpose| mine.contains(purpose)))
    }

    /// The leave to break the glass that the person who is signed in has now.
    pub fn leaves(&self) -> &[LeaveRow] {
        &self.leaves
    }

    /// The address that was asked for, with its query.
    pub fn here(&self) -> String {
        let pairs = self.queries().iter();
        with_query(
            self.path(),
            pairs.map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }
}

/// A placement as the policies know it.
fn resource<'a>(placement: &'a Placement, team: Option<&'a str>) -> Resource<'a> {
    Resource::Placement {
        id: placement.placement_id.as_str(),
        home: placement.home_id.as_str(),
        person: placement.person_id.as_str(),
        team,
    }
}

/// Goes elsewhere first.
fn instead(address: &str) -> Fault {
    Fault::Instead(Box::new(answer::see_other(address)))
}
