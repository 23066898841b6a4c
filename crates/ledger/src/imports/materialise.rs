//! Turning the plan of one account into rows.

use kernel::{Currency, Date, IdSource, Money, Timestamp};

use super::plan::{AccountPlan, Cause, Context, Creation, Piece, Settlement};
use super::{Known, KnownItem};
use crate::intake::{CustomerRow, Intake};
use crate::{
    Account, AccountId, Address, Allocation, AllocationId, BatchId, Contact, ContactId, Debtor, DebtorId, DebtorKind,
    Item, ItemId, ItemKind, Language,
};

/// Where ids come from during one import.
#[derive(Debug, Clone, Copy)]
pub struct Ids<'a> {
    /// Source.
    pub source: &'a IdSource,
    /// Instant of the import.
    pub now: Timestamp,
    /// The batch.
    pub batch: BatchId,
}

impl Ids<'_> {
    fn next(&self) -> i64 {
        self.source.next(self.now)
    }
}

/// Rows to write for one account.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The account, new or known.
    pub account_id: Option<AccountId>,
    /// A new debtor; none when the account exists or the debtor is known through another creditor.
    pub debtor: Option<Debtor>,
    /// A new account.
    pub account: Option<Account>,
    /// A new contact.
    pub contact: Option<Contact>,
    /// New pieces.
    pub items: Vec<Item>,
    /// New matches.
    pub allocations: Vec<Allocation>,
    /// Pieces to reopen and by how much: their latest matches are reversed by the caller, who can
    /// read them.
    pub reopenings: Vec<(ItemId, i64, Date)>,
}

/// Rows of one account. Ids are drawn here, in order, so that rows of an account lie together.
pub fn materialise(plan: &AccountPlan, intake: &Intake, known: &Known, context: Context<'_>, ids: Ids<'_>) -> Rows {
    let mut rows = Rows::default();
    let known_account = known.accounts.get(&*plan.number);
    let account_id = known_account.map_or_else(|| AccountId(ids.next()), |k| k.account.id);
    rows.account_id = Some(account_id);
    let customer = plan.customer.and_then(|c| intake.customers.get(c as usize));
    if let (None, Some(customer)) = (known_account, customer) {
        let shared = customer.siren.as_ref().and_then(|s| known.debtors_by_siren.get(s.as_str())).copied();
        let debtor_id = shared.unwrap_or_else(|| DebtorId(ids.next()));
        if shared.is_none() {
            rows.debtor = Some(debtor(debtor_id, customer, known, ids.batch));
        }
        rows.account = Some(account(account_id, debtor_id, customer, context, ids.batch));
    }
    let debtor_id = rows.account.as_ref().map(|a| a.debtor_id).or(known_account.map(|k| k.debtor.id));
    if let (true, Some(customer), Some(debtor_id)) = (plan.new_contact, customer, debtor_id) {
        rows.contact = contact(ContactId(ids.next()), debtor_id, customer, ids.batch);
    }
    let known_items = known_account.map_or(&[][..], |k| &k.items);
    let mut writer = Writer { account_id, ids, known_items, first_new: 0, rows };
    writer.write(plan, intake);
    writer.rows
}

struct Writer<'a> {
    account_id: AccountId,
    ids: Ids<'a>,
    known_items: &'a [KnownItem],
    first_new: usize,
    rows: Rows,
}

impl Writer<'_> {
    fn write(&mut self, plan: &AccountPlan, intake: &Intake) {
        self.first_new = self.rows.items.len();
        for creation in &plan.creations {
            let item = self.item(creation, intake);
            self.rows.items.push(item);
        }
        for settlement in &plan.settlements {
            self.settle(*settlement);
        }
        for m in &plan.matches {
            let (debit, credit) = (self.id(m.debit), self.id(m.credit));
            let amount = Money::new(m.amount, m.currency);
            self.allocate(debit, credit, amount, m.on, &m.letter);
        }
    }

    fn item(&self, creation: &Creation, intake: &Intake) -> Item {
        let row = &intake.pieces[creation.row as usize];
        Item {
            id: ItemId(self.ids.next()),
            account_id: self.account_id,
            batch_id: self.ids.batch,
            kind: row.kind,
            number: row.number.to_string(),
            key: row.key.as_deref().unwrap_or(&row.number).to_owned(),
            label: row.label.to_string(),
            amount: row.amount,
            entry_on: row.entry_on,
            issue_on: row.issue_on,
            due_on: creation.due_on,
            due_inferred: creation.due_inferred,
            supply_on: row.supply_on,
            gl_account: row.gl_account.to_string(),
        }
    }

    fn id(&self, piece: Piece) -> ItemId {
        match piece {
            Piece::Known(id) => id,
            Piece::New(n) => self.rows.items[self.first_new + n as usize].id,
        }
    }

    /// Amount, currency, number and kind of a piece.
    fn describe(&self, piece: Piece) -> (i64, Currency, String, ItemKind) {
        match piece {
            Piece::New(n) => {
                let item = &self.rows.items[self.first_new + n as usize];
                (item.amount.minor(), item.amount.currency(), item.number.clone(), item.kind)
            }
            Piece::Known(id) => match self.known_items.binary_search_by_key(&id, |i| i.id) {
                Ok(i) => {
                    let item = &self.known_items[i];
                    (item.amount, item.currency, item.number.to_string(), item.kind)
                }
                Err(_) => (0, Currency::EUR, String::new(), ItemKind::Other),
            },
        }
    }

    fn settle(&mut self, settlement: Settlement) {
        let (amount, currency, number, of) = self.describe(settlement.piece);
        let target = self.id(settlement.piece);
        if settlement.minor.signum() != amount.signum() {
            self.rows.reopenings.push((target, settlement.minor.abs(), settlement.on));
            return;
        }
        let id = ItemId(self.ids.next());
        let kind = match (settlement.cause, of) {
            (Cause::Absent, _) => ItemKind::Settlement,
            // Nobody paid: the sale is undone, and the piece that stands for it makes it again.
            (Cause::Replaced, ItemKind::Invoice) => ItemKind::CreditNote,
            (Cause::Replaced, ItemKind::CreditNote) => ItemKind::Invoice,
            _ if amount > 0 => ItemKind::Payment,
            _ => ItemKind::Refund,
        };
        self.rows.items.push(Item {
            id,
            account_id: self.account_id,
            batch_id: self.ids.batch,
            kind,
            key: format!("@{}", kernel::id::to_text(id.0)),
            label: number.clone(),
            number: String::new(),
            amount: Money::new(-settlement.minor, currency),
            entry_on: settlement.on,
            issue_on: settlement.on,
            due_on: settlement.on,
            due_inferred: false,
            supply_on: None,
            gl_account: String::new(),
        });
        let (debit, credit) = if amount > 0 { (target, id) } else { (id, target) };
        self.allocate(debit, credit, Money::new(settlement.minor.abs(), currency), settlement.on, "");
    }

    fn allocate(&mut self, debit: ItemId, credit: ItemId, amount: Money, on: Date, letter: &str) {
        self.rows.allocations.push(Allocation {
            id: AllocationId(self.ids.next()),
            account_id: self.account_id,
            batch_id: self.ids.batch,
            debit_id: debit,
            credit_id: credit,
            amount,
            on,
            letter: letter.to_owned(),
            reverses: None,
        });
    }
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn debtor(id: DebtorId, row: &CustomerRow, known: &Known, batch: BatchId) -> Debtor {
    Debtor {
        id,
        kind: row.kind.unwrap_or(DebtorKind::CommercialCompany),
        kind_confirmed: row.kind.is_some(),
        name: row.name.as_deref().filter(|n| !n.is_empty()).unwrap_or(&row.number).to_owned(),
        siren: row.siren.clone(),
        vat: row.vat.clone(),
        address: Address {
            street: owned(row.street.as_deref()),
            complement: owned(row.complement.as_deref()),
            postcode: owned(row.postcode.as_deref()),
            city: owned(row.city.as_deref()),
            country: row.country.as_deref().unwrap_or("FR").to_owned(),
        },
        language: row.language.unwrap_or(Language::Fr),
        group_id: row.group.as_deref().and_then(|g| known.groups.get(g)).map(|g| g.id),
        batch_id: Some(batch),
        returned_address: String::new(),
        version: 0,
    }
}

fn account(id: AccountId, debtor_id: DebtorId, row: &CustomerRow, context: Context<'_>, batch: BatchId) -> Account {
    Account {
        id,
        creditor_id: context.creditor.id,
        debtor_id,
        number: row.number.to_string(),
        terms: row.terms,
        salesperson: owned(row.salesperson.as_deref()),
        paused_until: None,
        pause_reason: String::new(),
        pause_owner: String::new(),
        strategy: None,
        payer_id: None,
        batch_id: Some(batch),
        version: 0,
    }
}

fn contact(id: ContactId, debtor_id: DebtorId, row: &CustomerRow, batch: BatchId) -> Option<Contact> {
    let contact = row.contact.as_ref()?;
    Some(Contact {
        id,
        debtor_id,
        name: contact.name.to_string(),
        role: contact.role,
        email: contact.email.to_string(),
        phone: contact.phone.to_string(),
        bounced_on: None,
        batch_id: Some(batch),
    })
}
