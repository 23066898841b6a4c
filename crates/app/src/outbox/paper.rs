//! Letters on paper: print files that were posted, and what the post says of registered letters.

use amicable::Channel;
use amicable::outbox::{Event, MessageState};
use courier::RegisteredNumber;
use kernel::{Date, Wording};
use ledger::AccountId;
use serde::Serialize;
use serde_json::json;
use store::{Delivery, DeliveryId, DeliveryOutcome, DocumentId, Message, MessageId, Tx};

use super::again::grant_from;
use super::send::about;
use super::verdict::{Circumstances, Verdict, circumstances, verdict};
use super::{SendReport, Why};
use crate::letters::{LetterCard, Said, cards_of_run, in_print_order};
use crate::schedule::{day_in, zone_in_tx};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Letters written in one transaction.
const CHUNK: usize = 200;

/// A letter to take out of the batch before it goes to the post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenOut {
    /// The message.
    pub message: MessageId,
    /// The account.
    pub account_id: AccountId,
    /// Who would have received it.
    pub debtor: String,
    /// Its place in the print file, from 1.
    pub place: usize,
    /// Why it must not leave.
    pub why: Wording,
}

/// What became of the letters of a print file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Posted {
    /// Letters that count as sent now.
    pub sent: u64,
    /// Letters that counted as sent before.
    pub before: u64,
    /// Letters to take out: they do not count as sent.
    pub take_out: Vec<TakenOut>,
}

/// A print file being posted.
struct Batch<'a> {
    actor: &'a Actor,
    document: DocumentId,
    on: Date,
}

impl Desk {
    /// Says that a print file went to the post on a day. Each letter is decided again first: those that
    /// must not leave any more are listed, to be taken out. `numbers` are those of the registered
    /// letters of the file, in the order of printing. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`].
    pub fn posted(
        &self,
        actor: &Actor,
        document: DocumentId,
        on: Date,
        numbers: &[String],
    ) -> Result<Posted, DeskError> {
        actor.may(Permission::EditAccount)?;
        if on > self.today() {
            return Err(Refusal::PostedLater { on }.into());
        }
        let numbers = numbers.iter().map(|text| number(text)).collect::<Result<Vec<_>, _>>()?;
        let (letters, written) = self.letters_of_file(actor, document)?;
        if on < written.min(self.today()) {
            return Err(Refusal::PostedBefore { on, written }.into());
        }
        let plan = self.plan()?;
        let formal =
            |c: &LetterCard| plan.strategies.iter().flat_map(|s| &s.steps).any(|s| s.slug == c.step && s.formal_notice);
        let registered = letters.iter().filter(|c| formal(c)).count();
        if numbers.len() > registered {
            let (given, most) = (count(numbers.len()), count(registered));
            return Err(Refusal::TooManyNumbers { given, most }.into());
        }
        let mut numbers = numbers.iter();
        let numbered: Vec<(usize, LetterCard, String)> = letters
            .into_iter()
            .zip(1..)
            .map(|(card, place)| {
                let number = if formal(&card) { numbers.next().map(ToString::to_string) } else { None };
                (place, card, number.unwrap_or_default())
            })
            .collect();
        let batch = Batch { actor, document, on };
        let mut posted = Posted::default();
        for part in numbered.chunks(CHUNK) {
            let of_part = self.store.write("outbox.posted", |tx| {
                let mut of_part = Posted::default();
                for (place, card, number) in part {
                    self.post_one(tx, &batch, (*place, card, number), &mut of_part)?;
                }
                Ok::<_, DeskError>(of_part)
            })?;
            posted.sent += of_part.sent;
            posted.before += of_part.before;
            posted.take_out.extend(of_part.take_out);
        }
        Ok(posted)
    }

    /// Says that a letter written by hand went to the post on a day: it stands in no print file. It is decided
    /// again first: one that must never leave is cancelled, and no longer waits. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`]; [`DeskError::Refused`] on what is no such letter, or
    /// must not leave: not yet, or never, which is written then.
    pub fn letter_posted(&self, actor: &Actor, id: MessageId, on: Date) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if on > self.today() {
            return Err(Refusal::PostedLater { on }.into());
        }
        let cancelled = self.store.write("outbox.letter_posted", |tx| {
            let message = actor.find(tx, id)?;
            let by_hand = message.channel == Channel::Letter.slug() && message.reminder_id.is_none();
            let Some(document) = message.document_id.filter(|_| by_hand) else {
                return Err(Refusal::NotALetter.into());
            };
            if message.state == MessageState::Sent {
                return Ok(None);
            }
            let written = written_on(tx, &message)?;
            if on < written.min(self.today()) {
                return Err(Refusal::PostedBefore { on, written }.into());
            }
            let Some(around) = circumstances(tx, &message, self.today())? else { return Ok(None) };
            match verdict(&message, &around, on) {
                Verdict::Go => {}
                Verdict::Cancel(why) => {
                    let (decided, counted) = (Verdict::Cancel(why.clone()), &mut SendReport::default());
                    self.put_off(tx, actor, message, &around, decided, counted)?;
                    return Ok(Some(why));
                }
                Verdict::Wait(why) | Verdict::Remake(why, _) => {
                    return Err(Refusal::NotWritten { why: why.wording() }.into());
                }
            }
            self.leave_on_paper(tx, &Batch { actor, document, on }, message, &around, (1, ""))?;
            Ok::<_, DeskError>(None)
        })?;
        // Told once it is written.
        cancelled.map_or(Ok(()), |why| Err(Refusal::NotWritten { why: why.wording() }.into()))
    }

    /// The letters of a print file in the order of printing, and the day they bear: that of their run.
    fn letters_of_file(&self, actor: &Actor, document: DocumentId) -> Result<(Vec<LetterCard>, Date), DeskError> {
        let (mut cards, written) = self.store.read(|tx| {
            let file = tx.runs().print_file(document)?;
            if !actor.reach.covers(file.creditor_id) {
                return Err(actor.out_of_reach("print file", document));
            }
            let cards = cards_of_run(tx, file.run_id)?.into_iter();
            let within = cards.filter(|(_, card)| card.print_file == Some(document));
            let within: Vec<LetterCard> = within.map(|(_, card)| card).collect();
            Ok::<_, DeskError>((within, tx.runs().get(file.run_id)?.day))
        })?;
        in_print_order(&mut cards);
        Ok((cards, written))
    }

    fn post_one(
        &self,
        tx: &mut Tx,
        batch: &Batch<'_>,
        (place, card, number): (usize, &LetterCard, &str),
        posted: &mut Posted,
    ) -> Result<(), DeskError> {
        let message = tx.messages().get(card.message)?;
        if matches!(message.state, MessageState::Sent | MessageState::Bounced) {
            posted.before += 1;
            return Ok(());
        }
        let mut take_out = |why: Wording| {
            let debtor = card.debtor.clone();
            posted.take_out.push(TakenOut { message: card.message, account_id: card.account_id, debtor, place, why });
        };
        let today = self.today();
        let Some(around) = circumstances(tx, &message, today)? else { return Ok(()) };
        if message.state != MessageState::Rendered || message.document_id != card.document {
            take_out(Why::NothingLeft.wording());
            return Ok(());
        }
        match verdict(&message, &around, batch.on) {
            Verdict::Go => {}
            decided @ (Verdict::Cancel(_) | Verdict::Wait(_) | Verdict::Remake(..)) => {
                if let Verdict::Cancel(why) | Verdict::Wait(why) | Verdict::Remake(why, _) = &decided {
                    take_out(why.wording());
                }
                return self.put_off(tx, batch.actor, message, &around, decided, &mut SendReport::default());
            }
        }
        posted.sent += 1;
        self.leave_on_paper(tx, batch, message, &around, (place, number))
    }

    fn leave_on_paper(
        &self,
        tx: &mut Tx,
        batch: &Batch<'_>,
        message: Message,
        around: &Circumstances,
        (place, number): (usize, &str),
    ) -> Result<(), DeskError> {
        let now = self.now();
        let sha256 = match message.document_id {
            Some(id) => tx.documents().get(id)?.sha256,
            None => String::new(),
        };
        let facts = json!({ "print_file": batch.document, "place": place, "on": batch.on, "sha256": sha256 });
        let delivery = Delivery {
            id: DeliveryId(self.id()),
            message_id: message.id,
            account_id: message.account_id,
            carrier: "print".to_owned(),
            parcel: String::new(),
            reserved_by: batch.actor.name.clone(),
            reserved_us: now,
            lease_until_us: now,
            outcome: DeliveryOutcome::Accepted,
            reply: String::new(),
            evidence: facts.to_string(),
            answered_us: Some(now),
        };
        tx.deliveries().insert(&delivery)?;
        let payload = json!({
            "message": message.id, "delivery": delivery.id, "channel": message.channel, "print_file": batch.document,
            "place": place, "posted_on": batch.on, "registered": number, "sha256": sha256,
        });
        let about = about(&message, around);
        grant_from(tx, message.reminder_id, batch.on)?;
        let state = message.state.after(Event::Reserve)?.after(Event::Accept)?;
        let registered = if number.is_empty() { message.registered.clone() } else { number.to_owned() };
        tx.messages().save(&Message { state, registered, settled_us: Some(now), ..message })?;
        Ok(self.note(tx, batch.actor, about, "message.sent", &payload)?)
    }

    /// Writes what the post says of a registered letter: its number, the day it was presented, the day
    /// it came back unclaimed. What is not given stays. A letter made and not yet printed is made again,
    /// so that the number stands on it. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`].
    pub fn registered(
        &self,
        actor: &Actor,
        id: MessageId,
        given: Option<&str>,
        (presented_on, returned_on): (Option<Date>, Option<Date>),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, given) = (self.today(), given.map(number).transpose()?);
        self.store.write("outbox.registered", |tx| {
            let mut message = actor.find(tx, id)?;
            if message.channel != "letter" {
                return Err(Refusal::NotALetter.into());
            }
            let before = message.clone();
            if let Some(number) = &given {
                message.registered = number.to_string();
            }
            message.presented_on = presented_on.or(message.presented_on);
            message.returned_on = returned_on.or(message.returned_on);
            if presented_on.max(returned_on).is_some() && message.registered.is_empty() {
                return Err(Refusal::NumberMissing.into());
            }
            if message == before {
                return Ok(());
            }
            check_days(tx, &message, (presented_on, returned_on), today)?;
            let creditor = super::send::creditor_of(tx, &message)?;
            let about = crate::desk::About { account: Some(message.account_id), creditor, on: None };
            let payload = json!({
                "message": id, "registered": message.registered, "presented_on": message.presented_on,
                "returned_on": message.returned_on,
            });
            if message.registered != before.registered && message.state == MessageState::Rendered && !printed(&message)
            {
                (message.state, message.document_id) = (message.state.after(Event::Remake)?, None);
                if let Some(reminder) = message.reminder_id {
                    let reminder = tx.reminders().get(reminder)?;
                    self.queue_letters(tx, reminder.run_id)?;
                }
            }
            tx.messages().save(&message)?;
            Ok(self.note(tx, actor, about, "message.registered", &payload)?)
        })
    }
}

/// Refuses days that the post cannot have written: a presentation without a number, after today, before the letter, in
/// the wrong order. `given` are those just told.
pub(super) fn check_days(
    tx: &mut Tx,
    message: &Message,
    given: (Option<Date>, Option<Date>),
    today: Date,
) -> Result<(), DeskError> {
    if message.presented_on.is_some() && message.registered.is_empty() {
        return Err(Refusal::NumberMissing.into());
    }
    if let Some(day) = message.presented_on.max(message.returned_on).filter(|day| *day > today) {
        return Err(Refusal::PostLater { day }.into());
    }
    let written = written_on(tx, message)?;
    let first = [given.0, given.1].into_iter().flatten().min();
    if let Some(day) = first.filter(|day| *day < written.min(today)) {
        return Err(Refusal::PostBefore { day, written }.into());
    }
    if let (Some(presented), Some(returned)) = (message.presented_on, message.returned_on)
        && returned < presented
    {
        return Err(Refusal::ReturnedBefore { presented, returned }.into());
    }
    Ok(())
}

/// The day that a letter bears.
pub(super) fn written_on(tx: &mut Tx, message: &Message) -> Result<Date, DeskError> {
    if let Some(reminder) = message.reminder_id {
        return Ok(tx.reminders().get(reminder)?.on_day);
    }
    let zone = zone_in_tx(tx)?;
    Ok(Said::of(message).by_hand.map_or_else(|| day_in(&zone, message.created_us), |hand| hand.on))
}

/// Whether a letter stands in a print file: on paper already, as far as anybody here knows. A letter
/// that carries no reminder is never made again.
const fn printed(message: &Message) -> bool {
    message.reminder_id.is_none() || message.print_file_id.is_some()
}

pub(super) fn number(text: &str) -> Result<RegisteredNumber, Refusal> {
    RegisteredNumber::parse(text).map_err(|_| Refusal::NumberWrong { text: text.chars().take(40).collect() })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
