//! What a fact, or the passing of time, brought about: said in both languages, kept by the timeline.

use kernel::{Date, Money, Wording};
use law::conditions::CourtKind;
use law::text::{amount_en, amount_fr, date_en, date_fr};
use law::words;
use serde::{Deserialize, Serialize};

use super::{EndGround, StayGround};

/// Something that happened to a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// An act led to another state.
    Moved {
        /// The act.
        act: String,
        /// The state it left.
        from: String,
        /// The state it led to.
        to: String,
        /// When.
        day: Date,
        /// Who did it.
        by: String,
    },
    /// Time led to another state, at the end of a day.
    Time {
        /// What the definition calls it: `miss-service`.
        act: String,
        /// The state that ended.
        from: String,
        /// The state that began.
        to: String,
        /// The day at whose end.
        day: Date,
        /// Whether a right was lost by it.
        lost: bool,
        /// What it means.
        loses: Wording,
        /// Article.
        article: String,
    },
    /// A deadline runs.
    Opened {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// Whether it is ours to keep.
        ours: bool,
        /// First day, for a period that must be over first.
        earliest: Option<Date>,
        /// Last day; absent, its start is to be told.
        due: Option<Date>,
        /// The date to work by.
        safe: Option<Date>,
        /// Article.
        article: String,
    },
    /// A deadline was kept, or its act came late.
    Kept {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// The day of the act.
        day: Date,
        /// Last day.
        due: Option<Date>,
        /// Whether the act came after it.
        late: bool,
        /// Whether it was ours to keep.
        ours: bool,
        /// What lateness loses.
        lost: Wording,
        /// Article.
        article: String,
    },
    /// A deadline has no object any more.
    Closed {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// When.
        day: Date,
        /// The state the procedure is in instead.
        into: String,
    },
    /// The last day passed, and the definition leads to the loss.
    Missed {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// Last day.
        due: Option<Date>,
        /// What is lost.
        lost: Wording,
        /// Article.
        article: String,
    },
    /// The last day passed, and no act of the definition follows from it: somebody decides.
    Passed {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// Last day.
        due: Date,
        /// Whether its act is possible now.
        possible: bool,
        /// What is lost.
        lost: Wording,
        /// Article.
        article: String,
    },
    /// A deadline moved with a day that was corrected or told.
    Recomputed {
        /// The step.
        step: String,
        /// The state of its acts.
        state: String,
        /// The step in words.
        words: Wording,
        /// What it was.
        was: Option<Date>,
        /// What it is.
        is: Option<Date>,
    },
    /// An act was done and changes nothing here.
    WithoutEffect {
        /// The act.
        act: String,
        /// When.
        day: Date,
        /// Why.
        why: Wording,
    },
    /// An event of the limitation clock of the items.
    Limitation {
        /// Its word in the tables of law: `order-served`.
        word: String,
        /// When.
        day: Date,
        /// Its proof, in the user's words.
        reference: Option<String>,
    },
    /// A rule that is no period binds this choice.
    Rule {
        /// The step of the table.
        step: String,
        /// What it says.
        says: Wording,
        /// What the choice gives up, when it is known.
        amount: Option<Money>,
        /// Article.
        article: String,
    },
    /// Something to know.
    Warned {
        /// What.
        what: Wording,
    },
    /// The creditor's acts are suspended.
    Stayed {
        /// From that day on.
        day: Date,
        /// What suspends.
        ground: StayGround,
    },
    /// They may go on.
    Lifted {
        /// From that day on.
        day: Date,
    },
    /// The kind of court is told, or the file went to another.
    Before {
        /// From that day on.
        day: Date,
        /// Which.
        court: CourtKind,
    },
    /// The procedure has no object any more.
    Ended {
        /// When.
        day: Date,
        /// What ended it.
        ground: EndGround,
        /// Why.
        why: String,
    },
    /// A hearing is set, or put off.
    Hearing {
        /// To that day.
        day: Date,
    },
    /// What was said before is no longer so: a fact learnt later undid it.
    NoLonger {
        /// What was said.
        what: Box<Event>,
    },
}

fn act(slug: &str) -> Wording {
    words::of("act", slug)
}

fn state(slug: &str) -> Wording {
    words::of("state", slug)
}

fn dated(day: Option<Date>) -> Wording {
    day.map_or_else(|| Wording::new("sans date", "without a date"), |day| Wording::new(date_fr(day), date_en(day)))
}

impl Event {
    /// The event in both languages.
    pub fn words(&self) -> Wording {
        match self {
            Self::Moved { .. } | Self::Time { .. } | Self::WithoutEffect { .. } => self.move_words(),
            Self::Opened { .. } | Self::Kept { .. } | Self::Closed { .. } | Self::Recomputed { .. } => {
                self.deadline_words()
            }
            Self::Missed { .. } | Self::Passed { .. } => self.loss_words(),
            _ => self.other_words(),
        }
    }

    /// Whether it says that a right was lost, or may be.
    pub const fn is_loss(&self) -> bool {
        matches!(
            self,
            Self::Missed { .. }
                | Self::Passed { .. }
                | Self::Time { lost: true, .. }
                | Self::Kept { late: true, ours: true, .. }
        )
    }

    fn move_words(&self) -> Wording {
        match self {
            Self::Moved { act: slug, to, day, by, .. } => {
                let (act, to) = (act(slug), state(to));
                Wording::new(
                    format!("{} : {} ({by}) → {}", date_fr(*day), act.fr, to.fr),
                    format!("{}: {} ({by}) → {}", date_en(*day), act.en, to.en),
                )
            }
            Self::Time { act: slug, to, day, loses, article, .. } => {
                let (act, to) = (act(slug), state(to));
                Wording::new(
                    format!("{} à 24 h : {} → {} : {} ({article})", date_fr(*day), act.fr, to.fr, loses.fr),
                    format!("end of {}: {} → {}: {} ({article})", date_en(*day), act.en, to.en, loses.en),
                )
            }
            Self::WithoutEffect { act: slug, day, why } => {
                let act = act(slug);
                Wording::new(
                    format!("« {} » du {} est noté et reste sans effet : {}", act.fr, date_fr(*day), why.fr),
                    format!("« {} » of {} is recorded and has no effect: {}", act.en, date_en(*day), why.en),
                )
            }
            _ => Wording::default(),
        }
    }

    fn deadline_words(&self) -> Wording {
        match self {
            Self::Opened { words, earliest, due, safe, article, .. } => {
                let safe = dated(*safe);
                let (fr, en) = match (earliest, due) {
                    (Some(day), _) => {
                        (format!("pas avant le {}", date_fr(*day)), format!("not before {}", date_en(*day)))
                    }
                    (None, Some(day)) => (format!("jusqu’au {}", date_fr(*day)), format!("to {}", date_en(*day))),
                    (None, None) => ("départ à donner".to_owned(), "its start is to be told".to_owned()),
                };
                Wording::new(
                    format!("Délai : {} : {fr} (date sûre : {}) ({article})", words.fr, safe.fr),
                    format!("Period: {}: {en} (safe date: {}) ({article})", words.en, safe.en),
                )
            }
            Self::Kept { words, day, late: false, article, .. } => Wording::new(
                format!("Délai tenu : {}, le {} ({article})", words.fr, date_fr(*day)),
                format!("Period kept: {}, on {} ({article})", words.en, date_en(*day)),
            ),
            Self::Kept { words, day, due, lost, article, .. } => {
                let due = dated(*due);
                Wording::new(
                    format!(
                        "Hors délai : {}, le {} pour le {} : {} ({article})",
                        words.fr,
                        date_fr(*day),
                        due.fr,
                        lost.fr
                    ),
                    format!("Out of time: {}, on {} for {}: {} ({article})", words.en, date_en(*day), due.en, lost.en),
                )
            }
            Self::Closed { words, day, into, .. } => {
                let into = state(into);
                Wording::new(
                    format!("Sans objet : {}, depuis le {} (état « {} »)", words.fr, date_fr(*day), into.fr),
                    format!("No object any more: {}, since {} (state « {} »)", words.en, date_en(*day), into.en),
                )
            }
            Self::Recomputed { words, was, is, .. } => {
                let (was, is) = (dated(*was), dated(*is));
                Wording::new(
                    format!("Recalculé : {} : {} au lieu de {}", words.fr, is.fr, was.fr),
                    format!("Computed again: {}: {} instead of {}", words.en, is.en, was.en),
                )
            }
            _ => Wording::default(),
        }
    }

    fn loss_words(&self) -> Wording {
        match self {
            Self::Missed { words, due, lost, article, .. } => {
                let due = dated(*due);
                Wording::new(
                    format!("Délai manqué : {}, {} : {} ({article})", words.fr, due.fr, lost.fr),
                    format!("Missed: {}, {}: {} ({article})", words.en, due.en, lost.en),
                )
            }
            Self::Passed { words, due, possible, lost, article, .. } => {
                let (fr, en) = if *possible {
                    ("", "")
                } else {
                    (" avant que l’acte soit possible", " before the act became possible")
                };
                Wording::new(
                    format!(
                        "Délai passé{fr} : {}, le {} : {} ({article}) ; à vérifier",
                        words.fr,
                        date_fr(*due),
                        lost.fr
                    ),
                    format!(
                        "Period over{en}: {}, on {}: {} ({article}); to be checked",
                        words.en,
                        date_en(*due),
                        lost.en
                    ),
                )
            }
            _ => Wording::default(),
        }
    }

    fn other_words(&self) -> Wording {
        match self {
            Self::Limitation { word, day, .. } => {
                let event = words::of("event", word);
                Wording::new(
                    format!("Prescription : {}, le {}", event.fr, date_fr(*day)),
                    format!("Limitation: {}, on {}", event.en, date_en(*day)),
                )
            }
            Self::Rule { says, amount, article, .. } => {
                let (fr, en) = amount.map_or_else(Default::default, |amount| {
                    (format!(" : {}", amount_fr(amount)), format!(": {}", amount_en(amount)))
                });
                Wording::new(format!("{}{fr} ({article})", says.fr), format!("{}{en} ({article})", says.en))
            }
            Self::Warned { what } => what.clone(),
            Self::Stayed { day, ground } => {
                let ground = ground.words();
                Wording::new(
                    format!("Actes du créancier suspendus à partir du {} : {}", date_fr(*day), ground.fr),
                    format!("The creditor’s acts are suspended from {}: {}", date_en(*day), ground.en),
                )
            }
            Self::Before { day, court } => {
                let court = court.words();
                Wording::new(
                    format!("Juridiction depuis le {} : {}", date_fr(*day), court.fr),
                    format!("Court since {}: {}", date_en(*day), court.en),
                )
            }
            Self::Hearing { day } => {
                Wording::new(format!("Audience le {}", date_fr(*day)), format!("Hearing on {}", date_en(*day)))
            }
            Self::Lifted { day } => Wording::new(
                format!("Les actes peuvent reprendre à partir du {}", date_fr(*day)),
                format!("Acts may go on from {}", date_en(*day)),
            ),
            Self::Ended { day, ground, why } => {
                let ground = ground.words();
                Wording::new(
                    format!("Fin le {} : {} ({why})", date_fr(*day), ground.fr),
                    format!("Ended on {}: {} ({why})", date_en(*day), ground.en),
                )
            }
            Self::NoLonger { what } => {
                let what = what.words();
                Wording::new(format!("N’est plus vrai : {}", what.fr), format!("No longer so: {}", what.en))
            }
            _ => Wording::default(),
        }
    }
}

impl StayGround {
    /// The ground in both languages.
    pub fn words(self) -> Wording {
        match self {
            Self::Insolvency => Wording::new("procédure collective", "insolvency"),
            Self::OverIndebtedness => Wording::new("surendettement", "over-indebtedness"),
            Self::GracePeriod => Wording::new("délai de grâce", "time to pay given by the judge"),
            Self::Agreement => Wording::new("accord en cours", "an agreement that runs"),
            Self::Order => Wording::new("décision du juge", "order of a judge"),
        }
    }
}

impl EndGround {
    /// The ground in both languages.
    pub fn words(self) -> Wording {
        match self {
            Self::Paid => Wording::new("payée", "paid"),
            Self::Settled => Wording::new("transigée", "settled"),
            Self::GivenUp => Wording::new("abandonnée", "given up"),
            Self::Joined => Wording::new("suivie ailleurs", "followed elsewhere"),
        }
    }
}
