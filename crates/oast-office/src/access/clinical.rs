use oast_rules::facts::{Fact as _, key_in_words, key_without_clinical};
use oast_rules::placement::CaseFile;
use oast_terms::Entry;

use crate::{AmountExplanation, Explanation, RecordedFacts};

impl Explanation {
    /// Takes clinical notes out of it, for whoever may not see them.
    pub fn hide_clinical(&mut self) {
        hide(&mut self.case, &mut self.trace, &mut self.recorded);
    }
}

impl AmountExplanation {
    /// Takes clinical notes out of it, for whoever may not see them.
    pub fn hide_clinical(&mut self) {
        if let Some(case) = &mut self.case {
            hide(case, &mut self.trace, &mut self.recorded);
        }
    }
}

/// Takes assessments and the reasons of one-to-one care out of a case and of what was read of it;
/// what they come to stays.
fn hide(case: &mut CaseFile, trace: &mut [Entry], recorded: &mut RecordedFacts) {
    for assessment in &case.assessments {
        let table = oast_rules::facts::Assessment::TABLE.name;
        let (key, open) = (key_in_words(assessment), key_without_clinical(assessment));
        let named = format!("Assessment {} version", assessment.reference);
        for entry in trace.iter_mut() {
            match entry {
                Entry::Fact(fact) if fact.table == table && fact.key == key => {
                    fact.key.clone_from(&open);
                }
                Entry::Step(step) if step.says.contains(&named) => {
                    step.says = step.says.replace(&named, "Assessment version");
                }
                _ => {}
            }
        }
        if let Some(by) = recorded.remove(&(table, key)) {
            recorded.insert((table, open), by);
        }
    }
    case.assessments.clear();
    case.one_to_one.clear();
}
