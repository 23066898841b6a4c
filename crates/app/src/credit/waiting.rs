//! What waits for a look or a word about credit, in figures for the first page: counted by index, nothing is scanned.

use serde::Serialize;
use store::StoreError;

use super::OrderState;
use crate::{Actor, Desk, DeskError, Permission};

/// What waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CreditWaiting {
    /// Signals that nobody saw; zero for who may not say so.
    pub signals: u64,
    /// Orders proposed to be held or released; zero for who may not decide.
    pub proposals: u64,
}

impl Desk {
    /// What waits about credit for who asks, among the accounts they see.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn credit_waiting(&self, actor: &Actor) -> Result<CreditWaiting, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        let (sees, decides) = (actor.carries(Permission::EditAccount), actor.carries(Permission::Run));
        self.store
            .read(|tx| {
                let mut waiting = CreditWaiting::default();
                if sees && scope.is_whole() {
                    waiting.signals = u64::try_from(tx.credit().unseen()?).unwrap_or(0);
                } else if sees {
                    let counts = tx.credit().unseen_by_account()?;
                    let within = counts.into_iter().filter(|(account, _)| scope.reaches(*account));
                    waiting.signals = within.map(|(_, n)| u64::try_from(n).unwrap_or(0)).sum();
                }
                if decides {
                    let held = tx.credit().accounts_in(&[OrderState::Proposed, OrderState::Releasing])?;
                    waiting.proposals = held.into_iter().filter(|account| scope.reaches(*account)).count() as u64;
                }
                Ok::<_, StoreError>(waiting)
            })
            .map_err(DeskError::from)
    }
}
