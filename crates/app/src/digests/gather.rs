//! What waits for one person, within what they see.

use std::collections::{BTreeMap, HashMap, HashSet};

use amicable::mentions::means;
use amicable::promises::PromiseState;
use kernel::{Currency, Date, Language, Money, Spoken, Timestamp, Wording};
use ledger::AccountId;
use store::{Absence, AccountLine, Mention, Promise, StoreError, Task, Tx, User};

use super::words::{Part, PartKind, short};
use crate::credit::{SignalLine, told};
use crate::disputes::{DisputeFilter, DisputeLine};
use crate::portfolio::Scope;
use crate::tasks::subject;
use crate::worklist::working;
use crate::{Actor, Desk, DeskError, Permission};

/// Rows read of one kind: far more than one mail tells.
const MOST: u32 = 5_000;

/// What is read once for everybody.
pub(super) struct Shared {
    promises: Vec<Promise>,
    signals: Vec<SignalLine>,
    disputes: Vec<DisputeLine>,
    accounts: HashMap<AccountId, AccountLine>,
    collectors: HashMap<AccountId, String>,
    absences: Vec<Absence>,
}

/// What waits for one person, in parts.
pub(super) struct Gathered {
    pub parts: Vec<Part>,
}

/// Who is told, and how far they see.
struct Eyes<'a> {
    user: &'a User,
    actor: Actor,
    scope: Scope,
    today: Date,
}

impl Desk {
    /// What digests are made from, of what happened since an instant.
    pub(super) fn shared(&self, since: Timestamp) -> Result<Shared, DeskError> {
        let disputes = self.dispute_lines(&Actor::worker(), &DisputeFilter::default(), None)?;
        let today = self.today();
        self.store.read(|tx| {
            let promises = tx.promises().judged_since(PromiseState::Broken, since, MOST)?;
            let signals = tx.credit().signals(false, None, MOST)?;
            let signals = told(tx, signals, today)?;
            let mut ids: Vec<AccountId> = promises.iter().map(|promise| promise.account_id).collect();
            ids.extend(signals.iter().map(|signal| signal.account_id));
            ids.sort_unstable();
            ids.dedup();
            Ok::<_, DeskError>(Shared {
                accounts: accounts(tx, &ids)?,
                collectors: tx.collectors().of_accounts(&ids)?.into_iter().collect(),
                absences: tx.absences().until(today)?,
                disputes: disputes.clone(),
                promises,
                signals,
            })
        })
    }

    /// What waits for somebody; none where nothing does.
    pub(super) fn gather_for(
        &self,
        shared: &Shared,
        user: &User,
        since: Timestamp,
    ) -> Result<Option<Gathered>, DeskError> {
        let actor = self.store.read(|tx| self.actor_of(tx, user))?;
        let scope = self.scope(&actor)?;
        let eyes = Eyes { user, actor, scope, today: self.today() };
        let (tasks, mentions, known) = self.store.read(|tx| {
            let mut tasks = tx.tasks().due_of(&user.login, eyes.today, MOST)?;
            tasks.retain(|task| eyes.scope.reaches(task.account_id));
            let mut mentions = tx.mentions().unseen(&user.login, None, MOST)?;
            mentions.retain(|mention| eyes.scope.reaches(mention.account_id));
            let ids: Vec<AccountId> =
                tasks.iter().map(|t| t.account_id).chain(mentions.iter().map(|m| m.account_id)).collect();
            let known = accounts(tx, &ids)?;
            Ok::<_, StoreError>((tasks, mentions, known))
        })?;
        let mut parts = vec![
            of_tasks(&tasks, &known, eyes.today),
            shared.of_promises(&eyes, since),
            shared.of_disputes(&eyes),
            of_mentions(&mentions, &known),
            shared.of_signals(&eyes),
        ];
        parts.retain(|part| part.count > 0);
        Ok((!parts.is_empty()).then_some(Gathered { parts }))
    }
}

fn accounts(tx: &mut Tx, ids: &[AccountId]) -> Result<HashMap<AccountId, AccountLine>, StoreError> {
    Ok(tx.accounts().get_many(ids)?.into_iter().map(|line| (line.account.id, line)).collect())
}

/// `Atelier Durand (C0107)`.
fn named(known: &HashMap<AccountId, AccountLine>, account: AccountId) -> String {
    known.get(&account).map_or_else(String::new, |of| format!("{} ({})", of.debtor.name, of.account.number))
}

fn of_tasks(tasks: &[Task], known: &HashMap<AccountId, AccountLine>, today: Date) -> Part {
    let line = |task: &Task| {
        let (who, what, late) = (named(known, task.account_id), subject(&task.subject), task.due_on < today);
        let (due, what) = (|language| task.due_on.said(language), |language| short(what.pick(language)));
        let (fr, en) = (what(Language::Fr), what(Language::En));
        if late {
            let (said, told) = (due(Language::Fr), due(Language::En));
            return Wording::new(
                format!("{who} : {fr}, en retard depuis le {said}"),
                format!("{who}: {en}, late since {told}"),
            );
        }
        Wording::new(format!("{who} : {fr}"), format!("{who}: {en}"))
    };
    Part::new(PartKind::Tasks, tasks.len(), BTreeMap::new(), tasks.iter().map(line))
}

fn of_mentions(mentions: &[Mention], known: &HashMap<AccountId, AccountLine>) -> Part {
    let line = |mention: &Mention| {
        let (who, note) = (named(known, mention.account_id), short(&mention.body));
        let by = &mention.actor;
        Wording::new(format!("{who}, {by} : « {note} »"), format!("{who}, {by}: « {note} »"))
    };
    Part::new(PartKind::Mentions, mentions.len(), BTreeMap::new(), mentions.iter().map(line))
}

impl Shared {
    /// True of an account that is somebody's: given to them or to who they stand in for, of their customers, or
    /// nobody's where they collect.
    fn is_of(&self, eyes: &Eyes<'_>, account: AccountId) -> bool {
        let user = eyes.user;
        let sells = |of: &AccountLine| !user.salesperson.is_empty() && of.account.salesperson == user.salesperson;
        if !eyes.scope.reaches(account) {
            return false;
        }
        match self.collectors.get(&account) {
            Some(login) => working(&self.absences, login, eyes.today) == user.login,
            None => eyes.actor.carries(Permission::EditAccount) || self.accounts.get(&account).is_some_and(sells),
        }
    }

    fn of_promises(&self, eyes: &Eyes<'_>, since: Timestamp) -> Part {
        let mine = |promise: &&Promise| {
            let fresh = promise.judged_us.is_some_and(|at| at > since);
            let own = promise.actor == eyes.user.login && eyes.scope.reaches(promise.account_id);
            fresh && (own || self.is_of(eyes, promise.account_id))
        };
        let found: Vec<&Promise> = self.promises.iter().filter(mine).collect();
        let left = |promise: &Promise| promise.amount_minor - promise.paid_minor;
        let sums = summed(found.iter().map(|promise| (promise.currency, left(promise))));
        let line = |promise: &&Promise| {
            let (who, amount) =
                (named(&self.accounts, promise.account_id), Money::new(left(promise), promise.currency));
            let said = |language| (amount.said(language), promise.until_on.said(language));
            let ((fr, jour), (en, day)) = (said(Language::Fr), said(Language::En));
            Wording::new(format!("{who} : {fr} promis pour le {jour}"), format!("{who}: {en} promised for {day}"))
        };
        Part::new(PartKind::Promises, found.len(), sums, found.iter().map(line))
    }

    fn of_disputes(&self, eyes: &Eyes<'_>) -> Part {
        let user = eyes.user;
        let mine = |line: &&DisputeLine| {
            let owner = line.owner.as_str();
            let theirs = owner == user.login || means(owner, &user.name);
            theirs && eyes.scope.reaches(line.account_id)
        };
        let found: Vec<&DisputeLine> = self.disputes.iter().filter(mine).collect();
        let held = |line: &DisputeLine| Money::parse(&line.held, line.currency).map_or(0, Money::minor);
        let sums = summed(found.iter().map(|line| (line.currency, held(line))));
        let line = |line: &&DisputeLine| {
            let (who, piece) = (format!("{} ({})", line.debtor, line.account), &line.item);
            let said = |language| (Money::new(held(line), line.currency).said(language), line.due.said(language));
            let ((fr, jour), (en, day)) = (said(Language::Fr), said(Language::En));
            if line.late {
                return Wording::new(
                    format!("{who} : {piece}, {fr}, en retard depuis le {jour}"),
                    format!("{who}: {piece}, {en}, late since {day}"),
                );
            }
            Wording::new(format!("{who} : {piece}, {fr}, d’ici le {jour}"), format!("{who}: {piece}, {en}, by {day}"))
        };
        Part::new(PartKind::Disputes, found.len(), sums, found.iter().map(line))
    }

    fn of_signals(&self, eyes: &Eyes<'_>) -> Part {
        let found: Vec<&SignalLine> =
            self.signals.iter().filter(|signal| self.is_of(eyes, signal.account_id)).collect();
        // What a customer owes is counted once, however much is told of them.
        let mut seen: HashSet<AccountId> = HashSet::new();
        let once = found.iter().filter(|signal| seen.insert(signal.account_id));
        let owed = |signal: &SignalLine| Money::parse(&signal.exposure, signal.currency).map_or(0, Money::minor);
        let sums = summed(once.map(|signal| (signal.currency, owed(signal))));
        let line = |signal: &&SignalLine| {
            let (who, why) = (named(&self.accounts, signal.account_id), &signal.why);
            Wording::new(format!("{who} : {}", short(&why.fr)), format!("{who}: {}", short(&why.en)))
        };
        Part::new(PartKind::Signals, found.len(), sums, found.iter().map(line))
    }
}

fn summed(amounts: impl Iterator<Item = (Currency, i64)>) -> BTreeMap<Currency, i64> {
    let mut sums = BTreeMap::new();
    for (currency, minor) in amounts {
        *sums.entry(currency).or_default() += minor;
    }
    sums
}
