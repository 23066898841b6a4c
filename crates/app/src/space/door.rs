//! The door: a good link, and one fact only they know before anything of a natural person shows.

use kernel::Timestamp;
use ledger::{Account, Creditor, Debtor};
use store::{LinkPurpose, SignedLink, Tx};

use super::fact::{self, Fact};
use crate::links::{FAILURES_MAX, is_proven, proof};
use crate::plans::is_person;
use crate::{Actor, Desk, DeskError, LinkRefusal};

/// Seconds a right answer is remembered.
const PROVEN_SECONDS: i64 = 2 * 3600;

/// Who comes by a link.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What the link must open.
    pub purpose: LinkPurpose,
    /// The link as it stands in the address.
    pub token: String,
    /// What they were given for a right answer; empty before.
    pub proof: String,
}

/// Who came in.
pub(super) struct Entered {
    pub link: SignedLink,
    pub creditor: Creditor,
    pub account: Account,
    pub debtor: Debtor,
    /// Acts by the link, and reaches this account only.
    pub guest: Actor,
}

impl Desk {
    /// Lets somebody in, and notes the first time the link is opened.
    ///
    /// # Errors
    /// A [`LinkRefusal`] for a link that is not good, or while a fact is awaited.
    pub(super) fn let_in(&self, caller: &Caller) -> Result<Entered, DeskError> {
        let link = self.store.read(|tx| self.good_for(tx, &caller.token, caller.purpose))?;
        if link.opened_us.is_none() {
            self.store.write("link.open", |tx| self.opened(tx, &caller.token, caller.purpose))?;
        }
        self.store.read(|tx| self.let_in_tx(tx, caller))
    }

    /// The same in the caller's transaction, without noting anything.
    pub(super) fn let_in_tx(&self, tx: &mut Tx, caller: &Caller) -> Result<Entered, DeskError> {
        let link = self.good_for(tx, &caller.token, caller.purpose)?;
        let account = tx.accounts().get(link.account_id)?;
        let debtor = tx.debtors().get(account.debtor_id)?;
        if is_person(debtor.kind) && !is_proven(tx, &link, &caller.proof, self.now())? {
            let question = Fact::of(tx, &account, self.today())?.question();
            return Err(LinkRefusal::FactNeeded { question, left: FAILURES_MAX - link.failures }.into());
        }
        let creditor = tx.creditors().get(account.creditor_id)?;
        Ok(Entered { guest: Actor::guest(&link), link, creditor, account, debtor })
    }

    /// Asks what must be said before anything shows; nothing where nothing must.
    ///
    /// # Errors
    /// [`LinkRefusal::FactNeeded`] with the question, and what a link that is not good answers.
    pub fn link_question(&self, caller: &Caller) -> Result<(), DeskError> {
        self.store.read(|tx| self.let_in_tx(tx, caller).map(drop))
    }

    /// Checks the fact that somebody says: one that no letter with the link tells, where the books hold one. Answers
    /// what is to be shown again with the link, and for how many seconds it is good. Each wrong answer is noted; the
    /// fifth closes the link.
    ///
    /// # Errors
    /// [`LinkRefusal::FactWrong`], [`LinkRefusal::Locked`], and what a link that is not good answers.
    pub fn prove_link(&self, purpose: LinkPurpose, token: &str, answer: &str) -> Result<(String, i64), DeskError> {
        // Who has no good link has us write nothing, not even wait to write.
        self.store.read(|tx| self.good_for(tx, token, purpose))?;
        if fact::is_empty(answer) {
            return Err(LinkRefusal::FactMissing.into());
        }
        let (now, today) = (self.now(), self.today());
        // What is wrong is written too: the refusal is told once the count is kept.
        let found: Result<String, LinkRefusal> = self.store.write("link.prove", |tx| {
            let mut link = self.good_for(tx, token, purpose)?;
            let account = tx.accounts().get(link.account_id)?;
            if Fact::of(tx, &account, today)?.is(answer) {
                if link.failures > 0 {
                    link.failures = 0;
                    tx.signed_links().save(&link)?;
                }
                let until = Timestamp::from_microsecond(now.as_microsecond() + PROVEN_SECONDS * 1_000_000);
                return Ok::<_, DeskError>(Ok(proof(tx, &link, until.unwrap_or(now))?));
            }
            link.failures += 1;
            tx.signed_links().save(&link)?;
            let left = FAILURES_MAX - link.failures;
            let kind = if left > 0 { "link.failed" } else { "link.locked" };
            self.link_noted(tx, &Actor::guest(&link), (&account, &link), kind)?;
            Ok(Err(if left > 0 { LinkRefusal::FactWrong { left } } else { LinkRefusal::Locked }))
        })?;
        Ok((found?, PROVEN_SECONDS))
    }
}
