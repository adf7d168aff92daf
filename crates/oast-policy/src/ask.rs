use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision as Answer, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    Request, RestrictedExpression as Expression,
};

use crate::{Action, Asked, Decision, Policies, Principal, Resource};

/// Why a question cannot be put to the policies: a fault of this crate, not of who asks.
type Fault = String;

type Attributes = HashMap<String, Expression>;

impl Policies {
    /// Whether somebody may do something to a thing of an authority, and what decides it.
    pub fn ask(
        &self,
        who: &Principal,
        action: Action,
        (authority, resource): (&str, Resource<'_>),
        asked: &Asked<'_>,
    ) -> Decision {
        let refused = |fault: Option<Fault>| Decision {
            allowed: false,
            because: Vec::new(),
            fault,
            action,
        };
        let put = || -> Result<_, Fault> {
            let (principal, thing) = (entity_of(who)?, thing(authority, resource)?);
            let act = uid("Action", action.code())?;
            let context = Context::from_pairs(context(asked)?).map_err(told)?;
            let (from, to) = (principal.uid(), thing.uid());
            let schema = Some(&self.schema);
            let request = Request::new(from, act, to, context, schema).map_err(told)?;
            // A user who is asked about is an entity of their own beside the one who asks, unless
            // they are the same.
            let both = if thing.uid() == principal.uid() {
                vec![principal]
            } else {
                vec![principal, thing]
            };
            let entities = Entities::from_entities(both, schema).map_err(told)?;
            Ok((request, entities))
        };
        let (request, entities) = match put() {
            Ok(put) => put,
            Err(fault) => return refused(Some(fault)),
        };
        let response = Authorizer::new().is_authorized(&request, &self.set, &entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return refused(Some(error.to_string()));
        }
        let ids = response.diagnostics().reason();
        let mut because: Vec<_> = ids
            .filter_map(|id| self.words_of(id.as_ref()))
            .cloned()
            .collect();
        because.sort_by(|one, other| one.id.cmp(&other.id));
        Decision {
            allowed: response.decision() == Answer::Allow,
            because,
            fault: None,
            action,
        }
    }
}

fn told(why: impl std::fmt::Display) -> Fault {
    why.to_string()
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Fault> {
    let kind: EntityTypeName = kind.parse().map_err(told)?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn reference(kind: &str, id: &str) -> Result<Expression, Fault> {
    Ok(Expression::new_entity_uid(uid(kind, id)?))
}

fn references(kind: &str, ids: &[String]) -> Result<Expression, Fault> {
    let ids = ids.iter().map(|id| reference(kind, id));
    Ok(Expression::new_set(ids.collect::<Result<Vec<_>, _>>()?))
}

/// The attribute that everything has: the council it belongs to.
fn belonging(authority: &str) -> Result<Attributes, Fault> {
    let authority = reference("Authority", authority)?;
    Ok(HashMap::from([("authority".to_owned(), authority)]))
}

fn entity(uid: EntityUid, attributes: Attributes) -> Result<Entity, Fault> {
    Entity::new(uid, attributes, HashSet::new()).map_err(told)
}

/// Whoever asks: in their roles and in their teams.
fn entity_of(who: &Principal) -> Result<Entity, Fault> {
    let mut attributes = belonging(&who.authority)?;
    attributes.insert("homes".to_owned(), references("Home", &who.homes)?);
    let roles = who.roles.iter().map(|role| uid("Role", role.code()));
    let teams = who.teams.iter().map(|team| uid("Team", team));
    let parents = roles.chain(teams).collect::<Result<HashSet<_>, _>>()?;
    Entity::new(uid("User", &who.user)?, attributes, parents).map_err(told)
}

/// What is asked about.
fn thing(authority: &str, resource: Resource<'_>) -> Result<Entity, Fault> {
    let mut attributes = belonging(authority)?;
    let mut with = |name: &str, kind: &str, id: &str| -> Result<(), Fault> {
        attributes.insert(name.to_owned(), reference(kind, id)?);
        Ok(())
    };
    let of = match resource {
        Resource::Book => uid("Book", authority)?,
        Resource::Home(id) => uid("Home", id)?,
        Resource::Person(id) => uid("Person", id)?,
        Resource::Placement {
            id,
            home,
            person,
            team,
        } => {
            with("home", "Home", home)?;
            with("person", "Person", person)?;
            if let Some(team) = team {
                with("team", "Team", team)?;
            }
            uid("Placement", id)?
        }
        Resource::Remittance { pay_run, home } => {
            with("home", "Home", home)?;
            uid("Remittance", &format!("{pay_run}/{home}"))?
        }
        Resource::Referral { id, hub } => {
            with("hub", "Team", hub)?;
            uid("Referral", id)?
        }
        Resource::PayRun(id) => uid("PayRun", id)?,
        Resource::UpliftSet(id) => uid("UpliftSet", id)?,
        Resource::User(id) => {
            attributes.insert("homes".to_owned(), references("Home", &[])?);
            uid("User", id)?
        }
    };
    entity(of, attributes)
}

fn context(asked: &Asked<'_>) -> Result<Attributes, Fault> {
    let mut context = HashMap::from([("now".to_owned(), Expression::new_long(asked.now))]);
    if let Some(purpose) = asked.purpose {
        let purpose = Expression::new_string(purpose.code().to_owned());
        context.insert("purpose".to_owned(), purpose);
    }
    if let Some(leave) = asked.leave {
        let fields = [
            ("person".to_owned(), reference("Person", &leave.person)?),
            ("until".to_owned(), Expression::new_long(leave.until)),
        ];
        let leave = Expression::new_record(fields).map_err(told)?;
        context.insert("leave".to_owned(), leave);
    }
    let hands = [
        ("proposed_by", asked.proposed_by),
        ("checked_by", asked.checked_by),
        ("approved_by", asked.approved_by),
    ];
    for (name, user) in hands {
        if let Some(user) = user {
            context.insert(name.to_owned(), reference("User", user)?);
        }
    }
    Ok(context)
}
