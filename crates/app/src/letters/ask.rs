//! What a reminder asks at the moment its message is made, interest and indemnity included.

use amicable::{Claim, Step};
use kernel::{Date, Money, epoch_day};
use law::{Law, LawError};
use ledger::statement::open_of;
use ledger::{DebtorKind, Item, ItemId};
use store::{BlockReason, Reminder, ReminderItem};

use super::claim::{LineClaim, contested_of, step_claim, uncontested};
use super::compose::{Asked, AskedLine};
use super::making::{net, still_asked};
use super::render::Material;

/// The sums of a reminder as its message tells them, where they are no longer those decided.
pub(super) struct Figures {
    /// With its sums of now.
    pub reminder: Reminder,
    /// Its lines, each with its interest and indemnity of now; what was open stays what was decided.
    pub lines: Vec<ReminderItem>,
}

/// What of a reminder is still to be asked now.
pub(super) fn open_lines(page: &Material, reminder: &Reminder, today: Date) -> Vec<(ItemId, i64)> {
    let lines: Vec<(ItemId, i64)> = decided(page, reminder).iter().map(|l| (l.item_id, l.open_minor)).collect();
    still_asked(&lines, &page.items, &page.matches, &page.blocks, today)
}

/// The reminder with what is `open` of it now. It may be dated anew, or part of it paid, since it was
/// decided: interest and indemnity are those of its day, by the law and the payments of now.
pub(super) fn ask(
    law: &Law,
    (step, debtor): (&Step, DebtorKind),
    page: &Material,
    reminder: &Reminder,
    (open, today): (&[(ItemId, i64)], Date),
) -> Result<(Asked, Option<Figures>), LawError> {
    let decided = decided(page, reminder);
    let money = |minor: i64| Money::new(minor, reminder.currency);
    let mut lines = Vec::with_capacity(open.len());
    for (id, minor) in open {
        let Some(item) = page.items.get(id) else { continue };
        let blocks = page.blocks.get(&item.account_id).map_or(&[][..], Vec::as_slice);
        let disputed = contested_of(blocks, *id, today);
        let whole = (item, uncontested(item.amount, disputed));
        let LineClaim { interest, indemnity } = claim(law, (step.claim, debtor), page, whole, reminder.on_day)?;
        let matches = page.matches.get(&item.account_id).map_or(&[][..], Vec::as_slice);
        let disputed = money(disputed.clamp(0, open_of(item, matches, None).minor().max(0)));
        lines.push(AskedLine { item: item.clone(), open: money(*minor), interest, indemnity, disputed });
    }
    lines.sort_by_key(|l| (l.open.minor() < 0, l.item.due_on, l.item.id));
    let figures = figures(reminder, decided, (step.claim, net(open)), &lines);
    let asked = Asked {
        ident: reminder.id.to_string(),
        step: step.clone(),
        registered: String::new(),
        space: page.spaces.get(&reminder.account_id).cloned().unwrap_or_default(),
        on: reminder.on_day,
        grant_until: reminder.grant_until,
        previous_on: previous(page, reminder).map(|r| r.on_day),
        disputed: contested(page, decided, today),
        lines,
    };
    Ok((asked, figures))
}

/// The last reminder of the same cycle that the debtor has got, which the words may name.
pub(super) fn previous<'a>(page: &'a Material, reminder: &Reminder) -> Option<&'a Reminder> {
    let of_account = page.earlier.get(&reminder.account_id).map_or(&[][..], Vec::as_slice).iter();
    let before =
        of_account.filter(|r| r.currency == reminder.currency && r.cycle == reminder.cycle && r.level < reminder.level);
    before.filter(|r| page.left.contains(&r.id)).max_by_key(|r| r.on_day)
}

fn decided<'a>(page: &'a Material, reminder: &Reminder) -> &'a [ReminderItem] {
    page.asked.get(&reminder.id).map_or(&[], Vec::as_slice)
}

/// Interest and indemnity of one piece until `on`, on what of it bears any, by what settled it until then.
fn claim(
    law: &Law,
    (claim, debtor): (Claim, DebtorKind),
    page: &Material,
    (item, amount): (&Item, Money),
    on: Date,
) -> Result<LineClaim, LawError> {
    let matches = page.matches.get(&item.account_id).map_or(&[][..], Vec::as_slice);
    let mut settled: Vec<_> = matches.iter().filter(|a| a.debit_id == item.id && a.on <= on).collect();
    settled.sort_unstable_by_key(|a| (a.on, a.id));
    let payments: Vec<(i32, i64)> = settled.into_iter().map(|a| (epoch_day(a.on), a.amount.minor())).collect();
    let piece = (item.kind, amount, epoch_day(item.due_on), item.due_inferred);
    step_claim(law, claim, debtor, piece, &payments, on)
}

/// The sums of now; none where they are those decided.
fn figures(
    reminder: &Reminder,
    decided: &[ReminderItem],
    (claim, principal): (Claim, i64),
    asked: &[AskedLine],
) -> Option<Figures> {
    let interest: i64 = asked.iter().map(|l| l.interest.minor()).sum();
    let indemnity: i64 = asked.iter().map(|l| l.indemnity.minor()).sum();
    let added = if claim == Claim::Claimed { interest + indemnity } else { 0 };
    let now = Reminder {
        principal_minor: principal,
        interest_minor: interest,
        indemnity_minor: indemnity,
        total_minor: principal + added,
        ..reminder.clone()
    };
    let lines: Vec<ReminderItem> = decided
        .iter()
        .map(|line| {
            let told = asked.iter().find(|l| l.item.id == line.item_id);
            ReminderItem {
                interest_minor: told.map_or(0, |l| l.interest.minor()),
                indemnity_minor: told.map_or(0, |l| l.indemnity.minor()),
                ..line.clone()
            }
        })
        .collect();
    (now != *reminder || lines != decided).then_some(Figures { reminder: now, lines })
}

/// True when the debtor contests something on the accounts a reminder is about.
fn contested(page: &Material, decided: &[ReminderItem], today: Date) -> bool {
    let blocks = decided.iter().filter_map(|l| page.blocks.get(&l.account_id)).flatten();
    blocks.filter(|b| b.in_force(today)).any(|b| b.reason == BlockReason::Disputed)
}
