use oast_rules::facts::{Home, HomeMember, MemberState, Standing};
use oast_store::{Command, Connected, Which, find};

use super::users::{known_user, must_be_provider, not_found};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// Somebody who acts for a home, asked to, or did, as others may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// Who.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// For which home.
    pub home_id: String,
    /// The home's name.
    pub home: String,
    /// Whether they also say who else may.
    pub standing: Standing,
    /// Whether they do now.
    pub state: MemberState,
}

/// What is decided about a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberAct {
    /// Somebody who asked may act for the home.
    Approve,
    /// Somebody who asked may not.
    Refuse,
    /// Somebody says from now on who else may.
    MakeOwner,
    /// Somebody no longer says so.
    MakeMember,
    /// Somebody no longer acts for the home.
    End,
}

impl MemberAct {
    const fn command(self) -> &'static str {
        match self {
            Self::Approve => "member approve",
            Self::Refuse => "member refuse",
            Self::MakeOwner => "member make owner",
            Self::MakeMember => "member make member",
            Self::End => "member end",
        }
    }
}

fn refused<T>(why: impl Into<String>) -> Result<T, OfficeError> {
    Err(OfficeError::Refused(why.into()))
}

/// Everybody who acts for a home, asked to, or did.
fn members_of(command: &mut Command<'_>, home_id: &str) -> Result<Vec<HomeMember>, OfficeError> {
    Ok(command.facts(Which::By("home_id", home_id))?)
}

fn is_owner(member: &HomeMember) -> bool {
    member.state == MemberState::Active && member.standing == Standing::Owner
}

/// The name of a home; a home that is not there is refused.
pub(super) fn home_name(command: &mut Command<'_>, home_id: &str) -> Result<String, OfficeError> {
    let home: Option<Home> = command.find(Which::Of(home_id))?;
    let name = home.map(|home| home.name.to_string());
    name.ok_or_else(|| OfficeError::NotFound {
        what: "home",
        id: home_id.to_owned(),
        hint: "; it is written as on the home's letters from the council".to_owned(),
    })
}

/// Refuses who may not say who acts for a home: an owner of it may, and whoever manages users.
pub(super) fn must_own(
    command: &mut Command<'_>,
    home_id: &str,
    actor: Actor<'_>,
) -> Result<(), OfficeError> {
    if actor.rights.may(Action::ManageUsers) {
        return Ok(());
    }
    let members = members_of(command, home_id)?;
    let owns = members
        .iter()
        .any(|member| is_owner(member) && member.user_id.as_str() == actor.name);
    if owns {
        return Ok(());
    }
    Err(OfficeError::Forbidden {
        name: actor.name.to_owned(),
        action: format!("say who acts for home {home_id}"),
    })
}

/// Records that somebody acts for a home, unless they do already with that standing or more.
pub(super) fn join(
    command: &mut Command<'_>,
    user_id: &str,
    home_id: &str,
    standing: Standing,
) -> Result<(), OfficeError> {
    let members = members_of(command, home_id)?;
    let known = members.iter().find(|each| each.user_id.as_str() == user_id);
    let standing = match known {
        Some(known) if is_owner(known) => Standing::Owner,
        _ => standing,
    };
    let member = HomeMember {
        user_id: user_id.parse()?,
        home_id: home_id.parse()?,
        standing,
        state: MemberState::Active,
    };
    command.note("standing", standing.code());
    Ok(command.append(&member)?)
}

/// What becomes of a membership by an act, or why it cannot.
fn acted(known: &HomeMember, act: MemberAct) -> Result<HomeMember, OfficeError> {
    let mut member = known.clone();
    let asked = known.state == MemberState::Asked;
    let active = known.state == MemberState::Active;
    match act {
        MemberAct::Approve if asked => member.state = MemberState::Active,
        MemberAct::Refuse if asked => member.state = MemberState::Ended,
        MemberAct::Approve | MemberAct::Refuse => {
            return refused("they have not asked to join, or were answered already");
        }
        MemberAct::MakeOwner if active => member.standing = Standing::Owner,
        MemberAct::MakeMember if active => member.standing = Standing::Member,
        MemberAct::End if active || asked => member.state = MemberState::Ended,
        MemberAct::MakeOwner | MemberAct::MakeMember | MemberAct::End => {
            return refused("they do not act for the home");
        }
    }
    Ok(member)
}

impl Office {
    /// Asks to act for a home. An owner of it answers.
    pub fn ask_to_join(&mut self, home_id: &str, actor: Actor<'_>) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let subject = format!("{} {home_id}", actor.name);
        let head = request(&authority, actor, "member ask", &subject);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            let user = known_user(command.connection(), &authority, actor.name, known_seq)?;
            must_be_provider(&user.ok_or_else(|| not_found(actor.name))?)?;
            home_name(command, home_id)?;
            let members = members_of(command, home_id)?;
            let known = members
                .iter()
                .find(|each| each.user_id.as_str() == actor.name);
            match known.map(|known| known.state) {
                Some(MemberState::Active) => return refused("you act for that home already"),
                Some(MemberState::Asked) => {
                    return refused("you have asked already; an owner of the home will answer");
                }
                Some(MemberState::Ended) | None => {}
            }
            Ok(command.append(&HomeMember {
                user_id: actor.name.parse()?,
                home_id: home_id.parse()?,
                standing: Standing::Member,
                state: MemberState::Asked,
            })?)
        })
    }

    /// Decides about a membership: an owner of the home may, whoever manages users, and everybody
    /// may end their own. A home that has owners keeps one, unless whoever manages users ends that.
    pub fn act_on_member(
        &mut self,
        user_id: &str,
        home_id: &str,
        act: MemberAct,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let subject = format!("{user_id} {home_id}");
        let head = request(&authority, actor, act.command(), &subject);
        self.store.command(head, |command| {
            let leaves = act == MemberAct::End && actor.name == user_id;
            if !leaves {
                must_own(command, home_id, actor)?;
            }
            let members = members_of(command, home_id)?;
            let known = members.iter().find(|each| each.user_id.as_str() == user_id);
            let Some(known) = known else {
                return refused(format!("{user_id} has nothing to do with home {home_id}"));
            };
            let member = acted(known, act)?;
            let owners = members.iter().filter(|each| is_owner(each)).count();
            let manages = actor.rights.may(Action::ManageUsers);
            if is_owner(known) && !is_owner(&member) && owners == 1 && !manages {
                return refused("the home would have no owner; make somebody else an owner first");
            }
            Ok(command.append(&member)?)
        })
    }

    /// The name of a home, if there is one of that reference.
    pub fn home_named(&mut self, home_id: &str) -> Result<Option<String>, OfficeError> {
        let connection = self.store.connection();
        let home: Option<Home> = find(connection, &self.authority, i64::MAX, Which::Of(home_id))?;
        Ok(home.map(|home| home.name.to_string()))
    }

    /// The homes that somebody acts for, asked to, or did, in order of their references.
    pub fn homes_of(&mut self, user_id: &str) -> Result<Vec<MemberView>, OfficeError> {
        self.members(|member| member.user_id.as_str() == user_id)
    }

    /// Everybody who acts for a home, asked to, or did.
    pub fn members_of(&mut self, home_id: &str) -> Result<Vec<MemberView>, OfficeError> {
        self.members(|member| member.home_id.as_str() == home_id)
    }

    fn members(
        &mut self,
        which: impl Fn(&HomeMember) -> bool,
    ) -> Result<Vec<MemberView>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let mut members: Vec<HomeMember> = self.store.all(&authority, known_seq)?;
        members.retain(which);
        let connection = self.store.connection();
        let mut found = Vec::new();
        for member in members {
            let which = Which::Of(member.home_id.as_str());
            let home: Option<Home> = find(connection, &authority, known_seq, which)?;
            let user = known_user(connection, &authority, member.user_id.as_str(), known_seq)?;
            found.push(MemberView {
                name: user.map_or_else(|| member.user_id.to_string(), |user| user.name.to_string()),
                user_id: member.user_id.to_string(),
                home: home.map_or_else(|| member.home_id.to_string(), |home| home.name.to_string()),
                home_id: member.home_id.to_string(),
                standing: member.standing,
                state: member.state,
            });
        }
        Ok(found)
    }
}
