//! Sending: recover what a dead worker held, then each message that is due.

use std::collections::HashMap;
use std::sync::Arc;

use amicable::Channel;
use amicable::outbox::{Event, MessageState};
use courier::{Carrier, Leave, MessageId as ParcelId, Parcel, Recall};
use jiff::ToSpan;
use kernel::Timestamp;
use ledger::{Creditor, CreditorId};
use serde_json::json;
use store::{Delivery, DeliveryId, DeliveryOutcome, Message, MessageId, StoreError, Tx};

use super::answer::HOUSE_MIN;
use super::parcel::{carried, domain, parcel};
use super::verdict::{Circumstances, Verdict, circumstances, verdict};
use super::{PassedOver, SendReport, Why};
use crate::desk::About;
use crate::imports::Progress;
use crate::letters::Said;
use crate::undo::UNDO_S;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Messages read at a time.
const PAGE: u32 = 200;
/// How long an attempt is its worker's.
const LEASE_MIN: i64 = 2;
/// Clocks of two workers differ; an attempt is taken for lost only so long after its lease.
const GRACE_MIN: i64 = 1;

/// How long a message that a pause, a promise or a payment to match holds back is left alone.
const WAIT_MIN: i64 = 6 * 60;

/// What came of a reservation.
enum Reserved {
    /// To be handed over now.
    Go(Box<(Parcel, Delivery)>),
    /// Something else became of it, counted already.
    Settled,
}

impl Desk {
    /// Sends what is due, each message decided again from the ledger just before. Several workers may
    /// call it at once.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`]; what stopped the first message that could not be
    /// handled, once the others have left.
    pub fn send_due(&self, actor: &Actor, worker: &str) -> Result<SendReport, DeskError> {
        self.send_telling(actor, worker, &|_, _| ())
    }

    /// The same; `progress` hears of each message before it is handled.
    pub(crate) fn send_telling(
        &self,
        actor: &Actor,
        worker: &str,
        progress: Progress<'_>,
    ) -> Result<SendReport, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let mut report = SendReport::default();
        self.recover(actor, &mut report, progress)?;
        let mut done = 0;
        let channels = self.outbox.carriers.channels();
        if channels.is_empty() {
            return Ok(report);
        }
        let now = self.now();
        let creditors = self.creditors(actor)?;
        let mut after = None;
        loop {
            let page = self.store.read(|tx| tx.messages().due(&channels, now, after, PAGE))?;
            let Some(last) = page.last() else { return Ok(report) };
            after = Some(*last);
            let known = done + page.len() as u64;
            for message in self.in_order(&page, &mut report)? {
                progress(done, known);
                done += 1;
                if let Err(error) = self.send_one(actor, worker, &message, &creditors, &mut report) {
                    report.pass_over(("message", message.id), &error);
                }
            }
        }
    }

    /// Whether anything could leave now, or was left in the hands of a dead worker.
    pub(crate) fn something_leaves(&self) -> Result<bool, DeskError> {
        let channels = self.outbox.carriers.channels();
        let (now, before) = (self.now(), minutes(self.now(), -GRACE_MIN));
        self.store.read(|tx| {
            let due = !channels.is_empty() && !tx.messages().due(&channels, now, None, 1)?.is_empty();
            Ok(due || !tx.deliveries().lost(before, None, 1)?.is_empty())
        })
    }

    fn send_one(
        &self,
        actor: &Actor,
        worker: &str,
        message: &Message,
        creditors: &[Creditor],
        report: &mut SendReport,
    ) -> Result<(), DeskError> {
        let Some(carrier) = self.outbox.carriers.of(&message.channel).map(Arc::clone) else { return Ok(()) };
        let domain = domain(message).map(str::to_owned);
        if let Some(domain) = &domain
            && self.outbox.pace(|pace| pace.may_go(domain, self.now())) != Leave::Now
        {
            report.waiting += 1;
            return Ok(());
        }
        let reserved = self.reserve(actor, worker, message.id, (creditors, carrier.as_ref()), report)?;
        let Reserved::Go(ready) = reserved else { return Ok(()) };
        let (parcel, delivery) = *ready;
        // Nearly over: somebody else may take it for lost while we speak to the carrier.
        if self.now() >= minutes(delivery.reserved_us, LEASE_MIN - 1) {
            return self.answer_recalled(actor, delivery.id, message.id, Recall::Absent, report);
        }
        if let Some(domain) = &domain {
            self.outbox.pace(|pace| pace.begun(domain, self.now()));
        }
        let outcome = carrier.send(&parcel);
        if let Some(domain) = &domain {
            self.outbox.pace(|pace| pace.ended(domain, self.now(), &outcome));
        }
        self.answer(actor, delivery.id, message.id, &outcome, report)
    }

    /// Decides once more and reserves, in one transaction.
    fn reserve(
        &self,
        actor: &Actor,
        worker: &str,
        id: MessageId,
        (creditors, carrier): (&[Creditor], &dyn Carrier),
        report: &mut SendReport,
    ) -> Result<Reserved, DeskError> {
        let (now, today) = (self.now(), self.today());
        let (reserved, counted) = self.store.write("outbox.reserve", |tx| {
            let mut counted = SendReport::default();
            let message = tx.messages().get(id)?;
            if message.state != MessageState::Rendered || message.next_try_us > now {
                return Ok::<_, DeskError>((Reserved::Settled, counted));
            }
            let Some(around) = circumstances(tx, &message, today)? else {
                return Ok((Reserved::Settled, counted));
            };
            let decided = verdict(&message, &around, today);
            if decided != Verdict::Go {
                self.put_off(tx, actor, message, &around, decided, &mut counted)?;
                return Ok((Reserved::Settled, counted));
            }
            let own = message.document_id.into_iter();
            let attached =
                if message.channel == Channel::Mail.slug() { Said::of(&message).attached } else { Vec::new() };
            let documents = own.chain(attached).map(|d| tx.documents().get(d)).collect::<Result<Vec<_>, _>>()?;
            let creditor = creditors.iter().find(|c| c.id == around.line.account.creditor_id);
            let made = creditor.ok_or(Why::Unreachable).and_then(|creditor| {
                let made = parcel(&message, documents, creditor, &self.outbox.carriers)?;
                carried(carrier, &made)?;
                Ok(made)
            });
            // A fault of the house burns no message: it waits for what is missing.
            if let Err(Why::SenderMissing) = &made {
                let wait = Verdict::Wait(Why::SenderMissing);
                self.put_off(tx, actor, message, &around, wait, &mut counted)?;
                return Ok((Reserved::Settled, counted));
            }
            let mut delivery = Delivery {
                id: DeliveryId(self.id()),
                message_id: id,
                account_id: message.account_id,
                carrier: carrier.kind().to_owned(),
                parcel: made.as_ref().map_or_else(|_| String::new(), |parcel| parcel.id.to_string()),
                reserved_by: worker.to_owned(),
                reserved_us: now,
                lease_until_us: minutes(now, LEASE_MIN),
                outcome: DeliveryOutcome::Pending,
                reply: String::new(),
                evidence: String::new(),
                answered_us: None,
            };
            match made {
                Ok(made) => {
                    let state = message.state.after(Event::Reserve)?;
                    tx.deliveries().insert(&delivery)?;
                    tx.messages().save(&Message { state, ..message })?;
                    Ok((Reserved::Go(Box::new((made, delivery))), counted))
                }
                Err(why) => {
                    counted.refused += 1;
                    (delivery.outcome, delivery.answered_us) = (DeliveryOutcome::Refused, Some(now));
                    self.unfit(tx, actor, (delivery, message), (&why, &around))?;
                    Ok((Reserved::Settled, counted))
                }
            }
        })?;
        report.add(counted);
        Ok(reserved)
    }

    /// Writes that a message cannot be put in the form its carrier takes.
    fn unfit(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (mut delivery, message): (Delivery, Message),
        (why, around): (&Why, &Circumstances),
    ) -> Result<(), DeskError> {
        let told = why.wording();
        delivery.reply = why.words(message.language);
        delivery.evidence = serde_json::to_string(&told).unwrap_or_default();
        tx.deliveries().insert(&delivery)?;
        let state = message.state.after(Event::Reserve)?.after(Event::Refuse)?;
        let payload = json!({ "message": message.id, "delivery": delivery.id, "why": told });
        self.note(tx, actor, about(&message, around), "message.failed", &payload)?;
        let message = Message { state, settled_us: delivery.answered_us, ..message };
        tx.messages().save(&message)?;
        self.ask_to_mend(tx, actor, &message, &told)
    }

    /// Writes a verdict other than leaving.
    pub(crate) fn put_off(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        message: Message,
        around: &Circumstances,
        decided: Verdict,
        counted: &mut SendReport,
    ) -> Result<(), DeskError> {
        let about = about(&message, around);
        let (id, now) = (message.id, self.now());
        let (kind, why) = match decided {
            Verdict::Go => return Ok(()),
            Verdict::Cancel(why) => {
                counted.cancelled += 1;
                let state = message.state.after(Event::Cancel)?;
                tx.messages().save(&Message { state, settled_us: Some(now), ..message })?;
                ("message.cancelled", why)
            }
            Verdict::Wait(why) => {
                counted.waiting += 1;
                // A pause may be lifted before its day: it is looked at again, and told of once.
                // What a person wrote is held a moment before its first try.
                let first = message.next_try_us <= held_until(message.created_us);
                let wait = if why == Why::SenderMissing { HOUSE_MIN } else { WAIT_MIN };
                tx.messages().save(&Message { next_try_us: minutes(now, wait), ..message })?;
                if !first {
                    return Ok(());
                }
                ("message.waits", why)
            }
            Verdict::Remake(why, dates) => {
                counted.remade += 1;
                if let (Some((on, until)), Some(reminder)) = (dates, &around.reminder) {
                    tx.reminders().redate(reminder.id, on, until)?;
                }
                let state = message.state.after(Event::Remake)?;
                tx.messages().save(&Message { state, document_id: None, print_file_id: None, ..message })?;
                if let Some(reminder) = &around.reminder {
                    self.queue_letters(tx, reminder.run_id)?;
                }
                ("message.remade", why)
            }
        };
        let payload = json!({ "message": id, "reason": why.code(), "why": why.wording() });
        Ok(self.note(tx, actor, about, kind, &payload)?)
    }

    /// Attempts whose worker died: a carrier that remembers says what became of them, else nobody knows.
    fn recover(&self, actor: &Actor, report: &mut SendReport, progress: Progress<'_>) -> Result<(), DeskError> {
        let before = minutes(self.now(), -GRACE_MIN);
        let mut after = None;
        loop {
            let page = self.store.read(|tx| tx.deliveries().lost(before, after, PAGE))?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(*last);
            for id in page {
                progress(0, 0);
                if let Err(error) = self.recover_one(actor, id, report) {
                    report.pass_over(("delivery", id), &error);
                }
            }
        }
    }

    fn recover_one(&self, actor: &Actor, id: DeliveryId, report: &mut SendReport) -> Result<(), DeskError> {
        let (delivery, message) = self.store.read(|tx| {
            let delivery = tx.deliveries().get(id)?;
            let message = tx.messages().get(delivery.message_id)?;
            Ok::<_, StoreError>((delivery, message))
        })?;
        let carrier = self.outbox.carriers.of(&message.channel).filter(|c| c.kind() == delivery.carrier);
        // By the name it was handed over under: the sender's address may be another since.
        let name = ParcelId::parse(&delivery.parcel).ok();
        let recall = carrier.zip(name).map_or(Recall::Unknown, |(carrier, name)| carrier.recall(&name));
        self.answer_recalled(actor, delivery.id, message.id, recall, report)
    }

    /// Messages by id, save that letters come in the order in which they are printed. One that cannot be
    /// read is passed over.
    fn in_order(&self, page: &[MessageId], report: &mut SendReport) -> Result<Vec<Message>, DeskError> {
        let (read, levels) = self.store.read(|tx| {
            let mut read = Vec::with_capacity(page.len());
            let mut levels = HashMap::new();
            for id in page {
                let message = legible(tx.messages().get(*id))?;
                let letter = message.as_ref().ok().filter(|m| m.channel == Channel::Letter.slug());
                if let Some(reminder) = letter.and_then(|m| m.reminder_id)
                    && let Ok(found) = legible(tx.reminders().get(reminder))?
                {
                    levels.insert(reminder, found.level);
                }
                read.push((*id, message));
            }
            Ok::<_, StoreError>((read, levels))
        })?;
        let (mut letters, mut ordered) = (Vec::new(), Vec::new());
        for (id, message) in read {
            match message {
                Ok(message) if message.channel == Channel::Letter.slug() => letters.push(message),
                Ok(message) => ordered.push(message),
                Err(error) => report.pass_over(("message", id), &error.into()),
            }
        }
        let level = |m: &Message| m.reminder_id.and_then(|id| levels.get(&id)).copied().unwrap_or(0);
        letters.sort_by(|a, b| (level(b), &a.recipient, a.id).cmp(&(level(a), &b.recipient, b.id)));
        ordered.append(&mut letters);
        Ok(ordered)
    }
}

/// What is wrong with one row apart from what is wrong with the database.
fn legible<T>(read: Result<T, StoreError>) -> Result<Result<T, StoreError>, StoreError> {
    match read {
        Err(error) if !matches!(error, StoreError::Corrupt { .. } | StoreError::NotFound { .. }) => Err(error),
        of_the_row => Ok(of_the_row),
    }
}

impl SendReport {
    /// What a worker makes of it: it did its work when nothing was passed over.
    pub(crate) fn whole(self) -> Result<(), DeskError> {
        let count = self.passed_over.len();
        let first = self.passed_over.into_iter().next();
        first.map_or(Ok(()), |first| Err(Refusal::PassedOver { count, what: first.what, why: first.why }.into()))
    }

    /// One message that cannot be handled must not stop the others.
    fn pass_over(&mut self, (what, id): (&str, impl std::fmt::Display), error: &DeskError) {
        tracing::error!(what, %id, %error, "this one could not be handled; going on with the others");
        self.passed_over.push(PassedOver { what: format!("{what} {id}"), why: error.wording() });
    }

    pub(super) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.deferred += other.deferred;
        self.refused += other.refused;
        self.doubtful += other.doubtful;
        self.cancelled += other.cancelled;
        self.remade += other.remade;
        self.waiting += other.waiting;
        self.passed_over.extend(other.passed_over);
    }
}

pub(super) fn creditor_of(tx: &mut Tx, message: &Message) -> Result<Option<CreditorId>, DeskError> {
    Ok(tx.accounts().get_many(&[message.account_id])?.first().map(|l| l.account.creditor_id))
}

pub(super) fn about(message: &Message, around: &Circumstances) -> About {
    About { account: Some(message.account_id), creditor: Some(around.line.account.creditor_id), on: None }
}

/// Until when a message written at `at` can be taken back, and does not leave.
pub(crate) fn held_until(at: Timestamp) -> Timestamp {
    at.checked_add(UNDO_S.seconds()).unwrap_or(at)
}

pub(crate) fn minutes(from: Timestamp, count: i64) -> Timestamp {
    from.checked_add(count.minutes()).unwrap_or(from)
}
