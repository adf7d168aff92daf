//! Writing answers on standard output.

use std::io::{BufWriter, StdoutLock, Write};

use oast_exchange::table::{Format, Table, TableWriter};

/// Standard output, held and buffered.
pub(crate) type Output = BufWriter<StdoutLock<'static>>;

/// Holds standard output.
pub(crate) fn output() -> Output {
    BufWriter::with_capacity(1 << 16, std::io::stdout().lock())
}

/// Writes a list.
pub(crate) fn table(table: &Table, format: Format) -> anyhow::Result<()> {
    Ok(table.write(format, output())?)
}

/// Begins a list that is written row by row.
pub(crate) fn rows(
    columns: &[&'static str],
    format: Format,
) -> anyhow::Result<TableWriter<Output>> {
    Ok(TableWriter::new(output(), format, columns)?)
}

/// Writes some lines of text.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    let mut output = output();
    writeln!(output, "{text}")?;
    Ok(output.flush()?)
}

/// Writes a line for whoever runs the program, apart from its answers.
pub(crate) fn complain(text: &str) {
    // With nowhere to write to, there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
