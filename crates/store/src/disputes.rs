//! Disputes, what each side brought, and what platforms said of invoices.

use amicable::disputes::{DisputeKind, Outcome, Service, Source, Step};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, slug_enum};
use ledger::{AccountId, ItemId};

use crate::{
    StoreError,
    blocks::ItemBlockId,
    documents::DocumentId,
    entity::{all, chunked, entity, find_row, insert_row, known, maybe, one, repository, save_versioned},
    schema::{DisputeEvidenceRow, DisputeRow, EinvoiceStatusRow, dispute, dispute_evidence, einvoice_status},
    tasks::TaskId,
    types::{stored_id, stored_slug},
};

define_id!(
    /// One dispute.
    DisputeId
);
define_id!(
    /// One piece of evidence.
    EvidenceId
);
define_id!(
    /// One status of an electronic invoice.
    InvoiceStatusId
);
stored_id!(DisputeId, EvidenceId, InvoiceStatusId);

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
repository!(
    /// Statuses of electronic invoices.
    InvoiceStatuses,
    invoice_statuses
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

entity!(
    /// What a platform said of an invoice.
    InvoiceStatus, einvoice_status => EinvoiceStatusRow {
        /// Identity.
        id: InvoiceStatusId,
        /// What makes it the same statement: a file read twice adds nothing.
        said_key: String,
        /// SIREN of the seller, as written.
        seller: String,
        /// Number of the invoice, as written.
        invoice: String,
        /// Day of the invoice.
        issued_on: Option<Date>,
        /// Code of the status.
        code: String,
        /// Code of the first motive; empty when none.
        motive: String,
        /// Instant of the status, 14 digits.
        said_at: String,
        /// Amount paid, as written; empty when none.
        paid: String,
        /// Day of that payment.
        paid_on: Option<Date>,
        /// Everything else it says, in words.
        words: String,
        /// The account, once the invoice is known.
        account_id: Option<AccountId>,
        /// The invoice, once it is known.
        item_id: Option<ItemId>,
        /// Who brought the file.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

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

    /// Disputes by id, at most `limit` after `after`: those open, or all of them.
    pub fn page(&mut self, closed_too: bool, after: Option<DisputeId>, limit: u32) -> Result<Vec<Dispute>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            let page = dispute::table
                .filter(dispute::id.gt(after))
                .order(dispute::id)
                .limit(i64::from(limit))
                .select(DisputeRow::as_select());
            if closed_too { page.load(c) } else { page.filter(dispute::step.ne(Step::Closed.slug())).load(c) }
        })?;
        all(rows)
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

impl InvoiceStatuses<'_> {
    /// The statement of that key.
    pub fn said(&mut self, key: &str) -> Result<Option<InvoiceStatus>, StoreError> {
        let row = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::said_key.eq(key))
                .select(EinvoiceStatusRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Adds a statement.
    pub fn insert(&mut self, entity: &InvoiceStatus) -> Result<(), StoreError> {
        insert_row!(self.tx, einvoice_status, entity)
    }

    /// Says of which invoice a statement is.
    pub fn link(&mut self, id: InvoiceStatusId, account: AccountId, item: ItemId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(einvoice_status::table.find(id.0))
                .set((einvoice_status::account_id.eq(account.0), einvoice_status::item_id.eq(item.0)))
                .execute(c)
        })?;
        one(changed, "status", id)
    }

    /// The statements of an invoice, by instant.
    pub fn of_item(&mut self, item: ItemId) -> Result<Vec<InvoiceStatus>, StoreError> {
        let rows = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::item_id.eq(item.0))
                .order((einvoice_status::said_at, einvoice_status::id))
                .select(EinvoiceStatusRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The statements whose invoice is not known yet, by id, at most `limit`.
    pub fn waiting(&mut self, limit: u32) -> Result<Vec<InvoiceStatus>, StoreError> {
        let rows = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::item_id.is_null())
                .order(einvoice_status::id)
                .limit(i64::from(limit))
                .select(EinvoiceStatusRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}
