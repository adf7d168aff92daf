//! Cases about the risk matrix.

use oast_rules::quality::{self, Caps, Rated, Rating, RiskOverride};
use oast_terms::Recorder;
use oast_units::Date;
use toml::Value;

use crate::answer::Answer;
use crate::case::Case;

pub(crate) fn risk(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let rated = rated(case)?;
    let caps = Caps {
        inadequate: case.given.flag("inadequate")?,
        level_three: case.given.flag("level_three")?,
    };
    let overruled = match case.given.table("override")? {
        None => None,
        Some(mut row) => {
            let found = RiskOverride {
                rating: colour(&row.words("rating")?.unwrap_or_default())?,
                reason: row.required("reason")?,
                from: row.required("from")?,
                to: row.required("to")?,
            };
            row.done()?;
            Some(found)
        }
    };
    let terms = &case.terms.authority.risk_matrix;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match quality::risk(&rated, caps, overruled.as_ref(), day, terms, &mut trace) {
        Ok(found) => {
            answer.insist("score", &found.score);
            answer.insist("rating", &found.rating.code());
            answer.say("by_score", &found.by_score.code());
            answer.say("capped", &found.capped);
            let unknown = (1..)
                .zip(&found.criteria)
                .filter(|(_, each)| each.rating.is_none());
            answer.list(
                "unknown",
                unknown.map(|(number, _)| number.to_string()).collect(),
            );
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

/// `ratings` gives each criterion in order as `"green 2026-03-01"`, or `"none"`; `all` gives the
/// same to every criterion that `ratings` does not reach.
fn rated(case: &mut Case) -> Result<[Option<Rated>; 10], String> {
    let all = case.given.words("all")?.unwrap_or("none".into());
    let mut rated = [one(&all)?; 10];
    let Some(ratings) = case.given.take("ratings") else {
        return Ok(rated);
    };
    let Value::Array(ratings) = ratings else {
        return Err("given: 'ratings' is not a list".into());
    };
    if ratings.len() > rated.len() {
        return Err("given: there are ten criteria".into());
    }
    for (place, text) in rated.iter_mut().zip(ratings) {
        *place = one(text.as_str().ok_or("given: a rating is a text")?)?;
    }
    Ok(rated)
}

fn one(text: &str) -> Result<Option<Rated>, String> {
    if text == "none" {
        return Ok(None);
    }
    let (rating, day) = text
        .split_once(' ')
        .ok_or_else(|| format!("'{text}' is not a rating with the day of its evidence"))?;
    Ok(Some(Rated {
        rating: colour(rating)?,
        evidence_on: day
            .parse()
            .map_err(|why: oast_units::Invalid| why.to_string())?,
    }))
}

fn colour(word: &str) -> Result<Rating, String> {
    [Rating::Red, Rating::Amber, Rating::Green]
        .into_iter()
        .find(|rating| rating.code() == word)
        .ok_or_else(|| format!("'{word}' is none of red, amber and green"))
}
