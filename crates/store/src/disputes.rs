//! Disputes, what each side brought, and what platforms said of invoices.

mod statuses;

use std::collections::HashMap;

use amicable::disputes::{DisputeKind, Outcome, Service, Source, Step};
use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, slug_enum};
use ledger::{AccountId, ItemId};
pub use statuses::{InvoiceStatus, InvoiceStatusId};

use crate::{
    StoreError,
    blocks::ItemBlockId,
    documents::DocumentId,
    entity::{all, chunked, entity, find_row, insert_row, known, load, maybe, repository, save_versioned},
    items::LIVE,
    schema::{DisputeEvidenceRow, DisputeRow, allocation, batch, dispute, dispute_evidence, item, item_block},
    tasks::TaskId,
    types::{DbDate, Stored, stored_id, stored_slug},
};

define_id!(
    /// One dispute.
    DisputeId
);
define_id!(
    /// One piece of evidence.
    EvidenceId
);
stored_id!(DisputeId, EvidenceId);

slug_enum!(
    /// Who brought a piece of evidence.
    Side {
        /// The customer.
        Customer = "customer",
        /// We: the desk or a service.
        House = "house",
    }
);
slug_enum!(
    /// What a piece of evidence is.
    EvidenceKind {
        /// Words taken down.
        Note = "note",
        /// A mail, pasted in.
        Mail = "mail",
        /// A file.
        File = "file",
    }
);
stored_slug!(DisputeKind, Outcome, Service, Source, Step, Side, EvidenceKind);

repository!(
    /// Disputes.
    Disputes,
    disputes
);
entity!(
    /// A dispute on a piece, or on a part of it. Amounts are minor units of `currency`.
    Dispute, dispute => DisputeRow {
        /// Identity.
        id: DisputeId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// The block it owns.
        block_id: ItemBlockId,
        /// What is contested: of the whole piece, what was open when it was opened.
        contested_minor: i64,
        /// Currency of the piece.
        currency: Currency,
        /// What is said to be wrong.
        kind: DisputeKind,
        /// Motive of the e-invoicing reform; empty when none.
        motive: String,
        /// How it reached the house.
        source: Source,
        /// Where it stands.
        step: Step,
        /// How it ended; none while it is open.
        outcome: Option<Outcome>,
        /// What is granted to the customer, once agreed.
        granted_minor: i64,
        /// Who must answer.
        service: Service,
        /// Who that is.
        owner: String,
        /// The day it was asked of them.
        asked_on: Date,
        /// Last day to answer, included.
        due_on: Date,
        /// How often silence escalated it.
        escalations: i64,
        /// The task that asks accounting for a credit note.
        credit_task_id: Option<TaskId>,
        /// The day it was opened.
        opened_on: Date,
        /// The day it was closed.
        closed_on: Option<Date>,
        /// The instant of that.
        closed_us: Option<Timestamp>,
        /// In words.
        note: String,
        /// Who opened it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Grows with each change.
        version: i64,
    }
);

entity!(
    /// Something a side brought.
    Testimony, dispute_evidence => DisputeEvidenceRow {
        /// Identity.
        id: EvidenceId,
        /// The dispute.
        dispute_id: DisputeId,
        /// The account.
        account_id: AccountId,
        /// Who brought it.
        side: Side,
        /// What it is.
        kind: EvidenceKind,
        /// The words, or the name of the file.
        body: String,
        /// The file.
        document_id: Option<DocumentId>,
        /// Who took it in.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

/// Which disputes are looked for: those open, unless it says otherwise.
#[derive(Debug, Clone, Default)]
pub struct DisputeSought {
    /// Of one account.
    pub account: Option<AccountId>,
    /// At one step.
    pub step: Option<Step>,
    /// Of one kind.
    pub kind: Option<DisputeKind>,
    /// Of one service.
    pub service: Option<Service>,
    /// Of one owner.
    pub owner: Option<String>,
    /// Those whose last day was before this one, unless both sides are before a mediator.
    pub late_on: Option<Date>,
    /// Those opened between these days, both included.
    pub opened: Option<(Date, Date)>,
    /// Closed ones too.
    pub closed_too: bool,
}

/// What a board needs of a dispute. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisputeBrief {
    /// The dispute.
    pub id: DisputeId,
    /// The account.
    pub account_id: AccountId,
    /// The piece.
    pub item_id: ItemId,
    /// Currency.
    pub currency: Currency,
    /// Where it stands.
    pub step: Step,
    /// Last day to answer, included.
    pub due_on: Date,
    /// Amount of the piece.
    pub piece_minor: i64,
    /// The part its block holds; the whole of what is open when none.
    pub part_minor: Option<i64>,
    /// Its block was released.
    pub released: bool,
}

/// Narrows a boxed query of disputes; nobody is late of those that are before a mediator.
macro_rules! narrowed {
    ($query:expr, $sought:expr, $mediated:expr) => {{
        let (mut query, sought, mediated): (_, &DisputeSought, &[i64]) = ($query, $sought, $mediated);
        if !sought.closed_too {
            query = query.filter(dispute::step.ne(Step::Closed.slug()));
        }
        if let Some(account) = sought.account {
            query = query.filter(dispute::account_id.eq(account.0));
        }
        if let Some(step) = sought.step {
            query = query.filter(dispute::step.eq(step.slug()));
        }
        if let Some(kind) = sought.kind {
            query = query.filter(dispute::kind.eq(kind.slug()));
        }
        if let Some(service) = sought.service {
            query = query.filter(dispute::service.eq(service.slug()));
        }
        if let Some(owner) = &sought.owner {
            query = query.filter(dispute::owner.eq(owner.clone()));
        }
        if let Some((first, last)) = sought.opened {
            query = query.filter(dispute::opened_on.ge(first.store())).filter(dispute::opened_on.le(last.store()));
        }
        if let Some(day) = sought.late_on {
            query = query.filter(dispute::step.ne(Step::Closed.slug())).filter(dispute::due_on.lt(day.store()));
            if !mediated.is_empty() {
                query = query.filter(dispute::id.ne_all(mediated.to_vec()));
            }
        }
        query
    }};
}

impl Disputes<'_> {
    /// The dispute, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: DisputeId) -> Result<Dispute, StoreError> {
        known(find_row!(self.tx, dispute => Dispute, id.0)?, "dispute", id)
    }

    /// Adds a dispute.
    pub fn insert(&mut self, entity: &Dispute) -> Result<(), StoreError> {
        insert_row!(self.tx, dispute, entity)
    }

    /// Replaces a dispute; [`StoreError::Conflict`] when somebody changed it meanwhile.
    pub fn save(&mut self, entity: &Dispute) -> Result<i64, StoreError> {
        save_versioned!(self.tx, dispute, "dispute", entity)
    }

    /// The disputes of those accounts, by id within a chunk of accounts.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Dispute>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                dispute::table
                    .filter(dispute::account_id.eq_any(keys))
                    .order(dispute::id)
                    .select(DisputeRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The open dispute that owns a block.
    pub fn owning(&mut self, block: ItemBlockId) -> Result<Option<Dispute>, StoreError> {
        let row = self.tx.run(|c| {
            dispute::table
                .filter(dispute::block_id.eq(block.0))
                .filter(dispute::step.ne(Step::Closed.slug()))
                .select(DisputeRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// True of a block that a dispute made, whatever became of the dispute.
    pub fn made_block(&mut self, block: ItemBlockId) -> Result<bool, StoreError> {
        let known: Option<i64> = self
            .tx
            .run(|c| dispute::table.filter(dispute::block_id.eq(block.0)).select(dispute::id).first(c).optional())?;
        Ok(known.is_some())
    }

    /// The disputes looked for, by id, at most `limit` after `after`.
    pub fn page(
        &mut self,
        sought: &DisputeSought,
        after: Option<DisputeId>,
        limit: u32,
    ) -> Result<Vec<Dispute>, StoreError> {
        let (after, mediated) = (after.map_or(i64::MIN, |a| a.0), self.mediated(sought)?);
        let rows = self.tx.run(|c| {
            let query = dispute::table.filter(dispute::id.gt(after)).into_boxed();
            narrowed!(query, sought, &mediated)
                .order(dispute::id)
                .limit(i64::from(limit))
                .select(DisputeRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    fn mediated(&mut self, sought: &DisputeSought) -> Result<Vec<i64>, StoreError> {
        if sought.late_on.is_none() {
            return Ok(Vec::new());
        }
        Ok(self.tx.mediations().all_going_on()?.into_iter().map(|id| id.0).collect())
    }

    /// What a board needs of the disputes looked for, by one join.
    pub fn briefs(&mut self, sought: &DisputeSought) -> Result<Vec<DisputeBrief>, StoreError> {
        type Read = ((i64, i64, i64), (String, String, DbDate), i64, (Option<i64>, Option<i64>));
        let mediated = self.mediated(sought)?;
        let rows: Vec<Read> = self.tx.run(|c| {
            let query = dispute::table
                .inner_join(item_block::table.on(item_block::id.eq(dispute::block_id)))
                .inner_join(item::table.on(item::id.eq(dispute::item_id)))
                .into_boxed();
            narrowed!(query, sought, &mediated)
                .select((
                    (dispute::id, dispute::account_id, dispute::item_id),
                    (dispute::currency, dispute::step, dispute::due_on),
                    item::amount_minor,
                    (item_block::amount_minor, item_block::released_us),
                ))
                .load(c)
        })?;
        let brief = |((id, account, item), (currency, step, due), piece_minor, (part_minor, released)): Read| {
            Ok(DisputeBrief {
                id: DisputeId(id),
                account_id: AccountId(account),
                item_id: ItemId(item),
                currency: load("dispute", "currency", currency)?,
                step: load("dispute", "step", step)?,
                due_on: load("dispute", "due_on", due)?,
                piece_minor,
                part_minor,
                released: released.is_some(),
            })
        };
        rows.into_iter().map(brief).collect()
    }

    /// What the matches that count until `day` change of what is open of these pieces, minor units.
    pub fn settled(&mut self, items: &[ItemId], day: Date) -> Result<HashMap<ItemId, i64>, StoreError> {
        let (keys, until) = (items.iter().map(|id| id.0).collect::<Vec<i64>>(), day.store());
        let counted = allocation::table.inner_join(batch::table).filter(batch::state.eq(LIVE));
        let debits: Vec<(i64, i64)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                counted
                    .filter(allocation::debit_id.eq_any(keys))
                    .filter(allocation::on_day.le(until))
                    .select((allocation::debit_id, allocation::amount_minor))
                    .load(c)
            })
        })?;
        let credits: Vec<(i64, i64)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                counted
                    .filter(allocation::credit_id.eq_any(keys))
                    .filter(allocation::on_day.le(until))
                    .select((allocation::credit_id, allocation::amount_minor))
                    .load(c)
            })
        })?;
        let mut sums: HashMap<ItemId, i64> = HashMap::new();
        for (item, minor) in debits {
            *sums.entry(ItemId(item)).or_default() -= minor;
        }
        for (item, minor) in credits {
            *sums.entry(ItemId(item)).or_default() += minor;
        }
        Ok(sums)
    }

    /// The parts that blocks hold which were not released; the whole of what is open where none.
    pub fn parts(&mut self, blocks: &[ItemBlockId]) -> Result<HashMap<ItemBlockId, Option<i64>>, StoreError> {
        let keys: Vec<i64> = blocks.iter().map(|id| id.0).collect();
        let rows: Vec<(i64, Option<i64>)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                item_block::table
                    .filter(item_block::id.eq_any(keys))
                    .filter(item_block::released_us.is_null())
                    .select((item_block::id, item_block::amount_minor))
                    .load(c)
            })
        })?;
        Ok(rows.into_iter().map(|(id, part)| (ItemBlockId(id), part)).collect())
    }

    /// Adds a piece of evidence.
    pub fn testify(&mut self, entity: &Testimony) -> Result<(), StoreError> {
        insert_row!(self.tx, dispute_evidence, entity)
    }

    /// What was brought to a dispute, the oldest first.
    pub fn evidence(&mut self, id: DisputeId) -> Result<Vec<Testimony>, StoreError> {
        let rows = self.tx.run(|c| {
            dispute_evidence::table
                .filter(dispute_evidence::dispute_id.eq(id.0))
                .order(dispute_evidence::id)
                .select(DisputeEvidenceRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}
