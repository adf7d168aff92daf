/// Why somebody has not shown who they are, or could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// What was shown does not hold.
    #[error("{0}")]
    Refused(String),
    /// The identity provider could not be asked, or answered with something that is none.
    #[error("the council's sign-in cannot be reached: {0}")]
    Provider(String),
    /// A setting is not what it should be.
    #[error("{0}")]
    Setting(String),
    /// There were no random bytes to be had.
    #[error("the system gave no random bytes: {0}")]
    Chance(std::io::Error),
}

impl SignOnError {
    pub(crate) fn refused(says: impl Into<String>) -> Self {
        Self::Refused(says.into())
    }

    pub(crate) fn provider(says: impl std::fmt::Display) -> Self {
        Self::Provider(says.to_string())
    }
}
