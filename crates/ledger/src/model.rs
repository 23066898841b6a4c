//! The entities of the ledger as plain data.

use kernel::{
    Bic, Currency, Date, Iban, Language, Money, PaymentTerms, Siren, Timestamp, VatNumber, define_id, slug_enum,
};
use serde::{Deserialize, Serialize};

define_id!(
    /// One creditor.
    CreditorId,
    /// One debtor, whoever the creditors are.
    DebtorId,
    /// A group of debtors under one control.
    GroupId,
    /// One debtor towards one creditor.
    AccountId,
    /// One person or desk to speak to.
    ContactId,
    /// One piece of the ledger.
    ItemId,
    /// One match between two pieces.
    AllocationId,
    /// One import, or one hand-made correction.
    BatchId,
);

slug_enum!(
    /// What a debtor is: it drives the court, the rates and what may be claimed.
    DebtorKind {
        /// Commercial company (SARL, SAS, SA, SNC…).
        CommercialCompany = "commercial-company",
        /// Civil company (SCI, SCP…).
        CivilCompany = "civil-company",
        /// Association.
        Association = "association",
        /// Sole trader (commerçant).
        Trader = "trader",
        /// Craftsman (artisan).
        Artisan = "artisan",
        /// Other professional (liberal, farmer).
        Professional = "professional",
        /// Private person outside any business.
        Consumer = "consumer",
        /// State, local authority, public hospital.
        PublicBody = "public-body",
        /// Public undertaking (EPIC, régie).
        PublicUndertaking = "public-undertaking",
    }
);

slug_enum!(
    /// What a piece is.
    ItemKind {
        /// Invoice.
        Invoice = "invoice",
        /// Credit note (avoir).
        CreditNote = "credit-note",
        /// Money received (règlement).
        Payment = "payment",
        /// Money given back, or a rejected payment.
        Refund = "refund",
        /// Bill of exchange receivable (413).
        Bill = "bill",
        /// Advance received (419).
        Advance = "advance",
        /// Balance brought forward (à-nouveau).
        Opening = "opening",
        /// Transfer to or from doubtful receivables (416).
        Doubtful = "doubtful",
        /// Settled by the ERP: the piece left the open-items export.
        Settlement = "settlement",
        /// Anything else on a customer account.
        Other = "other",
    }
);

slug_enum!(
    /// What a contact is for.
    ContactRole {
        /// Accounts payable.
        Accounting = "accounting",
        /// Management.
        Management = "management",
        /// Purchasing.
        Purchasing = "purchasing",
        /// Legal.
        Legal = "legal",
        /// Anyone else.
        Other = "other",
    }
);

/// A postal address; empty fields are empty strings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Building, floor, box.
    pub complement: String,
    /// Post code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// ISO 3166 code of two letters; `FR` by default.
    pub country: String,
}

impl Address {
    /// True when a letter can be posted: a town, and a street or a post code.
    pub fn is_postable(&self) -> bool {
        Self::suffices(!self.city.is_empty(), !self.street.is_empty(), !self.postcode.is_empty())
    }

    /// The whole of it on one line, as people say it.
    pub fn on_one_line(&self) -> String {
        let town = format!("{} {}", self.postcode, self.city);
        let parts = [self.street.as_str(), &self.complement, town.trim(), &self.country];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The same from what is there of it, for who does not read the texts.
    pub const fn suffices(city: bool, street: bool, postcode: bool) -> bool {
        city && (street || postcode)
    }
}

/// Who is owed: an own entity, or an agency's client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Creditor {
    /// Identity.
    pub id: CreditorId,
    /// Short code typed on the command line, unique.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Legal form, capital, registry: one line under the name.
    pub legal_line: String,
    /// SIREN.
    pub siren: Option<Siren>,
    /// VAT number.
    pub vat: Option<VatNumber>,
    /// Address.
    pub address: Address,
    /// Telephone.
    pub phone: String,
    /// Mail of the collection desk.
    pub email: String,
    /// Account on which debtors pay.
    pub iban: Option<Iban>,
    /// Its bank.
    pub bic: Option<Bic>,
    /// Who signs letters.
    pub signatory: String,
    /// The mediator of consumption a consumer may turn to: name, address, site; empty where there is none.
    pub mediator: String,
    /// Accounting currency.
    pub currency: Currency,
    /// Default payment terms.
    pub terms: PaymentTerms,
    /// Bumped by each change.
    pub version: i64,
}

/// Who owes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Debtor {
    /// Identity.
    pub id: DebtorId,
    /// Legal kind.
    pub kind: DebtorKind,
    /// False while the kind is only supposed from the file.
    pub kind_confirmed: bool,
    /// Name.
    pub name: String,
    /// SIREN.
    pub siren: Option<Siren>,
    /// VAT number.
    pub vat: Option<VatNumber>,
    /// Address.
    pub address: Address,
    /// Language of letters.
    pub language: Language,
    /// Group it belongs to.
    pub group_id: Option<GroupId>,
    /// Batch that created it; none when made by hand.
    pub batch_id: Option<BatchId>,
    /// The address, on one line, from which a letter came back because nobody knows the debtor there; empty where none
    /// did. It says nothing of another address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub returned_address: String,
    /// Bumped by each change.
    pub version: i64,
}

impl Debtor {
    /// True while the address is the one from which a letter came back.
    pub fn address_came_back(&self) -> bool {
        !self.returned_address.is_empty() && self.returned_address == self.address.on_one_line()
    }

    /// True when a letter can be posted, and none came back from there.
    pub fn is_postable(&self) -> bool {
        self.address.is_postable() && !self.address_came_back()
    }
}

/// One debtor towards one creditor: the unit of work, of locking and of sharding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// The creditor.
    pub creditor_id: CreditorId,
    /// The debtor.
    pub debtor_id: DebtorId,
    /// Customer code in the creditor's books, unique per creditor.
    pub number: String,
    /// Terms agreed with this debtor; none means the creditor's.
    pub terms: Option<PaymentTerms>,
    /// Salesperson in charge, as named by the file.
    pub salesperson: String,
    /// Reminders are paused until this day, included.
    pub paused_until: Option<Date>,
    /// Why they are paused.
    pub pause_reason: String,
    /// Who paused them and answers for it.
    pub pause_owner: String,
    /// Strategy chosen by hand, by its slug; none follows the segment.
    pub strategy: Option<String>,
    /// The account that pays for this one, of the same creditor: messages go to it.
    pub payer_id: Option<AccountId>,
    /// Batch that created it; none when made by hand.
    pub batch_id: Option<BatchId>,
    /// Bumped by each change.
    pub version: i64,
}

/// A person or desk of a debtor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity.
    pub id: ContactId,
    /// The debtor.
    pub debtor_id: DebtorId,
    /// Name, or the desk's name.
    pub name: String,
    /// What it is for.
    pub role: ContactRole,
    /// Mail.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Day on which its mail came back; none while it is good.
    pub bounced_on: Option<Date>,
    /// Batch that created it; none when made by hand.
    pub batch_id: Option<BatchId>,
}

/// A group of debtors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Identity.
    pub id: GroupId,
    /// Name.
    pub name: String,
}

/// One piece of the ledger. Its amount never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Identity.
    pub id: ItemId,
    /// The account.
    pub account_id: AccountId,
    /// Batch that brought it; it counts only while that batch is live.
    pub batch_id: BatchId,
    /// What it is.
    pub kind: ItemKind,
    /// Number of the piece as printed on it.
    pub number: String,
    /// What makes it the same piece in two files, unique per account among live batches.
    pub key: String,
    /// Wording.
    pub label: String,
    /// Positive when it increases what the debtor owes, negative when it decreases it.
    pub amount: Money,
    /// Accounting date: it exists in the ledger from this day.
    pub entry_on: Date,
    /// Date of the piece.
    pub issue_on: Date,
    /// Due date; for a credit, its own date.
    pub due_on: Date,
    /// True when the due date comes from payment terms and nobody confirmed it.
    pub due_inferred: bool,
    /// Date of delivery or completion, when known.
    pub supply_on: Option<Date>,
    /// General-ledger account, as in the file.
    pub gl_account: String,
}

/// A match between a debit and a credit piece, from its accounting date on. A reversal is another
/// row of the opposite amount that names the row it takes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    /// Identity.
    pub id: AllocationId,
    /// The account both pieces belong to.
    pub account_id: AccountId,
    /// Batch that brought it; it counts only while that batch is live.
    pub batch_id: BatchId,
    /// The piece that is owed.
    pub debit_id: ItemId,
    /// The piece that settles.
    pub credit_id: ItemId,
    /// Positive; negative for a reversal.
    pub amount: Money,
    /// Accounting date.
    pub on: Date,
    /// Lettrage code of the file, if any.
    pub letter: String,
    /// The row this one takes back.
    pub reverses: Option<AllocationId>,
}

slug_enum!(
    /// Where a batch stands. Only `live` counts.
    BatchState {
        /// Rows are being written; nothing counts yet.
        Loading = "loading",
        /// Its rows count.
        Live = "live",
        /// Taken back by a user.
        Undone = "undone",
        /// Interrupted and discarded.
        Dropped = "dropped",
    }
);

slug_enum!(
    /// How a file relates to the ledger.
    ImportMode {
        /// The file brings movements; what it does not mention does not change.
        Movement = "movement",
        /// The file is all that is open; a piece it does not mention was settled.
        Snapshot = "snapshot",
    }
);

/// An import, or one hand-made correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Identity.
    pub id: BatchId,
    /// The creditor whose ledger it feeds.
    pub creditor_id: CreditorId,
    /// Format slug (`fec`, `csv`, `xlsx`, `manual`).
    pub format: String,
    /// File names, separated by ` + `.
    pub source: String,
    /// SHA-256 of the files, hexadecimal.
    pub fingerprint: String,
    /// Profile used.
    pub profile: String,
    /// Movement or snapshot.
    pub mode: ImportMode,
    /// Where it stands.
    pub state: BatchState,
    /// Day the file speaks of.
    pub as_of: Date,
    /// Who started it.
    pub actor: String,
    /// When it started.
    pub created_at: Timestamp,
    /// Lines to do and done, for progress.
    pub total: i64,
    /// Lines done.
    pub done: i64,
    /// Figures, errors and control totals, as JSON (`imports::Outcome`).
    pub outcome: String,
}
