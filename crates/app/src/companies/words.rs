//! States, changes and warnings, in words.

use formats::sirene::Company;
use kernel::Wording;
use ledger::Debtor;
use store::{CompanyEvent, CompanyState};

use super::CompanyWarning;
use super::judge::address_of_seat;

/// What the register says, in words; none while it was never read.
pub(super) fn state(of: Option<CompanyState>) -> Wording {
    let (fr, en) = match of {
        None => ("jamais lue", "never read"),
        Some(CompanyState::Active) => ("en activité", "in business"),
        Some(CompanyState::Ceased) => ("cessée", "ceased"),
        Some(CompanyState::Unsaid) => ("le registre ne le dit pas", "the register does not say"),
        Some(CompanyState::Unknown) => ("inconnue du registre", "unknown to the register"),
    };
    Wording::new(fr, en)
}

/// A change, in words.
pub(super) fn event(of: CompanyEvent) -> Wording {
    let (fr, en) = match of {
        CompanyEvent::Ceased => ("activité cessée", "ceased"),
        CompanyEvent::SeatMoved => ("siège déplacé", "head office moved"),
        CompanyEvent::SeatClosed => ("siège fermé", "head office closed"),
        CompanyEvent::Renamed => ("nom changé", "renamed"),
        CompanyEvent::Unknown => ("disparue du registre", "gone from the register"),
    };
    Wording::new(fr, en)
}

/// The usual legal categories (INSEE, level III); the code stands for the others.
pub(super) fn form(code: &str) -> Option<Wording> {
    let (fr, en) = match code {
        "1000" => ("entrepreneur individuel", "sole trader"),
        "5202" => ("société en nom collectif", "general partnership (SNC)"),
        "5498" => ("SARL unipersonnelle", "single-member limited company (EURL)"),
        "5499" => ("SARL", "limited company (SARL)"),
        "5599" => ("SA à conseil d’administration", "public limited company (SA)"),
        "5699" => ("SA à directoire", "public limited company (SA) with a management board"),
        "5710" => ("SAS", "simplified joint-stock company (SAS)"),
        "5720" => ("SAS à associé unique", "single-member simplified company (SASU)"),
        "6540" => ("société civile immobilière", "property company (SCI)"),
        "9220" => ("association déclarée", "registered association"),
        _ => return None,
    };
    Some(Wording::new(fr, en))
}

/// What is to be looked at.
pub(super) fn warning(of: CompanyWarning, company: Option<&Company>, debtor: &Debtor) -> Wording {
    let seat = company.and_then(address_of_seat).map_or_else(String::new, |at| format!("{} {}", at.postcode, at.city));
    let ours = format!("{} {}", debtor.address.postcode, debtor.address.city);
    let name = company.and_then(|company| company.name.clone()).unwrap_or_default();
    let day = company.and_then(|company| company.ceased);
    match of {
        CompanyWarning::Ceased => Wording::new(
            day.map_or_else(
                || "Société cessée".to_owned(),
                |day| format!("Société cessée le {}", law::text::date_fr(day)),
            ),
            day.map_or_else(|| "Ceased".to_owned(), |day| format!("Ceased on {}", law::text::date_en(day))),
        ),
        CompanyWarning::Unknown => {
            Wording::new("Le registre ne connaît pas ce SIREN", "The register does not know this SIREN")
        }
        CompanyWarning::SeatClosed => Wording::new("Le siège est fermé", "The head office is closed"),
        CompanyWarning::SeatMoved => Wording::new(
            format!("Le siège est parti à {seat} ; nous écrivons à {ours}"),
            format!("The head office moved to {seat}; we write to {ours}"),
        ),
        CompanyWarning::AddressClosed => Wording::new(
            format!("Nous écrivons à {ours}, où l’établissement est fermé"),
            format!("We write to {ours}, where the establishment is closed"),
        ),
        CompanyWarning::AddressDiffers => Wording::new(
            format!("Le siège est à {seat} ; nous écrivons à {ours}"),
            format!("The head office is at {seat}; we write to {ours}"),
        ),
        CompanyWarning::Renamed => Wording::new("La société a changé de nom", "The company changed its name"),
        CompanyWarning::NameDiffers => Wording::new(
            format!("Le registre la nomme {name} ; notre fichier, {}", debtor.name),
            format!("The register names it {name}; our file, {}", debtor.name),
        ),
    }
}

/// What to do about it.
pub(super) fn advice(of: CompanyWarning) -> Wording {
    let (fr, en) = match of {
        CompanyWarning::Ceased => (
            "Une requête contre une société qui a cessé risque d’être rejetée : cherchez au BODACC une procédure collective ou une dissolution, et qui la liquide.",
            "A petition against a company that ceased may be dismissed: look in the BODACC for an insolvency or a dissolution, and for who winds it up.",
        ),
        CompanyWarning::Unknown => (
            "Demandez au client son extrait Kbis et corrigez le SIREN avant tout acte.",
            "Ask the customer for its extract of the register and correct the SIREN before any act.",
        ),
        CompanyWarning::SeatClosed => (
            "Un courrier recommandé ou une signification peut revenir : demandez un extrait Kbis et cherchez la nouvelle adresse.",
            "Registered mail or service may come back: ask for an extract of the register and look for the new address.",
        ),
        CompanyWarning::SeatMoved => (
            "Reprenez l’adresse du siège avant la mise en demeure : le tribunal compétent et le lieu de signification le suivent.",
            "Take over the address of the head office before the formal notice: the competent court and the place of service follow it.",
        ),
        CompanyWarning::AddressClosed => (
            "Reprenez l’adresse du siège : ce qui est envoyé ici revient.",
            "Take over the address of the head office: what is sent here comes back.",
        ),
        CompanyWarning::AddressDiffers => (
            "Vérifiez qui traite les factures ; pour une mise en demeure et pour le tribunal, l’adresse est celle du siège.",
            "Check who handles invoices; for a formal notice and for the court, the address is that of the head office.",
        ),
        CompanyWarning::Renamed => (
            "Les pièces portent peut-être l’ancien nom : joignez de quoi montrer que c’est la même société.",
            "Papers may bear the former name: file what shows that it is the same company.",
        ),
        CompanyWarning::NameDiffers => (
            "Vérifiez que le SIREN est celui de qui a commandé, puis reprenez le nom du registre : la requête doit nommer la bonne personne.",
            "Check that the SIREN is that of who ordered, then take over the name of the register: the petition must name the right person.",
        ),
    };
    Wording::new(fr, en)
}
