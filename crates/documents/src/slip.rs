//! The slip at the foot of the letter: everything a payment needs, to be cut off or scanned.

use serde::Serialize;

use crate::{
    Language, Letter, Totals,
    epc::{QrPicture, Transfer, picture},
    figures::{date_long, money},
};

/// What the template receives.
#[derive(Serialize)]
pub(crate) struct SlipView {
    pub(crate) title: &'static str,
    /// Label and amount, the largest figure of the letter.
    pub(crate) amount: (&'static str, String),
    /// Until when.
    pub(crate) delay: Option<(&'static str, String)>,
    /// Who pays and what is to be quoted.
    pub(crate) debtor: Vec<(&'static str, String)>,
    /// Where to.
    pub(crate) account: Vec<(&'static str, String)>,
    /// Pixels of one side of the QR code; 0 without one.
    side: usize,
    /// Under the code, and in its place for who does not see it.
    code: &'static str,
}

/// The slip, with the picture of its code when the transfer can have one.
pub(crate) fn slip(letter: &Letter, totals: &Totals, debtor: &str) -> (SlipView, Option<QrPicture>) {
    let (lang, block) = (letter.language, &letter.payment);
    let holder = Some(block.holder.trim()).filter(|name| !name.is_empty()).unwrap_or(letter.creditor.name.trim());
    let code = block.iban.as_ref().and_then(|iban| {
        let reference = block.reference.trim();
        let transfer = Transfer { name: holder, iban, bic: block.bic.as_ref(), amount: totals.total, reference };
        picture(&transfer.payload()?)
    });
    let mut who = vec![(lang.pick("Débiteur", "Debtor"), short(debtor))];
    if let Some(number) = &letter.references.customer_number {
        who.push((lang.pick("N° client", "Customer no."), number.trim().to_owned()));
    }
    who.push((lang.pick("Référence à rappeler", "Reference to quote"), block.reference.trim().to_owned()));
    let mut account = vec![(lang.pick("À l’ordre de", "Payable to"), short(holder))];
    if let Some(iban) = &block.iban {
        account.push(("IBAN", iban.grouped().replace(' ', "\u{a0}")));
    }
    if let Some(bic) = &block.bic {
        account.push(("BIC", bic.as_str().to_owned()));
    }
    let view = SlipView {
        title: match &block.iban {
            Some(_) => lang.pick("Pour régler par virement", "To pay by bank transfer"),
            None => lang.pick("Pour régler", "To pay"),
        },
        amount: (lang.pick("Montant à régler", "Amount to pay"), money(totals.total, lang)),
        delay: delay(letter),
        debtor: who,
        account,
        side: code.as_ref().map_or(0, |code| code.side),
        code: lang.pick("Code QR du virement", "QR code of the transfer"),
    };
    (view, code)
}

/// A name on the one line the slip has for it; the window and the letterhead have it whole.
fn short(name: &str) -> String {
    const CHARS: usize = 36;
    if name.chars().count() <= CHARS { name.to_owned() } else { name.chars().take(CHARS - 1).chain(['…']).collect() }
}

fn delay(letter: &Letter) -> Option<(&'static str, String)> {
    let lang = letter.language;
    if let Some(notice) = letter.formal_notice {
        // The delay runs from the day the letter is received, which nobody knows yet.
        let days = notice.delay_days;
        let words = match (lang, days.get()) {
            (Language::Fr, 1) => "un jour dès réception".to_owned(),
            (Language::Fr, _) => format!("{days}\u{a0}jours dès réception"),
            (Language::En, 1) => "one day from receipt".to_owned(),
            (Language::En, _) => format!("{days}\u{a0}days from receipt"),
        };
        return Some((lang.pick("Délai", "Time to pay"), words));
    }
    let day = letter.payment.pay_by?;
    Some((lang.pick("Au plus tard le", "No later than"), date_long(day, lang)))
}
