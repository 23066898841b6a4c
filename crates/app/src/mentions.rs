//! Notes on an account, and who is called by name in them or in a dispute's comment: each is told once, and only who
//! sees that account.

mod tell;

use kernel::Timestamp;
use ledger::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::json;
pub use store::MentionId;
use store::{DisputeId, EntryId, Mention, Tx};

use crate::desk::About;
use crate::notices::untell_within;
use crate::{Actor, Desk, DeskError, Permission, TeamRefusal};

pub use amicable::mentions::{Called, called, means};
pub(crate) use tell::{Calling, key_of};

/// Characters of a note.
const NOTE_MAX: usize = 4_000;
/// People that one note tells.
const CALLED_MAX: usize = 20;
/// Entries of an account among which one that takes a note back is looked for.
const LOOKED: u32 = 100;

/// What became of the names called in a note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentioned {
    /// Names of those who are told.
    #[serde(default)]
    pub told: Vec<String>,
    /// Names that nobody has, or that several have.
    #[serde(default)]
    pub nobody: Vec<String>,
    /// Names of those who do not see this account: they are not told.
    #[serde(default)]
    pub out_of_sight: Vec<String>,
}

impl Mentioned {
    /// True when everybody called is told.
    pub const fn is_whole(&self) -> bool {
        self.nobody.is_empty() && self.out_of_sight.is_empty()
    }
}

/// A note that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteKept {
    /// Its entry, by which it is taken back.
    pub entry: EntryId,
    /// Who was called in it.
    #[serde(flatten)]
    pub mentioned: Mentioned,
}

/// A note in which somebody is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MentionLine {
    /// What names it.
    pub id: MentionId,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The dispute whose comment it is.
    pub dispute: Option<DisputeId>,
    /// The note.
    pub note: String,
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// A page of mentions, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MentionPage {
    /// The lines.
    pub rows: Vec<MentionLine>,
    /// Where the next page goes on.
    pub next: Option<MentionId>,
}

/// Mentions with whose they are.
fn lines(tx: &mut Tx, mentions: Vec<Mention>) -> Result<Vec<MentionLine>, DeskError> {
    let ids: Vec<AccountId> = mentions.iter().map(|mention| mention.account_id).collect();
    let known = tx.accounts().get_many(&ids)?;
    let line = |mention: Mention| {
        let of = known.iter().find(|line| line.account.id == mention.account_id)?;
        Some(MentionLine {
            id: mention.id,
            account_id: mention.account_id,
            account: of.account.number.clone(),
            debtor: of.debtor.name.clone(),
            dispute: mention.dispute_id,
            note: mention.body,
            actor: mention.actor,
            at: mention.created_us,
        })
    };
    Ok(mentions.into_iter().filter_map(line).collect())
}

impl Desk {
    /// Writes a note on an account; who is called by name in it is told. A name that nobody has keeps nothing back:
    /// the answer says so.
    ///
    /// # Errors
    /// [`TeamRefusal`] without words, on too many of them, on too many people called.
    pub fn add_note(&self, actor: &Actor, account: AccountId, note: &str) -> Result<NoteKept, DeskError> {
        actor.may(Permission::Answer)?;
        let note = note.trim();
        if note.is_empty() {
            return Err(TeamRefusal::NoteMissing.into());
        }
        if note.chars().count() > NOTE_MAX {
            return Err(TeamRefusal::NoteLong { most: i64::try_from(NOTE_MAX).unwrap_or(i64::MAX) }.into());
        }
        let entry = EntryId(self.id());
        self.store.write("account.note", |tx| {
            let account = actor.find(tx, account)?;
            let calling = Calling { account: &account, entry, dispute: None, note };
            let mentioned = self.call_within(tx, actor, &calling)?;
            let mut payload = json!(mentioned);
            payload["note"] = note.into();
            tx.timeline().append(&self.entry(entry, actor, About::account(&account), "account.noted", &payload))?;
            Ok(NoteKept { entry, mentioned })
        })
    }

    /// Takes a note back, in the caller's transaction: who was called in it finds it no more, and is not written to
    /// unless the mail has left.
    pub(crate) fn take_note_back(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &ledger::Account,
        entry: &store::Entry,
    ) -> Result<(), DeskError> {
        let name = json!(entry.id);
        let gone = tx.timeline().of_account(account.id, None, LOOKED)?.into_iter().any(|later| {
            let told: serde_json::Value = serde_json::from_str(&later.payload).unwrap_or_default();
            later.kind == "account.note_undone" && told.get("undone") == Some(&name)
        });
        if gone || entry.actor != actor.name {
            return Err(store::StoreError::Conflict { what: "act", id: entry.id.to_string() }.into());
        }
        tx.mentions().remove_of(entry.id)?;
        untell_within(tx, account.id, &key_of(entry.id))?;
        let payload = json!({ "undone": entry.id });
        Ok(self.note(tx, actor, About::account(account), "account.note_undone", &payload)?)
    }

    /// The notes in which who asks is called, and that they did not see yet, the last first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn mentions(&self, actor: &Actor, before: Option<MentionId>, limit: u32) -> Result<MentionPage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let read = |before, limit| tx.mentions().unseen(&actor.name, before, limit);
            let (found, more) = scope.page((before, limit), read, |mention| (mention.id, mention.account_id))?;
            let next = found.last().filter(|_| more).map(|mention| mention.id);
            Ok(MentionPage { rows: lines(tx, found)?, next })
        })
    }

    /// Notes that who was called has seen it; twice changes nothing. It is theirs alone, so that it leaves no entry.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], for somebody else's too.
    pub fn see_mention(&self, actor: &Actor, id: MentionId) -> Result<(), DeskError> {
        actor.may(Permission::Read)?;
        let now = self.now();
        self.store.write("mention.see", |tx| {
            let mention = actor.find(tx, id)?;
            if mention.login != actor.name {
                return Err(actor.out_of_reach("mention", id));
            }
            if mention.seen_us.is_none() {
                tx.mentions().see(id, now)?;
            }
            Ok(())
        })
    }
}

/// Refuses a note for a crowd.
fn bounded(names: &[String]) -> Result<(), DeskError> {
    if names.len() <= CALLED_MAX {
        return Ok(());
    }
    Err(TeamRefusal::TooManyCalled { most: i64::try_from(CALLED_MAX).unwrap_or(i64::MAX) }.into())
}
