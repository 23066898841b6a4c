//! Unpaid pieces declared to the insurer: each has a clock of its own, which a declaration stops.

use kernel::{Currency, Date, days_between, from_epoch_day};
use ledger::{AccountId, ItemId};
use serde::Serialize;
use serde_json::json;
use store::{CreditDeclaration, CreditDeclarationId};

use super::not_factored;
use super::picture::Picture;
use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// Pieces told.
const TOLD: usize = 200;

/// A late piece that the insurer must hear of, or heard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeclareLine {
    /// The piece.
    pub item_id: ItemId,
    /// Its number.
    pub piece: String,
    /// What is open of it.
    pub open: String,
    /// Its currency.
    pub currency: Currency,
    /// Its due day.
    pub due: Date,
    /// Last day to declare it, included; none while its due day is only inferred: no clock runs then.
    pub last: Option<Date>,
    /// Days left; below zero once it is over.
    pub left: Option<i64>,
    /// Day it was declared; none before.
    pub declared_on: Option<Date>,
    /// Who declared it; empty before.
    pub declared_by: String,
    /// What they noted.
    pub note: String,
}

/// The late pieces of an account that its insurance is about: those to be declared first, the most pressing first.
pub(super) fn lines<'n>(picture: &Picture, position: usize, number: impl Fn(ItemId) -> &'n str) -> Vec<DeclareLine> {
    let today = picture.today();
    let mut lines: Vec<DeclareLine> = picture
        .kept
        .insurable(&picture.view, position, today)
        .into_iter()
        .map(|one| {
            let declared = picture.kept.declared.get(&one.item);
            DeclareLine {
                item_id: one.item,
                piece: number(one.item).to_owned(),
                open: one.open.to_decimal(),
                currency: one.open.currency(),
                due: from_epoch_day(one.due),
                last: one.last,
                left: one.last.map(|last| days_between(today, last)),
                declared_on: declared.map(|declared| declared.made_on),
                declared_by: declared.map_or_else(String::new, |declared| declared.actor.clone()),
                note: declared.map_or_else(String::new, |declared| declared.note.clone()),
            }
        })
        .collect();
    lines.sort_by_key(|line| (line.declared_on.is_some(), line.last.is_none(), line.last, line.item_id));
    lines.truncate(TOLD);
    lines
}

impl Desk {
    /// Notes that unpaid pieces of an account were declared to its insurer: their clock stops. Today when no day is
    /// given.
    ///
    /// # Errors
    /// [`CreditRefusal::NotInsured`], [`CreditRefusal::DeclareNothing`], [`CreditRefusal::DeclareLater`],
    /// [`CreditRefusal::DeclaredAlready`]; [`CreditRefusal::Factored`] for a piece that is a factor's.
    pub fn declare_to_insurer(
        &self,
        actor: &Actor,
        account: AccountId,
        items: &[ItemId],
        (on, note): (Option<Date>, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, now, note) = (self.today(), self.now(), note.trim());
        let on = on.unwrap_or(today);
        if items.is_empty() {
            return Err(CreditRefusal::DeclareNothing.into());
        }
        if on > today {
            return Err(CreditRefusal::DeclareLater { day: on }.into());
        }
        self.store.write("credit.declare", |tx| {
            let account = actor.find(tx, account)?;
            let cover = tx.credit().cover_of(account.id)?.ok_or(CreditRefusal::NotInsured)?;
            not_factored(tx, account.id, items)?;
            let mut numbers = Vec::new();
            for id in items {
                let item = actor.find(tx, *id)?;
                if item.account_id != account.id {
                    return Err(Refusal::ItemOfOther { piece: item.number }.into());
                }
                if let Some(known) = tx.credit().declaration_of(item.id)? {
                    return Err(CreditRefusal::DeclaredAlready { piece: item.number, day: known.made_on }.into());
                }
                tx.credit().insert_declaration(&CreditDeclaration {
                    id: CreditDeclarationId(self.id()),
                    account_id: account.id,
                    item_id: item.id,
                    made_on: on,
                    note: note.to_owned(),
                    actor: actor.name.clone(),
                    created_us: now,
                })?;
                // Who declares it has seen what was told of it.
                tx.credit().see_signals_of(item.id, &actor.name, now)?;
                numbers.push(item.number);
            }
            let payload = json!({ "pieces": numbers.join(", "), "insurer": cover.insurer, "on": on, "reason": note });
            Ok(self.note(tx, actor, About::account(&account), "credit.declared", &payload)?)
        })
    }

    /// Takes a declaration back, with the reason: the clock of the piece runs again.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`], [`CreditRefusal::NotDeclared`].
    pub fn take_back_declaration(&self, actor: &Actor, item: ItemId, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        self.store.write("credit.declaration_back", |tx| {
            let item = actor.find(tx, item)?;
            let not = || CreditRefusal::NotDeclared { piece: item.number.clone() };
            let known = tx.credit().declaration_of(item.id)?.ok_or_else(not)?;
            let account = tx.accounts().get(item.account_id)?;
            tx.credit().remove_declaration(known.id)?;
            let payload = json!({ "pieces": item.number, "reason": reason });
            Ok(self.note(tx, actor, About::account(&account), "credit.declaration_reversed", &payload)?)
        })
    }
}
