use oast_exchange::table::{Table, Value};
use oast_rules::placement::notice::Counted;

use crate::cli::Notice;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: Notice) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    match command {
        Notice::Override {
            placement,
            given_on,
            reason,
        } => {
            office.override_notice(&placement, given_on, &reason, context.actor())?;
            output::say(&format!(
                "The notice of {} on placement {placement} keeps the single period, with the reason: {reason}",
                given_on.long()
            ))
        }
        Notice::Check { grouped, known } => {
            let mut rows = Vec::new();
            for row in office.notices(known.known_at.map(|known| known.0))? {
                if grouped && row.group.notices.len() < 2 {
                    continue;
                }
                for notice in &row.group.notices {
                    rows.push(vec![
                        Value::text(&row.group.home),
                        Value::text(&row.home_name),
                        Value::text(&notice.placement),
                        Value::Date(notice.given_on),
                        Value::text(counted(notice.counted)),
                        Value::Number(i64::from(notice.days)),
                        Value::Date(notice.earliest_end),
                        Value::text(&notice.why),
                    ]);
                }
            }
            let columns = vec![
                "home_id",
                "home",
                "placement_id",
                "given_on",
                "counted",
                "days",
                "earliest_end",
                "why",
            ];
            output::table(&Table { columns, rows }, context.format())
        }
    }
}

fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::Single => "single",
        Counted::Grouped => "grouped",
        Counted::Overridden => "overridden",
        Counted::Ended => "ended",
    }
}
