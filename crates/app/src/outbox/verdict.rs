//! Whether a message may still leave: decided from the ledger as it stands, just before.

use std::collections::HashMap;

use amicable::Channel;
use amicable::outbox::{Turn, turn};
use amicable::promises::{PromiseState, Promised};
use kernel::{Currency, Date, Timestamp, days_between, epoch_day, from_epoch_day};
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, DebtorId, Item, ItemId};
use store::{AccountLine, ItemBlock, Message, MessageState, Reminder, ReminderId, Tx};

use crate::DeskError;
use crate::letters::{Said, net, still_asked};
use crate::schedule::{day_in, start_of, zone_in_tx};
use crate::strategies::cap::contact_cap;

kernel::sentences! {
    /// Why a message does not leave, or not as it is.
    Why {
        /// Paid, matched or blocked: nothing is left.
        NothingLeft = "nothing-left",
            "plus rien n’est à demander : les pièces sont réglées, compensées ou bloquées",
            "nothing is left to ask: the pieces are settled, netted or blocked";
        /// The account is paused.
        Paused { until: Date } = "paused",
            "le compte est suspendu jusqu’au {until}",
            "the account is paused until {until}";
        /// A promise is waited for.
        Promised { until: Date } = "promised",
            "une promesse de paiement est attendue jusqu’au {until}",
            "a promise of payment is waited for until {until}";
        /// The debtor has been contacted as often as the house allows.
        Capped { from: Date } = "capped",
            "le débiteur a déjà été assez contacté : pas avant le {from}",
            "the debtor has been contacted often enough: not before {from}";
        /// Money came that is matched with no piece yet.
        Covered = "covered",
            "des règlements ou avoirs encore à lettrer couvrent ce qui est demandé : lettrez-les",
            "payments or credits not matched yet cover what is asked: match them";
        /// Part was paid, blocked or netted since.
        AmountsChanged = "amounts-changed",
            "les montants ont changé depuis que le message a été fait",
            "the amounts have changed since the message was made";
        /// A file that it carries was taken from its piece.
        EnclosureTaken = "enclosure-taken",
            "un fichier qu’il joint a été retiré de sa pièce",
            "a file it carries was taken from its piece";
        /// What a person wrote speaks of what is no longer so; nobody else writes it again.
        WrittenBefore = "written-before",
            "la situation a changé depuis qu’il a été écrit à la main : écrivez-le de nouveau depuis le dossier",
            "things have changed since it was written by hand: write it again from the file";
        /// Who wrote it took it back.
        TakenBack = "taken-back",
            "retiré par la personne qui l’a écrit",
            "taken back by who wrote it";
        /// Levels leave one at a time, in their order.
        AnotherFirst { on: Date } = "another-first",
            "la relance du {on} n’est pas partie : une seule à la fois, dans l’ordre",
            "the reminder of {on} has not left: one at a time, in their order";
        /// A later level left: this one would speak of what is over.
        Overtaken { on: Date } = "overtaken",
            "une relance d’un niveau plus haut est partie le {on}",
            "a reminder of a higher level left on {on}";
        /// The delay that the level before granted runs.
        Granted { until: Date } = "granted",
            "le délai accordé par la relance précédente court jusqu’au {until}",
            "the delay granted by the reminder before runs until {until}";
        /// It names an earlier reminder that the debtor never got.
        NeverReceived { on: Date } = "never-received",
            "il cite la relance du {on}, que le débiteur n’a pas reçue",
            "it names the reminder of {on}, which the debtor never got";
        /// A person goes on without it, once it failed.
        GivenUp = "given-up",
            "abandonné après son échec : son niveau compte comme fait",
            "given up after it failed: its level counts as done";
        /// No address that mails are sent from.
        SenderMissing = "sender-missing",
            "l’adresse d’expéditeur manque : donnez QUITTANCE_MAIL_FROM, ou l’adresse mail du créancier",
            "the sender's address is missing: set QUITTANCE_MAIL_FROM, or the creditor's mail address";
        /// The day it asks to pay by has passed.
        DelayPassed = "delay-passed",
            "le délai qu’il accorde est passé : il est daté de nouveau",
            "the delay it grants has passed: it is dated anew";
        /// No address for its channel, nor a postal one.
        Unreachable = "unreachable",
            "aucune adresse ne permet de l’envoyer : complétez les contacts du débiteur",
            "no address lets it be sent: complete the debtor's contacts";
        /// A letter came back from the postal address: nobody knows the debtor there.
        AddressUnknown { address: String } = "address-unknown",
            "une lettre est revenue de l’adresse « {address} », où le destinataire est inconnu : corrigez l’adresse du débiteur, puis refaites le message, ou retirez-le",
            "a letter came back from the address « {address} », where the addressee is unknown: mend the debtor's address, then make the message again, or withdraw it";
        /// The layout did not end.
        Interrupted = "interrupted",
            "la mise en page a été interrompue : relancez le traitement",
            "the layout was interrupted: run again";
        /// The worker stopped before the answer.
        WorkerLost = "worker-lost",
            "l’envoi a été interrompu avant la réponse : nul ne sait s’il est parti",
            "sending was interrupted before the answer: nobody knows whether it left";
        /// The worker stopped, and the carrier certainly has not got it.
        NeverTaken = "never-taken",
            "l’envoi a été interrompu avant la remise : il n’est pas parti",
            "sending was interrupted before it was handed over: it did not leave";
        /// It cannot be put in the form its carrier takes.
        Unfit { reason: String } = "unfit",
            "ne peut pas être envoyé : {reason}",
            "cannot be sent: {reason}";
    }
}

/// What may be done with a message now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It leaves.
    Go,
    /// Never.
    Cancel(Why),
    /// Not yet. A pause, a promise or a payment not matched yet only puts it off: a message cancelled for it would
    /// count as a level reached that the debtor never saw.
    Wait(Why),
    /// It is made again, dated anew where a day is given.
    Remake(Why, Option<(Date, Date)>),
}

/// Everything the verdict reads, as it stands in this transaction.
pub(crate) struct Circumstances {
    pub line: AccountLine,
    /// None for a message that carries no reminder.
    pub reminder: Option<Reminder>,
    /// What it asks by, decided by a run or by a person; none for a message that asks for nothing.
    pub asking: Option<Asking>,
    /// The promise that it confirms is no longer waited for.
    pub promise_over: bool,
    /// What is still to be asked of each piece.
    pub open: Vec<(ItemId, i64)>,
    /// Credits of its account, of those it pays for and of those of its pieces that it does not take off,
    /// negative.
    pub free: i64,
    /// Last day a promise is waited for, included.
    pub promised_until: Option<Date>,
    /// First day on which its debtor may be contacted again, where enough contacts left already.
    pub capped_from: Option<Date>,
    /// A file that it carries is no longer that of its piece.
    pub file_taken: bool,
    /// What the other levels of its cycle say.
    levels: Levels,
}

/// What the other levels of a reminder's cycle say of its message.
#[derive(Default)]
struct Levels {
    /// The day on which the level that leaves first is dated.
    first: Option<Date>,
    /// The day on which a later level left.
    overtaken: Option<Date>,
    /// Last day of the delays that earlier levels granted, included.
    granted_until: Option<Date>,
    /// The day of the reminder that its text names, and that the debtor never got.
    in_vain: Option<Date>,
}

impl Levels {
    fn read(tx: &mut Tx, own: &Reminder, (recalls, today): (Option<ReminderId>, Date)) -> Result<Self, DeskError> {
        let mut cycle = tx.reminders().of_account(own.account_id)?;
        cycle.retain(|r| {
            let same = r.currency == own.currency && r.strategy == own.strategy && r.cycle == own.cycle;
            same && r.id != own.id
        });
        if cycle.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<ReminderId> = cycle.iter().map(|r| r.id).collect();
        let messages = tx.messages().of_reminders(&ids)?;
        let message = |r: &Reminder| messages.iter().find(|m| m.reminder_id == Some(r.id));
        // A call, or a level taken as done by hand, has no message.
        let state = |r: &Reminder| message(r).map_or(MessageState::Sent, |m| m.state);
        let others: Vec<(i64, MessageState)> = cycle.iter().map(|r| (r.level, state(r))).collect();
        let of = |level: i64| cycle.iter().find(|r| r.level == level);
        let mut levels = Self::default();
        match turn(own.level, &others) {
            Turn::Now => {}
            Turn::After(level) => levels.first = of(level).map(|r| r.on_day),
            Turn::Overtaken(level) => {
                let zone = zone_in_tx(tx)?;
                let left = |r: &Reminder| message(r).and_then(|m| m.settled_us).map(|at| day_in(&zone, at).min(today));
                levels.overtaken = of(level).map(|r| left(r).unwrap_or(r.on_day));
            }
        }
        let sent = |r: &&Reminder| message(r).is_some_and(|m| m.state == MessageState::Sent);
        let before = cycle.iter().filter(|r| r.level < own.level);
        levels.granted_until = before.filter(sent).map(|r| r.grant_until).max();
        let named = recalls.and_then(|id| cycle.iter().find(|r| r.id == id));
        levels.in_vain = named.filter(|r| state(r) != MessageState::Sent).map(|r| r.on_day);
        Ok(levels)
    }
}

/// A message that asks for money, whoever decided it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking {
    currency: Currency,
    on: Date,
    grant_until: Date,
    by_hand: bool,
}

/// What a message asks by, and what was decided of each piece, minor units.
type Chosen = (Asking, Vec<(ItemId, i64)>);

/// What a message asks by, and of which pieces: its reminder's, or those that a person chose.
fn asking(tx: &mut Tx, reminder: Option<&Reminder>, said: &Said) -> Result<Option<Chosen>, DeskError> {
    if let Some(Reminder { id, currency, on_day, grant_until, .. }) = reminder {
        let asking = Asking { currency: *currency, on: *on_day, grant_until: *grant_until, by_hand: false };
        let lines = tx.reminders().items(*id)?.into_iter().map(|l| (l.item_id, l.open_minor)).collect();
        return Ok(Some((asking, lines)));
    }
    let hand = said.by_hand.as_ref().filter(|hand| hand.promise.is_none() && hand.dispute.is_none());
    Ok(hand.map(|h| {
        let asking = Asking { currency: h.currency, on: h.on, grant_until: h.grant_until, by_hand: true };
        (asking, said.asked.clone())
    }))
}

pub(crate) fn circumstances(tx: &mut Tx, message: &Message, today: Date) -> Result<Option<Circumstances>, DeskError> {
    let account = [message.account_id];
    let Some(line) = tx.accounts().get_many(&account)?.into_iter().next() else { return Ok(None) };
    let reminder = message.reminder_id.map(|id| tx.reminders().get(id)).transpose()?;
    // Those it pays for: with its own, the accounts that a decision nets together.
    let children: Vec<AccountId> = tx.accounts().payers(Some(&account))?.into_iter().map(|(child, _)| child).collect();
    let said = Said::of(message);
    let decided = asking(tx, reminder.as_ref(), &said)?;
    let (mut open, mut free) = (Vec::new(), 0_i64);
    if let Some((asking, decided)) = &decided {
        let ids: Vec<ItemId> = decided.iter().map(|(id, _)| *id).collect();
        let items: HashMap<ItemId, Item> = tx.items().get_many(&ids)?.into_iter().map(|i| (i.id, i)).collect();
        // Who pays may have nothing of its own among the pieces, and its money still covers them.
        let asked = items.values().map(|item| item.account_id);
        let mut owners: Vec<AccountId> = asked.chain(account).chain(children.iter().copied()).collect();
        owners.sort_unstable();
        owners.dedup();
        let mut matches: HashMap<AccountId, Vec<Allocation>> = HashMap::new();
        for allocation in tx.allocations().of_accounts(&owners)? {
            matches.entry(allocation.account_id).or_default().push(allocation);
        }
        let mut blocks: HashMap<AccountId, Vec<ItemBlock>> = HashMap::new();
        for block in tx.item_blocks().of_accounts(&owners)? {
            blocks.entry(block.account_id).or_default().push(block);
        }
        open = still_asked(decided, &items, &matches, &blocks, today);
        let credits = tx.items().of_accounts(&owners)?.into_iter().filter(|item| {
            let owed_back = item.amount.minor() < 0 && item.amount.currency() == asking.currency;
            // What an insolvency keeps apart covers nothing that is asked.
            let kept = blocks.get(&item.account_id).is_some_and(|of| of.iter().any(|b| b.item_id == item.id));
            owed_back && !kept && !items.contains_key(&item.id)
        });
        let left = |item: &Item| open_of(item, matches.get(&item.account_id).map_or(&[][..], Vec::as_slice), None);
        free = credits.map(|item| left(&item).minor().min(0)).sum();
    }
    let asking = decided.map(|(asking, _)| asking);
    let currency = asking.map(|asking| asking.currency);
    // A promise holds back the messages of who pays, whichever account of the family it was given on.
    let mut family = vec![message.account_id];
    family.extend(line.account.payer_id);
    family.extend(children);
    let waited = tx.promises().of_accounts(&family)?.into_iter().filter(|p| p.state == PromiseState::Open);
    let waited = waited.filter(|p| currency.is_none_or(|c| c == p.currency)).map(|p| {
        let (made, until) = (epoch_day(p.made_on), epoch_day(p.until_on));
        Promised { made, until, amount: p.amount_minor }.awaited_until()
    });
    let promised_until = waited.max();
    let capped_from = capped_from(tx, message, (line.debtor.id, asking.is_some()), today)?;
    let confirmed = said.by_hand.as_ref().and_then(|hand| hand.promise);
    let confirmed = confirmed.map(|id| tx.promises().get(id)).transpose()?;
    let promise_over = confirmed.is_some_and(|promise| promise.state != PromiseState::Open);
    let attached = tx.documents().infos(&said.attached)?;
    let levels = match &reminder {
        Some(own) => Levels::read(tx, own, (said.recalls, today))?,
        None => Levels::default(),
    };
    let file_taken = attached.iter().any(|d| d.kind == "invoice" && d.item_id.is_none());
    Ok(Some(Circumstances {
        line,
        reminder,
        asking,
        promise_over,
        open,
        free,
        promised_until,
        capped_from,
        file_taken,
        levels,
    }))
}

/// First day on which the debtor may be contacted again, where what left counts up to the cap. Only what
/// left counts: of two messages that wait, the first one goes.
fn capped_from(
    tx: &mut Tx,
    message: &Message,
    (debtor, reminds): (DebtorId, bool),
    today: Date,
) -> Result<Option<Date>, DeskError> {
    let Some(cap) = contact_cap(tx)?.filter(|_| reminds) else { return Ok(None) };
    let (today, zone) = (epoch_day(today), zone_in_tx(tx)?);
    let from = start_of(&zone, from_epoch_day(today + 1 - i32::from(cap.days)));
    let left = tx.reminders().contacts_left_since(from, debtor, message.id)?;
    let day = |at: Option<Timestamp>| at.map_or(today, |at| epoch_day(day_in(&zone, at)).min(today));
    let days: Vec<i32> = left.into_iter().map(day).collect();
    Ok(cap.frees(&days, today).map(from_epoch_day))
}

/// Decides. A contested or blocked piece is no longer asked for; where others remain the message is
/// made again without it, a mise en demeure too. What a person wrote, nobody writes again.
pub(crate) fn verdict(message: &Message, around: &Circumstances, today: Date) -> Verdict {
    if around.promise_over {
        return Verdict::Cancel(Why::WrittenBefore);
    }
    let Some(asking) = around.asking else { return Verdict::Go };
    match judged(message, around, asking, today) {
        Verdict::Remake(..) if asking.by_hand => Verdict::Cancel(Why::WrittenBefore),
        decided => decided,
    }
}

fn judged(message: &Message, around: &Circumstances, asking: Asking, today: Date) -> Verdict {
    if net(&around.open) <= 0 {
        return Verdict::Cancel(Why::NothingLeft);
    }
    let levels = &around.levels;
    // A letter said posted on a day before has not been overtaken.
    if let Some(on) = levels.overtaken.filter(|on| *on <= today) {
        return Verdict::Cancel(Why::Overtaken { on });
    }
    // Not cancelled: what a payment will be matched with is for people to say.
    if net(&around.open) + around.free <= 0 {
        return Verdict::Wait(Why::Covered);
    }
    if let Some(until) = around.line.account.paused_until.filter(|until| today <= *until) {
        return Verdict::Wait(Why::Paused { until });
    }
    if let Some(until) = around.promised_until.filter(|until| today <= *until) {
        return Verdict::Wait(Why::Promised { until });
    }
    if let Some(on) = levels.first {
        return Verdict::Wait(Why::AnotherFirst { on });
    }
    if let Some(until) = levels.granted_until.filter(|until| today <= *until) {
        return Verdict::Wait(Why::Granted { until });
    }
    if let Some(from) = around.capped_from {
        return Verdict::Wait(Why::Capped { from });
    }
    if today > asking.grant_until && today > asking.on {
        let granted = i32::try_from(days_between(asking.on, asking.grant_until)).unwrap_or(0);
        return Verdict::Remake(Why::DelayPassed, Some((today, from_epoch_day(epoch_day(today) + granted))));
    }
    let debtor = &around.line.debtor;
    if message.channel == Channel::Letter.slug() && debtor.address_came_back() {
        return Verdict::Remake(Why::AddressUnknown { address: debtor.returned_address.clone() }, None);
    }
    if let Some(on) = levels.in_vain {
        return Verdict::Remake(Why::NeverReceived { on }, None);
    }
    if Said::of(message).asked != around.open {
        return Verdict::Remake(Why::AmountsChanged, None);
    }
    if around.file_taken {
        return Verdict::Remake(Why::EnclosureTaken, None);
    }
    Verdict::Go
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_has_a_code_of_its_own_and_two_sentences() {
        let all = Why::examples();
        let codes: BTreeSet<&str> = all.iter().map(Why::code).collect();
        assert_eq!(codes.len(), all.len());
        for why in all {
            let said = why.wording();
            assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{said:?}");
        }
    }
}
