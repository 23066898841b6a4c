//! What came of a task.

use kernel::{Wording, slug_enum};

use crate::{DeskError, Refusal};

slug_enum!(
    /// What came of a task.
    Outcome {
        /// The debtor promises an amount for a day.
        Promise = "reached-promise",
        /// The debtor says the payment has left.
        PaysNow = "reached-pays-now",
        /// The debtor contests pieces.
        Disputes = "reached-disputes",
        /// The debtor refuses to pay, or cannot.
        Refuses = "reached-refuses",
        /// Call again on a day.
        Callback = "reached-callback",
        /// Nobody answered.
        NotReached = "not-reached",
        /// A voice answered, and nobody: nothing about the debt was said to it.
        Voicemail = "voicemail",
        /// The number or the address is not the debtor's.
        WrongNumber = "wrong-number",
    }
);

impl Outcome {
    /// Its name, and what it does.
    pub fn wording(self) -> Wording {
        let (fr, en) = match self {
            Self::Promise => ("joint : promet un paiement", "reached: promises to pay"),
            Self::PaysNow => ("joint : dit avoir payé", "reached: says it has paid"),
            Self::Disputes => ("joint : conteste", "reached: contests"),
            Self::Refuses => ("joint : refuse ou ne peut pas payer", "reached: refuses, or cannot pay"),
            Self::Callback => ("joint : à rappeler un autre jour", "reached: to call back another day"),
            Self::NotReached => ("pas de réponse", "no answer"),
            Self::Voicemail => ("répondeur, sans rien dire de la dette", "voicemail, with nothing said about the debt"),
            Self::WrongNumber => ("mauvais numéro : contact à corriger", "wrong number: a contact to mend"),
        };
        Wording::new(fr, en)
    }

    /// Every slug, for a message.
    fn known() -> String {
        Self::ALL.iter().map(|o| o.slug()).collect::<Vec<_>>().join(", ")
    }

    /// Reads a slug.
    ///
    /// # Errors
    /// [`DeskError::Refused`] naming those that exist.
    pub fn read(slug: &str) -> Result<Self, DeskError> {
        Self::parse(slug)
            .ok_or_else(|| Refusal::UnknownOutcome { outcome: slug.to_owned(), known: Self::known() }.into())
    }
}
