//! Why a question has no answer.

use lsp_server::ErrorCode;

/// Why a question has no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What sort of refusal it is.
    pub(super) code: ErrorCode,
    /// Why, in words.
    pub(super) message: String,
}

impl Refusal {
    /// What was asked for cannot be done, for a reason that the user should read.
    pub(super) fn because(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::RequestFailed,
            message: message.into(),
        }
    }
}
