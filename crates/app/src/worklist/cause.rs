//! Why a file is on the list of the day, in words, and what is proposed.

use kernel::{Currency, Date, Language, Money, Spoken, Wording, days_between, from_epoch_day, slug_enum};

const JOURS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

slug_enum!(
    /// What is proposed to do with a file.
    Move {
        /// Call the debtor.
        Call = "call",
        /// Write: there is no number to call.
        Write = "write",
        /// Let the reminder of the day leave.
        Remind = "remind",
        /// Approve a message that waits.
        Approve = "approve",
        /// Approve the level an old debt enters with.
        Enter = "enter",
        /// Do the task given: a visit, a file to come back to.
        Do = "do",
        /// Mend the contact.
        Mend = "mend",
        /// Open the file and decide.
        Decide = "decide",
    }
);

/// A day as people say it beside today: `hier`, `mardi`, `le 12 octobre 2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub day: Date,
    /// The day it is said on.
    pub today: Date,
}

impl Spoken for When {
    fn said(&self, language: Language) -> String {
        let name = usize::try_from(self.day.weekday().to_monday_zero_offset()).unwrap_or(0);
        let french = language == Language::Fr;
        match days_between(self.day, self.today) {
            0 => language.pick("aujourd’hui", "today").to_owned(),
            1 => language.pick("hier", "yesterday").to_owned(),
            -1 => language.pick("demain", "tomorrow").to_owned(),
            2..=6 => {
                if french {
                    JOURS[name].to_owned()
                } else {
                    format!("on {}", DAYS[name])
                }
            }
            _ => {
                let whole = self.day.said(language);
                let year = format!("\u{a0}{}", self.day.year());
                let day = if self.day.year() == self.today.year() {
                    whole.strip_suffix(&year).map_or(whole.clone(), str::to_owned)
                } else {
                    whole
                };
                format!("{} {day}", language.pick("le", "on"))
            }
        }
    }

    fn example() -> Self {
        Self { day: from_epoch_day(20_758), today: from_epoch_day(20_780) }
    }
}

/// The same after « since »: `hier`, `mardi`, `le 12 octobre 2025`; in English without « on ».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since(pub When);

impl Spoken for Since {
    fn said(&self, language: Language) -> String {
        let said = self.0.said(language);
        said.strip_prefix("on ").map_or(said.clone(), str::to_owned)
    }

    fn example() -> Self {
        Self(When::example())
    }
}

kernel::sentences! {
    /// Why a file is on the list, or what is good to know of it.
    Cause {
        /// A right is lost soon.
        RightAtRisk { left: i64, on: When } = "right-at-risk",
            "droit perdu dans {left} j : prescription {on}",
            "right lost in {left} d: limitation {on}";
        /// A promise that was not kept.
        PromiseBroken { amount: Money, on: When } = "promise-broken",
            "promesse de {amount} rompue {on}",
            "promise of {amount} broken {on}";
        /// Something to do, given by a step or by a person.
        TaskDue { what: Wording, on: When } = "task-due",
            "à faire {on} : {what}",
            "due {on}: {what}";
        /// A dispute that is over.
        DisputeOver { on: When } = "dispute-over",
            "litige résolu {on}, le reste est dû",
            "dispute settled {on}, the rest is due";
        /// A payment that was announced and did not come.
        AnnouncedLate { on: When } = "announced-late",
            "paiement annoncé, attendu {on}, pas venu",
            "payment announced, expected {on}, not come";
        /// Pieces that were set aside and are free again.
        PiecesFree { on: When } = "pieces-free",
            "pièces libérées {on}",
            "items released {on}";
        /// A message waits for approval.
        ApprovalWaiting = "approval-waiting",
            "message à approuver",
            "message to approve";
        /// The entry level waits for approval.
        EntryPending = "entry-pending",
            "niveau d’entrée à approuver",
            "entry level to approve";
        /// Nothing reaches the debtor.
        Unreachable = "unreachable",
            "aucune adresse où écrire",
            "no address to write to";
        /// Only pieces that carry no formal notice are left.
        Uncertain = "uncertain",
            "échéances à confirmer avant la mise en demeure",
            "due dates to confirm before the formal notice";
        /// Every step was taken.
        StepsTaken = "steps-taken",
            "toutes les relances sont faites",
            "every reminder was sent";
        /// A reminder is due.
        ReminderDue { level: i64 } = "reminder-due",
            "relance {level} due",
            "reminder {level} due";
        /// Interest runs.
        InterestSince { since: Since } = "interest-since",
            "intérêts de retard depuis {since}",
            "late interest since {since}";
        /// A piece is older than the limitation, as far as nobody knows what stopped it.
        RightOver = "right-over",
            "une pièce au moins prescrite, sauf acte interruptif",
            "one item at least beyond limitation, unless something interrupted it";
        /// More is owed in other currencies.
        OtherCurrencies { currency: Currency } = "other-currencies",
            "doit aussi en {currency}",
            "owes in {currency} too";
    }
}

impl Cause {
    /// True for what is good to know and puts no file on the list.
    pub const fn is_remark(&self) -> bool {
        matches!(self, Self::InterestSince { .. } | Self::RightOver | Self::OtherCurrencies { .. })
    }

    /// True for what only those who may run the day can do.
    pub const fn needs_run(&self) -> bool {
        matches!(self, Self::ApprovalWaiting | Self::EntryPending | Self::ReminderDue { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_people_say_them() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let said = |on: &str| {
            let when = When { day: day(on), today: day("2026-11-23") };
            (when.said(Language::Fr), when.said(Language::En))
        };
        for (on, fr, en) in [
            ("2026-11-23", "aujourd’hui", "today"),
            ("2026-11-22", "hier", "yesterday"),
            ("2026-11-17", "mardi", "on Tuesday"),
            ("2026-11-16", "le 16\u{a0}novembre", "on 16\u{a0}November"),
            ("2025-10-01", "le 1er\u{a0}octobre\u{a0}2025", "on 1\u{a0}October\u{a0}2025"),
            ("2026-11-24", "demain", "tomorrow"),
        ] {
            assert_eq!(said(on), (fr.to_owned(), en.to_owned()), "{on}");
        }
    }

    #[test]
    fn every_cause_has_its_words_in_both_languages() {
        for cause in Cause::examples() {
            let said = cause.wording();
            assert!(!said.fr.is_empty() && said.fr != said.en, "{}: {said:?}", cause.code());
        }
    }
}
