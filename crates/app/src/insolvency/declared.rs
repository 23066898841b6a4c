//! The declaration of one account: what is declared, where it is, which day counts.

use judicial::insolvency::clocks::{Clock, Places};
use judicial::insolvency::declaration::{Declaration, DeclarationState, declaration, state};
use judicial::insolvency::effects::OpenItem;
use judicial::insolvency::standing::Insolvency as Procedure;
use kernel::{Date, Territory};
use law::Law;
use ledger::{Account, Address};
use store::{Insolvency, InsolvencyClaim, Tx};

use super::pieces::{Books, Judged};
use super::settle::{Settled, kept};
use crate::{Desk, DeskError};

/// The procedure that counts for the debtor of an account, and what the account declares now.
pub(crate) struct Declaring {
    pub row: Insolvency,
    pub known: Procedure,
    pub judged: Vec<Judged>,
    pub places: Places,
    pub drawn: Drawn,
}

impl Desk {
    /// What an account declares now; none where no procedure of its debtor counts.
    pub(crate) fn declaring(&self, tx: &mut Tx, account: &Account) -> Result<Option<Declaring>, DeskError> {
        let Some(row) = tx.insolvencies().of_debtor(account.debtor_id)? else { return Ok(None) };
        let settled = Settled { known: kept(&row).insolvency, row };
        let Some(known) = settled.counts().cloned() else { return Ok(None) };
        let row = settled.row;
        let creditor = tx.creditors().get(account.creditor_id)?;
        let kind = tx.debtors().get(account.debtor_id)?.kind;
        let claim = tx.insolvencies().claim_of(account.id)?.filter(|claim| claim.opened_by == row.opened_by);
        let books = Books::read(tx, &[account.id])?;
        let judgment = known.judgment_on.unwrap_or(known.known_from);
        let judged = books.judged(account.id, kind, (&known, &self.law), (self.today(), Some(judgment)))?;
        let places = places(&row.department, &creditor.address);
        let drawn = drawn(&known, &judged, claim.as_ref(), (places, self.today(), &self.law))?;
        Ok(Some(Declaring { row, known, judged, places, drawn }))
    }
}

/// A declaration drawn, and where it is.
pub(crate) struct Drawn {
    pub declaration: Declaration,
    pub state: DeclarationState,
    /// The day that counts now: to declare, then to ask relief.
    pub due: Option<Clock>,
}

/// Draws the declaration of one account; what a factor owns the factor declares.
pub(super) fn drawn(
    known: &Procedure,
    judged: &[Judged],
    claim: Option<&InsolvencyClaim>,
    (places, today, law): (Places, Date, &Law),
) -> Result<Drawn, DeskError> {
    let items: Vec<OpenItem> =
        judged.iter().filter(|one| !one.piece.factored).map(|one| one.piece.open.clone()).collect();
    let declaration = declaration(known, &items, places, law)?;
    let sent = claim.and_then(|claim| claim.sent_on);
    let (state, due) = state(known, &declaration, sent, places, today, law)?;
    Ok(Drawn { declaration, state, due })
}

/// Where the creditor and the court are, by the address of the one and the department of the other.
pub(super) fn places(department: &str, creditor: &Address) -> Places {
    let court = territory(department);
    let court_overseas = !matches!(court, Territory::Metropole | Territory::AlsaceMoselle);
    let french = matches!(creditor.country.trim().to_uppercase().as_str(), "" | "FR" | "FRANCE");
    let postcode = creditor.postcode.trim();
    let overseas = french && (postcode.starts_with("97") || postcode.starts_with("98"));
    let own = postcode.get(..3).map_or(Territory::Metropole, territory);
    Places {
        territory: court,
        creditor_in_metropole: french && !overseas,
        court_overseas,
        same_overseas: court_overseas && overseas && own == court,
    }
}

/// Whose holidays, by the department of a court or the beginning of a postcode.
fn territory(department: &str) -> Territory {
    match department.trim() {
        "57" | "67" | "68" => Territory::AlsaceMoselle,
        "971" => Territory::Guadeloupe,
        "972" => Territory::Martinique,
        "973" => Territory::Guyane,
        "974" => Territory::Reunion,
        "976" => Territory::Mayotte,
        "977" => Territory::SaintBarthelemy,
        "978" => Territory::SaintMartin,
        _ => Territory::Metropole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(country: &str, postcode: &str) -> Address {
        Address { country: country.to_owned(), postcode: postcode.to_owned(), ..Address::default() }
    }

    #[test]
    fn who_is_far_from_the_court_is_told_by_postcode_and_department() {
        let here = places("75", &at("FR", "69001"));
        assert_eq!(here, Places::METROPOLE);
        assert_eq!(places("68", &at("FR", "69001")).territory, Territory::AlsaceMoselle);
        let island = places("974", &at("FR", "97400"));
        assert!(island.court_overseas && island.same_overseas && !island.creditor_in_metropole);
        let far = places("974", &at("", "75001"));
        assert!(far.court_overseas && !far.same_overseas && far.creditor_in_metropole);
        assert!(!places("75", &at("DE", "10115")).creditor_in_metropole);
    }
}
