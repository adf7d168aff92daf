//! How the program ends: what it says and the code it leaves.

use std::io::Write;
use std::process::ExitCode;

use oast_office::OfficeError;

/// Something was refused because of what was asked or given, and nothing was changed.
pub(crate) const REFUSED: u8 = 3;
/// The record does not verify.
pub(crate) const NOT_VERIFIED: u8 = 4;
/// Something went wrong that no different question would put right: a disk, a database.
const FAILED: u8 = 1;

/// The codes, for the help.
pub(crate) const HELP: &str = "Exit codes:
  0  done
  1  a file or the database failed; nothing was half done
  2  the command line was not understood
  3  refused: bad input, or not possible as things stand; nothing was changed
  4  the audit record does not verify";

/// A refusal with the words to say, already whole.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// The record was looked at and faults were found and told.
#[derive(Debug)]
pub(crate) struct NotVerified(pub(crate) usize);

impl std::fmt::Display for NotVerified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the record does not verify: {} faults", self.0)
    }
}

impl std::error::Error for NotVerified {}

/// Says what went wrong, if anything did, and gives the code.
pub(crate) fn report(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    if is_closed_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(std::io::stderr(), "oast: {error:#}");
    ExitCode::from(code_of(&error))
}

fn code_of(error: &anyhow::Error) -> u8 {
    if error.is::<NotVerified>() {
        return NOT_VERIFIED;
    }
    if error.is::<Refused>() || error.is::<oast_units::Invalid>() {
        return REFUSED;
    }
    match error.downcast_ref::<OfficeError>() {
        Some(
            OfficeError::Store(_)
            | OfficeError::Write { .. }
            | OfficeError::Output(_)
            | OfficeError::Chance(_),
        )
        | None => FAILED,
        Some(_) => REFUSED,
    }
}

/// Whoever read the output has stopped, as `head` does: that is no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = match error.downcast_ref::<OfficeError>() {
        Some(OfficeError::Output(error)) => Some(error),
        _ => error.downcast_ref::<std::io::Error>(),
    };
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
