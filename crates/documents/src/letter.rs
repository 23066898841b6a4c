//! The letter: what it says, as plain data.
//!
//! The caller decides everything (whom, what, which tone, which interest); the letter adds it up, refuses
//! what must not leave, and lays it out.

use std::num::NonZeroU16;

use kernel::{Bic, Date, Iban, Money, Rate};
use serde::{Deserialize, Serialize};

use crate::Language;

/// One letter to one account (a debtor towards one creditor).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Names this letter for ever: goes, hashed, into the PDF's identifier.
    pub ident: String,
    /// Language of the labels; the texts are the caller's.
    pub language: Language,
    /// Who is owed.
    pub creditor: Letterhead,
    /// Addressee and address, one printed line each, six at most (`window_lines`); shown in the
    /// envelope's window.
    pub recipient: Vec<String>,
    /// How it is sent, when that is to be printed.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Place before the date; may be empty.
    #[serde(default)]
    pub place: String,
    /// Date of the letter, also the only date in the file's metadata.
    pub date: Date,
    /// File and customer numbers.
    #[serde(default)]
    pub references: References,
    /// Subject line.
    pub subject: String,
    /// `Madame, Monsieur,`; may be empty when the paragraphs begin with it.
    #[serde(default)]
    pub salutation: String,
    /// Text before the items, already rendered, one entry per paragraph.
    pub paragraphs: Vec<String>,
    /// Text after the totals, the closing formula included.
    #[serde(default)]
    pub closing: Vec<String>,
    /// Present when the letter is a mise en demeure.
    #[serde(default)]
    pub formal_notice: Option<FormalNotice>,
    /// What the letter does with interest and indemnity, which are given in every case.
    #[serde(default)]
    pub accessories: Accessories,
    /// What is claimed.
    pub items: Vec<LetterItem>,
    /// What is deducted: credit notes, payments not yet matched.
    #[serde(default)]
    pub credits: Vec<LetterCredit>,
    /// The 40 € of article D441-5, where the law gives it.
    #[serde(default)]
    pub indemnity: Option<Indemnity>,
    /// How the interest was computed.
    #[serde(default)]
    pub interest_note: Option<InterestNote>,
    /// How to pay.
    pub payment: PaymentBlock,
    /// Address of the debtor's space, printed with its code.
    #[serde(default)]
    pub space_link: Option<String>,
    /// Who signs.
    pub signature: Signature,
    /// What goes with it, in words (`facture F12`): named under the signature.
    #[serde(default)]
    pub enclosures: Vec<String>,
    /// What should go with it and does not fit: it says that it is sent on request.
    #[serde(default)]
    pub on_request: Vec<String>,
}

/// What makes a letter a mise en demeure (code civil 1344). Its pieces have a certain due date, none is
/// disputed, and it can be posted: a letter that lacks any of it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormalNotice {
    /// Days to pay, counted from the day the letter is received.
    pub delay_days: NonZeroU16,
}

/// What a letter does with late-payment interest and the indemnity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accessories {
    /// Not a word.
    Withheld,
    /// Shown as running, not asked for.
    Announced,
    /// Asked for.
    #[default]
    Claimed,
}

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// Name of the creditor.
    pub name: String,
    /// Address, one printed line each.
    pub address: Vec<String>,
    /// Telephone, as printed.
    #[serde(default)]
    pub phone: Option<String>,
    /// Mail address for answers.
    #[serde(default)]
    pub mail: Option<String>,
    /// Legal form and capital, register, SIREN, VAT number: printed at the foot of each page.
    #[serde(default)]
    pub legal_lines: Vec<String>,
    /// Logo as SVG without script or external reference, drawn 14 mm high.
    #[serde(default)]
    pub logo_svg: Option<String>,
}

/// A mention of how the letter is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// « Lettre recommandée avec avis de réception », with its number when known.
    Registered {
        /// The carrier's number.
        number: Option<String>,
    },
    /// « Lettre recommandée électronique » (code des postes et des communications électroniques L100).
    RegisteredElectronic {
        /// The provider's number.
        number: Option<String>,
    },
    /// « Lettre suivie ».
    Tracked,
    /// Any other words.
    Other(String),
}

/// What to quote when answering.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct References {
    /// Our file or account.
    pub our_file: Option<String>,
    /// The customer's number with the creditor.
    pub customer_number: Option<String>,
    /// Who follows the file.
    pub handled_by: Option<String>,
}

/// What a piece of the ledger is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    /// Facture.
    Invoice,
    /// Effet, lettre de change.
    Bill,
    /// Note de débit.
    DebitNote,
    /// À-nouveau: opening balance.
    Opening,
    /// Avoir.
    CreditNote,
    /// Règlement.
    Payment,
    /// Acompte.
    Advance,
    /// Any other piece.
    Other,
}

impl PieceKind {
    /// As a document names it.
    pub const fn words(self, lang: Language) -> &'static str {
        match self {
            Self::Invoice => lang.pick("Facture", "Invoice"),
            Self::Bill => lang.pick("Effet", "Bill"),
            Self::DebitNote => lang.pick("Note de débit", "Debit note"),
            Self::Opening => lang.pick("À-nouveau", "Opening"),
            Self::CreditNote => lang.pick("Avoir", "Credit note"),
            Self::Payment => lang.pick("Règlement", "Payment"),
            Self::Advance => lang.pick("Acompte", "Advance"),
            Self::Other => lang.pick("Pièce", "Other"),
        }
    }
}

/// One claimed line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterItem {
    /// Number, as on the invoice.
    pub number: String,
    /// What it is.
    pub kind: PieceKind,
    /// Day of issue.
    pub issued: Option<Date>,
    /// Day it fell due.
    pub due: Option<Date>,
    /// The due date comes from default terms, not from the invoice: marked « échéance à confirmer ».
    #[serde(default)]
    pub due_inferred: bool,
    /// Whole days since the due date; none or negative prints a dash.
    pub days_late: Option<i64>,
    /// Amount of the piece, taxes included.
    pub original: Money,
    /// What remains due and is claimed here.
    pub open: Money,
    /// Interest on this piece until the letter's date.
    #[serde(default)]
    pub interest: Option<Money>,
    /// The part the debtor disputes: not in `open`, said under the number.
    #[serde(default)]
    pub disputed: Option<Money>,
    /// A short remark under the number.
    #[serde(default)]
    pub note: Option<String>,
}

/// One deducted line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterCredit {
    /// Number or bank reference.
    pub number: String,
    /// Credit note, payment, advance.
    pub kind: PieceKind,
    /// Its date.
    pub date: Option<Date>,
    /// What it deducts, positive.
    pub amount: Money,
}

/// The fixed recovery indemnity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indemnity {
    /// Per piece: 40 € (article D441-5 of the code de commerce).
    pub each: Money,
    /// Number of pieces it is due for.
    pub count: u32,
}

/// In whose name interest runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterestBasis {
    /// ECB rate plus ten points, article L441-10 II of the code de commerce.
    LatePayment,
    /// A rate agreed in the terms of sale, article L441-10 II of the code de commerce.
    Agreed,
    /// The legal rate, articles 1231-6 and 1344-1 of the code civil.
    LegalRate,
    /// Other words, printed as they are.
    Other(String),
}

/// How interest was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterestNote {
    /// Its legal ground.
    pub basis: InterestBasis,
    /// Last day counted.
    pub until: Date,
    /// The rates, period by period, in order.
    pub slices: Vec<InterestSlice>,
}

/// A rate and the days it holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterestSlice {
    /// First day, included.
    pub from: Date,
    /// Last day, included.
    pub until: Date,
    /// Yearly rate.
    pub rate: Rate,
}

/// How to pay: the slip at the foot of the letter, with the QR code of the transfer where one can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentBlock {
    /// Holder of the account.
    pub holder: String,
    /// The account; without it the block asks to pay by the reference only.
    pub iban: Option<Iban>,
    /// The bank.
    #[serde(default)]
    pub bic: Option<Bic>,
    /// To be quoted with the transfer.
    pub reference: String,
    /// Last day asked for.
    #[serde(default)]
    pub pay_by: Option<Date>,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// First name and name; may be empty.
    pub name: String,
    /// Function or service.
    #[serde(default)]
    pub role: String,
}
