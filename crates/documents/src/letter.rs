//! The letter: what it says, as plain data, and how it becomes a PDF.
//!
//! The caller decides everything (whom, what, which tone, which interest); this module lays it out,
//! adds it up and refuses what must not leave.

use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
};

use kernel::{Bic, Date, Iban, Money, MoneyError, Rate};
use serde::{Deserialize, Serialize};

use crate::{
    DocumentError, Language, Pdf,
    compile::{Pages, Template, alone, compile},
    letter_view::LetterView,
};

/// Lines of the table beyond which a letter never holds on one page.
const ONE_PAGE_LINES: usize = 20;

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
    /// Addressee and address, one printed line each, up to seven; shown in the envelope's window.
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
    /// What is claimed.
    pub items: Vec<LetterItem>,
    /// What is deducted: credit notes, payments not yet matched.
    #[serde(default)]
    pub credits: Vec<LetterCredit>,
    /// The 40 € of article D441-5, when claimed.
    #[serde(default)]
    pub indemnity: Option<Indemnity>,
    /// How the interest was computed, when some is claimed.
    #[serde(default)]
    pub interest_note: Option<InterestNote>,
    /// How to pay.
    pub payment: PaymentBlock,
    /// Who signs.
    pub signature: Signature,
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
    /// Interest on this piece until the letter's date, when claimed.
    #[serde(default)]
    pub interest: Option<Money>,
    /// A short remark under the number (« partie contestée suspendue »).
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

/// How to pay.
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
    /// An EPC QR code as SVG, drawn 26 mm wide.
    #[serde(default)]
    pub qr_svg: Option<String>,
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

/// What a letter asks, computed from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Open amounts of the items.
    pub items: Money,
    /// Credits deducted, positive.
    pub credits: Money,
    /// Items less credits.
    pub principal: Money,
    /// Interest of the items.
    pub interest: Money,
    /// Indemnity, all pieces together.
    pub indemnity: Money,
    /// Principal, interest and indemnity: what the debtor is asked to pay.
    pub total: Money,
}

impl Letter {
    /// Adds the letter up. The caller may compare with what it recorded.
    ///
    /// # Errors
    /// [`DocumentError::Money`] on mixed currencies or overflow, [`DocumentError::Missing`] without items.
    pub fn totals(&self) -> Result<Totals, DocumentError> {
        let Some(first) = self.items.first() else { return Err(self.missing("at least one item")) };
        let zero = Money::new(0, first.open.currency());
        self.add_up(zero).map_err(|cause| DocumentError::Money { ident: self.ident.clone(), cause })
    }

    fn add_up(&self, zero: Money) -> Result<Totals, MoneyError> {
        let sum = |amounts: &mut dyn Iterator<Item = Money>| -> Result<Money, MoneyError> {
            let mut total = zero;
            for amount in amounts {
                total = total.checked_add(amount)?;
            }
            Ok(total)
        };
        let items = sum(&mut self.items.iter().map(|item| item.open))?;
        // Summed only to refuse a second currency among the original amounts.
        sum(&mut self.items.iter().map(|item| item.original))?;
        let credits = sum(&mut self.credits.iter().map(|credit| credit.amount))?;
        let interest = sum(&mut self.items.iter().filter_map(|item| item.interest))?;
        let indemnity = match self.indemnity {
            Some(Indemnity { each, count }) => {
                zero.checked_add(each.ratio(i64::from(count), 1, kernel::Rounding::HalfUp)?)?
            }
            None => zero,
        };
        let principal = items.checked_add(-credits)?;
        let total = principal.checked_add(interest)?.checked_add(indemnity)?;
        Ok(Totals { items, credits, principal, interest, indemnity, total })
    }

    fn missing(&self, field: &'static str) -> DocumentError {
        DocumentError::Missing { ident: self.ident.clone(), field }
    }

    /// Refuses what no letter can do without.
    fn check(&self) -> Result<Totals, DocumentError> {
        let blank = |text: &str| text.trim().is_empty();
        let absent = [
            (blank(&self.ident), "the letter's own reference"),
            (blank(&self.creditor.name), "the creditor's name"),
            (self.recipient.iter().all(|line| blank(line)), "the recipient's name and address"),
            (blank(&self.subject), "the subject"),
            (self.paragraphs.iter().all(|text| blank(text)), "the text"),
            (blank(&self.payment.reference), "the reference to quote with the payment"),
        ];
        if let Some((_, field)) = absent.iter().find(|(absent, _)| *absent) {
            return Err(self.missing(field));
        }
        let totals = self.totals()?;
        if totals.principal.minor() <= 0 {
            return Err(DocumentError::NothingOwed { ident: self.ident.clone(), principal: totals.principal });
        }
        Ok(totals)
    }
}

/// Lays a letter out: PDF/A-2a and PDF/UA-1, the same bytes for the same letter.
///
/// # Errors
/// [`DocumentError`]: something missing, nothing owed, mixed currencies, a defect of the layout.
pub fn render_letter(letter: &Letter) -> Result<Pdf, DocumentError> {
    let totals = letter.check()?;
    let mut view = LetterView::new(letter, &totals);
    // A letter of many lines is known not to hold on one page: not even tried.
    if letter.items.len() + letter.credits.len() <= ONE_PAGE_LINES {
        let tried = compile(Template::Letter, Pages::One, &letter.ident, letter.date, &view)?;
        if let Some(pdf) = tried {
            return Ok(pdf);
        }
    }
    view.one_page = false;
    let pdf = compile(Template::Letter, Pages::Any, &letter.ident, letter.date, &view)?;
    pdf.ok_or_else(|| letter.missing("a page"))
}

/// Lays letters out on `threads` threads of their own; `done` receives each one as soon as it is
/// ready, with its place in `letters`, and keeps what it wants: nothing is held here.
pub fn render_letters<F>(letters: &[Letter], threads: NonZeroUsize, done: F)
where
    F: Fn(usize, Result<Pdf, DocumentError>) + Sync,
{
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(letter) = letters.get(place) else { break };
            done(place, render_letter(letter));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.get() {
            scope.spawn(|| alone(work));
        }
    });
}
