//! Keeping the house: verify, back up, move.

use std::path::Path;

use store::TransferError;
use store::doctor::Check;
use store::verify::Verification;

use crate::{Actor, Desk, DeskError, Permission, Refusal};

impl Desk {
    /// Seals what is not sealed yet, then checks the chain, the ledger and the imports.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn verify(&self, actor: &Actor) -> Result<Verification, DeskError> {
        actor.may(Permission::Maintain)?;
        self.store.seal(self.now())?;
        Ok(self.store.verify()?)
    }

    /// Writes everything into one new SQLite file while others go on working.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with the reason.
    pub fn backup(&self, actor: &Actor, path: &Path) -> Result<(), DeskError> {
        actor.may(Permission::Maintain)?;
        self.store.backup(path).map_err(|error| match error {
            TransferError::Exists(path) => Refusal::BackupExists { path: path.display().to_string() }.into(),
            TransferError::Store(error) => error.into(),
            other => Refusal::BackupFailed { why: other.to_string() }.into(),
        })
    }

    /// Looks at everything that goes wrong in practice; asks the provider of identities, where there is one.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub fn doctor(&self, actor: &Actor) -> Result<Vec<Check>, DeskError> {
        actor.may(Permission::Maintain)?;
        let mut checks = self.store.doctor(self.now());
        checks.extend(self.provider_checks());
        Ok(checks)
    }
}
