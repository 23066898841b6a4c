//! The daily decision for one account, in one currency, under one strategy.

use kernel::calendar::{is_working_day, next_working_day};
use kernel::{Currency, Date, days_between, epoch_day, from_epoch_day};
use ledger::ItemId;
use ledger::portfolio::OpenItem;

use crate::outbox::MessageState;
use crate::{Channel, ContactCap, Reason, Step, Strategy, Timing};

mod carried;

pub use carried::{Elsewhere, Reached};

/// The last reminder of an account, in a currency, under a strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Cycle it belongs to.
    pub cycle: u32,
    /// Level reached.
    pub level: u8,
    /// Day it was decided.
    pub on: Date,
    /// Last day of the delay it granted.
    pub grant_until: Date,
    /// Pieces it asked for.
    pub items: Vec<ItemId>,
    /// What of its cycle has not reached the debtor.
    pub pending: Option<Pending>,
}

/// A reminder that has not reached the debtor: no further level is taken meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The day it is dated.
    pub on: Date,
    /// Where its message stands.
    pub state: MessageState,
}

impl Pending {
    /// Why nothing follows it.
    const fn reason(self) -> Reason {
        let Self { on, state } = self;
        match state {
            MessageState::Awaiting => Reason::AwaitingApproval,
            MessageState::Ambiguous => Reason::InDoubt { on },
            MessageState::Failed => Reason::LastFailed { on },
            _ => Reason::NotLeft { on },
        }
    }
}

/// Part of a piece that must not be asked for: contested, announced, being collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The piece.
    pub item: ItemId,
    /// Minor units kept aside; the whole piece when none.
    pub amount: Option<i64>,
}

/// How the debtor can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// A letter can be posted.
    pub letter: bool,
    /// A mail address that did not bounce.
    pub mail: bool,
    /// A telephone number.
    pub phone: bool,
}

impl Reach {
    /// The channel itself where it reaches, else the next that does: a text message or a mail falls
    /// back to a letter, a letter to a mail. A call is a task for a person, who finds the number.
    pub const fn channel(self, wanted: Channel, formal_notice: bool) -> Option<Channel> {
        match wanted {
            Channel::Call | Channel::Visit => Some(wanted),
            Channel::Sms if self.phone => Some(wanted),
            Channel::Sms | Channel::Mail if self.mail => Some(Channel::Mail),
            Channel::Sms | Channel::Mail | Channel::Letter if self.letter => Some(Channel::Letter),
            Channel::Letter if self.mail && !formal_notice => Some(Channel::Mail),
            Channel::Sms | Channel::Mail | Channel::Letter => None,
        }
    }
}

/// What the decision reads. Items are the open ones of one currency, credits included.
#[derive(Debug, Clone)]
pub struct AccountFacts<'a> {
    /// Currency of every item.
    pub currency: Currency,
    /// Open items.
    pub items: &'a [OpenItem],
    /// The last reminder under this strategy.
    pub history: Option<&'a History>,
    /// The last reminder under another strategy, where the account came to this one by itself; none where somebody
    /// chose it.
    pub elsewhere: Option<Elsewhere<'a>>,
    /// Pieces that reminders before the last one asked for.
    pub reminded: &'a [ItemId],
    /// A reminder under another strategy that has not reached the debtor.
    pub pending: Option<Pending>,
    /// Last day of a pause, included.
    pub paused_until: Option<Date>,
    /// Last day a promise of payment is waited for, included.
    pub promised_until: Option<Date>,
    /// Pieces, or parts of them, that must not be asked for.
    pub blocks: &'a [Block],
    /// Last day of a delay granted under another strategy or by a message by hand, included: that too runs
    /// out first.
    pub granted_until: Option<Date>,
    /// True while its entry level waits for approval.
    pub entering: bool,
    /// How the debtor can be reached.
    pub reach: Reach,
    /// How often the debtor may be contacted.
    pub cap: Option<ContactCap>,
    /// Epoch days of the contacts made with the debtor, on all its accounts; those the cap may count.
    pub contacts: &'a [i32],
}

impl<'a> AccountFacts<'a> {
    /// An account about which nobody has said anything: no pause, promise, block, entry level nor cap of
    /// contacts.
    pub const fn untouched(
        currency: Currency,
        items: &'a [OpenItem],
        history: Option<&'a History>,
        reach: Reach,
    ) -> Self {
        Self {
            currency,
            items,
            history,
            elsewhere: None,
            reminded: &[],
            pending: None,
            paused_until: None,
            promised_until: None,
            blocks: &[],
            granted_until: None,
            entering: false,
            reach,
            cap: None,
            contacts: &[],
        }
    }
}

/// One open piece in a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The piece.
    pub item: ItemId,
    /// Open amount asked, minor units, negative for a credit.
    pub open: i64,
    /// Days late; zero for credits, negative before the due date.
    pub late_days: i64,
    /// Due date supposed from terms.
    pub due_inferred: bool,
}

/// Where the account stands in its reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReminderCycle {
    /// Cycles count from 1; one ends when every piece it asked for is settled.
    pub number: u32,
    /// Level within it, from 1.
    pub level: u8,
}

/// A message to send, or a task to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The step.
    pub step: &'a Step,
    /// How it travels: the step's channel, or what replaces it where it does not reach.
    pub channel: Channel,
    /// Cycle and level: what makes the message unique.
    pub cycle: ReminderCycle,
    /// Pieces asked for, oldest first, then credits.
    pub lines: Vec<Line>,
    /// What is asked in principal: late pieces less credits, minor units, positive.
    pub principal: i64,
    /// What is late and left aside because it is blocked, minor units.
    pub withheld: i64,
    /// Last day of the delay it grants.
    pub grant_until: Date,
}

impl Proposal<'_> {
    /// What the next decision looks back on, once this one was taken on `on`.
    pub fn history(&self, on: Date) -> History {
        History {
            cycle: self.cycle.number,
            level: self.cycle.level,
            on,
            grant_until: self.grant_until,
            items: self.lines.iter().filter(|l| l.open > 0).map(|l| l.item).collect(),
            pending: None,
        }
    }
}

/// What to do with the account today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision<'a> {
    /// Send.
    Send(Proposal<'a>, Reason),
    /// Nothing to do yet.
    Wait(Reason),
    /// Something is late and something stands in the way; the amount is what is late, net.
    Blocked(Reason, i64),
}

/// Decides for one account and currency at the end of `today`.
///
/// At most one level per call; a level is due *since* its day; the delay granted runs out first, and
/// a step taken late shifts the next by as much; credits are netted before anything is asked; nothing
/// is asked at zero or below, nor what is blocked; a formal notice asks for what was reminded before.
pub fn decide<'a>(strategy: &'a Strategy, facts: &AccountFacts<'_>, today: Date) -> Decision<'a> {
    let day = epoch_day(today);
    let books = Books::open(facts, day);
    if let Some(reason) = books.obstacle(strategy, facts, today) {
        return books.stop(reason);
    }
    let reached = Reached::of(strategy, facts);
    let pending = reached.counted().and_then(|h| h.pending).or(facts.pending);
    // What asks for somebody is told at once; what is on its way only stops what would follow it.
    if let Some(asks) = pending.filter(|p| p.state.asks()) {
        return books.stop(asks.reason());
    }
    let Some((level, step)) = books.next_step(strategy, reached.level) else {
        return books.stop(if books.late.is_empty() { Reason::NothingDue } else { Reason::StepsExhausted });
    };
    let early = step.timing.is_before_due();
    let mut asked = books.asked(step, day);
    if step.formal_notice && strategy.reminds_before(level) {
        let last = reached.counted().map_or(&[][..], |h| h.items.as_slice());
        asked.retain(|l| last.contains(&l.0.id) || facts.reminded.contains(&l.0.id));
    }
    let pool = if early { &asked } else { &books.late };
    let credits = if early { 0 } else { books.credits };
    let least = strategy.account_threshold_minor.max(step.threshold_minor);
    let enough = |lines: &[(&OpenItem, i64)]| {
        let sum = lines.iter().map(|l| l.1).sum::<i64>() + credits;
        (sum > 0 && sum >= least).then_some(sum)
    };
    let Some(tone) = tone(strategy, pool).filter(|_| enough(pool).is_some()) else {
        return books.stop(if early { Reason::NothingDue } else { Reason::BelowThreshold });
    };
    if let Some(wait) = too_early(strategy, step, (facts.granted_until, &reached), (tone, day)) {
        return books.stop(wait);
    }
    if let Some(territory) = strategy.working_days.filter(|t| !is_working_day(today, *t)) {
        return books.stop(Reason::NonWorkingDay { next: next_working_day(today, territory) });
    }
    let previous = reached.counted().map(|h| epoch_day(h.on));
    let certain = self::tone(strategy, &asked).is_some_and(|due| step.timing.first_day(due, previous) <= day);
    if !certain {
        return books.stop(Reason::DueDatesUnconfirmed);
    }
    let Some(principal) = enough(&asked) else {
        return books.stop(Reason::BelowThreshold);
    };
    let Some(channel) = facts.reach.channel(step.channel, step.formal_notice) else {
        return books.stop(Reason::NoAddress);
    };
    if let Some(free) = facts.cap.and_then(|cap| cap.frees(facts.contacts, day)) {
        return books.stop(Reason::ContactCap { from: from_epoch_day(free) });
    }
    if let Some(first) = pending {
        return books.stop(first.reason());
    }
    let reason = if early {
        Reason::BeforeDue { days: tone - day }
    } else {
        Reason::StepDue { late_days: i64::from(day - tone), level }
    };
    let proposal = Proposal {
        step,
        channel,
        cycle: ReminderCycle { number: reached.cycle, level },
        lines: lines(&asked, if early { &[] } else { facts.items }, day),
        principal,
        withheld: if early { 0 } else { books.withheld },
        grant_until: from_epoch_day(day + i32::from(step.grant_days)),
    };
    Decision::Send(proposal, reason)
}

/// The pieces of the account, sorted by what may be done with them; each with what may be asked.
struct Books<'f> {
    /// Late, and not blocked as a whole.
    late: Vec<(&'f OpenItem, i64)>,
    /// Not late yet.
    coming: Vec<(&'f OpenItem, i64)>,
    /// Sum of credits, negative.
    credits: i64,
    /// What is late and blocked.
    withheld: i64,
    /// Pieces blocked in part: no formal notice on them.
    contested: Vec<ItemId>,
}

impl<'f> Books<'f> {
    fn open(facts: &AccountFacts<'f>, day: i32) -> Self {
        let mut books = Self { late: Vec::new(), coming: Vec::new(), credits: 0, withheld: 0, contested: Vec::new() };
        for item in facts.items {
            if item.open < 0 {
                books.credits += item.open;
                continue;
            }
            let aside = blocked(facts.blocks, item);
            if aside > 0 {
                books.contested.push(item.id);
            }
            let late = item.due_day < day;
            if late {
                books.withheld += aside;
            }
            let left = item.open - aside;
            if left > 0 {
                (if late { &mut books.late } else { &mut books.coming }).push((item, left));
            }
        }
        books
    }

    /// What is late, less credits; minor units.
    fn net(&self) -> i64 {
        self.late.iter().map(|l| l.1).sum::<i64>() + self.withheld + self.credits
    }

    /// A decision that sends nothing: blocked where somebody could mend it, waiting elsewhere.
    fn stop<'a>(&self, reason: Reason) -> Decision<'a> {
        if reason.blocks() { Decision::Blocked(reason, self.net()) } else { Decision::Wait(reason) }
    }

    /// What stands in the way whatever the step.
    fn obstacle(&self, strategy: &Strategy, facts: &AccountFacts<'_>, today: Date) -> Option<Reason> {
        let paused = facts.paused_until.filter(|until| *until >= today);
        if self.late.is_empty() && self.withheld == 0 {
            // Nothing is late: only a service message may go, and only to an account left in peace.
            let silent = paused.is_some() || facts.entering || self.credits < 0 || self.coming.is_empty();
            return silent.then_some(Reason::NothingDue);
        }
        if strategy.steps.is_empty() {
            return Some(Reason::NeverReminded);
        }
        if let Some(until) = paused {
            return Some(Reason::Paused { until });
        }
        if facts.entering {
            return Some(Reason::EntryPending);
        }
        if self.late.is_empty() {
            return Some(Reason::ItemsBlocked);
        }
        if self.late.iter().map(|l| l.1).sum::<i64>() + self.credits <= 0 {
            return Some(Reason::CoveredByCredits);
        }
        facts.promised_until.filter(|until| *until >= today).map(|until| Reason::Promised { until })
    }

    /// The level that follows `done`: service messages only while nothing is late.
    fn next_step<'a>(&self, strategy: &'a Strategy, done: u8) -> Option<(u8, &'a Step)> {
        let late = !self.late.is_empty();
        (done + 1..).map_while(|level| strategy.step(level).map(|step| (level, step))).find_map(
            |(level, step)| match (late, step.timing.is_before_due()) {
                (true, true) => None,
                (false, false) => Some(None),
                _ => Some(Some((level, step))),
            },
        )?
    }

    /// The pieces a step asks for.
    fn asked(&self, step: &Step, day: i32) -> Vec<(&'f OpenItem, i64)> {
        if let (true, Timing::AfterDue(days)) = (step.timing.is_before_due(), step.timing) {
            let soon = |l: &&(&OpenItem, i64)| !l.0.due_inferred && l.0.due_day + i32::from(days) <= day;
            return self.coming.iter().filter(soon).copied().collect();
        }
        let certain =
            |l: &&(&OpenItem, i64)| !step.formal_notice || !(l.0.due_inferred || self.contested.contains(&l.0.id));
        self.late.iter().filter(certain).copied().collect()
    }
}

/// Due day of the oldest piece above the threshold.
fn tone(strategy: &Strategy, pool: &[(&OpenItem, i64)]) -> Option<i32> {
    pool.iter().filter(|l| l.1 >= strategy.item_threshold_minor).map(|l| l.0.due_day).min()
}

/// What must not be asked of a piece, minor units, never more than is open.
fn blocked(blocks: &[Block], item: &OpenItem) -> i64 {
    let mut aside = 0;
    for block in blocks.iter().filter(|b| b.item == item.id) {
        aside += block.amount.unwrap_or(item.open);
    }
    aside.clamp(0, item.open)
}

/// Why the step is not due yet, for a tone set by a piece due on `tone`.
fn too_early(
    strategy: &Strategy,
    step: &Step,
    (granted_until, reached): (Option<Date>, &Reached<'_>),
    (tone, day): (i32, i32),
) -> Option<Reason> {
    let last = reached.counted();
    let taken = last.map(|h| epoch_day(h.on));
    let mut first = step.timing.first_day(tone, taken);
    // A step taken late shifts the next one: its own delay runs from then.
    if let (Some(taken), Some(Timing::AfterDue(before)), Timing::AfterDue(now)) =
        (taken, strategy.step(reached.level).map(|s| s.timing), step.timing)
        && before > 0
    {
        first = first.max(taken + i32::from(now) - i32::from(before));
    }
    let grant = last.map(|h| h.grant_until).into_iter().chain(granted_until).max();
    if let Some(until) = grant.filter(|until| epoch_day(*until) >= day) {
        let from = from_epoch_day(first);
        return Some(if from > until { Reason::NextStepLater { from } } else { Reason::DelayGranted { until } });
    }
    if first > day {
        let from = from_epoch_day(first);
        return Some(if reached.level == 0 { Reason::TooEarly { from } } else { Reason::NextStepLater { from } });
    }
    None
}

/// The cycle the account is in and the level done in it. A cycle lives while one of the pieces it asked for is open. It
/// is over, too, where all that is left of it is set aside and something else is owed: an escalation is not gone on
/// with over a piece that the debtor was never reminded of.
pub fn standing(history: Option<&History>, items: &[OpenItem], blocks: &[Block]) -> (u32, u8) {
    let Some(history) = history else { return (1, 0) };
    let (mut aside, mut else_owed) = (false, false);
    for item in items.iter().filter(|item| item.open > 0) {
        match (history.items.contains(&item.id), blocked(blocks, item) < item.open) {
            (true, true) => return (history.cycle, history.level),
            (true, false) => aside = true,
            (false, left) => else_owed |= left,
        }
    }
    if aside && !else_owed { (history.cycle, history.level) } else { (history.cycle + 1, 0) }
}

fn lines(asked: &[(&OpenItem, i64)], items: &[OpenItem], day: i32) -> Vec<Line> {
    let line =
        |i: &OpenItem, open: i64, late: i64| Line { item: i.id, open, late_days: late, due_inferred: i.due_inferred };
    let mut debits = asked.to_vec();
    debits.sort_by_key(|(i, _)| (i.due_day, i.id));
    let owed = debits.into_iter().map(|(i, open)| line(i, open, i64::from(day - i.due_day)));
    owed.chain(items.iter().filter(|i| i.open < 0).map(|i| line(i, i.open, 0))).collect()
}

/// Days from the due date of the oldest late piece, for lists; none when nothing is late.
pub fn oldest_late(items: &[OpenItem], today: Date) -> Option<i64> {
    let day = epoch_day(today);
    let due = items.iter().filter(|i| i.open > 0 && i.due_day < day).map(|i| i.due_day).min()?;
    Some(days_between(from_epoch_day(due), today))
}

#[cfg(test)]
pub(crate) mod tests;
