//! Who may use the office, and for what; who is signed in; who looked at whom.

mod break_glass;
mod clinical;
mod demo;
mod password;
mod policy;
mod purposes;
mod reads;
mod rights;
mod session;
mod sign_in;
mod users;

pub use break_glass::{LEAVE_LASTS, leave_of};
pub use demo::{DEMO_PASSWORD, DEMO_USERS};
pub use oast_policy::{
    Action, Asked, Decision, Leave, Policies, PolicyError, PolicyWords, Principal, Purpose,
    Resource, Role,
};
pub use oast_store::access::{LeaveRow, Read, ReadFilter};
pub use password::{Chance, PASSWORD_BYTES_MAX, PASSWORD_CHARACTERS_MIN, Password};
pub use policy::{decide, policies};
pub use purposes::purposes_of;
pub use reads::AuditFilter;
pub use rights::Rights;
pub use session::{SESSION_IDLE_MAX, SESSION_MAX, SESSION_SEEN_EVERY, Session, SignedIn};
pub use sign_in::{FAILURES_FORGOTTEN_AFTER, FAILURES_MAX, LOCK_FIRST, LOCK_MAX, SignInRefusal};
pub use users::{NewUser, UserView};
