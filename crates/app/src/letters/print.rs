//! The print files of a run: its letters in the order of printing, one file per creditor.

use std::collections::BTreeMap;

use amicable::Channel;
use documents::{PrintFile, PrintOptions};
use ledger::CreditorId;
use store::{DocumentId, MessageState, RunId, StoreError};

use super::list::{LetterCard, cards_of_run, in_print_order};
use crate::desk::About;
use crate::{Actor, Desk, DeskError};

/// Times a file is made anew because another worker printed some of its letters, or somebody took one
/// back, while it was being made.
const TRIES: usize = 5;

impl Desk {
    /// One print file per creditor, highest level first, then by name; another for what was made since
    /// the last one. Where a carrier posts letters there is nothing to print.
    pub(super) fn print_files_of(&self, actor: &Actor, run: RunId) -> Result<(), DeskError> {
        if self.outbox.carriers.post.is_some() {
            return Ok(());
        }
        let mut tries = 1;
        while let Err(error) = self.print_what_waits(actor, run) {
            if tries == TRIES || !matches!(error, DeskError::Store(StoreError::Conflict { .. })) {
                return Err(error);
            }
            tries += 1;
        }
        Ok(())
    }

    /// Prints the letters of a run that stand in no file yet.
    fn print_what_waits(&self, actor: &Actor, run: RunId) -> Result<(), DeskError> {
        let mut by_creditor: BTreeMap<CreditorId, Vec<LetterCard>> = BTreeMap::new();
        for (creditor, card) in self.store.read(|tx| cards_of_run(tx, run))? {
            let made = card.channel == Channel::Letter.slug() && card.state == MessageState::Rendered.slug();
            if made && card.document.is_some() && card.print_file.is_none() {
                by_creditor.entry(creditor).or_default().push(card);
            }
        }
        for (creditor, mut cards) in by_creditor {
            in_print_order(&mut cards);
            self.print_file(actor, (run, creditor), &cards)?;
        }
        Ok(())
    }

    /// Makes one file of letters and says which they are, in one transaction that finds them as they were.
    fn print_file(
        &self,
        actor: &Actor,
        (run, creditor): (RunId, CreditorId),
        cards: &[LetterCard],
    ) -> Result<(), DeskError> {
        let printed: Vec<DocumentId> = cards.iter().filter_map(|c| c.document).collect();
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
        let document = self.document("print-file", &format!("lettres-{day}.pdf"), "application/pdf", file.finish()?);
        let letters = i64::try_from(printed.len()).unwrap_or(i64::MAX);
        let row = store::PrintFile { document_id: document.id, run_id: run, creditor_id: creditor, letters };
        let about = About { account: None, creditor: Some(creditor), on: Some(day) };
        let payload =
            serde_json::json!({ "run": run, "document": document.id, "letters": letters, "sha256": document.sha256 });
        self.store.write("letters.print_file", |tx| {
            tx.documents().insert(&document)?;
            tx.runs().add_print_file(&row)?;
            tx.messages().put_in_file(document.id, &printed)?;
            Ok(self.note(tx, actor, about, "print_file.made", &payload)?)
        })
    }
}
