//! How dates, times and amounts read on screen.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use oast_units::{Date, Pence};

/// The clock of the United Kingdom: an hour ahead from the last Sunday of March to the last of
/// October.
fn uk() -> TimeZone {
    TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap_or(TimeZone::UTC)
}

/// The date in the United Kingdom at an instant.
pub fn uk_date(at: Timestamp) -> Date {
    let date = at.to_zoned(uk()).date();
    let (year, month, day) = (date.year(), date.month(), date.day());
    let number = |part: i8| u32::try_from(part).unwrap_or(1);
    Date::new(i32::from(year), number(month), number(day)).unwrap_or(Date::MIN)
}

/// An instant by the clock of the United Kingdom: `3 April 2026 at 14:05`.
pub fn uk_time(at: Timestamp) -> String {
    let time = at.to_zoned(uk()).time();
    let date = uk_date(at).long();
    format!("{date} at {:02}:{:02}", time.hour(), time.minute())
}

/// An instant as the audit writes it, by the clock of the United Kingdom.
pub fn uk_time_of(recorded_at: &str) -> String {
    recorded_at
        .parse::<Timestamp>()
        .map_or_else(|_| recorded_at.to_owned(), uk_time)
}

/// The last instant of a day in the United Kingdom.
pub fn end_of_day(day: Date) -> Option<Timestamp> {
    let (year, month, day) = day.ymd();
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    let end = date.at(23, 59, 59, 999_999_999).to_zoned(uk()).ok()?;
    Some(end.timestamp())
}

/// An amount as a headline: `£17.2m`, `£4,120`.
pub fn headline(amount: Pence) -> String {
    let sign = if amount.get() < 0 { "−" } else { "" };
    let pounds = (amount.get().unsigned_abs() + 50) / 100;
    let tenths = |unit: u64| {
        let tenths = (pounds * 10 + unit / 2) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match pounds {
        0..100_000 => format!("{sign}£{}", count(pounds)),
        100_000..1_000_000 => format!("{sign}£{}k", count((pounds + 500) / 1000)),
        1_000_000..1_000_000_000 => format!("{sign}£{}m", tenths(1_000_000)),
        // A tenth of a billion is more than most ranges are wide.
        _ => amount.headline(),
    }
}

/// What an amount lies between, in headlines: `£5.5m to £5.6m`, or `about £5.5m` where both ends
/// are rounded to the same.
pub fn headline_range(low: Pence, high: Pence) -> String {
    let (low, high) = (headline(low), headline(high));
    if low == high {
        format!("about {low}")
    } else {
        format!("{low} to {high}")
    }
}

/// A whole number with commas: `3,701`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A whole number that may be below nothing, with commas.
pub fn signed(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", count(number.unsigned_abs()))
}

/// A number and what it counts: `1 placement`, `3,701 placements`.
pub fn so_many(number: usize, one: &str, many: &str) -> String {
    let number = number as u64;
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", count(number))
}

/// One part of a whole as a percentage with one decimal; nothing of nothing is `–`.
pub fn share(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let twice = i128::from(whole) * 2;
    let tenths = (i128::from(part) * 2000 + i128::from(whole)).div_euclid(twice);
    let sign = if tenths < 0 { "−" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

/// A month: `April 2026`.
pub fn month(day: Date) -> String {
    let long = day.long();
    long.split_once(' ')
        .map_or(String::new(), |(_, rest)| rest.to_owned())
}

/// Words as they begin a line: `Care fee`.
pub fn begun(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Days ago, in words: `today`, `12 days ago`, `in 3 days`.
pub fn days_ago(day: Date, today: Date) -> String {
    match today - day {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        days @ 2.. => format!("{days} days ago"),
        days => format!("in {} days", -days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_clock_goes_forward_in_march_and_back_in_october() {
        assert_eq!(
            uk_time(at("2026-03-29T00:59:59Z")),
            "29 March 2026 at 00:59"
        );
        assert_eq!(
            uk_time(at("2026-03-29T01:00:00Z")),
            "29 March 2026 at 02:00"
        );
        assert_eq!(
            uk_time(at("2026-10-25T00:59:00Z")),
            "25 October 2026 at 01:59"
        );
        assert_eq!(
            uk_time(at("2026-10-25T01:00:00Z")),
            "25 October 2026 at 01:00"
        );
        assert_eq!(uk_date(at("2026-06-30T23:30:00Z")), Date::of(2026, 7, 1));
        let end = end_of_day(Date::of(2026, 6, 30)).unwrap();
        assert_eq!(end.to_string(), "2026-06-30T22:59:59.999999999Z");
    }

    #[test]
    fn headlines_round_and_keep_their_sign() {
        let headline = |pounds| super::headline(Pence::pounds(pounds));
        assert_eq!(headline(0), "£0");
        assert_eq!(headline(4_120), "£4,120");
        assert_eq!(headline(-412_600), "−£413k");
        assert_eq!(headline(17_249_000), "£17.2m");
        assert_eq!(headline(220_000_000), "£220.0m");
        assert_eq!(headline(1_159_616_082), "£1.16bn");
        assert_eq!(headline(-1_204_999_999), "−£1.20bn");
        let range = |low, high| super::headline_range(Pence::pounds(low), Pence::pounds(high));
        assert_eq!(range(5_490_450, 5_578_014), "£5.5m to £5.6m");
        assert_eq!(range(5_890_450, 5_938_014), "about £5.9m");
    }

    #[test]
    fn shares_have_one_decimal() {
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(2, 3), "66.7%");
        assert_eq!(share(5, 5), "100.0%");
        assert_eq!(share(1, 0), "–");
        assert_eq!([share(-1, 200), share(-3, 200)], ["−0.5%", "−1.5%"]);
    }
}
