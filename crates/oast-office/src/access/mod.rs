//! Who may use the office, and for what; who is signed in; who looked at whom.

mod break_glass;
mod clinical;
mod code_app;
mod council;
mod demo;
mod invitations;
mod members;
mod passkeys;
mod password;
mod policy;
mod purposes;
mod reads;
mod rights;
mod session;
mod session_list;
mod sign_in;
mod steps;
mod teams;
mod users;
mod ways;

pub use break_glass::{LEAVE_LASTS, leave_of};
pub use code_app::{CodeAppView, NewCodeApp, RECOVERY_CODES, StepOf};
pub use council::{BY_COUNCIL, CouncilPerson};
pub use demo::{DEMO_PASSWORD, DEMO_USERS};
pub use invitations::{
    Accepted, INVITATION_LASTS, InvitationLink, InvitationView, Invitee, NewWay,
};
pub use members::{MemberAct, MemberView};
pub use oast_policy::{
    Action, Asked, Decision, Leave, Policies, PolicyError, PolicyWords, Principal, Purpose,
    Resource, Role,
};
pub use oast_store::access::{LeaveRow, Read, ReadFilter};
pub use passkeys::{KnownPasskey, NewPasskey, PASSKEYS_MAX, PasskeyView};
pub use password::{Chance, PASSWORD_BYTES_MAX, PASSWORD_CHARACTERS_MIN, Password};
pub use policy::{decide, policies};
pub use purposes::purposes_of;
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
pub(crate) use steps::secret;
pub use steps::{STEP_KEPT, StepKind};
pub(crate) use teams::team_of_home;
pub use teams::{TeamTold, TeamView};
pub use users::{NewUser, UserView};
pub use ways::LocalSignIn;
