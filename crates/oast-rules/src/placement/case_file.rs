use crate::facts::{
    Absence, Assessment, CategoryChange, Contribution, Notice, OneOff, OneToOne, Placement,
};

/// Everything recorded about one placement, each list in order of its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The placement itself.
    pub placement: Placement,
    /// Its changes of category.
    pub category_changes: Vec<CategoryChange>,
    /// The assessments that price it while it is complex.
    pub assessments: Vec<Assessment>,
    /// The days on which the person was away.
    pub absences: Vec<Absence>,
    /// Its one-to-one hours.
    pub one_to_one: Vec<OneToOne>,
    /// What others pay towards it.
    pub contributions: Vec<Contribution>,
    /// Its single costs.
    pub one_offs: Vec<OneOff>,
    /// Notices given to end it.
    pub notices: Vec<Notice>,
}

impl CaseFile {
    /// A placement of which nothing else is recorded yet.
    pub fn new(placement: Placement) -> Self {
        Self {
            placement,
            category_changes: Vec::new(),
            assessments: Vec::new(),
            absences: Vec::new(),
            one_to_one: Vec::new(),
            contributions: Vec::new(),
            one_offs: Vec::new(),
            notices: Vec::new(),
        }
    }
}
