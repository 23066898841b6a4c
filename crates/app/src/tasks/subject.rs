//! What the house itself gives to do, said in the language of who reads it.

use kernel::Wording;

kernel::sentences! {
    /// What the house itself gives to do. A task keeps its code, so that each reads it in their language.
    Subject {
        /// An address that refused a message or sent it back.
        MendContact { address: String } = "mend-contact",
            "corriger le contact : {address} ne reçoit pas nos messages",
            "mend the contact: {address} does not receive our messages";
        /// A number that is not the debtor's.
        MendNumber = "mend-number",
            "corriger le contact : mauvais numéro",
            "mend the contact: wrong number";
        /// A debtor who asked to be called another day.
        CallBack = "call-back",
            "rappeler",
            "call back";
        /// A debtor to call now.
        CallNow = "call-now",
            "appeler",
            "call";
    }
}

impl Subject {
    /// As a task keeps it: its code, and what it names.
    pub(crate) fn kept(&self) -> String {
        match self {
            Self::MendContact { address } => format!("{}:{address}", self.code()),
            Self::MendNumber | Self::CallBack | Self::CallNow => self.code().to_owned(),
        }
    }

    fn read(kept: &str) -> Option<Self> {
        match kept.split_once(':') {
            Some(("mend-contact", address)) => Some(Self::MendContact { address: address.to_owned() }),
            Some(_) => None,
            None => {
                [Self::MendNumber, Self::CallBack, Self::CallNow].into_iter().find(|subject| subject.code() == kept)
            }
        }
    }
}

/// The subject of a task as it is kept, in both languages; what a person wrote, or the slug of a step,
/// is the same in both.
pub fn subject(kept: &str) -> Wording {
    Subject::read(kept).map_or_else(|| Wording::same(kept), |subject| subject.wording())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_house_gives_to_do_is_said_in_each_language() {
        for given in Subject::examples() {
            assert_eq!(subject(&given.kept()), given.wording());
        }
        let bounced = Subject::MendContact { address: "a@b.example".to_owned() };
        assert_eq!(subject(&bounced.kept()).en, "mend the contact: a@b.example does not receive our messages");
        for written in ["call the manager: today", "call-1", "mend-contact"] {
            assert_eq!(subject(written), Wording::same(written));
        }
    }
}
