//! What is said when a page cannot be shown.

use serde::Serialize;

use crate::page::Page;

/// Why there is no page, and what can be done.
#[derive(Debug, Serialize)]
pub struct Trouble {
    title: String,
    says: String,
    then: String,
    /// What the request is called in the server's log.
    reference: Option<String>,
}

impl Trouble {
    fn new(title: &str, says: &str, then: &str) -> Self {
        Self {
            title: title.to_owned(),
            says: says.to_owned(),
            then: then.to_owned(),
            reference: None,
        }
    }

    /// There is no such thing.
    pub fn not_found(says: &str) -> Self {
        let then = "Check the address, or search for it above.";
        Self::new("Not found", &crate::form::sentence(says), then)
    }

    /// The person may not.
    pub fn forbidden() -> Self {
        Self::denied("Your roles do not allow it.")
    }

    /// The person may not, for a reason that the policies give.
    pub fn denied(says: &str) -> Self {
        Self::new(
            "You may not do this",
            says,
            "If your work needs it, ask your Oast administrator for the role. Help says which role may do what.",
        )
    }

    /// It cannot be done.
    pub fn refused(says: &str) -> Self {
        Self::new(
            "This cannot be done",
            &crate::form::sentence(says),
            "Nothing was changed. Go back to try something else.",
        )
    }

    /// Too much was asked for at once.
    pub fn too_many() -> Self {
        Self::new(
            "Too much at once",
            "More was asked for in your name in a short time than Oast answers.",
            "Nothing was changed. Wait a few seconds, then load the page again.",
        )
    }

    /// The same, with what the request is called in the server's log.
    #[must_use]
    pub fn called(mut self, reference: &str) -> Self {
        self.reference = Some(reference.to_owned()).filter(|text| !text.is_empty());
        self
    }

    /// The database is away for a moment.
    pub fn away() -> Self {
        Self::new(
            "Oast cannot reach its records just now",
            "The fault is with Oast and not with what you did.",
            "Try again in a moment. A form that you send again is acted upon once, even if the first time had come through.",
        )
    }

    /// Something broke.
    pub fn broken() -> Self {
        Self::new(
            "Something went wrong",
            "The fault is with Oast and not with what you did. Nothing was changed.",
            "Try again in a moment. If it happens again, tell your Oast administrator what you were doing and the reference.",
        )
    }
}

impl Page for Trouble {
    const TEMPLATE: &'static str = "pages/trouble.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("roles");

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::not_found("there is no home H9999"),
            Self::forbidden(),
            Self::denied("Whoever proposed a pay run does not check or approve it."),
            Self::refused("pay run PR-0002 was proposed by you; somebody else approves it"),
            Self::too_many(),
            Self::away(),
            Self::broken().called("5f0c2a9be1d34c77"),
        ]
    }
}
