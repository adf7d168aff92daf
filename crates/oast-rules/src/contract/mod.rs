//! What is bought under which scheme, and the dates that the law sets for it.

mod clock;
mod publication;

pub use clock::{Award, Breach, FrameworkRun, SchemeClock, scheme_clock};
pub use publication::{Deadline, LightTouchContract, Publication, deadlines};
