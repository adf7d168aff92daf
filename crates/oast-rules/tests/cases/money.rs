//! Cases about money: what is due, pay runs and the means test.

use oast_rules::facts::{Block, Element, Posting, Side};
use oast_rules::money::means_test::{
    HomeCounts, InFull, Means, OwnHome, SavingsCredit, means_test as test_means,
};
use oast_rules::money::pay_run::{self, Act, Posted, State, next_state};
use oast_rules::money::{self, Sheet};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_terms::{NursingInPrice, Recorder, Silent, Terms, Trace};
use oast_units::{Date, Pence, Period, WeeklyRate};

use crate::answer::Answer;
use crate::case::Case;
use crate::facts;
use crate::fields::Fields;

/// What owes money: a placement or a block contract.
enum Owing {
    Placement(Box<CaseFile>, PriceBook),
    Block(Block),
}

impl Owing {
    fn read(given: &mut Fields) -> Result<Self, String> {
        if let Some(block) = given.table("block")? {
            return facts::fact(block).map(Self::Block);
        }
        let file = facts::case_file(given)?;
        Ok(Self::Placement(Box::new(file), facts::price_book(given)?))
    }

    fn sheet(&self, terms: &Terms, span: Period, trace: &mut impl Trace) -> Result<Sheet, String> {
        let calendar = money::pay_calendar(terms, span.from()).map_err(|why| why.to_string())?;
        let mut sheet = Sheet::new(calendar, span);
        match self {
            Self::Placement(file, book) => {
                money::due(file, book, terms, &mut sheet, trace).map_err(|why| why.to_string())?;
            }
            Self::Block(block) => money::block_due(block, &mut sheet, trace),
        }
        Ok(sheet)
    }

    fn nursing(&self, terms: &Terms) -> NursingInPrice {
        match self {
            Self::Placement(file, _) => money::nursing_in_price(file, terms),
            Self::Block(_) => NursingInPrice::Net,
        }
    }
}

pub(crate) fn due(case: &mut Case) -> Result<Answer, String> {
    let owing = Owing::read(&mut case.given)?;
    let span = case.when.days()?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match owing.sheet(&case.terms, span, &mut trace) {
        Err(error) => answer.insist("error", error),
        Ok(sheet) => {
            let silent = owing.sheet(&case.terms, span, &mut Silent)?;
            if !silent.lines().eq(sheet.lines()) {
                return Err("another sum is due when nothing is taken down".into());
            }
            sums(&sheet, owing.nursing(&case.terms), &mut answer);
            answer.unless_expected(&case.expect, "due");
        }
    }
    answer.trace(&trace);
    Ok(answer)
}

/// The sums of each element, which a case names unless it names every line.
fn sums(sheet: &Sheet, nursing: NursingInPrice, answer: &mut Answer) {
    let total = |element: Element| {
        let lines = sheet.lines().filter(|line| line.flow.element() == element);
        lines.map(|line| line.amount).sum::<Pence>()
    };
    for element in Element::ALL {
        answer.amount(element.code(), total(*element));
    }
    let side = |side| {
        let lines = sheet.lines();
        lines
            .map(|line| line.flow.on_side(side, line.amount, nursing))
            .sum::<Pence>()
    };
    answer.say("net_to_home", side(Side::Home));
    answer.say("billed", side(Side::Bill));
    let lines = sheet.lines().flat_map(|line| {
        line.flow.rows().iter().map(move |row| {
            format!(
                "{} to {} {}, {} to {}: {}",
                line.period.from(),
                line.period.to(),
                line.flow.element(),
                row.payer,
                row.payee,
                line.amount
            )
        })
    });
    answer.list("due", lines.collect());
}

pub(crate) fn lines(case: &mut Case) -> Result<Answer, String> {
    let owing = Owing::read(&mut case.given)?;
    let postings: Vec<Posting> = facts::facts(&mut case.given, "postings")?;
    let span = case.when.days()?;
    let sheet = owing.sheet(&case.terms, span, &mut Silent)?;
    let nursing = owing.nursing(&case.terms);
    let mut posted: Vec<Posted> = postings
        .iter()
        .map(|posting| Posted {
            element: posting.element,
            side: posting.side.unwrap_or(Side::Home),
            period_from: posting.period_from,
            amount: posting.amount,
        })
        .collect();
    let run = |posted: &[Posted]| pay_run::lines(sheet.lines(), posted, nursing, sheet.periods());
    let first = run(&posted);
    posted.extend(first.iter().map(|line| Posted {
        element: line.element,
        side: line.side,
        period_from: line.period.from(),
        amount: line.amount,
    }));
    if !run(&posted).is_empty() {
        return Err("the same run proposes something the second time".into());
    }
    let mut answer = Answer::default();
    let shown = first.iter().map(|line| {
        format!(
            "{} to {} {} {}: {}",
            line.period.from(),
            line.period.to(),
            line.element,
            line.side,
            line.amount
        )
    });
    answer.insist_list("lines", shown.collect());
    let home = first.iter().filter(|line| line.side == Side::Home);
    answer.say("net_to_home", home.map(|line| line.amount).sum::<Pence>());
    Ok(answer)
}

pub(crate) fn state(case: &mut Case) -> Result<Answer, String> {
    let mut word = |key: &str| {
        case.given
            .words(key)?
            .ok_or_else(|| format!("given: '{key}' is missing"))
    };
    let state = word("state")?;
    let state = State::of(&state).ok_or_else(|| format!("there is no state '{state}'"))?;
    let act = match word("act")?.as_str() {
        "check" => Act::Check,
        "approve" => Act::Approve,
        "reject" => Act::Reject,
        "pay" => Act::Pay,
        other => return Err(format!("there is no act '{other}'")),
    };
    let (proposer, actor) = (word("proposer")?, word("actor")?);
    let reason = case.given.words("reason")?;
    let mut answer = Answer::default();
    match next_state(state, act, &proposer, &actor, reason.as_deref()) {
        Ok(next) => answer.insist("state", next.code()),
        Err(refusal) => answer.insist("error", refusal),
    }
    Ok(answer)
}

pub(crate) fn settle(case: &mut Case) -> Result<Answer, String> {
    let mut amount = |key: &str| case.given.required::<Pence>(key);
    let found = pay_run::settle(amount("net")?, amount("debt")?, amount("instalment")?);
    let mut answer = Answer::default();
    answer.amount("paid", found.paid);
    answer.amount("recovered", found.recovered);
    answer.amount("carried", found.carried);
    answer.amount("debt_after", found.debt_after);
    answer.unless_expected(&case.expect, "carried");
    Ok(answer)
}

pub(crate) fn means_test(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let fee: WeeklyRate = case.given.required("fee")?;
    let means = means(&mut case.given)?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match test_means(&means, fee, day, &case.terms.england.charging, &mut trace) {
        Ok(found) => {
            answer.insist("contribution", found.contribution);
            answer.say("capital", found.capital);
            answer.say("tariff_income", found.tariff_income);
            let in_full = match found.in_full {
                Some(InFull::Capital) => "capital",
                Some(InFull::Income) => "income",
                None => "no",
            };
            answer.say("in_full", in_full);
        }
        Err(missing) => answer.insist("error", missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

fn means(given: &mut Fields) -> Result<Means, String> {
    let rate = |given: &mut Fields, key| {
        Ok::<WeeklyRate, String>(given.optional(key)?.unwrap_or_default())
    };
    let home = match given.table("home")? {
        None => None,
        Some(mut home) => {
            let counts = match home.optional("permanent_from")? {
                None => HomeCounts::Never,
                Some(permanent_from) => HomeCounts::AfterTwelveWeeks {
                    permanent_from,
                    used_days: home
                        .optional::<u32>("used_days")?
                        .unwrap_or_default()
                        .cast_signed(),
                },
            };
            let own = OwnHome {
                value: home.required("value")?,
                charges: home.optional("charges")?.unwrap_or_default(),
                counts,
            };
            home.done()?;
            Some(own)
        }
    };
    let savings_credit = match (
        given.optional("savings_credit")?,
        given.flag("income_above_guarantee")?,
    ) {
        (Some(weekly), false) => SavingsCredit::Received(weekly),
        (None, true) => SavingsCredit::IncomeTooHigh,
        (None, false) => SavingsCredit::None,
        (Some(_), true) => return Err("savings credit is either received or not".into()),
    };
    Ok(Means {
        savings: given.optional("savings")?.unwrap_or_default(),
        home,
        income: given.required("income")?,
        pension_shared: rate(given, "pension_shared")?,
        disregarded: rate(given, "disregarded")?,
        savings_credit,
        partner: given.flag("partner")?,
    })
}
