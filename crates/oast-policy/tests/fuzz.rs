//! Random questions, answered by the policies and by the help page: its tables are read as they
//! stand, and each rule beneath them is written once more here, beside its sentence.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use oast_policy::{
    Action, Asked, FILES, Leave, Policies, Principal, Purpose, Resource, Role, SCHEMA, embedded,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

const HELP: &str = include_str!("../../oast-web/templates/pages/help/roles.html");

/// What stands between two texts, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts.map(|part| part.split(end).next().unwrap()).collect()
}

/// The words of a cell, without its markup.
fn words(cell: &str) -> String {
    let inside = cell.split_once('>').unwrap().1;
    let text = inside.replace("<span class=\"oast-no\">", "");
    text.replace("</span>", "").replace('’', "'")
}

/// A table of the help page: the pairs of row and role that it says yes to.
fn table(caption: &str) -> BTreeSet<(String, Role)> {
    let (_, from) = HELP.split_once(&format!("{caption}</caption>")).unwrap();
    let rows = between(from.split_once("</table>").unwrap().0, "<tr", "</tr>");
    let head: Vec<Role> = between(rows[0], "<th scope=\"col\"", "</th>")
        .iter()
        .skip(1)
        .map(|cell| {
            let mut roles = Role::ALL.iter();
            *roles.find(|role| role.words() == words(cell)).unwrap()
        })
        .collect();
    assert_eq!(head, Role::ALL);
    let mut yes = BTreeSet::new();
    for row in &rows[1..] {
        let name = words(between(row, "<th", "</th>")[0]).to_lowercase();
        let cells = between(row, "<td", "</td>");
        assert_eq!(cells.len(), head.len(), "{name}");
        for (cell, role) in cells.iter().zip(&head) {
            match words(cell).as_str() {
                "Yes" => assert!(yes.insert((name.clone(), *role))),
                says => assert_eq!(says, "No", "{name}, {role}"),
            }
        }
    }
    yes
}

/// What the help page says.
struct Oracle {
    may: BTreeSet<(String, Role)>,
    purposes: BTreeSet<(String, Role)>,
}

/// Whether the help page has a sentence; each rule of the oracle names its own.
fn says(sentence: &str) -> bool {
    assert!(HELP.contains(sentence), "the help does not say: {sentence}");
    true
}

impl Oracle {
    fn read() -> Self {
        Self {
            may: table("Who may do what"),
            purposes: table("What a record is opened for"),
        }
    }

    fn has(table: &BTreeSet<(String, Role)>, who: &Principal, words: &str) -> bool {
        let mut roles = who.roles.iter();
        roles.any(|role| table.contains(&(words.to_lowercase(), *role)))
    }

    fn allows(
        &self,
        who: &Principal,
        action: Action,
        of: (&str, Resource<'_>),
        asked: &Asked<'_>,
    ) -> bool {
        let is = |role| who.roles.contains(&role);
        let outside = [
            (Role::Provider, Action::SeeOwnHomes),
            (Role::NhsHub, Action::SeeOwnReferrals),
        ];
        let mut outside = outside.iter();
        if outside.any(|(role, own)| is(*role) && action != *own)
            && says(
                "Providers and NHS hubs do nothing but what the table gives them, whatever other role they have.",
            )
        {
            return false;
        }
        if of.0 != who.authority && says("Nothing of one council is shown to another.") {
            return false;
        }
        if is(Role::FinanceOfficer)
            && action == Action::SeeClinical
            && says("Finance officers do not see clinical notes, whatever other role they have.")
        {
            return false;
        }
        let (resource, me) = (of.1, Some(who.user.as_str()));
        let opens = matches!(resource, Resource::Person(_) | Resource::Placement { .. });
        if opens && action == Action::SeePeople {
            return self.opens(who, resource, asked);
        }
        Self::has(&self.may, who, action.words())
            && owns(who, action, resource)
            && apart(me, action, resource, asked)
    }

    fn opens(&self, who: &Principal, resource: Resource<'_>, asked: &Asked<'_>) -> bool {
        let Some(purpose) = asked.purpose else {
            says("A person’s record is opened for a purpose");
            return false;
        };
        let (Resource::Person(person) | Resource::Placement { person, .. }) = resource else {
            return false;
        };
        says("the record of one person and their placements opens for one hour");
        let leave = asked.leave;
        let in_time = leave.is_some_and(|leave| leave.person == person && asked.now < leave.until);
        Self::has(&self.purposes, who, purpose.words())
            && (purpose != Purpose::BreakGlass || in_time)
    }
}

/// Whether a thing is somebody's own, where only that is seen or recorded.
fn owns(who: &Principal, action: Action, resource: Resource<'_>) -> bool {
    match (action, resource) {
        (
            Action::SeeOwnHomes,
            Resource::Home(home)
            | Resource::Placement { home, .. }
            | Resource::Remittance { home, .. },
        ) => {
            says(
                "A provider sees the homes that they belong to, who is placed in them and what they were paid.",
            );
            who.homes.iter().any(|own| own == home)
        }
        (Action::SeeOwnReferrals, Resource::Referral { hub, .. }) => {
            says("An NHS hub sees the referrals that it made.");
            who.teams.iter().any(|team| team == hub)
        }
        (
            Action::RecordEvent,
            Resource::Placement {
                team: Some(team), ..
            },
        ) => {
            says("a broker does not record one on a placement of another team");
            !who.roles.contains(&Role::Broker) || who.teams.iter().any(|own| own == team)
        }
        _ => true,
    }
}

/// Whether maker and checker stay apart.
fn apart(me: Option<&str>, action: Action, resource: Resource<'_>, asked: &Asked<'_>) -> bool {
    match (action, resource) {
        (Action::CheckPayRun, Resource::PayRun(_)) => {
            says("Whoever proposed a pay run neither checks nor approves it.");
            asked.proposed_by != me
        }
        (Action::DecidePayRun, Resource::PayRun(_)) => {
            says("Whoever checked it does not approve it.");
            asked.proposed_by != me && asked.checked_by != me
        }
        (Action::PayPayRun, Resource::PayRun(_)) => {
            says("Whoever approved it does not pay it.");
            asked.approved_by != me
        }
        (Action::DecideUplift, Resource::UpliftSet(_)) => {
            says("Whoever proposed an uplift does not decide it.");
            asked.proposed_by != me
        }
        (Action::ManageUsers, Resource::User(user)) => {
            says("Nobody manages their own user.");
            Some(user) != me
        }
        _ => true,
    }
}

const USERS: [&str; 3] = ["ann", "bea", "cyd"];
const HOMES: [&str; 3] = ["H1", "H2", "H3"];
const PEOPLE: [&str; 2] = ["P1", "P2"];
const TEAMS: [&str; 3] = ["north", "south", "hub"];
const AUTHORITIES: [&str; 2] = ["kent", "surrey"];

fn resources() -> Vec<Resource<'static>> {
    let placement = |home, person, team| Resource::Placement {
        id: "PL1",
        home,
        person,
        team,
    };
    let mut all = vec![
        Resource::Book,
        Resource::PayRun("PR-0001"),
        Resource::UpliftSet("US-0001"),
    ];
    all.extend(USERS.map(Resource::User));
    all.extend(HOMES.map(Resource::Home));
    all.extend(PEOPLE.map(Resource::Person));
    all.extend(TEAMS.map(|hub| Resource::Referral { id: "R1", hub }));
    all.extend(HOMES.map(|home| Resource::Remittance {
        pay_run: "PR-0001",
        home,
    }));
    for home in HOMES {
        for person in PEOPLE {
            all.push(placement(home, person, None));
            all.extend(TEAMS.map(|team| placement(home, person, Some(team))));
        }
    }
    all
}

/// Whether a question makes sense: what else can be asked about is refused whoever asks.
fn sensible(action: Action, resource: Resource<'_>) -> bool {
    use Action::{
        BreakGlass, CheckPayRun, DecidePayRun, DecideUplift, ManageUsers, OverrideNotice,
        PayPayRun, RecordEvent, SeeClinical, SeeHomes, SeeMoney, SeeOwnHomes, SeeOwnReferrals,
        SeePeople,
    };
    match resource {
        Resource::Book => true,
        Resource::Home(_) => matches!(action, SeeHomes | SeeOwnHomes),
        Resource::Person(_) => matches!(action, SeePeople | SeeClinical | BreakGlass),
        Resource::Placement { .. } => matches!(
            action,
            SeePeople | SeeClinical | SeeOwnHomes | RecordEvent | OverrideNotice
        ),
        Resource::Remittance { .. } => matches!(action, SeeMoney | SeeOwnHomes),
        Resource::Referral { .. } => action == SeeOwnReferrals,
        Resource::PayRun(_) => {
            matches!(action, SeeMoney | CheckPayRun | DecidePayRun | PayPayRun)
        }
        Resource::UpliftSet(_) => matches!(action, SeeMoney | DecideUplift),
        Resource::User(_) => action == ManageUsers,
    }
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn somebody() -> impl Strategy<Value = Principal> {
    let roles = prop_oneof![
        3 => select(Role::ALL).prop_map(|role| vec![role]),
        2 => subsequence(Role::ALL, 0..=3),
        1 => subsequence(Role::ALL, 0..=Role::ALL.len()),
    ];
    let teams = subsequence(TEAMS.to_vec(), 0..=2);
    let homes = subsequence(HOMES.to_vec(), 0..=2);
    (select(&USERS[..]), 0..8_usize, roles, teams, homes).prop_map(
        |(user, elsewhere, roles, teams, homes)| Principal {
            user: user.to_owned(),
            authority: AUTHORITIES[usize::from(elsewhere == 0)].to_owned(),
            roles,
            teams: owned(teams),
            homes: owned(homes),
        },
    )
}

/// What else is known, with leave apart because a question borrows it.
type Known = (
    i64,
    Option<Purpose>,
    Option<Leave>,
    [Option<&'static str>; 3],
);

fn known() -> impl Strategy<Value = Known> {
    let person = select(&PEOPLE[..]).prop_map(str::to_owned);
    let leave = (person, 8..12_i64).prop_map(|(person, until)| Leave { person, until });
    // Emergencies more often than their share: they have the most conditions.
    let purpose = prop_oneof![2 => select(Purpose::ALL), 1 => Just(Purpose::BreakGlass)];
    let purpose = proptest::option::weighted(0.9, purpose);
    let hand = || proptest::option::of(select(&USERS[..]));
    let hands = (hand(), hand(), hand()).prop_map(|(one, two, three)| [one, two, three]);
    (
        8..12_i64,
        purpose,
        proptest::option::weighted(0.8, leave),
        hands,
    )
}

#[test]
fn the_help_page_speaks_of_every_action_and_every_purpose() {
    let oracle = Oracle::read();
    for action in Action::ALL {
        let named = |(words, _): &(String, Role)| *words == action.words().to_lowercase();
        assert!(oracle.may.iter().any(named), "{action}");
    }
    for purpose in Purpose::ALL {
        let named = |(words, _): &(String, Role)| *words == purpose.words().to_lowercase();
        assert!(oracle.purposes.iter().any(named), "{purpose}");
    }
}

#[test]
fn each_role_may_what_the_help_page_says() {
    let (oracle, policies) = (Oracle::read(), embedded().unwrap());
    for role in Role::ALL {
        let who = Principal {
            user: "ann".to_owned(),
            authority: "kent".to_owned(),
            roles: vec![*role],
            ..Principal::default()
        };
        for action in Action::ALL {
            let of = ("kent", Resource::Book);
            let asked = Asked::default();
            let answer = policies.ask(&who, *action, of, &asked);
            assert_eq!(
                answer.allowed,
                oracle.allows(&who, *action, of, &asked),
                "{role} {action}"
            );
        }
    }
}

type Question = (Principal, &'static str, (Action, Resource<'static>), Known);

fn questions() -> impl Strategy<Value = Question> {
    let pairs = |wanted: bool| {
        let actions = Action::ALL.iter();
        let all = actions.flat_map(|action| resources().into_iter().map(|of| (*action, of)));
        all.filter(|(action, of)| sensible(*action, *of) == wanted)
            .collect::<Vec<_>>()
    };
    // As often of each action, however many things it can be asked of.
    let action = prop_oneof![4 => select(Action::ALL), 1 => Just(Action::SeePeople)];
    let of_one = action.prop_flat_map(move |action| {
        let of = resources().into_iter().filter(|of| sensible(action, *of));
        select(of.map(|of| (action, of)).collect::<Vec<_>>())
    });
    let asked = prop_oneof![9 => of_one, 1 => select(pairs(false))];
    let authority = prop_oneof![9 => Just("kent"), 1 => Just("surrey")];
    (somebody(), authority, asked, known())
}

/// Whether the policies answer a question as the help page does.
fn agree(
    policies: &Policies,
    oracle: &Oracle,
    (who, authority, (action, resource), (now, purpose, leave, hands)): &Question,
) -> Result<(), TestCaseError> {
    let asked = Asked {
        now: *now,
        purpose: *purpose,
        leave: leave.as_ref(),
        proposed_by: hands[0],
        checked_by: hands[1],
        approved_by: hands[2],
    };
    let of = (*authority, *resource);
    let answer = policies.ask(who, *action, of, &asked);
    if sensible(*action, *resource) {
        prop_assert_eq!(&answer.fault, &None);
        let allows = oracle.allows(who, *action, of, &asked);
        prop_assert_eq!(answer.allowed, allows, "{:?}", answer);
    } else {
        prop_assert!(!answer.allowed && answer.fault.is_some());
    }
    Ok(())
}

fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig {
        cases,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_question_is_answered_as_the_help_page_says(question in questions()) {
        agree(embedded().unwrap(), &Oracle::read(), &question)?;
    }
}

#[test]
fn each_policy_that_is_taken_out_is_missed() {
    let oracle = Oracle::read();
    for words in embedded().unwrap().words() {
        let name = format!("@id(\"{}\")", words.id);
        let without = |text: &str| {
            let policies = text.split("\n\n");
            let kept = policies.filter(|policy| !policy.contains(&name));
            kept.collect::<Vec<_>>().join("\n\n")
        };
        let texts: Vec<(&str, String)> = FILES
            .iter()
            .map(|(file, text)| (*file, without(text)))
            .collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(f, t)| (*f, t.as_str())).collect();
        let policies = Policies::read(SCHEMA, &texts).unwrap();
        let left = policies.words().filter(|each| each.id == words.id).count();
        assert_eq!(left, 0, "{} stands apart from the others", words.id);
        let found = runner(20_000).run(&questions(), |question| {
            agree(&policies, &oracle, &question)
        });
        assert!(found.is_err(), "nobody misses {}", words.id);
    }
}
