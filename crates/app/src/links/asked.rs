//! Links that people make from a file: the debtor's space, a plan to sign.

use std::collections::HashMap;

use amicable::plans::PlanState;
use kernel::Timestamp;
use ledger::AccountId;
use serde::Serialize;
use store::{LinkId, PlanId, SignedLink, Tx};

use super::{LinkOrder, LinkPurpose, is_shown, stands};
use crate::plans::state_words;
use crate::{Actor, Desk, DeskError, LinkRefusal, Permission};

/// Days a link is good for when nobody says.
const DAYS_USUAL: i64 = 30;
/// Days a link is good for at most.
const DAYS_MAX: i64 = 365;
/// Characters of who it is for.
const RECIPIENT_MAX: usize = 120;

/// A link as somebody asks for it.
#[derive(Debug, Clone, Default)]
pub struct LinkAsked {
    /// Who it is for, in words; the debtor when empty.
    pub recipient: String,
    /// Days it is good for; thirty when none.
    pub days: Option<i64>,
}

/// A link to be given to who it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkShown {
    /// What names it.
    pub id: LinkId,
    /// Its whole address: who has it gets in.
    pub address: String,
    /// Who it was made for.
    pub recipient: String,
    /// Good until then.
    pub expires: Timestamp,
}

impl Desk {
    /// Makes a link to the debtor's space of an account. One that is still good for the same person is given again.
    ///
    /// # Errors
    /// [`LinkRefusal::AddressUnknown`] while the house says nowhere it answers; [`LinkRefusal::Days`].
    pub fn make_link(&self, actor: &Actor, account: AccountId, asked: &LinkAsked) -> Result<LinkShown, DeskError> {
        actor.may(Permission::EditAccount)?;
        let days = days(asked)?;
        self.store.write("link.make", |tx| {
            let account = actor.find(tx, account)?;
            let recipient = recipient(tx, asked, account.debtor_id)?;
            let (purpose, subject) = (LinkPurpose::Space, None);
            let order = LinkOrder { account: &account, purpose, subject, recipient: &recipient, days };
            let link = self.link_within(tx, actor, &order)?;
            self.shown(tx, link)
        })
    }

    /// Makes a link to a plan that waits for its signature.
    ///
    /// # Errors
    /// As [`Desk::make_link`]; [`LinkRefusal::NothingToSign`].
    pub fn make_plan_link(&self, actor: &Actor, plan: PlanId, asked: &LinkAsked) -> Result<LinkShown, DeskError> {
        actor.may(Permission::EditAccount)?;
        let days = days(asked)?;
        self.store.write("link.make", |tx| {
            let plan = actor.find(tx, plan)?;
            if plan.state != PlanState::Proposed {
                return Err(LinkRefusal::NothingToSign { state: state_words(plan.state) }.into());
            }
            let account = tx.accounts().get(plan.account_id)?;
            let recipient = recipient(tx, asked, account.debtor_id)?;
            let (purpose, subject) = (LinkPurpose::Plan, Some(plan.id.0));
            let order = LinkOrder { account: &account, purpose, subject, recipient: &recipient, days };
            let link = self.link_within(tx, actor, &order)?;
            self.shown(tx, link)
        })
    }

    /// A link to a debtor with its address, to who could make it.
    ///
    /// # Errors
    /// [`LinkRefusal::NotYours`] on a link to a colleague's question or to a customer's opinion;
    /// [`DeskError::NotFound`]; [`LinkRefusal::AddressUnknown`].
    pub fn link_shown(&self, actor: &Actor, id: LinkId) -> Result<LinkShown, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.read(|tx| {
            let link = actor.find(tx, id)?;
            if !is_shown(link.purpose) {
                return Err(LinkRefusal::NotYours.into());
            }
            self.shown(tx, link)
        })
    }

    /// The address of a debtor's space by a link that is good; none without one, or while the house says nowhere it
    /// answers.
    pub(crate) fn space_address(&self, tx: &mut Tx, account: AccountId) -> Result<Option<String>, DeskError> {
        if self.address_in(tx)?.is_none() {
            return Ok(None);
        }
        let now = self.now();
        let good = |link: &SignedLink| link.purpose == LinkPurpose::Space && stands(link, now);
        let Some(link) = tx.signed_links().of_account(account)?.into_iter().find(good) else { return Ok(None) };
        self.link_address(tx, &link)
    }

    /// The address of the space of each of these accounts, with links made where none is good: for the messages that
    /// are about to be made. Nothing while the house says nowhere it answers.
    pub(crate) fn spaces_of(
        &self,
        actor: &Actor,
        mut accounts: Vec<AccountId>,
    ) -> Result<HashMap<AccountId, String>, DeskError> {
        accounts.sort_unstable();
        accounts.dedup();
        if accounts.is_empty() || self.store.read(|tx| self.address_in(tx))?.is_none() {
            return Ok(HashMap::new());
        }
        self.store.write("link.make_many", |tx| {
            let mut found = HashMap::with_capacity(accounts.len());
            for line in tx.accounts().get_many(&accounts)? {
                let (account, recipient) = (&line.account, line.debtor.name.as_str());
                let (purpose, subject) = (LinkPurpose::Space, None);
                let order = LinkOrder { account, purpose, subject, recipient, days: DAYS_USUAL };
                let link = self.link_within(tx, actor, &order)?;
                if let Some(address) = self.link_address(tx, &link)? {
                    found.insert(account.id, address);
                }
            }
            Ok(found)
        })
    }

    fn shown(&self, tx: &mut Tx, link: SignedLink) -> Result<LinkShown, DeskError> {
        let address = self.link_address(tx, &link)?.ok_or(LinkRefusal::AddressUnknown)?;
        Ok(LinkShown { id: link.id, address, recipient: link.recipient, expires: link.expires_us })
    }
}

fn days(asked: &LinkAsked) -> Result<i64, LinkRefusal> {
    let days = asked.days.unwrap_or(DAYS_USUAL);
    if (1..=DAYS_MAX).contains(&days) { Ok(days) } else { Err(LinkRefusal::Days { most: DAYS_MAX }) }
}

fn recipient(tx: &mut Tx, asked: &LinkAsked, debtor: ledger::DebtorId) -> Result<String, DeskError> {
    let told: String = asked.recipient.trim().chars().filter(|c| !c.is_control()).take(RECIPIENT_MAX).collect();
    Ok(if told.is_empty() { tx.debtors().get(debtor)?.name } else { told })
}
