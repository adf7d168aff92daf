//! The desk at which one request is answered: who asks, what for, and the county as it was known.

mod asking;
pub(crate) mod effects;
mod limited;
mod opening;
pub(crate) mod runs;

use std::cell::OnceCell;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use oast_exchange::table::Format;
use oast_exchange::upload::Sent;
use oast_office::access::{
    Action, Asked, Decision, LeaveRow, Principal, Resource, Rights, UserView, decide,
};
use oast_office::jobs::{JobState, JobView, Work};
use oast_office::picture::Picture;
use oast_office::{Actor, Office, OfficeError};
use oast_terms::Terms;
use oast_units::Date;

use crate::answer::{self, Fault};
use crate::app::{App, Lent};
use crate::form::Form;
use crate::frame;
use crate::link::{self, To};
use crate::list::{self, List, ROWS_PER_FILE_MAX, Table};
use crate::page::{self, Page};
use crate::said::said;
use crate::words;

use asking::known_on;
pub use asking::{Asking, Known, Sending};

/// One request being answered.
pub struct Desk {
    app: Arc<App>,
    lent: Lent,
    asking: Asking,
    who: Option<UserView>,
    /// Whether they signed in so lately that they need not show again who they are.
    fresh: bool,
    how: Option<String>,
    /// Who they are to the policies.
    principal: Option<Principal>,
    /// The records that they may open in an emergency, now.
    leaves: Vec<LeaveRow>,
    now: Timestamp,
    today: Date,
    known: Known,
    picture: OnceCell<Arc<Picture>>,
    done: Option<String>,
    /// What is wrong with the address, to be told on a page.
    misread: Option<String>,
}

impl Desk {
    pub(crate) fn new(app: Arc<App>, asking: Asking) -> Result<Self, Fault> {
        let mut lent = app.lend()?;
        let now = app.machine.now();
        let today = words::uk_date(now);
        let session = match &asking.token {
            Some(token) => lent.office()?.session(token, now)?,
            None => None,
        };
        let fresh = session
            .as_ref()
            .is_some_and(|session| session.is_fresh(now));
        let how = session.as_ref().map(|session| session.how.clone());
        let who = session.map(|session| session.user);
        let (mut principal, mut leaves) = (None, Vec::new());
        if let Some(user) = &who {
            principal = Some(lent.office()?.principal(user)?);
            if user.rights.may(Action::BreakGlass) {
                leaves = lent.office()?.leaves_of(&user.user_id, now)?;
            }
        }
        let find = |name: &str| {
            let pair = asking.query.iter().find(|(each, _)| each == name)?;
            Some(pair.1.as_str()).filter(|value| !value.is_empty())
        };
        let (known, misread) = match find("known").map(|text| known_on(text, today)) {
            Some(Ok(known)) => (known, None),
            Some(Err(says)) => (Known::Now, Some(says)),
            None => (Known::Now, None),
        };
        let done = match find("done").and_then(|seq| seq.parse::<i64>().ok()) {
            Some(seq) if who.is_some() => done_at(lent.office()?, seq, who.as_ref())?,
            _ => None,
        };
        Ok(Self {
            app,
            lent,
            asking,
            who,
            fresh,
            how,
            principal,
            leaves,
            now,
            today,
            known,
            picture: OnceCell::new(),
            done,
            misread,
        })
    }

    /// What every request shares.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The office, to ask and to command.
    pub fn office(&mut self) -> Result<&mut Office, Fault> {
        Ok(self.lent.office()?)
    }

    /// The terms that the county runs under.
    pub fn terms(&self) -> Arc<Terms> {
        Arc::clone(&self.app.terms)
    }

    /// The time by the clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Today, in the United Kingdom.
    pub fn today(&self) -> Date {
        self.today
    }

    /// What the request is called in the log.
    pub(crate) fn reference(&self) -> &str {
        &self.asking.reference
    }

    /// As of when facts are shown.
    pub fn known(&self) -> Known {
        self.known
    }

    /// The instant up to which facts count, when that is not now.
    pub fn known_at(&self) -> Option<Timestamp> {
        match self.known {
            Known::Now => None,
            Known::On(day) => words::end_of_day(day),
        }
    }

    /// The day that pages look at: today, or the day as known on.
    pub fn day(&self) -> Date {
        match self.known {
            Known::Now => self.today,
            Known::On(day) => day,
        }
    }

    /// The county as it was known.
    pub fn picture(&mut self) -> Result<Arc<Picture>, Fault> {
        if let Some(picture) = self.picture.get() {
            return Ok(Arc::clone(picture));
        }
        let (known_at, day) = (self.known_at(), self.day());
        let office = self.lent.office()?;
        let picture = match known_at {
            None => {
                let done = self.asking.query.iter().find(|(name, _)| name == "done");
                let done = done.and_then(|(_, seq)| seq.parse().ok());
                self.app.picture(office, day, done)?
            }
            Some(at) => {
                let seq = office.known_seq(Some(at))?;
                self.app.past_picture(office, seq, day)?
            }
        };
        Ok(Arc::clone(self.picture.get_or_init(|| picture)))
    }

    /// Who is signed in.
    pub fn who(&self) -> Option<&UserView> {
        self.who.as_ref()
    }

    /// Whether they signed in so lately that they need not show again who they are.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// How they showed who they are.
    pub fn how(&self) -> Option<&str> {
        self.how.as_deref()
    }

    /// The kind of browser that asks, in words.
    pub fn browser(&self) -> String {
        crate::sign_on::browser_words(&self.asking.agent)
    }

    /// The key of a sign-in that was begun at the council's, from its cookie.
    pub fn begun(&self) -> Option<&str> {
        self.asking.begun.as_deref()
    }

    /// Whether they may do something.
    pub fn may(&self, action: Action) -> bool {
        self.who
            .as_ref()
            .is_some_and(|user| user.rights.may(action))
    }

    /// Who is signed in, as the policies know them.
    pub fn principal(&self) -> Option<&Principal> {
        self.principal.as_ref()
    }

    /// Why they may not do something at all, as sentences.
    pub fn why_not(&self, action: Action) -> String {
        self.decide(action, Resource::Book, &Asked::default())
            .map_or_else(String::new, |decision| decision.says())
    }

    /// What the policies say about doing something to one thing; none without a session.
    pub fn decide(&self, action: Action, of: Resource<'_>, asked: &Asked<'_>) -> Option<Decision> {
        let who = self.principal.as_ref()?;
        // All that a desk shows is of the authority that its user is of.
        Some(decide(who, action, (&who.authority, of), asked))
    }

    /// Refuses, with what the policies say, what they do not let somebody do to one thing.
    ///
    /// # Errors
    /// When they do not.
    pub fn must(&self, action: Action, of: Resource<'_>, asked: &Asked<'_>) -> Result<(), Fault> {
        match self.decide(action, of, asked) {
            Some(decision) if decision.allowed => Ok(()),
            Some(decision) => Err(Fault::Denied(decision.says())),
            None => Err(Fault::Forbidden),
        }
    }

    /// The homes that the person who is signed in belongs to, as a provider.
    pub fn homes(&self) -> &[String] {
        self.principal.as_ref().map_or(&[], |who| &who.homes)
    }

    /// Carries out a command as the person who is signed in, once for each form.
    pub fn command<T>(
        &mut self,
        work: impl FnOnce(&mut Office, Actor<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let (name, rights) = match &self.who {
            Some(user) => (user.user_id.as_str(), user.rights),
            None => ("nobody", Rights::default()),
        };
        let key = self.asking.form.iter().find(|(name, _)| name == "form_key");
        let actor = Actor {
            name,
            at: self.now,
            rights,
            form_key: key
                .map(|(_, key)| key.as_str())
                .filter(|key| !key.is_empty()),
            principal: self.principal.as_ref(),
        };
        work(self.lent.office()?, actor)
    }

    /// Asks for a job as the person who is signed in, once for each form, and gives its reference.
    pub fn ask_job(&mut self, work: &Work) -> Result<String, Fault> {
        let roles = self.who.as_ref().ok_or(Fault::Forbidden)?.roles.clone();
        let id = self.command(|office, actor| office.ask_job(work, actor, &roles))?;
        self.app.worker.bell().ring();
        Ok(id)
    }

    /// A job by its reference, whichever node does it.
    pub fn job(&mut self, id: &str) -> Result<Option<JobView>, Fault> {
        let mut job = self.lent.office()?.job(id)?;
        let here = self.app.worker.so_far(id).filter(|lines| *lines > 0);
        if let Some(JobState::Working { so_far }) = job.as_mut().map(|job| &mut job.state) {
            *so_far = here.or(*so_far);
        }
        Ok(job)
    }

    /// The path that was asked for, as it was sent.
    pub fn path(&self) -> &str {
        &self.asking.path
    }

    /// A part of the path, by the name that the route gives it.
    pub fn part(&self, name: &str) -> &str {
        let found = self.asking.parts.iter().find(|(each, _)| each == name);
        found.map_or("", |(_, value)| value)
    }

    /// A value of the query; none when it is not there or empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        let pair = self.asking.query.iter().find(|(each, _)| each == name)?;
        Some(pair.1.trim()).filter(|value| !value.is_empty())
    }

    /// The whole query.
    pub fn queries(&self) -> &[(String, String)] {
        &self.asking.query
    }

    /// The query read as a closed list's code; what is not in the list counts as not asked.
    pub fn query_as<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.query(name).and_then(|text| text.parse().ok())
    }

    /// What was sent with a form, with a fresh key where it had none.
    pub fn form(&self) -> Form {
        let mut form = Form::new(self.asking.form.clone());
        if form.value("form_key").is_empty() {
            form.set("form_key", &self.key());
        }
        form
    }

    /// What is wrong with the characters of the form, if anything is: what nobody can see is not
    /// taken into a record, in which somebody would read something else.
    pub fn hidden_in_form(&self) -> Option<String> {
        let unseen =
            |c: &char| oast_units::is_hidden(*c) || c.is_control() && !"\n\r\t".contains(*c);
        self.asking.form.iter().find_map(|(name, value)| {
            let found = value.chars().find(unseen)?;
            let code = u32::from(found);
            Some(format!(
                "What was typed as ‘{name}’ holds the character U+{code:04X}, which is not seen. Go back, and type it anew rather than paste it."
            ))
        })
    }

    /// The files that were sent with the form, or why they cannot be read.
    ///
    /// # Errors
    /// A sentence for whoever sent them.
    pub fn take_sent(&mut self) -> Result<Vec<Sent>, String> {
        std::mem::take(&mut self.asking.sent).0
    }

    /// Something that nobody can guess, in letters.
    pub fn key(&self) -> String {
        // Without a key the form works, and is not protected from being sent twice.
        oast_office::key(self.app.machine.as_ref()).unwrap_or_default()
    }

    /// The session's token, from the cookie.
    pub fn token(&self) -> Option<&str> {
        self.asking.token.as_deref()
    }

    /// The council's name.
    pub fn council(&self) -> &str {
        &self.app.brand.council
    }

    /// Whether the council has a colour of its own.
    pub fn has_brand(&self) -> bool {
        self.app.brand.colour.is_some()
    }

    /// What is wrong with the address, if anything is.
    pub(crate) fn misread(&self) -> Option<&str> {
        self.misread.as_deref()
    }

    /// What was done just before this page, in words.
    pub fn done(&self) -> Option<String> {
        self.done.clone()
    }

    /// Draws a page.
    pub fn page<P: Page>(&mut self, page: &P) -> Result<Response, Fault> {
        self.page_with(StatusCode::OK, page)
    }

    /// Draws a page that says that something is not as it should be.
    pub fn page_with<P: Page>(&mut self, status: StatusCode, page: &P) -> Result<Response, Fault> {
        let frame = frame::frame(self, &page.title(), P::OF_FACTS);
        let html = page::draw(&self.app.templates, &frame, page)?;
        Ok(answer::html(status, html))
    }

    /// Draws a table, or answers with its file instead when that is asked for.
    pub fn table<T>(&self, mut list: List<'_, T>) -> Result<Table, Fault> {
        let asked = list::Asked {
            path: &self.asking.path,
            query: &self.asking.query,
        };
        let wanted = self
            .query("as")
            .filter(|_| self.query("table") == Some(list.id()));
        let Some(wanted) = wanted else {
            let table = list.table(asked);
            return Ok(if self.may(Action::ExportTables) {
                table
            } else {
                table.without_files()
            });
        };
        if !self.may(Action::ExportTables) {
            return Err(Fault::Forbidden);
        }
        if list.len() > ROWS_PER_FILE_MAX {
            let most = words::count(ROWS_PER_FILE_MAX as u64);
            return Err(Fault::Refused(format!(
                "The list is longer than {most} rows, which is the most that a file holds. Narrow it with a filter."
            )));
        }
        let name = link::part(&format!("{}-{}", list.id(), self.day()));
        let table = list.file(asked);
        let mut body = Vec::new();
        let (ending, content_type) = match wanted {
            "csv" => {
                let written = table.write(Format::Csv, &mut body);
                written.map_err(|error| Fault::Broken(error.to_string()))?;
                ("csv", "text/csv; charset=utf-8")
            }
            "xlsx" => {
                let made = table.xlsx(list.caption(), self.today);
                body = made.map_err(|error| Fault::Refused(error.to_string()))?;
                (
                    "xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                )
            }
            _ => {
                return Err(Fault::Bad(
                    "A table can be had as csv or as xlsx.".to_owned(),
                ));
            }
        };
        let file = answer::file(&format!("{name}.{ending}"), content_type, body);
        Err(Fault::Instead(Box::new(file)))
    }

    /// After a command: go to a page, which says what was done.
    pub fn done_at(&mut self, to: &To<'_>) -> Result<Response, Fault> {
        let seq = self.office()?.known_seq(None)?;
        let address = link::with_query(to, [("done", seq.to_string().as_str())]);
        Ok(answer::see_other(&address))
    }
}

/// What an audit entry did, when it is the person's own.
fn done_at(office: &mut Office, seq: i64, who: Option<&UserView>) -> Result<Option<String>, Fault> {
    let entry = office.store().audit_entry(seq).map_err(OfficeError::from)?;
    Ok(entry
        .filter(|entry| who.is_some_and(|user| user.user_id.as_str() == entry.actor))
        .map(|entry| format!("You {}. It is audit entry {seq}.", said(&entry).words)))
}
