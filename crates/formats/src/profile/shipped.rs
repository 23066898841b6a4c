//! Profiles that come with the program.
//!
//! `open-items` is the pair of files of our own bench generator. The others name columns that are
//! public: field labels of the programs' own sources (Odoo `account.move`, `ERPNext` *Accounts
//! Receivable* report, Dolibarr invoice export, Tryton `account.move.line`). Packages whose exports
//! are laid out by each user (Sage, Cegid, EBP, Quadra) have no fixed headers: `french` and the
//! guesser read them.

use kernel::Currency;
use ledger::{ImportMode, ItemKind};

use super::{Field, Profile, SignConvention, Target, headers};
use crate::value::{DateOrder, DecimalStyle};

/// The profile that accepts every usual header.
pub(super) const FRENCH: &str = "french";

pub(super) fn all() -> Vec<Profile> {
    vec![open_items(), french(), odoo(), erpnext(), dolibarr(), tryton()]
}

fn with_columns(mut profile: Profile, columns: &[(Field, &[&str])]) -> Profile {
    for (field, headers) in columns {
        profile.columns.insert(*field, headers.iter().map(|h| (*h).to_owned()).collect());
    }
    profile
}

/// `customers.csv` and `items.csv`: signed amounts, ISO dates, decimal point.
fn open_items() -> Profile {
    let mut profile = with_columns(
        Profile::new("open-items", ImportMode::Snapshot),
        &[
            (Field::CustomerNumber, &["customer_id"]),
            (Field::CustomerName, &["name"]),
            (Field::Street, &["street"]),
            (Field::Postcode, &["postcode"]),
            (Field::City, &["city"]),
            (Field::Country, &["country"]),
            (Field::Email, &["email"]),
            (Field::Language, &["language"]),
            (Field::Terms, &["terms_days"]),
            (Field::Number, &["invoice_id"]),
            (Field::Kind, &["kind"]),
            (Field::IssueOn, &["issue_date"]),
            (Field::DueOn, &["due_date"]),
            (Field::Amount, &["amount"]),
            (Field::PaidAmount, &["paid_amount"]),
            (Field::PaidOn, &["paid_date"]),
            (Field::Currency, &["currency"]),
        ],
    );
    profile.dates = DateOrder::Ymd;
    profile.decimals = DecimalStyle::Point;
    profile.kinds.insert("INV".into(), ItemKind::Invoice);
    profile.kinds.insert("CN".into(), ItemKind::CreditNote);
    profile
}

/// Any export with usual French headers: every word we know for each field.
fn french() -> Profile {
    let mut profile = Profile::new(FRENCH, ImportMode::Snapshot);
    for (field, names) in headers::all() {
        profile.columns.insert(field, names.map(str::to_owned).collect());
    }
    // Debit and credit columns need the other convention: the guesser sets it.
    profile.columns.remove(&Field::Debit);
    profile.columns.remove(&Field::Credit);
    profile.decimals = DecimalStyle::Comma;
    profile
}

/// Odoo, list of customer invoices (`account.move`), exported by label or by technical name.
fn odoo() -> Profile {
    let mut profile = with_columns(
        Profile::new("odoo", ImportMode::Snapshot),
        &[
            (Field::CustomerNumber, &["partner_id/ref", "Partner/Reference", "Partenaire/Référence"]),
            (
                Field::CustomerName,
                &["invoice_partner_display_name", "Invoice Partner Display Name", "partner_id", "Partner"],
            ),
            (Field::Number, &["name", "Number", "Numéro"]),
            (Field::IssueOn, &["invoice_date", "Invoice/Bill Date", "Date de facturation"]),
            (Field::DueOn, &["invoice_date_due", "Due Date", "Date d'échéance"]),
            (Field::EntryOn, &["date", "Date"]),
            (Field::Amount, &["amount_total_signed", "Total Signed", "Total signé"]),
            (Field::OpenAmount, &["amount_residual_signed", "Amount Due Signed", "Montant dû signé"]),
            (Field::Currency, &["currency_id", "company_currency_id", "Currency", "Devise"]),
            (Field::Label, &["ref", "Reference", "Référence"]),
            (Field::Salesperson, &["invoice_user_id", "Salesperson", "Vendeur"]),
        ],
    );
    profile.target = Target::Items;
    profile.dates = DateOrder::Ymd;
    profile.decimals = DecimalStyle::Point;
    profile
}

/// `ERPNext`, report *Accounts Receivable*.
fn erpnext() -> Profile {
    let mut profile = with_columns(
        Profile::new("erpnext", ImportMode::Snapshot),
        &[
            (Field::CustomerNumber, &["Party", "Customer"]),
            (Field::CustomerName, &["Customer Name"]),
            (Field::Number, &["Voucher No"]),
            (Field::Kind, &["Voucher Type"]),
            (Field::EntryOn, &["Posting Date"]),
            (Field::DueOn, &["Due Date"]),
            (Field::Amount, &["Invoiced Amount"]),
            (Field::OpenAmount, &["Outstanding Amount"]),
            (Field::Currency, &["Currency"]),
            (Field::Label, &["Remarks"]),
            (Field::GlAccount, &["Receivable Account"]),
        ],
    );
    profile.target = Target::Items;
    profile.dates = DateOrder::Ymd;
    profile.decimals = DecimalStyle::Point;
    for (word, kind) in
        [("Sales Invoice", ItemKind::Invoice), ("Payment Entry", ItemKind::Payment), ("Journal Entry", ItemKind::Other)]
    {
        profile.kinds.insert(word.into(), kind);
    }
    profile
}

/// Dolibarr, export « Factures clients ».
fn dolibarr() -> Profile {
    let mut profile = with_columns(
        Profile::new("dolibarr", ImportMode::Snapshot),
        &[
            (Field::CustomerNumber, &["s.code_client", "Code client"]),
            (Field::CustomerName, &["s.nom", "Nom du tiers", "Nom"]),
            (Field::Street, &["s.address", "Adresse"]),
            (Field::Postcode, &["s.zip", "Code postal"]),
            (Field::City, &["s.town", "Ville"]),
            (Field::Country, &["c.code", "Code pays"]),
            (Field::Phone, &["s.phone", "Téléphone"]),
            (Field::Siren, &["s.siren"]),
            (Field::Vat, &["s.tva_intra"]),
            (Field::Number, &["f.ref", "Réf. facture"]),
            (Field::IssueOn, &["f.datef", "Date facturation"]),
            (Field::DueOn, &["f.date_lim_reglement", "Date limite de règlement"]),
            (Field::Amount, &["f.total_ttc", "Montant total TTC"]),
            (Field::OpenAmount, &["f.rest_to_pay", "Reste à payer"]),
            (Field::Currency, &["f.multicurrency_code"]),
        ],
    );
    profile.target = Target::Items;
    profile.dates = DateOrder::Ymd;
    profile.decimals = DecimalStyle::Auto;
    profile
}

/// Tryton, lines to pay or receive (`account.move.line`).
fn tryton() -> Profile {
    let mut profile = with_columns(
        Profile::new("tryton", ImportMode::Snapshot),
        &[
            (Field::CustomerNumber, &["party.code", "Party/Code"]),
            (Field::CustomerName, &["party.name", "party.rec_name", "Party"]),
            (Field::Number, &["move_origin.rec_name", "move.number", "Move"]),
            (Field::EntryOn, &["date", "Effective Date"]),
            (Field::DueOn, &["maturity_date", "Maturity Date"]),
            (Field::Debit, &["debit", "Debit"]),
            (Field::Credit, &["credit", "Credit"]),
            (Field::Label, &["description", "Description"]),
            (Field::GlAccount, &["account.code", "Account"]),
        ],
    );
    profile.target = Target::Items;
    profile.signs = SignConvention::DebitCredit;
    profile.dates = DateOrder::Ymd;
    profile.decimals = DecimalStyle::Point;
    profile.currency = Currency::EUR;
    profile
}
