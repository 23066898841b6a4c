//! The door: a good link, and one fact only they know before anything of a natural person shows.

use kernel::{Date, Timestamp, epoch_day, from_epoch_day};
use ledger::statement::open_of;
use ledger::{Account, Creditor, Debtor};
use store::{LinkPurpose, SignedLink, StoreError, Tx};

use crate::links::{FAILURES_MAX, is_proven, proof};
use crate::plans::is_person;
use crate::{Actor, Desk, DeskError, LinkRefusal};

/// Seconds a right answer is remembered.
const PROVEN_SECONDS: i64 = 2 * 3600;
/// Days back in which an invoice that is paid still tells who somebody is.
const KNOWN_DAYS: i32 = 366;
/// Characters of an answer that are read.
const ANSWER_MAX: usize = 100;

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
            return Err(LinkRefusal::FactNeeded { left: FAILURES_MAX - link.failures }.into());
        }
        let creditor = tx.creditors().get(account.creditor_id)?;
        Ok(Entered { guest: Actor::guest(&link), link, creditor, account, debtor })
    }

    /// Checks the fact that somebody says: the number of one of their invoices, open or of the last year, or their
    /// customer code. Answers what is to be shown again with the link, and for how many seconds it is good. Each
    /// wrong answer is noted; the fifth closes the link.
    ///
    /// # Errors
    /// [`LinkRefusal::FactWrong`], [`LinkRefusal::Locked`], and what a link that is not good answers.
    pub fn prove_link(&self, purpose: LinkPurpose, token: &str, answer: &str) -> Result<(String, i64), DeskError> {
        let told = candidates(answer);
        if told.is_empty() {
            self.store.read(|tx| self.good_for(tx, token, purpose))?;
            return Err(LinkRefusal::FactMissing.into());
        }
        let (now, today) = (self.now(), self.today());
        // What is wrong is written too: the refusal is told once the count is kept.
        let found: Result<String, LinkRefusal> = self.store.write("link.prove", |tx| {
            let mut link = self.good_for(tx, token, purpose)?;
            let account = tx.accounts().get(link.account_id)?;
            if known(tx, &account, today)?.iter().any(|fact| told.contains(fact)) {
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

/// What only they know, as it is compared.
fn known(tx: &mut Tx, account: &Account, today: Date) -> Result<Vec<String>, StoreError> {
    let (items, matches) = (tx.items().of_account(account.id)?, tx.allocations().of_account(account.id)?);
    let since = from_epoch_day(epoch_day(today) - KNOWN_DAYS);
    let owed = |item: &&ledger::Item| {
        item.amount.minor() > 0 && (item.issue_on >= since || !open_of(item, &matches, Some(today)).is_zero())
    };
    let numbers = items.iter().filter(owed).map(|item| item.number.as_str());
    let facts = numbers.chain([account.number.as_str()]).map(folded);
    Ok(facts.filter(|fact| !fact.is_empty()).collect())
}

/// Letters and digits alone, whatever the case, the blanks and the dashes.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// What an answer may mean: as typed, or without the word that is printed before a number.
fn candidates(answer: &str) -> Vec<String> {
    let told = folded(&answer.chars().take(ANSWER_MAX).collect::<String>());
    let bare = ["FACTURE", "INVOICE", "CLIENT", "N", "NO", "NUMERO"].iter().filter_map(|word| told.strip_prefix(word));
    let mut all: Vec<String> = bare.map(str::to_owned).collect();
    all.push(told);
    all.retain(|one| !one.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_is_printed() {
        for answer in ["F-1044", " f 1044 ", "facture F1044", "N° F1044"] {
            assert!(candidates(answer).contains(&folded("F1044")), "{answer}");
        }
        assert!(candidates(" -- ").is_empty() && candidates("").is_empty());
        assert!(!candidates("F104").contains(&folded("F1044")));
    }
}
