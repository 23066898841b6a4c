//! The file of a piece, mostly its invoice: kept once, to go with the messages that ask for it.

use documents::Pdf;
use ledger::ItemId;
use store::DocumentId;

use crate::desk::About;
use crate::imports::Upload;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Bytes of one file. Encoded, two of them no longer hold in the fifteen million bytes that most mail
/// servers take; a page scanned at 150 dots per inch has two hundred thousand.
const FILE_MAX: usize = 8_000_000;

impl Desk {
    /// Keeps the PDF of a piece. A newer file takes the place of the one before, which stays among the
    /// documents of the account; the same file again changes nothing. Answers its document.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`] on a file too large or
    /// that is no PDF that can be printed.
    pub fn attach_file(&self, actor: &Actor, item: ItemId, file: &Upload) -> Result<DocumentId, DeskError> {
        actor.may(Permission::EditAccount)?;
        check_pdf(file)?;
        let mut document = self.document("invoice", &file_name(&file.name), "application/pdf", file.bytes.clone());
        let entry = self.id();
        self.store.write("item.attach", |tx| {
            let item = actor.find(tx, item)?;
            let account = tx.accounts().get(item.account_id)?;
            let kept = tx.documents().of_items(&[item.id])?.pop();
            if let Some(kept) = kept.filter(|kept| kept.sha256 == document.sha256) {
                return Ok(kept.id);
            }
            (document.account_id, document.item_id) = (Some(account.id), Some(item.id));
            tx.documents().insert(&document)?;
            let payload = serde_json::json!({
                "piece": item.number, "document": document.id, "file": document.file_name, "size": document.size,
                "sha256": document.sha256,
            });
            let about = About::account(&account);
            tx.timeline().append(&self.entry(store::EntryId(entry), actor, about, "item.attached", &payload))?;
            Ok(document.id)
        })
    }

    /// Takes its file from a piece: a message that would carry it is made again without it. The file
    /// stays among the documents of the account. Answers whether there was one.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn detach_file(&self, actor: &Actor, item: ItemId) -> Result<bool, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("item.detach", |tx| {
            let item = actor.find(tx, item)?;
            let account = tx.accounts().get(item.account_id)?;
            let kept = tx.documents().of_items(&[item.id])?;
            if tx.documents().take_from(item.id)? == 0 {
                return Ok(false);
            }
            let documents: Vec<DocumentId> = kept.iter().map(|d| d.id).collect();
            let payload = serde_json::json!({ "piece": item.number, "documents": documents });
            self.note(tx, actor, About::account(&account), "item.detached", &payload)?;
            Ok(true)
        })
    }
}

/// What the desk takes as the file of a piece: a PDF by its content, that can be printed, and not too large.
pub(crate) fn check_pdf(file: &Upload) -> Result<(), Refusal> {
    let name = || file_name(&file.name);
    if file.bytes.len() > FILE_MAX {
        let millions = |bytes: usize| i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX);
        return Err(Refusal::FileTooHeavy { file: name(), size: millions(file.bytes.len()), most: millions(FILE_MAX) });
    }
    if !file.bytes.starts_with(b"%PDF-") {
        return Err(Refusal::NotAPdf { file: name() });
    }
    match documents::page_count(&Pdf::from_bytes(file.bytes.clone())) {
        Ok(_) => Ok(()),
        Err(documents::DocumentError::Unreadable { message, .. }) => {
            Err(Refusal::PdfUnusable { file: name(), why: message })
        }
        Err(error) => Err(Refusal::PdfUnusable { file: name(), why: error.to_string() }),
    }
}

/// A name for people that leads nowhere, ends with what the file is, and holds in a mail's header.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).map(|c| if c == ':' { '-' } else { c }).collect();
    let stem = clean.trim().trim_start_matches('.');
    let stem = stem.strip_suffix(".pdf").or_else(|| stem.strip_suffix(".PDF")).unwrap_or(stem);
    let short: String = stem.chars().take(80).collect();
    if short.is_empty() { "facture.pdf".to_owned() } else { format!("{short}.pdf") }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_leads_nowhere_and_says_what_the_file_is() {
        for (given, kept) in [
            ("F12.pdf", "F12.pdf"),
            ("../../etc/F12.PDF", "F12.pdf"),
            ("c:\\factures\\F12", "F12.pdf"),
            ("...", "facture.pdf"),
            ("a:b\r\nX.pdf", "a-bX.pdf"),
        ] {
            assert_eq!(file_name(given), kept);
        }
        assert_eq!(file_name(&"é".repeat(300)).chars().count(), 84);
    }
}
