//! The only ways to be rid of a right: the act, done in time and proved; an event that ends what it was for; a
//! waiver, with who and why. A [`Closing`] is made by a right that it fits, never by hand.

use kernel::{Date, Money, Wording, slug_enum};
use law::text::{date_en, date_fr};
use serde::{Deserialize, Serialize};

use super::{Right, RightKind};

/// Letters of a reason, at least: a waiver that says « ok » says nothing.
const REASON_LEAST: usize = 10;
/// Letters of a text kept, at most.
const TEXT_MOST: usize = 2_000;

slug_enum!(
    /// What ends the object of a right.
    Ending {
        /// Nothing is open any more.
        Paid = "paid",
        /// The pieces left the ledger: an import undone, a credit note.
        Cancelled = "cancelled",
        /// The action is stayed by law: insolvency, over-indebtedness.
        Stayed = "stayed",
        /// The proceedings were withdrawn.
        Withdrawn = "withdrawn",
        /// The proceedings came to their end another way: judgment, settlement, release.
        Concluded = "concluded",
    }
);

impl Ending {
    /// Whether it ends a right of that kind. A stay or a withdrawal ends no limitation: the first stops its clock,
    /// the second undoes an interruption (C. civ. 2243).
    pub const fn ends(self, kind: RightKind) -> bool {
        match self {
            Self::Paid | Self::Cancelled => true,
            Self::Stayed | Self::Withdrawn | Self::Concluded => !matches!(kind, RightKind::Limitation),
        }
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Paid => ("payé", "paid"),
            Self::Cancelled => ("pièces annulées", "items cancelled"),
            Self::Stayed => ("action arrêtée", "action stayed"),
            Self::Withdrawn => ("procédure retirée", "proceedings withdrawn"),
            Self::Concluded => ("procédure terminée", "proceedings concluded"),
        }
    }
}

/// How a right ended. Read again from where it was kept, it is checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Closing(Way);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Act { on: Date, proof: String },
    Event { on: Date, ending: Ending, proof: String },
    Waiver { on: Date, who: String, why: String },
}

/// A closing as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
enum Kept {
    Act { on: Date, proof: String },
    Event { on: Date, ending: Ending, proof: String },
    Waiver { on: Date, who: String, why: String },
}

impl TryFrom<Kept> for Closing {
    type Error = String;

    fn try_from(kept: Kept) -> Result<Self, String> {
        let way = match kept {
            Kept::Act { on, proof } => Way::Act { on, proof: text(&proof).ok_or("an act without proof")? },
            Kept::Event { on, ending, proof } => {
                Way::Event { on, ending, proof: text(&proof).ok_or("an event without proof")? }
            }
            Kept::Waiver { on, who, why } => Way::Waiver {
                on,
                who: text(&who).ok_or("a waiver of nobody")?,
                why: reason(&why).ok_or("a waiver without reason")?,
            },
        };
        Ok(Self(way))
    }
}

impl From<Closing> for Kept {
    fn from(closing: Closing) -> Self {
        match closing.0 {
            Way::Act { on, proof } => Self::Act { on, proof },
            Way::Event { on, ending, proof } => Self::Event { on, ending, proof },
            Way::Waiver { on, who, why } => Self::Waiver { on, who, why },
        }
    }
}

impl Closing {
    /// The day of the act, the event or the waiver.
    pub const fn on(&self) -> Date {
        match &self.0 {
            Way::Act { on, .. } | Way::Event { on, .. } | Way::Waiver { on, .. } => *on,
        }
    }

    /// `act`, `event` or `waiver`.
    pub const fn slug(&self) -> &'static str {
        match &self.0 {
            Way::Act { .. } => "act",
            Way::Event { .. } => "event",
            Way::Waiver { .. } => "waiver",
        }
    }

    /// In words.
    pub fn words(&self) -> Wording {
        match &self.0 {
            Way::Act { on, proof } => Wording::new(
                format!("acte fait le {}, preuve : {proof}", date_fr(*on)),
                format!("act done on {}, proof: {proof}", date_en(*on)),
            ),
            Way::Event { on, ending, proof } => Wording::new(
                format!("{} le {}, preuve : {proof}", ending.words().0, date_fr(*on)),
                format!("{} on {}, proof: {proof}", ending.words().1, date_en(*on)),
            ),
            Way::Waiver { on, who, why } => Wording::new(
                format!("renonciation de {who} le {} : {why}", date_fr(*on)),
                format!("waived by {who} on {}: {why}", date_en(*on)),
            ),
        }
    }
}

fn text(given: &str) -> Option<String> {
    let text: String = given.trim().chars().take(TEXT_MOST).collect();
    (!text.is_empty()).then_some(text)
}

fn reason(given: &str) -> Option<String> {
    text(given).filter(|why| why.chars().filter(|c| c.is_alphanumeric()).count() >= REASON_LEAST)
}

kernel::sentences! {
    /// Why a right is not closed that way.
    ClosingFault {
        /// It ended already.
        Over { on: Date } = "right-over",
            "ce droit est clos depuis le {on} : rien n’est à faire",
            "this right has been closed since {on}: nothing is to be done";
        /// No document.
        NoProof = "right-no-proof" at "proof",
            "un droit ne se clôt pas sans preuve : indiquez le document qui l’établit (numéro de l’acte, accusé, jugement)",
            "a right is not closed without proof: give the document that shows it (number of the act, receipt, judgment)";
        /// After the last day.
        TooLate { on: Date, last: Date } = "right-act-late" at "on",
            "l’acte est du {on}, le dernier jour était le {last} : le droit est perdu ; corrigez la date si elle est fausse, sinon renoncez-y en disant pourquoi",
            "the act is of {on}, the last day was {last}: the right is lost; correct the date if it is wrong, else waive the right and say why";
        /// Before the period.
        TooEarly { on: Date, starts: Date } = "right-act-early" at "on",
            "l’acte est du {on}, avant l’événement du {starts} qui ouvre le délai : vérifiez la date de l’un et de l’autre",
            "the act is of {on}, before the event of {starts} that opens the period: check both dates";
        /// In the future.
        NotYet { on: Date } = "right-not-yet" at "on",
            "le {on} est à venir : un droit se clôt sur ce qui a eu lieu",
            "{on} is to come: a right is closed on what has happened";
        /// An act does not end a limitation.
        StillRuns = "right-limitation-runs" at "act",
            "un acte interrompt la prescription, il n’y met pas fin : inscrivez-le comme événement, un nouveau délai courra",
            "an act interrupts a limitation, it does not end it: record it as an event, a new period will run";
        /// Something is still open.
        NotPaid { open: Money } = "right-open" at "ending",
            "il reste {open} à payer : le droit n’est pas éteint",
            "{open} is still open: the right is not ended";
        /// The event is of another kind.
        OtherObject = "right-other-object" at "ending",
            "cet événement ne met pas fin à une prescription : il la suspend ou efface une interruption ; inscrivez-le comme événement de la créance",
            "this event ends no limitation: it stops it or undoes an interruption; record it as an event of the claim";
        /// Nobody.
        NoOne = "right-waiver-no-one" at "who",
            "une renonciation porte le nom de qui la décide",
            "a waiver bears the name of who decides it";
        /// Nothing said.
        NoReason = "right-waiver-no-reason" at "why",
            "dites en quelques mots pourquoi l’on renonce à ce droit : la raison restera au dossier",
            "say in a few words why this right is waived: the reason stays in the file";
    }
}

impl Right {
    /// Closed by the act it was waiting for, done on `on`, its last day included, with the document that proves it.
    ///
    /// # Errors
    /// [`ClosingFault`]: late, early, without proof, or a limitation, which an act only interrupts.
    pub fn done(self, on: Date, proof: &str, today: Date) -> Result<Self, ClosingFault> {
        self.open_on(on, today)?;
        if self.kind == RightKind::Limitation {
            return Err(ClosingFault::StillRuns);
        }
        let term = self.clock.term();
        if on > term.last_day {
            return Err(ClosingFault::TooLate { on, last: term.last_day });
        }
        if on < term.starts && !term.counted_back {
            return Err(ClosingFault::TooEarly { on, starts: term.starts });
        }
        let proof = text(proof).ok_or(ClosingFault::NoProof)?;
        Ok(self.with(Way::Act { on, proof }))
    }

    /// Closed by an event that ended its object. `open` is what is still open of what it covers, that day.
    ///
    /// # Errors
    /// [`ClosingFault`]: something is still open, or the event ends no right of this kind.
    pub fn ended(self, ending: Ending, open: Money, on: Date, proof: &str, today: Date) -> Result<Self, ClosingFault> {
        self.open_on(on, today)?;
        if !ending.ends(self.kind) {
            return Err(ClosingFault::OtherObject);
        }
        if matches!(ending, Ending::Paid | Ending::Cancelled) && open.minor() > 0 {
            return Err(ClosingFault::NotPaid { open });
        }
        let proof = text(proof).ok_or(ClosingFault::NoProof)?;
        Ok(self.with(Way::Event { on, ending, proof }))
    }

    /// Given up by somebody, today, for a reason.
    ///
    /// # Errors
    /// [`ClosingFault`]: nobody, or no reason.
    pub fn waived(self, who: &str, why: &str, today: Date) -> Result<Self, ClosingFault> {
        self.open_on(today, today)?;
        let who = text(who).ok_or(ClosingFault::NoOne)?;
        let why = reason(why).ok_or(ClosingFault::NoReason)?;
        Ok(self.with(Way::Waiver { on: today, who, why }))
    }

    fn open_on(&self, on: Date, today: Date) -> Result<(), ClosingFault> {
        if let Some(closing) = self.closing() {
            return Err(ClosingFault::Over { on: closing.on() });
        }
        if on > today {
            return Err(ClosingFault::NotYet { on });
        }
        Ok(())
    }

    fn with(self, way: Way) -> Self {
        Self { closing: Some(Closing(way)), ..self }
    }
}
