//! Import: from files to live rows.
//!
//! Files are read and compared with the ledger by pure functions below; the rows are written while
//! the batch is `loading` and count all at once when it becomes `live`. An interrupted import leaves
//! nothing visible: its batch is dropped by the next one.

mod corrections;
mod known;
mod read;
mod undo;
mod write;

use formats::Profile;
use kernel::Date;
use ledger::imports::{Control, Outcome};
use ledger::{Batch, BatchId, CreditorId, ImportMode};
use serde::Serialize;
use store::DocumentId;

use crate::news::Seen;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

pub use read::{Inspection, TableView, inspect};

/// A file handed in.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, for people; never a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What to import and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// Files read together (customers and pieces).
    pub files: Vec<Upload>,
    /// Code of the creditor; the only one, or the first made from the file, when none.
    pub creditor: Option<String>,
    /// Mapping profile; guessed from the columns when none.
    pub profile: Option<Profile>,
    /// Movement or snapshot; the profile's when none.
    pub mode: Option<ImportMode>,
    /// Day the file speaks of; today when none.
    pub as_of: Option<Date>,
    /// The user read the warnings that ask for a confirmation.
    pub confirmed: bool,
}

/// What an import did or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportAnswer {
    /// The batch; none for a preview, or when nothing had to be written.
    pub batch: Option<BatchId>,
    /// Format slug.
    pub format: String,
    /// Profile used.
    pub profile: String,
    /// Figures.
    pub outcome: Outcome,
    /// A question to answer before this import may be written (a snapshot much smaller than the last).
    pub question: Option<Refusal>,
}

impl ImportAnswer {
    /// The document of the command-line contract; [`crate::said`] gives it in one language.
    pub fn to_json(&self) -> serde_json::Value {
        let o = &self.outcome;
        let controls: Vec<_> = o.controls.iter().map(|(c, t)| control_json(*c, t)).collect();
        serde_json::json!({
            "batch": self.batch, "format": self.format, "profile": self.profile,
            "accepted": o.accepted, "unchanged": o.unchanged, "rejected": o.rejected,
            "created": { "debtors": o.debtors, "items": o.items, "payments": o.payments },
            "changed": o.changes, "settled_by_absence": o.settled_by_absence, "held_back": o.held_back,
            "lines": o.lines, "ignored": o.ignored, "controls": controls, "warnings": o.warnings,
            "classes": o.classes.iter().map(|c| serde_json::json!({
                "class": c.class, "currency": c.currency, "customers": c.customers,
                "balance": kernel::Money::new(c.balance, c.currency).to_decimal(),
            })).collect::<Vec<_>>(),
            "question": self.question.as_ref().map(Refusal::wording), "remarks": o.remarks, "errors": o.errors,
        })
    }
}

/// How many lines of its files an import refused.
pub fn refused_lines(batch: &Batch) -> u64 {
    #[derive(serde::Deserialize)]
    struct Refused {
        rejected: u64,
    }
    serde_json::from_str(&batch.outcome).map_or(0, |outcome: Refused| outcome.rejected)
}

fn control_json(currency: kernel::Currency, control: &Control) -> serde_json::Value {
    let money = |minor: i64| kernel::Money::new(minor, currency).to_decimal();
    serde_json::json!({
        "currency": currency, "customers": control.customers, "file": money(control.file), "before": money(control.before),
        "after": money(control.after), "gap": money(control.gap()), "customers_with_gap": control.gap_count,
        "gaps": control.gaps.iter().map(|g| serde_json::json!({
            "number": g.number, "name": g.name, "file": money(g.file), "ledger": money(g.ledger),
        })).collect::<Vec<_>>(),
    })
}

/// Files kept while their import is prepared or running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct KeptFiles(pub Vec<i64>);

/// Setting that holds the login of who gave a file to import.
fn kept_by(file: DocumentId) -> String {
    format!("upload-of:{file}")
}

/// Lines done and to do.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

impl Desk {
    /// What an import would change, without writing.
    ///
    /// # Errors
    /// As [`Desk::import`].
    pub fn preview_import(&self, actor: &Actor, request: &ImportRequest) -> Result<ImportAnswer, DeskError> {
        actor.may(Permission::Import)?;
        Ok(self.prepare_import(actor, request)?.answer)
    }

    /// Imports files into the ledger of a creditor. The same data again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing in the files can be used, [`DeskError::Confirm`] when the
    /// snapshot is under 80 % of the last one and nobody confirmed, [`DeskError::Store`].
    pub fn import(
        &self,
        actor: &Actor,
        request: &ImportRequest,
        progress: Progress<'_>,
    ) -> Result<ImportAnswer, DeskError> {
        actor.may(Permission::Import)?;
        loop {
            self.wait_for_others(actor, request, progress)?;
            let seen = self.store.read(Seen::read)?;
            let prepared = self.prepare_import(actor, request)?;
            if let Some(question) = prepared.answer.question.as_ref().filter(|_| !request.confirmed) {
                return Err(DeskError::Confirm(question.clone()));
            }
            // The plan holds only for the ledger it was made from: if that moved, it is made again.
            if let Some(answer) = self.write_import(actor, prepared, &seen, progress)? {
                if answer.batch.is_some() {
                    // An invoice its platform spoke of, a credit note somebody waits for.
                    self.tend_disputes(actor, self.today())?;
                    // What an insolvency stops is stopped before anything can ask for it.
                    self.tend_insolvencies()?;
                }
                return Ok(answer);
            }
            progress(0, 0);
        }
    }

    /// Takes a whole batch back: its rows stop counting, what it changed is restored, and a later
    /// import can bring them again.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the batch is not live or a later batch builds on it.
    pub fn undo_import(&self, actor: &Actor, id: BatchId) -> Result<Batch, DeskError> {
        actor.may(Permission::Import)?;
        self.undo_batch(actor, id)
    }

    /// Imports of a creditor or of all, the last first; matches made by hand are not imports.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn batches(
        &self,
        actor: &Actor,
        creditor: Option<CreditorId>,
        before: Option<BatchId>,
        limit: u32,
    ) -> Result<Vec<Batch>, DeskError> {
        actor.may(Permission::Read)?;
        let limit = limit.min(500);
        if actor.reach.is_everything() {
            return Ok(self.store.read(|tx| tx.batches().list(creditor, before, limit))?);
        }
        let (mut seen, mut before) = (Vec::new(), before);
        while seen.len() < limit as usize {
            let page = self.store.read(|tx| tx.batches().list(creditor, before, 500))?;
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.into_iter().filter(|b| actor.reach.covers(b.creditor_id)));
        }
        seen.truncate(limit as usize);
        Ok(seen)
    }

    /// One import.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn batch(&self, actor: &Actor, id: BatchId) -> Result<(Batch, Outcome), DeskError> {
        actor.may(Permission::Read)?;
        let batch = self.store.read(|tx| actor.find(tx, id))?;
        let outcome = serde_json::from_str(&batch.outcome).unwrap_or_default();
        Ok((batch, outcome))
    }

    /// Keeps files until their import is written, undone or forgotten; answers a reference to them.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn keep_files(&self, actor: &Actor, files: &[Upload]) -> Result<KeptFiles, DeskError> {
        actor.may(Permission::Import)?;
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            let document = self.document("upload", &file.name, "application/octet-stream", file.bytes.clone());
            self.store.write("upload.keep", |tx| {
                tx.settings().set(&kept_by(document.id), &actor.name)?;
                tx.documents().insert(&document)
            })?;
            kept.push(document.id.0);
        }
        Ok(KeptFiles(kept))
    }

    /// The files kept under a reference.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn kept_files(&self, actor: &Actor, kept: &KeptFiles) -> Result<Vec<Upload>, DeskError> {
        actor.may(Permission::Import)?;
        self.may_use(actor, kept)?;
        let ids: Vec<DocumentId> = kept.0.iter().map(|id| DocumentId(*id)).collect();
        let documents =
            self.store.read(|tx| ids.iter().map(|id| tx.documents().get(*id)).collect::<Result<Vec<_>, _>>())?;
        let missing = |kind: &str| kind != "upload";
        if documents.iter().any(|d| missing(&d.kind)) {
            return Err(DeskError::NotFound { what: "file", key: format!("{:?}", kept.0) });
        }
        Ok(documents.into_iter().map(|d| Upload { name: d.file_name, bytes: d.content }).collect())
    }

    /// Queues the import of kept files; its result is found by [`Desk::import_result`]. Twice the same
    /// files queue one import.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn queue_import(&self, actor: &Actor, kept: &KeptFiles, request: &ImportRequest) -> Result<(), DeskError> {
        actor.may(Permission::Import)?;
        self.may_use(actor, kept)?;
        // The worker sees everything: whose pieces they are is settled here.
        let named = if actor.reach.is_everything() {
            request.creditor.clone()
        } else {
            Some(self.import_creditor(actor, request)?.0.code)
        };
        let order = crate::jobs::ImportOrder {
            actor: actor.name.clone(),
            files: kept.clone(),
            creditor: named,
            profile: request.profile.clone(),
            mode: request.mode,
            as_of: request.as_of,
            confirmed: request.confirmed,
        };
        let payload = serde_json::to_value(&order).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let key = kept.result_key();
        self.store.write("import.forget", |tx| tx.settings().remove(&key))?;
        self.enqueue(crate::jobs::IMPORT, &payload, Some(key.clone())).map(drop)
    }

    /// What became of a queued import: nothing yet, its answer, or `{"refused": why}`.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn import_result(&self, actor: &Actor, kept: &KeptFiles) -> Result<Option<serde_json::Value>, DeskError> {
        actor.may(Permission::Import)?;
        self.may_use(actor, kept)?;
        let text = self.store.read(|tx| tx.settings().get(&kept.result_key()))?;
        Ok(text.and_then(|t| serde_json::from_str(&t).ok()))
    }

    /// The import that is being written for a creditor, or for any: its progress.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn import_in_progress(&self, actor: &Actor) -> Result<Option<Batch>, DeskError> {
        actor.may(Permission::Read)?;
        let latest = self.store.read(|tx| tx.batches().list(None, None, 20))?;
        let seen = |b: &Batch| b.state == ledger::BatchState::Loading && actor.reach.covers(b.creditor_id);
        Ok(latest.into_iter().find(seen))
    }

    /// Checks that files are those of who asks, where somebody does not see everything.
    fn may_use(&self, actor: &Actor, kept: &KeptFiles) -> Result<(), DeskError> {
        if actor.reach.is_everything() {
            return Ok(());
        }
        for id in &kept.0 {
            let by = self.store.read(|tx| tx.settings().get(&kept_by(DocumentId(*id))))?;
            if by.as_deref() != Some(actor.name.as_str()) {
                return Err(actor.out_of_reach("file", format!("{:?}", kept.0)));
            }
        }
        Ok(())
    }

    /// Mapping profiles: those made here, then those shipped.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn profiles(&self, actor: &Actor) -> Result<Vec<Profile>, DeskError> {
        actor.may(Permission::Read)?;
        let saved = self.store.read(|tx| tx.profiles().list())?;
        let mut profiles: Vec<Profile> = saved.iter().filter_map(|p| serde_json::from_str(&p.json).ok()).collect();
        profiles.extend(Profile::shipped());
        Ok(profiles)
    }

    /// A profile by its name.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn profile(&self, actor: &Actor, name: &str) -> Result<Profile, DeskError> {
        let found = self.profiles(actor)?.into_iter().find(|p| p.name == name);
        found.ok_or_else(|| DeskError::NotFound { what: "profile", key: name.to_owned() })
    }

    /// Saves a profile under its name, over the one saved before.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on an empty name or the name of a shipped profile.
    pub fn save_profile(&self, actor: &Actor, profile: &Profile) -> Result<(), DeskError> {
        actor.may(Permission::Import)?;
        let name = profile.name.trim();
        if name.is_empty() || Profile::named(name).is_some() {
            return Err(Refusal::ProfileNameReserved { name: name.to_owned() }.into());
        }
        let json = serde_json::to_string(profile).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let now = self.now();
        let id = store::ProfileId(self.id());
        self.store.write("profile.save", |tx| {
            let saved =
                store::Profile { id, name: name.to_owned(), creditor_id: None, json: json.clone(), updated_us: now };
            if let Some(old) = tx.profiles().by_name(name)? {
                // Others read their files by it.
                actor.may_everywhere()?;
                tx.profiles().save(&store::Profile { id: old.id, ..saved })?;
            } else {
                tx.profiles().insert(&saved)?;
            }
            let about = crate::desk::About::default();
            Ok(self.note(tx, actor, about, "profile.saved", &serde_json::json!({ "name": name }))?)
        })
    }
}
