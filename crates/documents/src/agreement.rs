//! Papers that are signed or given by hand: the protocol of an instalment plan, the notice of its default, the
//! receipt of a payment. One layout: parties, text, a table, how to pay, boxes to sign in.

use kernel::{Date, Money};
use serde::Serialize;

use crate::{
    DocumentError, Language, Letterhead, PaymentBlock, Pdf,
    address::window_lines,
    compile::{Pages, Template, compile},
    epc::{Transfer, picture},
    figures::{date_long, money},
};

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Names the paper for ever: goes, hashed, into the PDF's identifier.
    pub ident: String,
    /// Language of labels and figures.
    pub language: Language,
    /// Who is owed.
    pub creditor: Letterhead,
    /// Place before the date; may be empty.
    pub place: String,
    /// The day of the paper, and the only date of the file.
    pub date: Date,
    /// Who owes: name and address, one printed line each.
    pub recipient: Vec<String>,
    /// What it is.
    pub title: String,
    /// References: name and value.
    pub facts: Vec<(String, String)>,
    /// Text before the table, a paragraph each.
    pub before: Vec<String>,
    /// Names of the columns; the first two are words, the others amounts.
    pub headers: Vec<String>,
    /// The lines; none leaves the table out.
    pub rows: Vec<Vec<String>>,
    /// The sum under the table: name and amount.
    pub total: (String, String),
    /// The sum in figures and words, where a person signs (C. civ. 1376).
    pub words: Option<String>,
    /// Text after the table.
    pub after: Vec<String>,
    /// How to pay, and how much the code asks; none leaves the part out.
    pub payment: Option<(PaymentBlock, Money)>,
    /// Who signs, and what they write: a box each.
    pub signatures: Vec<(String, String)>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    lang: &'static str,
    title: &'a str,
    creditor: &'a str,
    contact: Vec<&'a str>,
    recipient: Vec<String>,
    dated: String,
    facts: &'a [(String, String)],
    before: &'a [String],
    headers: &'a [String],
    rows: &'a [Vec<String>],
    total: &'a (String, String),
    words: Option<&'a str>,
    after: &'a [String],
    payment_title: &'static str,
    payment: Vec<(&'static str, String)>,
    side: usize,
    code: &'static str,
    signatures: &'a [(String, String)],
    footer: &'a [String],
    page: &'static str,
}

/// Lays the paper out as PDF/A.
///
/// # Errors
/// [`DocumentError::Missing`] without a title or a recipient, [`DocumentError::Address`],
/// [`DocumentError::Layout`].
pub fn render_agreement(paper: &Agreement) -> Result<Pdf, DocumentError> {
    let (lang, ident) = (paper.language, &paper.ident);
    let missing = |field| DocumentError::Missing { ident: ident.clone(), field };
    if paper.title.trim().is_empty() {
        return Err(missing("a title"));
    }
    let recipient =
        window_lines(&paper.recipient).map_err(|fault| DocumentError::Address { ident: ident.clone(), fault })?;
    let head = &paper.creditor;
    let code = paper.payment.as_ref().and_then(|(block, amount)| {
        let (name, reference) = (block.holder.trim(), block.reference.trim());
        let transfer =
            Transfer { name, iban: block.iban.as_ref()?, bic: block.bic.as_ref(), amount: *amount, reference };
        picture(&transfer.payload()?)
    });
    let on = date_long(paper.date, lang);
    let view = View {
        lang: lang.code(),
        title: &paper.title,
        creditor: &head.name,
        contact: head.address.iter().chain(&head.phone).chain(&head.mail).map(String::as_str).collect(),
        recipient,
        dated: match (paper.place.trim(), lang) {
            ("", Language::Fr) => format!("Le {on}"),
            (place, Language::Fr) => format!("{place}, le {on}"),
            ("", Language::En) => on,
            (place, Language::En) => format!("{place}, {on}"),
        },
        facts: &paper.facts,
        before: &paper.before,
        headers: &paper.headers,
        rows: &paper.rows,
        total: &paper.total,
        words: paper.words.as_deref(),
        after: &paper.after,
        payment_title: lang.pick("Pour régler par virement", "To pay by bank transfer"),
        payment: paper.payment.as_ref().map_or_else(Vec::new, |(block, amount)| payment(block, *amount, lang)),
        side: code.as_ref().map_or(0, |code| code.side),
        code: lang.pick("Code QR du virement", "QR code of the transfer"),
        signatures: &paper.signatures,
        footer: &head.legal_lines,
        page: "Page",
    };
    let pixels = code.map(|code| code.pixels).unwrap_or_default();
    compile(Template::Agreement, Pages::Any, ident, paper.date, &view, &pixels)?.ok_or_else(|| missing("a page"))
}

fn payment(block: &PaymentBlock, amount: Money, lang: Language) -> Vec<(&'static str, String)> {
    let mut lines = vec![(lang.pick("Montant de l’échéance", "Amount of the instalment"), money(amount, lang))];
    if let Some(day) = block.pay_by {
        lines.push((lang.pick("Au plus tard le", "No later than"), date_long(day, lang)));
    }
    lines.push((lang.pick("À l’ordre de", "Payable to"), block.holder.trim().to_owned()));
    if let Some(iban) = &block.iban {
        lines.push(("IBAN", iban.grouped().replace(' ', "\u{a0}")));
    }
    if let Some(bic) = &block.bic {
        lines.push(("BIC", bic.as_str().to_owned()));
    }
    lines.push((lang.pick("Référence à rappeler", "Reference to quote"), block.reference.trim().to_owned()));
    lines
}
