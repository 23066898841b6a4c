//! Lists of letters, print files, runs, and the documents themselves.

use std::collections::HashMap;

use amicable::Channel;
use amicable::outbox::MessageState;
use kernel::{Date, Money};
use ledger::{AccountId, CreditorId};
use serde::Serialize;
use store::{Document, DocumentId, Message, MessageId, PrintFile, Reminder, ReminderId, RunId, StoreError, Tx};

use crate::reach::Whose;
use crate::{Actor, Desk, DeskError, Permission};

/// Letters of a page at most.
const PAGE_MAX: usize = 500;
/// Reminders read at a time to fill a page.
const READ: u32 = 500;

/// One letter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterCard {
    /// The message.
    pub message: MessageId,
    /// The account.
    pub account_id: AccountId,
    /// Who receives it.
    pub debtor: String,
    /// Way it goes: `letter`, `mail`, `sms`.
    pub channel: String,
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
    /// The print file that holds it, once it is printed.
    pub print_file: Option<DocumentId>,
}

/// A page of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterPage {
    /// Letters, run by run, the highest level first.
    pub letters: Vec<LetterCard>,
    /// Where the next page starts.
    pub next: Option<ReminderId>,
}

/// How many letters of a day stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LetterCounts {
    /// All.
    pub all: u64,
    /// Still to be made.
    pub planned: u64,
    /// Wait for approval.
    pub awaiting: u64,
    /// Could not be made, or were refused by their carrier.
    pub failed: u64,
    /// Taken back.
    pub cancelled: u64,
    /// On paper, made and not yet posted.
    pub to_post: u64,
}

impl LetterCounts {
    /// Made, whatever became of them since.
    pub const fn made(&self) -> u64 {
        self.all - self.planned - self.awaiting - self.failed - self.cancelled
    }

    fn add(&mut self, state: MessageState, channel: &str, count: u64) {
        self.all += count;
        match state {
            MessageState::Planned => self.planned += count,
            MessageState::Awaiting => self.awaiting += count,
            MessageState::Failed => self.failed += count,
            MessageState::Cancelled => self.cancelled += count,
            // A mail has its PDF too, and what was posted waits for nobody.
            MessageState::Rendered if channel == Channel::Letter.slug() => self.to_post += count,
            _ => {}
        }
    }
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

impl Desk {
    /// A page of the letters decided on a day, the highest level first in each run; `limit` counts from 1
    /// to 500.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`] when the page before ended nowhere.
    pub fn letters(
        &self,
        actor: &Actor,
        day: Date,
        after: Option<ReminderId>,
        limit: usize,
    ) -> Result<LetterPage, DeskError> {
        actor.may(Permission::Read)?;
        let limit = limit.clamp(1, PAGE_MAX);
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let place = after.map(|id| actor.find(tx, id)).transpose()?;
            let mut page = LetterPage { letters: Vec::new(), next: None };
            let runs = tx.runs().of_day(day)?;
            for run in runs.into_iter().skip_while(|run| place.as_ref().is_some_and(|p| p.run_id != run.id)) {
                let mut after = place.as_ref().filter(|p| p.run_id == run.id).map(|p| (p.level, p.id));
                // Calls and visits are reminders without a letter: a page is filled from as many as it takes,
                // read by the hundred whatever is left to fill.
                loop {
                    let reminders = tx.reminders().by_level(run.id, after, READ)?;
                    let Some(last) = reminders.last() else { break };
                    after = Some((last.level, last.id));
                    let messages = messages_of(tx, &reminders)?;
                    for reminder in reminders.iter().filter(|r| scope.reaches(r.account_id)) {
                        let Some(message) = messages.get(&reminder.id) else { continue };
                        page.letters.push(card(reminder, message));
                        if page.letters.len() == limit {
                            page.next = Some(reminder.id);
                            return Ok(page);
                        }
                    }
                }
            }
            Ok(page)
        })
    }

    /// How many letters decided on a day stand where.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn letter_counts(&self, actor: &Actor, day: Date) -> Result<LetterCounts, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        let standing = self.store.read(|tx| {
            let runs: Vec<RunId> = tx.runs().of_day(day)?.into_iter().map(|run| run.id).collect();
            if scope.is_whole() {
                return tx.messages().standing_of_runs(&runs);
            }
            Ok(scope.standing(tx.messages().standing_by_account(Some(&runs))?))
        })?;
        let mut counts = LetterCounts::default();
        for (state, channel, count) in standing {
            counts.add(state, &channel, u64::try_from(count).unwrap_or(0));
        }
        Ok(counts)
    }

    /// How many letters are made and wait for the post, whatever the day of their run, those written by hand too.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn letters_to_post(&self, actor: &Actor) -> Result<u64, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        let waiting = self.store.read(|tx| tx.messages().letters_to_post())?;
        let here = waiting.into_iter().filter(|(account, _)| scope.reaches(*account));
        Ok(here.map(|(_, count)| u64::try_from(count).unwrap_or(0)).sum())
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
                let files = tx.runs().print_files(run.id)?;
                let files = files.into_iter().filter(|f| actor.reach.covers(f.creditor_id));
                cards.extend(files.map(|file| print_card(&file, &names)));
            }
            Ok(cards)
        })
    }

    /// Print files of which a letter is made and not posted yet, with the day of their run, newest first: however
    /// long ago that was.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn print_files_to_post(&self, actor: &Actor) -> Result<Vec<(Date, PrintFileCard)>, DeskError> {
        actor.may(Permission::Read)?;
        let names = self.creditor_names()?;
        self.store.read(|tx| {
            let files = tx.runs().print_files_to_post()?.into_iter().rev();
            let seen = files.filter(|file| actor.reach.covers(file.creditor_id));
            seen.map(|file| Ok((tx.runs().get(file.run_id)?.day, print_card(&file, &names)))).collect()
        })
    }

    /// The last runs, newest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn runs(&self, actor: &Actor, limit: u32) -> Result<Vec<store::Run>, DeskError> {
        actor.may(Permission::Read)?;
        let mut runs = self.store.read(|tx| tx.runs().list(None, limit.min(200)))?;
        for run in &mut runs {
            if !actor.reach.is_everything() && !run.creditor_id.is_some_and(|creditor| actor.reach.covers(creditor)) {
                // It took place; its figures are those of more than they see.
                "{}".clone_into(&mut run.summary);
            }
        }
        Ok(runs)
    }

    /// A document with its bytes. Files kept for an import are not documents.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn read_document(&self, actor: &Actor, id: DocumentId) -> Result<Document, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let found = tx.documents().get(id)?;
            let seen = match found.account_id {
                Some(account) => actor.sees(tx, &Whose::Account(account))?,
                None if actor.reach.is_everything() => true,
                None if found.kind == "print-file" => {
                    let creditor = tx.runs().print_file(id)?.creditor_id;
                    actor.sees(tx, &Whose::Creditor(creditor))?
                }
                None => false,
            };
            if !seen || found.kind == "upload" {
                return Err(actor.out_of_reach("document", id));
            }
            Ok(found)
        })
    }
}

/// Highest level first, then by name: the order of the print file.
pub(crate) fn in_print_order(cards: &mut [LetterCard]) {
    cards.sort_by(|a, b| (b.level, &a.debtor, a.message).cmp(&(a.level, &b.debtor, b.message)));
}

pub(crate) fn cards_of_run(tx: &mut Tx, run: RunId) -> Result<Vec<(CreditorId, LetterCard)>, DeskError> {
    let mut cards = Vec::new();
    let mut after = None;
    loop {
        let reminders = tx.reminders().of_run(run, after, 2000)?;
        let Some(last) = reminders.last() else { return Ok(cards) };
        after = Some(last.id);
        let messages = messages_of(tx, &reminders)?;
        cards.extend(reminders.into_iter().filter_map(|r| messages.get(&r.id).map(|m| (r.creditor_id, card(&r, m)))));
    }
}

fn print_card(file: &PrintFile, names: &HashMap<CreditorId, (String, String)>) -> PrintFileCard {
    PrintFileCard {
        document: file.document_id,
        letters: file.letters,
        creditor: names.get(&file.creditor_id).map_or_else(String::new, |(_, name)| name.clone()),
    }
}

fn messages_of(tx: &mut Tx, reminders: &[Reminder]) -> Result<HashMap<ReminderId, Message>, StoreError> {
    let ids: Vec<ReminderId> = reminders.iter().map(|r| r.id).collect();
    Ok(tx.messages().of_reminders(&ids)?.into_iter().filter_map(|m| m.reminder_id.map(|r| (r, m))).collect())
}

fn card(reminder: &Reminder, message: &Message) -> LetterCard {
    LetterCard {
        message: message.id,
        account_id: reminder.account_id,
        debtor: message.recipient.lines().next().unwrap_or_default().to_owned(),
        channel: message.channel.clone(),
        step: reminder.step.clone(),
        level: reminder.level,
        on: reminder.on_day,
        total: Money::new(reminder.total_minor, reminder.currency),
        state: message.state.slug().to_owned(),
        document: message.document_id,
        print_file: message.print_file_id,
    }
}
