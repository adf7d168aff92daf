use oast_rules::facts::{Home, Team, TeamMember};
use oast_store::{Command, Connected as _, Connection, StoreError, Which, find, gather};
use oast_units::{Text, YesNo};

use super::users::{known_user, not_found};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// Between the districts of a team, as they are stored.
const DISTRICTS_APART: char = '|';

/// A team as others may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamView {
    /// What links and policies call it.
    pub team_id: String,
    /// Its name.
    pub name: String,
    /// The districts whose homes it looks after, in order; none for a hub.
    pub districts: Vec<String>,
    /// Whether it is there still.
    pub active: bool,
    /// The names that its people sign in with, in order.
    pub people: Vec<String>,
}

/// What is said about a team.
#[derive(Debug, Clone, Copy)]
pub struct TeamTold<'a> {
    /// Its name.
    pub name: &'a str,
    /// The districts whose homes it looks after; none for a hub.
    pub districts: &'a [&'a str],
    /// Whether it is there still.
    pub active: bool,
}

fn districts(team: &Team) -> impl Iterator<Item = &str> {
    let joined = team.districts.as_ref().map_or("", Text::as_str);
    joined
        .split(DISTRICTS_APART)
        .filter(|name| !name.is_empty())
}

/// The team whose people alone record what happens to the placements of a home.
pub(crate) fn team_of_home(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    home_id: &str,
) -> Result<Option<String>, StoreError> {
    let teams: Vec<Team> = gather(connection, authority, known_seq, Which::All)?;
    if teams.is_empty() {
        return Ok(None);
    }
    let home: Option<Home> = find(connection, authority, known_seq, Which::Of(home_id))?;
    let Some(district) = home.and_then(|home| home.district) else {
        return Ok(None);
    };
    let looks_after = |team: &&Team| {
        team.active == YesNo::Yes && districts(team).any(|name| name == district.as_str())
    };
    Ok(teams
        .iter()
        .find(looks_after)
        .map(|team| team.team_id.to_string()))
}

/// What links call a team of a name: `East Kent` becomes `east-kent`.
fn called(name: &str) -> String {
    let fold = |c: char| {
        if c.is_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let plain: String = name.chars().map(fold).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

fn refused<T>(why: String) -> Result<T, OfficeError> {
    Err(OfficeError::Refused(why))
}

/// A team as it will be known. A district has one team at most, and a name too.
fn told(known: &[Team], id: &str, told: &TeamTold<'_>) -> Result<Team, OfficeError> {
    let others = || {
        let there = |team: &&Team| team.active == YesNo::Yes && team.team_id.as_str() != id;
        known.iter().filter(there)
    };
    if told.active {
        if others().any(|team| team.name.as_str() == told.name) {
            return refused(format!("there is a team {} already", told.name));
        }
        for name in told.districts {
            if name.contains(DISTRICTS_APART) {
                return refused(format!("'{name}' is no district"));
            }
            if let Some(other) = others().find(|team| districts(team).any(|each| each == *name)) {
                return refused(format!("{name} is looked after by {} already", other.name));
            }
        }
    }
    let mut names = told.districts.to_vec();
    names.sort_unstable();
    names.dedup();
    let joined = names.join(&DISTRICTS_APART.to_string());
    Ok(Team {
        team_id: id.parse()?,
        name: told.name.parse()?,
        districts: (!names.is_empty()).then(|| joined.parse()).transpose()?,
        active: if told.active { YesNo::Yes } else { YesNo::No },
    })
}

impl Office {
    /// Every team, in order of what links call it, those that are no more too.
    pub fn teams(&mut self) -> Result<Vec<TeamView>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let teams: Vec<Team> = self.store.all(&authority, known_seq)?;
        let mut members: Vec<TeamMember> = self.store.all(&authority, known_seq)?;
        members.retain(|member| member.active == YesNo::Yes);
        let view = |team: &Team| TeamView {
            team_id: team.team_id.to_string(),
            name: team.name.to_string(),
            districts: districts(team).map(str::to_owned).collect(),
            active: team.active == YesNo::Yes,
            people: members
                .iter()
                .filter(|member| member.team_id == team.team_id)
                .map(|member| member.user_id.to_string())
                .collect(),
        };
        Ok(teams.iter().map(view).collect())
    }

    /// The teams that somebody belongs to now.
    pub fn teams_of(&mut self, user_id: &str) -> Result<Vec<String>, OfficeError> {
        let which = Which::Of(user_id);
        let mut own: Vec<TeamMember> = self.store.facts(&self.authority, i64::MAX, which)?;
        own.retain(|member| member.active == YesNo::Yes);
        Ok(own
            .iter()
            .map(|member| member.team_id.to_string())
            .collect())
    }

    /// The team whose people alone record what happens to the placements of a home, if one does.
    pub fn team_of_home(&mut self, home_id: &str) -> Result<Option<String>, OfficeError> {
        let connection = self.store.connection();
        Ok(team_of_home(
            connection,
            &self.authority,
            i64::MAX,
            home_id,
        )?)
    }

    /// Makes a team, and says what links call it.
    ///
    /// # Errors
    /// When there is a team of that name, or one of the districts has its team.
    pub fn add_team(
        &mut self,
        new: &TeamTold<'_>,
        actor: Actor<'_>,
    ) -> Result<String, OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let id = called(new.name);
        if id.is_empty() {
            return refused(format!("'{}' is no name for a team", new.name));
        }
        let head = request(&self.authority, actor, "team add", &id);
        self.store.command(head, |command| {
            let known: Vec<Team> = command.facts(Which::All)?;
            if known.iter().any(|team| team.team_id.as_str() == id) {
                return refused(format!("there is, or was, a team {} already", new.name));
            }
            let team = told(&known, &id, new)?;
            note(command, &team);
            command.append(&team)?;
            Ok(id.clone())
        })
    }

    /// Changes what a team is called and looks after, and whether it is there still.
    ///
    /// # Errors
    /// When there is no such team, another has that name, or one of the districts has its team.
    pub fn change_team(
        &mut self,
        team_id: &str,
        change: &TeamTold<'_>,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let head = request(&self.authority, actor, "team change", team_id);
        self.store.command(head, |command| {
            let known: Vec<Team> = command.facts(Which::All)?;
            must_be_known(&known, team_id)?;
            let team = told(&known, team_id, change)?;
            note(command, &team);
            Ok(command.append(&team)?)
        })
    }

    /// Says which teams somebody belongs to from now on; nobody says so of themselves.
    ///
    /// # Errors
    /// When there is no such user or no such team.
    pub fn set_teams(
        &mut self,
        user_id: &str,
        team_ids: &[&str],
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        super::users::refuse_own(user_id, actor, "teams")?;
        let authority = self.authority.clone();
        let head = request(&authority, actor, "user teams", user_id);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            known_user(command.connection(), &authority, user_id, known_seq)?
                .ok_or_else(|| not_found(user_id))?;
            let teams: Vec<Team> = command.facts(Which::All)?;
            for id in team_ids {
                must_be_known(&teams, id)?;
            }
            let known: Vec<TeamMember> = command.facts(Which::Of(user_id))?;
            command.note("teams", team_ids.join(", "));
            let mut appender = command.appender::<TeamMember>()?;
            // In order of their keys, as they were read.
            for team in &teams {
                let old = known.iter().find(|member| member.team_id == team.team_id);
                let was = old.is_some_and(|member| member.active == YesNo::Yes);
                let is = team_ids.contains(&team.team_id.as_str());
                if was != is {
                    let member = TeamMember {
                        user_id: user_id.parse()?,
                        team_id: team.team_id.clone(),
                        active: if is { YesNo::Yes } else { YesNo::No },
                    };
                    appender.append(&member, false)?;
                }
            }
            Ok(())
        })
    }
}

fn note(command: &mut Command<'_>, team: &Team) {
    command.note("name", team.name.as_str());
    let names: Vec<&str> = districts(team).collect();
    command.note("districts", names.join(", "));
    command.note("active", team.active == YesNo::Yes);
}

fn must_be_known(teams: &[Team], team_id: &str) -> Result<(), OfficeError> {
    if teams.iter().any(|team| team.team_id.as_str() == team_id) {
        return Ok(());
    }
    Err(OfficeError::NotFound {
        what: "team",
        id: team_id.to_owned(),
        hint: String::new(),
    })
}
