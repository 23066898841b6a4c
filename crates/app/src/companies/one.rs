//! What the register says of one account's debtor, beside what our file says.

use formats::sirene::{ActivityState, Company, Disclosure, Establishment};
use kernel::{Date, Timestamp, Wording};
use ledger::{AccountId, Address, Debtor};
use serde::Serialize;
use store::{CompanyChange, CompanyEvent, CompanyState, KnownCompany, Tx};

use super::judge::{address_of_seat, body, is_elsewhere, warnings};
use super::{CompanyWarning, words};
use crate::{Actor, Desk, DeskError, Permission};

/// Changes shown.
const CHANGES: u32 = 20;
/// Establishments shown: a file is no register.
const ESTABLISHMENTS: usize = 50;

/// One establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EstablishmentLine {
    /// Its number.
    pub siret: String,
    /// Its address, or its town; empty where it is hidden.
    pub address: String,
    /// Closed or open; none where it is not said.
    pub closed: Option<bool>,
    /// The day it closed.
    pub closed_on: Option<Date>,
    /// It was the head office.
    pub former_head_office: bool,
}

impl EstablishmentLine {
    fn of(one: &Establishment) -> Self {
        let town = [one.postcode.as_deref(), one.town.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Self {
            siret: one.siret.to_string(),
            address: one.address.clone().unwrap_or(town),
            closed: one.state.map(|state| state == ActivityState::Ceased),
            closed_on: one.closed,
            former_head_office: one.former_head_office,
        }
    }
}

/// What was no more as the answer before had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyChangeLine {
    /// The day it was seen.
    pub on: Date,
    /// What.
    pub what: CompanyEvent,
    /// In words.
    pub words: Wording,
    /// What was; empty where that is hidden now.
    pub was: String,
    /// What is.
    pub became: String,
}

/// Something to look at, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WarningLine {
    /// Which.
    pub warning: CompanyWarning,
    /// In words.
    pub words: Wording,
    /// What to do.
    pub advice: Wording,
}

/// What of the register our file could take over, where it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CompanyOffers {
    /// The name.
    pub name: Option<String>,
    /// The address of the head office.
    pub address: Option<Address>,
}

/// What the register says of a debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyFile {
    /// The account.
    pub account_id: AccountId,
    /// SIREN of its debtor; none where the file has none: nothing can be asked.
    pub siren: Option<String>,
    /// What the register says; none while it was never read.
    pub state: Option<CompanyState>,
    /// The same in words.
    pub state_words: Wording,
    /// Name; none where it is hidden.
    pub name: Option<String>,
    /// Acronym.
    pub acronym: Option<String>,
    /// Code of the legal category.
    pub legal_form: Option<String>,
    /// The same in words, for the usual ones.
    pub form_words: Option<Wording>,
    /// The day it was created.
    pub created: Option<Date>,
    /// The day it ceased.
    pub ceased: Option<Date>,
    /// It asked that its name and address be not spread.
    pub hidden: bool,
    /// The head office.
    pub seat: Option<EstablishmentLine>,
    /// The other establishments that answers named, the open ones first.
    pub establishments: Vec<EstablishmentLine>,
    /// Open establishments, where the register says how many.
    pub open: Option<u32>,
    /// When the register last answered.
    pub read: Option<Timestamp>,
    /// Where that came from.
    pub source: String,
    /// Why the last question had no answer.
    pub error: Option<Wording>,
    /// What changed, the last seen first.
    pub changes: Vec<CompanyChangeLine>,
    /// What to look at.
    pub warnings: Vec<WarningLine>,
    /// What our file could take over.
    pub offers: CompanyOffers,
    /// Somebody can be asked.
    pub askable: bool,
}

impl Desk {
    /// What the register says of the debtor of an account.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn company(&self, actor: &Actor, account: AccountId) -> Result<CompanyFile, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let account = actor.find(tx, account)?;
            let debtor = tx.debtors().get(account.debtor_id)?;
            let (row, changes) = known(tx, &debtor)?;
            Ok(file(account.id, &debtor, row.as_ref(), (&changes, self.sirene.is_some())))
        })
    }
}

/// What is known of the company of a debtor.
pub(super) fn known(tx: &mut Tx, debtor: &Debtor) -> Result<(Option<KnownCompany>, Vec<CompanyChange>), DeskError> {
    let Some(siren) = &debtor.siren else { return Ok((None, Vec::new())) };
    let Some(row) = tx.companies().of(siren)? else { return Ok((None, Vec::new())) };
    let changes = tx.companies().changes(siren, CHANGES)?;
    Ok((Some(row), changes))
}

/// What of the register our file could take over.
pub(super) fn offers(company: &Company, debtor: &Debtor) -> CompanyOffers {
    let ours = &debtor.address;
    let unwritten = ours.postcode.is_empty() || ours.city.is_empty();
    CompanyOffers {
        name: company.name.clone().filter(|name| *name != debtor.name),
        address: address_of_seat(company).filter(|_| unwritten || is_elsewhere(company, ours)),
    }
}

/// What to look at, each with what to do.
pub(super) fn warned(row: &KnownCompany, changes: &[CompanyChange], debtor: &Debtor) -> Vec<WarningLine> {
    let company = body(row);
    let line = |warning| WarningLine {
        warning,
        words: words::warning(warning, company.as_ref(), debtor),
        advice: words::advice(warning),
    };
    warnings(row, changes, debtor).into_iter().map(line).collect()
}

fn file(
    account: AccountId,
    debtor: &Debtor,
    row: Option<&KnownCompany>,
    (changes, source): (&[CompanyChange], bool),
) -> CompanyFile {
    let company = row.and_then(body);
    let of = company.as_ref();
    let answered = row.filter(|row| row.read_us.is_some());
    let hidden = of.is_some_and(|company| company.disclosure == Some(Disclosure::Partial));
    let shown = |text: &String| if hidden { String::new() } else { text.clone() };
    let change = |change: &CompanyChange| CompanyChangeLine {
        on: change.on_day,
        what: change.what,
        words: words::event(change.what),
        was: shown(&change.was),
        became: shown(&change.became),
    };
    let mut establishments: Vec<EstablishmentLine> =
        of.map(|company| company.establishments.iter().map(EstablishmentLine::of).collect()).unwrap_or_default();
    establishments.sort_by_key(|one| one.closed);
    establishments.truncate(ESTABLISHMENTS);
    let legal_form = of.and_then(|company| company.legal_form.clone());
    let state = answered.map(|row| row.state);
    CompanyFile {
        account_id: account,
        siren: debtor.siren.as_ref().map(ToString::to_string),
        state,
        state_words: words::state(state),
        name: of.and_then(|company| company.name.clone()),
        acronym: of.and_then(|company| company.acronym.clone()),
        form_words: legal_form.as_deref().and_then(words::form),
        legal_form,
        created: of.and_then(|company| company.created),
        ceased: of.and_then(|company| company.ceased),
        hidden,
        seat: of.and_then(|company| company.head_office.as_ref()).map(EstablishmentLine::of),
        establishments,
        open: of.and_then(|company| company.open_establishments),
        read: answered.and_then(|row| row.read_us),
        source: answered.map(|row| row.source.clone()).unwrap_or_default(),
        error: row.and_then(|row| serde_json::from_str(&row.error).ok()),
        changes: changes.iter().map(change).collect(),
        warnings: row.map(|row| warned(row, changes, debtor)).unwrap_or_default(),
        offers: of.map(|company| offers(company, debtor)).unwrap_or_default(),
        askable: source && debtor.siren.is_some(),
    }
}
