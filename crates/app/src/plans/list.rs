//! Plans in lists, and one plan whole.

use amicable::plans::{PlanState, Standing};
use kernel::{Currency, Date, Money, Timestamp};
use ledger::{AccountId, ItemId};
use serde::Serialize;
use store::{DocumentId, InstalmentPlan, PlanId, Tx};

use super::Means;
use super::judge::{Judged, judged};
use crate::{Actor, Desk, DeskError, Permission};

/// Which plans a list shows.
#[derive(Debug, Clone, Default)]
pub struct PlanFilter {
    /// In one of these states; in any when none.
    pub states: Vec<PlanState>,
    /// Of one account.
    pub account: Option<AccountId>,
}

/// One plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanLine {
    /// The plan.
    pub id: PlanId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What is to be paid in all.
    pub total: String,
    /// What came.
    pub paid: String,
    /// What is late.
    pub late: String,
    /// What is left of the whole.
    pub left: String,
    /// Where it stands.
    pub state: PlanState,
    /// Day it was made.
    pub made: Date,
    /// Number of instalments.
    pub instalments: u64,
    /// The next due day.
    pub next_due: Option<Date>,
    /// What is left to pay of that instalment.
    pub next_amount: Option<String>,
    /// The last due day.
    pub cleared: Date,
    /// Who follows it.
    pub owner: String,
}

/// A page of plans, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanPage {
    /// The lines.
    pub rows: Vec<PlanLine>,
    /// Where the next page goes on.
    pub next: Option<PlanId>,
}

/// A piece that a plan covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanPiece {
    /// The piece.
    pub id: ItemId,
    /// Number.
    pub number: String,
    /// Due date of the piece.
    pub due: Date,
    /// What was open of it when the plan was made.
    pub open: String,
}

/// One instalment and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanInstalmentLine {
    /// Last day to pay, included.
    pub due: Date,
    /// What is to be paid, interest within.
    pub amount: String,
    /// The interest within.
    pub interest: String,
    /// What is paid of it.
    pub paid: String,
    /// The day the last of it came.
    pub paid_on: Option<Date>,
    /// What became of it: `awaited`, `kept`, `kept-late`, `partly`, `late`.
    pub state: &'static str,
}

/// One plan whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanDetail {
    /// As in a list.
    #[serde(flatten)]
    pub line: PlanLine,
    /// What the pieces left open.
    pub principal: String,
    /// What the time costs the debtor.
    pub interest: String,
    /// Agreed yearly rate in percent; empty without.
    pub rate: String,
    /// A default makes everything due, after notice.
    pub acceleration: bool,
    /// Days the notice gives.
    pub notice_days: i64,
    /// The pieces.
    pub pieces: Vec<PlanPiece>,
    /// The instalments, in order.
    pub schedule: Vec<PlanInstalmentLine>,
    /// Codes of the limits its author is beyond.
    pub beyond: Vec<String>,
    /// The plan whose place it takes.
    pub replaces: Option<PlanId>,
    /// Who made it.
    pub actor: String,
    /// Who granted what its author could not.
    pub approved_by: String,
    /// Day it was signed.
    pub signed_on: Option<Date>,
    /// Who signed.
    pub signed_by: String,
    /// How well that is proved.
    pub signed_level: String,
    /// The protocol as it was proposed, and signed.
    pub protocol: Option<DocumentId>,
    /// The signed copy.
    pub copy: Option<DocumentId>,
    /// Day the notice of default was given.
    pub noticed_on: Option<Date>,
    /// Last day of the delay it gives.
    pub notice_until: Option<Date>,
    /// Day it was over.
    pub ended_on: Option<Date>,
    /// Why.
    pub ended_why: String,
    /// In words.
    pub note: String,
    /// Means of a person, to who may change the account only.
    #[serde(skip)]
    pub means: Option<Means>,
    /// When it was read.
    pub read_at: Timestamp,
}

impl Desk {
    /// Plans, the oldest first, as the ledger stands now.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn plans(
        &self,
        actor: &Actor,
        filter: &PlanFilter,
        after: Option<PlanId>,
        limit: u32,
    ) -> Result<PlanPage, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, today) = (self.scope(actor)?, self.today());
        self.store.read(|tx| {
            let (found, more) = if let Some(account) = filter.account {
                actor.find(tx, account)?;
                let mut mine = tx.plans().of_accounts(&[account])?;
                let of_state = |p: &InstalmentPlan| filter.states.is_empty() || filter.states.contains(&p.state);
                mine.retain(|p| of_state(p) && after.is_none_or(|a| p.id > a));
                let most = usize::try_from(limit).unwrap_or(usize::MAX);
                let more = mine.len() > most;
                mine.truncate(most);
                (mine, more)
            } else {
                let read = |after, limit| tx.plans().in_states(&filter.states, after, limit);
                scope.page((after, limit), read, |p| (p.id, p.account_id))?
            };
            let next = found.last().filter(|_| more).map(|p| p.id);
            let judged = judged(tx, found, today)?;
            Ok(PlanPage { rows: lines(tx, &judged)?, next })
        })
    }

    /// One plan with its instalments, as the ledger stands now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn plan_detail(&self, actor: &Actor, id: PlanId) -> Result<PlanDetail, DeskError> {
        actor.may(Permission::Read)?;
        let (today, now) = (self.today(), self.now());
        let not_found = || DeskError::NotFound { what: "plan", key: id.to_string() };
        self.store.read(|tx| {
            let plan = actor.find(tx, id)?;
            let one = judged(tx, vec![plan], today)?.pop().ok_or_else(not_found)?;
            let line = lines(tx, std::slice::from_ref(&one))?.pop().ok_or_else(not_found)?;
            let ids: Vec<ItemId> = one.items.iter().map(|item| item.item_id).collect();
            let known = tx.items().get_many(&ids)?;
            let Judged { plan, items, standing } = one;
            let money = |minor| Money::new(minor, plan.currency).to_decimal();
            let pieces = items.iter().filter_map(|item| {
                let piece = known.iter().find(|piece| piece.id == item.item_id)?;
                let (id, number) = (piece.id, piece.number.clone());
                Some(PlanPiece { id, number, due: piece.due_on, open: money(item.open_minor) })
            });
            Ok(PlanDetail {
                line,
                principal: money(plan.principal_minor),
                interest: money(plan.interest_minor),
                pieces: pieces.collect(),
                schedule: schedule(&standing),
                beyond: plan.beyond.split_whitespace().map(str::to_owned).collect(),
                notice_until: super::acts::last_day(&plan),
                means: if actor.carries(Permission::EditAccount) { Means::of(&plan.means) } else { None },
                rate: plan.rate,
                acceleration: plan.acceleration,
                notice_days: plan.notice_days,
                replaces: plan.replaces_id,
                actor: plan.actor,
                approved_by: plan.approved_by,
                signed_on: plan.signed_on,
                signed_by: plan.signed_by,
                signed_level: plan.signed_level,
                protocol: plan.document_id,
                copy: plan.copy_id,
                noticed_on: plan.noticed_on,
                ended_on: plan.ended_on,
                ended_why: plan.ended_why,
                note: plan.note,
                read_at: now,
            })
        })
    }
}

fn schedule(standing: &Standing) -> Vec<PlanInstalmentLine> {
    let line = |i: &amicable::plans::InstalmentStanding| PlanInstalmentLine {
        due: i.instalment.due,
        amount: i.instalment.amount.to_decimal(),
        interest: i.instalment.interest.to_decimal(),
        paid: i.paid.to_decimal(),
        paid_on: i.paid_on,
        state: i.state.slug(),
    };
    standing.instalments.iter().map(line).collect()
}

fn lines(tx: &mut Tx, judged: &[Judged]) -> Result<Vec<PlanLine>, DeskError> {
    let accounts: Vec<AccountId> = judged.iter().map(|one| one.plan.account_id).collect();
    let known = tx.accounts().get_many(&accounts)?;
    let line = |one: &Judged| {
        let (plan, standing) = (&one.plan, &one.standing);
        let of = known.iter().find(|l| l.account.id == plan.account_id)?;
        let next = standing.next().filter(|_| !plan.state.is_over());
        let last = standing.instalments.last()?;
        Some(PlanLine {
            id: plan.id,
            account: of.account.number.clone(),
            account_id: plan.account_id,
            debtor: of.debtor.name.clone(),
            currency: plan.currency,
            total: Money::new(plan.principal_minor + plan.interest_minor, plan.currency).to_decimal(),
            paid: standing.paid.to_decimal(),
            late: if plan.signed_on.is_some() { standing.late } else { Money::zero(plan.currency) }.to_decimal(),
            left: match plan.ended_on.filter(|_| plan.state == PlanState::Accelerated) {
                Some(on) => standing.at_once(on).to_decimal(),
                None => standing.left.to_decimal(),
            },
            state: plan.state,
            made: plan.made_on,
            instalments: standing.instalments.len() as u64,
            next_due: next.map(|i| i.instalment.due),
            next_amount: next
                .map(|i| Money::new(i.instalment.amount.minor() - i.paid.minor(), plan.currency).to_decimal()),
            cleared: last.instalment.due,
            owner: plan.owner.clone(),
        })
    };
    Ok(judged.iter().filter_map(line).collect())
}
