//! What the office is given of the machine that it runs on.

use jiff::Timestamp;

use crate::{Office, OfficeError};

/// The machine that the program runs on: the one place where time and chance come from.
pub trait Machine: Send + Sync {
    /// The time by the clock.
    fn now(&self) -> Timestamp;
    /// A time that always goes on, by which is measured how long things take and limited how often
    /// they are asked for: other than the clock's where that was told to stand still.
    fn steady(&self) -> Timestamp {
        self.now()
    }
    /// Tells whoever runs the program of something that went wrong.
    fn report(&self, says: &str);
    /// Fills bytes by chance, so that nobody can guess them.
    ///
    /// # Errors
    /// When the machine has no source of chance.
    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()>;
}

/// Opens another connection to the county's database.
pub type OpenOffice = dyn Fn() -> Result<Office, OfficeError> + Send + Sync;

/// Something that nobody can guess, in 32 hexadecimal digits.
pub fn key(machine: &dyn Machine) -> std::io::Result<String> {
    use std::fmt::Write as _;
    let mut bytes = [0; 16];
    machine.chance(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
