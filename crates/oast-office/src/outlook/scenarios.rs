use oast_forecast::scenario::Scenario;
use oast_rules::facts::SavedScenario;
use oast_store::Which;
use oast_units::Text;

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A scenario to be saved.
#[derive(Debug, Clone, Copy)]
pub struct ScenarioTold<'a> {
    /// The one that this is a new version of; none where it is a new one.
    pub of: Option<&'a str>,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Why it is saved, or changed.
    pub why: &'a str,
}

/// What links call something of a name: `Bands of 2028` becomes `bands-of-2028`.
pub fn called(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

impl Office {
    /// Every version of every scenario that was saved, in order of what links call them.
    pub fn scenarios(&mut self, known_seq: i64) -> Result<Vec<SavedScenario>, OfficeError> {
        let authority = self.authority.clone();
        Ok(self.store.all(&authority, known_seq)?)
    }

    /// Saves a scenario, or a new version of one that is saved; says what links call it.
    ///
    /// # Errors
    /// When its numbers cannot be, no reason is given, or its name is another's.
    pub fn save_scenario(
        &mut self,
        told: &ScenarioTold<'_>,
        actor: Actor<'_>,
    ) -> Result<String, OfficeError> {
        self.admit(actor, Action::KeepForecast)?;
        let refused = |why: String| Err(OfficeError::Refused(why));
        if let Err(error) = told.scenario.check() {
            return refused(error.to_string());
        }
        let name: Text = told.scenario.name.trim().parse()?;
        let id = told.of.map_or_else(|| called(name.as_str()), str::to_owned);
        if id.is_empty() {
            return refused(format!("'{name}' is no name for a scenario"));
        }
        let file: Text = told.scenario.write().trim().parse()?;
        let head = request(&self.authority, actor, "scenario save", &id);
        self.store.command(head, |command| {
            let known: Vec<SavedScenario> = command.facts(Which::Of(&id))?;
            let latest = known.iter().max_by_key(|one| one.version);
            match (told.of, latest) {
                (None, Some(latest)) => {
                    return refused(format!(
                        "there is a scenario {} already; save this as a new version of it, or give it another name",
                        latest.name
                    ));
                }
                (Some(_), None) => {
                    return Err(OfficeError::NotFound {
                        what: "scenario",
                        id: id.clone(),
                        hint: String::new(),
                    });
                }
                (_, Some(latest)) if latest.file == file && latest.name == name => {
                    return refused(format!(
                        "nothing differs from version {} of {}",
                        latest.version, latest.name
                    ));
                }
                _ => {}
            }
            let saved = SavedScenario {
                scenario: id.parse()?,
                version: latest.map_or(1, |latest| latest.version + 1),
                name: name.clone(),
                file: file.clone(),
                why: told.why.trim().parse()?,
                actor: actor.name.parse()?,
            };
            command.note("version", saved.version);
            command.note("why", saved.why.as_str());
            command.append(&saved)?;
            Ok(id.clone())
        })
    }
}
