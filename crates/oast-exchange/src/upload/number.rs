use oast_units::Date;

/// Digits that a spreadsheet keeps of a number; what follows is left over from its binary form.
const DIGITS: usize = 15;
/// Most places that the point of a number is moved.
const PLACES_MAX: i32 = 20;
/// The day that a spreadsheet counts as 1 March 1900, on which its calendar begins to be right.
const FIRST_RIGHT_DAY: i32 = 61;

/// A number as a workbook writes it, in plain digits: `1.1000000000000001` is 1.1.
pub(super) fn plain(text: &str) -> Option<String> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = !whole.is_empty()
        && whole.len() + part.len() <= 2 * DIGITS
        && whole
            .bytes()
            .chain(part.bytes())
            .all(|byte| byte.is_ascii_digit());
    if !is_number || exponent.abs() > PLACES_MAX {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let digits: Vec<u8> = whole
        .bytes()
        .chain(part.bytes())
        .map(|byte| byte - b'0')
        .collect();
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    let (digits, carried) = rounded(digits.get(leading..)?);
    let point = point - i32::try_from(leading).ok()? + i32::from(carried);
    let written = written(&digits, point);
    Some(if written == "0" {
        written
    } else {
        format!("{sign}{written}")
    })
}

/// The digits to so many as a spreadsheet keeps, and whether one more stands before them now.
fn rounded(digits: &[u8]) -> (Vec<u8>, bool) {
    let mut kept: Vec<u8> = digits.iter().take(DIGITS).copied().collect();
    let mut up = digits.get(DIGITS).is_some_and(|digit| *digit >= 5);
    for digit in kept.iter_mut().rev() {
        if !up {
            break;
        }
        up = *digit == 9;
        *digit = if up { 0 } else { *digit + 1 };
    }
    if up {
        kept.insert(0, 1);
    }
    (kept, up)
}

/// Digits with their point after so many of them, without zeros that say nothing.
fn written(digits: &[u8], point: i32) -> String {
    let all: String = digits
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect();
    let places = usize::try_from(point.abs()).unwrap_or_default();
    let (whole, part) = if point <= 0 {
        (String::new(), format!("{}{all}", "0".repeat(places)))
    } else {
        let whole: String = all
            .chars()
            .chain(std::iter::repeat('0'))
            .take(places)
            .collect();
        (whole, all.chars().skip(places).collect())
    };
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{part}")
    }
}

/// A number as an amount of money: with two decimals where it has fewer.
pub(super) fn money(plain: &str) -> String {
    match plain.split_once('.') {
        None => format!("{plain}.00"),
        Some((_, part)) if part.len() == 1 => format!("{plain}0"),
        Some(_) => plain.to_owned(),
    }
}

/// A number as the day that a spreadsheet shows for it.
pub(super) fn day(plain: &str) -> Option<String> {
    let serial: i32 = plain.parse().ok()?;
    let first = Date::new(1900, 3, 1).ok()?;
    let days = serial.checked_sub(FIRST_RIGHT_DAY)?;
    if days < 0 || days > Date::MAX.day_number() - first.day_number() {
        return None;
    }
    Some(Date::from_day_number(first.day_number() + days).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_plain_digits() {
        for (text, expected) in [
            ("880.5", "880.5"),
            ("1.1000000000000001", "1.1"),
            ("904.63999999999999", "904.64"),
            ("9.9999999999999999", "10"),
            ("999999999999999.9", "1000000000000000"),
            ("9434765919", "9434765919"),
            ("9.434765919E9", "9434765919"),
            ("1E-3", "0.001"),
            ("12.5e-4", "0.00125"),
            ("-0.50", "-0.5"),
            ("0", "0"),
            ("-0.0", "0"),
            ("00012", "12"),
            ("100", "100"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "", "1e999", "NaN", "Infinity", "-", "1,5", "0x10", ".5", "1e", "--1",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_has_pence_and_a_day_is_a_day() {
        assert_eq!(
            ["880", "880.5", "880.55", "1.005"].map(money),
            ["880.00", "880.50", "880.55", "1.005"]
        );
        assert_eq!(day("46120").as_deref(), Some("2026-04-08"));
        assert_eq!(day("61").as_deref(), Some("1900-03-01"));
        assert_eq!(day("109574").as_deref(), Some("2199-12-31"));
        for text in ["60", "0", "109575", "46120.5", "-1", "99999999999"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
