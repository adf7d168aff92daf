//! Cases about what is due, and about the lines of a pay run.

use oast_rules::facts::{Block, Element, Posting, Side};
use oast_rules::money::pay_run::{self, Posted};
use oast_rules::money::{self, Sheet};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_terms::{NursingInPrice, Recorder, Silent, Terms, Trace};
use oast_units::{Pence, Period};

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
        Err(error) => answer.insist("error", &error),
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
    answer.say("net_to_home", &side(Side::Home));
    answer.say("billed", &side(Side::Bill));
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
    answer.say("net_to_home", &home.map(|line| line.amount).sum::<Pence>());
    Ok(answer)
}
