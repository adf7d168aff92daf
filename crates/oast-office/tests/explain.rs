//! An amount is explained by the rules that made it.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_office::record::Event;
use oast_office::{LineOf, Office};
use oast_rules::facts::{Element, Posting, Side};
use oast_rules::money::Flow;
use oast_terms::Entry;
use oast_units::{Exact, Pence};
use support::{all, at, by, county, date, import, pay};

fn good() -> Office {
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/../oast-exchange/tests/good");
    import(std::path::Path::new(good))
}

#[test]
fn every_amount_that_was_paid_is_the_sum_of_its_stretches() {
    let mut office = county(40);
    for until in ["2026-04-26", "2026-05-24"] {
        pay(&mut office, until);
    }
    let postings: Vec<Posting> = all(&mut office);
    let ours = postings
        .iter()
        .filter(|posting| posting.pay_run.as_str().starts_with("PR-"));
    let (mut lines, mut kept) = (0, 0);
    for posting in ours {
        let of = LineOf::Side(posting.element, posting.side.unwrap());
        let explained = office
            .explain_line(posting.placement_id.as_str(), of, posting.period_from, None)
            .unwrap();
        let posted: Pence = explained.posted.iter().map(|part| part.amount).sum();
        assert_eq!(explained.due, posted, "{posting:?}");
        assert_eq!(explained.to_come, Pence::ZERO);
        for part in &explained.parts {
            let mut sum = Exact::ZERO;
            for stretch in &part.stretches {
                sum += stretch.exact;
            }
            assert_eq!(sum.round(part.rounding), part.amount);
        }
        for entry in &explained.trace {
            if let Entry::Fact(fact) = entry {
                let place = (fact.table, fact.key.clone());
                assert!(explained.recorded.contains_key(&place), "{fact:?}");
            }
        }
        lines += 1;
        kept += usize::from(explained.sentence().contains("kept back"));
    }
    assert!(lines > 100 && kept > 10, "{lines} lines, {kept} kept back");
}

#[test]
fn an_amount_says_how_it_came_about() {
    let mut office = good();
    for until in ["2026-04-26", "2026-05-24"] {
        pay(&mut office, until);
    }
    let fee = LineOf::Side(Element::CareFee, Side::Home);
    let explained = office
        .explain_line("PL01", fee, date("2026-03-30"), None)
        .unwrap();
    assert_eq!(
        explained.sentence(),
        "£2,160.00 for 21 days from 6 April 2026 at £720.00 a week"
    );
    assert_eq!(
        explained.parts[0].stretches[0].arithmetic,
        "£720.00 × 21 ÷ 7 = £2,160.00"
    );
    let said: Vec<&str> = explained
        .trace
        .iter()
        .filter_map(|entry| match entry {
            Entry::Step(step) => Some(step.says.as_str()),
            _ => None,
        })
        .collect();
    assert!(
        said.contains(
            &"The home tendered £720.00 a week for Residential in generation 1, as of 1 April 2026."
        ),
        "{said:#?}"
    );
    let person = LineOf::Side(Element::Contribution, Side::Bill);
    let explained = office
        .explain_line("PL01", person, date("2026-04-27"), None)
        .unwrap();
    assert_eq!(
        explained.sentence(),
        "£741.00 for 28 days from 27 April 2026 at £185.25 a week"
    );
    let top_up = LineOf::Flow(Flow::TopUpToHome);
    let explained = office
        .explain_line("PL01", top_up, date("2026-04-27"), None)
        .unwrap();
    assert_eq!(
        explained.sentence(),
        "£180.00 for 28 days from 27 April 2026 at £45.00 a week"
    );
    let fee_steps =
        |entry: &Entry| matches!(entry, Entry::Step(step) if step.rule == "due.care_fee");
    assert!(!explained.trace.iter().any(fee_steps));
    let block = LineOf::Side(Element::BlockFee, Side::Home);
    let explained = office
        .explain_line("B01", block, date("2026-04-27"), None)
        .unwrap();
    assert!(explained.case.is_none() && explained.due > Pence::ZERO);
}

#[test]
fn a_late_death_shows_what_was_paid_and_what_is_still_to_come() {
    let mut office = good();
    for until in ["2026-04-26", "2026-05-24"] {
        pay(&mut office, until);
    }
    let before = at("2026-05-30T09:00:00Z");
    let actor = by("officer", at("2026-06-01T09:00:00Z"));
    let died = Event::Died {
        on: date("2026-05-10"),
    };
    office
        .record_event("PL01", &died, date("2026-06-01"), actor)
        .unwrap();
    let fee = LineOf::Side(Element::CareFee, Side::Home);
    let mut explain = |known| {
        office
            .explain_line("PL01", fee, date("2026-04-27"), known)
            .unwrap()
    };
    let now = explain(None);
    // 27 April to 13 May, three days after the death: 17 days at £720.00 a week.
    assert_eq!(now.due.to_string(), "£1,748.57");
    assert_eq!(now.to_come.to_string(), "−£1,131.43");
    let by = &now.recorded[&("placements", "PL01".to_owned())];
    assert_eq!(by.actor, "officer");
    let then = explain(Some(before));
    assert_eq!(then.due.to_string(), "£2,880.00");
    assert_eq!(then.to_come, Pence::ZERO);
    pay(&mut office, "2026-06-21");
    let paid = office
        .explain_line("PL01", fee, date("2026-04-27"), None)
        .unwrap();
    assert_eq!(paid.to_come, Pence::ZERO);
    let causes: Vec<Option<&str>> = paid
        .posted
        .iter()
        .map(|part| part.cause.as_deref())
        .collect();
    assert_eq!(causes.len(), 2);
    assert!(
        causes[1].unwrap().contains("ended_on 2026-05-10"),
        "{causes:?}"
    );
}

#[test]
fn a_rate_is_one_sentence() {
    let mut office = good();
    let explained = office
        .explain_rate("PL01", date("2026-04-20"), None)
        .unwrap();
    assert_eq!(
        explained.sentence(),
        "£720.00 a week: the home tendered £720.00 a week for Residential in generation 1, as of 1 April 2026"
    );
    let explained = office
        .explain_rate("PL01", date("2027-05-01"), None)
        .unwrap();
    let sentence = explained.sentence();
    assert!(
        sentence.ends_with("as of 1 April 2026; raised by 2.82307% from 1 April 2027"),
        "{sentence}"
    );
}
