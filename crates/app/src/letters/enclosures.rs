//! What goes with a message besides its own words: the statement of each account it is about, and the
//! invoices the house has the files of. A mail attaches them; a letter is followed by their pages.

use std::collections::{BTreeMap, HashMap};

use amicable::{Channel, Enclosure};
use documents::{Pdf, PrintOptions, figures};
use kernel::{Date, Period};
use ledger::statement::statements;
use ledger::{AccountId, Creditor, Item, ItemId, Language};
use store::{AccountLine, Document, DocumentId, DocumentInfo};

use super::compose::{Asked, piece_kind};
use crate::reports::statement_pdf;
use crate::{Desk, DeskError};

/// Bytes enclosed with one message: encoded, with the mail around them, they stay under the fifteen
/// million bytes that most mail servers take.
const BYTES_MAX: i64 = 10_000_000;
/// Files of one message: a mail carries a hundred, its own letter among them.
const FILES_MAX: usize = 90;
/// Sheets enclosed with one letter, printed on both sides: with its own, ten sheets of five grams stay
/// under the hundred grams of the second step of the tariff of the post, envelope included.
const SHEETS_MAX: usize = 9;

/// What goes with one message.
#[derive(Default)]
pub(crate) struct Enclosures {
    /// Made for it: name of the file, and PDF.
    made: Vec<(String, Vec<u8>)>,
    /// Kept already, in the order of the letter.
    kept: Vec<DocumentId>,
    /// All of them, in words.
    pub named: Vec<String>,
    /// What does not fit, in words.
    pub on_request: Vec<String>,
    bytes: i64,
    sheets: usize,
}

impl Enclosures {
    /// Whether one more fits; counted if it does.
    fn fits(&mut self, bytes: i64, pages: usize) -> bool {
        let (bytes, sheets) = (self.bytes.saturating_add(bytes), self.sheets + pages.div_ceil(2));
        let fits = bytes <= BYTES_MAX && sheets <= SHEETS_MAX && self.made.len() + self.kept.len() < FILES_MAX;
        if fits {
            (self.bytes, self.sheets) = (bytes, sheets);
        }
        fits
    }
}

impl Desk {
    /// Gathers what a step, or a person, encloses with a message, as far as it fits: the statements
    /// first, then the invoices in the order of the letter.
    pub(crate) fn enclosures(
        &self,
        wanted: &[Enclosure],
        creditor: &Creditor,
        (channel, language): (Channel, Language),
        asked: &Asked,
        files: &HashMap<ItemId, DocumentInfo>,
    ) -> Result<Enclosures, DeskError> {
        let mut with = Enclosures::default();
        let on_paper = channel == Channel::Letter;
        if !on_paper && channel != Channel::Mail {
            return Ok(with);
        }
        if wanted.contains(&Enclosure::Statement) {
            for (name, words, pdf) in self.statements_of(creditor, language, asked)? {
                let pages = if on_paper { documents::page_count(&pdf)? } else { 0 };
                let pdf = pdf.into_bytes();
                if with.fits(i64::try_from(pdf.len()).unwrap_or(i64::MAX), pages) {
                    with.made.push((name, pdf));
                    with.named.push(words);
                } else {
                    with.on_request.push(words);
                }
            }
        }
        if wanted.contains(&Enclosure::Invoices) {
            for line in asked.lines.iter().filter(|l| l.open.minor() > 0) {
                let Some(file) = files.get(&line.item.id) else { continue };
                let words =
                    format!("{} {}", piece_kind(line.item.kind).words(language).to_lowercase(), line.item.number);
                // A file that cannot be printed was refused at the door: what fails here is left out.
                let pages = if on_paper { self.pages_of(file.id).unwrap_or(usize::MAX / 2) } else { 0 };
                if with.fits(file.size, pages) {
                    with.kept.push(file.id);
                    with.named.push(words);
                } else {
                    with.on_request.push(words);
                }
            }
        }
        Ok(with)
    }

    fn pages_of(&self, id: DocumentId) -> Result<usize, DeskError> {
        let file = self.store.read(|tx| tx.documents().get(id))?;
        Ok(documents::page_count(&Pdf::from_bytes(file.content))?)
    }

    /// The statement of each account asked, in the currency asked: from the oldest piece asked to the
    /// day of the message. Each with the name of its file and its name in words.
    fn statements_of(
        &self,
        creditor: &Creditor,
        language: Language,
        asked: &Asked,
    ) -> Result<Vec<(String, String, Pdf)>, DeskError> {
        let mut oldest: BTreeMap<AccountId, Date> = BTreeMap::new();
        for item in asked.lines.iter().map(|l| &l.item) {
            let from = oldest.entry(item.account_id).or_insert(item.entry_on);
            *from = item.entry_on.min(*from);
        }
        let until = asked.on.max(self.today());
        let ids: Vec<AccountId> = oldest.keys().copied().take(FILES_MAX).collect();
        let (lines, items, matches) = self.store.read(|tx| {
            let lines: Vec<AccountLine> = tx.accounts().get_many(&ids)?;
            Ok::<_, DeskError>((lines, tx.items().of_accounts(&ids)?, tx.allocations().of_accounts(&ids)?))
        })?;
        let currency = asked.lines.first().map(|l| l.open.currency());
        let mut made = Vec::with_capacity(ids.len());
        for line in &lines {
            let Some(from) = oldest.get(&line.account.id).copied() else { continue };
            let mine: Vec<Item> = items.iter().filter(|i| i.account_id == line.account.id).cloned().collect();
            let mut stated = statements(mine, &matches, Period { from: from.min(until), until });
            stated.retain(|s| Some(s.currency) == currency);
            let pdf = Pdf::from_bytes(statement_pdf(creditor, line, &stated, language)?);
            let day = figures::date_long(until, language);
            let mut words = match language {
                Language::Fr => format!("relevé de compte au {day}"),
                Language::En => format!("statement of account to {day}"),
            };
            if lines.len() > 1 {
                words = format!("{words} ({})", line.account.number);
            }
            let stem = language.pick("releve", "statement");
            let number: String = line.account.number.chars().filter(|c| !"/\\:".contains(*c)).collect();
            made.push((format!("{stem}-{number}-{until}.pdf"), words, pdf));
        }
        Ok(made)
    }

    /// The letter followed by what is enclosed with it, each starting on a sheet of its own.
    pub(crate) fn with_pages(&self, letter: Pdf, with: &Enclosures) -> Result<Pdf, DeskError> {
        if with.made.is_empty() && with.kept.is_empty() {
            return Ok(letter);
        }
        let kept = self.kept_files_of(with)?;
        let made = with.made.iter().map(|(_, pdf)| Pdf::from_bytes(pdf.clone()));
        let parts: Vec<Pdf> =
            std::iter::once(letter).chain(made).chain(kept.into_iter().map(|d| Pdf::from_bytes(d.content))).collect();
        Ok(Pdf::from_bytes(documents::merge(&parts, PrintOptions { duplex: true })?))
    }

    fn kept_files_of(&self, with: &Enclosures) -> Result<Vec<Document>, DeskError> {
        self.store.read(|tx| Ok(with.kept.iter().map(|id| tx.documents().get(*id)).collect::<Result<Vec<_>, _>>()?))
    }

    /// The documents to keep beside a mail, and all that it attaches, in order. On paper they are pages
    /// of the letter, and only the files kept already are told.
    pub(crate) fn attached(
        &self,
        channel: Channel,
        account: AccountId,
        with: Enclosures,
    ) -> (Vec<Document>, Vec<DocumentId>) {
        if channel != Channel::Mail {
            return (Vec::new(), with.kept);
        }
        let made: Vec<Document> = with
            .made
            .into_iter()
            .map(|(name, pdf)| Document {
                account_id: Some(account),
                ..self.document("statement", &name, "application/pdf", pdf)
            })
            .collect();
        let all = made.iter().map(|d| d.id).chain(with.kept).collect();
        (made, all)
    }
}
