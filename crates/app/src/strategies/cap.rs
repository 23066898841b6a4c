//! How often a debtor may be contacted: a setting of the plan, off until the house sets it.

use amicable::ContactCap;
use store::{EntryId, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Setting that holds the cap of contacts.
const CONTACT_CAP: &str = "plan.contact-cap";

/// The cap in force, none where the house sets none. One that cannot be read is not lifted in silence.
pub(crate) fn contact_cap(tx: &mut Tx) -> Result<Option<ContactCap>, DeskError> {
    let cap = tx.settings().get(CONTACT_CAP)?.map(|json| serde_json::from_str(&json)).transpose();
    Ok(cap.map_err(|_| Refusal::ContactCapWrong)?)
}

impl Desk {
    /// Sets the cap of contacts of one debtor, or lifts it; the next run obeys.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a cap that cannot be kept.
    pub fn set_contact_cap(&self, actor: &Actor, cap: Option<ContactCap>) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        if cap.is_some_and(|cap| cap.check().is_err()) {
            return Err(Refusal::ContactCapWrong.into());
        }
        let json = serde_json::to_string(&cap).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let entry = self.id();
        self.store.write("plan.set_contact_cap", |tx| {
            match cap {
                Some(_) => tx.settings().set(CONTACT_CAP, &json)?,
                None => tx.settings().remove(CONTACT_CAP)?,
            }
            let payload = serde_json::json!({ "cap": cap });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "plan.contact_cap", &payload))?;
            Ok(())
        })
    }
}
