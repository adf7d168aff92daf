//! What happened in the demonstration since the framework began: a run every four weeks, and a few
//! things told late, as they are in life.

use anyhow::Context as _;
use jiff::Timestamp;
use oast_forecast::scenario::Scenario;
use oast_office::outlook::ForecastTold;
use oast_office::record::Event;
use oast_office::{Actor, Office, OfficeError};
use oast_rules::facts::{Placement, Route};
use oast_units::{Date, Period};

use super::forecast_run::picture;
use super::pay_run;
use crate::context::Context;
use crate::output;

/// Who proposes a run and pays it, who checks it, who approves it, and who records what happens.
const OFFICER: &str = "fiona";
const CHECKER: &str = "felix";
const APPROVER: &str = "amir";
const BROKER: &str = "bella";
/// Who forecasts, from which days, and how many times each is drawn.
const PARTNER: &str = "bea";
const FORECAST_FROM: [Date; 2] = [Date::of(2026, 4, 1), Date::of(2026, 9, 1)];
const DRAWS_KEPT: u32 = 500;
/// The last day of the first run: the pay period in which the framework begins.
const FIRST_RUN_UNTIL: Date = Date::of(2026, 4, 26);
/// The length of a pay period, in days.
const PERIOD_DAYS: i32 = 28;
/// A year of runs is enough to look back on.
const RUNS_MAX: usize = 13;

/// When the county was imported: the morning before the framework's first day, or now if that is
/// still to come.
pub(super) fn import_time(context: &Context) -> anyhow::Result<Timestamp> {
    Ok(morning(Date::of(2026, 3, 31))?.min(context.time()))
}

/// Something that was done, and when.
struct Deed {
    at: Timestamp,
    what: What,
}

enum What {
    Pay { until: Date },
    Keep { on: Date },
    Record(Happening),
}

/// Something that happened to somebody, told late.
#[derive(Clone, Copy)]
enum Happening {
    Death,
    Hospital,
    OneToOne,
}

/// Does what had been done by now, in order; the run for the latest pay period is left to do.
pub(super) fn play(context: &Context, office: &mut Office) -> anyhow::Result<()> {
    let now = context.time();
    let mut deeds = Vec::new();
    for (run, until) in (0..).zip(run_ends(context.today()?)) {
        // The first is paid whatever the clock says, so that there is a run to look at.
        let at = morning(until + 2)?;
        let at = if run == 0 { at.min(now) } else { at };
        deeds.push(Deed {
            at,
            what: What::Pay { until },
        });
    }
    for (told, happening) in [
        (Date::of(2026, 6, 16), Happening::Death),
        (Date::of(2026, 7, 7), Happening::Hospital),
        (Date::of(2026, 9, 2), Happening::OneToOne),
    ] {
        deeds.push(Deed {
            at: morning(told)?,
            what: What::Record(happening),
        });
    }
    for on in FORECAST_FROM {
        deeds.push(Deed {
            at: morning(on)?,
            what: What::Keep { on },
        });
    }
    deeds.retain(|deed| deed.at <= now);
    deeds.sort_by_key(|deed| deed.at);
    for deed in deeds {
        match deed.what {
            What::Pay { until } => pay(office, until, deed.at, now)?,
            What::Keep { on } => keep(office, on, deed.at)?,
            What::Record(happening) => record(context, office, happening, deed.at)?,
        }
    }
    Ok(())
}

/// Keeps what the years ahead may cost, as it looks on a day.
fn keep(office: &mut Office, on: Date, at: Timestamp) -> anyhow::Result<()> {
    let known_seq = office.known_seq(None)?;
    let picture = picture(office, known_seq, on)?;
    let told = ForecastTold {
        scenario: &Scenario::default(),
        draws: DRAWS_KEPT,
        why: "Before the month’s budget meeting",
    };
    office.keep_forecast(&picture, &told, Actor::operator(PARTNER, at))?;
    Ok(())
}

/// The last days of the runs that were paid by a day: all but the one that is due now.
fn run_ends(today: Date) -> Vec<Date> {
    let ends = (0..).map(|run| FIRST_RUN_UNTIL + run * PERIOD_DAYS);
    ends.enumerate()
        .take_while(|(run, until)| *run == 0 || *until + PERIOD_DAYS < today)
        .take(RUNS_MAX)
        .map(|(_, until)| until)
        .collect()
}

fn pay(office: &mut Office, until: Date, at: Timestamp, now: Timestamp) -> anyhow::Result<()> {
    let later = |hours: i64| (at + jiff::SignedDuration::from_hours(hours)).min(now);
    let proposed = office.propose_pay_run(until, Actor::operator(OFFICER, at), &mut |_| {})?;
    let Some(run) = proposed.run else {
        return Ok(());
    };
    let run = run.as_str();
    office.check_pay_run(run, Actor::operator(CHECKER, later(1)))?;
    office.approve_pay_run(run, Actor::operator(APPROVER, later(26)))?;
    let payer = Actor::operator(OFFICER, later(29));
    let paid = office.pay_pay_run(run, payer, &mut |_| {})?;
    output::say(&pay_run::paid_text(run, &paid))
}

/// Records something for the first placement that it can be recorded for.
fn record(
    context: &Context,
    office: &mut Office,
    happening: Happening,
    at: Timestamp,
) -> anyhow::Result<()> {
    let known_seq = office.known_seq(None)?;
    let placements: Vec<Placement> = office
        .store()
        .all(context.authority(), known_seq)
        .map_err(OfficeError::Store)?;
    let day = day_of(at)?;
    let (route, skip, event) = of_happening(happening)?;
    let there = |placement: &&Placement| {
        placement.route == route
            && placement.started_on < Date::of(2026, 5, 1)
            && placement.ended_on.is_none()
    };
    for placement in placements.iter().filter(there).skip(skip) {
        let id = placement.placement_id.as_str();
        if office.preview_event(id, &event, day).is_ok() {
            office.record_event(id, &event, day, Actor::operator(BROKER, at))?;
            break;
        }
    }
    Ok(())
}

/// Whom it happens to, by route and place in the list, and what it is.
fn of_happening(happening: Happening) -> anyhow::Result<(Route, usize, Event)> {
    Ok(match happening {
        Happening::Death => (
            Route::Framework,
            0,
            Event::Died {
                on: Date::of(2026, 5, 19),
            },
        ),
        Happening::Hospital => {
            let away = Period::between(Date::of(2026, 6, 15), Date::of(2026, 7, 30));
            let away = away.context("a stay in hospital")?;
            (
                Route::Legacy,
                40,
                Event::Hospital {
                    from: away.from(),
                    to: Some(away.to()),
                },
            )
        }
        Happening::OneToOne => (
            Route::Legacy,
            80,
            Event::OneToOne {
                hours_per_week: "20".parse()?,
                hourly_rate: None,
                from: Date::of(2026, 9, 7),
                to: Some(Date::of(2026, 12, 6)),
                reason: "falls at night while the medicine is changed".parse()?,
            },
        ),
    })
}

/// Half past eight in the morning of a day, by Greenwich.
fn morning(day: Date) -> anyhow::Result<Timestamp> {
    Ok(format!("{day}T08:30:00Z").parse()?)
}

fn day_of(at: Timestamp) -> anyhow::Result<Date> {
    Ok(at.strftime("%Y-%m-%d").to_string().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_that_is_due_is_left_to_do() {
        let ends = run_ends(Date::of(2026, 11, 22));
        assert_eq!(ends.len(), 7);
        assert_eq!(ends.last(), Some(&Date::of(2026, 10, 11)));
        assert_eq!(run_ends(Date::of(2026, 4, 1)), [FIRST_RUN_UNTIL]);
        assert_eq!(run_ends(Date::of(2030, 1, 1)).len(), RUNS_MAX);
    }
}
