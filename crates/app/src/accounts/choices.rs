//! What is chosen by hand against the rules: the strategy of an account or of a piece, the payer.

use amicable::Plan;
use ledger::{AccountId, ItemId};
use store::{EntryId, ItemChoice, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// The strategies in force, for a message.
pub(crate) fn known_strategies(plan: &Plan) -> String {
    plan.strategies.iter().map(|s| s.slug.as_str()).collect::<Vec<_>>().join(", ")
}

fn in_force(plan: &Plan, slug: Option<&str>) -> Result<(), Refusal> {
    match slug.filter(|slug| plan.find(slug).is_none()) {
        Some(slug) => Err(Refusal::UnknownStrategy { slug: slug.to_owned(), known: known_strategies(plan) }),
        None => Ok(()),
    }
}

impl Desk {
    /// Chooses the strategy of an account by hand; none follows the segment again.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when no such strategy is in force.
    pub fn choose_strategy(&self, actor: &Actor, account: AccountId, slug: Option<&str>) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let act = EntryId(self.id());
        self.store
            .write("account.choose_strategy", |tx| self.strategy_within(tx, actor, (account, act), slug).map(drop))
    }

    /// Chooses the payer and the strategy of an account together: both, or neither. Answers the act, by which it
    /// can be taken back; none where nothing changed.
    ///
    /// # Errors
    /// Those of [`Desk::set_payer`] and [`Desk::choose_strategy`].
    pub fn choose(
        &self,
        actor: &Actor,
        account: AccountId,
        payer: Option<AccountId>,
        slug: Option<&str>,
    ) -> Result<Option<EntryId>, DeskError> {
        actor.may(Permission::EditAccount)?;
        let act = EntryId(self.id());
        self.store.write("account.choose", |tx| {
            let paid = self.payer_within(tx, actor, (account, act), payer)?;
            let chosen = self.strategy_within(tx, actor, (account, act), slug)?;
            Ok((paid || chosen).then_some(act))
        })
    }

    /// Answers whether it changed anything; `act` is what its entry is a part of.
    pub(crate) fn strategy_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, act): (AccountId, EntryId),
        slug: Option<&str>,
    ) -> Result<bool, DeskError> {
        in_force(&crate::strategies::plan(tx)?, slug)?;
        let mut account = actor.find(tx, account)?;
        let before = std::mem::replace(&mut account.strategy, slug.map(str::to_owned));
        if before == account.strategy {
            return Ok(false);
        }
        tx.accounts().save(&account)?;
        let payload = serde_json::json!({ "act": act, "before": before, "strategy": account.strategy });
        self.note(tx, actor, About::account(&account), "account.strategy", &payload)?;
        Ok(true)
    }

    /// Chooses the strategy of one piece by hand; none follows its account again. Answers its entry, by which
    /// it can be taken back; none where nothing changed.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when no such strategy is in force.
    pub fn choose_item_strategy(
        &self,
        actor: &Actor,
        item: ItemId,
        slug: Option<&str>,
    ) -> Result<Option<EntryId>, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("item.choose_strategy", |tx| self.item_strategy_within(tx, actor, item, slug))
    }

    /// The same in the caller's transaction.
    pub(crate) fn item_strategy_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        item: ItemId,
        slug: Option<&str>,
    ) -> Result<Option<EntryId>, DeskError> {
        in_force(&crate::strategies::plan(tx)?, slug)?;
        let item = actor.find(tx, item)?;
        let account = tx.accounts().get(item.account_id)?;
        let before = tx.item_blocks().choices_of(&[account.id])?.into_iter().find(|c| c.item_id == item.id);
        let before = before.map(|choice| choice.strategy);
        if before.as_deref() == slug {
            return Ok(None);
        }
        match slug {
            None => tx.item_blocks().unchoose(item.id)?,
            Some(slug) => tx.item_blocks().choose(&ItemChoice {
                item_id: item.id,
                account_id: account.id,
                strategy: slug.to_owned(),
                actor: actor.name.clone(),
                created_us: self.now(),
            })?,
        }
        let payload = serde_json::json!({ "piece": item.number, "item": item.id, "before": before, "strategy": slug });
        Ok(Some(self.noted(tx, actor, About::account(&account), "item.strategy", &payload)?))
    }

    /// Says which account of the same creditor pays for this one: messages go to it. None ends it.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on itself, another creditor's account, or a chain of payers.
    pub fn set_payer(&self, actor: &Actor, account: AccountId, payer: Option<AccountId>) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let act = EntryId(self.id());
        self.store.write("account.set_payer", |tx| self.payer_within(tx, actor, (account, act), payer).map(drop))
    }

    /// Answers whether it changed anything; `act` is what its entry is a part of.
    pub(crate) fn payer_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, act): (AccountId, EntryId),
        payer: Option<AccountId>,
    ) -> Result<bool, DeskError> {
        let mut account = actor.find(tx, account)?;
        let named = payer.map(|payer| actor.find(tx, payer)).transpose()?;
        if let Some(payer) = &named {
            let number = || payer.number.clone();
            if payer.id == account.id {
                return Err(Refusal::PayerItself.into());
            }
            if payer.creditor_id != account.creditor_id {
                return Err(Refusal::PayerElsewhere { number: number() }.into());
            }
            if payer.payer_id.is_some() {
                return Err(Refusal::PayerHasPayer { number: number() }.into());
            }
            if !tx.accounts().payers(Some(&[account.id]))?.is_empty() {
                return Err(Refusal::PayerForOthers.into());
            }
        }
        if account.payer_id == payer {
            return Ok(false);
        }
        let before = std::mem::replace(&mut account.payer_id, payer);
        tx.accounts().save(&account)?;
        let number = named.map(|payer| payer.number);
        let payload = serde_json::json!({ "act": act, "payer": number, "payer_id": payer, "before": before });
        self.note(tx, actor, About::account(&account), "account.payer", &payload)?;
        Ok(true)
    }
}
