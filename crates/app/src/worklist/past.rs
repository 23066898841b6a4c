//! What the ledger's own history says: how late a payer pays, and what a reminder brings.

use std::collections::{BTreeMap, HashMap};

use kernel::{Date, epoch_day, from_epoch_day};
use ledger::{AccountId, ItemId, ItemKind};
use rayon::prelude::*;
use store::{ReminderId, ScannedAllocation, ScannedItem, StoreError, Tx};

/// Days of the past that say how a payer pays: two years.
const PAYER_DAYS: i32 = 730;
/// Pieces below which a payer has no past.
const PIECES_MIN: i64 = 3;
/// Days of the past that say how a payer pays now.
const RECENT_DAYS: i32 = 91;
/// Days of the past, these included, that it is compared with.
const BEFORE_DAYS: i32 = 365;
/// Days of the past that say what a reminder brings: one year.
const MOVE_DAYS: i32 = 365;
/// Days a reminder has to bring its money.
pub const ANSWER_DAYS: i32 = 15;
/// Reminders looked at, the last ones.
const REMINDERS: u32 = 5_000;
/// Reminders below which a level says nothing.
const REMINDERS_MIN: i64 = 20;

/// How an account paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Payer {
    /// Days late on average; 0 for one who pays in time.
    pub late: i64,
    /// Pieces paid.
    pub pieces: i64,
    /// Days late on average over the last three months; negative when it paid before.
    pub recent: Option<i64>,
    /// The same over the nine months before these.
    pub before: Option<i64>,
}

/// Since when somebody is a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Relation {
    /// Accounting day of the first piece.
    pub first: i32,
    /// A balance was brought forward: there were pieces before.
    pub older: bool,
    /// Invoices that fell due, paid or not.
    pub due: i64,
}

/// Since when everybody is, read piece after piece.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    all: HashMap<AccountId, Relation>,
    /// The account of the last piece: pieces of an account follow each other, mostly.
    last: Option<(AccountId, Relation)>,
}

impl Relations {
    /// Takes a piece, as of `day`.
    pub fn add(&mut self, i: &ScannedItem, day: i32) {
        if i.entry_on > day {
            return;
        }
        let due = i64::from(i.kind == ItemKind::Invoice && i.amount_minor > 0 && i.due_on < day);
        let one = Relation { first: i.entry_on, older: i.kind == ItemKind::Opening, due };
        match &mut self.last {
            Some((account, known)) if *account == i.account_id => known.join(one),
            last => {
                if let Some((account, known)) = last.replace((i.account_id, one)) {
                    self.keep(account, known);
                }
            }
        }
    }

    fn keep(&mut self, account: AccountId, one: Relation) {
        self.all.entry(account).and_modify(|known| known.join(one)).or_insert(one);
    }

    /// Everybody's, the last one's included.
    fn finish(mut self) -> HashMap<AccountId, Relation> {
        if let Some((account, known)) = self.last.take() {
            self.keep(account, known);
        }
        self.all
    }

    /// Takes what was read beside.
    pub fn join(&mut self, other: Self) {
        let other = other.finish();
        if self.all.is_empty() {
            self.all = other;
            return;
        }
        for (account, one) in other {
            self.keep(account, one);
        }
    }
}

impl Relation {
    fn join(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.older |= other.older;
        self.due += other.due;
    }
}

/// What reminders brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answered {
    /// Of a thousand asked, what came in time, on average.
    pub share: i64,
    /// Reminders looked at.
    pub reminders: i64,
}

/// The past, as of a day.
#[derive(Debug, Default)]
pub(crate) struct Past {
    payers: HashMap<AccountId, Payer>,
    levels: BTreeMap<i64, Answered>,
    all: Option<Answered>,
    relations: HashMap<AccountId, Relation>,
}

/// One piece of the past, settled at least in part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PastPiece {
    id: ItemId,
    amount: i64,
    due: i32,
    money: bool,
}

impl PastPiece {
    /// Of a scanned piece; none where it neither is owed nor pays.
    pub fn of(i: &ScannedItem) -> Option<Self> {
        let money = matches!(i.kind, ItemKind::Payment | ItemKind::Advance | ItemKind::Settlement);
        (money || i.amount_minor > 0).then_some(Self { id: i.id, amount: i.amount_minor, due: i.due_on, money })
    }
}

/// One match of the past.
#[derive(Debug, Clone, Copy)]
struct Match {
    account: AccountId,
    debit: ItemId,
    credit: ItemId,
    minor: i64,
    on: i32,
}

/// The past while the ledger is being read: its matches first, then the pieces they touched.
#[derive(Debug)]
pub(crate) struct PastReader {
    day: i32,
    reminders: Vec<Sent>,
    of_piece: Claims,
    matches: Vec<Match>,
}

/// The places of the reminders that asked for each piece.
type Claims = HashMap<ItemId, Vec<usize>>;

/// One reminder of the past.
#[derive(Debug, Default)]
struct Sent {
    level: i64,
    on: i32,
    asked: i64,
    paid: i64,
}

impl Past {
    /// How an account paid, where enough is known.
    pub fn payer(&self, account: AccountId) -> Option<Payer> {
        self.payers.get(&account).copied().filter(|payer| payer.pieces >= PIECES_MIN)
    }

    /// Since when an account is one.
    pub fn relation(&self, account: AccountId) -> Option<Relation> {
        self.relations.get(&account).copied()
    }

    /// What a reminder of that level brings, else reminders of any level, where enough were sent.
    pub fn answer(&self, level: i64) -> Option<Answered> {
        self.levels.get(&level).copied().filter(|a| a.reminders >= REMINDERS_MIN).or(self.all)
    }
}

impl PastReader {
    /// The past of `today`, of which only the reminders are read yet.
    pub fn read(tx: &mut Tx, today: Date) -> Result<Self, StoreError> {
        let day = epoch_day(today);
        let (reminders, of_piece) = reminders(tx, day)?;
        Ok(Self { day, reminders, of_piece, matches: Vec::new() })
    }

    /// Takes a match.
    pub fn add(&mut self, a: &ScannedAllocation) {
        if a.on <= self.day && a.on > self.day - PAYER_DAYS {
            let (account, debit, credit, minor, on) = (a.account_id, a.debit_id, a.credit_id, a.amount_minor, a.on);
            self.matches.push(Match { account, debit, credit, minor, on });
        }
    }

    /// The past, once every piece that a match touched is known.
    pub fn finish(mut self, mut pieces: Vec<PastPiece>, relations: Relations) -> Past {
        pieces.par_sort_unstable_by_key(|piece| piece.id);
        let find =
            |id: ItemId| pieces.binary_search_by_key(&id, |piece| piece.id).ok().and_then(|at| pieces.get(at)).copied();
        let mut sums: HashMap<AccountId, Sums> = HashMap::new();
        for a in &self.matches {
            if !find(a.credit).is_some_and(|credit| credit.money) {
                continue;
            }
            let Some(debit) = find(a.debit).filter(|debit| debit.amount > 0) else { continue };
            let part = i64::try_from(i128::from(a.minor) * 1000 / i128::from(debit.amount)).unwrap_or(0);
            let sum = sums.entry(a.account).or_default();
            sum.add(part, i64::from(a.on - debit.due), self.day - a.on);
            for place in self.of_piece.get(&a.debit).into_iter().flatten() {
                let reminder = &mut self.reminders[*place];
                if (reminder.on..=reminder.on + ANSWER_DAYS).contains(&a.on) {
                    reminder.paid += a.minor;
                }
            }
        }
        let payer = |sums: Sums| Payer {
            late: (sums.all.1 / sums.all.0.max(1)).max(0),
            pieces: (sums.all.0 + 500) / 1000,
            recent: mean(sums.recent),
            before: mean(sums.before),
        };
        let (levels, all) = answered(&self.reminders);
        Past {
            payers: sums.into_iter().filter(|(_, sums)| sums.all.0 > 0).map(|(id, sum)| (id, payer(sum))).collect(),
            levels,
            all,
            relations: relations.finish(),
        }
    }
}

/// Thousandths of pieces, and those times days late: of two years, of three months, of the nine before.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    all: (i64, i64),
    recent: (i64, i64),
    before: (i64, i64),
}

impl Sums {
    fn add(&mut self, part: i64, late: i64, ago: i32) {
        let add = |sum: &mut (i64, i64)| *sum = (sum.0 + part, sum.1 + part * late);
        add(&mut self.all);
        if ago < RECENT_DAYS {
            add(&mut self.recent);
        } else if ago < BEFORE_DAYS {
            add(&mut self.before);
        }
    }
}

/// Days late on average, where a whole piece says so.
fn mean((parts, late): (i64, i64)) -> Option<i64> {
    (parts >= 1000).then(|| late / parts)
}

/// The last reminders whose money had time to come, and the pieces they asked for.
fn reminders(tx: &mut Tx, day: i32) -> Result<(Vec<Sent>, Claims), StoreError> {
    let span = (from_epoch_day(day - MOVE_DAYS), from_epoch_day(day - ANSWER_DAYS));
    let past = tx.reminders().past(span, REMINDERS)?;
    let ids: Vec<ReminderId> = past.iter().map(|(id, ..)| *id).collect();
    let place: HashMap<ReminderId, usize> = ids.iter().copied().zip(0..).collect();
    let mut list: Vec<Sent> =
        past.iter().map(|(_, level, on)| Sent { level: *level, on: epoch_day(*on), ..Sent::default() }).collect();
    let mut of_piece = Claims::new();
    for line in tx.reminders().items_of(&ids)? {
        if let Some(at) = place.get(&line.reminder_id).filter(|_| line.open_minor > 0) {
            list[*at].asked += line.open_minor;
            of_piece.entry(line.item_id).or_default().push(*at);
        }
    }
    Ok((list, of_piece))
}

/// The average share that came, by level, and of all where they are enough together.
fn answered(reminders: &[Sent]) -> (BTreeMap<i64, Answered>, Option<Answered>) {
    let mut sums: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for r in reminders.iter().filter(|r| r.asked > 0) {
        let share = i128::from(r.paid.clamp(0, r.asked)) * 1000 / i128::from(r.asked);
        let sum = sums.entry(r.level).or_default();
        *sum = (sum.0 + i64::try_from(share).unwrap_or(0), sum.1 + 1);
    }
    let answer = |(shares, n): (i64, i64)| Answered { share: shares / n.max(1), reminders: n };
    let whole = sums.values().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let all = Some(answer(whole)).filter(|a| a.reminders >= REMINDERS_MIN);
    (sums.into_iter().map(|(level, sum)| (level, answer(sum))).collect(), all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_speaks_after_twenty_reminders_and_else_all_of_them_do() {
        let sent =
            |level, n: usize, paid| std::iter::repeat_with(move || Sent { level, on: 0, asked: 1_000, paid }).take(n);
        let of = |list: Vec<Sent>| {
            let (levels, all) = answered(&list);
            Past { levels, all, ..Past::default() }
        };
        let share = |past: &Past, level| past.answer(level).map(|a| (a.share, a.reminders));
        let few = of(sent(1, 19, 500).collect());
        assert_eq!(share(&few, 1), None, "too few to say anything");
        let some = of(sent(1, 20, 500).chain(sent(2, 5, 0)).chain(sent(3, 15, 2_000)).collect());
        assert_eq!(share(&some, 1), Some((500, 20)));
        assert_eq!(share(&some, 2), Some((625, 40)), "all levels: 20 × 500 + 15 × 1 000 over 40");
    }
}
