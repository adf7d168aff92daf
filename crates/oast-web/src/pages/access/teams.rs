//! The teams: who works together, and which districts they look after.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{TeamTold, TeamView};
use oast_office::{Office, OfficeError};
use serde::Serialize;

use super::ticks::{Tick, is_ticked, tick};
use super::users::told;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::Form;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::Detail;

/// The teams, and a form to add one.
#[derive(Debug, Serialize)]
pub struct Teams {
    table: Table,
    form: Form,
    districts: Vec<Tick>,
}

/// One team, and the forms to change it.
#[derive(Debug, Serialize)]
pub struct TeamPage {
    name: String,
    details: Vec<Detail>,
    form: Form,
    districts: Vec<Tick>,
    active: bool,
    action: String,
}

impl Page for Teams {
    const TEMPLATE: &'static str = "pages/access/teams.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("roles");

    fn title(&self) -> String {
        titled(&self.form, "Teams")
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/teams",
            query: &[],
        };
        let mut wrong = Form::default();
        wrong.set("name", "East Kent");
        wrong.mistake("name", "There is a team East Kent already.");
        [
            (vec![sample(true), sample(false)], Form::default()),
            (Vec::new(), wrong),
        ]
        .into_iter()
        .map(|(teams, form)| Self {
            table: list(teams).table(asked),
            districts: district_boxes(&form, sample_districts()),
            form,
        })
        .collect()
    }
}

impl Page for TeamPage {
    const TEMPLATE: &'static str = "pages/access/team.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("roles");

    fn title(&self) -> String {
        titled(&self.form, &self.name)
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("districts", "Thanet is looked after by West Kent already.");
        [
            (true, Form::default()),
            (true, wrong),
            (false, Form::default()),
        ]
        .into_iter()
        .map(|(active, form)| Self::of(&sample(active), form, sample_districts()))
        .collect()
    }
}

impl TeamPage {
    fn of(team: &TeamView, mut form: Form, districts: Vec<String>) -> Self {
        if !form.is_wrong() {
            form.set("name", team.name.as_str());
            for name in &team.districts {
                tick(&mut form, &field_of(name));
            }
        }
        Self {
            name: team.name.clone(),
            details: vec![
                Detail::new("Looks after", &looks_after(team)),
                Detail::new("People", &people(team)),
            ],
            districts: district_boxes(&form, districts),
            form,
            active: team.active,
            action: To::Team(&team.team_id).to_string(),
        }
    }
}

fn titled(form: &Form, title: &str) -> String {
    let error = if form.is_wrong() { "Error: " } else { "" };
    format!("{error}{title}")
}

fn sample(active: bool) -> TeamView {
    TeamView {
        team_id: "east-kent".to_owned(),
        name: "East Kent".to_owned(),
        districts: vec!["Thanet".to_owned()],
        active,
        people: vec!["bella".to_owned()],
    }
}

fn sample_districts() -> Vec<String> {
    vec!["Dover".to_owned(), "Thanet".to_owned()]
}

/// The teams of a page of samples, as boxes.
pub(super) fn sample_boxes() -> Vec<Tick> {
    vec![Tick::of(
        &Form::default(),
        team_field("east-kent"),
        "East Kent",
    )]
}

fn looks_after(team: &TeamView) -> String {
    match (team.active, team.districts.is_empty()) {
        (false, _) => "It is no more".to_owned(),
        (true, true) => "No district".to_owned(),
        (true, false) => team.districts.join(", "),
    }
}

fn people(team: &TeamView) -> String {
    if team.people.is_empty() {
        return "Nobody yet".to_owned();
    }
    team.people.join(", ")
}

fn list(teams: Vec<TeamView>) -> List<'static, TeamView> {
    List::new("teams", "Teams", teams)
        .column("team", "Team", |team: &TeamView| {
            Cell::text(&team.name).to(To::Team(&team.team_id))
        })
        .column("districts", "Looks after", |team| {
            Cell::text(looks_after(team))
        })
        .column("people", "People", |team| Cell::text(people(team)))
        .when_empty("There are no teams. Everybody who records may do so in every district.")
}

/// The name of a district's box.
fn field_of(district: &str) -> String {
    format!("district-{district}")
}

/// The name of a team's box.
fn team_field(team_id: &str) -> String {
    format!("team-{team_id}")
}

fn district_boxes(form: &Form, districts: Vec<String>) -> Vec<Tick> {
    let boxes = districts.into_iter();
    boxes
        .map(|name| Tick::of(form, field_of(&name), &name))
        .collect()
}

/// The teams that there are as boxes, those of a user ticked, and the names of these.
pub(super) fn boxes(
    office: &mut Office,
    user_id: &str,
    form: &mut Form,
) -> Result<(Vec<Tick>, String), OfficeError> {
    let own = office.teams_of(user_id)?;
    let teams = office.teams()?;
    let (mut boxes, mut names) = (Vec::new(), Vec::new());
    for team in teams.iter().filter(|team| team.active) {
        let field = team_field(&team.team_id);
        if own.contains(&team.team_id) {
            names.push(team.name.as_str());
            if !form.is_wrong() {
                tick(form, &field);
            }
        }
        boxes.push(Tick::of(form, field, &team.name));
    }
    Ok((boxes, names.join(", ")))
}

/// The teams that were ticked.
pub(super) fn ticked(office: &mut Office, form: &Form) -> Result<Vec<String>, OfficeError> {
    let mut teams = office.teams()?;
    teams.retain(|team| team.active && is_ticked(form, &team_field(&team.team_id)));
    Ok(teams.into_iter().map(|team| team.team_id).collect())
}

/// Shows the teams.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

/// Adds a team.
pub fn add(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let districts = ticked_districts(desk, &form)?;
    let Some(name) = form.required("name", "Enter the team’s name.") else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let districts: Vec<&str> = districts.iter().map(String::as_str).collect();
    let new = TeamTold {
        name: &name,
        districts: &districts,
        active: true,
    };
    match desk.command(|office, actor| office.add_team(&new, actor)) {
        Ok(_) => desk.done_at(&To::Teams),
        Err(error) => match told(&mut form, "name", error, &To::Teams)? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}

/// Shows one team.
pub fn one(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    one_page(desk, StatusCode::OK, form)
}

/// Changes a team, ends it, or lets it look after its districts again.
pub fn change(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let known = known(desk)?;
    let act = form.value("act").to_owned();
    let (name, districts) = if act == "change" {
        let Some(name) = form.required("name", "Enter the team’s name.") else {
            return one_page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
        };
        (name, ticked_districts(desk, &form)?)
    } else {
        (known.name, known.districts)
    };
    let districts: Vec<&str> = districts.iter().map(String::as_str).collect();
    let change = TeamTold {
        name: &name,
        districts: &districts,
        active: act != "end",
    };
    let (id, to) = (&known.team_id, To::Team(&known.team_id));
    match desk.command(|office, actor| office.change_team(id, &change, actor)) {
        Ok(()) => desk.done_at(&to),
        Err(error) => match told(&mut form, "name", error, &to)? {
            Some(done) => Ok(done),
            None => one_page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}

/// The team that the address names.
fn known(desk: &mut Desk) -> Result<TeamView, Fault> {
    let id = desk.part("team").to_owned();
    let mut teams = desk.office()?.teams()?.into_iter();
    teams
        .find(|team| team.team_id == id)
        .ok_or_else(|| Fault::NotFound(format!("There is no team {id}.")))
}

/// Every district that has a home, in order.
fn districts(desk: &mut Desk) -> Result<Vec<String>, Fault> {
    let picture = desk.picture()?;
    let homes = picture.facts.market.homes.iter();
    let mut names: Vec<String> = homes
        .filter_map(|home| home.district.as_ref().map(ToString::to_string))
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn ticked_districts(desk: &mut Desk, form: &Form) -> Result<Vec<String>, Fault> {
    let mut names = districts(desk)?;
    names.retain(|name| is_ticked(form, &field_of(name)));
    Ok(names)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let teams = desk.office()?.teams()?;
    let page = Teams {
        table: desk.table(list(teams))?,
        districts: district_boxes(&form, districts(desk)?),
        form,
    };
    desk.page_with(status, &page)
}

fn one_page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let team = known(desk)?;
    let page = TeamPage::of(&team, form, districts(desk)?);
    desk.page_with(status, &page)
}
