use std::io::{self, Write};

use oast_units::Cell as _;

use super::{Remittance, RemittanceLine, Totals};
use crate::csv::push_field;
use crate::spreadsheet::guarded;

/// The columns of the CSV; `kind` is `line`, or the name of a sum.
const COLUMNS: &str = "pay_run,paid_on,home_id,kind,placement_id,person_reference,element,period_from,period_to,days,amount,cause\n";

/// Writes a remittance as CSV: a row for each line, then one for each sum. Text that a spreadsheet
/// may take for a formula has an apostrophe before it.
pub fn write_csv(
    remittance: &Remittance,
    totals: Totals,
    output: &mut impl Write,
) -> io::Result<()> {
    let mut head = String::new();
    field(&mut head, remittance.pay_run.as_str());
    remittance.paid_on.write(&mut head);
    head.push(',');
    field(&mut head, remittance.home_id.as_str());
    let mut text = COLUMNS.to_string();
    for line in &remittance.lines {
        text.push_str(&head);
        push_line(&mut text, line);
        output.write_all(text.as_bytes())?;
        text.clear();
    }
    for (name, _, amount) in totals.named() {
        text.push_str(&head);
        text.push_str(name);
        text.push_str(",,,,,,,");
        amount.write_plain(&mut text);
        text.push_str(",\n");
    }
    output.write_all(text.as_bytes())
}

fn push_line(text: &mut String, line: &RemittanceLine) {
    field(text, "line");
    field(text, line.placement_id.as_str());
    field(
        text,
        line.person_reference
            .as_ref()
            .map_or("", |person| person.as_str()),
    );
    field(text, line.element.code());
    line.period_from.write(text);
    text.push(',');
    line.period_to.write(text);
    text.push(',');
    line.days.write(text);
    text.push(',');
    line.amount.write(text);
    text.push(',');
    push_field(text, &guarded(line.cause.as_deref().unwrap_or_default()));
    text.push('\n');
}

/// A field and its comma.
fn field(text: &mut String, value: &str) {
    push_field(text, &guarded(value));
    text.push(',');
}
