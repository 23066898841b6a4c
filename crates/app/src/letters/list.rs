//! Lists of letters, print files, runs, and the documents themselves.

use std::collections::HashMap;

use kernel::{Date, Money};
use ledger::{AccountId, CreditorId};
use serde::Serialize;
use store::{Document, DocumentId, Message, MessageId, Reminder, ReminderId, RunId, Tx};

use crate::{Actor, Desk, DeskError, Permission};

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
        in_print_order(&mut cards);
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
        channel: message.channel.clone(),
        step: reminder.step.clone(),
        level: reminder.level,
        on: reminder.on_day,
        total: Money::new(reminder.total_minor, reminder.currency),
        state: message.state.slug().to_owned(),
        document: message.document_id,
    }
}
