//! What bears on the day's decisions besides the pieces: the plan, past reminders, blocks, promises,
//! entry levels, payers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use amicable::promises::{PromiseState, Promised};
use amicable::{
    AccountFacts, Block, ContactCap, Decision, Elsewhere, Pending, Plan, Reach, Reached, Reason, Strategy, Traits,
    decide,
};
use kernel::{Currency, Date, epoch_day, from_epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, CreditorId, DebtorId, ItemId};
use store::{EntryState, PromiseId, StoreError, Tx};

use super::past::Past;
use crate::letters::Said;
use crate::portfolio::AccountCard;
use crate::promises::judged;
use crate::schedule::{day_in, start_of, zone_in_tx};

/// The longest delay that a message by hand is looked back for, in days.
const GRANTED_DAYS: i32 = 120;

/// Everything the decisions of a day read, for all accounts or for some.
#[derive(Debug, Default)]
pub(crate) struct Bearings {
    /// Segments and strategies in force.
    pub plan: Plan,
    codes: Arc<HashMap<CreditorId, String>>,
    /// Shared, as all that follows: another plan is tried on the same facts.
    past: Arc<Past>,
    blocks: Arc<HashMap<AccountId, Vec<Block>>>,
    /// Pieces that follow a strategy of their own, by its name.
    chosen: Arc<Vec<(ItemId, String)>>,
    choices: HashMap<ItemId, usize>,
    promised: Arc<HashMap<(AccountId, Currency), Date>>,
    /// Last day of a delay granted by a message written by hand.
    granted: Arc<HashMap<(AccountId, Currency), Date>>,
    entering: Arc<HashSet<AccountId>>,
    /// Epoch days of the contacts that the cap may count; empty without a cap.
    contacts: Arc<HashMap<DebtorId, Vec<i32>>>,
    /// Accounts that another one pays for, by the one who pays, and the other way round.
    children: Arc<HashMap<AccountId, Vec<AccountId>>>,
    payers: Arc<HashMap<AccountId, AccountId>>,
}

/// A decision and the strategy it was taken under, by its place in the plan.
pub(crate) struct Decided<'a> {
    /// Currency of the pieces.
    pub currency: Currency,
    /// Place of the strategy in the plan.
    pub strategy: usize,
    /// What to do.
    pub decision: Decision<'a>,
}

impl Bearings {
    /// Reads what bears on the decisions of `day`: on all accounts, or on `accounts` only.
    pub fn read(tx: &mut Tx, plan: Plan, accounts: Option<&[AccountId]>, day: Date) -> Result<Self, StoreError> {
        let codes = tx.creditors().list()?.into_iter().map(|c| (c.id, c.code)).collect();
        Self::under(tx, plan, Arc::new(codes), accounts, day)
    }

    /// Reads it again for `accounts`, under the same plan; the codes of creditors never change.
    pub fn again(&self, tx: &mut Tx, accounts: &[AccountId], day: Date) -> Result<Self, StoreError> {
        Self::under(tx, self.plan.clone(), Arc::clone(&self.codes), Some(accounts), day)
    }

    fn under(
        tx: &mut Tx,
        plan: Plan,
        codes: Arc<HashMap<CreditorId, String>>,
        accounts: Option<&[AccountId]>,
        day: Date,
    ) -> Result<Self, StoreError> {
        let mut children: HashMap<AccountId, Vec<AccountId>> = HashMap::new();
        let mut payers = HashMap::new();
        for (child, payer) in tx.accounts().payers(accounts)? {
            children.entry(payer).or_default().push(child);
            payers.insert(child, payer);
        }
        let choices = match accounts {
            None => tx.item_blocks().choices()?,
            Some(ids) => tx.item_blocks().choices_of(ids)?,
        };
        let chosen: Vec<(ItemId, String)> = choices.into_iter().map(|c| (c.item_id, c.strategy)).collect();
        Ok(Self {
            past: Arc::new(Past::read(tx, &plan, accounts)?),
            blocks: Arc::new(blocks(tx, accounts, (&payers, day))?),
            choices: choices_under(&plan, &chosen),
            chosen: Arc::new(chosen),
            promised: Arc::new(promised(tx, accounts, (&payers, day))?),
            granted: Arc::new(granted(tx, accounts, day)?),
            entering: Arc::new(entering(tx, accounts)?),
            contacts: Arc::new(contacts(tx, accounts, (plan.contact_cap, day))?),
            plan,
            codes,
            children: Arc::new(children),
            payers: Arc::new(payers),
        })
    }

    /// The same facts under a plan of the same cap of contacts: nothing is read again.
    pub fn under_plan(&self, plan: Plan) -> Self {
        Self {
            choices: choices_under(&plan, &self.chosen),
            plan,
            codes: Arc::clone(&self.codes),
            past: Arc::clone(&self.past),
            blocks: Arc::clone(&self.blocks),
            chosen: Arc::clone(&self.chosen),
            promised: Arc::clone(&self.promised),
            granted: Arc::clone(&self.granted),
            entering: Arc::clone(&self.entering),
            contacts: Arc::clone(&self.contacts),
            children: Arc::clone(&self.children),
            payers: Arc::clone(&self.payers),
        }
    }

    /// Who pays for whom: the account paid for, then the one who pays.
    pub fn payers(&self) -> &HashMap<AccountId, AccountId> {
        &self.payers
    }

    /// True when another account pays for this one: its pieces are asked of that one.
    pub fn has_payer(&self, account: AccountId) -> bool {
        self.payers.contains_key(&account)
    }

    /// The accounts that `account` pays for.
    pub fn children(&self, account: AccountId) -> &[AccountId] {
        self.children.get(&account).map_or(&[], Vec::as_slice)
    }

    /// Where an account stands in a strategy of the plan, by its pieces of a currency.
    pub fn reached(
        &self,
        card: &AccountCard,
        strategy: usize,
        (currency, items): (Currency, &[OpenItem]),
    ) -> Reached<'_> {
        let followed = &self.plan.strategies[strategy];
        let own = self.past.history((card.id, currency), &followed.slug);
        let elsewhere = self.elsewhere(card, strategy, (currency, items));
        Reached::new(followed, (own, elsewhere), items, self.blocks(card.id))
    }

    /// What was said last under another strategy; nothing where somebody chose this one by hand.
    fn elsewhere(
        &self,
        card: &AccountCard,
        strategy: usize,
        (currency, items): (Currency, &[OpenItem]),
    ) -> Option<Elsewhere<'_>> {
        let slug = &self.plan.strategies[strategy].slug;
        let piece_by_hand = |i: &OpenItem| self.choices.get(&i.id) == Some(&strategy);
        let by_hand = card.strategy.as_deref() == Some(slug.as_str())
            || (!self.choices.is_empty() && items.iter().filter(|i| i.open > 0).all(piece_by_hand));
        if by_hand {
            return None;
        }
        self.past.elsewhere(&self.plan, ((card.id, currency), slug), (items, self.blocks(card.id)))
    }

    /// A reminder of an account in a currency that has not reached the debtor, under whichever strategy: of a cycle that
    /// still runs over `items`.
    pub fn pending(&self, account: AccountId, currency: Currency, items: &[OpenItem]) -> Option<Pending> {
        self.past.pending((account, currency), (items, self.blocks(account)))
    }

    /// What of an account's pieces must not be asked for.
    pub fn blocks(&self, account: AccountId) -> &[Block] {
        self.blocks.get(&account).map_or(&[], Vec::as_slice)
    }

    /// Decides for each currency of one account's open pieces. At most one message a currency leaves:
    /// where pieces follow strategies of their own, the gravest message goes first.
    pub fn decide<'a>(&'a self, card: &AccountCard, items: &[OpenItem], day: Date) -> Vec<Decided<'a>> {
        self.decide_after(card, items, (day, 0))
    }

    /// The same, when `also` contacts of the debtor were decided for the day and are not written yet.
    pub fn decide_after<'a>(
        &'a self,
        card: &AccountCard,
        items: &[OpenItem],
        (day, also): (Date, usize),
    ) -> Vec<Decided<'a>> {
        let made = self.contacts_of(card.debtor, epoch_day(day), also);
        // A credit that an insolvency keeps apart is netted with nothing that is asked.
        let apart = |i: &OpenItem| i.open < 0 && self.blocks(card.id).iter().any(|block| block.item == i.id);
        let free: Vec<OpenItem>;
        let items = if items.iter().any(apart) {
            free = items.iter().filter(|i| !apart(i)).copied().collect();
            &free
        } else {
            items
        };
        let mut currencies: Vec<Currency> = items.iter().map(|i| i.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let mut decided = Vec::with_capacity(currencies.len());
        for currency in currencies {
            let own: Vec<OpenItem>;
            let mine = if items.iter().all(|i| i.currency == currency) {
                items
            } else {
                own = items.iter().filter(|i| i.currency == currency).copied().collect();
                &own
            };
            self.decide_currency((card, &made), (currency, mine), day, &mut decided);
        }
        self.share(&made, day, &mut decided);
        decided
    }

    /// Epoch days of the contacts made with a debtor, and of `also` more on `day`; none without a cap.
    pub fn contacts_of(&self, debtor: DebtorId, day: i32, also: usize) -> Vec<i32> {
        let mut made = self.contacts.get(&debtor).cloned().unwrap_or_default();
        if self.plan.contact_cap.is_some() {
            made.extend(std::iter::repeat_n(day, also));
        }
        made
    }

    /// The messages of one account in several currencies share what the cap leaves: the gravest first.
    fn share(&self, made: &[i32], day: Date, decided: &mut [Decided<'_>]) {
        let Some(cap) = self.plan.contact_cap else { return };
        let mut sends: Vec<(usize, (bool, u8, i64))> = Vec::new();
        for (place, one) in decided.iter().enumerate() {
            if let Decision::Send(p, _) = &one.decision {
                sends.push((place, (p.step.formal_notice, p.cycle.level, p.principal)));
            }
        }
        sends.sort_by_key(|(_, grave)| std::cmp::Reverse(*grave));
        let (today, room) = (epoch_day(day), cap.room(made, epoch_day(day)));
        let mut full = made.to_vec();
        full.extend(std::iter::repeat_n(today, room));
        for (place, _) in sends.into_iter().skip(room) {
            let from = cap.frees(&full, today).map_or(day, from_epoch_day);
            decided[place].decision = Decision::Wait(Reason::ContactCap { from });
        }
    }

    fn decide_currency<'a>(
        &'a self,
        (card, made): (&AccountCard, &[i32]),
        (currency, items): (Currency, &[OpenItem]),
        day: Date,
        decided: &mut Vec<Decided<'a>>,
    ) {
        let usual = self.strategy_of(card, currency, items, day);
        let pending = self.pending(card.id, currency, items);
        let apart =
            !self.choices.is_empty() && items.iter().any(|i| self.choices.get(&i.id).is_some_and(|s| *s != usual));
        if !apart {
            let decision = self.decide_under((card, made), (usual, pending), (currency, items), day);
            decided.push(Decided { currency, strategy: usual, decision });
            return;
        }
        let mut parts: BTreeMap<usize, Vec<OpenItem>> = BTreeMap::new();
        for item in items {
            parts.entry(self.choices.get(&item.id).copied().unwrap_or(usual)).or_default().push(*item);
        }
        let first = decided.len();
        for (strategy, part) in parts {
            let decision = self.decide_under((card, made), (strategy, pending), (currency, &part), day);
            decided.push(Decided { currency, strategy, decision });
        }
        let grave = |d: &Decided<'_>| match &d.decision {
            Decision::Send(p, _) => Some((p.step.formal_notice, p.cycle.level)),
            _ => None,
        };
        let gravest = (first..decided.len()).max_by_key(|i| grave(&decided[*i]));
        for (i, other) in decided.iter_mut().enumerate().skip(first) {
            if Some(i) != gravest && matches!(other.decision, Decision::Send(..)) {
                other.decision = Decision::Wait(Reason::AnotherToday);
            }
        }
    }

    fn decide_under<'a>(
        &'a self,
        (card, contacts): (&AccountCard, &[i32]),
        (strategy, pending): (usize, Option<Pending>),
        (currency, items): (Currency, &[OpenItem]),
        day: Date,
    ) -> Decision<'a> {
        let (key, elsewhere) = ((card.id, currency), self.elsewhere(card, strategy, (currency, items)));
        let strategy: &Strategy = &self.plan.strategies[strategy];
        let facts = AccountFacts {
            currency,
            items,
            history: self.past.history(key, &strategy.slug),
            elsewhere,
            reminded: self.past.reminded(key),
            pending,
            paused_until: card.paused_until,
            promised_until: self.promised.get(&key).copied(),
            blocks: self.blocks(card.id),
            granted_until: self.past.granted_elsewhere(key, &strategy.slug).max(self.granted.get(&key).copied()),
            entering: self.entering.contains(&card.id),
            reach: Reach { letter: card.postable, mail: card.has_email, phone: card.has_phone },
            cap: self.plan.contact_cap,
            contacts,
        };
        decide(strategy, &facts, day)
    }

    /// The strategy an account follows in a currency, by its place in the plan.
    pub fn strategy_of(&self, card: &AccountCard, currency: Currency, items: &[OpenItem], day: Date) -> usize {
        let chosen = card.strategy.as_deref();
        if self.plan.segments.is_empty() && chosen.is_none() {
            return 0;
        }
        self.plan.strategy(&self.traits(card, currency, items, day), chosen)
    }

    /// The segment that takes an account in a currency; none where a strategy was chosen for it by hand,
    /// or no rule holds.
    pub fn segment_of(
        &self,
        card: &AccountCard,
        currency: Currency,
        items: &[OpenItem],
        day: Date,
    ) -> Option<&amicable::Segment> {
        if card.strategy.as_deref().is_some_and(|slug| self.plan.find(slug).is_some()) {
            return None;
        }
        self.plan.segment(&self.traits(card, currency, items, day))
    }

    fn traits<'a>(&'a self, card: &'a AccountCard, currency: Currency, items: &[OpenItem], day: Date) -> Traits<'a> {
        Traits {
            creditor: self.codes.get(&card.creditor).map_or("", String::as_str),
            account: &card.number,
            kind: card.kind,
            country: &card.country,
            salesperson: &card.salesperson,
            currency,
            outstanding: items.iter().map(|i| i.open).sum(),
            items: items.len(),
            late_days: amicable::decision::oldest_late(items, day).unwrap_or(0),
        }
    }
}

/// Pieces that follow a strategy of their own, by its place in a plan; one that is gone binds no piece.
fn choices_under(plan: &Plan, chosen: &[(ItemId, String)]) -> HashMap<ItemId, usize> {
    chosen.iter().filter_map(|(item, slug)| plan.find(slug).map(|place| (*item, place))).collect()
}

/// The delays that messages by hand grant on `day`: they run out before the next step, as any other.
fn granted(
    tx: &mut Tx,
    accounts: Option<&[AccountId]>,
    day: Date,
) -> Result<HashMap<(AccountId, Currency), Date>, StoreError> {
    let from = i64::from(epoch_day(day) - GRANTED_DAYS) * 86_400;
    let from = kernel::Timestamp::from_second(from).unwrap_or(kernel::Timestamp::UNIX_EPOCH);
    let mut granted = HashMap::new();
    for message in tx.messages().by_hand_since(from, accounts)? {
        let Some(hand) = Said::of(&message).by_hand.filter(|h| h.promise.is_none() && h.grant_until >= day) else {
            continue;
        };
        let known = granted.entry((message.account_id, hand.currency)).or_insert(hand.grant_until);
        *known = hand.grant_until.max(*known);
    }
    Ok(granted)
}

/// What must not be asked for on `day`, by the account that answers for the piece.
fn blocks(
    tx: &mut Tx,
    accounts: Option<&[AccountId]>,
    (payers, day): (&HashMap<AccountId, AccountId>, Date),
) -> Result<HashMap<AccountId, Vec<Block>>, StoreError> {
    let open = match accounts {
        None => tx.item_blocks().open()?,
        Some(ids) => tx.item_blocks().of_accounts(ids)?,
    };
    let mut blocks: HashMap<AccountId, Vec<Block>> = HashMap::new();
    for block in open {
        if block.in_force(day) {
            let account = payers.get(&block.account_id).copied().unwrap_or(block.account_id);
            blocks.entry(account).or_default().push(Block { item: block.item_id, amount: block.amount_minor });
        }
    }
    Ok(blocks)
}

/// Last day each account's open promises are waited for, by the currency promised. What the ledger of
/// `day` has kept or broken holds no more, whether that is written yet or not: a preview agrees with the run.
fn promised(
    tx: &mut Tx,
    accounts: Option<&[AccountId]>,
    (payers, day): (&HashMap<AccountId, AccountId>, Date),
) -> Result<HashMap<(AccountId, Currency), Date>, StoreError> {
    let mut open = match accounts {
        None => tx.promises().in_state(PromiseState::Open, None, u32::MAX)?,
        Some(ids) => tx.promises().of_accounts(ids)?,
    };
    open.retain(|p| p.state == PromiseState::Open);
    let mut until: HashMap<(AccountId, Currency), Date> = HashMap::new();
    if open.is_empty() {
        return Ok(until);
    }
    let mut given_on: Vec<AccountId> = open.iter().map(|p| p.account_id).collect();
    given_on.sort_unstable();
    given_on.dedup();
    let over: HashSet<PromiseId> = judged(tx, &given_on, day)?.into_iter().map(|(p, _, _)| p.id).collect();
    for p in open.into_iter().filter(|p| !over.contains(&p.id)) {
        let promise = Promised { made: epoch_day(p.made_on), until: epoch_day(p.until_on), amount: p.amount_minor };
        let account = payers.get(&p.account_id).copied().unwrap_or(p.account_id);
        let last = until.entry((account, p.currency)).or_insert_with(|| promise.awaited_until());
        *last = (*last).max(promise.awaited_until());
    }
    Ok(until)
}

/// The contacts that the cap may count on `day`, by debtor; none is read without a cap.
fn contacts(
    tx: &mut Tx,
    accounts: Option<&[AccountId]>,
    (cap, day): (Option<ContactCap>, Date),
) -> Result<HashMap<DebtorId, Vec<i32>>, StoreError> {
    let mut made: HashMap<DebtorId, Vec<i32>> = HashMap::new();
    let Some(cap) = cap else { return Ok(made) };
    let from = from_epoch_day(epoch_day(day) + 1 - i32::from(cap.days));
    let zone = zone_in_tx(tx)?;
    for contact in tx.reminders().contacts_since((from, start_of(&zone, from)), accounts)? {
        let at = contact.at.map(|at| day_in(&zone, at));
        let on = contact.decided_on.max(at).map(epoch_day);
        made.entry(contact.debtor).or_default().extend(on);
    }
    Ok(made)
}

/// Accounts whose entry level waits for approval.
fn entering(tx: &mut Tx, accounts: Option<&[AccountId]>) -> Result<HashSet<AccountId>, StoreError> {
    let waiting = match accounts {
        None => tx.entry_levels().proposed(None, None, u32::MAX)?,
        Some(ids) => tx.entry_levels().of_accounts(ids)?,
    };
    Ok(waiting.into_iter().filter(|e| e.state == EntryState::Proposed).map(|e| e.account_id).collect())
}
