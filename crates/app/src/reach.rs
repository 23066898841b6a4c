//! How far somebody sees: every account, those of some creditors, their own.
//!
//! One mechanism, in two halves. Lists are read through a `Sight` of the open items, which knows the places
//! of the accounts within reach. Whatever a person names by a reference is loaded by `Actor::find`, which
//! answers that it does not exist when it is out of reach: to say « forbidden » would tell that it is there.
//! Somebody limited to their own accounts sees, on a file, who else pays for it or is paid for by it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;
use std::sync::Arc;

use ledger::{Account, AccountId, Allocation, AllocationId, Batch, BatchId, CreditorId, Item, ItemId};
use store::{
    Absence, CaseCost, CaseCostId, CaseId, CaseTime, CaseTimeId, CourtCase, CourtProcedure, CourtProcedureId,
    CourtTitle, CourtTitleId, CreditSignal, CreditSignalId, Dispute, DisputeId, EntryLevel, EntryLevelId,
    InstalmentPlan, ItemBlock, ItemBlockId, LimitationFact, LimitationFactId, LinkId, Mention, MentionId, Message,
    MessageId, OrderBlock, OrderBlockId, PlanId, Promise, PromiseId, Reminder, ReminderId, RightKey, RightWaiver,
    RightWaiverId, SignedLink, Snooze, SnoozeId, StoreError, Task, TaskId, TermsAcceptance, TermsAcceptanceId, Tx,
    User,
};

use crate::{Actor, DeskError, Role};

/// How far somebody sees.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Reach(Option<Arc<Limits>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Limits {
    /// Every one when empty.
    creditors: BTreeSet<CreditorId>,
    own: Option<Own>,
    /// This one, whatever the rest says.
    account: Option<AccountId>,
}

/// What makes an account somebody's own: it is given to one of these logins, or is of this salesperson.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Own {
    /// Their own, and those they stand in for.
    logins: BTreeSet<String>,
    /// The name in the customer file; nobody's when empty.
    salesperson: String,
}

impl Reach {
    /// Every account.
    pub const fn everything() -> Self {
        Self(None)
    }

    /// The accounts of these creditors; of every one when there is none.
    pub fn creditors(creditors: impl IntoIterator<Item = CreditorId>) -> Self {
        Self::of(Limits { creditors: creditors.into_iter().collect(), ..Limits::default() })
    }

    /// The accounts given to these logins, and those whose salesperson in the customer file is `salesperson`.
    pub fn own(logins: impl IntoIterator<Item = String>, salesperson: &str) -> Self {
        let own = Own { logins: logins.into_iter().collect(), salesperson: salesperson.trim().to_owned() };
        Self::of(Limits { own: Some(own), ..Limits::default() })
    }

    /// One account and nothing else: lists show nothing.
    pub fn account(id: AccountId) -> Self {
        let own = Own { logins: BTreeSet::new(), salesperson: String::new() };
        Self::of(Limits { creditors: BTreeSet::new(), own: Some(own), account: Some(id) })
    }

    /// The accounts within both.
    #[must_use]
    pub fn and_creditors(self, creditors: impl IntoIterator<Item = CreditorId>) -> Self {
        let limits = self.0.map(|limits| (*limits).clone()).unwrap_or_default();
        Self::of(Limits { creditors: creditors.into_iter().collect(), ..limits })
    }

    fn of(limits: Limits) -> Self {
        let nothing = limits == Limits::default();
        Self((!nothing).then(|| Arc::new(limits)))
    }

    /// What a user is limited to today. A salesperson sees their own accounts only, whatever was ticked.
    pub(crate) fn of_user(user: &User, creditors: Vec<CreditorId>, absences: &[Absence], today: kernel::Date) -> Self {
        if !is_own(user) {
            return Self::creditors(creditors);
        }
        let stands_in = |login: &&str| crate::worklist::working(absences, login, today) == user.login;
        let away = absences.iter().map(|absence| absence.login.as_str()).filter(stands_in);
        let logins: BTreeSet<String> = away.chain([user.login.as_str()]).map(str::to_owned).collect();
        Self::own(logins, &user.salesperson).and_creditors(creditors)
    }

    /// True without any limit.
    pub const fn is_everything(&self) -> bool {
        self.0.is_none()
    }

    /// True when every account of a creditor is within reach: what is about the whole of it may be seen.
    pub fn covers(&self, creditor: CreditorId) -> bool {
        self.admits(creditor) && !self.is_own()
    }

    /// True when accounts of a creditor may be within reach.
    pub(crate) fn admits(&self, creditor: CreditorId) -> bool {
        let Some(limits) = &self.0 else { return true };
        limits.creditors.is_empty() || limits.creditors.contains(&creditor)
    }

    /// True when only their own accounts are.
    pub(crate) fn is_own(&self) -> bool {
        self.0.as_ref().is_some_and(|limits| limits.own.is_some())
    }

    /// The logins whose accounts are within reach, and the salesperson; none where whose they are is all one.
    pub(crate) fn whose(&self) -> Option<(Vec<String>, &str)> {
        let own = self.0.as_ref()?.own.as_ref()?;
        Some((own.logins.iter().cloned().collect(), own.salesperson.as_str()))
    }

    /// True when an account is within reach: of that creditor, of that salesperson, given to who `collector`
    /// answers.
    fn holds<E>(
        &self,
        (account, creditor, salesperson): (AccountId, CreditorId, &str),
        collector: impl FnOnce() -> Result<Option<String>, E>,
    ) -> Result<bool, E> {
        if !self.admits(creditor) {
            return Ok(false);
        }
        if self.0.as_ref().is_some_and(|limits| limits.account == Some(account)) {
            return Ok(true);
        }
        let Some(own) = self.0.as_ref().and_then(|limits| limits.own.as_ref()) else { return Ok(true) };
        if !own.salesperson.is_empty() && own.salesperson == salesperson {
            return Ok(true);
        }
        Ok(collector()?.is_some_and(|login| own.logins.contains(&login)))
    }
}

/// True of who sees their own accounts only.
pub(crate) fn is_own(user: &User) -> bool {
    user.own_only || user.role == Role::Salesperson.slug()
}

/// Whose a thing is.
pub(crate) enum Whose {
    /// Of one account.
    Account(AccountId),
    /// Of a creditor as a whole.
    Creditor(CreditorId),
}

/// What a person can name.
pub(crate) trait Reference: Copy + Display {
    /// What it names.
    type Thing;
    /// Its word in [`DeskError::NotFound`]: that of the store, so that what is out of reach is not told
    /// from what never was.
    const WHAT: &'static str;

    /// Loads it, within reach or not.
    fn load(self, tx: &mut Tx) -> Result<Self::Thing, StoreError>;

    /// Whose it is.
    fn whose(thing: &Self::Thing) -> Whose;
}

macro_rules! references {
    ($($Id:ty => $Thing:ty, $what:literal, $repository:ident, $whose:ident $column:ident;)+) => {$(
        impl Reference for $Id {
            type Thing = $Thing;
            const WHAT: &'static str = $what;

            fn load(self, tx: &mut Tx) -> Result<$Thing, StoreError> {
                tx.$repository().get(self)
            }

            fn whose(thing: &$Thing) -> Whose {
                Whose::$whose(thing.$column)
            }
        }
    )+};
}

references! {
    AccountId => Account, "account", accounts, Account id;
    ItemId => Item, "item", items, Account account_id;
    AllocationId => Allocation, "allocation", allocations, Account account_id;
    MessageId => Message, "message", messages, Account account_id;
    ReminderId => Reminder, "reminder", reminders, Account account_id;
    TaskId => Task, "task", tasks, Account account_id;
    PlanId => InstalmentPlan, "plan", plans, Account account_id;
    PromiseId => Promise, "promise", promises, Account account_id;
    ItemBlockId => ItemBlock, "block", item_blocks, Account account_id;
    DisputeId => Dispute, "dispute", disputes, Account account_id;
    CaseId => CourtCase, "case", cases, Account account_id;
    CourtTitleId => CourtTitle, "title", titles, Account account_id;
    LimitationFactId => LimitationFact, "limitation", limitation_facts, Account account_id;
    CaseCostId => CaseCost, "cost", costs, Account account_id;
    CourtProcedureId => CourtProcedure, "procedure", procedures, Account account_id;
    LinkId => SignedLink, "link", signed_links, Account account_id;
    SnoozeId => Snooze, "snooze", snoozes, Account account_id;
    MentionId => Mention, "mention", mentions, Account account_id;
    BatchId => Batch, "import", batches, Creditor creditor_id;
}

impl Reference for EntryLevelId {
    type Thing = EntryLevel;
    const WHAT: &'static str = "entry level";

    fn load(self, tx: &mut Tx) -> Result<EntryLevel, StoreError> {
        let found = tx.entry_levels().get_many(&[self])?.pop();
        found.ok_or_else(|| StoreError::NotFound { what: Self::WHAT, id: self.to_string() })
    }

    fn whose(thing: &EntryLevel) -> Whose {
        Whose::Account(thing.account_id)
    }
}

impl Reference for CaseTimeId {
    type Thing = CaseTime;
    const WHAT: &'static str = "time";

    fn load(self, tx: &mut Tx) -> Result<CaseTime, StoreError> {
        tx.costs().time(self)
    }

    fn whose(thing: &CaseTime) -> Whose {
        Whose::Account(thing.account_id)
    }
}

impl Reference for OrderBlockId {
    type Thing = OrderBlock;
    const WHAT: &'static str = "order block";

    fn load(self, tx: &mut Tx) -> Result<OrderBlock, StoreError> {
        tx.credit().block(self)
    }

    fn whose(thing: &OrderBlock) -> Whose {
        Whose::Account(thing.account_id)
    }
}

impl Reference for RightKey {
    type Thing = AccountId;
    const WHAT: &'static str = "right";

    fn load(self, tx: &mut Tx) -> Result<AccountId, StoreError> {
        let found = tx.guard().account_of(self)?;
        found.ok_or_else(|| StoreError::NotFound { what: Self::WHAT, id: self.to_string() })
    }

    fn whose(account: &AccountId) -> Whose {
        Whose::Account(*account)
    }
}

impl Reference for RightWaiverId {
    type Thing = RightWaiver;
    const WHAT: &'static str = "waiver";

    fn load(self, tx: &mut Tx) -> Result<RightWaiver, StoreError> {
        tx.guard().waiver(self)
    }

    fn whose(thing: &RightWaiver) -> Whose {
        Whose::Account(thing.account_id)
    }
}

impl Reference for CreditSignalId {
    type Thing = CreditSignal;
    const WHAT: &'static str = "signal";

    fn load(self, tx: &mut Tx) -> Result<CreditSignal, StoreError> {
        tx.credit().signal(self)
    }

    fn whose(thing: &CreditSignal) -> Whose {
        Whose::Account(thing.account_id)
    }
}

impl Reference for TermsAcceptanceId {
    type Thing = TermsAcceptance;
    const WHAT: &'static str = "acceptance";

    fn load(self, tx: &mut Tx) -> Result<TermsAcceptance, StoreError> {
        tx.sale_terms().acceptance(self)
    }

    fn whose(thing: &TermsAcceptance) -> Whose {
        Whose::Account(thing.account_id)
    }
}

/// What a person can name many of at once, each of one account.
pub(crate) trait OfAccounts: Reference + Eq + Hash {
    /// The account of each that exists.
    fn accounts(tx: &mut Tx, references: &[Self]) -> Result<HashMap<Self, AccountId>, StoreError>;
}

impl OfAccounts for AccountId {
    fn accounts(_: &mut Tx, references: &[Self]) -> Result<HashMap<Self, AccountId>, StoreError> {
        Ok(references.iter().map(|id| (*id, *id)).collect())
    }
}

impl OfAccounts for MessageId {
    fn accounts(tx: &mut Tx, references: &[Self]) -> Result<HashMap<Self, AccountId>, StoreError> {
        Ok(tx.messages().get_many(references)?.into_iter().map(|m| (m.id, m.account_id)).collect())
    }
}

impl Actor {
    /// What a reference names, for this actor: everything a person names is loaded here.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is not, or is out of reach.
    pub(crate) fn find<R: Reference>(&self, tx: &mut Tx, reference: R) -> Result<R::Thing, DeskError> {
        let thing = reference.load(tx)?;
        if self.sees(tx, &R::whose(&thing))? { Ok(thing) } else { Err(self.out_of_reach(R::WHAT, reference)) }
    }

    /// Checks that all of these are within reach, by one look for all.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] naming the first that is not.
    pub(crate) fn find_all<R: OfAccounts>(&self, tx: &mut Tx, references: &[R]) -> Result<(), DeskError> {
        if self.reach.is_everything() || references.is_empty() {
            return Ok(());
        }
        let of = R::accounts(tx, references)?;
        let mut ids: Vec<AccountId> = of.values().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let accounts = tx.accounts().get_many(&ids)?.into_iter().map(|line| line.account).collect();
        let seen: HashSet<AccountId> = self.among(tx, accounts)?.into_iter().map(|account| account.id).collect();
        let hidden = references.iter().find(|reference| !of.get(*reference).is_some_and(|id| seen.contains(id)));
        hidden.map_or(Ok(()), |reference| Err(self.out_of_reach(R::WHAT, reference)))
    }

    /// True when it is within reach.
    pub(crate) fn sees(&self, tx: &mut Tx, whose: &Whose) -> Result<bool, StoreError> {
        if self.reach.is_everything() {
            return Ok(true);
        }
        match whose {
            Whose::Creditor(creditor) => Ok(self.reach.covers(*creditor)),
            Whose::Account(id) => {
                let account = tx.accounts().get(*id)?;
                let of = (account.id, account.creditor_id, account.salesperson.as_str());
                self.reach.holds(of, || tx.collectors().of(*id))
            }
        }
    }

    /// Those of the accounts that are within reach.
    pub(crate) fn among(&self, tx: &mut Tx, mut accounts: Vec<Account>) -> Result<Vec<Account>, StoreError> {
        if self.reach.is_everything() {
            return Ok(accounts);
        }
        let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
        let given = if self.reach.is_own() { tx.collectors().of_accounts(&ids)? } else { Vec::new() };
        let given: HashMap<AccountId, String> = given.into_iter().collect();
        let mut seen = HashSet::new();
        for account in &accounts {
            let of = (account.id, account.creditor_id, account.salesperson.as_str());
            if self.reach.holds(of, || Ok::<_, StoreError>(given.get(&account.id).cloned()))? {
                seen.insert(account.id);
            }
        }
        accounts.retain(|account| seen.contains(&account.id));
        Ok(accounts)
    }

    /// Checks that the whole of a creditor is within reach.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where no account of it may be; [`DeskError::Beyond`] where some are.
    pub(crate) fn whole_of(&self, creditor: CreditorId, key: &str) -> Result<(), DeskError> {
        if self.reach.covers(creditor) {
            return Ok(());
        }
        if self.reach.admits(creditor) {
            tracing::warn!(actor = %self.name, %creditor, "refused: it is about more than they see of a creditor");
            return Err(DeskError::Beyond);
        }
        Err(self.out_of_reach("creditor", key))
    }

    /// Checks that what they see of a creditor is the whole of it: they are not limited to their own accounts.
    ///
    /// # Errors
    /// [`DeskError::Beyond`].
    pub(crate) fn may_whole_books(&self) -> Result<(), DeskError> {
        if !self.reach.is_own() {
            return Ok(());
        }
        tracing::warn!(actor = %self.name, "refused: it is about more than their own accounts");
        Err(DeskError::Beyond)
    }

    /// Notes the refusal, and says that there is no such thing.
    pub(crate) fn out_of_reach(&self, what: &'static str, key: impl Display) -> DeskError {
        let key = key.to_string();
        tracing::warn!(actor = %self.name, what, key, "refused: out of their reach");
        DeskError::NotFound { what, key }
    }
}
