//! Taking an import back.

use kernel::Wording;
use ledger::{Batch, BatchId, BatchState};
use store::Held;

use super::corrections::{Corrections, Way};
use super::write::{LEASE_US, later};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Refusal};

/// Pieces named of each kind that hold an import back.
const NAMED: u32 = 5;

impl Desk {
    pub(super) fn undo_batch(&self, actor: &Actor, id: BatchId) -> Result<Batch, DeskError> {
        let now = self.now();
        let (batch, many) = self.store.write("import.undo", |tx| {
            let batch = actor.find(tx, id)?;
            if batch.state != BatchState::Live {
                return Err(Refusal::ImportNotLive { import: id.to_string(), state: state_words(batch.state) }.into());
            }
            // An import under way may rest on these pieces, or have corrections of this one still to make.
            if let Some(busy) = tx.batches().busy(batch.creditor_id)? {
                return Err(Refusal::ImportUnderWay { import: busy.id.to_string(), source: busy.source }.into());
            }
            if let Some(later) = tx.batches().built_on(id)? {
                let (import, later, source) = (id.to_string(), later.id.to_string(), later.source);
                return Err(Refusal::ImportBuiltOn { import, later, source }.into());
            }
            if let Some(what) = committed(&tx.batches().held(id, NAMED)?) {
                return Err(DisputeRefusal::ImportHeld { import: id.to_string(), what }.into());
            }
            // What platforms said is tied again when the invoice comes again.
            tx.invoice_statuses().unlink_batch(id)?;
            let corrections = Corrections::read(tx, id)?;
            let rest = corrections.are_many().then(|| later(now, LEASE_US));
            tx.batches().turn(id, BatchState::Live, BatchState::Undone, now, rest)?;
            corrections.stand(tx, Way::Back)?;
            let about = About { account: None, creditor: Some(batch.creditor_id), on: None };
            let payload = serde_json::json!({ "batch": id, "source": batch.source });
            self.note(tx, actor, about, "batch.undone", &payload)?;
            Ok::<_, DeskError>((batch, corrections.are_many()))
        })?;
        if many {
            self.finish_corrections(&batch, Way::Back)?;
        }
        Ok(self.store.read(|tx| tx.batches().get(id))?)
    }
}

/// What stands on the pieces, in words; none when nothing does.
fn committed(held: &Held) -> Option<Wording> {
    let said = |numbers: &[String], fr: &str, en: &str| {
        let numbers = numbers.join(", ");
        (!numbers.is_empty()).then(|| (format!("{fr} {numbers}"), format!("{en} {numbers}")))
    };
    let told = [
        said(&held.disputed, "litige sur", "dispute on"),
        said(&held.planned, "échéancier sur", "plan on"),
        said(&held.factored, "cession de", "assignment of"),
    ];
    let (fr, en): (Vec<String>, Vec<String>) = told.into_iter().flatten().unzip();
    (!fr.is_empty()).then(|| Wording::new(fr.join(" ; "), en.join("; ")))
}

fn state_words(state: BatchState) -> Wording {
    match state {
        BatchState::Loading => Wording::new("en cours", "loading"),
        BatchState::Live => Wording::new("actif", "live"),
        BatchState::Undone => Wording::new("annulé", "taken back"),
        BatchState::Dropped => Wording::new("abandonné", "dropped"),
    }
}
