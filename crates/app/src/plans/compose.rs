//! From what a person asks to an offer, and to a plan.

use std::collections::{BTreeSet, HashMap};

use amicable::plans::{Beyond, PlanAsked, PlanFault, PlanPiece, PlanSchedule, PlanState, Shape, compose};
use kernel::{Currency, Date, Money, Rate, Territory, epoch_day};
use law::RateKind;
use ledger::{Account, AccountId, Debtor, DebtorKind, Item, ItemId};
use store::{BlockReason, InstalmentPlan, PlanId, PlanInstalment, PlanInstalmentId, PlanItem, PlanItemId, Tx};

use super::limits::limits_in_tx;
use super::{GRACE_DAYS, Means, NOTICE_DAYS, NOTICE_USUAL, OfferLine, PlanKind, PlanOffer, PlanTerms};
use crate::blocks::{PIECES, open_pieces};
use crate::desk::About;
use crate::letters::line_claim;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal, Refusal};

/// What an offer stands on.
struct Ground {
    account: Account,
    debtor: Debtor,
    items: Vec<(Item, Money)>,
    /// What credits that nobody matched yet take off them.
    deducted: Money,
    /// What was paid on each, by accounting day.
    paid: HashMap<ItemId, Vec<(i32, i64)>>,
    schedule: PlanSchedule,
    beyond: Vec<Beyond>,
    means: Option<Means>,
    notice_days: i64,
    rate: Option<Rate>,
}

/// A plan as it would be kept.
pub(crate) struct DrawnPlan {
    account: Account,
    pub plan: InstalmentPlan,
    items: Vec<PlanItem>,
    instalments: Vec<PlanInstalment>,
    /// Numbers of its pieces.
    pieces: Vec<String>,
}

impl DrawnPlan {
    /// True when `other` says the same: its pieces, dates, amounts, means and words.
    pub fn is_again(&self, tx: &mut Tx, other: &InstalmentPlan) -> Result<bool, DeskError> {
        let mine = &self.plan;
        if (mine.made_on, &mine.rate, &mine.means, &mine.note)
            != (other.made_on, &other.rate, &other.means, &other.note)
        {
            return Ok(false);
        }
        let dated = |all: &[PlanInstalment]| {
            all.iter().map(|i| (i.due_on, i.amount_minor, i.interest_minor)).collect::<BTreeSet<_>>()
        };
        let covers = |all: &[PlanItem]| all.iter().map(|i| (i.item_id, i.open_minor)).collect::<BTreeSet<_>>();
        let same_dates = dated(&tx.plans().instalments_of(&[other.id])?) == dated(&self.instalments);
        let same_items = covers(&tx.plans().items_of(&[other.id])?) == covers(&self.items);
        Ok(same_dates && same_items)
    }
}

impl Desk {
    /// What a plan would be: its dates, what it costs beside late interest, who must approve it.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with the rule it meets, beside the field it is about.
    pub fn plan_offer(&self, actor: &Actor, account: AccountId, terms: &PlanTerms) -> Result<PlanOffer, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let ground = self.store.read(|tx| ground(tx, actor, account, terms, today))?;
        Ok(self.offer(&ground, today))
    }

    fn offer(&self, ground: &Ground, today: Date) -> PlanOffer {
        let schedule = &ground.schedule;
        let currency = schedule.principal.currency();
        let cleared = schedule.instalments.last().map_or(today, |last| last.due);
        let known = |kind| self.law.rate(kind, today).ok().map(|rate| rate.valid_to);
        let last =
            known(if ground.debtor.kind == DebtorKind::PublicBody { RateKind::Public } else { RateKind::B2bDefault });
        let until = last.map(|last| last.min(cleared));
        let late = |until: Date| self.late_claim(ground, until).map(|minor| Money::new(minor, currency).to_decimal());
        PlanOffer {
            account: ground.account.id,
            currency,
            pieces: ground.items.iter().map(|(item, _)| item.number.clone()).collect(),
            deducted: ground.deducted.to_decimal(),
            principal: schedule.principal.to_decimal(),
            interest: schedule.interest.to_decimal(),
            total: schedule.total().to_decimal(),
            instalments: schedule
                .instalments
                .iter()
                .map(|i| OfferLine { due: i.due, amount: i.amount.to_decimal(), interest: i.interest.to_decimal() })
                .collect(),
            cleared,
            late_to_date: late(today),
            late_then: until.and_then(late),
            late_until: until,
            remains: ground.means.map(|means| Money::new(means.remains_minor(), currency).to_decimal()),
            beyond: ground.beyond.iter().map(Beyond::wording).collect(),
        }
    }

    /// Late interest and indemnities of the pieces at the end of a day, minor units; none where the tables do
    /// not answer.
    fn late_claim(&self, ground: &Ground, until: Date) -> Option<i64> {
        let mut sum = 0;
        for (item, _) in &ground.items {
            let piece = (item.kind, item.amount, epoch_day(item.due_on), item.due_inferred);
            let paid = ground.paid.get(&item.id).map_or(&[][..], Vec::as_slice);
            let claim = line_claim(&self.law, ground.debtor.kind, piece, paid, until).ok()?;
            sum += claim.interest.minor() + claim.indemnity.minor();
        }
        Some(sum)
    }

    /// Proposes a plan: it binds nobody until it is signed. Beyond the limits of who proposes, it waits for
    /// somebody who may grant it.
    ///
    /// # Errors
    /// As [`Desk::plan_offer`].
    pub fn propose_plan(&self, actor: &Actor, account: AccountId, terms: &PlanTerms) -> Result<PlanId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let made = self.store.write("plan.propose", |tx| {
            let drawn = self.draw_plan(tx, actor, account, terms)?;
            self.propose_plan_within(tx, actor, &drawn)?;
            Ok::<_, DeskError>(drawn.plan.id)
        })?;
        self.keep_protocol(actor, made)?;
        Ok(made)
    }

    /// A plan as it would be kept, in the caller's transaction; nothing is written.
    pub(crate) fn draw_plan(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: AccountId,
        terms: &PlanTerms,
    ) -> Result<DrawnPlan, DeskError> {
        let (today, now) = (self.today(), self.now());
        let ground = ground(tx, actor, account, terms, today)?;
        let (schedule, owner) = (&ground.schedule, terms.owner.trim());
        let id = PlanId(self.id());
        let plan = InstalmentPlan {
            id,
            account_id: ground.account.id,
            currency: schedule.principal.currency(),
            principal_minor: schedule.principal.minor(),
            interest_minor: schedule.interest.minor(),
            rate: ground.rate.map_or_else(String::new, |rate| rate.to_string()),
            state: if ground.beyond.is_empty() { PlanState::Proposed } else { PlanState::Awaiting },
            made_on: today,
            acceleration: terms.acceleration,
            notice_days: ground.notice_days,
            grace_days: GRACE_DAYS,
            beyond: ground.beyond.iter().map(Beyond::code).collect::<Vec<_>>().join(" "),
            replaces_id: terms.replaces,
            means: Means::kept(ground.means),
            note: terms.note.trim().chars().take(2_000).collect(),
            owner: if owner.is_empty() { actor.of_house() } else { owner }.to_owned(),
            actor: actor.name.clone(),
            created_us: now,
            approved_by: String::new(),
            signed_on: None,
            signed_by: String::new(),
            signed_level: String::new(),
            signed_mark: None,
            document_id: None,
            copy_id: None,
            noticed_on: None,
            noticed_minor: None,
            lapsed_on: None,
            ended_on: None,
            ended_why: String::new(),
            version: 1,
        };
        let items: Vec<PlanItem> = ground
            .items
            .iter()
            .map(|(item, open)| PlanItem {
                id: PlanItemId(self.id()),
                plan_id: id,
                account_id: plan.account_id,
                item_id: item.id,
                open_minor: open.minor(),
                block_id: None,
            })
            .collect();
        let instalments: Vec<PlanInstalment> = schedule
            .instalments
            .iter()
            .map(|i| PlanInstalment {
                id: PlanInstalmentId(self.id()),
                plan_id: id,
                account_id: plan.account_id,
                due_on: i.due,
                amount_minor: i.amount.minor(),
                interest_minor: i.interest.minor(),
            })
            .collect();
        let pieces = ground.items.into_iter().map(|(item, _)| item.number).collect();
        Ok(DrawnPlan { account: ground.account, plan, items, instalments, pieces })
    }

    /// Proposes a plan that was drawn in the same transaction.
    pub(crate) fn propose_plan_within(&self, tx: &mut Tx, actor: &Actor, drawn: &DrawnPlan) -> Result<(), DeskError> {
        let DrawnPlan { account, plan, items, instalments, pieces } = drawn;
        tx.plans().insert(plan, items, instalments)?;
        let mut payload = facts(plan);
        payload["instalments"] = instalments.len().into();
        payload["until"] = serde_json::json!(instalments.last().map(|i| i.due_on));
        payload["pieces"] = pieces.join(", ").into();
        Ok(self.note(tx, actor, About::account(account), "plan.proposed", &payload)?)
    }
}

/// A plan as its entries tell it: never the means of a person.
pub(super) fn facts(plan: &InstalmentPlan) -> serde_json::Value {
    let total = Money::new(plan.principal_minor + plan.interest_minor, plan.currency);
    serde_json::json!({
        "plan": plan.id, "amount": total.to_decimal(), "currency": plan.currency, "state": plan.state,
        "owner": plan.owner,
    })
}

fn ground(tx: &mut Tx, actor: &Actor, account: AccountId, terms: &PlanTerms, today: Date) -> Result<Ground, DeskError> {
    let account = actor.find(tx, account)?;
    let debtor = tx.debtors().get(account.debtor_id)?;
    if let Some(old) = terms.replaces {
        let old = actor.find(tx, old)?;
        if old.account_id != account.id || !old.state.binds() {
            return Err(PlanRefusal::NotNow { state: super::state_words(old.state) }.into());
        }
    }
    let mut found = open_pieces(tx, account.id, today)?;
    let disputed = disputed(tx, account.id, today)?;
    let planned = planned(tx, account.id, terms.replaces)?;
    let spent = spent(tx, (account.id, &found), (&disputed, &planned), terms.replaces)?;
    if terms.items.is_empty() {
        let free = |item: &Item| !disputed.contains(&item.id) && !planned.contains_key(&item.id);
        found.retain(|(item, open)| open.minor() > 0 && free(item));
        keep_late(&mut found, terms.currency, today)?;
    } else {
        keep_asked(tx, actor, &mut found, (&account, &terms.items))?;
    }
    bounded(found.len())?;
    found.sort_by_key(|(item, _)| (item.due_on, item.id));
    let currency = found.first().map_or(Currency::EUR, |(_, open)| open.currency());
    let mut deducted = 0;
    for (item, open) in &mut found {
        let taken = spent.get(&item.id).copied().unwrap_or_default();
        (*open, deducted) = (Money::new(open.minor() - taken, open.currency()), deducted + taken);
    }
    // A piece that credits pay is nobody's to acknowledge; what was settled before is for the rules to refuse.
    found.retain(|(item, open)| !(open.is_zero() && spent.contains_key(&item.id)));
    if found.is_empty() && deducted > 0 {
        return Err(PlanRefusal::NothingFree.into());
    }
    let deducted = Money::new(deducted, currency);
    let pieces: Vec<PlanPiece> = found
        .iter()
        .map(|(item, open)| PlanPiece {
            number: item.number.clone(),
            open: *open,
            disputed: disputed.contains(&item.id),
            planned: planned.get(&item.id).map(ToString::to_string).unwrap_or_default(),
        })
        .collect();
    if let Some(meant) = terms.currency.filter(|meant| *meant != currency && !pieces.is_empty()) {
        tracing::debug!(%meant, "a plan in another currency than its pieces");
        return Err(PlanRefusal::from(PlanFault::Currency { expected: currency }).into());
    }
    let asked = asked(terms, pieces, currency, today)?;
    let schedule = compose(&asked, today).map_err(PlanRefusal::from)?;
    let means = Means::read(terms.means.as_ref(), &debtor, currency)?;
    let notice_days = terms.notice_days.unwrap_or(NOTICE_USUAL);
    if !(NOTICE_DAYS.0..=NOTICE_DAYS.1).contains(&notice_days) {
        return Err(PlanRefusal::NoticeDays { least: NOTICE_DAYS.0, most: NOTICE_DAYS.1 }.into());
    }
    let limits = limits_in_tx(tx)?.of(actor.role);
    let consumer = debtor.kind == DebtorKind::Consumer;
    let beyond = limits.map(|l| l.beyond(&schedule, consumer, today)).unwrap_or_default();
    let mut paid: HashMap<ItemId, Vec<(i32, i64)>> = HashMap::new();
    for a in tx.allocations().of_account(account.id)?.iter().filter(|a| a.on <= today) {
        paid.entry(a.debit_id).or_default().push((epoch_day(a.on), a.amount.minor()));
    }
    Ok(Ground { account, debtor, items: found, deducted, paid, schedule, beyond, means, notice_days, rate: asked.rate })
}

/// What is late of what is free, else all of it, in one currency.
fn keep_late(found: &mut Vec<(Item, Money)>, currency: Option<Currency>, today: Date) -> Result<(), DeskError> {
    if found.is_empty() {
        return Err(PlanRefusal::NothingFree.into());
    }
    if found.iter().any(|(item, _)| item.due_on < today) {
        found.retain(|(item, _)| item.due_on < today);
    }
    let currency = currency.or_else(|| found.first().map(|(_, open)| open.currency()));
    found.retain(|(_, open)| Some(open.currency()) == currency);
    Ok(())
}

/// The pieces that are asked for, each of them of the account and open.
fn keep_asked(
    tx: &mut Tx,
    actor: &Actor,
    found: &mut Vec<(Item, Money)>,
    (account, items): (&Account, &[ItemId]),
) -> Result<(), DeskError> {
    let asked: BTreeSet<ItemId> = items.iter().copied().collect();
    bounded(asked.len())?;
    for id in &asked {
        if !found.iter().any(|(item, _)| item.id == *id) {
            let piece = actor.find(tx, *id)?;
            let (foreign, piece) = (piece.account_id != account.id, piece.number);
            return Err(if foreign {
                Refusal::ItemOfOther { piece }.into()
            } else {
                PlanRefusal::from(PlanFault::PieceSettled { piece }).into()
            });
        }
    }
    found.retain(|(item, _)| asked.contains(&item.id));
    crate::credit::not_factored(tx, account.id, items)
}

/// What payments and credit notes that nobody matched yet take of the free pieces of an account, the one due first
/// first, whichever of them a plan covers. The money that came for a plan that runs beside is left out (`but` the one
/// it replaces).
pub(super) fn spent(
    tx: &mut Tx,
    (account, open): (AccountId, &[(Item, Money)]),
    (disputed, planned): (&BTreeSet<ItemId>, &HashMap<ItemId, PlanId>),
    but: Option<PlanId>,
) -> Result<HashMap<ItemId, i64>, DeskError> {
    let beside = tx.plans().of_accounts(&[account])?;
    let beside = beside.iter().filter(|plan| plan.state.binds() && Some(plan.id) != but);
    let mark = beside.filter_map(|plan| plan.signed_mark).min().unwrap_or(i64::MAX);
    let mut credits: HashMap<Currency, i64> = HashMap::new();
    for (_, left) in open.iter().filter(|(item, left)| left.minor() < 0 && item.id.0 <= mark) {
        *credits.entry(left.currency()).or_default() -= left.minor();
    }
    let free = |item: &Item| !disputed.contains(&item.id) && !planned.contains_key(&item.id);
    let mut pieces: Vec<&(Item, Money)> = open.iter().filter(|(item, left)| left.minor() > 0 && free(item)).collect();
    pieces.sort_by_key(|(item, _)| (item.due_on, item.id));
    let mut spent = HashMap::new();
    for (item, open) in pieces {
        let left = credits.entry(open.currency()).or_default();
        let taken = open.minor().min(*left);
        if taken > 0 {
            *left -= taken;
            spent.insert(item.id, taken);
        }
    }
    Ok(spent)
}

/// Refuses more pieces than one act sets aside.
fn bounded(count: usize) -> Result<(), DeskError> {
    if count <= PIECES {
        return Ok(());
    }
    Err(Refusal::TooManyPieces { most: i64::try_from(PIECES).unwrap_or(i64::MAX) }.into())
}

/// The pieces of an account that are contested today, in part or whole, that are a factor's, or that an insolvency stops.
pub(super) fn disputed(tx: &mut Tx, account: AccountId, today: Date) -> Result<BTreeSet<ItemId>, DeskError> {
    let blocks = tx.item_blocks().of_accounts(&[account])?;
    let not_ours = |b: &store::ItemBlock| {
        matches!(b.reason, BlockReason::Disputed | BlockReason::Factored | BlockReason::Insolvency)
    };
    let contested = blocks.iter().filter(|b| not_ours(b) && b.in_force(today));
    Ok(contested.map(|b| b.item_id).collect())
}

/// The pieces of an account that a signed plan covers, save `but`.
pub(crate) fn planned(
    tx: &mut Tx,
    account: AccountId,
    but: Option<PlanId>,
) -> Result<HashMap<ItemId, PlanId>, DeskError> {
    let mut plans = tx.plans().of_accounts(&[account])?;
    plans.retain(|plan| plan.state.binds() && Some(plan.id) != but);
    let ids: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
    Ok(tx.plans().items_of(&ids)?.into_iter().map(|item| (item.item_id, item.plan_id)).collect())
}

fn asked(terms: &PlanTerms, pieces: Vec<PlanPiece>, currency: Currency, today: Date) -> Result<PlanAsked, PlanRefusal> {
    let money = |text: &str, field: fn(String) -> PlanRefusal| {
        Money::parse(text.trim(), currency).map_err(|_| field(text.trim().chars().take(60).collect()))
    };
    let malformed = |text: String| PlanRefusal::StepMalformed { text };
    let lines = || terms.steps.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let shape = match terms.kind {
        PlanKind::Equal => Shape::Equal(terms.count.ok_or(PlanRefusal::CountMissing)?),
        PlanKind::Each if terms.each.trim().is_empty() => return Err(PlanRefusal::EachMissing),
        PlanKind::Each => Shape::Each(money(&terms.each, malformed)?),
        PlanKind::Stepped | PlanKind::Listed if lines().next().is_none() => return Err(PlanRefusal::StepsMissing),
        PlanKind::Stepped => Shape::Stepped(lines().map(|line| money(line, malformed)).collect::<Result<_, _>>()?),
        PlanKind::Listed => {
            let dated = |line: &str| {
                let (day, amount) = line.split_once([' ', ':', ';', '\t'])?;
                Some((day.parse::<Date>().ok()?, Money::parse(amount.trim(), currency).ok()?))
            };
            let read = |line: &str| dated(line).ok_or_else(|| malformed(line.chars().take(60).collect()));
            Shape::Listed(lines().map(read).collect::<Result<_, _>>()?)
        }
        PlanKind::Deferral => Shape::Deferral,
    };
    let first = match (terms.first, terms.kind) {
        (Some(first), _) => first,
        (None, PlanKind::Listed) => today,
        (None, _) => return Err(PlanRefusal::FirstMissing),
    };
    let rate = match terms.rate.trim() {
        "" => None,
        text => {
            Some(Rate::parse(text).map_err(|_| PlanRefusal::RateMalformed { text: text.chars().take(40).collect() })?)
        }
    };
    let rate = rate.filter(|rate| *rate != Rate::ZERO);
    let roll = terms.working_days.then_some(Territory::Metropole);
    Ok(PlanAsked { pieces, shape, every: terms.every, first, rate, roll })
}
