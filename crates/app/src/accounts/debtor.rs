//! Who owes, as somebody types it: an account opened by hand, a debtor corrected.

use kernel::{Siren, VatNumber};
use ledger::{Account, AccountId, Address, Creditor, Debtor, DebtorId, DebtorKind, Language};
use serde_json::json;
use store::Tx;

use crate::creditors::optional;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, FieldRefusal, Permission};

/// Characters of a customer code at most.
const NUMBER_MOST: usize = 40;

/// A debtor as a form gives it.
#[derive(Debug, Clone)]
pub struct DebtorEdit {
    /// Name.
    pub name: String,
    /// Legal kind.
    pub kind: DebtorKind,
    /// SIREN, may be empty.
    pub siren: String,
    /// VAT number, may be empty.
    pub vat: String,
    /// Address.
    pub address: Address,
    /// Language of letters.
    pub language: Language,
    /// Version read, so that two people do not overwrite each other; of no use for one that is new.
    pub version: i64,
}

/// An account to open by hand: of a customer, a supplier, a partner that no file of the ledger names.
#[derive(Debug, Clone)]
pub struct AccountOrder {
    /// Code of the creditor; may be empty where there is one only.
    pub creditor: String,
    /// Code of the account in its books.
    pub number: String,
    /// Who it is.
    pub debtor: DebtorEdit,
}

/// An account that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountOpened {
    /// It.
    pub id: AccountId,
    /// Another creditor knows the debtor by its SIREN: what is known of it stays.
    pub known: bool,
}

/// The numbers of a debtor that were read.
#[derive(Clone)]
struct Numbers {
    siren: Option<Siren>,
    vat: Option<VatNumber>,
}

impl DebtorEdit {
    fn numbers(&self, errors: &mut Vec<FieldRefusal>) -> Numbers {
        let siren = optional(errors, &self.siren, |text| FieldRefusal::SirenWrong { text });
        let vat = optional(errors, &self.vat, |text| FieldRefusal::VatWrong { text });
        errors.extend(self.name.trim().is_empty().then_some(FieldRefusal::NameMissing));
        Numbers { siren, vat }
    }

    /// The debtor that it makes of another.
    fn applied(&self, Numbers { siren, vat }: Numbers, debtor: &Debtor) -> Debtor {
        let (address, returned_address) = (self.address.clone(), debtor.returned_address.clone());
        Debtor {
            id: debtor.id,
            kind: self.kind,
            kind_confirmed: true,
            name: self.name.trim().to_owned(),
            siren,
            vat,
            address,
            language: self.language,
            group_id: debtor.group_id,
            batch_id: debtor.batch_id,
            returned_address,
            version: self.version,
        }
    }
}

/// A code that can be typed and printed, on one line.
fn number_of(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NUMBER_MOST).contains(&text.chars().count()) && !text.contains(char::is_control);
    fits.then(|| text.to_owned())
}

impl Desk {
    /// Opens an account by hand; answers the wrong fields when there are some. A debtor whom another creditor knows by
    /// the same SIREN stays as it is known, and gets an account more.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on a creditor out of reach; [`DeskError::Beyond`] where who asks sees their own accounts
    /// only, among which a new one would not be.
    pub fn open_account(
        &self,
        actor: &Actor,
        order: &AccountOrder,
    ) -> Result<Result<AccountOpened, Vec<FieldRefusal>>, DeskError> {
        let mut errors = Vec::new();
        let creditor = self.creditor_opened(actor, order.creditor.trim())?;
        errors.extend(creditor.is_none().then_some(FieldRefusal::CreditorMissing));
        let number = number_of(&order.number);
        errors.extend(number.is_none().then_some(FieldRefusal::AccountNumberMalformed));
        let numbers = order.debtor.numbers(&mut errors);
        let (Some(creditor), Some(number), true) = (creditor, number, errors.is_empty()) else {
            return Ok(Err(errors));
        };
        self.store.write("account.open", |tx| {
            if let Some(taken) = taken(tx, &creditor, &number, numbers.siren.as_ref())? {
                return Ok(Err(vec![taken]));
            }
            let known = match &numbers.siren {
                Some(siren) => tx.debtors().by_siren(siren)?.into_iter().next(),
                None => None,
            };
            let opened = AccountOpened { id: AccountId(self.id()), known: known.is_some() };
            let debtor = known.map_or_else(|| self.new_debtor(tx, (&order.debtor, numbers.clone())), Ok)?;
            let account = Account {
                id: opened.id,
                creditor_id: creditor.id,
                debtor_id: debtor.id,
                number: number.clone(),
                terms: None,
                salesperson: String::new(),
                paused_until: None,
                pause_reason: String::new(),
                pause_owner: String::new(),
                strategy: None,
                payer_id: None,
                batch_id: None,
                version: 1,
            };
            tx.accounts().insert(&account)?;
            let payload = json!({ "number": account.number, "debtor": debtor, "known": opened.known });
            self.note(tx, actor, About::account(&account), "account.opened", &payload)?;
            Ok::<_, DeskError>(Ok(opened))
        })
    }

    /// The creditors of whom an account may be opened: those whose every account is within reach.
    ///
    /// # Errors
    /// [`DeskError::Beyond`] where who asks sees their own accounts only, among which a new one would not be.
    pub fn opening_creditors(&self, actor: &Actor) -> Result<Vec<Creditor>, DeskError> {
        actor.may(Permission::EditAccount)?;
        if actor.reach.is_own() {
            return Err(DeskError::Beyond);
        }
        self.creditors(actor)
    }

    /// The one of a code; the only one where no code is given, none where there are several.
    fn creditor_opened(&self, actor: &Actor, code: &str) -> Result<Option<Creditor>, DeskError> {
        let mut all = self.opening_creditors(actor)?;
        if code.is_empty() {
            return Ok(if all.len() == 1 { all.pop() } else { None });
        }
        let found = all.into_iter().find(|creditor| creditor.code == code);
        found.map(Some).ok_or_else(|| actor.out_of_reach("creditor", code))
    }

    fn new_debtor(&self, tx: &mut Tx, (edit, numbers): (&DebtorEdit, Numbers)) -> Result<Debtor, DeskError> {
        let blank = Debtor {
            id: DebtorId(self.id()),
            kind: edit.kind,
            kind_confirmed: true,
            name: String::new(),
            siren: None,
            vat: None,
            address: Address::default(),
            language: edit.language,
            group_id: None,
            batch_id: None,
            returned_address: String::new(),
            version: 1,
        };
        let debtor = Debtor { version: blank.version, ..edit.applied(numbers, &blank) };
        tx.debtors().insert(&debtor)?;
        Ok(debtor)
    }

    /// Corrects a debtor; answers the wrong fields when there are some.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`] when someone changed it meanwhile.
    pub fn correct_debtor(
        &self,
        actor: &Actor,
        id: DebtorId,
        edit: &DebtorEdit,
    ) -> Result<Result<(), Vec<FieldRefusal>>, DeskError> {
        actor.may(Permission::EditAccount)?;
        let mut errors = Vec::new();
        let numbers = edit.numbers(&mut errors);
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        self.store.write("debtor.correct", |tx| {
            let before = tx.debtors().get(id)?;
            let accounts = tx.accounts().of_debtor(id)?;
            // Who reaches one of its accounts corrects the debtor, which its creditors share.
            if !accounts.is_empty() && actor.among(tx, accounts.clone())?.is_empty() {
                return Err(actor.out_of_reach("debtor", id));
            }
            let after = edit.applied(numbers.clone(), &before);
            tx.debtors().save(&after)?;
            let payload = json!({ "before": before, "after": after });
            for account in &accounts {
                self.note(tx, actor, About::account(account), "debtor.corrected", &payload)?;
            }
            Ok::<_, DeskError>(())
        })?;
        Ok(Ok(()))
    }
}

/// What of a new account is that of another account of the creditor.
fn taken(
    tx: &mut Tx,
    creditor: &Creditor,
    number: &str,
    siren: Option<&Siren>,
) -> Result<Option<FieldRefusal>, DeskError> {
    if let Some(account) = tx.accounts().by_number(creditor.id, number)? {
        let name = tx.debtors().get(account.debtor_id)?.name;
        return Ok(Some(FieldRefusal::AccountNumberTaken { number: number.to_owned(), name }));
    }
    let Some(siren) = siren else { return Ok(None) };
    for debtor in tx.debtors().by_siren(siren)? {
        let mut accounts = tx.accounts().of_debtor(debtor.id)?.into_iter();
        if let Some(account) = accounts.find(|account| account.creditor_id == creditor.id) {
            return Ok(Some(FieldRefusal::SirenTaken { account: account.number, name: debtor.name }));
        }
    }
    Ok(None)
}
