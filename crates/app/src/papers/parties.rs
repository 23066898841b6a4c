//! Who stands in the papers of a case: the creditor, the debtor, those who owe with them.

use documents::court as paper;
use kernel::{Date, Wording};
use ledger::{Account, Creditor, Debtor, DebtorKind};
use store::{CaseSide, CourtCase, PartyRole, Tx};

use super::PaperKind;
use crate::DeskError;
use crate::letters::postal;

/// Who stands in a paper.
pub(super) struct Parties {
    pub creditor_record: Creditor,
    pub account: Account,
    pub creditor: paper::Party,
    /// The debtor first, then co-debtors and guarantors.
    pub debtors: Vec<paper::Party>,
    /// What the debtor is in law.
    pub kind: DebtorKind,
    /// True when the creditor claims.
    pub claims: bool,
}

/// Reads them.
pub(super) fn parties(tx: &mut Tx, case: &CourtCase) -> Result<Parties, DeskError> {
    let account = tx.accounts().get(case.account_id)?;
    let creditor = tx.creditors().get(account.creditor_id)?;
    let debtor = tx.debtors().get(account.debtor_id)?;
    let from = creditor.address.country.clone();
    let mut debtors = vec![party(&debtor, &from)];
    for other in tx.cases().parties_of(case.id)? {
        if !matches!(other.role, PartyRole::CoDebtor | PartyRole::Guarantor) {
            continue;
        }
        let known = other.debtor_id.map(|id| tx.debtors().get(id)).transpose()?;
        let mut of = known.as_ref().map_or_else(|| unknown(&other.name), |known| party(known, &from));
        let typed: Vec<String> =
            other.address.lines().map(|line| line.trim().to_owned()).filter(|l| !l.is_empty()).collect();
        if !typed.is_empty() {
            of.address = typed;
        }
        debtors.push(of);
    }
    Ok(Parties {
        creditor: applicant(&creditor),
        debtors,
        kind: debtor.kind,
        claims: case.side == CaseSide::Claimant,
        creditor_record: creditor,
        account,
    })
}

impl Parties {
    /// What each paper of a case bears.
    pub fn cover(&self, case: &CourtCase, kind: PaperKind, (place, date): (&str, Date)) -> paper::Cover {
        let own = if case.reference.is_empty() { self.account.number.as_str() } else { case.reference.as_str() };
        paper::Cover {
            ident: format!("{}-{}-{date}", kind.slug(), case.id),
            reference: own.to_owned(),
            place: place.to_owned(),
            date,
        }
    }
}

/// The creditor, as its record identifies it; its form is what the record says in one line.
fn applicant(creditor: &Creditor) -> paper::Party {
    let contact = [creditor.phone.trim(), creditor.email.trim()];
    paper::Party {
        name: creditor.name.clone(),
        kind: paper::PartyKind::Company {
            form: Wording::same(creditor.legal_line.trim()),
            capital: None,
            registration: creditor.siren.as_ref().map(|siren| format!("SIREN {}", siren.grouped())),
        },
        address: postal(&creditor.address, &creditor.address.country),
        represented_by: None,
        agent: None,
        contact: contact.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
    }
}

fn party(debtor: &Debtor, from: &str) -> paper::Party {
    let registration = debtor.siren.as_ref().map(|siren| format!("SIREN {}", siren.grouped()));
    let what = law::words::of("debtor", debtor.kind.slug());
    let person = matches!(
        debtor.kind,
        DebtorKind::Consumer | DebtorKind::Trader | DebtorKind::Artisan | DebtorKind::Professional
    );
    let kind = if person {
        let occupation = (debtor.kind != DebtorKind::Consumer).then_some(what);
        paper::PartyKind::Person { born: None, nationality: None, occupation, registration }
    } else {
        paper::PartyKind::Company { form: what, capital: None, registration }
    };
    paper::Party {
        name: debtor.name.clone(),
        kind,
        address: postal(&debtor.address, from),
        represented_by: None,
        agent: None,
        contact: Vec::new(),
    }
}

/// Somebody whom the ledger does not know.
fn unknown(name: &str) -> paper::Party {
    paper::Party {
        name: name.to_owned(),
        kind: paper::PartyKind::Person { born: None, nationality: None, occupation: None, registration: None },
        address: Vec::new(),
        represented_by: None,
        agent: None,
        contact: Vec::new(),
    }
}
