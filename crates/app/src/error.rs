//! What a use case can answer instead of its result.

mod french;

use kernel::{Language, Wording};
use store::StoreError;

use crate::scopes::Scope;
use crate::{
    CaseRefusal, CompanyRefusal, CostRefusal, CreditRefusal, DisputeRefusal, FieldRefusal, GuardRefusal,
    InsolvencyRefusal, LimitationRefusal, LinkRefusal, PaperRefusal, Permission, PlanRefusal, PostRefusal,
    ProviderRefusal, ReadinessRefusal, Refusal, Role, SaleTermsRefusal, SignInRefusal, TeamRefusal, TextRefusal,
    TitleRefusal, WebhookRefusal, WorkRefusal,
};

/// Why a use case did nothing. Its `Display`, for logs, is English; [`DeskError::words`] speaks to people.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The role does not carry the permission.
    #[error("your role ({}) does not allow this; ask an administrator", role.slug())]
    Forbidden {
        /// Role of the actor.
        role: Role,
        /// What it tried.
        permission: Permission,
    },
    /// It is about more than the actor sees.
    #[error("this is about more accounts than you see; ask somebody who sees them all")]
    Beyond,
    /// The token does not carry the permission.
    #[error("this token lacks the scope « {} »: make one that has it", scope.slug())]
    OutOfScope {
        /// What it lacks.
        scope: Scope,
    },
    /// No token may do it.
    #[error("no token may do this: sign in yourself")]
    NotByToken,
    /// The request cannot be met as it is.
    #[error("{}", .0.words(Language::En))]
    Refused(Refusal),
    /// The request needs a confirmation first; the words say what would happen.
    #[error("{}", .0.words(Language::En))]
    Confirm(Refusal),
    /// The thing asked for does not exist.
    #[error("{what} « {key} » does not exist: it may have been removed, or the reference is mistyped")]
    NotFound {
        /// The trade's word, in English; [`french::thing`] knows the French one.
        what: &'static str,
        /// As asked.
        key: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// A procedure does not take a fact in.
    #[error(transparent)]
    Procedure(#[from] judicial::procedure::Refused),
    /// The law tables have no answer.
    #[error(transparent)]
    Law(#[from] law::LawError),
    /// A document could not be made.
    #[error(transparent)]
    Document(#[from] documents::DocumentError),
    /// A text could not be rendered.
    #[error("the text « {text} » cannot be used: {error}")]
    Text {
        /// Name of the text.
        text: String,
        /// Line and reason.
        error: documents::TextError,
    },
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

impl DeskError {
    /// Stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Forbidden { .. } => "forbidden",
            Self::Beyond => "beyond-reach",
            Self::OutOfScope { .. } => "scope-missing",
            Self::NotByToken => "not-by-token",
            Self::Refused(refusal) | Self::Confirm(refusal) => refusal.code(),
            Self::NotFound { .. } => "not-found",
            Self::Store(StoreError::Conflict { .. }) => "changed-meanwhile",
            Self::Store(StoreError::Exists { .. }) => "already-exists",
            Self::Store(StoreError::Busy { .. } | StoreError::TooLong { .. }) => "busy",
            Self::Store(_) => "store",
            Self::Procedure(refused) => refused.code(),
            Self::Law(_) => "law",
            Self::Document(_) => "document",
            Self::Text { .. } => "text",
            Self::File { .. } => "file",
        }
    }

    /// The field of the form it is about, where there is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) | Self::Confirm(refusal) => refusal.field(),
            Self::Procedure(refused) => refused.field(),
            Self::Law(error) => error.field(),
            _ => None,
        }
    }

    /// True when nothing the asker can change would help: the store or a disk failed.
    pub const fn is_ours(&self) -> bool {
        match self {
            Self::Store(error) => !matches!(error, StoreError::Conflict { .. } | StoreError::Exists { .. }),
            Self::File { .. } => true,
            _ => false,
        }
    }

    /// What happened and what to do, in `language`.
    pub fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Refused(refusal) | Self::Confirm(refusal), _) => refusal.words(language),
            (Self::Procedure(refused), _) => refused.words(language),
            (_, Language::En) => self.to_string(),
            (_, Language::Fr) => french::words(self),
        }
    }

    /// The same in both languages.
    pub fn wording(&self) -> Wording {
        Wording::new(self.words(Language::Fr), self.words(Language::En))
    }
}

macro_rules! refused { ($($Part:ty),+ $(,)?) => {$(
    impl From<$Part> for DeskError {
        fn from(refusal: $Part) -> Self {
            Self::Refused(refusal.into())
        }
    }
)+}; }
refused!(
    Refusal,
    CaseRefusal,
    CompanyRefusal,
    CostRefusal,
    GuardRefusal,
    ReadinessRefusal,
    CreditRefusal,
    DisputeRefusal,
    FieldRefusal,
    InsolvencyRefusal,
    LinkRefusal,
    PaperRefusal,
    PlanRefusal,
    PostRefusal,
    ProviderRefusal,
    SaleTermsRefusal,
    SignInRefusal,
    TeamRefusal,
    TextRefusal,
    LimitationRefusal,
    TitleRefusal,
    WebhookRefusal,
    WorkRefusal
);

impl From<documents::court::CourtError> for DeskError {
    fn from(error: documents::court::CourtError) -> Self {
        let reasons = error.reasons();
        match error {
            documents::court::CourtError::Document(error) => Self::Document(error),
            _ => PaperRefusal::Wrong {
                why: Wording::new(
                    reasons.iter().map(|why| why.fr.as_str()).collect::<Vec<_>>().join(" ; "),
                    reasons.iter().map(|why| why.en.as_str()).collect::<Vec<_>>().join("; "),
                ),
            }
            .into(),
        }
    }
}

impl From<amicable::outbox::NotAllowed> for DeskError {
    fn from(error: amicable::outbox::NotAllowed) -> Self {
        Refusal::MessageMoved { state: error.from.slug().to_owned() }.into()
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { what, id } => Self::NotFound { what, key: id },
            other => Self::Store(other),
        }
    }
}
