//! The exhibits of a case: files brought, or those of its account; what each is; their numbers.

use std::collections::{HashMap, HashSet};

use documents::court::shown;
use judicial::readiness::exhibits::{Exhibit, ExhibitKind, Numbered, numbered};
use kernel::{Date, Timestamp, Wording, search_key};
use ledger::{AccountId, Item, ItemId};
use serde::Serialize;
use serde_json::json;
use store::{CaseExhibit, CaseExhibitId, CaseId, Document, DocumentId, DocumentInfo, Tx};

use crate::cases::open_case;
use crate::desk::About;
use crate::imports::Upload;
use crate::schedule::{day_in, zone_in_tx};
use crate::{Actor, Desk, DeskError, PaperRefusal, Permission};

/// Exhibits of one case: what one bundle takes.
pub const EXHIBITS_MOST: usize = 500;
/// Longest name: with its kind, a line of the list.
const NAME_MAX: usize = 160;

/// One exhibit in the list of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExhibitLine {
    /// It.
    pub id: CaseExhibitId,
    /// Its number on the list, from 1.
    pub number: u32,
    /// What it is.
    pub kind: ExhibitKind,
    /// The same in words.
    pub kind_words: Wording,
    /// Its name or number, as the house calls it.
    pub name: String,
    /// Its own date.
    pub on: Option<Date>,
    /// Its line of the list.
    pub line: Wording,
    /// Its file.
    pub document: DocumentId,
    /// Name of the file.
    pub file: String,
    /// Its bytes.
    pub size: i64,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A file of the accounts of a case that it does not show yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExhibitProposal {
    /// The file.
    pub document: DocumentId,
    /// What it seems to be.
    pub kind: ExhibitKind,
    /// The same in words.
    pub kind_words: Wording,
    /// What it would be called.
    pub name: String,
    /// Its date, where it is known.
    pub on: Option<Date>,
    /// Name of the file.
    pub file: String,
    /// The claim stands on it: an invoice claimed, a notice sent.
    pub wanted: bool,
}

/// What an exhibit is, said anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitChange {
    /// Which.
    pub id: CaseExhibitId,
    /// Kind, as a slug.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Its own date.
    pub on: Option<Date>,
}

/// What became of files brought together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilesAdded {
    /// Files added.
    pub added: u64,
    /// Files that were there already.
    pub known: u64,
    /// Files that cannot be taken, each with the reason.
    pub refused: Vec<RefusedFile>,
}

/// A file that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedFile {
    /// Its name.
    pub file: String,
    /// Why, and what to do.
    pub why: Wording,
}

/// A case's exhibits in the order of their list, each with its row and its file.
pub(super) fn listed(tx: &mut Tx, case: CaseId) -> Result<Vec<(Numbered, CaseExhibit, DocumentInfo)>, DeskError> {
    let rows = tx.exhibits().of_case(case)?;
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.document_id).collect();
    let files: HashMap<DocumentId, DocumentInfo> =
        tx.documents().infos(&ids)?.into_iter().map(|file| (file.id, file)).collect();
    let exhibit = |row: &CaseExhibit| Exhibit {
        kind: ExhibitKind::parse(&row.kind).unwrap_or(ExhibitKind::Other),
        on: row.dated_on,
        name: row.name.clone(),
        file: row.id.to_string(),
    };
    let mut of: HashMap<String, CaseExhibit> = rows.iter().map(|row| (row.id.to_string(), row.clone())).collect();
    let list = numbered(rows.iter().map(exhibit).collect());
    Ok(list
        .into_iter()
        .filter_map(|one| {
            let row = of.remove(&one.exhibit.file)?;
            let file = files.get(&row.document_id)?.clone();
            Some((one, row, file))
        })
        .collect())
}

/// What a file seems to be, by its name.
fn guessed(file: &str) -> ExhibitKind {
    let key = format!(" {} ", search_key(file));
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    // The proof of a notice before the notice, a credit note before an invoice.
    if has(&["accuse reception", "avis de reception", "recommande", " ar "]) {
        ExhibitKind::NoticeProof
    } else if has(&["mise en demeure", "demeure", "formal notice"]) {
        ExhibitKind::Notice
    } else if has(&["avoir", "credit note"]) {
        ExhibitKind::CreditNote
    } else if has(&["facture", "invoice", " fac "]) {
        ExhibitKind::Invoice
    } else if has(&["livraison", "delivery", "cmr", "emargement", "reception", " bl "]) {
        ExhibitKind::Delivery
    } else if has(&["commande", "order", "devis", "quotation", " bc "]) {
        ExhibitKind::Order
    } else if has(&["cgv", "conditions generales", "terms"]) {
        ExhibitKind::Terms
    } else if has(&["contrat", "contract", "ouverture de compte"]) {
        ExhibitKind::Contract
    } else if has(&["kbis", "extrait", "inpi", "sirene"]) {
        ExhibitKind::Extract
    } else if has(&["pouvoir", "power", "delegation"]) {
        ExhibitKind::Power
    } else if has(&["releve", "statement"]) {
        ExhibitKind::Statement
    } else if has(&["cheque", "lcr", " traite ", "reconnaissance"]) {
        ExhibitKind::Instrument
    } else if has(&["courrier", "lettre", "mail", "relance", "letter"]) {
        ExhibitKind::Correspondence
    } else {
        ExhibitKind::Other
    }
}

/// A name for the list: that of the file without its ending, on one line.
fn titled(file: &str) -> String {
    let last = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let clean: String = stem.chars().map(|c| if c.is_control() || c == '_' { ' ' } else { c }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = clean.chars().take(NAME_MAX).collect();
    if short.is_empty() { "Document".to_owned() } else { short }
}

fn named(text: &str) -> Result<String, PaperRefusal> {
    let text = text.trim();
    let wrong = text.is_empty() || text.chars().count() > NAME_MAX || text.chars().any(char::is_control);
    if wrong {
        return Err(PaperRefusal::Name { most: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) });
    }
    Ok(text.to_owned())
}

/// The accounts of a case: its own, and those of its pieces.
fn accounts(tx: &mut Tx, case: CaseId, own: AccountId) -> Result<(Vec<AccountId>, HashSet<ItemId>), DeskError> {
    let claims = tx.cases().claims_of(&[case])?;
    let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).chain([own]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let standing = claims.into_iter().filter(|claim| claim.left_on.is_none());
    Ok((accounts, standing.map(|claim| claim.item_id).collect()))
}

impl Desk {
    /// The exhibits of a case, numbered in the order of their list.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn exhibits(&self, actor: &Actor, case: CaseId) -> Result<Vec<ExhibitLine>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            actor.find(tx, case)?;
            let line = |(one, row, file): (Numbered, CaseExhibit, DocumentInfo)| ExhibitLine {
                id: row.id,
                number: one.number,
                kind: one.exhibit.kind,
                kind_words: one.exhibit.kind.words(),
                name: row.name,
                on: row.dated_on,
                line: one.line,
                document: file.id,
                file: file.file_name,
                size: file.size,
                by: row.actor,
                at: row.created_us,
            };
            Ok(listed(tx, case)?.into_iter().map(line).collect())
        })
    }

    /// The files of the accounts of a case that it does not show yet; what the claim stands on first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn exhibit_proposals(&self, actor: &Actor, case: CaseId) -> Result<Vec<ExhibitProposal>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let (accounts, claimed) = accounts(tx, case.id, case.account_id)?;
            let shown: HashSet<DocumentId> =
                tx.exhibits().of_case(case.id)?.into_iter().map(|row| row.document_id).collect();
            let (zone, mut files) = (zone_in_tx(tx)?, Vec::new());
            for account in accounts {
                files.extend(tx.documents().of_account(account)?);
            }
            files.retain(|file| bindable(file) && !shown.contains(&file.id));
            let ids: Vec<ItemId> = files.iter().filter_map(|file| file.item_id).collect();
            let items: HashMap<ItemId, Item> =
                tx.items().get_many(&ids)?.into_iter().map(|item| (item.id, item)).collect();
            let mut found: Vec<ExhibitProposal> = files
                .iter()
                .map(|file| {
                    let item = file.item_id.and_then(|id| items.get(&id));
                    proposal(file, (item, day_in(&zone, file.created_us)), &claimed)
                })
                .collect();
            found.sort_by_key(|one| (!one.wanted, one.kind, one.on, one.document));
            Ok(found)
        })
    }

    /// Adds files to the exhibits of an open case: those that can be bound; the others are told, with the reason. The
    /// same file again changes nothing.
    ///
    /// # Errors
    /// [`PaperRefusal::NoFile`], [`PaperRefusal::TooMany`], [`crate::CaseRefusal::Closed`], [`DeskError::NotFound`].
    pub fn add_exhibits(&self, actor: &Actor, case: CaseId, files: &[Upload]) -> Result<FilesAdded, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.read(|tx| open_case(tx, actor, case).map(drop))?;
        if files.is_empty() {
            return Err(PaperRefusal::NoFile.into());
        }
        let (good, refused) = self.brought("exhibit", files);
        self.store.write("case.exhibit", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let known = tx.exhibits().of_case(case.id)?;
            let ids: Vec<DocumentId> = known.iter().map(|row| row.document_id).collect();
            let mut hashes: HashSet<String> = tx.documents().infos(&ids)?.into_iter().map(|file| file.sha256).collect();
            let (mut rows, mut names) = (Vec::new(), Vec::new());
            for (name, document) in &good {
                if !hashes.insert(document.sha256.clone()) {
                    continue;
                }
                tx.documents().insert(&Document { account_id: Some(account.id), ..document.clone() })?;
                rows.push(self.exhibit_row(actor, (case.id, account.id), document.id, (guessed(name), name, None)));
                names.push(name.as_str());
            }
            full(known.len() + rows.len())?;
            let done = FilesAdded {
                added: rows.len() as u64,
                known: (good.len() - rows.len()) as u64,
                refused: refused.clone(),
            };
            if !rows.is_empty() {
                tx.exhibits().insert(&rows)?;
                let payload = json!({ "case": case.id, "count": rows.len(), "files": names.join(", ") });
                self.note(tx, actor, About::account(&account), "case.shown", &payload)?;
            }
            Ok(done)
        })
    }

    /// Shows files of the accounts of an open case, as they were proposed. Answers how many were added.
    ///
    /// # Errors
    /// [`PaperRefusal::NoFile`], [`PaperRefusal::TooMany`]; [`DeskError::NotFound`] on a file of another account.
    pub fn show_documents(&self, actor: &Actor, case: CaseId, documents: &[DocumentId]) -> Result<u64, DeskError> {
        let proposed = self.exhibit_proposals(actor, case)?;
        actor.may(Permission::EditAccount)?;
        if documents.is_empty() {
            return Err(PaperRefusal::NoFile.into());
        }
        self.store.write("case.show", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let known = tx.exhibits().of_case(case.id)?;
            let mut rows: Vec<CaseExhibit> = Vec::new();
            let mut names = Vec::new();
            for id in documents {
                if known.iter().chain(&rows).any(|row| row.document_id == *id) {
                    continue;
                }
                let one = proposed.iter().find(|one| one.document == *id);
                let one = one.ok_or_else(|| DeskError::NotFound { what: "document", key: id.to_string() })?;
                let what = (one.kind, one.name.as_str(), one.on);
                rows.push(self.exhibit_row(actor, (case.id, account.id), *id, what));
                names.push(one.name.as_str());
            }
            full(known.len() + rows.len())?;
            if !rows.is_empty() {
                tx.exhibits().insert(&rows)?;
                let payload = json!({ "case": case.id, "count": rows.len(), "files": names.join(", ") });
                self.note(tx, actor, About::account(&account), "case.shown", &payload)?;
            }
            Ok(rows.len() as u64)
        })
    }

    /// Says anew what exhibits are; their numbers follow. All or none.
    ///
    /// # Errors
    /// [`PaperRefusal::Kind`], [`PaperRefusal::Name`], [`PaperRefusal::Ahead`], [`DeskError::NotFound`].
    pub fn change_exhibits(&self, actor: &Actor, case: CaseId, changes: &[ExhibitChange]) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("case.name_exhibits", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let known = tx.exhibits().of_case(case.id)?;
            let mut moved = 0_u64;
            for change in changes {
                let old = known.iter().find(|row| row.id == change.id);
                let old = old.ok_or_else(|| DeskError::NotFound { what: "exhibit", key: change.id.to_string() })?;
                let unknown = || PaperRefusal::Kind { text: change.kind.chars().take(40).collect() };
                let kind = ExhibitKind::parse(&change.kind).ok_or_else(unknown)?;
                let name = named(&change.name)?;
                if change.on.is_some_and(|on| on > today) {
                    return Err(PaperRefusal::Ahead { today }.into());
                }
                if (old.kind.as_str(), &old.name, old.dated_on) == (kind.slug(), &name, change.on) {
                    continue;
                }
                tx.exhibits().rename(change.id, (kind.slug(), &name, change.on))?;
                moved += 1;
            }
            if moved > 0 {
                let payload = json!({ "case": case.id, "count": moved });
                self.note(tx, actor, About::account(&account), "case.exhibits_named", &payload)?;
            }
            Ok(())
        })
    }

    /// Takes exhibits out of an open case; their files stay among those of the account.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on one that the case does not show.
    pub fn take_exhibits_out(&self, actor: &Actor, case: CaseId, ids: &[CaseExhibitId]) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.hide", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let known = tx.exhibits().of_case(case.id)?;
            let mut names = Vec::new();
            for id in ids {
                let row = known.iter().find(|row| row.id == *id);
                let row = row.ok_or_else(|| DeskError::NotFound { what: "exhibit", key: id.to_string() })?;
                names.push(row.name.as_str());
            }
            if names.is_empty() {
                return Ok(());
            }
            tx.exhibits().take_out(ids)?;
            let payload = json!({ "case": case.id, "count": names.len(), "files": names.join(", ") });
            Ok(self.note(tx, actor, About::account(&account), "case.hidden", &payload)?)
        })
    }

    /// Files brought, as they are kept, each with its name for a list; those that nobody could read are told.
    pub(crate) fn brought(&self, kind: &str, files: &[Upload]) -> (Vec<(String, Document)>, Vec<RefusedFile>) {
        let (mut good, mut refused) = (Vec::new(), Vec::new());
        for file in files {
            let name = titled(&file.name);
            match shown(&file.bytes, &name) {
                Ok(_) => good.push((name, self.kept_file(kind, file))),
                Err(fault) => refused.push(RefusedFile { file: name, why: fault.wording() }),
            }
        }
        (good, refused)
    }

    /// A file brought, as it is kept.
    fn kept_file(&self, kind: &str, file: &Upload) -> Document {
        let (media_type, ending) = if file.bytes.starts_with(b"\x89PNG") {
            ("image/png", "png")
        } else if file.bytes.starts_with(b"\xff\xd8\xff") {
            ("image/jpeg", "jpg")
        } else {
            ("application/pdf", "pdf")
        };
        let stem: String =
            titled(&file.name).chars().filter(|c| !matches!(c, ':' | '"' | '<' | '>')).take(80).collect();
        self.document(kind, &format!("{stem}.{ending}"), media_type, file.bytes.clone())
    }

    fn exhibit_row(
        &self,
        actor: &Actor,
        (case_id, account_id): (CaseId, AccountId),
        document_id: DocumentId,
        (kind, name, dated_on): (ExhibitKind, &str, Option<Date>),
    ) -> CaseExhibit {
        CaseExhibit {
            id: CaseExhibitId(self.id()),
            case_id,
            account_id,
            kind: kind.slug().to_owned(),
            name: name.to_owned(),
            dated_on,
            document_id,
            actor: actor.name.clone(),
            created_us: self.now(),
        }
    }
}

fn full(count: usize) -> Result<(), PaperRefusal> {
    let most = i64::try_from(EXHIBITS_MOST).unwrap_or(i64::MAX);
    if count > EXHIBITS_MOST { Err(PaperRefusal::TooMany { most }) } else { Ok(()) }
}

/// True of a file that a bundle can take, and that was not made for a case.
fn bindable(file: &DocumentInfo) -> bool {
    matches!(file.media_type.as_str(), "application/pdf" | "image/png" | "image/jpeg")
        && !matches!(file.kind.as_str(), "case-paper" | "print-file")
}

fn proposal(file: &DocumentInfo, (item, made): (Option<&Item>, Date), claimed: &HashSet<ItemId>) -> ExhibitProposal {
    let kind = match file.kind.as_str() {
        "invoice" => item.map_or(ExhibitKind::Invoice, |item| {
            if item.amount.minor() < 0 { ExhibitKind::CreditNote } else { ExhibitKind::Invoice }
        }),
        "statement" => ExhibitKind::Statement,
        "sale-terms" => ExhibitKind::Terms,
        "signed-protocol" | "protocol" => ExhibitKind::Contract,
        "plan-notice" | "case-notice" => ExhibitKind::Notice,
        "letter" => ExhibitKind::Correspondence,
        _ => guessed(&file.file_name),
    };
    let on = item.map(|item| item.issue_on).or(matches!(file.kind.as_str(), "letter" | "case-notice").then_some(made));
    ExhibitProposal {
        document: file.id,
        kind,
        kind_words: kind.words(),
        name: item.map_or_else(|| titled(&file.file_name), |item| item.number.clone()),
        on,
        file: file.file_name.clone(),
        wanted: file.item_id.is_some_and(|item| claimed.contains(&item)) || kind == ExhibitKind::Notice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_for_what_its_name_says() {
        for (file, kind) in [
            ("Facture FA-2026-0812.pdf", ExhibitKind::Invoice),
            ("BL 4512 signé.pdf", ExhibitKind::Delivery),
            ("bon_de_commande.pdf", ExhibitKind::Order),
            ("CGV 2024.pdf", ExhibitKind::Terms),
            ("avoir AV-12.pdf", ExhibitKind::CreditNote),
            ("Kbis DURAND.pdf", ExhibitKind::Extract),
            ("mise en demeure du 12 mai.pdf", ExhibitKind::Notice),
            ("accusé réception mise en demeure.pdf", ExhibitKind::NoticeProof),
            ("scan0001.pdf", ExhibitKind::Other),
        ] {
            assert_eq!(guessed(&titled(file)), kind, "{file}");
        }
    }

    #[test]
    fn a_name_is_one_line_without_folders() {
        assert_eq!(titled("C:\\docs\\Facture_FA-1.pdf"), "Facture FA-1");
        assert_eq!(titled("a\nb.pdf"), "a b");
        assert_eq!(titled(".pdf"), "Document");
    }
}
