//! Clinical notes: what is taken out of a trace, and what homes are never told with their money.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_office::trace_json;
use oast_rules::facts::{Assessment, OneToOne, differences};
use oast_units::Date;

#[test]
fn a_trace_without_clinical_notes_says_the_same_sum_and_names_no_assessment() {
    let mut office = support::county(400);
    let assessments: Vec<Assessment> = support::all(&mut office);
    let assessment = assessments.first().unwrap();
    let (id, day) = (assessment.placement_id.as_str(), Date::of(2026, 6, 1));
    let day = day.max(assessment.valid_from);
    let whole = office.explain_rate(id, day, None).unwrap();
    let mut open = whole.clone();
    open.hide_clinical();
    let told = |explanation: &oast_office::Explanation| {
        let trace = trace_json(&explanation.trace, &explanation.recorded);
        format!(
            "{} {}",
            explanation.sentence(),
            serde_json::Value::from(trace)
        )
    };
    let (whole, open) = ((told(&whole), whole), (told(&open), open));
    let of_placement = assessments
        .iter()
        .filter(|each| each.placement_id.as_str() == id);
    for each in of_placement {
        assert!(!open.0.contains(each.reference.as_str()), "{}", open.0);
    }
    assert!(
        whole.0.contains(assessment.reference.as_str()),
        "{}",
        whole.0
    );
    assert_eq!(open.1.rate, whole.1.rate);
    // Who recorded each fact is still found.
    assert_eq!(open.1.recorded.len(), whole.1.recorded.len());
    assert!(!open.0.contains("\"recorded_by\":null"), "{}", open.0);
}

#[test]
fn an_adjustment_names_what_changed_and_quotes_no_clinical_note() {
    let hours = OneToOne {
        placement_id: "PL1".parse().unwrap(),
        hours_per_week: "20".parse().unwrap(),
        hourly_rate: None,
        from: Date::of(2026, 4, 1),
        to: Date::of(2026, 6, 1),
        reason: "falls at night".parse().unwrap(),
    };
    let mut more = hours.clone();
    more.hours_per_week = "30".parse().unwrap();
    more.reason = "seizures".parse().unwrap();
    let says = differences(Some(&hours), Some(&more));
    assert!(says.contains("reason changed"), "{says}");
    assert!(
        !says.contains("falls") && !says.contains("seizures"),
        "{says}"
    );
    assert!(says.contains("30"), "{says}");

    let assessment = Assessment {
        placement_id: "PL1".parse().unwrap(),
        reference: "CHC-77".parse().unwrap(),
        version: "2".parse().unwrap(),
        weekly: "2400.00".parse().unwrap(),
        valid_from: Date::of(2026, 4, 1),
        file_sha256: None,
    };
    let says = differences(None, Some(&assessment));
    assert_eq!(says, "assessments PL1 / 2026-04-01 / 2 recorded");
}
