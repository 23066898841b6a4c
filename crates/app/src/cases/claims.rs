//! The pieces of a case: chosen one by one, of one creditor and one currency, in one open case at a time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kernel::{Currency, Date, Money};
use ledger::{Account, AccountId, Item, ItemId};
use store::{BlockReason, CaseClaim, CaseClaimId, CaseId, CaseOutcome, CourtCase, ItemBlockId, Tx};

use super::CLAIMS_MAX;
use super::open::{facts, numbers, open_case};
use crate::blocks::{BlockOrder, open_pieces};
use crate::desk::About;
use crate::{Actor, CaseRefusal, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// A piece that can be claimed.
pub(super) struct Piece {
    pub item: Item,
    /// What is open of it.
    pub open: Money,
}

/// What was claimed, in one currency.
pub(super) fn total<'c>(claims: impl IntoIterator<Item = &'c CaseClaim>, currency: Currency) -> Money {
    Money::new(claims.into_iter().map(|claim| claim.claimed_minor).sum(), currency)
}

/// The pieces of an account that are late and free, in the currency of the most of what is late.
pub(crate) fn free(tx: &mut Tx, account: &Account, today: Date) -> Result<Vec<ItemId>, DeskError> {
    let open = open_pieces(tx, account.id, today)?;
    let ids: Vec<ItemId> = open.iter().map(|(item, _)| item.id).collect();
    let claimed: Vec<ItemId> = tx.cases().claiming(&ids)?.into_iter().map(|claim| claim.item_id).collect();
    let planned = crate::plans::planned(tx, account.id, None)?;
    let blocks = tx.item_blocks().of_accounts(&[account.id])?;
    let factored = |id: ItemId| blocks.iter().any(|b| b.item_id == id && b.reason == BlockReason::Factored);
    let late = open.iter().filter(|(item, open)| {
        let free = !claimed.contains(&item.id) && !planned.contains_key(&item.id) && !factored(item.id);
        open.minor() > 0 && item.due_on < today && free
    });
    let late: Vec<&(Item, Money)> = late.collect();
    let mut sums: HashMap<Currency, i64> = HashMap::new();
    for (_, open) in &late {
        *sums.entry(open.currency()).or_default() += open.minor();
    }
    let Some(currency) = sums.into_iter().max_by_key(|(currency, minor)| (*minor, *currency)).map(|(c, _)| c) else {
        return Err(CaseRefusal::NothingToClaim.into());
    };
    Ok(late.into_iter().filter(|(_, open)| open.currency() == currency).map(|(item, _)| item.id).collect())
}

/// The pieces a person named, each within reach and claimable, and their currency.
pub(super) fn claimable(
    tx: &mut Tx,
    actor: &Actor,
    account: &Account,
    (items, currency): (&[ItemId], Option<Currency>),
    today: Date,
) -> Result<(Vec<Piece>, Option<Currency>), DeskError> {
    if items.len() > CLAIMS_MAX {
        return Err(CaseRefusal::TooMany { most: i64::try_from(CLAIMS_MAX).unwrap_or(i64::MAX) }.into());
    }
    let (mut pieces, mut currency): (Vec<Piece>, Option<Currency>) = (Vec::new(), currency);
    let mut of_account: HashMap<AccountId, Ground> = HashMap::new();
    for id in items {
        let item = actor.find(tx, *id)?;
        if pieces.iter().any(|known| known.item.id == item.id) {
            continue;
        }
        let piece = || item.number.clone();
        let ground = match of_account.entry(item.account_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                if actor.find(tx, item.account_id)?.creditor_id != account.creditor_id {
                    return Err(CaseRefusal::OtherCreditor { piece: piece() }.into());
                }
                free.insert(Ground::read(tx, item.account_id, today)?)
            }
        };
        let open = ground.claimable(&item)?;
        let expected = *currency.get_or_insert(open.currency());
        if open.currency() != expected {
            return Err(CaseRefusal::OtherCurrency { piece: piece(), expected }.into());
        }
        pieces.push(Piece { item, open });
    }
    let ids: Vec<ItemId> = pieces.iter().map(|piece| piece.item.id).collect();
    if let Some(claim) = tx.cases().claiming(&ids)?.into_iter().next() {
        let piece = tx.items().get(claim.item_id)?.number;
        return Err(CaseRefusal::Claimed { piece, case: claim.case_id.to_string() }.into());
    }
    Ok((pieces, currency))
}

/// What says whether the pieces of an account can be claimed.
struct Ground {
    open: HashMap<ItemId, Money>,
    planned: HashMap<ItemId, store::PlanId>,
    /// Pieces of a factor, by its name.
    factored: HashMap<ItemId, String>,
}

impl Ground {
    fn read(tx: &mut Tx, account: AccountId, today: Date) -> Result<Self, DeskError> {
        let open = open_pieces(tx, account, today)?.into_iter().map(|(item, open)| (item.id, open)).collect();
        let blocks = tx.item_blocks().of_accounts(&[account])?.into_iter();
        let factored = blocks.filter(|b| b.reason == BlockReason::Factored).map(|b| (b.item_id, b.owner)).collect();
        Ok(Self { open, planned: crate::plans::planned(tx, account, None)?, factored })
    }

    fn claimable(&self, item: &Item) -> Result<Money, DeskError> {
        let piece = item.number.clone();
        if let Some(plan) = self.planned.get(&item.id) {
            return Err(CaseRefusal::Planned { piece, plan: plan.to_string() }.into());
        }
        if let Some(factor) = self.factored.get(&item.id) {
            return Err(CreditRefusal::Factored { piece, factor: factor.clone() }.into());
        }
        let open = self.open.get(&item.id).filter(|open| open.minor() > 0);
        open.copied().ok_or_else(|| CaseRefusal::NothingOpen { piece }.into())
    }
}

impl Desk {
    /// Adds pieces to an open case.
    ///
    /// # Errors
    /// As [`Desk::open_case`].
    pub fn add_claims(&self, actor: &Actor, id: CaseId, items: &[ItemId]) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("case.claim", |tx| {
            let (mut case, account) = open_case(tx, actor, id)?;
            let known: Vec<CaseClaim> = standing(tx, id)?;
            let own = (!known.is_empty()).then_some(case.currency);
            let (pieces, currency) = claimable(tx, actor, &account, (items, own), today)?;
            if pieces.is_empty() {
                return Err(CaseRefusal::NothingToClaim.into());
            }
            if known.len() + pieces.len() > CLAIMS_MAX {
                return Err(CaseRefusal::TooMany { most: i64::try_from(CLAIMS_MAX).unwrap_or(i64::MAX) }.into());
            }
            case.currency = currency.unwrap_or(case.currency);
            tx.cases().save(&case)?;
            let claims = self.claim_within(tx, actor, &case, &pieces)?;
            let mut payload = facts(&case);
            payload["pieces"] = numbers(&pieces).into();
            payload["amount"] = total(&claims, case.currency).to_decimal().into();
            Ok(self.note(tx, actor, About::account(&account), "case.claimed", &payload)?)
        })
    }

    /// Takes a piece out of an open case: it is asked for again.
    ///
    /// # Errors
    /// [`CaseRefusal::LastClaim`], [`Refusal::ReasonMissing`].
    pub fn drop_claim(&self, actor: &Actor, id: CaseId, claim: CaseClaimId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let (today, why) = (self.today(), super::open::worded(why)?);
        self.store.write("case.unclaim", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let known = standing(tx, id)?;
            let gone = known.iter().find(|one| one.id == claim);
            let gone = gone.ok_or_else(|| DeskError::NotFound { what: "claim", key: claim.to_string() })?;
            if known.len() == 1 {
                return Err(CaseRefusal::LastClaim.into());
            }
            self.release_claims(tx, actor, (&[gone], CaseOutcome::Mistake), &case)?;
            tx.cases().claim_left(claim, today, &why)?;
            self.tell_limitation(tx, actor, &case)?;
            self.stay_case(tx, &case)?;
            let mut payload = facts(&case);
            payload["pieces"] = tx.items().get(gone.item_id)?.number.into();
            payload["reason"] = why.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "case.unclaimed", &payload)?)
        })
    }

    /// Writes the claims of pieces that were looked at, and sets them aside; answers all that were written.
    pub(super) fn claim_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &CourtCase,
        pieces: &[Piece],
    ) -> Result<Vec<CaseClaim>, DeskError> {
        let (today, mut blocks) = (self.today(), HashMap::<ItemId, ItemBlockId>::new());
        let mut accounts: Vec<AccountId> = pieces.iter().map(|piece| piece.item.account_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let order = BlockOrder {
            reason: BlockReason::Case,
            amount: None,
            owner: case.owner.clone(),
            until: None,
            note: case.id.to_string(),
        };
        for id in accounts {
            let account = tx.accounts().get(id)?;
            let mine = pieces.iter().filter(|piece| piece.item.account_id == id);
            let mine: Vec<ItemId> = mine.map(|piece| piece.item.id).collect();
            let made = self.block_within(tx, actor, &account, &mine, &order)?;
            blocks.extend(mine.into_iter().zip(made));
        }
        let claim = |piece: &Piece| CaseClaim {
            id: CaseClaimId(self.id()),
            case_id: case.id,
            account_id: piece.item.account_id,
            item_id: piece.item.id,
            claimed_minor: piece.open.minor(),
            block_id: blocks.get(&piece.item.id).copied(),
            added_on: today,
            left_on: None,
            left_why: String::new(),
        };
        let claims: Vec<CaseClaim> = pieces.iter().map(claim).collect();
        tx.cases().add_claims(&claims)?;
        self.tell_limitation(tx, actor, case)?;
        self.stay_case(tx, case)?;
        Ok(claims)
    }

    /// Lets pieces be asked for again; those of which nothing will come stay out of reminders.
    pub(super) fn release_claims(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (claims, outcome): (&[&CaseClaim], CaseOutcome),
        case: &CourtCase,
    ) -> Result<(), DeskError> {
        let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let held = tx.item_blocks().of_accounts(&accounts)?;
        for block in claims.iter().filter_map(|claim| claim.block_id) {
            if held.iter().any(|one| one.id == block) {
                self.release_within(tx, actor, block)?;
            }
        }
        if !matches!(outcome, CaseOutcome::Irrecoverable | CaseOutcome::GivenUp) {
            return Ok(());
        }
        let order = BlockOrder {
            reason: BlockReason::Excluded,
            amount: None,
            owner: case.owner.clone(),
            until: None,
            note: super::outcome_words(outcome).fr,
        };
        for id in accounts {
            let account = tx.accounts().get(id)?;
            let open: HashMap<ItemId, Money> =
                open_pieces(tx, id, self.today())?.into_iter().map(|(item, open)| (item.id, open)).collect();
            let owed = |claim: &&&CaseClaim| {
                claim.account_id == id && open.get(&claim.item_id).is_some_and(|open| open.minor() > 0)
            };
            let mine: Vec<ItemId> = claims.iter().filter(owed).map(|claim| claim.item_id).collect();
            self.block_within(tx, actor, &account, &mine, &order)?;
        }
        Ok(())
    }
}

/// What is still open of claimed pieces on a day, each with its piece; nothing of those that are settled.
pub(super) fn left(tx: &mut Tx, claims: &[&CaseClaim], day: Date) -> Result<Vec<(Item, Money)>, DeskError> {
    let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut left = Vec::new();
    for account in accounts {
        let open = open_pieces(tx, account, day)?.into_iter();
        left.extend(
            open.filter(|(item, open)| open.minor() > 0 && claims.iter().any(|claim| claim.item_id == item.id)),
        );
    }
    Ok(left)
}

/// The claims that stand in a case.
pub(crate) fn standing(tx: &mut Tx, case: CaseId) -> Result<Vec<CaseClaim>, DeskError> {
    let mut claims = tx.cases().claims_of(&[case])?;
    claims.retain(|claim| claim.left_on.is_none());
    Ok(claims)
}
