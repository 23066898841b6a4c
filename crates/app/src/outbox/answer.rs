//! Writing what a carrier answered: the state, the evidence and the entry, in one transaction.

use amicable::Channel;
use amicable::outbox::{Event, MessageState, retry_after};
use courier::{Accepted, Blame, Outcome, Recall, Refusal as Refused, Stage};
use kernel::{Timestamp, Wording};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Delivery, DeliveryId, DeliveryOutcome, Message, MessageId, StoreError, TaskKind, TaskState, Tx};

use super::again::grant_from;
use super::send::minutes;
use super::{SendReport, Why};
use crate::desk::About;
use crate::letters::Said;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError};

/// Wait when the house's own server is not reached or refuses us: no fault of the message, whose
/// refusals are not counted.
pub(super) const HOUSE_MIN: i64 = 5;

/// An attempt and its message, as they are answered.
struct Answered<'a> {
    actor: &'a Actor,
    delivery: DeliveryId,
    about: About,
    now: Timestamp,
}

impl Desk {
    /// Writes an outcome. An attempt that was taken for lost meanwhile is doubtful: an answer that comes late
    /// settles the doubt, a refusal where no other attempt followed.
    pub(super) fn answer(
        &self,
        actor: &Actor,
        delivery: DeliveryId,
        message: MessageId,
        outcome: &Outcome,
        report: &mut SendReport,
    ) -> Result<(), DeskError> {
        let counted = self.store.write("outbox.answer", |tx| {
            let mut counted = SendReport::default();
            let message = tx.messages().get(message)?;
            let attempt = tx.deliveries().get(delivery)?;
            let creditor = super::send::creditor_of(tx, &message)?;
            let about = About { account: Some(message.account_id), creditor, on: None };
            let at = Answered { actor, delivery, about, now: self.now() };
            if attempt.outcome != DeliveryOutcome::Pending {
                match outcome {
                    _ if message.state != MessageState::Ambiguous => {}
                    Outcome::Accepted(accepted) => {
                        counted.sent += 1;
                        self.left(tx, &at, message, accepted, Event::DeclareSent)?;
                    }
                    Outcome::Refused(refusal) if is_last(tx, &attempt)? => {
                        tx.deliveries().hear(delivery)?;
                        let state = message.state.after(Event::Hear)?;
                        let message = Message { state, settled_us: None, ..message };
                        self.refused(tx, &at, message, (refusal, outcome), &mut counted)?;
                    }
                    Outcome::Refused(_) | Outcome::Ambiguous(_) => {}
                }
                return Ok::<_, DeskError>(counted);
            }
            match outcome {
                Outcome::Accepted(accepted) => {
                    counted.sent += 1;
                    let evidence = serde_json::to_string(outcome).unwrap_or_default();
                    let written = (accepted.evidence.reply.as_str(), evidence.as_str());
                    tx.deliveries().answer(delivery, DeliveryOutcome::Accepted, written, at.now)?;
                    self.left(tx, &at, message, accepted, Event::Accept)?;
                }
                Outcome::Ambiguous(doubt) => {
                    counted.doubtful += 1;
                    let evidence = serde_json::to_string(outcome).unwrap_or_default();
                    self.doubt(tx, &at, message, (&doubt.why.to_string(), &evidence))?;
                }
                Outcome::Refused(refusal) => self.refused(tx, &at, message, (refusal, outcome), &mut counted)?,
            }
            Ok(counted)
        })?;
        report.add(counted);
        Ok(())
    }

    /// Writes what a carrier remembers of an attempt whose worker is lost.
    pub(super) fn answer_recalled(
        &self,
        actor: &Actor,
        delivery: DeliveryId,
        message: MessageId,
        recall: Recall,
        report: &mut SendReport,
    ) -> Result<(), DeskError> {
        let outcome = match recall {
            Recall::Taken(evidence) => Outcome::Accepted(Accepted { evidence: *evidence, refused: Vec::new() }),
            Recall::Absent => Outcome::Refused(Refused {
                permanent: false,
                stage: Stage::Connect,
                code: None,
                reply: Why::NeverTaken.words(kernel::Language::En),
                recipients: Vec::new(),
            }),
            Recall::Unknown => {
                let counted = self.store.write("outbox.lost", |tx| {
                    let message = tx.messages().get(message)?;
                    if tx.deliveries().get(delivery)?.outcome != DeliveryOutcome::Pending {
                        return Ok::<_, DeskError>(0);
                    }
                    let creditor = super::send::creditor_of(tx, &message)?;
                    let about = About { account: Some(message.account_id), creditor, on: None };
                    let at = Answered { actor, delivery, about, now: self.now() };
                    let words = Why::WorkerLost.words(message.language);
                    self.doubt(tx, &at, message, (&words, "{}"))?;
                    Ok(1)
                })?;
                report.doubtful += counted;
                return Ok(());
            }
        };
        self.answer(actor, delivery, message, &outcome, report)
    }

    /// It left: the state, and the entry with what proves it.
    fn left(
        &self,
        tx: &mut Tx,
        at: &Answered<'_>,
        message: Message,
        accepted: &Accepted,
        event: Event,
    ) -> Result<(), DeskError> {
        let kept = serde_json::to_string(accepted).unwrap_or_default();
        let evidence = &accepted.evidence;
        let attached: Vec<_> = tx
            .documents()
            .infos(&Said::of(&message).attached)?
            .into_iter()
            .map(|d| json!({ "document": d.id, "file": d.file_name, "sha256": d.sha256 }))
            .collect();
        let payload = json!({
            "message": message.id, "delivery": at.delivery, "channel": message.channel, "to": shown_address(&message),
            "by": evidence.by, "reply": evidence.reply, "queue_id": evidence.queue_id, "size": evidence.size,
            "sha256": evidence.sha256, "evidence_sha256": kernel::hex(&Sha256::digest(kept.as_bytes())),
            "attached": attached,
        });
        let state = message.state.after(event)?;
        grant_from(tx, message.reminder_id, self.today())?;
        tx.messages().save(&Message { state, settled_us: Some(at.now), ..message })?;
        Ok(self.note(tx, at.actor, at.about, "message.sent", &payload)?)
    }

    fn doubt(&self, tx: &mut Tx, at: &Answered<'_>, message: Message, written: (&str, &str)) -> Result<(), DeskError> {
        tx.deliveries().answer(at.delivery, DeliveryOutcome::Doubtful, written, at.now)?;
        let payload = json!({ "message": message.id, "delivery": at.delivery, "why": written.0 });
        let state = message.state.after(Event::Doubt)?;
        tx.messages().save(&Message { state, settled_us: Some(at.now), ..message })?;
        Ok(self.note(tx, at.actor, at.about, "message.doubtful", &payload)?)
    }

    fn refused(
        &self,
        tx: &mut Tx,
        at: &Answered<'_>,
        message: Message,
        (refusal, outcome): (&Refused, &Outcome),
        counted: &mut SendReport,
    ) -> Result<(), DeskError> {
        let reply = refusal.to_string();
        let evidence = serde_json::to_string(outcome).unwrap_or_default();
        let written = (reply.as_str(), evidence.as_str());
        let house = refusal.blame() == Blame::House;
        let refusals = message.refusals + i64::from(!house);
        let wait = if house {
            Some(HOUSE_MIN)
        } else {
            retry_after(u32::try_from(refusals).unwrap_or(u32::MAX)).map(i64::from).filter(|_| !refusal.permanent)
        };
        let facts = json!({ "message": message.id, "delivery": at.delivery, "reply": reply, "refusals": refusals });
        if let Some(wait) = wait {
            counted.deferred += 1;
            tx.deliveries().answer(at.delivery, DeliveryOutcome::Deferred, written, at.now)?;
            let state = message.state.after(Event::Defer)?;
            let next_try_us = minutes(at.now, wait);
            tx.messages().save(&Message { state, refusals, next_try_us, ..message })?;
            return Ok(self.note(tx, at.actor, at.about, "message.deferred", &facts)?);
        }
        counted.refused += 1;
        tx.deliveries().answer(at.delivery, DeliveryOutcome::Refused, written, at.now)?;
        let state = message.state.after(Event::Refuse)?;
        let failed = Message { state, refusals, settled_us: Some(at.now), ..message };
        tx.messages().save(&failed)?;
        self.note(tx, at.actor, at.about, "message.failed", &facts)?;
        if refusal.permanent && refusal.blame() == Blame::Recipient {
            self.mend_contact(tx, at.actor, &failed, true)?;
            self.by_letter(tx, at, failed)
        } else {
            self.ask_to_mend(tx, at.actor, &failed, &Wording::same(&reply))
        }
    }

    /// A refused mail or text message goes by letter where one can be posted: the same message, so that
    /// a reminder never has two.
    fn by_letter(&self, tx: &mut Tx, at: &Answered<'_>, failed: Message) -> Result<(), DeskError> {
        let line = tx.accounts().get_many(&[failed.account_id])?.into_iter().next();
        let Some(id) = failed.reminder_id else { return Ok(()) };
        if failed.channel == Channel::Letter.slug() || !line.is_some_and(|l| l.debtor.is_postable()) {
            return Ok(());
        }
        let reminder = tx.reminders().get(id)?;
        let payload = json!({ "message": failed.id, "from": failed.channel, "to": Channel::Letter.slug() });
        let state = failed.state.after(Event::Redirect)?;
        tx.messages().save(&Message {
            state,
            channel: Channel::Letter.slug().to_owned(),
            address: String::new(),
            document_id: None,
            print_file_id: None,
            refusals: 0,
            settled_us: None,
            ..failed
        })?;
        self.queue_letters(tx, reminder.run_id)?;
        Ok(self.note(tx, at.actor, at.about, "message.redirected", &payload)?)
    }

    /// Marks the contact whose address failed, and gives somebody the task of mending it.
    pub(super) fn mend_contact(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        message: &Message,
        wrong: bool,
    ) -> Result<(), DeskError> {
        let Some(line) = tx.accounts().get_many(&[message.account_id])?.into_iter().next() else { return Ok(()) };
        let today = self.today();
        let about = About { account: Some(line.account.id), creditor: Some(line.account.creditor_id), on: None };
        if wrong {
            for mut contact in tx.contacts().of_debtor(line.debtor.id)? {
                if contact.email.trim().eq_ignore_ascii_case(&message.address) && contact.bounced_on.is_none() {
                    contact.bounced_on = Some(today);
                    tx.contacts().save(&contact)?;
                    let payload = json!({ "contact": contact.id, "address": message.address, "message": message.id });
                    self.note(tx, actor, about, "contact.bounced", &payload)?;
                }
            }
        }
        let subject = Subject::MendContact { address: message.address.clone() }.kept();
        let given = tx.tasks().of_account(line.account.id)?;
        if given.iter().any(|t| t.state == TaskState::Open && t.kind == TaskKind::Contact && t.subject == subject) {
            return Ok(());
        }
        self.contact_task(tx, actor, message, subject)
    }
}

/// True when no attempt of the same message came after: the doubt is about this one.
fn is_last(tx: &mut Tx, attempt: &Delivery) -> Result<bool, StoreError> {
    let attempts = tx.deliveries().of_messages(&[attempt.message_id])?;
    Ok(attempts.iter().all(|other| other.id <= attempt.id))
}

/// To whom, as shown.
pub(super) fn shown_address(message: &Message) -> String {
    if message.address.is_empty() {
        message.recipient.lines().next().unwrap_or_default().to_owned()
    } else {
        message.address.clone()
    }
}
