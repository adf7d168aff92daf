//! Recording what happened to a placement, with everything it will do shown before it is done.
//!
//! The amounts come from the rules that pay runs use: the facts as they are known, and the same
//! facts with the event, are worked out side by side and compared with what was posted. So the next
//! pay run adjusts exactly what the preview said.

mod apply;
pub(crate) mod desk;
mod effect;
mod event;
mod findings;
mod notice;
mod told;
mod weigh;
mod write;

use oast_policy::{Asked, Resource};
use oast_rules::facts::Placement;
use oast_store::{Connected as _, Which};
use oast_units::{Date, Pence, PlacementId};

pub use effect::{Effect, PaidEffect};
pub use event::Event;
pub use write::FactChange;

pub(crate) use findings::sentence;

use crate::access::team_of_home;
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};
use desk::Desk;
use weigh::weigh;

/// What recording an event will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What is written, column by column.
    pub changes: Vec<FactChange>,
    /// What it changes of what is due, to the end of the pay period of today, of the event or of
    /// what was paid last, whichever is latest.
    pub effects: Vec<Effect>,
    /// What the next pay run will adjust for days that were paid.
    pub paid: Vec<PaidEffect>,
    /// What the next run takes back from the home for days already paid; below nothing, what it
    /// pays the home for them. What is held is not counted.
    pub recover: Pence,
    /// What the next run credits to the person, a third party or the NHS for periods already
    /// billed; below nothing, what it bills them.
    pub credit: Pence,
    /// What the next run pays the home that the person moved to, for days that were paid.
    pub paid_to_new_home: Pence,
    /// What the council pays for a week, where the person's care goes on.
    pub weekly: Option<WeeklyChange>,
    /// The reference of the placement that a move begins.
    pub new_placement: Option<PlacementId>,
    /// What becomes of notices, in sentences.
    pub notices: Vec<String>,
    /// Who will be told, in sentences.
    pub told: Vec<String>,
    /// What somebody should look at, in sentences; none of it stops the recording.
    pub findings: Vec<String>,
}

/// What the council pays the home, or the homes, for a week, net of what the home takes in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyChange {
    /// The day whose rates they are: the day after the event.
    pub on: Date,
    /// Without the event.
    pub before: Pence,
    /// With it.
    pub after: Pence,
}

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// The audit entry it left.
    pub seq: i64,
    /// What it did, worked out again in the transaction that recorded it.
    pub preview: Preview,
}

impl Office {
    /// What recording an event on a placement would do. Nothing is written.
    ///
    /// # Errors
    /// When the event cannot be: there is no such placement, it has ended already, the facts after
    /// it would be refused in a data pack, or what is due could not be worked out.
    pub fn preview_event(
        &mut self,
        placement: &str,
        event: &Event,
        today: Date,
    ) -> Result<Preview, OfficeError> {
        let known_seq = self.known_seq(None)?;
        let mut desk = Desk {
            connection: self.store.connection(),
            authority: &self.authority,
            known_seq,
            terms: &self.terms,
        };
        weigh(&mut desk, placement, event, today).map(|(preview, _)| preview)
    }

    /// Records an event on a placement: everything is weighed again in the transaction that writes
    /// the facts, so that what is given back is what was done.
    ///
    /// # Errors
    /// As [`Office::preview_event`]; nothing is then written.
    pub fn record_event(
        &mut self,
        placement: &str,
        event: &Event,
        today: Date,
        actor: Actor<'_>,
    ) -> Result<RecordedEvent, OfficeError> {
        self.admit(actor, Action::RecordEvent)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let head = request(&authority, actor, event.command(), placement);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            let mut desk = Desk {
                connection: command.connection(),
                authority: &authority,
                known_seq,
                terms: &terms,
            };
            must_be_their_own(&mut desk, placement, actor)?;
            let (preview, applied) = weigh(&mut desk, placement, event, today)?;
            write::append(command, &applied)?;
            command.note("on", event.day().to_string());
            command.note("recover", preview.recover.plain());
            command.note("credit", preview.credit.plain());
            if let Some(new) = &preview.new_placement {
                command.note("new_placement", new.as_str());
            }
            Ok(RecordedEvent {
                seq: command.seq(),
                preview,
            })
        })
    }
}

/// Refuses what the policies do not let an actor record on a placement: where a team looks after a
/// district, others do not record what happens there.
fn must_be_their_own(
    desk: &mut Desk<'_>,
    placement: &str,
    actor: Actor<'_>,
) -> Result<(), OfficeError> {
    let known: Vec<Placement> = desk.facts(Which::Of(placement))?;
    // A placement that is not there is told by what weighs the event.
    let Some(of) = known.last() else {
        return Ok(());
    };
    let home = of.home_id.as_str();
    let team = team_of_home(desk.connection, desk.authority, desk.known_seq, home)?;
    let resource = Resource::Placement {
        id: placement,
        home,
        person: of.person_id.as_str(),
        team: team.as_deref(),
    };
    let of = (desk.authority, resource);
    actor.must_of(Action::RecordEvent, of, &Asked::default())
}
