//! What people say of a case: who, when, with a note; nothing is rewritten.

use kernel::Date;
use serde_json::json;
use store::{CaseAnswer, CaseAnswerId, CaseAspect, CaseId};

use super::facts::{UNREGISTERED, values};
use super::words::{aspect_words, value_words};
use crate::cases::{case_facts, open_case};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, ReadinessRefusal};

/// Longest note, in characters.
const NOTE_MAX: usize = 2_000;
/// Longest code of a place, in characters: a commune has five, a State two.
const PLACE_MAX: usize = 5;

impl Desk {
    /// Says what the ledger cannot know of an open case, or knows otherwise: then with a note. An empty value takes
    /// back what was said. Requests that the answer fulfils are closed with it.
    ///
    /// # Errors
    /// [`ReadinessRefusal`]: a word that does not answer it, a day to come, no note; [`crate::CaseRefusal::Closed`].
    pub fn answer_readiness(
        &self,
        actor: &Actor,
        id: CaseId,
        (aspect, value, note): (CaseAspect, &str, &str),
    ) -> Result<CaseAnswerId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let outside = self.outside(actor, id)?;
        let (value, note) = (read(aspect, value, self.today())?, note.trim());
        if note.chars().count() > NOTE_MAX {
            return Err(ReadinessRefusal::NoteTooLong { most: i64::try_from(NOTE_MAX).unwrap_or(i64::MAX) }.into());
        }
        let answer_id = CaseAnswerId(self.id());
        self.store.write("case.answer", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let before = self.case_known(tx, &outside, &case)?;
            let line = before.aspects.iter().find(|line| line.aspect == aspect);
            let of_the_desk = line.map(|line| line.desk.as_str()).unwrap_or_default();
            if ledger_knows(aspect) && !value.is_empty() && value != of_the_desk && note.is_empty() {
                return Err(ReadinessRefusal::NoteMissing { known: value_words(aspect, of_the_desk) }.into());
            }
            if aspect == CaseAspect::Place && !value.is_empty() {
                let asked = law::courts::CourtAsked { place: Some(value.clone()), ..before.asked.clone() };
                self.check_place(asked)?;
            }
            tx.readiness().insert(&CaseAnswer {
                id: answer_id,
                case_id: id,
                account_id: case.account_id,
                aspect,
                value: value.clone(),
                note: note.to_owned(),
                actor: actor.name.clone(),
                created_us: self.now(),
            })?;
            let closed = self.close_fulfilled(tx, actor, &outside, &case)?;
            let mut payload = case_facts(&case);
            payload["aspect"] = json!(aspect);
            payload["words"] = json!(aspect_words(aspect));
            payload["value"] = value.as_str().into();
            payload["said"] = json!(value_words(aspect, &value));
            payload["note"] = note.into();
            payload["tasks"] = json!(closed);
            self.note(tx, actor, About::account(&account), "case.answered", &payload)?;
            Ok(answer_id)
        })
    }

    /// That the law knows the place; the amount has no part in it.
    fn check_place(&self, mut asked: law::courts::CourtAsked) -> Result<(), DeskError> {
        asked.amount = kernel::Money::zero(kernel::Currency::EUR);
        law::courts::court(&asked, &self.law)?;
        Ok(())
    }
}

/// What the books tell by themselves: to say otherwise takes a reason.
const fn ledger_knows(aspect: CaseAspect) -> bool {
    use CaseAspect as A;
    matches!(aspect, A::Contest | A::Amount | A::Invoice | A::Terms | A::Notice)
}

/// A value as an aspect takes it.
fn read(aspect: CaseAspect, value: &str, today: Date) -> Result<String, ReadinessRefusal> {
    let value = value.trim();
    let unknown = |known: String| ReadinessRefusal::Value { text: value.chars().take(40).collect(), known };
    match aspect {
        _ if value.is_empty() => Ok(String::new()),
        CaseAspect::Register if value == UNREGISTERED => Ok(value.to_owned()),
        CaseAspect::Register => {
            let day: Date = value.parse().map_err(|_| unknown(format!("AAAA-MM-JJ, {UNREGISTERED}")))?;
            if today < day {
                return Err(ReadinessRefusal::DayToCome { today });
            }
            Ok(day.to_string())
        }
        CaseAspect::Place => {
            let sound = value.len() <= PLACE_MAX && value.chars().all(|c| c.is_ascii_alphanumeric());
            if sound { Ok(value.to_ascii_uppercase()) } else { Err(unknown("59350, BE".to_owned())) }
        }
        _ => {
            let known = values(aspect);
            if known.contains(&value) { Ok(value.to_owned()) } else { Err(unknown(known.join(", "))) }
        }
    }
}
