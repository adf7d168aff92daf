//! Who may use the office, and for what; who is signed in; who looked at whom.

mod code_app;
mod coded;
mod council;
mod demo;
mod invitations;
mod members;
mod passkeys;
mod password;
mod reads;
mod rights;
mod session;
mod session_list;
mod sign_in;
mod steps;
mod users;
mod ways;

pub use code_app::{CodeAppView, NewCodeApp, RECOVERY_CODES, StepOf};
pub use coded::{Action, Role};
pub use council::{BY_COUNCIL, CouncilPerson};
pub use demo::{DEMO_PASSWORD, DEMO_USERS};
pub use invitations::{
    Accepted, INVITATION_LASTS, InvitationLink, InvitationView, Invitee, NewWay,
};
pub use members::{MemberAct, MemberView};
pub use oast_store::access::{Read, ReadFilter};
pub use passkeys::{KnownPasskey, NewPasskey, PASSKEYS_MAX, PasskeyView};
pub use password::{Chance, PASSWORD_BYTES_MAX, PASSWORD_CHARACTERS_MIN, Password};
pub use reads::AuditFilter;
pub use rights::Rights;
pub use session::{
    Entry, PROVIDER_SESSION, SESSION_FRESH, SESSION_SEEN_EVERY, STAFF_SESSION, Session,
    SessionLimits, SignedIn,
};
pub use session_list::SessionView;
pub use sign_in::{
    FAILURES_FORGOTTEN_AFTER, FAILURES_MAX, LOCK_FIRST, LOCK_MAX, NextStep, SignInRefusal,
};
pub use steps::{STEP_KEPT, StepKind};
pub use users::{NewUser, UserView};
pub use ways::LocalSignIn;
