//! Making the letters of a run: one PDF each, kept with its hash, and one print file per creditor.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use amicable::Plan;
use documents::{Letter, PrintFile, PrintOptions, render_letters, sha256_hex};
use kernel::{Currency, Date, Money};
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, Contact, ContactRole, Creditor, CreditorId, DebtorId, Item, ItemId};
use rayon::prelude::*;
use serde::Serialize;
use store::{
    AccountLine, Document, DocumentId, EntryId, Message, MessageId, MessageState, Reminder, ReminderId, ReminderItem,
    RunId, Tx,
};

use super::compose::{Addressee, Asked, AskedLine, compose};
use crate::desk::About;
use crate::imports::Progress;
use crate::{Actor, Desk, DeskError, Permission};

/// Letters made between two transactions.
const CHUNK: u32 = 200;

/// What making the letters gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RenderReport {
    /// Letters made now.
    pub made: u64,
    /// Messages cancelled: everything they asked was settled meanwhile.
    pub cancelled: u64,
    /// Messages that could not be made; their timeline says why.
    pub failed: u64,
}

/// One letter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterCard {
    /// The message.
    pub message: MessageId,
    /// The account.
    pub account_id: AccountId,
    /// Who receives it.
    pub debtor: String,
    /// Step.
    pub step: String,
    /// Level.
    pub level: i64,
    /// Day decided.
    pub on: Date,
    /// What it asks.
    pub total: Money,
    /// Where it stands.
    pub state: String,
    /// Its PDF.
    pub document: Option<DocumentId>,
}

/// One print file in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintFileCard {
    /// The PDF.
    pub document: DocumentId,
    /// Letters in it.
    pub letters: i64,
    /// Creditor whose letters they are.
    pub creditor: String,
}

/// What one page of reminders needs to become letters.
struct Material {
    reminders: Vec<Reminder>,
    messages: HashMap<ReminderId, Message>,
    asked: HashMap<ReminderId, Vec<ReminderItem>>,
    earlier: HashMap<AccountId, Vec<Reminder>>,
    lines: HashMap<AccountId, AccountLine>,
    contacts: HashMap<DebtorId, Vec<Contact>>,
    items: HashMap<ItemId, Item>,
    matches: HashMap<AccountId, Vec<Allocation>>,
}

/// What became of one message.
enum Made {
    Composed(Box<Letter>),
    Letter(Box<Letter>, documents::Pdf),
    Settled,
    Failed(String),
}

fn by_key<K: std::hash::Hash + Eq, V>(list: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<V>> {
    let mut map: HashMap<K, Vec<V>> = HashMap::new();
    for value in list {
        map.entry(key(&value)).or_default().push(value);
    }
    map
}

fn material(tx: &mut Tx, run: RunId, after: Option<ReminderId>) -> Result<Material, DeskError> {
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
    let planned = tx.messages().of_reminders(&ids)?.into_iter().filter(|m| m.state == MessageState::Planned);
    Ok(Material {
        messages: planned.filter_map(|m| m.reminder_id.map(|r| (r, m))).collect(),
        asked: by_key(asked, |a| a.reminder_id),
        earlier: by_key(tx.reminders().of_accounts(&accounts)?, |r| r.account_id),
        lines: lines.into_iter().map(|l| (l.account.id, l)).collect(),
        contacts: by_key(tx.contacts().of_debtors(&debtors)?, |c| c.debtor_id),
        items: tx.items().get_many(&item_ids)?.into_iter().map(|i| (i.id, i)).collect(),
        matches: by_key(tx.allocations().of_accounts(&owners)?, |a| a.account_id),
        reminders,
    })
}

impl Desk {
    /// Makes the letters of a run that are not made yet, then its print files. Running it again goes on
    /// where it stopped. Amounts are read again: what was paid since the decision is not asked for.
    ///
    /// # Errors
    /// [`DeskError::Store`]; a letter that cannot be made is marked failed and the others go on.
    pub fn render_letters(&self, actor: &Actor, run: RunId, progress: Progress<'_>) -> Result<RenderReport, DeskError> {
        actor.may(Permission::Run)?;
        let creditors: HashMap<CreditorId, Creditor> = self.creditors(actor)?.into_iter().map(|c| (c.id, c)).collect();
        let plan = self.plan()?;
        let total = self.store.read(|tx| tx.reminders().count_of_run(run))?.unsigned_abs();
        let mut report = RenderReport::default();
        let mut after = None;
        loop {
            let page = self.store.read(|tx| material(tx, run, after))?;
            let Some(last) = page.reminders.last() else { break };
            after = Some(last.id);
            let due: Vec<(&Reminder, &Message)> =
                page.reminders.iter().filter_map(|r| page.messages.get(&r.id).map(|m| (r, m))).collect();
            let composed: Vec<Made> =
                due.par_iter().map(|(r, _)| self.compose_one(&plan, &creditors, &page, r)).collect();
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
            sum.cancelled += report.cancelled;
            sum.failed += report.failed;
        }
        Ok(sum)
    }

    fn compose_one(
        &self,
        plan: &Plan,
        creditors: &HashMap<CreditorId, Creditor>,
        page: &Material,
        reminder: &Reminder,
    ) -> Made {
        let (Some(creditor), Some(line)) = (creditors.get(&reminder.creditor_id), page.lines.get(&reminder.account_id))
        else {
            return Made::Failed("compte ou créancier introuvable".to_owned());
        };
        let asked = ask(plan, page, reminder);
        if asked.lines.iter().map(|l| l.open.minor()).sum::<i64>() <= 0 {
            return Made::Settled;
        }
        let to = Addressee { account: &line.account, debtor: &line.debtor, attention: attention(page, line) };
        match compose(&self.law, creditor, to, &asked) {
            Ok(letter) => Made::Composed(Box::new(letter)),
            Err(error) => Made::Failed(error.to_string()),
        }
    }

    fn keep(
        &self,
        actor: &Actor,
        made: Vec<(&Reminder, &Message, Made)>,
        report: &mut RenderReport,
    ) -> Result<(), DeskError> {
        let mut rows = Vec::with_capacity(made.len());
        for (reminder, message, made) in made {
            let about = About {
                account: Some(reminder.account_id),
                creditor: Some(reminder.creditor_id),
                on: Some(reminder.on_day),
            };
            let (message, document, kind, payload) = match made {
                Made::Letter(letter, pdf) => {
                    report.made += 1;
                    let total = letter.totals()?.total;
                    let hash = sha256_hex(&pdf);
                    let name = format!(
                        "{}-{}-n{}.pdf",
                        reminder.on_day,
                        letter.references.customer_number.as_deref().unwrap_or(""),
                        reminder.level
                    );
                    let mut document = self.document("letter", &name, "application/pdf", pdf.into_bytes());
                    document.account_id = Some(reminder.account_id);
                    document.sha256.clone_from(&hash);
                    let payload = serde_json::json!({
                        "reminder": reminder.id, "message": message.id, "document": document.id, "sha256": hash,
                        "subject": letter.subject, "total": total.to_decimal(), "currency": total.currency(), "to": letter.recipient,
                    });
                    let message = Message {
                        state: MessageState::Rendered,
                        document_id: Some(document.id),
                        subject: letter.subject.clone(),
                        recipient: letter.recipient.join("\n"),
                        body: letter.paragraphs.join("\n\n"),
                        ..message.clone()
                    };
                    (message, Some(document), "letter.made", payload)
                }
                Made::Composed(_) | Made::Settled => {
                    report.cancelled += 1;
                    let payload = serde_json::json!({ "reminder": reminder.id, "message": message.id });
                    (Message { state: MessageState::Cancelled, ..message.clone() }, None, "letter.cancelled", payload)
                }
                Made::Failed(why) => {
                    report.failed += 1;
                    let payload = serde_json::json!({ "reminder": reminder.id, "message": message.id, "why": why });
                    (
                        Message { state: MessageState::Failed, body: why, ..message.clone() },
                        None,
                        "letter.failed",
                        payload,
                    )
                }
            };
            rows.push((message, document, self.entry(EntryId(self.id()), actor, about, kind, &payload)));
        }
        self.store.write("letters.keep", |tx| {
            for (message, document, entry) in &rows {
                if let Some(document) = document {
                    tx.documents().insert(document)?;
                }
                tx.messages().save(message)?;
                tx.timeline().append(entry)?;
            }
            Ok::<_, DeskError>(())
        })
    }

    /// One print file per creditor, highest level first, then by name.
    fn print_files_of(&self, actor: &Actor, run: RunId) -> Result<(), DeskError> {
        let (existing, cards) = self.store.read(|tx| {
            let existing = tx.runs().print_files(run)?;
            Ok::<_, DeskError>((existing, cards_of_run(tx, run)?))
        })?;
        let mut by_creditor: BTreeMap<CreditorId, Vec<LetterCard>> = BTreeMap::new();
        for (creditor, card) in cards.into_iter().filter(|(_, c)| c.document.is_some()) {
            by_creditor.entry(creditor).or_default().push(card);
        }
        for (creditor, mut cards) in by_creditor {
            if existing.iter().any(|f| f.creditor_id == creditor) {
                continue;
            }
            cards.sort_by(|a, b| (b.level, &a.debtor).cmp(&(a.level, &b.debtor)));
            let mut file = PrintFile::new(Vec::new(), PrintOptions { duplex: true })?;
            for part in cards.chunks(100) {
                let pdfs = self.store.read(|tx| {
                    part.iter().filter_map(|c| c.document).map(|d| tx.documents().get(d)).collect::<Result<Vec<_>, _>>()
                })?;
                for (card, pdf) in part.iter().zip(pdfs) {
                    file.add(&documents::Pdf::from_bytes(pdf.content), Some(&card.debtor))?;
                }
            }
            let day = cards.first().map_or_else(|| self.today(), |c| c.on);
            let document =
                self.document("print-file", &format!("lettres-{day}.pdf"), "application/pdf", file.finish()?);
            let letters = i64::try_from(cards.len()).unwrap_or(i64::MAX);
            let row = store::PrintFile { document_id: document.id, run_id: run, creditor_id: creditor, letters };
            let about = About { account: None, creditor: Some(creditor), on: Some(day) };
            let payload = serde_json::json!({ "run": run, "document": document.id, "letters": letters, "sha256": document.sha256 });
            self.store.write("letters.print_file", |tx| {
                tx.documents().insert(&document)?;
                tx.runs().add_print_file(&row)?;
                self.note(tx, actor, about, "print_file.made", &payload)
            })?;
        }
        Ok(())
    }

    /// Letters decided on a day, highest level first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn letters(&self, actor: &Actor, day: Date) -> Result<Vec<LetterCard>, DeskError> {
        actor.may(Permission::Read)?;
        let mut cards = self.store.read(|tx| {
            let mut cards = Vec::new();
            for run in tx.runs().of_day(day)? {
                cards.extend(cards_of_run(tx, run.id)?.into_iter().map(|(_, card)| card));
            }
            Ok::<_, DeskError>(cards)
        })?;
        cards.sort_by(|a, b| (b.level, &a.debtor).cmp(&(a.level, &b.debtor)));
        Ok(cards)
    }

    /// Print files of the runs of a day.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn print_files(&self, actor: &Actor, day: Date) -> Result<Vec<PrintFileCard>, DeskError> {
        actor.may(Permission::Read)?;
        let names = self.creditor_names()?;
        self.store.read(|tx| {
            let mut cards = Vec::new();
            for run in tx.runs().of_day(day)? {
                cards.extend(tx.runs().print_files(run.id)?.into_iter().map(|f| PrintFileCard {
                    document: f.document_id,
                    letters: f.letters,
                    creditor: names.get(&f.creditor_id).map_or_else(String::new, |(_, name)| name.clone()),
                }));
            }
            Ok(cards)
        })
    }

    /// The last runs, newest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn runs(&self, actor: &Actor, limit: u32) -> Result<Vec<store::Run>, DeskError> {
        actor.may(Permission::Read)?;
        Ok(self.store.read(|tx| tx.runs().list(None, limit.min(200)))?)
    }

    /// A document with its bytes. Files kept for an import are not documents.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn read_document(&self, actor: &Actor, id: DocumentId) -> Result<Document, DeskError> {
        actor.may(Permission::Read)?;
        let found = self.store.read(|tx| tx.documents().get(id))?;
        if found.kind == "upload" {
            return Err(DeskError::NotFound { what: "document", key: id.to_string() });
        }
        Ok(found)
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
            sha256: crate::users::hex(&sha2::Sha256::digest(&content)),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            content,
            created_us: self.now(),
        }
    }
}

/// Lays out the composed letters on as many threads as the machine has.
fn lay_out(made: Vec<Made>) -> Vec<Made> {
    let mut letters = Vec::new();
    let mut places = Vec::new();
    let mut result: Vec<Made> = Vec::with_capacity(made.len());
    for (place, one) in made.into_iter().enumerate() {
        if let Made::Composed(letter) = one {
            letters.push(*letter);
            places.push(place);
            result.push(Made::Settled);
        } else {
            result.push(one);
        }
    }
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let pdfs: Mutex<Vec<Option<Result<documents::Pdf, documents::DocumentError>>>> =
        Mutex::new(letters.iter().map(|_| None).collect());
    render_letters(&letters, threads, |i, pdf| {
        pdfs.lock().unwrap_or_else(PoisonError::into_inner)[i] = Some(pdf);
    });
    let pdfs = pdfs.into_inner().unwrap_or_else(PoisonError::into_inner);
    for ((place, letter), pdf) in places.into_iter().zip(letters).zip(pdfs) {
        result[place] = match pdf {
            Some(Ok(pdf)) => Made::Letter(Box::new(letter), pdf),
            Some(Err(error)) => Made::Failed(error.to_string()),
            None => Made::Failed("the layout was interrupted".to_owned()),
        };
    }
    result
}

fn cards_of_run(tx: &mut Tx, run: RunId) -> Result<Vec<(CreditorId, LetterCard)>, DeskError> {
    let mut cards = Vec::new();
    let mut after = None;
    loop {
        let reminders = tx.reminders().of_run(run, after, 2000)?;
        let Some(last) = reminders.last() else { return Ok(cards) };
        after = Some(last.id);
        let ids: Vec<ReminderId> = reminders.iter().map(|r| r.id).collect();
        let messages: HashMap<ReminderId, Message> =
            tx.messages().of_reminders(&ids)?.into_iter().filter_map(|m| m.reminder_id.map(|r| (r, m))).collect();
        cards.extend(reminders.into_iter().filter_map(|r| messages.get(&r.id).map(|m| (r.creditor_id, card(&r, m)))));
    }
}

fn card(reminder: &Reminder, message: &Message) -> LetterCard {
    LetterCard {
        message: message.id,
        account_id: reminder.account_id,
        debtor: message.recipient.lines().next().unwrap_or_default().to_owned(),
        step: reminder.step.clone(),
        level: reminder.level,
        on: reminder.on_day,
        total: Money::new(reminder.total_minor, reminder.currency),
        state: message.state.slug().to_owned(),
        document: message.document_id,
    }
}

/// The reminder with the amounts that are still open now, never more than was decided.
fn ask(plan: &Plan, page: &Material, reminder: &Reminder) -> Asked {
    let strategy = plan.find(&reminder.strategy).map(|place| &plan.strategies[place]);
    let step = strategy.and_then(|s| s.find(&reminder.step)).map(|(_, step)| step);
    let money = |minor: i64, currency: Currency| Money::new(minor, currency);
    let lines = page.asked.get(&reminder.id).into_iter().flatten().filter_map(|line| {
        let item = page.items.get(&line.item_id)?;
        let matches = page.matches.get(&item.account_id).map_or(&[][..], Vec::as_slice);
        let now = open_of(item, matches, None).minor();
        // A debit may have been paid, a credit used: the smaller in size of then and now.
        let open = if line.open_minor > 0 { now.clamp(0, line.open_minor) } else { now.clamp(line.open_minor, 0) };
        (open != 0).then(|| AskedLine {
            item: item.clone(),
            open: money(open, reminder.currency),
            interest: money(line.interest_minor, reminder.currency),
            indemnity: money(line.indemnity_minor, reminder.currency),
        })
    });
    let mut lines: Vec<AskedLine> = lines.collect();
    lines.sort_by_key(|l| (l.open.minor() < 0, l.item.due_on, l.item.id));
    let previous = page
        .earlier
        .get(&reminder.account_id)
        .into_iter()
        .flatten()
        .filter(|r| r.currency == reminder.currency && r.cycle == reminder.cycle && r.level < reminder.level);
    Asked {
        ident: reminder.id.to_string(),
        step: step.map_or(reminder.step.as_str(), |s| s.text()).to_owned(),
        formal_notice: step.is_some_and(|s| s.formal_notice),
        claim: step.map_or(amicable::Claim::Withheld, |s| s.claim),
        on: reminder.on_day,
        grant_until: reminder.grant_until,
        previous_on: previous.map(|r| r.on_day).max(),
        lines,
    }
}

/// Whose attention the letter is for: accounting first.
fn attention<'a>(page: &'a Material, line: &AccountLine) -> &'a str {
    let contacts = page.contacts.get(&line.debtor.id).map_or(&[][..], Vec::as_slice);
    let rank = |c: &&Contact| (c.role != ContactRole::Accounting, c.id);
    contacts.iter().filter(|c| !c.name.is_empty()).min_by_key(rank).map_or("", |c| &c.name)
}
