//! Making the letters of a run: one PDF each, kept with its hash.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use amicable::{Channel, Plan};
use documents::{Letter, render_letters};
use kernel::{Timestamp, Wording};
use ledger::{AccountId, Allocation, Contact, ContactRole, Creditor, CreditorId, Debtor, DebtorId, Item, ItemId};
use rayon::prelude::*;
use serde::Serialize;
use store::{
    AccountLine, Document, DocumentId, DocumentInfo, Entry, EntryId, ItemBlock, Message, MessageState, Reminder,
    ReminderId, ReminderItem, RunId, Tx,
};

use super::ask::{Figures, ask, open_lines, previous};
use super::compose::{Addressee, compose};
use super::enclosures::Enclosures;
use super::making::{Said, net, way, words};
use super::steps::{Steps, steps_of};
use crate::desk::About;
use crate::imports::Progress;
use crate::outbox::{Why, failure, held_until};
use crate::texts::{TextUsed, Texts};
use crate::{Actor, Desk, DeskError, Permission};

/// Letters made between two transactions.
const CHUNK: u32 = 200;
/// Bytes of documents held in memory before they are written: letters may carry invoices.
const HELD_MAX: usize = 32_000_000;

/// What making the letters gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RenderReport {
    /// Messages made now.
    pub made: u64,
    /// Of these, letters; the others are mails and text messages.
    pub letters: u64,
    /// Messages cancelled: everything they asked was settled meanwhile.
    pub cancelled: u64,
    /// Messages that could not be made; their timeline says why.
    pub failed: u64,
}

/// What one page of reminders needs to become letters.
pub(super) struct Material {
    reminders: Vec<Reminder>,
    messages: HashMap<ReminderId, Message>,
    pub(super) asked: HashMap<ReminderId, Vec<ReminderItem>>,
    pub(super) earlier: HashMap<AccountId, Vec<Reminder>>,
    /// Those whose letter or mail left, and did not come back: a later one may speak of them.
    pub(super) left: HashSet<ReminderId>,
    lines: HashMap<AccountId, AccountLine>,
    contacts: HashMap<DebtorId, Vec<Contact>>,
    pub(super) items: HashMap<ItemId, Item>,
    pub(super) matches: HashMap<AccountId, Vec<Allocation>>,
    pub(super) blocks: HashMap<AccountId, Vec<ItemBlock>>,
    /// The newest file of each piece.
    files: HashMap<ItemId, DocumentInfo>,
    /// Address of each debtor's space, where the house says where it answers.
    pub(super) spaces: HashMap<AccountId, String>,
    steps: Steps,
}

/// A letter, with what it asks of each piece and the way it goes.
struct Composed {
    letter: Letter,
    asked: Vec<(ItemId, i64)>,
    figures: Option<Figures>,
    channel: Channel,
    address: String,
    enclosed: Enclosures,
    made_from: TextUsed,
    recalls: Option<ReminderId>,
}

/// A message as it is kept: with its documents, its entry and, where they moved, the sums of its reminder.
type Row = (Message, Vec<Document>, Entry, Option<Figures>);

/// What became of one message.
enum Made {
    Composed(Box<Composed>),
    /// Without a PDF for a text message.
    Message(Box<Composed>, Option<documents::Pdf>),
    Settled,
    Failed(Wording),
}

fn by_key<K: std::hash::Hash + Eq, V>(list: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<V>> {
    let mut map: HashMap<K, Vec<V>> = HashMap::new();
    for value in list {
        map.entry(key(&value)).or_default().push(value);
    }
    map
}

/// True of a letter or a mail that left and did not come back. A call, a level taken as done when the house went live,
/// a message refused by a manager: nobody wrote them.
pub(crate) fn has_arrived(message: &Message) -> bool {
    let written = [Channel::Letter.slug(), Channel::Mail.slug()].contains(&message.channel.as_str());
    written && message.state == MessageState::Sent
}

/// True of a message approved a moment ago: whoever approved it may still take that back.
fn is_held(message: &Message, now: Timestamp) -> bool {
    message.settled_us.is_some_and(|approved| held_until(approved) > now)
}

fn material(
    tx: &mut Tx,
    plan: &Plan,
    (run, now): (RunId, Timestamp),
    after: Option<ReminderId>,
) -> Result<Material, DeskError> {
    let reminders = tx.reminders().of_run(run, after, CHUNK)?;
    let ids: Vec<ReminderId> = reminders.iter().map(|r| r.id).collect();
    let mut accounts: Vec<AccountId> = reminders.iter().map(|r| r.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let asked = tx.reminders().items_of(&ids)?;
    let item_ids: Vec<ItemId> = asked.iter().map(|a| a.item_id).collect();
    // A payer answers for pieces of other accounts too.
    let mut owners: Vec<AccountId> = asked.iter().map(|a| a.account_id).collect();
    owners.sort_unstable();
    owners.dedup();
    let lines = tx.accounts().get_many(&accounts)?;
    let debtors: Vec<DebtorId> = lines.iter().map(|l| l.debtor.id).collect();
    let files = tx.documents().of_items(&item_ids)?;
    let earlier = tx.reminders().of_accounts(&accounts)?;
    let of_earlier: Vec<ReminderId> = earlier.iter().map(|r| r.id).collect();
    let (mut messages, mut left) = (HashMap::new(), HashSet::new());
    for message in tx.messages().of_reminders(&of_earlier)? {
        let Some(reminder) = message.reminder_id else { continue };
        if message.state == MessageState::Planned {
            if !is_held(&message, now) {
                messages.insert(reminder, message);
            }
        } else if has_arrived(&message) {
            left.insert(reminder);
        }
    }
    Ok(Material {
        messages,
        left,
        asked: by_key(asked, |a| a.reminder_id),
        earlier: by_key(earlier, |r| r.account_id),
        lines: lines.into_iter().map(|l| (l.account.id, l)).collect(),
        contacts: by_key(tx.contacts().of_debtors(&debtors)?, |c| c.debtor_id),
        items: tx.items().get_many(&item_ids)?.into_iter().map(|i| (i.id, i)).collect(),
        matches: by_key(tx.allocations().of_accounts(&owners)?, |a| a.account_id),
        blocks: by_key(tx.item_blocks().of_accounts(&owners)?, |b| b.account_id),
        files: files.into_iter().filter_map(|f| f.item_id.map(|item| (item, f))).collect(),
        spaces: HashMap::new(),
        steps: steps_of(tx, plan, &reminders)?,
        reminders,
    })
}

impl Desk {
    /// Makes the messages of a run that are not made yet (letters, mails, text messages), then the print
    /// files of its letters. Running it again goes on
    /// where it stopped. Amounts are read again: what was paid since the decision is not asked for.
    ///
    /// # Errors
    /// [`DeskError::Store`]; a letter that cannot be made is marked failed and the others go on.
    pub fn render_letters(&self, actor: &Actor, run: RunId, progress: Progress<'_>) -> Result<RenderReport, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let creditors: HashMap<CreditorId, Creditor> = self.creditors(actor)?.into_iter().map(|c| (c.id, c)).collect();
        let plan = self.plan()?;
        let mut texts = self.store.read(Texts::read)?;
        let total = self.store.read(|tx| tx.reminders().count_of_run(run))?.unsigned_abs();
        let mut report = RenderReport::default();
        let mut after = None;
        loop {
            let mut page = self.store.read(|tx| {
                let page = material(tx, &plan, (run, self.now()), after)?;
                let used: Vec<TextUsed> = page.messages.values().filter_map(|m| Said::of(m).made_from).collect();
                texts.recall(tx, &used)?;
                Ok::<_, DeskError>(page)
            })?;
            let Some(last) = page.reminders.last() else { break };
            after = Some(last.id);
            page.spaces = self.spaces_of(actor, page.messages.values().map(|m| m.account_id).collect())?;
            let due: Vec<(&Reminder, &Message)> =
                page.reminders.iter().filter_map(|r| page.messages.get(&r.id).map(|m| (r, m))).collect();
            let composed: Vec<Made> =
                due.par_iter().map(|(r, m)| self.compose_one(&texts, &creditors, &page, (*r, *m))).collect();
            let made = due.into_iter().zip(lay_out(composed)).map(|((r, m), made)| (r, m, made)).collect();
            self.keep(actor, made, &mut report)?;
            progress(report.made + report.cancelled + report.failed, total);
        }
        self.print_files_of(actor, run)?;
        Ok(report)
    }

    /// Makes the letters of every finished run that still has planned messages.
    ///
    /// # Errors
    /// As [`Desk::render_letters`].
    pub fn render_pending(&self, actor: &Actor, progress: Progress<'_>) -> Result<RenderReport, DeskError> {
        actor.may(Permission::Run)?;
        let mut sum = RenderReport::default();
        for run in self.store.read(|tx| tx.messages().runs_with_planned())? {
            let report = self.render_letters(actor, run, progress)?;
            sum.made += report.made;
            sum.letters += report.letters;
            sum.cancelled += report.cancelled;
            sum.failed += report.failed;
        }
        Ok(sum)
    }

    fn compose_one(
        &self,
        texts: &Texts,
        creditors: &HashMap<CreditorId, Creditor>,
        page: &Material,
        (reminder, message): (&Reminder, &Message),
    ) -> Made {
        let (Some(creditor), Some(line)) = (creditors.get(&reminder.creditor_id), page.lines.get(&reminder.account_id))
        else {
            return Made::Failed(Wording::new("compte ou créancier introuvable", "account or creditor not found"));
        };
        let Some(step) = page.steps.get(&(reminder.strategy.clone(), reminder.step.clone())) else {
            let gone = DeskError::NotFound { what: "step", key: format!("{} ({})", reminder.step, reminder.strategy) };
            return Made::Failed(gone.wording());
        };
        let open = open_lines(page, reminder, self.today());
        if net(&open) <= 0 {
            return Made::Settled;
        }
        let asked = ask(&self.law, (step, line.debtor.kind), page, reminder, (&open, self.today()));
        let (mut asked, figures) = match asked {
            Ok(asked) => asked,
            Err(error) => return Made::Failed(DeskError::from(error).wording()),
        };
        asked.registered.clone_from(&message.registered);
        let contacts = page.contacts.get(&line.debtor.id).map_or(&[][..], Vec::as_slice);
        let wanted = (message.channel.as_str(), step.formal_notice);
        let Some((channel, address)) = way(wanted, contacts, line.debtor.is_postable()) else {
            return Made::Failed(Why::Unreachable.wording());
        };
        if channel == Channel::Letter && line.debtor.address_came_back() {
            let address = line.debtor.returned_address.clone();
            return Made::Failed(Why::AddressUnknown { address }.wording());
        }
        let text = texts.choose(step, channel, message.language, Said::of(message).made_from.as_ref());
        // A step may speak another language than its debtor.
        let debtor = Debtor { language: message.language, ..line.debtor.clone() };
        let to = Addressee { account: &line.account, debtor: &debtor, attention: attention(page, line) };
        let with = self.enclosures(&step.attach, creditor, (channel, message.language), &asked, &page.files);
        let composed = with.and_then(|mut enclosed| {
            let mut letter = compose(&self.law, creditor, to, &asked, text)?;
            letter.enclosures = std::mem::take(&mut enclosed.named);
            letter.on_request = std::mem::take(&mut enclosed.on_request);
            let made_from = text.used.clone();
            let recalls = previous(page, reminder).map(|r| r.id);
            Ok(Box::new(Composed { letter, asked: open, figures, channel, address, enclosed, made_from, recalls }))
        });
        composed.map_or_else(|error| Made::Failed(error.wording()), Made::Composed)
    }

    fn keep(
        &self,
        actor: &Actor,
        made: Vec<(&Reminder, &Message, Made)>,
        report: &mut RenderReport,
    ) -> Result<(), DeskError> {
        let (mut rows, mut bytes) = (Vec::with_capacity(made.len()), 0);
        for (reminder, message, made) in made {
            let about = About {
                account: Some(reminder.account_id),
                creditor: Some(reminder.creditor_id),
                on: Some(reminder.on_day),
            };
            let settled = |state, body| Message { state, body, settled_us: Some(self.now()), ..message.clone() };
            let told = |why: Option<&Wording>| match why {
                None => serde_json::json!({ "reminder": reminder.id, "message": message.id }),
                Some(why) => serde_json::json!({ "reminder": reminder.id, "message": message.id, "why": why }),
            };
            let mut figures = None;
            let written = match made {
                Made::Message(mut composed, pdf) => {
                    figures = composed.figures.take();
                    let channel = composed.channel;
                    match self.made(reminder, message, *composed, pdf) {
                        Ok(written) => {
                            report.made += 1;
                            report.letters += u64::from(channel == Channel::Letter);
                            Ok(Some(written))
                        }
                        // What is wrong with the database is everybody's; the rest is this message's own.
                        Err(DeskError::Store(error)) => return Err(error.into()),
                        Err(error) => Err(error.wording()),
                    }
                }
                Made::Composed(_) | Made::Settled => Ok(None),
                Made::Failed(why) => Err(why),
            };
            let (message, documents, kind, payload) = match written {
                Ok(Some(written)) => (written.0, written.1, "letter.made", written.2),
                Ok(None) => {
                    report.cancelled += 1;
                    let cancelled = settled(MessageState::Cancelled, message.body.clone());
                    (cancelled, Vec::new(), "letter.cancelled", told(None))
                }
                Err(why) => {
                    (report.failed, figures) = (report.failed + 1, None);
                    let payload = told(Some(&why));
                    let kept = serde_json::to_string(&why).unwrap_or_default();
                    (settled(MessageState::Failed, kept), Vec::new(), "letter.failed", payload)
                }
            };
            bytes += documents.iter().map(|d| d.content.len()).sum::<usize>();
            rows.push((message, documents, self.entry(EntryId(self.id()), actor, about, kind, &payload), figures));
            if bytes > HELD_MAX {
                self.write_made(actor, &rows)?;
                rows.clear();
                bytes = 0;
            }
        }
        self.write_made(actor, &rows)
    }

    fn write_made(&self, actor: &Actor, rows: &[Row]) -> Result<(), DeskError> {
        self.store.write("letters.keep", |tx| {
            for (message, documents, entry, figures) in rows {
                // Another worker may have made it, or somebody cancelled it, meanwhile; or given it its
                // number, which is not on what was laid out: it is made again with it.
                let found = tx.messages().get(message.id)?;
                if found.state != MessageState::Planned || found.registered != message.registered {
                    continue;
                }
                for document in documents {
                    tx.documents().insert(document)?;
                }
                tx.messages().save(message)?;
                if let Some(Figures { reminder, lines }) = figures {
                    tx.reminders().refigure(reminder, lines)?;
                }
                tx.timeline().append(entry)?;
                if let Some(why) = failure(message, None) {
                    self.ask_to_mend(tx, actor, message, &why)?;
                }
            }
            Ok::<_, DeskError>(())
        })
    }

    /// The message made, the documents that go with it, and the facts for the timeline.
    fn made(
        &self,
        reminder: &Reminder,
        message: &Message,
        composed: Composed,
        pdf: Option<documents::Pdf>,
    ) -> Result<(Message, Vec<Document>, serde_json::Value), DeskError> {
        let Composed { letter, asked, channel, address, enclosed, made_from, recalls, .. } = composed;
        let total = letter.totals()?.total;
        let pdf = match pdf {
            Some(pdf) if channel == Channel::Letter => Some(self.with_pages(pdf, &enclosed)?),
            pdf => pdf,
        };
        let document = pdf.map(|pdf| {
            let customer = letter.references.customer_number.as_deref().unwrap_or("");
            let name = format!("{}-{customer}-n{}.pdf", reminder.on_day, reminder.level);
            let mut document = self.document("letter", &name, "application/pdf", pdf.into_bytes());
            document.account_id = Some(reminder.account_id);
            document
        });
        let (subject, text, html) = words(channel, &letter)?;
        let (mut documents, attached) = self.attached(channel, reminder.account_id, enclosed);
        let mut payload = serde_json::json!({
            "reminder": reminder.id, "message": message.id, "document": document.as_ref().map(|d| d.id),
            "sha256": document.as_ref().map(|d| &d.sha256), "subject": subject, "total": total.to_decimal(),
            "currency": total.currency(), "to": letter.recipient, "channel": channel.slug(), "address": address,
            "text": made_from,
        });
        if !(letter.enclosures.is_empty() && letter.on_request.is_empty()) {
            payload["enclosed"] = serde_json::json!({
                "named": letter.enclosures, "on_request": letter.on_request, "documents": attached,
            });
        }
        let message = Message {
            state: MessageState::Rendered,
            channel: channel.slug().to_owned(),
            address,
            document_id: document.as_ref().map(|d| d.id),
            print_file_id: None,
            settled_us: None,
            subject,
            recipient: letter.recipient.join("\n"),
            body: Said {
                text,
                html,
                asked,
                attached,
                made_from: Some(made_from),
                recalls,
                by_hand: None,
                returned: None,
            }
            .kept(),
            ..message.clone()
        };
        documents.extend(document);
        Ok((message, documents, payload))
    }

    /// A document about to be stored, with its hash.
    pub(crate) fn document(&self, kind: &str, name: &str, media_type: &str, content: Vec<u8>) -> Document {
        use sha2::Digest;
        Document {
            id: DocumentId(self.id()),
            account_id: None,
            kind: kind.to_owned(),
            file_name: name.chars().take(200).collect(),
            media_type: media_type.to_owned(),
            sha256: kernel::hex(&sha2::Sha256::digest(&content)),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            content,
            created_us: self.now(),
            item_id: None,
        }
    }
}

/// Lays out the composed letters on as many threads as the machine has.
fn lay_out(made: Vec<Made>) -> Vec<Made> {
    let mut letters = Vec::new();
    let mut places = Vec::new();
    let mut result: Vec<Made> = Vec::with_capacity(made.len());
    for (place, one) in made.into_iter().enumerate() {
        match one {
            Made::Composed(composed) if composed.channel == Channel::Sms => result.push(Made::Message(composed, None)),
            Made::Composed(composed) => {
                letters.push(composed.letter.clone());
                places.push((place, composed));
                result.push(Made::Settled);
            }
            other => result.push(other),
        }
    }
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let pdfs: Mutex<Vec<Option<Result<documents::Pdf, documents::DocumentError>>>> =
        Mutex::new(letters.iter().map(|_| None).collect());
    render_letters(&letters, threads, |i, pdf| {
        pdfs.lock().unwrap_or_else(PoisonError::into_inner)[i] = Some(pdf);
    });
    let pdfs = pdfs.into_inner().unwrap_or_else(PoisonError::into_inner);
    for ((place, composed), pdf) in places.into_iter().zip(pdfs) {
        result[place] = match pdf {
            Some(Ok(pdf)) => Made::Message(composed, Some(pdf)),
            Some(Err(error)) => Made::Failed(DeskError::from(error).wording()),
            None => Made::Failed(Why::Interrupted.wording()),
        };
    }
    result
}

/// Whose attention the letter is for: accounting first.
fn attention<'a>(page: &'a Material, line: &AccountLine) -> &'a str {
    attention_of(page.contacts.get(&line.debtor.id).map_or(&[][..], Vec::as_slice))
}

/// The name of the person a letter to a debtor with these contacts is for; accounting first.
pub(crate) fn attention_of(contacts: &[Contact]) -> &str {
    let rank = |c: &&Contact| (c.role != ContactRole::Accounting, c.id);
    contacts.iter().filter(|c| !c.name.is_empty()).min_by_key(rank).map_or("", |c| &c.name)
}
