//! Usual headers of each field in French, English, German, Spanish and Italian.

use super::{Field, words};

/// Headers by field, as search keys separated by `|`. The first of a list is the plainest.
const HEADERS: &[(Field, &str)] = &[
    (
        Field::CustomerNumber,
        "code client|customer id|customer number|no client|n client|num client|numero client|code tiers|\
         compte tiers|compte auxiliaire|auxiliaire|compte client|client id|id client|customer no|\
         customer code|customer account|account number|debtor number|debiteur|kundennummer|kunden nr|\
         kundennr|kundenkonto|debitor|debitorennummer|debitor nr|codigo cliente|cod cliente|codice cliente|\
         num tiers|numero tiers|no tiers|tiers|cust no|custno|party|compauxnum|reference client|ref client|\
         code cli|matricule|personenkonto",
    ),
    (
        Field::CustomerName,
        "nom client|customer name|raison sociale|nom du client|client|nom|name|customer|intitule du tiers|\
         intitule tiers|nom tiers|libelle tiers|nom du tiers|intitule|company|company name|partner|\
         partenaire|kunde|kundenname|firma|cliente|nombre cliente|razon social|ragione sociale|nome cliente|\
         nombre|debtor|debtor name|party name|account name|compauxlib|denomination|societe|name 1|name1",
    ),
    (
        Field::Number,
        "numero facture|invoice id|invoice number|numero piece|n piece|no piece|piece|n facture|no facture|\
         num facture|facture|invoice|invoice no|document number|document no|document|voucher no|reference|\
         ref|ref piece|reference piece|numero|number|belegnummer|beleg nr|belegnr|rechnungsnummer|\
         rechnungs nr|rechnungsnr|numero factura|factura|num factura|n factura|numero fattura|fattura|\
         numero documento|n documento|documento|pieceref|num piece|no de piece|no document|belegfeld 1|\
         n de facture|numero de facture|numero de piece|n de piece",
    ),
    (
        Field::Kind,
        "type|kind|nature|type de piece|type piece|document type|doc type|voucher type|belegart|tipo|\
         tipo documento|type document|type de document|nature piece|tipo doc|code journal|type facture",
    ),
    (
        Field::IssueOn,
        "date facture|issue date|invoice date|date de facture|date piece|date de piece|document date|\
         date document|belegdatum|rechnungsdatum|fecha factura|fecha|data fattura|data documento|\
         date facturation|date emission|date d emission|piecedate|fecha emision|data|date|datum|bill date|\
         date demission",
    ),
    (
        Field::DueOn,
        "echeance|due date|date echeance|date d echeance|date decheance|date limite|net due date|faelligkeit|\
         faellig am|faelligkeitsdatum|falligkeit|fallig am|falligkeitsdatum|fecha vencimiento|vencimiento|\
         scadenza|data scadenza|date limite de reglement|payment due|due|date maturity|due on|\
         date limite de paiement",
    ),
    (
        Field::EntryOn,
        "date comptable|posting date|date ecriture|date d ecriture|entry date|accounting date|buchungsdatum|\
         fecha contable|data registrazione|date comptabilisation|date saisie|ecrituredate|gl date|\
         date decriture",
    ),
    (
        Field::SupplyOn,
        "date livraison|delivery date|date de livraison|supply date|lieferdatum|leistungsdatum|fecha entrega|\
         data consegna|date prestation|service date",
    ),
    (
        Field::Amount,
        "montant|amount|montant ttc|total ttc|montant facture|invoice amount|total|betrag|rechnungsbetrag|\
         bruttobetrag|importe|importe total|importo|totale|ttc|amount total|grand total|montant devise|\
         original amount|gross amount|montant initial|montant origine|total amount|invoiced amount|umsatz",
    ),
    (
        Field::OpenAmount,
        "reste du|open amount|solde|restant du|montant du|amount due|outstanding|balance|outstanding amount|\
         reste a payer|reste a regler|solde du|montant restant|montant ouvert|montant restant du|remaining|\
         remaining amount|residual|amount residual|open balance|balance due|offen|offener betrag|saldo|\
         offener posten|restbetrag|importe pendiente|pendiente|saldo aperto|importo residuo|residuo|\
         non solde|solde restant",
    ),
    (
        Field::PaidAmount,
        "montant regle|paid amount|regle|deja regle|montant paye|amount paid|paid|paye|acompte regle|bezahlt|\
         gezahlt|bezahlter betrag|importe pagado|pagado|importo pagato|pagato|received|encaisse|\
         montant encaisse",
    ),
    (
        Field::PaidOn,
        "date reglement|paid date|date de reglement|payment date|date paiement|date de paiement|\
         zahlungsdatum|zahldatum|bezahlt am|fecha pago|data pagamento|paid on|date encaissement|clear date|\
         clearing date",
    ),
    (Field::Debit, "debit|montant debit|debit amount|soll|debe|dare|mouvement debit|debits"),
    (Field::Credit, "credit|montant credit|credit amount|haben|haber|avere|mouvement credit|credits"),
    (
        Field::Sign,
        "sens|d c|dc|debit credit|sign|soll haben|s h|sh kennzeichen|soll haben kennzeichen|signe|dr cr|\
         debe haber|dare avere",
    ),
    (
        Field::Currency,
        "devise|currency|code devise|monnaie|waehrung|wahrung|moneda|divisa|valuta|iso devise|currency code|\
         idevise",
    ),
    (
        Field::Label,
        "libelle|label|description|libelle ecriture|objet|intitule ecriture|designation|text|buchungstext|\
         concepto|descripcion|descrizione|memo|comment|commentaire|remarks|causale|ecriturelib|narration|\
         wording",
    ),
    (
        Field::GlAccount,
        "compte general|gl account|compte|compte collectif|general ledger account|account|sachkonto|\
         cuenta contable|conto|comptenum|g l account|ledger account|collectif",
    ),
    (
        Field::Street,
        "adresse|street|rue|address|adresse 1|adresse1|address line 1|address 1|strasse|direccion|indirizzo|\
         voie|calle|via|ligne adresse 1",
    ),
    (
        Field::Complement,
        "complement|adresse 2|adresse2|address line 2|address 2|complement adresse|complement d adresse|\
         complement dadresse|street2|zusatz|batiment|ligne adresse 2|street 2",
    ),
    (Field::Postcode, "code postal|postcode|cp|zip|zip code|postal code|plz|postleitzahl|codigo postal|cap|pincode"),
    (Field::City, "ville|city|town|ort|stadt|ciudad|poblacion|citta|commune|localite|comune"),
    (Field::Country, "pays|country|code pays|country code|land|pais|paese|nazione"),
    (
        Field::Siren,
        "siren|siret|n siret|no siret|n siren|numero siret|numero siren|siren siret|registration number|\
         company registry|code siret",
    ),
    (
        Field::Vat,
        "tva intracommunautaire|vat|vat number|n tva|numero tva|no tva|tva intra|num tva|ust id|ustid|\
         ust idnr|nif|cif|partita iva|p iva|tax id|vat id|n tva intracommunautaire|code tva intra|\
         identifiant tva|numero de tva",
    ),
    (
        Field::Email,
        "email|e mail|mail|courriel|adresse mail|adresse email|correo|correo electronico|posta elettronica|\
         email address|e mail adresse",
    ),
    (Field::Phone, "telephone|phone|tel|telefon|telefono|portable|mobile|phone number|no telephone"),
    (
        Field::Contact,
        "contact|interlocuteur|nom contact|contact name|contact person|ansprechpartner|contacto|\
         persona de contacto|contatto|referente|contact comptabilite",
    ),
    (Field::Role, "fonction|role|fonction contact|job title|funktion|cargo|ruolo|service"),
    (Field::Language, "langue|language|lang|sprache|idioma|lingua|code langue"),
    (
        Field::Terms,
        "delai de paiement|payment terms|terms days|terms|delai|conditions de paiement|condition de paiement|\
         conditions de reglement|mode de reglement|zahlungsbedingung|zahlungsziel|condiciones de pago|\
         forma de pago|condizioni di pagamento|delai reglement|delai de reglement|payment term|credit days|\
         echeance jours",
    ),
    (
        Field::Salesperson,
        "commercial|salesperson|representant|vendeur|sales person|sales rep|vertreter|vendedor|agente|\
         charge d affaires|charge daffaires|account manager|code representant|nom du representant|agent",
    ),
    (Field::Group, "groupe|group|maison mere|parent company|konzern|grupo|gruppo|enseigne|parent"),
    (
        Field::LegalKind,
        "forme|forme juridique|legal form|rechtsform|forma juridica|forma giuridica|type client|categorie client|\
         customer type|nature juridique|legal kind|qualite",
    ),
];

/// Every field with its usual headers, best first.
pub(crate) fn all() -> impl Iterator<Item = (Field, impl Iterator<Item = &'static str> + Clone)> {
    HEADERS.iter().map(|(field, names)| (*field, names.split('|')))
}

/// True when the header is one of ours, whatever the field.
pub(crate) fn is_known(header: &str) -> bool {
    let key = words::header_key(header);
    all().any(|(_, mut names)| names.any(|name| name == key))
}
