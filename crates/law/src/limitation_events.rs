//! What a dated fact does to the limitation of a claim, before anybody tells it.

use crate::limitation_tables::{Effect, EventRow, KindRow};
use crate::{Law, LawError, Line, words};

/// A word of the table `limitation_events`, for one kind of claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEvent {
    /// The word: `acknowledgement`.
    pub event: String,
    /// The same for people.
    pub words: Line,
    /// It interrupts the limitation, suspends it or lets it run again by itself: no court has to say so.
    pub moves: bool,
    /// What it does, or why it does nothing.
    pub why: Line,
    /// Article.
    pub article: String,
    /// The document that proves it, where a row names it.
    pub proof: Option<Line>,
}

/// A fact that moves a limitation outside of any proceedings.
const fn moves(effect: Effect) -> bool {
    matches!(effect, Effect::Interrupts | Effect::Suspends | Effect::Resumes { .. })
}

impl Law {
    fn known_event(&self, row: &EventRow) -> KnownEvent {
        KnownEvent {
            event: row.event.clone(),
            words: words::of("event", &row.event),
            moves: moves(row.effect),
            why: row.why.clone(),
            article: row.source.article.clone(),
            proof: self.limitation_tables().proof(row).map(|proof| proof.words.clone()),
        }
    }

    /// What a word of the table does to the claims of a kind.
    ///
    /// # Errors
    /// [`LawError::Unknown`] for a kind or a word that the tables do not know: it lists those they know.
    ///
    /// ```
    /// let law = law::Law::builtin();
    /// assert!(law.limitation_event("acknowledgement", "b2b")?.moves);
    /// assert!(!law.limitation_event("formal-notice", "b2b")?.moves, "Cass. com. 18 May 2022");
    /// assert!(law.limitation_event("formal-notice", "public")?.moves, "loi 68-1250 art. 2");
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn limitation_event(&self, event: &str, kind: &str) -> Result<KnownEvent, LawError> {
        let tables = self.limitation_tables();
        let kind: &KindRow = tables.kind(kind)?;
        Ok(self.known_event(tables.event(event, kind)?))
    }

    /// The words that move the limitation of a kind of claim outside of any proceedings, in the order of the table.
    ///
    /// # Errors
    /// [`LawError::Unknown`] for a kind that the tables do not know.
    pub fn limitation_movers(&self, kind: &str) -> Result<Vec<KnownEvent>, LawError> {
        let tables = self.limitation_tables();
        let kind = tables.kind(kind)?;
        let mut known: Vec<KnownEvent> = Vec::new();
        for row in tables.events() {
            let own = self.known_event(tables.event(&row.event, kind)?);
            if own.moves && !known.iter().any(|one| one.event == own.event) {
                known.push(own);
            }
        }
        Ok(known)
    }
}
