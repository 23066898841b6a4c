//! Words of cells in French, English, German, Spanish and Italian.

use kernel::search_key;
use ledger::{ContactRole, DebtorKind, ItemKind, Language};

/// The key of a header: `N° Facture`, `invoice_id` and `InvoiceID` are compared alike.
pub(crate) fn header_key(header: &str) -> String {
    let mut spaced = String::with_capacity(header.len() + 4);
    let mut lower_before = false;
    for c in header.chars() {
        if c.is_uppercase() && lower_before {
            spaced.push(' ');
        }
        lower_before = c.is_lowercase();
        // `n°` and `nº` would become `ndeg`, `no`.
        spaced.push(if matches!(c, '°' | 'º') { ' ' } else { c });
    }
    search_key(&spaced)
}

/// What a word says about the kind of piece.
pub(crate) fn item_kind(text: &str) -> Option<ItemKind> {
    let key = search_key(text);
    let first = key.split(' ').next().unwrap_or_default();
    Some(match first {
        "inv" | "invoice" | "facture" | "fac" | "fact" | "fc" | "fa" | "f" | "rechnung" | "re" | "factura"
        | "fattura" | "debit" | "dr" | "ft" | "out" | "rv" | "vente" => match key.as_str() {
            "facture d avoir" | "facture avoir" | "out refund" => ItemKind::CreditNote,
            _ => ItemKind::Invoice,
        },
        "cn" | "credit" | "avoir" | "av" | "avo" | "gutschrift" | "gs" | "abono" | "nota" | "nc" | "creditnote"
        | "refund" | "return" => ItemKind::CreditNote,
        "payment" | "paiement" | "reglement" | "rgl" | "reg" | "pay" | "zahlung" | "dz" | "cobro" | "pago"
        | "pagamento" | "incasso" | "virement" | "cheque" | "prelevement" | "receipt" | "encaissement" | "vir"
        | "chq" => ItemKind::Payment,
        "remboursement" | "impaye" | "rejet" | "chargeback" | "rueckzahlung" => ItemKind::Refund,
        "lcr" | "traite" | "effet" | "bill" | "bor" | "wechsel" => ItemKind::Bill,
        "acompte" | "advance" | "anzahlung" | "anticipo" | "acc" => ItemKind::Advance,
        "an" | "opening" | "anouveau" | "report" | "solde" => ItemKind::Opening,
        "a" if key.starts_with("a nouveau") => ItemKind::Opening,
        "od" | "other" | "divers" | "sa" | "ab" | "operation" | "journal" => ItemKind::Other,
        _ => return None,
    })
}

/// Kinds that decrease what is owed.
pub(crate) const fn is_credit(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::CreditNote | ItemKind::Payment | ItemKind::Advance | ItemKind::Settlement)
}

/// Total lines of an export.
pub(crate) fn is_total(text: &str) -> bool {
    let key = search_key(text);
    let first = key.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "total"
            | "totaux"
            | "totals"
            | "totales"
            | "totale"
            | "totali"
            | "summe"
            | "gesamt"
            | "gesamtsumme"
            | "suma"
            | "somme"
            | "grand"
            | "subtotal"
    ) || key.starts_with("sous total")
        || key.starts_with("solde general")
}

/// A language we write in.
pub(crate) fn language(text: &str) -> Option<Language> {
    match search_key(text).split(' ').next().unwrap_or_default() {
        "fr" | "fra" | "fre" | "francais" | "french" | "franzoesisch" | "frances" | "francese" => Some(Language::Fr),
        // We write French and English: who reads neither is written to in English.
        "en" | "eng" | "anglais" | "english" | "englisch" | "ingles" | "inglese" | "gb" | "uk" | "de" | "deu"
        | "allemand" | "deutsch" | "es" | "esp" | "espagnol" | "espanol" | "it" | "ita" | "italien" | "italiano"
        | "nl" | "nld" | "neerlandais" | "pt" | "portugais" => Some(Language::En),
        _ => None,
    }
}

/// What a contact is for.
pub(crate) fn role(text: &str) -> ContactRole {
    let key = search_key(text);
    let says = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if says(&["compta", "account", "buchhalt", "contab", "finance", "fournisseur", "daf"]) {
        ContactRole::Accounting
    } else if says(&["direct", "gerant", "president", "manag", "ceo", "geschaefts", "pdg", "dirigeant"]) {
        ContactRole::Management
    } else if says(&["achat", "purchas", "einkauf", "compras", "acquisti"]) {
        ContactRole::Purchasing
    } else if says(&["jurid", "legal", "recht", "contentieux"]) {
        ContactRole::Legal
    } else {
        ContactRole::Other
    }
}

/// Legal forms of commercial companies, here and among neighbours.
const COMPANIES: [&str; 25] = [
    "sarl", "sas", "sasu", "sa", "eurl", "snc", "sca", "scs", "selarl", "gmbh", "ltd", "plc", "srl", "spa", "bv", "nv",
    "ag", "societe", "company", "scop", "sl", "lda", "inc", "llc", "corp",
];

/// A legal kind by its slug or by the words of a file.
pub(crate) fn debtor_kind(text: &str) -> Option<DebtorKind> {
    if let Some(kind) = DebtorKind::parse(text.trim()) {
        return Some(kind);
    }
    let key = search_key(text);
    let packed = key.replace(' ', "");
    let has = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if COMPANIES.contains(&packed.as_str()) {
        Some(DebtorKind::CommercialCompany)
    } else if matches!(packed.as_str(), "sci" | "scp" | "scm" | "gaec" | "earl" | "scea" | "scpi" | "sccv")
        || has(&["societe civile"])
    {
        Some(DebtorKind::CivilCompany)
    } else if has(&["syndicat intercommunal", "syndicat mixte", "epci", "eple", "ccas", "lycee", "college"]) {
        Some(DebtorKind::PublicBody)
    } else if has(&["association", "fondation", "syndicat", "loi 1901"]) {
        Some(DebtorKind::Association)
    } else if has(&["artisan"]) {
        Some(DebtorKind::Artisan)
    } else if has(&["particulier", "consommateur", "consumer", "private person", "individual", "privat", "b2c"]) {
        Some(DebtorKind::Consumer)
    } else if has(&["epic", "regie", "etablissement public industriel"]) {
        Some(DebtorKind::PublicUndertaking)
    } else if has(&[
        "public",
        "mairie",
        "commune",
        "collectivite",
        "hopital",
        "etat",
        "departement",
        "region",
        "administration",
        "b2g",
    ]) {
        Some(DebtorKind::PublicBody)
    } else if has(&[
        "commercant",
        "entreprise individuelle",
        "entrepreneur individuel",
        "auto entrepreneur",
        "micro entrepr",
        "trader",
    ]) || packed == "ei"
        || packed == "eirl"
    {
        Some(DebtorKind::Trader)
    } else if has(&["liberal", "agricult", "profession"]) {
        Some(DebtorKind::Professional)
    } else if has(&["societe", "entreprise", "b2b"]) {
        Some(DebtorKind::CommercialCompany)
    } else {
        None
    }
}

/// A country of two letters, from its code or its name in the languages of the neighbours.
pub(crate) fn country(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.len() == 2 && trimmed.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Some(trimmed.to_ascii_uppercase());
    }
    let code = match search_key(trimmed).as_str() {
        "france" | "frankreich" | "francia" | "fra" => "FR",
        "allemagne" | "germany" | "deutschland" | "alemania" | "germania" | "deu" => "DE",
        "belgique" | "belgium" | "belgien" | "belgica" | "belgio" | "belgie" | "bel" => "BE",
        "espagne" | "spain" | "espana" | "spanien" | "spagna" | "esp" => "ES",
        "italie" | "italy" | "italia" | "italien" | "ita" => "IT",
        "suisse" | "switzerland" | "schweiz" | "suiza" | "svizzera" | "che" => "CH",
        "luxembourg" | "luxemburg" | "luxemburgo" | "lux" => "LU",
        "royaume uni" | "united kingdom" | "great britain" | "uk" | "gbr" | "grande bretagne" | "angleterre" => "GB",
        "pays bas" | "netherlands" | "niederlande" | "nederland" | "nld" => "NL",
        "portugal" | "prt" => "PT",
        "monaco" | "mco" => "MC",
        "etats unis" | "united states" | "usa" => "US",
        "autriche" | "austria" | "oesterreich" | "osterreich" | "aut" => "AT",
        "irlande" | "ireland" | "irl" => "IE",
        "pologne" | "poland" | "pol" => "PL",
        _ => return None,
    };
    Some(code.to_owned())
}
