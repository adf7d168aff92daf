use oast_units::Pence;

/// The nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a county’s spending is far below what a number of 64 bits holds"
)]
pub fn whole(number: f64) -> i64 {
    libm::round(number) as i64
}

/// A part of one as a percentage with so many decimals: `23.04%`.
pub fn percent(part: f64, decimals: usize) -> String {
    format!("{:.decimals$}%", part * 100.0).replace('-', "−")
}

/// An amount in pounds, to be reckoned with.
#[expect(
    clippy::cast_precision_loss,
    reason = "a county’s spending is far below what a double holds exactly"
)]
pub fn pounds_of(amount: Pence) -> f64 {
    amount.get() as f64 / 100.0
}

/// Words in a row: `one, two and three`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Tenths as people read them: `12.3`, `−0.5`.
pub fn tenths(tenths: i64) -> String {
    let sign = if tenths < 0 { "−" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}
