//! What an account may owe, and what an insurer covers of it.

use kernel::{Date, Money};
use ledger::AccountId;
use serde::Serialize;
use serde_json::json;
use store::{CreditCover, CreditCoverId, CreditLimit, CreditLimitId};

use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// Longest delay to declare, in days.
const DECLARE_MAX: i64 = 730;

/// An insurance as somebody writes it.
#[derive(Debug, Clone)]
pub struct CoverOrder {
    /// Who insures.
    pub insurer: String,
    /// Number of the policy.
    pub policy: String,
    /// What is covered.
    pub amount: Money,
    /// First day, included; today when none.
    pub since: Option<Date>,
    /// Last day, included; without end when none.
    pub until: Option<Date>,
    /// Days after the due day to declare an unpaid piece, as the policy says.
    pub declare_days: Option<i64>,
}

/// An insurance as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverLine {
    /// Who insures.
    pub insurer: String,
    /// Number of the policy.
    pub policy: String,
    /// What is covered, in `currency`.
    pub amount: String,
    /// Its currency.
    pub currency: kernel::Currency,
    /// First day, included.
    pub since: Date,
    /// Last day, included.
    pub until: Option<Date>,
    /// True when it covers today.
    pub in_force: bool,
    /// Days to declare; none where nobody typed them.
    pub declare_days: Option<i64>,
    /// The first of the last days to declare an unpaid piece that nobody declared.
    pub declare_by: Option<Date>,
    /// Who wrote it.
    pub actor: String,
}

impl CoverOrder {
    fn check(&self, today: Date) -> Result<(), CreditRefusal> {
        if self.insurer.trim().is_empty() {
            return Err(CreditRefusal::InsurerMissing);
        }
        if self.amount.minor() <= 0 {
            return Err(CreditRefusal::CoverAmount);
        }
        if self.until.is_some_and(|until| until < self.since.unwrap_or(today)) {
            return Err(CreditRefusal::CoverReversed);
        }
        if self.declare_days.is_some_and(|days| !(1..=DECLARE_MAX).contains(&days)) {
            return Err(CreditRefusal::DeclareDays { most: DECLARE_MAX });
        }
        Ok(())
    }
}

impl Desk {
    /// Sets what an account may owe, with its reason; nothing limits it with none. What it was stays in the
    /// timeline.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`], [`CreditRefusal::LimitNegative`], [`DeskError::NotFound`].
    pub fn set_credit_limit(
        &self,
        actor: &Actor,
        account: AccountId,
        amount: Option<Money>,
        reason: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        if amount.is_some_and(|amount| amount.minor() < 0) {
            return Err(CreditRefusal::LimitNegative.into());
        }
        let (id, today, now) = (CreditLimitId(self.id()), self.today(), self.now());
        self.store.write("credit.set_limit", |tx| {
            let account = actor.find(tx, account)?;
            let known = tx.credit().limit_of(account.id)?;
            let told = |limit: &CreditLimit| Money::new(limit.amount_minor, limit.currency).to_decimal();
            let before = known.as_ref().map(told);
            let (kind, after) = match (amount, &known) {
                (None, None) => return Ok(()),
                (None, Some(known)) => {
                    tx.credit().remove_limit(known.id)?;
                    ("credit.limit_removed", None)
                }
                (Some(amount), known) => {
                    let limit = CreditLimit {
                        id: known.as_ref().map_or(id, |k| k.id),
                        account_id: account.id,
                        currency: amount.currency(),
                        amount_minor: amount.minor(),
                        reason: reason.to_owned(),
                        made_on: today,
                        actor: actor.name.clone(),
                        created_us: now,
                        version: known.as_ref().map_or(1, |k| k.version),
                    };
                    match known {
                        Some(_) => drop(tx.credit().save_limit(&limit)?),
                        None => tx.credit().insert_limit(&limit)?,
                    }
                    ("credit.limit_set", Some(amount))
                }
            };
            let currency = after.map(Money::currency).or(known.map(|k| k.currency));
            let payload = json!({
                "amount": after.map(Money::to_decimal), "before": before, "currency": currency, "reason": reason,
            });
            Ok(self.note(tx, actor, About::account(&account), kind, &payload)?)
        })
    }

    /// Notes what an insurer covers of an account; nothing any more with none.
    ///
    /// # Errors
    /// [`CreditRefusal::InsurerMissing`], [`CreditRefusal::CoverAmount`], [`CreditRefusal::CoverReversed`],
    /// [`CreditRefusal::DeclareDays`], [`DeskError::NotFound`].
    pub fn set_credit_cover(
        &self,
        actor: &Actor,
        account: AccountId,
        order: Option<&CoverOrder>,
    ) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        let (id, today, now) = (CreditCoverId(self.id()), self.today(), self.now());
        order.map(|order| order.check(today)).transpose()?;
        self.store.write("credit.set_cover", |tx| {
            let account = actor.find(tx, account)?;
            let known = tx.credit().cover_of(account.id)?;
            let cover = match (order, &known) {
                (None, None) => return Ok(()),
                (None, Some(known)) => {
                    tx.credit().remove_cover(known.id)?;
                    known.clone()
                }
                (Some(order), known) => {
                    let cover = CreditCover {
                        id: known.as_ref().map_or(id, |k| k.id),
                        account_id: account.id,
                        insurer: order.insurer.trim().to_owned(),
                        policy: order.policy.trim().to_owned(),
                        currency: order.amount.currency(),
                        amount_minor: order.amount.minor(),
                        since_on: order.since.unwrap_or(today),
                        until_on: order.until,
                        declare_days: order.declare_days,
                        actor: actor.name.clone(),
                        created_us: now,
                        version: known.as_ref().map_or(1, |k| k.version),
                    };
                    match known {
                        Some(_) => drop(tx.credit().save_cover(&cover)?),
                        None => tx.credit().insert_cover(&cover)?,
                    }
                    cover
                }
            };
            let kind = if order.is_some() { "credit.cover_set" } else { "credit.cover_removed" };
            let payload = json!({
                "amount": Money::new(cover.amount_minor, cover.currency).to_decimal(), "currency": cover.currency,
                "insurer": cover.insurer, "policy": cover.policy, "since": cover.since_on, "until": cover.until_on,
                "declare_days": cover.declare_days,
            });
            Ok(self.note(tx, actor, About::account(&account), kind, &payload)?)
        })
    }
}
