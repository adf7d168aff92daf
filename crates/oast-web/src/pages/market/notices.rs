use oast_rules::facts::Home;
use oast_rules::placement::notice::{Counted, NoticePeriod};

use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Cell, List, Table};

/// How a notice is counted, as a tag.
pub(crate) fn counted(period: &NoticePeriod) -> Cell {
    match period.counted {
        Counted::Single => Cell::tag("Single", "grey"),
        Counted::Grouped => Cell::tag("Split notice?", "orange"),
        Counted::Overridden => Cell::tag("Single, by decision", "blue"),
        Counted::Ended => Cell::tag("Single, left before", "grey"),
    }
}

/// The notices that a home gave.
pub(super) fn of_home(desk: &mut Desk, home: &Home) -> Result<Table, Fault> {
    let picture = desk.picture()?;
    let given = picture
        .notices()
        .iter()
        .filter(|group| group.home == home.home_id)
        .flat_map(|group| &group.notices)
        .collect();
    let list = List::new("notices", "Notices from this home", given)
        .column("given_on", "Given on", |notice: &&NoticePeriod| {
            Cell::date(notice.given_on)
        })
        .column("placement", "Placement", |notice| {
            Cell::text(&notice.placement).to(To::Placement(notice.placement.as_str()))
        })
        .column("counted", "Counted as", |notice| counted(notice))
        .numbers("days", "Days", |notice| {
            Cell::number(i64::from(notice.days))
        })
        .column("earliest_end", "May end from", |notice| {
            Cell::date(notice.earliest_end).hint(&notice.why)
        })
        .when_empty("The home has given no notice.");
    desk.table(list)
}
