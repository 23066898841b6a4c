//! One file on the day it is ranked: what is known of it, why it is on the list, what is proposed.

use std::collections::BTreeMap;

use amicable::worklist::{Facts, Points};
use amicable::{Decision, Reason};
use kernel::{Currency, Date, Money, Wording, epoch_day, from_epoch_day};
use ledger::DebtorKind;
use ledger::portfolio::OpenItem;
use store::{BlockReason, RightKey, Task, TaskId, TaskKind};

use super::cause::{Cause, Move, Since, When};
use super::rights::Rights;
use super::signals::Signals;
use crate::portfolio::{AccountCard, View};
use crate::runs::{Bearings, pieces};
use crate::tasks::subject;

/// A file of the list.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// Place in the view.
    pub position: usize,
    /// Currency with most that is late.
    pub currency: Currency,
    /// What is late in it, credits taken off, minor units.
    pub overdue: i64,
    /// What points were read from.
    pub facts: Facts,
    /// Its points.
    pub points: Points,
    /// Why, the gravest first, then what is good to know.
    pub causes: Vec<Cause>,
    /// The task due, where there is one.
    pub task: Option<(TaskId, TaskKind)>,
    /// Whose its tasks are, as written, in lower case.
    pub owners: Vec<Box<str>>,
    /// The last day to act of the first right to be lost.
    pub right_ends: Option<Date>,
    /// How many pieces say how late it pays, and how many reminders what the next one brings.
    pub witnesses: (i64, i64),
    /// It can be called.
    pub phone: bool,
}

/// What files are judged by.
pub(crate) struct Bench<'a> {
    pub view: &'a View,
    pub bearings: &'a Bearings,
    pub signals: &'a Signals,
    pub rights: &'a Rights,
    pub today: Date,
}

/// What decisions say of a file.
#[derive(Default)]
struct Said {
    /// It is left in peace.
    peace: bool,
    /// What they ask of a person.
    causes: Vec<Cause>,
    /// Level that comes next.
    level: i64,
}

impl Bench<'_> {
    /// The file at a place of the view; none when there is nothing to do about it today.
    pub fn judge(&self, position: usize) -> Option<Work> {
        let items = pieces(self.view, self.bearings, position)?;
        let card = &self.view.cards[position];
        let tasks = self.signals.tasks.get(&card.id).map_or(&[][..], Vec::as_slice);
        let (day, sums) = (epoch_day(self.today), sums(&items, epoch_day(self.today)));
        let main = sums.iter().max_by_key(|(currency, minor)| (**minor, **currency == self.view.currency));
        let (currency, overdue) = main.map_or((self.view.currency, 0), |(currency, minor)| (*currency, *minor));
        if overdue <= 0 && tasks.is_empty() && !self.signals.awaiting.contains(&card.id) {
            return None;
        }
        let said = self.said(card, &items, currency);
        let mine: Vec<OpenItem> = items.into_iter().filter(|i| i.currency == currency).collect();
        let late_days = amicable::decision::oldest_late(&mine, self.today).unwrap_or(0);
        let payer = self.view.past.payer(card.id);
        let answer = self.view.past.answer(said.level);
        let mut facts = Facts {
            overdue: overdue.max(0) / currency.scale().max(1),
            late_days,
            paid_late: payer.map(|p| p.late),
            answer: answer.map(|a| a.share),
            ..Facts::default()
        };
        let kept = |item: &&OpenItem| !self.signals.waived.contains(&RightKey(item.id.0));
        let risk = self.rights.of(card.kind, mine.iter().filter(kept));
        facts.right_left = risk.ends.map(|end| i64::from(end - day));
        let mut causes = self.waiting(card, (&mine, tasks), &said, &mut facts);
        if let Some((left, end)) = facts.right_left.zip(risk.ends) {
            causes.insert(0, Cause::RightAtRisk { left, on: self.when(from_epoch_day(end)) });
        }
        if causes.is_empty() {
            return None;
        }
        if overdue > 0 && late_days > 0 && card.kind != DebtorKind::Consumer {
            let from = from_epoch_day(day - i32::try_from(late_days).unwrap_or(0) + 1);
            causes.push(Cause::InterestSince { since: Since(self.when(from)) });
        }
        if risk.over {
            causes.push(Cause::RightOver);
        }
        let other = sums.iter().find(|(other, minor)| **other != currency && **minor > 0);
        causes.extend(other.map(|(currency, _)| Cause::OtherCurrencies { currency: *currency }));
        Some(Work {
            position,
            currency,
            overdue,
            facts,
            points: Points::of(&facts),
            causes,
            task: tasks.first().map(|task| (task.id, task.kind)),
            owners: tasks
                .iter()
                .filter(|t| !t.owner.is_empty())
                .map(|t| t.owner.trim().to_lowercase().into())
                .collect(),
            right_ends: risk.ends.map(from_epoch_day),
            witnesses: (payer.map_or(0, |p| p.pieces), answer.map_or(0, |a| a.reminders)),
            phone: card.has_phone,
        })
    }

    const fn when(&self, day: Date) -> When {
        When { day, today: self.today }
    }

    /// What waits for a person, the gravest first.
    fn waiting(
        &self,
        card: &AccountCard,
        (items, tasks): (&[OpenItem], &[Task]),
        said: &Said,
        facts: &mut Facts,
    ) -> Vec<Cause> {
        let day = epoch_day(self.today);
        let mut causes = Vec::new();
        let mut waits = |since: i32| {
            let days = i64::from((day - since).max(0));
            facts.waiting_for = Some(facts.waiting_for.map_or(days, |known| known.max(days)));
        };
        let done = self.signals.done.get(&card.id).copied().unwrap_or(i32::MIN);
        let in_hand = self.signals.later.contains(&card.id) || done >= day;
        let free = facts.overdue > 0 && !said.peace && !in_hand;
        let broken = self.signals.broken.get(&card.id).filter(|b| free && done <= b.awaited);
        if let Some(broken) = broken {
            facts.broken_for = Some(i64::from(day - broken.awaited));
            causes.push(Cause::PromiseBroken { amount: broken.amount, on: self.when(broken.until) });
        }
        for task in tasks {
            waits(epoch_day(task.due_on));
            causes.push(Cause::TaskDue { what: what(task), on: self.when(task.due_on) });
        }
        if self.signals.awaiting.contains(&card.id) {
            waits(day);
            causes.push(Cause::ApprovalWaiting);
        }
        let held =
            |item| self.bearings.blocks(card.id).iter().any(|block| block.item == item && block.amount.is_none());
        if free {
            for over in self.signals.over.get(&card.id).into_iter().flatten() {
                let item = over.block.item_id;
                let owed = items.iter().any(|i| i.id == item && i.open > 0 && i.due_day < day);
                if owed && !held(item) && over.tells() && done < epoch_day(over.on) {
                    waits(epoch_day(over.on));
                    let cause = self.freed(over);
                    if !causes.contains(&cause) {
                        causes.push(cause);
                    }
                }
            }
            for cause in &said.causes {
                if matches!(cause, Cause::EntryPending) {
                    waits(day);
                }
                causes.push(cause.clone());
            }
        }
        causes
    }

    fn freed(&self, over: &super::signals::Over) -> Cause {
        let on = self.when(over.on);
        match over.block.reason {
            BlockReason::Disputed => Cause::DisputeOver { on },
            BlockReason::PaymentAnnounced => {
                Cause::AnnouncedLate { on: self.when(over.block.until_on.unwrap_or(over.on)) }
            }
            _ => Cause::PiecesFree { on },
        }
    }

    /// What the decisions of the day ask of a person, for the currency that is ranked.
    fn said(&self, card: &AccountCard, items: &[OpenItem], currency: Currency) -> Said {
        let mut said = Said { level: 1, ..Said::default() };
        for decided in self.bearings.decide(card, items, self.today).into_iter().filter(|d| d.currency == currency) {
            let mine: Vec<OpenItem> = items.iter().filter(|i| i.currency == currency).copied().collect();
            let done = self.bearings.reached(card, decided.strategy, (currency, &mine)).level;
            said.level = said.level.max(i64::from(done) + 1);
            let cause = match &decided.decision {
                Decision::Send(proposal, _) => {
                    said.level = i64::from(proposal.cycle.level);
                    // A message before the due date asks nothing of anybody.
                    (!proposal.step.timing.is_before_due()).then_some(Cause::ReminderDue { level: said.level })
                }
                Decision::Wait(reason) | Decision::Blocked(reason, _) => {
                    said.peace |= matches!(
                        reason,
                        Reason::Paused { .. }
                            | Reason::Promised { .. }
                            | Reason::CoveredByCredits
                            | Reason::BelowThreshold
                    );
                    match reason {
                        Reason::EntryPending => Some(Cause::EntryPending),
                        Reason::NoAddress => Some(Cause::Unreachable),
                        Reason::DueDatesUnconfirmed => Some(Cause::Uncertain),
                        Reason::StepsExhausted => Some(Cause::StepsTaken),
                        _ => None,
                    }
                }
            };
            said.causes.extend(cause.filter(|cause| !said.causes.contains(cause)));
        }
        said
    }
}

impl Work {
    /// What is proposed to somebody who may run the day, or who may not; none when nothing waits for them.
    pub fn proposed(&self, runs: bool) -> Option<Move> {
        let speak = if self.phone { Move::Call } else { Move::Write };
        let to = |cause: &Cause| match cause {
            Cause::PromiseBroken { .. }
            | Cause::AnnouncedLate { .. }
            | Cause::DisputeOver { .. }
            | Cause::PiecesFree { .. } => speak,
            Cause::TaskDue { .. } => match self.task {
                Some((_, TaskKind::Call)) => Move::Call,
                Some((_, TaskKind::Contact)) => Move::Mend,
                _ => Move::Do,
            },
            Cause::ApprovalWaiting => Move::Approve,
            Cause::EntryPending => Move::Enter,
            Cause::Unreachable => Move::Mend,
            Cause::ReminderDue { .. } => Move::Remind,
            _ => Move::Decide,
        };
        self.reasons(runs).find(|cause| !cause.is_remark()).map(to)
    }

    /// The causes told to somebody who may run the day, or who may not.
    pub fn reasons(&self, runs: bool) -> impl Iterator<Item = &Cause> {
        self.causes.iter().filter(move |cause| runs || !cause.needs_run())
    }
}

/// What a task is, in words: what somebody wrote, or what its step asks.
fn what(task: &Task) -> Wording {
    let kind = match task.kind {
        TaskKind::Call => Wording::new("appel", "call"),
        TaskKind::Visit => Wording::new("visite", "visit"),
        TaskKind::Contact => Wording::new("contact à corriger", "contact to mend"),
        TaskKind::FollowUp => Wording::new("à reprendre", "to take up again"),
    };
    match (task.reminder_id, task.kind) {
        (None, TaskKind::FollowUp | TaskKind::Contact) if !task.subject.is_empty() => subject(&task.subject),
        _ => kind,
    }
}

/// What is late by currency, credits taken off, minor units.
fn sums(items: &[OpenItem], day: i32) -> BTreeMap<Currency, i64> {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for item in items.iter().filter(|i| i.open < 0 || i.due_day < day) {
        *sums.entry(item.currency).or_default() += item.open;
    }
    sums
}

/// What is late as money.
pub(crate) const fn overdue(work: &Work) -> Money {
    Money::new(work.overdue, work.currency)
}
