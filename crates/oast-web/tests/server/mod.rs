//! The whole application over a small made-up county with a paid run, asked without a network.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

mod county;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use oast_office::access::{Password, Read, ReadFilter};
use oast_office::{Actor, Office, OfficeError, Role};
use oast_rules::facts::{Assessment, Fact, HomeMember, MemberState, OneToOne, Placement, Standing};
use oast_scratch::Scratch;
use oast_store::{Keyring, Request as Head, Store, StoreError};
use oast_terms::Terms;
use oast_units::Date;
use oast_web::app::{App, Brand, Machine, Settings};
use oast_web::routes::{Method, ROUTES, Route, cookie_name};
use oast_web::server::router;
use oast_web::sign_on::SignOn;
use tower::ServiceExt as _;

use county::{all, furnish, notice, parts, propose_uplift};

const AUTHORITY: &str = "kent";
/// The user that acts on users are tried on; everybody else must stay as they are.
pub const SPARE: &str = "spare";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Nine in the morning of 1 June 2026, until a test lets time pass; and chance that is none, but
/// never the same twice.
#[derive(Default)]
struct Still(AtomicI64);

static NEXT: AtomicU64 = AtomicU64::new(1);

fn chance(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(8) {
        let number = NEXT.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
    }
}

impl Machine for Still {
    fn now(&self) -> Timestamp {
        let passed = self.0.load(Ordering::Relaxed);
        at("2026-06-01T09:00:00Z") + SignedDuration::from_mins(passed)
    }

    fn report(&self, says: &str) {
        panic!("the server says: {says}");
    }

    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        chance(bytes);
        Ok(())
    }
}

/// The route of an address.
pub fn route(method: Method, path: &str) -> &'static Route {
    let found = ROUTES
        .iter()
        .find(|route| route.method == method && route.path == path);
    found.unwrap()
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// The application, and what there is to ask it for.
pub struct Server {
    folder: tempfile::TempDir,
    scratch: Arc<Scratch>,
    app: Arc<App>,
    router: Router,
    machine: Arc<Still>,
    runtime: tokio::runtime::Runtime,
    office: Office,
    sessions: BTreeMap<Role, String>,
    /// A real value for each name of a part of an address.
    parts: BTreeMap<&'static str, String>,
    /// A notice: its placement and its day.
    notice: (String, String),
}

impl Server {
    /// A county of sixty placements as on 1 June 2026, with a paid run and a user for each role.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Arc::new(Scratch::new());
        furnish(&mut open(&scratch)().unwrap(), folder.path());
        let machine = Arc::new(Still::default());
        let (app, mut office) = node(&scratch, &machine);
        Self {
            parts: parts(&mut office),
            notice: notice(&mut office),
            folder,
            scratch,
            router: router(&app),
            machine,
            app,
            runtime: runtime(),
            office,
            sessions: BTreeMap::new(),
        }
    }

    /// The cookie of somebody with a role, signed in anew where an earlier answer may have ended
    /// their session.
    pub fn cookie(&mut self, role: Role) -> String {
        let office = &mut self.office;
        let token = self.sessions.entry(role).or_insert_with(|| {
            let mut chance = |bytes: &mut [u8]| {
                chance(bytes);
                Ok(())
            };
            let now = self.machine.now();
            let begun = office.begin_session(role.code(), "password", now, &mut chance);
            begun.unwrap().token
        });
        format!("{}={token}", cookie_name(&self.app))
    }

    /// The application, to be served over a network.
    pub fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    /// The cookie of a user, signed in anew.
    pub fn cookie_of(&mut self, user: &str) -> String {
        let mut chance = |bytes: &mut [u8]| {
            chance(bytes);
            Ok(())
        };
        let begun = self
            .office
            .begin_session(user, "password", self.machine.now(), &mut chance);
        format!("{}={}", cookie_name(&self.app), begun.unwrap().token)
    }

    /// Every fact of a kind.
    pub fn facts<F: Fact>(&mut self) -> Vec<F> {
        all(&mut self.office)
    }

    /// Does the jobs that were asked for.
    pub fn work(&self) {
        self.app.worker().run_waiting().unwrap();
    }

    /// Another node on the same database, with nothing in its memory.
    pub fn other_node(&self) -> Self {
        let (app, office) = node(&self.scratch, &self.machine);
        Self {
            parts: self.parts.clone(),
            notice: self.notice.clone(),
            folder: tempfile::tempdir().unwrap(),
            scratch: Arc::clone(&self.scratch),
            router: router(&app),
            machine: Arc::clone(&self.machine),
            app,
            runtime: runtime(),
            office,
            sessions: BTreeMap::new(),
        }
    }

    /// Lets a session go on without being used again.
    pub fn forget(&mut self, role: Role) {
        self.sessions.remove(&role);
    }

    /// Gives a user a password.
    pub fn give_password(&mut self, user: &str, password: &str) {
        let operator = Actor::operator("operator", at("2026-05-02T09:00:00Z"));
        let password = Password::new(password).unwrap();
        let mut chance = |bytes: &mut [u8]| {
            chance(bytes);
            Ok(())
        };
        self.office
            .set_password(user, &password, operator, &mut chance)
            .unwrap();
    }

    /// Proposes a run up to a day, and gives its reference.
    pub fn propose(&mut self, until: &str) -> String {
        let officer = Actor::operator("officer", at("2026-05-28T09:00:00Z"));
        let until = until.parse().unwrap();
        let proposed = self
            .office
            .propose_pay_run(until, officer, &mut |_| {})
            .unwrap();
        proposed.run.unwrap().to_string()
    }

    /// Proposes an uplift of legacy placements from a day, as a user, and gives its reference.
    pub fn propose_uplift(&mut self, from: Date, by: &str) -> String {
        propose_uplift(&mut self.office, from, by)
    }

    /// Asks for an address, as somebody with a role or as nobody, with further headers.
    pub fn ask(
        &mut self,
        route: &Route,
        address: &str,
        role: Option<Role>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let form = "application/x-www-form-urlencoded";
        self.answer(route, address, (role, headers), (form, "reason="))
    }

    /// Sends a body of a kind to an address, and the session goes on.
    pub fn send_as(
        &mut self,
        route: &Route,
        address: &str,
        role: Option<Role>,
        sent: (&str, &str),
    ) -> Answer {
        let kept = role.map(|role| (role, self.cookie(role)));
        let answer = self.answer(route, address, (role, &[]), sent);
        if let Some((role, cookie)) = kept {
            let token = cookie.split_once('=').unwrap().1.to_owned();
            self.sessions.insert(role, token);
        }
        answer
    }

    /// The number of the last audit entry.
    pub fn seq(&mut self) -> i64 {
        self.office.known_seq(None).unwrap()
    }

    /// Sends a form to an address, as somebody with a role.
    pub fn send(&mut self, route: &Route, address: &str, role: Option<Role>, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.answer(route, address, (role, &[]), (kind, form))
    }

    fn answer(
        &mut self,
        route: &Route,
        address: &str,
        (role, headers): (Option<Role>, &[(&str, &str)]),
        (kind, sent): (&str, &str),
    ) -> Answer {
        let method = match route.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let mut request = Request::builder().method(method).uri(address);
        if let Some(role) = role {
            request = request.header(header::COOKIE, self.cookie(role));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(sent.to_owned()))
            .unwrap();
        if route.method == Method::Post
            && let Some(role) = role
        {
            self.sessions.remove(&role);
        }
        let router = self.router.clone();
        self.runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: head.status,
                headers: head.headers,
                body: String::from_utf8_lossy(&body).into_owned(),
            }
        })
    }

    /// The same, and the session goes on.
    pub fn send_on(&mut self, route: &Route, address: &str, role: Role, form: &str) -> Answer {
        let kept = self.cookie(role);
        let answer = self.send(route, address, Some(role), form);
        let token = kept.split_once('=').unwrap().1.to_owned();
        self.sessions.insert(role, token);
        answer
    }

    /// Lets so many minutes pass; sessions begin anew.
    pub fn later(&mut self, minutes: i64) {
        self.machine.0.fetch_add(minutes, Ordering::Relaxed);
        self.sessions.clear();
    }

    /// Who looked at whom, as far as a filter leaves it.
    pub fn reads(&mut self, filter: &ReadFilter<'_>) -> Vec<Read> {
        self.app.write_reads().unwrap();
        self.office.reads(filter, 100).unwrap()
    }

    /// The references of all placements.
    pub fn placements(&mut self) -> Vec<String> {
        let all: Vec<Placement> = all(&mut self.office);
        all.iter()
            .map(|each| each.placement_id.to_string())
            .collect()
    }

    /// The page of a placement with one-to-one hours, and why they are needed.
    pub fn one_to_one(&mut self) -> (String, String) {
        let hours: Vec<OneToOne> = all(&mut self.office);
        let hours = hours.first().unwrap();
        let page = format!("/placements/{}", hours.placement_id);
        (page, hours.reason.to_string())
    }

    /// The page of a rate that an assessment gives, and the assessment's reference.
    pub fn assessed(&mut self) -> (String, String) {
        let all: Vec<Assessment> = all(&mut self.office);
        let assessment = all.first().unwrap();
        let (id, day) = (&assessment.placement_id, assessment.valid_from);
        let page = format!("/placements/{id}/rate/{day}");
        (page, assessment.reference.to_string())
    }

    /// Has the provider's user act for a home, or no longer.
    pub fn act_for(&mut self, home: &str, state: MemberState) {
        let member = HomeMember {
            user_id: "provider".parse().unwrap(),
            home_id: home.parse().unwrap(),
            standing: Standing::Member,
            state,
        };
        let request = Head {
            authority: AUTHORITY,
            actor: "operator",
            command: "member",
            subject: home,
            at: at("2026-05-02T09:00:00Z"),
            form_key: None,
        };
        let store = self.office.store();
        let done: Result<(), StoreError> =
            store.command(request, |command| command.append(&member));
        done.unwrap();
    }

    /// The home and the placement whose pages are asked for, and a placement in another home.
    pub fn own_and_other(&mut self) -> (String, String, String) {
        let (home, own) = (self.parts["home"].clone(), self.parts["placement"].clone());
        let all: Vec<Placement> = all(&mut self.office);
        let mut others = all.iter().filter(|each| each.home_id.as_str() != home);
        let other = others.next().unwrap();
        (home, own, other.placement_id.to_string())
    }

    /// Another home than one.
    pub fn other_home(&mut self, than: &str) -> String {
        let all: Vec<oast_rules::facts::Home> = all(&mut self.office);
        let mut others = all.iter().filter(|home| home.home_id.as_str() != than);
        others.next().unwrap().home_id.to_string()
    }

    /// Proposes a run up to a day as a user, and gives its reference.
    pub fn propose_as(&mut self, user: &str, until: &str) -> String {
        let officer = Actor::operator(user, at("2026-05-28T09:00:00Z"));
        let until = until.parse().unwrap();
        let proposed = self.office.propose_pay_run(until, officer, &mut |_| {});
        proposed.unwrap().run.unwrap().to_string()
    }

    /// The names of the parts of a route's address.
    pub fn names(route: &Route) -> Vec<&'static str> {
        let parts = route.path.split('/');
        parts
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect()
    }

    /// A route's address with real values, but for the named part where another is given.
    pub fn address(&self, route: &Route, other: Option<(&str, &str)>) -> String {
        let mut address = route.path.to_owned();
        for name in Self::names(route) {
            let value = match other {
                Some((instead, value)) if instead == name => value.to_owned(),
                _ => self.value(route.path, name),
            };
            address = address.replace(&format!("{{{name}}}"), &value);
        }
        address
    }

    fn value(&self, path: &str, name: &str) -> String {
        let (placement, day) = &self.notice;
        match name {
            "placement" if path.contains("/notices/") => return placement.clone(),
            "day" if path.contains("/notices/") => return day.clone(),
            "page" if path.starts_with("/design/") => return "SignIn".to_owned(),
            "act" if path.contains("/uplifts/") => return "approve".to_owned(),
            _ => {}
        }
        let value = self.parts.get(name);
        value
            .unwrap_or_else(|| {
                panic!("{path}: say in `parts()` what a real value of {{{name}}} is")
            })
            .clone()
    }
}

/// Opens the county.
fn open(scratch: &Scratch) -> impl Fn() -> Result<Office, OfficeError> + Send + Sync + use<> {
    let address = scratch.address.clone();
    let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
    move || {
        let store = Store::open(&address)
            .and_then(|store| store.with_keyring(Keyring::example()))
            .map_err(OfficeError::from)?;
        Ok(Office::new(store, Arc::clone(&terms), AUTHORITY))
    }
}

/// A node on the county, and a connection beside it.
fn node(scratch: &Scratch, machine: &Arc<Still>) -> (Arc<App>, Office) {
    let app = App::new(Settings {
        demo: None,
        open: Box::new(open(scratch)),
        terms: Arc::new(Terms::bundled(AUTHORITY).unwrap()),
        machine: Arc::clone(machine) as Arc<dyn Machine>,
        brand: Brand {
            council: "Kent County Council".to_owned(),
            colour: None,
        },
        secure: false,
        sign_on: SignOn::local("http://localhost").unwrap(),
    });
    (app.unwrap(), open(scratch)().unwrap())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
