//! The terms of sale of one account: what it accepted, and which of it binds each piece.

use std::collections::HashMap;

use amicable::sale_terms::{Binding, Strength, binding};
use kernel::{Date, Money};
use ledger::{AccountId, Item, ItemId};
use store::{DocumentId, TermsAcceptance, Tx};

use super::list::{Bearing, Versions};
use super::words::{Proof, bound_words, later_words, never_words};
use super::{AcceptanceLine, AccountSaleTerms, ItemTerms, TermsAcceptanceId, TermsBinding, VersionText};
use crate::blocks::open_pieces;
use crate::{Actor, Desk, DeskError, Permission};

/// What an account accepted, with the versions of its creditor.
struct Accepted {
    versions: Versions,
    rows: Vec<TermsAcceptance>,
    /// Those that count.
    bearings: Vec<Bearing>,
}

impl Accepted {
    fn read(tx: &mut Tx, account: &ledger::Account, today: Date) -> Result<Self, DeskError> {
        let versions = Versions::read(tx, Some(account.creditor_id), today)?;
        let rows = tx.sale_terms().of_account(account.id)?;
        let bearing = |row: &TermsAcceptance| {
            let since = versions.find(row.terms_id)?.since_on;
            Some(Bearing {
                acceptance: row.id,
                version: row.terms_id,
                since,
                on: row.accepted_on,
                how: row.how,
                filed: row.document_id.is_some(),
            })
        };
        let bearings = rows.iter().filter(|row| row.withdrawn_us.is_none()).filter_map(bearing).collect();
        Ok(Self { versions, rows, bearings })
    }

    fn label(&self, bearing: &Bearing) -> &str {
        self.versions.find(bearing.version).map_or("", |terms| terms.label.as_str())
    }

    fn document(&self, id: TermsAcceptanceId) -> Option<DocumentId> {
        self.rows.iter().find(|row| row.id == id)?.document_id
    }

    /// What binds a piece of a day.
    fn on(&self, issued: Date) -> TermsBinding {
        let none = |why| TermsBinding {
            version: None,
            label: String::new(),
            acceptance: None,
            accepted: None,
            how: None,
            strength: None,
            document: None,
            stronger: None,
            why,
        };
        let proof = |b: &Bearing| Proof { label: self.label(b), on: b.on, how: b.how, filed: b.filed };
        match binding(&self.bearings, issued) {
            Binding::Never => none(never_words()),
            Binding::Later { from } => none(later_words(from)),
            Binding::Bound { by, stronger } => TermsBinding {
                version: Some(by.version),
                label: self.label(&by).to_owned(),
                acceptance: Some(by.acceptance),
                accepted: Some(by.on),
                how: Some(by.how),
                strength: Some(by.how.strength()),
                document: self.document(by.acceptance),
                stronger: stronger.map(|s| s.acceptance),
                why: bound_words(&proof(&by), stronger.as_ref().map(proof).as_ref()),
            },
        }
    }

    fn item(&self, item: Item, open: Money) -> ItemTerms {
        ItemTerms {
            item_id: item.id,
            item: item.number,
            issued: item.issue_on,
            open: open.to_decimal(),
            currency: open.currency(),
            binding: self.on(item.issue_on),
        }
    }

    fn lines(&self, tx: &mut Tx) -> Result<Vec<AcceptanceLine>, DeskError> {
        let ids: Vec<DocumentId> = self.rows.iter().filter_map(|row| row.document_id).collect();
        let files: HashMap<DocumentId, String> =
            tx.documents().infos(&ids)?.into_iter().map(|info| (info.id, info.file_name)).collect();
        let line = |row: &TermsAcceptance| AcceptanceLine {
            id: row.id,
            version: row.terms_id,
            label: self.versions.find(row.terms_id).map_or_else(String::new, |terms| terms.label.clone()),
            on: row.accepted_on,
            how: row.how,
            strength: row.how.strength(),
            note: row.note.clone(),
            document: row.document_id,
            file: row.document_id.and_then(|id| files.get(&id).cloned()).unwrap_or_default(),
            actor: row.actor.clone(),
            at: row.created_us,
            withdrawn_by: row.withdrawn_by.clone(),
            withdrawn_why: row.withdrawn_why.clone(),
            withdrawn_at: row.withdrawn_us,
        };
        Ok(self.rows.iter().rev().map(line).collect())
    }

    fn texts(&self) -> Vec<VersionText> {
        let text = |terms: &store::SaleTerms| {
            let (until, state) = self.versions.span(terms.id);
            VersionText {
                id: terms.id,
                label: terms.label.clone(),
                since: terms.since_on,
                until,
                state,
                document: terms.document_id,
                clauses: self.versions.clauses(terms.id),
            }
        };
        self.versions.all.iter().rev().map(text).collect()
    }
}

/// What the weakest binding of an account's pieces of those days is worth; none where one of them is bound by nothing.
pub(crate) fn weakest(
    tx: &mut Tx,
    account: &ledger::Account,
    issued: &[Date],
    today: Date,
) -> Result<Option<Strength>, DeskError> {
    let accepted = Accepted::read(tx, account, today)?;
    let all: Option<Vec<Strength>> = issued.iter().map(|day| accepted.on(*day).strength).collect();
    Ok(all.and_then(|all| all.into_iter().max()))
}

impl Desk {
    /// The terms of sale of an account: versions with their clauses, acceptances with what they are worth, and what
    /// binds each open piece.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn sale_terms_of_account(&self, actor: &Actor, account: AccountId) -> Result<AccountSaleTerms, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let account = actor.find(tx, account)?;
            let accepted = Accepted::read(tx, &account, today)?;
            let mut pieces = open_pieces(tx, account.id, today)?;
            pieces.retain(|(_, open)| open.minor() > 0);
            pieces.sort_by_key(|(item, _)| (item.issue_on, item.id));
            Ok(AccountSaleTerms {
                account_id: account.id,
                debtor: tx.debtors().get(account.debtor_id)?.name,
                creditor: tx.creditors().get(account.creditor_id)?.code,
                account: account.number,
                today: accepted.on(today),
                items: pieces.into_iter().map(|(item, open)| accepted.item(item, open)).collect(),
                acceptances: accepted.lines(tx)?,
                versions: accepted.texts(),
            })
        })
    }

    /// The terms that bind one piece, open or not.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn sale_terms_of_item(&self, actor: &Actor, item: ItemId) -> Result<ItemTerms, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let item = actor.find(tx, item)?;
            let account = tx.accounts().get(item.account_id)?;
            let matches = tx.allocations().of_account(account.id)?;
            let open = ledger::statement::open_of(&item, &matches, Some(today));
            Ok(Accepted::read(tx, &account, today)?.item(item, open))
        })
    }
}
