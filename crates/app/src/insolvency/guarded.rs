//! The rights that an insolvency leaves to be lost: to declare, then to be relieved of having missed it; to answer a
//! contestation; to claim goods back, then to seize the judge of them; to declare what the end of a contract leaves.

use std::collections::{HashMap, HashSet};

use judicial::insolvency::clocks::{Clock, ClockKind, clock};
use judicial::insolvency::declaration::Declaration;
use judicial::insolvency::demands::DemandKind;
use kernel::{Currency, Date, Money, Wording};
use law::Law;
use ledger::{Account, AccountId, Creditor, CreditorId, Debtor, DebtorId};
use store::{ClaimAnswer, Insolvency, InsolvencyClaim, InsolvencyDemand, InsolvencyId, InsolvencyState, RightKey, Tx};

use super::declared::{drawn, places};
use super::pieces::Books;
use super::settle::{Settled, kept};
use super::{demands, stops, words};
use crate::DeskError;

/// A period that counts now for an account in the insolvency of its debtor.
#[derive(Debug, Clone)]
pub(crate) struct InsolvencyRight {
    /// What names it: what the account declares, or what it asked.
    pub key: RightKey,
    /// The insolvency.
    pub insolvency: InsolvencyId,
    /// The account.
    pub account: AccountId,
    /// The insolvency, in words.
    pub name: Wording,
    /// What there is to do.
    pub what: Wording,
    /// What is lost with it.
    pub at_risk: Money,
    /// True of money that no piece of the account is for.
    pub apart: bool,
    /// The period.
    pub clock: Clock,
    /// The day the house learnt of the insolvency.
    pub known_on: Date,
}

/// What the rights of some accounts are worked out from, read at once.
struct Ground {
    creditors: HashMap<CreditorId, Creditor>,
    debtors: HashMap<DebtorId, Debtor>,
    claims: HashMap<AccountId, InsolvencyClaim>,
    demands: HashMap<AccountId, Vec<InsolvencyDemand>>,
    books: Books,
}

/// Those of every account, or of some.
///
/// # Errors
/// [`DeskError::Law`] where the tables lack a period; [`DeskError::Store`].
pub(crate) fn rights_of(
    tx: &mut Tx,
    of: Option<&[AccountId]>,
    (today, law): (Date, &Law),
) -> Result<Vec<InsolvencyRight>, DeskError> {
    let counts = |row: &Insolvency| stops(row.state) && row.state != InsolvencyState::Closed;
    let rows: HashMap<DebtorId, Insolvency> =
        tx.insolvencies().list()?.into_iter().filter(counts).map(|row| (row.debtor_id, row)).collect();
    let debtors: Vec<DebtorId> = rows.keys().copied().collect();
    let mut ids: Vec<AccountId> = tx.insolvencies().accounts(&debtors)?.into_iter().map(|(_, id)| id).collect();
    if let Some(of) = of {
        let of: HashSet<&AccountId> = of.iter().collect();
        ids.retain(|id| of.contains(id));
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let procedures: Vec<InsolvencyId> = rows.values().map(|row| row.id).collect();
    let mut demands: HashMap<AccountId, Vec<InsolvencyDemand>> = HashMap::new();
    for demand in tx.demands().of_procedures(&procedures)?.into_iter().filter(|one| one.left_on.is_none()) {
        demands.entry(demand.account_id).or_default().push(demand);
    }
    let ground = Ground {
        creditors: tx.creditors().list()?.into_iter().map(|creditor| (creditor.id, creditor)).collect(),
        debtors: tx.debtors().get_many(&debtors)?.into_iter().map(|debtor| (debtor.id, debtor)).collect(),
        claims: tx.insolvencies().claims(&procedures)?.into_iter().map(|claim| (claim.account_id, claim)).collect(),
        demands,
        books: Books::read(tx, &ids)?,
    };
    let mut rights = Vec::new();
    for line in tx.accounts().get_many(&ids)? {
        if let Some(row) = rows.get(&line.account.debtor_id) {
            rights.extend(ground.right(row, &line.account, (today, law))?);
            rights.extend(ground.asked(row, &line.account, (today, law))?);
        }
    }
    Ok(rights)
}

impl Ground {
    fn right(
        &self,
        row: &Insolvency,
        account: &Account,
        (today, law): (Date, &Law),
    ) -> Result<Option<InsolvencyRight>, DeskError> {
        let settled = Settled { known: kept(row).insolvency, row: row.clone() };
        let (Some(known), Some(creditor)) = (settled.counts(), self.creditors.get(&account.creditor_id)) else {
            return Ok(None);
        };
        let claim = self.claims.get(&account.id).filter(|claim| claim.opened_by == row.opened_by);
        let (Some(claim), Some(debtor)) = (claim, self.debtors.get(&account.debtor_id)) else { return Ok(None) };
        let judgment = known.judgment_on.unwrap_or(known.known_from);
        let judged = self.books.judged(account.id, debtor.kind, (known, law), (today, Some(judgment)))?;
        let at = places(&row.department, &creditor.address);
        let drawn = drawn(known, &judged, Some(claim), (at, today, law))?;
        let declared = Money::new(claim.declared_minor, claim.currency);
        let (period, at_risk) = match (claim.answer, claim.answer_on) {
            (ClaimAnswer::Contested, Some(on)) => (Some(clock(ClockKind::AnswerContest, on, at, law)?), declared),
            // Judged on: nothing is left to be declared.
            (ClaimAnswer::Admitted | ClaimAnswer::Rejected, _) => (None, declared),
            _ => (drawn.due, whole(&drawn.declaration, claim.currency)),
        };
        Ok(period.map(|clock| InsolvencyRight {
            key: RightKey(claim.id.0),
            insolvency: row.id,
            account: account.id,
            name: words::regime(known.regime),
            what: what(clock.kind),
            at_risk,
            apart: false,
            clock,
            known_on: row.known_on,
        }))
    }
}

impl Ground {
    /// What an account asked of who administers the insolvency, as far as a period of ours runs after it.
    fn asked(
        &self,
        row: &Insolvency,
        account: &Account,
        (today, law): (Date, &Law),
    ) -> Result<Vec<InsolvencyRight>, DeskError> {
        let settled = Settled { known: kept(row).insolvency, row: row.clone() };
        let (Some(known), Some(creditor)) = (settled.counts(), self.creditors.get(&account.creditor_id)) else {
            return Ok(Vec::new());
        };
        let at = places(&row.department, &creditor.address);
        let mut rights = Vec::new();
        let own = self.demands.get(&account.id).into_iter().flatten();
        for demand in own.filter(|one| one.opened_by == row.opened_by) {
            let now = demands::standing(demand, row, (at, today, law))?;
            let Some(clock) = now.ours else { continue };
            rights.push(InsolvencyRight {
                key: RightKey(demand.id.0),
                insolvency: row.id,
                account: account.id,
                name: words::regime(known.regime),
                what: demands::to_do(demand, now.stage),
                at_risk: demands::amount(demand),
                // damages are no piece of the ledger; the price of goods is
                apart: demands::kind(demand) == DemandKind::Contract,
                clock,
                known_on: row.known_on,
            });
        }
        Ok(rights)
    }
}

/// What a declaration comes to in one currency, as far as it could be computed.
fn whole(declaration: &Declaration, currency: Currency) -> Money {
    let own = declaration.sums.iter().find(|sums| sums.due.currency() == currency);
    let minor = own.map_or(0, |sums| {
        [sums.due, sums.not_yet_due, sums.interest, sums.indemnity].iter().map(|sum| sum.minor()).sum()
    });
    Money::new(minor, currency)
}

/// What a period is there for.
fn what(kind: ClockKind) -> Wording {
    match kind {
        ClockKind::Relief => Wording::new("demander le relevé de forclusion", "ask for relief from forclusion"),
        ClockKind::AnswerContest => {
            Wording::new("répondre à la contestation de la créance", "answer the contestation of the claim")
        }
        _ => Wording::new("déclarer la créance", "declare the claim"),
    }
}
