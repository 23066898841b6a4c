//! The desk itself: the store, the clock, the ids, the law, and the portfolio in memory.

use std::sync::Arc;

use kernel::{Clock, Date, IdSource, Timestamp};
use law::Law;
use store::{Entry, EntryId, Store, StoreError, Tx};

use crate::credit::CreditCache;
use crate::guard::GuardCache;
use crate::indicators::HistoryCache;
use crate::outbox::Outbox;
use crate::portfolio::{PortfolioCache, SightCache};
use crate::strategies::PreviewCache;
use crate::waiting::WaitingCache;
use crate::worklist::DayCache;
use crate::{Actor, DeskError};

/// One process's desk over one database.
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: IdSource,
    pub(crate) law: Law,
    pub(crate) portfolio: PortfolioCache,
    pub(crate) history: HistoryCache,
    pub(crate) sights: SightCache,
    pub(crate) outbox: Outbox,
    pub(crate) days: DayCache,
    pub(crate) previews: PreviewCache,
    pub(crate) waiting: WaitingCache,
    pub(crate) credit: CreditCache,
    pub(crate) guarding: GuardCache,
    pub(crate) tended: crate::insolvency::Tended,
    /// Tells other programs; none where this process tells nobody.
    pub(crate) webhooks: Option<courier::WebhookClient>,
    /// Who vouches for people; none where passwords alone do.
    pub(crate) provider: Option<crate::oidc::Provider>,
    /// Publishes the notices of insolvencies; none where they are imported from files only.
    pub(crate) bodacc: Option<crate::insolvency::BodaccSource>,
    /// Knows the companies; none where they are imported from files only.
    pub(crate) sirene: Option<crate::companies::SireneSource>,
    /// Where links lead unless the house says otherwise.
    pub(crate) address: Option<String>,
}

impl Desk {
    /// A desk over `store`. `node` tells this process from others on the same database.
    pub fn new(store: Store, clock: Arc<dyn Clock>, node: u16) -> Self {
        Self {
            store,
            clock,
            ids: IdSource::new(node),
            law: Law::builtin().clone(),
            portfolio: PortfolioCache::default(),
            history: HistoryCache::default(),
            sights: SightCache::default(),
            outbox: Outbox::default(),
            days: DayCache::default(),
            previews: PreviewCache::default(),
            waiting: WaitingCache::default(),
            credit: CreditCache::default(),
            guarding: GuardCache::default(),
            webhooks: None,
            provider: None,
            bodacc: None,
            sirene: None,
            tended: crate::insolvency::Tended::default(),
            address: None,
        }
    }

    /// The same desk computing with these tables of law: the shipped ones with the house's own rows.
    #[must_use]
    pub fn with_law(mut self, law: Law) -> Self {
        self.law = law;
        self
    }

    /// Answers a question of law (`law::questions`) on the day of the house.
    ///
    /// # Errors
    /// [`DeskError::Law`]: what is missing or refused, and what to do.
    pub fn ask_law(&self, verb: &str, pairs: &[(String, String)]) -> Result<serde_json::Value, DeskError> {
        Ok(law::questions::ask(verb, pairs, &self.law, self.today())?)
    }

    /// The day of the house.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// The instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The store, for maintenance commands.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The law this desk computes with.
    pub const fn law(&self) -> &Law {
        &self.law
    }

    pub(crate) fn id(&self) -> i64 {
        self.ids.next(self.now())
    }

    /// A timeline entry, to be written in the caller's transaction.
    pub(crate) fn entry(
        &self,
        id: EntryId,
        actor: &Actor,
        about: About,
        kind: &str,
        payload: &serde_json::Value,
    ) -> Entry {
        Entry {
            id,
            account_id: about.account,
            creditor_id: about.creditor,
            kind: kind.to_owned(),
            on_day: about.on.unwrap_or_else(|| self.today()),
            at_us: self.now(),
            actor: actor.name.clone(),
            payload: payload.to_string(),
            seal_no: None,
            hash: None,
        }
    }

    /// Writes one timeline entry in the caller's transaction.
    pub(crate) fn note(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        about: About,
        kind: &str,
        payload: &serde_json::Value,
    ) -> Result<(), StoreError> {
        self.noted(tx, actor, about, kind, payload).map(drop)
    }

    /// The same, answering the entry, by which the act can be taken back.
    pub(crate) fn noted(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        about: About,
        kind: &str,
        payload: &serde_json::Value,
    ) -> Result<EntryId, StoreError> {
        let entry = self.entry(EntryId(self.id()), actor, about, kind, payload);
        tx.timeline().append(&entry)?;
        Ok(entry.id)
    }
}

/// What a timeline entry is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub account: Option<ledger::AccountId>,
    pub creditor: Option<ledger::CreditorId>,
    pub on: Option<Date>,
}

impl About {
    /// About an account, today.
    pub const fn account(account: &ledger::Account) -> Self {
        Self { account: Some(account.id), creditor: Some(account.creditor_id), on: None }
    }
}
