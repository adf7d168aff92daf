//! What uplifts would change, kept for a while: it takes a look at every placement to work one out,
//! and none to turn a page of it.

use std::sync::{Arc, Mutex};

use oast_office::uplift::{UpliftEffect, UpliftPlan};
use oast_office::{Office, OfficeError};
use oast_units::Date;

use crate::app::held;

/// Effects that are kept.
const EFFECTS_KEPT_MAX: usize = 4;

/// An uplift whose effect is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It comes.
    Comes(UpliftPlan),
    /// It was approved, and goes: its reference.
    Goes(String),
}

/// A question, and by what was known on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    turn: Turn,
    day: Date,
    known_seq: i64,
}

/// The effects that were asked for last, the latest at the end.
#[derive(Default)]
pub(crate) struct Effects {
    kept: Mutex<Vec<(Question, Arc<UpliftEffect>)>>,
}

impl Effects {
    /// What an uplift changes when it comes or goes, worked out at most once for what is known.
    pub(crate) fn of(
        &self,
        office: &mut Office,
        turn: Turn,
        day: Date,
        known_seq: i64,
    ) -> Result<Arc<UpliftEffect>, OfficeError> {
        let question = Question {
            turn,
            day,
            known_seq,
        };
        if let Some(effect) = self.recalled(&question) {
            return Ok(effect);
        }
        let effect = Arc::new(match &question.turn {
            Turn::Comes(plan) => office.preview_uplift_at(plan, day, known_seq)?,
            Turn::Goes(id) => office.preview_reversal_at(id, day, known_seq)?,
        });
        let mut kept = held(&self.kept);
        if kept.len() >= EFFECTS_KEPT_MAX {
            kept.remove(0);
        }
        kept.push((question, Arc::clone(&effect)));
        Ok(effect)
    }

    /// An effect that is kept, which then is the last to go.
    fn recalled(&self, question: &Question) -> Option<Arc<UpliftEffect>> {
        let mut kept = held(&self.kept);
        let at = kept.iter().position(|(each, _)| each == question)?;
        let found = kept.remove(at);
        let effect = Arc::clone(&found.1);
        kept.push(found);
        Some(effect)
    }
}
