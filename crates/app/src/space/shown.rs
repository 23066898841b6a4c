//! What the space shows, read only.

use amicable::plans::PlanState;
use kernel::{Currency, Date, Money};
use ledger::{ItemId, ItemKind};

use super::door::{Caller, Entered};
use super::lines::{Beside, paid_of};
use super::{Space, SpaceLine, SpaceNext, SpacePayment, SpaceSum, SpaceTransfer, SpaceWorking};
use crate::accounts::AccountFile;
use crate::disputes::DisputeFilter;
use crate::plans::{PlanFilter, PlanLine, PlanPaper, is_person};
use crate::{Desk, DeskError, MessageState};

/// Payments shown.
const PAYMENTS: usize = 12;
/// Plans shown.
const PLANS: u32 = 20;
/// States of a plan that the debtor sees in their space.
const SEEN: [PlanState; 5] =
    [PlanState::Awaiting, PlanState::Proposed, PlanState::Active, PlanState::Late, PlanState::Noticed];

impl Desk {
    /// The space of the account of a link.
    ///
    /// # Errors
    /// A [`crate::LinkRefusal`] for a link that is not good, or while a fact is awaited.
    pub fn space(&self, caller: &Caller) -> Result<Space, DeskError> {
        let who = self.let_in(caller)?;
        let today = self.today();
        let file = self.account_file(&who.guest, who.account.id)?;
        let beside = self.store.read(|tx| Beside::read(tx, &file))?;
        let lines = self.space_lines(&who, &file, (&beside, today));
        let filter = PlanFilter { states: SEEN.to_vec(), account: Some(who.account.id) };
        let plans = self.plans(&who.guest, &filter, None, PLANS)?.rows;
        let due = self.instalments_due(&who, &plans, today)?;
        let filter = DisputeFilter { account: Some(who.account.id), ..DisputeFilter::default() };
        let disputes = self.disputes(&who.guest, &filter, None, usize::MAX)?.rows;
        let steps = self.store.read(crate::strategies::plan)?;
        let Entered { creditor, account, debtor, link, .. } = who;
        Ok(Space {
            sums: sums(&file, &lines, &due),
            next: next(&file, (&lines, &plans), &steps, today),
            payments: payments(&file),
            transfer: creditor.iban.clone().map(|iban| SpaceTransfer {
                holder: creditor.name.clone(),
                iban,
                bic: creditor.bic.clone(),
                reference: account.number.clone(),
            }),
            creditor: creditor.name,
            phone: creditor.phone,
            email: creditor.email,
            person: is_person(debtor.kind),
            debtor: debtor.name,
            number: account.number,
            today,
            expires: link.expires_us,
            lines,
            plans,
            disputes: disputes.into_iter().filter(|line| line.closed.is_none()).collect(),
        })
    }

    /// What is due of the running plans and not paid, by currency, minor units. The days of grace are for the
    /// reminders: what is due is due.
    fn instalments_due(
        &self,
        who: &Entered,
        plans: &[PlanLine],
        today: Date,
    ) -> Result<Vec<(Currency, i64)>, DeskError> {
        let mut due = Vec::new();
        for plan in plans.iter().filter(|plan| plan.state.binds()) {
            let currency = plan.currency;
            let minor = |text: &str| Money::parse(text, currency).map_or(0, Money::minor);
            let schedule = self.plan_detail(&who.guest, plan.id)?.schedule;
            let fallen = schedule.iter().filter(|i| i.due <= today);
            due.push((currency, fallen.map(|i| (minor(&i.amount) - minor(&i.paid)).max(0)).sum()));
        }
        Ok(due)
    }

    fn space_lines(&self, who: &Entered, file: &AccountFile, (beside, today): (&Beside, Date)) -> Vec<SpaceLine> {
        let paid = paid_of(file, today);
        let of = |id: ItemId| paid.get(&id).map_or(&[][..], Vec::as_slice);
        let lines = file.items.iter();
        lines.map(|line| self.space_line_of(who.debtor.kind, line, beside, (of(line.item.id), today))).collect()
    }

    /// One piece, with the way its interest is computed.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on a piece of another account, or that nothing is left of; as [`Desk::space`].
    pub fn space_working(&self, caller: &Caller, item: ItemId) -> Result<SpaceWorking, DeskError> {
        let who = self.let_in(caller)?;
        let today = self.today();
        let file = self.account_file(&who.guest, who.account.id)?;
        let beside = self.store.read(|tx| Beside::read(tx, &file))?;
        let paid = paid_of(&file, today);
        let paid = paid.get(&item).map_or(&[][..], Vec::as_slice);
        let found = file.items.iter().find(|line| line.item.id == item);
        let found = found.ok_or_else(|| DeskError::NotFound { what: "item", key: item.to_string() })?;
        let line = self.space_line_of(who.debtor.kind, found, &beside, (paid, today));
        let claimed = line.known_interest().minor() + line.indemnity.minor() > 0;
        let (words, articles) = if claimed {
            self.space_words(who.debtor.kind, found, &beside, (paid, today))
        } else {
            (Vec::new(), Vec::new())
        };
        let money = |minor| Money::new(minor, line.open.currency());
        let paid = paid.iter().map(|(day, minor)| (kernel::from_epoch_day(*day), money(*minor))).collect();
        Ok(SpaceWorking { line, paid, words, articles })
    }

    /// The invoice of a piece, where the house keeps it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it does not, or on a piece of another account; as [`Desk::space`].
    pub fn space_file(&self, caller: &Caller, item: ItemId) -> Result<PlanPaper, DeskError> {
        let who = self.let_in(caller)?;
        self.store.read(|tx| {
            let item = who.guest.find(tx, item)?;
            let kept = tx.documents().of_items(&[item.id])?.pop();
            let kept = kept.ok_or_else(|| DeskError::NotFound { what: "document", key: item.id.to_string() })?;
            let document = tx.documents().get(kept.id)?;
            Ok(PlanPaper { name: document.file_name, bytes: document.content })
        })
    }

    /// The receipt of a payment.
    ///
    /// # Errors
    /// As [`Desk::receipt`] and [`Desk::space`].
    pub fn space_receipt(&self, caller: &Caller, item: ItemId) -> Result<PlanPaper, DeskError> {
        let who = self.let_in(caller)?;
        self.receipt(&who.guest, item)
    }
}

fn sums(file: &AccountFile, lines: &[SpaceLine], instalments: &[(Currency, i64)]) -> Vec<SpaceSum> {
    let one = |currency| {
        let money = |minor| Money::new(minor, currency);
        let mine = || lines.iter().filter(move |line| line.open.currency() == currency);
        let asked =
            |late: bool| mine().filter(|l| l.open.minor() > 0 && l.late == late).map(|l| l.asked.minor()).sum::<i64>();
        let credits: i64 = mine().map(|l| l.open.minor().min(0)).sum();
        let (due, coming): (i64, i64) = (asked(true), asked(false));
        // Credits come off what is due, then off what comes.
        let left = (due + credits).min(0);
        SpaceSum {
            currency,
            due: money((due + credits).max(0)),
            instalments: money(instalments.iter().filter(|(of, _)| *of == currency).map(|(_, due)| due).sum()),
            interest: money(mine().map(|l| l.known_interest().minor()).sum()),
            indemnity: money(mine().map(|l| l.indemnity.minor()).sum()),
            coming: money((coming + left).max(0)),
            aside: money(mine().flat_map(|l| &l.aside).map(|a| a.amount.minor()).sum()),
        }
    };
    file.totals.iter().map(|total| one(total.currency)).collect()
}

fn payments(file: &AccountFile) -> Vec<SpacePayment> {
    // A settlement is a piece that left the books of the house: nobody knows what came, nor when.
    let money = |kind| matches!(kind, ItemKind::Payment | ItemKind::Advance);
    let all = file.items.iter().chain(&file.settled).map(|line| &line.item);
    let mut found: Vec<SpacePayment> = all
        .filter(|item| money(item.kind) && item.amount.minor() < 0)
        .map(|item| SpacePayment {
            id: item.id,
            on: item.entry_on,
            amount: Money::new(-item.amount.minor(), item.amount.currency()),
        })
        .collect();
    found.sort_by_key(|p| std::cmp::Reverse((p.on, p.id)));
    found.truncate(PAYMENTS);
    found
}

fn next(
    file: &AccountFile,
    (lines, plans): (&[SpaceLine], &[PlanLine]),
    steps: &amicable::Plan,
    today: Date,
) -> SpaceNext {
    if !lines.iter().any(|line| line.late && line.asked.minor() > 0) {
        let runs = plans.iter().any(|plan| plan.state.binds());
        let held = lines.iter().any(|line| line.late);
        return match (runs, held) {
            (true, _) => SpaceNext::Plan,
            (false, true) => SpaceNext::Suspended,
            (false, false) => SpaceNext::Nothing,
        };
    }
    if let Some(until) = file.account.paused_until.filter(|until| *until >= today) {
        return SpaceNext::Paused(until);
    }
    let Some(next) = file.next.first() else { return SpaceNext::Review };
    let strategy = steps.strategies.iter().find(|strategy| strategy.slug == next.strategy);
    let decided = next.step.as_ref().and_then(|slug| strategy?.steps.iter().find(|step| step.slug == *slug));
    let following = || strategy?.steps.get(usize::from(next.level));
    let Some(step) = decided.or_else(following) else { return SpaceNext::Review };
    let sent = |id| file.messages.iter().any(|m| m.reminder_id == Some(id) && m.state == MessageState::Sent);
    let granted = file.reminders.iter().filter(|r| r.currency == next.currency && sent(r.id)).map(|r| r.grant_until);
    let after = granted.max().filter(|until| *until >= today);
    SpaceNext::Step { channel: step.channel, formal: step.formal_notice, after }
}
