//! What each side brings: words, a pasted mail, a photograph. A file is what its content says, whatever its name.

use ledger::{Account, Item};
use serde::Serialize;
use store::{Dispute, DisputeId, Document, DocumentId, EntryId, EvidenceId, EvidenceKind, Side, Testimony, Tx};

use super::moves::dispute_of;
use super::{facts, policy};
use crate::desk::About;
use crate::imports::Upload;
use crate::mentions::{Calling, Mentioned};
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// Bytes of one file: a photograph of a telephone has two to eight million.
pub const EVIDENCE_MAX: usize = 12_000_000;
/// Characters of words or of a pasted mail.
const WORDS_MAX: usize = 20_000;
/// Pieces of evidence of one dispute.
const MOST: usize = 100;

/// What somebody brings.
#[derive(Debug, Clone)]
pub struct Brought {
    /// For which side.
    pub side: Side,
    /// A note, or a mail pasted in; with a file, what is said of it.
    pub kind: EvidenceKind,
    /// The words.
    pub words: String,
    /// The file.
    pub file: Option<Upload>,
}

/// What somebody brought, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceKept {
    /// It.
    pub id: EvidenceId,
    /// Who was called in the words of the house.
    #[serde(flatten)]
    pub mentioned: Mentioned,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Kept {
    media_type: &'static str,
    name: String,
}

/// Refuses words without end.
pub(super) fn bounded(words: &str) -> Result<(), DeskError> {
    if words.chars().count() <= WORDS_MAX {
        return Ok(());
    }
    let most = i64::try_from(WORDS_MAX).unwrap_or(i64::MAX);
    Err(DisputeRefusal::WordsTooLong { most }.into())
}

/// The type of a file by its first bytes, with the ending that goes with it; none for what nobody opens safely.
fn sniffed(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if bytes.starts_with(b"%PDF-") {
        Some(("application/pdf", "pdf"))
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(("image/jpeg", "jpg"))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(("image/png", "png"))
    } else if webp {
        Some(("image/webp", "webp"))
    } else {
        // A text, and no page that a browser would run: it is served as plain text in any case.
        let control = |b: &u8| *b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t');
        let text = !bytes.is_empty() && !bytes.iter().any(control) && std::str::from_utf8(bytes).is_ok();
        text.then_some(("text/plain; charset=utf-8", "txt"))
    }
}

/// A name for people that leads nowhere and ends with what the file is.
fn named(given: &str, ending: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && !matches!(c, ':' | '\u{22}' | '<' | '>')).collect();
    let stem = clean.trim().trim_start_matches('.');
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let short: String = stem.chars().take(80).collect();
    if short.is_empty() { format!("preuve.{ending}") } else { format!("{short}.{ending}") }
}

/// What a file is, or why it is not kept.
fn check(file: &Upload) -> Result<Kept, DisputeRefusal> {
    let name = || file.name.chars().filter(|c| !c.is_control()).take(120).collect::<String>();
    if file.bytes.len() > EVIDENCE_MAX {
        let millions = |bytes: usize| i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX);
        return Err(DisputeRefusal::FileTooHeavy {
            file: name(),
            size: millions(file.bytes.len()),
            most: millions(EVIDENCE_MAX),
        });
    }
    let (media_type, ending) = sniffed(&file.bytes).ok_or_else(|| DisputeRefusal::FileUnknown { file: name() })?;
    Ok(Kept { media_type, name: named(&file.name, ending) })
}

impl Desk {
    /// Keeps what a side brings to an open dispute; the service's time starts again. The same file again changes
    /// nothing. Who is called by name in the words of the house is told.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without words nor file, on a file too large or of an unknown kind, on too much of it.
    pub fn add_evidence(&self, actor: &Actor, id: DisputeId, brought: &Brought) -> Result<EvidenceKept, DeskError> {
        actor.may(Permission::Answer)?;
        let words = brought.words.trim();
        if words.is_empty() && brought.file.is_none() {
            return Err(DisputeRefusal::NothingBrought.into());
        }
        bounded(words)?;
        let document = brought.file.as_ref().map(|file| self.exhibit(file)).transpose()?;
        self.store.write("dispute.testify", |tx| self.testify_within(tx, actor, id, (brought, document.as_ref())))
    }

    /// The same in the caller's transaction.
    pub(crate) fn testify_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: DisputeId,
        (brought, document): (&Brought, Option<&Document>),
    ) -> Result<EvidenceKept, DeskError> {
        let today = self.today();
        let (mut dispute, account, item) = dispute_of(tx, actor, id)?;
        let kind = if document.is_some() { EvidenceKind::File } else { brought.kind };
        let exhibit = (brought.side, kind, brought.words.trim(), document);
        let (kept, fresh) = self.testify(tx, actor, (&dispute, &account, &item), exhibit)?;
        if fresh {
            dispute.asked_on = today;
            dispute.due_on = policy::in_force(tx)?.due(dispute.service, today).max(dispute.due_on);
            tx.disputes().save(&dispute)?;
        }
        Ok(kept)
    }

    /// A file as it is kept, or why it is not.
    pub(crate) fn exhibit(&self, file: &Upload) -> Result<Document, DeskError> {
        let kept = check(file).map_err(Refusal::from)?;
        Ok(self.document("evidence", &kept.name, kept.media_type, file.bytes.clone()))
    }

    /// Keeps what a side brings in the caller's transaction; the same file again is the one that is there, and false.
    pub(super) fn testify(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, account, item): (&Dispute, &Account, &Item),
        (side, kind, words, document): (Side, EvidenceKind, &str, Option<&Document>),
    ) -> Result<(EvidenceKept, bool), DeskError> {
        let before = tx.disputes().evidence(dispute.id)?;
        let ids: Vec<DocumentId> = before.iter().filter_map(|e| e.document_id).collect();
        let mut document = document.cloned();
        if let Some(file) = &mut document {
            let same = tx.documents().infos(&ids)?.into_iter().find(|known| known.sha256 == file.sha256);
            let known = same.and_then(|same| before.iter().find(|e| e.document_id == Some(same.id)));
            if let Some(known) = known {
                return Ok((EvidenceKept { id: known.id, mentioned: Mentioned::default() }, false));
            }
        }
        room(tx, dispute.id)?;
        if let Some(file) = &mut document {
            file.account_id = Some(account.id);
            tx.documents().insert(file)?;
        }
        let testimony = Testimony {
            id: EvidenceId(self.id()),
            dispute_id: dispute.id,
            account_id: account.id,
            side,
            kind,
            body: words.to_owned(),
            document_id: document.as_ref().map(|file| file.id),
            actor: actor.name.clone(),
            created_us: self.now(),
        };
        tx.disputes().testify(&testimony)?;
        let mut payload = facts(dispute, &item.number);
        payload["side"] = side.slug().into();
        payload["evidence"] = kind.slug().into();
        payload["file"] = document.as_ref().map_or("", |file| file.file_name.as_str()).into();
        if let Some(file) = &document {
            payload["document"] = serde_json::json!(file.id);
            payload["sha256"] = file.sha256.clone().into();
        }
        let (entry, mut mentioned) = (EntryId(self.id()), Mentioned::default());
        // What a customer says, or who comes by a link, calls nobody of the house.
        if side == Side::House && kind != EvidenceKind::Mail && !actor.of_house().is_empty() {
            let calling = Calling { account, entry, dispute: Some(dispute.id), note: words };
            mentioned = self.call_within(tx, actor, &calling)?;
            payload["nobody"] = serde_json::json!(mentioned.nobody);
            payload["out_of_sight"] = serde_json::json!(mentioned.out_of_sight);
        }
        tx.timeline().append(&self.entry(entry, actor, About::account(account), "dispute.evidence", &payload))?;
        Ok((EvidenceKept { id: testimony.id, mentioned }, true))
    }
}

/// Refuses evidence without end.
pub(super) fn room(tx: &mut Tx, id: DisputeId) -> Result<(), DeskError> {
    if tx.disputes().evidence(id)?.len() < MOST {
        return Ok(());
    }
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    Err(DisputeRefusal::TooMuch { most }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (bytes, kind) in [
            (&b"%PDF-1.7"[..], Some("pdf")),
            (b"\xff\xd8\xff\xe0rest", Some("jpg")),
            (b"\x89PNG\r\n\x1a\nrest", Some("png")),
            (b"RIFF\x10\0\0\0WEBPVP8", Some("webp")),
            ("Bonjour,\r\nil manque 12 cartons.".as_bytes(), Some("txt")),
            (b"MZ\x90\0program", None),
            (b"PK\x03\x04archive", None),
            (b"", None),
        ] {
            assert_eq!(sniffed(bytes).map(|(_, ending)| ending), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_leads_nowhere_and_ends_with_what_the_file_is() {
        for (given, kept) in [
            ("photo1.exe", "photo1.jpg"),
            ("../../etc/passwd1", "passwd1.jpg"),
            ("<script1>.png", "script1.jpg"),
            ("", "preuve.jpg"),
        ] {
            assert_eq!(named(given, "jpg"), kept);
        }
    }

    #[test]
    fn a_heavy_photograph_is_refused_with_its_weight() {
        let file = Upload { name: "mur1.jpg".to_owned(), bytes: vec![0xff; 50_000_000] };
        let told = DisputeRefusal::FileTooHeavy { file: "mur1.jpg".to_owned(), size: 50, most: 12 };
        assert_eq!(check(&file), Err(told));
    }
}
