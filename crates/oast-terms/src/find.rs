//! Every term as text, and one of them by name.

use std::fmt;
use std::sync::Arc;

use crate::load::Terms;
use crate::nearest::nearest;
use crate::section::TermView;

/// Why a name does not lead to one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindError {
    /// Several terms end so.
    Ambiguous {
        /// What was asked for.
        name: String,
        /// The full names of those that end so.
        matches: Vec<Arc<str>>,
    },
    /// No term ends so.
    Unknown {
        /// What was asked for.
        name: String,
        /// The full names of those that are nearest, if any are near.
        nearest: Vec<Arc<str>>,
    },
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, lead) = match self {
            Self::Ambiguous { name, matches } => {
                write!(f, "'{name}' is the end of {} terms", matches.len())?;
                (matches, "give more of the name:")
            }
            Self::Unknown { name, nearest } => {
                write!(f, "there is no term '{name}'")?;
                (nearest, "the nearest are:")
            }
        };
        if !names.is_empty() {
            write!(f, "; {lead}")?;
        }
        names.iter().try_for_each(|name| write!(f, "\n  {name}"))
    }
}

impl std::error::Error for FindError {}

impl Terms {
    /// Every term as text: England's, the authority's, then each contract's.
    pub fn all(&self) -> impl Iterator<Item = TermView> {
        let mut views = Vec::new();
        self.england.view(&mut views);
        self.authority.view(&mut views);
        for contract in self.contracts.values() {
            contract.view(&mut views);
        }
        views.into_iter().map(|view| TermView {
            note: self.notes.get(&view.name).cloned(),
            ..view
        })
    }

    /// One term by its full name, or by an end of it that no other has: `hospital_full_days`,
    /// `payment.hospital_full_days`, `spot/payment.hospital_full_days`.
    pub fn find(&self, name: &str) -> Result<TermView, FindError> {
        let views: Vec<TermView> = self.all().collect();
        if let Some(exact) = views.iter().find(|view| &*view.name == name) {
            return Ok(exact.clone());
        }
        let mut matches = views.iter().filter(|view| ends_so(&view.name, name));
        match (matches.next(), matches.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(first), Some(second)) => Err(FindError::Ambiguous {
                name: name.to_owned(),
                matches: [first, second]
                    .into_iter()
                    .chain(matches)
                    .map(|view| view.name.clone())
                    .collect(),
            }),
            (None, _) => Err(FindError::Unknown {
                name: name.to_owned(),
                nearest: near(name, &views),
            }),
        }
    }
}

/// Whether a name ends with whole words of it.
fn ends_so(full: &str, end: &str) -> bool {
    full.strip_suffix(end)
        .is_some_and(|start| start.ends_with(['/', '.']))
}

/// The full names of the terms whose end, as long as what was asked for, is nearest to it.
fn near(name: &str, views: &[TermView]) -> Vec<Arc<str>> {
    let parts = name.matches(['/', '.']).count();
    let end = |full: &str| {
        let cut = full.rmatch_indices(['/', '.']).nth(parts);
        cut.map_or(0, |(index, separator)| index + separator.len())
    };
    let ends = views.iter().map(|view| &view.name[end(&view.name)..]);
    let found = nearest(name, ends);
    views
        .iter()
        .filter(|view| found.contains(&&view.name[end(&view.name)..]))
        .map(|view| view.name.clone())
        .collect()
}
