use oast_forecast::scenario::Scenario;
use oast_forecast::score::{Said, Score, score};
use oast_forecast::simulate::{Line, Outcome};
use oast_rules::facts::{Category, ForecastPeople, ForecastSpend, KeptForecast};
use oast_store::Which;
use oast_units::{Date, ForecastId, Pence};

use super::drawn::draw;
use crate::office::request;
use crate::picture::Picture;
use crate::{Action, Actor, Office, OfficeError};

/// What is counted of placements that begin.
const BEGUN: &str = "begun";

/// A kept forecast, and how each thing that it said has come out.
#[derive(Debug, Clone)]
pub struct Scored {
    /// The forecast.
    pub kept: KeptForecast,
    /// What it said of each thing, held against what came.
    pub things: Vec<ScoredThing>,
}

/// One thing that a forecast said something of.
#[derive(Debug, Clone)]
pub struct ScoredThing {
    /// What it is.
    pub thing: Thing,
    /// Every month of the forecast that is over.
    pub months: Vec<Said>,
    /// How it did.
    pub score: Score,
}

/// What a forecast says something of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Spending on all care, in pence.
    Spend,
    /// Placements that begin, in thousandths.
    Begun,
    /// People in a category, in thousandths.
    People(Category),
}

impl Thing {
    /// What people call it.
    pub fn words(self) -> String {
        match self {
            Self::Spend => "Spending on all care".to_owned(),
            Self::Begun => "Placements that began".to_owned(),
            Self::People(category) => format!("People: {}", category.words()),
        }
    }

    /// Its name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spend => "spend",
            Self::Begun => BEGUN,
            Self::People(category) => category.code(),
        }
    }

    fn counted(code: &str) -> Option<Self> {
        if code == BEGUN {
            return Some(Self::Begun);
        }
        let mut categories = Category::ALL.iter().copied();
        categories
            .find(|category| category.code() == code)
            .map(Self::People)
    }
}

/// What a forecast rests on when it is kept.
#[derive(Debug, Clone, Copy)]
pub struct ForecastTold<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// How many times it is drawn.
    pub draws: u32,
    /// Why it is kept.
    pub why: &'a str,
}

impl Office {
    /// Draws a forecast on a picture and keeps it, to be held against what comes. Says its
    /// reference.
    ///
    /// # Errors
    /// When the scenario cannot be drawn, or no reason is given.
    pub fn keep_forecast(
        &mut self,
        picture: &Picture,
        told: &ForecastTold<'_>,
        actor: Actor<'_>,
    ) -> Result<String, OfficeError> {
        self.admit(actor, Action::KeepForecast)?;
        let drawn = draw(picture, std::slice::from_ref(told.scenario), told.draws);
        let drawn = drawn.map_err(|error| OfficeError::Refused(error.to_string()))?;
        let Some(outcome) = drawn.first() else {
            return Err(OfficeError::Refused("nothing was drawn".to_owned()));
        };
        let on = picture.day;
        let head = request(&self.authority, actor, "forecast keep", &told.scenario.name);
        self.store.command(head, |command| {
            let known: Vec<KeptForecast> = command.facts(Which::All)?;
            let forecast: ForecastId = format!("F{:03}", known.len() + 1).parse()?;
            let kept = KeptForecast {
                forecast: forecast.clone(),
                on,
                name: told.scenario.name.trim().parse()?,
                file: told.scenario.write().trim().parse()?,
                draws: outcome.draws,
                known_seq: u32::try_from(picture.known_seq()).unwrap_or(u32::MAX),
                why: told.why.trim().parse()?,
                actor: actor.name.parse()?,
            };
            command.note("forecast", forecast.as_str());
            command.note("why", kept.why.as_str());
            command.append(&kept)?;
            let mut spend = command.appender::<ForecastSpend>()?;
            for fact in spending(&forecast, outcome) {
                spend.append(&fact, false)?;
            }
            drop(spend);
            let mut people = command.appender::<ForecastPeople>()?;
            for fact in counts(&forecast, outcome)? {
                people.append(&fact, false)?;
            }
            Ok(forecast.to_string())
        })
    }

    /// Every forecast that was kept, the latest first, held against what a picture knows.
    pub fn scored(&mut self, picture: &Picture) -> Result<Vec<Scored>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), picture.known_seq());
        let mut kept: Vec<KeptForecast> = self.store.all(&authority, known_seq)?;
        kept.sort_by(|a, b| (b.on, &b.forecast).cmp(&(a.on, &a.forecast)));
        let mut scored = Vec::with_capacity(kept.len());
        for kept in kept {
            let of = Which::Of(kept.forecast.as_str());
            let spend: Vec<ForecastSpend> = self.store.facts(&authority, known_seq, of)?;
            let people: Vec<ForecastPeople> = self.store.facts(&authority, known_seq, of)?;
            let things = things(picture, &spend, &people);
            scored.push(Scored { kept, things });
        }
        Ok(scored)
    }
}

fn spending<'o>(
    forecast: &'o ForecastId,
    outcome: &'o Outcome,
) -> impl Iterator<Item = ForecastSpend> + 'o {
    outcome.months.iter().enumerate().map(|(index, month)| {
        let range = outcome.month(index, Line::All);
        ForecastSpend {
            forecast: forecast.clone(),
            month: *month,
            mean: Pence::new(range.mean),
            low: Pence::new(range.low),
            high: Pence::new(range.high),
        }
    })
}

/// In order of what is counted, and then of months, as their keys are.
fn counts(forecast: &ForecastId, outcome: &Outcome) -> Result<Vec<ForecastPeople>, OfficeError> {
    let mut things: Vec<Thing> = Category::ALL.iter().copied().map(Thing::People).collect();
    things.push(Thing::Begun);
    things.sort_by_key(|thing| thing.code());
    let mut facts = Vec::new();
    for thing in things {
        for (index, month) in outcome.months.iter().enumerate() {
            let range = match thing {
                Thing::People(category) => outcome.people(index, category),
                _ => outcome.begun(index),
            };
            let number = |thousandths: i64| u32::try_from(thousandths).unwrap_or_default();
            facts.push(ForecastPeople {
                forecast: forecast.clone(),
                counted: thing.code().parse()?,
                month: *month,
                mean: number(range.mean),
                low: number(range.low),
                high: number(range.high),
            });
        }
    }
    Ok(facts)
}

/// What was said of each thing, in the months that are over.
fn things(
    picture: &Picture,
    spend: &[ForecastSpend],
    people: &[ForecastPeople],
) -> Vec<ScoredThing> {
    let over = |month: Date| month.add_months(1) <= picture.day;
    let mut all = vec![(Thing::Spend, Vec::new())];
    for said in spend.iter().filter(|said| over(said.month)) {
        let range = [said.mean, said.low, said.high].map(Pence::get);
        all[0]
            .1
            .push(held_against(picture, Thing::Spend, said.month, range));
    }
    for said in people.iter().filter(|said| over(said.month)) {
        let Some(thing) = Thing::counted(said.counted.as_str()) else {
            continue;
        };
        let range = [said.mean, said.low, said.high].map(i64::from);
        let said = held_against(picture, thing, said.month, range);
        match all.iter_mut().find(|(known, _)| *known == thing) {
            Some((_, months)) => months.push(said),
            None => all.push((thing, vec![said])),
        }
    }
    let scored = |(thing, months): (Thing, Vec<Said>)| ScoredThing {
        thing,
        score: score(&months),
        months,
    };
    all.into_iter().map(scored).collect()
}

fn held_against(picture: &Picture, thing: Thing, month: Date, range: [i64; 3]) -> Said {
    let [mean, low, high] = range;
    Said {
        month,
        mean,
        low,
        high,
        actual: actual(picture, thing, month),
    }
}

/// What a thing came to in a month.
fn actual(picture: &Picture, thing: Thing, month: Date) -> i64 {
    let last = month.add_months(1) - 1;
    let own = picture
        .spend()
        .sums
        .iter()
        .filter(|(key, _)| key.month == month);
    match thing {
        Thing::Spend => own.map(|(_, sum)| sum.gross).sum::<Pence>().get(),
        Thing::People(category) => {
            let days: i64 = own
                .filter(|(key, _)| key.category == Some(category))
                .map(|(_, sum)| sum.days)
                .sum();
            days * 1_000 / i64::from(last.day_number() - month.day_number() + 1)
        }
        Thing::Begun => {
            let all = picture.facts.all();
            let began = all.filter(|(_, one)| (month..=last).contains(&one.started_on));
            began.map(|_| 1_000).sum()
        }
    }
}
