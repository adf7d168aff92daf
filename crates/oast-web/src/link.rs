//! The addresses of pages, as values: a link cannot be misspelt.

use std::fmt;

use oast_units::Date;

/// A page to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To<'a> {
    /// What waits for the person who is signed in.
    Work,
    /// The menu, for narrow screens.
    Menu,
    /// Where to sign in.
    SignIn,
    /// Where to sign out.
    SignOut,
    /// The search over everything.
    Find,
    /// The care homes.
    Homes,
    /// The homes on a map.
    Map,
    /// One home.
    Home(&'a str),
    /// The providers.
    Providers,
    /// One provider.
    Provider(&'a str),
    /// The terms of contracts and law.
    Terms,
    /// One term, by its path.
    Term(&'a str),
    /// Confirming an assumed term.
    TermConfirm(&'a str),
    /// Uplifts.
    Uplifts,
    /// Thinking of a new uplift.
    UpliftNew,
    /// One uplift.
    Uplift(&'a str),
    /// Deciding on an uplift: `approve`, `reject` or `reverse`.
    UpliftAct(&'a str, &'a str),
    /// The placements.
    Placements,
    /// One placement.
    Placement(&'a str),
    /// Recording an event on a placement.
    Record(&'a str, &'a str),
    /// Why a placement's rate is what it is on a day.
    Rate(&'a str, Date),
    /// Why an element of a placement came to what it did in a pay period that begins on a day.
    Line(&'a str, &'a str, Date),
    /// The notices, and which count together.
    Notices,
    /// Letting one notice keep the single period: the placement, and the notice's day.
    NoticeOverride(&'a str, Date),
    /// People who pay for themselves.
    SelfFunders,
    /// Importing a data pack.
    Import,
    /// The pay runs.
    PayRuns,
    /// Proposing a pay run.
    PayRunNew,
    /// One pay run.
    PayRun(&'a str),
    /// What is held out of pay runs, and instalments.
    Holds,
    /// What moved since the run before, of one kind.
    PayRunMoved(&'a str, &'a str),
    /// The lines of a pay run.
    PayRunLines(&'a str),
    /// Something done to a pay run: `check`, `approve`, `reject` or `pay`.
    PayRunAct(&'a str, &'a str),
    /// What a run pays a home.
    Remittance(&'a str, &'a str),
    /// A job that is under way.
    Job(&'a str),
    /// What was spent.
    Spend,
    /// What the years ahead may cost.
    Forecast,
    /// The committee’s pack of a forecast.
    ForecastPack,
    /// How many people will need a place, against beds.
    Demand,
    /// What care costs in each district.
    DistrictCosts,
    /// One scenario against another.
    Options,
    /// The scenarios that were saved.
    Scenarios,
    /// One of them.
    Scenario(&'a str),
    /// The forecasts that were kept, and how they did.
    KeptForecasts,
    /// One of them.
    KeptForecast(&'a str),
    /// What the published business case says.
    BusinessCase,
    /// The budget of a year.
    Budget,
    /// What is behind a step from one month to the next.
    BudgetMoved,
    /// What authorities that follow the council would have.
    Reorganisation,
    /// The benefits that are tracked.
    Benefits,
    /// Recording a benefit that nobody has recorded yet.
    BenefitNew,
    /// One benefit.
    Benefit(&'a str),
    /// The design of price bands.
    DesignBands,
    /// What care should cost, line by line.
    FairFee,
    /// The placements behind a figure of spending.
    SpendPlacements,
    /// The record of who did what.
    Audit,
    /// One entry of it.
    AuditEntry(i64),
    /// Who looked at whom.
    Reads,
    /// Who opened a record in an emergency.
    Leaves,
    /// Who need not be kept any longer, and their erasure.
    Retention,
    /// The legal holds.
    LegalHolds,
    /// Everything that is held on a person.
    SubjectAccess,
    /// Opening a record in an emergency.
    BreakGlass,
    /// What records are opened for in a session.
    Purpose,
    /// A provider's own homes.
    OwnHomes,
    /// One of them.
    OwnHome(&'a str),
    /// The proof of an entry, as a file.
    AuditProof(i64),
    /// The signed checkpoints.
    Checkpoints,
    /// Verifying it.
    AuditVerify,
    /// The users.
    Users,
    /// One user.
    User(&'a str),
    /// Something done to a user, as the routes call it: `roles`, `password`, `sign-out`.
    UserAct(&'a str, &'a str),
    /// The teams.
    Teams,
    /// One team.
    Team(&'a str),
    /// One's own account.
    Account,
    /// Changing one's own password.
    AccountPassword,
    /// Ending every session of one's own.
    AccountSignOut,
    /// How one signs in.
    Ways,
    /// The homes that one acts for, and asking for more.
    Memberships,
    /// Who acts for a home.
    Members(&'a str),
    /// Every invitation.
    Invitations,
    /// Taking up an invitation, with what its link holds.
    Join(&'a str),
    /// Help.
    Help,
    /// One page of help.
    HelpOn(&'a str),
    /// Every component in its states.
    Design,
    /// Every page, to choose from.
    DesignPages,
    /// A sample of a page: the page's type, and the sample's number from nought.
    DesignPage(&'a str, usize),
}

impl fmt::Display for To<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Work => f.write_str("/"),
            Self::Menu => f.write_str("/menu"),
            Self::SignIn => f.write_str("/sign-in"),
            Self::SignOut => f.write_str("/sign-out"),
            Self::Find => f.write_str("/find"),
            Self::Homes => f.write_str("/homes"),
            Self::Map => f.write_str("/map"),
            Self::Home(id) => write!(f, "/homes/{}", part(id)),
            Self::Providers => f.write_str("/providers"),
            Self::Provider(id) => write!(f, "/providers/{}", part(id)),
            Self::Terms => f.write_str("/terms"),
            Self::Term(path) => write!(f, "/terms/{}", part(path)),
            Self::TermConfirm(path) => write!(f, "/terms/{}/confirm", part(path)),
            Self::Uplifts => f.write_str("/uplifts"),
            Self::UpliftNew => f.write_str("/uplifts/new"),
            Self::Uplift(id) => write!(f, "/uplifts/{}", part(id)),
            Self::UpliftAct(id, act) => write!(f, "/uplifts/{}/{act}", part(id)),
            Self::Placements => f.write_str("/placements"),
            Self::Placement(id) => write!(f, "/placements/{}", part(id)),
            Self::Record(id, event) => write!(f, "/placements/{}/record/{event}", part(id)),
            Self::Rate(id, day) => write!(f, "/placements/{}/rate/{day}", part(id)),
            Self::Line(id, flow, from) => {
                write!(f, "/placements/{}/due/{flow}/{from}", part(id))
            }
            Self::Notices => f.write_str("/notices"),
            Self::NoticeOverride(id, day) => {
                write!(f, "/placements/{}/notices/{day}/keep-single", part(id))
            }
            Self::SelfFunders => f.write_str("/self-funders"),
            Self::Import => f.write_str("/import"),
            Self::PayRuns => f.write_str("/pay-runs"),
            Self::PayRunNew => f.write_str("/pay-runs/new"),
            Self::PayRun(id) => write!(f, "/pay-runs/{}", part(id)),
            Self::Holds => f.write_str("/pay-runs/holds"),
            Self::PayRunMoved(id, kind) => write!(f, "/pay-runs/{}/movement/{kind}", part(id)),
            Self::PayRunLines(id) => write!(f, "/pay-runs/{}/lines", part(id)),
            Self::PayRunAct(id, act) => write!(f, "/pay-runs/{}/{act}", part(id)),
            Self::Remittance(id, home) => {
                write!(f, "/pay-runs/{}/homes/{}", part(id), part(home))
            }
            Self::Job(id) => write!(f, "/jobs/{}", part(id)),
            Self::Spend => f.write_str("/spend"),
            Self::Forecast => f.write_str("/forecast"),
            Self::ForecastPack => f.write_str("/forecast/pack"),
            Self::Demand => f.write_str("/forecast/demand"),
            Self::DistrictCosts => f.write_str("/forecast/districts"),
            Self::Options => f.write_str("/forecast/options"),
            Self::Scenarios => f.write_str("/forecast/scenarios"),
            Self::Scenario(id) => write!(f, "/forecast/scenarios/{}", part(id)),
            Self::KeptForecasts => f.write_str("/forecast/kept"),
            Self::KeptForecast(id) => write!(f, "/forecast/kept/{}", part(id)),
            Self::BusinessCase => f.write_str("/forecast/published"),
            Self::Budget => f.write_str("/budget"),
            Self::BudgetMoved => f.write_str("/budget/moved"),
            Self::Reorganisation => f.write_str("/budget/reorganisation"),
            Self::Benefits => f.write_str("/budget/benefits"),
            Self::BenefitNew => f.write_str("/budget/benefits/new"),
            Self::Benefit(id) => write!(f, "/budget/benefits/{}", part(id)),
            Self::DesignBands => f.write_str("/forecast/bands"),
            Self::FairFee => f.write_str("/forecast/fair-fee"),
            Self::SpendPlacements => f.write_str("/spend/placements"),
            Self::Audit => f.write_str("/audit"),
            Self::AuditEntry(seq) => write!(f, "/audit/{seq}"),
            Self::Reads => f.write_str("/audit/reads"),
            Self::Leaves => f.write_str("/audit/break-glass"),
            Self::Retention => f.write_str("/retention"),
            Self::LegalHolds => f.write_str("/retention/holds"),
            Self::SubjectAccess => f.write_str("/subject-access"),
            Self::BreakGlass => f.write_str("/break-glass"),
            Self::Purpose => f.write_str("/purpose"),
            Self::OwnHomes => f.write_str("/your-homes"),
            Self::OwnHome(id) => write!(f, "/your-homes/{}", part(id)),
            Self::AuditProof(seq) => write!(f, "/audit/{seq}/proof"),
            Self::Checkpoints => f.write_str("/audit/checkpoints"),
            Self::AuditVerify => f.write_str("/audit/verify"),
            Self::Users => f.write_str("/users"),
            Self::User(id) => write!(f, "/users/{}", part(id)),
            Self::UserAct(id, act) => write!(f, "/users/{}/{act}", part(id)),
            Self::Teams => f.write_str("/teams"),
            Self::Team(id) => write!(f, "/teams/{}", part(id)),
            Self::Account => f.write_str("/account"),
            Self::AccountPassword => f.write_str("/account/password"),
            Self::AccountSignOut => f.write_str("/account/sign-out-everywhere"),
            Self::Ways => f.write_str("/account/ways"),
            Self::Memberships => f.write_str("/account/homes"),
            Self::Members(home) => write!(f, "/account/homes/{}", part(home)),
            Self::Invitations => f.write_str("/invitations"),
            Self::Join(secret) => write!(f, "/join/{}", part(secret)),
            Self::Help => f.write_str("/help"),
            Self::HelpOn(page) => write!(f, "/help/{page}"),
            Self::Design => f.write_str("/design"),
            Self::DesignPages => f.write_str("/design/pages"),
            Self::DesignPage(page, number) => write!(f, "/design/pages/{}/{number}", part(page)),
        }
    }
}

/// A text as one part of an address, or as a value in a query.
pub fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                out.push(char::from(hexadecimal(byte >> 4)));
                out.push(char::from(hexadecimal(byte & 15)));
            }
        }
    }
    out
}

fn hexadecimal(digit: u8) -> u8 {
    match digit {
        0..=9 => b'0' + digit,
        _ => b'A' + digit - 10,
    }
}

/// An address with values in its query; those that are empty are left out.
pub fn with_query<'a>(
    path: impl fmt::Display,
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut out = path.to_string();
    let mut sign = if out.contains('?') { '&' } else { '?' };
    for (name, value) in values {
        if value.is_empty() {
            continue;
        }
        out.push(sign);
        out.push_str(&part(name));
        out.push('=');
        out.push_str(&part(value));
        sign = '&';
    }
    out
}

/// The values of a query or of a form, in order.
pub fn values(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

/// A part of an address as it was before [`part`].
pub fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let value = two_digits(&mut bytes);
                out.push(value.unwrap_or(b'%'));
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The byte that two hexadecimal digits give; without them nothing is taken.
fn two_digits(bytes: &mut std::str::Bytes<'_>) -> Option<u8> {
    let mut ahead = bytes.clone();
    let digit = |byte: u8| {
        let digit = char::from(byte).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    let (high, low) = (digit(ahead.next()?)?, digit(ahead.next()?)?);
    *bytes = ahead;
    Some(high * 16 + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        for text in ["", "a b", "£5 & more?", "50%", "%zz", "é/ü", "a+b=c"] {
            assert_eq!(decoded(&part(text)), text);
        }
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("a+b%2Bc"), "a b+c");
    }

    #[test]
    fn a_query_leaves_out_what_is_empty() {
        let address = with_query(To::Homes, [("town", ""), ("q", "St Mary's")]);
        assert_eq!(address, "/homes?q=St%20Mary%27s");
        assert_eq!(values("q=St%20Mary%27s&page=2").len(), 2);
    }
}
